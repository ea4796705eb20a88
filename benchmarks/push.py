"""Time and memory of `push` to a real Neo4j, beside a plain script of UNWIND and MERGE that writes the same rows.

    python benchmarks/push.py [STATEMENTS ...]

After that, `export neo4j-csv` and the import of that folder by the real neo4j-admin into a Neo4j of its own.

For each size, both write the same synthetic graph into an empty database of one server, in turn. Prints the wall
seconds of the quickest run (on a busy machine the others measure its neighbours), microseconds a statement, the peak
memory of the client, and how fast `push` is beside the plain script (more than 1 is faster), as a Markdown table.
Needs Java 17 and Maven.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from scale import measured, skillgraph, write_loader

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from neo4j_server import PASSWORD, USER, neo4j_server, wipe
from neo4j_tools import install, run_in

ROUNDS = 5


def built(folder: Path, statements: int) -> Path:
    """The folder of a synthetic graph."""
    write_loader(folder / "scale", statements)
    measured(skillgraph("build", folder / "scale", "-o", folder / "build"))
    return folder / "build"


def compare(statements: int) -> None:
    """Measures one size, and prints its two rows."""
    os.environ.update(NEO4J_USERNAME=USER, NEO4J_PASSWORD=PASSWORD)
    with tempfile.TemporaryDirectory() as name, neo4j_server(Path(name)) as server:
        uri, graph = server.uri, built(Path(name), statements)
        plain = [sys.executable, str(Path(__file__).with_name("push_plain.py")), uri, str(graph)]
        push = skillgraph("push", uri, "--graph", graph)
        found: dict[str, list[tuple[float, float]]] = {"push": [], "plain script": []}
        pairs = [("push", push), ("plain script", plain)]
        for _ in range(ROUNDS):
            pairs.reverse()
            for label, command in pairs:
                wipe(uri)
                found[label].append(measured(command))
        imported = admin_import(Path(name) / "import", graph)
    seconds = {label: min(s for s, _ in values) for label, values in found.items()}
    for label, values in found.items():
        print(
            f"| {statements:,} | {label} | {seconds[label]:.1f} | {seconds[label] / statements * 1e6:.0f} "
            f"| {max(mb for _, mb in values):.0f} | {seconds['plain script'] / seconds[label]:.2f} |",
            flush=True,
        )

    print(
        f"| {statements:,} | neo4j-csv and neo4j-admin | {sum(imported):.1f} ({imported[0]:.1f} export, "
        f"{imported[1]:.1f} import) | {sum(imported) / statements * 1e6:.0f} | | "
        f"{seconds['plain script'] / sum(imported):.2f} |",
        flush=True,
    )


def admin_import(folder: Path, graph: Path) -> tuple[float, float]:
    """Wall seconds of the export as CSV and of the import by neo4j-admin, Java's start included."""
    folder.mkdir()
    home = install(folder)
    target = folder / "csv"
    exported, _ = measured(skillgraph("export", "neo4j-csv", "--graph", graph, "-o", target))
    started = time.perf_counter()
    run_in(target, home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j")
    return exported, time.perf_counter() - started


def main(sizes: list[int]) -> None:
    """Measures the sizes one after the other."""
    print("| statements | written by | s | microseconds a statement | peak MB | speed beside the plain script |")
    print("|---|---|---|---|---|---|", flush=True)
    for statements in sizes:
        compare(statements)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 200_000])
