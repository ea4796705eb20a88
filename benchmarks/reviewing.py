"""What it takes to review pages from nothing to a checked graph: rows read, decisions, entries by hand, minutes.

Run with `python benchmarks/reviewing.py CORPUS UNAIDED [CONFIRMED]`. A page's annotation is the reviewer: it accepts
what is right, corrects what is nearly so, rejects the rest and enters what is missing. UNAIDED are answers for the
pages by an extractor that had not learned from them; CONFIRMED those of its second pass, which knows the names that the
reviewer confirmed. Without CONFIRMED names, relations and figures are reviewed in one pass, as they once were. Prints
means of a page: with each row decided on by itself, as in the sheet; and as in the page of `serve --review`, which
offers all names and all relations of a score of 0.9 or more together, what one sentence says of one thing in one
predicate, or else all names, relations or figures of one sentence. Of those the reviewer decides first, one by one, on
those that differ from most. A relation that is wrong in one end only is corrected instead of rejected and entered, in
sheet and page alike. In the page a digit corrects a name's class, the modality of the rest, a relation's predicate to
one of the three that are most usual between such things, and a figure's owner to one of three things that stand near or
own most; what the text says of one thing in one predicate and clause is entered in one go.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path

import msgspec

from skillgraph.deciding.vocabulary import usual_relations
from skillgraph.model.ontology import ontology
from skillgraph.review.annotated import AnnotatedRelation, AnnotatedText
from skillgraph.review.answers import Answer, Fact, Figure, matched, read_answers
from skillgraph.review.gold import read_gold
from skillgraph.review.judge_facts import OTHERWISE
from skillgraph.review.score import score
from skillgraph.review.verdicts import Score, Verdict

#: Seconds that a reviewer is taken to need; nobody was timed. Of a row that stands in a list with others the sentence
#: was read with the first, and ten characters are read in two seconds.
SECONDS = {
    "page read": 60, "run of the program": 30, "key for relations": 5, "row decided": 5, "row in a list": 2,
    "row corrected": 20, "corrected by a digit": 5, "name entered": 15, "relation entered": 40,
    "entered with another": 5, "figure entered": 40, "question read": 5,
}  # fmt: skip
#: How many other relations, or owners of a figure, a digit corrects to.
OFFERED = 3
#: So many relations of one thing in the same words are a list; `explorer/src/review/together.ts` has the same.
LIST = 3
#: What is no decision of its own.
NO_DECISION = {"page read", "run of the program", "row in a list", "entered with another"}
#: From which score on the page offers rows together; `explorer/src/review/together.ts` has the same.
SURE = 0.9
STOP = re.compile(r"[。！？!?；;\n]")


def names_effort(found: Score) -> Counter[str]:
    """What the names of a page take."""
    rows = [v for v in found.verdicts if v.part == "names"]
    corrected = sum(v.right and not v.acceptable and not v.repeats for v in rows)
    missing = found.parts["names"].gold - found.parts["names"].found
    return Counter({"row decided": len(rows), "row corrected": corrected, "name entered": missing})


def facts_effort(found: Score, mended: int) -> Counter[str]:
    """What the relations of a page take: one that is said again is one row, one that is nearly right is corrected."""
    rows = [v for v in found.verdicts if v.part == "facts" and not v.repeats]
    corrected = sum(v.why == OTHERWISE for v in rows)
    missing = found.parts["facts"].gold - found.parts["facts"].found
    entered = max(0, missing - corrected - mended)
    return Counter({"row decided": len(rows), "row corrected": corrected + mended, "relation entered": entered})


def mended(text: AnnotatedText, answer: Answer, found: Score) -> Counter[str]:
    """What was missed and becomes right where one end of a false relation is changed, as scores tell it."""
    missed, by_end = Counter(found.missed["facts"]), Counter[str]()
    rows = zip((v for v in found.verdicts if v.part == "facts"), _stated(answer), strict=True)
    wrong = [fact for v, fact in rows if not (v.repeats or v.acceptable or v.why == OTHERWISE)]
    all_said = Counter(_said(text, r) for r in text.relations)
    for fact in wrong:
        # Whatever a correction leads to is of the same predicate.
        if any(fact.predicate in r.predicates and missed[_said(text, r)] > 0 for r in text.relations):
            right = (said for other in _other_ends(fact, answer) for said in _says(text, answer, other, all_said))
            said = next((said for said in right if missed[said]), "")
            if said:
                missed[said] -= 1
                by_end[said] += 1
    return by_end


def _other_ends(fact: Fact, answer: Answer) -> Iterator[Fact]:
    for name in answer.names:
        if name.id != fact.object:
            yield msgspec.structs.replace(fact, subject=name.id)
        if name.id != fact.subject:
            yield msgspec.structs.replace(fact, object=name.id)


def _says(text: AnnotatedText, answer: Answer, fact: Fact, all_said: Counter[str]) -> Iterator[str]:
    """What of the annotation a relation says, if anything."""
    one = score(text, msgspec.structs.replace(answer, facts=[fact]))
    if one.parts["facts"].right:
        yield from all_said - Counter(one.missed["facts"])


def _stated(answer: Answer) -> list[Fact]:
    return [f for f in answer.facts if f.basis != "name"]


def figures_effort(found: Score) -> Counter[str]:
    """What the figures of a page take."""
    rows = [v for v in found.verdicts if v.part == "figures"]
    corrected = sum(v.right and not v.acceptable for v in rows)
    missing = found.parts["figures"].gold - found.parts["figures"].found
    return Counter({"row decided": len(rows), "row corrected": corrected, "figure entered": missing})


def asked(answer: Answer) -> Counter[str]:
    """What the answer asks beside its rows, each text once."""
    return Counter({"question read": len({(d.text, d.reason) for d in answer.doubts})})


def said_by_names(answer: Answer) -> Counter[str]:
    """Relations that only a name says, which annotations don't list and which are right as they are."""
    rows = {(f.subject, f.predicate, f.object) for f in answer.facts if f.basis == "name"}
    return Counter({"row decided": len(rows)})


