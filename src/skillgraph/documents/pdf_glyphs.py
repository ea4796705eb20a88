"""The characters of a PDF page, where they stand and which way they are turned."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any

Box = tuple[float, float, float, float]

#: What PDFium gives for a hyphen at a line's end, and other signs without a glyph.
_CONTROL = frozenset("\x02\x03\x04\x1f\u00ad\ufeff")
#: What it gives where a font doesn't say which character a glyph is.
UNKNOWN = frozenset("\0\ufffe\uffff")
_DEGREES = 180 / math.pi


class Glyph:
    """A character, its box (left, bottom, right, top) in points, if it has a glyph, and the line it stands on.

    `size` is the height of its font, `base` that of the line; `sure` is false where no font says what it is.
    """

    __slots__ = ("base", "box", "character", "size", "sure")

    def __init__(self, character: str, box: Box | None, size: float, base: float = 0.0, sure: bool = True) -> None:
        self.character = character
        self.box = box
        self.size = size
        self.base = base
        self.sure = sure


class Turned:
    """The characters of a page that run one way, as they stand when the page is turned so that they run to the right.

    `turn` is by how many degrees, clockwise; `page` is its size before that, `width` and `height` after it.
    """

    def __init__(self, turn: int, size: tuple[float, float]) -> None:
        self.turn = turn
        self.page = size
        self.width, self.height = size if turn % 180 == 0 else (size[1], size[0])
        self.glyphs: list[Glyph] = []


#: A character with its angle (clockwise), the width and height of its line, and its origin.
Character = tuple[Glyph, float, tuple[float, float], tuple[float, float]]


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box on a page of some size that is turned clockwise by 0, 90, 180 or 270 degrees.

    Example:
        >>> turned((10, 20, 30, 25), 90, 100, 200), turned((20, 70, 25, 90), 270, 200, 100)
        ((20, 70, 25, 90), (10, 20, 30, 25))
    """
    left, bottom, right, top = box
    match turn % 360:
        case 90:
            return bottom, width - right, top, width - left
        case 180:
            return width - right, height - top, width - left, height - bottom
        case 270:
            return height - top, left, height - bottom, right
    return box


def characters(text: Any, unseen: Container[int] = ()) -> Iterator[Character]:
    """The characters of a page's text in PDFium's order.

    Two UTF-16 units of one character are put together.

    Args:
        text: of PDFium.
        unseen: the numbers of those that are left out.
    """
    from pypdfium2 import raw

    high = 0
    loose = raw.FS_RECTF()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for index in range(text.count_chars()):
        if index in unseen:
            continue
        unit = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= unit < 0xDC00:
            high = unit
            continue
        if 0xDC00 <= unit < 0xE000:
            if not high:
                continue
            unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
        high = 0
        character = _character(unit) if unit < 0x110000 else "\ufffe"
        if character in _CONTROL:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, loose)
        box = None
        if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top) and right.value > left.value:
            if top.value <= bottom.value and not character.isspace():  # the machine has no such glyph
                box = _rounded(loose.left, loose.bottom, loose.right, loose.top)
            else:
                box = _rounded(left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        angle = raw.FPDFText_GetCharAngle(text, index) * _DEGREES
        sure = character not in UNKNOWN and raw.FPDFText_HasUnicodeMapError(text, index) != 1
        extent = loose.right - loose.left, loose.top - loose.bottom
        yield Glyph(character, box, 0.0, 0.0, sure), angle, extent, (x.value, y.value)


#: One object for each character: Python keeps only those of Latin 1 itself.
_character = lru_cache(maxsize=65_536)(chr)


def _rounded(left: float, bottom: float, right: float, top: float) -> Box:
    """The edges to a tenth of a point; equal ones are one number in memory, for a document has millions."""
    return tenth(left), tenth(bottom), tenth(right), tenth(top)


@lru_cache(maxsize=65_536)
def _tenths(number: int) -> float:
    return number / 10


def tenth(value: float) -> float:
    """A number to one place; equal ones are one in memory."""
    return _tenths(int(value * 10 + 0.5)) if -1e6 < value < 1e6 else 0.0
