"""How rows are printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import category, east_asian_width

import click

from skillgraph.graph.results import Rows, cell_text
from skillgraph.model.problems import Problem

if TYPE_CHECKING:
    from skillgraph.graph.write import SourceCount


def show(rows: Rows, form: str) -> None:
    """Prints rows as `table`, `json` (a list of objects) or `csv`."""
    if form == "json":
        click.echo(json.dumps(rows.to_dicts(), ensure_ascii=False, indent=1, default=_json_value))
    elif form == "csv":
        click.echo(rows.to_csv(), nl=False)
    else:
        for line in table_lines(rows.columns, ([cell_text(v) for v in row] for row in rows)):
            click.echo(line)


def show_notes(rows: Rows) -> None:
    """Says on standard error what may be wrong with a query whose answer says nothing."""
    for note in rows.notes:
        click.echo(f"note: {one_line(note)}", err=True)


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Prints what is wrong, a line each, or as `json` or `csv` with file, row, column and message apart."""
    if form == "table":
        for problem in problems:
            click.echo(str(problem))
    else:
        show(Rows(("file", "row", "column", "message"), [(p.file, p.row, p.column, p.message) for p in problems]), form)


def show_counts(counts: Sequence[SourceCount], form: str) -> None:
    """Prints what each source gave a graph, in a table with the totals below."""
    columns = ("source", "entities", "facts", "not_facts", "figures")
    rows = Rows(columns, [tuple(getattr(c, column) for column in columns) for c in counts])
    if form != "table":
        show(rows, form)
        return
    totals = ["all", *(str(sum(getattr(c, column) for c in counts)) for column in columns[1:])]
    for line in table_lines([c.replace("_", " ") for c in columns], [*([str(v) for v in r] for r in rows), totals]):
        click.echo(line)


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table whose columns line up on a terminal, where a Chinese character is two wide.

    Example:
        >>> table_lines(["城市", "n"], [["济南", "57"], ["x", "105"]])
        ['城市  n', '----  ---', '济南  57', 'x     105']
    """
    cells = [list(columns), *([one_line(c) for c in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * w for w in widths]
    return [
        "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in (cells[0], rule, *cells[1:])
    ]


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    Example:
        >>> width("济南 Jinan")
        10
    """
    return sum(0 if category(c) in ("Mn", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def one_line(text: str) -> str:
    """Without line breaks and other control characters, which could rewrite a terminal."""
    return "".join(c if category(c) not in ("Cc", "Zl", "Zp") else " " for c in text)


def _json_value(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))
