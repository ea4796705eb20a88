"""Time and memory of `push` to a SPARQL server as a report grows: synthetic reports with the statements asked for.

    python benchmarks/sparql_push.py URL [STATEMENTS ...]

URL is that of an empty data set of a Fuseki or of an empty Oxigraph server, which is left as it was found. Prints wall
seconds, microseconds a statement and the peak memory of the client, as a Markdown table.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scale import write_loader

from skillgraph.build import build
from skillgraph.stores.graph_store import GraphStore


def measure(url: str, statements: int) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a push to an empty server."""
    with tempfile.TemporaryDirectory() as name:
        loader = Path(name) / "scale"
        write_loader(loader, statements)
        build([loader], Path(name) / "build")
        command = [sys.executable, "-m", "skillgraph", "push", url, "--graph", str(Path(name) / "build")]
        started = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            sys.exit(f"the push of {statements} statements failed")
        return seconds, usage.ru_maxrss / 1024


def main(url: str, sizes: list[int]) -> None:
    """Measures the sizes one after the other."""
    print("| statements | s | microseconds a statement | peak MB of the client |\n|---|---|---|---|")
    for statements in sizes:
        with GraphStore(url) as target:
            if target.documents():
                sys.exit(f"{url} holds a graph already; give an empty server")
            seconds, megabytes = measure(url, statements)
            print(
                f"| {statements:,} | {seconds:.1f} | {seconds / statements * 1e6:.0f} | {megabytes:.0f} |", flush=True
            )
            target.remove("scale")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [20_000, 200_000])
