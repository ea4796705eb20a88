"""Cypher on a built graph for a server: a query in a process of its own, an answer as Neo4j's Query API has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from skillgraph.model.errors import (
    AnswerTooLarge,
    DataError,
    EngineEnded,
    QueryError,
    QueryTimeout,
    UsageError,
    WriteRefused,
)
from skillgraph.stores.local.worker import Worker

_KINDS = (QueryError, WriteRefused, QueryTimeout, AnswerTooLarge, EngineEnded, DataError, UsageError)
#: What the process may say that is wrong.
_ERRORS = {error.__name__: error for error in _KINDS}
#: Seconds that the database may take to start, which come on top of those of the query.
_START = 60.0


class CypherRequest(msgspec.Struct, frozen=True):
    """A query in Cypher as the process that asks the database takes it.

    Attributes:
        text: the query.
        parameters: values for its `$names`, as JSON has them.
        typed_parameters: whether each says its type, as `application/vnd.neo4j.query` has it.
        typed: whether the values of the answer shall.
        timeout: seconds.
        most: bytes that the answer may have.
    """

    text: str
    parameters: dict[str, Any] = {}
    typed_parameters: bool = False
    typed: bool = False
    timeout: float = float("inf")
    most: int = 2**26


class CypherAnswer(msgspec.Struct, frozen=True):
    """What the database answers: JSON with `fields` and `values`, and notes where it says nothing."""

    data: bytes
    notes: tuple[str, ...]


class LocalCypher:
    """A Cypher database on a folder that `build` wrote, read-only; it starts with the first query.

    Args:
        folder: of the built graph.
        memory: bytes that each of its two processes may use.
    """

    def __init__(self, folder: Path, memory: int = 4 * 2**30) -> None:
        self._worker = Worker("skillgraph.serve.cypher_worker", str(folder.absolute()), str(memory))

    def ask(self, request: CypherRequest, timeout: float) -> CypherAnswer:
        """The answer to a query.

        Args:
            request: the query.
            timeout: seconds; the request may ask for less.

        Raises:
            QueryError: as `CypherStore.query` has it; AnswerTooLarge, EngineEnded.
            DataError: the database does not start.
        """
        request = msgspec.structs.replace(request, timeout=min(timeout, request.timeout))
        # The process keeps the time itself, and starts the database anew only where the query did not stop.
        head, body = self._worker.exchange(msgspec.structs.asdict(request), request.timeout + _START)
        if error := head["error"]:
            raise _ERRORS[error](body.decode())
        return CypherAnswer(body, tuple(head["notes"]))

    def stop(self) -> None:
        """Ends the query that another thread waits for, and the database with it: it gets EngineEnded."""
        self._worker.stop()

    def close(self) -> None:
        """Ends the database."""
        self._worker.close()
