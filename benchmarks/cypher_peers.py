"""Warm questions in Cypher to the embedded database and, in turn, to a Neo4j 5.26 that the same graph was pushed to.

    python benchmarks/cypher_peers.py FOLDER [FOLDER ...]

Each folder is a built graph, as `benchmarks/cypher.py` makes them. Prints medians and minima of some rounds, in
milliseconds, as a Markdown table. Both are asked by the product: of Neo4j it asks first whether the query writes.
Needs Java and Maven for Neo4j.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cypher import WARM
from scale import skillgraph

from skillgraph.graph.results import Rows
from skillgraph.stores.bolt.cypher import CypherStore
from skillgraph.stores.local.opening import open_cypher

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from neo4j_server import ACCESS, PASSWORD, USER, neo4j_server

ASKED = {
    **WARM,
    "by class": "MATCH (n:Enterprise) RETURN n.id ORDER BY n.id LIMIT 1000",
    "top 20": "MATCH (n:Enterprise)-[:PARTNERS_WITH]-(m) RETURN n.id, count(m) AS c ORDER BY c DESC, n.id LIMIT 20",
}
ROUNDS = 10


def milliseconds(ask: Callable[..., Rows], text: str, values: dict[str, str]) -> tuple[float, object]:
    """The time of one answer, and its rows."""
    started = time.perf_counter()
    rows = ask(text, values, timeout=600).rows
    return 1000 * (time.perf_counter() - started), rows


def measure(folder: Path) -> None:
    """A row for each query."""
    with (folder / "nodes.jsonl").open(encoding="utf-8") as lines:
        thing = next(node for node in map(json.loads, lines) if "Enterprise" in node["labels"])
    values = {"id": thing["id"], "name": thing["properties"]["name"]}
    with tempfile.TemporaryDirectory() as home, neo4j_server(Path(home)) as server:
        push = skillgraph("push", server.uri, "--graph", folder)
        subprocess.run(push, check=True, env=os.environ | ACCESS, stdout=subprocess.DEVNULL)
        with open_cypher(folder) as ours, CypherStore(server.uri, username=USER, password=PASSWORD) as theirs:
            for label, text in ASKED.items():
                times: dict[str, list[float]] = {"ours": [], "theirs": []}
                for _ in range(ROUNDS):
                    one, rows = milliseconds(ours.query, text, values)
                    other, same = milliseconds(theirs.query, text, values)
                    if rows != same:
                        sys.exit(f"{label}: the answers differ")
                    times["ours"].append(one)
                    times["theirs"].append(other)
                cells = [f"{of(times[who]):.1f}" for of in (statistics.median, min) for who in times]
                print(f"| {folder} | {label} | {' | '.join(cells)} |", flush=True)


def main(folders: list[str]) -> None:
    """Measures one graph after the other."""
    print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    print("| graph | query | median ms | Neo4j | least ms | Neo4j |\n|---|---|---|---|---|---|")
    for folder in folders:
        measure(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
