"""The text of a report, whatever its format, with offsets and structure: one module a format.

Other packages read further formats by the entry point group `skillgraph.documents`, under the ending without its dot:

    [project.entry-points."skillgraph.documents"]
    epub = "my_package:EPUB"  # a skillgraph.documents.DocumentType
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from skillgraph.documents.plain_files import MOST_BYTES, MOST_TEXT_BYTES, read_plain, too_large
from skillgraph.documents.source import MOST_CHARACTERS, Block, DocumentType, Page, SourceText
from skillgraph.model.doors import load, offered, reason, refused
from skillgraph.model.errors import DataError, SkillgraphError, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENDINGS", "Block", "DocumentType", "Page", "SourceText", "read_document"]

#: Endings that are read, and as what.
ENDINGS = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
#: The module here that reads a media type; each has `read(data, name)`.
OWN = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    ENDINGS[".docx"]: "docx",
    ENDINGS[".xlsx"]: "xlsx",
    "application/pdf": "pdf",
}
#: What other documents are to be saved as, so that they can be read.
_SAVE_AS = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".rtf", ".odt", ".dotx", ".pages"), ".docx"),
    **dict.fromkeys((".xls", ".xlsb", ".xlt", ".et", ".ods", ".xltx", ".csv", ".tsv", ".numbers"), ".xlsx"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".ofd", ".caj", ".ceb", ".djvu"), ".pdf"),
    **dict.fromkeys((".mht", ".mhtml", ".xhtml", ".epub"), ".html"),
}
GROUP = "skillgraph.documents"
#: What is read in two ways: as the text that a reader sees, or with all that is left out.
LEAVE_OUT = ("text/html", "text/markdown")


def read_document(path: Path, keep: bool = False) -> SourceText:
    """The text of a file, chosen by its ending.

    Args:
        path: a file with one of the endings that are `readable`.
        keep: whether to read what is left out of web pages otherwise: navigation, footers, hidden text.

    Raises:
        UsageError: there is no such file, or its ending is unknown.
        DataError: the file has no text, is damaged, or larger than the limit that the message names.
    """
    media_type = _readable_type(path)
    try:
        data = read_plain(path, _most_bytes(media_type))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    return read_bytes(data, _name(path), media_type, keep)


def read_content(path: Path, data: bytes, keep: bool = False) -> SourceText:
    """As `read_document`, of a file whose bytes somebody else has read.

    Args:
        path: of the file; its ending says what it is.
        data: what is in it.
        keep: as there.

    Raises:
        UsageError: its ending is unknown.
        DataError: the file has no text, is damaged, or larger than the limit that the message names.

    Example:
        >>> read_content(Path("reports/a.txt"), "青岛".encode()).file
        'a.txt'
    """
    media_type = _readable_type(path)
    if len(data) > (most := _most_bytes(media_type)):
        raise too_large(path, len(data), most)
    return read_bytes(data, _name(path), media_type, keep)


def _readable_type(path: Path) -> str:
    media_type = media_type_of(path.name)
    if media_type is None:
        if form := save_as(path):
            raise UsageError(f"{path}: {path.suffix} isn't read; open it in the program it is of and save it as {form}")
        raise UsageError(f"{path}: unknown ending {path.suffix or 'none'!r}; readable are {', '.join(readable())}")
    return media_type


def _most_bytes(media_type: str) -> int:
    return MOST_TEXT_BYTES if media_type.startswith("text/") else MOST_BYTES


def _name(path: Path) -> str:
    # Names may be in another encoding than the system's, as those that an archive of a Chinese Windows leaves.
    return os.fsencode(path.name).decode("utf-8", "replace")


def save_as(path: Path) -> str | None:
    """The ending to save a document as, if it is of a kind that isn't read but could be.

    Example:
        >>> save_as(Path("报名表.xls")), save_as(Path("报告.docx"))
        ('.xlsx', None)
    """
    return _SAVE_AS.get(path.suffix.lower())


def read_again(path: Path, text_sha256: str, keep: bool = False) -> SourceText:
    """The text of a file as it was read before: with what is left out otherwise, if the checksum asks for that.

    Raises:
        UsageError: there is no such file, or its ending is unknown.
        DataError: the file has no text, is damaged, or larger than the limit that the message names.
    """
    if not keep and media_type_of(path.name) in LEAVE_OUT:
        with suppress(DataError):  # a page of nothing but navigation
            source = read_document(path)
            if source.text_sha256 == text_sha256:
                return source
        kept = read_document(path, keep=True)
        if kept.text_sha256 == text_sha256:
            return kept
    return read_document(path, keep)


def read_bytes(data: bytes, name: str, media_type: str, keep: bool = False) -> SourceText:
    """The text of a file's bytes.

    Args:
        data: the file.
        name: of the file, for messages.
        media_type: of the file.
        keep: whether to read what is left out of web pages otherwise: navigation, footers, hidden text.

    Raises:
        UsageError: nothing reads this media type.
        DataError: the file is empty, damaged or has no text.

    Example:
        >>> read_bytes("青岛".encode(), "a.txt", "text/plain").text
        '青岛'
    """
    if not data:
        raise DataError(f"{name}: the file is empty")
    if media_type in OWN:
        read = import_module(f"skillgraph.documents.{OWN[media_type]}").read
        return cast(SourceText, read(data, name, keep) if media_type in LEAVE_OUT else read(data, name))
    for point in offered(GROUP).values():
        kind = None
        with suppress(UsageError):  # of a package that is perhaps not asked for
            kind = _loaded(point)
        if kind and kind.media_type == media_type:
            return _read_guarded(point, kind, data, name)
    raise UsageError(f"{name}: nothing reads {media_type}; readable are {', '.join(readable())}")


def readable() -> list[str]:
    """The endings that are read: this package's, and those that other packages offer to read.

    Example:
        >>> readable()[:2]
        ['.txt', '.text']
    """
    return [*ENDINGS, *(ending for name in offered(GROUP) if (ending := f".{name.lower()}") not in ENDINGS)]


def media_type_of(name: str) -> str | None:
    """The media type of a file by its ending; None where nothing reads it.

    Raises:
        UsageError: a package offers to read it and is at fault.

    Example:
        >>> media_type_of("Report.MD"), media_type_of("report.xyz")
        ('text/markdown', None)
    """
    ending = Path(name).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    point = {f".{name.lower()}": point for name, point in offered(GROUP).items()}.get(ending)
    return _loaded(point).media_type if point else None


def _loaded(point: EntryPoint) -> DocumentType:
    found = load(point, "document type")
    if not isinstance(found, DocumentType) or not callable(found.read):
        raise refused(point, "document type", "is no skillgraph.documents.DocumentType")
    return found


def _read_guarded(point: EntryPoint, kind: DocumentType, data: bytes, name: str) -> SourceText:
    """What the reader of another package gives, held to what the readers here give."""
    try:
        found = kind.read(data, name)
    except SkillgraphError:
        raise
    except Exception as error:  # whatever a foreign package raises
        raise DataError(f"{name}: {refused(point, 'document type', f'failed: {reason(error)}')}") from error
    if not isinstance(found, SourceText) or not isinstance(found.text, str):
        raise refused(point, "document type", "gives no SourceText")
    if not found.text.strip():
        raise DataError(f"{name}: no text in it")
    if len(found.text) > MOST_CHARACTERS:
        raise DataError(f"{name}: {len(found.text):,} characters; the limit is {MOST_CHARACTERS:,}. Split the file")
    if not all(0 <= block.start <= block.end <= len(found.text) for block in found.blocks):
        raise refused(point, "document type", "has blocks outside of the text")
    return msgspec.structs.replace(
        found,
        file=name,
        media_type=kind.media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
