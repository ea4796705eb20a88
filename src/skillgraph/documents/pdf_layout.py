"""The layout of a PDF page: lines to paragraphs and headings, by their places and the size of their letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from statistics import median

from skillgraph.documents.pdf_glyphs import Glyph, Turned
from skillgraph.documents.pdf_tables import Table
from skillgraph.documents.plain import line_kind, may_head, may_title
from skillgraph.documents.source import BlockKind

_STOPS = "。！？；!?;"
_UNBROKEN = re.compile(r"(?:(?P<word>[!-~]+)|\w?)(?P<marks>[，、。；：！？）》」』”’…％]*)")
#: How much larger than the text a heading's letters are, and how long it may be.
_LARGER, _LONGEST = 1.12, 60
#: The least gap that an empty line leaves, in sizes of letters.
_EMPTY_LINE = 1.3
#: A document with fewer letters outside of its tables is one of tables.
_LITTLE_TEXT = 200


class Line:
    """A line as it stands on the page."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        boxes = [g.box for g in glyphs if g.box is not None and not g.character.isspace()] or [(0.0, 0.0, 0.0, 0.0)]
        self.left = min(b[0] for b in boxes)
        self.right = max(b[2] for b in boxes)
        self.bottom = min(b[1] for b in boxes)
        self.top = max(b[3] for b in boxes)
        sizes = [g.size for g in glyphs if g.size > 0 and not g.character.isspace()]
        self.size = median(sizes) if sizes else self.top - self.bottom

    @cached_property
    def text(self) -> str:
        """The characters."""
        return "".join(glyph.character for glyph in self.glyphs)


class PageContent:
    """The lines and tables of a page, as it stands when it is turned so that its text can be read.

    Args:
        number: of the page.
        turned: the characters, the way they run, and the size of the turned page.
        rotation: by how many degrees, clockwise, the page is turned when it is shown.
        lines: its lines.
        tables: its tables.
        aside: whether most of the page's text runs another way.
    """

    def __init__(
        self, number: int, turned: Turned, rotation: int, lines: list[Line], tables: list[Table], aside: bool = False
    ) -> None:
        self.number = number
        self.width, self.height = turned.width, turned.height
        self.shown = (rotation - turned.turn) % 360
        self.lines = lines
        self.tables = tables
        self.aside = aside


class Paragraph:
    """Lines that belong together; `continues` if they go on with the last paragraph of the page before."""

    def __init__(self, lines: list[Line], kind: BlockKind, level: int, continues: bool) -> None:
        self.lines = lines
        self.kind = kind
        self.level = level
        self.continues = continues


def paragraphs(page: PageContent, former: PageContent | None, body: float) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a page in reading order.

    Args:
        page: to read.
        former: the page before it.
        body: the size of most letters: what is large is told by comparison.
    """
    waiting = sorted(page.tables, key=lambda table: -table.top)
    group: list[Line] = []
    first = page.number > 1 and not page.aside
    begins = former is None  # whether the document does
    alone = not first  # whether a gap like an empty line stands above the group
    for line in page.lines:
        for table in [t for t in waiting if t.top > line.top]:
            yield from _finished(group, body, False)
            group = []
            waiting.remove(table)
            yield table
            first = alone = begins = False
        if group and not _together(group[-1], line, page, body):
            apart = line.top < group[-1].bottom - _EMPTY_LINE * line.size
            yield from _finished(group, body, first and _goes_on(page, former, group[0], body), alone and apart, begins)
            begins = False
            group, first, alone = [], False, apart
        group.append(line)
    yield from _finished(group, body, first and bool(group) and _goes_on(page, former, group[0], body))
    yield from waiting


def _finished(
    group: list[Line], body: float, continues: bool, alone: bool = False, title: bool = False
) -> Iterator[Paragraph]:
    if not group:
        return
    text = "".join(line.text for line in group).strip()
    size = max(line.size for line in group)
    kind, level = line_kind(text)
    if size > body * _LARGER and len(text) <= _LONGEST and text[-1:] not in _STOPS:
        kind, level = "heading", 1 if size > body * 1.5 else 2
    elif alone and kind == "paragraph" and (may_title if title else may_head)(text):
        kind, level = "heading", 1 if title else 3
    yield Paragraph(group, kind, level, continues and kind == "paragraph")


def body_size(pages: list[PageContent]) -> float:
    """The size of the letters that most of a document's text has, in points."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            counts[line.size] += min(len(line.glyphs), 200)
    if counts.total() < _LITTLE_TEXT:
        tables = (table for page in pages for table in page.tables)
        counts.update(glyph.size for table in tables for cell in table.cells for glyph in cell.glyphs if glyph.size > 0)
    half = counts.total() / 2
    passed = 0
    for size in sorted(counts):
        passed += counts[size]
        if passed >= half:
            return size
    return 10.0


def _column(line: Line, page: PageContent) -> tuple[float, float]:
    """Left and right edge of the column that a line stands in."""
    same = [x for x in page.lines if x.left < line.right and line.left < x.right and x.right - x.left < page.width]
    near = [x for x in same if x.right - x.left > 0.5 * (line.right - line.left)] or [line]
    # The short last lines of paragraphs tell where a column begins in which all others are indented.
    lefts = sorted([x.left for x in near] + [x.left for x in same if 0 < line.left - x.left < 3.5 * line.size])
    return lefts[len(lefts) // 10], max(x.right for x in near)


def _together(former: Line, line: Line, page: PageContent, body: float) -> bool:
    """Whether a line goes on with the one before it."""
    if abs(former.size - line.size) > 0.15 * max(former.size, line.size):
        return False
    text = former.text.rstrip()
    if line.bottom > former.top:  # the next column
        return text[-1:] not in _STOPS
    if former.bottom - line.top > 1.3 * max(former.size, line.size):
        return False
    left, right = _column(former, page)
    # Neither a figure or Latin word is broken nor a character parted from the comma, stop or closing bracket behind
    # it: the line before ends early by as much.
    whole = _UNBROKEN.match(line.text.lstrip())
    slack = 1.8 + (0.6 * len(whole["word"] or "") + len(whole["marks"]) if whole else 0)
    if former.right < right - slack * former.size:
        return bool(text) and text[-1] in ",，、" and line.left < left + line.size
    return not _begins(line, left)


def _begins(line: Line, left: float) -> bool:
    """Whether a line begins a paragraph: indented, or with the number of an item."""
    if line.text.startswith("\u3000\u3000"):
        return True
    kind, _ = line_kind(line.text)
    return line.left > left + 1.2 * line.size or (
        kind != "paragraph" and bool(re.match(r"\s*[^\w\s]|\s*\d", line.text))
    )


def _goes_on(page: PageContent, former: PageContent | None, line: Line, body: float) -> bool:
    """Whether the first line of a page goes on with the last paragraph of the page before."""
    if former is None or not former.lines or former.lines[-1].size > body * _LARGER:
        return False
    last = former.lines[-1]
    left, _ = _column(line, page)
    _, right = _column(last, former)
    open_end = last.text.rstrip()[-1:] not in _STOPS and last.right > right - 1.8 * last.size
    return open_end and line.left < left + 1.2 * line.size and line.size < body * _LARGER
