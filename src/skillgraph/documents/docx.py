"""DOCX: the text of Word and WPS files with headings, items, tables and footnotes; tracked deletions left out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from skillgraph.documents.builder import Builder
from skillgraph.documents.source import Block, SourceText
from skillgraph.model.errors import DataError, missing_extra

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What a file may unpack to, and how many times its size.
MOST_UNPACKED, MOST_RATIO = 200_000_000, 100
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset(
    {_W + tag for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "footnoteReference")}
)
_SIGNS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "ptab": " "}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"


def read(data: bytes, name: str) -> SourceText:
    """The text of a .docx file.

    Raises:
        DataError: it is damaged, encrypted, a zip bomb, has external entities, or no text.
        UsageError: the extra `documents` is not installed.
    """
    if data.startswith(_OLE):
        raise DataError(f"{name}: encrypted, or an old .doc; save it as .docx without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, OSError, OverflowError, ValueError):
        raise DataError(f"{name}: damaged, or no .docx") from None
    with archive:
        _refuse_bomb(archive, len(data), name)
        body = _part(archive, "word/document.xml", name)
        if body is None:
            raise DataError(f"{name}: no .docx (it has no word/document.xml)")
        reader = _Reader(name, _levels(_part(archive, "word/styles.xml", name)))
        for child in body:
            reader.read(child)
        notes = _part(archive, "word/footnotes.xml", name)
    for note in notes if notes is not None else ():
        if note.get(_W + "type") is None:
            reader.builder.add("footnote", "\n".join(filter(None, (_text(p) for p in note.iter(_W + "p")))))
    return reader.builder.source(data, MEDIA_TYPE, "lxml")


def _refuse_bomb(archive: zipfile.ZipFile, size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED or (unpacked > 10_000_000 and unpacked > MOST_RATIO * size):
        raise DataError(f"{name}: unpacks to {unpacked:,} bytes; the limits are {MOST_UNPACKED:,} and {MOST_RATIO}:1")
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise DataError(f"{name}: encrypted; save it without a password")


def _part(archive: zipfile.ZipFile, path: str, name: str) -> Any:
    """The root element of a part (for the document, its body), or None where it is not there."""
    try:
        from lxml import etree
    except ImportError:
        raise missing_extra("DOCX", "documents") from None
    try:
        with archive.open(path) as file:
            xml = file.read(MOST_UNPACKED + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise DataError(f"{name}: damaged at {path}: {error}") from None
    if len(xml) > MOST_UNPACKED:
        raise DataError(f"{name}: {path} unpacks to more than {MOST_UNPACKED:,} bytes, the limit")
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:2000]:
        raise DataError(f"{name}: {path} declares entities, as no Word file does; refused")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DataError(f"{name}: damaged at {path}: {error}") from None
    body = root.find(_W + "body")
    return root if body is None else body


def _levels(styles: Any) -> dict[str, int]:
    """The heading level of each style that has one, by outline level or by name."""
    found: dict[str, int] = {}
    for style in styles if styles is not None else ():
        style_name = style.find(_W + "name")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        match = _HEADING.search(style_name.get(_W + "val", "")) if style_name is not None else None
        level = outline.get(_W + "val", "") if outline is not None else ""
        if match:
            found[style.get(_W + "styleId", "")] = int(match[1])
        elif level.isdigit() and int(level) < 9:
            found[style.get(_W + "styleId", "")] = int(level) + 1
        elif style_name is not None and style_name.get(_W + "val", "").lower() == "title":
            found[style.get(_W + "styleId", "")] = 1
    return found


def _text(element: Any) -> str:
    """The text of a paragraph or cell: insertions kept, deletions and field codes left out."""
    pieces: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _LEFT_OUT or node.tag == _FALLBACK:
            continue
        if node.tag == _W + "t":
            pieces.append(node.text or "")
        elif node.tag in _SIGNS:
            pieces.append(_SIGNS[node.tag])
        else:
            if node.tag == _W + "p" and node is not element:
                stack.append("\n")
            stack.extend(reversed(node))
    return "".join(pieces).strip()


class _Reader:
    def __init__(self, name: str, levels: dict[str, int]) -> None:
        self.builder = Builder(name)
        self.levels = levels
        self.tables = 0

    def read(self, element: Any) -> None:
        """Adds what a child of the body holds; content controls are gone through."""
        stack = [element]
        while stack:
            node = stack.pop()
            if node.tag == _W + "p":
                self._paragraph(node)
            elif node.tag == _W + "tbl":
                self._table(node)
            elif isinstance(node.tag, str) and node.tag not in _LEFT_OUT:
                stack.extend(reversed(node))

    def _paragraph(self, node: Any) -> None:
        style = node.find(f"{_W}pPr/{_W}pStyle")
        outline = node.find(f"{_W}pPr/{_W}outlineLvl")
        level = self.levels.get(style.get(_W + "val", ""), 0) if style is not None else 0
        if outline is not None and outline.get(_W + "val", "").isdigit():
            level = level or (int(outline.get(_W + "val")) + 1) % 10
        listed = node.find(f"{_W}pPr/{_W}numPr") is not None
        self.builder.add("heading" if level else "item" if listed else "paragraph", _text(node), level)

    def _table(self, node: Any) -> None:
        above: dict[int, Block] = {}
        for row, line in enumerate(node.iterchildren(_W + "tr")):
            column = 0
            for cell in line.iter(_W + "tc"):
                if next((a for a in cell.iterancestors(_W + "tbl")), None) is not node:
                    continue
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merge is not None and merge.get(_W + "val") != "restart" and column in above:
                    self.builder.again(above[column], row, column)
                else:
                    self.builder.add("cell", _text(cell), table=self.tables, row=row, column=column)
                    above[column] = self.builder.blocks[-1]
                value = span.get(_W + "val", "1") if span is not None else "1"
                column += int(value) if value.isdigit() and 0 < len(value) < 4 else 1
        self.tables += 1
