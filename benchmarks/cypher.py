"""What a question in Cypher costs on a built graph: the first, which makes the database, further ones, and warm ones.

    python benchmarks/cypher.py [STATEMENTS or FOLDER of a built graph ...]

Of each command the seconds of the processor, of all its processes, and by the clock; of further ones the medians of
three. Warm are queries on a database that runs: the least of ten, in milliseconds. Prints two Markdown tables.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from scale import skillgraph, write_loader

from skillgraph.stores.local.kept_database import FOLDER
from skillgraph.stores.local.opening import open_cypher

#: What is asked warm; the values are of a thing of the graph.
WARM = {
    "by id": "MATCH (n:Enterprise {id: $id}) RETURN n.name",
    "by name": "MATCH (n:Enterprise {name: $name}) RETURN n.id",
    "two steps": "MATCH (:Enterprise {id: $id})-[:PARTNERS_WITH*2]-(m:Enterprise) RETURN count(m)",
    "part of a name": "MATCH (n:Enterprise) WHERE n.anyName CONTAINS $name RETURN count(n)",
}
REPEATS = 10

_START = """
import os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024)
sys.exit(status != 0)
"""


class Cost(NamedTuple):
    """Seconds of the processor and by the clock, and megabytes of the largest process."""

    cpu: float
    wall: float
    megabytes: float


def cost(command: list[str]) -> Cost:
    """What a command costs, with all processes that it starts."""
    done = subprocess.run([sys.executable, "-S", "-c", _START, *command], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed: {done.stderr}")
    return Cost(*map(float, done.stdout.split()))


def warm(folder: Path, values: dict[str, str]) -> list[float]:
    """The milliseconds of each warm query."""
    least = []
    with open_cypher(folder) as store:
        for text in WARM.values():
            times = []
            for _ in range(REPEATS):
                started = time.perf_counter()
                store.query(text, values, timeout=600)
                times.append(time.perf_counter() - started)
            least.append(1000 * min(times))
    return least


def measure(label: str, folder: Path) -> tuple[str, str]:
    """A row of each table."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    with (folder / "nodes.jsonl").open(encoding="utf-8") as lines:
        thing = next(node for node in map(json.loads, lines) if "Enterprise" in node["labels"])
    values = {"id": thing["id"], "name": thing["properties"]["name"]}
    ask = skillgraph("cypher", WARM["by name"], "--graph", folder, "--param", f"name={values['name']}")
    first = cost(ask)
    rest = [cost(ask) for _ in range(3)]
    disk = sum(entry.stat().st_size for entry in (folder / FOLDER).rglob("*")) / 1e6
    cpu, wall = (statistics.median(times) for times in ([r.cpu for r in rest], [r.wall for r in rest]))
    commands = [f"{n:.1f}" for n in (first.cpu, first.wall)] + [f"{n:.0f}" for n in (first.megabytes, disk)]
    return (
        f"| {label} | {' | '.join(commands)} | {cpu:.1f} | {wall:.1f} |",
        f"| {label} | {' | '.join(f'{milliseconds:.1f}' for milliseconds in warm(folder, values))} |",
    )


def main(arguments: list[str]) -> None:
    """Measures sizes that are made for it, and graphs that are there."""
    print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    rows = []
    for argument in arguments or ["2000", "20000", "200000"]:
        if not argument.isdigit():
            rows.append(measure(argument, Path(argument)))
            continue
        with tempfile.TemporaryDirectory() as name:
            loader, folder = Path(name) / "scale", Path(name) / "build"
            write_loader(loader, int(argument))
            subprocess.run(skillgraph("build", loader, "-o", folder), check=True, stdout=subprocess.DEVNULL)
            rows.append(measure(f"{int(argument):,}", folder))
    print(
        "| statements | first: CPU s | s | peak MB | database MB | further: CPU s | s |\n|---|---|---|---|---|---|---|",
        *(row for row, _ in rows),
        f"\n| statements | {' ms | '.join(WARM)} ms |\n|{'---|' * (len(WARM) + 1)}",
        *(row for _, row in rows),
        sep="\n",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
