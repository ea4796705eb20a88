"""Learns whose a figure is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from skillgraph.extract.learning.examples import FigureExample
from skillgraph.extract.learning.steps import joined
from skillgraph.extract.relating.linear import Linear
from training.relations import matrix, regression

_SEEN = 2
_COST = 0.3


def learned(examples: Sequence[FigureExample]) -> Linear:
    """The weights of owners."""
    rows, right = [], []
    for e in examples:
        for (figure, said), candidates in zip(e.figures, e.candidates, strict=True):
            if candidates:
                rows.append(e.reader.features(figure, candidates))
                right += [e.is_right(c, said) for c in candidates]
    keys, x = matrix(joined(rows), _SEEN)
    weights, bias = regression(x, np.array(right), _COST)
    return Linear.made(("owner",), keys, weights[:, None], np.array([bias]))


def store(weights: Linear, path: Path) -> None:
    """Writes the weights, the same bytes for the same weights."""
    np.savez_compressed(path, **weights.arrays("owner"))
