"""Reading a property graph with Cypher, on any server that speaks Bolt."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from skillgraph.errors import QueryError, SkillgraphError, UsageError
from skillgraph.results import Rows, Value
from skillgraph.stores import check_timeout
from skillgraph.stores.bolt import is_arcade, not_there, open_driver, refusal, timed_out, translated
from skillgraph.stores.bolt_values import plain_value

if TYPE_CHECKING:
    from neo4j import Driver, Result, Session

#: Seconds beyond the time limit that a server has to stop by itself before the client ends the matter.
GRACE = 1.0


class CypherStore:
    """A property graph on a server, for reading only; one query at a time."""

    def __init__(
        self,
        uri: str,
        *,
        username: str | None = None,
        password: str | None = None,
        database: str | None = None,
    ) -> None:
        """Remember where the server is; the first query connects.

        Args:
            uri: An address such as `bolt://localhost:7687` or `neo4j+s://example.org`.
            username: Left out where the server asks for none.
            password: Of that user.
            database: Its name; left out for the server's default database.

        Example:
            >>> with CypherStore("bolt://localhost:7687", username="neo4j", password="...") as store:
            ...     store.query("MATCH (n:School) RETURN count(n)").rows  # doctest: +SKIP
            [(12,)]
        """
        self._uri = uri
        self._auth = None if username is None else (username, password or "")
        self._database = database
        self._driver: Driver | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a later query opens a new one.

        Example:
            >>> CypherStore("bolt://localhost:7687").close()
        """
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def query(self, text: str, parameters: Mapping[str, Value] | None = None, *, timeout: float = 30.0) -> Rows:
        """Run one query that only reads.

        Args:
            text: Cypher.
            parameters: Values for the `$names` in the text; the server binds them.
            timeout: Seconds the query may take.

        Returns:
            The columns, and the rows as plain values: a node is its properties with `labels`, a relationship
            its properties with `type`, a path the list of both in turn, a moment or a span of time ISO 8601 text.

        Raises:
            WriteRefused: The query would write; nothing is changed.
            QueryTimeout: It took longer than `timeout`.
            QueryError: The server does not accept it or cannot finish it.
            UsageError: The server is not there, or does not let this user in.

        Example:
            >>> store = CypherStore("bolt://localhost:7687")
            >>> store.query("RETURN $x AS x", {"x": 1}).rows  # doctest: +SKIP
            [(1,)]
        """
        check_timeout(timeout)
        if not text.strip():
            raise QueryError("the query is empty")
        bound = dict(parameters or {})
        with self._lock:
            driver = self._connect()
            with self._deadline(timeout), translated(self._uri, timeout, self._unavailable):
                self._examine(driver, text, bound, timeout)
                return self._run(driver, text, bound, timeout)

    def _connect(self) -> Driver:
        """Give the driver, made at the first use."""
        if self._driver is None:
            self._driver = open_driver(self._uri, self._auth)
        return self._driver

    def _abort(self) -> None:
        """End the running query from another thread, where the server did not."""
        self.close()

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let Ctrl-C end a query at once; the driver would wait for the server to answer."""
        try:
            yield
        except KeyboardInterrupt:
            self._abort()
            raise

    def _session(self, driver: Driver) -> Session:
        """Open a session for reading."""
        return driver.session(database=self._database, default_access_mode="READ")

    @contextmanager
    def _deadline(self, timeout: float) -> Iterator[None]:
        """Abort what runs longer than the server is given, and call whatever follows a timeout."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._abort()

        timer = threading.Timer(timeout + GRACE, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception:
            if expired.is_set():
                timer.join()  # The next query must find the store as `_abort` leaves it.
                raise timed_out(timeout) from None
            raise
        finally:
            timer.cancel()

    def _unavailable(self) -> SkillgraphError:
        """Give the error for a server that does not answer."""
        return not_there(self._uri)

    def _examine(self, driver: Driver, text: str, parameters: dict[str, Any], timeout: float) -> None:
        """Refuse a query that would write, going by what the server itself says of it."""
        import neo4j

        if is_arcade(driver):
            # It neither tells writes in advance nor keeps a session to reading.
            raise UsageError(f"{self._uri} is an ArcadeDB, which cannot be kept from writing over Bolt: use Neo4j")
        with self._session(driver) as session, self._interruptible():
            try:
                explanation = neo4j.Query("EXPLAIN " + text, timeout=timeout)
                summary = session.run(explanation, parameters).consume()
            except neo4j.exceptions.CypherSyntaxError:
                return  # `_run` meets the error again, with positions that fit the text.
        if summary.query_type != "r" or _loads_files(summary.plan):
            raise refusal()

    def _run(self, driver: Driver, text: str, parameters: dict[str, Any], timeout: float) -> Rows:
        """Run the query in a transaction that is always rolled back."""
        with (
            self._session(driver) as session,
            session.begin_transaction(timeout=timeout) as transaction,
            self._interruptible(),
        ):
            return collect(transaction.run(text, parameters))


def collect(result: Result) -> Rows:
    """Read all the rows of a result.

    Args:
        result: What the driver gives for a query.

    Returns:
        Its columns and plain rows.

    Raises:
        WriteRefused: The server says afterwards that the query has written.

    Example:
        >>> collect(session.run("RETURN 1 AS x")).rows  # doctest: +SKIP
        [(1,)]
    """
    columns = tuple(result.keys())
    rows = [tuple(map(plain_value, record.values())) for record in result]
    if result.consume().query_type not in ("r", None):
        raise refusal()
    return Rows(columns, rows)


def _loads_files(plan: dict[str, Any] | None) -> bool:
    """Tell whether a plan reads files or addresses (LOAD CSV), which is not reading the graph."""
    return plan is not None and (
        str(plan.get("operatorType", "")).startswith("LoadCSV") or any(map(_loads_files, plan.get("children", [])))
    )
