"""What is wrong with a table, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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


class Known:
    """Many known words, among which the nearest to a wrong one is found without going through them all.

    Words with one slip still begin or end alike, so only those are compared.

    Args:
        words: the known ones; they are gone through when a first wrong word is asked for.

    Example:
        >>> Known(["jinan-vocational", "jinan-technician"]).near("jinan-vocatonal")
        'jinan-vocational'
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words
        self._alike: dict[str, str] = {}
        self._ends: dict[str, list[str]] = {}
        self._left = _HELPED

    def near(self, word: str) -> str:
        """The known word that a wrong one was probably meant to be, or nothing."""
        if not self._alike:
            for known in (word for word in self._words if len(word) <= _LONGEST):
                self._alike.setdefault(_spelt_alike(known), known)
                for end in _ends(known):
                    self._ends.setdefault(end, []).append(known)
        if alike := self._alike.get(_spelt_alike(word)):
            return alike
        if not self._left:
            return ""
        self._left -= 1
        found = sorted((self._ends.get(end, []) for end in _ends(word)), key=len)
        near = get_close_matches(word, dict.fromkeys(w for words in found for w in words[:_COMPARED]), n=1)
        return near[0] if near else ""


#: How many words that begin, or end, alike are compared with a wrong one, and how much of them is alike.
_COMPARED, _ALIKE = 200, 4
#: What is longer is no slip for a word, and is not quoted whole.
_LONGEST = 200
#: How many wrong words are compared at all: where there are more, it is no slip of the pen.
_HELPED = 1000


def alike(words: Iterable[str]) -> Callable[[str], bool]:
    """Tells the words that `Known.near` compares with some wrong ones, where all known words are too many to hold.

    Example:
        >>> [*filter(alike(["jinan-vocatonal"]), ["jinan-vocational", "qingdao"])]
        ['jinan-vocational']
    """
    wrong = {part for word in words for part in (_spelt_alike(word), *_ends(word))}
    return lambda word: len(word) <= _LONGEST and not wrong.isdisjoint((_spelt_alike(word), *_ends(word)))


def _ends(word: str) -> tuple[str, ...]:
    return (f"{word[:_ALIKE]}…", f"…{word[-_ALIKE:]}")


def unknown(what: str, word: str, known: Iterable[str] | Known) -> str:
    """A sentence for an unknown word, with the nearest known one.

    Example:
        >>> unknown("class", "Schol", ["School", "City"])
        "unknown class 'Schol'; did you mean 'School'?"
        >>> unknown("question", "q6", ["q06", "q16", "q36"])
        "unknown question 'q6'; did you mean 'q06'?"
    """
    if len(word) > _LONGEST:
        return f"unknown {what} {word[:_LONGEST]!r} ..."
    if isinstance(known, Known):
        near = known.near(word)
    else:
        words = [word for word in known if len(word) <= _LONGEST]
        alike = [k for k in words if _spelt_alike(k) == _spelt_alike(word)] or get_close_matches(word, words, n=1)
        near = alike[0] if alike else ""
    return f"unknown {what} {word!r}" + (f"; did you mean {near!r}?" if near else "")


def _spelt_alike(word: str) -> str:
    """A word without what is easily mistaken: capitals, strokes, a zero before a number."""
    return re.sub(r"[_-]|0+(?=\d)", "", word.lower())
