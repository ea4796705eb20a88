"""The text of a paragraph of a .docx: its runs, fields and formulas, without what is deleted, hidden or struck out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from skillgraph.documents.html_styles import Paint
from skillgraph.documents.package import child, kind, value
from skillgraph.documents.raised import lowered, raised

#: What holds no text of the document: deletions, codes, the reading beside an ideograph (ruby), and all properties.
_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:instrText", "w:rt"})
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
#: What can't be read, by the name that people know it by.
_UNREAD = {
    "pic": "picture", "imagedata": "picture", "chart": "chart",
    "OLEObject": "embedded object", "control": "form control", "w:subDoc": "linked document",
}  # fmt: skip
HIDDEN = "hidden or struck text"
_OFF = frozenset({"0", "false", "off", "none"})
#: From how many half points on a run that is moved up or down is taken for a mark off the line; less where its letters
#: are as small as a mark's. Letters that are smaller than any are no text for people.
_HIGH, _LITTLE_HIGHER, _SMALL, _UNREADABLE = 6, 3, 16, 4
_SYMBOLS = range(0xE000, 0xF900)


class Look(NamedTuple):
    """How a run looks, as far as it matters; None is what properties don't say.

    `off` is 1 where it stands above the line and -1 where it stands below. `ink` and `ground` are the colours of its
    letters and of what is behind them as hexadecimal digits; other words are colours that aren't known.
    """

    gone: bool | None = None
    off: int | None = None
    bold: bool | None = None
    ink: str | None = None
    ground: str | None = None

    def over(self, other: Look) -> Look:
        """These properties, and the other's where these say nothing."""
        return Look(
            other.gone if self.gone is None else self.gone,
            other.off if self.off is None else self.off,
            other.bold if self.bold is None else self.bold,
            other.ink if self.ink is None else self.ink,
            other.ground if self.ground is None else self.ground,
        )


def look(properties: Any) -> Look:
    """What the properties of a run (w:rPr) say."""
    gone = off = bold = ink = None
    drawn = False
    moved = size = 0
    for node in properties if properties is not None else ():
        match kind(node.tag):
            case "w:vanish" | "w:strike" | "w:dstrike":
                gone = gone or value(node).lower() not in _OFF
            case "w:vertAlign":
                off = {"superscript": 1, "subscript": -1}.get(value(node), 0)
            case "w:b":
                bold = value(node).lower() not in _OFF
            case "w:color":
                ink = value(node)
            case "w:outline" | "w:shadow" | "w:emboss" | "w:imprint":
                drawn = drawn or value(node).lower() not in _OFF
            case "w:position" if value(node).lstrip("-").isdecimal():
                moved = int(value(node)[:6])
            case "w:sz" if value(node).isdecimal():
                size = int(value(node)[:6])
                gone = gone or (True if 0 < size <= _UNREADABLE else None)
    if not off and abs(moved) >= (_LITTLE_HIGHER if 0 < size <= _SMALL else _HIGH):
        off = 1 if moved > 0 else -1
    return Look(gone, off, bold, "drawn" if drawn else ink, ground(properties))


def ground(properties: Any) -> str | None:
    """The colour behind text that properties say (w:rPr, w:pPr, w:tcPr); None where they say none."""
    highlight, shading = (child(properties, name) for name in ("w:highlight", "w:shd"))
    if highlight is not None and value(highlight) != "none":
        return {"white": "FFFFFF", "black": "000000"}.get(value(highlight), value(highlight))
    if shading is None or value(shading) == "nil":
        return None
    # A pattern lies over the fill.
    fill = value(shading, "w:fill") if value(shading) in ("", "clear") else "pattern"
    return None if fill in ("", "auto") else fill


def _colour(digits: str) -> tuple[int, int, int] | None:
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


