"""A script of Cypher that writes what `push` writes, for cypher-shell and Neo4j Browser: no parameters, no transactions
of its own, one statement a batch of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from skillgraph.formats._cypher import literal, map_literal
from skillgraph.formats._elements import nodes, relationships
from skillgraph.graph import KnowledgeGraph
from skillgraph.propertygraph import Node, Relationship
from skillgraph.stores.neo4j_graph import SCHEMA

#: Rows of a statement, which is parsed and held whole by the server.
_ROWS = 200

_HEAD = """\
// A graph of skillgraph for Neo4j 5. Run it with
//   cypher-shell -f THIS_FILE
// or open it in Neo4j Browser with "Enable multi statement query editor" switched on. Running it again changes nothing.
// It is for a database without other sources of skillgraph: where there are some, use `skillgraph push`.
"""


def write(graph: KnowledgeGraph, file: IO[bytes]) -> None:
    """Writes constraints and indexes, then nodes, then relationships."""
    file.write(_HEAD.encode())
    for statement in (*SCHEMA, "CALL db.awaitIndexes(60)"):
        file.write(f"{statement};\n".encode())
    for labels, rows in _batches((":".join(f"`{label}`" for label in n.labels), _node(n)) for n in nodes(graph)):
        then = f"MERGE (n:Skillgraph {{id: row.id}}) SET n = row SET n:{labels}"
        file.write(f"UNWIND [\n{rows}\n] AS row {then};\n".encode())
    for type, rows in _batches((r.type, _relationship(r)) for r in relationships(graph)):
        ends = "MATCH (a:Skillgraph {id: row.start}) MATCH (b:Skillgraph {id: row.end})"
        then = f"MERGE (a)-[r:`{type}` {{id: row.properties.id}}]->(b) SET r = row.properties"
        file.write(f"UNWIND [\n{rows}\n] AS row {ends} {then};\n".encode())


def _node(node: Node) -> str:
    return map_literal({"id": node.id, **node.properties})


def _relationship(r: Relationship) -> str:
    properties = map_literal({"id": r.id, **r.properties})
    return f"{{start: {literal(r.start)}, end: {literal(r.end)}, properties: {properties}}}"


def _batches(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Rows put together by what their statement holds: its labels or its type."""
    waiting: dict[str, list[str]] = {}
    for key, row in rows:
        batch = waiting.setdefault(key, [])
        batch.append(row)
        if len(batch) == _ROWS:
            yield key, ",\n".join(waiting.pop(key))
    for key, batch in waiting.items():
        yield key, ",\n".join(batch)
