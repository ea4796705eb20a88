"""What a database must have before a graph is written to it, and how whoever writes one takes turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from skillgraph.model.errors import DataError
from skillgraph.model.records import Document, Entity, Record

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session, Transaction

#: What every push makes sure of first. Only the first is needed to write; the others are for who asks by name.
SCHEMA = (
    "CREATE CONSTRAINT skillgraph_id IF NOT EXISTS FOR (n:Skillgraph) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX skillgraph_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE FULLTEXT INDEX skillgraph_names IF NOT EXISTS FOR (n:Entity) "
    "ON EACH [n.name, n.nameEn, n.aliases, n.aliasesEn, n.otherNames] OPTIONS {indexConfig: "
    "{`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}}",
)
#: The constraint first: whoever is writing lets it go at the end, and needs the others until then.
_DROPPED = (
    "DROP CONSTRAINT skillgraph_id IF EXISTS",
    "DROP INDEX skillgraph_name IF EXISTS",
    "DROP INDEX skillgraph_names IF EXISTS",
)
#: Bytes of UTF-8 that `skillgraph_name` takes, with some to spare.
_LONGEST_NAME = 8000
#: Seconds after which it is said that another push is waited for.
_WAITED_SECONDS = 5.0
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN collect(name)"
_TURN = "CREATE (:Skillgraph {id: 'skillgraph: being written'})"


def check_names(records: Iterable[Record]) -> None:
    """Refuse names that no index of Neo4j takes.

    Args:
        records: Documents, entities, others, in that order; none of the others is looked at.

    Raises:
        DataError: A main name is too long; the entity is named.

    Example:
        >>> check_names([Entity("jinan", "r", ("City",), "济" * 3000)])
        Traceback (most recent call last):
        skillgraph.model.errors.DataError: name of 'jinan' has 3000 characters: Neo4j's index of names takes 8000
        bytes, some 2600 Chinese characters; shorten the name, and give the long one as an alias
    """
    for record in records:
        if isinstance(record, Entity):
            # Few names are so long that their bytes must be counted.
            if 4 * len(record.name) > _LONGEST_NAME and len(record.name.encode()) > _LONGEST_NAME:
                raise DataError(
                    f"name of {record.id!r} has {len(record.name)} characters: Neo4j's index of names takes "
                    f"{_LONGEST_NAME} bytes, some 2600 Chinese characters; shorten the name, and give the long one as "
                    "an alias"
                )
        elif not isinstance(record, Document):
            return


def make_schema(session: Session) -> None:
    """Make sure of constraint and indexes, and wait until they are filled.

    Args:
        session: For writing.
    """
    for statement in SCHEMA:
        session.execute_write(_run, statement)
    session.execute_read(_run, "CALL db.awaitIndexes(60)")


def drop_schema(session: Session) -> None:
    """Take constraint and indexes out of a database, unless a graph is in it.

    Args:
        session: For writing.
    """
    import neo4j.exceptions as errors

    with suppress(errors.TransientError), session.begin_transaction() as transaction:
        for statement in _DROPPED:
            transaction.run(statement).consume()
        # Nobody writes a node of ours from here on; what was written before, keeps its constraint.
        if transaction.run("MATCH (n:Skillgraph) RETURN 1 LIMIT 1").single() is None:
            transaction.commit()


@contextmanager
def turn(session: Session, waiting: Callable[[str], None]) -> Iterator[None]:
    """Keep others from writing graphs of skillgraph to the database, after waiting until none of them does.

    A node with an id of its own, which nobody ever sees, stands in an open transaction: the constraint makes others
    wait who would create it too. The server ends the transaction with its client, so that no death leaves a mark.

    Args:
        session: For this alone, until the end of the block.
        waiting: Is told that another one is waited for.
    """
    import neo4j.exceptions as errors

    note = Timer(
        _WAITED_SECONDS, lambda: waiting("another push or removal is at work in this database: waiting for it")
    )
    note.daemon = True
    note.start()
    try:
        transaction = _begun(session)
    finally:
        note.cancel()
    try:
        yield
    finally:
        # A server may have ended it before, when its time was up.
        with suppress(errors.Neo4jError, errors.DriverError):
            transaction.close()


def _begun(session: Session) -> Transaction:
    """Begin the transaction that keeps others waiting."""
    import neo4j.exceptions as errors

    while True:
        make_schema(session)
        transaction = session.begin_transaction()
        with suppress(errors.TransientError):  # The server lets nobody wait longer: once more.
            transaction.run(_TURN).consume()
            # Who took the last source out may have taken the constraint too, before this node stood in the way.
            [names] = transaction.run(_CONSTRAINTS).single(strict=True)
            if not names or "skillgraph_id" in names:  # Who may see none of them sees an empty list.
                return transaction
        transaction.close()


def _run(transaction: ManagedTransaction, statement: str) -> None:
    transaction.run(statement).consume()
