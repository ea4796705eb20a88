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
from skillgraph.mapping.rdf_shared import TextMarks, period, period_iri, say_passage
from skillgraph.mapping.rdf_terms import DATE, DECIMAL, form_of, iri
from skillgraph.model.bounds import ends
from skillgraph.model.dates import days
from skillgraph.model.errors import DataError
from skillgraph.model.marks import Seen, known
from skillgraph.model.ontology import BASE, ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Section, Statement
from skillgraph.model.terms import UNIT

Profile = Literal["facts", "provenance"]

#: The named graph of what follows from all sources together.
DERIVED = ox.NamedNode(BASE + "derived")

#: Adds what a field of a record says of its node to some triples; the third argument is what is written already.
_Write = Callable[[ox.NamedNode, Any, Seen, list[ox.Triple]], None]
_A, _SUBJECT, _PREDICATE, _OBJECT = (iri(f"rdf:{name}") for name in ("type", "subject", "predicate", "object"))
_RDF_STATEMENT, _CUBE, _DATA_SET = iri("rdf:Statement"), iri("qb:Observation"), iri("qb:dataSet")
_ANY_NAME, _NAME, _NAME_EN = iri("sg:anyName"), iri("sg:name"), iri("sg:nameEn")


def entity_iri(id: str) -> ox.NamedNode:
    """The IRI of an entity."""
    return ox.NamedNode(f"{BASE}entity/{id}")


def document_iri(id: str) -> ox.NamedNode:
    """The IRI of a document."""
    return ox.NamedNode(f"{BASE}document/{id}")


def triples(record: Record, profile: Profile, seen: Seen | None = None) -> list[ox.Triple]:
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
    return _triples(record, profile, set() if seen is None else seen, [])


def both_profiles(record: Record, seen_facts: Seen, seen: Seen) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """The triples of one record in `facts` and in `provenance`; what they have in common is made once.

    Args:
        record: any of the five.
        seen_facts: as of `triples`, for the first.
        seen: for the second.

    Raises:
        DataError: as `triples`.

    Example:
        >>> facts, provenance = both_profiles(Statement("r/1", "r", "a", "partnersWith", "b"), set(), set())
        >>> len(facts), provenance[:2] == facts
        (2, True)
    """
    if isinstance(record, Statement | Entity):
        facts: list[ox.Triple] = []
        return facts, _triples(record, "provenance", seen, facts)
    return triples(record, "facts", seen_facts), triples(record, "provenance", seen)


def _triples(record: Record, profile: Profile, seen: Seen, facts: list[ox.Triple]) -> list[ox.Triple]:
    """As `triples`; `facts` takes those of a statement or an entity that stand in both profiles."""
    try:
        if isinstance(record, Entity):
            return _entity(record, profile, seen, facts)
        if isinstance(record, Statement):
            return _statement(record, profile, seen, facts)
        if isinstance(record, Observation):
            return _observation(record, profile, seen)
        if profile == "facts":
            return []
        return _section(record, seen) if isinstance(record, Section) else _document(record)
    except ValueError as error:
        raise _not_rdf(record, error) from None


def _not_rdf(record: Record, error: ValueError) -> DataError:
    """Ids and languages are the vocabulary's where `build` wrote them; servers and other hands give any."""
    what = f"{type(record).__name__.lower()} {record.id[:80]!r}"
    return DataError(f"{what} can't stand in RDF ({error}): mend its ids and languages, and build the graph again")


def quads(record: Record, profile: Profile, seen: dict[str, set[str]]) -> Iterator[ox.Quad]:
    """The triples of one record in named graphs, as quads; arguments and errors as of `graphs`.

    Example:
        >>> laos = Entity("laos", "countries", ("Country",), "老挝")
        >>> {q.graph_name.value.rpartition("/")[2] for q in quads(laos, "facts", {})}
        {'countries'}
    """
    for graph, found in graphs(record, profile, seen):
        yield from (ox.Quad(t.subject, t.predicate, t.object, graph) for t in found)


