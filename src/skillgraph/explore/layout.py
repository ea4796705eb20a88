"""Where each node of a picture stands, computed before so that a page need not: the same graph, the same places.

A connected part is laid out by forces and its labels are then pushed apart; a part too large for that is laid out
as one disc a community. Parts, and the nodes without an edge, stand on shelves, so that nothing flies away.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

#: Nodes of a part up to which forces are computed between all its pairs.
_FORCE_LIMIT = 1000
#: Pairs of nodes that all steps together may look at, some seconds, within bounds for the steps.
_PAIRS = 60_000_000
_MOST_STEPS, _LEAST_STEPS = 300, 40
#: How much larger than all boxes together a part is before they are moved apart.
_ROOM = 1.9
_GAP = 90.0
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SEED = 1
#: The group of what belongs to several groups.
SHARED = -1
#: Groups that a ring can hold; more are left to the communities.
_MOST_GROUPS = 12
#: How much of a long name a label shows.
_LABEL_LENGTH = 16


def positions(
    network: nx.Graph[Any], boxes: Sequence[tuple[float, float]], groups: Sequence[int | None] | None = None
) -> list[tuple[int, int]]:
    """The centre of each node, in the network's order; y grows downwards.

    Args:
        network: nodes and edges; directions and parallel edges make no difference.
        boxes: each node's width and height with its label.
        groups: what stands together: a number a group, `SHARED` for what belongs to several groups and stands
            between them, None for the rest.

    Example:
        >>> positions(nx.MultiDiGraph([("a", "b")]), [(10, 10), (10, 10)]) == positions(
        ...     nx.MultiDiGraph([("a", "b")]), [(10, 10), (10, 10)])
        True
    """
    numbered = sorted({group for group in groups or () if group is not None and group != SHARED})
    if groups is None or not 2 <= len(numbered) <= _MOST_GROUPS:
        return _without_groups(network, boxes)
    graph = nx.convert_node_labels_to_integers(network)
    members = [[n for n, g in enumerate(groups) if g == group] for group in (SHARED, *numbered, None)]
    blocks = []
    for nodes in members:
        inside: nx.Graph[int] = nx.Graph()
        inside.add_nodes_from(nodes)
        inside.add_edges_from(sorted({(min(e), max(e)) for e in graph.subgraph(nodes).edges()}))
        blocks.append(_without_groups(inside, [boxes[n] for n in nodes]))
    place = [(0, 0)] * len(groups)
    for nodes, points, (x, y) in zip(members, blocks, _around(blocks, members, boxes), strict=True):
        for node, point in zip(nodes, points, strict=True):
            place[node] = (round(point[0] + x), round(point[1] + y))
    return place


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


def _around(
    blocks: list[list[tuple[int, int]]], members: list[list[int]], boxes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Where each block's origin goes: the first in the middle, the last below, the others on a ring between."""
    extents = [_bounds(points, [boxes[n] for n in nodes]) for points, nodes in zip(blocks, members, strict=True)]
    widths = [high[0] - low[0] for low, high in extents]
    heights = [high[1] - low[1] for low, high in extents]
    ring = len(blocks) - 2
    width, height = max(widths[1:-1]), max(heights[1:-1])
    # Neighbours on the ring clear each other, and all of them the middle.
    chord = 2 * math.sin(math.pi / ring)
    across = max((width + _GAP) / chord if ring > 2 else 0, (width + widths[0]) / 2 + _GAP) if ring != 4 else 0
    down = max((height + _GAP) / chord if ring > 2 else 0, _GAP)
    centres = [(0.0, 0.0)]
    if ring == 4:
        # Corners of a cross with the middle between them: the compact form of the ring.
        dx, dy = (width + _GAP) / 2, (height + heights[0] * 0.5 + _GAP) / 2
        dx = max(dx, (width + widths[0]) / 2 + _GAP) if heights[0] > _GAP else dx
        centres += [(-dx, -dy), (dx, -dy), (-dx, dy), (dx, dy)]
    else:
        for number in range(ring):
            angle = math.pi + 2 * math.pi * number / ring
            centres.append((across * math.cos(angle), down * math.sin(angle)))
    lowest = max(y + h / 2 for (_, y), h in zip(centres, heights, strict=False))
    centres.append((0.0, lowest + _GAP + heights[-1] / 2))
    return [
        (x - (low[0] + high[0]) / 2, y - (low[1] + high[1]) / 2)
        for (x, y), (low, high) in zip(centres, extents, strict=True)
    ]


