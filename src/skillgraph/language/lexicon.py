"""Listed forms, found in a text."""

from __future__ import annotations

from collections.abc import Iterator


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

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, object]]:
        """Start, end and value of the forms in a part of a text, left to right without overlaps."""
        stop = len(text) if end is None else end
        while start < stop:
            for length in self._lengths.get(text[start], ()):
                if start + length <= stop and (value := self.forms.get(text[start : start + length])) is not None:
                    yield start, start + length, value
                    start += length - 1
                    break
            start += 1

    def all(self, text: str) -> Iterator[tuple[int, int, object]]:
        """As `find`, but the longest form at every place, so that they may overlap."""
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                if start + length <= len(text) and (value := self.forms.get(text[start : start + length])) is not None:
                    yield start, start + length, value
                    break
