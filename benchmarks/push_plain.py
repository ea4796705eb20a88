"""The script that somebody would write by hand to load a built graph into Neo4j: the measure for `push`.

NEO4J_USERNAME=neo4j NEO4J_PASSWORD=... python benchmarks/push_plain.py bolt://localhost:7687 build
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import neo4j

ROWS = 5000


def write(session: neo4j.Session, query: str, rows: list[dict[str, Any]]) -> None:
    """Runs a query over rows, a transaction for some thousand of them."""
    for start in range(0, len(rows), ROWS):
        batch = rows[start : start + ROWS]
        session.execute_write(lambda transaction: transaction.run(query, rows=batch).consume())  # noqa: B023


def main(uri: str, folder: Path) -> None:
    """Writes nodes by their labels, then relationships by their type."""
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    relationships: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (folder / "nodes.jsonl").open(encoding="utf-8") as file:
        for line in file:
            node = json.loads(line)
            nodes[":".join(node["labels"])].append({"id": node["id"], "properties": node["properties"]})
    with (folder / "relationships.jsonl").open(encoding="utf-8") as file:
        for line in file:
            relationship = json.loads(line)
            relationships[relationship["type"]].append(relationship)
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session() as session:
        session.run("CREATE CONSTRAINT skillgraph_id IF NOT EXISTS FOR (n:Skillgraph) REQUIRE n.id IS UNIQUE")
        for labels, rows in nodes.items():
            write(
                session,
                f"UNWIND $rows AS row MERGE (n:Skillgraph {{id: row.id}}) SET n:{labels} SET n += row.properties",
                rows,
            )
        for type_name, rows in relationships.items():
            write(
                session,
                "UNWIND $rows AS row MATCH (a:Skillgraph {id: row.start}) MATCH (b:Skillgraph {id: row.end}) "
                f"MERGE (a)-[r:{type_name} {{id: row.id}}]->(b) SET r += row.properties",
                rows,
            )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
