"""The patterns of questions, from the table in `lists/`: which words stand in which slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

import msgspec

from skillgraph.questions.plain.segments import Word
from skillgraph.questions.plain.words import rows

#: What fills a slot, by its name in the table, as letters of words.
_FILLS = {
    "X": ("e(?:Ae)*", "eO?k", "k"),
    "Q": ("[WM]c?k", "[WM]c?eO?k", "e[VO]?[WM]c?k", "[WM]c?k[GO]e", "[WM]c?n", "H", "Q", "Wc?"),
    "B": ("k", "eO?k", "kGe", "n"),
    "S": ("e(?:Ae)*", "Ek", "Wc?k"),
    "K": ("[ij](?:A?[ij])*",),
    "N": ("i(?:Ai)*",),
    "R": ("[rn]",),
    "Y": ("[ekij]",),
    "E": ("e",),
    "P": ("h",),
}
#: Slots whose words ask.
_ASKS = ("Q", "B")


class Pattern(msgspec.Struct, frozen=True):
    """A pattern: its shape, the letters that it has, and the slot that asks."""

    shape: str
    letters: re.Pattern[str]
    asks: str


class Match(msgspec.Struct, frozen=True):
    """Words in the slots of a pattern, and all of them."""

    shape: str
    asks: str
    slots: dict[str, tuple[Word, ...]]
    words: tuple[Word, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns, those of the table with each of their fills.

    Example:
        >>> any(p.shape == "things" and p.letters.fullmatch("erWk") for p in patterns())
        True
    """
    return tuple(pattern for shape, text in rows("patterns") for pattern in _expanded(shape, text))


def _expanded(shape: str, text: str) -> Iterator[Pattern]:
    pieces: list[tuple[str, ...]] = []
    asks = ""
    for piece in text.split(" "):
        slot, sign, fill = piece.partition("=")
        if not sign:
            pieces.append((piece,))
            continue
        asks = slot if fill in _ASKS else asks
        pieces.append(tuple(f"(?P<{slot}>{letters})" for letters in _FILLS[fill]))
    for choice in product(*pieces):
        yield Pattern(shape, re.compile("".join(choice)), asks)


def matches(words: tuple[Word, ...]) -> Iterator[Match]:
    """The patterns that words have, each with the words in its slots.

    Args:
        words: without those that say nothing, times and modalities.
    """
    for pattern, spans in _found("".join(word.meaning.letter for word in words)):
        slots = {name: words[slice(*span)] for name, span in spans.items()}
        yield Match(pattern.shape, pattern.asks, slots, words)


@lru_cache(4096)
def _found(letters: str) -> tuple[tuple[Pattern, dict[str, tuple[int, int]]], ...]:
    """The patterns that a row of letters has, and where each slot is: rows come again and again."""
    found = ((pattern, pattern.letters.fullmatch(letters)) for pattern in patterns())
    return tuple((pattern, {name: m.span(name) for name in m.groupdict()}) for pattern, m in found if m)
