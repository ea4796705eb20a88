"""From the cells of a row to a record, and back."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args

from skillgraph.mapping.fields import TABLES, Field, Table
from skillgraph.model.dates import is_date
from skillgraph.model.naming import is_id
from skillgraph.model.problems import Problem, unknown
from skillgraph.model.records import Entity, Evidence, Observation, Section, Statement, plain_decimal

#: Kinds of values in which a space can be part of what is said; around others it is a slip.
_SAYING = {"plain", "title", "zh", "en", "path", "tagged", "coded", "qualifier"}
_CODES = frozenset(f.column for t in TABLES.values() for f in t.columns.values() if f.kind not in _SAYING)
R = TypeVar("R", Entity, Section, Statement, Observation)

#: No text has as many characters as 15 digits count, and Python reads no number of thousands of digits.
_SPAN = re.compile(r"(0|[1-9]\d{0,14})-([1-9]\d{0,14})(?:#([0-9a-f]{8}))?", re.ASCII)
_COUNT = re.compile(r"0*[1-9]\d{0,2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def is_span(text: str) -> bool:
    """Whether a text is a passage as cells have it.

    Example:
        >>> is_span("36-51#1f3e2bff"), is_span("51-36"), is_span("设立中心")
        (True, False, False)
    """
    match = _SPAN.fullmatch(text)
    return match is not None and int(match[1]) < int(match[2])


def split_list(cell: str) -> tuple[str, ...]:
    r"""The items of a cell: separated by `|`, with `\|` and `\\` for the characters themselves.

    Example:
        >>> split_list(r"济南|a\|b|c\\d")
        ('济南', 'a|b', 'c\\d')
        >>> split_list("")
        ()
    """
    if not cell:
        return ()
    if "\\" not in cell:
        return tuple(cell.split("|"))
    items: list[list[str]] = [[]]
    escaped = False
    for character in cell:
        if escaped or character not in "\\|":
            items[-1].append(character)
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            items.append([])
    return tuple(map("".join, items))


def join_list(items: Iterable[str]) -> str:
    r"""The cell for some items; the inverse of `split_list` for items of which at least one is not empty.

    Example:
        >>> join_list(("济南", "a|b"))
        '济南|a\\|b'
    """
    return "|".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


class Cells:
    """The cells of one row, read as what they should be; complaints are collected."""

    def __init__(self, cells: dict[str, str], source: str, name: str, row: int) -> None:
        self.cells = {column: cell.strip() if column in _CODES else cell for column, cell in cells.items()}
        self.source = source
        self.name = name
        self.row = row
        self.problems: list[Problem] = []

    def record(self, table: Table[R]) -> R:
        """The row as a record of the table."""
        values = {name: read(self) for name, read in _readers(table)}
        return table.record(source=self.source, **values)

    def complain(self, column: str, message: str) -> None:
        """Notes what is wrong with a cell."""
        self.problems.append(Problem(self.name, self.row, column, message))

    def needed(self, column: str) -> str:
        """A cell that may not be empty."""
        if not self.cells[column]:
            self.complain(column, "empty; it needs a value")
        return self.cells[column]

    def id(self) -> str:
        """The row's own id."""
        if not is_id(self.cells["id"]):
            self.complain(
                "id", f"{self.cells['id']!r:.120} is no id: lower-case letters, digits and hyphens, as qingdao-hrss"
            )
        return self.cells["id"]

    def ids(self, column: str) -> tuple[str, ...]:
        """A list of ids that a thing once had."""
        found = split_list(self.cells[column])
        for id in found:
            if not is_id(id):
                self.complain(column, f"{id!r:.120} is no id: lower-case letters, digits and hyphens, as qingdao-hrss")
        return found

    def row_id(self, column: str) -> str:
        """The id of another row, of this source or, written source/row, of another; or nothing."""
        cell = self.cells[column]
        return cell if "/" in cell or not cell else f"{self.source}/{cell}"

    def code(self, column: str, known: tuple[str, ...]) -> str:
        """A cell that holds one of some values."""
        cell = self.cells[column]
        if cell not in known:
            what = unknown(column, cell, known) if cell else "empty"
            self.complain(column, f"{what}; one of {', '.join(known)}")
        # Of many rows that say the same, all keep one text.
        return sys.intern(cell)

    def date(self, column: str) -> str:
        """A year, month or day, or nothing."""
        if self.cells[column] and not is_date(self.cells[column]):
            self.complain(column, f"{self.cells[column]!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD")
        return self.cells[column]

    def count(self, column: str) -> int:
        """A whole number from 1."""
        cell = self.cells[column]
        if not _COUNT.fullmatch(cell):
            self.complain(column, f"{cell!r} is no whole number from 1, as 2")
            return 1
        return int(cell[-3:])

    def decimal(self, column: str) -> Decimal | None:
        """An exact number, or nothing."""
        cell = self.cells[column]
        if not cell:
            return None
        try:
            if not _DECIMAL.fullmatch(cell):
                raise InvalidOperation
            return Decimal(cell)
        except InvalidOperation:
            self.complain(column, f"{cell!r} is no decimal number: digits and a point, as 49100 or 24.7")
            return None

    def pairs(self, column: str) -> tuple[tuple[str, str], ...]:
        """A list of key=value."""
        found = []
        for item in split_list(self.cells[column]):
            key, sign, value = item.partition("=")
            if not (key and sign and value):
                self.complain(column, f"{item!r} is not key=value")
            found.append((key, value))
        return tuple(found)

    def spans(self, column: str) -> tuple[Evidence, ...]:
        """A list of passages."""
        found = []
        for item in split_list(self.cells[column]):
            match = _SPAN.fullmatch(item)
            if match is None or not int(match[1]) < int(match[2]):
                self.complain(
                    column, f"{item!r} is no span: START-END#CHECKSUM with START below END, as 36-51#1f3e2bff"
                )
            else:
                found.append(Evidence(self.source, int(match[1]), int(match[2]), match[3] or ""))
        return tuple(found)

    def span(self, column: str) -> Evidence | None:
        """One passage, or nothing."""
        found = self.spans(column)
        if len(found) > 1:
            self.complain(column, "one span only: where the number stands")
        return found[0] if found else None


