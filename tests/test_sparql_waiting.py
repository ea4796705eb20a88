"""Whom a push and a query wait for, how long, and how they are let in: a server that is slow, busy or wants a token."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from command_line import Ended, skillgraph
from loader_copies import GraphOf
from moody_server import ANSWER, YES, Moody, moody_server
from skillgraph.model.errors import DataError, QueryError, UsageError
from skillgraph.stores.sparql import http
from skillgraph.stores.sparql.graph import GraphStore
from skillgraph.stores.sparql.http import SparqlHttp
from sparql_servers import SparqlServerProcess


def one_line(ended: Ended) -> str:
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.fixture
def moody() -> Iterator[str]:
    with moody_server() as url:
        yield url


def test_a_busy_server_is_asked_again_when_it_says(moody: str) -> None:
    Moody.answer = lambda self: self.give(200, ANSWER) if Moody.asked > 2 else self.give(503, b"busy", Retry_After="0")
    said: list[str] = []
    with SparqlHttp(waiting=said.append).open("POST", moody, body=b"query=ASK{}", timeout=30) as response:
        assert response.read() == ANSWER
    assert Moody.asked == 3
    assert said == [f"{moody} is busy and is asked again in 0 s"] * 2


def test_a_busy_server_may_say_at_what_time_of_day(moody: str) -> None:
    Moody.answer = lambda self: self.give(200, ANSWER) if Moody.asked > 2 else self.give(429, b"", Retry_After=past)
    past = formatdate(0, usegmt=True)
    with SparqlHttp().open("POST", moody, body=b"query=ASK{}", timeout=30) as response:
        assert response.read() == ANSWER
    assert Moody.asked == 3
    past = "some day"
    Moody.asked = 0
    with pytest.raises(QueryError, match="429"), SparqlHttp().open("POST", moody, body=b"query=ASK{}", timeout=30):
        pass
    assert Moody.asked == 1


def test_a_server_that_stays_busy_is_given_up(moody: str, tmp_path: Path) -> None:
    Moody.answer = lambda self: self.give(503, b"busy", Retry_After="0")
    assert "the server failed (503" in one_line(skillgraph("sparql", "ASK {}", "--endpoint", moody, cwd=tmp_path))
    assert Moody.asked == 4
    # Whoever asks to come back after the time is up is not waited for.
    Moody.answer = lambda self: self.give(429, b"", Retry_After="600")
    with pytest.raises(QueryError, match="429"):
        GraphStore(moody)._server.find_query_url(timeout=5)


def test_it_is_said_who_is_waited_for_and_silence_has_an_end(moody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = threading.Event()
    Moody.answer = lambda self: self.give(200, ANSWER) if silent.wait(60) else None
    monkeypatch.setattr(http, "_WAITED_SECONDS", 0.2)
    monkeypatch.setattr(http, "_IDLE_SECONDS", 1.0)
    said: list[str] = []
    with (
        pytest.raises(UsageError, match="nothing came for 1 s"),
        SparqlHttp(waiting=said.append).open("POST", moody, body=b""),
    ):
        pass
    assert said == [f"waiting for an answer of {moody} for 0.2 s now"]
    silent.set()


@pytest.mark.parametrize(
    ("scheme", "message"),
    [
        ('Bearer realm="x"', "it asks for a token: set SPARQL_TOKEN"),
        ('Digest realm="x", nonce="y"', "it asks for Digest authentication"),
        ('Basic realm="x"', "SPARQL_USERNAME, SPARQL_PASSWORD"),
    ],
)
def test_how_a_server_lets_in_is_said(moody: str, tmp_path: Path, scheme: str, message: str) -> None:
    Moody.answer = lambda self: self.give(401, WWW_Authenticate=scheme)
    for arguments in (("sparql", "ASK {}", "--endpoint", moody), ("push", moody), ("pull", moody)):
        said = one_line(skillgraph(*arguments, cwd=tmp_path))
        assert message in said or "no graph in" in said


def test_a_token_lets_in(moody: str, tmp_path: Path) -> None:
    def answer(self: Moody) -> None:
        if self.headers["Authorization"] == "Bearer s3cret":
            self.give(200, ANSWER if Moody.asked == 1 else YES)
        else:
            self.give(401)

    Moody.answer = answer
    asked = skillgraph("sparql", "ASK {}", "--endpoint", moody, cwd=tmp_path, SPARQL_TOKEN="s3cret")
    assert asked.stdout.split()[-1] == "true"
    refused = one_line(skillgraph("sparql", "ASK {}", "--endpoint", moody, cwd=tmp_path, SPARQL_TOKEN="wrong"))
    assert "s3cret" not in refused
    assert "wrong" not in refused


def test_a_thing_that_is_something_else_there_is_refused(
    oxigraph: SparqlServerProcess, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    first, second = two_reports
    oxigraph.wipe()
    target = GraphStore(oxigraph.url)
    target.push(graph_of(first))
    for table in second.glob("entities.csv"):
        text = table.read_text("utf-8")
        assert "Enterprise" in text
        table.write_text(text.replace("Enterprise", "School"), encoding="utf-8")
    before = oxigraph.quads()
    with pytest.raises(DataError, match=r"classes of .* in the server \(first\); the same id is the same thing"):
        target.push(graph_of(second))
    assert oxigraph.quads() == before
    oxigraph.wipe()
