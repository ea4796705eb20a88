"""Cypher over HTTP: a real server asked in the form of Neo4j's Query API, by its official driver and byte by byte."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neo4j
from served import Reply, Served, lives, served
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import cell_text
from skillgraph.questions.recorded import find_questions

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

PLAIN, TYPED = "application/json", "application/vnd.neo4j.query"
QUERY = "/db/neo4j/query/v2"
RUNAWAY = "MATCH (a),(b),(c),(d) WHERE a.name + b.name + c.name = d.name RETURN count(*)"
CITY = "MATCH (c:City {id: 'qingdao'}) "


@pytest.fixture(scope="module")
def server(built: Path, python: str, arcadedb: None) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built, "--timeout", 8)
    yield server
    server.end()


@pytest.fixture
def own(built: Path, python: str, arcadedb: None) -> Iterator[Served]:
    """A server that a test may end."""
    server = served(built)
    yield server
    if lives(server.pid):
        server.end(signal.SIGKILL)


def _post(server: Served, body: Any, path: str = QUERY, kind: str = PLAIN, accept: str = PLAIN) -> Reply:
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return server.ask(path, "POST", data, content_type=kind, accept=accept)


def _said(server: Served, statement: str, accept: str = PLAIN, **parameters: Any) -> Any:
    reply = _post(server, {"statement": statement, "parameters": parameters}, accept=accept)
    assert (reply.status, reply.type) == (202, accept), reply.text
    return json.loads(reply.text)


def _bag(rows: list[Any]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(map(cell_text, row)) for row in rows)


def _driver(server: Served, password: str = "any") -> neo4j.Driver:
    pytest.importorskip("aiohttp", reason="the driver speaks HTTP with aiohttp")
    with warnings.catch_warnings():
        # It calls this a preview.
        warnings.simplefilter("ignore")
        driver: neo4j.Driver = neo4j.GraphDatabase.driver(server.url, auth=("neo4j", password))
        return driver


def test_every_recorded_question_is_answered_as_in_sparql(server: Served, graph: KnowledgeGraph) -> None:
    questions = find_questions()
    assert len(questions) > 20
    with _driver(server) as driver, driver.session(database="skillgraph") as session:
        for question in questions:
            data = _said(server, question.cypher)["data"]
            there = graph.sparql_store.query(question.sparql)
            assert (tuple(data["fields"]), _bag(data["values"])) == (there.columns, _bag(there.rows)), question.name
            result = session.run(question.cypher)
            assert (tuple(result.keys()), _bag(list(result.values()))) == (there.columns, _bag(there.rows))


def test_rows_are_those_of_the_command_line(server: Served, graph: KnowledgeGraph, embedded: None) -> None:
    query = CITY + "MATCH p = (c)-[r]->(x) RETURN c, r, p, x.id AS id ORDER BY id, r.id"
    said = _said(server, query)["data"]["values"]
    asked = graph.cypher(query).rows
    assert len(said) == len(asked) > 20
    for (c, r, p, _), (node, relationship, path, _) in zip(said, asked, strict=True):
        assert isinstance(node, dict)
        assert isinstance(relationship, dict)
        assert isinstance(path, dict)
        assert (c["properties"].pop("id"), c["labels"], c["properties"]) == tuple(node.values())
        assert (r["properties"].pop("id"), r["type"], r["properties"]) == tuple(
            relationship[name] for name in ("id", "type", "properties")
        )
        assert [part["properties"]["id"] for part in p[::2]] == [part["id"] for part in path["nodes"]]
        assert r["startNodeElementId"] == c["elementId"] == p[0]["elementId"]


def test_the_driver_of_neo4j_gets_what_the_graph_holds(server: Served) -> None:
    with _driver(server) as driver:
        query = CITY + "MATCH p = (c)-[r]->(x) RETURN c, r, p, elementId(c) AS element LIMIT 1"
        records, summary, _ = driver.execute_query(query, database_="neo4j", routing_="r")
        node, relationship, path, element = records[0]
        assert (node["name"], node.element_id, "City" in node.labels) == ("青岛市", element, True)
        assert (relationship.start_node, path.start_node, len(path)) == (node, node, 1)
        assert summary.counters.contains_updates is False
        with driver.session(database="neo4j") as session, session.begin_transaction() as transaction:
            assert transaction.run("RETURN $x AS x", x=1).single(strict=True)["x"] == 1
            transaction.commit()
        with driver.session(database="neo4j") as session:
            open_one = session.begin_transaction()
            open_one.run("RETURN 1")
            open_one.rollback()
            with pytest.raises(neo4j.exceptions.CypherSyntaxError):
                session.run("RETUR 1")
            with pytest.raises(neo4j.exceptions.ClientError, match="only reading") as error:
                session.run("CREATE (n) RETURN n").consume()
            assert error.value.code == "Neo.ClientError.Statement.AccessMode"


@pytest.mark.parametrize(
    "value",
    [None, True, -7, 2**60, 1.5, "𬭎鋒 '\"\\", [1, [2.5, None]], {"a": {"b": [True]}}, neo4j.time.Date(2012, 2, 29),
     neo4j.time.Time(10, 30, 5), neo4j.time.DateTime(2012, 2, 29, 10, 30)],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_bound(server: Served, value: object) -> None:
    with _driver(server) as driver, driver.session(database="neo4j") as session:
        assert session.run("RETURN $value AS value", value=value).single(strict=True)["value"] == value


@pytest.mark.parametrize(
    ("expression", "plain", "kind", "typed"),
    [
        ("1", 1, "Integer", "1"),
        ("0.0/0.0", "NaN", "Float", "NaN"),
        ("date('2012-02-29')", "2012-02-29", "Date", "2012-02-29"),
        ("duration('P1DT2H')", "P1DT2H", "Duration", "P1DT2H"),
        ("datetime('2012-02-29T10:00:00+08:00')", "2012-02-29T10:00:00.000000000+08:00", "OffsetDateTime", None),
        ("point({x: 1, y: 2})", "SRID=7203;POINT (1.0 2.0)", "Point", None),
        ("[null]", [None], "List", [{"$type": "Null", "_value": None}]),
        ("{a: 'b'}", {"a": "b"}, "Map", {"a": {"$type": "String", "_value": "b"}}),
    ],
)
def test_values_are_written_plainly_or_with_their_types(
    server: Served, expression: str, plain: Any, kind: str, typed: Any
) -> None:
    query = f"RETURN {expression} AS value"
    assert _said(server, query)["data"] == {"fields": ["value"], "values": [[plain]]}
    value = _said(server, query, TYPED)["data"]["values"][0][0]
    assert value == {"$type": kind, "_value": plain if typed is None else typed}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("", PLAIN), ("*/*", PLAIN), (f"{TYPED}, {PLAIN}", TYPED), (f"{TYPED}.v1.1", f"{TYPED}.v1.1"),
     (f"{PLAIN};q=0.5, {TYPED}", TYPED)],
)  # fmt: skip
def test_the_form_is_that_which_is_asked_for(server: Served, accept: str, kind: str) -> None:
    reply = _post(server, {"statement": "RETURN 1 AS n", "includeCounters": True}, accept=accept)
    assert (reply.status, reply.type) == (202, kind)
    assert json.loads(reply.text)["counters"]["containsUpdates"] is False


def _error(kind: str) -> str:
    return f"Neo.ClientError.{kind}"


@pytest.mark.parametrize(
    ("body", "status", "code", "says"),
    [
        ({"statement": "MATC (n) RETURN n"}, 400, _error("Statement.SyntaxError"), "line 1:0"),
        ({"statement": "MATCH （n） RETURN n"}, 400, _error("Statement.SyntaxError"), "full-width （ ）"),
        ({"statement": "SELECT ?x {}"}, 400, _error("Statement.SyntaxError"), "SELECT is SPARQL"),
        ({"statement": "MATCH (n) SET n.x = 1"}, 403, _error("Statement.AccessMode"), "only reading"),
        ({"statement": "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l"}, 403, _error("Statement.AccessMode"), ""),
        ({"statement": "RETURN $x"}, 400, _error("Statement.ParameterMissing"), "x"),
        ({"statement": "RETURN 1/0"}, 400, _error("Statement.ArithmeticError"), "zero"),
        ({"statement": "RETURN 1", "parameters": {"n": 2**70}}, 400, _error("Statement.SyntaxError"), ""),
        ({"statement": " "}, 400, _error("Request.Invalid"), "no statement"),
        ({"statement": 7}, 400, _error("Request.Invalid"), "Query API"),
        ({"statement": "RETURN 1", "parameters": []}, 400, _error("Request.Invalid"), "Query API"),
        ("{", 400, _error("Request.Invalid"), "Query API"),
        (b"\xff", 400, _error("Request.Invalid"), "Query API"),
        ("[" * 100_000, 400, _error("Request.Invalid"), "Query API"),
        ({"statement": "RETURN 1 //" + "x" * 2**18}, 413, _error("Request.Invalid"), "131,072"),
        (b" " * 2**21, 413, _error("Request.Invalid"), "1,048,576"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_the_form_of_neo4j(
    server: Served, body: Any, status: int, code: str, says: str
) -> None:
    reply = _post(server, body)
    (error,) = json.loads(reply.text)["errors"]
    assert (reply.status, reply.type) == (status, PLAIN)
    assert error["code"] == code
    assert says in error["message"]
    assert "Traceback" not in reply.text


def test_what_is_wrong_with_a_request(server: Served) -> None:
    body = {"statement": "RETURN 1"}
    assert _post(server, body, "/db/other/query/v2").status == 404
    assert _post(server, body, kind="text/plain").status == 415
    assert _post(server, body, accept="image/png").status == 406
    assert server.ask(QUERY).status == 405
    untyped = _post(server, {"statement": "RETURN $x", "parameters": {"x": 1}}, kind=TYPED)
    unknown = {"$type": "Vector", "_value": []}
    for reply in (untyped, _post(server, {"statement": "RETURN $x", "parameters": {"x": unknown}}, kind=TYPED)):
        assert (reply.status, "a parameter" in reply.text) == (400, True)
    elsewhere = server.ask(QUERY, "POST", json.dumps(body), content_type=PLAIN, origin="https://example.org")
    assert elsewhere.status == 403


def test_a_slip_is_told_beside_an_answer_that_says_nothing(server: Served) -> None:
    said = _said(server, "MATCH (n:City) WHERE n.nme = 'x' RETURN n")
    assert "did you mean 'name'" in said["notifications"][0]["description"]
    assert "notifications" not in _said(server, CITY + "RETURN c.name")


def test_programs_that_want_json_find_where_to_ask(server: Served) -> None:
    found = server.ask("/", accept=PLAIN)
    assert (found.status, found.type) == (200, PLAIN)
    assert json.loads(found.text)["query"] == f"{server.url}/db/{{databaseName}}/query/v2"
    assert server.ask("/", accept="text/html,application/xhtml+xml,*/*;q=0.8").type == "text/html"
    assert server.ask("/", accept="*/*").type == "text/html"


def test_a_runaway_query_is_stopped_and_holds_up_no_other(server: Served) -> None:
    done: list[Reply] = []
    runaway = threading.Thread(target=lambda: done.append(_post(server, {"statement": RUNAWAY})))
    runaway.start()
    time.sleep(1)
    assert _said(server, CITY + "RETURN c.name")["data"]["values"] == [["青岛市"]]
    assert not done, "the other query waited for it"
    runaway.join(90)
    assert (done[0].status, "took longer than 8 s" in done[0].text) == (400, True)
    early = _post(server, {"statement": RUNAWAY, "maxExecutionTime": 1})
    assert "TransactionTimedOut" in early.text


def test_an_answer_too_large_is_not_taken_whole(server: Served) -> None:
    large = "WITH reduce(s = 'a', i IN range(1, 27) | s + s) AS s RETURN s"
    reply = _post(server, {"statement": large})
    assert (reply.status, "take a LIMIT" in reply.text) == (400, True)
    assert _said(server, "RETURN 1 AS n")["data"]["values"] == [[1]]


def test_a_query_whose_client_has_gone_is_stopped(own: Served) -> None:
    assert _said(own, "RETURN 1 AS n")
    processes = own.processes()
    body = json.dumps({"statement": RUNAWAY})
    with socket.create_connection(("127.0.0.1", own.port)) as client:
        head = f"POST {QUERY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {PLAIN}\r\nContent-Length: {len(body)}"
        client.sendall(f"{head}\r\n\r\n{body}".encode())
        time.sleep(0.3)
    _until(lambda: not any(map(lives, processes)))
    assert _said(own, "RETURN 1 AS n")["data"]["values"] == [[1]]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_of_it(
    built: Path, python: str, arcadedb: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: int
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    own = served(built)
    assert _said(own, "RETURN 1 AS n")
    runaway = threading.Thread(target=_try, args=(own,))
    runaway.start()
    time.sleep(0.3)
    processes = own.processes()
    assert len(processes) >= 2
    assert os.listdir(tmp_path)
    own.end(by)
    _until(lambda: not any(map(lives, processes)))
    assert not os.listdir(tmp_path)
    runaway.join(30)


def test_the_token_of_a_server_is_the_password_of_the_driver(
    built: Path, python: str, arcadedb: None, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("a-token-for-this-test-only-0123456789", encoding="utf-8")
    guarded = served(built, "--token-file", tmp_path / "token")
    try:
        with _driver(guarded, "a-token-for-this-test-only-0123456789") as driver:
            records, _, _ = driver.execute_query("RETURN 1 AS n", database_="neo4j")
            assert records[0]["n"] == 1
        with _driver(guarded, "wrong") as driver, pytest.raises(neo4j.exceptions.AuthError):
            driver.execute_query("RETURN 1 AS n", database_="neo4j")
        for accept in ("text/html", "*/*", "", "application/json;q=0.5, text/html"):
            assert guarded.ask("/", accept=accept).status == 401
        for path in ("/sparql?query=ASK%7B%7D", "/find?q=a", "//", "/./", "/entity/qingdao"):
            assert guarded.ask(path, accept=PLAIN).status == 401
    finally:
        guarded.end()


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=2))
def test_any_statement_is_answered(server: Served, statement: str, parameters: dict[str, Any]) -> None:
    reply = _post(server, {"statement": statement, "parameters": parameters})
    assert reply.status in (202, 400, 403)
    assert json.loads(reply.text)


def _try(server: Served) -> None:
    """Asks a server that ends meanwhile."""
    with suppress(OSError, HTTPException):
        _post(server, {"statement": RUNAWAY})


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
