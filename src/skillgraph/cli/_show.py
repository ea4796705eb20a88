"""How rows are printed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from skillgraph.cli._language import told
from skillgraph.cli._terminal import give, put, say
from skillgraph.graph.results import Rows, short_text
from skillgraph.graph.table import one_line, table_lines
from skillgraph.model.problems import Problem

if TYPE_CHECKING:
    from skillgraph.graph.write import SourceCount


def show(rows: Rows, form: str) -> None:
    """Prints rows as `table`, `json` (a list of objects) or `csv`; a terminal gets a table that is no wider than it."""
    if form == "json":
        give(json.dumps(rows.to_dicts(), ensure_ascii=False, indent=1, default=_json_value))
    elif form == "csv":
        give(rows.to_csv(), nl=False)
    else:
        fit = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        for line in table_lines(rows.columns, ([short_text(v) for v in row] for row in rows), fit):
            put(line)


def show_notes(rows: Rows) -> None:
    """Says on standard error what may be wrong with a query whose answer says nothing."""
    for note in rows.notes:
        say(f"note: {one_line(note)}", err=True)
    if rows.notes:
        say("see `skillgraph schema` for the words of this graph, docs/asking.md for how to ask", err=True)


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Prints what is wrong, a line each, or as `json` or `csv` with file, row, column and message apart."""
    if form == "table":
        for problem in problems:
            say(str(problem))
    else:
        show(Rows(("file", "row", "column", "message"), [(p.file, p.row, p.column, p.message) for p in problems]), form)


def show_counts(counts: Sequence[SourceCount], form: str) -> None:
    """Prints what each source gave a graph, in a table with the totals below."""
    columns = ("source", "entities", "facts", "not_facts", "figures")
    rows = Rows(columns, [tuple(getattr(c, column) for column in columns) for c in counts])
    if form != "table":
        show(rows, form)
        return
    heads = [told(head) for head in ("source", "entities", "facts", "not facts", "figures")]
    totals = [told("all"), *(str(sum(getattr(c, column) for c in counts)) for column in columns[1:])]
    for line in table_lines(heads, [*([str(v) for v in r] for r in rows), totals]):
        put(line)


def _json_value(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))
