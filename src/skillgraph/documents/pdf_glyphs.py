"""The characters of a PDF page, where they stand and which way they are turned."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Box = tuple[float, float, float, float]

#: What PDFium gives for a hyphen at a line's end, and other signs without a glyph.
_CONTROL = frozenset("\x02\x03\x04\x1f\u00ad\ufeff")
#: What it gives where a font doesn't say which character a glyph is.
UNKNOWN = frozenset("\0\ufffe\uffff")
#: By how many degrees letters may lean away from one of the four ways that text runs.
_LEAN = 8
#: PDFium breaks lines before raised letters, and where it takes a page for one that is written downwards; letters that
#: follow one another with no larger gap, and stand no further above or below, as parts of their size, are on one line.
#: A larger gap than `_WORD` between Latin letters is a space.
_OVERLAP, _WORD, _NEXT, _LEVEL = -0.1, 0.15, 0.4, 0.7
_DEGREES = 180 / math.pi
#: So much wider than high is no letter of an ordinary font but 一.
_FLAT = 2.5


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


def read_glyphs(page: Any) -> tuple[list[Turned], int]:
    """The characters of a page by the way that they run, most first, and how many run askew, as a watermark's do."""
    size = page.get_size()
    if page.get_rotation() % 180:
        size = size[1], size[0]
    found: dict[int, Turned] = {}
    askew = 0
    group: Turned | None = None
    breaks: list[Glyph] = []
    former: Turned | None = None
    end = line = 0.0
    for glyph, angle, extent, (x, y) in _characters(page):
        if glyph.character in "\r\n":
            breaks.append(glyph)
            continue
        turn = round(-angle / 90) * 90 if angle else 0
        if abs(angle + turn) > _LEAN:
            askew += not glyph.character.isspace()
            former = group = None
            breaks = []
            continue
        group = found.setdefault(turn % 360, Turned(turn % 360, size))
        if turn % 360:
            glyph.box = glyph.box and turned(glyph.box, turn, *size)
        begin, base = turned((x, y, x, y), turn, *size)[:2] if turn else (x, y)
        glyph.base = _tenth(base)
        glyph.size = _tenth(_height(abs(extent[turn % 180 == 0]), abs(extent[turn % 180 != 0])))
        if breaks:
            most = glyph.size * _LEVEL
            gap = begin - end
            is_next = group is former and abs(base - line) < most and _OVERLAP < gap / (glyph.size or 1) < _NEXT
            if is_next and gap > glyph.size * _WORD and (glyph.character + group.glyphs[-1].character).isascii():
                group.glyphs.append(Glyph(" ", None, glyph.size, glyph.base))
            elif former is not None and not is_next:
                former.glyphs.extend(breaks)
            breaks = []
        former, end, line = group, begin + abs(extent[turn % 180 != 0]), base
        group.glyphs.append(glyph)
    return sorted(found.values(), key=lambda turned: -len(turned.glyphs)), askew


def _height(height: float, width: float) -> float:
    """The height of a letter's font.

    A font of drawn letters (Type 3, as Chromium prints Chinese) is as high as the highest one in it: where that is 一,
    its width says how large it is.
    """
    return width if 0 < height * _FLAT < width else height


def _characters(page: Any) -> Iterator[tuple[Glyph, float, tuple[float, float], tuple[float, float]]]:
    """The characters in PDFium's order, with their angle (clockwise), the width and height of their line, and origin.

    Two UTF-16 units of one character are put together.
    """
    from pypdfium2 import raw

    text = page.get_textpage()
    high = 0
    loose = raw.FS_RECTF()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for index in range(text.count_chars()):
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
    return _tenth(left), _tenth(bottom), _tenth(right), _tenth(top)


@lru_cache(maxsize=65_536)
def _tenths(number: int) -> float:
    return number / 10


def _tenth(value: float) -> float:
    return _tenths(int(value * 10 + 0.5)) if -1e6 < value < 1e6 else 0.0
