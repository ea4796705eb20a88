"""How the characters of names are read, so that a page can find 青岛 by `qingdao` and `qd`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache, reduce
from operator import or_

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


def sounding(name: str, letters: str) -> str:
    """The first stretch of a name that some letters spell: syllables from any character on, or initials from the first.

    Args:
        name: of a thing.
        letters: small ones, without tones or spaces.

    Returns:
        The characters, or nothing.

    Example:
        >>> sounding("青岛富士康", "fushikang"), sounding("青岛市", "qds"), sounding("青岛市", "qin")
        ('富士康', '青岛市', '')
    """
    start = _begins(name, letters)
    if start < len(name):
        return name[start : _ends(name, start, letters)]
    begins = len(letters) > 1 and len(name) >= len(letters)
    whole = begins and all(first in _initials(c) for first, c in zip(letters, name, strict=False))
    return name[: len(letters)] if whole else ""


def _begins(name: str, letters: str) -> int:
    """The first character from which on letters are spelled, or the end of the name where none is.

    A set of places in the letters is a number, a bit each, so that all are looked at together.
    """
    found, done = len(name), 1 << len(letters)
    # From a character on: the places from which on the letters can be spelled to their end.
    left = done
    for at in range(len(name) - 1, -1, -1):
        left = done | reduce(or_, (left >> len(s) & _places(letters, s) for s in _sounds(name[at])), 0)
        found = at if left & 1 else found
    return found


def _ends(name: str, start: int, letters: str) -> int:
    """Where the longest stretch from a character on ends that letters spell."""
    found, spelled = start, 1
    for end in range(start + 1, len(name) + 1):
        spelled = reduce(or_, ((spelled & _places(letters, s)) << len(s) for s in _sounds(name[end - 1])), 0)
        if not spelled:
            break
        found = end if spelled >> len(letters) else found
    return found


@lru_cache(1000)
def _places(letters: str, sound: str) -> int:
    """The places in some letters where a sound stands."""
    places, at = 0, letters.find(sound)
    while at >= 0:
        places, at = places | 1 << at, letters.find(sound, at + 1)
    return places


@cache
def _initials(character: str) -> frozenset[str]:
    return frozenset(sound[0] for sound in _sounds(character))


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(readings([character]).get(character, "").split())


@cache
def _first(character: str) -> str:
    return readings([character]).get(character, character).partition(" ")[0]
