"""What people answered already, so that a draft that is made again does not ask it again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from itertools import accumulate
from pathlib import Path

from skillgraph.extract.records import Doubt, Span
from skillgraph.extract.rows import Row
from skillgraph.model.records import Observation, Statement
from skillgraph.resolve.decisions import DECISIONS, latest, read_decisions
from skillgraph.tables.asking import former, is_answered_by_names, known_ids
from skillgraph.tables.review_sheet import answers


class Answers:
    """The answers to what a draft asks.

    Args:
        folder: of the loader, with its former sheet; the table of decisions lies beside it.
        answered: passages that people decided on elsewhere.
    """

    def __init__(self, folder: Path, answered: Collection[Span]) -> None:
        #: What is written beside questions about passages that gave no row; beside "" what holds of all of a passage's.
        self._passages = {(span, ""): "reject" for span in answered} | answers(folder)
        judged = latest(read_decisions(folder.resolve().parent / DECISIONS, []))
        self._judged = {pair for pair, d in judged.items() if d.decision != "withdrawn"}

    def said(self, span: Span, question: str) -> str:
        """What was decided on a question about a passage that gave no row, as it is written; "" if nothing was."""
        asked = (question, former(question), "")
        return next((said for one in asked if (said := self._passages.get((span, one)))), "")

    def is_judged(self, one: str, other: str) -> bool:
        """Whether somebody judged whether two ids are one thing."""
        return ((one, other) if one < other else (other, one)) in self._judged

    def is_told(self, id: str, question: str) -> bool:
        """Whether all known things were judged that a row may be by what is asked of it."""
        return all(self.is_judged(id, known) for known in known_ids(question))

    @staticmethod
    def open(doubts: Iterable[Doubt], rows: Iterable[Row]) -> list[Doubt]:
        """The doubts that no row within them answers on which somebody has decided; what is said again is one.

        Args:
            doubts: of the document, in its order.
            rows: of the tables.
        """
        # What was taken unread nobody decided on.
        decided = sorted(span for row in rows if row.status in ("reviewed", "rejected") for span in _places(row))
        # Where the first of these and all behind it ends.
        ends = [*accumulate((end for _, end in reversed(decided)), min)][::-1]

        def is_answered(span: Span) -> bool:
            n = bisect_left(decided, (span[0], 0))
            return n < len(ends) and ends[n] <= span[1]

        once = {(d.text, d.reason): d for d in reversed(list(doubts))}.values()
        return [d for d in once if not (is_answered_by_names(d.reason) and is_answered(d.span))]


def _places(row: Row) -> list[Span]:
    """Where the words of a name, or the number of a figure, stand."""
    if isinstance(row, Statement):
        return []
    found = [row.figure] if isinstance(row, Observation) else row.mentions
    return [(place.start, place.end) for place in found if place is not None and place.document == row.source]
