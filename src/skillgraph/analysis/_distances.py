"""Shortest paths of a whole network at once, in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skillgraph.analysis._facts import Numbers

#: Of so many nodes at a time distances are counted, a bit for each in words of 64.
_WORDS = 8


def harmonic(count: int, pairs: Numbers) -> NDArray[np.float64]:
    """For each of `count` nodes the sum of 1/distance to all others (0 for what no path leads to).

    Breadth-first searches from many nodes side by side: a bit for each says whether it has reached a node (Then and
    others 2014, doi:10.14778/2735496.2735507).

    Args:
        count: of nodes, numbered from 0.
        pairs: ties, an array of shape (ties, 2).

    Example:
        >>> harmonic(4, np.array([(0, 1), (1, 2)])).tolist()
        [1.5, 2.0, 1.5, 0.0]
    """
    ends, others = _both_ways(pairs)
    total = np.zeros(count)
    for first in range(0, count, 64 * _WORDS):
        bits = np.arange(min(64 * _WORDS, count - first))
        layer = np.zeros((count, _WORDS), np.uint64)
        layer[first + bits, bits // 64] = np.uint64(1) << (bits % 64).astype(np.uint64)
        seen, distance = layer.copy(), 0
        while True:
            distance += 1
            active = layer.max(axis=1)[others] > 0
            reached, come = ends[active], layer[others[active]]
            if not len(reached):
                break
            begins = np.flatnonzero(np.diff(reached, prepend=-1))
            layer = np.zeros_like(layer)
            layer[reached[begins]] = np.bitwise_or.reduceat(come, begins, axis=0)
            layer &= ~seen
            seen |= layer
            total += np.bitwise_count(layer).sum(axis=1) / distance
    return total


def paths_from(start: int, count: int, pairs: Numbers) -> tuple[Numbers, NDArray[np.float64]]:
    """How far each node is from one, -1 where no path leads to it, and how many shortest paths there are.

    Args:
        start: the one.
        count: of nodes, numbered from 0.
        pairs: ties, an array of shape (ties, 2).

    Example:
        >>> far, ways = paths_from(0, 5, np.array([(0, 1), (0, 2), (1, 3), (2, 3)]))
        >>> far.tolist(), ways.tolist()
        ([0, 1, 1, 2, -1], [1.0, 1.0, 1.0, 2.0, 0.0])
    """
    ends, others = _both_ways(pairs)
    far, ways = np.full(count, -1), np.zeros(count)
    far[start], ways[start] = 0, 1.0
    distance = 0
    while len(at := np.flatnonzero((far[others] == distance) & (far[ends] < 0))):
        distance += 1
        ways += np.bincount(ends[at], ways[others[at]], count)
        far[ends[at]] = distance
    return far, ways


def _both_ways(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """The two ends of each tie in both directions, in the order of the first."""
    ends, others = np.concatenate([pairs, pairs[:, ::-1]]).T
    order = np.argsort(ends, kind="stable")
    return ends[order], others[order]