class Row(msgspec.Struct, eq=False):
    """A row as the page offers it with others: its sentence, and what it says of one end and of the other."""

    verdict: Verdict
    sentence: Hashable
    subject: Hashable = None
    object: Hashable = None


def listed(rows: Sequence[Row], sure: bool = True) -> Counter[str]:
    """What rows take of which some are decided on together, in the order of the page: the most doubtful first.

    Args:
        rows: of one kind.
        sure: whether those that are as sure as `SURE` are offered together.
    """
    work: Counter[str] = Counter()
    left = sorted(rows, key=lambda row: abs((row.verdict.score or 0.0) - 0.5))
    while left:
        first, *others = left
        together = _together(first, others, sure)
        right = sum(row.verdict.acceptable for row in (first, *together))
        differ = min(right, 1 + len(together) - right)
        work += Counter({"row decided": 1 + differ, "row in a list": len(together) - differ})
        left = [row for row in others if row not in together]
    return work


def _together(first: Row, others: Sequence[Row], sure: bool) -> list[Row]:
    alike = [row for row in others if _is_sure(row)] if sure and _is_sure(first) else []
    of_subject = [row for row in others if first.subject is not None and row.subject == first.subject]
    of_object = [row for row in others if first.object is not None and row.object == first.object]
    members = max(of_subject, of_object, key=len)
    if len(members) + 1 < LIST:
        members = [row for row in others if row.sentence == first.sentence]
    return alike or members


def _is_sure(row: Row) -> bool:
    return (row.verdict.score or 0.0) >= SURE


def names_listed(text: AnnotatedText, found: Score) -> Counter[str]:
    """What the names of a page take in the page that reviews; each stands where its first place is."""
    rows = [v for v in found.verdicts if v.part == "names"]
    return listed([Row(v, _sentence(text, _first(v) - 1)) for v in rows])


def figures_listed(text: AnnotatedText, found: Score) -> Counter[str]:
    """What the figures of a page take there."""
    rows = [v for v in found.verdicts if v.part == "figures"]
    return listed([Row(v, _sentence(text, _first(v))) for v in rows], sure=False)


def _first(verdict: Verdict) -> int:
    """The first place that it speaks of: of a name its end there."""
    return min(at if isinstance(at, int) else at[1] for at in verdict.about)  # type: ignore[index]


