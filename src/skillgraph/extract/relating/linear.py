"""Linear models over hashed features: logistic regressions, one for each class, with weights of one byte."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from skillgraph.extract.relating.features import Ids, Ragged

Floats = npt.NDArray[np.float64]
#: Weights below this change nothing that can be measured and are left out.
_PRUNED = 0.02


class Linear(msgspec.Struct, frozen=True, dict=True, eq=False):
    """Weights by feature and class.

    Args:
        classes: what is told apart.
        keys: the features that have weights, ascending.
        weights: a row for each feature, a column for each class, in steps of `scale`.
        scale: by class.
        bias: by class.
    """

    classes: tuple[str, ...]
    keys: Ids
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def made(cls, classes: tuple[str, ...], keys: Ids, weights: Floats, bias: Floats) -> Linear:
        """From weights as they were learned."""
        weights = np.where(np.abs(weights) < _PRUNED, 0.0, weights)
        kept = np.flatnonzero(np.any(weights != 0, axis=1))
        kept = kept[np.argsort(keys[kept])]
        scale = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-9) / 127
        steps = np.rint(weights[kept] / scale).astype(np.int8)
        return cls(classes, keys[kept], steps, scale.astype(np.float32).astype(np.float64), bias.astype(np.float32))

    def scores(self, rows: Ragged) -> Floats:
        """The sums of weights, a row for each row and a column for each class."""
        found = np.tile(self.bias.astype(np.float64), (len(rows), 1))
        if not len(self.keys):
            return found
        at = self._places(rows.ids)
        hit = self.keys.take(at, mode="clip") == rows.ids
        behind = np.concatenate([[0], np.cumsum(hit)])[rows.starts]
        full = np.flatnonzero(np.diff(behind))
        if len(full):
            steps = self.weights.take(at[hit], axis=0).astype(np.float32)
            found[full] += np.add.reduceat(steps, behind[full], axis=0) * self.scale
        return found

    def _places(self, ids: Ids) -> npt.NDArray[np.intp]:
        """Where each feature stands among the keys if it is one of them."""
        shift, first, most = self._index
        at = first.take(ids >> shift)
        for _ in range(most - 1):
            at += self.keys.take(at, mode="clip") < ids
        return at

    @cached_property
    def _index(self) -> tuple[np.uint32, npt.NDArray[np.intp], int]:
        """Where the keys that begin with each few bits stand, and how many of one beginning there are at most.

        Keys are hashes, so that hardly any begin alike; to halve all of them for every feature takes ten times as long.
        """
        shift = np.uint32(max(0, 31 - len(self.keys).bit_length()))
        number = np.bincount(self.keys >> shift, minlength=1 << (32 - int(shift)))
        return shift, np.cumsum(number) - number, int(number.max())

    def arrays(self, name: str) -> dict[str, Any]:
        """To be stored under a name."""
        return {
            f"{name}.classes": np.array(self.classes), f"{name}.keys": self.keys, f"{name}.weights": self.weights,
            f"{name}.scale": self.scale.astype(np.float32), f"{name}.bias": self.bias.astype(np.float32),
        }  # fmt: skip

    @classmethod
    def stored(cls, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Linear:
        """As `arrays` gave it."""
        keys, weights, scale, bias = (arrays[f"{name}.{part}"] for part in ("keys", "weights", "scale", "bias"))
        classes = tuple(map(str, arrays[f"{name}.classes"]))
        return cls(classes, keys, weights, scale.astype(np.float64), bias)


def sigmoid(x: Floats) -> Floats:
    """From a sum of weights to a probability."""
    return 1 / (1 + np.exp(-x))
