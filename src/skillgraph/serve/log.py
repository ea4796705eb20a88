"""What the server says where it runs, of each request and of its faults: no secrets, and nothing that is obeyed."""

from __future__ import annotations

import logging
import sys
import time
from typing import TextIO

from skillgraph.model.controls import shown
from skillgraph.serve.access import App, Receive, Scope, Send


class AccessLog:
    """Writes a line about each answer, in the Common Log Format: without query and headers, where secrets stand.

    Args:
        app: what answers.
        file: where the lines go.
    """

    def __init__(self, app: App, file: TextIO) -> None:
        self._app, self._file = app, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, length = 0, 0

        async def counted(message: Scope) -> None:
            nonlocal status, length
            status = message.get("status", status)
            length += 0 if scope["method"] == "HEAD" else len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            self._file.write(_line(scope, status, length) + "\n")
            self._file.flush()


def _line(scope: Scope, status: int, length: int) -> str:
    host = (scope["client"] or ("-",))[0]
    when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    path = scope["raw_path"].decode("ascii", "backslashreplace").replace("\\", "\\x5c").replace('"', "\\x22")
    said = f'{host} - - [{when}] "{scope["method"]} {path} HTTP/{scope["http_version"]}" {status or "-"} {length}'
    return shown(said).replace("\n", "\\n")


class _Escaped(logging.Formatter):
    """Paths, queries and texts of reports that stand in a message are shown and not obeyed."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; what looks like another one stands further in."""
        return "\n    ".join(map(shown, super().format(record).split("\n")))


def start_log() -> None:
    """Sends to standard error what the server says of its own faults."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Escaped())
    logger = logging.getLogger("skillgraph")
    logger.handlers, logger.propagate = [handler], False
