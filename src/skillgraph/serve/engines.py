"""The engines of a graph that is served, of each kind several."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import msgspec

from skillgraph.serve.cypher import CypherAnswer, CypherRequest, LocalCypher
from skillgraph.serve.pool import Pool
from skillgraph.serve.scheduler import Scheduler
from skillgraph.serve.sources import Sources
from skillgraph.serve.spool import Spooled
from skillgraph.stores.local.oxigraph import WORKER, Answer, answer_of
from skillgraph.stores.local.request import Request

#: Queries that run at once; more would only share the same processors.
_AT_ONCE = max(2, min(4, os.cpu_count() or 1))
#: Queries that go on beside them, when they take longer than a moment.
_BESIDE = 2
#: Bytes that a query may use, its answer included.
_MEMORY = 2 * 2**30
#: Cypher queries that run at once: a database has half a gigabyte and takes seconds to start.
_DATABASES = 2


class Engines:
    """The engines of one graph; each is a process that starts with its first query.

    Args:
        folder: of the built graph.
        timeout: seconds after which a query is stopped, and for which it waits for its turn at most.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        self._sources = Sources(folder, timeout)
        command = [sys.executable, "-m", WORKER, str(folder / "oxigraph"), str(_MEMORY)]
        self._sparql = Scheduler(command, _line(Request("ASK {}", "")), _AT_ONCE, _BESIDE, timeout)
        cypher = [LocalCypher(folder) for _ in range(_DATABASES)]
        self._cypher: Pool[CypherRequest, CypherAnswer] = Pool(cypher, timeout, CypherRequest("RETURN 1"))

    async def answer(self, request: Request) -> Answer:
        """The answer to a SPARQL query; whoever is cancelled leaves no query running.

        Raises:
            WriteRefused, QueryTimeout, NotAcceptable, EngineEnded, QueryError: as the engine has it.
            Refused: too many queries wait, or for the graphs of the sources.
        """
        given = await self.given(request)
        if isinstance(given, Answer):
            return given
        media_type, spooled = given
        return Answer(media_type, b"".join(spooled.parts()))

    async def given(self, request: Request) -> Answer | tuple[str, Spooled]:
        """The answer to a SPARQL query as `answer` has it, or the media type of a large one and where it is."""
        sources = await self._sources.folder(request)
        line = _line(msgspec.structs.replace(request, sources=sources) if sources else request)
        head, body = await self._sparql.answer(line)
        return answer_of(head, body) if isinstance(body, bytes) else (head["media_type"], body)

    async def cypher(self, request: CypherRequest) -> CypherAnswer:
        """The answer to a Cypher query; whoever is cancelled leaves no query running.

        Raises:
            WriteRefused, QueryTimeout, AnswerTooLarge, EngineEnded, QueryError: as the database has it.
            UsageError, DataError: there is no database.
            Refused: too many queries wait.
        """
        return await self._cypher.answer(request)

    async def close(self) -> None:
        """Stops the queries that run, and ends the engines."""
        await asyncio.gather(self._sparql.close(), self._cypher.close())
        await self._sources.close()


def _line(request: Request) -> bytes:
    # Of JSON, text that is no Unicode (half a surrogate) would be refused without a word of where it stands.
    return json.dumps(msgspec.structs.asdict(request)).encode() + b"\n"