def facts_listed(text: AnnotatedText, answer: Answer, found: Score) -> Counter[str]:
    """What the relations of a page take there; those that only a name says are as sure as can be, and right."""
    said = [v for v in found.verdicts if v.part == "facts"]
    rows = [_row(text, v, f) for v, f in zip(said, _stated(answer), strict=True) if not v.repeats]
    right = Verdict("facts", True, True, False, (), 1.0, frozenset(), "", "")
    rows += [Row(right, None) for _ in range(said_by_names(answer)["row decided"])]
    return listed(rows)


def _row(text: AnnotatedText, verdict: Verdict, fact: Fact) -> Row:
    start, end = fact.evidence
    sentence = _sentence(text, start), _sentence(text, end - 1)
    same = (*sentence, fact.predicate, fact.modality)
    return Row(verdict, sentence, (*same, fact.subject), (*same, fact.object))


def _sentence(text: AnnotatedText, at: int) -> int:
    return sum(stop.start() < at for stop in STOP.finditer(text.text))


def in_the_page(
    text: AnnotatedText, found: Score, answer: Answer, facts: Counter[str], by_end: Counter[str]
) -> Counter[str]:
    """What the relations of a page take there, by what they take one by one."""
    work = Counter(facts)
    del work["row decided"], work["relation entered"]
    missed = Counter(found.missed["facts"]) - by_end
    left = [r for r in text.relations if missed[_said(text, r)] > 0]
    missing, entries = len(left), 0
    while left:
        first, entries = left[0], entries + 1
        together = max(([r for r in left if end(r) == end(first)] for end in (_of_subject, _of_object)), key=len)
        left = [r for r in left if r not in together]
    # Those that a correction mends are taken from single ones and lists alike.
    alone = round(facts["relation entered"] * entries / missing) if missing else 0
    work += Counter({"relation entered": alone, "entered with another": facts["relation entered"] - alone})
    digits = sum(_is_right_otherwise(text, answer, fact) for fact in _corrected(found, answer))
    work.update({"row corrected": -digits, "corrected by a digit": digits})
    return work + facts_listed(text, answer, found)


def _corrected(found: Score, answer: Answer) -> Iterator[Fact]:
    said = (v for v in found.verdicts if v.part == "facts")
    for verdict, fact in zip(said, _stated(answer), strict=True):
        if verdict.why == OTHERWISE and not verdict.repeats:
            yield fact


def _is_right_otherwise(text: AnnotatedText, answer: Answer, fact: Fact) -> bool:
    """Whether a relation is right in another modality, or as one of the others that the page offers."""
    others = [msgspec.structs.replace(fact, modality=m) for m in ontology().codes("modality")]
    classes = {name.id: name.type for name in answer.names}
    usual = usual_relations().get(f"{classes.get(fact.subject)}|{classes.get(fact.object)}", [])
    for name in [n for n in usual if n.strip("<") != fact.predicate][:OFFERED]:
        ends = (fact.object, fact.subject) if name[0] == "<" else (fact.subject, fact.object)
        others.append(msgspec.structs.replace(fact, predicate=name.strip("<"), subject=ends[0], object=ends[1]))
    return any(score(text, msgspec.structs.replace(answer, facts=[f])).parts["facts"].right for f in others)


def _said(text: AnnotatedText, relation: AnnotatedRelation) -> str:
    """A relation as scores tell it."""
    names = {thing.id: thing.name for thing in text.things}
    predicates = "/".join(relation.predicates)
    return f"{names[relation.subjects[0]]} {predicates} {names[relation.object]} ({relation.modality})"


def _of_subject(relation: AnnotatedRelation) -> Hashable:
    return relation.sentence, relation.predicates, relation.modality, relation.subjects


def _of_object(relation: AnnotatedRelation) -> Hashable:
    return relation.sentence, relation.predicates, relation.modality, relation.object


def by_a_digit(found: Score, names: Counter[str]) -> Counter[str]:
    """Names whose class alone is to be corrected."""
    part = found.parts["names"]
    number = max(0, names["row corrected"] - (part.right - part.agree["form"]))
    work = names + Counter({"corrected by a digit": number})
    work.subtract({"row corrected": number})
    return work


