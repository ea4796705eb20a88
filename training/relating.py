"""Trains and measures relations and owners of figures; answers for each document come from models that never saw it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from skillgraph.extract.learning.examples import Example, FigureExample, found_examples, right_names, things_of
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.naming.finder import Models
from skillgraph.extract.pipeline import Learned, RuleExtractor
from skillgraph.extract.records import Extraction, FoundEntity
from skillgraph.extract.terms import load_terms
from skillgraph.review.annotated import AnnotatedText, read_corpus
from skillgraph.review.answers import read_answer_lines
from skillgraph.review.score import score
from skillgraph.review.verdicts import Score
from training import figures, relations
from training.names import FOLDS, Prepared, read_folds
from training.parallel import on_each_core

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
    folds.train_stages(FOLDS)
    last, *learned = on_each_core(lambda out: folds.weights(*out), [(), *((fold,) for fold in range(FOLDS))])
    read: list[Read] = []
    for fold in range(FOLDS):
        owners = figures.learned([e for e in of_figures if dealt[e.text.name] != fold])
        extractor = RuleExtractor(learned=Learned(models[fold], learned[fold], owners))
        read += [Read.by(extractor, d) for d in names.measured(fold)]
    line = relations.line(v for r in read for v in r.score().verdicts)
    answers(read, line, work / "answers")
    relations.store(msgspec.structs.replace(last, asserted=line), weights / "relations.npz")
    figures.store(figures.learned(of_figures), weights / "figures.npz")


class Read(msgspec.Struct):
    """What an extractor that did not learn from a document says of it, unaided and of confirmed names."""

    text: AnnotatedText
    unaided: Extraction
    confirmed: Extraction

    @staticmethod
    def by(extractor: RuleExtractor, d: Prepared) -> Read:
        """Reads a document."""
        text, source = d.annotated.text, d.annotated.doc.source
        return Read(text, extractor.extract(source), extractor.relate(source, names_of(text)))

    def score(self) -> Score:
        """How good it is, unaided."""
        return score(self.text, read_answer_lines(self.unaided.jsonl(), self.text.name)[0])


def read_examples(d: Prepared, models: Models) -> tuple[list[Example], list[FigureExample]]:
    """A document with the names that models found which had not seen it, and with the right ones."""
    # Called by its path: pages and composed texts have the same numbers.
    text = msgspec.structs.replace(d.annotated.text, name=str(d.annotated.text.file))
    found = read_names(d.annotated.doc.source, load_terms(), models)
    pairs, owned = found_examples(text, found)
    doc, things = d.annotated.doc, things_of(text, d.annotated.doc)
    right = FigureExample(text, doc, things, found.listed_kinds())
    return [pairs, Example(text, doc, things)], [owned, right]


def own_examples(registers: Path) -> list[Example]:
    """The project's own annotated texts, with right names."""
    found = []
    for part in REGISTERS:
        for text in read_corpus(registers / part):
            named = msgspec.structs.replace(text, name=f"{part}/{text.name}")
            doc = right_names(text)
            found.append(Example(named, doc, things_of(text, doc)))
    return found


def answers(read: Iterable[Read], line: float, folder: Path) -> None:
    """Writes what was said of documents; what reaches the line is asserted."""
    for r in read:
        for said, where in ((r.unaided, folder), (r.confirmed, folder.with_name(f"{folder.name}-confirmed"))):
            where.mkdir(parents=True, exist_ok=True)
            stated = tuple(msgspec.structs.replace(f, asserted=(f.score or 0.0) >= line) for f in said.relations)
            (where / f"{r.text.name}.jsonl").write_bytes(msgspec.structs.replace(said, relations=stated).jsonl())


def names_of(text: AnnotatedText) -> list[FoundEntity]:
    """The names of an annotated text, as a reviewer confirms them."""
    return [
        FoundEntity(t.id, t.name, t.classes[0], t.aliases, (*t.mentions, *t.nested), by=("reviewer",), score=1.0)
        for t in text.things
        if t.named
    ]
