"""Tables that a plain text draws with spaces, tabs or bars: rows of numbers under a row of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from skillgraph.documents.source import Block
from skillgraph.documents.text_heads import Cells, Span, is_year, may_be_heads, placed
from skillgraph.documents.text_words import worded

_CELL = re.compile(r"[^\s|｜](?:[^\t\n|｜]*?[^\s|｜])??(?=\s*$|\s*[|｜]|[ \u3000]{2,}|\u3000|\t)")
#: 1 200, 1，200, 3.5×10⁴, 95%, 7所, 7（所）, with the mark of a note or none; or that there is no number.
_DIGITS = r"[约近超≥≤<>]?[-−－]?\d[\d,.，．]*(?:[ \u00a0\u2007\u2009\u202f\u3000'’´`ʼ_]\d{3})*(?:[.．]\d+)?"
_POWER = (
    r"(?: ?[×✕xX*·] ?10[⁰¹²³⁴-⁹]{1,2}|(?: ?[×✕xX*·] ?10)? ?(?:(?:\^|\*\*) ?\d{1,2}|的\d次方)"
    r"|(?:[×✕xX*·]10)?[eE][-−+]?\d{1,2})?"
)
_UNIT = r"\s?[%％‰万亿余多]?\w{0,3}(?:[(（][^()（）\d]{1,12}[)）])?"
_BRACKETS = (
    r"(?:[\^*＊#]?[(（](?:(?:见?[附备]?注[释解]?[:：]? ?)?(?:\d{1,2}(?:[,，、]\d{1,2}){0,8}|[a-z])?"
    r"|见?注[:：]?[①-⑳])[)）]){1,3}"
)
_NOTE = rf"(?:\s?(?:{_BRACKETS}|[*＊※#①-⑳⁰¹²³⁴-⁹]{{1,3}}|[\[［〔]\d{{1,2}}[\]］〕]))?"
_NUMBER = re.compile(rf"{_DIGITS}{_POWER}{_UNIT}{_NOTE}|[-—–/]+")
_RULE = re.compile(r"[-—–:=+]+")
_GROUP = re.compile(r"\d{3}(?!\d)")
_FEWEST_ROWS = 3
#: What may draw a row: a short line of a PDF looks like a heading.
_TEXT = ("paragraph", "item", "heading")
#: Looking for gaps in a line takes the square of its length.
_LONGEST_ROW = 400


def tables(text: str, lines: Sequence[Span]) -> dict[int, list[Cells]]:
    """The cells of each table by the number of its first line, and by row and column; a line of dashes has none.

    Numbers make sure that gaps are those of a table, where each row below the first has them in all columns but the
    first, or the second where that says the unit; so do titles that can be nothing else (`worded`). Of two rows of
    heads it has to be clear what stands over which column, or the rows below have none.

    Args:
        text: of the document.
        lines: its lines that aren't blank.

    Example:
        >>> text = "年度  人数  场次\\n2022  40  3\\n2023  52  6"
        >>> found = tables(text, [(0, 10), (11, 22), (23, 34)])
        >>> [[text[s:e] for s, e in row.values()] for row in found[0]]
        [['年度', '人数', '场次'], ['2022', '40', '3'], ['2023', '52', '6']]
    """
    rows = [_row(text, line) for line in lines]
    found: dict[int, list[Cells]] = {}
    first = 0
    while first < len(rows):
        if (headed := _two_heads(text, lines, rows, first)) is not None:
            start, table = headed
            found[start] = table
            first = start + len(table)
            continue
        count = 1
        if len(rows[first]) > 1:
            while first + count < len(rows):
                rows[first + count] = _grouped(text, rows[first + count], len(rows[first]))
                if not _below(text, rows[first], rows[first + count]):
                    break
                count += 1
        if count >= _FEWEST_ROWS:
            found[first] = [dict(enumerate(row)) for row in rows[first : first + count]]
        elif table := worded(text, lines, rows, first):
            found[first], count = table, len(table)
        first += count
    return found


def _two_heads(text: str, lines: Sequence[Span], rows: list[list[Span]], first: int) -> tuple[int, list[Cells]] | None:
    """The table that begins with rows of heads, and its first line; without the heads where these are unclear."""
    following = rows[first + 1] if first + 1 < len(rows) else []
    ruled = bool(following) and all(_RULE.fullmatch(text[s:e]) for s, e in following)
    second = first + 1 + ruled
    body = second + 1
    if body >= len(rows) or not rows[second] or len(rows[first]) < 2 or not rows[body]:
        return None
    if not may_be_heads(text, rows[first]) or not may_be_heads(text, rows[second]):
        return None
    third = first > 0 and len(rows[first - 1]) > 1 and may_be_heads(text, rows[first - 1])
    under = len(rows[second]) < len(rows[body]) and all(is_year(text[s:e]) for s, e in rows[second])
    if _below(text, rows[first], rows[second]) and not under:
        return None
    columns = len(rows[body])
    if len(_grouped(text, rows[body], len(rows[second]))) < columns:
        return None
    end = body
    while end < len(rows):
        rows[end] = _grouped(text, rows[end], columns)
        if len(rows[end]) != columns or not _is_numbers(text, rows[end]):
            break
        end += 1
    if end - body < _FEWEST_ROWS - 1:
        return None
    below = [dict(enumerate(row)) for row in rows[body:end]]
    at = (*([first - 1] if third else []), first, second, body)
    if heads := placed(text, [lines[n] for n in at], [rows[n] for n in at]):
        return at[0], [*heads[:-1], *([{}] if ruled else []), heads[-1], *below]
    years = sum(is_year(text[s:e]) for s, e in rows[first])
    return (body, below) if years > 1 or len(rows[second]) != columns else None


def _is_numbers(text: str, row: Sequence[Span]) -> bool:
    """Whether a line is a row of numbers, and not of years, which could be heads."""
    return len(row) > 1 and _below(text, row, row) and not is_year(text[slice(*row[-1])])


def _grouped(text: str, row: list[Span], columns: int) -> list[Span]:
    """A row whose numbers have a wide space between groups of digits (1　200), where its head says that they have."""
    if len(row) <= columns:
        return row
    joined = row[:1]
    for start, end in row[1:]:
        former = joined[-1]
        wide = text[former[1] : start] == "\u3000" and text[former[1] - 1].isdecimal()
        if wide and _GROUP.match(text, start, end):
            joined[-1] = (former[0], end)
        else:
            joined.append((start, end))
    return joined if len(joined) == columns else row


def is_row(text: str, line: Span) -> bool:
    """Whether wide gaps part a line into three cells or more, as in a row of a table without numbers."""
    return len(_row(text, (line[0], min(line[1], line[0] + _LONGEST_ROW)))) > 2


def _row(text: str, line: Span) -> list[Span]:
    """The cells of a line, none where it is longer than any row is drawn."""
    return [m.span() for m in _CELL.finditer(text, *line)] if line[1] - line[0] <= _LONGEST_ROW else []


def _below(text: str, head: Sequence[Span], row: Sequence[Span]) -> bool:
    """Whether a line can be a row below some titles, or several rows side by side below the same titles."""
    if len(row) != len(head):
        return False
    cells, titles = ([text[start:end] for start, end in line] for line in (row, head))
    width = next((n for n in range(2, len(titles) // 2 + 1) if titles == titles[:n] * (len(titles) // n)), len(titles))
    for first in range(0, len(cells), width):
        part = cells[first : first + width]
        if not is_numbers(part):
            return False
    return True


def is_number(text: str) -> bool:
    """Whether a cell is a number, with its unit, a note's mark or none, or says that there is none.

    Example:
        >>> is_number("3.5万人"), is_number("—"), is_number("基地3个")
        (True, True, False)
    """
    return _NUMBER.fullmatch(text) is not None


def is_numbers(row: Sequence[str]) -> bool:
    """Whether the cells of a row are numbers, all but what it is called by and the unit behind that.

    Example:
        >>> is_numbers(["甲校", "1 200", "95%"]), is_numbers(["图书", "万册", "3.5"]), is_numbers(["甲校", "乙市"])
        (True, True, False)
    """
    return all(map(is_number, row[2:] if len(row) > 2 and not is_number(row[1]) else row[1:]))


def with_drawn_tables(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the cells of tables that paragraphs draw, a row each, in place of these paragraphs.

    Example:
        >>> text = "年度 | 人数\\n2022 | 40\\n2023 | 52\\n"
        >>> rows = [Block("paragraph", start, end) for start, end in ((0, 7), (8, 17), (18, 27))]
        >>> [(b.row, text[b.start : b.end]) for b in with_drawn_tables(text, rows)][:3]
        [(0, '年度'), (0, '人数'), (1, '2022')]
    """
    table = max((block.table for block in blocks), default=-1)
    found: list[Block] = []
    for in_text, group in groupby(blocks, lambda block: block.kind in _TEXT and block.table < 0):
        run = list(group)
        drawn = tables(text, [(block.start, block.end) for block in run]) if in_text else {}
        at = 0
        while at < len(run):
            if rows := drawn.get(at):
                table += 1
                found += (replace(cell, page=run[at + cell.row].page) for cell in cells(rows, table))
            else:
                found.append(run[at])
            at += len(rows or (0,))
    return tuple(found)


def cells(rows: Sequence[Cells], table: int) -> Iterator[Block]:
    """The cells as blocks."""
    for row, spans in enumerate(rows):
        for column, (start, end) in spans.items():
            yield Block("cell", start, end, table=table, row=row, column=column)
