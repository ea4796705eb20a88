"""What a page opens on: a sentence that says what it is, and ready questions, each of them a view with its answer.

The words of questions stand in the vocabulary (`sg:question`) and in the recorded questions; which of them a page has
follows from what its graph holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlencode

from skillgraph.explore.schema import Names, ViewRow
from skillgraph.graph.cities import reported_cities
from skillgraph.graph.view import Chosen, shown_classes
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Modality, Statement
from skillgraph.questions.recorded import Question, find_questions
from skillgraph.resolve.findings import Finding

#: How many questions a page has.
MOST = 10
#: A view that answers a question shows at most so many things.
_MANY = 20
#: How many things of each kind the line below a question names.
_NAMED = 3
#: How long a question may be that a button has room for.
_LONG = 36
#: What is not so yet, though somebody means it to be.
PLANS: tuple[Modality, ...] = ("planned", "exploratory")
_LITERAL = re.compile(r'"([^"\n]+)"')
Pairs = list[tuple[str, str]]


def sentence(chosen: Chosen, with_passages: bool) -> Names:
    """What the page is: whose reports, of when, how many things of which kind, and that everything says its place."""
    reports = reports_of(chosen)
    counts = Counter(c for e in chosen.entities for c in _counted_as(shown_classes(e)))
    words = ontology().words("counted")
    said = [(counts[c], *words[c]) for c in words if counts[c]]
    zh_counts = "、".join(f"{n:,} {zh}" for n, zh, _ in said)
    en_counts = ", ".join(_counted(n, en) for n, _, en in said)
    things = len(chosen.entities)
    among = (f"，其中有 {zh_counts}", f", among them {en_counts}") if said else ("", "")
    zh_whose, en_whose = _whose(reports, chosen)
    zh = f"{zh_whose}共 {things:,} 个人、事、物及其联系{among[0]}。"
    en = f"{en_whose}{_counted(things, 'things')} and how they are linked{among[1]}."
    if not reports:
        return Names(zh, en)
    zh_place, en_place = ("都附原文", "shows its passage") if with_passages else ("都注明出处", "says where it stands")
    return Names(
        f"{zh}每条事实{zh_place}；计划等尚未成为事实的内容另作标记。",
        f"{en} Every fact {en_place}; plans are marked as such.",
    )


def reports_of(chosen: Chosen) -> list[Document]:
    """The reports that something of the page comes from, without reference tables."""
    used = {record.source for records in (chosen.statements, chosen.figures, chosen.entities) for record in records}
    return [d for d in chosen.documents.values() if d.kind == "report" and d.id in used]


def _whose(reports: Sequence[Document], chosen: Chosen) -> Names:
    years = sorted({d.issued[:4] for d in reports if d.issued})
    span = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    if not reports:
        return Names("", "")
    if len(reports) > 1:
        return Names(
            f"本页汇集 {len(reports)} 份报告{f'（{span} 年）' if span else ''}所写的内容，",
            f"What {len(reports)} reports{f' ({span})' if span else ''} say: ",
        )
    [d] = reports
    by = f" by {publisher}" if (publisher := _in_english(d.publisher, chosen)) else ""
    # A title that begins with its publisher's name says it.
    zh_by = "" if d.publisher[:2] == d.title[:2] else d.publisher
    return Names(
        f"本页汇集{zh_by}《{d.title}》{f'（{d.issued}）' if d.issued else ''}所写的内容，",
        f"What “{d.title_en or d.title}”{by}{f' ({d.issued})' if d.issued else ''} says: ",
    )


def _counted(n: int, many: str) -> str:
    """A number of things that are named in the plural: 4 schools, 1 partner abroad, 1 policy."""
    noun, *rest = many.split(" ")
    one = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return " ".join((f"{n:,}", one if n == 1 else noun, *rest))


def _in_english(name: str, chosen: Chosen) -> str:
    """A publisher's name as English writes it; empty where nobody says how. The list of reports has it in any case."""
    if not any(unicodedata.category(letter) == "Lo" for letter in name):
        return name
    return next((e.name_en for e in chosen.others.values() if e.name_en and name in e.forms), "")


