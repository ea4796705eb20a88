"""Time and memory of `contradictions` as figures and statements grow, of which some differ.

    python benchmarks/contradictions.py [FIGURES ...]

As many statements as figures; a thousand sources. Prints wall seconds, microseconds a record, the peak memory of the
whole process and the findings, as a Markdown table.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
from scale import measured, skillgraph

from skillgraph.graph.folder import MANIFEST, Manifest
from skillgraph.model.records import Document, Entity, Modality, Observation, Record, Statement

SOURCES = 1000


def records(figures: int) -> Iterator[Record]:
    """A graph in which two to three sources tell each figure, one of twenty otherwise, and one fact of a hundred is
    denied."""
    draw = random.Random(1)
    cities = [f"city-{n}" for n in range(figures // 20)]
    for n in range(SOURCES):
        yield Document(f"r{n}", f"报告{n}", "", issued=f"20{20 + n % 5}-0{1 + n % 9}-01")
    for id in cities:
        yield Entity(id, "r0", ("City",), id)
    for n in range(10):
        yield Entity(f"ind-{n}", "r0", ("StockIndicator",), f"指标{n}")
    yield Entity("unit-ge", "r0", ("Unit",), "个")
    for n in range(figures):
        modality: Modality = "actual" if draw.random() < 0.99 else "negated"
        source, (one, other) = f"r{draw.randrange(SOURCES)}", draw.choices(cities, k=2)
        yield Statement(f"{source}/s{n}", source, one, "partnersWith", other, modality=modality, start="2020")
    for n in range(figures):
        source, year = f"r{draw.randrange(SOURCES)}", str(2020 + draw.randrange(5))
        city, indicator = draw.randrange(len(cities)), draw.randrange(10)
        value = Decimal((city * 31 + indicator * 7 + int(year)) % 1000 + (draw.random() < 0.05))
        yield Observation(
            f"{source}/f{n}", source, cities[city], f"ind-{indicator}", "unit-ge", value, start=year, end=year
        )


def write(folder: Path, figures: int) -> None:
    """The records of a built folder, which are all that the command reads."""
    encoder = msgspec.json.Encoder()
    with (folder / "records.jsonl").open("wb") as file:
        file.writelines(encoder.encode(record) + b"\n" for record in records(figures))
    (folder / MANIFEST).write_bytes(encoder.encode(Manifest("0", ["r0"], 0, figures, figures)))


def main(sizes: list[int]) -> None:
    """Measures the sizes one after the other."""
    print("| figures | s | microseconds a record | peak MB | rows |\n|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            table = Path(name) / "found.csv"
            run = f"import sys; sys.stdout = open({str(table)!r}, 'w'); from skillgraph.cli import main; main()"
            command = [sys.executable, "-c", run, *skillgraph("contradictions", "--graph", name, "--format", "csv")[3:]]
            seconds, megabytes = measured(command)
            rows = sum(1 for _ in table.open(encoding="utf-8")) - 1
        each = seconds / size / 2 * 1e6
        print(f"| {size:,} | {seconds:.1f} | {each:.0f} | {megabytes:.0f} | {rows:,} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
