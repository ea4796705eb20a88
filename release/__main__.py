"""`python -m release licences`, `advisories`, `bom` or `build`: what is looked at before a release.

Each ends with the exit code 1 where something is wrong; nobody asked is no fault, and is said.
"""

from __future__ import annotations

import os
import sys
import time

from release import advisories, bom, building, licences
from release.packages import NAME, ROOT
from skillgraph.model.version import __version__

DIST = ROOT / "dist"


def _licences() -> list[str]:
    print(*licences.report(), sep="\n")
    return licences.problems()


def _advisories() -> list[str]:
    faults = []
    for asked in (advisories.of_python(), advisories.of_scripts()):
        told = f"NOT LOOKED AT: {asked.reason}" if asked.reason else f"{len(asked.faults)} known faults"
        print(f"{asked.of}: {told}")
        faults += asked.faults
    return faults


def _bom() -> list[str]:
    DIST.mkdir(exist_ok=True)
    text = bom.bill(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()))
    path = DIST / f"{NAME.replace('-', '_')}-{__version__}.cdx.json"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(building.report(path))
    return []


def _build() -> list[str]:
    return building.release(DIST)


TASKS = {"licences": _licences, "advisories": _advisories, "build": _build, "bom": _bom}


def main(names: list[str]) -> int:
    """Runs what is named, or all.

    Args:
        names: of tasks.

    Returns:
        The exit code.
    """
    if unknown := [name for name in names if name not in TASKS]:
        print(f"release: no {', '.join(unknown)}; there are {', '.join(TASKS)}", file=sys.stderr)
        return 2
    problems = [problem for name in names or TASKS for problem in TASKS[name]()]
    print(*problems, sep="\n", file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
