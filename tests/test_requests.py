"""Whatever a query says, nobody out there is asked: a listener waits, and must hear nothing."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.model.errors import QueryError, SkillgraphError
from skillgraph.stores.local.oxigraph import LocalSparql
from skillgraph.stores.local.request import Request
from skillgraph.stores.sparql.keywords import check_service


class _Listener(BaseHTTPRequestHandler):
    heard: list[str]

    def answer(self) -> None:
        self.heard.append(self.path)
        self.send_error(500)

    do_GET = do_POST = do_HEAD = answer  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked there."""
    heard: list[str] = []
    handler = type("Handler", (_Listener,), {"heard": heard})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x", heard
        server.shutdown()


BEFORE = (
    "",
    "?s ?p ?o ",
    "?s ?p ?o.",
    "?s ?p a:b ",
    "{}",
    "FILTER(1<2)",
    "BIND(1 AS ?n)",
    "#\r",
    "?s a:b* ?o ",
    "?s ?p _:b ",
)
WORD = (
    "SERVICE ",
    "service ",
    "SERVICE",
    "SERVICESILENT",
    "SERVICE SILENT ",
    "SERVICE#c\n",
    "SeRvIcE\t",
    "\\u0053ERVICE ",
    "SERVI\\U00000043ESILENT",
)
END = (
    "<{u}>{{?q ?w ?e}}",
    ":{{?q ?w ?e}}",
    "e: {{?q ?w ?e}}",
    "?z{{?q ?w ?e}} VALUES ?z{{e:}}",
    "?z{{?q ?w ?e}} BIND(IRI('{u}') AS ?z)",
)
AROUND = (
    "SELECT * {%s}", "ASK {%s}", "SELECT * {{SELECT * {%s}}}", "SELECT * {OPTIONAL{%s}}", "CONSTRUCT WHERE {%s}",
    "SELECT * {?s ?p ?o FILTER NOT EXISTS{%s}}", "DESCRIBE ?s {%s}", "SELECT * {GRAPH ?g {%s}}",
    "SELECT * {{}UNION{%s}}", "SELECT * {?s ?p ?o MINUS{%s}}", "SELECT (EXISTS{%s} AS ?v) {}",
)  # fmt: skip


def disguised(url: str) -> Iterator[str]:
    """Queries with SERVICE in many a form, each kind of surroundings in turn."""
    around = itertools.cycle(AROUND)
    for before, word, end in itertools.product(BEFORE, WORD, END):
        body = before + word + end.format(u=url)
        yield f"PREFIX : <{url}> PREFIX a: <x:> PREFIX e: <{url}> {next(around) % body}"


def test_no_disguise_of_service_is_let_through(listener: tuple[str, list[str]]) -> None:
    url, heard = listener
    for query in disguised(url):
        with pytest.raises(QueryError, match="SERVICE"):
            check_service(query)
    assert heard == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process give up the network")
def test_the_engine_itself_has_no_network(listener: tuple[str, list[str]], graph: KnowledgeGraph) -> None:
    url, heard = listener
    store = LocalSparql(graph.folder / "oxigraph")
    try:
        for query in (f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", f"ASK {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"):
            # Past the look at the text, as a disguise would be that nobody thought of.
            with suppress(QueryError):
                store.ask(Request(query, query), 60)
        assert heard == []
        with suppress(QueryError):
            store.ask(Request(query, query), 60, allow_service=True)
        assert heard == ["/x"]
    finally:
        store.close()


QUERIES = (
    "SELECT * FROM <{u}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{u}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{u}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{u}>",
    "BASE <{u}> DESCRIBE <#x>",
    "CONSTRUCT {{ <{u}> <http://www.w3.org/2002/07/owl#imports> <{u}> }} WHERE {{}}",
    "LOAD <{u}>",
    "LOAD SILENT <{u}> INTO GRAPH <x:g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "DELETE DATA {{ <{u}> <{u}> <{u}> }}",
    "SELECT ?x {{ BIND(<{u}>('a') AS ?x) }}",
)


def test_no_query_fetches_what_it_names(listener: tuple[str, list[str]], graph: KnowledgeGraph, tmp_path: Path) -> None:
    url, heard = listener
    for query in QUERIES:
        with suppress(QueryError):
            graph.sparql(query.format(u=url))
    for query in (f"SELECT * {{ {{}}SERVICESILENT<{url}>{{ ?s ?p ?o }} }}", f"SELECT ?s FROM <{url}> {{ ?s ?p ?o }}"):
        with suppress(SkillgraphError), (tmp_path / "page.html").open("wb") as file:
            export(graph, "html", file, query=query)
    assert heard == []


LOADS = (
    "LOAD CSV FROM '{u}' AS row RETURN row",
    "CYPHER 25 LOAD CSV FROM '{u}' AS row RETURN row",
    "/* */LOAD/**/CSV WITH HEADERS FROM '{u}' AS row RETURN row",
    "MATCH (n) CALL (n) {{ LOAD CSV FROM '{u}' AS row RETURN row }} RETURN row",
    "UNWIND ['{u}'] AS u LOAD CSV FROM u AS row RETURN row",
    "CALL apoc.load.json('{u}') YIELD value RETURN value",
    "CALL `apoc`.`load`.`json`('{u}') YIELD value RETURN value",
    "RETURN apoc.load.json('{u}')",
    "RETURN genai.vector.encode('x', 'OpenAI', {{token: 'x', endpoint: '{u}'}})",
    "\\u004cOAD CSV FROM '{u}' AS row RETURN row",
    "IMPORT DATABASE {u}",
    "CALL com.arcadedb.import('{u}')",
)


@pytest.mark.usefixtures("arcadedb")
def test_no_cypher_query_fetches_what_it_names(listener: tuple[str, list[str]], graph: KnowledgeGraph) -> None:
    url, heard = listener
    for query in LOADS:
        with suppress(QueryError):
            graph.cypher(query.format(u=url), timeout=60)
    assert heard == []
