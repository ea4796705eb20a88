"""Cues of what is denied, ended, doubtful or still to come, and how far each reaches; a name counts as one word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Literal, get_args

import msgspec

from skillgraph.model.errors import DataError

Effect = Literal["denied", "dropped", "ended", "former", "doubtful", "planned"]
_LIST = Path(__file__).parent / "terms" / "cues.tsv"
_CLAUSE_ENDS = ",;:。!?"
_SENTENCE_ENDS = ";。!?"
#: What stands for each character of a name.
_NAME = "\0"
#: Between a name and a cue behind it these say that the cue is about something else.
_ELSE = re.compile(r"但|却|而|并且|此外|\0")
#: Effects of cues that a clause puts behind what it is about: 两校的合作已到期.
_BEHIND = ("denied", "dropped", "ended", "doubtful")


class Cue(msgspec.Struct, frozen=True):
    """A cue in a sentence, [start, end), and the part of the sentence that it speaks of."""

    start: int
    end: int
    effect: Effect
    reach: tuple[int, int]


def masked(text: str, names: Iterable[tuple[int, int]]) -> str:
    """A text in which no character of a name can be taken for a word.

    Example:
        >>> masked("甲未来学院", [(0, 5)]) == "\\0" * 5
        True
    """
    for start, end in names:
        text = text[:start] + _NAME * (end - start) + text[end:]
    return text


def cues(text: str) -> list[Cue]:
    """The cues of a sentence whose names are masked.

    Example:
        >>> [(c.effect, c.reach) for c in cues("没有与\\0\\0合作,成立\\0\\0")]
        [('denied', (0, 7))]
    """
    found: list[Cue] = []
    for match in _pattern().finditer(text):
        effect: Effect = _effects()[match[0]]
        ends = _SENTENCE_ENDS if effect == "doubtful" else _CLAUSE_ENDS
        stop = next((i for i in range(match.end(), len(text)) if text[i] in ends), len(text))
        since = _SENTENCE_ENDS if effect == "dropped" else _CLAUSE_ENDS
        begin = max((text.rfind(mark, 0, match.start()) for mark in since), default=-1) + 1
        found.append(Cue(match.start(), match.end(), effect, (begin, stop)))
    return list(_undoubled(text, found))


def _undoubled(text: str, found: list[Cue]) -> Iterator[Cue]:
    """尚未终止: what is not ended goes on."""
    skipped = False
    for cue, behind in zip_longest(found, found[1:]):
        if skipped:
            skipped = False
        elif behind and cue.effect == "denied" and behind.effect == "ended" and cue.reach == behind.reach:
            skipped = True
        else:
            yield cue


def concerns(cue: Cue, text: str, first: int, last: int) -> bool:
    """Whether a cue speaks of what a sentence says of two names.

    Args:
        cue: one of the sentence's.
        text: the sentence, names masked.
        first: where the first name begins; -1 where it doesn't stand in the sentence.
        last: where the second one ends.

    Example:
        >>> text = "\\0\\0与\\0\\0的合作已终止"
        >>> [concerns(cue, text, 0, 5) for cue in cues(text)]
        [True]
    """
    begin, stop = cue.reach
    if not begin < last <= stop:
        return False
    if cue.start < last:
        return first < cue.start or begin <= first
    # 因资金不足而搁置: a 而 right before the cue leads to it.
    between = text[last : cue.start].removesuffix("而")
    return cue.effect in _BEHIND and not _ELSE.search(between)


@cache
def _rows() -> list[tuple[str, Effect, str]]:
    rows: list[tuple[str, Effect, str]] = []
    for number, line in enumerate(_LIST.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        word, effect, *rest = line.split("\t")
        if effect not in get_args(Effect):
            raise DataError(f"{_LIST}, line {number}: {effect!r} is none of {', '.join(get_args(Effect))}")
        rows.append((word, effect, rest[0] if rest else ""))  # type: ignore[arg-type]
    return rows


@cache
def _effects() -> dict[str, Effect]:
    return {word: effect for word, effect, _ in _rows()}


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_rows(), key=lambda row: (-len(row[0]), row[0]))
    return re.compile("|".join(word + (f"(?!{behind})" if behind else "") for word, _, behind in longest))
