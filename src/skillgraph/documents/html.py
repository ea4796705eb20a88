"""HTML: the article of a page with its headings, paragraphs, items and tables, without menus and scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec

from skillgraph.documents.builder import Builder
from skillgraph.documents.encoding import decode
from skillgraph.documents.source import BlockKind, SourceText
from skillgraph.model.errors import DataError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_SKIPPED = frozenset({
    "script", "style", "nav", "template", "noscript", "form", "button", "select", "aside", "footer", "svg", "iframe",
    "object", "textarea", "head",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "table", "tr", "header", "figure",
    "figcaption", "blockquote", "pre", "address", "hr", "body", "html", "center", "fieldset", "tbody", "thead",
})  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumb|crumbs|footer|foot|sidebar|side|copyright|share|related|pager|pagination|comments?|"
    r"toolbar|links|friendlink|topbar|search|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ENOUGH = 120
_DEEPEST = 2_000


class _Piece(msgspec.Struct):
    kind: BlockKind
    text: str
    level: int = 0
    table: int = -1
    row: int = -1
    column: int = -1
    rows: int = 1
    linked: int = 0
    article: bool = False


def read(data: bytes, name: str) -> SourceText:
    """The text of a web page.

    Raises:
        DataError: it has no text or can't be decoded.

    Example:
        >>> page = "<nav>首页</nav><h1>概况</h1><p>学校在<b>青岛</b>。</p>".encode()
        >>> read(page, "a.html").text
        '概况\\n学校在青岛。\\n'
    """
    text, encoding = _decode(data, name)
    parser = _Page(name)
    parser.feed(text)
    parser.close()
    parser.flush()
    builder = Builder(name)
    _build(builder, _chosen(parser.pieces))
    title = next((p.text for p in parser.pieces if p.kind == "heading" and p.level == 1), parser.title).strip()
    return builder.source(data, "text/html", "", title, encoding)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """By the page's own word, where it is true: gb2312 is read as GB18030, which holds it."""
    if match := _CHARSET.search(data[:4096]):
        said = match[1].decode("ascii").lower()
        said = "gb18030" if said in ("gb2312", "gbk", "gb18030") else said
        try:
            return data.decode(said), said
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def _chosen(pieces: list[_Piece]) -> list[_Piece]:
    """What stands in <article> or <main>, if that is text enough; else all but lists of links."""
    article = [p for p in pieces if p.article]
    chosen = article if sum(len(p.text) for p in article) >= _ENOUGH else pieces
    return [p for p in chosen if p.table >= 0 or p.linked * 2 <= len(p.text) or p.kind == "heading"]


def _build(builder: Builder, pieces: list[_Piece]) -> None:
    tables = {number: index for index, number in enumerate(dict.fromkeys(p.table for p in pieces if p.table >= 0))}
    for p in pieces:
        builder.add(p.kind, p.text, p.level, table=tables.get(p.table, -1), row=p.row, column=p.column)
        block = builder.blocks[-1] if p.rows > 1 else None
        for row in range(p.row + 1, p.row + p.rows if block else 0):
            assert block is not None
            builder.again(block, row, p.column)
    if any(p.rows > 1 for p in pieces):
        first: dict[int, int] = {}
        for block in builder.blocks:
            first.setdefault(block.table, block.start)
        builder.blocks.sort(key=lambda b: (b.start, -1, -1) if b.table < 0 else (first[b.table], b.row, b.column))


class _Page(HTMLParser):
    """Collects pieces; a piece ends where a block element begins or ends."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.pieces: list[_Piece] = []
        self.title = ""
        self.stack: list[tuple[str, bool]] = []
        self.skipping = 0
        self.article = 0
        self.in_title = False
        self.links = 0
        self.current = _Piece("paragraph", "")
        self.tables: list[list[int]] = []
        self.table_count = 0
        self.spans: dict[tuple[int, int], int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        values = {key: value or "" for key, value in attrs}
        if tag == "title":
            self.in_title = True
        if tag == "br":
            self.current.text += "\n"
        if tag in _VOID:
            return
        if len(self.stack) >= _DEEPEST:
            raise DataError(f"{self.name}: elements nested more than {_DEEPEST:,} deep")
        hidden = "hidden" in values or "display:none" in values.get("style", "").replace(" ", "")
        marked = f"{values.get('class', '')} {values.get('id', '')} {values.get('role', '')}"
        skipped = (
            tag in _SKIPPED
            or hidden
            or (tag not in ("body", "html", "article", "main") and bool(_FURNITURE.search(marked)))
        )
        self.stack.append((tag, skipped))
        self.skipping += skipped
        self.article += tag in ("article", "main")
        self.links += tag == "a"
        self._open(tag, values)

    def _open(self, tag: str, values: dict[str, str]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.flush(_Piece("heading", "", level=int(tag[1])))
        elif tag == "li":
            self.flush(_Piece("item", ""))
        elif tag == "table":
            self.flush()
            self.tables.append([self.table_count, -1, -1])
            self.table_count += 1
        elif tag == "tr" and self.tables:
            self.flush()
            self.tables[-1][1:] = [self.tables[-1][1] + 1, -1]
        elif tag in ("td", "th") and self.tables:
            self._cell(values)
        elif tag in _BLOCKS and self.current.kind != "cell":
            self.flush()

    def _cell(self, values: dict[str, str]) -> None:
        place = self.tables[-1]
        table, row, column = place[0], max(place[1], 0), place[2] + 1
        while self.spans.get((table, column), 0) > row:
            column += 1
        rows = _number(values.get("rowspan", ""))
        place[1:] = [row, column + _number(values.get("colspan", "")) - 1]
        self.spans[table, column] = row + rows
        self.flush(_Piece("cell", "", table=table, row=row, column=column, rows=rows))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element, and those in it that were left open."""
        if tag == "title":
            self.in_title = False
        if tag in _VOID or all(open_tag != tag for open_tag, _ in self.stack):
            return
        while self.stack:
            open_tag, skipped = self.stack.pop()
            if (
                open_tag in ("td", "th", "li", "table")
                or re.fullmatch(r"h[1-6]", open_tag)
                or (open_tag in _BLOCKS and self.current.kind != "cell")
            ):
                self.flush()
            self.skipping -= skipped
            self.article -= open_tag in ("article", "main")
            self.links -= open_tag == "a"
            if open_tag == "table" and self.tables:
                self.tables.pop()
            if open_tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Adds text."""
        if self.in_title:
            self.title += data
        if self.skipping:
            return
        piece = re.sub(r"\s+", " ", data)
        self.current.text += piece
        self.current.linked += len(piece.strip()) if self.links else 0
        self.current.article = self.current.article or self.article > 0

    def flush(self, following: _Piece | None = None) -> None:
        """Ends the piece and begins another."""
        self.current.text = re.sub(r" *\n *", "\n", self.current.text).strip()
        if self.current.text or self.current.kind == "cell":
            self.pieces.append(self.current)
        self.current = following or _Piece("paragraph", "")
        self.current.article = self.article > 0


def _number(text: str) -> int:
    return min(int(text), 1000) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
