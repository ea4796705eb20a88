"""What people answered already, so that a draft that is made again does not ask it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from skillgraph.extract.records import Doubt, Span
from skillgraph.extract.rows import Row
from skillgraph.model.records import Observation, Statement
from skillgraph.resolve.decisions import DECISIONS, latest, read_decisions
from skillgraph.tables.asking import known_ids
from skillgraph.tables.review_sheet import answers


class Answers:
    """The answers to what a draft asks.

    Args:
        folder: of the loader, with its former sheet; the table of decisions lies beside it.
        answered: passages that people decided on elsewhere.
    """

    def __init__(self, folder: Path, answered: Collection[Span]) -> None:
        #: What is written beside passages that gave no row.
        self.passages: dict[Span, str] = {**dict.fromkeys(answered, "reject"), **answers(folder)}
        judged = latest(read_decisions(folder.resolve().parent / DECISIONS, []))
        self._judged = {pair for pair, d in judged.items() if d.decision != "withdrawn"}

    def is_judged(self, one: str, other: str) -> bool:
        """Whether somebody judged whether two ids are one thing."""
        return ((one, other) if one < other else (other, one)) in self._judged

    def is_told(self, id: str, question: str) -> bool:
        """Whether all known things were judged that a row may be by what is asked of it."""
        return all(self.is_judged(id, known) for known in known_ids(question))

    @staticmethod
    def open(doubts: Iterable[Doubt], rows: Iterable[Row]) -> list[Doubt]:
        """The doubts that no row answers on which somebody has decided; what is said again and again is one.

        Args:
            doubts: of the document, in its order.
            rows: of the tables.
        """
        decided = [span for row in rows if row.status != "extracted" for span in _places(row)]
        once = {(d.text, d.reason): d for d in reversed(list(doubts))}.values()
        return [d for d in once if not any(start < d.span[1] and d.span[0] < end for start, end in decided)]


def _places(row: Row) -> list[Span]:
    """Where the words of a name, or the number of a figure, stand."""
    if isinstance(row, Statement):
        return []
    found = [row.figure] if isinstance(row, Observation) else row.mentions
    return [(place.start, place.end) for place in found if place is not None and place.document == row.source]
