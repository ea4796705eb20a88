"""The process that asks the Cypher database of a built graph: JSON lines in, a JSON line and a body out.

Records are written down as they come, so that no answer is larger than it may be, here or where it goes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.graph.results import Rows
from skillgraph.model.errors import AnswerTooLarge, QueryError, QueryTimeout, SkillgraphError
from skillgraph.questions.hints import notes
from skillgraph.serve.cypher import CypherRequest
from skillgraph.stores.bolt.json_values import plain_json, typed_json, typed_parameter
from skillgraph.stores.local.arcadedb import EmbeddedCypher
from skillgraph.stores.local.memory import limit_memory
from skillgraph.stores.local.opening import open_cypher
from skillgraph.stores.local.worker import incoming, reply


class Records:
    """The records of an answer as they are written, and which columns have anything in them.

    Args:
        written: makes what JSON has of a value.
        most: bytes.
    """

    def __init__(self, written: Callable[[Any], Any], most: int) -> None:
        self._written, self._most = written, most
        self._lines: list[bytes] = []
        self._length = 0
        self._said: set[int] = set()

    def take(self, values: list[Any]) -> None:
        """Writes a record.

        Raises:
            AnswerTooLarge: there is no room for it.
        """
        line = msgspec.json.encode([self._written(value) for value in values])
        self._length += len(line) + 1
        if self._length > self._most:
            raise AnswerTooLarge(f"the answer has more than {self._most:,} bytes: take a LIMIT")
        self._lines.append(line)
        self._said.update(n for n, value in enumerate(values) if value or isinstance(value, str))

    def body(self, columns: tuple[str, ...]) -> bytes:
        """What stands at `data` in an answer of the Query API."""
        return b'{"fields":%s,"values":[%s]}' % (msgspec.json.encode(columns), b",".join(self._lines))

    def outline(self, columns: tuple[str, ...]) -> Rows:
        """Rows with something where any row has it: enough to tell what an answer does not say."""
        one = tuple("said" if n in self._said else None for n in range(len(columns)))
        return Rows(columns, [one] if self._lines else [])


def answer(database: EmbeddedCypher, request: CypherRequest) -> tuple[dict[str, Any], bytes]:
    """The answer to a query, and the notes beside it.

    Raises:
        QueryError: it is not accepted, or not finished in time or space.
    """
    bound = request.parameters
    if request.typed_parameters:
        bound = {name: typed_parameter(value) for name, value in bound.items()}
    records = Records(typed_json if request.typed else plain_json, request.most)
    until = time.monotonic() + request.timeout
    columns = database.stream(request.text, bound, records.take, timeout=request.timeout)

    def ask(text: str, values: Any = None, *, timeout: float) -> Rows:
        if (left := until - time.monotonic()) <= 0:
            raise QueryTimeout("no time is left for notes")
        return database.query(text, values, timeout=min(timeout, left))

    return {"notes": notes("cypher", request.text, bound, records.outline(columns), ask)}, records.body(columns)


def main() -> None:
    """Answers queries until standard input ends, which the end of the parent brings about too."""
    requests = incoming()
    folder = Path(sys.argv[1])
    limit_memory(int(sys.argv[2]))
    database: EmbeddedCypher | None = None
    for line in requests:
        head: dict[str, Any] = {"error": ""}
        try:
            request = msgspec.convert(json.loads(line), CypherRequest)
            database = database or open_cypher(folder)
            said, body = answer(database, request)
            head.update(said)
        except Exception as error:  # whatever a query does, the next one is answered
            told = error if isinstance(error, SkillgraphError) else QueryError(str(error))
            head["error"], body = type(told).__name__, str(told).encode("utf-8", "backslashreplace")
        reply(head, body)


if __name__ == "__main__":
    main()
