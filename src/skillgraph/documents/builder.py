"""Puts the text of a document together: block by block where a file isn't the text itself, or as it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version

from skillgraph.documents.encoding import decode
from skillgraph.documents.items import behind_mark
from skillgraph.documents.source import LINE_ENDS, MOST_BLOCKS, MOST_CHARACTERS, Block, BlockKind, SourceText
from skillgraph.documents.text_tables import with_drawn_tables
from skillgraph.model.errors import DataError
from skillgraph.model.version import __version__


class Builder:
    """Collects blocks; each stands on lines of its own in the text.

    Example:
        >>> builder = Builder("a.html")
        >>> builder.add("heading", "概况", level=1)
        >>> builder.add("paragraph", "学校在青岛。")
        >>> builder.text()
        '概况\\n学校在青岛。\\n'
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0

    def add(
        self,
        kind: BlockKind,
        text: str,
        level: int = 0,
        page: int = 0,
        table: int = -1,
        row: int = -1,
        column: int = -1,
        end: str = "\n",
    ) -> None:
        """Appends a block and what ends it; one without text is left out unless it is the cell of a table.

        An item begins behind its mark.
        """
        text = text.strip()
        if not text and kind != "cell":
            return
        start = self._length
        self._pieces.append(text + end)
        self._length += len(text) + len(end)
        if self._length > MOST_CHARACTERS:
            raise DataError(f"{self.name}: more than {MOST_CHARACTERS:,} characters, the limit. Split the file")
        inner = start + (behind_mark(text) if kind == "item" else 0)
        self._append(Block(kind, inner, start + len(text), level, page, table, row, column))

    def again(self, block: Block, row: int, column: int) -> None:
        """The cell of a row that a merged cell reaches into: the same passage once more."""
        self._append(Block("cell", block.start, block.end, 0, block.page, block.table, row, column))

    def _append(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise DataError(f"{self.name}: more than {MOST_BLOCKS:,} paragraphs and cells, the limit. Split the file")
        self.blocks.append(block)

    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def source(
        self,
        data: bytes,
        media_type: str,
        converter: str,
        title: str = "",
        encoding: str = "",
        notes: tuple[str, ...] = (),
        options: str = "",
    ) -> SourceText:
        """The document.

        Args:
            data: the file.
            media_type: of the file.
            converter: the packages that the text was taken out with, or "" for the standard library.
            title: of the document, if the file says one.
            encoding: of the file, for text formats.
            notes: for people.
            options: what else the text depends on, as it stands behind the converter.

        Raises:
            DataError: there is no text.
        """
        text = self.text()
        if not text.strip():
            raise DataError(f"{self.name}: no text in it")
        return SourceText(
            file=self.name,
            media_type=media_type,
            text=text,
            blocks=with_drawn_tables(text, self.blocks),
            sha256=hashlib.sha256(data).hexdigest(),
            text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            encoding=encoding,
            converter=f"{_converter(converter)}{options}",
            title=title,
            notes=notes,
        )


def plain_source(
    data: bytes, name: str, media_type: str, read_blocks: Callable[[str], tuple[Block, ...]]
) -> SourceText:
    """The document whose file is its text.

    Raises:
        DataError: there is no text, or too much.
    """
    text, encoding = plain_text(data, name)
    return SourceText(
        file=name,
        media_type=media_type,
        text=text,
        blocks=read_blocks(text),
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=encoding,
    )


def plain_text(data: bytes, name: str) -> tuple[str, str]:
    """The text of a text file, and its encoding.

    Raises:
        DataError: there is no text, or too much.
    """
    text, encoding = decode(data, name)
    if not text.strip():
        raise DataError(f"{name}: the file is empty")
    if len(text) > MOST_CHARACTERS:
        raise DataError(f"{name}: {len(text):,} characters; the limit is {MOST_CHARACTERS:,}. Split the file")
    if (
        lines := max(text.count("\n"), text.count("\r")) + sum(text.count(chr(end)) for end in LINE_ENDS)
    ) > MOST_BLOCKS:
        raise DataError(f"{name}: {lines:,} lines; the limit is {MOST_BLOCKS:,}. Split the file")
    return text, encoding


def _converter(packages: str) -> str:
    own = f"skillgraph {__version__}"
    return ", ".join((own, *(f"{package} {version(package)}" for package in packages.split())))
