"""Cypher without a server of one's own: ArcadeDB from a wheel, started for as long as it is used."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skillgraph.graph.results import Rows
from skillgraph.model.errors import DataError, EngineEnded, QueryError, UsageError
from skillgraph.stores.bolt.background_loop import BackgroundLoop
from skillgraph.stores.bolt.connection import refusal
from skillgraph.stores.bolt.cypher import CypherStore, collect
from skillgraph.stores.local.kept_database import KeptDatabase, shortage
from skillgraph.writing.cache import cache_folder
from skillgraph.writing.files import whole_file
from skillgraph.writing.workshop import open_temporary_folder

if TYPE_CHECKING:
    from neo4j import AsyncDriver

#: Run by its path, because `python -m` would need the package on the child's own search path.
SERVER = Path(__file__).with_name("arcadedb_server.py")
#: How often a kept database is opened that turns out to be damaged; in between it is made again.
_TRIES = 2
#: Seconds that Java may take to write down its classes; on a machine that has nothing else to do it takes two.
_WRITING = 60
#: How many installations of a user have their classes kept, each about 54 MB.
_KEPT = 3
#: What a session of its own is on Windows.
_OWN_GROUP = 0
if sys.platform == "win32":
    _OWN_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP


class EmbeddedCypher(CypherStore):
    """A property graph from two files, for reading only, on an ArcadeDB of its own.

    The database is a process of its own: a query that does not stop in time is ended together with it, and
    the next query starts it again on the files it left. No process stays behind, however the program ends, and no
    file but the database where it is to be kept.
    """

    def __init__(
        self,
        nodes: Path,
        relationships: Path,
        keep: Path | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Load the graph, unless it is loaded already, and start the database.

        Args:
            nodes: JSON lines, each `{"id", "labels", "properties"}`.
            relationships: JSON lines, each `{"id", "type", "start", "end", "properties"}`.
            keep: A folder in which the loaded database stays for whoever opens these files next. Where that can't be
                written, or without one, the database goes with the program.
            progress: Called while a database is made with how many lines of the files are loaded, and how many
                there are.

        Raises:
            DataError: The files make no graph, or the database does not start.

        Example:
            >>> with EmbeddedCypher(Path("nodes.jsonl"), Path("relationships.jsonl")) as store:  # doctest: +SKIP
            ...     store.query("MATCH (n) RETURN count(n)").rows
            [(1500,)]
        """
        super().__init__("", database="graph")
        self._columns: tuple[str, ...] = ()
        self._progress = progress
        #: The last line of what Java says by itself where the answers come.
        self._said = ""
        #: Where Java's classes are to be kept if it writes them.
        self._classes: Path | None = None
        self._files = (nodes.absolute(), relationships.absolute())
        self._kept = KeptDatabase(keep.absolute(), self._files) if keep else None
        self._home, remove = open_temporary_folder()
        # Finalizers run at the end of the program too, the latest first: no process outlives its directory.
        self._stop: Callable[[], object] = lambda: None
        self._remove = weakref.finalize(self, remove)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the database and delete its files; the store is of no use afterwards.

        The first database of a user takes some seconds for it, in which Java writes down its classes for later ones.
        """
        super().close()
        if self._remove.alive:
            try:
                self._keep_classes()
            finally:
                self._stop()
                self._remove()
                if self._kept:
                    self._kept.let_go()

    def stream(
        self,
        text: str,
        parameters: Mapping[str, Any],
        take: Callable[[list[Any]], None],
        *,
        timeout: float,
    ) -> tuple[str, ...]:
        """Run one query that only reads, and hand on each record as it comes, with the values that the driver has.

        Args:
            text: Cypher.
            parameters: Values for the `$names` in the text, also those that only the driver has, as dates.
            take: Gets the values of each record; what it raises ends the query.
            timeout: Seconds the query may take.

        Returns:
            The columns.

        Raises:
            QueryError: As `query`.
        """

        async def run(driver: AsyncDriver, accepted: str, bound: dict[str, Any], timeout: float) -> tuple[str, ...]:
            async with self._session(driver) as session:
                result = await session.run(accepted, bound)
                columns = tuple(result.keys())
                async for record in result:
                    take(record.values())
                return columns or self._columns

        return self._checked(text, parameters, timeout, run)

    def _start(self) -> None:
        """Start the process and wait until it serves."""
        access = self._start_on_kept() or self._start_on_own()
        if "port" not in access:
            raise DataError(f"the embedded Cypher database does not start: {access['error']}")
        self._uri = f"bolt://127.0.0.1:{access['port']}"
        self._auth = ("root", access["password"])
        self._classes = Path(access["classes"]) if access["classes"] else None

    def _keep_classes(self) -> None:
        """Have Java write down its classes for later starts, unless that is done, or the program has been stopped."""
        if self._classes is None or sys.exception() or self._process.poll() is not None:
            return
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._process.stdin.write('{"end": true}\n')
            self._process.stdin.flush()
            self._process.wait(_WRITING)
            self._classes.parent.mkdir(parents=True, exist_ok=True)
            with (self._home / "classes").open("rb") as made, whole_file(self._classes) as kept:
                shutil.copyfileobj(made, kept)
            # Of other installations, and of those that are no more.
            others = sorted(self._classes.parent.glob("java-*.aot"), key=lambda path: path.stat().st_mtime)
            for old in others[:-_KEPT]:
                old.unlink()

    def _start_on_kept(self) -> dict[str, Any] | None:
        """Start the process on the database that is kept, which is made if need be; None where none can be."""
        if self._kept is None:
            return None
        for _ in range(_TRIES):
            try:
                with self._kept.place() as (made, databases):
                    access = self._launch(made, databases)
            except OSError:
                break
            if "damaged" not in access:
                return access
            self._stop()
            self._kept.remove()
        return None

    def _start_on_own(self) -> dict[str, Any]:
        """Start the process on a database that goes with it."""
        made, databases = self._home / "making", self._home / "databases"
        if not databases.exists() and (lacking := shortage(self._home, self._files)):
            needed, free = (f"{number >> 20:,} MB" for number in lacking)
            raise DataError(
                f"the Cypher database of this graph needs {needed} in {self._home.parent}, and {free} are free: "
                "TMPDIR names another folder"
            )
        return self._launch(made, databases)

    def _launch(self, made: Path, databases: Path) -> dict[str, Any]:
        """Start the process and give what it says when it serves, or why it does not.

        Args:
            made: The folder in which the database is made.
            databases: The folder in which it is then, or was before.
        """
        places = (self._home, *self._files, made, databases, *_cache())
        command = [sys.executable, "-P", str(SERVER), *map(str, places)]
        with (self._home / "errors.log").open("wb") as errors:
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    cwd=self._home,
                    # Ctrl-C is for the program; the end of the pipe is what ends the database.
                    start_new_session=True,
                    creationflags=_OWN_GROUP,
                    # Java's own words come in the encoding of the system.
                    encoding="utf-8",
                    errors="replace",
                )
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.ENOMEM):
                    raise
                raise DataError(
                    "the embedded Cypher database does not start: the system allows no more processes or memory"
                ) from None
        self._stop = weakref.finalize(self, _end, self._process)
        # The driver takes about as long to import as the database to start: both at once.
        import neo4j  # noqa: F401

        try:
            while (answer := self._receive()) and "done" in answer:
                if self._progress:
                    self._progress(answer["done"], answer["lines"])
            return answer or {"error": self._last_words()}
        except BaseException:
            self._stop()
            raise

    def _receive(self) -> dict[str, Any] | None:
        """Read the next answer of the process, past anything else that Java prints; None if it has ended."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
            self._said = line.strip() or self._said
        return None

    def _last_words(self) -> str:
        """Give the last line that the process wrote before it ended."""
        log = self._home / "errors.log"
        said = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""
        return said.rpartition("\n")[2] or self._said or "its process ended without a word"

    def _ready(self) -> BackgroundLoop:
        """Give the loop, with a new process if the last one had to be ended."""
        if not self._remove.alive:
            raise UsageError("the embedded graph is closed")
        if self._process.poll() is not None:
            super().close()
            self._stop()
            self._start()
        return super()._ready()

    def _abort(self) -> None:
        """End the process: a thread of Java cannot be ended from outside."""
        self._process.kill()
        self._process.wait()

    def _unavailable(self) -> QueryError:
        """Give the error for a database that went away under a query."""
        return EngineEnded("the embedded database ended under the query, probably for want of memory: narrow it")

    async def _examine(self, driver: AsyncDriver, text: str, parameters: dict[str, Any], timeout: float) -> str:
        """Refuse a query that would write or be answered wrongly, and give the database its time limit.

        A read-only ArcadeDB takes text it cannot parse for a write, so the parser is asked here. That holds up
        the loop, which has nothing else to do; `_abort` ends it.
        """
        assert self._process.stdin is not None
        try:
            request = {"query": text, "milliseconds": max(1, int(timeout * 1000))}
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._receive()
        except OSError:
            raise self._unavailable() from None
        if answer is None:
            raise self._unavailable()
        if "error" in answer:
            raise QueryError(answer["error"].partition("\n")[0])
        if answer["writes"]:
            raise refusal()
        self._columns = tuple(answer["columns"])
        return str(answer["query"])

    async def _run(self, driver: AsyncDriver, text: str, parameters: dict[str, Any], timeout: float) -> Rows:
        """Run the query without a transaction, which a read-only ArcadeDB does not begin."""
        async with self._session(driver) as session:
            found = await collect(session, text, parameters)
        # Over Bolt, ArcadeDB names no columns where there is no row.
        return found if found.columns else Rows(self._columns, [])


def _cache() -> list[Path]:
    """Give the folder for Java's classes, if there can be one; what is thrown away after a run makes none."""
    if "CI" in os.environ:
        return []
    # A user may have no home.
    with contextlib.suppress(OSError, RuntimeError):
        return [cache_folder().absolute()]
    return []


def _end(process: subprocess.Popen[str]) -> None:
    """End the process at once, and a Java that writes down its classes: it has nothing open for writing."""
    if process.poll() is None and sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What a request left in the buffer has nowhere to go any more.
            with contextlib.suppress(OSError):
                pipe.close()
