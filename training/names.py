"""Training of the names: the tagger, the trees that rank its candidates, and the linker of referring words.

Documents are dealt into folds, and whatever is measured on a document was trained without it. The trees learn from
candidates of taggers that have not seen the document that they are in. Those taggers know the fold that is measured,
which flatters nothing: with a tagger for each two folds, F1 was 0.8015 instead of 0.8010.
Composed texts are dealt into the same folds, so that trees learn from them in the same way; they are never measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from skillgraph.extract.forest import Trees
from skillgraph.extract.mentions import Mention
from skillgraph.extract.naming.candidates import Found, candidates
from skillgraph.extract.naming.classes import REFERRING, coarse_of
from skillgraph.extract.naming.crf import Tagger, written
from skillgraph.extract.naming.document import proposed
from skillgraph.extract.naming.features import Table
from skillgraph.extract.naming.finder import Models, likely
from skillgraph.extract.terms import load_terms
from training.corpus import Annotated, annotated
from training.parallel import on_each_core
from training.ranking import train_trees
from training.references import train_linker

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


def prepared(annotated: Annotated, ruled: bool = True) -> Prepared:
    """A document ready for training; without what the rules propose if they were made with it (`ruled` is false)."""
    terms = load_terms()
    proposals = proposed(annotated.doc, terms) if ruled else [[] for _ in annotated.doc.sentences]
    table = Table(annotated.doc.sentences, proposals, terms)
    return Prepared(annotated, proposals, table, table.buckets(), _labels(annotated, table))


def _labels(annotated: Annotated, table: Table) -> list[str]:
    labels = ["O"] * table.size
    for m in annotated.doc.mentions:
        if m.kind == "kind":
            continue
        at = slice(table.starts[m.sentence] + m.start, table.starts[m.sentence] + m.end)
        name = REFERRING if m.kind == "ref" else coarse_of(m.type)
        if set(labels[at]) == {"O"}:
            labels[at] = [f"B-{name}", *[f"I-{name}"] * (m.end - m.start - 1)]
    return labels


def dealt(count: int) -> NDArray[np.int64]:
    """The fold of each of so many documents."""
    fold = np.zeros(count, dtype=np.int64)
    for place, document in enumerate(np.random.RandomState(_SEED).permutation(count)):
        fold[document] = place % FOLDS
    return fold


def train_tagger(documents: Iterable[Prepared], path: Path) -> Tagger:
    """Trains a tagger and writes its weights."""
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
    written(path, weights, info.transitions)
    return Tagger.read(path)


class Folds:
    """Documents in folds, and the models trained without some of them.

    Args:
        documents: those that are measured.
        always: documents that every tagger is trained with, and that nothing is measured on.
        folder: keeps the taggers, which take longest; one that is there is not trained again.
        composed: documents to learn from that nothing is measured on.
    """

    def __init__(
        self,
        documents: Sequence[Prepared],
        always: Sequence[Prepared],
        folder: Path,
        composed: Sequence[Prepared] = (),
    ) -> None:
        self.documents, self.always, self.folder, self.composed = documents, always, folder, composed
        self.fold = dealt(len(documents))
        self._dealt = [*zip(documents, self.fold, strict=True), *zip(composed, dealt(len(composed)), strict=True)]
        self._candidates: dict[int, list[tuple[Annotated, Found]]] = {}

    def within(self, *folds: int) -> list[Prepared]:
        """The documents of some folds, composed ones behind the others."""
        return [d for d, f in self._dealt if f in folds]

    def measured(self, fold: int) -> list[Prepared]:
        """The documents of a fold that are measured."""
        return [d for d, f in zip(self.documents, self.fold, strict=True) if f == fold]

    def without(self, *folds: int) -> list[Prepared]:
        """The documents of all other folds."""
        return [d for d, f in self._dealt if f not in folds]

    def path(self, *out: int) -> Path:
        """The file of the tagger trained without some folds."""
        return self.folder / f"without-{'-'.join(map(str, sorted(out)))}.npz"

    def tagger(self, *out: int) -> Tagger:
        """The tagger trained without some folds."""
        path = self.path(*out)
        return Tagger.read(path) if path.exists() else train_tagger([*self.without(*out), *self.always], path)

    def train_taggers(self) -> None:
        """Trains the tagger of all documents and those without a fold, several at once."""

        def train(out: tuple[int, ...]) -> None:
            self.tagger(*out)

        on_each_core(train, [(), *((fold,) for fold in range(FOLDS))])

    def smaller(self, out: int, count: int) -> Tagger:
        """A tagger trained without a fold, on so many of the other pages and on no composed texts."""
        path = self.folder / f"curve-{out}-{count}.npz"
        kept = [d for d, f in zip(self.documents, self.fold, strict=True) if f != out]
        some = [kept[i] for i in np.random.RandomState(5).permutation(len(kept))[:count]]
        return Tagger.read(path) if path.exists() else train_tagger([*some, *self.always], path)

    def candidates(self, fold: int) -> list[tuple[Annotated, Found]]:
        """The candidates in the documents of a fold, by a tagger that does not know them."""
        if fold not in self._candidates:
            tagger = self.tagger(fold)
            self._candidates[fold] = [(d.annotated, candidates_of(d, tagger)) for d in self.within(fold)]
        return self._candidates[fold]

    def trees(self, *out: int) -> Trees:
        """The trees trained without some folds."""
        pages, composed = [], []
        for fold in range(FOLDS):
            if fold not in out:
                count = len(self.measured(fold))
                pages += self.candidates(fold)[:count]
                composed += self.candidates(fold)[count:]
        return train_trees(pages, composed)

    def models_without(self, out: int) -> Models:
        """The models that know nothing of one fold."""
        return Models(self.tagger(out), self.trees(out), train_linker(d.annotated for d in self.without(out)))


def read_folds(corpus: Path, registers: Path, composed: Path, folder: Path) -> Folds:
    """The annotated texts in folds: real pages, those that rules were made with, and composed ones."""
    parts = sorted(p for p in registers.iterdir() if p.is_dir())
    always = [prepared(a, ruled=False) for part in parts for a in annotated(part)]
    return Folds([prepared(a) for a in annotated(corpus)], always, folder, [prepared(a) for a in annotated(composed)])


def candidates_of(d: Prepared, tagger: Tagger) -> Found:
    """The candidates in a document."""
    terms = load_terms()
    sentences = d.annotated.doc.sentences
    return candidates(sentences, likely(sentences, d.proposals, terms, tagger), d.proposals, terms)
