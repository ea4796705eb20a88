"""Where each node of a picture stands, computed before so that a page need not: the same graph, the same places.

A connected part is laid out by forces and its labels are then pushed apart; a part too large for that is laid out
as one disc a community. Parts, and the nodes without an edge, stand on shelves, so that nothing flies away.
"""

from __future__ import annotations

import math
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


def positions(network: nx.MultiDiGraph[Any], boxes: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """The centre of each node, in the network's order; y grows downwards.

    Args:
        network: nodes and edges; directions and parallel edges make no difference.
        boxes: each node's width and height with its label.

    Example:
        >>> positions(nx.MultiDiGraph([("a", "b")]), [(10, 10), (10, 10)]) == positions(
        ...     nx.MultiDiGraph([("a", "b")]), [(10, 10), (10, 10)])
        True
    """
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
