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
    for start, character in enumerate(name):
        if letters[0] in _initials(character) and (end := _spelled_to(name, start, letters)):
            return name[start:end]
    begins = len(letters) > 1 and len(name) >= len(letters)
    whole = begins and all(first in _initials(c) for first, c in zip(letters, name, strict=False))
    return name[: len(letters)] if whole else ""


def _spelled_to(name: str, at: int, letters: str) -> int:
    """Where the characters end that letters spell from a place on, or 0."""
    found, left = 0, {letters}
    for end in range(at + 1, len(name) + 1):
        left = {rest.removeprefix(s) for rest in left for s in _sounds(name[end - 1]) if rest.startswith(s)}
        if "" in left:
            found = end
            left.remove("")
        if not left:
            break
    return found


@cache
def _initials(character: str) -> frozenset[str]:
    return frozenset(sound[0] for sound in _sounds(character))


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(readings([character]).get(character, "").split())


@cache
def _first(character: str) -> str:
    return readings([character]).get(character, character).partition(" ")[0]
