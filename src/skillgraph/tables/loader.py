"""What a loader is, and the folder that most are: source.toml and its tables, of which sections.csv may be missing.

Rows are streamed. What is wrong with a table is collected as `Problem`s that name file, row and column, so that a
person can mend all of it at once. Rows are counted as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import codecs
import hashlib
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar, get_args

import msgspec

from skillgraph.documents.csv_rows import TableWriter, read_remarks, read_rows, table_file
from skillgraph.documents.plain_files import read_plain
from skillgraph.mapping.fields import ENTITY, OBSERVATION, SECTION, STATEMENT, TABLES, Table
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.naming import is_source_id
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.tables.cells import Cells, cell
from skillgraph.writing.files import whole_text

_TABLES = {t.file: t for t in TABLES.values() if t.record is not Document}
COLUMNS = {file: tuple(table.columns) for file, table in _TABLES.items()}

#: The tables that every loader's folder has; sections.csv is for documents that have sections.
NEEDED = tuple(file for file in COLUMNS if file != SECTION.file)

#: Columns that a table may leave out.
OPTIONAL = frozenset(column for t in _TABLES.values() for column, field in t.columns.items() if field.optional)

#: Bytes of a source.toml.
_LONGEST_SOURCE = 1_000_000

R = TypeVar("R", Entity, Section, Statement, Observation)


class Loader(Protocol):
    """A source: its document, and the rows of its tables as records.

    Rows may be read again and again; what can't be read goes to `problems`, and the rows that are wrong are left out.
    """

    @property
    def document(self) -> Document:
        """What the source is; its checksum is that of the tables as they were last read."""

    def name_of(self, table: str) -> str:
        """How messages call a table."""

    def entities(self, problems: list[Problem]) -> Iterator[tuple[int, Entity]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""

    def sections(self, problems: list[Problem]) -> Iterator[tuple[int, Section]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""

    def statements(self, problems: list[Problem]) -> Iterator[tuple[int, Statement]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""

    def observations(self, problems: list[Problem]) -> Iterator[tuple[int, Observation]]:
        """Row number and record of each row that can be read; what can't be goes to `problems`."""

    def entity_ids(self, problems: list[Problem]) -> set[str]:
        """The ids of all entities, those of rows with a wrong cell too; what is wrong with the file to `problems`."""


