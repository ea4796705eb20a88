"""A process that answers one query after the other: a JSON line in, a JSON line and a body out."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from skillgraph.model.errors import EngineEnded, QueryTimeout


class Worker:
    """The process of an engine, which starts with its first query and again after one that had to be ended.

    Args:
        module: that it runs.
        arguments: of the module.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def exchange(self, request: dict[str, Any], timeout: float) -> tuple[dict[str, Any], bytes]:
        """What it answers to a request: what is said of the body, and the body.

        Args:
            request: as JSON has it.
            timeout: seconds after which the process is ended.

        Raises:
            QueryTimeout: there was no answer in time.
            EngineEnded: the process ended.
        """
        # Of JSON, text that is no Unicode (half a surrogate) would be refused without a word of where it stands.
        line = json.dumps(request).encode() + b"\n"
        try:
            return self._exchange(line, timeout)
        except BaseException:
            # Whatever interrupts an exchange (time, Ctrl-C, a broken pipe) leaves the pipe in the middle of an answer.
            self.close()
            raise

    def stop(self) -> None:
        """Ends the process under the query that another thread waits for: it gets EngineEnded."""
        if process := self._process:
            process.kill()

    def close(self) -> None:
        """Ends the process."""
        if self._process:
            self._process.kill()
            with self._process:  # closes the pipes and waits
                self._process = None

    def _exchange(self, line: bytes, timeout: float) -> tuple[dict[str, Any], bytes]:
        process = self._started()
        answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        # A thread, because Windows can't wait for a pipe with a timeout; it ends with the answer or the process.
        threading.Thread(target=_converse, args=(process, line, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=timeout)
        except queue.Empty:
            raise QueryTimeout(f"stopped after {timeout:g} s; a narrower query or a longer timeout helps") from None
        if answer is None:
            raise EngineEnded("the query engine ended; the query may need more memory than there is")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # An engine that runs out of memory says so on standard error, in words that help no one.
            pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=quiet)
        return self._process


def _converse(process: subprocess.Popen[bytes], line: bytes, answers: queue.SimpleQueue[Any]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
        head = json.loads(process.stdout.readline())
        answers.put((head, process.stdout.read(head["length"])))
    except (OSError, ValueError):
        answers.put(None)


def incoming() -> Iterator[bytes]:
    """In the process itself: the requests, taken beside the query that runs, to end with the parent even then."""
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(requests,), daemon=True).start()
    return iter(requests.get, b"")


def _take(requests: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    # A database that was started here ends in the same way: its input is a pipe from here.
    os._exit(0)


def reply(head: dict[str, Any], body: bytes) -> None:
    """In the process itself: answers a request."""
    head["length"] = len(body)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
