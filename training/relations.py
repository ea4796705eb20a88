"""Learns which mentions are related, how, and in what modality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from skillgraph.extract.forest import Forest
from skillgraph.extract.learning.examples import Example
from skillgraph.extract.learning.steps import joined
from skillgraph.extract.relating.features import Ragged
from skillgraph.extract.relating.linear import Floats, Linear, sigmoid
from skillgraph.extract.relating.relations import Weights, is_confirmed, tempered
from skillgraph.extract.relating.stages import FirstStage, Reading, readings
from skillgraph.model.ontology import ontology
from skillgraph.review.agreement import agreement
from skillgraph.review.verdicts import Verdict
from training.parallel import on_each_core
from training.ranking import chances_of, exported

#: In how many pairs of the training a feature must stand.
_SEEN = 3
#: Where a regression stops; finer, it took three times as long for no difference.
_CLOSE = 0.1
_COST = 0.2
_PREDICATES_COST = 1.0
#: A predicate with fewer examples is not learned.
_EXAMPLES = 3
#: The least mean of both chances with which a fact is proposed; F1 of pairs and facts is flat around it.
_PROPOSED = 0.25
#: How many of those that are asserted may be false where the line is chosen, and how many there must be to say so. Less
#: than the 20 of 100 that are promised: what a line is chosen on flatters it.
_FALSE = 0.13
_FEW = 40


def matrix(rows: Ragged, seen: int) -> tuple[npt.NDArray[np.uint32], Any]:
    """Features that stand in enough rows, and a sparse matrix of them."""
    keys, at = np.unique(rows.ids, return_inverse=True)
    kept = np.bincount(at, minlength=len(keys)) >= seen
    column = np.cumsum(kept) - 1
    hit = kept[at]
    owner = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[hit]
    shape = (len(rows), int(kept.sum()))
    values = np.ones(int(hit.sum()))
    made = sparse.csr_matrix((values, (owner, column[at[hit]])), shape)
    made.data[:] = 1
    return keys[kept], made


def regression(x: Any, y: npt.NDArray[Any], cost: float, weight: Floats | None = None) -> tuple[Floats, float]:
    """Weights and bias of a logistic regression."""
    model = LogisticRegression(C=cost, solver="liblinear", tol=_CLOSE, max_iter=300, random_state=1).fit(x, y, weight)
    return model.coef_[0], float(model.intercept_[0])


def first_stage(examples: Sequence[Example]) -> FirstStage:
    """Learned from documents."""
    keys, x = matrix(joined([e.features for e in examples]), _SEEN)
    weights, bias = regression(x, np.concatenate([e.is_related for e in examples]), _COST)
    pair = Linear.made(("related",), keys, weights[:, None], np.array([bias]))
    types = tuple(sorted(ontology().classes))
    predicate = _predicates(examples)
    near = np.array([[_near(a, b) for b in predicate.classes] for a in predicate.classes], np.int8)
    return FirstStage(pair, predicate, _modalities(examples), near, types)


def _near(a: str, b: str) -> bool:
    return a[-1] == b[-1] and agreement().same_predicate(a[:-1], b[:-1])


def _predicates(examples: Sequence[Example]) -> Linear:
    """A logistic regression for each predicate and direction, over the pairs that are related."""
    labels = [e.labels(i) for e in examples for i in e.related]
    keys, x = matrix(joined([e.features.take(e.related) for e in examples]), _SEEN)
    counted = Counter(name for row in labels for name in row)
    classes = tuple(sorted(name for name, number in counted.items() if number >= _EXAMPLES))
    weights, biases = np.zeros((x.shape[1], len(classes))), np.zeros(len(classes))
    for c, name in enumerate(classes):
        share = np.array([row.get(name, 0.0) for row in labels])
        both = np.flatnonzero((share > 0) & (share < 1))
        rows = sparse.vstack([x, x[both]])
        wanted = np.concatenate([share > 0, np.zeros(len(both), bool)])
        weight = np.concatenate([np.where(share > 0, share, 1.0), 1 - share[both]])
        weights[:, c], biases[c] = regression(rows, wanted, _PREDICATES_COST, weight)
    return Linear.made(classes, keys, weights, biases)


def _modalities(examples: Sequence[Example]) -> Linear:
    keys, x = matrix(joined([e.modal_features for e in examples]), _SEEN)
    said = [e.rows[i][0].modality for e in examples for i in e.related]
    classes = tuple(sorted(set(said)))
    weights, biases = np.zeros((x.shape[1], len(classes))), np.zeros(len(classes))
    for c, name in enumerate(classes):
        weights[:, c], biases[c] = regression(x, np.array([s == name for s in said]), _PREDICATES_COST)
    return Linear.made(classes, keys, weights, biases)


Seen = tuple[list[Reading], Floats]


def seen_by(stage: FirstStage, example: Example) -> Seen:
    """What the second stage sees of a document."""
    return readings(stage.scored(example.reader, example.pairs))


def _related(examples: Sequence[Example], seen: Sequence[Seen]) -> Forest:
    """Whether a pair is related, from its first readings, which a first stage gave that had not seen the document."""
    found = [(e, r) for e, (readings_, _) in zip(examples, seen, strict=True) for r in readings_]
    first = np.array([r.rank == 0 for _, r in found])
    wanted = np.array([bool(e.said(r.pair)) for e, r in found])
    return _forest(_rows(seen)[first], wanted[first])


def _right(examples: Sequence[Example], seen: Sequence[Seen]) -> Forest:
    """Whether a reading is right, in the same way."""
    wanted = [truth for e, (found, _) in zip(examples, seen, strict=True) for truth in _truths(e, found)]
    return _forest(_rows(seen), np.array(wanted))


def _rows(seen: Sequence[Seen]) -> Floats:
    return np.vstack([rows for _, rows in seen if len(rows)])


def _truths(example: Example, found: Sequence[Reading]) -> list[bool]:
    return [example.is_right(r.pair, r.predicate, r.turned, r.modality) for r in found]


def _forest(rows: Floats, wanted: npt.NDArray[np.bool_]) -> Forest:
    model = lightgbm.LGBMClassifier(
        n_estimators=150, num_leaves=15, learning_rate=0.05, min_child_samples=20, subsample=0.8, subsample_freq=1,
        colsample_bytree=0.6, reg_lambda=5.0, random_state=1, n_jobs=1, verbose=-1, deterministic=True,
        force_row_wise=True,
    )  # fmt: skip
    return exported(model.fit(rows, wanted).booster_)


class Folds:
    """Weights learned without some of the documents.

    Args:
        examples: of documents that are dealt into folds; one may be there with right names and with found ones.
        fold: of each document, by its name; one that is not there is always learned from, and never measured.
    """

    def __init__(self, examples: Sequence[Example], fold: Mapping[str, int]) -> None:
        self.examples = examples
        self.fold = fold
        self._stages: dict[frozenset[int], FirstStage] = {}

    def kept(self, *out: int) -> list[Example]:
        """The examples outside of some folds."""
        return [e for e in self.examples if self.fold.get(e.text.name) not in out]

    def stage(self, *out: int) -> FirstStage:
        """The first stage without some folds."""
        key = frozenset(out)
        if key not in self._stages:
            self._stages[key] = first_stage(self.kept(*out))
        return self._stages[key]

    def train_stages(self, count: int) -> None:
        """Learns all first stages that `weights` of all documents, and without one of so many folds, ask for."""
        # The first is learned here, so that what it reads of each document is in memory for all that come after it.
        self.stage()
        outs = [*((fold,) for fold in range(count)), *combinations(range(count), 2)]
        stages = on_each_core(lambda out: first_stage(self.kept(*out)), outs)
        self._stages |= {frozenset(out): stage for out, stage in zip(outs, stages, strict=True)}

    def weights(self, *out: int) -> Weights:
        """Both stages without some folds; the second sees each document as a first stage does that never did.

        Args:
            out: the folds.

        Returns:
            Weights that assert nothing, since the line is chosen on what they say.
        """
        known = [e for e in self.kept(*out) if e.text.name in self.fold]
        seen = [seen_by(self.stage(*out, self.fold[e.text.name]), e) for e in known]
        found, confirmed = self._chances(known, seen)
        related, right = _related(known, seen), _right(known, seen)
        return Weights(self.stage(*out), related, right, found, confirmed, _PROPOSED, 1.0)

    def _chances(self, known: Sequence[Example], seen: Sequence[Seen]) -> tuple[Any, Any]:
        """What likelihoods are worth, by forests that have not seen the document."""
        counted: dict[bool, list[tuple[float, bool]]] = {False: [], True: []}
        for fold in sorted({self.fold[e.text.name] for e in known}):
            apart = [self.fold[e.text.name] == fold for e in known]
            others = [(e, s) for e, s, out in zip(known, seen, apart, strict=True) if not out]
            right = _right([e for e, _ in others], [s for _, s in others])
            for e, (found, rows), out in zip(known, seen, apart, strict=True):
                if out and found:
                    likelihoods = sigmoid(right.sums(rows))
                    for r, likely, truth in zip(found, likelihoods, _truths(e, found), strict=True):
                        counted[is_confirmed(r)].append((tempered(r, float(likely)), truth))
        tables = {}
        for sure, rows_ in counted.items():
            points, chances = chances_of(*(np.array(column) for column in zip(*rows_, strict=True)))
            tables[sure] = np.stack([points, chances]).astype(np.float32)
        return tables[False], tables[True]


def line(verdicts: Iterable[Verdict]) -> float:
    """The least score above which at most 13 of 100 facts were false; 0.9 where none is so sure.

    Args:
        verdicts: on facts of documents that nothing was learned from.
    """
    scored = sorted(((v.score or 0.0, v.right) for v in verdicts if v.part == "facts"), reverse=True)
    best, right = 0.9, 0
    for number, (score, truth) in enumerate(scored, 1):
        right += truth
        tied = number < len(scored) and scored[number][0] == score
        if not tied and number >= _FEW and right / number >= 1 - _FALSE:
            best = score
    return best


def store(weights: Weights, path: Path) -> None:
    """Writes the weights, the same bytes for the same weights."""
    np.savez_compressed(path, **weights.arrays())
