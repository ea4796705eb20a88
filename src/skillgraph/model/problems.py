"""What is wrong with a table, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """What is wrong, where, and what to do about it.

    Example:
        >>> print(Problem("entities.csv", 3, "class", "unknown class 'Schol'; did you mean 'School'?"))
        entities.csv, row 3, column class: unknown class 'Schol'; did you mean 'School'?
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """A sentence for an unknown word, with the nearest known one.

    Example:
        >>> unknown("class", "Schol", ["School", "City"])
        "unknown class 'Schol'; did you mean 'School'?"
        >>> unknown("question", "q6", ["q06", "q16", "q36"])
        "unknown question 'q6'; did you mean 'q06'?"
    """
    known = list(known)
    near = [k for k in known if _spelt_alike(k) == _spelt_alike(word)] or get_close_matches(word, known, n=1)
    return f"unknown {what} {word!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _spelt_alike(word: str) -> str:
    """A word without what is easily mistaken: capitals, strokes, a zero before a number."""
    return re.sub(r"[_-]|0+(?=\d)", "", word.lower())
