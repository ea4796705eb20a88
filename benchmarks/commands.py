"""Whole-process times of the commands, cold: each run is a new process on a graph built before.

    python benchmarks/commands.py [RUNS]

Prints the minimum, median and maximum of some runs (five if not said otherwise) after one that is not counted, as a
Markdown table. Machines are noisy: compare two states of the code in one sitting, and medians rather than single runs.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import skillgraph": ("-c", "import skillgraph"),
    "skillgraph --help": ("-m", "skillgraph", "--help"),
    "skillgraph build": ("-m", "skillgraph", "build", "-o", "new"),
    "skillgraph sparql q06": ("-m", "skillgraph", "sparql", "q06"),
    "skillgraph cypher q06": ("-m", "skillgraph", "cypher", "q06"),
    "skillgraph export turtle": ("-m", "skillgraph", "export", "turtle", "-o", "graph.ttl"),
    "skillgraph export pyvis": ("-m", "skillgraph", "export", "pyvis", "-o", "network.html"),
    "skillgraph validate": ("-m", "skillgraph", "validate"),
    "skillgraph questions": ("-m", "skillgraph", "questions"),
}


def seconds(arguments: tuple[str, ...], folder: Path) -> float:
    """The wall time of one process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def main(runs: int) -> None:
    """Measures the commands in turn, so that a slow minute of the machine does not fall on one of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds(("-m", "skillgraph", "build"), folder)
        rounds = [{label: seconds(command, folder) for label, command in COMMANDS.items()} for _ in range(runs + 1)]
    print("| command | min s | median s | max s |\n|---|---|---|---|")
    for label in COMMANDS:
        times = sorted(r[label] for r in rounds[1:])
        print(f"| `{label}` | {times[0]:.2f} | {statistics.median(times):.2f} | {times[-1]:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
