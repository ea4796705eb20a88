"""The characters of a PDF page, where they stand and which way they are turned."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

Box = tuple[float, float, float, float]

#: What PDFium gives for a hyphen at a line's end, and other signs without a glyph.
_CONTROL = frozenset("\x02\x03\x04\x1f\u00ad\ufeff")
#: What it gives where a font doesn't say which character a glyph is.
UNKNOWN = frozenset("\0\ufffe\uffff")
#: By how many degrees letters may lean away from one of the four ways that text runs.
_LEAN = 8


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
    for glyph, angle, line, (x, y) in _characters(page):
        if glyph.character in "\r\n":
            if group is not None:
                group.glyphs.append(glyph)
            continue
        turn = round(-angle / 90) * 90
        if abs(angle + turn) > _LEAN:
            askew += not glyph.character.isspace()
            group = None
            continue
        group = found.setdefault(turn % 360, Turned(turn % 360, size))
        if turn:
            glyph.box = glyph.box and turned(glyph.box, turn, *size)
            line = turned(line, turn, *size)
        glyph.size = line[3] - line[1]
        glyph.base = turned((x, y, x, y), turn, *size)[1]
        group.glyphs.append(glyph)
    return sorted(found.values(), key=lambda turned: -len(turned.glyphs)), askew


def _characters(page: Any) -> Iterator[tuple[Glyph, float, Box, tuple[float, float]]]:
    """The characters in PDFium's order, with their angle (clockwise), line (a box as high as the font) and origin.

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
        character = chr(unit) if unit < 0x110000 else "\ufffe"
        if character in _CONTROL:
            continue
        line = (0.0, 0.0, 0.0, 0.0)
        if raw.FPDFText_GetLooseCharBox(text, index, loose):
            line = _rounded(loose.left, loose.bottom, loose.right, loose.top)
        box = None
        if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top) and right.value > left.value:
            flat = top.value <= bottom.value and not character.isspace()  # the machine has no such glyph
            box = line if flat else _rounded(left.value, bottom.value, right.value, top.value)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        angle = math.degrees(raw.FPDFText_GetCharAngle(text, index))
        sure = character not in UNKNOWN and raw.FPDFText_HasUnicodeMapError(text, index) != 1
        yield Glyph(character, box, 0.0, 0.0, sure), angle, line, (x.value, y.value)


def _rounded(*edges: float) -> Box:
    """The edges to a tenth of a point; equal ones are one number in memory, for a document has millions."""
    if len(_TENTHS) > _MOST_TENTHS:
        _TENTHS.clear()
    left, bottom, right, top = (_TENTHS.setdefault(round(edge, 1), round(edge, 1)) for edge in edges)
    return left, bottom, right, top


_TENTHS: dict[float, float] = {}
_MOST_TENTHS = 100_000
