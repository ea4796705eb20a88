"""A small graph with values of every kind, and queries that no server may let through."""

from __future__ import annotations

import json
from pathlib import Path

COUNT = 300
VALUES = {
    "text": "𬭎𠮷 \"double\" 'single' \\ back\nnext\tline {brace} $name `tick`",
    "largest": 2**63 - 1,
    "smallest": -(2**63),
    "small": 7,
    "half": 0.1,
    "whole": 2.0,
    "yes": True,
    "no": False,
    "tags": ["a", "𬭎", "x\ny"],
    "none_yet": [],
}
#: Three unrelated nodes, and a condition that keeps a database from counting without looking.
ENDLESS = "MATCH (a), (b), (c), (d) WHERE a.n + b.n + c.n + d.n = -1 RETURN a"
#: The engines do not look at the clock inside of a list, so only the end of its process stops this in time. A server,
#: which no test ends, is busy with it for some ten seconds, and no longer.
DEAF = "RETURN size([x IN range(1, 100000) WHERE size([y IN range(1, 3000) WHERE y % 7 = x % 5]) = -1]) AS s"
WRITES = [
    "CREATE (n:School {id: 'new'})",
    "MERGE (n:School {id: 'new'})",
    "MERGE (n:School {id: 'n0'})",
    "MATCH (n:School) SET n.n = -1",
    "MATCH (n:School) SET n:Other RETURN n",
    "MATCH (n:School) REMOVE n.n",
    "MATCH (n:School) REMOVE n:School",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n) DETACH DELETE n",
    "FOREACH (x IN [1, 2] | CREATE (:School {id: 'new'}))",
    "MATCH (n:School) CALL (n) { SET n.n = -1 } RETURN count(n)",
    "CALL { CREATE (:School {id: 'new'}) } IN TRANSACTIONS",
    "UNWIND [1] AS x CALL { WITH x CREATE (:School) } IN TRANSACTIONS OF 1 ROWS",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
    "CREATE INDEX FOR (n:School) ON (n.n)",
    "CREATE CONSTRAINT FOR (n:School) REQUIRE n.id IS UNIQUE",
    "DROP INDEX some_index IF EXISTS",
    "CALL db.createLabel('Other')",
    "CALL apoc.create.node(['School'], {id: 'new'}) YIELD node RETURN node",
    "CREATE USER eve SET PASSWORD 'long enough'",
    "/* MATCH */ create (n:School {id: 'new'})",
]


def write_graph(folder: Path) -> tuple[Path, Path]:
    nodes = [
        {
            "id": f"n{number}",
            "labels": ["School", "Concept"] if number % 2 else ["School"],
            "properties": {"n": number},
        }
        for number in range(COUNT)
    ]
    nodes.append({"id": "values", "labels": ["Value", "Concept", "Odd Label"], "properties": VALUES})
    edges = [
        {
            "id": f"r{number}",
            "type": "NEXT",
            "start": f"n{number}",
            "end": f"n{number + 1}",
            "properties": {"w": number},
        }
        for number in range(COUNT - 1)
    ]
    files = folder / "nodes.jsonl", folder / "relationships.jsonl"
    for file, lines in zip(files, (nodes, edges), strict=True):
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return files
