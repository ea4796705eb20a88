"""How long the files for Neo4j take, and how much quicker the importer is than `push`.

    python benchmarks/neo4j_csv.py [STATEMENTS ...]

A synthetic report is built, exported to the formats for Neo4j and some others (seconds and peak memory of the process),
imported by neo4j-admin, and pushed to an empty Neo4j that was started for it. Wants Java 17 and Maven, as the tests do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scale import write_loader

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from neo4j_server import PASSWORD, USER, Neo4jServer
from neo4j_tools import install, run_in

FORMATS = ("turtle", "rdf12", "loaders", "cypher-script", "neo4j-csv")


#: Says at its end how much memory it took at most; what wait() says has this process's own memory in it.
PROGRAM = """
import atexit, sys
def say():
    with open("/proc/self/status", encoding="utf-8") as file:
        print(next(line.split()[1] for line in file if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(say)
from skillgraph.cli import main
main()
"""


def measured(*arguments: str, **environment: str) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a command of skillgraph."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    started = time.perf_counter()
    process = subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"failed: skillgraph {' '.join(arguments)}: {process.stderr.decode()}")
    return seconds, int(process.stderr.split()[-1]) / 1024


def main(sizes: list[int]) -> None:
    """Measures each size in turn."""
    print("| statements | step | s | peak MB |\n|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_loader(folder / "scale", size)
            graph = ("--graph", str(folder / "build"))
            measured("build", str(folder / "scale"), "-o", str(folder / "build"))
            for form in FORMATS:
                seconds, memory = measured("export", form, *graph, "-o", str(folder / form))
                print(f"| {size:,} | export {form} | {seconds:.1f} | {memory:.0f} |", flush=True)
            home = install(folder)
            started = time.perf_counter()
            run_in(folder / "neo4j-csv", home, "neo4j-admin", "database", "import", "full", "@import.args", "neo4j")
            print(f"| {size:,} | neo4j-admin import | {time.perf_counter() - started:.1f} | |", flush=True)
            (folder / "server").mkdir()
            server = Neo4jServer(folder / "server")
            try:
                seconds, memory = measured("push", server.uri, *graph, NEO4J_USERNAME=USER, NEO4J_PASSWORD=PASSWORD)
            finally:
                server.kill()
            print(f"| {size:,} | push | {seconds:.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 200_000])
