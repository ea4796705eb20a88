"""The records back in loaders' folders, from which `build` makes the same graph: source.toml and tables each.

The tables' own form has less room than the records: it knows no line end but LF, no list whose only item is empty. What
it would not give back as it was is refused with its name, never altered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Self

import msgspec
import tomli_w

from skillgraph.documents.csv_rows import TableWriter
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.fields import TABLES
from skillgraph.model.errors import DataError
from skillgraph.model.naming import is_file_name
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.tables.cells import Cells
from skillgraph.tables.loader import COLUMNS, NEEDED, row_of, table_of


def write(graph: GraphFolder, folder: Path) -> None:
    """Writes a folder for each source of the graph into a folder.

    Args:
        graph: the graph; of a reference table it holds the rows that its reports use.
        folder: where the loaders' folders go.

    Raises:
        DataError: the tables can't hold a record as it is; nothing is left out in silence.
    """
    write_loaders(graph.records(), folder)


FORMAT = Format(write=write, folder=True)


def write_loaders(records: Iterable[Record], folder: Path) -> None:
    """Writes records as loaders' folders; documents come first.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     write_loaders([Document("r", "报告", "Report"), Entity("a", "r", ("City",), "甲市")], Path(name))
        ...     print((Path(name) / "r" / "entities.csv").read_text("utf-8").splitlines()[1])
        a,City,individual,甲市,,,,,,,reviewed,
    """
    with _Tables(folder) as tables:
        for record in records:
            if isinstance(record, Document):
                loader = folder / _folder_name(record.id)
                loader.mkdir()
                (loader / "source.toml").write_bytes(tomli_w.dumps(_source(record)).encode())
                for table in NEEDED:
                    tables.writer(record.id, table)
            else:
                for part in _rows(record):
                    tables.writer(part.source, table_of(part)).write(_checked_row(part))


class _Tables:
    """The tables of all sources, of which only the last of each kind is open: there may be thousands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[str, IO[str], TableWriter]] = {}

    def writer(self, source: str, table: str) -> TableWriter:
        if table in self._open:
            known, former, writer = self._open[table]
            if known == source:
                return writer
            former.close()
        path = self._folder / source / table
        is_new = not path.exists()
        file = path.open("a", encoding="utf-8", newline="")
        self._open[table] = (source, file, writer := TableWriter(file, COLUMNS[table]))
        if is_new:
            writer.write_header()
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for opened in self._open.values():
            opened[1].close()


def _rows(
    record: Entity | Section | Statement | Observation,
) -> Iterator[Entity | Section | Statement | Observation]:
    """The record as each source has it; what a rule derived, and the section it stands in, are in no table."""
    if isinstance(record, Entity):
        yield from (msgspec.structs.replace(part, derived=(), said_in=()) for part in record.descriptions)
    else:
        yield record if isinstance(record, Section) else msgspec.structs.replace(record, said_in="")


def _source(document: Document) -> dict[str, Any]:
    """What source.toml says: all but what is empty, and the checksum, which is computed from the tables."""
    values = msgspec.structs.asdict(msgspec.structs.replace(document, tables_sha256=""))
    needed = ("id", "title", "title_en", "kind", "language")
    return {name: value for name, value in values.items() if value not in ("", None) or name in needed}


def _folder_name(id: str) -> str:
    """A source's id as the name of its folder.

    Raises:
        DataError: it leads elsewhere.
    """
    if not is_file_name(id):
        raise DataError(f"{id!r} is the id of a source and can't be the name of a folder")
    return id


def _checked_row(record: Entity | Section | Statement | Observation) -> dict[str, str]:
    """The cells of a record, from which the same record is read again.

    Raises:
        DataError: it would be another.
    """
    table, row = table_of(record), row_of(record)
    cells = Cells({name: cell.replace("\r\n", "\n") for name, cell in row.items()}, record.source, table, 0)
    read = cells.record(TABLES[type(record)])
    if cells.problems:
        problem = cells.problems[0]
        raise DataError(f"{record.id!r} can't stand in {table}: {problem.column} {problem.message}")
    if read != record:
        lost = [n for n in record.__struct_fields__ if getattr(read, n) != getattr(record, n)]
        raise DataError(f"{record.id!r} can't stand in {table}: {', '.join(lost)} would not be read back as it is")
    return row
