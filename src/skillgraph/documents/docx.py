"""DOCX: the text of Word and WPS files with headings, items, tables, text boxes and notes.

What is deleted, hidden or struck out is left out; what can't be read, as pictures, charts and embedded files, is named
in the notes of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from skillgraph.documents.builder import Builder
from skillgraph.documents.cell_text import is_prose, told
from skillgraph.documents.docx_diagrams import Diagrams
from skillgraph.documents.docx_flow import INSERTED, Flow, Item, Paragraph, Row, grid, read_styles
from skillgraph.documents.docx_runs import HIDDEN, is_placeholder
from skillgraph.documents.package import Package, kind, value
from skillgraph.documents.plain import may_head, may_title
from skillgraph.documents.source import Block, SourceText
from skillgraph.model.errors import DataError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_ASKS = "placeholder"
_OTHERS = {"xl/": "it holds a workbook", "ppt/": "it holds slides", "": "it has no word/document.xml"}


def read(data: bytes, name: str) -> SourceText:
    """The text of a .docx file.

    Raises:
        DataError: it is damaged, encrypted, a zip bomb, has entities of its own, or no text.
        UsageError: the extra `documents` is not installed.
    """
    package = Package(data, name, ".docx")
    main = package.main("word/document.xml")
    other = _OTHERS.get(main[: main.find("/") + 1]) if not main or main.startswith(("xl/", "ppt/")) else None
    if other:
        raise DataError(f"{name}: no .docx ({other})")
    parts = {"styles": "word/styles.xml", "footnotes": "word/footnotes.xml", "endnotes": "word/endnotes.xml"}
    parts |= {what: target for what, _, target in package.related(main) if what in parts}
    styles = package.elements(parts["styles"], "style") if parts["styles"] in package else ()
    reader = _Reader(name, Flow(read_styles(styles), Diagrams(package, main).texts))
    reader.body(package, main)
    for what in ("footnote", "endnote"):
        if (part := parts[f"{what}s"]) in package:
            reader.notes(package.elements(part, what))
    return reader.builder.source(data, MEDIA_TYPE, "lxml", notes=reader.told())


class _Reader:
    def __init__(self, name: str, flow: Flow) -> None:
        self.builder = Builder(name)
        self.flow = flow
        self.tables = 0
        #: Whether the last paragraph was an empty one, or the last block stands alone but for what follows.
        self._after_empty, self._alone = True, False

    def body(self, package: Package, part: str) -> None:
        """Adds the document's body, a paragraph or row at a time, so that its length takes no memory."""
        depth = 0
        columns: int | None = None
        table = _Rows(self)
        for event, node in package.events(part, "p", "tr", "tbl", "altChunk", "subDoc", "background"):
            name = kind(node.tag)
            if name == "w:altChunk":
                self.flow.unread[INSERTED] += event == "start"
            elif name == "w:subDoc":
                self.flow.unread["linked document"] += event == "start"
            elif name == "w:background":
                self.flow.ground = value(node, "w:color")
            elif name == "w:tbl":
                if depth == 0 and event == "start":
                    self.put(self.flow.rest())
                    table, columns = _Rows(self), None
                elif depth == 0:
                    table.end()
                    package.drop(node)
            else:
                depth += 1 if event == "start" else -1
                if depth == 0:
                    if name == "w:tr":
                        columns = _columns(node) if columns is None else columns
                        table.add(self.flow.row(node, columns))
                    elif name == "w:p" and not _in_placeholder(node):
                        self.put(self.flow.paragraph(node))
                    package.drop(node)
        self.put(self.flow.rest())

    def notes(self, notes: Iterable[Any]) -> None:
        """Adds the footnotes or endnotes."""
        for note in notes:
            if value(note, "w:type") not in _SEPARATORS:
                for item in self.flow.content(note):
                    self.put([Paragraph("footnote", item.text) if isinstance(item, Paragraph) else item])

    def put(self, items: Iterable[Item]) -> None:
        """Adds paragraphs and whole tables."""
        for item in items:
            if isinstance(item, Paragraph):
                self._say(item)
            else:
                table = _Rows(self)
                for row in item.rows:
                    table.add(Row(row, []))
                table.end()

    def in_table(self) -> None:
        """Notes that the last block is a cell, which is no heading."""
        self._after_empty = self._alone = False

    def _say(self, item: Paragraph) -> None:
        """Adds a paragraph; a short one between empty ones is a heading, as in plain text."""
        blocks = self.builder.blocks
        if not item.text.strip():
            if self._alone:
                blocks[-1] = msgspec.structs.replace(blocks[-1], kind="heading", level=3 if len(blocks) > 1 else 1)
            self._alone, self._after_empty = False, True
            return
        could = may_head if blocks else may_title
        self._alone = self._after_empty and item.kind == "paragraph" and could(item.text)
        self._after_empty = False
        self.builder.add(item.kind, item.text, item.level)

    def told(self) -> tuple[str, ...]:
        """What is not in the text, for people."""
        unread = self.flow.unread
        hidden = unread.pop(HIDDEN, 0)
        notes = [f"left out: {HIDDEN} ({hidden} runs)"] if hidden else []
        named = ", ".join(f"{count} {what}{'s' * (count > 1)}" for what, count in sorted(unread.items()) if count)
        if named:
            notes.append(f"not read: {named}")
        if unread[INSERTED]:
            notes.append(f"to have the {INSERTED} read, open the file in Word and save it")
        return tuple(notes)


class _Rows:
    """Adds a table row by row; the tables in its cells come behind it, for cells of one table stand together."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._number = -1
        self._row = 0
        self._above: dict[int, Block] = {}
        self._inner: list[Item] = []

    def add(self, row: Row | list[Item]) -> None:
        """Adds a row, or what stands in a mere frame."""
        if not isinstance(row, Row):
            self._reader.put(row)
            return
        builder = self._reader.builder
        self._reader.in_table()
        if self._number < 0:
            self._number, self._reader.tables = self._reader.tables, self._reader.tables + 1
        label = next((text for _, text in row.cells if text and not is_prose(text)), "")
        for column, text in row.cells:
            if text and is_prose(text):
                self._tell(label, text)
                text = ""
            if text is None and column in self._above:
                builder.again(self._above[column], self._row, column)
            else:
                builder.add("cell", text or "", table=self._number, row=self._row, column=column)
                self._above[column] = builder.blocks[-1]
        self._row += 1
        self._inner += row.inner

    def _tell(self, label: str, text: str) -> None:
        """Keeps the sentences of a cell for the end, under what the row is called by."""
        said = told(label, text)
        if said == text and label:
            self._inner.append(Paragraph("heading", label.replace("\n", ""), 6))
        self._inner.append(Paragraph("paragraph", said))

    def end(self) -> None:
        """Adds the sentences and the tables that stood in its cells."""
        self._reader.put(self._inner)
        self._inner = []


def _columns(row: Any) -> int:
    """The columns that the table of a row says it has."""
    return next((grid(node) for node in row.iterancestors() if kind(node.tag) == "w:tbl"), 0)


def _in_placeholder(node: Any) -> bool:
    """Whether a paragraph only asks to fill in the content control around it."""
    for control in node.iterancestors():
        if kind(control.tag) == "w:sdt" and (control.get(_ASKS) or is_placeholder(control)):
            control.set(_ASKS, "1")  # its properties are gone when the next paragraph comes
            return True
    return False
