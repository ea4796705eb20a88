"""Where each node of a picture stands, computed before so that a page need not: the same graph, the same places.

A connected part is laid out by forces and its labels are then pushed apart; a part too large for that community by
community. Parts, and the nodes without an edge, stand on shelves, so that nothing flies away.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np

from skillgraph.explore.communities import communities, components
from skillgraph.explore.forces import ASPECT, Numbers, Points, covered, placed

#: Nodes of a part up to which it is laid out as one, and up to which its communities are laid out by forces too.
_ONE, _FORCES = 1000, 5000
_GAP = 90.0
#: Distances on a disc, in boxes.
_DISC_ROOM = 0.62
#: By how much the ring of groups is widened until none stands on another.
_GROWTH = 1.03
#: The width of what stands below the groups, in the sides of a square that would hold all boxes.
_WIDE = 1.8
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
#: The group of what belongs to several groups.
SHARED = -1
#: Groups that a ring can hold; more are left to the communities.
_MOST_GROUPS = 12
#: How much of a long name a label shows.
_LABEL_LENGTH = 16


def positions(
    edges: Iterable[tuple[int, int]],
    boxes: Sequence[tuple[float, float]],
    groups: Sequence[int | None] | None = None,
) -> list[tuple[int, int]]:
    """The centre of each node; y grows downwards.

    Args:
        edges: pairs of nodes, numbered from 0; directions, and how often a pair is there, make no difference.
        boxes: each node's width and height with its label.
        groups: what stands together: a number a group, `SHARED` for what belongs to several groups and stands
            between them, None for the rest.

    Example:
        >>> positions([(0, 1)], [(10, 10), (10, 10)]) == positions([(1, 0)], [(10, 10), (10, 10)])
        True
    """
    pairs = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    size = np.array(boxes, dtype=float).reshape(-1, 2)
    numbered = sorted({group for group in groups or () if group is not None and group != SHARED})
    if groups is None or not 2 <= len(numbered) <= _MOST_GROUPS:
        place = _without_groups(pairs, size)
        return [(round(x), round(y)) for x, y in place.tolist()]
    # What stands between them first, in the middle; the rest last, below all others, in rows as wide as they are.
    number = {group: n for n, group in enumerate((SHARED, *numbered, None))}
    members = _apart(pairs, np.array([number[group] for group in groups]), len(number))
    widths = [0.0] * len(numbered) + [0.0, _WIDE * math.sqrt(float(np.prod(size, axis=1).sum()))]
    blocks = [_without_groups(own, size[nodes], wide) for (nodes, own), wide in zip(members, widths, strict=True)]
    place = np.zeros_like(size)
    origins = _around(blocks, [size[nodes] for nodes, _ in members])
    for (nodes, _), points, origin in zip(members, blocks, origins, strict=True):
        place[nodes] = points + origin
    return [(round(x), round(y)) for x, y in place.tolist()]


def label_box(name: str, degree: int) -> tuple[float, float]:
    """The width and height of a node of some degree with its label, in the units of `positions`.

    Example:
        >>> label_box("青岛市", 0)
        (52.0, 39.0)
    """
    size = 14 + min(4 * degree**0.5, 30)
    shown = name[:_LABEL_LENGTH]
    width = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in shown)
    return width * size + 10, 2.5 * size + 4


def _apart(pairs: Numbers, labels: Numbers, count: int) -> list[tuple[Numbers, Numbers]]:
    """For each of `count` labels its nodes and the pairs among them, numbered by their order there."""
    numbers = np.arange(count + 1)
    nodes = np.argsort(labels, kind="stable")
    first = np.searchsorted(labels[nodes], numbers)
    own = np.empty_like(labels)
    own[nodes] = np.arange(len(labels)) - first[labels[nodes]]
    inside = pairs[labels[pairs[:, 0]] == labels[pairs[:, 1]]]
    inside = inside[np.argsort(labels[inside[:, 0]], kind="stable")]
    cut = np.searchsorted(labels[inside[:, 0]], numbers)
    return [(nodes[first[n] : first[n + 1]], own[inside[cut[n] : cut[n + 1]]]) for n in numbers[:-1].tolist()]


def _around(blocks: list[Points], sizes: list[Points]) -> list[Points]:
    """Where each block's origin goes: the first in the middle, the last below, the others on a ring between."""
    bounds = [_bounds(points, size) for points, size in zip(blocks, sizes, strict=True)]
    extents = np.array([high - low for low, high in bounds])
    ring = len(blocks) - 2
    # The first stands at the upper left, so that four stand in the corners.
    angles = 2 * math.pi * np.arange(ring) / ring - 3 * math.pi / 4
    directions = np.concatenate([[(0.0, 0.0)], np.stack([np.cos(angles), np.sin(angles)], axis=1)])
    centres = directions * extents[:-1].max(axis=0) / 2
    while len(covered(centres, extents[:-1] + _GAP)[0]):
        centres = centres * _GROWTH + directions
    lowest = float((centres[:, 1] + extents[:-1, 1] / 2).max())
    below = np.array([(0.0, lowest + _GAP + extents[-1, 1] / 2)])
    centres = np.concatenate([centres, below])
    return [centre - (low + high) / 2 for centre, (low, high) in zip(centres, bounds, strict=True)]


