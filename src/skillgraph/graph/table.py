"""Tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import category, east_asian_width

from skillgraph.model.controls import shown

#: No column is cut below this.
_NARROWEST = 12


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[str]], fit: int = 0) -> list[str]:
    """Lines of a table whose columns line up.

    Args:
        columns: the head.
        rows: cells as text.
        fit: how wide the table may be, as far as its number of columns allows; 0 for no limit. Cells that are too
            long are cut, and end in an ellipsis.

    Example:
        >>> table_lines(["城市", "n"], [["济南", "57"], ["x", "105"]])
        ['城市  n', '----  ---', '济南  57', 'x     105']
        >>> table_lines(["id", "text"], [["q1", "many a word that stands in one cell"]], fit=24)[-1]
        'q1  many a word that st…'
    """
    cells = [list(columns), *([one_line(c) for c in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    if fit:
        widths = _fitted(widths, fit - 2 * (len(widths) - 1))
    rule = ["-" * w for w in widths]
    return [
        "  ".join(cut(cell, w) + " " * (w - width(cut(cell, w))) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in (cells[0], rule, *cells[1:])
    ]


def _fitted(widths: list[int], room: int) -> list[int]:
    """The widths with the widest made narrower until all have room."""
    limit = max(widths, default=0)
    while sum(min(w, limit) for w in widths) > room and limit > _NARROWEST:
        limit -= 1
    return [min(w, limit) for w in widths]


def cut(text: str, columns: int) -> str:
    """A text that is no wider than so many columns, with an ellipsis where something is left out.

    Example:
        >>> cut("济南市技师学院", 9), cut("济南", 9)
        ('济南市技…', '济南')
    """
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept) + "…"


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    Example:
        >>> width("济南 Jinan")
        10
    """
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in ("Mn", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def one_line(text: str) -> str:
    """A text as `shown`, on one line."""
    return shown(" ".join(text.splitlines()) if "\n" in text else text).replace("\t", " ")
