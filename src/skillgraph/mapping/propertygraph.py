"""The records as a labelled property graph, as every Bolt server knows it, and back.

Every statement is a `Statement` node with SUBJECT and OBJECT, as in RDF; those that are facts are labelled `Fact` too,
and stand a second time as a relationship between the two with the same metadata. What is planned, explored, a rule,
supported or denied has no such relationship, so that no plain query of relationships meets it. Figures are nodes
labelled `Observation`, `Norm` or `Projection`. Text that a fact holds is a `Text` node, so that it has a relationship
like every other fact. Which source says something is a property and never a relationship: two things are not near each
other because one report names both. docs/mapping.md has the whole mapping as a table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec

from skillgraph.mapping.fields import DOCUMENT, ENTITY, OBSERVATION, SECTION, STATEMENT, TABLES, Field, Table, whole
from skillgraph.model import terms
from skillgraph.model.bounds import ends
from skillgraph.model.dates import days
from skillgraph.model.errors import DataError
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Evidence, Observation, Record, Section, Statement, plain_decimal

#: What a property may hold: Neo4j's property types that JSON has too, and lists of text.
Property = str | int | float | bool | list[str]

#: The label of every node of this projection: in a database that holds other graphs too, only these are ours.
ROOT_LABEL = "Skillgraph"
#: What one of several sources says of an entity: a leaf of it, so that no path leads on from there.
DESCRIPTION_LABEL, DESCRIBED_AS = "Description", "DESCRIBED_AS"
R = TypeVar("R", bound=Record)
_SPAN = re.compile(r"(.+):(\d{1,15})-(\d{1,15})(?:#([0-9a-f]*))?", re.ASCII)


class Node(msgspec.Struct, frozen=True, gc=False):
    """A node; `id` is unique in the graph and is also its `id` property in a database."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Property]


class Relationship(msgspec.Struct, frozen=True, gc=False):
    """A relationship from node `start` to node `end`; `id` is unique among relationships."""

    id: str
    type: str
    start: str
    end: str
    properties: dict[str, Property]


#: Those of a node or relationship of a database, `id` among them.
Properties = Mapping[str, Any]
#: The type of a relationship that leaves a node, and the id of the node that it leads to.
Link = tuple[str, str]


def elements(record: Record) -> Iterator[Node | Relationship]:
    """The nodes and relationships of one record.

    Args:
        record: any of the five.

    Example:
        >>> [node] = elements(Entity("laos", "countries", ("Country",), "老挝", "Laos"))
        >>> node.labels, node.properties["name"], node.properties["sources"]
        (('Country', 'Place', 'Actor', 'Entity', 'Skillgraph'), '老挝', ['countries'])
        >>> node, *edges = elements(Statement("r/1", "r", "qingdao", "partnersWith", "haier"))
        >>> node.labels, [(edge.type, edge.start, edge.end) for edge in edges][-1]
        (('Fact', 'Statement', 'Skillgraph'), ('PARTNERS_WITH', 'qingdao', 'haier'))
    """
    if isinstance(record, Entity):
        yield from _entity(record)
    elif isinstance(record, Statement):
        yield from _statement(record)
    elif isinstance(record, Observation):
        yield from _observation(record)
    elif isinstance(record, Section):
        yield Node(record.id, (terms.SECTION, ROOT_LABEL), _properties(_NODES[SECTION], record))
        yield from _links(SECTION, record)
    else:
        yield Node(record.id, (terms.DOCUMENT, ROOT_LABEL), _properties(_NODES[DOCUMENT], record))


def span_text(evidence: Evidence) -> str:
    """Evidence in one piece of text, the form of tables with the document before it.

    Example:
        >>> span_text(Evidence("four-cities", 1629, 1646, "0a1b2c3d"))
        'four-cities:1629-1646#0a1b2c3d'
    """
    checksum = f"#{evidence.checksum}" if evidence.checksum else ""
    return f"{evidence.document}:{evidence.start}-{evidence.end}{checksum}"


class _Form(NamedTuple):
    """How a value that isn't empty stands among properties, and what properties say, None where they say nothing."""

    write: Callable[[str, Any], dict[str, Property]]
    read: Callable[[str, Properties], Any]


def _number(name: str, value: Decimal) -> dict[str, Property]:
    """A number for computing, if there is one, and the exact decimal, which Cypher has no type for.

    Whole numbers too are floats: Cypher divides integers without remainder.
    """
    number = float(value)
    exact: dict[str, Property] = {f"{name}Decimal": plain_decimal(value)}
    # Beyond the largest float, JSON and Neo4j's files have no number to write.
    return {name: number, **exact} if math.isfinite(number) else exact


