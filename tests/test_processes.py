"""Processes that work through one list after another: what is killed is made up for, and nobody is left behind."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skillgraph.engines.engine import Engine
from skillgraph.engines.opening import engine
from skillgraph.model.errors import UsageError
from skillgraph.processes.workers import Workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def start() -> Callable[[int], int]:
    return own_process


def own_process(number: int) -> int:
    """Which process has a number; one below nothing ends it."""
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(number)
    return os.getpid()


def lost(number: int, reason: str) -> int:
    assert reason == "its process was killed (SIGKILL, perhaps for want of memory)"
    return number


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_processes_are_kept_from_list_to_list_and_end_with_the_last() -> None:
    with Workers(2, start) as workers:
        found = [set(workers.work([0] * 20, lost)) for _ in range(3)]
    processes = set[int]().union(*found)
    assert len(processes) <= 2
    assert not any(map(is_there, processes))


def test_one_that_is_killed_while_it_has_nothing_to_do_is_replaced() -> None:
    with Workers(1, start) as workers:
        [first] = workers.work([0], lost)
        os.kill(first, signal.SIGKILL)
        [second] = workers.work([0], lost)
        assert first != second


@pytest.mark.parametrize("tries", [1, 4])
def test_an_item_that_kills_its_process_is_given_up_and_the_others_done(tries: int) -> None:
    with Workers(2, start) as workers:
        found = list(workers.work([0, -1, 0, -2, 0], lost, tries=tries))
        assert [number if number < 0 else 0 for number in found] == [0, -1, 0, -2, 0]
        [process] = workers.work([0], lost)
        assert is_there(process)


def test_who_leaves_in_the_middle_leaves_no_process_behind() -> None:
    with Workers(2, start) as workers:
        processes = set(workers.work([0] * 20, lost))
        results = workers.work([0, *[1000] * 4], lost)
        assert next(results) in processes
    assert not any(map(is_there, processes))


def on_a_full_disk(number: int) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(number))


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[Engine]:
    started = engine("duckdb")(tmp_path, 1)
    yield started
    started.close()


def test_an_engine_says_which_end_its_processes_took(duckdb: Engine) -> None:
    with pytest.raises(UsageError, match=r"given up after 4 tries: its process was killed \(SIGKILL.*--partitions"):
        duckdb.run(own_process, [0, -1], lambda: None)


def test_an_engine_raises_what_its_processes_met(duckdb: Engine) -> None:
    with pytest.raises(OSError, match="No space left on device: '7'"):
        duckdb.run(on_a_full_disk, [7], lambda: None)
    assert len(set(duckdb.run(own_process, [0] * 9, lambda: None))) <= (os.cpu_count() or 1)
