"""What stands above or below the line, as a text says it: note marks and powers join no number before them."""

from __future__ import annotations

import re

_ABOVE = str.maketrans("0123456789０１２３４５６７８９+-−–()=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁼ⁿ")
_BELOW = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉₀₁₂₃₄₅₆₇₈₉")
_POWER = re.compile(r"[0-9０-９+\-−–()=]+|n")
#: Signs that are marks by themselves, and letters that belong to the word: 1st, 商标™.
_AS_IT_IS = re.compile(r"[^\w\s,，、]+|\W*[①-⑳⓪❶-❿]\W*|st|nd|rd|th|TM|SM|R", re.IGNORECASE)
_LONGEST_MARK = 5


def raised(text: str) -> str:
    """A run of raised (superscript) text as it is written into the text of a document.

    Digits become the raised digits of Unicode, whether they are a note's number or a power; the number reader tells
    which. Letters and lists, as a or 1,2, get brackets, and signs stay. Long runs, as a whole raised word, stay.

    Example:
        >>> [raised(text) for text in ("2", "-2", "[1]", "①", "*", "a", "注1", "1,2", "th", "共建单位名单")]
        ['²', '⁻²', '[1]', '①', '*', '[a]', '[注1]', '[1,2]', 'th', '共建单位名单']
    """
    inner = text.strip()
    if _POWER.fullmatch(inner):
        return text.translate(_ABOVE)
    if not inner or len(inner) > _LONGEST_MARK or inner[0] in "[［〔【" or _AS_IT_IS.fullmatch(inner):
        return text
    return text.replace(inner, f"[{inner}]")


def lowered(text: str, before: str) -> str:
    """A run of lowered (subscript) text as it is written into the text of a document.

    Args:
        text: of the run.
        before: what stands before it; only digits behind another digit would be read as its own, CO2 stays.

    Example:
        >>> lowered("1", "12500"), lowered("2", "CO"), lowered("max", "7")
        ('₁', '2', 'max')
    """
    return text.translate(_BELOW) if before[-1:].isdecimal() and text.strip().isdecimal() else text
