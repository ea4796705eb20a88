"""Which tables hold facts, and which only place the parts of a page or hold text."""

from __future__ import annotations

from collections.abc import Iterator

from skillgraph.documents.cell_text import is_prose, joined, told
from skillgraph.documents.html_parts import Cell, Flow, Grid, GridCell, Piece, Table

#: The title of a column is no longer than this.
_LONGEST_TITLE = 20
#: So many paragraphs are in no cell of a table of facts.
_PARAGRAPHS = 3
#: Cells that are repeated for the rows that they reach over: some at least, and so many times the table's own.
_MOST_REPEATED, _TIMES_REPEATED = 1_000, 2


def end_table(table: Table) -> None:
    """Puts a table that has been read into the flow around it: as a table, or as the text that it places."""
    rows = [row for row in table.rows + table.foot if any(cell.flow.items for cell in row)]
    outer = table.outer
    while len(rows) > 1 and len(rows[0]) == 1 and max(map(len, rows[1:])) > 1 and rows[0][0].columns > 1:
        outer.take(rows.pop(0)[0].flow)
    if not rows:
        return
    if table.is_layout or _places(rows):
        for row in rows:
            for cell in row:
                outer.take(cell.flow)
        return
    texts: list[Flow] = []
    outer.items.append(_grid(rows, texts))
    for text in texts:
        outer.take(text)


def _places(rows: list[list[Cell]]) -> bool:
    """Whether a table places parts of a page: one column, a row with sentences, headings or other tables in cells."""
    if max(map(len, rows)) == 1:
        return True
    cells = [cell for row in rows for cell in row]
    if any(isinstance(item, Grid) for cell in cells for item in cell.flow.items) and len(rows) < 4:
        return True
    if not any(map(_has_prose, cells)):
        return any(_has_heading(cell) for cell in cells)
    if len(rows) > 2 and all(map(_is_title, rows[0])) and not any(map(_has_heading, cells)):
        return False
    if len(rows) == 1 or any(_has_heading(cell) or _prose(cell) >= _PARAGRAPHS for cell in cells):
        return True
    return not all(map(_is_title, rows[0]))


def _prose(cell: Cell) -> int:
    return sum(isinstance(item, Piece) and is_prose(item.text) for item in cell.flow.items)


def _has_prose(cell: Cell) -> bool:
    return _prose(cell) > 0


def _has_heading(cell: Cell) -> bool:
    """Whether a cell has a heading over something."""
    kinds = [item.kind for item in cell.flow.items if isinstance(item, Piece)]
    return "heading" in kinds[:-1]


def _is_title(cell: Cell) -> bool:
    return len(cell.flow.items) <= 1 and all(
        isinstance(item, Piece) and item.weight <= _LONGEST_TITLE and not is_prose(item.text)
        for item in cell.flow.items
    )


def _grid(rows: list[list[Cell]], texts: list[Flow]) -> Grid:
    """The cells in their columns; `texts` takes what is text in them, each behind what its row is called by."""
    most = max(_MOST_REPEATED, _TIMES_REPEATED * sum(map(len, rows)))
    repeated = 0
    reaching: dict[int, int] = {}
    found: list[list[GridCell]] = []
    for number, row in enumerate(rows):
        cells: list[GridCell] = []
        column = 0
        for cell in row:
            while reaching.get(column, 0) > number:
                column += 1
            down = min(cell.rows, len(rows) - number)
            down = 1 if repeated + down - 1 > most else down
            repeated += down - 1
            if down > 1:
                reaching |= dict.fromkeys(range(column, column + cell.columns), number + down)
            cells.append(GridCell(column, _text(cell), down))
            column += cell.columns
        found.append(cells)
        texts += _told(row)
    linked = sum(item.linked for row in rows for cell in row for item in cell.flow.items)
    return Grid(found, linked)


def _text(cell: Cell) -> str:
    """What a cell holds as a value: nothing where it is text."""
    if _has_prose(cell):
        return ""
    return joined(line for item in cell.flow.items if isinstance(item, Piece) for line in item.text.split("\n"))


def _told(row: list[Cell]) -> Iterator[Flow]:
    """The sentences and tables in the cells of a row, under what the row is called by."""
    label = next((_text(cell) for cell in row if _text(cell)), "")
    for cell in row:
        if _has_prose(cell):
            items = list(cell.flow.items)
            first = items[0]
            if isinstance(first, Piece) and (text := told(label, first.text)) != first.text:
                items[0] = Piece(first.kind, text, first.level)
            elif label:
                items.insert(0, Piece("heading", label.replace("\n", ""), 6))
            yield Flow(items, [])
        elif grids := [item for item in cell.flow.items if isinstance(item, Grid)]:
            yield Flow(list(grids), [])
