"""Dates as the records write them: a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


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
