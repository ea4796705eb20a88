"""Whether a score means what it says, and how much of an answer a reviewer would accept as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from skillgraph.review.verdicts import ROWS, Verdict

#: Where bands of scores begin and end.
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)


class Band(msgspec.Struct, frozen=True):
    """Rows of one part whose score lies in a band, or that have none (`low` is None): these are simply asserted.

    Args:
        part: one of `ROWS`.
        low: the least score.
        high: the next band's.
        rows: how many.
        right: how many of them are right.
        mean: of the scores; in a calibrated answer it is the share that is right.
    """

    part: str
    low: float | None
    high: float | None
    rows: int
    right: int
    mean: float | None

    @property
    def precision(self) -> float:
        """The share that is right."""
        return self.right / self.rows


def calibration(verdicts: Iterable[Verdict]) -> list[Band]:
    """The bands that have rows, by part, the surest first.

    Example:
        >>> from skillgraph.review.verdicts import Verdict
        >>> sure = Verdict("names", True, True, False, (), 0.95, frozenset(), "", "")
        >>> [(band.low, band.high, band.precision) for band in calibration([sure])]
        [(0.9, 1.0, 1.0)]
    """
    bands = []
    rows = list(verdicts)
    for part in ROWS:
        mine = [v for v in rows if v.part == part]
        for low, high in reversed(list(pairwise(_EDGES))):
            inside = [v for v in mine if v.score is not None and low <= v.score and (v.score < high or high == 1.0)]
            bands.append(_band(part, low, high, inside))
        bands.append(_band(part, None, None, [v for v in mine if v.score is None]))
    return [band for band in bands if band.rows]


def _band(part: str, low: float | None, high: float | None, rows: list[Verdict]) -> Band:
    scores = [v.score for v in rows if v.score is not None]
    mean = sum(scores) / len(scores) if scores else None
    return Band(part, low, high, len(rows), sum(v.right for v in rows), mean)


class Accepted(msgspec.Struct, frozen=True):
    """How many rows of a part a reviewer would accept as they stand, of how many that have to be read."""

    part: str
    accepted: int
    rows: int


def acceptance(verdicts: Iterable[Verdict]) -> list[Accepted]:
    """Rows with nothing to correct, by part and in all; without pairs, which nobody can judge.

    A name must be the annotated one, with its class, and not stand in another row already; a fact must be right in
    predicate, direction and modality, and one that is said again is one row; a figure must be right in all it says.
    """
    rows = [v for v in verdicts if v.part != "pairs" and not (v.part == "facts" and v.repeats)]
    by_part = {part: [v for v in rows if v.part == part] for part in ROWS}
    by_part["all"] = rows
    return [
        Accepted(part, sum(v.acceptable and not v.repeats for v in mine), len(mine)) for part, mine in by_part.items()
        if mine
    ]  # fmt: skip
