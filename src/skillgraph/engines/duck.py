"""DuckDB for SQL, and processes of this machine for Python."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from skillgraph.engines.engine import Guarded, unguarded
from skillgraph.model.errors import UsageError

R = TypeVar("R")
#: How often what was under way is begun again after a process was killed.
_TRIES = 4


class DuckDB:
    """An engine within this program.

    Args:
        folder: for what does not fit into memory.
    """

    def __init__(self, folder: Path) -> None:
        self._database = duckdb.connect()
        self._database.execute(f"SET temp_directory = {_quoted(folder)}")
        # Order is asked for where it matters.
        self._database.execute("SET preserve_insertion_order = false")
        self._pool: ProcessPoolExecutor | None = None

    def table(self, name: str, folder: Path) -> None:
        """As `Engine.table`."""
        files = str(folder / "**" / "*.parquet")
        self._database.read_parquet(files).create_view(name, replace=True)

    def write(self, sql: str, folder: Path, by: str = "") -> None:
        """As `Engine.write`."""
        folder.mkdir(parents=True)
        place = _quoted(folder if by else folder / "all.parquet")
        options = f", PARTITION_BY ({by})" if by else ""
        self._database.execute(f"COPY ({sql}\n) TO {place} (FORMAT parquet, COMPRESSION zstd{options})")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As `Engine.rows`."""
        return self._database.execute(sql).fetchall()

    def run(self, task: Callable[[int], R], numbers: Sequence[int], done: Callable[[], None]) -> list[R]:
        """As `Engine.run`."""
        found: dict[int, R] = {}
        for _ in range(_TRIES):
            left = [number for number in numbers if number not in found]
            if not left:
                break
            pool = self._processes()
            try:
                waiting: dict[Future[R], int] = {pool.submit(Guarded(task), number): number for number in left}
                for future in as_completed(waiting):
                    found[waiting[future]] = future.result()
                    done()
            except BrokenProcessPool:
                # All its processes end with one of them; what is done by now is known.
                found |= {n: f.result() for f, n in waiting.items() if f.done() and f.exception() is None}
                self._end_processes()
        if lost := [number for number in numbers if number not in found]:
            raise UsageError(
                f"processes ended {_TRIES} times before {len(lost)} partitions were done, for want of memory perhaps; "
                "more partitions take less each: --partitions"
            )
        return unguarded([found[number] for number in numbers])

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A process that forks with DuckDB's threads in it may hang.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(os.cpu_count() or 1, context, _leave_interrupts)
        return self._pool

    def _end_processes(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        """As `Engine.close`."""
        self._end_processes()
        self._database.close()


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that started this one, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
