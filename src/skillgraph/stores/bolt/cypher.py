"""Reading a property graph with Cypher, on any server that speaks Bolt."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from skillgraph.graph.results import Rows, Value
from skillgraph.model.errors import QueryError, SkillgraphError, UsageError
from skillgraph.stores import check_timeout
from skillgraph.stores.bolt.accepted import check_accepted, may_explain
from skillgraph.stores.bolt.background_loop import BackgroundLoop
from skillgraph.stores.bolt.connection import (
    PROBE,
    check_neo4j,
    is_arcade,
    open_async_driver,
    refusal,
    timed_out,
    translated,
)
from skillgraph.stores.bolt.values import plain_value, unnamed_ends
from skillgraph.stores.slips import asks_no_graph, cypher_slip, without_semicolon

if TYPE_CHECKING:
    from neo4j import AsyncDriver, AsyncSession, AsyncTransaction

_Read = TypeVar("_Read")
#: Runs an accepted text on a driver with parameters, for so many seconds, and reads the answer.
_Run = Callable[["AsyncDriver", str, dict[str, Any], float], Awaitable[_Read]]
#: Seconds beyond the time limit that a server has to stop by itself before the client ends the matter.
GRACE = 1.0


class CypherStore:
    """A property graph on a server, for reading only; one query at a time."""

    #: What is held of the graph's folder as long as this lives, if it is one of a folder.
    reads: object = None

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
        self._driver: AsyncDriver | None = None
        self._loop: BackgroundLoop | None = None
        self._lock = threading.Lock()
        self._known = False

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
        loop, self._loop = self._loop, None
        if loop is not None:
            try:
                if driver is not None:
                    loop.run(driver.close())
            finally:
                loop.close()

    def query(self, text: str, parameters: Mapping[str, Value] | None = None, *, timeout: float = 30.0) -> Rows:
        """Run one query that only reads.

        Args:
            text: Cypher.
            parameters: Values for the `$names` in the text; the server binds them.
            timeout: Seconds the query may take.

        Returns:
            The columns, and the rows as plain values: a node is `{"id", "labels", "properties"}`, a relationship
            `{"id", "type", "start", "end", "properties"}`, a path `{"nodes", "relationships"}`, a moment or a span
            of time ISO 8601 text.

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
        return self._checked(text, parameters, timeout, self._run)

    def _checked(self, text: str, parameters: Mapping[str, Value] | None, timeout: float, run: _Run[_Read]) -> _Read:
        """Run a query unless it can't be one, and say what is wrong with it; `run` reads what the server answers."""
        check_timeout(timeout)
        if not text.strip():
            raise QueryError("the query is empty")
        if reason := asks_no_graph(text):
            raise QueryError(reason)
        try:
            return self._query(without_semicolon(text), dict(parameters or {}), timeout, run)
        except QueryError as error:
            if type(error) is QueryError and (slip := cypher_slip(text)):
                raise QueryError(f"{slip}\n{error}") from None
            raise

    def _query(self, text: str, bound: dict[str, Any], timeout: float, run: _Run[_Read]) -> _Read:
        """Run a query that is not empty."""
        with self._lock, translated(self._uri, timeout, self._unavailable):
            loop = self._ready()
            try:
                return loop.run(self._answer(text, bound, timeout, run), timeout + GRACE, self._abort)
            except TimeoutError:
                raise timed_out(timeout) from None

    def _ready(self) -> BackgroundLoop:
        """Give the loop in which queries run, made at the first use.

        Cancelling is the one way in which the driver lets a query be ended while it waits for the server.
        """
        if self._loop is None:
            self._loop = BackgroundLoop()
        return self._loop

    def _abort(self) -> None:
        """End what cancelling the query does not end: nothing here, since that closes its connection."""

    async def _answer(self, text: str, parameters: dict[str, Any], timeout: float, run: _Run[_Read]) -> _Read:
        """Ask the server whether the query only reads, then run it."""
        if self._driver is None:
            self._driver = open_async_driver(self._uri, self._auth)
        accepted = await self._examine(self._driver, text, parameters, timeout)
        return await run(self._driver, accepted, parameters, timeout)

    def _session(self, driver: AsyncDriver) -> AsyncSession:
        """Open a session for reading."""
        return driver.session(database=self._database, default_access_mode="READ")

    def _unavailable(self) -> SkillgraphError | None:
        """Give the error for a server that does not answer, if it is not the usual one."""
        return None

    async def _examine(self, driver: AsyncDriver, text: str, parameters: dict[str, Any], timeout: float) -> str:
        """Give the text to run; refuse one that would write, going by what the server itself says of it."""
        import neo4j

        agent = (await driver.get_server_info()).agent
        if is_arcade(agent):
            # It neither tells writes in advance nor keeps a session to reading.
            raise UsageError(f"{self._uri} is an ArcadeDB, which cannot be kept from writing over Bolt: use Neo4j")
        async with self._session(driver) as session:
            if not self._known:
                check_neo4j(self._uri, agent, await (await session.run(PROBE)).consume())
                self._known = True
            try:
                explained = await session.run(neo4j.Query("EXPLAIN " + text, timeout=timeout), parameters)
                summary = await explained.consume()
            except neo4j.exceptions.CypherSyntaxError:
                if may_explain(text):
                    raise  # What can't be explained for being explained already was not looked at.
                return text  # `_run` meets the error again, with positions that fit the text.
        if summary.query_type != "r":
            raise refusal()
        check_accepted(summary.plan, text)
        return text

    async def _run(self, driver: AsyncDriver, text: str, parameters: dict[str, Any], timeout: float) -> Rows:
        """Run the query in a transaction that is always rolled back."""
        async with (
            self._session(driver) as session,
            await session.begin_transaction(timeout=timeout) as transaction,
        ):
            return await collect(transaction, text, parameters)


async def collect(session: AsyncSession | AsyncTransaction, text: str, parameters: dict[str, Any]) -> Rows:
    """Run a query and read all of its rows.

    Args:
        session: Where to run it.
        text: Cypher.
        parameters: Values for the `$names` in the text.

    Returns:
        Its columns and plain rows.

    Raises:
        WriteRefused: The server says afterwards that the query has written.

    Example:
        >>> (await collect(session, "RETURN 1 AS x", {})).rows  # doctest: +SKIP
        [(1,)]
    """
    result = await session.run(text, parameters)
    columns = tuple(result.keys())
    records = [tuple(record.values()) async for record in result]
    if (await result.consume()).query_type not in ("r", None):
        raise refusal()
    ids: dict[str, str] = {}
    if ends := sorted({end for record in records for value in record for end in unnamed_ends(value)}):
        # Of the ends of a relationship, Bolt says no more than how the server calls them.
        named = await session.run(_IDS, {"ends": ends})
        ids = {end: id async for end, id in named}
    return Rows(columns, [tuple(plain_value(value, ids) for value in record) for record in records])


_IDS = "MATCH (n) WHERE elementId(n) IN $ends AND n.id IS NOT NULL RETURN elementId(n), n.id"
