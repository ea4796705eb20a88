"""When something is said to be so."""

from __future__ import annotations

from typing import NamedTuple

from skillgraph.model.dates import first_day, last_day
from skillgraph.model.records import Document, Observation, Statement

#: The days before and after all others: an end that is open.
_EVER, _EVERMORE = "0000-01-01", "9999-12-31"


class Period(NamedTuple):
    """From the first day to the last, both among them.

    `told` is whether the record itself says so. Otherwise it is the year in which the report was issued, or, where that
    is not known either, any time.
    """

    first: str
    last: str
    told: bool

    @property
    def is_unknown(self) -> bool:
        """Whether neither the record nor the report has a date."""
        return not self.told and self.first == _EVER

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def state_time(record: Statement | Observation, document: Document) -> Period:
    """When a state is said to be so: a number of schools, which counts what there is at the end of its period.

    Example:
        >>> report = Document("r", "报告", "", issued="2024-05-02")
        >>> state_time(Statement("r/1", "r", "a", "has", "b", end="2023"), report)
        Period(first='2023-01-01', last='2023-12-31', told=True)
        >>> state_time(Statement("r/1", "r", "a", "has", "b", time="目前"), report)
        Period(first='2024-01-01', last='2024-12-31', told=False)
    """
    if record.end:
        return Period(first_day(record.start or record.end), last_day(record.end), told=True)
    return _issued(document)


def span_time(record: Statement | Observation, document: Document) -> Period:
    """Over which time something is said to be so: what was done in it, or a relation that lasted.

    An end that is open is the day on which the report was issued: of what came later it says nothing. Where nobody
    knows that day, nobody knows the period.

    Example:
        >>> report = Document("r", "报告", "", issued="2024-05-02")
        >>> span_time(Statement("r/1", "r", "a", "partnersWith", "b", start="2019"), report)
        Period(first='2019-01-01', last='2024-05-02', told=True)
    """
    if not record.start and not record.end:
        return _issued(document)
    first = first_day(record.start) or _EVER
    last = last_day(record.end or document.issued) or _EVERMORE
    return Period(first, max(first, last), told=bool(record.end or document.issued))


def may_meet(one: Period, other: Period, *, state: bool) -> bool:
    """Whether two different periods may mean one time, though nobody says so.

    Args:
        one: of a figure.
        other: of another figure of the same.
        state: whether a state is counted: that of a year may be that of its June; what was done in the two may not.

    Example:
        >>> year, june = Period("2023-01-01", "2023-12-31", True), Period("2023-06-01", "2023-06-30", True)
        >>> may_meet(year, june, state=True), may_meet(year, june, state=False)
        (True, False)
    """
    if one.told and other.told:
        return state and one.overlaps(other)
    # What has no date at all would meet each year of a series.
    return one.is_unknown == other.is_unknown and one.overlaps(other)


def _issued(document: Document) -> Period:
    year = document.issued[:4]
    return Period(first_day(year), last_day(year), told=False) if year else Period(_EVER, _EVERMORE, told=False)