def _span(text: object) -> Evidence:
    match = _SPAN.fullmatch(str(text))
    if not match:
        raise DataError(f"{text!r} is no span: DOCUMENT:START-END#CHECKSUM")
    return Evidence(match[1], int(match[2]), int(match[3]), match[4] or "")


_FORMS = {
    "decimal": _Form(_number, lambda name, found: found.get(f"{name}Decimal")),
    "tagged": _Form(
        lambda name, pairs: {name: [text for _, text in pairs], f"{name[:-1]}Languages": [tag for tag, _ in pairs]},
        lambda name, found: [*zip(found.get(f"{name[:-1]}Languages", ()), found.get(name, ()), strict=True)],
    ),
    "coded": _Form(
        lambda _, pairs: {s: [v for code, v in pairs if code == s] for s in ontology().datatypes if s in dict(pairs)},
        lambda _, found: [(scheme, value) for scheme in ontology().datatypes for value in found.get(scheme, ())],
    ),
    "qualifier": _Form(
        lambda _, pairs: {name: value for name, value in pairs if value and ontology().properties[name].takes_text},
        lambda _, found: [(name, found[name]) for name in ontology().qualifiers if name in found],
    ),
    "span": _Form(
        lambda name, span: {name: span_text(span)},
        lambda name, found: _span(found[name]) if name in found else None,
    ),
    "spans": _Form(
        lambda name, spans: {name: [span_text(span) for span in spans]},
        lambda name, found: [_span(text) for text in found.get(name, ())],
    ),
    "many": _Form(lambda name, values: {name: list(values)}, lambda name, found: found.get(name)),
    "one": _Form(lambda name, value: {name: value}, lambda name, found: found.get(name)),
}


def _form(field: Field) -> _Form:
    kind = "spans" if field.kind == "span" and field.many else field.kind
    return _FORMS.get(kind, _FORMS["many" if field.many else "one"])


#: Of each field how its value is got, its name, and what writes it; None where the value stands as it is.
_Plan = tuple[tuple[Callable[[Any], Any], str, Callable[[str, Any], dict[str, Property]] | None], ...]


def _plan(fields: Iterable[Field]) -> _Plan:
    forms = ((field, _form(field)) for field in fields)
    as_it_is = _FORMS["one"]
    return tuple((attrgetter(f.name), f.graph, None if form is as_it_is else form.write) for f, form in forms)


_NODES = {table: _plan(table.properties) for table in TABLES.values()}
#: What each source says of an entity: the rest says what it is.
_SAID = [field for field in ENTITY.properties if field.name != "name"]
_DESCRIPTION = _plan(_SAID)
#: The properties of a statement that its relationship says by what it is.
_SAID_BY_FACT = tuple(field.graph for field in STATEMENT.properties if field.name in ("predicate", "text"))


def _properties(plan: _Plan, record: Record) -> dict[str, Property]:
    """What is empty has no property: a property graph says nothing by leaving it out."""
    properties: dict[str, Property] = {}
    for get, name, write in plan:
        value = get(record)
        if value or value == 0:
            if write is None:
                properties[name] = value
            else:
                properties |= write(name, value)
    return properties


def _entity(e: Entity) -> Iterator[Node | Relationship]:
    individual = e.existence == "individual"
    properties: dict[str, Property] = {
        **({"name": e.name} if e.name else {}),
        **({} if individual else {"ofClass": list(e.classes)}),
        **({"anyName": " | ".join(e.forms)} if e.forms else {}),
        "sources": [part.source for part in e.descriptions],
        **_properties(_DESCRIPTION, e),
    }
    yield Node(e.id, (*ontology().types(e.classes, e.existence), *e.derived, ROOT_LABEL), properties)
    for part in e.parts:
        # With one source, what it says is what the node says.
        said: dict[str, Property] = {"source": part.source, **_properties(_DESCRIPTION, part)}
        leaf = f"{e.id}/source/{part.source}"
        yield Node(leaf, (DESCRIPTION_LABEL, ROOT_LABEL), said)
        yield Relationship(f"{leaf}/of", DESCRIBED_AS, e.id, leaf, {})


def _statement(s: Statement) -> Iterator[Node | Relationship]:
    said = {**_properties(_NODES[STATEMENT], s), **days(s.start, s.end)}
    yield Node(s.id, (*ontology().lineage(s.class_name), ROOT_LABEL), said)
    yield from (*_links(STATEMENT, s), *_qualifiers(s))
    if not s.is_fact:
        return
    end = s.object
    if ontology().properties[s.predicate].takes_text:
        end = f"{s.id}/text"
        yield Node(end, ("Text", ROOT_LABEL), {"text": s.text, "language": "zh"})
    metadata = {name: value for name, value in said.items() if name not in _SAID_BY_FACT}
    metadata |= {name: value for name, value in s.qualifiers if value}
    yield Relationship(s.id, relationship_type(s.predicate), s.subject, end, metadata)


