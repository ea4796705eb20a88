"""Reads the elements of a page into its parts: paragraphs, headings, items and tables, as a browser shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from skillgraph.documents.html_parts import Cell, Flow, Mark, Piece, Table
from skillgraph.documents.html_sheets import Sheets
from skillgraph.documents.html_styles import Paint, hides, painted
from skillgraph.documents.html_tables import end_table
from skillgraph.documents.raised import lowered, raised
from skillgraph.documents.source import BlockKind

_NEVER = frozenset({
    "script", "style", "iframe", "object", "embed", "applet", "noembed", "noframes", "audio", "video", "canvas",
    "rt", "rp", "rtc", "datalist", "annotation", "annotation-xml", "defs", "symbol",
})  # fmt: skip
_FIELDS = frozenset({"select", "textarea", "button", "option", "progress", "meter"})
_STRUCK = frozenset({"s", "strike", "del"})
_UNSHOWN = frozenset({"template", "noscript"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "li", "header", "footer", "nav", "aside",
    "figure", "figcaption", "blockquote", "pre", "address", "hr", "body", "html", "head", "center", "fieldset",
    "legend", "form", "details", "summary", "dialog", "dir", "menu", "caption", "hgroup", "search", "listing", "xmp",
    "plaintext", "optgroup", "marquee", "frameset", "table", "tr", "td", "th", "tbody", "thead", "tfoot",
})  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
HIDDEN = "hidden"
#: The attribute of code in Markdown.
CODE = "data-code"
#: What holds a list of links that is judged by itself.
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir", "table", "section", "aside", "nav"})
_KEPT_SPACE = frozenset({"pre", "listing", "xmp", "plaintext"})
_TAGS = {"nav": "navigation", "footer": "footer"}
_ROLES = {"navigation": "navigation", "menu": "navigation", "menubar": "navigation", "contentinfo": "footer"}
_PERHAPS = frozenset({"aside", "banner", "search", "complementary", "toolbar", "dialog", "alertdialog"})
#: Words of classes and ids that menus and the like are called by; sentences are read whatever their class.
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|breadcrumbs?|crumbs?|location|position|foot|footer|bottom|sidebar|"
    r"side|copyright|share|related|recommend|pager|pagination|comments?|tools?|toolbar|links?|friendlinks?|topbar|top|"
    r"header|search|banner|login|qrcode|prev|next|hot)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: What nobody sees: controls, soft hyphens, marks of direction and spaces without width.
_INVISIBLE = dict.fromkeys((
    *range(9), 11, *range(14, 32), 127, 0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A),
    0xFEFF,
))  # fmt: skip
_BLANK = re.compile(r"[ \t\r\n\f]+")
_RAISING = re.compile(r"vertical-align:(?:super|text-top|[1-9])|mso-text-raise:[1-9]")
_STRIKING = re.compile(r"text-decoration(?:-line)?:[\w-]*line-through")
_LOWERING = re.compile(r"vertical-align:(?:sub(?![\w-])|-[1-9])|mso-text-raise:-[1-9]")
_SHOWN_AS_BLOCK = re.compile(r"display:(?:block|flex|grid|list-item|table)(?![\w-])")
#: What stands between links that are a list: 首页 | 新闻 > 正文.
_BETWEEN = re.compile(r"[\s|｜·•›»>/]*")
#: Stand in a text around what is between a link and the next; no page holds them.
_CUT, _UNTIL = "\x1f", "\x1e"
_CUTS = re.compile(f"{_CUT}[^{_UNTIL}]*{_UNTIL}")
_MOSTLY = 0.8
#: What stands above or below the line in formulas, by its place in them.
_IN_FORMULA = {("msup", 2): "up", ("msub", 2): "down", ("msubsup", 2): "down", ("msubsup", 3): "up"}
#: The most of a page that stands in another one.
_MOST_FRAMED, _MOST_FRAMED_TAGS = 200_000, 5_000
#: As wide as a merged cell is taken to be.
_WIDEST, _TALLEST = 64, 65_534


class _Open(msgspec.Struct):
    """An element that is not closed yet, and what it changes."""

    tag: str
    never: bool
    unseen: str
    why: str
    sure: bool
    block: bool
    paint: Paint
    shift: str = ""
    first: int = 0
    children: int = 0


class Page:
    """The handler of a parser's events.

    Args:
        keep: whether hidden text and fields are read, and nothing counts as navigation.
        shows: whether what only a style or attribute hides is read.
        sheets: the styles of the page.
    """

    def __init__(self, keep: bool, shows: bool = False, sheets: Sheets | None = None) -> None:
        self._sheets = sheets or Sheets()
        self.flow = Flow.new()
        self.title = ""
        self.scripts = False
        #: How many characters a reader of the page doesn't see, by why.
        self.unseen: Counter[str] = Counter()
        #: How many are white on a ground that the page leaves to others.
        self.pale = 0
        self._keep = keep
        self._shows = shows
        self._open: list[_Open] = []
        self._number = 0
        self._framed = False
        self._depth: Counter[str] = Counter()
        self._never = 0
        self._hidden: list[str] = []
        self._tables: list[Table] = []
        self._lists, self._count = [0], 0
        self._parts: list[str] = []
        #: The elements that move their text off the line, and what stands in the outermost of them.
        self._shifts: list[str] = []
        self._shifted: list[str] = []
        self._linked = 0
        #: Where the text behind a link begins among the parts, while it is nothing but what is between links.
        self._gap: int | None = None
        self._kind: tuple[BlockKind, int] = ("paragraph", 0)

    def read(self, text: str) -> None:
        """Reads a page."""
        from turbohtml.saxparse import sax_parse

        handler: Any = self  # its base class can't be loaded before it is asked for
        sax_parse(text, handler)
        self._flush()

    def comment(self, data: str) -> None:
        """Says nothing."""

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Says nothing."""

    def processing_instruction(self, target: str, data: str) -> None:
        """Says nothing."""

    def start_element(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Opens an element."""
        values = {key: value or "" for key, value in attrs}
        style = self._sheets.style(tag, values, self._number)
        self._number += 1
        never = tag in _NEVER or tag == "title"
        unseen, why, sure = ("", "", False) if self._keep else (_unseen(tag, values, style), *_furniture(tag, values))
        block = (
            tag in _BLOCKS
            or (tag == "text" and self._depth["svg"] > 0)
            or bool(_HEADING.fullmatch(tag) or _SHOWN_AS_BLOCK.search(style))
        )
        if unseen == HIDDEN and self._shows and tag not in _UNSHOWN:
            unseen = ""
        place = self._place()
        shift = "" if block else _shift(tag, style) or _IN_FORMULA.get(place, "")
        paint = painted(self._open[-1].paint if self._open else self._sheets.paper, style, values)
        opened = _Open(tag, never, unseen, why, sure, block, paint, shift)
        self.scripts = self.scripts or tag == "script"
        self._open.append(opened)
        self._depth[tag] += 1
        self._never += never
        self._hidden += [unseen] if unseen else []
        if tag == "iframe" and self._never == 1 and not self._hidden:
            self._frame(values.get("srcdoc", ""))
        if self._never or self._hidden:
            return
        self._shifts += [shift] if shift else []
        if tag == "br" or (tag == "tspan" and "x" in values):
            self._parts.append("\n")
        elif place == ("mfrac", 2):
            self._parts.append("/")
        elif tag == "q":
            self._parts.append("“")
        elif tag == "a" and self._gap is not None:
            self._parts.insert(self._gap, _CUT)
            self._parts.append(_UNTIL)
        if block:
            self._begin(tag, values)
        if tag in _LISTS:
            self._count += 1
            self._lists.append(self._count)
        opened.first = len(self.flow.items)

    def _place(self) -> tuple[str, int]:
        """In which element the next one stands, and as which."""
        if not self._open:
            return "", 0
        self._open[-1].children += 1
        return self._open[-1].tag, self._open[-1].children

    def _frame(self, markup: str) -> None:
        """Reads a page that stands in this one, with none in it."""
        if self._framed or not markup or len(markup) > _MOST_FRAMED or markup.count("<") > _MOST_FRAMED_TAGS:
            return
        number, sheets = self._number, self._sheets
        self._framed, self._never, self._sheets = True, 0, Sheets()
        self._flush()
        self.read(markup)
        self._framed, self._never, self._number, self._sheets = False, 1, number, sheets

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        self._flush()
        if heading := _HEADING.fullmatch(tag):
            self._kind = "heading", int(heading[1])
        elif tag == "li":
            self._kind = "footnote" if values.get("class") == "footnote-item" else "item", 0
        elif tag == "table":
            self._tables.append(Table(self.flow, values.get("role") in ("presentation", "none"), []))
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag == "tfoot" and self._tables:
            self._tables[-1].foot_at = len(self._tables[-1].rows)
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self.flow = Flow.new()
            rows, columns = _number(values.get("rowspan"), _TALLEST), _number(values.get("colspan"), _WIDEST)
            rows = _TALLEST if values.get("rowspan", "").strip() == "0" else rows  # to the end
            self._tables[-1].rows[-1].append(Cell(self.flow, rows, columns))

    def end_element(self, tag: str) -> None:
        """Closes an element."""
        opened = self._open.pop()
        self._depth[tag] -= 1
        self._never -= opened.never
        seen = not (self._never or self._hidden or opened.never)
        if opened.unseen:
            self._hidden.pop()
        if not seen:
            return
        if tag == "q":
            self._parts.append("”")
        elif tag == "a":
            self._gap = len(self._parts)
        elif opened.shift:
            self._shifts.pop()
            if not self._shifts:
                self._put_shifted(opened.shift)
        if opened.block:
            self._flush()
            self._kind = "paragraph", 0
        if tag in _LISTS:
            self._lists.pop()
        if opened.why and len(self.flow.items) > opened.first:
            self.flow.marks.append(Mark(opened.why, opened.first, len(self.flow.items), opened.sure))
        if tag in ("td", "th") and self._tables:
            self.flow = self._tables[-1].outer
        elif tag == "tfoot" and self._tables:
            self._tables[-1].end_foot()
        elif tag == "table" and self._tables:
            end_table(self._tables.pop())

    def characters(self, data: str) -> None:
        """Adds text."""
        data = data.translate(_INVISIBLE)
        if self._never:
            if self._open[-1].tag == "title" and self._depth["head"] and not self.title:
                self.title = data
            return
        if self._depth["svg"] and not (self._depth["text"] or self._depth["foreignObject"]):
            return
        blank = self._open and self._open[-1].paint.is_blank and not (self._keep or self._shows)
        if self._hidden or blank:
            self.unseen[self._hidden[0] if self._hidden else HIDDEN] += len(_BLANK.sub("", data))
            return
        self.pale += len(_BLANK.sub("", data)) if self._open and self._open[-1].paint.is_pale else 0
        if not any(self._depth[tag] for tag in _KEPT_SPACE):
            data = _BLANK.sub(" ", data)
        if self._shifts:
            self._shifted.append(data)
        else:
            self._parts.append(data)
        if self._depth["a"]:
            self._linked += len("".join(data.split()))
        elif not _BETWEEN.fullmatch(data):
            self._gap = None

    def _put_shifted(self, shift: str) -> None:
        """Writes what stood above or below the line into it."""
        text, self._shifted = "".join(self._shifted), []
        before = next((part for part in reversed(self._parts) if part), "")
        self._parts.append(raised(text) if shift == "up" else lowered(text, before))

    def _flush(self) -> None:
        """Ends a piece and begins another; a list of links side by side is an item each."""
        text, linked = "".join(self._parts), self._linked
        (kind, level), in_article = self._kind, self._depth["article"] + self._depth["main"] > 0
        self._parts, self._linked, self._gap = [], 0, None
        if not text.strip(f"{_CUT}{_UNTIL} \t\r\n\f"):
            return
        self._kind = "paragraph", 0
        if linked < _MOSTLY * len("".join(text.split())) or _CUT not in text:
            text = _tidy(text.replace(_CUT, "").replace(_UNTIL, ""))
            self.flow.items.append(Piece(kind, text, level, linked, in_article, self._lists[-1]))
            return
        for part in text.replace(_UNTIL, "").split(_CUT) if self._keep else _CUTS.split(text):
            if part := _tidy(part):
                self.flow.items.append(Piece("item", part, 0, len(part), in_article, self._lists[-1]))


def _tidy(text: str) -> str:
    return re.sub(r"[ \t\f]*(?:\r\n|\r|\n)[ \t\f]*", "\n", text).strip()


def _shift(tag: str, style: str) -> str:
    """Whether an element stands above or below the line."""
    if tag == "sup" or _RAISING.search(style):
        return "up"
    return "down" if tag == "sub" or _LOWERING.search(style) else ""


def _unseen(tag: str, values: dict[str, str], style: str) -> str:
    """Why a reader doesn't see an element, if so. Pages that scripts show hide all of their body at first."""
    if tag in ("html", "body"):
        return ""
    if tag in _FIELDS:
        return "form fields"
    if tag in _STRUCK or _STRIKING.search(style):
        return "struck out"
    if tag == "pre" and CODE in values:
        return "code"
    said = "hidden" in values or values.get("aria-hidden", "").lower() == "true"
    return HIDDEN if said or hides(style, tag) or tag in _UNSHOWN or (tag == "dialog" and "open" not in values) else ""


def _furniture(tag: str, values: dict[str, str]) -> tuple[str, bool]:
    """What an element says it is but text, and whether by more than its class."""
    role = values.get("role", "").lower()
    if why := _TAGS.get(tag) or _ROLES.get(role):
        return why, True
    if tag in _PERHAPS or role in _PERHAPS:
        return "navigation", False
    marked = tag not in ("body", "html", "article", "main") and _WORDS.search(
        f"{values.get('class', '')[:200]} {values.get('id', '')[:200]}"
    )
    return ("navigation" if marked else ""), False


def _number(text: str | None, most: int) -> int:
    digits = re.match(r"\s*\+?([0-9]{1,9})", text or "")
    return min(int(digits[1]), most) or 1 if digits else 1
