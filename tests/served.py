"""`skillgraph serve` for tests: a program of its own, as a user starts it, and requests byte by byte."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit


class Reply(NamedTuple):
    """What came back: the status, the media type, the text and all headers in small letters."""

    status: int
    type: str
    text: str
    headers: dict[str, str]


class Served:
    """A server that a command started.

    Args:
        words: of the command, after `skillgraph`.
        cwd: where it is called.
        environment: beside that of the tests.
    """

    def __init__(self, *words: object, cwd: Path, **environment: str) -> None:
        command = [sys.executable, "-m", "skillgraph", *map(str, words)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, **environment},
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        self.port = urlsplit(self.url).port or 0
        self.pid = self._process.pid

    def ask(self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Reply:
        """Sends a request; `content_type="text/plain"` is a header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        data = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, path, data, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        given = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, given.get("content-type", "").partition(";")[0], text, given)

    def query(self, text: str, accept: str = "text/csv", **more: str) -> Reply:
        """Asks a query by GET."""
        return self.ask("/sparql?" + urlencode({"query": text, **more}), accept=accept)

    def says(self) -> str:
        """The next line on standard error."""
        assert self._process.stderr is not None
        return self._process.stderr.readline()

    def engines(self) -> set[int]:
        """The processes that the server started and that live."""
        return {child for child, parent in _parents().items() if parent == self.pid}

    def processes(self) -> set[int]:
        """The same, and those that they started in turn."""
        parents, found, last = _parents(), set[int](), {self.pid}
        while last := {child for child, parent in parents.items() if parent in last}:
            found |= last
        return found

    def end(self, by: int = signal.SIGINT) -> tuple[int, str]:
        """Ends the server; its exit code, and what it said on standard error."""
        self._process.send_signal(by)
        _, said = self._process.communicate(timeout=30)
        return self._process.returncode, said


def served(folder: Path, *options: object, **environment: str) -> Served:
    """A server of a built graph on a port of its own."""
    return Served("serve", folder, "--port", 0, "--no-browser", *options, cwd=folder, **environment)


def until(true: Callable[[], bool]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _parents() -> dict[int, int]:
    """The parent of each process that lives."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def lives(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