@cache
def _counted_as(classes: tuple[str, ...]) -> frozenset[str]:
    words = ontology().words("counted")
    return frozenset(above for c in classes for above in ontology().lineage(c) if above in words)


def stories(chosen: Chosen, differing: Iterable[Finding] = (), comparable: int = 0) -> list[ViewRow]:
    """The questions that a graph answers, the most telling first, at most `MOST`.

    Args:
        chosen: what the page shows.
        differing: what sources say differently.
        comparable: how many indicators compare.

    Example:
        >>> import skillgraph
        >>> from skillgraph.graph.view import View, choose
        >>> [view.zh for view in stories(choose(skillgraph.load(), View()))][:2]
        ['谁与境外机构合作？', '哪些还只是计划或探索？']
    """
    facts = [s for s in chosen.statements if s.is_fact]
    by_class = sorted(_of_classes(chosen, facts), key=lambda found: -found[0])
    derived = [view for weight, view in by_class if ontology().classes[view.key].derived]
    others = [view for weight, view in by_class if view not in derived]
    found = (
        *derived,
        *_plans(chosen),
        *recorded(chosen, facts),
        *_shared(chosen, facts),
        *_compared(comparable),
        *_differing(differing, {s.id for s in chosen.statements}, {o.id for o in chosen.figures}),
        *_of_relations(chosen, facts),
        *others,
    )
    return list(found)[:MOST]


def _view(key: str, titles: Names, caption: Names, address: Pairs, count: int) -> ViewRow:
    return ViewRow(key, *titles, *caption, urlencode([*address, ("story", key)]), count)


def _of_classes(chosen: Chosen, facts: Iterable[Statement]) -> Iterator[tuple[int, ViewRow]]:
    """The questions after classes, each with how many facts its things stand in."""
    classes = {e.id: {above for c in shown_classes(e) for above in ontology().lineage(c)} for e in chosen.entities}
    present = set().union(*classes.values())
    ends = [classes.get(s.subject, set()) | classes.get(s.object, set()) for s in facts]
    for name, titles in ontology().words("question").items():
        if name not in present or not (weight := sum(name in end for end in ends)):
            continue
        count = sum(name in of for of in classes.values())
        shown = [("class", f"!{c}") for c in ontology().classes if c in present and ontology().is_a(c, name)]
        caption = _with_label(
            name,
            f"{count} 个“{{}}”及与之直接相关的一切。点一个圆点看细节。",
            f"{count} under “{{}}”, with all that they are linked to. Click a dot for more.",
        )
        yield weight, _view(name, Names(*titles), caption, [*shown, ("near", "yes")], count)


def _of_relations(chosen: Chosen, facts: Sequence[Statement]) -> Iterator[ViewRow]:
    counts = Counter(s.predicate for s in facts)
    classes = {e.id: e.classes[0] for e in chosen.entities}
    for name, titles in ontology().words("question").items():
        if counts[name]:
            of = Counter(classes[s.object] for s in facts if s.predicate == name and s.object in classes)
            kinds = [c for c, _ in of.most_common(_NAMED)]
            zh, en = (sep.join(ontology().label(c, lang) for c in kinds) for sep, lang in (("、", "zh"), (", ", "en")))
            caption = _with_label(
                name,
                f"{counts[name]} 条“{{}}”的事实{f'，多为：{zh}' if zh else ''}。点一条连线看出处。",
                f"{counts[name]} facts of “{{}}”{f', mostly: {en}' if en else ''}. Click a line for its passage.",
            )
            yield _view(name, Names(*titles), caption, [("relation", f"!{name}")], counts[name])


def _with_label(name: str, zh: str, en: str) -> Names:
    return Names(zh.format(ontology().label(name, "zh")), en.format(ontology().label(name, "en")))


