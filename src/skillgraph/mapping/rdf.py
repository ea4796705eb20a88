"""The projection from records to RDF, in two profiles.

`facts` holds what the reports state as fact: names, direct triples, figures. `provenance` adds who says it and where:
statement nodes (rdf:Statement), evidence (oa:TextPositionSelector), and everything that is planned, explored, a rule,
supported or denied, which has no direct triple in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal
from urllib.parse import quote

import msgspec
import pyoxigraph as ox

from skillgraph.model.ontology import BASE, PREFIXES, RDF, RDFS, SG, SKOS, XSD, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Statement, plain_decimal

Profile = Literal["facts", "provenance"]

#: The named graph of what follows from all sources together.
DERIVED = ox.NamedNode(BASE + "derived")

_A = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_INSTANT_PROPERTIES = {4: "inXSDgYear", 7: "inXSDgYearMonth", 10: "inXSDDate"}
_LATER_CLASSES = {"kind": "Kind", "envisaged": "Envisaged"}


def triples(record: Record, profile: Profile, seen: set[str] | None = None) -> Iterator[ox.Triple]:
    """The triples of one record.

    Args:
        record: any of the four.
        profile: `facts` or `provenance`.
        seen: facts, passages and periods that are written already; pass the same set for records written to one
            place, so that a passage that states ten facts is described once.

    Example:
        >>> laos = Entity("laos", "countries", ("Country",), "老挝", "Laos")
        >>> [t.object.value for t in triples(laos, "facts") if t.predicate.value.endswith("label")]
        ['老挝', 'Laos']
    """
    seen = set() if seen is None else seen
    if isinstance(record, Entity):
        yield from _entity(record, profile, seen)
    elif isinstance(record, Statement):
        yield from _statement(record, profile, seen)
    elif isinstance(record, Observation):
        yield from _observation(record, profile, seen)
    elif profile == "provenance":
        yield from _document(record)


def quads(record: Record, profile: Profile, seen: dict[str, set[str]]) -> Iterator[ox.Quad]:
    """The triples of one record in named graphs: what a source says in the graph of its document, and the classes that
    a rule gives in the graph `DERIVED`.

    Args:
        record: any of the four.
        profile: `facts` or `provenance`.
        seen: by source what is written already; pass the same for all records written to one place.

    Example:
        >>> laos = Entity("laos", "countries", ("Country",), "老挝")
        >>> {q.graph_name.value.rpartition("/")[2] for q in quads(laos, "facts", {})}
        {'countries'}
    """
    if isinstance(record, Entity):
        parts: tuple[Record, ...] = tuple(msgspec.structs.replace(d, derived=()) for d in record.descriptions)
    else:
        parts = (record,)
    for part in parts:
        source = part.id if isinstance(part, Document) else part.source
        for triple in triples(part, profile, seen.setdefault(source, set())):
            yield _quad(triple, document_iri(source))
    if isinstance(record, Entity) and not (profile == "facts" and record.existence == "envisaged"):
        yield from (_quad(triple, DERIVED) for triple in derived_types(record))


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


@cache
def sg(name: str) -> ox.NamedNode:
    """A term of the ontology."""
    return ox.NamedNode(SG + name)


def entity_iri(id: str) -> ox.NamedNode:
    """The IRI of an entity."""
    return ox.NamedNode(f"{BASE}entity/{id}")


def document_iri(id: str) -> ox.NamedNode:
    """The IRI of a document."""
    return ox.NamedNode(f"{BASE}document/{id}")


def _zh(text: str) -> ox.Literal:
    return ox.Literal(text, language="zh")


def _en(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _code(scheme: str, value: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}{scheme}/{value}")


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + _DATE_TYPES[len(text)]))


def _decimal(observation_value: object) -> ox.Literal:
    return ox.Literal(str(observation_value), datatype=ox.NamedNode(XSD + "decimal"))


def _types(record: Entity) -> tuple[str, ...]:
    if record.existence == "individual":
        return tuple(dict.fromkeys(name for c in record.classes for name in ontology().lineage(c)))
    return ontology().lineage(_LATER_CLASSES[record.existence])


def derived_types(e: Entity) -> Iterator[ox.Triple]:
    """The classes that a rule gives an entity; no source states them.

    Example:
        >>> gfm = Entity("gfm", "r", ("Enterprise",), "GFM", derived=("ForeignPartner",))
        >>> [str(t.object).rpartition("#")[2] for t in derived_types(gfm)]
        ['ForeignPartner>']
    """
    for name in e.derived:
        yield ox.Triple(entity_iri(e.id), _A, sg(name))


def _entity(e: Entity, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    if e.parts:
        found = (triple for part in e.parts for triple in _entity(part, profile, seen))
        # Where two sources say the same of it, the triple stands once.
        yield from dict.fromkeys((*found, *derived_types(e)))
        return
    if profile == "facts" and (e.existence == "envisaged" or e.status == "rejected"):
        return
    node = entity_iri(e.id)
    for name in _types(e):
        yield ox.Triple(node, _A, sg(name))
    yield from derived_types(e)
    if e.existence != "individual":
        for name in e.classes:
            yield ox.Triple(node, sg("ofClass"), sg(name))
    yield ox.Triple(node, _LABEL, _zh(e.name))
    if e.name_en:
        yield ox.Triple(node, _LABEL, _en(e.name_en))
    alternative = ox.NamedNode(SKOS + "altLabel")
    for text in (*map(_zh, e.aliases), *map(_en, e.aliases_en)):
        yield ox.Triple(node, alternative, text)
    for language, name in e.other_names:
        yield ox.Triple(node, alternative, ox.Literal(name, language=language))
    for scheme, value in e.identifiers:
        yield ox.Triple(node, ox.NamedNode(SKOS + "notation"), ox.Literal(value, datatype=sg(scheme)))
    if "Unit" in e.classes:
        yield ox.Triple(node, ox.NamedNode(SKOS + "inScheme"), ox.NamedNode(BASE + "unit"))
    if profile == "provenance":
        yield ox.Triple(node, sg("status"), _code("status", e.status))
        yield ox.Triple(node, sg("source"), document_iri(e.source))
        for mention in e.mentions:
            yield from _evidence(node, "mention", mention, seen)


def _statement(s: Statement, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    subject = entity_iri(s.subject)
    predicate = sg(s.predicate)
    takes_text = ontology().properties[s.predicate].takes_text
    value = _zh(s.text) if takes_text else entity_iri(s.object)
    # Two statements may say the same, at other times or places; as a fact it is one triple.
    fact = f"{s.subject} {s.predicate} {s.text if takes_text else s.object}"
    if s.is_fact and fact not in seen:
        seen.add(fact)
        yield ox.Triple(subject, predicate, value)
    if profile == "facts":
        return
    node = ox.NamedNode(f"{BASE}statement/{s.id}")
    yield ox.Triple(node, _A, sg("Statement"))
    yield ox.Triple(node, _A, ox.NamedNode(RDF + "Statement"))
    yield ox.Triple(node, ox.NamedNode(RDF + "subject"), subject)
    yield ox.Triple(node, ox.NamedNode(RDF + "predicate"), predicate)
    yield ox.Triple(node, ox.NamedNode(RDF + "object"), value)
    yield ox.Triple(node, sg("basis"), _code("basis", s.basis))
    yield from _common(node, s)
    yield from _provenance(node, s, seen)


def _observation(o: Observation, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    if profile == "facts" and o.class_name != "Observation":
        return
    node = ox.NamedNode(f"{BASE}figure/{o.id}")
    for name in ontology().lineage(o.class_name):
        yield ox.Triple(node, _A, sg(name))
    yield ox.Triple(node, _A, ox.NamedNode(PREFIXES["qb"] + "Observation"))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["qb"] + "dataSet"), _dataset(o.source))
    yield ox.Triple(node, sg("subject"), entity_iri(o.subject))
    yield ox.Triple(node, sg("indicator"), entity_iri(o.indicator))
    if o.about:
        yield ox.Triple(node, sg("about"), entity_iri(o.about))
    for name, value in (("value", o.value), ("valueMax", o.value_max)):
        if value is not None:
            yield ox.Triple(node, sg(name), _decimal(plain_decimal(value)))
    yield ox.Triple(node, sg("unit"), entity_iri(o.unit))
    yield ox.Triple(node, sg("bound"), _code("bound", o.bound))
    if o.part_of:
        yield ox.Triple(node, sg("partOfFigure"), ox.NamedNode(f"{BASE}figure/{o.part_of}"))
    yield from _common(node, o)
    yield from _period(node, o, seen)
    if profile == "provenance":
        yield from _provenance(node, o, seen)
        if o.figure:
            yield from _evidence(node, "figureSpan", o.figure, seen)


def _dataset(source: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}dataset/{source}")


def _common(node: ox.NamedNode, s: Statement | Observation) -> Iterator[ox.Triple]:
    yield ox.Triple(node, sg("modality"), _code("modality", s.modality))
    yield ox.Triple(node, sg("source"), document_iri(s.source))
    if s.time:
        yield ox.Triple(node, sg("timeText"), _zh(s.time))
    for name, date in (("start", s.start), ("end", s.end)):
        if date:
            yield ox.Triple(node, sg(name), _date(date))
    for key, value in s.qualifiers:
        text = ontology().properties[key].takes_text
        yield ox.Triple(node, sg(key), _zh(value) if text else entity_iri(value))


def _period(node: ox.NamedNode, o: Observation, seen: set[str]) -> Iterator[ox.Triple]:
    """The dimension of time: Data Cube wants a value for it on every observation (IC-11)."""
    property = sg("refPeriod")
    if not o.start and not o.end:
        yield ox.Triple(node, property, sg("timeUnknown"))
        return
    time = PREFIXES["time"]
    interval = ox.NamedNode(f"{BASE}interval/{o.start or '..'}_{o.end or '..'}")
    yield ox.Triple(node, property, interval)
    if _known(interval, seen):
        return
    yield ox.Triple(interval, _A, ox.NamedNode(time + "Interval"))
    for name, date in (("hasBeginning", o.start), ("hasEnd", o.end)):
        if date:
            instant = ox.NamedNode(f"{BASE}instant/{date}")
            yield ox.Triple(interval, ox.NamedNode(time + name), instant)
            if _known(instant, seen):
                continue
            yield ox.Triple(instant, _A, ox.NamedNode(time + "Instant"))
            yield ox.Triple(instant, ox.NamedNode(time + _INSTANT_PROPERTIES[len(date)]), _date(date))


def _known(node: ox.NamedNode, seen: set[str]) -> bool:
    known = node.value in seen
    seen.add(node.value)
    return known


def _provenance(node: ox.NamedNode, s: Statement | Observation, seen: set[str]) -> Iterator[ox.Triple]:
    yield ox.Triple(node, sg("status"), _code("status", s.status))
    for evidence in s.evidence:
        yield from _evidence(node, "evidence", evidence, seen)


def _evidence(node: ox.NamedNode, property: str, e: Evidence, seen: set[str]) -> Iterator[ox.Triple]:
    """A span as a Web Annotation selector; its IRI is the text fragment of RFC 5147, section 2.2.1."""
    oa = PREFIXES["oa"]
    document = document_iri(e.document)
    span = ox.NamedNode(f"{document.value}#char={e.start},{e.end}")
    selector = ox.NamedNode(f"{document.value}#position={e.start},{e.end}")
    integer = ox.NamedNode(XSD + "integer")
    yield ox.Triple(node, sg(property), span)
    if _known(span, seen):
        return
    yield ox.Triple(span, _A, ox.NamedNode(oa + "SpecificResource"))
    yield ox.Triple(span, ox.NamedNode(oa + "hasSource"), document)
    yield ox.Triple(span, ox.NamedNode(oa + "hasSelector"), selector)
    if e.checksum:
        yield ox.Triple(span, sg("passageChecksum"), ox.Literal(e.checksum))
    yield ox.Triple(selector, _A, ox.NamedNode(oa + "TextPositionSelector"))
    yield ox.Triple(selector, ox.NamedNode(oa + "start"), ox.Literal(str(e.start), datatype=integer))
    yield ox.Triple(selector, ox.NamedNode(oa + "end"), ox.Literal(str(e.end), datatype=integer))


def _document(d: Document) -> Iterator[ox.Triple]:
    node = document_iri(d.id)
    terms = PREFIXES["dcterms"]
    yield ox.Triple(node, _A, sg("Document"))
    yield ox.Triple(node, ox.NamedNode(terms + "identifier"), ox.Literal(d.id))
    yield ox.Triple(node, ox.NamedNode(terms + "type"), ox.Literal(d.kind))
    yield ox.Triple(node, _LABEL, ox.Literal(d.title, language=d.language))
    yield ox.Triple(node, _LABEL, _en(d.title_en))
    for name, value in (
        ("publisher", d.publisher),
        ("issued", d.issued),
        ("language", d.language),
        ("license", d.license),
        ("format", d.media_type),
    ):
        if value:
            yield ox.Triple(node, ox.NamedNode(terms + name), ox.Literal(value))
    if d.file:
        yield ox.Triple(node, ox.NamedNode(PREFIXES["schema"] + "contentUrl"), ox.Literal(quote(d.file)))
    if d.sha256:
        yield ox.Triple(node, sg("sha256"), ox.Literal(d.sha256))
    if d.tables_sha256:
        yield ox.Triple(node, sg("tablesSha256"), ox.Literal(d.tables_sha256))
    if d.characters is not None:
        yield ox.Triple(
            node, sg("characterCount"), ox.Literal(str(d.characters), datatype=ox.NamedNode(XSD + "integer"))
        )
    dataset = _dataset(d.id)
    qb = PREFIXES["qb"]
    yield ox.Triple(dataset, _A, ox.NamedNode(qb + "DataSet"))
    yield ox.Triple(dataset, ox.NamedNode(qb + "structure"), sg("figureStructure"))
    yield ox.Triple(dataset, ox.NamedNode(terms + "source"), node)
