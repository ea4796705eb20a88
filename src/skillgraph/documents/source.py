"""The text of a document with its structure: what every reader of a format returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

BlockKind = Literal["heading", "paragraph", "item", "cell", "footnote", "furniture"]

#: Other ends of lines than those of files in general, as they are looked at: each is one character, as it is there.
LINE_ENDS = dict.fromkeys((0x0B, 0x85, 0x2028, 0x2029), "\n")
#: The most characters that are taken from one document, far more than a report has.
MOST_CHARACTERS = 20_000_000
#: The most blocks: paragraphs and cells, empty ones too. So many take some 250 MB while they are read.
MOST_BLOCKS = 400_000


class Block(msgspec.Struct, frozen=True, gc=False):
    """A piece of a document's text, [start, end) in code points.

    `table`, `row` and `column` count from 0 and are -1 outside of tables; `page` counts from 1 and is 0 where a format
    has no pages. `furniture` is what repeats on pages (headers, footers, page numbers) and says nothing.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int = 0
    table: int = -1
    row: int = -1
    column: int = -1


class Page(msgspec.Struct, frozen=True):
    """Where the text of a page begins, its size in points, and for each of its code points the box of its glyph.

    Boxes are (left, bottom, right, top) from the lower left corner of the page; None for what has no glyph.
    """

    number: int
    start: int
    width: float
    height: float
    boxes: tuple[tuple[float, float, float, float] | None, ...]


class SourceText(msgspec.Struct, frozen=True):
    """The text of a document, what it consists of, and how it was come by.

    `sha256` is that of the file; for formats that aren't plain text, `text_sha256` is that of the text in UTF-8 and
    `converter` names the program and version that took it out, so that offsets stay checkable. `notes` are for people.
    """

    file: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    text_sha256: str
    encoding: str = ""
    converter: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()

    def where(self, start: int, end: int) -> list[tuple[int, tuple[float, float, float, float]]]:
        """The pages and boxes, a line each, that a span covers; nothing for formats without pages."""
        found: list[tuple[int, tuple[float, float, float, float]]] = []
        for page in self.pages:
            inside = page.boxes[max(0, start - page.start) : max(0, end - page.start)]
            for box in inside:
                if box is None:
                    continue
                if found and found[-1][0] == page.number and _same_line(found[-1][1], box):
                    found[-1] = (page.number, _around(found[-1][1], box))
                else:
                    found.append((page.number, box))
        return found


class DocumentType(msgspec.Struct, frozen=True):
    """What another package reads: files of a media type.

    `read(data, name)` gives the text of a file's bytes with its blocks; checksums, name and media type are filled in.
    """

    media_type: str
    read: Callable[[bytes, str], SourceText]


def _same_line(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return min(a[3], b[3]) - max(a[1], b[1]) > 0.3 * min(a[3] - a[1], b[3] - b[1]) and b[2] > a[0]


def _around(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
