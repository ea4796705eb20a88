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
from contextlib import ExitStack
from pathlib import Path

from skillgraph.model.records import passage_checksum
from skillgraph.tables.loader import COLUMNS

PLACES = ("东海市", "西岭区", "南浦县", "北原市", "青川市", "白河区", "临江县", "云山市")
TRADES = ("智能制造", "现代物流", "轨道交通", "生物医药", "文化旅游", "新能源汽车", "信息技术", "养老护理")
KINDS = ("有限公司", "股份有限公司", "职业技术学院", "技师学院", "集团有限公司")
MIDDLE, END = "与", "签订校企合作协议，共建产业学院。\n"


def name_of(number: int) -> str:
    """The long name of a synthetic organization."""
    return f"{PLACES[number % 8]}{TRADES[number // 8 % 8]}第{number}{KINDS[number % 5]}"


def write_loader(folder: Path, statements: int) -> None:
    """A loader with two organizations for three partnerships between them; each has a passage of its own.

    The text of the report is written beside its tables.
    """
    folder.mkdir()
    draw = random.Random(1)
    companies = max(2, statements * 2 // 3)
    first = dict[int, str]()
    at, digest = 0, hashlib.sha256()
    with ExitStack() as stack:

        def table(name: str) -> csv.DictWriter[str]:
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            writer = csv.DictWriter(file, COLUMNS[name], restval="", lineterminator="\n")
            writer.writeheader()
            return writer

        table("observations.csv")
        partnerships = table("statements.csv")
        text = stack.enter_context((folder / "scale.txt").open("w", encoding="utf-8", newline=""))
        for number in range(statements):
            ends = [draw.randrange(companies) for _ in "ab"]
            one, other = map(name_of, ends)
            sentence = one + MIDDLE + other + END
            for end, start in zip(ends, (at, at + len(one + MIDDLE)), strict=True):
                first.setdefault(end, f"{start}-{start + len(name_of(end))}#{passage_checksum(name_of(end))}")
            stated = sentence.rstrip()
            partnerships.writerow(
                {
                    "id": f"s{number}", "subject": f"e{ends[0]}", "predicate": "partnersWith", "object": f"e{ends[1]}",
                    "modality": "actual", "basis": "stated", "status": "reviewed",
                    "evidence": f"{at}-{at + len(stated)}#{passage_checksum(stated)}",
                }
            )  # fmt: skip
            text.write(sentence)
            digest.update(sentence.encode())
            at += len(sentence)
        organizations = table("entities.csv")
        for number, mention in first.items():
            organizations.writerow(
                {
                    "id": f"e{number}", "class": "Enterprise", "existence": "individual", "name": name_of(number),
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
