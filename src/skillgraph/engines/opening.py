"""Which engines there are, and what each needs to be installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.model.errors import UsageError, missing_extra

if TYPE_CHECKING:
    from skillgraph.engines.engine import Engine

ENGINES = ("duckdb", "spark")


def engine(name: str, master: str = "") -> Callable[[Path, int], Engine]:
    """What starts an engine.

    Args:
        name: one of `ENGINES`.
        master: where Spark runs; by default on all cores of this machine.

    Raises:
        UsageError: what it needs is not installed.
    """
    if name == "duckdb":
        if master:
            raise UsageError("--master is for --engine spark; DuckDB runs in this program")
        try:
            from skillgraph.engines.duck import DuckDB
        except ModuleNotFoundError:
            raise missing_extra("The engine DuckDB", "scale") from None
        return lambda folder, partitions: DuckDB(folder)
    try:
        from skillgraph.engines.spark import HERE, Spark
    except ModuleNotFoundError:
        raise missing_extra("The engine Spark", "spark") from None
    return lambda folder, partitions: Spark(master or HERE, partitions)
