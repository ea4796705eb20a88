"""The engines of a graph that is served, of each kind several."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from skillgraph.serve.pool import Pool
from skillgraph.serve.sources import Sources
from skillgraph.stores.local.oxigraph import Answer, LocalSparql
from skillgraph.stores.local.request import Request

#: Queries that run at once; more would only share the same processors.
_AT_ONCE = max(2, min(4, os.cpu_count() or 1))
#: Bytes that a query may use, its answer included.
_MEMORY = 2 * 2**30


class Engines:
    """The engines of one graph; each is a process that starts with its first query.

    Args:
        folder: of the built graph.
        timeout: seconds after which a query is stopped, and for which it waits for its turn at most.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        sparql = [LocalSparql(folder / "oxigraph", _MEMORY) for _ in range(_AT_ONCE)]
        self._sources = Sources(folder, timeout)
        self._sparql: Pool[Request, Answer] = Pool(sparql, timeout)

    async def answer(self, request: Request) -> Answer:
        """The answer to a SPARQL query; whoever is cancelled leaves no query running.

        Raises:
            WriteRefused, QueryTimeout, NotAcceptable, EngineEnded, QueryError: as the engine has it.
            Refused: too many queries wait, or for the graphs of the sources.
        """
        sources = await self._sources.folder(request)
        return await self._sparql.answer(msgspec.structs.replace(request, sources=sources))

    async def close(self) -> None:
        """Stops the queries that run, and ends the engines."""
        await self._sparql.close()
        await self._sources.close()
