"""One source taken out of a graph in Neo4j, in steps that can be taken again."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.mapping.propertygraph import entity_of
from skillgraph.model.records import Entity
from skillgraph.stores.bolt.connection import RETRY_SECONDS
from skillgraph.stores.bolt.read import read_documents, rows
from skillgraph.stores.bolt.write import Batch, write_batch

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

_ENTITIES_AT_A_TIME = 1000

#: Neo4j splits these into transactions by itself; a text goes with the fact that leads to it.
_STATEMENTS = (
    "MATCH (:Skillgraph:Entity)-[r]->(t:Skillgraph:Text) WHERE r.source = $source "
    "CALL { WITH t DETACH DELETE t } IN TRANSACTIONS OF 5000 ROWS",
    "MATCH (:Skillgraph:Entity)-[r]->(:Skillgraph:Entity) WHERE r.source = $source "
    "CALL { WITH r DELETE r } IN TRANSACTIONS OF 5000 ROWS",
    "MATCH (n:Skillgraph) WHERE (n:Statement OR n:Figure OR n:Section) AND n.source = $source "
    "CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
)
#: The document of a source of which something had to stay is no longer whole: it has no version, and says so.
_MARK = "MATCH (d:Skillgraph:Document {id: $source}) REMOVE d.tablesSha256 SET d.removed = true"
_REMOVED = "MATCH (d:Skillgraph:Document) WHERE d.removed RETURN d.id ORDER BY d.id"
_DOCUMENT = (
    "MATCH (d:Skillgraph:Document {id: $source}) "
    "WHERE NOT EXISTS { MATCH (n:Skillgraph:Entity) WHERE $source IN n.sources } DETACH DELETE d"
)
# Whatever still says something of an entity leads to it.
_ENTITIES = (
    "MATCH (n:Skillgraph:Entity) WHERE n.id > $after AND $source IN n.sources "
    "WITH n ORDER BY n.id LIMIT $limit "
    "OPTIONAL MATCH (n)-[:DESCRIBED_AS]->(d) WITH n, collect(properties(d)) AS said "
    "RETURN labels(n), properties(n), said, EXISTS { (n)<--(:Skillgraph) } AS needed ORDER BY n.id"
)


def remove_source(session: Session, source: str) -> int:
    """Removes what one source says; stopped in the middle, it is completed by being called again.

    Facts and figures go first, the document last. An entity that others describe keeps what they say; one that only
    this source describes goes, unless facts of others lead to or from it: then its names stay, without its mentions,
    until no fact leads to or from it any more.

    Args:
        session: for writing.
        source: the document's id; nothing happens if it is not there.

    Returns:
        How many entities stay although no other source describes them.

    Raises:
        DataError: what is there is not whole.
    """
    for statement in _STATEMENTS:
        _run(session, statement, source)
    documents = list(read_documents(partial(rows, session)))
    reports = {d.id for d in documents if d.kind == "report"}
    _run(session, _MARK, source)
    kept = 0
    for (removed,) in session.run(_REMOVED).values():
        stay = _remove_entities_of(session, removed, reports)
        _run(session, _DOCUMENT, removed)
        kept += stay if removed == source else 0
    return kept


def remove_terms(session: Session) -> None:
    """Removes the vocabulary's own terms.

    Args:
        session: for writing.
    """
    _run(session, "MATCH (t:Skillgraph:Term) DETACH DELETE t")


def _run(session: Session, query: str, source: str = "") -> None:
    """Runs what changes nothing if it is run again, in transactions of its own; again if others stand in its way."""
    from neo4j.exceptions import TransientError

    until = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            session.run(query, source=source).consume()
            return
        except TransientError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _remove_entities_of(session: Session, source: str, reports: set[str]) -> int:
    """Removes what a source says of entities; gives the number of those that have to stay."""
    kept, after = 0, ""
    while True:
        values = {"source": source, "after": after, "limit": _ENTITIES_AT_A_TIME}
        rows = [record.values() for record in session.run(_ENTITIES, values)]
        if not rows:
            return kept
        after = rows[-1][1]["id"]
        kept += session.execute_write(_remove_entities, source, rows, reports)


def _remove_entities(transaction: ManagedTransaction, source: str, rows: list[list[Any]], reports: set[str]) -> int:
    """Removes or rewrites some entities; gives the number of those that had to stay."""
    gone: list[str] = []
    rewritten, kept = Batch(), 0
    for labels, properties, said, needed in rows:
        entity = entity_of(labels, properties, said, reports)
        if remaining := _without(entity, source):
            rewritten.add_record(remaining)
        elif needed:
            kept += 1
            rewritten.add_record(msgspec.structs.replace(entity, mentions=()))
        else:
            gone.append(entity.id)
    written = [e.id for e in rewritten.records if isinstance(e, Entity)]
    transaction.run(
        "UNWIND $ids AS id MATCH (:Skillgraph:Entity {id: id})-[:DESCRIBED_AS]->(d) DETACH DELETE d", ids=gone + written
    ).consume()
    transaction.run("UNWIND $ids AS id MATCH (n:Skillgraph:Entity {id: id}) DETACH DELETE n", ids=gone).consume()
    write_batch(transaction, rewritten)
    return kept


def _without(entity: Entity, source: str) -> Entity | None:
    """The entity as the other sources describe it, or None if there is no other."""
    remaining = [part for part in entity.descriptions if part.source != source]
    if not remaining:
        return None
    found = msgspec.structs.replace(remaining[0], derived=entity.derived)
    for part in remaining[1:]:
        found = found.merged(part)
    return found