def _plans(chosen: Chosen) -> Iterator[ViewRow]:
    facts = [s for s in chosen.statements if s.modality in PLANS]
    figures = [o for o in chosen.figures if o.modality in PLANS]
    if facts or figures:
        table = [] if facts else [("table", "figures")]
        yield _view(
            "plans",
            Names("哪些还只是计划或探索？", "What is only planned or explored?"),
            Names(
                f"{len(facts)} 条计划与探索、{len(figures)} 项数据，共 {len(facts) + len(figures)}，都还不是事实。",
                f"{len(facts)} plans and explorations and {len(figures)} figures, {len(facts) + len(figures)} in all: "
                "none of them is a fact yet.",
            ),
            [*(("modality", f"!{name}") for name in PLANS), ("view", "table"), *table],
            len(facts) + len(figures),
        )


def _compared(count: int) -> Iterator[ViewRow]:
    if count:
        yield _view(
            "compare",
            Names("哪些数据可以相互比较？", "Which figures can be compared?"),
            Names(
                "口径一致、可以并列的指标；不可比的注明原因。",
                "Indicators that count the same; where they do not, the reason is told.",
            ),
            [("view", "numbers")],
            count,
        )


def _differing(differing: Iterable[Finding], facts: set[str], figures: set[str]) -> Iterator[ViewRow]:
    found = [side.id for finding in differing for side in finding.sides if side.id in facts | figures]
    if not found:
        return
    kind = "fact" if found[0] in facts else "figure"
    yield _view(
        "differing",
        Names("哪些说法互相不同？", "What do sources say differently?"),
        Names("各处说法并列，未作取舍。", "Each is shown beside the other; none was chosen."),
        [(kind, found[0]), ("view", "table"), ("table", f"{kind}s")],
        len(found),
    )


def _shared(chosen: Chosen, facts: Iterable[Statement]) -> Iterator[ViewRow]:
    """What the two central things share that share the most; that they lie in one country is nothing of theirs."""
    where = ontology().marked("address")
    near: dict[str, set[str]] = {}
    for s in facts:
        if s.object and s.predicate not in where and s.subject != s.object:
            near.setdefault(s.subject, set()).add(s.object)
            near.setdefault(s.object, set()).add(s.subject)
    names = {e.id: Names(e.name, e.name_en or e.name) for e in chosen.entities}
    cities = [id for id in reported_cities(chosen.entities, chosen.statements, chosen.figures) if id in near]
    ranked = sorted(near, key=lambda id: (-len(near[id]), id))
    centres = sorted(cities, key=lambda id: -len(near[id]))[:_MANY] if len(cities) > 1 else ranked[:_MANY]
    pairs = [(len(near[a] & near[b]), a, b) for a, b in combinations(centres, 2) if b not in near[a]]
    count, a, b = max(pairs, key=lambda pair: pair[0], default=(0, "", ""))
    if count:
        yield _view(
            "shared",
            Names(f"{names[a].zh}和{names[b].zh}有什么共同之处？", f"What do {names[a].en} and {names[b].en} share?"),
            Names(f"两者都直接联系的 {count} 个条目。", f"{count} things that both are directly linked to."),
            [("path", a), ("path", b)],
            count,
        )


class _Answer(NamedTuple):
    """A recorded question on this graph: what it asks after, what answers it, and the indicators that it names."""

    question: Question
    asked: list[Entity]
    found: list[Entity]
    indicators: list[str]

    @property
    def things(self) -> dict[str, Entity]:
        return {e.id: e for e in (*self.asked, *self.found)}


