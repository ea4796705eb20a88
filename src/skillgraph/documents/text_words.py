"""Tables of words that a plain text draws: rows of names under titles that can only be titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from skillgraph.documents.text_heads import Cells, Span, is_counted, is_head, is_year

_RULE = re.compile(r"[\s|｜+:=—–-]+")
_FIELD = re.compile(r"\S+")
#: What a sentence has and a cell hasn't.
_PROSE = re.compile("[。！？!?]")
#: What follows a table: headings by number, those of Markdown, and notes.
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百0-9]+[章节部分篇]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}(?:\.\d{1,2})+\s)"
)
_APART = re.compile(r"\s*(?:#{1,6}\s|(?:备?注|说明|(?:资料|数据)?来源)\s*[：:])")
_NUMBER = "序号"
_LONGEST_CELL = 60
_LONGEST_ROW = 400
_FEWEST_ROWS = 2
_LONGEST_UNKNOWN = 6
#: Fewer titles that one space parts could be words of a heading.
_FEWEST_SPACED = 3


def worded(text: str, lines: Sequence[Span], rows: Sequence[Sequence[Span]], first: int = 0) -> list[Cells]:
    """The cells of the table that begins with some line, a row each; nothing if its titles don't make sure of one.

    Args:
        text: of the document.
        lines: of the text.
        rows: the cells of these lines, as wide gaps, tabs and bars part them.
        first: the line.

    Example:
        >>> text = "学校  合作院校  国家\\n海山学院  河内学院  越南\\n东山学院  釜山学院  韩国"
        >>> lines = [(0, 12), (13, 27), (28, 42)]
        >>> rows = [[m.span() for m in _FIELD.finditer(text, *line)] for line in lines]
        >>> [[text[s:e] for s, e in row.values()] for row in worded(text, lines, rows)][1]
        ['海山学院', '河内学院', '越南']
    """
    top, head = lines[first], list(rows[first])
    spaced = len(head) == 1 and top[1] - top[0] <= _LONGEST_ROW
    if spaced:
        head = [m.span() for m in _FIELD.finditer(text, *top)]
    if len(head) < (_FEWEST_SPACED if spaced else 2) or not _are_titles([text[s:e] for s, e in head], spaced):
        return []
    said = [text[s:e] for s, e in head]
    found, body = [dict(enumerate(head))], 0
    level: list[bool] = []
    sparse, apart = 0, True
    for number in range(first + 1, len(lines)):
        line, cells = lines[number], rows[number]
        gap = text.count("\n", lines[number - 1][1], line[0]) > 1
        if _ends(text, line, said[0]) or (spaced and gap and not apart):
            break
        apart = apart and gap
        if _RULE.fullmatch(text, *line):
            found.append({})
            continue
        fields = [m.span() for m in _FIELD.finditer(text, *line)] if spaced else cells
        row = _placed(text, (top, head), (line, fields))
        words = [text[s:e] for s, e in row.values()]
        if (
            len(row) < 2
            or any(len(w) > _LONGEST_CELL or _PROSE.search(w) for w in words)
            or (words == said and not body)
        ):
            break
        if len(row) < len(head):
            sparse = sparse or (0 if _marks(text, line) else len(found))
        elif words != said:
            level.append(_indents(text, line[0], row.values()) == _indents(text, top[0], head))
        # The titles again on the next page say nothing.
        found.append({} if words == said else row)
        body += words != said
    if sparse and not (level and all(level)):
        # Where the rows don't stand below their titles, nobody knows which cell of one is empty.
        del found[sparse:]
        body = sum(map(bool, found[1:]))
    while found and not found[-1]:
        found.pop()
    return found if body >= _FEWEST_ROWS else []


def _are_titles(words: Sequence[str], spaced: bool) -> bool:
    """Whether words can only be titles; where marks or wide gaps part them, one in three may be unknown, but short."""
    sure = [is_head(word) for word in words]
    known = [s or is_year(w) or is_counted(w) for s, w in zip(sure, words, strict=True)]
    short = all(len(w) <= _LONGEST_UNKNOWN for w, k in zip(words, known, strict=True) if not k)
    return sum(sure) > 1 and (all(known) or (not spaced and short and sum(sure) * 3 >= len(words) * 2))


def _placed(text: str, head: tuple[Span, Sequence[Span]], row: tuple[Span, Sequence[Span]]) -> Cells:
    """The cells of a row below their titles: each has one, or marks or equal indents tell which have none."""
    (head_line, titles), (line, cells) = head, row
    marks, above = (_marks(text, at) for at in (line, head_line))
    if above and len(marks) in (len(above), len(above) - 1):
        columns = {sum(mark < start for mark in above): n for n, (start, _) in enumerate(titles)}
        placed = {columns.get(sum(mark < cell[0] for mark in marks), -1): cell for cell in cells}
        return placed if len(placed) == len(cells) and -1 not in placed else {}
    if len(cells) == len(titles):
        return dict(enumerate(cells))
    at = {indent: n for n, indent in enumerate(_indents(text, head_line[0], titles))}
    indents = _indents(text, line[0], cells)
    if len(cells) > 1 and all(indent in at for indent in indents):
        return {at[indent]: cell for indent, cell in zip(indents, cells, strict=True)}
    return {}


def _marks(text: str, line: Span) -> list[int]:
    """Where bars, or else tabs, part the fields of a line."""
    return [n for n in range(*line) if text[n] in "|｜"] or [n for n in range(*line) if text[n] == "\t"]


def _indents(text: str, line: int, cells: Iterable[Span]) -> list[int]:
    """How far from the margin cells stand on a page where ideographs are twice as wide as letters."""
    return [sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text[line:start]) for start, _ in cells]


def _ends(text: str, line: Span, title: str) -> bool:
    """Whether a line is a heading or a note after the table whose first title is given."""
    if _marks(text, line):
        return False
    return bool(_APART.match(text, *line) or (title != _NUMBER and _NUMBERED.match(text, *line)))
