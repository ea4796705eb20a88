"""A graph of skillgraph in a database of a Neo4j server: written, taken out again and read back, a source at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import SkillgraphError, UsageError
from skillgraph.model.records import Document, Record
from skillgraph.stores.bolt.connection import PROBE, check_neo4j, is_arcade, open_driver, translated
from skillgraph.stores.bolt.read import read_documents, read_records, rows
from skillgraph.stores.bolt.remove import remove_source, remove_terms
from skillgraph.stores.bolt.schema import check_names, drop_schema, turn
from skillgraph.stores.bolt.write import Counts, begin, derive, end, write_records, write_terms
from skillgraph.stores.target import PushTarget, SourceState

if TYPE_CHECKING:
    from neo4j import Driver, Session

#: The type is the way in: few statements and figures restate anything.
_RESTATING = (
    "MATCH (n:Skillgraph)-[:RESTATES]->(m:Skillgraph) WHERE m.source = $source AND n.source <> $source "
    "RETURN n.source, count(n)"
)
_UNFINISHED = "MATCH (d:Skillgraph:Document) WHERE d.unfinished RETURN d.id ORDER BY d.id"


class Neo4jGraph(PushTarget[Counts]):
    """A database of a Neo4j server, and the graph of skillgraph in it; other graphs in it are never touched.

    Args:
        uri: `bolt://localhost:7687`, `neo4j+s://example.org` ...
        username: left out where the server asks for none.
        password: of that user.
        database: its name; left out for the server's default database.
        waiting: is told if another push to the database is waited for.

    Example:
        >>> with Neo4jGraph("bolt://localhost:7687", username="neo4j", password="...") as target:  # doctest: +SKIP
        ...     target.push(skillgraph.load())
        Counts(nodes=941, relationships=2465)
    """

    def __init__(
        self,
        uri: str,
        *,
        username: str | None = None,
        password: str | None = None,
        database: str | None = None,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__(uri, "the database")
        self._waiting = waiting
        self._known = False
        self._database = database
        self._driver: Driver = open_driver(uri, None if username is None else (username, password or ""))

    def close(self) -> None:
        """Closes the connection."""
        self._driver.close()

    def documents(self) -> dict[str, Document]:
        """The sources that are in the database, by id; errors as `PushTarget.documents`."""
        return {d.id: d for d in read_documents(self._rows)}

    def plan(self, graph: GraphFolder, replace: Sequence[str] = ()) -> list[SourceState]:
        """As `PushTarget.plan`.

        Raises:
            DataError: a name is too long for Neo4j.
        """
        check_names(graph.records())
        return super().plan(graph, replace)

    def _write(self, graph: GraphFolder, states: list[SourceState], progress: Callable[[int], None]) -> Counts:
        # A record is written whole or not at all.
        done = 0

        def went_on(records: int) -> None:
            nonlocal done
            done += records
            progress(records)

        replaced = [state.source for state in states if state.action == "replace"]
        with self._turn(lambda: _went_away(self.uri, done)) as session:
            # Somebody else's turn may have changed what is there.
            super().plan(graph, replaced)
            begin(session, graph.documents)
            for source in replaced:
                remove_source(session, source)
            there = {d.id: d for d in read_documents(partial(rows, session))}
            counts = write_records(session, graph.records(), graph.documents, there, went_on)
            counts += write_terms(session)
            if there:
                derive(session)
            end(session, graph.documents)
        return counts

    def _restating(self, source: str) -> dict[str, int]:
        with self._session("READ") as session:
            return {str(other): count for other, count in session.run(_RESTATING, source=source).values()}

    def _take_out(self, source: str) -> int:
        with self._turn(partial(_went_away, self.uri)) as session:
            self.check_removal(source)
            begin(session, [source])
            kept = remove_source(session, source)
            derive(session)
            end(session, [source])
            if last := not self.documents():
                remove_terms(session)
        if last:
            with self._session("WRITE") as session:
                drop_schema(session)
        return kept

    def pull(self) -> Iterator[Record]:
        """The records that the database holds, streamed in the order of a built graph; errors as `PushTarget.pull`."""
        there = self._whole()
        if not there:
            raise UsageError(f"{self.uri}: no graph of skillgraph in this database; push one first")
        yield from read_records(self._rows)
        if self._whole() != there:
            raise self._changed()

    def _whole(self) -> dict[str, Document]:
        """The sources in the database, of which none is being written or removed."""
        if unfinished := [str(source) for (source,) in self._rows(_UNFINISHED)]:
            raise UsageError(
                f"{self.uri}: a push or removal of {', '.join(unfinished)} goes on there, or was stopped: "
                "wait for it, or give it again"
            )
        return self.documents()

    def _rows(self, query: str) -> Iterator[Sequence[Any]]:
        """The rows of a query's answer, streamed; each query has a session, so that two can be read side by side."""
        with self._session("READ") as session:
            yield from rows(session, query)

    @contextmanager
    def _turn(self, went_away: Callable[[], SkillgraphError]) -> Iterator[Session]:
        """A session for writing, while no other push or removal is at work in the database."""
        with (
            self._session("WRITE", went_away) as waiting,
            turn(waiting, self._waiting),
            self._session("WRITE", went_away) as session,
        ):
            yield session

    @contextmanager
    def _session(self, access: str, went_away: Callable[[], SkillgraphError] | None = None) -> Iterator[Session]:
        with translated(self.uri, unavailable=went_away):
            if is_arcade(self._driver.get_server_info().agent):
                raise UsageError(f"{self.uri} is an ArcadeDB, which push and pull do not write or read: use Neo4j")
            with self._driver.session(database=self._database, default_access_mode=access, fetch_size=2000) as session:
                if not self._known:
                    check_neo4j(self.uri, self._driver.get_server_info().agent, session.run(PROBE).consume())
                    self._known = True
                yield session


def _went_away(uri: str, done: int | None = None) -> UsageError:
    where = f" after {done} records" if done else ""
    return UsageError(
        f"the server at {uri} does not answer{where}; start it and give the command again: no record is half written"
    )
