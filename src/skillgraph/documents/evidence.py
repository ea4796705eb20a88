"""From an offset back to the words: reads a passage from the reader's own copy of a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from skillgraph.documents import LEAVE_OUT, OWN, media_type_of, read_bytes
from skillgraph.documents.encoding import decode
from skillgraph.documents.plain_files import read_copy
from skillgraph.documents.source import Block, SourceText
from skillgraph.model.errors import DataError, SkillgraphError
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Section, passage_checksum


class Passage(msgspec.Struct, frozen=True):
    """A passage of a document; `text` is None where the reader has no copy at hand."""

    document: str
    start: int
    end: int
    section: str | None
    text: str | None


def read_document(document: Document, folder: Path) -> str:
    """The text of a report, newlines as they stand, checked against its checksum: that of `read_source`.

    Raises:
        DataError: the file is not there, or is not the one that the offsets were made for.
    """
    return read_source(document, folder).text


def read_source(document: Document, folder: Path) -> SourceText:
    """A report with its structure, checked against its checksum.

    Args:
        document: whose `file` to look for.
        folder: where the copies are.

    Raises:
        DataError: the file is not there, is not in that folder, or is not the one that the offsets were made for.
    """
    data = read_copy(document, folder)
    source = source_of(data, document)
    if source is None:
        found = hashlib.sha256(data).hexdigest()
        raise DataError(
            f"{folder / document.file}: sha256 is {found}, the offsets of {document.id} were made for {document.sha256}"
        )
    return source


def text_of(data: bytes, document: Document) -> str | None:
    """The text that a document's offsets count in, from a copy of its file: that of `source_of`.

    Example:
        >>> report = Document("r", "报告", "", file="r.txt", sha256=hashlib.sha256("青岛\\n".encode()).hexdigest())
        >>> text_of("青岛\\r\\n".encode("utf-8-sig"), report), text_of("济南\\n".encode(), report)
        ('青岛\\n', None)
    """
    source = source_of(data, document)
    return source.text if source else None


def source_of(data: bytes, document: Document) -> SourceText | None:
    """The text that a document's offsets count in, with its structure, from a copy of its file.

    The copy may have been saved anew: with or without a byte order mark, with the line ends of Windows or without, in
    another encoding; so may the one that the offsets were made for. Of a web page, all may have been read or its text.

    Returns:
        The text, or None if the copy has another one.

    Raises:
        DataError: it has the right checksum and is not UTF-8.
    """
    media_type = media_type_of(document.file)
    for copy in _copies(data, media_type):
        if hashlib.sha256(copy).hexdigest() == document.sha256:
            return _as_it_stands(copy, document, media_type)
    for keep in (False, True) if media_type in LEAVE_OUT else (False,):
        for copy in _copies(data, media_type):
            try:
                source = read_bytes(copy, document.file, media_type, keep) if media_type else None
            except SkillgraphError:
                break
            if source and source.text_sha256 == document.sha256:
                return source
    return None


def _copies(data: bytes, media_type: str | None) -> Iterator[bytes]:
    """The file, and what it may have been before a program saved it with other line ends and in another encoding."""
    yield data
    if media_type in OWN and media_type.startswith("text/"):
        if media_type != "text/html":  # whose own words name its encoding
            try:
                data = decode(data, "")[0].encode()
            except DataError:
                return
            yield data
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield lines
        yield lines.replace(b"\n", b"\r\n")
        yield lines.replace(b"\n", b"\r")


def _as_it_stands(data: bytes, document: Document, media_type: str | None) -> SourceText:
    """A file that is its text, a byte order mark included, as offsets count in it that were made elsewhere."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{document.file}: not UTF-8 (byte {error.start})") from None
    blocks: tuple[Block, ...] = ()
    with suppress(SkillgraphError):
        # The text of a page, of Markdown or of a package's own is no part of a file that is taken as it stands.
        if media_type == "text/plain":
            blocks = read_bytes(data, document.file, media_type).blocks
    mark = len(text) - len(text.removeprefix("\ufeff"))
    blocks = tuple(msgspec.structs.replace(b, start=b.start + mark, end=b.end + mark) for b in blocks)
    return SourceText(document.file, media_type or "", text, blocks, document.sha256, document.sha256)


def read_passage(document: Document, evidence: Evidence, folder: Path | None) -> Passage:
    """The passage of some evidence.

    Raises:
        DataError: the copy is not the right one, or the passage's checksum differs.
    """
    if folder is None:
        return Passage(document.id, evidence.start, evidence.end, None, None)
    text = _read_once(document, folder)
    return Passage(
        document.id, evidence.start, evidence.end, section_of(text, evidence.start), words_of(text, evidence)
    )


def words_of(text: str, evidence: Evidence) -> str:
    """The words of a passage in its document's text.

    Raises:
        DataError: the passage's checksum differs.

    Example:
        >>> words_of("青岛与淄博。", Evidence("r", 3, 5, ""))
        '淄博'
    """
    words = text[evidence.start : evidence.end]
    if evidence.checksum and passage_checksum(words) != evidence.checksum:
        raise DataError(f"{evidence.document} {evidence.start}-{evidence.end}: the passage's checksum differs")
    return words


def passages(record: Record) -> Sequence[Evidence]:
    """Where a record stands: the names of an entity, the whole of a section, what states a statement or a figure."""
    if isinstance(record, Entity):
        return record.mentions
    if isinstance(record, Section):
        return (record.span,) if record.span else ()
    if isinstance(record, Observation) and not record.evidence and record.figure:
        return (record.figure,)
    return () if isinstance(record, Document) else record.evidence


def section_of(text: str, position: int) -> str | None:
    """The nearest heading (`## ...`) before a position.

    Example:
        >>> section_of("## 青岛\\n甲\\n## 淄博\\n乙", 6)
        '青岛'
    """
    headings = [line for line in text[:position].split("\n") if line.startswith("#")]
    return headings[-1].lstrip("# ") if headings else None


@lru_cache(maxsize=8)
def _read_once(document: Document, folder: Path) -> str:
    return read_document(document, folder)
