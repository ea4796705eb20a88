"""Servers on loopback that speak SPARQL over HTTP, or Bolt, but not well: what they answer is damaged by a seed."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
from damage import changed_bytes, changed_json

_TYPES = ("application/sparql-results+json", "application/n-triples", "text/html", "application/json", "", "a;b=\x80")
_LONGEST = 3.0


class HttpServer:
    """A SPARQL server of the Graph Store Protocol too, most of whose answers are right.

    Args:
        rng: says what goes wrong.
        quads: what it holds.
    """

    def __init__(self, rng: random.Random, quads: Sequence[ox.Quad]) -> None:
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_HEAD(self) -> None:
                self.send_response(200)
                self.end_headers()

            def do_GET(self) -> None:
                self._give(_TYPES[1], ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES) or b"")

            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                if b"CONSTRUCT" in query:
                    self.do_GET()
                    return
                rows = _rows(quads, "gpo" if b"%3Fp" in query else "g")
                with lock:
                    found = changed_json(rows, rng) if rng.random() < 0.5 else rows
                self._give(_TYPES[0], json.dumps(found).encode())

            def _give(self, media_type: str, body: bytes) -> None:
                with lock:
                    fault = rng.randrange(16)
                    body = changed_bytes(body, rng) if fault in (0, 1) else body
                    status = rng.choice([400, 401, 403, 404, 301, 500, 503, 204, 999]) if fault == 2 else 200
                    media_type = rng.choice(_TYPES) if fault == 3 else media_type
                    length = len(body) + (rng.choice([-1, 1, 10**12, -len(body)]) if fault == 4 else 0)
                    cut = rng.randrange(len(body) + 1)
                if fault == 5:
                    self.wfile.write(body[:2000] + b"\r\n\r\n")
                    return
                if fault == 6:
                    time.sleep(_LONGEST)
                    return
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(length) if fault != 7 else "x" * 70_000)
                self.end_headers()
                if fault == 8:
                    for byte in body[:30]:
                        self.wfile.write(bytes([byte]))
                        time.sleep(_LONGEST / 30)
                    return
                self.wfile.write(body[:cut] if fault == 9 else body)

        class Quiet(ThreadingHTTPServer):
            daemon_threads, block_on_close = True, False

            def handle_error(self, *_: object) -> None:
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _rows(quads: Sequence[ox.Quad], columns: str) -> object:
    """The rows of what every query asks for: the sources, and perhaps property and value."""
    rows = [
        {"g": _term(q.subject), **({"p": _term(q.predicate), "o": _term(q.object)} if "p" in columns else {})}
        for q in quads
        if "/document/" in str(q.subject)
    ]
    return {"head": {"vars": list(columns)}, "results": {"bindings": rows}}


def _term(term: object) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        tag = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **tag}
    return {"type": "uri", "value": str(getattr(term, "value", ""))}


class BoltServer:
    """A server that agrees on Bolt 4.4 and answers each message with a success or a row, or with other bytes.

    Args:
        rng: says what goes wrong.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> str:
        threading.Thread(target=self._serve, daemon=True).start()
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(_LONGEST)
                try:
                    self._speak(peer)
                except OSError:
                    continue

    def _speak(self, peer: socket.socket) -> None:
        peer.recv(20)
        peer.sendall(b"\0\0\4\4" if self._rng.random() < 0.9 else self._rng.randbytes(4))
        for _ in range(100):
            if not (said := peer.recv(1 << 16)):
                return
            for answer in self._answers(said):
                peer.sendall(changed_bytes(answer, self._rng) if self._rng.random() < 0.15 else answer)
                if self._rng.random() < 0.02:
                    return

    def _answers(self, said: bytes) -> list[bytes]:
        answers: dict[bytes, Callable[[], list[bytes]]] = {
            b"\xb1\x01": lambda: [_success({"server": "Neo4j/4.4.0", "connection_id": "bolt-1"})],
            b"\xb3\x10": lambda: [_success({"fields": ["properties(d)"]})],
            b"\xb1\x3f": lambda: [_message(b"\xb1\x71" + _packed([_document(self._rng)])), _success({})],
        }
        found = [(at, make) for mark, make in answers.items() if (at := said.find(mark)) >= 0]
        return [answer for _, make in sorted(found, key=lambda f: f[0]) for answer in make()] or [_success({})]


def _document(rng: random.Random) -> object:
    document = {"id": "small", "title": "甲", "titleEn": "A", "kind": "report", "language": "zh", "sha256": "0" * 64}
    return changed_json(document, rng)


def _success(metadata: dict[str, object]) -> bytes:
    return _message(b"\xb1\x70" + _packed(metadata))


def _message(body: bytes) -> bytes:
    return len(body).to_bytes(2, "big") + body + b"\0\0"


def _packed(value: object) -> bytes:
    """A value as PackStream has it; texts, lists and maps of up to 65535 only."""
    if isinstance(value, dict):
        return b"\xd9" + len(value).to_bytes(2, "big") + b"".join(_packed(k) + _packed(v) for k, v in value.items())
    if isinstance(value, list):
        return b"\xd5" + len(value).to_bytes(2, "big") + b"".join(map(_packed, value))
    if isinstance(value, bool) or value is None:
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    text = str(value).encode("utf-8", "replace")[:60_000]
    return b"\xd1" + len(text).to_bytes(2, "big") + text
