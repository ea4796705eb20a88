"""The text of a report, whatever its format, with offsets and structure: one module a format."""

from __future__ import annotations

import hashlib
from pathlib import Path

from skillgraph.documents.source import MOST_CHARACTERS, Block, Page, SourceText
from skillgraph.model.errors import DataError, UsageError

__all__ = ["ENDINGS", "Block", "Page", "SourceText", "read_document"]

#: The most bytes that a file may have: of text, and of formats that hold pictures as well.
MOST_TEXT_BYTES, MOST_BYTES = 60_000_000, 210_000_000
#: Endings that are read, and as what.
ENDINGS = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def read_document(path: Path) -> SourceText:
    """The text of a file, chosen by its ending.

    Args:
        path: a file with one of the `ENDINGS`.

    Raises:
        UsageError: there is no such file, or its ending is unknown.
        DataError: the file has no text, is damaged, or larger than the limit that the message names.
    """
    media_type = ENDINGS.get(path.suffix.lower())
    if media_type is None:
        raise UsageError(f"{path}: unknown ending {path.suffix or 'none'!r}; readable are {', '.join(ENDINGS)}")
    try:
        size = path.stat().st_size
        limit = MOST_TEXT_BYTES if media_type.startswith("text/") else MOST_BYTES
        if size > limit:
            raise DataError(f"{path}: {size:,} bytes; the limit is {limit:,}. Split the file")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    return read_bytes(data, path.name, media_type)


def read_bytes(data: bytes, name: str, media_type: str) -> SourceText:
    """The text of a file's bytes.

    Example:
        >>> read_bytes("青岛".encode(), "a.txt", "text/plain").text
        '青岛'
    """
    if not data:
        raise DataError(f"{name}: the file is empty")
    if media_type == "text/html":
        from skillgraph.documents.html import read_html

        return read_html(data, name)
    if media_type == "application/pdf":
        from skillgraph.documents.pdf import read_pdf

        return read_pdf(data, name)
    if media_type.startswith("application/"):
        from skillgraph.documents.docx import read_docx

        return read_docx(data, name)
    return _plain(data, name, media_type)


def _plain(data: bytes, name: str, media_type: str) -> SourceText:
    from skillgraph.documents import markdown, plain
    from skillgraph.documents.encoding import decode

    read_blocks = markdown.read_blocks if media_type == "text/markdown" else plain.read_blocks
    text, encoding = decode(data, name)
    if not text.strip():
        raise DataError(f"{name}: the file is empty")
    if len(text) > MOST_CHARACTERS:
        raise DataError(f"{name}: {len(text):,} characters; the limit is {MOST_CHARACTERS:,}. Split the file")
    return SourceText(
        file=name,
        media_type=media_type,
        text=text,
        blocks=read_blocks(text),
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=encoding,
    )