class Runs:
    """Puts the text of one paragraph together.

    `boxes` are the text boxes that hang at it, and `diagrams` the ids of SmartArt: no part of its sentences.
    """

    def __init__(self, styles: dict[str, Look], unread: Counter[str]) -> None:
        """For a paragraph.

        Args:
            styles: how runs look by the id of their style.
            unread: counts what can't be read, by name.
        """
        self.boxes: list[Any] = []
        self.diagrams: list[str] = []
        #: Whether all letters are bold.
        self.bold = True
        self._styles = styles
        self._unread = unread
        self._pieces: list[tuple[str, int]] = []
        #: Fields that are open: whether their code, which is not shown, still goes on; and the code.
        self._fields: list[bool] = []
        self._codes: list[str] = []

    def text(self, paragraph: Any, base: Look) -> str:
        """The text of a paragraph whose runs look like `base` where they don't say otherwise."""
        self._walk(paragraph, base)
        marked = any(text.strip() and not off for text, off in self._pieces)
        found = ""
        for off, group in groupby(self._pieces, key=lambda p: p[1]):
            text = "".join(text for text, _ in group)
            if off and marked:
                text = raised(text) if off > 0 else lowered(text, found)
            found += text
        return found.strip()

    def _walk(self, node: Any, seen: Look) -> None:
        for part in node:
            name = kind(part.tag)
            if name in _UNREAD:
                self._unread[_UNREAD[name]] += 1
            if name == "w:instrText" and self._codes:
                self._codes[-1] += part.text or ""
            if name in _LEFT_OUT or name.endswith("Pr"):
                continue
            if name == "w:r":
                style = self._styles.get(value(child(part, "w:rPr", "w:rStyle"))) if len(part) else None
                self._walk(part, look(child(part, "w:rPr")).over(style or Look()).over(seen))
            elif name == "w:t":
                self._add(part.text or "", seen)
            elif name in _SIGNS:
                self._add(_SIGNS[name], seen)
            elif name == "w:sym":
                self._add(_symbol(value(part, "w:char")), seen)
            elif name == "w:fldChar":
                self._field(value(part, "w:fldCharType"), seen)
            elif name == "w:txbxContent":
                self.boxes.append(part)
            elif name == "relIds":
                self.diagrams.append(value(part, "dm"))
            elif name == "AlternateContent":
                self._walk(alternative(part), seen)
            elif name == "m:oMath":
                self._add(_formula(part), seen)
            elif name != "w:sdt" or not is_placeholder(part):
                self._walk(part, seen)

    def _field(self, what: str, seen: Look) -> None:
        if what == "begin":
            self._fields.append(True)
            self._codes.append("")
        elif self._fields and what == "separate":
            self._fields[-1] = False
        elif self._fields:
            is_code, code = self._fields.pop(), self._codes.pop()
            if is_code and _EQUATION.match(code):
                text = _equation(code[:_LONGEST_CODE])
                self._unread["formula"] += not text
                self._add(text, seen)

    def _add(self, text: str, seen: Look) -> None:
        if len(self._fields) > 1 and any(self._fields[:-1]):
            return  # the result of a field that is part of another one's code
        if seen.gone or Paint(_colour(seen.ink or ""), _colour(seen.ground or "")).is_blank:
            self._unread[HIDDEN] += bool(text.strip())
            return
        self.bold = self.bold and (bool(seen.bold) or not text.strip())
        self._pieces.append((text, seen.off or 0))


def alternative(node: Any) -> Any:
    """What to read of an element that says the same thing in several ways: the first one, and not the fallback too."""
    return next((part for part in node if kind(part.tag) == "Choice"), next(iter(node), node))


def is_placeholder(control: Any) -> bool:
    """Whether a content control still shows what asks to fill it in."""
    return child(control, "w:sdtPr", "w:showingPlcHdr") is not None


def _symbol(code: str) -> str:
    """A character of a symbol font; those of fonts of its own say nothing without the font."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 and number not in _SYMBOLS else ""


#: A field that shows what it says: letters one above the other, as readings and circles are, and fractions.
_EQUATION = re.compile(r"\s*EQ\b", re.IGNORECASE)
_OVER = re.compile(
    r"\\o(?:\s*\\a[a-z])?\s*\((?:\s*(?:\\s\s*)?\\up\s*[0-9]{1,3}\s*\((?P<reading>[^()]*)\)\s*|(?P<around>[^(),;，；\\]*))"
    r"[,;，；](?P<base>[^()]*)\)",
    re.IGNORECASE,
)
#: A field that says more is no letter or two.
_LONGEST_CODE = 500
_FRACTION = re.compile(r"\\f\s*\((?P<above>[^(),;]*)[,;](?P<below>[^(),;]*)\)", re.IGNORECASE)
_CIRCLES = frozenset("○◯〇")


def _equation(code: str) -> str:
    r"""What a field EQ shows; nothing if it is of another kind.

    Example:
        >>> [_equation(code) for code in (r"EQ \o\ad(\s\up 9(lu),泸)", r"eq \o\ac(○,3)", r"EQ \f(1,2)", r"EQ \b(x)")]
        ['泸', '③', '1/2', '']
    """
    if match := _OVER.search(code):
        base = match["base"].strip()
        circled = match["around"] is not None and match["around"].strip() in _CIRCLES
        return chr(0x245F + int(base)) if circled and base.isdecimal() and 0 < int(base[:4]) < 21 else base
    if match := _FRACTION.search(code):
        return f"{match['above'].strip()}/{match['below'].strip()}"
    return ""


_IN_PARTS = frozenset({"m:f", "m:sSup", "m:sSubSup", "m:rad"})


def _formula(node: Any) -> str:
    """A formula in one line: powers raised, fractions with a stroke."""
    name = kind(node.tag)
    if name in _LEFT_OUT or name.endswith("Pr"):
        return ""
    if name == "m:t":
        return node.text or ""
    parts = {kind(part.tag): _formula(part) for part in node} if name in _IN_PARTS else {}
    match name:
        case "m:f":
            return f"{parts.get('m:num', '')}/{parts.get('m:den', '')}"
        case "m:sSup":
            return parts.get("m:e", "") + raised(parts.get("m:sup", ""))
        case "m:sSubSup":
            return parts.get("m:e", "") + parts.get("m:sub", "") + raised(parts.get("m:sup", ""))
        case "m:d":
            return f"({_all(node)})"
        case "m:rad":
            return f"√{parts.get('m:e', '')}"
    return _all(node)


def _all(nodes: Iterable[Any]) -> str:
    return "".join(map(_formula, nodes))
