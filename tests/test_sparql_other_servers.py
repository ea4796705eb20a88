"""Push, ask, remove and pull on servers that are found by their protocol alone: RDF4J, Blazegraph, Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from java_sparql_servers import Blazegraph, Rdf4j, Virtuoso
from loader_copies import GraphOf
from record_strategies import by_id
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.model.errors import QueryError
from skillgraph.questions.plain.reading import Reading
from skillgraph.questions.plain.sparql import sparql
from skillgraph.questions.recorded import Result, find_questions
from skillgraph.stores.sparql.endpoint import RemoteSparql
from skillgraph.stores.sparql.graph import GraphStore
from sparql_servers import SparqlServerProcess


@pytest.fixture(scope="module", params=[Rdf4j, Blazegraph, Virtuoso], ids=lambda server: server.name)
def server(
    request: pytest.FixtureRequest, maven: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparqlServerProcess]:
    if request.param is Virtuoso:
        request.getfixturevalue("virtuoso")
    started: SparqlServerProcess = request.param(tmp_path_factory.mktemp("server"))
    yield started
    started.kill()


@pytest.fixture(scope="module")
def pushed(server: SparqlServerProcess, graph: KnowledgeGraph) -> SparqlServerProcess:
    """The server with the reports' graph, which was pushed to it twice."""
    target = GraphStore(server.url)
    for _ in range(2):
        assert target.push(graph).graphs == len(graph.documents)
    return server


def test_recorded_questions_get_their_answers(pushed: SparqlServerProcess) -> None:
    store = RemoteSparql(pushed.url)
    different = {}
    for question in find_questions():
        recorded = Rows(question.recorded.columns, question.recorded.rows)
        answer = store.query(question.sparql, timeout=120)
        if not Result(question, answer, recorded).sparql_agrees:
            different[question.name] = answer.rows
    assert different == {}


def test_true_and_false_are_told_from_numbers(pushed: SparqlServerProcess) -> None:
    query = """SELECT ?more ?one ?same ?both { VALUES ?one { 1 } BIND(?one > 0 AS ?more) BIND(?one AS ?same)
    { BIND(true AS ?both) } UNION { BIND(1 AS ?both) } } ORDER BY ?both"""
    for row in RemoteSparql(pushed.url).query(query).rows:
        assert [row[0] is True, *map(type, row[1:3])] == [True, int, int]


@pytest.mark.parametrize(
    "condition",
    [
        'FILTER(?o <= "2022-12-31"^^xsd:date)',
        'FILTER("2022-12-31"^^xsd:date>=?o)',
        'FILTER(?o > "2017-05-31"^^<http://www.w3.org/2001/XMLSchema#date> && ?o < "2022-12-31"^^xsd:date)',
        'VALUES ?day { "2022-12-31"^^xsd:date } FILTER(?o <= ?day)',
        'BIND("2022-12-31"^^xsd:date AS ?day) FILTER(?day >= ?o)',
        'BIND(?o AS ?date) FILTER(?date <= "2022-12-31"^^xsd:date)',
        'FILTER(NOT EXISTS { ?s sg:startDate ?d FILTER(?d > "2022-12-31"^^xsd:date) })',
    ],
)
def test_dates_are_compared_in_any_way(pushed: SparqlServerProcess, graph: KnowledgeGraph, condition: str) -> None:
    query = f"SELECT ?s {{ ?s sg:startDate ?o {condition} }}"
    asked = RemoteSparql(pushed.url)
    assert sorted(asked.query(query).rows) == sorted(graph.sparql(query).rows) != []
    optional = f"SELECT ?s ?o {{ ?s a sg:Fact OPTIONAL {{ ?s sg:startDate ?o {condition} }} FILTER(BOUND(?o)) }}"
    assert len(asked.query(optional).rows) == len(graph.sparql(optional).rows)


@pytest.mark.parametrize("condition", ['?o <= "青岛"', '?o > "北京市"', '?o < "Q"', '"学校" < ?o'])
def test_texts_are_compared_by_their_characters(
    pushed: SparqlServerProcess, graph: KnowledgeGraph, condition: str
) -> None:
    query = f"SELECT ?s {{ ?s sg:name ?o FILTER({condition}) }}"
    assert sorted(RemoteSparql(pushed.url).query(query).rows) == sorted(graph.sparql(query).rows) != []


@pytest.mark.parametrize("is_open", [False, True])
def test_plain_questions_on_years_get_their_answers(
    pushed: SparqlServerProcess, graph: KnowledgeGraph, is_open: bool
) -> None:
    query = sparql(Reading("figures", year="2024", is_open=is_open))
    found = [set(store.query(query, timeout=120).rows) for store in (RemoteSparql(pushed.url), graph.sparql_store)]
    assert found[0] == found[1]
    assert found[0] or is_open


def test_what_comes_back_is_what_went_there(pushed: SparqlServerProcess, graph: KnowledgeGraph) -> None:
    assert by_id(GraphStore(pushed.url).pull()) == by_id(graph.records())


def test_graphs_are_answers_in_any_format_of_triples(pushed: SparqlServerProcess) -> None:
    construct = "CONSTRUCT { ?s rdfs:label ?o } WHERE { VALUES ?s { entity:laos } ?s rdfs:label ?o }"
    assert {row[2] for row in RemoteSparql(pushed.url).query(construct)} == {"老挝", "Laos"}


def test_a_prefix_that_the_query_declares_is_declared_once(pushed: SparqlServerProcess) -> None:
    query = "# sg:City\nPREFIX sg: <https://w3id.org/skillgraph/ontology#> ASK { entity:qingdao a sg:City }"
    assert RemoteSparql(pushed.url).query(query).rows[0][0] == 1
    with pytest.raises(QueryError, match="2:"):
        RemoteSparql(pushed.url).query("SELECT *\n{ ?s ?p }")


def test_a_source_is_replaced_and_taken_out(
    server: SparqlServerProcess, two_reports: tuple[Path, Path], graph_of: GraphOf
) -> None:
    target, graph = GraphStore(server.url), graph_of(*two_reports)
    server.update('CLEAR SILENT GRAPH <x:foreign> ; INSERT DATA { GRAPH <x:foreign> { <x:a> <x:b> "𬭎" } }')
    for source in target.documents():
        target.remove(source)
    target.push(graph)
    assert by_id(target.pull()) == by_id(graph.records())
    target.push(graph, replace=["first"])
    assert by_id(target.pull()) == by_id(graph.records())
    for source in graph.documents:
        target.remove(source)
    assert target.documents() == {}
    assert RemoteSparql(server.url).query("SELECT ?o FROM <x:foreign> { ?s ?p ?o }").rows == [("𬭎",)]
