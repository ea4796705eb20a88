"""Loaders in Python, for sources that need more than tables: a folder with a loader.py, or an installed package.

Both have functions called `entities`, `statements`, `observations`, and may have one called `sections`. Each yields
rows, as dictionaries of text with the columns of the table of that name, or records; either is held to the rules that
tables are held to. Rows count from 1.

A package offers a loader by the entry point group `skillgraph.loaders`, under the id of its document:

    [project.entry-points."skillgraph.loaders"]
    my-source = "my_package.loader"

What is offered, a module or an object, has a `document` (a `skillgraph.Document`, or a dictionary of what source.toml
would say) beside the functions, which take no argument; those of a loader.py take their folder.

Running a loader is running somebody's program: that happens only where a folder or a package is named.
"""

from __future__ import annotations

import hashlib
import runpy
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path

import msgspec

from skillgraph.mapping.fields import TABLES
from skillgraph.model.doors import load, reason, refused
from skillgraph.model.problems import Problem, unknown
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.tables.cells import Cells
from skillgraph.tables.loader import COLUMNS, NEEDED, RowLoader, TableLoader, read_source, row_of, table_of

GROUP = "skillgraph.loaders"
SCRIPT = "loader.py"

#: What the functions of a loader yield.
Item = Mapping[str, str] | Entity | Section | Statement | Observation


