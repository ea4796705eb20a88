"""Writes the tables of docs/asking.md and docs/asking.zh.md from the carried graph: `python docs/asking_tables.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import skillgraph
from skillgraph.graph.schema import Schema, own_class
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import CODE_LISTS, ontology

PAGES = tuple(Path(__file__).with_name(name) for name in ("asking.md", "asking.zh.md"))
START, END = "<!-- made by asking_tables.py: {} -->", "<!-- end -->"
#: English names of codes, where the code itself doesn't say enough.
CODES = {
    "actual": "a fact", "rule": "what a rule says", "supported": "supported that others do it", "negated": "denied",
    "stated": "the text states it", "name": "a name shows it", "section": "a heading shows it", "measure": "measures",
    "extracted": "proposed by the program", "reviewed": "a person read it", "accepted": "taken unread",
    "annotated": "marked in the text, not reviewed",
    "edition": "an edition", "threshold": "a condition's number", "rank": "a rank",
    "preferred": "a reviewer prefers it", "normal": "nobody ranked it", "deprecated": "a reviewer holds it to be wrong",
}  # fmt: skip
#: Examples of a class, classes at an end of a relation.
SOME = 4


@cache
def _graph() -> skillgraph.KnowledgeGraph:
    return skillgraph.load()


@cache
def _schema() -> Schema:
    return _graph().schema()


def classes() -> Iterator[Iterable[object]]:
    """The classes in use, with the one above, how many there are and some of the things."""
    yield "class", "中文", "English", "below", "number", "some, by `name`"
    of: dict[str, list[str]] = {}
    for entity in _graph().entities.values():
        for name in own_class(entity).split(":"):
            of.setdefault(name, []).append(entity.name)
    for row in _schema().classes.to_dicts():
        name = str(row["class"])
        above = ontology().classes[name].ancestors[:1]
        yield f"`{name}`", row["zh"], row["en"], "".join(f"`{a}`" for a in above), row["count"], _some(of.get(name, []))


def relations() -> Iterator[Iterable[object]]:
    """The relations in use, with the classes at both ends."""
    yield "Cypher", "SPARQL", "中文", "English", "from", "to", "facts", "no facts"
    found: dict[str, tuple[Counter[str], Counter[str], Counter[str]]] = {}
    for row in _schema().relations.to_dicts():
        starts, ends, counts = found.setdefault(str(row["term"]), (Counter(), Counter(), Counter()))
        numbers = {kind: int(str(row[kind])) for kind in ("facts", "plans", "rules", "other")}
        counts.update(numbers)
        starts[str(row["start"])] += sum(numbers.values())
        ends[str(row["end"])] += sum(numbers.values())
    for term, (starts, ends, counts) in found.items():
        relation = ontology().relations[term.removeprefix("sg:")]
        others = ", ".join(f"{n} {kind}" for kind, n in counts.items() if n and kind != "facts")
        names = f"`{relationship_type(relation.name)}`", f"`{term}`", relation.label_zh, relation.label_en
        yield (*names, _ranked(starts), _ranked(ends), counts["facts"], others)


def unused() -> Iterator[Iterable[object]]:
    """What the vocabulary has and the graph has not."""
    yield "in the vocabulary, not in this graph", ""
    classes = {row["class"] for row in _schema().classes.to_dicts()}
    relations = {str(row["term"]).removeprefix("sg:") for row in _schema().relations.to_dicts()}
    for what, names in (
        ("classes", [name for name in ontology().classes if name in ontology().entity_classes - classes]),
        ("relations", [name for name in ontology().relations if name not in relations]),
    ):
        yield what, ", ".join(f"`{name}`" for name in names) or "none"


def links() -> Iterator[Iterable[object]]:
    """Qualifiers and the other relationships of statements, figures and sections."""
    yield "from", "Cypher", "SPARQL", "to", "number", "中文", "English"
    for row in _schema().links.to_dicts():
        name = str(row["term"]).partition(":")[2]
        words = [ontology().label(name, language) or name for language in ("zh", "en")]
        ends = " ".join(f"`{end}`" for end in str(row["end"]).split())
        yield f"`{row['start']}`", f"`{row['type']}`", f"`{row['term']}`", ends, row["count"], *words


def properties() -> Iterator[Iterable[object]]:
    """The properties of nodes and of the relationships of facts."""
    yield "of", "Cypher", "SPARQL", "中文", "English", "number", "example"
    for row in _schema().properties.to_dicts():
        name, term = str(row["property"]), str(row["term"])
        known = term.removeprefix("sg:") if term.startswith("sg:") else name
        words = [ontology().label(known, language) for language in ("zh", "en")]
        yield row["of"], f"`{name}`", f"`{term}`" if ":" in term else term, *words, row["count"], row["example"]


def codes() -> Iterator[Iterable[object]]:
    """The codes of modality, basis, status, bound, kind of number and rank."""
    yield "property", "SPARQL", "Cypher", "中文", "English"
    for scheme in CODE_LISTS:
        for code, label in ontology().codes(scheme).items():
            yield f"`{scheme}`", f"`{scheme}:{code}`", f"`'{code}'`", label, CODES.get(code, _words(code))


def levels() -> Iterator[Iterable[object]]:
    """The administrative levels, with what is at them."""
    yield "`name`", "English", "some that are `atLevel` it"
    things = _graph().entities
    for level in (e for e in things.values() if own_class(e) == "AdministrativeLevel"):
        at = [
            things[s.subject].name for s in _graph().statements() if s.object == level.id and s.predicate == "atLevel"
        ]
        yield level.name, level.name_en, _some(at)


def indicators() -> Iterator[Iterable[object]]:
    """The indicators that figures have."""
    yield "`name`", "English", "kind", "unit", "of", "broader", "figures"
    things, broader = _graph().entities, _broader()
    subjects: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for figure in _graph().observations():
        subjects.setdefault(figure.indicator, []).append(things[figure.subject].name)
        kinds.setdefault(figure.indicator, []).append(figure.class_name)
    by_name = {things[id].name: id for id in subjects}
    for row in _schema().indicators.to_dicts():
        id = by_name[str(row["indicator"])]
        special = sorted({kind for kind in kinds[id] if kind != "Observation"})
        figures = " ".join([str(row["figures"]), *(f"`{kind}`" for kind in special)])
        units = row["units"] if isinstance(row["units"], list) else []
        above = things[broader[id]].name if id in broader else ""
        kind = str(row["kind"]).removesuffix("Indicator")
        yield row["indicator"], row["en"], kind, " ".join(units), _some(subjects[id]), above, figures


def broader() -> Iterator[Iterable[object]]:
    """The indicators that have no figure, with those below them."""
    yield "`name`", "English", "kind", "below it"
    things, below = _graph().entities, Counter(_broader().values())
    used = {figure.indicator for figure in _graph().observations()}
    for id, number in below.items():
        if id not in used:
            yield things[id].name, things[id].name_en, own_class(things[id]).removesuffix("Indicator"), number


def units() -> Iterator[Iterable[object]]:
    """The units, with the one that their values compare in."""
    yield "`name`", "English", "base unit", "figures"
    things = _graph().entities
    base = {s.subject: things[s.object].name for s in _graph().statements() if s.predicate == "baseUnit"}
    by_name = {entity.name: id for id, entity in things.items() if own_class(entity) == "Unit"}
    for row in _schema().units.to_dicts():
        yield row["unit"], row["en"], base.get(by_name[str(row["unit"])], ""), row["figures"]


@cache
def _broader() -> dict[str, str]:
    return {s.subject: s.object for s in _graph().statements() if s.predicate == "broaderIndicator"}


def _some(names: list[str]) -> str:
    each = list(dict.fromkeys(names))
    return "、".join([*each[:SOME], *(["…"] if len(each) > SOME else [])])


def _ranked(counter: Counter[str]) -> str:
    names = sorted(counter, key=lambda name: (-counter[name], name))
    return " ".join([*(f"`{name}`" for name in names[:SOME]), *(["…"] if len(names) > SOME else [])])


def _words(code: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in code)


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "&#124;").replace("<", "&lt;").split())


TABLES = (classes, relations, unused, links, properties, codes, levels, indicators, broader, units)


def page(text: str) -> str:
    """A page with its tables made anew.

    Args:
        text: of the page, with the marks between which the tables stand.
    """
    for make in TABLES:
        mark = START.format(make.__name__)
        before, _, rest = text.partition(mark)
        _, _, after = rest.partition(END)
        header, *rows = ("| " + " | ".join(map(_cell, row)) + " |" for row in make())
        rule = "|" + "---|" * (header.count("|") - 1)
        text = "\n".join((before + mark, header, rule, *rows, END)) + after
    return text


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(page(path.read_text("utf-8")), encoding="utf-8", newline="\n")
