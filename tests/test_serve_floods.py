"""`skillgraph serve` under clients that ask, send and hold too much, or never come to an end."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from served import Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = "application/x-www-form-urlencoded"
#: Clients as a proxy on this machine names them.
GREEDY, OTHER = "192.0.2.66", "192.0.2.7"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served, with little time for a query."""
    server = served(built, "--timeout", 8)
    yield server
    server.end()


def opened(server: Served, data: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    client.sendall(data)
    return client


def rest(client: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    got = b""
    with client, suppress(ConnectionError):
        while data := client.recv(65536):
            got += data
    return got


def asking(query: str, client: str) -> bytes:
    line = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\n"
    return f"{line}Accept: text/csv\r\n\r\n".encode()


def test_one_client_holds_so_much_and_the_others_have_their_turn(server: Served) -> None:
    """Most of its requests wait, some are told to come again, and who asks little waits for none of them."""
    greedy = [opened(server, asking(RUNAWAY, GREEDY)) for _ in range(40)]
    answered: list[socket.socket] = []
    while len(answered) < 8:
        answered, _, _ = select.select(greedy, [], [], 60)
    for client in answered:
        reply = client.recv(4096)
        assert reply.startswith(b"HTTP/1.1 429")
        assert b"retry-after: 1\r\n" in reply
    for _ in range(3):
        assert rest_of_one(opened(server, asking(COUNT, OTHER))).startswith(b"HTTP/1.1 200")
    for client in greedy:
        client.close()


def rest_of_one(client: socket.socket) -> bytes:
    """The answer to one request."""
    reply = client.recv(65536)
    client.close()
    return reply


def test_searches_of_one_client_do_not_stand_before_those_of_another(server: Served) -> None:
    def search(client: str) -> int:
        return server.ask("/find?q=" + quote("技能"), x_forwarded_for=client).status

    with ThreadPoolExecutor(21) as clients:
        greedy = [clients.submit(search, "192.0.2.67") for _ in range(20)]
        assert clients.submit(search, OTHER).result() == 200
        assert {done.result() for done in greedy} == {200}


BOMBS = (
    f"ASK {{ FILTER({'(' * 20000}1{')' * 20000}) }}",
    f"ASK {'{' * 30000}{'}' * 30000}",
    f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 5000)} }}",
    "SELECT (COUNT(*) AS ?n) { ?a ((!<a:a>)/(!<a:a>)*)* ?b . ?b (!<a:a>)* ?c }",
    "SELECT * { BIND('a' AS ?x) FILTER(REGEX(?x, '((((a{1,100}){1,100}){1,100}){1,100}){1,100}')) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f LIMIT 1",
    "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
)


def test_queries_that_burst_harm_nobody(server: Served) -> None:
    def burst(query: str) -> int:
        return server.ask("/sparql", "POST", urlencode({"query": query}), content_type=FORM, accept="*/*").status

    with ThreadPoolExecutor(len(BOMBS)) as clients:
        assert set(clients.map(burst, BOMBS)) <= {200, 400, 413, 500, 503, 504}
    assert server.query(COUNT).status == 200
    assert len(server.engines()) <= 4


def test_who_sends_nothing_or_drop_by_drop_is_sent_away(server: Served, patience: None) -> None:
    """Neither a silent connection, nor a head, nor a body that never ends stays for ever."""
    dripping = opened(server, b"GET / HTTP/1.1\r\n")
    again = opened(server, asking(COUNT, OTHER) + b"GET / HTTP/1.1\r\nX: ")
    body = opened(server, HEAD + b"Content-Length: 100000\r\n\r\nASK")
    silent = [opened(server, b"") for _ in range(700)]
    ended = threading.Event()

    def drip() -> None:
        while not ended.wait(0.5):
            for client in (dripping, again, body):
                with suppress(OSError):
                    client.sendall(b"a")

    dropper = threading.Thread(target=drip)
    dropper.start()
    try:
        assert b"".join(map(rest, silent)) == b""
        assert rest(dripping) == b""
        assert rest(again).count(b"HTTP/1.1 200") == 1
        assert rest(body).startswith(b"HTTP/1.1 408")
        assert server.query(COUNT).status == 200
    finally:
        ended.set()
        dropper.join()


def test_a_body_without_an_end_is_not_read_to_it(server: Served) -> None:
    sent, chunk = 0, b"10000\r\n" + b" " * 2**16 + b"\r\n"
    with opened(server, HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as client, suppress(ConnectionError):
        for _ in range(2000):
            client.sendall(chunk)
            sent += len(chunk)
    assert sent < 2**26
    assert server.query(COUNT).status == 200


def test_a_head_is_bounded(server: Served) -> None:
    for head in (
        b"GET /" + b"a" * 2**20,
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 2**18,
        b"GET / HTTP/1.1\r\nCookie: " + b"a;" * 2**19,
    ):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        with suppress(ConnectionError):
            client.sendall(head)
        assert rest(client)[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 431")
    assert server.query(COUNT).status == 200


def test_answers_that_nobody_takes_hold_no_memory(server: Served) -> None:
    query = f"SELECT ?x {{ BIND('{'x' * 4000}' AS ?x) ?a ?b ?c }} LIMIT 13000"
    clients = [opened(server, asking(query, f"192.0.2.{number}")) for number in range(10)]
    for client in clients:
        assert client.recv(12) == b"HTTP/1.1 200"
    status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
    (resident,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    assert resident < 2**18, "kB, of 520 MB of answers"
    for client in clients:
        client.close()
    assert server.query(COUNT).status == 200
