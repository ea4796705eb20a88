"""Training of the trees that rank candidates for names, and of the table that turns their sums into chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from skillgraph.extract.forest import Floats, Forest, Trees
from skillgraph.extract.naming.candidates import Found
from training.corpus import Annotated

_SETTINGS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1, "num_threads": 1, "deterministic": True,
    "force_row_wise": True, "verbose": -1,
}  # fmt: skip
_ROUNDS = 300
_PARTS = 4
#: How many candidates a step of the table of chances stands for at least.
_STEP = 60


def truth(annotated: Annotated, found: Found) -> Floats:
    """For each candidate 1 if a person marked it as a name that stands by itself, else 0."""
    names = {(m.sentence, m.start, m.end) for m in annotated.doc.mentions if m.kind == "name"}
    return np.array([float((c.sentence, c.start, c.end) in names) for c in found.candidates])


def train_trees(rows: Sequence[tuple[Annotated, Found]], more: Sequence[tuple[Annotated, Found]] = ()) -> Trees:
    """The trees, trained on candidates whose tagger has not seen their documents.

    The chances are those of trees that have not seen the document: documents are dealt into parts once more.

    Args:
        rows: documents with their candidates.
        more: others to learn from; they are not like those that are read, so no chances are counted in them.
    """
    pairs = [(found.seen, truth(annotated, found)) for annotated, found in rows]
    others = [(found.seen, truth(annotated, found)) for annotated, found in more]
    part = np.random.RandomState(3).permutation(len(pairs)) % _PARTS
    sums, outcomes = [], []
    for out in range(_PARTS):
        forest = _grown(*_joined([*(p for p, n in zip(pairs, part, strict=True) if n != out), *others]))
        seen, right = _joined([p for p, n in zip(pairs, part, strict=True) if n == out])
        sums.append(forest.sums(seen))
        outcomes.append(right)
    forest = _grown(*_joined([*pairs, *others]))
    return Trees(forest, *chances_of(np.concatenate(sums), np.concatenate(outcomes)))


def _joined(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    return np.vstack([s for s, _ in pairs]), np.concatenate([r for _, r in pairs])


def _grown(seen: Floats, right: Floats) -> Forest:
    return exported(lightgbm.train(_SETTINGS, lightgbm.Dataset(seen, right), num_boost_round=_ROUNDS))


def exported(booster: lightgbm.Booster) -> Forest:
    """Boosted trees as arrays."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    roots: list[int] = []

    def add(node: dict[str, Any]) -> int:
        at = len(feature)
        leaf = "leaf_value" in node and "split_feature" not in node
        feature.append(-1 if leaf else node["split_feature"])
        threshold.append(node["leaf_value"] if leaf else node["threshold"])
        left.append(0)
        right.append(0)
        if not leaf:
            left[at] = add(node["left_child"])
            right[at] = add(node["right_child"])
        return at

    for tree in booster.dump_model()["tree_info"]:
        roots.append(add(tree["tree_structure"]))
    nodes = (np.array(values, np.int32) for values in (roots, left, right))
    first, low, high = nodes
    return Forest(first, np.array(feature, np.int16), np.array(threshold), low, high)


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
