"""Passages that gave no row of a report's tables, and that reviewers said need none."""

from __future__ import annotations

import re
from pathlib import Path

from skillgraph.deciding.fold import Fold
from skillgraph.deciding.journal import Journals
from skillgraph.tables.loader import read_source

_DOUBT = re.compile(r"doubt/(\d+)-(\d+)", re.ASCII)


def answered(folder: Path) -> list[tuple[int, int]]:
    """Where the passages stand that the journals of a loader's folder answer; none where there is no loader yet.

    Raises:
        DataError: its source.toml is wrong.
    """
    if not (folder / "source.toml").exists():
        return []
    fold = Fold(Journals(folder).events(), read_source(folder).sha256[:16])
    places = ((_DOUBT.fullmatch(name), fold.last(name)) for name in fold.of_item)
    return [
        (int(place[1]), int(place[2])) for place, last in places
        if place is not None and last is not None and last.do == "reject"
    ]  # fmt: skip
