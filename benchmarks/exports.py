"""Time and memory of exports to files as a graph grows.

    python benchmarks/exports.py [STATEMENTS ...]

Prints the wall seconds and the peak memory of each export of a synthetic graph, as a Markdown table. How long the
import of `neo4j-csv` takes is measured by push.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scale import write_loader

FORMATS = ("turtle", "rdf12", "loaders", "cypher-script", "neo4j-csv")


def measured(*arguments: str) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a command of skillgraph."""
    command = [sys.executable, "-m", "skillgraph", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: skillgraph {' '.join(arguments)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    """Measures each size in turn."""
    print("| statements | export | s | peak MB |\n|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_loader(folder / "scale", size)
            graph = ("--graph", str(folder / "build"))
            measured("build", str(folder / "scale"), "-o", str(folder / "build"))
            for form in FORMATS:
                seconds, memory = measured("export", form, *graph, "-o", str(folder / form))
                print(f"| {size:,} | {form} | {seconds:.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 200_000])
