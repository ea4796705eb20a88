"""Which query runs when, so that one without an end holds up none but its own kind.

Nobody can say of a query how long it takes, so each is tried: what is answered within a moment waits for nothing but
the moments of others. What is not goes on beside them, behind them for the processors; what finds no place there is
stopped, and begins again when there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from skillgraph.model.errors import QueryTimeout
from skillgraph.serve.process import Process, Reply
from skillgraph.serve.refusals import Refused
from skillgraph.serve.spool import Spool
from skillgraph.serve.turns import Turns, busy

#: Seconds in which most queries are answered.
_MOMENT = 0.25
#: Queries that wait, to be tried or for a place to go on.
_WAITING = 256


class Scheduler:
    """Processes of one kind, each of which starts when it is needed.

    Args:
        command: that starts one.
        ready: a request that is answered as soon as it has started.
        at_once: queries that are tried at once.
        beside: those that go on beside them.
        timeout: seconds after which a query is stopped, and for which it waits for a turn at most.
    """

    def __init__(self, command: Sequence[str], ready: bytes, at_once: int, beside: int, timeout: float) -> None:
        self._command, self._ready, self._timeout = command, ready, timeout
        self._spool = Spool()
        self._moments, self._places = Turns(at_once, _WAITING, timeout), Turns(beside, _WAITING, timeout)
        # The last that was given back comes first: where little is asked, few are started.
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._closed = False

    async def answer(self, line: bytes) -> Reply:
        """The answer to a request; whoever is cancelled leaves none running.

        Raises:
            EngineEnded: its process ended.
            QueryTimeout: it took too long.
            Refused: too many queries wait.
        """
        if self._moments.waiting + self._places.waiting >= _WAITING:
            raise busy()
        async with _turn(self._moments):
            running = await self._tried(line)
            if isinstance(running, tuple):
                return running
            place = self._places.take_now()
            if place is None:
                running.end()
        if place is None:
            async with _turn(self._places):
                return await self._finished(self._started(self._process(), line))
        try:
            return await self._finished(running)
        finally:
            self._places.give(place)

    async def _tried(self, line: bytes) -> Reply | _Running:
        """The answer to a request that is answered in a moment; any other goes on."""
        process = self._idle.pop() if self._idle else self._process()
        if not process.lives:
            # To start takes longer than a moment, and is no fault of the query.
            await self._started(process, self._ready).reply(self._timeout)
        running = self._started(process, line)
        reply = await running.reply(_MOMENT)
        if reply is None:
            return running
        running.ended()
        self._idle.append(process)
        return reply

    async def _finished(self, running: _Running) -> Reply:
        """The answer of a process that steps back for it, and ends with it: what it took goes back to the system."""
        running.process.step_back()
        try:
            reply = await running.reply(self._timeout)
        finally:
            running.end()
        if reply is None:
            raise QueryTimeout(f"stopped after {self._timeout:g} s; a narrower query or a longer timeout helps")
        return reply

    def _process(self) -> Process:
        return Process(self._command, self._spool)

    def _started(self, process: Process, line: bytes) -> _Running:
        if self._closed:
            raise Refused(503, "the server ends")
        return _Running(process, line, self._busy)

    async def close(self) -> None:
        """Stops the queries that run, and ends the processes."""
        self._closed = True
        processes = [*self._busy, *self._idle]
        for process in processes:
            process.end()
        await asyncio.gather(*(process.ended() for process in processes))


class _Running:
    """A request that a process answers."""

    def __init__(self, process: Process, line: bytes, busy: set[Process]) -> None:
        self.process = process
        self._busy = busy
        busy.add(process)
        self._task = asyncio.ensure_future(process.exchange(line))

    async def reply(self, patience: float) -> Reply | None:
        """The answer, if it comes within so many seconds; whatever interrupts this ends the process."""
        try:
            done, _ = await asyncio.wait((self._task,), timeout=patience)
            return self._task.result() if done else None
        except BaseException:
            self.end()
            raise

    def ended(self) -> None:
        """Notes that the process is free."""
        self._busy.discard(self.process)

    def end(self) -> None:
        """Ends the process."""
        self.process.end()
        self._task.cancel()
        self.ended()


@asynccontextmanager
async def _turn(turns: Turns) -> AsyncIterator[None]:
    client = await turns.take()
    try:
        yield
    finally:
        turns.give(client)
