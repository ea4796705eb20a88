"""What a push does on SPARQL servers alone: its named graphs, and those that are not ours."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from loader_copies import GraphOf
from record_strategies import by_id
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document
from skillgraph.questions.recorded import Result, find_questions
from skillgraph.stores.sparql.endpoint import RemoteSparql
from skillgraph.stores.sparql.graph import ONTOLOGY, GraphStore
from skillgraph.stores.sparql.server import MERGED
from sparql_servers import FOREIGN, ReadOnlyOxigraph, SparqlServerProcess, wanted_quads


@pytest.fixture
def server(sparql_server: SparqlServerProcess) -> SparqlServerProcess:
    """An empty server."""
    sparql_server.wipe()
    return sparql_server


@pytest.fixture
def target(server: SparqlServerProcess) -> GraphStore:
    return GraphStore(server.url)


def test_a_push_writes_these_named_graphs_and_nothing_else(
    target: GraphStore, graph: KnowledgeGraph, server: SparqlServerProcess
) -> None:
    shown: list[int] = []
    written = target.push(graph, progress=shown.append)
    count = sum(1 for _ in graph.records())
    assert (written.records, written.graphs) == (count, len(graph.documents))
    assert sum(shown) == count
    assert server.quads() == wanted_quads(graph)


def test_pushing_twice_doubles_no_blank_node(target: GraphStore, graph: KnowledgeGraph) -> None:
    target.push(graph)
    target.push(graph)
    merged = [f"SELECT ?s {{ GRAPH {name} {{ ?s ?p ?o }} }}" for name in (MERGED, ONTOLOGY)]
    blanks = [{row[0] for row in target._server.select(q) if isinstance(row[0], ox.BlankNode)} for q in merged]
    written = {t.subject for t in ontology().triples() if isinstance(t.subject, ox.BlankNode)}
    assert len(blanks[0]) == len(blanks[1]) == len(written) > 0


def test_graphs_that_are_not_ours_are_untouched(
    target: GraphStore, two_reports: tuple[Path, Path], graph_of: GraphOf, server: SparqlServerProcess
) -> None:
    graph = graph_of(*two_reports)
    server.update(FOREIGN)
    foreign = server.quads()
    target.push(graph)
    assert server.quads() == wanted_quads(graph) | foreign
    assert by_id(target.pull()) == by_id(graph.records())
    target.push(graph, replace=["first"])
    assert server.quads() == wanted_quads(graph) | foreign
    for source in graph.documents:
        target.remove(source)
    assert server.quads() == foreign
    assert list(target.documents()) == []
    with pytest.raises(UsageError, match="no graph of skillgraph on this server"):
        next(target.pull())


def test_a_pull_over_a_former_graph_says_what_it_changed(
    server: SparqlServerProcess, target: GraphStore, two_reports: tuple[Path, Path], graph_of: GraphOf, tmp_path: Path
) -> None:
    """As `build` does; to a new folder it has nothing to say of that."""
    target.push(graph_of(two_reports[0]))
    command = [sys.executable, "-m", "skillgraph", "--lang", "en", "pull", server.url, "-o", str(tmp_path / "pulled")]
    said = []
    for _ in range(2):
        pulled = subprocess.run(command, capture_output=True, text=True, check=True)
        said.append(pulled.stderr.splitlines())
    written = f"written to {tmp_path / 'pulled'}"
    assert said[0] == [written]
    assert said[1] == ["nothing has changed in the store, which was taken over from the former graph", written]


def test_a_pull_tells_of_a_push_that_came_between(
    server: SparqlServerProcess, graph: KnowledgeGraph, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    """Between the moment in which it asked for the sources and that in which it has them all."""
    first, second = two_reports
    former = graph_of(first)

    class Beside(GraphStore):
        """A store to which somebody pushes as soon as its sources were read."""

        def documents(self) -> dict[str, Document]:
            there = super().documents()
            if not pushed:
                pushed.append(GraphStore(server.url).push(graph_of(second)))
            return there

    pushed: list[object] = []
    with GraphStore(server.url) as store:
        store.push(former)
    with Beside(server.url) as store:
        with pytest.raises(UsageError, match="another push or removal was at work there meanwhile; pull again"):
            list(store.pull())
        assert {r.id for r in store.pull() if isinstance(r, Document)} >= {first.name, second.name}


def test_pushes_at_once_lose_and_double_nothing(
    server: SparqlServerProcess,
    target: GraphStore,
    graph: KnowledgeGraph,
    two_reports: tuple[Path, Path],
    graph_of: GraphOf,
) -> None:
    """A killed one among them too; both reports use rows of the same reference tables."""
    first, second = map(graph_of, two_reports)
    graphs = [graph, first, second]
    for pushed in graphs:
        target.push(pushed)
    wanted, blank = server.quads(), blanks(target)
    assert blank > 0
    server.wipe()
    killed = push_beside(server, graph)
    while not server.quads():
        time.sleep(0.05)
    running = [push_beside(server, pushed) for pushed in graphs]
    killed.kill()
    killed.communicate()
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
    assert server.quads() == wanted
    assert blanks(target) == blank


def test_a_built_folder_is_served_by_one_command(
    oxigraph: SparqlServerProcess, built: Path, graph: KnowledgeGraph, tmp_path: Path
) -> None:
    server = ReadOnlyOxigraph(tmp_path, built)
    try:
        store = RemoteSparql(server.url)
        for question in find_questions():
            recorded = Rows(question.recorded.columns, question.recorded.rows)
            assert Result(question, store.query(question.sparql), recorded).sparql_agrees, question.name
        with pytest.raises(UsageError, match="this user may not do that there: The server is read-only"):
            GraphStore(server.url).push(graph)
    finally:
        server.kill()


def blanks(target: GraphStore) -> int:
    """How many triples with blank nodes queries are asked of; each push makes other nodes."""
    query = f"SELECT ?s {{ GRAPH {MERGED} {{ ?s ?p ?o }} FILTER(isBlank(?s) || isBlank(?o)) }}"
    return len(list(target._server.select(query)))


def push_beside(server: SparqlServerProcess, graph: KnowledgeGraph) -> subprocess.Popen[str]:
    """A push in a process of its own."""
    command = [sys.executable, "-m", "skillgraph", "push", server.url, "--graph", str(graph.folder)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")


def test_servers_differ_as_the_documentation_says(oxigraph: SparqlServerProcess, fuseki: SparqlServerProcess) -> None:
    seven = '"7"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    found = {}
    for server in (oxigraph, fuseki):
        server.wipe()
        server.update(f"INSERT DATA {{ GRAPH <x:1> {{ <x:a> <x:b> {seven} }} GRAPH <x:2> {{ <x:a> <x:b> {seven} }} }}")
        store = RemoteSparql(server.url)
        [count] = store.query("SELECT (COUNT(*) AS ?n) FROM <x:1> FROM <x:2> { ?s ?p ?o }").rows
        [text] = store.query("SELECT (STR(?o) AS ?text) FROM <x:1> { ?s ?p ?o }").rows
        server.update("DELETE { GRAPH <x:1> { ?s ?p ?o } } WHERE { GRAPH <x:1> { ?s ?p ?o } }")
        left = store.query("ASK FROM <x:1> { ?s ?p ?o }").rows == [(True,)]
        found[server.name] = (*count, *text, left)
        server.wipe()
    assert found == {"Oxigraph": (2, "7", False), "Fuseki": (1, "7.0", True)}
