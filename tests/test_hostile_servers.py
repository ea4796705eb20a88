"""Whatever a server answers, a command says one line and nothing is written."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from command_line import skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph

JSON = "application/sparql-results+json"


def table(columns: list[str], *rows: dict[str, Any]) -> bytes:
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": rows}}).encode()


IRI = {"type": "uri", "value": "https://w3id.org/skillgraph/document/x"}
ANSWERS: dict[str, tuple[str, bytes]] = {
    "other columns": (JSON, table(["x"], {"x": IRI})),
    "more columns": (JSON, table(["g", "p", "o", "more"], {"g": IRI, "more": IRI})),
    "no columns": (JSON, table([], {})),
    "blank nodes": (JSON, table(["g", "p", "o"], *[{c: {"type": "bnode", "value": "b"} for c in "gpo"}] * 2)),
    "text for an address": (JSON, table(["g", "p", "o"], {c: {"type": "literal", "value": "a"} for c in "gpo"})),
    "no address": (JSON, table(["g"], {"g": {"type": "uri", "value": "no address {}"}})),
    "an unknown kind": (JSON, table(["g"], {"g": {"type": "secret", "value": "a"}})),
    "true": (JSON, b'{"head": {}, "boolean": true}'),
    "deep": (JSON, b'{"head": {"vars": ["g"]}, "results": {"bindings": ' + b"[" * 100_000),
    "deep objects": (JSON, b'{"a":' * 100_000),
    "null": (JSON, b"null"),
    "a number": (JSON, b"9" * 100_000),
    "nothing": (JSON, b""),
    "a page": ("text/html", b"<html><script>alert(1)</script>"),
    "utf-16": (JSON, table(["g"], {"g": IRI}).decode().encode("utf-16")),
    "a byte order mark": (JSON, b"\xef\xbb\xbf" + table(["g"])),
    "control characters": ("text/plain", b"\x1b]0;x\x07\x1b[2J\r\x9b2J" + "\u202e".encode()),
    "zeros": (JSON, b"\0" * 1000),
}


class _Answering(BaseHTTPRequestHandler):
    media_type: str
    body: bytes
    status: int

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.status)
        self.send_header("Content-Type", self.media_type)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def answering(media_type: str, body: bytes, status: int = 200) -> Iterator[str]:
    handler = type("Handler", (_Answering,), {"media_type": media_type, "body": body, "status": status})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


def held(url: str, cwd: Path, graph: KnowledgeGraph) -> None:
    """Each command says one line of it, that no terminal obeys."""
    for command in (
        ("sparql", "SELECT ?g { ?g ?p ?o }", "--endpoint", url), ("pull", url, "-o", "pulled"),
        ("push", url, "--graph", graph.folder), ("push", url, "--graph", graph.folder, "--remove", "x"),
    ):  # fmt: skip
        ended = skillgraph(*command, cwd=cwd)
        if command[0] == "sparql" and ended.returncode == 0:
            continue  # what is a table is one, whatever is in it
        assert ended.returncode in (1, 2), (command[0], ended.shown)
        assert "Traceback" not in ended.shown
        assert len(ended.stderr.strip().splitlines()) <= 2, ended.stderr
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(ended.shown)
    assert list(cwd.iterdir()) == []


@pytest.mark.parametrize("kind", ANSWERS)
def test_answers_that_are_none(kind: str, tmp_path: Path, graph: KnowledgeGraph) -> None:
    with answering(*ANSWERS[kind]) as url:
        held(url, tmp_path, graph)


@pytest.mark.parametrize("status", [204, 400, 401, 404, 418, 500])
def test_refusals_in_words_of_a_server(status: int, tmp_path: Path, graph: KnowledgeGraph) -> None:
    media_type, body = ANSWERS["control characters"]
    with answering(media_type, body if status != 204 else b"", status) as url:
        held(url, tmp_path, graph)


BOLT = {
    "nothing": b"",
    "zeros": b"\0" * 64,
    "no version": b"\0\0\0\0",
    "a version that nobody has": b"\0\0\0\x63",
    "a large chunk": b"\0\0\x04\x05" + b"\xff\xff" + b"\xd4" * 70_000 + b"\0\0",
    "deep lists": b"\0\0\x04\x05" + b"\xff\xff" + b"\xb1\x70" + b"\x91" * 65_533 + b"\0\0",
    "a page": b"HTTP/1.1 200 OK\r\n\r\n<html>",
    "a list of two milliards": b"\0\0\x04\x05" + b"\0\x07\xb1\x70\xd6\x7f\xff\xff\xff\0\0",
}


@contextmanager
def speaking(said: bytes) -> Iterator[str]:
    """A port that says something to everyone and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(4096)
                        connection.sendall(said)
                        connection.recv(4096)
                    except OSError:
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield f"bolt://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("kind", BOLT)
def test_what_only_looks_like_bolt(kind: str, tmp_path: Path, graph: KnowledgeGraph) -> None:
    with speaking(BOLT[kind]) as uri:
        for command in (("cypher", "RETURN 1", "--uri", uri), ("pull", uri), ("push", uri, "--graph", graph.folder)):
            ended = skillgraph(*command, cwd=tmp_path, NEO4J_USERNAME="neo4j", NEO4J_PASSWORD="x")
            assert (ended.returncode, "Traceback" in ended.shown) == (2, False), ended.shown
            assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert list(tmp_path.iterdir()) == []
