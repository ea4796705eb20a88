"""What `build` costs as a report grows, beside the bare bulk load of its triples into the same engine.

    python benchmarks/scale.py [STATEMENTS ...] [--rounds N]

The reports are synthetic, with the statements that are asked for and a passage for each. Builds and bulk loads are run
in turn, each as a process of its own; the Markdown table has the medians of the rounds: seconds of the processor and of
the clock, peak memory, what the process wrote to the disk (Linux alone counts it) and what is kept of it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from skillgraph.model.records import passage_checksum
from skillgraph.tables.loader import COLUMNS

PLACES = ("东海市", "西岭区", "南浦县", "北原市", "青川市", "白河区", "临江县", "云山市")
TRADES = ("智能制造", "现代物流", "轨道交通", "生物医药", "文化旅游", "新能源汽车", "信息技术", "养老护理")
KINDS = ("有限公司", "股份有限公司", "职业技术学院", "技师学院", "集团有限公司")
MIDDLE, END = "与", "签订校企合作协议，共建产业学院。\n"


def name_of(number: int) -> str:
    """The long name of a synthetic organization."""
    return f"{PLACES[number % 8]}{TRADES[number // 8 % 8]}第{number}{KINDS[number % 5]}"


def write_loader(folder: Path, statements: int, number: int = 0, title: str = "") -> None:
    """A loader with two organizations for three partnerships between them; each has a passage of its own.

    The text of the report is written beside its tables.

    Args:
        folder: a new one.
        statements: how many.
        number: of the report; one shares a half of its organizations with the next.
        title: a line before all others, by whose length the passages stand further behind.
    """
    folder.mkdir()
    draw = random.Random(1 + number)
    companies = max(2, statements * 2 // 3)
    lowest = number * (companies // 2)
    first = dict[int, str]()
    at, digest = len(title), hashlib.sha256(title.encode())
    with ExitStack() as stack:

        def table(name: str) -> csv.DictWriter[str]:
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            writer = csv.DictWriter(file, COLUMNS[name], restval="", lineterminator="\n")
            writer.writeheader()
            return writer

        table("observations.csv")
        partnerships = table("statements.csv")
        text = stack.enter_context((folder / "scale.txt").open("w", encoding="utf-8", newline=""))
        text.write(title)
        for row in range(statements):
            ends = [lowest + draw.randrange(companies) for _ in "ab"]
            one, other = map(name_of, ends)
            sentence = one + MIDDLE + other + END
            for end, start in zip(ends, (at, at + len(one + MIDDLE)), strict=True):
                first.setdefault(end, f"{start}-{start + len(name_of(end))}#{passage_checksum(name_of(end))}")
            stated = sentence.rstrip()
            partnerships.writerow(
                {
                    "id": f"s{row}", "subject": f"e{ends[0]}", "predicate": "partnersWith", "object": f"e{ends[1]}",
                    "modality": "actual", "basis": "stated", "status": "reviewed",
                    "evidence": f"{at}-{at + len(stated)}#{passage_checksum(stated)}",
                }
            )  # fmt: skip
            text.write(sentence)
            digest.update(sentence.encode())
            at += len(sentence)
        organizations = table("entities.csv")
        for end, mention in first.items():
            organizations.writerow(
                {
                    "id": f"e{end}", "class": "Enterprise", "existence": "individual", "name": name_of(end),
                    "mentions": mention, "status": "reviewed",
                }
            )  # fmt: skip
    (folder / "source.toml").write_text(
        f'id = "{folder.name}"\ntitle = "规模"\ntitle_en = "Scale"\nfile = "scale.txt"\n'
        f'sha256 = "{digest.hexdigest()}"\ncharacters = {at}\n',
        encoding="utf-8",
    )


#: A new process counts the memory of the one that starts it as its own, so that a small one has to do it.
_START = """
import os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
seconds, counted = time.perf_counter() - started, f"/proc/{process.pid}/io"
lines = open(counted, encoding="ascii").read().splitlines() if os.path.exists(counted) else []
written = int(dict(line.split(": ") for line in lines).get("write_bytes", 0))
_, status, usage = os.wait4(process.pid, 0)
print(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, written / 1e6)
sys.exit(status != 0)
"""

#: The least that can be done to have triples in a store.
_BULK_LOAD = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES)
store.flush()
"""


class Cost(NamedTuple):
    """What a process cost: seconds by the clock, peak MB, seconds of the processor, MB written."""

    seconds: float
    peak: float
    processor: float
    written: float


def cost(command: list[str]) -> Cost:
    """What a command costs."""
    done = subprocess.run([sys.executable, "-S", "-c", _START, *command], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed: {done.stderr}")
    return Cost(*map(float, done.stdout.split()))


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a command."""
    return cost(command)[:2]


def skillgraph(*arguments: str | Path) -> list[str]:
    """A command of skillgraph."""
    return [sys.executable, "-m", "skillgraph", *map(str, arguments)]


def size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(sizes: list[int], rounds: int) -> None:
    """Measures the sizes one after the other."""
    print("| statements | | CPU s | microseconds a statement | s | peak MB | written MB | kept MB |")
    print("|---|---|---|---|---|---|---|---|")
    for statements in sizes:
        with tempfile.TemporaryDirectory() as name:
            loader, built, triples, store = (Path(name) / part for part in ("scale", "build", "triples.nt", "store"))
            write_loader(loader, statements)
            costs: dict[str, list[Cost]] = {"`build`": [], "bulk load": []}
            for _ in range(rounds):
                # Over a former graph only what differs is loaded.
                shutil.rmtree(built, ignore_errors=True)
                costs["`build`"].append(cost(skillgraph("build", loader, "-o", built)))
                if not triples.exists():
                    cost(skillgraph("export", "ntriples", "--graph", built, "-o", triples))
                shutil.rmtree(store, ignore_errors=True)
                costs["bulk load"].append(cost([sys.executable, "-c", _BULK_LOAD, str(triples), str(store)]))
            for what, folder in (("`build`", built), ("bulk load", store)):
                seconds, peak, processor, written = map(median, zip(*costs[what], strict=True))
                print(
                    f"| {statements:,} | {what} | {processor:.1f} | {processor / statements * 1e6:.0f} | {seconds:.1f} "
                    f"| {peak:,.0f} | {written:,.0f} | {size(folder):,.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", metavar="STATEMENTS", type=int, nargs="*", default=[2_000, 20_000, 200_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    main(asked.sizes, asked.rounds)
