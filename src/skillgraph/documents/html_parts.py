"""The parts of a page, as they are read."""

from __future__ import annotations

import re

import msgspec

from skillgraph.documents.builder import Builder
from skillgraph.documents.source import BlockKind

_STOP = re.compile(r"[。！？；!?;．]")
_SPACE = re.compile(r"\s")
#: What has a full stop or, without one, a comma, and is as long as this, is a sentence.
_SHORTEST, _SHORTEST_WITHOUT_STOP = 10, 24
#: So much of a piece must be links for it to be one of a list of links.
_MOSTLY = 0.8
#: What stands beside the links of a list: dates and numbers.
_BESIDE = re.compile(r"[\d\s年月日时分./:：\[\]()（）|｜·•›»>-]")


class Piece(msgspec.Struct):
    """A paragraph, heading or item.

    `linked` counts its characters that are links, `group` is the number of the list that it is in.
    """

    kind: BlockKind
    text: str
    level: int = 0
    linked: int = 0
    in_article: bool = False
    group: int = 0

    @property
    def weight(self) -> int:
        """How many characters it has."""
        return len(_SPACE.sub("", self.text))

    @property
    def is_prose(self) -> bool:
        """Whether there is a sentence in it."""
        if len(self.text) < _SHORTEST or self.kind == "heading":
            return False
        if _STOP.search(self.text):
            return True
        return len(self.text) >= _SHORTEST_WITHOUT_STOP and not self.is_link and any(c in self.text for c in "，,、")

    @property
    def is_link(self) -> bool:
        """Whether it is a link, but for a date or number beside it."""
        text = _BESIDE.sub("", self.text)
        return self.linked > 0 and self.linked >= _MOSTLY * len(text)


class GridCell(msgspec.Struct):
    """A cell of a table of facts, in its column, and how many rows it reaches over."""

    column: int
    text: str
    rows: int


class Grid(msgspec.Struct):
    """A table of facts."""

    rows: list[list[GridCell]]
    linked: int = 0
    group: int = -1

    @property
    def weight(self) -> int:
        """How many characters it has."""
        return sum(len(_SPACE.sub("", cell.text)) for row in self.rows for cell in row)

    @property
    def is_link(self) -> bool:
        """Whether it is one row of links, as menus are."""
        return len(self.rows) == 1 and self.linked >= _MOSTLY * self.weight > 0

    def write(self, builder: Builder, number: int, between: str) -> None:
        """Adds its cells; one that reaches over rows is there in each of them.

        Args:
            builder: what to add them to.
            number: of the table.
            between: what parts the cells of a row.
        """
        above: dict[int, tuple[int, int]] = {}
        for row, cells in enumerate(self.rows):
            columns = {cell.column: cell for cell in cells}
            above = {column: reach for column, reach in above.items() if reach[1] > row}
            for column in sorted({*columns, *above}):
                if column in columns:
                    cell = columns[column]
                    if cell.rows > 1:
                        above[column] = len(builder.blocks), row + cell.rows
                    end = "\n" if cell is cells[-1] else between
                    builder.add("cell", cell.text, table=number, row=row, column=column, end=end)
                else:
                    builder.again(builder.blocks[above[column][0]], row, column)


class Mark(msgspec.Struct):
    """An element that calls itself navigation or the like: its items are [first, last) of the flow.

    `sure` is one that is named so by its tag or role; else only its class says it.
    """

    why: str
    first: int
    last: int
    sure: bool


class Flow(msgspec.Struct):
    """What an element holds, in order."""

    items: list[Piece | Grid]
    marks: list[Mark]

    @classmethod
    def new(cls) -> Flow:
        """Nothing yet."""
        return cls([], [])

    def take(self, other: Flow) -> None:
        """Appends what another one holds."""
        at = len(self.items)
        self.items += other.items
        self.marks += [Mark(m.why, m.first + at, m.last + at, m.sure) for m in other.marks]


class Cell(msgspec.Struct):
    """A cell of any table."""

    flow: Flow
    rows: int
    columns: int


class Table(msgspec.Struct):
    """A table while it is read, and the flow that it stands in."""

    outer: Flow
    is_layout: bool
    rows: list[list[Cell]]
    foot: list[list[Cell]] = []
    foot_at: int = 0

    def end_foot(self) -> None:
        """Sets the rows of a foot apart, which is shown below the others wherever it stands."""
        self.foot += self.rows[self.foot_at :]
        del self.rows[self.foot_at :]
