"""Further steps of linear weights: towards what a person says, and no further from where they were than that needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skillgraph.extract.relating.features import Ragged
from skillgraph.extract.relating.linear import Floats, Linear, sigmoid

#: In how many rows a feature must stand that the weights don't know.
_SEEN = 2
_STEPS = 100


def joined(parts: Sequence[Ragged]) -> Ragged:
    """Rows of several documents as one."""
    sizes = np.concatenate([[0], *(np.diff(p.starts) for p in parts)])
    return Ragged(np.concatenate([p.ids for p in parts]), np.cumsum(sizes))


def stepped(model: Linear, rows: Ragged, wanted: Floats, pull: float) -> Linear:
    """Weights moved by logistic loss over some rows, held to where they were by a square of how far they move.

    A class that none of the rows is, and that no row is taken for, stays as it is.

    Args:
        model: the weights as they were.
        rows: features.
        wanted: for each row and class, 1 or 0.
        pull: how strongly the weights are held.

    Example:
        >>> rows = Ragged.of([np.array([7], np.uint32), np.array([9], np.uint32)] * 4)
        >>> none = Linear.made(("right",), np.zeros(0, np.uint32), np.zeros((0, 1)), np.zeros(1))
        >>> moved = stepped(none, rows, np.array([[1.0], [0.0]] * 4), 1.0)
        >>> [bool(score > 0) for score in moved.scores(rows)[:2, 0]]
        [True, False]
    """
    ids, at, seen = np.unique(rows.ids, return_inverse=True, return_counts=True)
    usable = np.isin(ids, model.keys) | (seen >= _SEEN)
    column = np.cumsum(usable) - 1
    hit = usable[at]
    keys, at = ids[usable], column[at[hit]]
    owner = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[hit]
    before = model.scores(rows)
    taken = before.argmax(axis=1)
    moved = np.zeros((len(keys), len(model.classes)))
    for c in range(len(model.classes)):
        if wanted[:, c].any() or (taken == c).any():
            moved[:, c] = _moved(before[:, c], owner, at, len(keys), wanted[:, c], pull)
    every = np.union1d(model.keys, keys)
    weights = np.zeros((len(every), len(model.classes)))
    weights[np.searchsorted(every, model.keys)] = model.weights * model.scale
    weights[np.searchsorted(every, keys)] += moved
    return Linear.made(model.classes, every, weights, model.bias.astype(np.float64))


def _moved(
    before: Floats, owner: npt.NDArray[np.int64], at: npt.NDArray[np.int64], size: int, wanted: Floats, pull: float
) -> Floats:
    """How far the weights of one class move: gradient steps with a bound of the curvature, sped up as Nesterov does."""
    width = np.bincount(owner, minlength=len(before)).astype(float)
    curvature = pull + 0.25 * np.bincount(at, width[owner], minlength=size)
    moved = ahead = np.zeros(size)
    pace = 1.0
    for _ in range(_STEPS):
        off = sigmoid(before + np.bincount(owner, ahead[at], minlength=len(before))) - wanted
        slope = np.bincount(at, off[owner], minlength=size) + pull * ahead
        after = ahead - slope / curvature
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = after + (pace - 1) / faster * (after - moved)
        moved, pace = after, faster
    return moved
