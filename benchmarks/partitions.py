"""What a build in partitions costs as reports grow in number: many reports of equal size, each with its own passages.

    python benchmarks/partitions.py ENGINE STATEMENTS [REPORT]

ENGINE is `build` (in one process), `duckdb`, `spark`, or `spark=URL` of a master; REPORT is how many statements a
report has (10,000). Prints seconds of the processor, of all processes together, and of the clock, the largest memory
of one process, and what is written, as a row of a Markdown table. Companies of one report are named in others too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from scale import skillgraph, write_loader

#: How many of a report's companies stand in other reports under the same id.
_SHARED = 20


def write_loaders(parent: Path, statements: int, report: int) -> list[Path]:
    """Loaders of reports with so many statements together."""
    folders = []
    for number in range(statements // report):
        folder = parent / f"scale-{number:05d}"
        write_loader(folder, report)
        # Else the companies of all reports were the same.
        for table in ("entities.csv", "statements.csv"):
            path = folder / table
            path.write_text(_own(path.read_text("utf-8"), number), encoding="utf-8")
        folders.append(folder)
    return folders


def _own(text: str, number: int) -> str:
    """A table whose companies are this report's, but for one of `_SHARED`."""
    rows = (line.split(",") for line in text.splitlines())
    return "".join(",".join(_id(cell, number) if _is_id(cell) else cell for cell in row) + "\n" for row in rows)


def _is_id(cell: str) -> bool:
    return cell[:1] == "e" and cell[1:].isdigit()


def _id(cell: str, number: int) -> str:
    return cell if int(cell[1:]) % _SHARED == 0 else f"{cell}-{number}"


def adopt() -> None:
    """Makes this process the parent of those that outlive theirs, as Spark's Java does, so that they are counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def wait_for_all() -> None:
    """Waits for what was adopted."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def main(engine: str, statements: int, report: int) -> None:
    """Measures one build."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("SCALE")) as name:
        loaders, output = Path(name) / "loaders", Path(name) / "out"
        loaders.mkdir()
        folders = write_loaders(loaders, statements, report)
        kind, _, master = engine.partition("=")
        options = [] if kind == "build" else ["--engine", kind, *(["--master", master] if master else [])]
        adopt()
        started = time.perf_counter()
        done = subprocess.run([*skillgraph("build", *folders, "-o", output, *options)], stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        if done.returncode:
            sys.exit(done.returncode)
        wait_for_all()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(
        f"| {engine} | {statements:,} | {cpu:.0f} | {cpu / statements * 1e6:.0f} | {seconds:.0f} | "
        f"{used.ru_maxrss / 1024:.0f} | {size / 1e6:.0f} | {load:.0f} |"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 10_000)
