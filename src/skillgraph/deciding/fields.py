"""The cells of a row as fields that a page shows and changes, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.state import Cells
from skillgraph.model.records import passage_checksum
from skillgraph.tables.cells import join_list, split_list

TABLES = {
    "name": "entities.csv", "relation": "statements.csv", "figure": "observations.csv", "section": "sections.csv",
}  # fmt: skip
KINDS = {table: kind for kind, table in TABLES.items()}
#: The fields of each kind that may be changed, and what their values are.
FIELDS: dict[str, dict[str, str]] = {
    "name": {
        "name": "text", "name_en": "text", "classes": "texts", "existence": "text", "aliases": "texts",
        "aliases_en": "texts", "mentions": "spans",
    },
    "relation": {
        "subject": "text", "predicate": "text", "object": "text", "text": "text", "modality": "text", "basis": "text",
        "time": "text", "start": "text", "end": "text", "rank": "text", "qualifiers": "pairs", "evidence": "spans",
    },
    "figure": {
        "subject": "text", "indicator": "text", "about": "text", "value": "text", "value_max": "text", "unit": "text",
        "kind": "text", "bound": "text", "part_of": "text", "modality": "text", "time": "text", "start": "text",
        "end": "text", "rank": "text", "qualifiers": "pairs", "figure": "span", "evidence": "spans",
    },
    "section": {"heading_en": "text", "about": "text", "signed_by": "text"},
}  # fmt: skip
#: Fields that are called otherwise than their columns, and what an empty cell means.
_COLUMN = {"classes": "class"}
_EMPTY = {"kind": "measure", "rank": "normal"}
_PLACE = re.compile(r"(\d{1,15})-(\d{1,15})(?:#.*)?", re.ASCII)


def item(table: str, id: str) -> str:
    """How a row is called.

    Example:
        >>> item("entities.csv", "enterprise-b12a7dca")
        'name/enterprise-b12a7dca'
    """
    return f"{KINDS[table]}/{id}"


def row_of(item: str) -> tuple[str, str]:
    """The table and the id of what is called so; no table where it is no row.

    Example:
        >>> row_of("name/enterprise-b12a7dca"), row_of("same/a/b")
        (('entities.csv', 'enterprise-b12a7dca'), ('', 'a/b'))
    """
    kind, _, id = item.partition("/")
    return TABLES.get(kind, ""), id


def fields_of(kind: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """A row's fields; what a cell should not hold is left out.

    Example:
        >>> fields_of("section", {"about": "a"})
        {'heading_en': '', 'about': 'a', 'signed_by': ''}
    """
    found = {}
    for field, value in FIELDS[kind].items():
        cell = cells.get(_COLUMN.get(field, field), "")
        found[field] = _READ[value](cell) if value != "text" else cell or _EMPTY.get(field, "")
    return found


def cells_of(kind: str, fields: Mapping[str, Any], text: str) -> Cells:
    """The cells for some fields of a row.

    Args:
        kind: of the row.
        fields: some of its fields.
        text: of the report, of whose passages the checksums are.

    Raises:
        NotDone: there is no such field, or it can't hold such a value.

    Example:
        >>> cells_of("name", {"classes": ["School"], "mentions": [[1, 3]]}, "在青岛")
        {'class': 'School', 'mentions': '1-3#6e12544f'}
    """
    found = {}
    for field, value in fields.items():
        form = FIELDS[kind].get(field)
        if form is None:
            raise NotDone("bad", f"a {kind} has no field {field!r}; it has {', '.join(FIELDS[kind])}")
        cell = _written(form, value, text)
        if cell is None:
            raise NotDone("wrong", f"{field}: {value!r}", problems=[{"field": field, "message": _WANTED[form]}])
        found[_COLUMN.get(field, field)] = "" if cell == _EMPTY.get(field) else cell
    return found


def column_of(field: str) -> str:
    """The column of a field."""
    return _COLUMN.get(field, field)


def field_of(column: str) -> str:
    """The field of a column."""
    return next((field for field, name in _COLUMN.items() if name == column), column)


def spans(cell: str) -> list[tuple[int, int]]:
    """The passages of a cell; what is none is left out.

    Example:
        >>> spans("0-7#fd18948a|“某中心”")
        [(0, 7)]
    """
    found = (_PLACE.fullmatch(piece) for piece in split_list(cell))
    return [(int(m[1]), int(m[2])) for m in found if m and int(m[1]) < int(m[2])]


def spans_cell(places: list[tuple[int, int]], text: str) -> str:
    """The cell for some passages."""
    return join_list(f"{start}-{end}#{passage_checksum(text[start:end])}" for start, end in places)


def place(value: Any, text: str) -> tuple[int, int] | None:
    """A passage of a text as a page gives it; None if it is none."""
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(type(n) is int for n in value):
        return None
    start, end = value
    return (start, end) if 0 <= start < end <= len(text) else None


def _pairs(cell: str) -> list[list[str]]:
    return [list(piece.partition("=")[::2]) for piece in split_list(cell)]


_READ: dict[str, Callable[[str], Any]] = {
    "texts": lambda cell: list(split_list(cell)),
    "spans": lambda cell: [list(span) for span in spans(cell)],
    "span": lambda cell: next((list(span) for span in spans(cell)), None),
    "pairs": _pairs,
}
_WANTED = {
    "text": "text on one line is wanted", "texts": "a list of texts is wanted", "pairs": "pairs of texts are wanted",
    "span": "a passage of the text, as [36, 43], is wanted", "spans": "passages of the text, as [[36, 43]], are wanted",
}  # fmt: skip


def _written(form: str, value: Any, text: str) -> str | None:
    """The cell for a value; None if it is none of its form."""
    if form == "text":
        return value.strip() if _is_text(value) else None
    if form == "span":
        found = place(value, text)
        return None if found is None else spans_cell([found], text)
    if not isinstance(value, list):
        return None
    if form == "texts":
        return join_list(value) if all(_is_text(v) and v.strip() for v in value) else None
    if form == "spans":
        places = [place(v, text) for v in value]
        whole = [p for p in places if p is not None]
        return spans_cell(list(dict.fromkeys(whole)), text) if len(whole) == len(places) else None
    are_pairs = all(isinstance(v, list) and len(v) == 2 and all(map(_is_text, v)) and all(v) for v in value)
    return join_list("=".join(v) for v in value) if are_pairs else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 2000 and value.isprintable()