def _bounds(points: Points, size: Points) -> tuple[Points, Points]:
    if not len(points):
        return np.zeros(2), np.zeros(2)
    low: Points = (points - size / 2).min(axis=0)
    high: Points = (points + size / 2).max(axis=0)
    return low, high


def _without_groups(pairs: Numbers, size: Points, wide: float = 0.0) -> Points:
    """Components side by side in rows of at least some width; a large one community by community."""
    place = np.zeros_like(size)
    labels = components(len(size), pairs)
    parts = sorted(_apart(pairs, labels, labels.max(initial=-1) + 1), key=lambda part: -len(part[0]))
    blocks = [_component(own, size[nodes]) for nodes, own in parts]
    bounds = [_bounds(points, size[nodes]) for (nodes, _), points in zip(parts, blocks, strict=True)]
    corners = _shelves([(float(w), float(h)) for w, h in (high - low for low, high in bounds)], wide)
    for (nodes, _), points, (low, _high), corner in zip(parts, blocks, bounds, corners, strict=True):
        place[nodes] = points - low + corner
    return place


def _component(pairs: Numbers, size: Points) -> Points:
    if len(size) <= _ONE:
        return placed(pairs, size)
    labels = communities(len(size), pairs)
    count = int(labels.max()) + 1
    points = _discs(labels, np.bincount(pairs.ravel(), minlength=len(size)), size)
    if len(size) <= _FORCES:
        for nodes, own in _apart(pairs, labels, count):
            if len(nodes) <= _ONE:
                points[nodes] = placed(own, size[nodes])
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, labels, points - size / 2)
    np.maximum.at(high, labels, points + size / 2)
    between = np.sort(labels[pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]]], axis=1)
    ties, weights = np.unique(between, axis=0, return_counts=True)
    # Those with many links between them stand near each other, none over another.
    centres = placed(ties, high - low + _GAP / 2, weights.astype(float))
    found: Points = points + (centres - (low + high) / 2)[labels]
    return found


def _discs(labels: Numbers, degrees: Numbers, size: Points) -> Points:
    """Each community as a sunflower around 0: the most connected nodes in the middle."""
    nodes = np.lexsort((-degrees, labels))
    rank = np.empty_like(labels)
    rank[nodes] = np.arange(len(labels)) - np.searchsorted(labels[nodes], labels[nodes])
    radius = np.sqrt(rank)
    room = np.zeros((labels.max() + 1, 2))
    np.maximum.at(room, labels, _DISC_ROOM * size)
    points = np.stack([radius * np.cos(rank * _GOLDEN_ANGLE), radius * np.sin(rank * _GOLDEN_ANGLE)], axis=1)
    discs: Points = points * room[labels]
    return discs


def _shelves(extents: Sequence[tuple[float, float]], wide: float) -> list[tuple[float, float]]:
    """The upper left corner of each block: rows from left to right, together of a window's form or wider."""
    wide = max(wide, *(w for w, _ in extents), math.sqrt(ASPECT * sum(w * h for w, h in extents)))
    corners, x, y, row = [], 0.0, 0.0, 0.0
    for width, height in extents:
        if x and x + width > wide:
            x, y, row = 0.0, y + row, 0.0
        gap = _GAP if height > 2 * _GAP else _GAP / 4
        corners.append((x, y))
        x, row = x + width + gap, max(row, height + gap)
    return corners
