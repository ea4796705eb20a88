"""Reads and writes a loader's folder: source.toml, entities.csv, statements.csv, observations.csv.

Rows are streamed. What is wrong with a table is collected as `Problem`s that name file, row and column, so that a
person can mend all of it at once. Rows are counted as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from skillgraph.errors import DataError
from skillgraph.model import (
    Basis,
    Bound,
    Document,
    Entity,
    Evidence,
    Existence,
    Modality,
    Observation,
    Statement,
    Status,
    plain_decimal,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "entities.csv": (
        "id", "class", "existence", "name", "name_en", "aliases", "aliases_en", "identifiers", "status", "mentions",
    ),
    "statements.csv": (
        "id", "subject", "predicate", "object", "text", "modality", "basis", "status",
        "time", "start", "end", "qualifiers", "evidence",
    ),
    "observations.csv": (
        "id", "subject", "indicator", "about", "value", "value_max", "unit", "bound", "part_of", "modality", "status",
        "time", "start", "end", "qualifiers", "figure", "evidence",
    ),
}  # fmt: skip

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_SPAN = re.compile(r"(0|[1-9]\d*)-([1-9]\d*)(?:#([0-9a-f]{8}))?", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)

R = TypeVar("R", Entity, Statement, Observation)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong, where, and what to do about it.

    Example:
        >>> print(Problem("entities.csv", 3, "class", "unknown class 'Schol'; did you mean 'School'?"))
        entities.csv, row 3, column class: unknown class 'Schol'; did you mean 'School'?
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """A sentence for an unknown word, with the nearest known one.

    Example:
        >>> unknown("class", "Schol", ["School", "City"])
        "unknown class 'Schol'; did you mean 'School'?"
    """
    near = get_close_matches(word, list(known), n=1)
    return f"unknown {what} {word!r}" + (f"; did you mean {near[0]!r}?" if near else "")


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
    items, item, escaped = [], "", False
    for character in cell:
        if escaped or character not in "\\|":
            item, escaped = item + character, False
        elif character == "\\":
            escaped = True
        else:
            items.append(item)
            item = ""
    return (*items, item)


def join_list(items: Iterable[str]) -> str:
    r"""The cell for some items; the inverse of `split_list` for items of which at least one is not empty.

    Example:
        >>> join_list(("济南", "a|b"))
        '济南|a\\|b'
    """
    return "|".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


class Loader:
    """One source's folder.

    Args:
        folder: holds source.toml and the three tables.

    Raises:
        DataError: source.toml is missing or wrong.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.document = self._read_source()

    def entities(self, problems: list[Problem]) -> Iterator[tuple[int, Entity]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""
        return self._records("entities.csv", _Cells.entity, problems)

    def statements(self, problems: list[Problem]) -> Iterator[tuple[int, Statement]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""
        return self._records("statements.csv", _Cells.statement, problems)

    def observations(self, problems: list[Problem]) -> Iterator[tuple[int, Observation]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""
        return self._records("observations.csv", _Cells.observation, problems)

    def name_of(self, table: str) -> str:
        """How messages call a table: the loader's folder and the file."""
        return f"{self.folder.name}/{table}"

    def _read_source(self) -> Document:
        path = self.folder / "source.toml"
        try:
            with path.open("rb") as file:
                values = tomllib.load(file)
            document = msgspec.convert(values, Document)
        except FileNotFoundError:
            raise DataError(
                f"{path}: not found; a loader is a folder with source.toml and the tables {', '.join(COLUMNS)}"
            ) from None
        except UnicodeDecodeError as error:
            raise DataError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise DataError(f"{path}: {error}") from None
        if document.id != self.folder.resolve().name:
            raise DataError(f"{path}: id is {document.id!r}, but the folder is {self.folder.resolve().name!r}")
        return document

    def _records(self, table: str, make: Callable[[_Cells], R], problems: list[Problem]) -> Iterator[tuple[int, R]]:
        for row, cells in read_rows(self.folder / table, COLUMNS[table], self.name_of(table), problems):
            reader = _Cells(cells, self.document.id, self.name_of(table), row)
            record = make(reader)
            if reader.problems:
                problems.extend(reader.problems)
            else:
                yield row, record


def read_rows(
    path: Path, columns: tuple[str, ...], name: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number and cells of each row of a CSV file that has exactly these columns, in any order.

    A byte order mark and Windows line ends, which spreadsheets write, are read as if they were not there.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = [title.strip() for title in next(rows, [])]
            if complaint := _header_complaint(header, columns):
                problems.append(Problem(name, 1, "", complaint))
                return
            row = 1
            for cells in rows:
                row += 1
                if not cells:
                    continue
                if len(cells) != len(header):
                    problems.append(
                        Problem(name, row, "", f"{len(cells)} cells where the header has {len(header)}; quote commas")
                    )
                    continue
                yield row, {t: c.replace("\r\n", "\n") for t, c in zip(header, cells, strict=True)}
    except FileNotFoundError:
        problems.append(Problem(name, 0, "", f"not found; it may be empty but for its header: {','.join(columns)}"))
    except UnicodeDecodeError:
        problems.append(_encoding_problem(path, name))
    except csv.Error as error:
        problems.append(Problem(name, row + 1, "", f"not CSV: {error}"))
    except OSError as error:
        problems.append(Problem(name, 0, "", f"can't be read: {error.strerror}"))


def _header_complaint(header: list[str], columns: tuple[str, ...]) -> str:
    missing = [c for c in columns if c not in header]
    extra = [h for h in header if h not in columns]
    if missing or extra or len(set(header)) != len(header):
        parts = [f"missing column {', '.join(missing)}"] if missing else []
        parts += [unknown("column", h, columns) for h in extra]
        parts += ["a column stands twice"] if len(set(header)) != len(header) else []
        return "; ".join(parts) + f"; the columns are {','.join(columns)}"
    return ""


def _encoding_problem(path: Path, name: str) -> Problem:
    for row, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            column = line[: error.start].count(b",") + 1
            try:
                line.decode("gb18030")
                guess = "it looks like GB18030 (GBK); "
            except UnicodeDecodeError:
                guess = ""
            return Problem(name, row, str(column), f"not UTF-8: {guess}save the table as UTF-8")
    return Problem(name, 0, "", "not UTF-8: save the table as UTF-8")


class _Cells:
    """The cells of one row, read as what they should be; complaints are collected."""

    def __init__(self, cells: dict[str, str], source: str, name: str, row: int) -> None:
        self.cells = cells
        self.source = source
        self.name = name
        self.row = row
        self.problems: list[Problem] = []

    def entity(self) -> Entity:
        return Entity(
            id=self.id(),
            source=self.source,
            classes=split_list(self.needed("class")),
            name=self.needed("name"),
            name_en=self.cells["name_en"],
            existence=self.code("existence", Existence),
            aliases=split_list(self.cells["aliases"]),
            aliases_en=split_list(self.cells["aliases_en"]),
            identifiers=self.pairs("identifiers"),
            status=self.code("status", Status),
            mentions=self.spans("mentions"),
        )

    def statement(self) -> Statement:
        return Statement(
            id=f"{self.source}/{self.id()}",
            source=self.source,
            subject=self.needed("subject"),
            predicate=self.needed("predicate"),
            object=self.cells["object"],
            text=self.cells["text"],
            modality=self.code("modality", Modality),
            basis=self.code("basis", Basis),
            status=self.code("status", Status),
            time=self.cells["time"],
            start=self.date("start"),
            end=self.date("end"),
            qualifiers=self.pairs("qualifiers"),
            evidence=self.spans("evidence"),
        )

    def observation(self) -> Observation:
        figure = self.spans("figure")
        if len(figure) > 1:
            self.complain("figure", "one span only: where the number stands")
        part_of = self.cells["part_of"]
        return Observation(
            id=f"{self.source}/{self.id()}",
            source=self.source,
            subject=self.needed("subject"),
            indicator=self.needed("indicator"),
            unit=self.needed("unit"),
            value=self.decimal("value"),
            value_max=self.decimal("value_max"),
            about=self.cells["about"],
            bound=self.code("bound", Bound),
            part_of=f"{self.source}/{part_of}" if part_of else "",
            modality=self.code("modality", Modality),
            status=self.code("status", Status),
            time=self.cells["time"],
            start=self.date("start"),
            end=self.date("end"),
            qualifiers=self.pairs("qualifiers"),
            figure=figure[0] if figure else None,
            evidence=self.spans("evidence"),
        )

    def complain(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.name, self.row, column, message))

    def needed(self, column: str) -> str:
        if not self.cells[column]:
            self.complain(column, "empty; it needs a value")
        return self.cells[column]

    def id(self) -> str:
        if not _ID.fullmatch(self.cells["id"]):
            self.complain(
                "id", f"{self.cells['id']!r} is no id: lower-case letters, digits and hyphens, as qingdao-hrss"
            )
        return self.cells["id"]

    def code(self, column: str, values: Any) -> Any:
        known = get_args(values)
        if self.cells[column] not in known:
            self.complain(column, unknown(column, self.cells[column], known) + f"; one of {', '.join(known)}")
        return self.cells[column]

    def date(self, column: str) -> str:
        if self.cells[column] and not _DATE.fullmatch(self.cells[column]):
            self.complain(column, f"{self.cells[column]!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD")
        return self.cells[column]

    def decimal(self, column: str) -> Decimal | None:
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
        found = []
        for item in split_list(self.cells[column]):
            key, sign, value = item.partition("=")
            if not (key and sign and value):
                self.complain(column, f"{item!r} is not key=value")
            found.append((key, value))
        return tuple(found)

    def spans(self, column: str) -> tuple[Evidence, ...]:
        found = []
        for item in split_list(self.cells[column]):
            match = _SPAN.fullmatch(item)
            if not match or int(match[1]) >= int(match[2]):
                self.complain(
                    column, f"{item!r} is no span: START-END#CHECKSUM with START below END, as 36-51#1f3e2bff"
                )
            else:
                found.append(Evidence(self.source, int(match[1]), int(match[2]), match[3] or ""))
        return tuple(found)


def row_of(record: Entity | Statement | Observation) -> dict[str, str]:
    """The cells of a record's row; the inverse of reading it.

    Example:
        >>> row_of(Entity("laos", "countries", ("Country",), "老挝", aliases=("寮国",)))["aliases"]
        '寮国'
    """
    values: dict[str, Any] = msgspec.structs.asdict(record)
    if isinstance(record, Entity):
        values["class"] = join_list(record.classes)
    else:
        values["id"] = record.id.removeprefix(f"{record.source}/")
    if isinstance(record, Observation):
        values["part_of"] = record.part_of.removeprefix(f"{record.source}/")
    return {column: _cell(values[column]) for column in COLUMNS[table_of(record)]}


def table_of(record: Entity | Statement | Observation) -> str:
    """The table that a record is a row of.

    Example:
        >>> table_of(Statement("r/1", "r", "qingdao", "partnersWith", "gfm"))
        'statements.csv'
    """
    if isinstance(record, Entity):
        return "entities.csv"
    return "statements.csv" if isinstance(record, Statement) else "observations.csv"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, Evidence):
        return f"{value.start}-{value.end}" + (f"#{value.checksum}" if value.checksum else "")
    if isinstance(value, tuple):
        return join_list("=".join(v) if isinstance(v, tuple) else _cell(v) for v in value)
    return str(value)