def graphs(
    record: Record, profile: Profile, seen: dict[str, set[str]]
) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
    """The triples of one record by named graph: what a source says in the graph of its document, and the classes that
    a rule gives in the graph `DERIVED`.

    Args:
        record: any of the five.
        profile: `facts` or `provenance`.
        seen: by source what is written already; pass the same for all records written to one place.

    Raises:
        DataError: as `triples`.

    Example:
        >>> laos = Entity("laos", "countries", ("Country",), "老挝")
        >>> [(graph.value.rpartition("/")[2], len(found)) for graph, found in graphs(laos, "facts", {})]
        [('countries', 7)]
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
        yield graph, triples(part, profile, seen.setdefault(source, set()))
    if isinstance(record, Entity) and record.derived and not (profile == "facts" and record.existence == "envisaged"):
        yield DERIVED, [*derived_types(record.id, record.derived)]


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
        return lambda node, d, _, said: said.append(
            ox.Triple(node, predicate, ox.Literal(d.title, language=d.language))
        )
    term, needed = form_of(field).term, field.needed
    if field.many:
        return lambda node, record, _, said: said.extend(
            [ox.Triple(node, predicate, term(value)) for value in get(record)]
        )

    def one(node: ox.NamedNode, record: Any, _: Seen, said: list[ox.Triple]) -> None:
        value = get(record)
        if value or needed or value == 0:
            said.append(ox.Triple(node, predicate, term(value)))

    return one


def _qualifiers(node: ox.NamedNode, s: Statement | Observation, seen: Seen, said: list[ox.Triple]) -> None:
    for name, value in s.qualifiers:
        text = ontology().properties[name].takes_text
        term = ox.Literal(value, language="zh") if text else entity_iri(value)
        said.append(ox.Triple(node, iri(f"sg:{name}"), term))


def _evidence(
    property: ox.NamedNode, spans: Callable[[Any], Iterable[Evidence]],
    node: ox.NamedNode, record: Any, seen: Seen, said: list[ox.Triple],
) -> None:  # fmt: skip
    """Spans as Web Annotation selectors; the IRI of one is the text fragment of RFC 5147, section 2.2.1."""
    for e in spans(record):
        name = f"{BASE}document/{e.document}#char={e.start},{e.end}"
        said.append(ox.Triple(node, property, ox.NamedNode(name)))
        if not known(f"{e.document}#{e.start},{e.end}", seen):
            if isinstance(seen, TextMarks):
                seen.passages.append(e)
            else:
                say_passage(e, said)


def _say(
    table: Table[Any], profile: Profile, node: ox.NamedNode, record: Any, seen: Seen, said: list[ox.Triple]
) -> None:
    for write in _writers(table, profile):
        write(node, record, seen, said)


@cache
def _writers(table: Table[Any], profile: Profile) -> tuple[_Write, ...]:
    return tuple(map(_writer, table.facts if profile == "facts" else table.provenance))


@cache
def _classes(*names: str) -> tuple[ox.NamedNode, ...]:
    return tuple(iri(f"sg:{name}") for name in names)


def _document(d: Document) -> list[ox.Triple]:
    node, dataset = document_iri(d.id), ox.NamedNode(f"{BASE}dataset/{d.id}")
    said = [ox.Triple(node, _A, iri("sg:Document"))]
    _say(DOCUMENT, "facts", node, d, set(), said)
    said += (
        ox.Triple(dataset, _A, iri("qb:DataSet")),
        ox.Triple(dataset, iri("qb:structure"), iri("sg:figureStructure")),
        ox.Triple(dataset, iri("dcterms:source"), node),
    )
    return said


def _entity(e: Entity, profile: Profile, seen: Seen, facts: list[ox.Triple]) -> list[ox.Triple]:
    if e.parts:
        shared: list[ox.Triple] = []
        found = [triple for part in e.parts for triple in _entity(part, profile, seen, shared)]
        derived = list(derived_types(e.id, e.derived))
        # Where two sources say the same of it, the triple stands once.
        facts += dict.fromkeys(shared + derived)
        return list(dict.fromkeys(found + derived))
    is_fact = e.existence != "envisaged" and e.status != "rejected"
    if profile == "facts" and not is_fact:
        return []
    node = entity_iri(e.id)
    said = [ox.Triple(node, _A, name) for name in _classes(*ontology().types(e.classes, e.existence), *e.derived)]
    if e.existence != "individual":
        said += [ox.Triple(node, iri("sg:ofClass"), name) for name in _classes(*e.classes)]
    _say(ENTITY, "facts", node, e, seen, said)
    for former in map(entity_iri, e.merged_from):
        said.append(ox.Triple(former, iri("dcterms:isReplacedBy"), node))
        said.append(ox.Triple(former, iri("owl:deprecated"), ox.Literal(True)))
    for name, text in ((_NAME, e.name), (_NAME_EN, e.name_en), *((_ANY_NAME, form) for form in e.forms)):
        if text:
            said.append(ox.Triple(node, name, ox.Literal(text)))
    if UNIT in e.classes:
        said.append(ox.Triple(node, iri("skos:inScheme"), ox.NamedNode(BASE + "unit")))
    if is_fact:
        facts += said
    if profile == "provenance":
        _say(ENTITY, "provenance", node, e, seen, said)
    return said


def _section(s: Section, seen: Seen) -> list[ox.Triple]:
    node = ox.NamedNode(f"{BASE}section/{s.id}")
    said = [ox.Triple(node, _A, iri("sg:Section"))]
    _say(SECTION, "facts", node, s, seen, said)
    _say(SECTION, "provenance", node, s, seen, said)
    return said


def _fact_key(s: Statement) -> str:
    """By what `seen` knows that a fact stands as a triple already; one key for both ways of a symmetric relation."""
    relation = ontology().properties[s.predicate]
    one, other = s.subject, s.text if relation.takes_text else s.object
    if relation.symmetric and other < one:
        one, other = other, one
    return f"{one} {s.predicate} {other}"


def _statement(s: Statement, profile: Profile, seen: Seen, facts: list[ox.Triple]) -> list[ox.Triple]:
    subject, predicate = entity_iri(s.subject), iri(f"sg:{s.predicate}")
    relation = ontology().properties[s.predicate]
    takes_text = relation.takes_text
    value = ox.Literal(s.text, language="zh") if takes_text else entity_iri(s.object)
    said: list[ox.Triple] = []
    # Two statements may say the same, at other times or places; as a fact it is one triple.
    if s.is_fact and not known(_fact_key(s), seen):
        said.append(ox.Triple(subject, predicate, value))
        if relation.symmetric and s.object != s.subject:
            said.append(ox.Triple(entity_iri(s.object), predicate, subject))
    if profile == "facts":
        return said
    facts += said
    node = ox.NamedNode(f"{BASE}statement/{s.id}")
    said += [ox.Triple(node, _A, name) for name in _classes(*ontology().lineage(s.class_name))]
    said += (
        ox.Triple(node, _A, _RDF_STATEMENT),
        ox.Triple(node, _SUBJECT, subject),
        ox.Triple(node, _PREDICATE, predicate),
        ox.Triple(node, _OBJECT, value),
    )
    _say(STATEMENT, "facts", node, s, seen, said)
    _days(node, s, said)
    _say(STATEMENT, "provenance", node, s, seen, said)
    return said


def _observation(o: Observation, profile: Profile, seen: Seen) -> list[ox.Triple]:
    if profile == "facts" and not o.is_fact:
        return []
    node = ox.NamedNode(f"{BASE}figure/{o.id}")
    said = [ox.Triple(node, _A, name) for name in _classes(*ontology().lineage(o.class_name))]
    said.append(ox.Triple(node, _A, _CUBE))
    said.append(ox.Triple(node, _DATA_SET, ox.NamedNode(f"{BASE}dataset/{o.source}")))
    _say(OBSERVATION, "facts", node, o, seen, said)
    said += [ox.Triple(node, iri(f"sg:{name}"), DECIMAL.term(end)) for name, end in ends(o).items()]
    _days(node, o, said)
    _period(node, o, seen, said)
    if profile == "provenance":
        _say(OBSERVATION, "provenance", node, o, seen, said)
    return said


def _days(node: ox.NamedNode, record: Statement | Observation, said: list[ox.Triple]) -> None:
    """Days compare, where a year and a month are of different types and do not."""
    said += [ox.Triple(node, iri(f"sg:{name}"), DATE.term(day)) for name, day in days(record.start, record.end).items()]


def _period(node: ox.NamedNode, o: Observation, seen: Seen, said: list[ox.Triple]) -> None:
    """The dimension of time: Data Cube wants a value for it on every observation (IC-11)."""
    if not o.start and not o.end:
        said.append(ox.Triple(node, iri("sg:refPeriod"), iri("sg:timeUnknown")))
        return
    said.append(ox.Triple(node, iri("sg:refPeriod"), ox.NamedNode(period_iri(o.start, o.end))))
    said += period(o.start, o.end, seen)
