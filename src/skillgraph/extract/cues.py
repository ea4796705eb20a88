"""Cues of what is denied, ended, doubtful or still to come, and how far each reaches; a name counts as one word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

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
    effects, pattern = _listed()
    for match in pattern.finditer(text):
        effect = effects[match[0]]
        ends = _SENTENCE_ENDS if effect == "doubtful" else _CLAUSE_ENDS
        stop = next((i for i in range(match.end(), len(text)) if text[i] in ends), len(text))
        since = _SENTENCE_ENDS if effect == "dropped" else _CLAUSE_ENDS
        begin = max((text.rfind(mark, 0, match.start()) for mark in since), default=-1) + 1
        found.append(Cue(match.start(), match.end(), effect, (begin, stop)))
    # 尚未终止: what is not ended goes on.
    goes_on = [p for p in pairwise(found) if [c.effect for c in p] == ["denied", "ended"] and p[0].reach == p[1].reach]
    return [cue for cue in found if not any(cue in pair for pair in goes_on)]


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
def _listed() -> tuple[dict[str, Effect], re.Pattern[str]]:
    """The effect of each cue, and a pattern of all, the longest first."""
    rows = [line.split("\t") for line in _LIST.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    longest = sorted(rows, key=lambda row: (-len(row[0]), row[0]))
    pattern = "|".join(word + "".join(f"(?!{after})" for after in behind) for word, _, *behind in longest)
    return msgspec.convert({row[0]: row[1] for row in rows}, dict[str, Effect]), re.compile(pattern)
