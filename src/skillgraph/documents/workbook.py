"""Workbooks (.xlsx): the sheets with what their cells show, a row at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from skillgraph.documents.number_format import BUILT_IN, shown
from skillgraph.documents.package import Package, child, kind, value
from skillgraph.documents.raised import lowered, raised
from skillgraph.documents.source import MOST_BLOCKS, MOST_CHARACTERS
from skillgraph.model.errors import DataError

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
#: How XML says what it can't: line ends, and the sign itself that begins such an escape.
_ESCAPED = re.compile(r"_x(000[9ADad]|005[Ff])_")
_TRUE = frozenset({"1", "true", "on"})
_LAST_COLUMN = 16_384
_OTHERS = {"word/": "it holds a text", "ppt/": "it holds slides"}


class Sheet(NamedTuple):
    """A sheet: its name, whether it is shown, and the part of the file that holds it."""

    name: str
    is_shown: bool
    part: str


class Workbook:
    """The sheets of a file; `unread` counts what they hold and don't show, by name."""

    def __init__(self, data: bytes, name: str) -> None:
        """Opens a file.

        Raises:
            DataError: it is damaged, encrypted, a zip bomb or no workbook.
        """
        self.name = name
        self.unread: Counter[str] = Counter()
        self._package = Package(data, name, ".xlsx")
        main = self._package.main("xl/workbook.xml")
        if not main.startswith("xl/") and (not main or main.startswith(tuple(_OTHERS))):
            other = _OTHERS.get(main[: main.find("/") + 1], "it has no xl/workbook.xml")
            raise DataError(f"{name}: no .xlsx ({other})")
        targets = {identity: (what, target) for what, identity, target in self._package.related(main)}
        self.sheets: list[Sheet] = []
        self._since_1904 = False
        for node in self._package.elements(main, "sheet", "workbookPr"):
            if kind(node.tag) == "workbookPr":
                self._since_1904 = value(node, "date1904") in _TRUE
                continue
            what, target = targets.get(value(node, "id"), ("", ""))
            if what == "worksheet" and target in self._package:
                is_shown = value(node, "state", "visible") == "visible"
                self.sheets.append(Sheet(value(node, "name"), is_shown, target))
            else:
                self.unread[f"{what or 'missing'} {value(node, 'name')!r}"] += 1
        parts = {what: target for what, target in targets.values() if target in self._package}
        #: The texts that say something else without how their letters look.
        self._plain: dict[int, str] = {}
        #: The styles of cells that are struck out, and of those that are white on nothing.
        self._struck: set[int] = set()
        self._white: set[int] = set()
        self._unseen: set[int] = set()
        self._strings = self._shared(parts.get("sharedStrings", ""))
        self._formats = self._styles(parts.get("styles", ""))

    def rows(self, sheet: Sheet, plain: bool = False) -> Iterator[tuple[int, dict[int, str]]]:
        """The rows that are shown and not empty: their numbers, and the texts of their cells by column, from 0.

        Args:
            sheet: one of the sheets.
            plain: numbers and dates as a program reads them, not as they are shown, and what a filter hides too.
        """
        self._unseen = self._struck if self._has_grounds(sheet) else self._struck | self._white
        hidden: set[int] = set()
        number = -1
        for node in self._package.elements(sheet.part, "row", "col", "drawing", "legacyDrawing", "oleObject"):
            name = kind(node.tag)
            if name == "col":
                if value(node, "hidden") in _TRUE or _is_zero(value(node, "width")):
                    hidden.update(
                        range(_integer(value(node, "min")) - 1, min(_integer(value(node, "max")), _LAST_COLUMN))
                    )
                continue
            if name != "row":
                self.unread["sheet with pictures, charts or text boxes"] += name == "drawing"
                continue
            number = _integer(value(node, "r"), number + 2) - 1
            cells = dict(self._cells(node, plain))
            if (value(node, "hidden") in _TRUE or _is_zero(value(node, "ht"))) and not plain:
                self.unread["hidden row"] += bool(cells)
                continue
            if hidden & cells.keys() and not plain:
                self.unread["cell in a hidden column"] += len(hidden & cells.keys())
                cells = {column: text for column, text in cells.items() if column not in hidden}
            if cells:
                yield number, cells

    def _has_grounds(self, sheet: Sheet) -> bool:
        """Whether a sheet has tables or conditions, which give cells a ground that their styles don't say."""
        names = ("row", "tableParts", "conditionalFormatting")  # rows, to be done with them one by one
        return bool(self._white) and any(kind(n.tag) != "row" for n in self._package.elements(sheet.part, *names))

    def merged(self, sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
        """The merged cells by row and column of the first: the last row and column."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for node in self._package.elements(sheet.part, "row", "mergeCell"):  # rows, to be done with them one by one
            ends = [_place(end) for end in value(node, "ref").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                found[ends[0]] = ends[1]
            if len(found) > MOST_BLOCKS // 10:
                raise DataError(f"{self.name}: sheet {sheet.name!r} has too many merged cells")
        return found

    def _cells(self, row: Any, plain: bool) -> Iterator[tuple[int, str]]:
        column = -1
        for node in row:
            if kind(node.tag) != "c":
                continue
            place = _place(value(node, "r"))
            column = place[1] if place else column + 1
            if text := self._text(node, plain).strip():
                yield column, text

    def _text(self, cell: Any, plain: bool) -> str:
        what, said = value(cell, "t", "n"), child(cell, "v")
        content = "" if said is None else said.text or ""
        style = _integer(value(cell, "s"), 0)
        if style in self._unseen and not plain and (said is not None or what == "inlineStr"):
            self.unread["struck out or white cell"] += 1
            return ""
        if what == "inlineStr":
            return _string(child(cell, "is"), plain)
        if said is None:
            self.unread["formula without a value (open the file in a spreadsheet and save it)"] += (
                child(cell, "f") is not None
            )
            return ""
        if what == "s":
            number = _integer(content, -1)
            if plain and number in self._plain:
                return self._plain[number]
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if what == "e":
            self.unread["cell with an error"] += 1
            return ""
        if what == "b":
            return "TRUE" if content in _TRUE else "FALSE"
        code = self._formats[style] if 0 <= style < len(self._formats) else ""
        return shown(content, code, self._since_1904, plain) if what == "n" else content

    def _shared(self, part: str) -> list[str]:
        found: list[str] = []
        total = 0
        for node in self._package.elements(part, "si") if part else ():
            found.append(_string(node))
            if child(node, "r") is not None and (plain := _string(node, plain=True)) != found[-1]:
                self._plain[len(found) - 1] = plain
                total += len(plain)
            total += len(found[-1]) + 1
            if total > MOST_CHARACTERS or len(found) > 2 * MOST_BLOCKS:
                raise DataError(f"{self.name}: more than {MOST_CHARACTERS:,} characters, the limit. Split the file")
        return found

    def _styles(self, part: str) -> list[str]:
        """The format of each style that cells refer to."""
        codes = dict(BUILT_IN)
        found: list[str] = []
        unseen: dict[str, set[int]] = {"struck": set(), "white": set(), "bare": set()}
        fonts = fills = 0
        for node in self._package.elements(part, "numFmt", "font", "fill", "cellXfs") if part else ():
            name, parent = kind(node.tag), node.getparent()
            if name == "numFmt":
                codes[_integer(value(node, "numFmtId"))] = value(node, "formatCode")
            elif name == "font" and parent is not None and kind(parent.tag) == "fonts":
                unseen["struck"] |= {fonts} if _is_struck(node) else set()
                colour = child(node, "color")
                white = colour is not None and (
                    value(colour, "rgb")[-6:].upper() == "FFFFFF" or value(colour, "theme") == "0"
                )
                unseen["white"] |= {fonts} if white and not value(colour, "tint") else set()
                fonts += 1
            elif name == "fill" and parent is not None and kind(parent.tag) == "fills":
                pattern = child(node, "patternFill")
                is_bare = pattern is not None and value(pattern, "patternType", "none") == "none"
                unseen["bare"] |= {fills} if len(node) == 0 or is_bare else set()
                fills += 1
            elif name == "cellXfs":
                styles = [style for style in node if kind(style.tag) == "xf"]
                found = [codes.get(_integer(value(style, "numFmtId")), "") for style in styles]
                for number, style in enumerate(styles):
                    font, fill = _integer(value(style, "fontId")), _integer(value(style, "fillId"))
                    if font in unseen["struck"]:
                        self._struck.add(number)
                    elif font in unseen["white"] and fill in unseen["bare"]:
                        self._white.add(number)
        return found


def _is_zero(size: str) -> bool:
    return bool(size) and not size.strip("0.")


def _is_struck(properties: Any) -> bool:
    """Whether a font, or the properties of a run, strike letters out."""
    mark = child(properties, "strike")
    return mark is not None and value(mark, "val", "1") in _TRUE


def _string(node: Any, plain: bool = False) -> str:
    """A text, its runs put together, without the reading beside ideographs.

    Raised and lowered letters are written as such, and what is struck out is left out, but where it is `plain`.
    """
    if node is None:
        return ""
    text = ""
    for part in node:
        name = kind(part.tag)
        if name == "t":
            text += part.text or ""
        elif name == "r":
            run = "".join(piece.text or "" for piece in part if kind(piece.tag) == "t")
            properties = None if plain else child(part, "rPr")
            shift = value(child(properties, "vertAlign"), "val")
            if properties is not None and _is_struck(properties):
                continue
            text += raised(run) if shift == "superscript" else lowered(run, text) if shift == "subscript" else run
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference such as B12."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _integer(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
