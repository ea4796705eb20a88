"""Parquet files of intermediate tables: their columns, how a partition is written, and how it is read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

#: How many rows are held before they are written, so that memory does not grow with a report.
_AT_A_TIME = 20_000
_TYPES = {
    "int": pa.int32(),
    "text": pa.string(),
    "yes": pa.bool_(),
    "bytes": pa.binary(),
    "texts": pa.list_(pa.string()),
}


def schema(columns: str) -> pa.Schema:
    """The columns of a table, as `id:text kept:yes`."""
    return pa.schema([(name, _TYPES[kind]) for name, _, kind in (c.partition(":") for c in columns.split())])


class Attempt:
    """The files of one task, which take their places together when all are written.

    A task that is killed, or run twice, leaves nothing half there: what it writes has names that depend on its work
    alone, and content too.

    Args:
        making: the folder in which unfinished files may be left.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     with Attempt(Path(name) / "making") as attempt:
        ...         _ = attempt.path(Path(name) / "done" / "a").write_text("", encoding="utf-8")
        ...     [p.name for p in (Path(name) / "done").iterdir()]
        ['a']
    """

    def __init__(self, making: Path) -> None:
        self._folder = making / secrets.token_hex(8)
        self._places: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for made, place in self._places.items():
            if kind is None:
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(made, place)
            else:
                made.unlink(missing_ok=True)
        self._folder.rmdir()

    def path(self, place: Path) -> Path:
        """Where a file is written that shall have a place."""
        made = self._folder / str(len(self._places))
        self._places[made] = place
        return made


class Writer:
    """A Parquet file that takes rows."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        self._schema = columns
        self._file = pq.ParquetWriter(path, columns, compression="zstd")
        self._rows: list[Sequence[Any]] = []

    def add(self, *row: Any) -> None:
        """Takes a row."""
        self._rows.append(row)
        if len(self._rows) >= _AT_A_TIME:
            self._flush()

    def close(self) -> None:
        """Writes what waits."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            columns = [pa.array(c, f.type) for c, f in zip(zip(*self._rows, strict=True), self._schema, strict=True)]
            self._file.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._rows.clear()


def write_rows(path: Path, columns: pa.Schema, rows: Sequence[Sequence[Any]]) -> None:
    """Writes a small table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = Writer(path, columns)
    for row in rows:
        writer.add(*row)
    writer.close()


def read_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a file, in their order, a few in memory at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_AT_A_TIME):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def partition(folder: Path, by: str, number: int) -> Iterator[Mapping[str, Any]]:
    """The rows of a partition of what an engine wrote; none where it wrote nothing for it."""
    for path in sorted((folder / f"{by}={number}").glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_AT_A_TIME):
                yield from batch.to_pylist()
