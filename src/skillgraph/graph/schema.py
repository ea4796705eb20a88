"""What classes, relations, properties, indicators and units a built graph really uses, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows, Value, cell_text
from skillgraph.graph.schema_picture import picture
from skillgraph.graph.table import cut, table_lines, width
from skillgraph.mapping.fields import TABLES
from skillgraph.mapping.propertygraph import Node, Property, Relationship, elements
from skillgraph.model import terms
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement

#: The class of all records of a type; what a text and a fact's relationship are called, which are no records.
BASES: dict[type[Record], str] = {
    Document: terms.DOCUMENT,
    Section: terms.SECTION,
    Entity: terms.ENTITY,
    Statement: terms.STATEMENT,
    Observation: terms.FIGURE,
}
TEXT, RELATIONSHIP = "Text", "relationship of a fact"
#: What a statement says that is no fact, by its modality; what is left was denied, rejected, deprecated or told before.
PLANS, RULES = ("planned", "exploratory", "supported"), ("rule",)
_COUNTS = ("facts", "plans", "rules", "other")
_LONGEST_EXAMPLE = 60
#: Classes that text shows at either end of a relation.
_SHOWN = 3
#: Columns of a terminal that the classes at an end have at least.
_NARROWEST = 12


class Schema(msgspec.Struct, frozen=True):
    """What a graph uses of the vocabulary, in tables; printed, it is all of them.

    Attributes:
        classes: `class`, `zh`, `en`, and `count` of what has it, in both languages; classes above count those below.
        relations: `start`, `term` (RDF), `type` (Cypher), `end`, and how many statements are `facts`, `plans`
            (planned, explored, supported), `rules` or `other` (denied, rejected, deprecated, told before). Each thing
            stands there with its own classes, joined by a colon; a query for a class above them finds it too.
        links: `start`, `term`, `type`, `end` and `count` of what else leads from statements, figures and sections.
        properties: `of`, `property` (Cypher), `term` (RDF), `count` and an `example`.
        indicators: `indicator`, `en`, `kind`, its `units`, and how many `figures` have it.
        units: `unit`, `en`, and how many `figures` are counted in it.
    """

    classes: Rows
    relations: Rows
    links: Rows
    properties: Rows
    indicators: Rows
    units: Rows

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """The tables by name, one dictionary a row."""
        return {name: getattr(self, name).to_dicts() for name in self.__struct_fields__}

    def lines(self, fit: int = 0) -> Iterator[str]:
        """Its lines as text; relations are told together, whatever they lead from and to.

        Args:
            fit: how many columns a terminal has; 0 for no limit.
        """
        relations = _of_all_classes(self.relations)
        tables = {**{name: getattr(self, name) for name in self.__struct_fields__}, "relations": relations}
        for number, (name, rows) in enumerate(tables.items()):
            yield from ("", name.upper()) if number else (name.upper(),)
            cells = [[cell_text(v) for v in row] for row in rows]
            yield from table_lines(rows.columns, _with_short_ends(cells, fit) if name == "relations" else cells, fit)

    def to_svg(self) -> str:
        """The relations as a picture: classes, what leads from them, and where to."""
        return picture(self.relations)

    def __repr__(self) -> str:
        return "\n".join(self.lines(120))

    def _repr_html_(self) -> str:
        names = self.__struct_fields__
        return "".join(f"<h4>{name}</h4>{getattr(self, name)._repr_html_()}" for name in names)


def schema_of(graph: GraphFolder) -> Schema:
    """What a graph uses of the vocabulary.

    Example:
        >>> import skillgraph
        >>> schema = skillgraph.load().schema()
        >>> [row for row in schema.classes.to_dicts() if row["class"] == "Country"]
        [{'class': 'Country', 'zh': '国家', 'en': 'country', 'count': 9}]
    """
    tally = _Tally({id: own_class(entity) for id, entity in graph.entities.items()})
    for record in graph.records():
        tally.add(record)
    return Schema(
        _classes(tally), _relations(tally), _links(tally), _properties(tally),
        _indicators(tally, graph.entities), _units(tally, graph.entities),
    )  # fmt: skip


def own_class(entity: Entity) -> str:
    """The classes that a thing has for itself, the general ones above them left out.

    Example:
        >>> own_class(Entity("x", "r", ("Enterprise",), "某厂")), own_class(Entity("x", "r", ("City",), "", "", "kind"))
        ('Enterprise', 'Kind')
    """
    return ontology().existence_classes.get(entity.existence) or ":".join(entity.classes)


class _Tally:
    """What is counted in one walk over the records."""

    def __init__(self, own: dict[str, str]) -> None:
        self._own = own
        self.labels: Counter[str] = Counter()
        self.relations: Counter[tuple[str, str, str, str]] = Counter()
        self.links: Counter[tuple[str, str]] = Counter()
        self.properties: Counter[tuple[str, str]] = Counter()
        self.examples: dict[tuple[str, str], Property] = {}
        self.indicators: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        self.units_of: dict[str, Counter[str]] = {}

    def add(self, record: Record) -> None:
        """Counts a record and what stands for it."""
        base = BASES[type(record)]
        for element in elements(record):
            if isinstance(element, Node):
                self.labels.update(label for label in element.labels if label in ontology().classes)
                if element.id == record.id:
                    self._add_properties(base, {"id": element.id, **element.properties})
                elif TEXT in element.labels:
                    self._add_properties(TEXT, element.properties)
            elif element.id == record.id:
                self._add_properties(RELATIONSHIP, {"id": element.id, **element.properties})
            else:
                self._add_link(base, element)
        if isinstance(record, Statement):
            end = self._own[record.object] if record.object else TEXT
            self.relations[self._own[record.subject], record.predicate, end, _is_what(record)] += 1
        elif isinstance(record, Observation):
            self.indicators[record.indicator] += 1
            self.units[record.unit] += 1
            self.units_of.setdefault(record.indicator, Counter())[record.unit] += 1

    def _add_properties(self, base: str, found: dict[str, Property]) -> None:
        for name, value in found.items():
            self.properties[base, name] += 1
            self.examples.setdefault((base, name), value)

    def _add_link(self, base: str, link: Relationship) -> None:
        if base != terms.ENTITY:
            self.links[base, link.type] += 1


def _is_what(statement: Statement) -> str:
    if statement.is_fact:
        return "facts"
    if not statement.stands:
        return "other"
    return "plans" if statement.modality in PLANS else "rules" if statement.modality in RULES else "other"


def _classes(tally: _Tally) -> Rows:
    rows: list[tuple[Value, ...]] = [
        (name, found.label_zh, found.label_en, tally.labels[name])
        for name, found in ontology().classes.items()
        if tally.labels[name]
    ]
    return Rows(("class", "zh", "en", "count"), rows)


def _relations(tally: _Tally) -> Rows:
    order = list(ontology().relations)
    found = sorted({key[:3] for key in tally.relations}, key=lambda key: (order.index(key[1]), key))
    rows: list[tuple[Value, ...]] = [
        (start, f"sg:{name}", relationship_type(name), end, *(tally.relations[start, name, end, c] for c in _COUNTS))
        for start, name, end in found
    ]
    return Rows(("start", "term", "type", "end", *_COUNTS), rows)


def _of_all_classes(relations: Rows) -> Rows:
    """A row for each relation, with all classes that it leads from and to, the most frequent first."""
    starts: dict[tuple[str, str], Counter[str]] = {}
    ends: dict[tuple[str, str], Counter[str]] = {}
    counts: dict[tuple[str, str], list[int]] = {}
    for row in relations:
        start, term, type, end = map(str, row[:4])
        numbers = [int(str(number)) for number in row[4:]]
        key = (term, type)
        starts.setdefault(key, Counter())[start] += sum(numbers)
        ends.setdefault(key, Counter())[end] += sum(numbers)
        counts[key] = [a + b for a, b in zip(counts.get(key, [0] * len(numbers)), numbers, strict=True)]
    rows: list[tuple[Value, ...]] = [
        (_foremost(starts[term, type]), term, type, _foremost(ends[term, type]), *numbers)
        for (term, type), numbers in counts.items()
    ]
    return Rows(relations.columns, rows)


def _with_short_ends(rows: list[list[str]], fit: int) -> list[list[str]]:
    """Relations whose classes are cut where a terminal is narrow, so that their names need not be."""
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    # Names, columns of numbers with their heads, and two blanks between any two.
    room = fit - sum(widest[1:3]) - sum(map(len, _COUNTS)) - 2 * len(widest)
    shown = max(_NARROWEST, room // 2) if fit else max(widest, default=0)
    return [[cut(start, shown), term, type, cut(end, shown), *counts] for start, term, type, end, *counts in rows]


def _foremost(counter: Counter[str]) -> str:
    """The most frequent classes, and how many there are beside them."""
    names = _ranked(counter)
    more = [f"+{len(names) - _SHOWN}"] if len(names) > _SHOWN else []
    return " ".join([*names[:_SHOWN], *more])


def _ranked(counter: Counter[str]) -> list[str]:
    return sorted(counter, key=lambda name: (-counter[name], name))


def _links(tally: _Tally) -> Rows:
    names = {relationship_type(name): name for name in ontology().properties}
    rows: list[tuple[Value, ...]] = []
    for (base, type), count in tally.links.items():
        name = names.get(type, "")
        # A statement's two ends are those of RDF itself.
        rdf = f"rdf:{type.lower()}" if base == terms.STATEMENT and type in ("SUBJECT", "OBJECT") else f"sg:{name}"
        end = " ".join(ontology().properties[name].range) if rdf.startswith("sg:") else terms.ENTITY
        rows.append((base, rdf, type, end, count))
    return Rows(("start", "term", "type", "end", "count"), rows)


def _properties(tally: _Tally) -> Rows:
    rows: list[tuple[Value, ...]] = []
    for base in (*BASES.values(), RELATIONSHIP, TEXT):
        for (of, name), count in tally.properties.items():
            if of == base:
                rows.append((of, name, _term(of, name), count, _example(tally.examples[of, name])))
    return Rows(("of", "property", "term", "count", "example"), rows)


def _example(value: Property) -> str:
    text = cell_text(value[0] if isinstance(value, list) and value else value)
    return cut(" ".join(text.split()), _LONGEST_EXAMPLE)


def _term(base: str, name: str) -> str:
    """The predicate in RDF of a property in Cypher; empty where RDF has none or says it otherwise."""
    if name == "id":
        return "the end of the IRI"
    if name in ontology().datatypes:
        return "skos:notation"
    record = next((r for r, b in BASES.items() if b == base), Statement)
    fields = {f.graph: f.rdf for f in TABLES[record].fields if f.kind not in ("qualifier", "coded")}
    for known in (name, name.removesuffix("Decimal"), f"{name.removesuffix('Languages')}s", name.removesuffix("s")):
        # Of several properties for a name, that of one name each is the one to ask.
        if fields.get(known, "rdfs:label") == "rdfs:label" and known in ontology().properties:
            return f"sg:{known}"
        if fields.get(known):
            return fields[known]
    return ""


def _indicators(tally: _Tally, entities: dict[str, Entity]) -> Rows:
    rows: list[tuple[Value, ...]] = []
    for id in sorted(tally.indicators, key=lambda id: (-tally.indicators[id], entities[id].name)):
        entity = entities[id]
        units = [entities[unit].name for unit in _ranked(tally.units_of[id])]
        rows.append((entity.name, entity.name_en, own_class(entity), units, tally.indicators[id]))
    return Rows(("indicator", "en", "kind", "units", "figures"), rows)


def _units(tally: _Tally, entities: dict[str, Entity]) -> Rows:
    rows: list[tuple[Value, ...]] = [
        (entities[id].name, entities[id].name_en, tally.units[id]) for id in _ranked(tally.units)
    ]
    return Rows(("unit", "en", "figures"), rows)
