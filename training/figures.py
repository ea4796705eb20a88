"""Learns whose a figure is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from skillgraph.extract.doc import Doc
from skillgraph.extract.relating.linear import Linear
from skillgraph.extract.relating.owners import Candidate, Figure, OwnerReader, with_kinds
from skillgraph.extract.terms import load_terms
from skillgraph.language.quantities import quantities
from skillgraph.review.annotated import AnnotatedFigure, AnnotatedText
from training.examples import things_of
from training.relations import joined, matrix, regression

_SEEN = 2
_COST = 0.3


class FigureExample:
    """A document with its figures, and whose a person says that they are.

    Args:
        text: with what the person says.
        doc: with names, right or found.
        classes: sentence, start and end of words for kinds.
    """

    def __init__(self, text: AnnotatedText, doc: Doc, classes: Iterable[tuple[int, int, int]]) -> None:
        self.text = text
        self.doc = with_kinds(doc, classes, load_terms())
        self.things = things_of(text, doc)
        self.kinds = {t.id: t for t in text.things if not t.named}
        self.reader = OwnerReader(self.doc, load_terms())
        self.figures = list(self._figures())
        self.candidates = [self.reader.candidates(figure) for figure, _ in self.figures]

    def _figures(self) -> Iterator[tuple[Figure, AnnotatedFigure]]:
        for sentence in self.doc.sentences:
            taken = [(m.start, m.end) for m in self.doc.mentions_of(sentence) if m.kind == "name"]
            for q in quantities(sentence.text, load_terms().counters, taken):
                low, high = sentence.span(q.start, q.end)
                for said in self.text.figures:
                    if low < said.span[1] and said.span[0] < high and said.subjects:
                        yield Figure(sentence.index, q.start, q.end, q.unit), said
                        break

    def is_right(self, candidate: Candidate, said: AnnotatedFigure) -> bool:
        """Whether a candidate is whose a figure is."""
        m = candidate.mention
        if m.kind != "kind":
            return self.things.get(m.entity, "") in said.subjects
        place = self.doc.span(m)
        return any(m.text == kind or place in self.kinds[kind].mentions for kind in said.subjects if kind in self.kinds)


def learned(examples: Sequence[FigureExample]) -> Linear:
    """The weights of owners."""
    rows, right = [], []
    for e in examples:
        for (figure, said), candidates in zip(e.figures, e.candidates, strict=True):
            if candidates:
                rows.append(e.reader.features(figure, candidates))
                right += [e.is_right(c, said) for c in candidates]
    keys, x = matrix(joined(rows), _SEEN)
    weights, bias = regression(x, np.array(right), _COST)
    return Linear.made(("owner",), keys, weights[:, None], np.array([bias]))


def store(weights: Linear, path: Path) -> None:
    """Writes the weights, the same bytes for the same weights."""
    with path.open("wb") as file:
        arrays: dict[str, Any] = dict(weights.arrays("owner"))
        np.savez_compressed(file, **arrays)
