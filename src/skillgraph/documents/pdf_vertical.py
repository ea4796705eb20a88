"""Columns of a PDF page that is written from top to bottom, its columns from right to left."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from skillgraph.documents.pdf_glyphs import Character, Glyph, Turned, turned

#: So many letters one below the other are a column: heads of tables are written so too, but shorter; and a page whose
#: columns hold more than one in so many of its ideographs and digits is written downwards.
_FEWEST, _ONE_IN = 8, 3
#: How far the next letter of a column may be, and how far it may stand beside that, in sizes of letters;
#: those of one ligature are at one place.
_NEXT, _LEVEL = (-0.01, 2.2), 0.5
#: How far where figures that are turned stand between.
_WITH_FIGURES = 12.0
#: Digits that run down a column are turned by so many degrees, more or less.
_TURNED, _LEAN = 90, 8
#: So many letters side by side are a line, as in a header; two digits may stand side by side in a column.
_LINE = 3
#: How large a gap may be in a line, in sizes of letters: between ideographs, and between Latin letters or digits.
_GAP = (0.25, 0.6)


def runs_down(characters: Sequence[Character]) -> bool:
    """Whether the upright letters of a page follow one another downwards, in columns of some length."""
    upright = _upright(characters)
    # Figures that are turned part no column.
    turned_after = {
        id(former[0])
        for former, following in pairwise(c for c in characters if not c[0].character.isspace())
        if abs(abs(following[1]) - _TURNED) <= _LEAN
    }
    down = chain = 0
    for former, following in pairwise(upright):
        most = _WITH_FIGURES if id(former[0]) in turned_after else _NEXT[1]
        if min(former[0].character, following[0].character) >= "\u3400" and _is_below(former, following, most):
            chain += 1
            continue
        down += chain if chain >= _FEWEST - 1 else 0
        chain = 0
    down += chain if chain >= _FEWEST - 1 else 0
    # An address that a browser prints below its page has many letters, and says nothing.
    return down * _ONE_IN > sum(c[0].character >= "\u3400" or c[0].character.isdigit() for c in upright)


def columns(characters: Sequence[Character], size: tuple[float, float]) -> tuple[Turned, list[Character]]:
    """The columns of a page as lines of the page when it is turned, and the characters that are in no column.

    Args:
        characters: of a page that `runs_down`.
        size: of the page.
    """
    across = _lines(characters)
    in_lines = {id(character[0]) for line in across for character in line}
    own = []
    others = [character for line in across for character in [*line, _break()]]
    letters: set[int] = set()
    former: Character | None = None
    for character in characters:
        glyph, angle, _, _ = character
        is_space = glyph.box is None or glyph.character.isspace()
        if id(glyph) in in_lines:
            former = None
        elif not is_space and (abs(angle - _TURNED) <= _LEAN or abs(angle) <= _LEAN):
            own.append(character)
            former = character
        elif not is_space:
            others.append(character)
            former = None
        elif glyph.character == " " and former is not None:
            letters.add(id(former[0]))
    found = Turned(-_TURNED % 360, size)
    for column in _columns(own):
        if found.glyphs:
            found.glyphs.append(Glyph("\n", None, 0.0))
        for glyph, _, extent, (x, _) in column:
            before = found.glyphs[-1] if found.glyphs else None
            if before and id(before) in letters and (before.character + glyph.character).isascii():
                found.glyphs.append(Glyph(" ", None, before.size, before.base))
            glyph.size = round(max(map(abs, extent)), 1)
            glyph.base = round(x, 1)
            glyph.box = glyph.box and turned(glyph.box, -_TURNED, *size)
            found.glyphs.append(glyph)
    return found, others


def _columns(characters: list[Character]) -> list[list[Character]]:
    """Characters by column, from right to left, each from top to bottom; what stands at one height from the left."""
    middles: list[tuple[float, float, list[Character]]] = []
    # Ideographs fill a column; commas and digits stand at a side of it.
    for character in sorted(characters, key=lambda character: character[0].character < "\u3400"):
        middle, size = _middle(character), max(map(abs, character[2]))
        at = bisect(middles, middle, key=lambda column: column[0])
        near = min(middles[max(0, at - 1) : at + 1], key=lambda column: abs(column[0] - middle), default=None)
        if near is None or abs(near[0] - middle) > _LEVEL * max(size, near[1]):
            near = (middle, size, [])
            middles.insert(at, near)
        near[2].append(character)
    found = []
    for _, _, column in reversed(middles):
        column.sort(key=lambda character: -_box(character)[3])
        levels: list[list[Character]] = []
        for character in column:
            level = levels[-1] if levels else None
            if level and _box(character)[3] > (_box(level[0])[1] + _box(level[0])[3]) / 2:
                level.append(character)
            else:
                levels.append([character])
        found.append([c for level in levels for c in sorted(level, key=lambda character: _box(character)[0])])
    return found


def _lines(characters: Sequence[Character]) -> list[list[Character]]:
    """The lines of some length on a page written downwards, as headers are, from top to bottom.

    PDFium may give such a page column by column, and letters of a line one by one among these.
    """
    upright = sorted(_upright(characters), key=lambda character: (-round(character[3][1]), character[3][0]))
    lines: list[list[Character]] = []
    for character in upright:
        former = lines[-1][-1] if lines else None
        if former is not None and round(former[3][1]) == round(character[3][1]) and _is_near(former, character):
            lines[-1].append(character)
        else:
            lines.append([character])
    return [line for line in lines if len(line) >= _LINE]


def _is_near(former: Character, following: Character) -> bool:
    """Whether a letter stands beside another without the gap that is between columns; a space may be there."""
    most = _GAP[(former[0].character + following[0].character).isascii()] * max(map(abs, former[2]))
    return _box(following)[0] - _box(former)[2] < most


def _break() -> Character:
    return Glyph("\n", None, 0.0), 0.0, (0.0, 0.0), (0.0, 0.0)


def _upright(characters: Sequence[Character]) -> list[Character]:
    return [c for c in characters if abs(c[1]) <= _LEAN and c[0].box is not None and not c[0].character.isspace()]


def _box(character: Character) -> tuple[float, float, float, float]:
    assert character[0].box is not None
    return character[0].box


def _middle(character: Character) -> float:
    left, _, right, _ = _box(character)
    return (left + right) / 2


def _is_below(former: Character, following: Character, most: float) -> bool:
    size = max(map(abs, (*former[2], *following[2])))  # commas are small
    ahead, aside = former[3][1] - following[3][1], former[3][0] - following[3][0]
    return _NEXT[0] * size < ahead < most * size and abs(aside) < _LEVEL * size
