"""Boosted trees: every row is worth what it would be if it went down each tree node by node."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.extract.forest import Forest

FEATURES = 3
values = st.integers(-4, 4).map(float)
#: A tree is the worth of its leaf, or a feature, a threshold, and what is left and right of it.
trees = st.recursive(values, lambda below: st.tuples(st.integers(0, FEATURES - 1), values, below, below), max_leaves=32)
Tree = float | tuple[int, float, "Tree", "Tree"]


def planted(grown: list[Tree]) -> Forest:
    nodes: list[tuple[int, float, int, int]] = []

    def add(tree: Tree) -> int:
        at = len(nodes)
        if isinstance(tree, float):
            nodes.append((-1, tree, 0, 0))
        else:
            nodes.append((tree[0], tree[1], 0, 0))
            nodes[at] = (tree[0], tree[1], add(tree[2]), add(tree[3]))
        return at

    roots = [add(tree) for tree in grown]
    feature, threshold, left, right = zip(*nodes, strict=True)
    return Forest(
        np.array(roots, np.int32), np.array(feature, np.int16), np.array(threshold),
        np.array(left, np.int32), np.array(right, np.int32),
    )  # fmt: skip


def worth(tree: Tree, row: list[float]) -> float:
    while not isinstance(tree, float):
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return tree


@given(
    st.lists(trees, min_size=1, max_size=4),
    st.lists(st.lists(values, min_size=FEATURES, max_size=FEATURES), max_size=70),
)
def test_a_row_is_worth_what_its_leaves_are(grown: list[Tree], rows: list[list[float]]) -> None:
    expected = [sum(worth(tree, row) for tree in grown) for row in rows]
    found = planted(grown).sums(np.array(rows).reshape(len(rows), FEATURES))
    assert found.tolist() == expected
