"""A script of Cypher that writes what `push` writes, for cypher-shell and Neo4j Browser: no parameters, no transactions
of its own, one statement a batch of rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import IO, TypeVar

from skillgraph.formats._cypher import literal
from skillgraph.formats._elements import nodes, relationships
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import Node, Property, Relationship
from skillgraph.stores.bolt.schema import SCHEMA, check_names

E = TypeVar("E", Node, Relationship)

#: Rows of a statement, which is parsed and held whole by the server.
_ROWS = 200

_HEAD = """\
// A graph of skillgraph for Neo4j 5 and 2026. Run it with
//   cypher-shell -f THIS_FILE
// or open it in Neo4j Browser with "Enable multi statement query editor" switched on. Running it again changes nothing.
// It is for a database without other sources of skillgraph: where there are some, use `skillgraph push`.
"""


def write(graph: GraphFolder, file: IO[bytes]) -> None:
    """Writes constraints and indexes, then nodes, then relationships."""
    check_names(graph.records())
    file.write(_HEAD.encode())
    for statement in (*SCHEMA, "CALL db.awaitIndexes(60)"):
        file.write(f"{statement};\n".encode())
    for batch in _batches(nodes(graph), lambda node: node.labels):
        names = _names(batch)
        rows = [[node.id, *map(node.properties.get, names)] for node in batch]
        labels = ":".join(f"`{label}`" for label in batch[0].labels)
        then = f"MERGE (n:Skillgraph {{id: row[0]}}) SET n = {_map(names, 0)} SET n:{labels}"
        file.write(_statement(rows, then))
    for links in _batches(relationships(graph), lambda relationship: relationship.type):
        names = _names(links)
        rows = [[link.start, link.end, link.id, *map(link.properties.get, names)] for link in links]
        then = (
            "MATCH (a:Skillgraph {id: row[0]}) MATCH (b:Skillgraph {id: row[1]}) "
            f"MERGE (a)-[r:`{links[0].type}` {{id: row[2]}}]->(b) SET r = {_map(names, 2)}"
        )
        file.write(_statement(rows, then))


FORMAT = Format(write=write)


def _batches(elements: Iterable[E], key: Callable[[E], Hashable]) -> Iterator[list[E]]:
    """What shares a statement: the labels of nodes and the type of relationships can't be values."""
    waiting: dict[Hashable, list[E]] = {}
    for element in elements:
        batch = waiting.setdefault(key(element), [])
        batch.append(element)
        if len(batch) == _ROWS:
            yield waiting.pop(key(element))
    yield from waiting.values()


def _names(batch: Iterable[Node | Relationship]) -> list[str]:
    """The properties that any of them has."""
    return list(dict.fromkeys(name for element in batch for name in element.properties))


def _map(names: list[str], first: int) -> str:
    """The properties by their places in a row; null, which stands for a missing one, sets none."""
    return "{" + ", ".join(f"{name}: row[{place}]" for place, name in enumerate(("id", *names), first)) + "}"


def _statement(rows: Iterable[list[Property | None]], then: str) -> bytes:
    # The server reads a list of lists in half the time of a list of maps.
    lines = ",\n".join("[" + ", ".join(map(literal, row)) + "]" for row in rows)
    return f"UNWIND [\n{lines}\n] AS row\n{then};\n".encode()
