"""What reviewed reports teach: which pairs are related and how, and whose figures are, each row with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from skillgraph.extract.learning.examples import found_examples
from skillgraph.extract.learning.reviewed import Reviewed
from skillgraph.extract.learning.steps import joined, stepped
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.pipeline import Learned
from skillgraph.extract.relating.features import Ragged
from skillgraph.extract.relating.linear import Linear
from skillgraph.extract.relating.stages import FirstStage
from skillgraph.extract.terms import load_terms

#: How strongly weights are held to where they were.
_PULL = 5.0

#: Whether a place of a document (its number, an offset) is learned from.
Chosen = Callable[[int, int], bool]


class Lesson:
    """One report.

    Args:
        number: of the document.
        reviewed: the report.
        learned: the weights as they are, by which referring words are found.
    """

    def __init__(self, number: int, reviewed: Reviewed, learned: Learned) -> None:
        self.number = number
        text = msgspec.structs.replace(reviewed.text, relations=reviewed.relations)
        found = read_names(reviewed.source, load_terms(), learned.names, reviewed.names)
        self.pairs, self.figures = found_examples(text, found)

    def at(self, sentence: int) -> int:
        """Where a sentence begins in the document."""
        return self.pairs.doc.sentences[sentence].span()[0]


def adapted(learned: Learned, lessons: Sequence[Lesson], chosen: Chosen = lambda number, at: True) -> Learned:
    """Weights of relations and of figures' owners after some lessons.

    Args:
        learned: the weights as they were.
        lessons: the reports.
        chosen: which places of them are learned from.
    """
    stage = learned.relations.first
    first = FirstStage(
        _related(stage.pair, lessons, chosen), _predicates(stage.predicate, lessons, chosen), stage.modality,
        stage.near, stage.types,
    )  # fmt: skip
    relations = msgspec.structs.replace(learned.relations, first=first)
    return msgspec.structs.replace(learned, relations=relations, owners=_owners(learned.owners, lessons, chosen))


def _related(model: Linear, lessons: Sequence[Lesson], chosen: Chosen) -> Linear:
    rows, wanted = [], []
    for lesson in lessons:
        pairs = lesson.pairs.pairs
        kept = [i for i, p in enumerate(pairs) if chosen(lesson.number, lesson.at(p.sentence))]
        rows.append(lesson.pairs.features.take(kept))
        wanted.append(lesson.pairs.is_related[kept])
    return _stepped(model, rows, np.concatenate(wanted).astype(float)[:, None])


def _predicates(model: Linear, lessons: Sequence[Lesson], chosen: Chosen) -> Linear:
    rows, wanted = [], []
    for lesson in lessons:
        example = lesson.pairs
        kept = [i for i in example.related if chosen(lesson.number, lesson.at(example.pairs[i].sentence))]
        rows.append(example.features.take(kept))
        for i in kept:
            labels = example.labels(i)
            wanted.append([labels.get(name, 0.0) for name in model.classes])
    return _stepped(model, rows, np.array(wanted).reshape(-1, len(model.classes)))


def _owners(model: Linear, lessons: Sequence[Lesson], chosen: Chosen) -> Linear:
    rows, wanted = [], []
    for lesson in lessons:
        example = lesson.figures
        for (figure, said), candidates in zip(example.figures, example.candidates, strict=True):
            if candidates and chosen(lesson.number, lesson.at(figure.sentence)):
                rows.append(example.reader.features(figure, candidates))
                wanted += [float(example.is_right(c, said)) for c in candidates]
    return _stepped(model, rows, np.array(wanted)[:, None])


def _stepped(
    model: Linear, rows: Sequence[Ragged], wanted: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> Linear:
    return stepped(model, joined(rows), wanted, _PULL) if len(wanted) else model
