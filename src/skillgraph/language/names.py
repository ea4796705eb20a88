"""What a name may not hold: characters that nobody sees, or that look like others, and the form without them.

Two names that look the same are the same, or people count one school as two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from skillgraph.language.passages import RADICALS

#: Marks that are seen in the writing of other languages, as Persian and Arabic.
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF))
#: Letters without a shape (fillers of Hangul), and what is no character.
_UNSEEN = "\u115f\u1160\u3164\uffa0\u034f\ufffe\uffff"
#: A name of nothing but these is clean, and its own form whatever its width: most are.
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")
#: What has short forms made of its parts; words of letters have none.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002a6df]+")
#: Characters of half a name.
_HALF = 2
#: Levels of places at the beginning of a name, not words and districts that begin as one does.
_LEVEL = re.compile(
    r"[全本我該该]?(?P<level>市(?![场場域级級民长長值容井内內]|政(?:工程|建[设設]|公用|[设設]施)|[中南北][区區])"
    r"|[县縣](?![域级級城])|[区區](?![域块塊级級间間位内內])|州(?![级級立])|旗(?![下舰艦帜幟])|盟(?![员員友校])"
    r"|省(?![级級内內])|自治[区區州县縣旗])(?=.)"
)
_LEVELS = str.maketrans("縣區", "县区")
_DOTS = str.maketrans(dict.fromkeys("·•‧・∙⋅･", "·"))
_QUOTES = dict.fromkeys(map(ord, "“”„\"‘’'《》〈〉「」『』"))


def clean_name(name: str) -> str:
    """A name without what nobody sees: invisible and control characters, spaces around it, radicals for ideographs.

    Example:
        >>> clean_name(" 海\\u200b滨\\u00a0技⼯学校\\u3000")
        '海滨 技工学校'
    """
    return name if _PLAIN.fullmatch(name) else " ".join("".join(map(_clean, name)).split())


def slip_in(name: str, joiners: bool = False) -> str:
    """What is wrong with the characters of a name, in words; nothing for one that may stand.

    Args:
        name: as a table has it.
        joiners: whether marks that other languages are written with may stand in it.

    Example:
        >>> slip_in("海滨⼯学校")
        "'海滨⼯学校' has U+2F2F (KANGXI RADICAL WORK) in it; write '海滨工学校'"
        >>> slip_in("海滨技师学院")
        ''
    """
    if _PLAIN.fullmatch(name):
        return ""
    for character in name:
        if _clean(character) != character and not (joiners and character in _JOINERS):
            called = unicodedata.name(character, "control character")
            return f"{name!r} has U+{ord(character):04X} ({called}) in it; write {clean_name(name)!r}"
    return f"{name!r} has a space around it; write {name.strip()!r}" if name != name.strip() else ""


def name_key(name: str) -> str:
    """What two names share that people take for one: whatever their width, spaces, quotation marks and dots.

    Example:
        >>> name_key("海山学院（本部）") == name_key("海山 学院(本部)")
        True
    """
    if _PLAIN.fullmatch(name):
        return name.casefold()
    folded = unicodedata.normalize("NFKC", clean_name(name)).casefold()
    return "".join(folded.translate(_QUOTES).translate(_DOTS).split())


def spelling_key(name: str) -> str:
    """What two names share that differ in traditional and simplified characters besides, with the extra `chinese`.

    Example:
        >>> spelling_key("海山 学院") == name_key("海山学院")
        True
    """
    return simplified(name_key(name))


def is_picked_out(short: str, long: str) -> bool:
    """Whether a name begins as a longer one and has its other characters from there, in their order.

    Example:
        >>> is_picked_out("云职院", "云岭职业技术学院"), is_picked_out("职云院", "云岭职业技术学院")
        (True, False)
    """
    if not short or short[0] != long[:1] or len(short) >= len(long):
        return False
    at = 0
    for character in long:
        at += at < len(short) and character == short[at]
    return at == len(short)


def halves(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a short name, which a longer name may have in it with something between.

    Example:
        >>> [*halves("海右大赛")], [*halves("海右")], [*halves("Oslo")]
        ([('海右', '大赛')], [], [])
    """
    if _HAN.fullmatch(text):
        yield from ((text[:at], text[at:]) for at in range(len(text) - _HALF, _HALF - 1, -1))


def level_of(name: str) -> str:
    """The level of its place that a name begins with though it doesn't say which place that is: 市 of 市教育局.

    Example:
        >>> [level_of(name) for name in ("全市总工会", "自治州教育局", "區委", "区域中心", "市南区某校")]
        ['市', '自治州', '区', '', '']
    """
    found = _LEVEL.match(name)
    return found["level"].translate(_LEVELS) if found else ""


def simplified(text: str) -> str:
    """A text in simplified characters; without the extra `chinese` the text as it is."""
    converter = None if text.isascii() else _simplifier()
    return text if converter is None else str(converter.convert(text))


def traditional(texts: Iterable[str]) -> str:
    """The traditional forms of the characters in some texts, each followed by its simplified one.

    Only single characters: what a whole word would need, as 乾 in 乾隆, is left to people. Without the extra `chinese`
    there are none.

    Example:
        >>> traditional(["国", "際"])
        '國国際际'
    """
    characters = {c for text in texts for c in text if not c.isascii()}
    pairs = _simplified_characters()
    folded = {pairs.get(c, c) for c in characters}
    return "".join(old + new for old, new in sorted(pairs.items()) if new in folded)


@cache
def _simplified_characters() -> dict[str, str]:
    """Each traditional character with its simplified one, line by line so that no word of two decides."""
    characters = [chr(c) for first, last in _IDEOGRAPHS for c in range(first, last + 1)]
    simple = simplified("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, simple, strict=True) if old != new}


@cache
def _simplifier() -> Any:
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    return OpenCC("t2s")


@cache
def _clean(character: str) -> str:
    if " " <= character <= "~" or "\u4e00" <= character <= "\u9fff":
        return character
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\x0b\x0c\x85":
        return " "
    if category in ("Cc", "Cf", "Cs") or character in _UNSEEN or _selects_a_form(character):
        return ""
    if (
        "\u2e80" <= character <= "\u2fd5"
        or "\uf900" <= character <= "\ufaff"
        or "\U0002f800" <= character <= "\U0002fa1f"
    ):
        common = unicodedata.normalize("NFKC", character)
        return RADICALS.get(common, common)
    return character


def _selects_a_form(character: str) -> bool:
    """Whether a character only says which shape the one before it has."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
