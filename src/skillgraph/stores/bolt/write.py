"""Records written to Neo4j in transactions of some thousand rows, each record whole in one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from skillgraph.mapping.ontology_graph import term_elements
from skillgraph.mapping.propertygraph import Node, Property, Relationship, elements, entity_of
from skillgraph.model.derivation import FOREIGN_PARTNER, LOOKED_AT, World
from skillgraph.model.errors import DataError
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Statement
from skillgraph.model.terms import COUNTRY, PARTNERS_WITH
from skillgraph.stores.target import check_same

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

T = TypeVar("T")
Row = dict[str, Any]

#: Rows of a transaction: more would not be quicker, and memory would grow.
ROWS = 5000
#: A source says of itself that it is being written or removed, so that nobody takes a part of it for the whole.
_BEGIN = "MATCH (d:Skillgraph:Document) WHERE d.id IN $ids SET d.unfinished = true"
_END = "MATCH (d:Skillgraph:Document) WHERE d.id IN $ids REMOVE d.unfinished"


class Counts(msgspec.Struct, frozen=True):
    """How many nodes and relationships were written.

    Example:
        >>> Counts(1, 2) + Counts(3, 4)
        Counts(nodes=4, relationships=6)
    """

    nodes: int = 0
    relationships: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.nodes + other.nodes, self.relationships + other.relationships)


class Batch(msgspec.Struct):
    """The rows of one transaction, by the labels or the type that their query holds."""

    records: list[Record] = msgspec.field(default_factory=list)
    nodes: dict[tuple[str, ...], list[Row]] = msgspec.field(default_factory=dict)
    relationships: dict[str, list[Row]] = msgspec.field(default_factory=dict)
    rows: int = 0

    def add(self, element: Node | Relationship) -> None:
        """Takes a row."""
        self.rows += 1
        row: dict[str, Property] = {"id": element.id, **element.properties}
        if isinstance(element, Node):
            self.nodes.setdefault(element.labels, []).append(row)
        else:
            link = {"start": element.start, "end": element.end, "properties": row}
            self.relationships.setdefault(element.type, []).append(link)

    def add_record(self, record: Record) -> None:
        """Takes a record with all its rows."""
        self.records.append(record)
        for element in elements(record):
            self.add(element)

    @property
    def counts(self) -> Counts:
        """What it writes."""
        return Counts(sum(map(len, self.nodes.values())), sum(map(len, self.relationships.values())))


def write_records(
    session: Session,
    records: Iterable[Record],
    documents: Mapping[str, Document],
    there: Mapping[str, Document],
    progress: Callable[[int], None],
) -> Counts:
    """Writes records; a record of an entity that other sources in the database describe too is put together with them.

    Their sources are marked as by `begin`.

    Args:
        session: for writing.
        records: documents, entities, sections, statements, observations, in that order.
        documents: the sources of the records.
        there: the sources that are in the database.
        progress: called with the number of records after each transaction.

    Raises:
        DataError: an end of a fact is not there, or an entity is something else in the database.
    """
    others = {id: document for id, document in there.items() if id not in documents}
    counts = Counts()
    for batch in _ahead(_batches(records, {**documents, **others})):
        if others and any(isinstance(record, Entity) for record in batch.records):
            batch = _with_others(session, batch, documents, others)
        session.execute_write(_write, batch)
        counts += batch.counts
        progress(len(batch.records))
    return counts


def begin(session: Session, sources: Collection[str]) -> None:
    """Marks sources that are there as being written or removed, until `end`.

    Args:
        session: for writing.
        sources: their ids.
    """
    session.run(_BEGIN, ids=list(sources)).consume()


def end(session: Session, sources: Collection[str]) -> None:
    """Marks sources as whole; arguments as `begin`."""
    session.run(_END, ids=list(sources)).consume()


def _write(transaction: ManagedTransaction, batch: Batch) -> None:
    write_batch(transaction, batch)
    if sources := [record.id for record in batch.records if isinstance(record, Document)]:
        transaction.run(_BEGIN, ids=sources).consume()


def write_terms(session: Session) -> Counts:
    """Writes the vocabulary's own terms anew, all in one transaction."""
    batch = Batch()
    for element in term_elements():
        batch.add(element)

    def write(transaction: ManagedTransaction) -> None:
        transaction.run("MATCH (t:Skillgraph:Term) DETACH DELETE t").consume()
        write_batch(transaction, batch)

    session.execute_write(write)
    return batch.counts


def write_batch(transaction: ManagedTransaction, batch: Batch) -> None:
    """Writes a batch, nodes first.

    Raises:
        DataError: an end of a relationship is not there.
    """
    for labels, rows in batch.nodes.items():
        transaction.run(_merge_nodes(labels), rows=rows).consume()
    for type_name, rows in batch.relationships.items():
        [written] = transaction.run(_merge_relationships(type_name), rows=rows).single(strict=True)
        if written != len(rows):
            ids = ", ".join(row["properties"]["id"] for row in rows[:3])
            raise DataError(f"{len(rows) - written} ends of {type_name} are not in the database; near {ids}")


