"""The characters of a PDF page by the way that they run: to the right, up, down, upside down, or in columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from skillgraph.documents.pdf_glyphs import Character, Glyph, Turned, characters, tenth, turned
from skillgraph.documents.pdf_unseen import unseen
from skillgraph.documents.pdf_vertical import columns, runs_down

#: By how many degrees letters may lean away from one of the four ways that text runs.
_LEAN = 8
#: PDFium breaks lines before raised letters, and where it takes a page for one that is written downwards; letters that
#: follow one another with no larger gap, and stand no further above or below, as parts of their size, are on one line.
#: A larger gap than `_WORD` between Latin letters is a space.
_OVERLAP, _WORD, _NEXT, _LEVEL = -0.1, 0.15, 0.4, 0.7
#: How many characters tell whether a page is written downwards, and how many more such a page may have.
_LOOKED_AT, _MOST = 2_000, 100_000


def read_glyphs(page: Any) -> tuple[list[Turned], int, int]:
    """The characters of a page by the way that they run, most first.

    Returns:
        Them, how many run askew, as a watermark's do, and how many nobody sees; both are left out.
    """
    size = page.get_size()
    if page.get_rotation() % 180:
        size = size[1], size[0]
    found: dict[int, Turned] = {}
    askew = 0
    text = page.get_textpage()
    hidden = unseen(page, text)
    every = characters(text, hidden)
    beginning = list(islice(every, _LOOKED_AT))
    rest: Iterable[Character] = chain(beginning, every)
    if runs_down(beginning):
        beginning += islice(every, _MOST)
        down, rest = columns(beginning, size)
        found[down.turn] = down
    group: Turned | None = None
    breaks: list[Glyph] = []
    former: Turned | None = None
    end = line = 0.0
    for glyph, angle, extent, (x, y) in rest:
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
        glyph.base = tenth(base)
        glyph.size = tenth(abs(extent[turn % 180 == 0]))
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
    return sorted(found.values(), key=lambda turned: -len(turned.glyphs)), askew, len(hidden)