class _Rows:
    """The rows that functions yield, and a checksum of what each yielded when it last ran to its end."""

    def __init__(self, source: str, file: str) -> None:
        self._source = source
        self._file = file
        self._digests: dict[str, str] = {}

    def name_of(self, table: str) -> str:
        """How messages call what stands in for a table."""
        return f"{self._file}, {function_of(table)}()"

    @property
    def checksum(self) -> str:
        """One for all tables, for `Document.tables_sha256`."""
        text = "\n".join(f"{table} {self._digests.get(table, '')}" for table in COLUMNS)
        return hashlib.sha256(text.encode()).hexdigest()

    def read(
        self, table: str, function: Callable[[], Iterable[Item]], problems: list[Problem]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row; what is wrong with one, or an error of the function, goes to `problems`."""
        digest = hashlib.sha256()
        row = 0
        try:
            for row, item in enumerate(function(), 1):
                cells, complaints = self._cells(table, item)
                problems += [Problem(self.name_of(table), row, column, message) for column, message in complaints]
                if not complaints:
                    digest.update(msgspec.json.encode(cells))
                    yield row, cells
        except (Exception, SystemExit) as error:  # whatever somebody else's program raises
            problems.append(Problem(self.name_of(table), row + 1, "", f"{reason(error)}{_line(error)}"))
        self._digests[table] = digest.hexdigest()

    def _cells(self, table: str, item: object) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """The cells of a row, and what is wrong with them before anybody reads them."""
        columns = COLUMNS[table]
        if isinstance(item, Entity | Section | Statement | Observation):
            if table_of(item) != table:
                return {}, [("", f"a {type(item).__name__}, which stands in {function_of(table_of(item))}()")]
            cells = row_of(item)
            return cells, list(self._lost(table, item, cells))
        if not isinstance(item, Mapping):
            return {}, [("", f"{type(item).__name__}; a row is a dictionary or a record")]
        complaints = [(str(key), unknown("column", str(key), columns)) for key in item if key not in columns]
        for column, value in item.items():
            if not isinstance(value, str):
                complaints.append((str(column), f"{value!r} is {type(value).__name__}; a cell is text"))
            elif not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
                complaints.append((str(column), f"{value!r} holds half of a character"))
        return {column: item.get(column, "") for column in columns}, complaints

    def _lost(
        self, table: str, record: Entity | Section | Statement | Observation, cells: dict[str, str]
    ) -> Iterator[tuple[str, str]]:
        """What of a record a row has no room for."""
        if record.source != self._source:
            yield "source", f"{record.source!r}; the source is {self._source!r}"
            return
        reader = Cells(cells, self._source, "", 0)
        read = reader.record(TABLES[type(record)])
        if reader.problems:
            return  # which the tables' own rules report
        for name in record.__struct_fields__:
            if getattr(read, name) != getattr(record, name):
                yield name, f"{getattr(record, name)!r} would be read as {getattr(read, name)!r}"


def _line(error: BaseException) -> str:
    """Where in a loader.py an error arose."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == SCRIPT]
    return f" ({SCRIPT}, line {lines[-1]})" if lines else ""


def function_of(table: str) -> str:
    """The function that stands in for a table.

    Example:
        >>> function_of("entities.csv")
        'entities'
    """
    return table.removesuffix(".csv")


class ScriptLoader(RowLoader):
    """A folder with source.toml and a loader.py, whose functions stand in for tables; other tables may lie beside it.

    The program runs when rows are asked for, not before.

    Args:
        folder: of the loader.

    Raises:
        DataError: source.toml is missing or wrong.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._source = read_source(folder)
        self._tables = TableLoader(folder)
        self._rows = _Rows(self._source.id, f"{folder.name}/{SCRIPT}")
        self._functions: dict[str, Callable[[Path], Iterable[Item]]] | None = None

    @property
    def document(self) -> Document:
        """What source.toml says, with a checksum of the tables beside the program and of the rows that it yielded."""
        both = f"{self._tables.document.tables_sha256} {self._rows.checksum}"
        return msgspec.structs.replace(self._source, tables_sha256=hashlib.sha256(both.encode()).hexdigest())

    def name_of(self, table: str) -> str:
        """The folder, and the file of a table or the function that stands in for it."""
        if (self.folder / table).is_file():
            return self._tables.name_of(table)
        return self._rows.name_of(table)

    def rows(self, table: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row of a table."""
        function = self._run(problems).get(function_of(table))
        if (self.folder / table).is_file():
            if function is not None:
                message = f"stands beside {function_of(table)}() of {SCRIPT}; one of the two gives the rows"
                problems.append(Problem(self._tables.name_of(table), 0, "", message))
                return
            yield from self._tables.rows(table, problems)
        elif function is not None:
            yield from self._rows.read(table, partial(function, self.folder), problems)

    def _run(self, problems: list[Problem]) -> dict[str, Callable[[Path], Iterable[Item]]]:
        """The functions of the program, which is run once; what it raises goes to `problems`."""
        if self._functions is None:
            names = [function_of(table) for table in COLUMNS]
            try:
                found = runpy.run_path(str(self.folder / SCRIPT), run_name="skillgraph_loader")
                self._functions = {name: found[name] for name in names if callable(found.get(name))}
                if not self._functions:
                    message = f"has none of the functions {', '.join(map(function_of, NEEDED))}"
                    problems.append(Problem(f"{self.folder.name}/{SCRIPT}", 0, "", message))
            except (Exception, SystemExit) as error:  # whatever somebody else's program raises
                self._functions = {}
                problems.append(Problem(f"{self.folder.name}/{SCRIPT}", 0, "", f"{reason(error)}{_line(error)}"))
        return self._functions


class PackageLoader(RowLoader):
    """A loader that an installed package offers.

    Args:
        point: where the package says what it offers.

    Raises:
        UsageError: it can't be loaded, or is no loader; the message names it.
    """

    def __init__(self, point: EntryPoint) -> None:
        found = load(point, "loader")
        self._functions = {t: f for t in COLUMNS if callable(f := getattr(found, function_of(t), None))}
        if not self._functions:
            raise refused(point, "loader", f"has none of the functions {', '.join(map(function_of, NEEDED))}")
        try:
            self._source = msgspec.convert(msgspec.to_builtins(found.document), Document)
        except AttributeError:
            raise refused(point, "loader", "has no document") from None
        except (TypeError, msgspec.ValidationError) as error:
            raise refused(point, "loader", f"has a document that is none: {error}") from None
        if self._source.id != point.name:
            raise refused(point, "loader", f"has a document with another id, {self._source.id!r}")
        self._rows = _Rows(self._source.id, self._source.id)

    @property
    def document(self) -> Document:
        """What the package says, with a checksum of the rows that it yielded."""
        return msgspec.structs.replace(self._source, tables_sha256=self._rows.checksum)

    def name_of(self, table: str) -> str:
        """The loader's id and the function."""
        return self._rows.name_of(table)

    def rows(self, table: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row that a function yields; none where there is no such function."""
        if table in self._functions:
            yield from self._rows.read(table, self._functions[table], problems)
