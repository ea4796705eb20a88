"""The projection from records to a labelled property graph, as every Bolt server knows it.

What stands as a fact is a relationship with its metadata as properties; what is planned, explored, a rule, supported
or denied is a `Statement` node with SUBJECT and OBJECT, so that no plain query of relationships meets it. Figures are
nodes labelled `Observation`, `Norm` or `Projection`. Text that a fact holds is a `Text` node, so that it has a
relationship with metadata like every other fact. `propertygraph_reader` goes the other way; docs/mapping.md has the
whole mapping as a table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Statement, plain_decimal

#: What a property may hold: Neo4j's property types that JSON has too, and lists of text.
Property = str | int | float | bool | list[str]

#: The label of every node of this projection: in a database that holds other graphs too, only these are ours.
ROOT_LABEL = "Skillgraph"
LATER_LABELS = {"kind": "Kind", "envisaged": "Envisaged"}
_INT64 = 2**63


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


def elements(record: Record) -> Iterator[Node | Relationship]:
    """The nodes and relationships of one record.

    Args:
        record: any of the four.

    Example:
        >>> node, source = elements(Entity("laos", "countries", ("Country",), "老挝", "Laos"))
        >>> node.labels, node.properties["name"]
        (('Country', 'Place', 'Actor', 'Entity', 'Skillgraph'), '老挝')
        >>> source.type, source.end
        ('SOURCE', 'countries')
        >>> [edge] = elements(Statement("r/1", "r", "qingdao", "partnersWith", "haier"))
        >>> edge.type, edge.start, edge.end
        ('PARTNERS_WITH', 'qingdao', 'haier')
    """
    if isinstance(record, Entity):
        yield from _entity(record)
    elif isinstance(record, Statement):
        yield from _statement(record)
    elif isinstance(record, Observation):
        yield from _observation(record)
    else:
        yield _document(record)


def relationship_type(name: str) -> str:
    """The type of a relationship for a property of the ontology, as Neo4j spells types.

    Example:
        >>> relationship_type("partnersWith")
        'PARTNERS_WITH'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def span_text(evidence: Evidence) -> str:
    """Evidence in one piece of text, the form of tables with the document before it.

    Example:
        >>> span_text(Evidence("four-cities", 1629, 1646, "0a1b2c3d"))
        'four-cities:1629-1646#0a1b2c3d'
    """
    checksum = f"#{evidence.checksum}" if evidence.checksum else ""
    return f"{evidence.document}:{evidence.start}-{evidence.end}{checksum}"


def identifier_schemes() -> tuple[str, ...]:
    """The schemes of identifiers, each a property of an entity that holds a list.

    Example:
        >>> identifier_schemes()
        ('gbt2260', 'iso3166')
    """
    return ontology().datatypes


def _entity(e: Entity) -> Iterator[Node | Relationship]:
    if e.existence == "individual":
        labels = tuple(dict.fromkeys(name for c in e.classes for name in ontology().lineage(c)))
    else:
        labels = ontology().lineage(LATER_LABELS[e.existence])
    properties: dict[str, Property] = {
        "name": e.name,
        "ofClass": [] if e.existence == "individual" else list(e.classes),
        **_description(e),
    }
    yield _node(e.id, (*labels, *e.derived), properties)
    for part in e.descriptions:
        # With one source, what it says is what the node says.
        said = _description(part) if e.parts else {}
        link_id = f"{e.id}/source/{part.source}"
        yield Relationship(link_id, relationship_type("source"), e.id, part.source, _present(said))


def _description(e: Entity) -> dict[str, Property]:
    """What sources may say differently of one thing."""
    return {
        "nameEn": e.name_en,
        "aliases": list(e.aliases),
        "aliasesEn": list(e.aliases_en),
        "otherNames": [name for _, name in e.other_names],
        "otherNameLanguages": [language for language, _ in e.other_names],
        **{scheme: [v for s, v in e.identifiers if s == scheme] for scheme in identifier_schemes()},
        "status": e.status,
        "mentions": [span_text(m) for m in e.mentions],
    }


