"""Listed forms, found in a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

#: The texts whose forms are kept: several steps ask for those of the sentences of one document.
_KEPT = 2000


class Lexicon:
    """Finds listed forms in a text, the longest at each place.

    Example:
        >>> [(s, e, v) for s, e, v in Lexicon({"大赛": 1, "技能大赛": 2}).find("世界技能大赛")]
        [(2, 6, 2)]
    """

    def __init__(self, forms: dict[str, object]) -> None:
        self.forms = forms
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for form in forms:
            lengths.setdefault(form[0], set()).add(len(form))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

        self._in = lru_cache(_KEPT)(lambda text: tuple(self._find(text, 0, len(text))))
        self._all_in = lru_cache(_KEPT)(lambda text: tuple(self._all(text)))

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, object]]:
        """Start, end and value of the forms in a part of a text, left to right without overlaps."""
        if start == 0 and end is None:
            return iter(self._in(text))
        return self._find(text, start, len(text) if end is None else end)

    def _find(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int, object]]:
        while start < stop:
            for length in self._lengths.get(text[start], ()):
                if start + length <= stop and (value := self.forms.get(text[start : start + length])) is not None:
                    yield start, start + length, value
                    start += length - 1
                    break
            start += 1

    def all(self, text: str) -> Iterator[tuple[int, int, object]]:
        """As `find`, but the longest form at every place, so that they may overlap."""
        return iter(self._all_in(text))

    def _all(self, text: str) -> Iterator[tuple[int, int, object]]:
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                if start + length <= len(text) and (value := self.forms.get(text[start : start + length])) is not None:
                    yield start, start + length, value
                    break
