"""Trains and measures relations and owners of figures; answers for each document come from models that never saw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from skillgraph.extract.naming.document import read_names
from skillgraph.extract.pipeline import Learned, RuleExtractor
from skillgraph.extract.terms import load_terms
from skillgraph.review.annotated import read_corpus
from training import figures, relations
from training.examples import Example, right_names
from training.figures import FigureExample
from training.names import FOLDS, read_folds
from training.names import Folds as NameFolds

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
    examples, of_figures = read_examples(names)
    dealt = {d.annotated.text.name: int(f) for d, f in zip(names.documents, names.fold, strict=True)}
    folds = relations.Folds([*examples, *own_examples(registers)], dealt)
    relations.store(folds.weights(), weights / "relations.npz")
    figures.store(figures.learned(of_figures), weights / "figures.npz")
    answers(names, folds, of_figures, dealt, work / "answers")


def read_examples(names: NameFolds) -> tuple[list[Example], list[FigureExample]]:
    """Each document with right names, and with those that models found which had not seen it."""
    examples: list[Example] = []
    of_figures: list[FigureExample] = []
    for fold in range(FOLDS):
        models = names.models_without(fold)
        for d, f in zip(names.documents, names.fold, strict=True):
            if f != fold:
                continue
            text = d.annotated.text
            found = read_names(d.annotated.doc.source, load_terms(), models)
            kinds = [(n, m.start, m.end) for n, row in enumerate(found.kinds) for m in row]
            for doc in (found.with_mentions(), right_names(text)):
                examples.append(Example(text, doc))
                of_figures.append(FigureExample(text, doc, kinds))
    return examples, of_figures


def own_examples(registers: Path) -> list[Example]:
    """The project's own annotated texts, with right names."""
    found = []
    for part in REGISTERS:
        for text in read_corpus(registers / part):
            named = msgspec.structs.replace(text, name=f"{part}/{text.name}")
            found.append(Example(named, right_names(text)))
    return found


def answers(
    names: NameFolds, folds: relations.Folds, of_figures: Sequence[FigureExample], dealt: Mapping[str, int],
    folder: Path,
) -> None:  # fmt: skip
    """Writes what models say of each document that learned without its fold."""
    folder.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS):
        owners = figures.learned([e for e in of_figures if dealt[e.text.name] != fold])
        extractor = RuleExtractor(learned=Learned(names.models_without(fold), folds.weights(fold), owners))
        for d in names.documents:
            text = d.annotated.text
            if dealt[text.name] == fold:
                (folder / f"{text.name}.jsonl").write_bytes(extractor.extract(d.annotated.doc.source).jsonl())