def figures_by_a_digit(text: AnnotatedText, found: Score, answer: Answer, figures: Counter[str]) -> Counter[str]:
    """What the figures of a page take there: of some the modality alone is to be corrected, or whose they are."""
    rows = zip((v for v in found.verdicts if v.part == "figures"), _counted(text, answer), strict=True)
    wrong = [figure for verdict, figure in rows if verdict.right and not verdict.acceptable]
    digits = sum(_is_right_as_another(text, answer, figure) for figure in wrong)
    work = Counter(figures) + Counter({"corrected by a digit": digits})
    work.subtract({"row corrected": digits})
    del work["row decided"]
    return work + figures_listed(text, found)


def _counted(text: AnnotatedText, answer: Answer) -> list[Figure]:
    """The figures that have a verdict."""
    return [f for f in answer.figures if any(_verdicts(text, answer, f))]


def _verdicts(text: AnnotatedText, answer: Answer, figure: Figure) -> Iterator[Verdict]:
    one = score(text, msgspec.structs.replace(answer, figures=[figure], facts=[]))
    yield from (v for v in one.verdicts if v.part == "figures")


def _is_right_as_another(text: AnnotatedText, answer: Answer, figure: Figure) -> bool:
    others = [msgspec.structs.replace(figure, modality=m) for m in ontology().codes("modality")]
    others += [msgspec.structs.replace(figure, subject=id) for id in _other_owners(text, answer, figure)[:OFFERED]]
    return any(v.acceptable for other in others for v in _verdicts(text, answer, other))


def _other_owners(text: AnnotatedText, answer: Answer, figure: Figure) -> list[str]:
    """As `otherOwners` of `explorer/src/review/options.ts`."""
    sentence = _sentence(text, figure.span[0])
    away = {}
    for name in answer.names:
        near = [abs(at - figure.span[0]) for at, _ in name.mentions if _sentence(text, at) == sentence]
        if name.id != figure.subject:
            away[name.id] = min(near, default=-1)
    owners = Counter(f.subject for f in answer.figures if f.subject in away)
    named = sorted((n for n in answer.names if n.id in away), key=lambda name: -len(name.mentions))
    nearest = sorted((id for id, far in away.items() if far >= 0), key=away.__getitem__)[:1]
    return list(dict.fromkeys([*nearest, *(id for id, _ in owners.most_common(1)), *(n.id for n in named)]))


def effort(corpus: Path, unaided: Path, confirmed: Path | None, in_page: bool) -> Counter[str]:
    """What all pages take together."""
    texts = read_gold([corpus])
    first = {text.name: answer for text, answer in matched(texts, read_answers(unaided)) if answer is not None}
    later = first if confirmed is None else {
        text.name: answer for text, answer in matched(texts, read_answers(confirmed)) if answer is not None
    }  # fmt: skip
    whole: Counter[str] = Counter()
    for text in texts:
        answer = later[text.name]
        named, found = score(text, first[text.name]), score(text, answer)
        by_end = mended(text, answer, found)
        names, facts, figures = names_effort(named), facts_effort(found, by_end.total()), figures_effort(found)
        if in_page:
            names = by_a_digit(named, names)
            del names["row decided"]
            names += names_listed(text, named)
            facts = in_the_page(text, found, answer, facts, by_end)
            figures = figures_by_a_digit(text, found, answer, figures)
        else:
            facts += said_by_names(answer)
        whole += names + facts + figures + asked(first[text.name])
        second = {} if confirmed is None else {"key for relations" if in_page else "run of the program": 1}
        whole += Counter({"page read": 1, "run of the program": 1}) + Counter(second)
    return whole


def main(corpus: Path, unaided: Path, confirmed: Path | None = None) -> None:
    """Prints a row for each kind of work."""
    pages = len(read_gold([corpus]))
    ways = [effort(corpus, unaided, confirmed, in_page) for in_page in (False, True)]
    print("| a page | one by one | minutes | in the page | minutes |\n|---|---|---|---|---|")
    for what, seconds in SECONDS.items():
        cells = [f"{way[what] / pages:.1f} | {way[what] * seconds / 60 / pages:.1f}" for way in ways]
        print(f"| {what} | {' | '.join(cells)} |")
    decisions = [f"{sum(n for what, n in way.items() if what not in NO_DECISION) / pages:.1f}" for way in ways]
    minutes = [f"{sum(n * SECONDS[what] for what, n in way.items()) / 60 / pages:.1f}" for way in ways]
    print(f"| all decisions | {decisions[0]} | {minutes[0]} | {decisions[1]} | {minutes[1]} |")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
