"""What it takes to review pages from nothing to a checked graph: rows read, decisions, entries by hand, minutes.

Run with `python benchmarks/reviewing.py CORPUS UNAIDED [CONFIRMED]`. A page's annotation is the reviewer: it accepts
what is right, corrects what is nearly so, rejects the rest and enters what is missing. UNAIDED are answers for the
pages by an extractor that had not learned from them; CONFIRMED those of its second pass, which knows the names that the
reviewer confirmed. Without CONFIRMED names, relations and figures are reviewed in one pass, as they once were. Prints
means of a page: with each row decided on by itself, as in the sheet; and as in the page of `serve --review`, which
offers all names and all relations of a score of 0.9 or more together, and what one sentence says of one thing in one
predicate. Of those the reviewer decides first, one by one, on those that differ from most. In the page a digit corrects
a name's class and a relation's modality, or its predicate to one of the three that are most usual between such things;
what the text says of one thing in one predicate and clause is entered in one go.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from skillgraph.deciding.vocabulary import usual_relations
from skillgraph.model.ontology import ontology
from skillgraph.review.annotated import AnnotatedRelation, AnnotatedText
from skillgraph.review.answers import Answer, Fact, matched, read_answers
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
#: How many other relations a digit corrects to.
OFFERED = 3
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


def facts_effort(found: Score) -> Counter[str]:
    """What the relations of a page take: one that is said again is one row, one that is nearly right is corrected."""
    rows = [v for v in found.verdicts if v.part == "facts" and not v.repeats]
    corrected = sum(v.why == OTHERWISE for v in rows)
    missing = found.parts["facts"].gold - found.parts["facts"].found
    entered = max(0, missing - corrected)
    return Counter({"row decided": len(rows), "row corrected": corrected, "relation entered": entered})


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


def listed(rows: Sequence[tuple[Verdict, Hashable, Hashable]]) -> Counter[str]:
    """What rows take of which some are decided on together, in the order of the page: the most doubtful first.

    Args:
        rows: each with what it shares with others, by one of its ends and by the other; None shares nothing.
    """
    work: Counter[str] = Counter()
    left = sorted(rows, key=lambda row: abs((row[0].score or 0.0) - 0.5))
    while left:
        first, *others = left
        together = max((_like(first, others, by) for by in (_sure, _one_end, _other_end)), key=len)
        right = sum(row[0].acceptable for row in (first, *together))
        differ = min(right, 1 + len(together) - right)
        work += Counter({"row decided": 1 + differ, "row in a list": len(together) - differ})
        left = [row for row in others if row not in together]
    return work


_Row = tuple[Verdict, Hashable, Hashable]


def _like(first: _Row, others: Iterable[_Row], by: Callable[[_Row], Hashable]) -> list[_Row]:
    return [] if by(first) is None else [row for row in others if by(row) == by(first)]


def _sure(row: _Row) -> Hashable:
    return True if (row[0].score or 0.0) >= SURE else None


def _one_end(row: _Row) -> Hashable:
    return row[1]


def _other_end(row: _Row) -> Hashable:
    return row[2]


def facts_listed(text: AnnotatedText, answer: Answer, found: Score) -> Counter[str]:
    """What the relations of a page take in the page that reviews."""
    said = [v for v in found.verdicts if v.part == "facts"]
    facts = [f for f in answer.facts if f.basis != "name"]
    rows = [(v, *_ends(text, f)) for v, f in zip(said, facts, strict=True) if not v.repeats]
    return listed(rows)


def _ends(text: AnnotatedText, fact: Fact) -> tuple[Hashable, Hashable]:
    start, end = fact.evidence
    stops = [m.start() for m in STOP.finditer(text.text)]
    sentence = sum(at < start for at in stops), sum(at < end for at in stops)
    same = (*sentence, fact.predicate, fact.modality)
    return (*same, fact.subject, ""), (*same, "", fact.object)


def in_the_page(text: AnnotatedText, found: Score, answer: Answer, facts: Counter[str]) -> Counter[str]:
    """What the relations of a page take there, by what they take one by one."""
    work = Counter(facts)
    del work["row decided"], work["relation entered"]
    missed = Counter(found.missed["facts"])
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
    for verdict, fact in zip(said, (f for f in answer.facts if f.basis != "name"), strict=True):
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


def effort(corpus: Path, unaided: Path, confirmed: Path | None, in_page: bool) -> Counter[str]:
    """What all pages take together."""
    texts = read_gold([corpus])
    first = {text.name: answer for text, answer in matched(texts, read_answers(unaided)) if answer is not None}
    later = first if confirmed is None else {
        text.name: answer for text, answer in matched(texts, read_answers(confirmed)) if answer is not None
    }  # fmt: skip
    whole: Counter[str] = Counter()
    for text in texts:
        named, found = score(text, first[text.name]), score(text, later[text.name])
        names, facts = names_effort(named), facts_effort(found)
        if in_page:
            names = by_a_digit(named, names)
            del names["row decided"]
            names += listed([(v, None, None) for v in named.verdicts if v.part == "names"])
            facts = in_the_page(text, found, later[text.name], facts)
        whole += names + facts + figures_effort(found)
        whole += asked(first[text.name]) + said_by_names(later[text.name])
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
