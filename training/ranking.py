"""Training of the trees that rank candidates for names, and of the table that turns their sums into chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from skillgraph.extract.naming.candidates import Found
from skillgraph.extract.naming.ranker import Trees
from training.corpus import Annotated

_SETTINGS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1, "num_threads": 1, "deterministic": True,
    "force_row_wise": True, "verbose": -1,
}  # fmt: skip
_ROUNDS = 150
_PARTS = 4
#: How many candidates a step of the table of chances stands for at least.
_STEP = 60


def truth(annotated: Annotated, found: Found) -> NDArray[np.float64]:
    """For each candidate 1 if a person marked it as a name that stands by itself, else 0."""
    names = {(m.sentence, m.start, m.end) for m in annotated.marked if m.kind == "name"}
    return np.array([float((c.sentence, c.start, c.end) in names) for c in found.candidates])


def train_trees(rows: Sequence[tuple[Annotated, Found]]) -> Trees:
    """The trees, trained on candidates whose tagger has not seen their documents.

    The chances are those of trees that have not seen the document: documents are dealt into parts once more.
    """
    seen = [found.seen for _, found in rows]
    right = [truth(annotated, found) for annotated, found in rows]
    part = np.random.RandomState(3).permutation(len(rows)) % _PARTS
    sums, outcomes = [], []
    for out in range(_PARTS):
        trees = _grown(*_joined([(s, r) for s, r, p in zip(seen, right, part, strict=True) if p != out]))
        mine = _joined([(s, r) for s, r, p in zip(seen, right, part, strict=True) if p == out])
        sums.append(trees.raw(mine[0]))
        outcomes.append(mine[1])
    trees = _grown(*_joined(list(zip(seen, right, strict=True))))
    trees.points, trees.chances = chances_of(np.concatenate(sums), np.concatenate(outcomes))
    return trees


def _joined(pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]]) -> tuple[NDArray[Any], NDArray[Any]]:
    return np.vstack([s for s, _ in pairs]), np.concatenate([r for _, r in pairs])


def _grown(seen: NDArray[Any], right: NDArray[Any]) -> Trees:
    model = lightgbm.train(_SETTINGS, lightgbm.Dataset(seen, right), num_boost_round=_ROUNDS)
    grown = [_flat(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    size = max(len(nodes) for nodes, _ in grown)
    arrays = np.zeros((5, len(grown), size))
    for number, (nodes, _) in enumerate(grown):
        arrays[:, number, : len(nodes)] = np.array(nodes).T
    feature, limit, low, high, value = arrays
    return Trees(
        feature.astype(np.int16), _below(limit), low.astype(np.int16), high.astype(np.int16),
        value.astype(np.float32), max(depth for _, depth in grown), np.zeros(0, np.float32), np.zeros(0, np.float32),
    )  # fmt: skip


def _below(limit: NDArray[np.float64]) -> NDArray[np.float32]:
    """Limits as the largest 32-bit number that is not above: what is compared with them has 32 bits too."""
    rounded = limit.astype(np.float32)
    return np.where(rounded > limit, np.nextafter(rounded, np.float32(-np.inf)), rounded).astype(np.float32)


def _flat(root: dict[str, Any]) -> tuple[list[list[float]], int]:
    """The nodes of a tree as rows of feature, limit, low, high and value, and how deep it is."""
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> tuple[int, int]:
        index = len(nodes)
        if "leaf_value" in node:
            nodes.append([0, 0.0, index, index, node["leaf_value"]])
            return index, 0
        nodes.append([node["split_feature"], node["threshold"], 0, 0, 0.0])
        low, one = add(node["left_child"])
        high, other = add(node["right_child"])
        nodes[index][2:4] = [low, high]
        return index, max(one, other) + 1

    return nodes, add(root)[1]


def chances_of(sums: NDArray[Any], right: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Sums and how often candidates around them were right, never falling: neighbours that fall are joined.

    Example:
        >>> points, chances = chances_of(np.arange(200.0), np.arange(200) >= 100)
        >>> bool((np.diff(chances) >= 0).all())
        True
    """
    order = np.argsort(sums, kind="stable")
    blocks: list[list[float]] = []  # how many, their sums together, how many are right
    for at in range(0, len(order), _STEP):
        some = order[at : at + _STEP]
        blocks.append([float(len(some)), float(sums[some].sum()), float(right[some].sum())])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = np.array([total / count for count, total, _ in blocks], dtype=np.float32)
    # One more of each outcome than was seen, so that nothing is ever certain.
    return points, np.array([(hits + 0.5) / (count + 1) for count, _, hits in blocks], dtype=np.float32)
