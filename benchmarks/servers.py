"""Time and memory of `push`, `pull`, `push --replace` and `push --remove` on real servers as a graph grows.

    python benchmarks/servers.py [Neo4j] [Oxigraph] [Fuseki] [STATEMENTS ...]

The graph is that of two synthetic reports with half of the statements each. Both speak of the same companies, and the
second describes only half of them: when the first is removed, what the second says of the companies stays, and so do
the names of those that it only refers to. Each server is new and runs on this machine. Prints wall seconds,
microseconds a statement and the peak memory of the client, as a Markdown table. Neo4j and Fuseki need Java 17 and
Maven.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scale import measured, skillgraph, write_loader

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from neo4j_server import PASSWORD, USER, neo4j_server
from sparql_servers import Fuseki, Oxigraph

SERVERS = ("Neo4j", "Oxigraph", "Fuseki")


def write_reports(folder: Path, statements: int) -> list[Path]:
    """The loaders of both reports."""
    loaders = [folder / "first", folder / "second"]
    for loader in loaders:
        write_loader(loader, statements // 2)
    table = loaders[1] / "entities.csv"
    rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(rows[: len(rows) // 2]), encoding="utf-8")
    return loaders


@contextmanager
def started(name: str, folder: Path) -> Iterator[str]:
    """The address of a new server."""
    if name == "Neo4j":
        folder.mkdir()
        with neo4j_server(folder) as server:
            yield server.uri
        return
    process = Fuseki(folder, java=("-Xmx4g",)) if name == "Fuseki" else Oxigraph(folder, timeout=None)
    try:
        yield process.url
    finally:
        process.kill()


def measure(name: str, statements: int) -> None:
    """Measures one server with a graph of one size, and prints its rows."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        built = folder / "build"
        measured(skillgraph("build", *write_reports(folder, statements), "-o", built))
        with started(name, folder / "server") as url:
            graph = ("--graph", built)
            commands = {
                "push": ("push", url, *graph),
                "pull": ("pull", url, "-o", folder / "pulled"),
                "push --replace": ("push", url, "--replace", "first", *graph),
                "push --remove": ("push", url, "--remove", "first"),
            }
            for label, arguments in commands.items():
                seconds, megabytes = measured(skillgraph(*arguments))
                each = seconds / statements * 1e6
                print(
                    f"| {name} | `{label}` | {statements:,} | {seconds:.1f} | {each:.0f} | {megabytes:.0f} |",
                    flush=True,
                )


def main(arguments: list[str]) -> None:
    """Measures the servers one after the other, each with every size."""
    os.environ.update(NEO4J_USERNAME=USER, NEO4J_PASSWORD=PASSWORD)
    names = [a for a in arguments if a in SERVERS] or SERVERS
    sizes = [int(a) for a in arguments if a not in SERVERS] or [20_000, 200_000]
    print("| server | command | statements | s | microseconds a statement | peak MB of the client |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in names:
        for size in sizes:
            measure(name, size)


if __name__ == "__main__":
    main(sys.argv[1:])
