"""What several statements tell of one thing in time: one says since when it is so, another that it is over.

Nothing of this is written into records; a view asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from skillgraph.model.dates import first_day, is_date, last_day
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Statement

#: What is only wanted is so at no time.
_WANTED = ("planned", "exploratory", "supported")
_Key = tuple[str, str, str]


class _End(msgspec.Struct, frozen=True):
    """That something is over, as one statement tells it."""

    end: str
    statement: Statement
    issued: str


class Histories:
    """The periods of statements, by all statements with the same subject, relation and object.

    A statement that gives an end, and no start or another one, ends those that leave theirs open; so does a denial that
    says since when. It counts unless the open statement began later or was issued later, and what has qualifiers ends
    what has the same ones. A single time (2023) tells when something was so and not until when. What has happened, as
    the ontology marks it, is never over.

    Args:
        statements: gives them anew at each call; they are read twice if there are ends among them.
        documents: their sources.

    Example:
        >>> since = Statement("a/1", "a", "school", "partnersWith", "firm", start="2019")
        >>> over = Statement("b/1", "b", "school", "partnersWith", "firm", end="2024-06")
        >>> histories = Histories(lambda: [since, over], {})
        >>> histories.period(since), histories.period(over)
        (('2019', '2024-06'), ('2019', '2024-06'))
        >>> [histories.holds(since, day) for day in ("2018-12-31", "2023-12-31", "2024-12-31")]
        [False, True, False]
    """

    def __init__(self, statements: Callable[[], Iterable[Statement]], documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._ends: dict[_Key, list[_End]] = {}
        self._starts: dict[_Key, list[str]] = {}
        for s in statements():
            if end := _end(s):
                self._ends.setdefault(_key(s), []).append(_End(end, s, self._issued(s)))
        for ends in self._ends.values():
            ends.sort(key=lambda e: (last_day(e.end), e.statement.id))
        for s in statements() if self._ends else ():
            if s.start and s.modality == "actual" and s.status != "rejected" and (key := _key(s)) in self._ends:
                self._starts.setdefault(key, []).append(s.start)

    def period(self, s: Statement) -> tuple[str, str]:
        """The start and the end of what a statement tells; empty where they are open or unknown."""
        if s.modality != "actual" or (key := _key(s)) not in self._ends:
            return s.start, s.end
        if s.end and not s.start:
            before = [start for start in self._starts.get(key, ()) if first_day(start) <= last_day(s.end)]
            return max(before, key=first_day, default=""), s.end
        if s.end and s.end != s.start:
            return s.start, s.end
        issued = self._issued(s)
        for e in self._ends[key]:
            started = not s.start or first_day(s.start) <= last_day(e.end)
            told_later = issued and e.issued and first_day(issued) > last_day(e.issued)
            if started and not told_later and set(e.statement.qualifiers) <= set(s.qualifiers) and _spans(e, s):
                return s.start, e.end
        return s.start, s.end

    def holds(self, s: Statement, day: str) -> bool:
        """Whether a statement holds on a day, as far as its dates say; what is only planned stays a plan.

        Args:
            s: one of the statements.
            day: `YYYY-MM-DD`.
        """
        if s.modality in _WANTED:
            return True
        start, end = self.period(s)
        if start and first_day(start) > day:
            return False
        # A single time has no end.
        is_open = not end or (end == s.end == s.start) or s.predicate in ontology().marked("happened")
        return is_open or last_day(end) >= day

    def _issued(self, s: Statement) -> str:
        document = self._documents.get(s.source)
        return document.issued if document and is_date(document.issued) else ""


def _key(s: Statement) -> _Key:
    value = s.object or s.text
    if ontology().properties[s.predicate].symmetric:
        return s.predicate, *sorted((s.subject, value))  # type: ignore[return-value]
    return s.predicate, s.subject, value


def _end(s: Statement) -> str:
    """When a statement says that something was over; empty where it says no such thing."""
    if s.status == "rejected" or s.start == s.end or s.predicate in ontology().marked("happened"):
        return ""
    if s.modality == "negated":
        return s.start
    return s.end if s.modality == "actual" else ""


def _spans(e: _End, s: Statement) -> bool:
    """Whether an end belongs to a statement: one that says its own start too belongs to what began from then on."""
    told = e.statement
    if told.modality == "negated" or not told.start or not s.start:
        return True
    return last_day(s.start) >= first_day(told.start)
