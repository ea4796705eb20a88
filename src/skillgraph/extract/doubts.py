"""What looks like a name or a figure and could not be classified: for a person to decide, never dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.mentions import Mention
from skillgraph.language.numerals import read_numbers
from skillgraph.language.quantities import Quantity
from skillgraph.language.times import Time
from skillgraph.language.tokens import Word

_QUOTED = re.compile(r"“([^“”]{2,30})”")
_NAMED = {
    "ORG": "an organization, it seems, but of no class that is known",
    "PER": "a person, it seems, but without a title",
}
#: Numbers that count nothing: of items, ranks, formulas, dates.
_NO_FIGURE = re.compile(r"[第首双半一]|[0-9]{1,2}[.、)）]")


def doubts(
    text: str, words: Sequence[Word], mentions: Sequence[Mention], times: Sequence[Time], figures: Sequence[Quantity]
) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of what a sentence has that nobody classified.

    Args:
        text: the sentence.
        words: its words.
        mentions: the names and kinds found in it.
        times: its times.
        figures: its quantities of every kind.
    """
    taken = [*((m.start, m.end) for m in mentions), *((t.start, t.end) for t in times)]
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    yield from _names(text, words, taken)
    busy = [*taken, *quoted, *((q.start, q.end) for q in figures)]
    for figure in figures:
        if figure.kind == "measure" and figure.value is None:
            yield figure.start, figure.end, "a figure without a certain value"
    for number in read_numbers(text):
        counts = _counts(text, number.start, number.end) and not _NO_FIGURE.match(text, number.start)
        if counts and number.value >= 2 and _free(number.start, number.end, busy):
            yield number.start, number.end, "a number without a unit that is known"


def _names(text: str, words: Sequence[Word], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    seen: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(text):
        if _free(*match.span(), taken):
            seen.append(match.span())
            yield *match.span(), "in quotation marks, but of no kind that is known"
    for word in words:
        if word.tag in _NAMED and len(word.text) > 1 and _free(word.start, word.end, [*taken, *seen]):
            yield word.start, word.end, _NAMED[word.tag]


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a number counts a noun: it has digits or more than one numeral, and no letters around it."""
    numeral = text[start:end]
    digits = any(c.isdigit() and c.isascii() for c in numeral) or end - start > 1
    before = text[max(0, start - 1) : start]
    return digits and not (before and before.isascii()) and "\u4e00" <= text[end : end + 1] <= "\u9fff"


def _free(start: int, end: int, busy: Sequence[tuple[int, int]]) -> bool:
    return not any(s < end and start < e for s, e in busy)
