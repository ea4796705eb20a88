"""Ruled tables of a PDF page: the cells between its lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from skillgraph.documents.cell_text import joined
from skillgraph.documents.pdf_glyphs import Box, Glyph, Turned, turned
from skillgraph.documents.text_tables import is_number

#: Lines closer than this are one, thinner than this are lines (points).
_NEAR, _THIN = 3.0, 3.0
#: How far apart lines of one table may stand on two pages.
_SAME = 4.0
#: A page with more lines is a drawing.
_MOST_RULES, _MOST_CELLS = 20_000, 60_000
#: More tables of one row than these are rows with a background, in a table that has no lines.
_MOST_SINGLE = 2
#: The gap, in sizes of letters, that parts no letters of one cell.
_GAP = 1.0
_SHORTEST = 8.0
_STOPS = "。！？；!?;"


class Cell:
    """What stands in a cell, in reading order."""

    def __init__(self, row: int, column: int) -> None:
        self.row = row
        self.column = column
        self.glyphs: list[Glyph] = []


class Table:
    """The cells of a table, row by row, its upper and lower edge, and where its vertical lines stand."""

    def __init__(self, top: float, bottom: float, columns: list[float], cells: list[Cell]) -> None:
        self.top = top
        self.bottom = bottom
        self.columns = columns
        self.cells = cells

    def rows(self) -> int:
        """How many rows it has."""
        return 1 + max((cell.row for cell in self.cells), default=-1)

    def row(self, number: int) -> list[str]:
        """The texts of a row."""
        return ["".join(g.character for g in cell.glyphs).strip() for cell in self.cells if cell.row == number]

    def has_columns_of(self, other: Table) -> bool:
        """Whether the vertical lines of another table stand where its own do."""
        return len(self.columns) == len(other.columns) and all(
            abs(a - b) <= _SAME for a, b in zip(self.columns, other.columns, strict=True)
        )


def join_broken_row(former: Table, table: Table) -> None:
    """Puts the rest of a row that a page broke to what of it stands at the end of the page before.

    That is certain where each cell that has a rest breaks off before it, and others have none. What is moved has no
    place on its new page.

    Args:
        former: that ends a page.
        table: that begins the next one; it loses the rest.
    """
    if not table.has_columns_of(former):
        return
    first = int(table.rows() > 1 and table.row(0) == former.row(0))
    above, below = former.row(former.rows() - 1), table.row(first)
    broken = [a for a, b in zip(above, below, strict=True) if b and _breaks_off(a, b)]
    if all(below) or not broken or len(broken) < sum(map(bool, below)):
        return
    last = [cell for cell in former.cells if cell.row == former.rows() - 1]
    for cell, rest in zip(last, [cell for cell in table.cells if cell.row == first], strict=True):
        cell.glyphs += [Glyph(g.character, None, g.size, g.base, g.sure) for g in rest.glyphs]
    kept = [cell for cell in table.cells if cell.row != first]
    for cell in kept:
        cell.row -= cell.row > first
    table.cells[:] = kept


def _breaks_off(text: str, rest: str) -> bool:
    """Whether a text can go on with another one: a name with its end, a sentence without a stop."""
    return bool(text) and not is_number(rest) and text[-1] not in _STOPS and joined([text, rest]) == f"{text}\n{rest}"


def page_tables(page: Any, glyphs: list[Glyph], group: Turned) -> list[Table]:
    """The tables of a page that have lines around their cells; those of one row may be parts of others.

    Args:
        page: of pypdfium2.
        glyphs: the characters of the page.
        group: how the page is turned.
    """
    across, down = _rules(page, group)
    if len(across) + len(down) > _MOST_RULES:
        return []
    found = []
    for low, high in _regions(down):
        xs = _distinct(x for x, bottom, top in down if bottom < high and top > low)
        if len(xs) < 3:
            continue
        ys = _distinct(
            y for y, left, right in across if low - _NEAR <= y <= high + _NEAR and right > xs[0] and left < xs[-1]
        )
        if len(ys) >= 2 and (table := _table(xs, ys, glyphs, down)) is not None:
            found.append(table)
    single = [table for table in found if table.rows() == 1]
    if len(single) > _MOST_SINGLE and all(table.has_columns_of(single[0]) for table in single):
        return [table for table in found if table.rows() > 1]
    return found


def _rules(page: Any, group: Turned) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Horizontal lines as (y, left, right), vertical ones as (x, bottom, top)."""
    from pypdfium2 import raw

    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = turned(item.get_bounds(), group.turn, *group.page)
        width, height = right - left, top - bottom
        if height <= _THIN and width >= _SHORTEST:
            across.append(((bottom + top) / 2, left, right))
        elif width <= _THIN and height >= _SHORTEST:
            down.append(((left + right) / 2, bottom, top))
        elif width >= _SHORTEST and height >= _SHORTEST and width * height < 300_000:
            across += [(bottom, left, right), (top, left, right)]
            down += [(left, bottom, top), (right, bottom, top)]
    return across, down


def _regions(down: list[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """The heights at which vertical lines stand, overlapping ones put together."""
    found: list[tuple[float, float]] = []
    for bottom, top in sorted((bottom, top) for _, bottom, top in down):
        if found and bottom <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], top))
        else:
            found.append((bottom, top))
    return found


def _distinct(values: Any) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _table(
    xs: list[float], ys: list[float], glyphs: list[Glyph], down: list[tuple[float, float, float]]
) -> Table | None:
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns * rows > _MOST_CELLS:
        return None
    cells = [[Cell(row, column) for column in range(columns)] for row in range(rows)]
    for glyph in glyphs:
        if glyph.box is not None and (place := _place(glyph.box, xs, ys)) is not None:
            row, column = place
            cells[rows - 1 - row][column].glyphs.append(glyph)
    _merge(xs, ys, cells, down)
    filled = [cell for line in cells for cell in line if cell.glyphs]
    if len(filled) < (2 if rows == 1 else 3) or len({cell.column for cell in filled}) < 2:
        return None
    return Table(ys[-1], ys[0], xs, [cell for line in cells for cell in line])


def _merge(xs: list[float], ys: list[float], cells: list[list[Cell]], down: list[tuple[float, float, float]]) -> None:
    """Puts what stands in one cell over several columns into the first of them, as a head over its group."""
    lines = [_regions([rule for rule in down if abs(rule[0] - x) <= _NEAR]) for x in xs]
    for number, row in enumerate(cells):
        middle = (ys[-1 - number] + ys[-2 - number]) / 2
        first = 0
        for column in range(1, len(row) + 1):
            if column < len(row) and not any(low <= middle <= high for low, high in lines[column]):
                continue
            parts = [cell for cell in row[first:column] if cell.glyphs]
            if all(_adjoin(a, b) for a, b in pairwise(parts)):
                row[first].glyphs = [glyph for cell in parts for glyph in cell.glyphs]
                for cell in row[first + 1 : column]:
                    cell.glyphs = []
            first = column


def _adjoin(cell: Cell, other: Cell) -> bool:
    """Whether the letters of a cell go on in the next one without a gap."""
    left, right = cell.glyphs[-1], other.glyphs[0]
    if left.box is None or right.box is None:
        return False
    return left.base == right.base and right.box[0] - left.box[2] <= _GAP * max(left.size, right.size)


def _place(box: Box, xs: list[float], ys: list[float]) -> tuple[int, int] | None:
    column = bisect_right(xs, (box[0] + box[2]) / 2) - 1
    row = bisect_right(ys, (box[1] + box[3]) / 2) - 1
    return (row, column) if 0 <= row < len(ys) - 1 and 0 <= column < len(xs) - 1 else None
