"""Several engines for the queries of many clients: a runaway query holds up none but its own."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from skillgraph.serve.refusals import Refused
from skillgraph.stores.local.oxigraph import Answer, LocalSparql
from skillgraph.stores.local.request import Request

#: Queries that run at once; more would only share the same processors.
_AT_ONCE = max(2, min(4, os.cpu_count() or 1))
#: Queries that wait for their turn.
_WAITING = 256
#: Bytes that a query may use, its answer included.
_MEMORY = 2 * 2**30


class Engines:
    """The engines of one graph; each is a process that starts with its first query.

    Args:
        folder: the Oxigraph store of a built graph.
        timeout: seconds after which a query is stopped, and for which it waits for its turn at most.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        self._folder, self._timeout = folder, timeout
        self._threads = ThreadPoolExecutor(_AT_ONCE, "query")
        # The last that was given back comes first: where little is asked, few are started.
        self._free: asyncio.LifoQueue[LocalSparql] = asyncio.LifoQueue()
        self._busy: set[LocalSparql] = set()
        self._waiting = 0
        self._closed = False
        for _ in range(_AT_ONCE):
            self._free.put_nowait(LocalSparql(folder, _MEMORY))

    async def answer(self, request: Request) -> Answer:
        """The answer to a query; whoever is cancelled leaves no query running.

        Raises:
            WriteRefused, QueryTimeout, NotAcceptable, EngineEnded, QueryError: as the engine has it.
            Refused: too many queries wait.
        """
        engine = await self._engine()
        self._busy.add(engine)
        asked = asyncio.get_running_loop().run_in_executor(self._threads, engine.ask, request, self._timeout)
        # The thread lives on if this is cancelled, so the engine is free only when the thread is done with it.
        asked.add_done_callback(lambda _: self._give_back(engine))
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            asked.add_done_callback(lambda done: done.exception())
            engine.stop()
            raise

    async def _engine(self) -> LocalSparql:
        if self._closed or self._waiting >= _WAITING:
            raise _busy()
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._free.get(), self._timeout)
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1

    def _give_back(self, engine: LocalSparql) -> None:
        self._busy.discard(engine)
        self._free.put_nowait(engine)

    async def close(self) -> None:
        """Stops the queries that run, and ends the engines."""
        self._closed = True
        while self._busy:
            for engine in self._busy:
                engine.stop()
            await asyncio.sleep(0.02)
        while not self._free.empty():
            self._free.get_nowait().close()
        self._threads.shutdown()


def _busy() -> Refused:
    return Refused(503, "too many queries at once; ask again in a moment", {"Retry-After": "1"})
