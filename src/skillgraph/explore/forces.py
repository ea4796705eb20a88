"""Nodes placed by forces, and moved apart until no label covers another: arrays of points in, points out."""

from __future__ import annotations

import math

import crategraph_forceatlas2 as forceatlas2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Numbers = NDArray[np.int64]

#: Nodes times steps, about a second, within bounds for the steps.
_WORK = 300_000
_MOST_STEPS, _LEAST_STEPS = 300, 40
#: From so many nodes on, far ones push as one (Barnes and Hut 1986, doi:10.1038/324446a0), seen under this angle.
_MANY, _ANGLE = 300, 1.2
#: What draws all nodes to the middle, and what pushes them apart: no outlier makes the picture wide.
_GRAVITY, _PUSHED = 0.2, 2.0
#: How much larger than all boxes together a part is before they are moved apart, and by how much of what they cover
#: at each step.
_ROOM, _PUSH = 1.9, 0.3
#: How far what still covers something may be moved apart in the end.
_MOST_CLEARANCE = 4.0
#: Boxes up to so many times as large as the smallest are looked for in the same cells.
_LEVEL = 4.0
#: So many boxes are each held against each other one, which is quicker than to sort them into cells.
_FEW = 128
#: How wide a picture is for its height.
ASPECT = 1.4
_SEED = 1


def placed(edges: Numbers, size: Points, weights: Points | None = None) -> Points:
    """Points around 0 for boxes, by their ties (ForceAtlas2, doi:10.1371/journal.pone.0098679), none on another.

    Args:
        edges: an array of shape (edges, 2), no node with itself.
        size: each node's width and height.
        weights: how strong each edge is; all alike where they are left out.

    Example:
        >>> placed(np.array([(0, 1)]), np.full((2, 2), 10.0)).shape
        (2, 2)
    """
    if len(size) == 1:
        return np.zeros((1, 2))
    steps = min(max(_WORK // len(size), _LEAST_STEPS), _MOST_STEPS)
    points = forceatlas2.layout(
        len(size), edges, weights=weights, iterations=steps, seed=_SEED, threads=1,
        strongGravityMode=True, gravity=_GRAVITY, scalingRatio=_PUSHED, outboundAttractionDistribution=True,
        barnesHutOptimize=len(size) > _MANY, barnesHutTheta=_ANGLE,
    )  # fmt: skip
    return _spread(_squared(points), size, steps)


def _squared(points: Points) -> Points:
    """Turned, and stretched to a window's form around 0 with an area of 1, so that a window shows it large."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    # An axis may come out either way round; the first node decides.
    points = points @ axes[:, ::-1]
    points *= np.where(points[0] < 0, -1.0, 1.0)
    form = np.array([math.sqrt(ASPECT), 1 / math.sqrt(ASPECT)])
    spans: Points = np.maximum(np.ptp(points, axis=0), 1e-9) / form
    return points / spans


def _spread(points: Points, size: Points, steps: int) -> Points:
    """Scaled to the room that the boxes need, then moved until no box covers another."""
    points = points * math.sqrt(_ROOM * float(np.prod(size, axis=1).sum()))
    for _ in range(steps):
        one, other, overlap = covered(points, size)
        if not len(one):
            return points
        # Along the axis that needs the shorter way; equal places part by their order.
        axis = (overlap[:, 0] >= overlap[:, 1]).astype(int)
        rows = np.arange(len(one))
        apart = points[one, axis] - points[other, axis]
        push = np.where(apart > 0, _PUSH, -_PUSH) * overlap[rows, axis]
        for along in (0, 1):
            moved = np.where(axis == along, push, 0.0)
            points[:, along] += np.bincount(one, moved, len(points)) - np.bincount(other, moved, len(points))
    one, other, overlap = covered(points, size)
    if not len(one):
        return points
    reach = (size[one] + size[other]) / 2
    factors = (reach / np.maximum(reach - overlap, 1e-9)).min(axis=1)
    return points * min(float(factors.max()), _MOST_CLEARANCE)


def covered(points: Points, size: Points) -> tuple[Numbers, Numbers, Points]:
    """Pairs of boxes of which one covers the other, and by how much in both directions.

    Many boxes are looked for in cells as large as they are: those of one size and all smaller ones at a time, so that a
    large one does not make every cell large.

    Args:
        points: the middle of each box.
        size: its width and height.

    Returns:
        The one, the other, whose number is higher or whose box is larger, and an array of shape (pairs, 2).

    Example:
        >>> one, other, overlap = covered(np.array([(0.0, 0.0), (9.0, 0.0), (90.0, 0.0)]), np.full((3, 2), 10.0))
        >>> one.tolist(), other.tolist(), overlap.tolist()
        ([0], [1], [[1.0, 10.0]])
    """
    if len(size) <= _FEW:
        return _covered_of_few(points, size)
    least = size.min(axis=0)
    level = np.floor(np.log((size / least).max(axis=1)) / math.log(_LEVEL)).astype(np.int64)
    found = []
    for large in np.unique(level):
        asking, asked = np.flatnonzero(level <= large), np.flatnonzero(level == large)
        cells = np.floor((points[asking] - points.min(axis=0)) / (least * _LEVEL ** float(large + 1))).astype(np.int64)
        rows = int(cells[:, 1].max()) + 3
        keys = cells[:, 0] * rows + cells[:, 1] + 1
        own = keys[np.searchsorted(asking, asked)]
        order = np.argsort(own, kind="stable")
        asked, own = asked[order], own[order]
        for column in (-rows, 0, rows):
            first = np.searchsorted(own, keys + column - 1, "left")
            count = np.searchsorted(own, keys + column + 1, "right") - first
            one = np.repeat(asking, count)
            # The place of each within its run, counted from the run's first.
            other = asked[np.arange(len(one)) + np.repeat(first - np.cumsum(count) + count, count)]
            wanted = (level[one] < large) | (one < other)
            one, other = one[wanted], other[wanted]
            overlap = (size[one] + size[other]) / 2 - np.abs(points[one] - points[other])
            wanted = (overlap > 0).all(axis=1)
            found.append((one[wanted], other[wanted], overlap[wanted]))
    ones, others, overlaps = zip(*found, strict=True)
    return np.concatenate(ones), np.concatenate(others), np.concatenate(overlaps)


def _covered_of_few(points: Points, size: Points) -> tuple[Numbers, Numbers, Points]:
    (x, y), (wide, high) = points.T, size.T / 2
    met = (np.abs(x[:, None] - x) < wide[:, None] + wide) & (np.abs(y[:, None] - y) < high[:, None] + high)
    one, other = np.triu(met, 1).nonzero()
    return one, other, (size[one] + size[other]) / 2 - np.abs(points[one] - points[other])
