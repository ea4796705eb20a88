"""Addresses of servers as people write them: in Chinese, with a password, through a proxy; and where they lead on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import Ended, complaint, skillgraph
from moody_server import ANSWER, Moody, answer_any, moody_server
from neo4j_server import ACCESS
from skillgraph.model.ontology import ontology
from skillgraph.stores.sparql import graph
from sparql_servers import Oxigraph, SparqlServerProcess

#: Triples of the vocabulary with blank nodes.
BLANK = sum(ox.BlankNode in (type(t.subject), type(t.object)) for t in ontology().triples())


@pytest.fixture
def moody() -> Iterator[str]:
    Moody.answer = answer_any
    with moody_server() as url:
        yield url


def asked(url: str, cwd: Path, **environment: str) -> Ended:
    return skillgraph("sparql", "ASK {}", "--endpoint", url, cwd=cwd, **environment)


def one_line(ended: Ended) -> str:
    message = complaint(ended, 2)
    assert message.count("\n") == 1, message
    return message


@pytest.mark.parametrize(
    "address",
    [
        "http://me:s3cret@127.0.0.1:9/ds", "http://me:s3/cret@127.0.0.1/ds", "http://me:s3#cret@127.0.0.1/ds",
        "http://me:12/s3cret@127.0.0.1/ds", "http://me:12?s3cret@127.0.0.1/ds", "http://me:12#s3cret@127.0.0.1/ds",
        "http://me:/s3cret@127.0.0.1/ds", "http://me:s3?cret@127.0.0.1/ds", "http://me:s3[cret@127.0.0.1/ds", "http://me:s3cret@127.0.0.1:99999/ds",
        "http://me:s3cret@[::1/ds", "http://me:s3cret@/ds", "http:/me:s3cret@127.0.0.1/ds", "me:s3cret@127.0.0.1/ds",
        "htp://me:s3cret@127.0.0.1/ds", "bolt://me:s3cret@127.0.0.1:9", "bolt://me:s3/cret@127.0.0.1:9",
        "bolt://me:s3#cret@127.0.0.1:9", "bolt://me:s3?cret@127.0.0.1", "bolt://me:s3[cret@127.0.0.1",
        "bolt://me:s3cret@[::1", "neo4j:s3cret@127.0.0.1:9", "bolt:/me:s3cret@127.0.0.1",
    ],
)  # fmt: skip
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str, desk: Path) -> None:
    commands: list[tuple[str, ...]] = [("push", address), ("pull", address), ("cypher", "RETURN 1", "--uri", address)]
    for command in (*commands, ("sparql", "ASK {}", "--endpoint", address)):
        message = one_line(skillgraph(*command, cwd=desk, **ACCESS))
        assert "cret" not in message
        assert "leave user and password out of the" in message


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("bolt://[::1", "is no address of a Cypher server: write bolt://HOST:7687"),
        ("bolt://::1:7687", "is no address of a Cypher server"),
        ("bolt://127.0.0.1:port", "is no address of a Cypher server"),
        (f"bolt://{'a' * 70}:9", "is no address of a Cypher server"),
        # The driver would look on this machine.
        ("bolt:/example.org:7687", "is no address of a Cypher server"),
        ("bolt://127.0.0.1:9/neo4j", "a database is named by NEO4J_DATABASE"),
        ("bolt://[::1]:9", "no Cypher server answers at bolt://[::1]:9"),
        ("http://127.0.0.1:99999/ds", "is no URL: its host or port is none"),
        (f"http://{'a' * 70}.example/ds", "is no URL: its host or port is none"),
    ],
)
def test_an_address_that_is_none_is_one_line(address: str, message: str, desk: Path) -> None:
    assert message in one_line(skillgraph("push", address, cwd=desk, **ACCESS))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("图谱/甲 市/sparql", "/%E5%9B%BE%E8%B0%B1/%E7%94%B2%20%E5%B8%82/sparql"),
        ("%E5%9B%BE/sparql?a=数#place", "/%E5%9B%BE/sparql?a=%E6%95%B0"),
    ],
)
def test_a_path_may_have_any_characters(moody: str, tmp_path: Path, written: str, sent: str) -> None:
    assert asked(moody.replace("sparql", written), tmp_path).stdout.split()[-1] == "true"
    assert set(Moody.paths) == {sent}


def test_a_host_may_be_written_in_any_way(moody: str, tmp_path: Path) -> None:
    for host in ("127。0。0。1", "LOCALHOST"):
        assert asked(moody.replace("127.0.0.1", host), tmp_path).stdout.split()[-1] == "true"
    assert "http://图谱.invalid/ds can't be reached" in one_line(asked("http://图谱.invalid/ds", tmp_path))
    with moody_server("::1") as url:
        assert asked(url, tmp_path).stdout.split()[-1] == "true"


def test_a_proxy_is_for_other_machines(moody: str, tmp_path: Path) -> None:
    through = moody.removesuffix("/sparql")
    assert asked("http://elsewhere.invalid/sparql", tmp_path, http_proxy=through).stdout.split()[-1] == "true"
    assert set(Moody.paths) == {"http://elsewhere.invalid/sparql"}
    # A proxy elsewhere would look for this machine's server on its own, with this user's password.
    for url in (moody, moody.replace("127.0.0.1", "localhost")):
        assert asked(url, tmp_path, http_proxy="http://127.0.0.1:9").stdout.split()[-1] == "true"


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("http://me:s3cret@127.0.0.1:9", "127.0.0.1:9 ("), ("socks5://127.0.0.1:9", "socks5://127.0.0.1:9 ("),
        ("http://127.0.0.1:port", "http://127.0.0.1:port ("),
    ],
)  # fmt: skip
def test_a_proxy_that_is_in_the_way_is_named(tmp_path: Path, proxy: str, said: str) -> None:
    for scheme in ("http", "https"):
        ended = asked(f"{scheme}://elsewhere.invalid/sparql", tmp_path, http_proxy=proxy, https_proxy=proxy)
        message = one_line(ended)
        assert f"can't be reached by the proxy {said}" in message
        assert "NO_PROXY=elsewhere.invalid goes past it" in message
        assert "s3cret" not in message


@pytest.mark.parametrize(
    ("status", "location", "message"),
    [
        (308, "https://127.0.0.1:9/sparql", "has moved to https://127.0.0.1:9/sparql: give that URL"),
        (307, "http://me:s3cret@127.0.0.1:9/x", "sends on to http://127.0.0.1:9/x: give that URL"),
        (301, "/sparql/", "{url} has moved to {url}/: give that URL"),
        (
            302,
            "/login?next=%2Fsparql",
            "sends on to {host}/login?next=%2Fsparql: give that URL, or where that is a page",
        ),
    ],
)
def test_where_a_server_sends_on_is_a_url_to_give(
    moody: str, tmp_path: Path, status: int, location: str, message: str
) -> None:
    Moody.answer = lambda self: self.give(status, Location=location)
    wanted = message.format(url=moody, host=moody.removesuffix("/sparql"))
    for command in (("sparql", "ASK {}", "--endpoint", moody), ("pull", moody)):
        assert wanted in one_line(skillgraph(*command, cwd=tmp_path))


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "no-such-charset"])
def test_what_a_server_says_of_itself_is_read_in_its_characters(moody: str, tmp_path: Path, charset: str) -> None:
    body = "数据库错误：磁盘已满".encode(charset if charset.startswith("gb") else "utf-8")
    Moody.answer = lambda self: self.give(500, body, Content_Type=f"text/plain; charset={charset}")
    assert "(500 Internal Server Error): 数据库错误：磁盘已满" in one_line(asked(moody, tmp_path))


def test_an_answer_that_is_compressed_though_nobody_asked_says_so(moody: str, tmp_path: Path) -> None:
    Moody.answer = lambda self: self.give(200, ANSWER, Content_Encoding="gzip")
    assert "answers compressed (gzip), which it was not asked for" in one_line(asked(moody, tmp_path))


def test_what_is_too_large_for_a_server_or_its_proxy_says_who_limits_it(moody: str, desk: Path) -> None:
    Moody.answer = lambda self: self.give(413, b"<html>", Content_Type="text/html")
    assert "client_max_body_size" in one_line(skillgraph("push", moody, cwd=desk))


def test_a_push_that_goes_elsewhere_is_not_called_done(
    oxigraph: SparqlServerProcess, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "_TRIES", 2)
    oxigraph.wipe()
    other = Oxigraph(tmp_path)
    try:
        message = one_line(skillgraph("push", oxigraph.url, "--update-url", other.update_url, cwd=desk))
    finally:
        other.kill()
    assert f"{oxigraph.url} took what it was sent, and does not have {graph.ONTOLOGY.value} now" in message
    assert "--update-url" in message


@pytest.mark.parametrize(("blank", "lost"), [(0, graph.ONTOLOGY.value), (BLANK, "four-cities")])
def test_a_page_to_log_in_at_in_the_place_of_a_service_takes_nothing(
    moody: str, desk: Path, monkeypatch: pytest.MonkeyPatch, blank: int, lost: str
) -> None:
    """From the start, or when a session has ended in the middle of a push."""
    count = b'{"head": {"vars": ["count"]}, "results": {"bindings": [{"count": {"type": "literal", "value": "%d"}}]}}'

    def answer(self: Moody) -> None:
        if "update" in self.headers["Content-Type"]:
            self.give(200, b"<html><input type=password>", Content_Type="text/html")
        else:
            self.give(200, count % blank if b"COUNT" in self.body else ANSWER)

    Moody.answer = answer
    monkeypatch.setattr(graph, "_TRIES", 1)
    message = one_line(skillgraph("push", moody, cwd=desk))
    assert f"{moody} took what it was sent, and does not have " in message
    assert lost in message


def test_a_query_of_a_push_that_a_server_stops_says_so(moody: str, desk: Path) -> None:
    for said in (b"The SPARQL operation has been cancelled", b"Query cancelled due to timeout"):
        Moody.answer = lambda self, said=said: self.give(200, ANSWER[:-3] + said)  # type: ignore[misc]
        assert "the server stopped a query when its time was up" in one_line(skillgraph("pull", moody, cwd=desk))
