"""Tables of a PDF page without lines between their columns: rows of numbers that stand below one another, and heads.

As in plain text, only numbers make sure that gaps are those of a table; where it isn't clear over which columns the
heads stand, the rows have none, so that nothing is made of their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from skillgraph.documents.pdf_glyphs import Glyph
from skillgraph.documents.pdf_tables import Cell, Table
from skillgraph.documents.text_heads import is_year
from skillgraph.documents.text_tables import is_numbers

#: The least gap between two cells, and the largest between two rows, in sizes of letters.
_GAP, _LEADING = 1.0, 2.5
_WIDE_SPACE = 1.6
_GROUPED = re.compile(r"\d\s\d{3}(?!\d)")
#: How far the letters of one row may stand from its line, in sizes of letters.
_SAME_LINE = 0.3
_FEWEST_ROWS, _MOST_HEADS, _LONGEST_HEAD = 2, 2, 20
#: A page with more lines is none that tables would be looked for in.
_MOST_LINES = 2_000


#: The left and right edge of each column.
_Edges = Sequence[tuple[float, float]]


class _Piece(NamedTuple):
    """Letters between two gaps."""

    glyphs: list[Glyph]
    text: str
    left: float
    right: float


class _Row(NamedTuple):
    """The pieces of a line from left to right, where it stands, and the size of its letters."""

    pieces: list[_Piece]
    base: float
    size: float


def loose_tables(lines: Sequence[list[Glyph]]) -> list[Table]:
    """The tables among the lines of a page that no vertical lines make.

    Args:
        lines: from top to bottom, without what ruled tables hold.
    """
    rows = _rows(lines) if len(lines) <= _MOST_LINES else []
    found: list[Table] = []
    first = 0
    while first < len(rows):
        end = first + 1
        if _is_body(rows[first]):
            while end < len(rows) and _is_body(rows[end]) and _follows(rows[end - 1], rows[end]):
                if _columns(rows[first : end + 1]) is None:
                    break
                end += 1
            if end - first >= _FEWEST_ROWS and (columns := _columns(rows[first:end])) is not None:
                found.append(_table(_heads(rows, first, columns), rows[first:end], columns))
        first = end
    return found


def _rows(lines: Iterable[list[Glyph]]) -> list[_Row]:
    """Lines as rows of pieces; what stands on one line of the page is one row."""
    found: list[_Row] = []
    for line in lines:
        letters = [g for g in line if g.box is not None and not g.character.isspace()]
        if not letters:
            continue
        size = max(g.size for g in letters) or 1.0
        base = sorted(g.base for g in letters)[len(letters) // 2]
        row = _Row(_pieces(line, size), base, size)
        former = found[-1] if found else None
        if former is not None and abs(former.base - base) <= _SAME_LINE * size:
            pieces = sorted([*former.pieces, *row.pieces], key=lambda piece: piece.left)
            found[-1] = _Row(pieces, former.base, max(size, former.size))
        else:
            found.append(row)
    return found


def _pieces(line: Sequence[Glyph], size: float) -> list[_Piece]:
    groups: list[list[Glyph]] = [[]]
    right: float | None = None
    for n, glyph in enumerate(line):
        if glyph.box is not None and not glyph.character.isspace():
            gap = 0.0 if right is None else glyph.box[0] - right
            if gap > _GAP * size and not (gap < _WIDE_SPACE * size and _in_number(line, n)):
                groups.append([])
            right = glyph.box[2]
        groups[-1].append(glyph)
    found = []
    for group in groups:
        letters = [n for n, g in enumerate(group) if not g.character.isspace()]
        inner = group[letters[0] : letters[-1] + 1] if letters else []
        boxes = [g.box for g in inner if g.box is not None]
        if boxes:
            text = "".join(g.character for g in inner)
            found.append(_Piece(inner, text, min(b[0] for b in boxes), max(b[2] for b in boxes)))
    return found


def _in_number(line: Sequence[Glyph], at: int) -> bool:
    """Whether the space before a digit is one between groups of digits: 1 200."""
    around = "".join(glyph.character for glyph in line[max(0, at - 2) : at + 4])
    return _GROUPED.match(around) is not None


def _is_body(row: _Row) -> bool:
    """Whether a row is one of numbers below a head: all but its name, and the unit behind that."""
    texts = [piece.text for piece in row.pieces]
    return len(texts) > 1 and is_numbers(texts) and not all(map(is_year, texts[1:]))


def _follows(former: _Row, row: _Row) -> bool:
    return 0 < former.base - row.base <= _LEADING * max(former.size, row.size)


def _columns(rows: Sequence[_Row]) -> list[tuple[float, float]] | None:
    """The left and right edge of each column; None where the rows have not the same."""
    if len({len(row.pieces) for row in rows}) > 1:
        return None
    edges = [
        (min(p.left for p in cells), max(p.right for p in cells))
        for cells in zip(*(r.pieces for r in rows), strict=True)
    ]
    return edges if all(a[1] < b[0] for a, b in pairwise(edges)) else None


def _heads(rows: Sequence[_Row], first: int, columns: _Edges) -> list[dict[int, _Piece]]:
    """The one or two rows of heads above a row by column; nothing where it is unclear what they stand over."""
    above = []
    for at in range(first - 1, -1, -1):
        if not (_follows(rows[at], rows[at + 1]) and _may_head(rows[at])):
            break
        above.append(rows[at])
        if len(above) > _MOST_HEADS:
            return []
    if not above or (lower := _over_one_each(above[0], columns)) is None:
        return []
    if len(above) == 1:
        return [lower]
    upper = _over_groups(above[1], lower, columns)
    return [upper, lower] if upper is not None else []


def _may_head(row: _Row) -> bool:
    texts = [piece.text for piece in row.pieces]
    return len(texts) > 1 and all(
        len(text) <= _LONGEST_HEAD and (is_year(text) or not any(map(str.isdecimal, text))) for text in texts
    )


def _over_one_each(row: _Row, columns: _Edges) -> dict[int, _Piece] | None:
    """The heads of a row that stand over one column each, and over all but perhaps that of the names."""
    found: dict[int, _Piece] = {}
    for piece in row.pieces:
        column = _column(piece, columns)
        if column in found or any(_touch(piece, edges) for n, edges in enumerate(columns) if n != column):
            return None
        found[column] = piece
    return found if list(found) in (list(range(len(columns))), list(range(1, len(columns)))) else None


def _over_groups(row: _Row, lower: dict[int, _Piece], columns: _Edges) -> dict[int, _Piece] | None:
    """The heads of a row that stand over groups of columns whose heads come again in each."""
    pieces = list(row.pieces)
    found: dict[int, _Piece] = {}
    if _column(pieces[0], columns) == 0:
        found[0] = pieces.pop(0)
    titles = [lower[n].text for n in range(1, len(columns))]
    each, rest = divmod(len(titles), len(pieces) or 1)
    if not pieces or rest or (titles != titles[:each] * len(pieces) and each > 1):
        return None
    for number, piece in enumerate(pieces):
        first = 1 + number * each
        if not first <= _column(piece, columns) < first + each:
            return None
        found[first] = piece
    return found


def _column(piece: _Piece, columns: _Edges) -> int:
    """The column that the middle of a piece stands in."""
    middle = (piece.left + piece.right) / 2
    return sum((a[1] + b[0]) / 2 < middle for a, b in pairwise(columns))


def _touch(piece: _Piece, edges: tuple[float, float]) -> bool:
    return piece.left < edges[1] and edges[0] < piece.right


def _table(heads: Sequence[dict[int, _Piece]], body: Sequence[_Row], columns: _Edges) -> Table:
    rows = [*heads, *(dict(enumerate(row.pieces)) for row in body)]
    cells: list[Cell] = []
    for number, pieces in enumerate(rows):
        for column in range(len(columns)):
            cell = Cell(number, column)
            if column in pieces:
                cell.glyphs = pieces[column].glyphs
            cells.append(cell)
    boxes = [g.box for cell in cells for g in cell.glyphs if g.box is not None]
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    return Table(max(b[3] for b in boxes), min(b[1] for b in boxes), edges, cells)
