"""Time and memory of `build` as a report grows: synthetic reports with the statements that are asked for.

    python benchmarks/scale.py [STATEMENTS ...]

Prints wall seconds, microseconds a statement and the peak memory of the whole process, as a Markdown table.
"""

from __future__ import annotations

import csv
import hashlib
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from skillgraph.model.records import passage_checksum
from skillgraph.tables.loader import COLUMNS

TEXT = "甲公司与乙公司合作。\n"


def span(passage: str) -> str:
    """The evidence cell of a passage of the synthetic report."""
    start = TEXT.index(passage)
    return f"{start}-{start + len(passage)}#{passage_checksum(passage)}"


def write_loader(folder: Path, statements: int) -> None:
    """A loader with a third as many companies as partnerships between them."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    folder.mkdir()
    (folder / "source.toml").write_text(
        f'id = "{folder.name}"\ntitle = "规模"\ntitle_en = "Scale"\nfile = "scale.txt"\n'
        f'sha256 = "{digest}"\ncharacters = {len(TEXT)}\n',
        encoding="utf-8",
    )
    draw = random.Random(1)
    companies = statements // 3
    rows = {
        "entities.csv": (
            {
                "id": f"e{i}", "class": "Enterprise", "existence": "individual", "name": f"公司{i}",
                "mentions": span("甲公司"),
            }
            for i in range(companies)
        ),
        "statements.csv": (
            {
                "id": f"s{i}", "subject": f"e{draw.randrange(companies)}", "predicate": "partnersWith",
                "object": f"e{draw.randrange(companies)}", "modality": "actual", "basis": "stated",
                "evidence": span("甲公司与乙公司合作"),
            }
            for i in range(statements)
        ),
        "observations.csv": iter(()),
    }  # fmt: skip
    for table, table_rows in rows.items():
        with (folder / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({"status": "reviewed", **row} for row in table_rows)


#: A new process counts the memory of the one that starts it as its own, so that a small one has to do it.
_START = """
import os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - started, usage.ru_maxrss / 1024)
sys.exit(status != 0)
"""


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a command."""
    done = subprocess.run([sys.executable, "-S", "-c", _START, *command], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed: {done.stderr}")
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def skillgraph(*arguments: str | Path) -> list[str]:
    """A command of skillgraph."""
    return [sys.executable, "-m", "skillgraph", *map(str, arguments)]


def main(sizes: list[int]) -> None:
    """Measures the sizes one after the other."""
    print("| statements | s | microseconds a statement | peak MB |\n|---|---|---|---|")
    for statements in sizes:
        with tempfile.TemporaryDirectory() as name:
            loader = Path(name) / "scale"
            write_loader(loader, statements)
            seconds, megabytes = measured(skillgraph("build", loader, "-o", Path(name) / "build"))
        print(f"| {statements:,} | {seconds:.1f} | {seconds / statements * 1e6:.0f} | {megabytes:.0f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2_000, 20_000, 200_000])
