"""Training of the names: two CRFs, the trees that rank candidates, their chances, and the linker of referring words.

Documents are dealt into folds; whatever is measured on a document was trained without it. The trees learn from CRFs
that have not seen the document either: for fold i, those of fold j come from a CRF that knows neither i nor j.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from skillgraph.extract.mentions import Mention
from skillgraph.extract.names import Names
from skillgraph.extract.naming.classes import COARSE, REFERRING
from skillgraph.extract.naming.crf import Tagger, written
from skillgraph.extract.naming.features import RULE_TEMPLATES, Table
from skillgraph.extract.terms import load_terms
from training.corpus import Annotated

FOLDS = 5
_SEED = 7
_C1, _C2, _ITERATIONS = 0.1, 0.05, 50


class Prepared(msgspec.Struct):
    """An annotated document with its features and labels."""

    annotated: Annotated
    proposals: list[list[Mention]]
    table: Table
    buckets: NDArray[np.int32]
    labels: list[str]


def prepared(annotated: Annotated, with_rules: bool = True) -> Prepared:
    """A document ready for training; without rules where they were made with it."""
    terms = load_terms()
    sentences = annotated.doc.sentences
    proposals = [Names(s.text, list(s.words), terms).find() if with_rules else [] for s in sentences]
    table = Table(sentences, proposals, terms)
    return Prepared(annotated, proposals, table, table.buckets(), _labels(annotated, table))


def _labels(annotated: Annotated, table: Table) -> list[str]:
    labels = ["O"] * table.size
    for m in annotated.mentions:
        if m.kind not in ("name", "ref") or (at := annotated.doc.located((m.start, m.end))) is None:
            continue
        sentence, start, end = at
        row = table.starts[sentence.index]
        name = REFERRING if m.kind == "ref" else COARSE[m.types[0]]
        if all(labels[i] == "O" for i in range(row + start, row + end)):
            labels[row + start : row + end] = [f"B-{name}", *[f"I-{name}"] * (end - start - 1)]
    return labels


def dealt(count: int) -> NDArray[np.int64]:
    """The fold of each of so many documents."""
    fold = np.zeros(count, dtype=np.int64)
    for place, document in enumerate(np.random.RandomState(_SEED).permutation(count)):
        fold[document] = place % FOLDS
    return fold


def train_crf(documents: Iterable[Prepared], rules: bool, path: Path, least: float = 0.0) -> int:
    """Trains a CRF and writes its weights; returns their size."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for d in documents:
        rows = d.buckets if rules else np.delete(d.buckets, RULE_TEMPLATES, axis=0)
        names = [[str(b) for b in column if b] for column in rows.T]
        for sentence, start in zip(d.annotated.doc.sentences, d.table.starts, strict=True):
            if size := len(sentence.text):
                trainer.append(names[start : start + size], d.labels[start : start + size])
    trainer.set_params({"c1": _C1, "c2": _C2, "max_iterations": _ITERATIONS})
    model = path.with_suffix(".crfsuite")
    trainer.train(str(model))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    weights = {(int(bucket), label): weight for (bucket, label), weight in info.state_features.items()}
    model.unlink()
    return written(path, weights, info.transitions, least)


def tagger_without(documents: Sequence[Prepared], fold: NDArray[np.int64], out: Sequence[int], rules: bool, folder: Path) -> Tagger:
    """The CRF trained without some folds, from a file where that was made before."""
    path = folder / f"{'rules' if rules else 'alone'}-{''.join(map(str, sorted(out)))}.npz"
    if not path.exists():
        train_crf([d for d, f in zip(documents, fold, strict=True) if f not in out], rules, path)
    return Tagger.read(path)


def all_taggers(documents: Sequence[Prepared], fold: NDArray[np.int64], rules: bool, folder: Path) -> None:
    """Trains the CRFs without one fold, and without two."""
    for out in (*((i,) for i in range(FOLDS)), *combinations(range(FOLDS), 2)):
        tagger_without(documents, fold, out, rules, folder)
