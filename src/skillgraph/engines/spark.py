"""Spark for SQL and for Python, on this machine or on a cluster."""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import SparkSession

from skillgraph.engines.engine import Guarded, unguarded
from skillgraph.model.errors import UsageError

R = TypeVar("R")
#: All cores of this machine; what is killed is run again, as on a cluster.
HERE = "local[*,4]"


class Spark:
    """An engine on many machines that share a file system.

    Args:
        master: where it runs, as `--master` of spark-submit has it.
        shuffles: how many partitions a join has.

    Raises:
        UsageError: it does not start.
    """

    def __init__(self, master: str, shuffles: int) -> None:
        # Workers on this machine have the same Python; on others, whoever set them up says which.
        if master.startswith("local"):
            os.environ["PYSPARK_PYTHON"] = sys.executable
        quiet = Path(__file__).with_name("log4j2.properties").as_uri()
        settings = {
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
            "spark.log.level": "ERROR",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": str(shuffles),
            "spark.sql.parquet.compression.codec": "zstd",
        }
        builder = SparkSession.builder.master(master).appName("skillgraph build")
        for name, value in settings.items():
            builder = builder.config(name, value)
        try:
            with _unexcited():
                self._session = builder.getOrCreate()
        except Exception as error:  # whatever Java, or the master, says
            raise UsageError(f"Spark does not start on {master}: {str(error).strip().splitlines()[0]}") from None

    def table(self, name: str, folder: Path) -> None:
        """As `Engine.table`."""
        files = self._session.read.option("recursiveFileLookup", "true").parquet(str(folder))
        files.createOrReplaceTempView(name)

    def write(self, sql: str, folder: Path, by: str = "") -> None:
        """As `Engine.write`."""
        found = self._session.sql(sql)
        if by:
            # One file for a partition, not one for each of those of the join before.
            found.repartition(by).write.partitionBy(by).parquet(str(folder))
        else:
            found.write.parquet(str(folder))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As `Engine.rows`."""
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def run(self, task: Callable[[int], R], numbers: Sequence[int], done: Callable[[], None]) -> list[R]:
        """As `Engine.run`."""
        guarded = cloudpickle.dumps(Guarded(task))

        def of_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            work = pickle.loads(guarded)  # noqa: S301 - what this program pickled
            for batch in batches:
                for at in batch.column(0).to_pylist():
                    result = pickle.dumps((at, work(numbers[at])))
                    yield pa.RecordBatch.from_pylist([{"result": result}])

        count = len(numbers)
        with _unexcited():
            rows = self._session.range(0, count, 1, count).mapInArrow(of_batches, "result binary").collect()
        found = dict(pickle.loads(row[0]) for row in rows)  # noqa: S301 - as above
        for _ in numbers:
            done()
        return unguarded([found[at] for at in range(count)])

    def close(self) -> None:
        """As `Engine.close`."""
        self._session.stop()


@contextmanager
def _unexcited() -> Iterator[None]:
    """PySpark warns of versions of pandas, which has no part in this."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield
