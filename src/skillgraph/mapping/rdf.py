"""The records as RDF, in two profiles; `rdf_records` reads the second back.

`facts` holds what the reports state as fact: names, direct triples, figures. `provenance` adds who says it and where:
statement nodes (rdf:Statement), evidence (oa:TextPositionSelector), and everything that is planned, explored, a rule,
supported or denied, which has no direct triple in either. Only `provenance` can be read back.

What one source says of an entity is known where the RDF stands in named graphs, a graph a source. In a single graph,
names and identifiers are all given to the first of an entity's sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from operator import attrgetter
from typing import Any, Literal

import msgspec
import pyoxigraph as ox

from skillgraph.mapping.fields import DOCUMENT, ENTITY, OBSERVATION, SECTION, STATEMENT, Field, Table
from skillgraph.mapping.rdf_terms import COUNT, DATE, DECIMAL, form_of, iri
from skillgraph.model.bounds import ends
from skillgraph.model.dates import days
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import BASE, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Section, Statement
from skillgraph.model.terms import UNIT

Profile = Literal["facts", "provenance"]

#: The named graph of what follows from all sources together.
DERIVED = ox.NamedNode(BASE + "derived")

#: Writes a field of a record as triples of its node; the last argument is what is written already.
_Write = Callable[[ox.NamedNode, Any, set[str]], Iterable[ox.Triple]]
_A, _SUBJECT, _PREDICATE, _OBJECT = (iri(f"rdf:{name}") for name in ("type", "subject", "predicate", "object"))
_INSTANTS = {4: "inXSDgYear", 7: "inXSDgYearMonth", 10: "inXSDDate"}


def entity_iri(id: str) -> ox.NamedNode:
    """The IRI of an entity."""
    return ox.NamedNode(f"{BASE}entity/{id}")


def document_iri(id: str) -> ox.NamedNode:
    """The IRI of a document."""
    return ox.NamedNode(f"{BASE}document/{id}")


def triples(record: Record, profile: Profile, seen: set[str] | None = None) -> Iterator[ox.Triple]:
    """The triples of one record.

    Args:
        record: any of the five.
        profile: `facts` or `provenance`.
        seen: facts, passages and periods that are written already; pass the same set for records written to one
            place, so that a passage that states ten facts is described once.

    Raises:
        DataError: an id or a language is none that RDF can hold.

    Example:
        >>> laos = Entity("laos", "countries", ("Country",), "老挝", "Laos")
        >>> [t.object.value for t in triples(laos, "facts") if t.predicate.value.endswith("label")]
        ['老挝', 'Laos']
    """
    try:
        yield from _triples(record, profile, set() if seen is None else seen)
    except ValueError as error:
        raise _not_rdf(record, error) from None


def _triples(record: Record, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    if isinstance(record, Entity):
        yield from _entity(record, profile, seen)
    elif isinstance(record, Statement):
        yield from _statement(record, profile, seen)
    elif isinstance(record, Observation):
        yield from _observation(record, profile, seen)
    elif profile == "provenance":
        yield from _section(record, seen) if isinstance(record, Section) else _document(record)


def _not_rdf(record: Record, error: ValueError) -> DataError:
    """Ids and languages are the vocabulary's where `build` wrote them; servers and other hands give any."""
    what = f"{type(record).__name__.lower()} {record.id[:80]!r}"
    return DataError(f"{what} can't stand in RDF ({error}): mend its ids and languages, and build the graph again")


def quads(record: Record, profile: Profile, seen: dict[str, set[str]]) -> Iterator[ox.Quad]:
    """The triples of one record in named graphs: what a source says in the graph of its document, and the classes that
    a rule gives in the graph `DERIVED`.

    Args:
        record: any of the five.
        profile: `facts` or `provenance`.
        seen: by source what is written already; pass the same for all records written to one place.

    Raises:
        DataError: as `triples`.

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
        try:
            graph = document_iri(source)
        except ValueError as error:
            raise _not_rdf(part, error) from None
        for triple in triples(part, profile, seen.setdefault(source, set())):
            yield _quad(triple, graph)
    if isinstance(record, Entity) and not (profile == "facts" and record.existence == "envisaged"):
        yield from (_quad(triple, DERIVED) for triple in derived_types(record.id, record.derived))


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def derived_types(id: str, classes: Iterable[str]) -> Iterator[ox.Triple]:
    """The classes that a rule gives an entity; no source states them.

    Example:
        >>> [str(t.object).rpartition("#")[2] for t in derived_types("gfm", ["ForeignPartner"])]
        ['ForeignPartner>']
    """
    return (ox.Triple(entity_iri(id), _A, iri(f"sg:{name}")) for name in classes)


def _writer(field: Field) -> _Write:
    if field.kind == "qualifier":
        return _qualifiers
    predicate, get = iri(field.rdf), attrgetter(field.name)
    if field.kind == "span":
        return partial(_evidence, predicate, get if field.many else lambda record: filter(None, (get(record),)))
    if field.kind == "title":
        return lambda node, d, seen: (ox.Triple(node, predicate, ox.Literal(d.title, language=d.language)),)
    term = form_of(field).term
    if field.many:
        return lambda node, record, seen: [ox.Triple(node, predicate, term(value)) for value in get(record)]

    def one(node: ox.NamedNode, record: Any, seen: set[str]) -> tuple[ox.Triple, ...]:
        value = get(record)
        return (ox.Triple(node, predicate, term(value)),) if value or value == 0 or field.needed else ()

    return one


def _qualifiers(node: ox.NamedNode, s: Statement | Observation, seen: set[str]) -> Iterator[ox.Triple]:
    for name, value in s.qualifiers:
        text = ontology().properties[name].takes_text
        yield ox.Triple(node, iri(f"sg:{name}"), ox.Literal(value, language="zh") if text else entity_iri(value))


def _evidence(
    property: ox.NamedNode, spans: Callable[[Any], Iterable[Evidence]], node: ox.NamedNode, record: Any, seen: set[str]
) -> Iterator[ox.Triple]:
    """Spans as Web Annotation selectors; the IRI of one is the text fragment of RFC 5147, section 2.2.1."""
    for e in spans(record):
        document = document_iri(e.document)
        span = ox.NamedNode(f"{document.value}#char={e.start},{e.end}")
        yield ox.Triple(node, property, span)
        if _known(span.value, seen):
            continue
        selector = ox.NamedNode(f"{document.value}#position={e.start},{e.end}")
        yield ox.Triple(span, _A, iri("oa:SpecificResource"))
        yield ox.Triple(span, iri("oa:hasSource"), document)
        yield ox.Triple(span, iri("oa:hasSelector"), selector)
        if e.checksum:
            yield ox.Triple(span, iri("sg:passageChecksum"), ox.Literal(e.checksum))
        yield ox.Triple(selector, _A, iri("oa:TextPositionSelector"))
        yield ox.Triple(selector, iri("oa:start"), COUNT.term(e.start))
        yield ox.Triple(selector, iri("oa:end"), COUNT.term(e.end))


def _known(what: str, seen: set[str]) -> bool:
    known = what in seen
    seen.add(what)
    return known


def _said(table: Table[Any], profile: Profile, node: ox.NamedNode, record: Any, seen: set[str]) -> Iterator[ox.Triple]:
    for write in _writers(table, profile):
        yield from write(node, record, seen)


@cache
def _writers(table: Table[Any], profile: Profile) -> tuple[_Write, ...]:
    return tuple(map(_writer, table.facts if profile == "facts" else table.provenance))


def _document(d: Document) -> Iterator[ox.Triple]:
    node, dataset = document_iri(d.id), ox.NamedNode(f"{BASE}dataset/{d.id}")
    yield ox.Triple(node, _A, iri("sg:Document"))
    yield from _said(DOCUMENT, "facts", node, d, set())
    yield ox.Triple(dataset, _A, iri("qb:DataSet"))
    yield ox.Triple(dataset, iri("qb:structure"), iri("sg:figureStructure"))
    yield ox.Triple(dataset, iri("dcterms:source"), node)


def _entity(e: Entity, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    if e.parts:
        found = (triple for part in e.parts for triple in _entity(part, profile, seen))
        # Where two sources say the same of it, the triple stands once.
        yield from dict.fromkeys((*found, *derived_types(e.id, e.derived)))
        return
    if profile == "facts" and (e.existence == "envisaged" or e.status == "rejected"):
        return
    node = entity_iri(e.id)
    for name in ontology().types(e.classes, e.existence):
        yield ox.Triple(node, _A, iri(f"sg:{name}"))
    yield from derived_types(e.id, e.derived)
    if e.existence != "individual":
        for name in e.classes:
            yield ox.Triple(node, iri("sg:ofClass"), iri(f"sg:{name}"))
    yield from _said(ENTITY, "facts", node, e, seen)
    for former in map(entity_iri, e.merged_from):
        yield ox.Triple(former, iri("dcterms:isReplacedBy"), node)
        yield ox.Triple(former, iri("owl:deprecated"), ox.Literal(True))
    forms = (("anyName", form) for form in e.forms)
    for name, text in (("name", e.name), ("nameEn", e.name_en), *forms):
        if text:
            yield ox.Triple(node, iri(f"sg:{name}"), ox.Literal(text))
    if UNIT in e.classes:
        yield ox.Triple(node, iri("skos:inScheme"), ox.NamedNode(BASE + "unit"))
    if profile == "provenance":
        yield from _said(ENTITY, "provenance", node, e, seen)


def _section(s: Section, seen: set[str]) -> Iterator[ox.Triple]:
    node = ox.NamedNode(f"{BASE}section/{s.id}")
    yield ox.Triple(node, _A, iri("sg:Section"))
    yield from _said(SECTION, "facts", node, s, seen)
    yield from _said(SECTION, "provenance", node, s, seen)


def _statement(s: Statement, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    subject, predicate = entity_iri(s.subject), iri(f"sg:{s.predicate}")
    relation = ontology().properties[s.predicate]
    takes_text = relation.takes_text
    value = ox.Literal(s.text, language="zh") if takes_text else entity_iri(s.object)
    # Two statements may say the same, at other times or places; as a fact it is one triple.
    if s.is_fact and not _known(f"{s.subject} {s.predicate} {s.text if takes_text else s.object}", seen):
        yield ox.Triple(subject, predicate, value)
        if relation.symmetric and not _known(f"{s.object} {s.predicate} {s.subject}", seen):
            yield ox.Triple(entity_iri(s.object), predicate, subject)
    if profile == "facts":
        return
    node = ox.NamedNode(f"{BASE}statement/{s.id}")
    for name in ontology().lineage(s.class_name):
        yield ox.Triple(node, _A, iri(f"sg:{name}"))
    yield ox.Triple(node, _A, iri("rdf:Statement"))
    yield ox.Triple(node, _SUBJECT, subject)
    yield ox.Triple(node, _PREDICATE, predicate)
    yield ox.Triple(node, _OBJECT, value)
    yield from _said(STATEMENT, "facts", node, s, seen)
    yield from _days(node, s)
    yield from _said(STATEMENT, "provenance", node, s, seen)


def _observation(o: Observation, profile: Profile, seen: set[str]) -> Iterator[ox.Triple]:
    if profile == "facts" and not o.is_fact:
        return
    node = ox.NamedNode(f"{BASE}figure/{o.id}")
    for name in ontology().lineage(o.class_name):
        yield ox.Triple(node, _A, iri(f"sg:{name}"))
    yield ox.Triple(node, _A, iri("qb:Observation"))
    yield ox.Triple(node, iri("qb:dataSet"), ox.NamedNode(f"{BASE}dataset/{o.source}"))
    yield from _said(OBSERVATION, "facts", node, o, seen)
    yield from (ox.Triple(node, iri(f"sg:{name}"), DECIMAL.term(end)) for name, end in ends(o).items())
    yield from _days(node, o)
    yield from _period(node, o, seen)
    if profile == "provenance":
        yield from _said(OBSERVATION, "provenance", node, o, seen)


def _days(node: ox.NamedNode, record: Statement | Observation) -> Iterator[ox.Triple]:
    """Days compare, where a year and a month are of different types and do not."""
    for name, day in days(record.start, record.end).items():
        yield ox.Triple(node, iri(f"sg:{name}"), DATE.term(day))


def _period(node: ox.NamedNode, o: Observation, seen: set[str]) -> Iterator[ox.Triple]:
    """The dimension of time: Data Cube wants a value for it on every observation (IC-11)."""
    if not o.start and not o.end:
        yield ox.Triple(node, iri("sg:refPeriod"), iri("sg:timeUnknown"))
        return
    interval = ox.NamedNode(f"{BASE}interval/{o.start or '..'}_{o.end or '..'}")
    yield ox.Triple(node, iri("sg:refPeriod"), interval)
    if _known(interval.value, seen):
        return
    yield ox.Triple(interval, _A, iri("time:Interval"))
    for name, date in (("hasBeginning", o.start), ("hasEnd", o.end)):
        if date:
            instant = ox.NamedNode(f"{BASE}instant/{date}")
            yield ox.Triple(interval, iri(f"time:{name}"), instant)
            if not _known(instant.value, seen):
                yield ox.Triple(instant, _A, iri("time:Instant"))
                yield ox.Triple(instant, iri(f"time:{_INSTANTS[len(date)]}"), DATE.term(date))
