"""The text of a question or a name as all its spellings come out, and where a question pauses."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from skillgraph.language.names import simplified

_PAUSES = frozenset("、,，")
_END = re.compile(r"[。？?！!；;]+\s*(?=[^\s。？?！!；;])")
#: What clauses are apart by.
_CLAUSE = re.compile(r"[,，:：—]|\s-\s|[.。]\s*(?=\S)")
#: From here on, writing has no spaces between words.
_IDEOGRAPHIC = 0x2E80


class Folded(msgspec.Struct, frozen=True):
    """A text without case, width, punctuation and traditional characters, and where it pauses: 淄博、枣庄."""

    text: str
    pauses: frozenset[int]


def fold(text: str) -> Folded:
    """A text as all its spellings come out.

    Spaces stay between words of languages that have them, and nowhere else.

    Example:
        >>> fold("“鲁班傳人” 大賽、Sino-German  Centre").text
        '鲁班传人大赛sino german centre'
    """
    kept: list[str] = []
    pauses: set[int] = set()
    gap = pause = False
    for c in simplified(unicodedata.normalize("NFKC", text).casefold()):
        pause = pause or c in _PAUSES
        if c.isspace() or unicodedata.category(c)[0] in "PCZ":
            gap = True
            continue
        if gap and kept and is_spaced(kept[-1]) and is_spaced(c):
            kept.append(" ")
        if pause:
            pauses.add(len(kept))
        kept.append(c)
        gap = pause = False
    return Folded("".join(kept), frozenset(pauses))


def is_spaced(character: str) -> bool:
    """Whether a character is of a writing that has spaces between words.

    Example:
        >>> is_spaced("a"), is_spaced("青")
        (True, False)
    """
    return ord(character) < _IDEOGRAPHIC


def is_chinese(text: str) -> bool:
    """Whether a question is one in Chinese, which may hold names in other writing.

    Example:
        >>> is_chinese("BOE 是谁引进的"), is_chinese("Who attracted 京东方?")
        (True, False)
    """
    words = len(re.findall(r"[a-z]+", text.casefold()))
    return sum(ord(c) >= _IDEOGRAPHIC for c in text) > 2 * words


def clauses(text: str) -> list[str]:
    """The clauses of a question.

    Example:
        >>> clauses("我在写论文，青岛有多少所技工院校？")
        ['我在写论文', '青岛有多少所技工院校？']
    """
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def has_several(text: str) -> bool:
    """Whether more comes after the end of a first sentence.

    Example:
        >>> has_several("青岛有多少所技工院校？在校生多少人？"), has_several("谁？")
        (True, False)
    """
    return _END.search(text.strip()) is not None
