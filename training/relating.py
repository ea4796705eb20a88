"""Trains and measures relations and owners of figures; answers for each document come from models that never saw it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from skillgraph.extract.learning.examples import Example, FigureExample, right_names
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.naming.finder import Models
from skillgraph.extract.pipeline import Learned, RuleExtractor
from skillgraph.extract.records import FoundEntity
from skillgraph.extract.terms import load_terms
from skillgraph.review.annotated import AnnotatedText, read_corpus
from training import figures, relations
from training.names import FOLDS, Prepared, read_folds

#: Texts of the project's own composition, which are learned from too.
REGISTERS = ("developed", "heldout", "developed2", "heldout2")


def relate(corpus: Path, registers: Path, composed: Path, work: Path, weights: Path) -> None:
    """Trains relations and owners, and writes weights, and answers by folds.

    Args:
        corpus: a folder of annotated texts.
        registers: a folder with annotated texts of the project's own.
        composed: a folder with annotated texts that the taggers learned from too.
        work: a folder with the taggers of the folds; the answers are written to `answers` in it.
        weights: the folder that weights are written to.
    """
    names = read_folds(corpus, registers, composed, work)
    models = [names.models_without(fold) for fold in range(FOLDS)]
    examples: list[Example] = []
    of_figures: list[FigureExample] = []
    dealt: dict[str, int] = {}
    for fold in range(FOLDS):
        for d in names.within(fold):
            pairs, owned = read_examples(d, models[fold])
            dealt[pairs[0].text.name] = fold
            examples += pairs
            of_figures += owned
    folds = relations.Folds([*examples, *own_examples(registers)], dealt)
    relations.store(folds.weights(), weights / "relations.npz")
    figures.store(figures.learned(of_figures), weights / "figures.npz")
    for fold in range(FOLDS):
        owners = figures.learned([e for e in of_figures if dealt[e.text.name] != fold])
        learned = Learned(models[fold], folds.weights(fold), owners)
        answers(names.measured(fold), RuleExtractor(learned=learned), work / "answers")


def read_examples(d: Prepared, models: Models) -> tuple[list[Example], list[FigureExample]]:
    """A document with the names that models found which had not seen it, and with the right ones."""
    # Called by its path: pages and composed texts have the same numbers.
    text = msgspec.structs.replace(d.annotated.text, name=str(d.annotated.text.file))
    found = read_names(d.annotated.doc.source, load_terms(), models)
    kinds = [(n, m.start, m.end) for n, row in enumerate(found.kinds) for m in row]
    docs = found.with_mentions(), right_names(text)
    return [Example(text, doc) for doc in docs], [FigureExample(text, doc, kinds) for doc in docs]


def own_examples(registers: Path) -> list[Example]:
    """The project's own annotated texts, with right names."""
    found = []
    for part in REGISTERS:
        for text in read_corpus(registers / part):
            named = msgspec.structs.replace(text, name=f"{part}/{text.name}")
            found.append(Example(named, right_names(text)))
    return found


def answers(documents: Sequence[Prepared], extractor: RuleExtractor, folder: Path) -> None:
    """Writes what an extractor says of documents that it did not learn from, unaided and of confirmed names."""
    confirmed = folder.with_name(f"{folder.name}-confirmed")
    for each in (folder, confirmed):
        each.mkdir(parents=True, exist_ok=True)
    for d in documents:
        name, source = d.annotated.text.name, d.annotated.doc.source
        (folder / f"{name}.jsonl").write_bytes(extractor.extract(source).jsonl())
        (confirmed / f"{name}.jsonl").write_bytes(extractor.relate(source, names_of(d.annotated.text)).jsonl())


def names_of(text: AnnotatedText) -> list[FoundEntity]:
    """The names of an annotated text, as a reviewer confirms them."""
    return [
        FoundEntity(t.id, t.name, t.classes[0], t.aliases, (*t.mentions, *t.nested), by=("reviewer",), score=1.0)
        for t in text.things
        if t.named
    ]
