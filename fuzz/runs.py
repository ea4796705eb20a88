"""Runs a target by seeds, in a process of its own; prints what breaks, what is slow, hangs, or ends the process."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

#: Seconds after which a run hangs, and the memory in bytes that a worker may take.
HANGS, MOST_MEMORY = 60, 3_000_000_000
#: A target takes a seed, makes its input and raises what is wrong.
Target = Callable[[int], object]


def work(target: Target, first: int, end: int, at: Synchronized[int], broken: Synchronized[int], slow: float) -> None:
    """Runs the seeds one after the other."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError):
        pass  # not on Windows
    for seed in range(first, end):
        at.value = seed
        began = time.process_time()
        try:
            target(seed)
            # What is loaded with the first run is none of its doing.
            if seed > first and (took := time.process_time() - began) > slow:
                raise TimeoutError(f"{took:.1f} s of CPU")
        except Exception as error:
            broken.value += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            message = f"{error} ({Path(where.filename).name}:{where.lineno})"
            print(f"seed {seed}: {type(error).__name__}: {message[:300]}", flush=True)
    at.value = end


def run(target: Target, first: int, end: int, slow: float) -> int:
    """Runs all seeds, going on behind those that hang or end the worker; how many broke."""
    context = multiprocessing.get_context("spawn")
    at, broken = context.Value("q", first), context.Value("q", 0)
    while at.value < end:
        worker = context.Process(target=work, args=(target, at.value, end, at, broken, slow))
        worker.start()
        seed, since = at.value, time.monotonic()
        while worker.is_alive():
            worker.join(1)
            if at.value != seed:
                seed, since = at.value, time.monotonic()
            elif time.monotonic() - since > HANGS:
                worker.kill()
                worker.join()
        if at.value < end:
            broken.value += 1
            print(f"seed {at.value}: hangs, or ends the process ({worker.exitcode})", flush=True)
            at.value += 1
    return int(broken.value)


def main(about: str | None, targets: Mapping[str, Target], slow: float) -> None:
    """Runs what the command line says.

    Args:
        about: the docstring of the script.
        targets: by the word that chooses them.
        slow: seconds of CPU that a run may take.
    """
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("target", choices=list(targets))
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    began = time.monotonic()
    broken = run(targets[options.target], options.seed, options.seed + options.runs, slow)
    print(f"{options.target}: {options.runs} runs, {broken} broke, {time.monotonic() - began:.0f} s")
    sys.exit(bool(broken))
