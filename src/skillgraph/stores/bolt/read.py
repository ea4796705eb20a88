"""The records of a property graph behind Bolt, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from skillgraph.mapping.fields import DOCUMENT, OBSERVATION, SECTION, STATEMENT, Table
from skillgraph.mapping.propertygraph import entity_of, record_of
from skillgraph.model.records import Document, Record

if TYPE_CHECKING:
    from neo4j import Session

#: Gives the rows of the answer to a query.
Run = Callable[[str], Iterable[Sequence[Any]]]

_DOCUMENTS = "MATCH (d:Skillgraph:Document) RETURN properties(d) ORDER BY d.id"
_ENTITIES = (
    "MATCH (n:Skillgraph:Entity) OPTIONAL MATCH (n)-[:DESCRIBED_AS]->(d) "
    "WITH n, collect(properties(d)) AS said RETURN labels(n), properties(n), said ORDER BY n.id"
)
_SECTIONS = (
    "MATCH (s:Skillgraph:Section) OPTIONAL MATCH (s)-[r]->(e) WITH s, collect(type(r)) AS types, collect(e.id) AS ends "
    "RETURN properties(s), types, ends ORDER BY s.id"
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
    for labels, properties, said in run(_ENTITIES):
        yield entity_of(labels, properties, said, reports)
    tables: tuple[tuple[str, Table[Any]], ...] = (
        (_SECTIONS, SECTION), (_STATEMENTS, STATEMENT), (_FIGURES, OBSERVATION),
    )  # fmt: skip
    for query, table in tables:
        for node, types, ends in run(query):
            yield record_of(table, node, zip(types, ends, strict=True))
