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

from skillgraph.explore.communities import communities

Points = NDArray[np.float64]

#: Nodes of a part up to which forces are computed between all its pairs.
_FORCE_LIMIT = 1000
#: Pairs of nodes that all steps together may look at, some seconds, within bounds for the steps.
_PAIRS = 40_000_000
_MOST_STEPS, _LEAST_STEPS = 300, 40
#: Steps that move communities apart; more make the map a little denser and take seconds.
_MAP_STEPS = 120
#: How much larger than all boxes together a part is before they are moved apart.
_ROOM = 1.9
_GAP = 90.0
#: How wide a picture is for its height.
_ASPECT = 1.4
#: Distances on a disc, in boxes, and how far what covers something may be moved apart in the end.
_DISC_ROOM = 0.62
_MOST_CLEARANCE = 4.0
#: By how much the ring of groups is widened until none stands on another.
_GROWTH = 1.03
#: The width of what stands below the groups, in the sides of a square that would hold all boxes.
_WIDE = 1.8
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
        # The rest stands below all others, in rows as wide as they are.
        wide = _WIDE * math.sqrt(sum(w * h for w, h in boxes)) if nodes is members[-1] else 0.0
        blocks.append(_without_groups(inside, [boxes[n] for n in nodes], wide))
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
    sizes = np.array([(high[0] - low[0], high[1] - low[1]) for low, high in extents])
    ring = len(blocks) - 2
    # The first stands at the upper left, so that four stand in the corners.
    angles = 2 * math.pi * np.arange(ring) / ring - 3 * math.pi / 4
    directions = np.concatenate([[(0.0, 0.0)], np.stack([np.cos(angles), np.sin(angles)], axis=1)])
    reach = (sizes[:-1, None] + sizes[None, :-1]) / 2 + _GAP
    centres = directions * sizes[:-1].max(axis=0) / 2
    while _any_covered(centres, reach):
        centres = centres * _GROWTH + directions
    lowest = float((centres[:, 1] + sizes[:-1, 1] / 2).max())
    below = (0.0, lowest + _GAP + sizes[-1, 1] / 2)
    return [
        (x - (low[0] + high[0]) / 2, y - (low[1] + high[1]) / 2)
        for (x, y), (low, high) in zip([*centres, below], extents, strict=True)
    ]


def _bounds(
    points: list[tuple[int, int]], boxes: list[tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    if not points:
        return (0.0, 0.0), (0.0, 0.0)
    place, half = np.array(points, dtype=float), np.array(boxes, dtype=float) / 2
    low, high = (place - half).min(axis=0), (place + half).max(axis=0)
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def _without_groups(
    network: nx.Graph[Any], boxes: Sequence[tuple[float, float]], wide: float = 0.0
) -> list[tuple[int, int]]:
    """Components side by side in rows of at least some width; a large one community by community."""
    # Integers as nodes: the order of sets of text differs between runs.
    numbers = {node: n for n, node in enumerate(network)}
    edges = {(min(e), max(e)) for e in ((numbers[a], numbers[b]) for a, b in network.edges()) if e[0] != e[1]}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(numbers)))
    graph.add_edges_from(sorted(edges))
    size = np.array(boxes, dtype=float).reshape(-1, 2)
    components = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    blocks = [(part, _component(graph, part, size)) for part in components]
    place = np.zeros_like(size)
    corners = _shelves([_extent(p, size[b]) for b, p in blocks], wide)
    for (part, points), corner in zip(blocks, corners, strict=True):
        place[part] = points - (points - size[part] / 2).min(axis=0) + corner
    return [(round(x), round(y)) for x, y in place]


def _component(graph: nx.Graph[int], nodes: list[int], size: Points) -> Points:
    if len(nodes) <= _FORCE_LIMIT:
        return _block(graph, nodes, size, _steps(len(nodes) ** 2))
    at = {node: n for n, node in enumerate(nodes)}
    edges = np.array([(at[a], at[b]) for a, b in graph.subgraph(nodes).edges()])
    labels = communities(len(nodes), edges)
    parts = [[nodes[n] for n in np.flatnonzero(labels == label)] for label in range(labels.max() + 1)]
    steps = _steps(sum(len(part) ** 2 for part in parts if len(part) <= _FORCE_LIMIT))
    blocks = [_block(graph, part, size, steps) for part in parts]
    centres = _map(labels[edges], np.array([_extent(p, size[part]) for p, part in zip(blocks, parts, strict=True)]))
    points = np.zeros((len(nodes), 2))
    for part, block, centre in zip(parts, blocks, centres, strict=True):
        low, high = (block - size[part] / 2).min(axis=0), (block + size[part] / 2).max(axis=0)
        points[[at[node] for node in part]] = block - (low + high) / 2 + centre
    return points


def _steps(pairs: int) -> int:
    """How many steps of forces there is time for; none where there is not enough for a result."""
    steps = _PAIRS // max(pairs, 1)
    return 0 if steps < _LEAST_STEPS else min(steps, _MOST_STEPS)


