"""The projection from records to a labelled property graph, as every Bolt server knows it.

What stands as a fact is a relationship with its metadata as properties; what is planned, explored, a rule, supported
or denied is a `Statement` node with SUBJECT and OBJECT, so that no plain query of relationships meets it. Figures are
nodes labelled `Observation`, `Norm` or `Projection`. Text that a fact holds is a `Text` node, so that it has a
relationship with metadata like every other fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from skillgraph.model import Document, Entity, Evidence, Observation, Record, Statement, plain_decimal
from skillgraph.ontology import ontology

#: What a property may hold: Neo4j's property types that JSON has too, and lists of text.
Property = str | int | float | bool | list[str]

_LATER_LABELS = {"kind": "Kind", "envisaged": "Envisaged"}
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
        >>> [node] = elements(Entity("laos", "countries", ("Country",), "老挝", "Laos"))
        >>> node.labels, node.properties["name"]
        (('Country', 'Place', 'Actor', 'Entity'), '老挝')
        >>> [edge] = elements(Statement("r/1", "r", "qingdao", "partnersWith", "haier"))
        >>> edge.type, edge.start, edge.end
        ('PARTNERS_WITH', 'qingdao', 'haier')
    """
    if isinstance(record, Entity):
        yield _entity(record)
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


def _entity(e: Entity) -> Node:
    if e.existence == "individual":
        labels = tuple(dict.fromkeys(name for c in e.classes for name in ontology().lineage(c)))
    else:
        labels = ontology().lineage(_LATER_LABELS[e.existence])
    properties: dict[str, Property] = {
        "name": e.name,
        "nameEn": e.name_en,
        "aliases": list(e.aliases),
        "aliasesEn": list(e.aliases_en),
        "ofClass": [] if e.existence == "individual" else list(e.classes),
        **dict(e.identifiers),
        "status": e.status,
        "sources": list(e.sources),
        "mentions": [span_text(m) for m in e.mentions],
    }
    return Node(e.id, (*labels, *e.derived), _present(properties))


def _statement(s: Statement) -> Iterator[Node | Relationship]:
    takes_text = ontology().properties[s.predicate].takes_text
    if not s.is_fact:
        yield Node(s.id, ("Statement",), _present({"predicate": s.predicate, "text": s.text, **_metadata(s)}))
        yield _link(s.id, "subject", s.subject)
        if s.object:
            yield _link(s.id, "object", s.object)
        yield from _entity_qualifiers(s)
        yield _link(s.id, "source", s.source)
        return
    end = s.object
    if takes_text:
        end = f"{s.id}/text"
        yield Node(end, ("Text",), {"text": s.text, "language": "zh"})
    metadata = _present({**_metadata(s), **dict(s.qualifiers)})
    yield Relationship(s.id, relationship_type(s.predicate), s.subject, end, metadata)


def _observation(o: Observation) -> Iterator[Node | Relationship]:
    properties: dict[str, Property] = {**_metadata(o), "bound": o.bound}
    for name, value in (("value", o.value), ("valueMax", o.value_max)):
        if value is not None:
            # A float for computing, and beside it the exact decimal, which Cypher has no type for.
            whole = value == value.to_integral_value() and abs(value) < _INT64
            properties[name] = int(value) if whole else float(value)
            properties[f"{name}Decimal"] = plain_decimal(value)
    if o.figure:
        properties["figureSpan"] = span_text(o.figure)
    yield Node(o.id, ontology().lineage(o.class_name), _present(properties))
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
    properties = {name: value for name, value in msgspec.structs.asdict(d).items() if name not in ("id", "title_en")}
    properties["titleEn"] = d.title_en
    properties["mediaType"] = properties.pop("media_type")
    return Node(d.id, ("Document",), _present(properties))


def _link(start: str, property: str, end: str) -> Relationship:
    return Relationship(f"{start}/{property}", relationship_type(property), start, end, {})


def _present(properties: dict[str, Property]) -> dict[str, Property]:
    """Without what is empty: a property graph says nothing by leaving a property out."""
    return {name: value for name, value in properties.items() if value not in ("", [], None)}
