"""A graph of skillgraph in a database of a Neo4j server: written, taken out again and read back, a source at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from skillgraph.errors import SkillgraphError, UsageError
from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Document, Record
from skillgraph.stores.bolt import is_arcade, open_driver, translated
from skillgraph.stores.neo4j_read import read_documents, read_records
from skillgraph.stores.neo4j_remove import remove_source
from skillgraph.stores.neo4j_write import Counts, derive, write_records, write_terms
from skillgraph.stores.push_plan import SourceState, plan_push, require_source

if TYPE_CHECKING:
    from neo4j import Driver, Session

_HOLDER = "the database"

#: What every push makes sure of first. Only the first is needed to write; the others are for who asks by name.
SCHEMA = (
    "CREATE CONSTRAINT skillgraph_id IF NOT EXISTS FOR (n:Skillgraph) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX skillgraph_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE FULLTEXT INDEX skillgraph_names IF NOT EXISTS FOR (n:Entity) "
    "ON EACH [n.name, n.nameEn, n.aliases, n.aliasesEn, n.otherNames] OPTIONS {indexConfig: "
    "{`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}}",
)


class Neo4jGraph:
    """A database of a Neo4j server, and the graph of skillgraph in it; other graphs in it are never touched.

    Args:
        uri: `bolt://localhost:7687`, `neo4j+s://example.org` ...
        username: left out where the server asks for none.
        password: of that user.
        database: its name; left out for the server's default database.

    Example:
        >>> with Neo4jGraph("bolt://localhost:7687", username="neo4j", password="...") as target:  # doctest: +SKIP
        ...     target.push(skillgraph.load())
        Counts(nodes=941, relationships=2465)
    """

    def __init__(
        self, uri: str, *, username: str | None = None, password: str | None = None, database: str | None = None
    ) -> None:
        self._uri = uri
        self._database = database
        self._driver: Driver = open_driver(uri, None if username is None else (username, password or ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        self._driver.close()

    def documents(self) -> dict[str, Document]:
        """The sources that are in the database, by id.

        Raises:
            UsageError: the server is not there or does not let this user in.
            QueryError: there is no such database.
        """
        with self._session("READ") as session:
            return {d.id: d for d in read_documents(_runner(session))}

    def plan(self, graph: KnowledgeGraph, replace: Sequence[str] = ()) -> list[SourceState]:
        """What a push would do, a source each; nothing is written.

        Raises:
            UsageError: a source to replace is not in the graph, or a report is in the database in another version.
        """
        return plan_push(graph.documents, self.documents(), replace, _HOLDER)

    def push(
        self,
        graph: KnowledgeGraph,
        replace: Sequence[str] = (),
        progress: Callable[[int], None] = lambda records: None,
    ) -> Counts:
        """Writes a graph; what is there already is brought up to date, and sources that the graph lacks stay.

        A record is written whole or not at all, so whatever ends a push, pushing again completes it.

        Args:
            graph: what to write.
            replace: sources whose former version is taken out first.
            progress: called with the number of records after each transaction.

        Returns:
            How many nodes and relationships were written.

        Raises:
            UsageError: as `plan`; also if the server is an ArcadeDB or went away for good.
            DataError: a constraint of the database stands against the graph.
        """
        self.plan(graph, replace)
        done = 0

        def went_on(records: int) -> None:
            nonlocal done
            done += records
            progress(records)

        with self._session("WRITE", lambda: _went_away(self._uri, done)) as session:
            for statement in SCHEMA:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
            for source in replace:
                remove_source(session, source)
            there = {d.id: d for d in read_documents(_runner(session))}
            counts = write_records(session, graph.records(), graph.documents, there, went_on)
            counts += write_terms(session)
            if there:
                derive(session)
        return counts

    def remove(self, source: str) -> int:
        """Takes a source's facts, figures and descriptions out; what another source says stays.

        Args:
            source: its id.

        Returns:
            How many entities that only this source describes stay, because facts of other sources refer to them.

        Raises:
            UsageError: the database has no such source.
        """
        there = self.documents()
        require_source(source, there, _HOLDER)
        with self._session("WRITE", lambda: _went_away(self._uri)) as session:
            kept = remove_source(session, source)
            derive(session)
        return kept

    def pull(self) -> Iterator[Record]:
        """The records that the database holds, streamed in the order of a built graph.

        Raises:
            DataError: what is there is not whole.
            UsageError: there is no graph of skillgraph in the database.
        """
        if not self.documents():
            raise UsageError(f"{self._uri}: no graph of skillgraph in this database; push one first")
        with self._session("READ") as session:
            yield from read_records(_runner(session))

    @contextmanager
    def _session(self, access: str, went_away: Callable[[], SkillgraphError] | None = None) -> Iterator[Session]:
        with translated(self._uri, unavailable=went_away):
            if is_arcade(self._driver.get_server_info().agent):
                raise UsageError(f"{self._uri} is an ArcadeDB, which push and pull do not write or read: use Neo4j")
            with self._driver.session(database=self._database, default_access_mode=access, fetch_size=2000) as session:
                yield session


def _runner(session: Session) -> Callable[[str], Iterator[Sequence[Any]]]:
    """Something that streams the rows of a query's answer."""
    return lambda text: (record.values() for record in session.run(text))


def _went_away(uri: str, done: int | None = None) -> UsageError:
    where = f" after {done} records" if done else ""
    return UsageError(
        f"the server at {uri} does not answer{where}; start it and give the command again: no record is half written"
    )
