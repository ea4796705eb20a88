"""An event loop in a thread of its own, for callers that block and must be able to give up."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class BackgroundLoop:
    """Runs coroutines for a caller who waits, and who may stand inside of another running loop (Jupyter)."""

    def __init__(self) -> None:
        """Start the thread.

        Example:
            >>> BackgroundLoop().close()
        """
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="skillgraph-loop", daemon=True)
        thread.start()
        self._loop = loop
        self._end = weakref.finalize(self, _end, loop, thread)

    def run(
        self,
        work: Coroutine[Any, Any, Answer],
        timeout: float | None = None,
        abort: Callable[[], None] | None = None,
    ) -> Answer:
        """Wait for a coroutine; one that takes too long, or is interrupted, has ended when this returns.

        Args:
            work: What to run.
            timeout: Seconds that it may take; None for as long as it needs.
            abort: Called before it is cancelled, to end what cancelling does not reach.

        Returns:
            What the coroutine returns.

        Raises:
            TimeoutError: It took longer.

        Example:
            >>> loop = BackgroundLoop()
            >>> loop.run(asyncio.sleep(0, "done"), timeout=5)
            'done'
            >>> loop.run(asyncio.sleep(60), timeout=0.01)
            Traceback (most recent call last):
            TimeoutError
            >>> loop.close()
        """
        tasks: list[asyncio.Task[Answer]] = []
        ended = threading.Event()

        def start() -> None:
            tasks.append(self._loop.create_task(work))
            tasks[0].add_done_callback(lambda _: ended.set())

        self._loop.call_soon_threadsafe(start)
        try:
            if not ended.wait(timeout):
                raise TimeoutError
        except BaseException:
            if abort is not None:
                abort()
            self._loop.call_soon_threadsafe(lambda: tasks[0].cancel())
            ended.wait()
            _ = tasks[0].cancelled() or tasks[0].exception()  # Else asyncio reports it as one that nobody saw.
            raise
        return tasks[0].result()

    def close(self) -> None:
        """End the thread.

        Example:
            >>> BackgroundLoop().close()
        """
        self._end()


def _end(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    """Stop a loop and its thread."""
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
