from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.errors import QueryError, QueryTimeout, UsageError, WriteRefused
from skillgraph.graph import KnowledgeGraph
from skillgraph.ontology import PREFIXES
from skillgraph.stores.sparql import LocalSparql, SparqlStore
from skillgraph.stores.sparql_endpoint import RemoteSparql
from skillgraph.stores.sparql_parameters import bind, sparql_term

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Endpoint(BaseHTTPRequestHandler):
    """The query operation of the SPARQL protocol over a store in memory."""

    store = ox.Store()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        [query] = parse_qs(body)["query"]
        if "SLOW" in query:
            time.sleep(3)
        try:
            results = self.store.query(query)
        except SyntaxError as error:
            self.send_response(400)
            self.end_headers()
            self.wfile.write(str(error).encode())
            return
        if isinstance(results, ox.QueryTriples):
            media_type = ox.RdfFormat.N_TRIPLES.media_type
            body_out = results.serialize(format=ox.RdfFormat.N_TRIPLES)
        else:
            media_type = ox.QueryResultsFormat.JSON.media_type
            body_out = results.serialize(format=ox.QueryResultsFormat.JSON)
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(body_out or b"")

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


class Server(ThreadingHTTPServer):
    """Says nothing of a client that did not wait for the answer, as a test of the timeout does not."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing to do."""


