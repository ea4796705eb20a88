"""Time and memory of exports to files as a graph grows.

    python benchmarks/exports.py [STATEMENTS ...]

Prints the wall seconds and the peak memory of each export of a synthetic graph, as a Markdown table. How long the
import of `neo4j-csv` takes is measured by push.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scale import measured, skillgraph, write_loader

FORMATS = ("turtle", "rdf12", "loaders", "cypher-script", "neo4j-csv")


def main(sizes: list[int]) -> None:
    """Measures each size in turn."""
    print("| statements | export | s | peak MB |\n|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_loader(folder / "scale", size)
            built = folder / "build"
            measured(skillgraph("build", folder / "scale", "-o", built))
            for form in FORMATS:
                seconds, memory = measured(skillgraph("export", form, "--graph", built, "-o", folder / form))
                print(f"| {size:,} | {form} | {seconds:.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 200_000])
