"""What a whole process costs, and the environments of the peers: for peers.py."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

#: Who is measured, with what it is installed: exact versions, so that a run can be had again.
PEERS = {
    "kgx": ("kgx==2.6.0", "bmt==1.5.0", "biolink-model==4.4.6"),
    "rdflib": ("rdflib==7.6.0",),
    "rdflib-neo4j": ("rdflib-neo4j==1.1", "rdflib==7.6.0", "neo4j==6.4.1"),
    "biocypher": ("biocypher==0.17.0",),
    "networkx": ("networkx==3.6.1", "lxml==6.1.3"),
    "duckdb": ("duckdb==2.0.1",),
}
#: Processor seconds after which a process is stopped.
LIMIT = 900
_SCRIPTS = Path(__file__).with_name("peer")
#: A new process counts the memory of the one that starts it as its own, so that a small one has to do it.
_START = """
import os, resource, subprocess, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
started = time.perf_counter()
process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024, status)
"""


class Cost(NamedTuple):
    """Processor and wall seconds of a process with all that it waited for, the peak megabytes of its largest one."""

    processor: float
    wall: float
    megabytes: float


class Failed(Exception):
    """A process that did not end well, and why."""


def cost(command: Sequence[str | Path], **environment: str) -> Cost:
    """Runs a command once.

    Raises:
        Failed: it was stopped for its time, or ended with an error.
    """
    start = [sys.executable, "-S", "-c", _START, str(LIMIT), *map(str, command)]
    variables = {**os.environ, **environment}
    # Some peers write their log where they are started.
    with tempfile.TemporaryDirectory() as aside:
        done = subprocess.run(start, capture_output=True, encoding="utf-8", check=True, env=variables, cwd=aside)
    processor, wall, megabytes, status = done.stdout.split()
    if int(status):
        last = done.stderr.strip().rpartition("\n")[2]
        raise Failed(f"stopped after {LIMIT} s" if float(processor) > LIMIT - 2 else f"failed: {last[:200]}")
    return Cost(float(processor), float(wall), float(megabytes))


def median(costs: Sequence[Cost]) -> Cost:
    """The run in the middle by processor seconds, with the largest peak of all."""
    middle = statistics.median_low(c.processor for c in costs)
    run = next(c for c in costs if c.processor == middle)
    return run._replace(megabytes=max(c.megabytes for c in costs))


def peer(name: str, script: str, cache: Path, *arguments: str | Path) -> list[str]:
    """The command that runs a script of benchmarks/peer/ in a peer's environment, made where it is missing."""
    home = cache.resolve() / name
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS[name]], check=True)
        (home / "ready").touch()
    return [str(python), str(_SCRIPTS / script), *map(str, arguments)]


def used_by(process: int) -> float:
    """Processor seconds that a running process has used, from Linux."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
