"""DuckDB for SQL, and processes of this machine for Python."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import duckdb

from skillgraph.engines.engine import Guarded, unguarded
from skillgraph.model.errors import UsageError
from skillgraph.processes.workers import Workers

R = TypeVar("R")
#: How often a partition may have its process killed.
_TRIES = 4


class DuckDB:
    """An engine within this program.

    Args:
        folder: for what does not fit into memory.
    """

    def __init__(self, folder: Path) -> None:
        self._database = duckdb.connect()
        self._database.execute(f"SET temp_directory = {_quoted(folder)}")
        # Its own limit is four fifths of the machine, which are then missing to everything else; beyond, it spills.
        self._database.execute("SET memory_limit = '25%'")
        # Order is asked for where it matters.
        self._database.execute("SET preserve_insertion_order = false")
        self._workers = Workers(os.cpu_count() or 1, _starting)

    def table(self, name: str, folder: Path) -> None:
        """As `Engine.table`."""
        files = str(folder / "**" / "*.parquet")
        self._database.read_parquet(files).create_view(name, replace=True)

    def write(self, sql: str, folder: Path, by: str = "") -> None:
        """As `Engine.write`."""
        folder.mkdir(parents=True)
        place = _quoted(folder if by else folder / "all.parquet")
        options = f", PARTITION_BY ({by})" if by else ""
        self._execute(f"COPY ({sql}\n) TO {place} (FORMAT parquet, COMPRESSION zstd{options})")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As `Engine.rows`."""
        return self._execute(sql).fetchall()

    def _execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._database.execute(sql)
        except duckdb.OutOfMemoryException:
            raise UsageError(
                "a step of SQL needs more than the quarter of this machine's memory that DuckDB may take; "
                "build on a larger machine, or with --engine spark"
            ) from None

    def run(self, task: Callable[[int], R], numbers: Sequence[int], done: Callable[[], None]) -> list[R]:
        """As `Engine.run`."""
        found = []
        guarded = Guarded(task)
        for result in self._workers.work([(guarded, number) for number in numbers], _lost, tries=_TRIES):
            if isinstance(result, _Failed):
                raise result.error
            found.append(result)
            done()
        return unguarded(found)

    def close(self) -> None:
        """As `Engine.close`."""
        self._workers.close()
        self._database.close()


class _Failed(NamedTuple):
    """What went wrong in a process, to be raised in the one that has a terminal."""

    error: Exception


def _starting() -> Callable[[tuple[Guarded, int]], Any]:
    return _run


def _run(item: tuple[Guarded, int]) -> Any:
    task, number = item
    try:
        return task(number)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return _Failed(error)


def _lost(item: object, reason: str) -> _Failed:
    less = "more partitions take less memory each: --partitions"
    return _Failed(UsageError(f"a partition was given up after {_TRIES} tries: {reason}; {less}"))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
