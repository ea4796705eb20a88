"""Office packages (OPC): a zip of XML parts and what they say of each other, read within bounds of memory and time."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from skillgraph.documents.source import MOST_BLOCKS
from skillgraph.model.errors import DataError, missing_extra

#: What the XML of a file may unpack to, and how many times the size of the file.
MOST_UNPACKED, MOST_RATIO = 200_000_000, 100
#: The most XML that is held at once: a paragraph, a row of a table.
MOST_AT_ONCE = 8_000_000
_MOST_PARTS = 50_000
#: The most beginnings and ends of elements that are looked at in one part.
_MOST_EVENTS = 2 * MOST_BLOCKS
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0"
#: The namespaces of both forms of the standard, Transitional and Strict, as one prefix.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}


class Package:
    """The parts of a file by name, whatever the case of its letters."""

    def __init__(self, data: bytes, name: str, ending: str) -> None:
        """Opens a file.

        Args:
            data: of the file.
            name: of the file, for messages.
            ending: what it ought to be: .docx.

        Raises:
            DataError: it is damaged, encrypted, another kind of file or a zip bomb.
        """
        self.name = name
        self._held = 0
        if data.startswith(_OLE):
            raise DataError(f"{name}: encrypted, or an old {ending[:-1]}; save it as {ending} without a password")
        if data.count(b"PK\x01\x02") > _MOST_PARTS:
            raise DataError(f"{name}: more than {_MOST_PARTS:,} parts, the limit; no {ending} has as many")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, OverflowError, ValueError):
            raise DataError(f"{name}: damaged, or no {ending}") from None
        entries = self._archive.infolist()
        self._parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        unpacked = sum(entry.file_size for key, entry in self._parts.items() if key.endswith((".xml", ".rels")))
        if unpacked > MOST_UNPACKED or (unpacked > 10_000_000 and unpacked > MOST_RATIO * len(data)):
            raise DataError(
                f"{name}: unpacks to {unpacked:,} bytes; the limits are {MOST_UNPACKED:,} and {MOST_RATIO}:1"
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise DataError(f"{name}: encrypted; save it without a password")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def main(self, usual: str) -> str:
        """The part that the document is in: as the package says, else where it usually is."""
        said = [target for kind, _, target in self.related("") if kind == "officeDocument"]
        return next((part for part in (*said, usual) if part in self), "")

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """What a part (or, for "", the package) refers to within the package: kind, id and name of the other part."""
        folder, base = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        for node in self.elements(path, "Relationship") if path in self else ():
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(node.get("Target", "")))).lstrip("/")
                yield node.get("Type", "").rpartition("/")[2], node.get("Id", ""), target

    def elements(self, part: str, *names: str) -> Iterator[Any]:
        """The outermost elements of these names, whole, one after the other; each is gone when the next is asked for.

        Raises:
            DataError: the part is damaged, declares entities, or one of the elements is too large.
        """
        depth = 0
        for event, node in self.events(part, *names):
            depth += 1 if event == "start" else -1
            if depth == 0:
                yield node
                self.drop(node)

    def events(self, part: str, *names: str) -> Iterator[tuple[str, Any]]:
        """The beginnings and ends of the elements of these names, in any namespace; `drop` those that are done with."""
        try:
            from lxml import etree
        except ImportError:
            raise missing_extra("this format", "documents") from None
        # Without `huge_tree`, libxml2 itself bounds depth, the length of texts, and what entities grow to.
        parser = etree.XMLPullParser(
            events=("start", "end"), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True,
            load_dtd=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        around, self._held = self._held, 0
        seen = 0
        try:
            for chunk in self._chunks(part):
                parser.feed(chunk)
                self._held += len(chunk)
                for event in parser.read_events():
                    seen += 1
                    yield event
                if seen > _MOST_EVENTS:
                    raise DataError(f"{self.name}: {part} has more than {_MOST_EVENTS // 2:,} paragraphs or rows")
                if self._held > MOST_AT_ONCE:
                    raise DataError(f"{self.name}: {part} has more than {MOST_AT_ONCE:,} bytes in one paragraph or row")
            root = parser.close()
        except etree.XMLSyntaxError as error:
            raise DataError(f"{self.name}: damaged at {part}: {' '.join(str(error).split())}") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise DataError(f"{self.name}: {part} declares entities, as no office program does; refused")
        self._held = around  # of the part that this one was asked for in the middle of

    def drop(self, node: Any) -> None:
        """Gives back the memory of an element that is done with, and of all before it."""
        node.clear()
        while node is not None:
            parent = node.getparent()
            while node.getprevious() is not None:
                del parent[0]
            node = parent
        self._held = 0

    def _chunks(self, part: str) -> Iterator[bytes]:
        total = 0
        try:
            with self._archive.open(self._parts[part.lower()]) as file:
                while chunk := file.read(_CHUNK):
                    total += len(chunk)
                    if total > MOST_UNPACKED:
                        raise DataError(f"{self.name}: {part} unpacks to more than {MOST_UNPACKED:,} bytes, the limit")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as e:
            raise DataError(f"{self.name}: damaged at {part}: {e}") from None


@lru_cache(maxsize=2048)
def kind(tag: object) -> str:
    """The name of an element or attribute, with a prefix for text and formulas, in both forms of the standard.

    Example:
        >>> kind("{http://purl.oclc.org/ooxml/wordprocessingml/main}tbl"), kind("{urn:x}pic"), kind("val")
        ('w:tbl', 'pic', 'val')
    """
    namespace, _, local = str(tag).lstrip("{").rpartition("}")
    return _PREFIXES.get(namespace, "") + local


def value(node: Any, name: str = "w:val", default: str = "") -> str:
    """An attribute of an element, by the name that `kind` gives it."""
    return default if node is None else next((text for key, text in node.items() if kind(key) == name), default)


def child(node: Any, *path: str) -> Any:
    """The first child of a child ... with these names; None where one is missing."""
    for name in path:
        node = next((c for c in node if kind(c.tag) == name), None) if node is not None else None
    return node
