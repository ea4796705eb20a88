"""What goes wrong with a SPARQL server, and what the user is told."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import Ended, complaint, skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.api.load import load
from skillgraph.mapping.rdf import quads
from skillgraph.model.records import Document
from skillgraph.questions.recorded import question_names
from skillgraph.stores.sparql import updates
from sparql_servers import PASSWORD, USER, Fuseki, Oxigraph, SparqlServerProcess, wanted_quads

Answer = tuple[int, str, bytes]


@pytest.fixture(scope="module")
def locked(maven: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlServerProcess]:
    """A Fuseki that asks for user and password, and lets no one write."""
    server = Fuseki(tmp_path_factory.mktemp("locked"), password=True, update=False)
    yield server
    server.kill()


def one_line(ended: Ended, code: int = 2) -> str:
    message = complaint(ended, code)
    assert len(message.splitlines()) == 1, message
    return message


def test_push_ask_and_pull_as_a_user_does(sparql_server: SparqlServerProcess, desk: Path, tmp_path: Path) -> None:
    sparql_server.wipe()
    url = sparql_server.url
    dry = skillgraph("push", url, "--dry-run", "--format", "csv", cwd=desk)
    assert "four-cities,report,no,write" in dry.stdout.splitlines()
    assert sparql_server.quads() == set()
    pushed = skillgraph("push", url, cwd=desk)
    assert (pushed.returncode, pushed.stdout) == (0, "")
    assert pushed.stderr.endswith(f"records written, in {len(load().documents)} named graphs\n")
    for endpoint in (url, f"{url}/", sparql_server.query_url, sparql_server.store_url):
        asked = skillgraph("sparql", "q06", "--endpoint", endpoint, "--format", "csv", cwd=tmp_path)
        assert (asked.stdout, asked.stderr) == ("school\n老挝琅勃拉邦职业技术学院\n", "")
    asked = skillgraph("questions", "--endpoint", url, cwd=tmp_path)
    assert (asked.returncode, asked.stderr) == (0, f"{len(question_names())} of {len(question_names())} agree\n")
    assert asked.stdout.splitlines()[0].split() == ["name", "SPARQL", "question"]
    assert skillgraph("pull", url, "-o", "pulled", cwd=tmp_path).returncode == 0
    asked = skillgraph("sparql", "q06", "--graph", "pulled", "--format", "csv", cwd=tmp_path)
    assert asked.stdout == "school\n老挝琅勃拉邦职业技术学院\n"
    dry = skillgraph("push", url, "--remove", "four-cities", "--dry-run", cwd=desk)
    assert "four-cities would be removed" in dry.stderr
    assert skillgraph("push", url, "--remove", "four-cities", cwd=desk).returncode == 0
    assert "unknown source 'four-cities'" in one_line(skillgraph("push", url, "--remove", "four-cities", cwd=desk))


def test_credentials_and_a_server_that_can_only_be_read(locked: SparqlServerProcess, desk: Path) -> None:
    ours = {"SPARQL_USERNAME": USER, "SPARQL_PASSWORD": PASSWORD}
    for arguments in (("push", locked.url), ("pull", locked.url), ("sparql", "q06", "--endpoint", locked.url)):
        for wrong in ({}, {**ours, "SPARQL_PASSWORD": "wrong"}):
            message = one_line(skillgraph(*arguments, cwd=desk, **wrong))
            assert "SPARQL_USERNAME, SPARQL_PASSWORD" in message
    assert "can only be read" in one_line(skillgraph("push", locked.url, cwd=desk, **ours))
    asked = skillgraph("sparql", "ASK { ?s ?p ?o }", "--endpoint", locked.url, cwd=desk, **ours)
    assert asked.stdout.split()[-1] == "false"
    url = locked.url.replace("://", f"://{USER}:{PASSWORD}@")
    message = one_line(skillgraph("push", url, cwd=desk))
    assert "SPARQL_PASSWORD" in message
    assert PASSWORD not in message


def test_a_data_set_that_is_not_there_is_named(fuseki: SparqlServerProcess, desk: Path) -> None:
    for url in (fuseki.url.removesuffix("ds") + "none", fuseki.url.removesuffix("/ds")):
        for arguments in (("push", url), ("pull", url), ("sparql", "q06", "--endpoint", url)):
            message = one_line(skillgraph(*arguments, cwd=desk))
            assert url in message
            assert "http://HOST:3030/NAME" in message


def test_no_server(desk: Path) -> None:
    url = "http://127.0.0.1:9/ds"
    for arguments in (("push", url), ("pull", url), ("sparql", "q06", "--endpoint", url)):
        assert "is the server running?" in one_line(skillgraph(*arguments, cwd=desk))
    assert "begins with http" in one_line(skillgraph("sparql", "q06", "--endpoint", "localhost:3030", cwd=desk))


HEAD = b'{"head":{"vars":["g"]},"results":{"bindings":['
FAULTS: list[tuple[Answer, str]] = [
    ((200, "text/html", b"<html><title>Welcome</title></html>"), "no SPARQL server"),
    ((301, "text/html", b""), "has moved to http://elsewhere.example/sparql: give that URL"),
    ((403, "text/plain", b"not you"), "this user may not do that there: not you"),
    ((404, "text/html", b"<html>nothing</html>"), "no SPARQL server"),
    ((500, "text/plain", b"java.lang.NullPointerException\n\tat x.y.z"), "the server failed (500"),
    ((503, "text/html", b"<html>busy</html>"), "the server failed (503"),
    ((200, "application/sparql-results+json", HEAD), "answer is broken"),
    ((200, "application/sparql-results+json", b"\xff\xfe"), "answer is broken"),
    (
        (200, "application/sparql-results+json", b'{"head": {"vars": ["g"]}, "results": {"bindings": [{"g": 1}]}}'),
        "answer is broken",
    ),
]


class Faulty(BaseHTTPRequestHandler):
    """Answers with a fault: no real server can be brought to each of them."""

    fault: Answer = (200, "", b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, media_type, body = self.fault
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if status == 301:
            self.send_header("Location", "http://elsewhere.example/sparql")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("fault", "message"), FAULTS)
def test_what_a_server_may_answer(faulty: str, desk: Path, fault: Answer, message: str) -> None:
    Faulty.fault = fault
    said = one_line(skillgraph("sparql", "q06", "--endpoint", faulty, cwd=desk))
    assert message in said
    assert "\tat" not in said
    assert message in one_line(skillgraph("push", faulty, cwd=desk))


class Breaking(BaseHTTPRequestHandler):
    """Holds one source, whose graph is not what its header announces, or no graph."""

    body, announced = b"", 0

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        store = ox.Store()
        store.extend(quads(Document("small", "甲市报告", "Report of city A"), "provenance", {}))
        found = store.query(updates.DOCUMENTS)
        assert isinstance(found, ox.QuerySolutions)
        table = ox.QueryResultsFormat.JSON
        self._give(table.media_type, found.serialize(format=table) or b"", 0)

    def do_GET(self) -> None:
        self._give("application/n-triples", self.body, self.announced)

    def _give(self, media_type: str, body: bytes, more: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body) + more))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


@pytest.mark.parametrize(
    ("body", "announced", "message"),
    [(b"<a:a> <a:b> <a:c> .\n", 10**13, "broke off"), (b"no triples", 0, "no N-Triples")],
)
def test_a_graph_that_comes_broken_is_never_taken_for_whole(
    tmp_path: Path, body: bytes, announced: int, message: str
) -> None:
    Breaking.body, Breaking.announced = body, announced
    with ThreadingHTTPServer(("127.0.0.1", 0), Breaking) as server:
        threading.Thread(target=server.serve_forever).start()
        ended = skillgraph("pull", f"http://127.0.0.1:{server.server_port}/sparql", "-o", "pulled", cwd=tmp_path)
        server.shutdown()
    assert message in one_line(ended)
    assert not (tmp_path / "pulled").exists()


class Cutting(BaseHTTPRequestHandler):
    """Hands on what a server answers in answers that end with their connection; some lines of a graph get lost."""

    behind = 0
    lost = 0

    def do_GET(self) -> None:
        self._hand_on(b"")

    def do_HEAD(self) -> None:
        self._hand_on(b"")

    def do_POST(self) -> None:
        self._hand_on(self.rfile.read(int(self.headers["Content-Length"])))

    def _hand_on(self, body: bytes) -> None:
        server = http.client.HTTPConnection("127.0.0.1", self.behind)
        headers = {name: value for name, value in self.headers.items() if name in ("Accept", "Content-Type")}
        server.request(self.command, self.path, body or None, headers)
        answer = server.getresponse()
        media_type = answer.headers["Content-Type"] or ""
        lines = answer.read().splitlines(keepends=True)
        server.close()
        self.send_response(answer.status)
        if media_type:
            self.send_header("Content-Type", media_type)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.writelines(lines[: -self.lost or None] if "n-triples" in media_type else lines)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


@pytest.mark.parametrize("lost", [0, 1])
def test_a_graph_cut_at_the_end_of_a_line_is_not_taken_for_whole(
    oxigraph: SparqlServerProcess, desk: Path, tmp_path: Path, lost: int
) -> None:
    oxigraph.wipe()
    assert skillgraph("push", oxigraph.url, cwd=desk).returncode == 0
    Cutting.behind, Cutting.lost = oxigraph.port, lost
    with ThreadingHTTPServer(("127.0.0.1", 0), Cutting) as server:
        threading.Thread(target=server.serve_forever).start()
        ended = skillgraph("pull", f"http://127.0.0.1:{server.server_port}", "-o", "pulled", cwd=tmp_path)
        server.shutdown()
    if lost:
        assert "the answer broke off: " in one_line(ended)
    assert (ended.returncode == 0) == (tmp_path / "pulled").exists() == (not lost)


def start_push(url: str, desk: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "skillgraph", "push", url]
    return subprocess.Popen(command, cwd=desk, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize("kind", [Oxigraph, Fuseki])
def test_a_killed_server_has_no_half_fact_after_the_next_push(
    maven: None, tmp_path: Path, desk: Path, graph: KnowledgeGraph, kind: type[SparqlServerProcess]
) -> None:
    server = kind(tmp_path)
    try:
        process = start_push(server.url, desk)
        wait_until(lambda: bool(server.quads()))
        server.kill()
        _, message = process.communicate(timeout=60)
        if process.returncode:  # a quick machine may be done
            assert process.returncode == 2
            assert len(message.splitlines()) == 1
            assert "start it and give the command again" in message
        server.start()
        assert skillgraph("push", server.url, cwd=desk).returncode == 0
        assert server.quads() == wanted_quads(graph)
    finally:
        server.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child")
def test_ctrl_c_ends_a_push_and_the_next_completes_it(
    sparql_server: SparqlServerProcess, desk: Path, graph: KnowledgeGraph
) -> None:
    sparql_server.wipe()
    process = start_push(sparql_server.url, desk)
    wait_until(lambda: bool(sparql_server.quads()))
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    # A quick machine may be done before.
    assert (process.returncode, message.strip()) in ((130, "skillgraph: stopped"), (0, message.strip()))
    assert skillgraph("push", sparql_server.url, cwd=desk).returncode == 0
    assert sparql_server.quads() == wanted_quads(graph)