def _bounds(
    points: list[tuple[int, int]], boxes: list[tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    if not points:
        return (0.0, 0.0), (0.0, 0.0)
    place, half = np.array(points, dtype=float), np.array(boxes, dtype=float) / 2
    low, high = (place - half).min(axis=0), (place + half).max(axis=0)
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def _without_groups(network: nx.Graph[Any], boxes: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    # Integers as nodes: the order of sets of text differs between runs.
    graph: nx.Graph[int] = nx.Graph(nx.convert_node_labels_to_integers(network))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    size = np.array(boxes, dtype=float).reshape(-1, 2)
    parts = _parts(graph)
    pairs = sum(len(part) ** 2 for part in parts if len(part) <= _FORCE_LIMIT)
    steps = min(max(_PAIRS // max(pairs, 1), _LEAST_STEPS), _MOST_STEPS)
    blocks = [(part, _block(graph, part, size, steps)) for part in parts]
    place = np.zeros_like(size)
    for (part, points), corner in zip(blocks, _shelves([_extent(p, size[b]) for b, p in blocks]), strict=True):
        place[part] = points - (points - size[part] / 2).min(axis=0) + corner
    return [(round(x), round(y)) for x, y in place]


def _parts(graph: nx.Graph[int]) -> list[list[int]]:
    """What is laid out together, the largest first."""
    parts: list[list[int]] = []
    for component in nx.connected_components(graph):
        if len(component) <= _FORCE_LIMIT:
            parts.append(sorted(component))
        else:
            found = nx.community.fast_label_propagation_communities(graph.subgraph(component), seed=_SEED)
            parts += (sorted(community) for community in found)
    return sorted(parts, key=lambda part: (-len(part), part))


def _block(graph: nx.Graph[int], part: list[int], size: Points, steps: int) -> Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) > _FORCE_LIMIT:
        return _disc([graph.degree(node) for node in part], size[part])
    alone: nx.Graph[int] = nx.Graph()
    alone.add_nodes_from(part)
    alone.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.subgraph(part).edges))
    forces = nx.forceatlas2_layout(alone, max_iter=steps, strong_gravity=True, distributed_action=True, seed=_SEED)
    return _spread(_squared(np.array([forces[node] for node in part], dtype=float)), size[part], steps)


def _disc(degrees: Iterable[int], size: Points) -> Points:
    """A sunflower: the most connected nodes in the middle."""
    rank = np.argsort(np.argsort(-np.array(list(degrees)), kind="stable"), kind="stable")
    radius = np.sqrt(rank) * math.sqrt(float(np.prod(size.mean(axis=0))))
    return np.stack([radius * np.cos(rank * _GOLDEN_ANGLE), radius * np.sin(rank * _GOLDEN_ANGLE)], axis=1)


def _squared(points: Points) -> Points:
    """Turned and stretched to a square around 0 of side 1, so that a window of any form shows it large."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    # An axis may come out either way round; the first node decides.
    points = points @ axes[:, ::-1]
    points *= np.where(points[0] < 0, -1.0, 1.0)
    spans: Points = np.maximum(np.ptp(points, axis=0), 1e-9)
    return points / spans


def _spread(points: Points, size: Points, steps: int) -> Points:
    """Scaled to the room that the boxes need, then moved until no box covers another."""
    points = points * math.sqrt(_ROOM * float(np.prod(size, axis=1).sum()))
    reach = (size[:, None] + size[None]) / 2
    for _ in range(steps):
        apart = points[:, None] - points[None]
        overlap = reach - np.abs(apart)
        covered = (overlap[..., 0] > 0) & (overlap[..., 1] > 0) & ~np.eye(len(points), dtype=bool)
        if not covered.any():
            break
        # Along the axis that needs the shorter way; equal places part by their order.
        along_x = overlap[..., 0] < overlap[..., 1]
        order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None])
        for axis, mask in ((0, covered & along_x), (1, covered & ~along_x)):
            direction = np.where(apart[..., axis] == 0, order, np.sign(apart[..., axis]))
            points[:, axis] += (np.where(mask, overlap[..., axis], 0) * direction * 0.3).sum(axis=1)
    return points


def _extent(points: Points, size: Points) -> tuple[float, float]:
    low, high = (points - size / 2).min(axis=0), (points + size / 2).max(axis=0)
    return float(high[0] - low[0]), float(high[1] - low[1])


def _shelves(extents: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The upper left corner of each block: rows from left to right, together about as wide as high."""
    wide = max((w for w, _ in extents), default=0.0)
    wide = max(wide, math.sqrt(sum(w * h for w, h in extents)))
    corners, x, y, row = [], 0.0, 0.0, 0.0
    for width, height in extents:
        if x and x + width > wide:
            x, y, row = 0.0, y + row, 0.0
        gap = _GAP if height > 2 * _GAP else _GAP / 4
        corners.append((x, y))
        x, row = x + width + gap, max(row, height + gap)
    return corners