@cache
def _readers(table: Table[Any]) -> tuple[tuple[str, Callable[[Cells], Any]], ...]:
    return tuple((field.name, _reader(table, field)) for field in table.columns.values())


@lru_cache(1000)
def _classes(cell: str) -> tuple[str, ...]:
    """The classes of a cell: of many rows that say the same, all keep one list."""
    return split_list(cell)


def _reader(table: Table[Any], field: Field) -> Callable[[Cells], Any]:
    """What reads the cell of a field."""
    column, is_row_id = field.column, field.kind == "id" and table.record is not Entity
    match field.kind:
        case "id":
            return lambda c: f"{c.source}/{c.id()}" if is_row_id else c.id()
        case "figure" | "statement":
            return lambda c: c.row_id(column)
        case "code":
            known = get_args(table.types[field.name])
            default = known[0] if field.optional else ""
            return lambda c: c.code(column, known) if c.cells[column] or not default else default
        case "former":
            return lambda c: c.ids(column)
        case "date":
            return lambda c: c.date(column)
        case "count":
            return lambda c: c.count(column)
        case "decimal":
            return lambda c: c.decimal(column)
        case "tagged" | "coded" | "qualifier":
            return lambda c: c.pairs(column)
        case "span":
            return (lambda c: c.spans(column)) if field.many else (lambda c: c.span(column))
        case "class" if field.many:
            return lambda c: _classes(c.needed(column))
    read: Callable[[Cells], str] = (lambda c: c.needed(column)) if field.needed else (lambda c: c.cells[column])
    return (lambda c: split_list(read(c))) if field.many else read


def cell(value: Any) -> str:
    """The cell for a field of a record; the inverse of reading it.

    Example:
        >>> cell((("role", "承办"), ("with", "haier"))), cell(Decimal("24.70"))
        ('role=承办|with=haier', '24.7')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, Evidence):
        return f"{value.start}-{value.end}" + (f"#{value.checksum}" if value.checksum else "")
    if isinstance(value, tuple):
        return join_list("=".join(v) if isinstance(v, tuple) else cell(v) for v in value)
    return str(value)
