"""XLSX: workbooks as documents of tables, with numbers and dates as they are shown."""

from __future__ import annotations

import re

from skillgraph.documents.builder import Builder
from skillgraph.documents.source import Block, SourceText
from skillgraph.documents.workbook import Sheet, Workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The names that programs give sheets.
_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_Merged = dict[tuple[int, int], tuple[int, int]]


def read(data: bytes, name: str) -> SourceText:
    """The text of a workbook: each sheet a heading and its tables, which empty rows part.

    Raises:
        DataError: it is damaged, encrypted, a zip bomb, or holds nothing.
        UsageError: the extra `documents` is not installed.
    """
    workbook = Workbook(data, name)
    reader = _Reader(name)
    for sheet in workbook.sheets:
        if sheet.is_shown:
            reader.sheet(workbook, sheet)
    hidden = [sheet.name for sheet in workbook.sheets if not sheet.is_shown]
    notes = [f"hidden sheets left out: {', '.join(hidden)}"] if hidden else []
    unread = ", ".join(f"{count} × {what}" for what, count in sorted(workbook.unread.items()) if count)
    notes += [f"not read: {unread}"] if unread else []
    return reader.builder.source(data, MEDIA_TYPE, "lxml", notes=tuple(notes))


class _Reader:
    def __init__(self, name: str) -> None:
        self.builder = Builder(name)
        self._table = -1
        self._row = 0
        #: Where merged cells that reach into the next rows stand: the last of these rows, and the passage.
        self._reaching: dict[int, tuple[int, Block]] = {}

    def sheet(self, workbook: Workbook, sheet: Sheet) -> None:
        """Adds a sheet."""
        merged = workbook.merged(sheet)
        if not _NAMELESS.fullmatch(sheet.name):
            self.builder.add("heading", sheet.name, level=1)
        waiting: list[str] = []
        last, in_table = -2, False
        self._reaching.clear()
        for number, cells in workbook.rows(sheet):
            if number != last + 1 and not any(number <= end for end, _ in self._reaching.values()):
                in_table = False
                waiting = self._say(waiting)
            last = number
            if len(cells) == 1 and not (in_table and self._reaching):
                waiting += cells.values()
                continue
            if not in_table:
                self._table, self._row, in_table = self._table + 1, 0, True
                waiting = self._say(waiting)
            for text in waiting:  # a line between the rows, as 其中:
                self._add(0, text)
                self._row += 1
            waiting = []
            self._rows(number, cells, merged)
        self._say(waiting)

    def _say(self, lines: list[str]) -> list[str]:
        """Adds what stands alone in its row above or below a table: its title, its unit, notes."""
        for line in lines:
            self.builder.add("paragraph", line)
        return []

    def _rows(self, number: int, cells: dict[int, str], merged: _Merged) -> None:
        for column in sorted({*cells, *self._reaching}):
            end, block = self._reaching.get(column, (-1, None))
            if block is not None and column not in cells:
                if number <= end:
                    self.builder.again(block, self._row, column)
                else:
                    del self._reaching[column]
                continue
            self._add(column, cells[column])
            end = merged.get((number, column), (number, column))[0]
            if end > number:
                self._reaching[column] = end, self.builder.blocks[-1]
            else:
                self._reaching.pop(column, None)
        self._row += 1

    def _add(self, column: int, text: str) -> None:
        self.builder.add("cell", text, table=self._table, row=self._row, column=column)
