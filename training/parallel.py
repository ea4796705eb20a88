"""Work on all cores, by processes that share what is in memory when they start."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")
R = TypeVar("R")

_work: Callable[[Any], Any]


def _remember(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    # A process for each core: threads of the linear algebra beside them would wait for each other.
    threadpool_limits(1)


def _called(item: Any) -> Any:
    return _work(item)


def on_each_core(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """What a function gives for each item, in their order.

    Processes are forked, since what training learns from is too large to be sent to each; so this runs on Unix alone.

    Args:
        work: what is done with an item; it may hold anything that is in memory, and gives what can be pickled.
        items: what it is done with.

    Returns:
        As many values as items.
    """
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), fork, initializer=_remember, initargs=(work,)) as pool:
        return list(pool.map(_called, items))
