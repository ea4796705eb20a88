"""`skillgraph serve` by the W3C's tests of the SPARQL 1.1 Protocol, the Graph Store HTTP Protocol and descriptions.

The cases are those of https://github.com/w3c/rdf-tests (`sparql/sparql11`: `protocol`, `graph-store-protocol`,
`service-description`) under their names there, said anew with graphs of the carried reports in place of their data.
What needs a server that is written to does not apply: of the protocol the seven `update_*`, which are refused; of the
graph store `put_delete_get_delete_*`, `post_get_post_get_*` and `post_get_new_graph`; of others that write a graph
first, only what they read afterwards.
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from served import Reply, Served, lives, served, until
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.mapping.rdf import DERIVED, document_iri, quads
from skillgraph.serve.accept import GRAPHS, TABLES

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

FORM, PLAIN, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
FIRST, SECOND, THIRD = (document_iri(name).value for name in ("places", "units", "levels"))
DEFAULT, NAMED, USING = "default-graph-uri", "named-graph-uri", "using-named-graph-uri"
NOWHERE = "http://kasei.us/2009/09/sparql/data/data0.rdf"
BOTH = f"ASK {{ <{FIRST}> a ?type . <{SECOND}> a ?type }}"
EACH = f"GRAPH ?g1 {{ <{FIRST}> a ?type }} GRAPH ?g2 {{ <{SECOND}> a ?type }}"
WRITE = "WITH <http://example/a> DELETE { ?p ?q 'Bill' } INSERT { ?p ?q 'William' } WHERE { ?p ?q 'Bill' }"

GET, POST = "GET", "POST"


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


def ask(server: Served, method: str, parameters: list[tuple[str, str]], body: bytes | None, kind: str) -> Reply:
    headers = {"content_type": kind} if kind else {}
    return server.ask(f"/sparql?{urlencode(parameters)}" if parameters else "/sparql", method, body, **headers)


@pytest.mark.parametrize(
    ("method", "parameters", "body", "kind"),
    [
        pytest.param(POST, [(DEFAULT, NOWHERE)], b"query=ASK%20%7B%7D", FORM, id="query_post_form"),
        pytest.param(
            GET,
            [("query", BOTH), (DEFAULT, FIRST), (DEFAULT, SECOND)],
            None,
            "",
            id="query_dataset_default_graphs_get",
        ),
        pytest.param(
            POST,
            [(DEFAULT, FIRST), (DEFAULT, SECOND)],
            BOTH.encode(),
            PLAIN,
            id="query_dataset_default_graphs_post",
        ),
        pytest.param(
            POST,
            [(NAMED, FIRST), (NAMED, SECOND)],
            f"ASK {{ {EACH} }}".encode(),
            PLAIN,
            id="query_dataset_named_graphs_post",
        ),
        pytest.param(
            GET,
            [("query", f"ASK {{ {EACH} }}"), (NAMED, FIRST), (NAMED, SECOND)],
            None,
            "",
            id="query_dataset_named_graphs_get",
        ),
        pytest.param(
            POST,
            [(DEFAULT, THIRD), (NAMED, FIRST), (NAMED, SECOND)],
            f"ASK {{ <{THIRD}> a ?type {EACH} }}".encode(),
            PLAIN,
            id="query_dataset_full",
        ),
        pytest.param(
            POST,
            [(NAMED, FIRST), (NAMED, SECOND)],
            f"ASK FROM <{THIRD}> {{ {EACH} }}".encode(),
            PLAIN,
            id="query_multiple_dataset",
        ),
        pytest.param(GET, [("query", "ASK {}"), (DEFAULT, NOWHERE)], None, "", id="query_get"),
        pytest.param(POST, [(DEFAULT, NOWHERE)], b"ASK {}", PLAIN, id="query_post_direct"),
    ],
)
def test_a_query_of_the_protocol_is_true(
    server: Served, method: str, parameters: list[tuple[str, str]], body: bytes | None, kind: str
) -> None:
    reply = ask(server, method, parameters, body, kind)
    assert (reply.status, json.loads(reply.text)["boolean"]) == (200, True)


def test_the_dataset_of_a_form_may_stand_in_the_address(server: Served) -> None:
    """Where the standard has it in the body; what stands elsewhere is not passed over in silence."""
    asked = urlencode({"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).encode()
    reply = ask(server, POST, [(NAMED, FIRST)], asked, FORM)
    assert [row["g"]["value"] for row in json.loads(reply.text)["results"]["bindings"]] == [FIRST]


@pytest.mark.parametrize(
    ("query", "types"),
    [
        pytest.param("SELECT (1 AS ?value) {}", TABLES, id="query_content_type_select"),
        pytest.param("ASK {}", TABLES, id="query_content_type_ask"),
        pytest.param("DESCRIBE <http://example.org/>", GRAPHS, id="query_content_type_describe"),
        pytest.param("CONSTRUCT { <http://a/s> <http://a/p> 1 } WHERE {}", GRAPHS, id="query_content_type_construct"),
    ],
)
def test_an_answer_comes_in_a_form_of_its_kind(server: Served, query: str, types: tuple[str, ...]) -> None:
    reply = ask(server, POST, [(DEFAULT, NOWHERE)], query.encode(), PLAIN)
    assert (reply.status, reply.type in types) == (200, True)


@pytest.mark.parametrize(
    ("method", "parameters", "body", "kind"),
    [
        pytest.param("PUT", [("query", "ASK {}"), (DEFAULT, NOWHERE)], b"", FORM, id="bad_query_method"),
        pytest.param(
            GET, [("query", "ASK {}"), ("query", "SELECT * {}")], None, "", id="bad_multiple_queries"
        ),
        pytest.param(POST, [], b"ASK {}", "text/plain", id="bad_query_wrong_media_type"),
        pytest.param(POST, [], b"query=ASK%20%7B%7D", "", id="bad_query_missing_form_type"),
        pytest.param(POST, [], b"ASK {}", "", id="bad_query_missing_direct_type"),
        pytest.param(POST, [], "ASK {}".encode("utf-16"), f"{PLAIN}; charset=UTF-16", id="bad_query_non_utf8"),
        pytest.param(GET, [("query", "ASK {")], None, "", id="bad_query_syntax"),
        pytest.param(GET, [("update", "CLEAR ALL")], None, "", id="bad_update_get"),
        pytest.param(POST, [], b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, id="bad_multiple_updates"),
        pytest.param(POST, [], b"CLEAR NAMED", "text/plain", id="bad_update_wrong_media_type"),
        pytest.param(POST, [], b"update=CLEAR%20NAMED", "", id="bad_update_missing_form_type"),
        pytest.param(POST, [], "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16", id="bad_update_non_utf8"),
        pytest.param(POST, [], b"update=CLEAR%20XYZ", FORM, id="bad_update_syntax"),
        pytest.param(
            POST, [(USING, "http://example/people")], WRITE.encode(), UPDATE, id="bad_update_dataset_conflict"
        ),
    ],
)  # fmt: skip
def test_what_is_none_of_the_protocol_is_a_fault_of_the_client(
    server: Served, method: str, parameters: list[tuple[str, str]], body: bytes | None, kind: str
) -> None:
    reply = ask(server, method, parameters, body, kind)
    assert 400 <= reply.status < 500
    assert reply.text.strip()


@pytest.mark.parametrize(
    ("parameters", "body", "kind"),
    [
        pytest.param([("using-graph-uri", FIRST)], b"CLEAR ALL", UPDATE, id="update_dataset_default_graph"),
        pytest.param([(USING, FIRST)], b"CLEAR ALL", UPDATE, id="update_dataset_named_graphs"),
        pytest.param([], b"update=CLEAR+ALL", FORM, id="update_post_form"),
        pytest.param([], b"CLEAR ALL", UPDATE, id="update_post_direct"),
    ],
)
def test_an_update_is_refused_with_what_to_do_instead(
    server: Served, parameters: list[tuple[str, str]], body: bytes, kind: str
) -> None:
    reply = ask(server, POST, parameters, body, kind)
    assert (reply.status, "change the tables and build" in reply.text) == (403, True)


def graph_of(source: str) -> str:
    return f"/graphs?graph={quote(document_iri(source).value, safe='')}"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/graphs/places", id="put_get_repeat_direct"),
        pytest.param(graph_of("places"), id="put_get_repeat_indirect"),
        pytest.param(f"/graphs?graph={FIRST}", id="put_get_uri_pct_encoded_indirect"),
        pytest.param("/graphs?default", id="put_get_default"),
    ],
)
@pytest.mark.parametrize("form", GRAPHS)
def test_a_graph_is_read(server: Served, graph: KnowledgeGraph, path: str, form: str) -> None:
    wanted = _wanted(graph, None if path.endswith("default") else FIRST)
    reply = server.ask(path, accept=form)
    assert (reply.status, reply.type, reply.headers["vary"]) == (200, form, "Accept")
    assert wanted <= _read(reply.text, form)
    if not path.endswith("default"):
        assert _read(reply.text, form) == wanted
    head = server.ask(path, "HEAD", accept=form)
    assert (head.status, head.type, head.text) == (200, form, ""), "head_existing_*"


def test_the_graph_of_what_follows_is_one_too(server: Served, graph: KnowledgeGraph) -> None:
    reply = server.ask(f"/graphs?graph={DERIVED.value}", accept="application/n-triples")
    assert _read(reply.text, "application/n-triples") == _wanted(graph, DERIVED.value)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/graphs/nowhere", id="head_non_existing_direct"),
        pytest.param("/graphs?graph=http%3A%2F%2Fwww.example%2Fgsp%2Fperson%2F4.ttl", id="head_non_existing_indirect"),
        pytest.param(f"/graphs?graph={FIRST.replace('places', '%2570laces')}", id="put_get_uri_pct_encoded_twice"),
    ],
)
def test_a_graph_that_is_not_there(server: Served, path: str) -> None:
    assert server.ask(path, "HEAD")[:3] == (404, "text/plain", "")
    assert "unknown" in server.ask(path).text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/graphs?graph=places", 400, "no IRI"),
        ("/graphs?default&graph=" + FIRST, 400, "names one graph"),
        ("/graphs?default=x", 400, "names one graph"),
        ("/graphs?other", 400, "names one graph"),
        ("/graphs?graph=%FF", 400, "not UTF-8"),
        ("/graphs/place", 404, "did you mean 'places'"),
    ],
)
def test_what_names_no_graph_is_told(server: Served, path: str, status: int, says: str) -> None:
    reply = server.ask(path)
    assert (reply.status, reply.type, says in reply.text) == (status, "text/plain", True)


def test_a_graph_comes_in_no_other_form(server: Served) -> None:
    reply = server.ask("/graphs?default", accept="image/png")
    assert (reply.status, "text/turtle" in reply.text) == (406, True)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/graphs", "/graphs?default", f"/graphs?graph={FIRST}", "/graphs/places"])
def test_a_graph_is_not_written(server: Served, method: str, path: str) -> None:
    reply = server.ask(path, method, "<a:a> <a:b> <a:c> .", content_type="text/turtle")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert "build the graph again" in reply.text


@pytest.mark.parametrize("path", ["/sparql", "/graphs"])
def test_a_service_describes_itself(server: Served, graph: KnowledgeGraph, path: str) -> None:
    """`returns-rdf`, `has-endpoint-triple` and `conforms-to-schema`."""
    reply = server.ask(path)
    assert (reply.status, reply.type) == (200, "text/turtle")
    store = ox.Store()
    store.load(reply.text.encode(), format=ox.RdfFormat.TURTLE)
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#", "dcat": "http://www.w3.org/ns/dcat#"}
    asked = f"""ASK {{
        ?service a sd:Service ; sd:endpoint <{server.url}/sparql> ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:defaultDataset ?dataset .
        ?dataset a sd:Dataset ; sd:defaultGraph ?whole .
        ?whole a sd:Graph .
        ?graphs a dcat:DataService ; dcat:endpointURL <{server.url}/graphs> ; dcat:servesDataset ?dataset }}"""
    assert store.query(asked, prefixes=prefixes)
    named = store.query("SELECT ?name { ?d sd:namedGraph ?g . ?g a sd:NamedGraph ; sd:name ?name }", prefixes=prefixes)
    assert {row["name"].value for row in named} == {document_iri(id).value for id in graph.documents}  # type: ignore[union-attr]


def test_the_data_set_describes_itself_at_its_well_known_place(server: Served, graph: KnowledgeGraph) -> None:
    for form in GRAPHS:
        reply = server.ask("/.well-known/void", accept=form)
        assert (reply.status, reply.type) == (200, form)
        said = {t.predicate.value.rpartition("#")[2]: str(t.object) for t in _read(reply.text, form)}
        assert said["sparqlEndpoint"] == f"<{server.url}/sparql>"
        assert said["dataDump"] == f"<{server.url}/graphs?default>"
        assert said["endpointURL"] == f"<{server.url}/graphs>"
    counted = graph.manifest.entities
    assert f'"{counted}"' in server.ask("/.well-known/void", accept="application/n-triples").text


def test_an_offer_of_another_protocol_is_passed_over(server: Served) -> None:
    """Java's HTTP client offers HTTP/2 with every first request of a connection, and goes on with it as it is."""
    offer = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAEAAEAAAAIAAAAB"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        for method, body in (("GET", None), ("POST", b"query=ASK%7B%7D"), ("GET", None)):
            form = {"Content-Type": FORM} if body else {}
            connection.request(method, "/sparql" if body else "/sparql?query=ASK%7B%7D", body, {**offer, **form})
            with connection.getresponse() as response:
                assert (response.status, json.loads(response.read())["boolean"]) == (200, True)
    finally:
        connection.close()


