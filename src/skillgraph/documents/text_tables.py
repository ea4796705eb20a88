"""Tables that a plain text draws with spaces, tabs or bars: rows of numbers under a row of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.documents.source import Block

_CELL = re.compile(r"[^\s|｜](?:[^\t\n|｜]*?[^\s|｜])??(?=\s*$|\s*[|｜]|[ \u3000]{2,}|\u3000|\t)")
#: 1 200, 1，200, 3.5×10⁴, 95%, 7所, 7（所）, with the mark of a note or none; or that there is no number.
_DIGITS = r"[约近超≥≤<>]?[-−－]?\d[\d,.，．]*(?:[ \u00a0\u2007\u2009\u202f\u3000]\d{3})*(?:[.．]\d+)?"
_POWER = r"(?: ?[×✕xX*·] ?10(?:\^\d{1,2}|[⁰¹²³⁴-⁹]{1,2}))?"
_UNIT = r"\s?[%％‰万亿余多]?\w{0,3}(?:[(（][^()（）\d]{1,12}[)）])?"
_NOTE = r"(?:\s?(?:[*＊※①-⑳⁰¹²³⁴-⁹]{1,3}|[\[［〔]\d{1,2}[\]］〕]))?"
_NUMBER = re.compile(rf"{_DIGITS}{_POWER}{_UNIT}{_NOTE}|[-—–/]+")
_GROUP = re.compile(r"\d{3}(?!\d)")
_FEWEST_ROWS = 3
#: Looking for gaps in a line takes the square of its length.
_LONGEST_ROW = 400

Span = tuple[int, int]


def tables(text: str, lines: Sequence[Span]) -> dict[int, list[list[Span]]]:
    """The cells of each table by the number of its first line, and by row.

    Only numbers make sure that gaps are those of a table: each row below the first has them in all columns but the
    first, or the second where that says the unit.

    Args:
        text: of the document.
        lines: its lines that aren't blank.

    Example:
        >>> text = "年度  人数  场次\\n2022  40  3\\n2023  52  6"
        >>> found = tables(text, [(0, 10), (11, 22), (23, 34)])
        >>> [[text[s:e] for s, e in row] for row in found[0]]
        [['年度', '人数', '场次'], ['2022', '40', '3'], ['2023', '52', '6']]
    """
    rows = [_row(text, line) for line in lines]
    found: dict[int, list[list[Span]]] = {}
    first = 0
    while first < len(rows):
        count = 1
        if len(rows[first]) > 1:
            while first + count < len(rows):
                rows[first + count] = _grouped(text, rows[first + count], len(rows[first]))
                if not _below(text, rows[first], rows[first + count]):
                    break
                count += 1
        if count >= _FEWEST_ROWS:
            found[first] = rows[first : first + count]
        first += count
    return found


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


def _row(text: str, line: Span) -> list[Span]:
    """The cells of a line, none where it is longer than any row is drawn."""
    return [m.span() for m in _CELL.finditer(text, *line)] if line[1] - line[0] <= _LONGEST_ROW else []


def _below(text: str, head: Sequence[Span], row: Sequence[Span]) -> bool:
    """Whether a line can be a row below some titles."""
    cells = [text[start:end] for start, end in row]
    values = cells[2:] if len(cells) > 2 and not _NUMBER.fullmatch(cells[1]) else cells[1:]
    return len(row) == len(head) and all(_NUMBER.fullmatch(value) for value in values)


def cells(rows: Sequence[Sequence[Span]], table: int) -> Iterator[Block]:
    """The cells as blocks."""
    for row, spans in enumerate(rows):
        for column, (start, end) in enumerate(spans):
            yield Block("cell", start, end, table=table, row=row, column=column)
