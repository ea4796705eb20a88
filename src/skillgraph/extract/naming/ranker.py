"""Boosted trees that rank candidates for names, and the table that makes their sums chances."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from skillgraph.extract.forest import Floats, Forest


class Trees(msgspec.Struct, frozen=True):
    """Trees over features; `points` and `chances` say how often names of a sum were right."""

    forest: Forest
    points: NDArray[np.float32]
    chances: NDArray[np.float32]

    @classmethod
    def read(cls, path: Path) -> Trees:
        """The trees of a file that training wrote."""
        with np.load(path) as file:
            return cls(Forest.stored("trees", file), file["points"], file["chances"])

    def write(self, path: Path) -> None:
        """Writes the trees to a file."""
        np.savez_compressed(path, points=self.points, chances=self.chances, **self.forest.arrays("trees"))

    def chance(self, seen: Floats) -> Floats:
        """How likely each row is a name."""
        scores: Floats = np.interp(self.forest.sums(seen), self.points, self.chances)
        return scores
