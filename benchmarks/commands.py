"""Whole-process times of the commands, cold: each run is a new process on a graph built before.

    python benchmarks/commands.py [RUNS]

Prints the minimum, median and maximum of some runs (five if not said otherwise) after one that is not counted, as a
Markdown table, and the median of the processor's seconds, of all processes of a command. Machines are noisy: compare
two states of the code in one sitting, medians rather than single runs, and the processor's seconds where others work.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile

from cypher import Cost, cost

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


def measured(arguments: tuple[str, ...]) -> Cost:
    """The times of one process, with those that it starts."""
    return cost([sys.executable, *arguments])


def main(runs: int) -> None:
    """Measures the commands in turn, so that a slow minute of the machine does not fall on one of them."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        measured(("-m", "skillgraph", "build"))
        rounds = []
        for _ in range(runs + 1):
            # Over a former graph only what differs is loaded.
            shutil.rmtree("new", ignore_errors=True)
            rounds.append({label: measured(command) for label, command in COMMANDS.items()})
        os.chdir("/")
    print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    print("| command | min s | median s | max s | processor s |\n|---|---|---|---|---|")
    for label in COMMANDS:
        times = sorted(r[label].wall for r in rounds[1:])
        cpu = statistics.median(r[label].cpu for r in rounds[1:])
        print(f"| `{label}` | {times[0]:.2f} | {statistics.median(times):.2f} | {times[-1]:.2f} | {cpu:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
