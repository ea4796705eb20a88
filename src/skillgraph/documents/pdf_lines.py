"""The lines of a PDF page: in reading order, raised marks as such, and those left out that are no text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import median

from skillgraph.documents.encoding import is_common
from skillgraph.documents.pdf_glyphs import Glyph
from skillgraph.documents.raised import lowered, raised

#: How far above the line a mark stands and how large its letters are, as parts of those of the line; so far above or
#: below it, Latin letters are no part of it however large their font says they are.
_ABOVE, _SMALLER, _LARGER, _FAR, _BELOW = 0.15, 0.92, 1.1, 0.3, 0.12
#: The least size in points that people can read.
_READABLE = 2.0
#: Of so many characters on, so many of them must be common ones: in a line, on a page.
_LINE, _PAGE = (6, 0.5), (20, 0.7)


def cut_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The lines from top to bottom; PDFium gives them from bottom to top where it shows a page sideways."""
    lines: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.character in "\r\n":
            lines.append([])
        else:
            lines[-1].append(glyph)
    lines = [line for line in lines if line]
    ups = sum(former[0].base < line[0].base for former, line in pairwise(lines))
    return lines[::-1] if ups * 2 > len(lines) - 1 else lines


def with_marks(line: list[Glyph]) -> list[Glyph]:
    """A line without what is too small to read, its raised letters and lowered digits written as such: 7¹所."""
    own = [glyph for glyph in line if not glyph.character.isspace() and glyph.size > 0]
    if len(own) < 2:
        return line
    size, base = median(glyph.size for glyph in own), median(glyph.base for glyph in own)
    found: list[Glyph] = []
    for off, group in groupby(line, key=lambda glyph: _off(glyph, size, base)):
        part = list(group)
        found += _marked(part, off, found[-1].character if found else "") if off else part
    return [glyph for glyph in found if not _is_tiny(glyph) or size < _READABLE]


def _is_tiny(glyph: Glyph) -> bool:
    """Whether nobody could read a letter; where its font doesn't say how high letters are, 一 is low but wide."""
    wide = glyph.box is not None and glyph.box[2] - glyph.box[0] >= _READABLE
    return 0 < glyph.size < _READABLE and not wide


def _off(glyph: Glyph, size: float, base: float) -> int:
    """Whether a letter stands above (1) or below (-1) its line. Those of a Latin font may be larger by nature."""
    above = glyph.base - base
    if 0 < glyph.size < size * _SMALLER and size * _ABOVE < above < size:
        return 1
    if not glyph.character.isascii() or glyph.size > size * _LARGER:
        return 0
    if size * _FAR < above < size:
        return 1
    return -1 if size * _BELOW < -above < size and glyph.character.isdecimal() else 0


def _marked(part: list[Glyph], off: int, before: str) -> list[Glyph]:
    text = "".join(glyph.character for glyph in part)
    new = raised(text) if off > 0 else lowered(text, before)
    if len(new) == len(text):
        return [Glyph(c, g.box, g.size, g.base, g.sure) for c, g in zip(new, part, strict=True)]
    start = new.find(text)
    before, behind = new[:start], new[start + len(text) :]
    return [*(Glyph(c, None, 0.0) for c in before), *part, *(Glyph(c, None, 0.0) for c in behind)]


def is_text(glyphs: Sequence[Glyph], whole_page: bool = False) -> bool:
    """Whether characters say something, or come from a font that doesn't tell which characters its glyphs are.

    Such glyphs come out as characters by chance: most of them rare ideographs, private ones or accented letters.
    """
    fewest, share = _PAGE if whole_page else _LINE
    own = [glyph for glyph in glyphs if not glyph.character.isspace()]
    ideographs = [glyph.character for glyph in own if _is_ideograph(glyph.character)]
    if len(ideographs) >= fewest and sum(map(is_common, ideographs)) < share * len(ideographs):
        return False
    strange = sum(not glyph.sure or _is_strange(glyph.character) for glyph in own)
    return len(own) < fewest or strange < share * len(own)


def _is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


@lru_cache(maxsize=8192)
def _is_strange(character: str) -> bool:
    """Private, unassigned and control characters, and the accented letters that low glyph numbers come out as."""
    return unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs") or "\u00c0" <= character <= "\u02af"
