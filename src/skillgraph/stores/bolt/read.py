"""The records of a property graph behind Bolt, streamed."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from skillgraph.mapping.fields import DOCUMENT, OBSERVATION, STATEMENT
from skillgraph.mapping.propertygraph import entity_of, fact_of, record_of
from skillgraph.model.records import Document, Record

if TYPE_CHECKING:
    from neo4j import Session

#: Gives the rows of the answer to a query.
Run = Callable[[str], Iterable[Sequence[Any]]]

_DOCUMENTS = "MATCH (d:Skillgraph:Document) RETURN properties(d) ORDER BY d.id"
_ENTITIES = (
    "MATCH (n:Skillgraph:Entity)-[r:SOURCE]->(d:Document) "
    "WITH n, d, r ORDER BY d.id "
    "WITH n, collect(d.id) AS sources, collect(properties(r)) AS said "
    "RETURN labels(n), properties(n), sources, said ORDER BY n.id"
)
_FACTS = (
    "MATCH (a:Skillgraph:Entity)-[r]->(b:Skillgraph) WHERE r.modality IS NOT NULL "
    "RETURN type(r), a.id, b.id, CASE WHEN b:Text THEN coalesce(b.text, '') END, properties(r) ORDER BY r.id"
)
_STATEMENTS = (
    "MATCH (s:Skillgraph:Statement)-[r]->(e) WITH s, collect(type(r)) AS types, collect(e.id) AS ends "
    "RETURN properties(s), types, ends ORDER BY s.id"
)
_FIGURES = (
    "MATCH (f:Skillgraph:Figure)-[r]->(e) WITH f, collect(type(r)) AS types, collect(e.id) AS ends "
    "RETURN properties(f), types, ends ORDER BY f.id"
)


def rows(session: Session, query: str) -> Iterator[Sequence[Any]]:
    """The rows of a query's answer, streamed.

    Args:
        session: of which one answer at a time is read.
        query: without parameters.
    """
    return (record.values() for record in session.run(query))


def read_documents(run: Run) -> Iterator[Document]:
    """The sources of a graph, by id.

    Args:
        run: gives the rows of a query's answer.

    Raises:
        DataError: a node is not whole.
    """
    return (record_of(DOCUMENT, properties) for (properties,) in run(_DOCUMENTS))


def read_records(run: Run) -> Iterator[Record]:
    """All records of a graph in the order of a built graph, each kind by id.

    Args:
        run: gives the rows of a query's answer; two queries may be read side by side.

    Raises:
        DataError: a node or relationship is not whole.
    """
    documents = list(read_documents(run))
    yield from documents
    reports = {d.id for d in documents if d.kind == "report"}
    for labels, properties, sources, said in run(_ENTITIES):
        yield entity_of(labels, properties, zip(sources, said, strict=True), reports)
    # Facts are sorted with what is not a fact, as a report's table has them.
    others = (record_of(STATEMENT, node, zip(types, ends, strict=True)) for node, types, ends in run(_STATEMENTS))
    facts = (fact_of(*row) for row in run(_FACTS))
    yield from heapq.merge(facts, others, key=lambda statement: statement.id)
    for node, types, ends in run(_FIGURES):
        yield record_of(OBSERVATION, node, zip(types, ends, strict=True))
