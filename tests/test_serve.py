"""`skillgraph serve`: a real server, asked as browsers, other programs and attackers ask."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from command_line import complaint, skillgraph
from served import Served, lives, served, until
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli.serve import command
from skillgraph.model.ontology import PREFIXES
from skillgraph.questions.recorded import find_questions
from skillgraph.serve.accept import GRAPHS, TABLES
from skillgraph.stores.sparql.endpoint import RemoteSparql

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PARTNERS = "SELECT ?name { ?x a sg:ForeignPartner ; rdfs:label ?name }"
HOSTS = ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", "a@b", "[::1", "10.0.0.1")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


@pytest.fixture
def own(built: Path, python: str) -> Iterator[Served]:
    """A server that a test may end."""
    server = served(built)
    yield server
    if lives(server.pid):
        server.end(signal.SIGKILL)


def test_every_recorded_question_is_answered_as_on_disk(server: Served, graph: KnowledgeGraph) -> None:
    remote = RemoteSparql(f"{server.url}/sparql")
    questions = find_questions()
    assert len(questions) > 20
    for question in questions:
        there, here = remote.query(question.sparql), graph.sparql_store.query(question.sparql)
        assert (there.columns, Counter(there.rows)) == (here.columns, Counter(here.rows)), question.name


def test_the_page_is_made_once_and_known_by_its_tag(server: Served) -> None:
    page = server.ask("/")
    assert (page.status, page.type) == (200, "text/html")
    assert "<title>" in page.text
    assert server.ask("/", if_none_match=page.headers["etag"])[:3] == (304, "", "")
    assert server.ask("/", if_none_match='"other"').text == page.text
    assert server.ask("/", "HEAD")[:3] == (200, "text/html", "")


@pytest.mark.parametrize("way", ["get", "form", "plain"])
def test_a_query_is_taken_in_each_way_of_the_protocol(server: Served, way: str) -> None:
    if way == "get":
        reply = server.query(PARTNERS)
    elif way == "form":
        body = urlencode({"query": PARTNERS})
        reply = server.ask("/sparql", "POST", body, content_type=f"{FORM}; charset=utf-8", accept="text/csv")
    else:
        reply = server.ask("/sparql", "POST", PARTNERS, content_type="application/sparql-query", accept="text/csv")
    assert (reply.status, reply.type) == (200, "text/csv")
    assert "日本百利株式会社" in reply.text


@pytest.mark.parametrize("form", TABLES)
def test_a_table_comes_in_the_form_that_is_asked_for(server: Served, form: str) -> None:
    reply = server.query("SELECT ?x { VALUES ?x { '𬭎鋒學院' } }", form)
    assert "𬭎鋒學院" in reply.text
    assert ox.QueryResultsFormat.from_media_type(reply.type) == ox.QueryResultsFormat.from_media_type(form)


@pytest.mark.parametrize("form", GRAPHS)
def test_a_graph_comes_in_the_form_that_is_asked_for(server: Served, form: str, graph: KnowledgeGraph) -> None:
    query = "CONSTRUCT { ?x rdfs:label ?n } WHERE { ?x a sg:City ; rdfs:label ?n }"
    reply = server.query(query, form)
    assert reply.type == form
    format = ox.RdfFormat.from_media_type(form)
    assert format is not None
    wanted = ox.parse(graph.sparql_store.answer(query).body, ox.RdfFormat.N_TRIPLES)
    assert {q.triple for q in ox.parse(reply.text, format)} == {q.triple for q in wanted}


def test_rdflib_asks_as_of_any_endpoint(server: Served, graph: KnowledgeGraph) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        remote = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method=method, returnFormat="json"))
        prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
        found = {str(row[0]) for row in remote.query(prefixes + PARTNERS)}  # type: ignore[index]
        assert found == {row[0] for row in graph.sparql(PARTNERS)}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is a program of its own")
def test_curl_asks_as_the_docs_say(server: Served) -> None:
    said = ["curl", "-sS", f"{server.url}/sparql", "--data-urlencode", f"query={PARTNERS}", "-H", "Accept: text/csv"]
    assert "日本百利株式会社" in subprocess.run(said, capture_output=True, encoding="utf-8", check=True).stdout


def test_without_a_query_the_service_says_what_it_is(server: Served) -> None:
    for form in GRAPHS:
        reply = server.ask("/sparql", accept=form)
        format = ox.RdfFormat.from_media_type(form)
        assert format is not None
        said = {q.triple for q in ox.parse(reply.text, format)}
        endpoint = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")
        assert [t.object.value for t in said if t.predicate == endpoint] == [f"{server.url}/sparql"]


def test_the_dataset_of_a_request_stands_in_place_of_that_of_the_query(server: Served) -> None:
    source, other = (PREFIXES["document"] + name for name in ("four-cities", "countries"))
    told = server.query(COUNT, **{"default-graph-uri": source}).text
    assert told == server.query(f"SELECT (COUNT(*) AS ?n) FROM <{source}> {{ ?s ?p ?o }}").text
    from_other = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"
    assert told == server.query(from_other, **{"default-graph-uri": source}).text
    named = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": other}).text
    assert named.split() == ["g", other]
    assert server.query(COUNT, **{"named-graph-uri": other}).text.split() == ["n", "0"]


@pytest.mark.parametrize(
    ("path", "method", "body", "headers", "status", "says"),
    [
        ("/sparql?query=SELECT", "GET", None, {}, 400, "error at 1:7"),
        ("/sparql?query=", "GET", None, {}, 400, "the query is empty"),
        ("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", "GET", None, {}, 400, "one query, not 2"),
        ("/sparql?query=%FF", "GET", None, {}, 400, "not UTF-8"),
        ("/sparql?query=ASK%20%7B%7D&default-graph-uri=no", "GET", None, {}, 400, "no IRI"),
        ("/sparql?" + "&".join(["a=b"] * 200), "GET", None, {}, 400, "more than 100 parameters"),
        ("/sparql?query=INSERT%20DATA%20%7B%3Ca:a%3E%20a%20%3Ca:b%3E%7D", "GET", None, {}, 400, "read-only"),
        ("/sparql?update=CLEAR%20ALL", "GET", None, {}, 403, "read-only"),
        ("/sparql", "POST", "update=CLEAR+ALL", {"content_type": FORM}, 403, "read-only"),
        ("/sparql", "POST", "CLEAR ALL", {"content_type": "application/sparql-update"}, 403, "read-only"),
        ("/sparql", "POST", "ASK {}", {"content_type": "text/plain"}, 415, "not as text/plain"),
        ("/sparql", "POST", "ASK {}", {}, 415, "not as nothing"),
        ("/sparql", "POST", b"ASK {} #\xff", {"content_type": "application/sparql-query"}, 400, "at byte 8"),
        ("/sparql", "POST", "a=b", {"content_type": FORM}, 400, "one query, not 0"),
        ("/sparql", "POST", b" " * 2**21, {"content_type": FORM}, 413, "1,048,576 bytes"),
        ("/sparql", "POST", "#" * 2**18, {"content_type": "application/sparql-query"}, 413, "131,072"),
        ("/sparql?query=ASK%20%7B%7D", "GET", None, {"accept": "image/png"}, 406, "text/turtle"),
        ("/sparql?query=ASK%20%7B%7D", "GET", None, {"accept": "text/turtle"}, 406, "true or false"),
        ("/sparql", "GET", None, {"accept": "image/png"}, 406, "description"),
        ("/sparql", "PUT", "", {}, 405, ""),
        ("/sparql", "DELETE", None, {}, 405, ""),
        ("/nowhere", "GET", None, {}, 404, ""),
        ("/../../etc/passwd", "GET", None, {}, 404, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_status_of_the_protocol(
    server: Served, path: str, method: str, body: str | bytes | None, headers: dict[str, str], status: int, says: str
) -> None:
    reply = server.ask(path, method, body, **headers)
    assert (reply.status, reply.type) == (status, "text/plain")
    assert says in reply.text
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("word", ["SERVICE", "SERVICE SILENT", "\\u0053ERVICE"])
def test_no_query_makes_the_server_ask_others(server: Served, word: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        port = other.getsockname()[1]
        reply = server.query(f"SELECT * {{ {word} <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}")
        assert (reply.status, "SERVICE" in reply.text) == (403, True)
        with pytest.raises(TimeoutError):
            other.accept()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=ASK%7B%7D"])
def test_a_name_that_points_here_gets_nothing(server: Served, host: str, path: str) -> None:
    assert server.ask(path, host=host).status == 421


def test_this_machine_goes_by_its_names(server: Served) -> None:
    for host in ("localhost", f"LOCALHOST:{server.port}", "127.0.0.1", "[::1]:80"):
        assert server.ask("/sparql", host=host).status == 200


def test_pages_of_other_origins_may_not_ask_unless_they_are_let(server: Served, built: Path) -> None:
    for origin in ("https://example.org", "null", "http://127.0.0.1:1"):
        assert server.ask("/sparql?query=ASK%7B%7D", origin=origin).status == 403
    assert server.ask("/sparql?query=ASK%7B%7D", origin=server.url).status == 200
    open_to = served(built, "--cors", "https://example.org")
    try:
        reply = open_to.ask("/sparql?query=ASK%7B%7D", origin="https://example.org")
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, "https://example.org")
        asked = {"origin": "https://example.org", "access_control_request_method": "POST"}
        assert open_to.ask("/sparql", "OPTIONS", **asked).status == 200
        assert open_to.ask("/sparql", origin="https://example.com").status == 403
    finally:
        open_to.end()


def test_no_answer_runs_in_a_browser(server: Served) -> None:
    script = "CONSTRUCT { <a:a> <http://www.w3.org/1999/xhtmlscript> 'alert(1)' } WHERE {}"
    reply = server.query(script, "application/rdf+xml")
    assert reply.status == 200
    for shown in (reply, server.ask("/nowhere"), server.query("<script>")):
        assert "sandbox" in shown.headers["content-security-policy"]
        assert shown.headers["x-content-type-options"] == "nosniff"


def test_a_runaway_query_is_stopped_and_holds_up_no_other(built: Path, python: str) -> None:
    hurried = served(built, "--timeout", 6)
    try:
        with ThreadPoolExecutor(2) as clients:
            runaway = clients.submit(hurried.query, RUNAWAY)
            time.sleep(0.5)
            assert hurried.query(COUNT).status == 200
            assert not runaway.done(), "the other query waited for it"
            reply = runaway.result()
        assert (reply.status, reply.text.partition(";")[0]) == (504, "stopped after 6 s")
        assert hurried.query(COUNT).status == 200
    finally:
        hurried.end()


def test_a_query_whose_client_has_gone_is_stopped(own: Served) -> None:
    with socket.create_connection(("127.0.0.1", own.port)) as client:
        client.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        until(lambda: bool(own.engines()))
        time.sleep(0.5)
        (engine,) = own.engines()
    until(lambda: not lives(engine))
    assert own.query(COUNT).status == 200


def test_many_clients_at_once_get_the_same_answer(server: Served) -> None:
    wanted = server.query(PARTNERS).text
    with ThreadPoolExecutor(100) as clients:
        replies = list(clients.map(lambda _: server.query(PARTNERS), range(300)))
    assert {(reply.status, reply.text) for reply in replies} == {(200, wanted)}
    assert len(server.engines()) <= 4


def test_a_flood_is_turned_away_and_passes(own: Served) -> None:
    """More runaway queries than may wait: the rest is told so at once, and the engines stay as many as they were."""
    line = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(socket.create_connection(("127.0.0.1", own.port))) for _ in range(300)]
        for client in clients:
            client.sendall(line)
        turned = 0
        for client in clients[-20:]:
            client.settimeout(120)
            turned += client.recv(100).startswith(b"HTTP/1.1 503")
        assert turned == 20
        assert len(own.engines()) <= 4
    until(lambda: own.query(COUNT).status == 200)


@given(st.text(max_size=80))
def test_any_path_and_any_query_is_answered(server: Served, text: str) -> None:
    word = quote(text.encode("utf-8", "surrogatepass"), safe="")
    assert server.ask(f"/{word}").status in (200, 404)
    reply = server.ask(f"/sparql?query={word}", accept="text/csv")
    assert reply.status in (200, 400, 403, 406)
    assert reply.text or reply.status == 200


@given(st.binary(min_size=1, max_size=200))
def test_no_bytes_bring_it_down(server: Served, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        while client.recv(4096):
            pass
    assert server.ask("/sparql").status == 200


@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_all_its_processes(own: Served, by: int, busy: bool) -> None:
    assert own.query(COUNT).status == 200
    runaway = threading.Thread(target=_try, args=(own, RUNAWAY))
    if busy:
        runaway.start()
        time.sleep(0.5)
    processes = own.engines()
    assert processes
    code, said = own.end(by)
    until(lambda: not any(map(lives, processes)))
    first, *rest = said.strip().split("\n")
    assert "Ctrl-C ends it" in first
    assert (code, rest) == ((0, ["the server has ended"]) if by == signal.SIGINT else (143, []))
    if busy:
        runaway.join(30)


def test_it_leaves_nothing_when_it_is_killed(own: Served) -> None:
    own.query(COUNT)
    processes = own.engines()
    own.end(signal.SIGKILL)
    until(lambda: not any(map(lives, processes)))


def test_a_page_that_cannot_be_made_is_told_where_the_server_runs(built: Path, python: str, tmp_path: Path) -> None:
    (tmp_path / "four-cities.txt").write_text("no report", encoding="utf-8")
    server = served(built, "--documents", tmp_path)
    reply = server.ask("/")
    _, said = server.end()
    assert (reply.status, str(tmp_path) in reply.text, "Traceback" in said) == (500, False, False)
    assert "four-cities.txt" in said


def test_nothing_is_written(own: Served, built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    own.ask("/")
    own.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    own.end()
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


def test_only_this_machine_reaches_it(server: Served) -> None:
    listens = [line.split()[1] for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    ours = [place for place in listens if place.endswith(f":{server.port:04X}")]
    assert "0100007F" in {place.partition(":")[0] for place in ours}
    assert "00000000" not in {place.partition(":")[0] for place in ours}


EXAMPLES = [line.split("skillgraph ", 1)[1] for line in (command.help or "").split("\n") if "  skillgraph " in line]


@pytest.mark.parametrize("line", [line for line in EXAMPLES if "token" not in line and "review" not in line])
def test_the_examples_of_the_help_run(line: str, desk: Path, python: str, reports: Path) -> None:
    shutil.copytree(reports, desk / "reports", dirs_exist_ok=True)
    server = Served(*line.split(), cwd=desk)
    try:
        assert "<title>" in server.ask("/").text
        assert server.query(COUNT).status == 200
    finally:
        code, said = server.end()
    assert (code, said.count("\n")) == (0, 2)


def test_a_port_that_is_taken(built: Path, desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complaint(skillgraph("serve", built, "--port", port, cwd=desk), 2)
    assert f"port {port} is taken" in said


def test_what_it_does_not_start_with(built: Path, desk: Path) -> None:
    assert "no graph in nowhere" in complaint(skillgraph("serve", "nowhere", cwd=desk), 2)
    assert "no address of this machine" in complaint(skillgraph("serve", built, "--host", "192.0.2.1", cwd=desk), 2)
    assert "an origin is" in complaint(skillgraph("serve", built, "--cors", "example.org", cwd=desk), 2)


def test_another_address_comes_with_a_warning(built: Path, python: str) -> None:
    wide = served(built, "--host", "0.0.0.0")
    try:
        assert wide.ask("/sparql", host="192.0.2.7:80").status == 401
        assert wide.ask("/sparql", host="evil.example").status == 421
    finally:
        _, said = wide.end()
    assert said.startswith("warning: others may read along")


def _try(server: Served, query: str) -> None:
    """Asks a server that ends meanwhile."""
    with suppress(OSError, HTTPException):
        server.query(query)
