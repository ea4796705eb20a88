"""Processes that work through a list: one that is killed, or hangs, costs the item that it had, and nothing else."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Self, TypeVar

from skillgraph.model.errors import SkillgraphError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")
#: What a terminal sends to all processes in it.
_OF_THE_TERMINAL = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
#: How far others may be ahead of the item whose result is to come next: what they found is held till then.
_AHEAD = 1000
#: Seconds that a process has to end by itself when there is nothing left to do.
_PATIENCE = 10.0


def work(
    items: Sequence[Item], processes: int, start: Callable[[], Callable[[Item], Result]],
    lost: Callable[[Item, str], Result], seconds: float | None = None,
) -> Iterator[Result]:  # fmt: skip
    """The results of one list, in its order, by processes that end with it; arguments as those of `Workers`.

    Example:
        >>> from functools import partial
        >>> list(work(["b", "a"], 2, partial(partial, str.upper), lambda item, reason: reason))
        ['B', 'A']
    """
    with Workers(processes, start) as workers:
        yield from workers.work(items, lost, seconds)


class Workers(Generic[Item, Result]):
    """Processes that work through one list after the other; they are started when a list is there.

    Args:
        processes: how many to use.
        start: makes what does an item, once in each process; picklable, as items and results are.

    Example:
        >>> from functools import partial
        >>> with Workers(1, partial(partial, str.upper)) as workers:
        ...     [list(workers.work(items, lambda item, reason: reason)) for items in ("ba", "c")]
        [['B', 'A'], ['C']]
    """

    def __init__(self, processes: int, start: Callable[[], Callable[[Item], Result]]) -> None:
        self._processes, self._start = processes, start
        self._workers: list[_Worker[Item, Result]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def work(
        self, items: Sequence[Item], lost: Callable[[Item, str], Result], seconds: float | None = None, tries: int = 2
    ) -> Iterator[Result]:
        """The results in the order of the items; the next free process takes the next item.

        One list at a time; who does not take all results of one begins no other.

        Args:
            items: what is to be done.
            lost: the result of an item that was given up, by the item and the reason.
            seconds: that an item may take.
            tries: how often an item may have its process killed, which may have been for another's greed.

        Raises:
            UsageError: no process comes to work, or what does it can't be made.
        """
        return _List(self, items, lost, seconds, tries).results()

    def close(self) -> None:
        """Has processes that have nothing to do end by themselves, and ends the others."""
        for worker in self._workers:
            if worker.is_free:
                worker.pipe.close()
        for worker in self._workers:
            if worker.is_free:
                worker.process.join(_PATIENCE)
            worker.end()
        self._workers.clear()

    def _hire(self) -> None:
        with _deaf_to_the_terminal():
            self._workers.append(_Worker(self._start))


class _List(Generic[Item, Result]):
    """What is left to do of a list."""

    def __init__(
        self, team: Workers[Item, Result], items: Sequence[Item], lost: Callable[[Item, str], Result],
        seconds: float | None, tries: int,
    ) -> None:  # fmt: skip
        self.team, self.workers = team, team._workers
        self.items = items
        self.lost = lost
        self.seconds = seconds
        self.most_tries = tries
        self.waiting = deque(range(len(items)))
        self.tries = [0] * len(items)
        self.found: dict[int, Result] = {}
        self.at = 0

    def results(self) -> Iterator[Result]:
        """What was found, in order."""
        while len(self.workers) < min(self.team._processes, len(self.items)):
            self.team._hire()
        while self.at < len(self.items):
            while self.at in self.found:
                self.at += 1
                yield self.found.pop(self.at - 1)
            if self.at < len(self.items):
                self._listen()

    def _listen(self) -> None:
        """Waits for what a process has to say, for the end of one, or until one has taken too long."""
        self._hand_out()
        limit = min((w.until for w in self.workers), default=None)
        patience = None if limit is None or limit == _NEVER else max(0.0, limit - time.monotonic())
        heard = wait([w.pipe for w in self.workers], patience)
        for worker in list(self.workers):
            if worker.pipe in heard:
                self._hear(worker)
            elif worker.until <= time.monotonic():
                self._give_up(worker)

    def _hear(self, worker: _Worker[Item, Result]) -> None:
        try:
            said, result = worker.pipe.recv()
        except (EOFError, OSError):
            self._gone(worker)
            return
        if said == _FAILED:
            raise result
        if worker.item is not None:
            self.found[worker.item] = result
        worker.rest()

    def _hand_out(self) -> None:
        """Gives those that have nothing to do their next items."""
        for worker in self.workers:
            if worker.is_free and self.waiting and self.waiting[0] < self.at + _AHEAD:
                item = self.waiting.popleft()
                # One that has ended meanwhile is heard of when it is listened to.
                worker.take(item, self.items[item], self.seconds)

    def _gone(self, worker: _Worker[Item, Result]) -> None:
        reason = worker.end()
        self.workers.remove(worker)
        if worker.item is None and not worker.is_free:
            if not self.workers:
                raise UsageError(f"a process {reason} before it could begin; fewer at once need less memory")
            return
        if worker.item is not None:
            self.tries[worker.item] += 1
            if self.tries[worker.item] < self.most_tries:
                self.waiting.appendleft(worker.item)
            else:
                self.found[worker.item] = self.lost(self.items[worker.item], f"its process {reason}")
        self.team._hire()

    def _give_up(self, worker: _Worker[Item, Result]) -> None:
        worker.end()
        self.workers.remove(worker)
        assert worker.item is not None
        self.found[worker.item] = self.lost(self.items[worker.item], f"not done within {self.seconds:g} seconds")
        self.team._hire()


_READY, _DONE, _FAILED = "ready", "done", "failed"
_NEVER = float("inf")


class _Worker(Generic[Item, Result]):
    """A process, and the item that it has."""

    def __init__(self, start: Callable[[], Callable[[Item], Result]]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.item: int | None = None
        self.until = _NEVER
        self.is_free = False
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, start), daemon=True)
        try:
            self.process.start()
        finally:
            # So that each hears of the other's end.
            theirs.close()

    def take(self, number: int, item: Item, seconds: float | None) -> None:
        """Has it work on an item."""
        self.item, self.is_free = number, False
        self.until = _NEVER if seconds is None else time.monotonic() + seconds
        with suppress(OSError):
            self.pipe.send(item)

    def rest(self) -> None:
        """It is done with its item."""
        self.item, self.until, self.is_free = None, _NEVER, True

    def end(self) -> str:
        """Ends it, if it hasn't ended, and says how it did."""
        self.pipe.close()
        # One that closed its end of the pipe is about to end; its exit code says why.
        self.process.join(0.2)
        self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        if code < 0:
            name = signal.Signals(-code).name
            return f"was killed ({name}{', perhaps for want of memory' if name == 'SIGKILL' else ''})"
        return f"ended by itself (exit code {code})"


def _serve(pipe: Connection, start: Callable[[], Callable[[Item], Result]]) -> None:
    """What a process does: it takes items and gives results until nobody is there to give any to."""
    # As the command line has it: records are many and hold no circles.
    gc.set_threshold(100_000, 20, 100)
    with suppress(EOFError, OSError):
        try:
            run = start()
        except SkillgraphError as error:  # told by the process that has a terminal
            pipe.send((_FAILED, error))
            return
        pipe.send((_READY, None))
        while True:
            pipe.send((_DONE, run(pipe.recv())))


@contextmanager
def _deaf_to_the_terminal() -> Iterator[None]:
    """Has processes that are started here hear nothing of Ctrl-C or the terminal's end, which reach all of a group.

    This one ends them, and the one among them that tidies up after the others lives to do so.
    """
    if sys.platform == "win32":
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
    try:
        # Its start ends with these signals heard again.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
