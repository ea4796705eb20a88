"""Boosted trees as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from skillgraph.extract.relating.linear import Floats, sigmoid

#: So many rows at once, which bounds the memory that a long document takes.
_AT_ONCE = 4000


class Forest:
    """Trees whose leaves are summed up; node i goes to `left[i]` where the feature is not above the threshold.

    Args:
        roots: the first node of each tree.
        feature: by node, -1 for a leaf.
        threshold: by node; a leaf's value.
        left: by node.
        right: by node.
    """

    def __init__(
        self, roots: npt.NDArray[np.int32], feature: npt.NDArray[np.int16], threshold: Floats,
        left: npt.NDArray[np.int32], right: npt.NDArray[np.int32],
    ) -> None:  # fmt: skip
        self.roots = roots
        self.feature = feature
        self.threshold = threshold
        self.left = left
        self.right = right

    def probability(self, rows: Floats) -> Floats:
        """Of each row: all trees go down one node at a time."""
        total = np.zeros(len(rows))
        for begin in range(0, len(rows), _AT_ONCE):
            part = rows[begin : begin + _AT_ONCE]
            mine = np.arange(len(part))[:, None]
            at = np.tile(self.roots, (len(part), 1))
            while (inner := self.feature[at] >= 0).any():
                down = part[mine, self.feature[at]] <= self.threshold[at]
                at = np.where(inner, np.where(down, self.left[at], self.right[at]), at)
            total[begin : begin + _AT_ONCE] = self.threshold[at].sum(axis=1)
        return sigmoid(total)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """To be stored under a name."""
        return {
            f"{name}.roots": self.roots, f"{name}.feature": self.feature,
            f"{name}.threshold": self.threshold, f"{name}.left": self.left, f"{name}.right": self.right,
        }  # fmt: skip

    @classmethod
    def stored(cls, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Forest:
        """As `arrays` gave it."""
        roots, feature, threshold, left, right = (
            arrays[f"{name}.{part}"] for part in ("roots", "feature", "threshold", "left", "right")
        )
        return cls(roots, feature, threshold, left, right)
