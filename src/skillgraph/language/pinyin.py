"""How the characters of names are read, so that a page can find 青岛 by `qingdao` and `qd`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

#: Readings in the names of places and people that pypinyin does not have: 乐陵, 乐亭, 费县 (of old), 𠮷 for 吉.
_MORE = {"乐": "lao", "樂": "lao", "费": "bi", "費": "bi", "𠮷": "ji"}


def readings(names: Iterable[str]) -> dict[str, str]:
    """Every reading without tones of every Chinese character in some names; readings are separated by spaces.

    All readings of a character count, because only people know that the 乐 of 乐陵 is read lao: a search that finds
    too much is mended by looking, one that finds nothing is not. ü is written v, as on keyboards.

    Source of the readings: pypinyin (MIT), after the Unihan database and others.

    Example:
        >>> found = readings(["乐陵", "单县A"])
        >>> found["陵"], "lao" in found["乐"].split(), "shan" in found["单"].split(), "A" in found
        ('ling', True, True, False)
    """
    from pypinyin import Style, pinyin

    characters = sorted({c for name in names for c in name if not c.isascii()})
    found = {}
    for character in characters:
        sounds = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        known = [s for reading in sounds for s in reading] + [_MORE.get(character, "")]
        distinct = [s for s in dict.fromkeys(known) if s.isascii() and s.isalpha()]
        if distinct:
            found[character] = " ".join(distinct)
    return found


def read_alike(one: str, other: str) -> bool:
    """Whether two names of equal length have a reading in common, character by character.

    Example:
        >>> read_alike("渤海学院", "勃海学院"), read_alike("东营", "东莞")
        (True, False)
    """
    return len(one) == len(other) and all(a == b or _sounds(a) & _sounds(b) for a, b in zip(one, other, strict=True))


def spelled(name: str) -> str:
    """A name in the letters that its characters are read with, each by its first reading.

    Example:
        >>> spelled("青岛 GFM"), spelled("青岛") == spelled("青島")
        ('qingdaogfm', True)
    """
    return "".join(_first(character) for character in name.casefold())


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(readings([character]).get(character, "").split())


@cache
def _first(character: str) -> str:
    return readings([character]).get(character, character).partition(" ")[0]