def derive(session: Session) -> None:
    """Sets the labels that follow from all sources together, by the rules over what the database holds."""
    world = World()
    for name in LOOKED_AT:
        query = f"MATCH (a:Skillgraph:Entity)-[:{_quoted(relationship_type(name))}]->(b:Entity) RETURN a.id, b.id"
        for start, end in session.run(query):
            world.add_fact(start, name, end)
    # The rules look at no more entities than these.
    query = (
        f"MATCH (n:Skillgraph:Entity) WHERE (n:{COUNTRY} OR EXISTS {{ (n)-[:{relationship_type(PARTNERS_WITH)}]-() }}) "
        "AND NONE(label IN labels(n) WHERE label IN $later) RETURN n.id, labels(n)"
    )
    rows = session.run(query, later=list(ontology().existence_classes.values()))
    session.execute_write(_set_partners, sorted(world.foreign_partners(dict(rows.values()))))


def _set_partners(transaction: ManagedTransaction, ids: list[str]) -> None:
    transaction.run(
        f"MATCH (n:Skillgraph:{FOREIGN_PARTNER}) WHERE NOT n.id IN $ids REMOVE n:{FOREIGN_PARTNER}", ids=ids
    ).consume()
    transaction.run(f"UNWIND $ids AS id MATCH (n:Skillgraph {{id: id}}) SET n:{FOREIGN_PARTNER}", ids=ids).consume()


def ends_first(records: Iterable[Record]) -> Iterator[Record]:
    """Records in an order in which what a figure is part of, and what is restated, stands before.

    Args:
        records: each kind by id, so that only those are held back whose end is still to come.

    Example:
        >>> part = Statement("r/1", "r", "a", "partnersWith", "b", restates="r/2")
        >>> [record.id for record in ends_first([part, Statement("r/2", "r", "a", "partnersWith", "b")])]
        ['r/2', 'r/1']
    """
    held: dict[str, Statement | Observation] = {}
    for record in records:
        if not isinstance(record, Statement | Observation):
            yield record
            continue
        if held and type(record) is not type(next(iter(held.values()))):
            yield from _released(held)
        if any(end > record.id or end in held for end in _leads_to(record)):
            held[record.id] = record
        else:
            yield record
    yield from _released(held)


def _released(held: dict[str, Statement | Observation]) -> Iterator[Record]:
    while held:
        path = dict.fromkeys([next(iter(held))])
        while path:
            last = next(reversed(path))
            if above := [end for end in _leads_to(held[last]) if end in held and end not in path]:
                path[above[0]] = None
            else:
                del path[last]
                yield held.pop(last)


def _leads_to(record: Statement | Observation) -> tuple[str, ...]:
    return (record.restates, record.part_of) if isinstance(record, Observation) else (record.restates,)


def _batches(records: Iterable[Record], documents: Mapping[str, Document]) -> Iterator[Batch]:
    batch = Batch()
    for record in ends_first(records):
        if isinstance(record, Entity) and record.id in documents:
            raise DataError(f"{record.id!r} is an entity here and a source in the database: give it another id")
        batch.add_record(record)
        if batch.rows >= ROWS:
            yield batch
            batch = Batch()
    if batch.records:
        yield batch


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, the next one made while the server works on the last."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, items, None)
        while (item := following.result()) is not None:
            following = thread.submit(next, items, None)
            yield item


def _with_others(
    session: Session, batch: Batch, documents: Mapping[str, Document], others: Mapping[str, Document]
) -> Batch:
    """The batch with what other sources in the database say of its entities."""
    ids = [record.id for record in batch.records if isinstance(record, Entity)]
    reports = {d.id for d in (*documents.values(), *others.values()) if d.kind == "report"}
    query = (
        "UNWIND $ids AS id MATCH (n:Skillgraph:Entity {id: id}) "
        "WHERE any(source IN n.sources WHERE source IN $others) "
        "OPTIONAL MATCH (n)-[:DESCRIBED_AS]->(d) WITH n, collect(properties(d)) AS said "
        "RETURN labels(n), properties(n), said"
    )
    found: dict[str, Entity] = {}
    for labels, properties, said in session.run(query, ids=ids, others=list(others)):
        entity = entity_of(labels, properties, said, reports)
        found[entity.id] = entity
    merged = Batch()
    for record in batch.records:
        if isinstance(record, Entity) and record.id in found:
            record = _merged(record, found[record.id], others, reports)
        merged.add_record(record)
    return merged


def _merged(ours: Entity, theirs: Entity, others: Mapping[str, Document], reports: set[str]) -> Entity:
    for field in ("classes", "existence", "name"):
        sources = [part.source for part in theirs.descriptions]
        check_same(ours.id, field, getattr(ours, field), getattr(theirs, field), sources, "the database")
    parts = [*ours.descriptions, *(part for part in theirs.descriptions if part.source in others)]
    return Entity.of_parts(parts, reports, dict.fromkeys((*ours.derived, *theirs.derived)))


@cache
def _merge_nodes(labels: tuple[str, ...]) -> str:
    return f"UNWIND $rows AS row MERGE (n:Skillgraph {{id: row.id}}) SET n = row SET n{_labels(labels)}"


@cache
def _merge_relationships(type_name: str) -> str:
    return (
        "UNWIND $rows AS row "
        "MATCH (a:Skillgraph {id: row.start}) MATCH (b:Skillgraph {id: row.end}) "
        f"MERGE (a)-[r:{_quoted(type_name)} {{id: row.properties.id}}]->(b) SET r = row.properties RETURN count(r)"
    )


def _labels(names: Iterable[str]) -> str:
    return "".join(f":{_quoted(name)}" for name in names)


def _quoted(name: str) -> str:
    """A label or type in a query, where Neo4j takes no parameter; all of them are names of the vocabulary."""
    if not name.isidentifier():
        raise DataError(f"{name!r} is no name of the vocabulary")
    return f"`{name}`"
