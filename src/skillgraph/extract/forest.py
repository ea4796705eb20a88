"""Boosted trees as plain arrays, evaluated by numpy for many rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_PARTS = "roots", "feature", "threshold", "left", "right"
#: So many rows at once: few enough that what is worked on stays near the processor.
_AT_ONCE = 64


class Forest:
    """Trees whose leaves are summed up; node i goes to `left[i]` where the feature is not above the threshold.

    They are not gone down node by node, since then each step would wait for the one before. A node excludes all leaves
    to its left, a bit each, for rows whose feature is above its threshold; each row has the first leaf that remains.

    Args:
        roots: the first node of each tree.
        feature: by node, -1 for a leaf.
        threshold: by node; a leaf's value.
        left: by node; a tree has up to 32 leaves.
        right: by node.
    """

    def __init__(
        self, roots: npt.NDArray[np.int32], feature: npt.NDArray[np.int16], threshold: npt.NDArray[np.floating[Any]],
        left: npt.NDArray[np.int32], right: npt.NDArray[np.int32],
    ) -> None:  # fmt: skip
        self.roots = roots
        self.feature = feature
        self.threshold = threshold
        self.left = left
        self.right = right
        trees = [self._tree(root) for root in roots.tolist()]
        most = max(2, *(len(leaves) for _, leaves in trees))
        # A tree with fewer nodes than others has some that exclude nothing.
        nodes = np.array([[*excluded, *[(0, 0)] * (most - 1 - len(excluded))] for excluded, _ in trees])
        self._features = np.maximum(feature[nodes[..., 0]], 0).ravel()
        self._limits = threshold[nodes[..., 0]].reshape(-1, 1)
        self._excluded = nodes[..., 1].reshape(-1, 1).astype(np.uint16 if most <= 16 else np.uint32)
        self._leaves = np.array([[*leaves, *[0.0] * (most - len(leaves))] for _, leaves in trees]).ravel()
        self._first = np.arange(len(trees))[:, None] * most
        self._shape = len(trees), most - 1, -1

    def _tree(self, root: int) -> tuple[list[tuple[int, int]], list[float]]:
        """The nodes of a tree with the leaves to their left, a bit each, and what the leaves are worth."""
        nodes: list[tuple[int, int]] = []
        leaves: list[float] = []

        def gather(node: int) -> None:
            if self.feature[node] < 0:
                leaves.append(float(self.threshold[node]))
                return
            first = len(leaves)
            gather(int(self.left[node]))
            nodes.append((node, (1 << len(leaves)) - (1 << first)))
            gather(int(self.right[node]))

        gather(root)
        return nodes, leaves

    def sums(self, rows: npt.NDArray[np.floating[Any]]) -> Floats:
        """What the leaves that each row reaches sum up to."""
        total = np.zeros(len(rows))
        for begin in range(0, len(rows), _AT_ONCE):
            columns = np.ascontiguousarray(rows[begin : begin + _AT_ONCE].T)
            above = columns.take(self._features, axis=0) > self._limits
            excluded = np.bitwise_or.reduce((above * self._excluded).reshape(self._shape), axis=1)
            # The bits below the lowest one that is not set: as many as there are leaves to the left.
            leaf = np.bitwise_count(excluded & ~(excluded + excluded.dtype.type(1)))
            total[begin : begin + _AT_ONCE] = self._leaves.take(self._first + leaf).sum(axis=0)
        return total

    def arrays(self, name: str) -> dict[str, Any]:
        """To be stored under a name."""
        return {f"{name}.{part}": getattr(self, part) for part in _PARTS}

    @classmethod
    def stored(cls, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Forest:
        """As `arrays` gave it."""
        return cls(*(arrays[f"{name}.{part}"] for part in _PARTS))


class Trees(msgspec.Struct, frozen=True):
    """Trees over features; `points` and `chances` say how often names of a sum were right."""

    forest: Forest
    points: npt.NDArray[np.float32]
    chances: npt.NDArray[np.float32]

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
