"""Dates as the records write them: a year, a month or a day."""

from __future__ import annotations

import calendar
import os
import re
from datetime import UTC, date, datetime

from skillgraph.model.errors import UsageError

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def first_day(text: str) -> str:
    """The first day of a year, month or day, so that dates of any precision compare; nothing of nothing.

    Example:
        >>> first_day("2024"), first_day("2024-05"), first_day("2024-05-31"), first_day("")
        ('2024-01-01', '2024-05-01', '2024-05-31', '')
    """
    return f"{text}{'-01-01'[len(text) - 4 :]}" if text else ""


def last_day(text: str) -> str:
    """The last day of a year, month or day; nothing of nothing.

    Example:
        >>> last_day("2023"), last_day("2024-02"), last_day("2024-05-01")
        ('2023-12-31', '2024-02-29', '2024-05-01')
    """
    if len(text) == len("2024-05"):
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return f"{text}-12-31" if len(text) == len("2024") else text


def days(start: str, end: str) -> dict[str, str]:
    """The first and the last day of a period by the names that both projections give them; an open end has none.

    Example:
        >>> days("2023", "2024-02"), days("", "2024")
        ({'startDate': '2023-01-01', 'endDate': '2024-02-29'}, {'endDate': '2024-12-31'})
    """
    found = {"startDate": first_day(start), "endDate": last_day(end)}
    return {name: day for name, day in found.items() if day}


def is_date(text: str) -> bool:
    """Whether a day, month or year is one of the calendar.

    Example:
        >>> is_date("2024-02"), is_date("2024-13"), is_date("2023-02-29")
        (True, False, False)
    """
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text + "-01-01"[len(text) - 4 :]))
    except ValueError:
        return False


def epoch_day() -> str:
    """The day of SOURCE_DATE_EPOCH in the environment, by which equal graphs give equal bytes; nothing without it.

    Raises:
        UsageError: it is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return epoch and datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH={epoch}: give seconds since 1970, as 1767225600") from None
