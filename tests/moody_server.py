"""A server that answers whatever a test wants of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

ANSWER = b'{"head": {"vars": ["g"]}, "results": {"bindings": []}}'
YES = b'{"head": {}, "boolean": true}'


class Moody(BaseHTTPRequestHandler):
    """Answers as its function `answer` does: no real server can be brought to each of these moods."""

    answer: Callable[[Moody], None]
    asked = 0
    paths: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        Moody.asked += 1
        Moody.paths.append(self.path)
        type(self).answer(self)

    def give(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": "application/sparql-results+json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


class Server(ThreadingHTTPServer):
    """A server whose clients may leave before it is done."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Nothing is told."""


@contextmanager
def moody_server(host: str = "127.0.0.1") -> Iterator[str]:
    """The address of a query service that answers as `Moody.answer` says."""
    Moody.asked = 0
    Moody.paths.clear()
    kind = type("Six", (Server,), {"address_family": socket.AF_INET6}) if ":" in host else Server
    server = kind((host, 0), Moody)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    named = f"[{host}]" if ":" in host else host
    yield f"http://{named}:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


def answer_any(self: Moody) -> None:
    """Yes to a question, no rows to anything else."""
    self.give(200, YES if b"ASK" in self.body else ANSWER)
