"""PDF with text: pages, lines joined to paragraphs, ruled tables, and where on the page each character stands."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from skillgraph.documents.items import behind_mark
from skillgraph.documents.pdf_directions import read_glyphs
from skillgraph.documents.pdf_glyphs import UNKNOWN, Glyph, turned
from skillgraph.documents.pdf_layout import Line, PageContent, Paragraph, body_size, paragraphs
from skillgraph.documents.pdf_lines import cut_lines, is_text, with_marks
from skillgraph.documents.pdf_loose_tables import loose_tables
from skillgraph.documents.pdf_streams import refuse_bombs
from skillgraph.documents.pdf_tables import Table, join_broken_row, page_tables
from skillgraph.documents.source import Block, Page, SourceText
from skillgraph.documents.text_tables import with_drawn_tables
from skillgraph.model.errors import DataError, missing_extra
from skillgraph.model.version import __version__

#: A line is a header or footer if it stands at one place on so many pages (or all of two), numbers aside.
_REPEATED = 3
#: A watermark is on so many of the pages, in letters so much larger than the text's.
_NEARLY_ALL, _MUCH_LARGER = 0.8, 1.5
_MOST_PAGES = 5_000
_PAGE_NUMBER = re.compile(
    r"^(?:第?\s*[0-9ivxlc]{1,4}\s*页?|[-—–·]\s*[0-9]{1,4}\s*[-—–·]|[0-9]{1,4}\s*/\s*[0-9]{1,4}|Page\s+[0-9]+)$"
)
#: What browsers print at the edges of a page: its address, and when it was printed.
_PRINTED = re.compile(
    r"(?:https?|file)://\S+(?:\s+[0-9]+/[0-9]+)?$|[0-9]{1,4}[/-][0-9]{1,2}[/-][0-9]{1,4},?\s*[上下]?午?[0-9]{1,2}:[0-9]{2}(?![0-9])"
)
#: The most characters: each takes some 230 bytes with its place on the page.
_MOST_GLYPHS = 1_500_000
_MOST_NAMED = 20
_GARBLED = "fonts that don't say which characters they show"


def read(data: bytes, name: str) -> SourceText:
    """The text of a PDF file.

    Raises:
        DataError: it is encrypted or damaged, or has no text: a scan, or fonts without characters.
        UsageError: the extra `documents` is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise missing_extra("PDF", "documents") from None
    refuse_bombs(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted; save it without a password" if "assword" in str(error) else "damaged, or no PDF"
        raise DataError(f"{name}: {reason}") from None
    reader = _Reader(name)
    try:
        reader.pages(document)
    finally:
        document.close()
    pages = reader.found
    if not any(page.lines or page.tables for page in pages):
        if reader.garbled:
            raise DataError(f"{name}: {_GARBLED}; run text recognition (OCR) on it first")
        raise DataError(f"{name}: a scan without text; run text recognition (OCR) on it first")
    _settle_tables(pages)
    reader.watermarks = _remove_watermarks(pages)
    removed = _remove_furniture(pages)
    _join_rows(pages)
    return _assemble(data, name, pages, reader.notes(removed))


class _Reader:
    """Reads the pages, and keeps what is to be said of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[PageContent] = []
        self.garbled: list[int] = []
        #: Lines that were taken out as watermarks.
        self.watermarks = 0
        self._empty: list[int] = []
        self._askew: list[int] = []
        self._hidden: list[int] = []
        self._total = 0

    def pages(self, document: Any) -> None:
        """Reads all of them.

        Raises:
            DataError: there are too many, they hold too much, or one is damaged.
        """
        if len(document) > _MOST_PAGES:
            raise DataError(f"{self.name}: {len(document):,} pages; the limit is {_MOST_PAGES:,}. Split the file")
        for index in range(len(document)):
            try:
                page = document[index]
                self._page(page, index + 1)
                page.close()
            except DataError:
                raise
            except Exception as error:  # PDFium's errors on damaged pages are of many classes
                raise DataError(f"{self.name}: page {index + 1} is damaged: {error}") from None

    def _page(self, page: Any, number: int) -> None:
        groups, askew, hidden = read_glyphs(page)
        self._total += sum(len(group.glyphs) for group in groups)
        if self._total > _MOST_GLYPHS:
            raise DataError(f"{self.name}: more than {_MOST_GLYPHS:,} characters, the limit. Split the file")
        self._askew += [number] * (askew > 0)
        self._hidden += [number] * (hidden > 0)
        seen = False
        for group in groups:
            seen = seen or any(not glyph.character.isspace() for glyph in group.glyphs)
            lines = cut_lines(group.glyphs)
            if not is_text(group.glyphs, whole_page=True):
                lines = []
            good = [line for line in lines if is_text(line)]
            if len(good) < len(lines) or (not lines and group.glyphs and seen):
                self.garbled.append(number)
            marked = [with_marks([glyph for glyph in line if glyph.character not in UNKNOWN]) for line in good]
            every = [glyph for line in marked for glyph in line]
            tables = page_tables(page, every, group)
            ruled = {id(glyph) for table in tables for cell in table.cells for glyph in cell.glyphs}
            tables += loose_tables([[glyph for glyph in line if id(glyph) not in ruled] for line in marked])
            found = [Line(line) for line in marked]
            self.found.append(PageContent(number, group, page.get_rotation(), found, tables, group is not groups[0]))
        self._empty += [number] * (not seen)

    def notes(self, removed: int) -> tuple[str, ...]:
        """What a person should know of what was left out.

        Args:
            removed: how many lines of headers and footers.
        """
        notes = []
        if self._empty:
            notes.append(f"pages without text, perhaps scans: {_numbers(self._empty)}")
        if self.garbled:
            notes.append(f"can't be read as text, wholly or in part: page {_numbers(self.garbled)} ({_GARBLED})")
        if self._askew:
            notes.append(f"text that stands askew, as watermarks do, left out: page {_numbers(self._askew)}")
        if self._hidden:
            notes.append(f"letters that nobody sees, as white ones on white, left out: page {_numbers(self._hidden)}")
        if self.watermarks:
            notes.append(f"{self.watermarks} lines in large letters at one place of the pages, as watermarks, left out")
        if removed:
            notes.append(f"{removed} lines of headers, footers and page numbers left out")
        return tuple(notes)


def _numbers(pages: list[int]) -> str:
    """Numbers of pages, not too many of them."""
    different = list(dict.fromkeys(pages))
    more = f" and {len(different) - _MOST_NAMED} more" if len(different) > _MOST_NAMED else ""
    return ", ".join(map(str, different[:_MOST_NAMED])) + more


def _settle_tables(pages: list[PageContent]) -> None:
    """Keeps tables of one row only as parts of those on the next pages, and takes what tables hold out of the lines."""
    by_number: dict[int, list[Table]] = {}
    for page in pages:
        by_number.setdefault(page.number, []).extend(page.tables)
    for page in pages:
        near = [*by_number.get(page.number - 1, ()), *by_number.get(page.number + 1, ())]
        page.tables[:] = [t for t in page.tables if t.rows() > 1 or any(map(t.has_columns_of, near))]
        inside = {id(glyph) for table in page.tables for cell in table.cells for glyph in cell.glyphs}
        if inside:
            outside = ([glyph for glyph in line.glyphs if id(glyph) not in inside] for line in page.lines)
            page.lines[:] = [Line(glyphs) for glyphs in outside if glyphs]
        page.lines[:] = [line for line in page.lines if line.text.strip()]


def _join_rows(pages: list[PageContent]) -> None:
    """Makes one row of each that a page broke."""
    upright = [page for page in pages if not page.aside]
    for former, page in pairwise(upright):
        if former.tables and page.tables:
            last = min(former.tables, key=lambda table: table.bottom)
            first = max(page.tables, key=lambda table: table.top)
            alone = all(line.bottom > last.bottom for line in former.lines)
            if alone and all(line.top < first.top for line in page.lines):
                join_broken_row(last, first)
                page.tables[:] = [table for table in page.tables if table.cells]


def _remove_watermarks(pages: list[PageContent]) -> int:
    """Takes out lines in large letters that stand at one place of nearly all pages; says how many."""
    wanted = max(_REPEATED, _NEARLY_ALL * len({page.number for page in pages}))
    large = body_size(pages) * _MUCH_LARGER
    places = Counter(key for page in pages for key in {_exact(line) for line in page.lines if line.size > large})
    removed = 0
    for page in pages:
        kept = [line for line in page.lines if line.size <= large or places[_exact(line)] < wanted]
        removed += len(page.lines) - len(kept)
        page.lines[:] = kept
    return removed


def _exact(line: Line) -> tuple[str, int, int]:
    return line.text.strip(), round(line.left / 4), round(line.bottom / 4)


def _remove_furniture(pages: list[PageContent]) -> int:
    """Takes out lines that repeat at one place, and page numbers at the edge of a page; says how many."""
    places = Counter(key for page in pages for key in {_place(line) for line in page.lines})
    removed = 0
    wanted = max(2, min(_REPEATED, len(pages)))
    for page in pages:
        kept = []
        for line in page.lines:
            edge = line.bottom > page.height * 0.9 or line.top < page.height * 0.1
            number = edge and (_PAGE_NUMBER.match(line.text.strip()) or _PRINTED.match(line.text.strip()))
            if number or (places[_place(line)] >= wanted and edge):
                removed += 1
            else:
                kept.append(line)
        page.lines[:] = kept
    return removed


def _place(line: Line) -> tuple[str, int]:
    return re.sub(r"[0-9]+", "#", line.text.strip()), round(line.bottom / 4)


class _Text:
    """The document's text while it grows, with the boxes of each page."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages: list[Page] = []
        self.boxes: list[tuple[float, float, float, float] | None] = []

    def add(self, glyphs: list[Glyph]) -> None:
        self.pieces.append("".join(glyph.character for glyph in glyphs))
        self.boxes.extend(glyph.box for glyph in glyphs)
        self.length += len(glyphs)

    def newline(self) -> None:
        self.pieces.append("\n")
        self.boxes.append(None)
        self.length += 1

    def end_page(self, content: PageContent, start: int) -> None:
        """Keeps the boxes of a page, as it is shown."""
        width, height = content.width, content.height
        boxes = self.boxes
        if content.shown:
            boxes = [box and turned(box, content.shown, width, height) for box in boxes]
            width, height = (height, width) if content.shown % 180 else (width, height)
        self.pages.append(Page(content.number, start, width, height, tuple(boxes)))
        self.boxes = []


class _Tables:
    """Adds tables; one that a page ended goes on in the one that begins the next page."""

    def __init__(self, text: _Text, blocks: list[Block]) -> None:
        self._text = text
        self._blocks = blocks
        self._number = -1
        self._rows = 0
        #: The table that was added last, as long as nothing else was.
        self.last: Table | None = None
        self._head: list[str] = []

    def add(self, table: Table, page: int, first: bool) -> None:
        """Adds a table.

        Args:
            table: of a page.
            page: its number.
            first: whether it is what the page begins with.
        """
        skipped = 0
        if first and self.last is not None and table.has_columns_of(self.last) and not self._has_own_head(table):
            skipped = int(table.row(0) == self._head)
        else:
            self._number, self._rows, self._head = self._number + 1, 0, table.row(0)
        for cell in table.cells:
            if cell.row >= skipped:
                start = self._text.length
                self._text.add(cell.glyphs)
                row = self._rows + cell.row - skipped
                self._blocks.append(Block("cell", start, self._text.length, 0, page, self._number, row, cell.column))
                self._text.newline()
        self._rows += table.rows() - skipped
        self.last = table

    def _has_own_head(self, table: Table) -> bool:
        """Whether a table begins with titles of its own, where the one before it has numbers."""
        assert self.last is not None
        first = table.row(0)
        below = self.last.row(self.last.rows() - 1)
        return (
            first != self._head
            and not any(c.isdigit() for text in first for c in text)
            and any(c.isdigit() for text in below for c in text)
        )


def _assemble(data: bytes, name: str, pages: list[PageContent], notes: tuple[str, ...]) -> SourceText:
    text = _Text()
    blocks: list[Block] = []
    tables = _Tables(text, blocks)
    body = body_size(pages)
    former: PageContent | None = None
    for content in pages:
        start = text.length
        for part in paragraphs(content, former, body):
            if isinstance(part, Table):
                tables.add(part, content.number, text.length == start and not content.aside)
            else:
                _add_paragraph(text, blocks, part, content.number)
                tables.last = None
        text.end_page(content, start)
        if former is not None and former.number < content.number:
            former.lines.clear()  # what is written needs no memory
        former = content if former is None or former.number < content.number else former
    whole = "".join(text.pieces)
    return SourceText(
        file=name,
        media_type="application/pdf",
        text=whole,
        blocks=with_drawn_tables(whole, blocks),
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest(),
        converter=f"skillgraph {__version__}, pypdfium2 {version('pypdfium2')}",
        notes=notes,
        pages=tuple(text.pages),
    )


def _add_paragraph(text: _Text, blocks: list[Block], part: Paragraph, page: int) -> None:
    start = text.length
    for line in part.lines:
        if text.length > start:
            text.newline()
        text.add(line.glyphs)
    former = blocks[-1] if blocks else None
    if part.continues and former is not None and former.kind in ("paragraph", "item"):
        blocks[-1] = Block(former.kind, former.start, text.length, former.level, former.page)
    else:
        mark = behind_mark(part.lines[0].text) if part.kind == "item" else 0
        blocks.append(Block(part.kind, start + mark, text.length, part.level, page))
    text.newline()
