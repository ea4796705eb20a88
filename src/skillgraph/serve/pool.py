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
#: Seconds after which a query is a long one, and that the start of an engine may take.
_MOMENT, _START = 0.5, 60.0


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
        simple: what any engine answers at once. Where it is given, engines take long to start: queries wait for the
            first, and by it the next is started, beside all others, when a query takes longer than a moment.
    """

    def __init__(self, engines: Sequence[Engine[Asked, Given]], timeout: float, simple: Asked | None = None) -> None:
        self._timeout, self._simple = timeout, simple
        self._threads = ThreadPoolExecutor(len(engines), "query")
        ready = len(engines) if simple is None else 1
        self._turns = Turns(ready, _WAITING, timeout + (0 if simple is None else _START))
        # The last that was given back comes first: where little is asked, few are started.
        self._free, self._unused = [*engines[:ready]], [*engines[ready:]]
        self._busy: set[Engine[Asked, Given]] = set()
        self._started: set[Engine[Asked, Given]] = set()
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
        # The first query of an engine is long for its start.
        is_ready = engine in self._started
        asked = self._ask(engine, request)
        asked.add_done_callback(lambda _: self._turns.give(client))
        moment = asyncio.get_running_loop().call_later(_MOMENT, self._start_another, is_ready)
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            asked.add_done_callback(lambda done: done.exception())
            engine.stop()
            raise
        finally:
            moment.cancel()

    def _ask(self, engine: Engine[Asked, Given], request: Asked) -> asyncio.Future[Given]:
        self._busy.add(engine)
        asked = asyncio.get_running_loop().run_in_executor(self._threads, engine.ask, request, self._timeout)
        # The thread lives on if this is cancelled, so the engine is free only when the thread is done with it.
        asked.add_done_callback(lambda _: self._give_back(engine))
        return asked

    def _give_back(self, engine: Engine[Asked, Given]) -> None:
        self._busy.discard(engine)
        self._started.add(engine)
        self._free.append(engine)

    def _start_another(self, is_needed: bool) -> None:
        if is_needed and self._simple is not None and self._unused and not self._free and not self._closed:
            self._ask(self._unused.pop(), self._simple).add_done_callback(self._there_is_one_more)

    def _there_is_one_more(self, started: asyncio.Future[Given]) -> None:
        # What went wrong is told to the first who asks it.
        started.exception()
        self._turns.more()

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