def recorded(chosen: Chosen, facts: Iterable[Statement]) -> list[ViewRow]:
    """Recorded questions that this graph answers: the plainest, the one with the richest answer, and one in figures.

    No query is asked: a view shows what this graph says of the things that question and answer name, where facts tie
    them all, so that what is shown is true, whatever the recorded answer was.
    """
    pairs = [(s.subject, s.object) for s in facts if s.object]
    known, scales = _by_form(chosen.entities), _by_form(chosen.scales.values())
    answers = [_answer(question, known, scales) for question in find_questions()]
    short = [a for a in answers if a.asked and a.found and len(a.things) <= _MANY and len(a.question.text_zh) <= _LONG]
    tied = [a for a in short if _all_tied(a.things, pairs)]
    chosen_ones = [
        min(tied, key=lambda a: len(a.things), default=None),
        max(tied, key=lambda a: len({c for e in a.things.values() for c in e.classes}), default=None),
    ]
    views = {a.question.name: _network(a) for a in chosen_ones if a}
    reported = {(o.subject, o.indicator) for o in chosen.figures if o.is_fact}
    for a in answers:
        cells = sum((id, indicator) in reported for id in a.things for indicator in a.indicators)
        if len(a.indicators) == 1 and cells > 1:
            views[a.question.name] = _figures(a, cells)
            break
    return list(views.values())


def _by_form(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Things by the forms of their names, without those that two share."""
    found: dict[str, Entity | None] = {}
    for e in entities:
        for form in e.forms:
            found[form] = None if form in found and found[form] is not e else e
    return {form: e for form, e in found.items() if e is not None}


def _answer(question: Question, known: Mapping[str, Entity], scales: Mapping[str, Entity]) -> _Answer:
    literals = _LITERAL.findall(question.sparql)
    asked = list(dict.fromkeys(known[text].id for text in literals if text in known))
    cells = [str(cell) for row in question.recorded for cell in row]
    by_id = {e.id: e for e in known.values()}
    found = dict.fromkeys(known[cell].id for cell in cells if cell in known and known[cell].id not in asked)
    indicators = list(dict.fromkeys(scales[text].id for text in literals if text in scales))
    return _Answer(question, [by_id[id] for id in asked], [by_id[id] for id in found], indicators)


def _all_tied(things: Mapping[str, Entity], pairs: Iterable[tuple[str, str]]) -> bool:
    return things.keys() == {id for a, b in pairs if a != b and a in things and b in things for id in (a, b)}


def _network(answer: _Answer) -> ViewRow:
    found = answer.found
    chosen = [("thing", found[0].id)] if len(found) == 1 else []
    address = [*(("only", id) for id in answer.things), *chosen]
    return _view(answer.question.name, _titles(answer.question), _told(found), address, len(found))


def _told(found: Sequence[Entity]) -> Names:
    """The things of an answer by class, of each class a few: 答案：模式：…；企业：甲、乙、丙等 6 个."""
    kinds: dict[str, list[Names]] = {}
    for e in found:
        kinds.setdefault(e.classes[0], []).append(Names(e.name, e.name_en or e.name))
    zh, en = [], []
    for name, names in kinds.items():
        kind = _with_label(name, "{}：", "{}: ") if len(kinds) > 1 else Names("", "")
        more = Names(f"等 {len(names)} 个", f" … ({len(names)})") if len(names) > _NAMED else Names("", "")
        zh.append(f"{kind.zh}{_listed([n.zh for n in names[:_NAMED]], '、', '「」')}{more.zh}")
        en.append(f"{kind.en}{_listed([n.en for n in names[:_NAMED]], ', ', '“”')}{more.en}")
    return Names(f"答案：{'；'.join(zh)}", f"Answer: {'; '.join(en)}")


def _listed(names: Sequence[str], separator: str, marks: str) -> str:
    """Names one after the other; in marks where a name itself holds what separates them."""
    if len(names) > 1 and any(separator in name for name in names):
        return ("" if marks[0] == "「" else separator).join(f"{marks[0]}{name}{marks[1]}" for name in names)
    return separator.join(names)


def _figures(answer: _Answer, cells: int) -> ViewRow:
    caption = Names("并列显示；点一个数值看出处。", "Side by side; click a figure for its passage.")
    address = [*(("indicator", id) for id in answer.indicators), ("view", "numbers")]
    return _view(answer.question.name, _titles(answer.question), caption, address, cells)


def _titles(question: Question) -> Names:
    return Names(question.text_zh.replace("?", "？").replace(",", "，"), question.text_en)