def _observation(o: Observation) -> Iterator[Node | Relationship]:
    # The exact ends follow from the exact value; these are to compare with.
    compared = {name: number for name, end in ends(o).items() if math.isfinite(number := float(end))}
    properties = {**_properties(_NODES[OBSERVATION], o), **compared, **days(o.start, o.end)}
    yield Node(o.id, (*ontology().lineage(o.class_name), ROOT_LABEL), properties)
    yield from (*_links(OBSERVATION, o), *_qualifiers(o))


def _links(table: Table[Any], s: Section | Statement | Observation) -> Iterator[Relationship]:
    return (_link(s.id, f.graph, end) for f in table.links if (end := getattr(s, f.name)))


def _qualifiers(s: Statement | Observation) -> Iterator[Relationship]:
    return (_link(s.id, name, end) for name, end in s.qualifiers if not ontology().properties[name].takes_text)


def _link(start: str, property: str, end: str) -> Relationship:
    return Relationship(f"{start}/{property}", relationship_type(property), start, end, {})


# From the property graph to records


def record_of(table: Table[R], properties: Properties, links: Iterable[Link] = ()) -> R:
    """The record of a node that is a document, a section, a statement, or a figure.

    Raises:
        DataError: a property is not what it should be, or the graph is not whole; so with all that goes back.

    Example:
        >>> node = {"id": "r/1", "source": "r", "status": "reviewed", "modality": "actual", "bound": "exact",
        ...         "kind": "measure", "rank": "normal",
        ...         "value": 24.7, "valueDecimal": "24.7"}
        >>> record_of(OBSERVATION, node, [("SUBJECT", "a"), ("INDICATOR", "i"), ("UNIT", "u")]).value
        Decimal('24.7')
    """
    ends = {_property_of(type): end for type, end in links}
    values = _values(table.properties, properties)
    values |= {field.name: ends[field.graph] for field in table.links if field.graph in ends}
    if "qualifiers" in values:
        # In the ontology's order: neither projection keeps any other.
        found = {**dict(values["qualifiers"]), **ends}
        values["qualifiers"] = [(name, found[name]) for name in ontology().qualifiers if name in found]
    return _whole(values, table.record)


def entity_of(
    labels: Collection[str], properties: Properties, said: Iterable[Properties], reports: Collection[str]
) -> Entity:
    """The entity of an `Entity` node.

    Args:
        labels: of the node.
        properties: of the node.
        said: the properties of its `Description` nodes, which it has if there are several sources.
        reports: the documents that are reports.

    Example:
        >>> labels = ["Actor", "City", "Entity", "Place", "Skillgraph"]
        >>> node = {"id": "x", "name": "某市", "status": "reviewed", "sources": ["r"]}
        >>> entity_of(labels, node, [], ["r"]).classes
        ('City',)
    """
    sources = _texts(properties, "sources")
    by_source = (
        {str(part.get("source")): part for part in said} if len(sources) > 1 else dict.fromkeys(sources, properties)
    )
    if not sources or set(by_source) != set(sources):
        raise DataError(f"node {properties.get('id')!r} lacks a source; the graph is not whole: push it again")
    common = {"id": properties.get("id"), "name": properties.get("name", "")}
    common |= ontology().existence(labels, _texts(properties, "ofClass"))
    parts = [_whole({**_values(_SAID, part), **common, "source": source}, Entity) for source, part in by_source.items()]
    return Entity.of_parts(parts, reports, ontology().derived(labels))


def _texts(properties: Properties, name: str) -> list[str]:
    found = properties.get(name)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list | tuple) else []


def _values(fields: Iterable[Field], properties: Properties) -> dict[str, Any]:
    values: dict[str, Any] = {"id": properties.get("id")}
    for field in fields:
        try:
            value = _form(field).read(field.graph, properties)
        except (TypeError, ValueError):
            raise DataError(f"{field.graph} of node {properties.get('id')!r} is not what it should be") from None
        values |= field.absent if value is None else {field.name: value}
    return values


@cache
def _types() -> dict[str, str]:
    return {relationship_type(name): name for name in (*ontology().properties, "object")}


def _property_of(type: str) -> str:
    if type not in _types():
        raise DataError(f"relationships of type {type} are none of the vocabulary's; a newer skillgraph may know them")
    return _types()[type]


def _whole(values: dict[str, Any], type: type[R]) -> R:
    return whole(values, type, f"{type.__name__.lower()} {values['id']!r} of the database")
