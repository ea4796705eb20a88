"""Push, pull and removal on real SPARQL servers: what arrives, what stays, and that nothing is lost on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from loaders import edit, statement, write_table
from record_strategies import canonical, graphs
from skillgraph.errors import UsageError
from skillgraph.folder import write_graph
from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Record
from skillgraph.ontology import BASE, ontology
from skillgraph.rdf import DERIVED, quads
from skillgraph.stores.graph_store import ONTOLOGY, GraphStore
from skillgraph.stores.sparql_endpoint import RemoteSparql
from skillgraph.stores.sparql_server import MERGED
from sparql_servers import FOREIGN, SparqlServerProcess
from test_round_trips import as_triples

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.fixture
def server(sparql_server: SparqlServerProcess) -> SparqlServerProcess:
    """An empty server."""
    sparql_server.wipe()
    return sparql_server


@pytest.fixture
def target(server: SparqlServerProcess) -> GraphStore:
    return GraphStore(server.url)


def unordered(records: Iterable[Record]) -> list[list[str]]:
    """Records with all that each source says of them; RDF keeps no order of aliases."""
    return [sorted(map(str, quads(record, "provenance", {}))) for record in canonical(list(records))]


def wanted_quads(graph: KnowledgeGraph) -> set[ox.Quad]:
    """What a push of a graph to an empty server puts there."""
    seen: dict[str, set[str]] = {}
    found = {quad for record in graph.records() for quad in quads(record, "provenance", seen)}
    one = ox.BlankNode("one")
    for triple in ontology().triples():
        terms = [one if isinstance(term, ox.BlankNode) else term for term in triple]
        found.add(ox.Quad(*terms, ONTOLOGY))  # type: ignore[arg-type,call-arg]
    return found | {ox.Quad(q.subject, q.predicate, q.object, MERGED) for q in found}


def test_a_push_writes_these_named_graphs_and_nothing_else(
    target: GraphStore, graph: KnowledgeGraph, server: SparqlServerProcess
) -> None:
    shown: list[int] = []
    written = target.push(graph, progress=shown.append)
    count = sum(1 for _ in graph.records())
    assert (written.records, written.graphs) == (count, len(graph.documents))
    assert sum(shown) == count
    assert server.quads() == wanted_quads(graph)


def test_rdf_to_the_server_to_rdf_loses_no_triple(target: GraphStore, graph: KnowledgeGraph) -> None:
    target.push(graph)
    back = list(target.pull())
    assert as_triples(back) == as_triples(graph.records())
    assert unordered(back) == unordered(graph.records())


def test_pushing_twice_gives_the_same_graph(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    graph = graph_of(*two_reports)
    target.push(graph)
    target.push(graph)
    assert server.quads() == wanted_quads(graph)
    merged = [f"SELECT ?s {{ GRAPH {name} {{ ?s ?p ?o }} }}" for name in (MERGED, ONTOLOGY)]
    blanks = [{row[0] for row in target._server.select(q) if isinstance(row[0], ox.BlankNode)} for q in merged]
    assert len(blanks[0]) == len(blanks[1]) > 0


@given(found=graphs())
@settings(max_examples=5, deadline=None, suppress_health_check=SLOW)
def test_whatever_records_hold_the_server_gives_back(sparql_server: SparqlServerProcess, found: list[Record]) -> None:
    sparql_server.wipe()
    with tempfile.TemporaryDirectory() as folder:
        write_graph(found, Path(folder) / "build")
        target = GraphStore(sparql_server.url)
        target.push(KnowledgeGraph(Path(folder) / "build"))
        back = list(target.pull())
    assert unordered(back) == unordered(found)
    assert as_triples(back) == as_triples(found)


def test_a_removed_report_leaves_what_the_other_states(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    first, second = two_reports
    target.push(graph_of(first))
    alone = server.quads()
    target.push(graph_of(first, second))
    assert server.quads() == wanted_quads(graph_of(first, second))
    assert server.quads() != alone
    assert target.remove("second") == 0
    assert server.quads() == alone
    with pytest.raises(UsageError, match="the server has countries, first"):
        target.remove("second")


def test_the_order_of_pushes_makes_no_difference(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    first, second = map(graph_of, two_reports)
    together = wanted_quads(graph_of(*two_reports))
    for one, other in ((first, second), (second, first)):
        server.wipe()
        target.push(one)
        target.push(other)
        # Of the versions of a table, the last push decides; here they are the same.
        assert server.quads() == together


def test_an_edited_report_replaces_the_former_one(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    first, second = two_reports
    target.push(graph_of(first, second))
    edit(second / "statements.csv", "s1,school-h,partnersWith,company-b", "s1,school-h,partnersWith,city-a")
    edited = graph_of(first, second)
    before = server.quads()
    with pytest.raises(UsageError, match=r"second: the server holds another version.*--replace second"):
        target.push(edited)
    assert server.quads() == before
    assert [s.action for s in target.plan(edited, ["second"]) if s.source == "second"] == ["replace"]
    assert server.quads() == before
    target.push(edited, replace=["second"])
    assert server.quads() == wanted_quads(edited)
    with pytest.raises(UsageError, match="the graph has countries, first"):
        target.push(edited, replace=["third"])


def test_an_edited_reference_table_replaces_its_rows_and_keeps_others(
    target: GraphStore, tmp_path: Path, server: SparqlServerProcess
) -> None:
    def push(rows: dict[str, str]) -> None:
        from skillgraph.model import Document, Entity

        records: list[Record] = [Document("table", "表", "Table", "reference", tables_sha256=str(sorted(rows.items())))]
        records += [Entity(id, "table", ("Country",), name) for id, name in rows.items()]
        write_graph(records, tmp_path / "build")
        target.push(KnowledgeGraph(tmp_path / "build"))

    push({"laos": "老窝", "japan": "日本"})
    push({"laos": "老挝", "korea": "韩国"})
    names = {r.id: getattr(r, "name", "") for r in target.pull()}
    assert names == {"table": "", "laos": "老挝", "japan": "日本", "korea": "韩国"}
    assert '"老窝"' not in str(server.quads())


def test_a_thing_that_others_refer_to_stays_without_its_mentions(
    target: GraphStore, two_reports: tuple[Path, Path], graph_of: Callable[..., KnowledgeGraph]
) -> None:
    first, second = two_reports
    write_table(second, "entities.csv", [])
    both = graph_of(first, second)
    target.push(both)
    assert target.remove("first") == 3
    kept = {r.id: r for r in target.pull() if r.id in ("school-h", "company-b", "centre-d", "city-a")}
    assert sorted(kept) == ["centre-d", "company-b", "school-h"]
    assert {getattr(r, "mentions", None) for r in kept.values()} == {()}
    # The report can come back, whole.
    target.push(both)
    assert unordered(target.pull()) == unordered(both.records())


def test_what_follows_from_two_reports_together_follows_after_two_pushes(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    first, second = two_reports
    place = statement("s9", "company-b", "locatedIn", "laos", "丙国乙公司")
    write_table(second, "statements.csv", [place])

    def derived() -> int:
        return sum(quad.graph_name == DERIVED for quad in server.quads())

    target.push(graph_of(first))
    assert derived() == 0
    target.push(graph_of(second))
    assert derived() == 1
    target.remove("second")
    assert derived() == 0
    partner = ox.NamedNode(f"{BASE}ontology#ForeignPartner")
    assert not any(q.object == partner and q.predicate.value.endswith("#type") for q in server.quads())


def test_graphs_that_are_not_ours_are_untouched(
    target: GraphStore,
    two_reports: tuple[Path, Path],
    graph_of: Callable[..., KnowledgeGraph],
    server: SparqlServerProcess,
) -> None:
    graph = graph_of(*two_reports)
    server.update(FOREIGN)
    foreign = server.quads()
    target.push(graph)
    assert server.quads() == wanted_quads(graph) | foreign
    assert unordered(target.pull()) == unordered(graph.records())
    target.push(graph, replace=["first"])
    assert server.quads() == wanted_quads(graph) | foreign
    for source in ("first", "second", "places", "countries", "indicators", "units"):
        if source in graph.documents:
            target.remove(source)
    left = {quad for quad in server.quads() if quad.graph_name not in (ONTOLOGY, MERGED)}
    assert left == foreign
    assert list(target.documents()) == []
    with pytest.raises(UsageError, match="no graph of skillgraph on this server"):
        next(target.pull())


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
