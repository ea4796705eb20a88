"""HTML: a page as a browser shows it, with its headings, paragraphs, items and tables, without menus and footers.

What is left out is measured and said in the notes of the document; `keep` reads it as well.
"""

from __future__ import annotations

import re
from collections import Counter

from skillgraph.documents.builder import Builder
from skillgraph.documents.encoding import decode
from skillgraph.documents.html_main import choose, told
from skillgraph.documents.html_page import HIDDEN, Page
from skillgraph.documents.html_parts import Piece
from skillgraph.documents.html_sheets import Sheets
from skillgraph.documents.source import MOST_BLOCKS, SourceText
from skillgraph.model.errors import DataError, missing_extra

HTML = "text/html"
#: What the converter of a page says that was read with all that is left out otherwise.
KEPT = ", --keep"
_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE
)
#: Less than this is no text that a page would be about.
_A_TEXT = 30
#: How far into a page its encoding is looked for.
_HEAD = 8192
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
#: Where less of what isn't ASCII is Chinese, the other Chinese encoding is tried: it must have so much more.
_DOUBTFUL, _BETTER = 0.9, 0.1
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_BEYOND = re.compile("[^\0-\x7f]")
#: Pictures that are written into the page itself.
_EMBEDDED = re.compile(r"data:[\w/+.-]{0,80};base64,[A-Za-z0-9+/=\s]{200,}+")
#: What a browser with scripts doesn't show.
_NO_SCRIPT = re.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
#: In XML, an element that is closed where it is opened: HTML has the rest of the page in it.
_CLOSED = re.compile(r"<(title|script|style|textarea|iframe|noscript)\b([^<>]*)/>", re.IGNORECASE)
#: More markup than any page has, so that memory is bounded.
_MOST_MARKUP, _MOST_TAGS = 8_000_000, 400_000
#: Attributes of an element or of a page's root, and copies of open <b>, <font> and the like that a parser makes.
_MOST_ATTRIBUTES, _MOST_COPIES = 2_000, 2_000_000
_FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_MARKERS = frozenset({"td", "th", "caption", "applet", "object", "marquee", "template"})


def read(data: bytes, name: str, keep: bool = False) -> SourceText:
    """The text of a web page.

    Args:
        data: the file.
        name: of the file, for messages.
        keep: whether navigation, footers, hidden text and the like are read too.

    Raises:
        DataError: it has no text, can't be decoded, or is made to break parsers.
        UsageError: the parser is not installed.

    Example:
        >>> page = "<nav>首页</nav><h1>概况</h1><p>学校在<b>青岛</b>。</p>".encode()
        >>> read(page, "a.html").text, read(page, "a.html").notes
        ('概况\\n学校在青岛。\\n', ('left out 2 of 10 characters (20 %): 2 navigation; --keep reads them',))
    """
    text, encoding = _decode(data, name)
    return read_markup(text, data, name, HTML, encoding, keep)


def read_markup(text: str, data: bytes, name: str, media_type: str, encoding: str, keep: bool) -> SourceText:
    """The text of HTML, of a page or of what another format was turned into.

    Args:
        text: the HTML.
        data: the file that it is of.
        name: of the file, for messages.
        media_type: of the file; only pages have menus and the like.
        encoding: of the file.
        keep: whether navigation, footers, hidden text and the like are read too.

    Raises:
        DataError: it has no text, or is made to break parsers.
        UsageError: the parser is not installed.
    """
    text = _NO_SCRIPT.sub(r"<\1template", _EMBEDDED.sub("", text))
    if text.lstrip()[:5] == "<?xml":
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    sheets = _looked_over(text, name)
    sheets.match(text)
    page = Page(keep, sheets=sheets)
    page.read(text)
    if page.unseen[HIDDEN] > max(_A_TEXT, sum(item.weight for item in page.flow.items)):
        # Most of it is hidden until a script shows it.
        page = Page(keep, shows=True, sheets=sheets)
        page.read(text)
    builder = Builder(name)
    kept, left_out = choose(page.flow, page.unseen, keep or media_type != HTML)
    tables = 0
    for item in kept:
        if isinstance(item, Piece):
            builder.add(item.kind, item.text, item.level)
        else:
            item.write(builder, tables, "\n" if media_type == HTML else " | ")
            tables += 1
    if not builder.blocks:
        raise DataError(f"{name}: no text in it{_why_empty(left_out, page.scripts)}")
    heads = (item.text for item in kept if isinstance(item, Piece) and item.kind == "heading" and item.level == 1)
    title = " ".join(next(heads, page.title).split())
    notes = told(left_out, sum(item.weight for item in kept))
    if page.pale:
        notes += (f"{page.pale} characters are white, and only a style sheet elsewhere says on what; they are read",)
    converter = "turbohtml" if media_type == HTML else "markdown-it-py turbohtml"
    return builder.source(data, media_type, converter, title, encoding, notes, KEPT if keep else "")


