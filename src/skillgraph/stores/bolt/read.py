"""The records of a property graph behind Bolt, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.mapping.fields import DOCUMENT, OBSERVATION, SECTION, STATEMENT, Table
from skillgraph.mapping.propertygraph import entity_of, record_of
from skillgraph.model.errors import DataError
from skillgraph.model.records import Document, Record

if TYPE_CHECKING:
    from neo4j import Session

#: Gives the rows of the answer to a query.
Run = Callable[[str], Iterable[Sequence[Any]]]

_Node = dict[str, Any]
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
    return (record_of(DOCUMENT, properties) for (properties,) in _held(run(_DOCUMENTS), tuple[_Node]))


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
    for labels, properties, said in _held(run(_ENTITIES), tuple[list[str], _Node, list[_Node]]):
        yield entity_of(labels, properties, said, reports)
    tables: tuple[tuple[str, Table[Any]], ...] = (
        (_SECTIONS, SECTION), (_STATEMENTS, STATEMENT), (_FIGURES, OBSERVATION),
    )  # fmt: skip
    for query, table in tables:
        for node, types, ends in _held(run(query), tuple[_Node, list[str], list[str]]):
            if len(types) != len(ends):
                raise DataError(f"node {node.get('id')!r} is tied to a node without an id: push the graph again")
            yield record_of(table, node, zip(types, ends, strict=True))


def _held(rows: Iterable[Sequence[Any]], kind: Any) -> Iterator[Any]:
    """Rows that are what was asked for, whatever has answered."""
    for row in rows:
        try:
            yield msgspec.convert(row, kind)
        except msgspec.ValidationError as error:
            raise DataError(f"the server's answer is not what was asked for: {error}") from None
