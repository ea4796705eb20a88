"""What a .docx consists of, in reading order: paragraphs and tables, with those in cells, text boxes and controls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from skillgraph.documents.cell_text import joined
from skillgraph.documents.docx_runs import Look, Runs, alternative, ground, is_placeholder, look
from skillgraph.documents.package import child, kind, value
from skillgraph.documents.plain import line_kind, may_head
from skillgraph.documents.source import BlockKind

INSERTED, DIAGRAM = "inserted document", "SmartArt diagram"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
#: An entry of the table of contents.
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)
_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:sdtPr", "w:tcPr", "w:trPr", "w:tblPr", "w:tblGrid"})
#: More styles than Word lets a document have, and further steps from a style to the ones it is based on.
_MOST_STYLES, _MOST_STEPS = 5_000, 20


class Style(NamedTuple):
    """A style with what it takes from those it is based on; `level` is that of a heading."""

    based_on: str
    level: int | None
    look: Look
    contents: bool


class Paragraph(NamedTuple):
    """A paragraph; one without text counts for nothing."""

    kind: BlockKind
    text: str
    level: int = 0


class Cell(NamedTuple):
    """A cell of a row; the text is None where the cell above reaches into it."""

    column: int
    text: str | None


class Row(NamedTuple):
    """The cells of a row, and the tables in them."""

    cells: list[Cell]
    inner: list[Table]


class Table(NamedTuple):
    """A table in a cell, text box or note."""

    rows: list[list[Cell]]


Item = Paragraph | Table


def read_styles(nodes: Iterable[Any]) -> dict[str, Style]:
    """The styles by id.

    Args:
        nodes: the elements w:style.
    """
    own: dict[str, Style] = {}
    for node in islice(nodes, _MOST_STYLES):
        name = value(child(node, "w:name"))
        level = (
            None if value(node, "w:type") == "character" else _level(name, value(child(node, "w:pPr", "w:outlineLvl")))
        )
        properties = look(child(node, "w:rPr")).over(Look(ground=ground(child(node, "w:pPr"))))
        based = value(child(node, "w:basedOn"))
        own[value(node, "w:styleId")] = Style(based, level, properties, bool(_CONTENTS.match(name)))
    found = {}
    for key, style in own.items():
        for _ in range(_MOST_STEPS):
            base = own.get(style.based_on)
            if base is None:
                break
            level = base.level if style.level is None else style.level
            style = Style(base.based_on, level, style.look.over(base.look), style.contents or base.contents)
        found[key] = style
    return found


def _level(name: str, outline: str) -> int | None:
    """The heading level by the name of a style or an outline level; 0 is text, None where neither says."""
    if match := _HEADING.search(name):
        return int(match[1])
    if outline.isdecimal() and len(outline) == 1:
        return (int(outline) + 1) % 10
    return 1 if name.lower() == "title" else None


class Flow:
    """Reads elements one by one; `unread` counts what can't be read, by name."""

    def __init__(self, styles: dict[str, Style], diagram: Callable[[str], list[str] | None]) -> None:
        """For a document.

        Args:
            styles: by id.
            diagram: gives the texts of a SmartArt diagram by its id.
        """
        self.unread: Counter[str] = Counter()
        self._styles = styles
        self._diagram = diagram
        self._looks = {key: style.look for key, style in styles.items()}
        #: The text of a paragraph whose end is deleted: the next one goes on with it.
        self._held = ""
        self._headed = False
        #: The colour behind what is read; other words where it isn't known, as in tables, whose styles may colour them.
        self.ground = "FFFFFF"

    def content(self, node: Any) -> Iterator[Item]:
        """What a cell, text box or note holds."""
        yield from self._content(node)
        yield from self.rest()

    def _content(self, node: Any) -> Iterator[Item]:
        for part in node:
            name = kind(part.tag)
            if name == "w:p":
                yield from self.paragraph(part)
            elif name == "w:tbl":
                yield from self.rest()
                yield from self._table(part)
            elif name == "w:altChunk":
                self.unread[INSERTED] += 1
            elif name == "AlternateContent":
                yield from self._content(alternative(part))
            elif name not in _LEFT_OUT and not (name == "w:sdt" and is_placeholder(part)):
                yield from self._content(part)

    def rest(self) -> Iterator[Paragraph]:
        """What a paragraph holds whose end is deleted when none follows."""
        if self._held:
            yield Paragraph("paragraph", self._held)
        self._held = ""

    def paragraph(self, node: Any) -> Iterator[Item]:
        """A paragraph, then what stands in the text boxes that hang at it."""
        properties = child(node, "w:pPr")
        style = self._styles.get(value(child(properties, "w:pStyle")))
        runs = Runs(self._looks, self.unread)
        behind = Look(ground=ground(properties)).over(style.look if style else Look()).over(Look(ground=self.ground))
        text = self._held + runs.text(node, behind)
        self._held = ""
        goes_on = any(child(properties, "w:rPr", mark) is not None for mark in ("w:del", "w:moveFrom"))
        if not goes_on:
            yield self._paragraph(properties, style, text, runs.bold)
        for box in runs.boxes:
            yield from self._on("box", box)
        for id in runs.diagrams:
            texts = self._diagram(id)
            self.unread[DIAGRAM] += texts is None
            yield from (Paragraph("item", text) for text in texts or ())
        self._held = text if goes_on else ""

    def _on(self, colour: str, node: Any) -> list[Item]:
        """What a cell or text box holds whose ground has a colour."""
        outer, self.ground = self.ground, colour
        items = list(self.content(node))
        self.ground = outer
        return items

    def _paragraph(self, properties: Any, style: Style | None, text: str, bold: bool) -> Paragraph:
        level = (style.level if style else 0) or _level("", value(child(properties, "w:outlineLvl"))) or 0
        if style and style.contents:
            return Paragraph("furniture", text)
        numbered = child(properties, "w:numPr") is not None and value(child(properties, "w:numPr", "w:numId")) != "0"
        what: tuple[BlockKind, int] = ("heading", level) if level else ("item", 0) if numbered else line_kind(text)
        kind_, level = what
        if kind_ == "paragraph" and may_head(text) and (bold or value(child(properties, "w:jc")) == "center"):
            # Few authors use styles; what stands out is a heading, and the first one the title.
            kind_, level = "heading", 3 if self._headed else 1
        self._headed = self._headed or kind_ == "heading"
        return Paragraph(kind_, text, level)

    def _table(self, node: Any) -> Iterator[Item]:
        rows: list[list[Cell]] = []
        after: list[Table] = []
        columns = grid(node)
        for line in _within(node, "w:tr"):
            row = self.row(line, columns)
            if isinstance(row, Row):
                rows.append(row.cells)
                after += row.inner
            else:
                yield from row
        if rows:
            yield Table(rows)
        yield from after

    def row(self, node: Any, columns: int) -> Row | list[Item]:
        """A row of a table, or what it holds where the table is but a frame round text.

        Args:
            node: the element w:tr.
            columns: of the table, as far as it says.
        """
        properties = child(node, "w:trPr")
        if child(properties, "w:del") is not None:
            return []
        column = _count(value(child(properties, "w:gridBefore")), 0)
        found = [cell for cell in _within(node, "w:tc") if child(cell, "w:tcPr", "w:cellDel") is None]
        if (columns or len(found)) == 1:
            return [i for cell in found for i in self._on(ground(child(cell, "w:tcPr")) or "table", cell)]
        cells: list[Cell] = []
        inner: list[Table] = []
        for cell in found:
            merged = child(cell, "w:tcPr", "w:vMerge")
            items = self._on(ground(child(cell, "w:tcPr")) or "table", cell)
            inner += [item for item in items if isinstance(item, Table)]
            text = joined(item.text for item in items if isinstance(item, Paragraph))
            goes_on = merged is not None and value(merged) != "restart"
            cells.append(Cell(column, None if goes_on else text))
            column += _count(value(child(cell, "w:tcPr", "w:gridSpan")), 1)
        return Row(cells, inner)


def grid(table: Any) -> int:
    """How many columns a table says that it has; 0 where it doesn't say."""
    columns = child(table, "w:tblGrid")
    return 0 if columns is None else sum(kind(part.tag) == "w:gridCol" for part in columns)


def _count(said: str, default: int) -> int:
    return int(said) if said.isdecimal() and 0 < len(said) < 4 else default


def _within(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, in content controls too, and not those of tables in them."""
    for part in node:
        found = kind(part.tag)
        if found == name:
            yield part
        elif found not in _LEFT_OUT:
            yield from _within(part, name)
