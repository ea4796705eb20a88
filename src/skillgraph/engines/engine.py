"""What an engine does: it runs SQL over Parquet folders, and a function of Python for each of some numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from skillgraph.model.errors import DataError, SkillgraphError, UsageError

R = TypeVar("R")


class Engine(Protocol):
    """DuckDB with processes of this machine, or Spark."""

    def table(self, name: str, folder: Path) -> None:
        """Gives the Parquet files of a folder, of which there is one at least, a name that SQL knows."""

    def write(self, sql: str, folder: Path, by: str = "") -> None:
        """Writes what a query gives as Parquet files, with `by` in a folder `BY=VALUE` for each of its values."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query gives, for few rows."""

    def run(self, task: Callable[[int], R], numbers: Sequence[int], done: Callable[[], None]) -> list[R]:
        """Runs a task for each number, several at once; one whose process is killed is run again.

        Args:
            task: can be pickled, as can what it gives; it may be run twice.
            numbers: what it is run with.
            done: called as each is done, where that is known.
        """

    def close(self) -> None:
        """Ends what was started."""


@cache
def sql(name: str) -> str:
    """A step, in the SQL that both engines speak."""
    return (files("skillgraph.engines") / "sql" / f"{name}.sql").read_text("utf-8")


class Refused(msgspec.Struct):
    """An error of ours that comes back from another process, in which it must not end the work of others."""

    is_data: bool
    message: str


class Guarded:
    """A task that gives errors of ours back: an engine would run it again, and tell of them at length.

    Example:
        >>> def task(number: int) -> int:
        ...     raise DataError("row 3 is wrong")
        >>> Guarded(task)(1)
        Refused(is_data=True, message='row 3 is wrong')
    """

    def __init__(self, task: Callable[[int], Any]) -> None:
        self._task = task

    def __call__(self, number: int) -> Any:
        """What the task gives for a number."""
        try:
            return self._task(number)
        except SkillgraphError as error:
            return Refused(isinstance(error, DataError), str(error))


def unguarded(found: list[Any]) -> list[Any]:
    """What tasks gave; raises the first error of ours."""
    for result in found:
        if isinstance(result, Refused):
            raise (DataError if result.is_data else UsageError)(result.message)
    return found
