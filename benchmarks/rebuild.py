"""What it costs to build again after a change in one of twenty reports, beside a build from nothing.

    python benchmarks/rebuild.py [STATEMENTS ...] [--rounds N]

The reports are those of scale.py, which share half of their organizations with the next. In each round the same folder
is built with nothing changed, with a name changed in the tenth report, and with a line at the head of that report, by
which all of its passages move; and a folder that was not there. Each is a process of its own; the Markdown table has
the medians.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median

from scale import Cost, cost, name_of, size, skillgraph, write_loader

REPORTS, CHANGED = 20, 10
_TITLE = "各地职业技能合作情况"


def main(sizes: list[int], rounds: int) -> None:
    """Measures the sizes one after the other."""
    print("| statements | | CPU s | of a whole build | s | peak MB | written MB | kept MB |")
    print("|---|---|---|---|---|---|---|---|")
    for statements in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            each = statements // REPORTS
            loaders = [folder / f"r{number:02d}" for number in range(REPORTS)]
            for number, loader in enumerate(loaders):
                write_loader(loader, each, number)
            build = skillgraph("build", *loaders, "-o", folder / "build")
            cost(build)
            costs: dict[str, list[Cost]] = {}
            kept: dict[str, float] = {}
            for turn in range(rounds):
                for what in ("whole", "nothing changed", "a name changed", "a report moved"):
                    if what == "a name changed":
                        table = loaders[CHANGED] / "entities.csv"
                        text = table.read_text("utf-8")
                        first = text.splitlines()[1].split(",")[0].removeprefix("e")
                        was = name_of(int(first))
                        table.write_text(text.replace(f"{was},", f"{was}{turn},", 1), encoding="utf-8")
                    elif what == "a report moved":
                        shutil.rmtree(loaders[CHANGED])
                        write_loader(loaders[CHANGED], each, CHANGED, _TITLE * (turn + 1) + "\n")
                    if what == "whole":
                        shutil.rmtree(folder / "new", ignore_errors=True)
                        found = cost([*build[:-1], str(folder / "new")])
                        kept[what] = size(folder / "new")
                    else:
                        found = cost(build)
                        kept[what] = size(folder / "build")
                    costs.setdefault(what, []).append(found)
            whole = median(found.processor for found in costs["whole"])
            for what, found_costs in costs.items():
                seconds, peak, processor, written = map(median, zip(*found_costs, strict=True))
                print(
                    f"| {statements:,} | {what} | {processor:.1f} | {processor / whole:.2f} | {seconds:.1f} "
                    f"| {peak:,.0f} | {written:,.0f} | {kept[what]:,.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", metavar="STATEMENTS", type=int, nargs="*", default=[20_000, 200_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    main(asked.sizes, asked.rounds)