def _statement(s: Statement) -> Iterator[Node | Relationship]:
    takes_text = ontology().properties[s.predicate].takes_text
    if not s.is_fact:
        yield _node(s.id, ("Statement",), {"predicate": s.predicate, "text": s.text, **_metadata(s)})
        yield _link(s.id, "subject", s.subject)
        if s.object:
            yield _link(s.id, "object", s.object)
        yield from _entity_qualifiers(s)
        yield _link(s.id, "source", s.source)
        return
    end = s.object
    if takes_text:
        end = f"{s.id}/text"
        yield Node(end, ("Text", ROOT_LABEL), {"text": s.text, "language": "zh"})
    metadata = _present({**_metadata(s), **dict(s.qualifiers)})
    yield Relationship(s.id, relationship_type(s.predicate), s.subject, end, metadata)


def _observation(o: Observation) -> Iterator[Node | Relationship]:
    properties: dict[str, Property | None] = {**_metadata(o), "bound": o.bound}
    for name, value in (("value", o.value), ("valueMax", o.value_max)):
        if value is not None:
            # A number for computing, if there is one, and the exact decimal, which Cypher has no type for.
            whole = value == value.to_integral_value() and abs(value) < _INT64
            properties[name] = int(value) if whole else _finite(value)
            properties[f"{name}Decimal"] = plain_decimal(value)
    if o.figure:
        properties["figureSpan"] = span_text(o.figure)
    yield _node(o.id, ontology().lineage(o.class_name), properties)
    for name, end in (
        ("subject", o.subject),
        ("indicator", o.indicator),
        ("about", o.about),
        ("unit", o.unit),
        ("partOfFigure", o.part_of),
        ("source", o.source),
    ):
        if end:
            yield _link(o.id, name, end)
    yield from _entity_qualifiers(o)


def _finite(value: Decimal) -> float | None:
    """The nearest float; None beyond the largest, where JSON and Neo4j's files have no number to write."""
    number = float(value)
    return number if math.isfinite(number) else None


def _metadata(s: Statement | Observation) -> dict[str, Property]:
    properties: dict[str, Property] = {
        "source": s.source,
        "modality": s.modality,
        "basis": s.basis if isinstance(s, Statement) else "",
        "status": s.status,
        "time": s.time,
        "start": s.start,
        "end": s.end,
        "evidence": [span_text(e) for e in s.evidence],
    }
    texts = {key: value for key, value in s.qualifiers if ontology().properties[key].takes_text}
    return {**properties, **texts}


def _entity_qualifiers(s: Statement | Observation) -> Iterator[Relationship]:
    for key, value in s.qualifiers:
        if not ontology().properties[key].takes_text:
            yield _link(s.id, key, value)


def _document(d: Document) -> Node:
    values = msgspec.structs.asdict(d)
    return _node(d.id, ("Document",), {camel_case(name): value for name, value in values.items() if name != "id"})


def camel_case(name: str) -> str:
    """The name of a property for the field of a record, as Neo4j spells properties.

    Example:
        >>> camel_case("media_type")
        'mediaType'
    """
    head, *rest = name.split("_")
    return head + "".join(map(str.capitalize, rest))


def _node(id: str, labels: tuple[str, ...], properties: Mapping[str, Property | None]) -> Node:
    return Node(id, (*labels, ROOT_LABEL), _present(properties))


def _link(start: str, property: str, end: str) -> Relationship:
    return Relationship(f"{start}/{property}", relationship_type(property), start, end, {})


def _present(properties: Mapping[str, Property | None]) -> dict[str, Property]:
    """Without what is empty: a property graph says nothing by leaving a property out."""
    return {name: value for name, value in properties.items() if value is not None and value not in ("", [])}
