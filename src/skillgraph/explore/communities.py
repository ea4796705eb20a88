"""Which nodes of a large network belong together, and which are connected at all, found in whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_ROUNDS = 24
_SEED = 1


def communities(count: int, edges: Numbers) -> Numbers:
    """A label for each of `count` nodes; nodes that are tied closely share one.

    Each round, a random half of the nodes takes the label that most of its neighbours have (Raghavan, Albert and
    Kumara 2007, doi:10.1103/PhysRevE.76.036106); all at once would swing between two states for ever.

    Args:
        count: of nodes, numbered from 0.
        edges: an array of shape (edges, 2); directions make no difference.

    Returns:
        Labels, numbered from 0 in the order of the nodes.

    Example:
        >>> two = np.array([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)])
        >>> communities(6, two).tolist()
        [0, 0, 0, 1, 1, 1]
    """
    draw = np.random.default_rng(_SEED)
    labels = np.arange(count)
    if len(edges):
        ends, others = np.concatenate([edges, edges[:, ::-1]]).T
        for _ in range(_ROUNDS):
            wanted = _most_frequent(ends, labels[others], labels, draw.permutation(count))
            chosen = draw.random(count) < 0.5
            changed = chosen & (wanted != labels)
            labels = np.where(changed, wanted, labels)
            if not changed.any() and np.array_equal(wanted, labels):
                break
    return _numbered(labels)


def components(count: int, edges: Numbers) -> Numbers:
    """A label for each of `count` nodes; those that edges lead to from each other share one.

    Each round, what an edge joins takes the lower of its two labels, and labels that became others' are followed.

    Args:
        count: of nodes, numbered from 0.
        edges: an array of shape (edges, 2); directions make no difference.

    Returns:
        Labels, numbered from 0 in the order of the nodes.

    Example:
        >>> components(5, np.array([(3, 1), (4, 3)])).tolist()
        [0, 1, 2, 1, 1]
    """
    labels = np.arange(count)
    while len(edges := edges[edges[:, 0] != edges[:, 1]]):
        heads = np.arange(count)
        np.minimum.at(heads, edges.max(axis=1), edges.min(axis=1))
        while not np.array_equal(heads[heads], heads):
            heads = heads[heads]
        labels = heads[labels]
        edges = heads[edges]
    return _numbered(labels)


def _numbered(labels: Numbers) -> Numbers:
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[numbers.reshape(-1)]


def _most_frequent(ends: Numbers, seen: Numbers, labels: Numbers, lot: Numbers) -> Numbers:
    """The label that each node sees most often; its own where that is as frequent, else by lot."""
    count = len(labels)
    keys, times = np.unique(ends * count + seen, return_counts=True)
    nodes, found = keys // count, keys % count
    # By node, then by frequency, then own label last, then by lot: the last of a node is taken.
    order = np.lexsort((lot[found], found == labels[nodes], times, nodes))
    last = np.flatnonzero(np.append(np.diff(nodes[order]) != 0, True))
    result = labels.copy()
    result[nodes[order][last]] = found[order][last]
    return result
