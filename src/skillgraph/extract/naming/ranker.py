"""Boosted trees as plain arrays, evaluated by numpy, and the table that makes their scores chances."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Trees:
    """Trees over features: `feature[t, n]` up to `limit[t, n]` leads to `low[t, n]`, above it to `high[t, n]`.

    A leaf leads to itself; its `value` is what it adds. `points` and `chances` say how often names of a sum were right.
    """

    def __init__(
        self,
        feature: NDArray[np.int16],
        limit: NDArray[np.float32],
        low: NDArray[np.int16],
        high: NDArray[np.int16],
        value: NDArray[np.float32],
        depth: int,
        points: NDArray[np.float32],
        chances: NDArray[np.float32],
    ) -> None:
        self.feature, self.limit, self.low, self.high, self.value = feature, limit, low, high, value
        self.depth, self.points, self.chances = depth, points, chances

    @classmethod
    def read(cls, path: Path) -> Trees:
        """The trees of a file that training wrote."""
        with np.load(path) as file:
            return cls(
                file["feature"], file["limit"], file["low"], file["high"], file["value"], int(file["depth"]),
                file["points"], file["chances"],
            )  # fmt: skip

    def write(self, path: Path) -> None:
        """Writes the trees to a file."""
        np.savez_compressed(
            path, feature=self.feature, limit=self.limit, low=self.low, high=self.high, value=self.value,
            depth=np.int16(self.depth), points=self.points, chances=self.chances,
        )  # fmt: skip

    def raw(self, seen: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sums of the leaves for rows of features."""
        trees = np.arange(len(self.feature))
        rows = np.arange(len(seen))[:, None]
        at = np.zeros((len(seen), len(trees)), dtype=np.int64)
        for _ in range(self.depth):
            goes_low = seen[rows, self.feature[trees, at]] <= self.limit[trees, at]
            at = np.where(goes_low, self.low[trees, at], self.high[trees, at])
        sums: NDArray[np.float64] = self.value[trees, at].astype(np.float64).sum(axis=1)
        return sums

    def chance(self, seen: NDArray[np.float32]) -> NDArray[np.float64]:
        """How likely each row is a name."""
        if not len(seen):
            return np.zeros(0)
        scores: NDArray[np.float64] = np.interp(self.raw(seen), self.points, self.chances)
        return scores
