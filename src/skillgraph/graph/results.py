"""The rows that a query gives, whichever engine answered."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import pandas as pd

#: A cell: text, a number, a truth value, nothing, or (from Cypher) a list or map of these.
Value = str | int | float | bool | Decimal | None | list[Any] | dict[str, Any]


class Rows(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """Columns and rows of a query's answer.

    `notes` say what to look at in a query that found nothing, or nothing in one of its columns.

    Example:
        >>> rows = Rows(("city", "n"), [("济南", 57), ("青岛", 105)])
        >>> len(rows), rows.to_dicts()[0]
        (2, {'city': '济南', 'n': 57})
    """

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def to_dicts(self) -> list[dict[str, Value]]:
        """One dictionary a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with one column each.

        Raises:
            ImportError: pandas is not installed; it is in the extra `notebook`.
        """
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(self.columns))

    def to_csv(self) -> str:
        """Rows as CSV, the header first."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([cell_text(value) for value in row] for row in self)
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{html.escape(c)}</th>" for c in self.columns)
        body = "".join("<tr>" + "".join(map(_cell_html, row)) + "</tr>" for row in self.rows[:_SHOWN])
        more = f"; the first {_SHOWN} are shown, to_pandas() has all" if len(self) > _SHOWN else ""
        count = f"<p>{len(self)} row{'' if len(self) == 1 else 's'}{more}</p>"
        notes = "".join(f"<p>note: <bdi>{html.escape(note)}</bdi></p>" for note in self.notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{count}{notes}"


#: Rows that a notebook shows: a browser is slow with tables of ten thousands.
_SHOWN = 200


def _cell_html(value: Value) -> str:
    """A cell of a table: numbers to the right, names in their own direction."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    align = "right" if is_number else "left"
    return f"<td style='text-align:{align}'><bdi>{html.escape(_short(value))}</bdi></td>"


def _short(value: Value) -> str:
    """A node, relationship or path without the properties that would fill the screen; an IRI with its prefix."""
    if isinstance(value, dict) and "labels" in value:
        return f"({value.get('name') or value.get('id') or ':'.join(value['labels'])})"
    if isinstance(value, dict) and "type" in value:
        return f"[:{value['type']}]"
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return "–".join(map(_short, value))
    if isinstance(value, str) and value.startswith("http"):
        from skillgraph.model.ontology import PREFIXES

        found = ((prefix, iri) for prefix, iri in PREFIXES.items() if value.startswith(iri))
        return next((f"{prefix}:{value[len(iri) :]}" for prefix, iri in found), value)
    return cell_text(value)


def cell_text(value: Value) -> str:
    """A cell as a person reads it, equal for equal answers of different engines.

    Example:
        >>> cell_text(49100), cell_text(49100.0), cell_text(Decimal("24.70")), cell_text(None), cell_text(["a", "b"])
        ('49100', '49100', '24.7', '', 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(cell_text(v) for v in value)
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return str(value)
