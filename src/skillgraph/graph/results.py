"""The rows that a query gives, whichever engine answered."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.graph.table import table_lines

if TYPE_CHECKING:
    import pandas as pd

#: A cell: text, a number, a truth value, nothing, or (from Cypher) a list or map of these.
Value = str | int | float | bool | Decimal | None | list[Any] | dict[str, Any]


class RdfText(str):
    """Text from RDF, which is plain text to all who don't ask what else it is.

    Attributes:
        is_iri: whether it is the name of a thing and no text about one.
        language: as `zh`; empty where it has none.
        datatype: the IRI of what it stands for, as that of xsd:gYear; empty for plain text.

    Example:
        >>> name = RdfText("青岛市", language="zh")
        >>> name == "青岛市", name.language, name.is_iri
        (True, 'zh', False)
    """

    is_iri: bool
    language: str
    datatype: str

    def __new__(cls, text: str, *, is_iri: bool = False, language: str = "", datatype: str = "") -> RdfText:
        """Makes it of a text and what RDF says of the text."""
        self = super().__new__(cls, text)
        self.is_iri, self.language, self.datatype = is_iri, language, datatype
        return self


class Rows(msgspec.Struct, frozen=True):
    """Columns and rows of a query's answer; printed, they are a table.

    `notes` say what to look at in a query that found nothing, or nothing in one of its columns.

    Example:
        >>> rows = Rows(("city", "n"), [("济南", 57), ("青岛", 105)])
        >>> len(rows), rows.to_dicts()[0]
        (2, {'city': '济南', 'n': 57})
        >>> rows
        city  n
        ----  ---
        济南  57
        青岛  105
        (2 rows)
    """

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        # A notebook stores this beside the table that it shows, so it is short whatever the answer is.
        shown = [[short_text(value)[:_LONGEST_CELL] for value in row] for row in self.rows[:_PRINTED]]
        notes = (f"note: {note}" for note in self.notes)
        return "\n".join([*table_lines(self.columns, shown, _WIDTH), f"({self._count(_PRINTED)})", *notes])

    def _count(self, shown: int) -> str:
        more = f"; the first {shown} are shown, to_pandas() has all" if len(self) > shown else ""
        return f"{len(self)} row{'' if len(self) == 1 else 's'}{more}"

    def to_dicts(self) -> list[dict[str, Value]]:
        """One dictionary a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with one column each, of the type that pandas computes and plots with.

        Decimals become floats (the cells of the rows stay exact), whole numbers with gaps `Int64`, text that is a
        whole date in each row `datetime64`, and text that comes at least twice on average `category`.

        Raises:
            ImportError: pandas is not installed; it is in the extra `notebook`.

        Example:
            >>> Rows(("v",), [(Decimal("1.5"),), (Decimal(2),)]).to_pandas()["v"].sum()
            np.float64(3.5)
        """
        import pandas as pd

        table = pd.DataFrame(self.rows, columns=list(self.columns))
        for place, kind in enumerate(map(_pandas_type, zip(*self.rows, strict=True))):
            if kind:
                table.isetitem(place, table.iloc[:, place].astype(kind))
        return table

    def to_csv(self) -> str:
        """Rows as CSV, the header first; a node, relationship or path is JSON."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([cell_text(value) for value in row] for row in self)
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{html.escape(c)}</th>" for c in self.columns)
        body = "".join("<tr>" + "".join(map(_cell_html, row)) + "</tr>" for row in self.rows[:_SHOWN])
        count = f"<p>{self._count(_SHOWN)}</p>"
        notes = "".join(f"<p>note: <bdi>{html.escape(note)}</bdi></p>" for note in self.notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{count}{notes}"


#: Rows that a notebook shows: a browser is slow with tables of ten thousands. Rows and columns of one that is printed.
_SHOWN = 200
_PRINTED = 20
_WIDTH = 120
#: Characters of a cell that are shown; a schema in one cell has been 28,000.
_LONGEST_CELL = 300
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _pandas_type(column: tuple[Value, ...]) -> str:
    """The type that a column has in pandas; empty where pandas finds it by itself."""
    values = [value for value in column if value is not None]
    if not values or any(isinstance(value, bool) for value in values):
        return ""
    if all(isinstance(value, int) for value in values):
        # Beyond 64 bits, a number stays the object that it is.
        fits = all(abs(value) < 2**63 for value in values if isinstance(value, int))
        return "Int64" if fits and len(values) < len(column) else ""
    if all(isinstance(value, int | float | Decimal) for value in values):
        return "float64"
    if not all(isinstance(value, str) for value in values):
        return ""
    if all(_DATE.fullmatch(str(value)) for value in values):
        return "datetime64[s]"
    return "category" if 2 * len(set(map(str, values))) <= len(values) else ""


def _cell_html(value: Value) -> str:
    """A cell of a table: numbers to the right, names in their own direction."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    align = "right" if is_number else "left"
    text = short_text(value)
    cut = f"{text[:_LONGEST_CELL]}…" if len(text) > _LONGEST_CELL else text
    return f"<td style='text-align:{align}'><bdi>{html.escape(cut)}</bdi></td>"


def short_text(value: Value) -> str:
    """A cell for the eye: a node, relationship or path without its properties, an IRI with its prefix.

    Example:
        >>> short_text({"id": "jinan", "labels": ["City"], "properties": {"name": "济南市"}})
        '(济南市)'
        >>> short_text("https://w3id.org/skillgraph/figure/four-cities/qd-enrolment")
        'figure:four-cities\\\\/qd-enrolment'
    """
    if isinstance(value, dict) and "labels" in value:
        return f"({value.get('properties', {}).get('name') or value.get('id') or ':'.join(value['labels'])})"
    if isinstance(value, dict) and "type" in value:
        return f"[:{value['type']}]"
    if isinstance(value, dict) and value.keys() == {"nodes", "relationships"}:
        return _path_text(value)
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return ", ".join(map(short_text, value))
    if isinstance(value, str) and value.startswith("http"):
        return _prefixed(value)
    return cell_text(value)


def _path_text(path: dict[str, Any]) -> str:
    """A path as one writes it in Cypher, each relationship in its direction."""
    first, *others = path["nodes"]
    pieces, last = [short_text(first)], first
    for relationship, node in zip(path["relationships"], others, strict=True):
        forward = relationship["start"] == last["id"]
        pieces.append(f"{'-' if forward else '<-'}{short_text(relationship)}{'->' if forward else '-'}")
        pieces.append(short_text(node))
        last = node
    return "".join(pieces)


def _prefixed(iri: str) -> str:
    """An IRI as it may be written in a query."""
    from skillgraph.model.ontology import PREFIXES

    for prefix, start in PREFIXES.items():
        local = iri[len(start) :]
        if iri.startswith(start) and re.fullmatch(r"[\w/-]+", local):
            return f"{prefix}:{local}".replace("/", "\\/")
    return iri


def cell_text(value: Value) -> str:
    """A cell as a person reads it, equal for equal answers of different engines; what has parts with names is JSON.

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
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict | list) for v in value)):
        return msgspec.json.encode(value).decode()
    if isinstance(value, list):
        return "; ".join(cell_text(v) for v in value)
    return str(value)