@pytest.fixture(scope="module")
def remote(built: Path) -> Iterator[SparqlStore]:
    Endpoint.store.load(path=str(built / "provenance.ttl"), format=ox.RdfFormat.TURTLE)
    server = Server(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield RemoteSparql(f"http://127.0.0.1:{server.server_port}/query")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def local(built: Path) -> Iterator[SparqlStore]:
    store = LocalSparql(built / "oxigraph")
    yield store
    store.close()


@pytest.fixture(params=["local", "remote"])
def store(request: pytest.FixtureRequest) -> SparqlStore:
    found: SparqlStore = request.getfixturevalue(request.param)
    return found


def test_values_come_as_python_values(store: SparqlStore) -> None:
    query = (
        "SELECT ?v ?t ?m { figure:four-cities\\/qd-enrolment sg:value ?v ; sg:timeText ?t OPTIONAL { ?x sg:none ?m } }"
    )
    assert store.query(query).rows == [(Decimal(49100), "目前", None)]
    assert store.query("ASK { entity:laos a sg:Country }").rows == [(True,)]
    construct = store.query("CONSTRUCT { ?s rdfs:label ?o } WHERE { VALUES ?s { entity:laos } ?s rdfs:label ?o }")
    assert {row[2] for row in construct} == {"老挝", "Laos"}


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "PREFIX x: <x:>\nINSERT { ?s x:p 1 } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_an_update_is_refused_and_changes_nothing(store: SparqlStore, update: str) -> None:
    before = store.query(COUNT).rows
    with pytest.raises(WriteRefused, match="read-only"):
        store.query(update)
    assert store.query(COUNT).rows == before


def test_a_runaway_query_is_stopped_and_the_next_is_answered(local: SparqlStore) -> None:
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s"):
        local.query(RUNAWAY, timeout=0.5)
    assert local.query("ASK {}").rows == [(True,)]


def test_a_slow_endpoint_is_not_waited_for(remote: SparqlStore) -> None:
    with pytest.raises(QueryTimeout):
        remote.query("ASK { } # SLOW", timeout=0.3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_query_that_wants_all_memory_is_ended_and_the_next_is_answered(local: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"more memory|stopped after"):
        local.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", timeout=120)
    assert local.query("ASK {}").rows == [(True,)]


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_is_none_is_refused(local: SparqlStore, timeout: float) -> None:
    with pytest.raises(UsageError, match="timeout"):
        local.query("ASK {}", timeout=timeout)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_program_leaves_no_query_running(built: Path) -> None:
    code = "import sys, skillgraph; skillgraph.load(sys.argv[1]).sparql(sys.argv[2], timeout=600)"
    program = subprocess.Popen([sys.executable, "-c", code, str(built), RUNAWAY])
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    if not children.parent.exists():
        program.kill()
        program.wait()
        pytest.skip("no /proc to look for the engine's process in")
    deadline = time.monotonic() + 30
    while not (found := children.read_text().split()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(0.5)
    program.send_signal(signal.SIGKILL)
    program.wait()
    [worker] = found
    while Path(f"/proc/{worker}").exists() and "Z" not in Path(f"/proc/{worker}/stat").read_text().split()[2]:
        assert time.monotonic() < deadline, "the engine outlives the program"
        time.sleep(0.05)


def test_a_mistake_is_located(store: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"1:\d+|line 1"):
        store.query("SELECT * { ?s ?p }")


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match=r"http://127\.0\.0\.1:9/.*is the server running"):
        RemoteSparql("http://127.0.0.1:9/").query("ASK {}")
    with pytest.raises(UsageError, match="begins with http"):
        RemoteSparql("file:///etc/passwd")


HOSTILE = ["' OR 1=1 #", '" } ; DROP ALL #', "\\", "a\nb", "<a> } INSERT", "𬭎", "{}", "?name", "\u2028", '"@zh }']


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_parameter_is_only_a_value(store: SparqlStore, value: str) -> None:
    query = "SELECT ?echo WHERE { BIND(?name AS ?echo) FILTER(?name = ?echo) }"
    assert store.query(query, {"name": value}).rows == [(value,)]


@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_bound(value: str) -> None:
    if value.startswith("<") and value.endswith(">"):
        return
    term = sparql_term(value)
    [solution] = ox.Store().query(bind("SELECT ?v WHERE { BIND(?x AS ?v) }", {"x": value}))  # type: ignore[misc]
    assert solution["v"] == term


def test_parameters_of_every_kind(local: SparqlStore) -> None:
    partners = "SELECT ?p WHERE { ?city rdfs:label ?name ; sg:partnersWith ?p . # ?not {\n FILTER(ISIRI(?p)) }"
    assert len(local.query(partners, {"name": '"青岛市"@zh'})) > 3
    assert len(local.query("SELECT ?p { ?c sg:partnersWith ?p }", {"c": f"<{PREFIXES['entity']}qingdao>"})) > 3
    assert len(local.query("SELECT ?f { ?f sg:value ?v FILTER(?v = ?n) }", {"n": 49100})) == 1
    assert local.query("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", {"s": "<x:none>"}).rows == []


def test_a_parameter_that_the_query_does_not_have_is_named(local: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"no variable \?nmae to bind; it has \?name"):
        local.query("SELECT * { ?x rdfs:label ?name }", {"nmae": "x"})
    with pytest.raises(QueryError, match="no variable"):
        local.query('SELECT * { ?x rdfs:label "?name" }', {"name": "x"})
    with pytest.raises(QueryError, match="no RDF term"):
        local.query("SELECT * { ?x ?p ?o }", {"x": "<a b>"})
    with pytest.raises(QueryError, match="no RDF term"):
        local.query("SELECT * { ?x ?p ?o }", {"x": ["a"]})


def test_two_programs_read_one_graph(built: Path) -> None:
    with KnowledgeGraph(built) as one, KnowledgeGraph(built) as other:
        assert one.sparql(COUNT).rows == other.sparql(COUNT).rows


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c { ?c a sg:City ; rdfs:label ?l FILTER(?l = ?name) }",
        "SELECT ?c { { ?c a sg:City ; rdfs:label ?l FILTER(?l = ?name) } UNION { ?c a sg:School ; rdfs:label ?name } }",
        "SELECT ?c { ?c a sg:City OPTIONAL { ?c rdfs:label ?l FILTER(?l = ?name) } FILTER(BOUND(?l)) }",
        "SELECT ?c { { SELECT ?c { ?c a sg:City ; rdfs:label ?l FILTER(?l = ?name) } } }",
        "SELECT ?c { { SELECT ?c WHERE { ?c a sg:City ; rdfs:label ?name } GROUP BY ?c HAVING (COUNT(*) = 1) } }",
        "SELECT ?c { ?c a sg:City FILTER EXISTS { ?c rdfs:label ?l FILTER(?l = ?name) } }",
        "SELECT ?c { ?c a sg:City MINUS { ?c rdfs:label ?l FILTER(LANG(?l) = 'zh' && ?l != ?name) } }",
        "SELECT ?c { ?c a sg:City ; rdfs:label ?name } VALUES ?unused { 1 }",
        "SELECT ?c { VALUES ?t { sg:City } ?c a ?t ; rdfs:label ?name }",
        "# WHERE { in a comment\nSELECT ?c { ?c a sg:City ; rdfs:label ?name . # ?x }\n }",
        "CONSTRUCT { ?c a ?name } WHERE { ?c a sg:City ; rdfs:label ?name }",
        'SELECT ?c { ?c a sg:City ; rdfs:label $name FILTER("}" != "{") }',
        "SELECT ?c { ?c a sg:City ; rdfs:label ?name MINUS { ?c sg:locatedIn entity:x\\#y } }",
    ],
)
def test_a_parameter_is_bound_wherever_it_stands(store: SparqlStore, query: str) -> None:
    prefixed = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items()) + "\n" + query
    [row] = store.query(prefixed, {"name": '"青岛市"@zh'})
    assert str(row[0]).endswith("/qingdao")


def test_a_form_that_has_no_room_for_values_is_refused(local: SparqlStore) -> None:
    with pytest.raises(QueryError, match="write CONSTRUCT"):
        local.query("CONSTRUCT WHERE { ?c rdfs:label ?name }", {"name": "x"})


def test_whole_numbers_of_any_size_can_be_bound(local: SparqlStore) -> None:
    huge = 10**30
    assert local.query("SELECT ?v { BIND(STR(?n) AS ?v) }", {"n": huge}).rows == [(str(huge),)]
