"""Passages that a person gave in words: found in the document and written as offsets with their checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from skillgraph.documents.csv_rows import read_rows, table_file
from skillgraph.mapping.fields import ENTITY, TABLES
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, passage_checksum
from skillgraph.tables.cells import is_span, join_list, split_list
from skillgraph.tables.loader import COLUMNS, OPTIONAL, rewrite

_SPANS = {
    table.file: tuple(column for column, field in table.columns.items() if field.kind == "span")
    for table in TABLES.values()
    if table.record is not Document
}
_MARKS = {"“": "”", '"': '"', "「": "」"}


def resolve_quotations(folder: Path, text: str) -> int:
    """Writes offsets in place of quotations, and the places of names that have none, into a loader's tables.

    Args:
        folder: of the loader; other cells stay as they stand.
        text: of its document.

    Returns:
        How many cells changed.

    Raises:
        DataError: a quotation does not stand in the text, or more than once; the message says which.
        UsageError: a table can't be written.
    """
    problems: list[Problem] = []
    changed = 0
    for table, columns in _SPANS.items():
        if not table_file(folder / table).is_file():
            continue
        name = f"{folder.name}/{table}"
        rows = list(read_rows(folder / table, COLUMNS[table], name, problems, OPTIONAL))
        before = changed
        for row, cells in rows:
            for column in columns:
                cell = _resolved(cells, column, table, text, problems, name, row)
                changed += cell != cells[column]
                cells[column] = cell
        if changed > before and not problems:
            rewrite(folder, table, (cells for _, cells in rows))
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    return changed


def _resolved(
    cells: dict[str, str], column: str, table: str, text: str, problems: list[Problem], name: str, row: int
) -> str:
    items = split_list(cells[column])
    if not items and table == ENTITY.file and cells["status"] != "rejected":
        names = (cells["name"], *split_list(cells["aliases"]))
        return join_list(dict.fromkeys(span for form in filter(None, names) for span in _cells(form, text)))
    found = []
    for item in items:
        if is_span(item):
            found.append(item)
            continue
        places = list(_cells(_bare(item), text))
        if len(places) != 1:
            often = f"stands {len(places)} times in the text; quote more of it" if places else "is not in the text"
            problems.append(Problem(name, row, column, f"{item!r} {often}, or give START-END#CHECKSUM"))
        found += places[:1] or [item]
    return join_list(found)


def _bare(quotation: str) -> str:
    """A quotation without the marks around the whole of it."""
    last = _MARKS.get(quotation[:1])
    return quotation[1:-1] if last and len(quotation) > 2 and quotation.endswith(last) else quotation


def _cells(words: str, text: str) -> Iterator[str]:
    """Where words stand, as cells have it."""
    return (f"{start}-{end}#{passage_checksum(text[start:end])}" for start, end in places(words, text))


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    r"""Where words stand in a text; line breaks and spaces between them do not count.

    Example:
        >>> list(places("某中心", "设立某中\n心。"))
        [(2, 6)]
    """
    pattern = r"\s*".join(map(re.escape, "".join(words.split())))
    return (match.span() for match in re.finditer(pattern, text)) if pattern else iter(())