def _map(links: NDArray[np.int64], extents: Points) -> Points:
    """Where the communities stand: those with many links between them near each other, none over another."""
    count = len(extents)
    if count > _FORCE_LIMIT:
        corners = np.array(_shelves([(float(w), float(h)) for w, h in extents]))
        return corners + extents / 2
    pairs, weights = np.unique(np.sort(links[links[:, 0] != links[:, 1]], axis=1), axis=0, return_counts=True)
    quotient: nx.Graph[int] = nx.Graph()
    quotient.add_nodes_from(range(count))
    quotient.add_weighted_edges_from((int(a), int(b), int(w)) for (a, b), w in zip(pairs, weights, strict=True))
    steps = max(_steps(count**2), _LEAST_STEPS)
    forces = nx.forceatlas2_layout(quotient, max_iter=steps, weight="weight", strong_gravity=True, seed=_SEED)
    return _spread(_squared(np.array([forces[n] for n in range(count)])), extents + _GAP / 2, _MAP_STEPS)


def _block(graph: nx.Graph[int], part: list[int], size: Points, steps: int) -> Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) > _FORCE_LIMIT or not steps:
        return _disc([graph.degree(node) for node in part], size[part])
    alone: nx.Graph[int] = nx.Graph()
    alone.add_nodes_from(part)
    alone.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.subgraph(part).edges))
    forces = nx.forceatlas2_layout(alone, max_iter=steps, strong_gravity=True, distributed_action=True, seed=_SEED)
    return _spread(_squared(np.array([forces[node] for node in part], dtype=float)), size[part], steps)


def _disc(degrees: Iterable[int], size: Points) -> Points:
    """A sunflower: the most connected nodes in the middle."""
    rank = np.argsort(np.argsort(-np.array(list(degrees)), kind="stable"), kind="stable")
    radius = np.sqrt(rank)
    points = np.stack([radius * np.cos(rank * _GOLDEN_ANGLE), radius * np.sin(rank * _GOLDEN_ANGLE)], axis=1)
    room: Points = _DISC_ROOM * size.max(axis=0)
    return points * room


def _squared(points: Points) -> Points:
    """Turned, and stretched to a window's form around 0 with an area of 1, so that a window shows it large."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    # An axis may come out either way round; the first node decides.
    points = points @ axes[:, ::-1]
    points *= np.where(points[0] < 0, -1.0, 1.0)
    form = np.array([math.sqrt(_ASPECT), 1 / math.sqrt(_ASPECT)])
    spans: Points = np.maximum(np.ptp(points, axis=0), 1e-9) / form
    return points / spans


def _spread(points: Points, size: Points, steps: int) -> Points:
    """Scaled to the room that the boxes need, then moved until no box covers another."""
    points = points * math.sqrt(_ROOM * float(np.prod(size, axis=1).sum()))
    reach = (size[:, None] + size[None]) / 2
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None])
    for _ in range(steps):
        apart = points[:, None] - points[None]
        overlap = reach - np.abs(apart)
        covered = (overlap[..., 0] > 0) & (overlap[..., 1] > 0) & (order != 0)
        if not covered.any():
            return points
        # Along the axis that needs the shorter way; equal places part by their order.
        along_x = overlap[..., 0] < overlap[..., 1]
        for axis, mask in ((0, covered & along_x), (1, covered & ~along_x)):
            direction = np.where(apart[..., axis] == 0, order, np.sign(apart[..., axis]))
            points[:, axis] += (np.where(mask, overlap[..., axis], 0) * direction * 0.3).sum(axis=1)
    return points * _clearance(points, reach)


def _any_covered(points: Points, reach: Points) -> bool:
    overlap = (reach - np.abs(points[:, None] - points[None])).min(axis=2)
    return bool((overlap[~np.eye(len(points), dtype=bool)] > 0).any())


def _clearance(points: Points, reach: Points) -> float:
    """The factor that moves apart what still covers something: boxes stay as they are, distances grow."""
    apart = np.abs(points[:, None] - points[None])
    covered = ((reach - apart) > 0).all(axis=2) & ~np.eye(len(points), dtype=bool)
    if not covered.any():
        return 1.0
    factors = (reach[covered] / np.maximum(apart[covered], 1e-9)).min(axis=1)
    return float(min(factors.max(), _MOST_CLEARANCE))


def _extent(points: Points, size: Points) -> tuple[float, float]:
    low, high = (points - size / 2).min(axis=0), (points + size / 2).max(axis=0)
    return float(high[0] - low[0]), float(high[1] - low[1])


def _shelves(extents: Sequence[tuple[float, float]], wide: float = 0.0) -> list[tuple[float, float]]:
    """The upper left corner of each block: rows from left to right, together of a window's form or wider."""
    wide = max(wide, *(w for w, _ in extents), math.sqrt(_ASPECT * sum(w * h for w, h in extents)))
    corners, x, y, row = [], 0.0, 0.0, 0.0
    for width, height in extents:
        if x and x + width > wide:
            x, y, row = 0.0, y + row, 0.0
        gap = _GAP if height > 2 * _GAP else _GAP / 4
        corners.append((x, y))
        x, row = x + width + gap, max(row, height + gap)
    return corners
