"""Whose turn it is: clients take turns, so that one that asks much holds up itself and not the others."""

from __future__ import annotations

import asyncio
from collections import Counter, deque

from skillgraph.serve.limits import CLIENT
from skillgraph.serve.refusals import Refused


class Turns:
    """So many at once, and some more that wait.

    Args:
        at_once: that run; of one client that isn't this machine at most one less, so that others have theirs at once.
        waiting: that wait.
        patience: seconds for which one waits.
    """

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._at_once, self._most, self._patience = at_once, waiting, patience
        self._running: Counter[str] = Counter()
        #: Those whose turn comes first stand first.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    async def take(self) -> str:
        """Waits for the turn of the client that asks, and says who that is.

        Raises:
            Refused: too many wait, or it took too long.
        """
        if (at_once := self.take_now()) is not None:
            return at_once
        client = CLIENT.get()
        if self.waiting >= self._most:
            raise busy()
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._next()
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.give(client)
            else:
                self._waits_no_more(client, turn)
            if isinstance(error, TimeoutError):
                raise busy() from None
            raise
        return client

    def take_now(self) -> str | None:
        """Takes a turn as `take` does, if there is one at once."""
        client = CLIENT.get()
        if self._waiting or self._running.total() >= self._at_once or not self._may(client):
            return None
        self._running[client] += 1
        return client

    def give(self, client: str) -> None:
        """Ends a turn.

        Args:
            client: as `take` said it.
        """
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._next()

    def more(self) -> None:
        """Lets one more run at once."""
        self._at_once += 1
        self._next()

    def _next(self) -> None:
        while self._running.total() < self._at_once:
            client = next((client for client in self._waiting if self._may(client)), None)
            if client is None:
                return
            turn = self._waiting[client][0]
            self._waits_no_more(client, turn)
            if client in self._waiting:
                # Behind all others.
                self._waiting[client] = self._waiting.pop(client)
            # Who went meanwhile is told so after this.
            if not turn.done():
                self._running[client] += 1
                turn.set_result(None)

    def _may(self, client: str) -> bool:
        return self._running[client] < (self._at_once if not client else max(1, self._at_once - 1))

    def _waits_no_more(self, client: str, turn: asyncio.Future[None]) -> None:
        queue = self._waiting.get(client, deque())
        if turn in queue:
            queue.remove(turn)
            if not queue:
                del self._waiting[client]


def busy() -> Refused:
    """What is told when too many wait."""
    return Refused(503, "too many ask at once; ask again in a moment", {"Retry-After": "1"})
