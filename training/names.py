"""Training of the names: two CRFs, the trees that rank candidates, their chances, and the linker of referring words.

Documents are dealt into folds; whatever is measured on a document was trained without it. The trees learn from CRFs
that have not seen the document either: for fold i, those of fold j come from a CRF that knows neither i nor j.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from skillgraph.extract.mentions import Mention
from skillgraph.extract.names import Names
from skillgraph.extract.naming.classes import COARSE, REFERRING
from skillgraph.extract.naming.crf import Tagger, written
from skillgraph.extract.naming.features import Table
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
    for m in annotated.marked:
        if m.kind not in ("name", "ref"):
            continue
        at = slice(table.starts[m.sentence] + m.start, table.starts[m.sentence] + m.end)
        name = REFERRING if m.kind == "ref" else COARSE[m.thing.classes[0]]
        if set(labels[at]) == {"O"}:
            labels[at] = [f"B-{name}", *[f"I-{name}"] * (m.end - m.start - 1)]
    return labels


def dealt(count: int) -> NDArray[np.int64]:
    """The fold of each of so many documents."""
    fold = np.zeros(count, dtype=np.int64)
    for place, document in enumerate(np.random.RandomState(_SEED).permutation(count)):
        fold[document] = place % FOLDS
    return fold


def train_crf(documents: Iterable[Prepared], path: Path, least: float = 0.0) -> int:
    """Trains a CRF and writes its weights; returns their size."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for d in documents:
        names = [[str(b) for b in column if b] for column in d.buckets.T]
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


def tagger_without(documents: Sequence[Prepared], fold: NDArray[np.int64], out: Sequence[int], folder: Path) -> Tagger:
    """The CRF trained without some folds, from a file where that was made before."""
    path = folder / f"without-{'-'.join(map(str, sorted(out)))}.npz"
    if not path.exists():
        train_crf([d for d, f in zip(documents, fold, strict=True) if f not in out], path)
    return Tagger.read(path)
