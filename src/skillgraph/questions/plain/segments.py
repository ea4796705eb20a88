"""A question as words that are known: every stretch of it is accounted for, in the fewest and so the longest words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from math import prod

import msgspec

from skillgraph.model.errors import UsageError
from skillgraph.questions.plain.names import LONGEST
from skillgraph.questions.plain.text import Folded, is_spaced
from skillgraph.questions.plain.words import Meaning

_YEAR = re.compile(
    r"(?P<since>自|从|since )?(?P<in>in |during |of |for )?(?P<year>(?:19|20)\d\d)(?(in)|年?)"
    r"(?P<on>以来|起|以后|至今)?(?P<noise>度|间|中|里|末|底)?"
)
#: Ways to read the words of one question that are looked at.
_MOST = 4000
#: The text of a word that stands for a pause.
PAUSE = "、"


class Word(msgspec.Struct, frozen=True):
    """A stretch of a question, and one thing that it may be."""

    text: str
    meaning: Meaning


class Stretch(msgspec.Struct, frozen=True):
    """Where a word stands, and all that it may be."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


def stretches(question: Folded, known: Callable[[str], tuple[Meaning, ...]]) -> list[list[Stretch]]:
    """The words that begin at each place of a question.

    Args:
        question: folded.
        known: what a stretch may be.
    """
    text = question.text
    found: list[list[Stretch]] = [[] for _ in text]
    for start in range(len(text)):
        if not is_border(text, start):
            continue
        for end in range(start + 1, min(len(text), start + LONGEST) + 1):
            if is_border(text, end) and (meanings := known(text[start:end])):
                found[start].append(Stretch(start, end, meanings))
        if (match := _YEAR.match(text, start)) and is_border(text, match.end()):
            year = match["year"] + ("-" if match["since"] or match["on"] else "")
            found[start].append(Stretch(start, match.end(), (Meaning("t", year),)))
    return found


def is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end there: not within a word of a language with spaces."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    return not (is_spaced(before) and is_spaced(after) and before.isalnum() and after.isalnum())


class Covers(msgspec.Struct, frozen=True):
    """All ways to cover a question with the fewest words, or what no word covers."""

    ways: tuple[tuple[Stretch, ...], ...]
    unknown: tuple[str, ...] = ()


def covers(question: Folded, found: list[list[Stretch]]) -> Covers:
    """How a question is covered by words."""
    text = question.text
    best = fewest(text, found)
    if best[0][0]:
        return Covers((), tuple(_unknown(text, found, best)))
    return Covers(tuple(islice(_ways(text, found, best, 0), _MOST + 1)))


def fewest(
    text: str, found: list[list[Stretch]], cost: Callable[[Stretch], float] = lambda _: 0
) -> list[tuple[float, int]]:
    """From each place on: the characters that stay uncovered, then the words; the fewest of both.

    Args:
        text: a folded question.
        found: the stretches that begin at each place.
        cost: what a stretch counts for, in characters that stay uncovered.
    """
    best: list[tuple[float, int]] = [(0, 0)] * (len(text) + 1)
    for place in reversed(range(len(text))):
        if text[place] == " ":
            best[place] = best[place + 1]
            continue
        left, words = best[place + 1]
        ways = [(best[s.end][0] + cost(s), best[s.end][1] + 1) for s in found[place]]
        best[place] = min([*ways, (left + 1, words)])
    return best


def chosen(
    found: list[list[Stretch]], best: list[tuple[float, int]], cost: Callable[[Stretch], float] = lambda _: 0
) -> Iterator[Stretch]:
    """The stretches of one way with the fewest characters uncovered.

    Args:
        found: the stretches that begin at each place.
        best: as `fewest` gives it.
        cost: as `fewest` has it.
    """
    place = 0
    while place < len(found):
        ways = (s for s in found[place] if (best[s.end][0] + cost(s), best[s.end][1] + 1) == best[place])
        stretch = next(ways, None)
        if stretch:
            yield stretch
        place = stretch.end if stretch else place + 1


def _ways(
    text: str, found: list[list[Stretch]], best: list[tuple[float, int]], place: int
) -> Iterator[tuple[Stretch, ...]]:
    if place == len(text):
        yield ()
    elif text[place] == " ":
        yield from _ways(text, found, best, place + 1)
    else:
        for stretch in found[place]:
            if (best[stretch.end][0], best[stretch.end][1] + 1) == best[place]:
                for rest in _ways(text, found, best, stretch.end):
                    yield (stretch, *rest)


def _unknown(text: str, found: list[list[Stretch]], best: list[tuple[float, int]]) -> Iterator[str]:
    """The stretches that no word covers, each as whole as a reader would say it: 中心, though 中 is known."""
    known = bytearray(len(text))
    for stretch in chosen(found, best):
        length = stretch.end - stretch.start
        known[stretch.start : stretch.end] = bytes([min(length, 2)]) * length
    for start, end in _words(text):
        if not all(known[start:end]):
            # A part of a word that is one character is understood by chance; a longer one may be meant.
            known[start:end] = known[start:end].replace(b"\x01", b"\x00")
    for unknown in re.finditer(rb"\x00+", known):
        if words := text[slice(*unknown.span())].strip():
            yield words


def _words(text: str) -> list[tuple[int, int]]:
    """The words of a Chinese text; none where what cuts it is not installed."""
    if text.isascii():
        return []
    # What cuts takes half a second to load, and only who is not understood waits for it.
    from skillgraph.language.tokens import words as cut

    try:
        return [(word.start, word.end) for word in cut([text])[0]]
    except UsageError:
        return []


def sequences(question: Folded, ways: tuple[tuple[Stretch, ...], ...]) -> list[tuple[Word, ...]] | None:
    """The words of all ways with one meaning each, a pause between two as 和; None if there are too many.

    Args:
        question: folded.
        ways: to cover it.
    """
    if len(ways) > _MOST or sum(prod(len(s.meanings) for s in way) for way in ways) > _MOST:
        return None
    return [words for way in ways for words in product(*_choices(question, way))]


def _choices(question: Folded, way: tuple[Stretch, ...]) -> Iterator[list[Word]]:
    for number, stretch in enumerate(way):
        if number and stretch.start in question.pauses:
            yield [Word(PAUSE, Meaning("A"))]
        yield [Word(question.text[stretch.start : stretch.end], m) for m in stretch.meanings]