def _why_empty(left_out: dict[str, int], scripts: bool) -> str:
    if any(left_out.values()):
        return f": {', '.join(f'{n} characters are {why}' for why, n in left_out.items() if n)}; --keep reads them"
    return "; scripts fill it: open it in a browser and save what that shows" if scripts else ""


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """By the page's own word where the bytes bear it out: pages say gb2312 and are UTF-8, and the other way round."""
    said = match[1].decode("ascii").lower() if (match := _CHARSET.search(data[:_HEAD])) else ""
    chinese = _CHINESE.get(said)
    if chinese is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name)
    text = _tried(data, chinese)
    if text is not None and (share := _share(text)) < _DOUBTFUL:
        # Big5 read as GBK is kana, Cyrillic and rare ideographs, and it is no error.
        other = "gb18030" if chinese == "big5hkscs" else "big5hkscs"
        instead = _tried(data, other)
        if instead is not None and _share(instead) > share + _BETTER:
            text, chinese = instead, other
    unicode = _tried(data, "utf-8")
    if text is None or (unicode is not None and _share(unicode) >= _share(text)):
        return decode(data, name)
    return text, chinese


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str) -> float:
    """How much of what isn't ASCII is Chinese."""
    return len(_IDEOGRAPHS.findall(text)) / (len(_BEYOND.findall(text)) or 1)


def _looked_over(text: str, name: str) -> Sheets:
    """The style sheets of a page; refuses what makes a tree that is larger than its page by orders.

    A browser opens each <b> anew in each paragraph until it is closed, and keeps what is unlike among them.
    """
    try:
        from turbohtml import TokenType, tokenize
    except ImportError:
        raise missing_extra("HTML", "documents") from None
    if len(text) > _MOST_MARKUP or text.count("<") > _MOST_TAGS:
        raise DataError(f"{name}: more than {_MOST_MARKUP:,} characters or {_MOST_TAGS:,} tags. Split the page")
    if (lines := max(text.count("\n"), text.count("\r"))) > MOST_BLOCKS:
        raise DataError(f"{name}: {lines:,} lines; the limit is {MOST_BLOCKS:,}. Split the page")
    opened = _Opened()
    styles = _Styles()
    attributes = copies = 0
    for token in tokenize(text):
        if token.type == TokenType.START_TAG and token.tag is not None:
            opened.start(token.tag, token.attrs or [])
            styles.start(token.tag, dict(token.attrs or ()))
            given = len(token.attrs or ())
            attributes = attributes + given if token.tag in ("html", "body") else max(attributes, given)
        elif token.type == TokenType.END_TAG and token.tag is not None:
            opened.end(token.tag)
            styles.end(token.tag)
        elif token.type == TokenType.TEXT:
            styles.text(token.data or "")
        copies += opened.count
        if copies > _MOST_COPIES or attributes > _MOST_ATTRIBUTES:
            raise DataError(f"{name}: its markup makes a page far larger than itself; save the text in another form")
    return Sheets(styles.texts, styles.linked)


class _Styles:
    """The style sheets of a page, but for those of print and of what scripts would have put in place."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.linked = False
        self._inside = False
        self._apart = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        shown = not re.search(r"print|speech|\(", attributes.get("media") or "", re.IGNORECASE)
        self._inside = tag == "style" and shown and not self._apart
        self._apart += tag == "template"
        self.linked = self.linked or (tag == "link" and "stylesheet" in (attributes.get("rel") or "").lower() and shown)

    def text(self, data: str) -> None:
        """Text between tags."""
        if self._inside:
            self.texts.append(data)
            self.linked = self.linked or "@import" in data

    def end(self, tag: str) -> None:
        """An end tag."""
        self._inside = False
        self._apart = max(0, self._apart - (tag == "template"))


class _Opened:
    """The <b>, <font> and the like that a parser may hold open; never fewer than it does."""

    def __init__(self) -> None:
        self.count = 0
        self._marks: list[str] = []
        self._alike: Counter[str] = Counter()

    def start(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        """A start tag; a parser keeps three that are alike."""
        if tag in _MARKERS and self._marks and self._marks[-1]:
            self._marks.append("")
        elif tag in _FORMATTING:
            if tag == "a":
                self.end(tag)
            mark = f"{tag} {attributes}"
            if self._alike[mark] < 3:
                self._alike[mark] += 1
                self._marks.append(mark)
                self.count += 1

    def end(self, tag: str) -> None:
        """An end tag: it ends the last such element, if that stands in the same cell."""
        if tag in _MARKERS and self._marks and not self._marks[-1]:
            self._marks.pop()
        elif tag in _FORMATTING:
            for at in range(len(self._marks) - 1, -1, -1):
                mark = self._marks[at]
                if not mark:
                    return
                if mark.startswith(f"{tag} "):
                    del self._marks[at]
                    self._alike[mark] -= 1
                    self.count -= 1
                    return
