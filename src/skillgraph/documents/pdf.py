"""PDF with text: pages, lines joined to paragraphs, ruled tables, and where on the page each character stands."""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from skillgraph.documents.pdf_glyphs import Glyph
from skillgraph.documents.pdf_layout import Line, PageContent, Paragraph, paragraphs
from skillgraph.documents.pdf_tables import Table, page_tables
from skillgraph.documents.source import MOST_CHARACTERS, Block, Page, SourceText
from skillgraph.model.errors import DataError, missing_extra
from skillgraph.model.version import __version__

#: A line is a header or footer if it stands at one place on so many pages (or all of two), numbers aside.
_REPEATED = 3
_MOST_PAGES = 5_000
_PAGE_NUMBER = re.compile(
    r"^(?:第?\s*[0-9ivxlc]{1,4}\s*页?|[-—–·]\s*[0-9]{1,4}\s*[-—–·]|[0-9]{1,4}\s*/\s*[0-9]{1,4}|Page\s+[0-9]+)$"
)
#: What PDFium gives for a hyphen at a line's end, and other signs without a glyph.
_CONTROL = frozenset("\0\x02\x03\x04\x1f\ufffe\uffff\u00ad\ufeff")


def read(data: bytes, name: str) -> SourceText:
    """The text of a PDF file.

    Raises:
        DataError: it is encrypted or damaged, or a scan without text.
        UsageError: the extra `documents` is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise missing_extra("PDF", "documents") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted; save it without a password" if "assword" in str(error) else "damaged, or no PDF"
        raise DataError(f"{name}: {reason}") from None
    try:
        pages, empty = _pages(document, name)
    finally:
        document.close()
    if not any(page.lines or page.tables for page in pages):
        raise DataError(f"{name}: a scan without text; run text recognition (OCR) on it first")
    notes = [f"pages without text, perhaps scans: {', '.join(map(str, empty))}"] if empty else []
    removed = _remove_furniture(pages)
    if removed:
        notes.append(f"{removed} lines of headers, footers and page numbers left out")
    return _assemble(data, name, pages, tuple(notes))


def _pages(document: Any, name: str) -> tuple[list[PageContent], list[int]]:
    if len(document) > _MOST_PAGES:
        raise DataError(f"{name}: {len(document):,} pages; the limit is {_MOST_PAGES:,}. Split the file")
    pages: list[PageContent] = []
    empty: list[int] = []
    total = 0
    for index in range(len(document)):
        try:
            page = document[index]
            glyphs = _glyphs(page)
            tables = page_tables(page, glyphs)
            width, height = page.get_size()
        except Exception as error:  # PDFium's errors on damaged pages are of many classes
            raise DataError(f"{name}: page {index + 1} is damaged: {error}") from None
        total += len(glyphs)
        if total > MOST_CHARACTERS:
            raise DataError(f"{name}: more than {MOST_CHARACTERS:,} characters, the limit. Split the file")
        inside = {id(glyph) for table in tables for cell in table.cells for glyph in cell.glyphs}
        lines = [line for line in _lines(glyphs, inside) if line.text.strip()]
        pages.append(PageContent(index + 1, width, height, lines, tables))
        if not lines and not tables:
            empty.append(index + 1)
    return pages, empty


def _glyphs(page: Any) -> list[Glyph]:
    """The characters of a page in its own order; two UTF-16 units of one character are put together."""
    from pypdfium2 import raw

    text = page.get_textpage()
    found: list[Glyph] = []
    high = 0
    loose = raw.FS_RECTF()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(text.count_chars()):
        unit = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= unit < 0xDC00:
            high = unit
            continue
        if 0xDC00 <= unit < 0xE000:
            if not high:
                continue
            unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
        high = 0
        character = chr(unit) if unit < 0x110000 else "\ufffe"
        if character in _CONTROL:
            continue
        box, size = None, 0.0
        if raw.FPDFText_GetLooseCharBox(text, index, loose):
            size = abs(loose.top - loose.bottom)
        if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top) and right.value > left.value:
            box = (left.value, bottom.value, right.value, top.value)
        found.append(Glyph(character, box, size))
    return found


def _lines(glyphs: list[Glyph], inside: set[int]) -> Iterator[Line]:
    """The lines of a page, without what stands in its tables."""
    current: list[Glyph] = []
    for glyph in glyphs:
        if glyph.character in "\r\n":
            if current:
                yield Line(current)
            current = []
        elif id(glyph) not in inside:
            current.append(glyph)
    if current:
        yield Line(current)


def _remove_furniture(pages: list[PageContent]) -> int:
    """Takes out lines that repeat at one place, and page numbers at the edge of a page; says how many."""
    places = Counter(key for page in pages for key in {_place(line) for line in page.lines})
    removed = 0
    wanted = max(2, min(_REPEATED, len(pages)))
    for page in pages:
        kept = []
        for line in page.lines:
            edge = line.bottom > page.height * 0.9 or line.top < page.height * 0.1
            number = edge and _PAGE_NUMBER.match(line.text.strip())
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
        page = Page(content.number, start, content.width, content.height, tuple(self.boxes))
        self.pages.append(page)
        self.boxes.clear()


def _assemble(data: bytes, name: str, pages: list[PageContent], notes: tuple[str, ...]) -> SourceText:
    text = _Text()
    blocks: list[Block] = []
    tables = 0
    for content in pages:
        start = text.length
        for part in paragraphs(content, pages):
            if isinstance(part, Table):
                _add_table(text, blocks, part, content.number, tables)
                tables += 1
            else:
                _add_paragraph(text, blocks, part, content.number)
        text.end_page(content, start)
    whole = "".join(text.pieces)
    return SourceText(
        file=name,
        media_type="application/pdf",
        text=whole,
        blocks=tuple(blocks),
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
        blocks.append(Block(part.kind, start, text.length, part.level, page))
    text.newline()


def _add_table(text: _Text, blocks: list[Block], table: Table, page: int, number: int) -> None:
    for cell in table.cells:
        start = text.length
        text.add(cell.glyphs)
        blocks.append(Block("cell", start, text.length, 0, page, number, cell.row, cell.column))
        text.newline()