class RowLoader(ABC):
    """A loader that has rows of text, whatever they come from: their cells are read by one set of rules."""

    @property
    @abstractmethod
    def document(self) -> Document:
        """What the source is."""

    @abstractmethod
    def name_of(self, table: str) -> str:
        """How messages call a table."""

    @abstractmethod
    def rows(self, table: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row of a table."""

    def entities(self, problems: list[Problem]) -> Iterator[tuple[int, Entity]]:
        """As `Loader.entities`."""
        return self._records(ENTITY, problems)

    def sections(self, problems: list[Problem]) -> Iterator[tuple[int, Section]]:
        """As `Loader.sections`."""
        return self._records(SECTION, problems)

    def statements(self, problems: list[Problem]) -> Iterator[tuple[int, Statement]]:
        """As `Loader.statements`."""
        return self._records(STATEMENT, problems)

    def observations(self, problems: list[Problem]) -> Iterator[tuple[int, Observation]]:
        """As `Loader.observations`."""
        return self._records(OBSERVATION, problems)

    def entity_ids(self, problems: list[Problem]) -> set[str]:
        """As `Loader.entity_ids`."""
        return {cells["id"].strip() for _, cells in self.rows(ENTITY.file, problems)}

    def _records(self, table: Table[R], problems: list[Problem]) -> Iterator[tuple[int, R]]:
        source, name = self.document.id, self.name_of(table.file)
        for row, cells in self.rows(table.file, problems):
            reader = Cells(cells, source, name, row)
            record = reader.record(table)
            if reader.problems:
                problems.extend(reader.problems)
            else:
                yield row, record


class TableLoader(RowLoader):
    """One source's folder of tables.

    Args:
        folder: holds source.toml and the tables.

    Raises:
        DataError: source.toml is missing or wrong.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._document = msgspec.structs.replace(read_source(folder), tables_sha256=self._checksum())

    @property
    def document(self) -> Document:
        """What source.toml says."""
        return self._document

    def name_of(self, table: str) -> str:
        """The loader's folder and the file."""
        return f"{self.folder.name}/{table_file(self.folder / table).name}"

    def rows(self, table: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row of a table."""
        path = self.folder / table
        if table not in NEEDED and not table_file(path).exists():
            return iter(())
        return read_rows(path, COLUMNS[table], self.name_of(table), problems, OPTIONAL)

    def _checksum(self) -> str:
        """The SHA-256 of source.toml and the tables that are there, without what a spreadsheet changes in saving."""
        digest = hashlib.sha256()
        for path in (self.folder / "source.toml", *(table_file(self.folder / table) for table in COLUMNS)):
            if path.is_file():
                data = path.read_bytes()
                is_text = path.suffix in (".toml", ".csv")
                digest.update(data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n") if is_text else data)
        return digest.hexdigest()


def read_source(folder: Path) -> Document:
    """What the source.toml of a loader's folder says.

    Raises:
        DataError: it is missing or wrong.
    """
    # In a message, a name of two lines is one line.
    path = Path("\\n".join(str(folder / "source.toml").splitlines()))
    try:
        read = read_plain(folder / "source.toml", _LONGEST_SOURCE)
        document = msgspec.convert(tomllib.loads(read.decode("utf-8-sig")), Document)
    except FileNotFoundError:
        raise DataError(
            f"{path}: not found; a loader is a folder with source.toml and the tables {', '.join(NEEDED)}"
        ) from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: {error}") from None
    if not is_source_id(document.id):
        raise DataError(
            f"{path}: id is {document.id!r:.120}; a source is called by lower-case letters, digits and hyphens, "
            "as my-report-2024"
        )
    if document.id != folder.resolve().name:
        raise DataError(f"{path}: id is {document.id!r}, but the folder is {folder.resolve().name!r}")
    return document


def row_of(record: Entity | Section | Statement | Observation) -> dict[str, str]:
    """The cells of a record's row; the inverse of reading it.

    Example:
        >>> row_of(Entity("laos", "countries", ("Country",), "老挝", aliases=("寮国",)))["aliases"]
        '寮国'
    """
    row = {}
    for column, field in TABLES[type(record)].columns.items():
        value = getattr(record, field.name)
        if field.kind == "code" and field.optional and value == get_args(TABLES[type(record)].types[field.name])[0]:
            value = ""
        if not isinstance(record, Entity) and field.kind in ("id", "figure", "statement"):
            value = value.removeprefix(f"{record.source}/")
        row[column] = cell(value)
    return row


def table_of(record: Entity | Section | Statement | Observation) -> str:
    """The table that a record is a row of.

    Example:
        >>> table_of(Statement("r/1", "r", "qingdao", "partnersWith", "gfm"))
        'statements.csv'
    """
    return TABLES[type(record)].file


def rewrite(folder: Path, table: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Writes a table of a loader's folder anew, beside the old one until it is whole; a person's remarks are kept.

    Args:
        folder: of the loader.
        table: the name of the file.
        rows: all its rows.

    Raises:
        UsageError: it can't be written.
    """
    if (workbook := table_file(folder / table)).suffix != ".csv":
        raise UsageError(f"{workbook}: workbooks are read but not written to; save it as 'CSV UTF-8' first")
    try:
        with whole_text(folder / table) as file:
            remarks, remarked = read_remarks(folder / table)
            writer = TableWriter(file, (*COLUMNS[table], *remarks))
            writer.write_header()
            for cells in rows:
                writer.write({**cells, **remarked.get(cells["id"], {})})
    except OSError as error:
        raise UsageError(f"{folder / table}: can't be written: {error.strerror}") from None
