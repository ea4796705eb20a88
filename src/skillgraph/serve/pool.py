"""Several engines of one kind for the queries of many clients: a runaway query holds up none but its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from skillgraph.serve.refusals import Refused
from skillgraph.serve.turns import Turns

Asked = TypeVar("Asked", contravariant=True)
Given = TypeVar("Given", covariant=True)

#: Queries that wait for their turn.
_WAITING = 256


class Engine(Protocol[Asked, Given]):
    """What answers one query at a time, in a process that starts with the first."""

    def ask(self, request: Asked, timeout: float) -> Given:
        """The answer; called in a thread."""

    def stop(self) -> None:
        """Ends the query that another thread waits for."""

    def close(self) -> None:
        """Ends the process."""


class Pool(Generic[Asked, Given]):
    """Engines that take turns.

    Args:
        engines: of which none has started yet.
        timeout: seconds after which a query is stopped, and for which it waits for its turn at most.
    """

    def __init__(self, engines: Sequence[Engine[Asked, Given]], timeout: float) -> None:
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(len(engines), "query")
        self._turns = Turns(len(engines), _WAITING, timeout)
        # The last that was given back comes first: where little is asked, few are started.
        self._free = list(engines)
        self._busy: set[Engine[Asked, Given]] = set()
        self._closed = False

    async def answer(self, request: Asked) -> Given:
        """The answer to a query; whoever is cancelled leaves no query running.

        Raises:
            QueryError: and all that the engine raises.
            Refused: too many queries wait.
        """
        client = await self._turns.take()
        if self._closed:
            self._turns.give(client)
            raise Refused(503, "the server ends")
        engine = self._free.pop()
        self._busy.add(engine)
        asked = asyncio.get_running_loop().run_in_executor(self._threads, engine.ask, request, self._timeout)
        # The thread lives on if this is cancelled, so the engine is free only when the thread is done with it.
        asked.add_done_callback(lambda _: self._give_back(engine, client))
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            asked.add_done_callback(lambda done: done.exception())
            engine.stop()
            raise

    def _give_back(self, engine: Engine[Asked, Given], client: str) -> None:
        self._busy.discard(engine)
        self._free.append(engine)
        self._turns.give(client)

    async def close(self) -> None:
        """Stops the queries that run, and ends the engines."""
        self._closed = True
        while self._busy:
            for engine in self._busy:
                engine.stop()
            await asyncio.sleep(0.02)
        for engine in self._free:
            engine.close()
        self._threads.shutdown()