@pytest.mark.parametrize("length", [2000, 20000])
def test_an_answer_of_any_size_is_whole(server: Served, graph: KnowledgeGraph, length: int) -> None:
    """Large ones wait on disk until they are taken; of what is too large nothing comes but the reason."""
    query = f"SELECT ?a ?f {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {length}"
    reply = server.query(query, "text/tab-separated-values")
    assert (reply.status, reply.text.count("\n")) == (200, length + 1)
    assert int(reply.headers["content-length"]) == len(reply.text.encode())
    assert (length > 10_000) == (len(reply.text) > 2**20)


def test_an_answer_that_is_too_large_is_given_up(server: Served) -> None:
    reply = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000000")
    assert (reply.status, "take a LIMIT" in reply.text) == (400, True)


def test_queries_of_all_lengths_have_their_place(built: Path, python: str) -> None:
    """Runaways are more than have a place at once: lookups are answered all the same, and runaways are stopped."""
    hurried = served(built, "--timeout", 10)
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    some = "SELECT {} {{ {} a ?type }} LIMIT 400"
    long = f"SELECT (SUM(STRLEN(CONCAT(STR(?a), STR(?b)))) AS ?n) {{ {{ {some.format('?a', '?a')} }} "
    long += f"{{ {some.format('?b', '?b')} }} }}"
    try:
        with ThreadPoolExecutor(4) as clients:
            runaways = [clients.submit(hurried.query, runaway) for _ in range(3)]
            until(lambda: len(hurried.engines()) > 2)
            replies = [hurried.query(f"SELECT * {{ <{FIRST}> ?p ?o }}") for _ in range(20)]
            assert not any(one.done() for one in runaways)
            assert {reply.status for reply in replies} == {200}
            assert len({reply.text for reply in replies}) == 1
            assert sorted(one.result().status for one in runaways)[-2:] == [504, 504]
            longs = {clients.submit(hurried.query, long) for _ in range(4)}
            assert {one.result().status for one in longs} == {200}
            assert len({one.result().text for one in longs}) == 1
    finally:
        hurried.end()


def test_the_graphs_of_sources_are_made_once_and_go_with_the_server(built: Path, python: str) -> None:
    server = served(built)
    folders: set[Path] = set()
    try:
        assert server.query("SELECT * { GRAPH <https://example.org/g> { ?s ?p ?o } }").status == 200
        assert not any("stores.local.sources" in line for line in _commands(server)), "for a graph that is not there"
        for _ in range(3):
            assert "places" in server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").text
        holders = [line for line in _commands(server) if "stores.local.sources" in line]
        assert len(holders) == 1
        folders = {Path(found) for found in re.findall(r"\S+/sources\b", " ".join(_open_files(server)))}
        assert folders
        assert all(folder.exists() for folder in folders)
    finally:
        children = server.engines()
        server.end()
    until(lambda: not any(map(lives, children)))
    assert not any(folder.parent.exists() for folder in folders)


def _commands(server: Served) -> list[str]:
    return [Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ") for pid in server.engines()]


def _open_files(server: Served) -> list[str]:
    return [str(link.readlink()) for pid in server.engines() for link in Path(f"/proc/{pid}/fd").iterdir()]


def _read(text: str, form: str) -> set[ox.Triple]:
    format = ox.RdfFormat.from_media_type(form)
    assert format is not None
    return {quad.triple for quad in ox.parse(text, format)}


def _wanted(graph: KnowledgeGraph, name: str | None) -> set[ox.Triple]:
    seen: dict[str, set[str]] = {}
    found = (quad for record in graph.records() for quad in quads(record, "provenance", seen))
    return {quad.triple for quad in found if name in (None, quad.graph_name.value)}  # type: ignore[union-attr]
