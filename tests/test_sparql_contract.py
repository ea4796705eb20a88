"""What SPARQL answers, and refuses, wherever the graph stands: on disk, on an Oxigraph server, on a Fuseki."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.api.load import load
from skillgraph.graph.results import Rows
from skillgraph.model.errors import QueryError, QueryTimeout, UsageError, WriteRefused
from skillgraph.model.ontology import PREFIXES
from skillgraph.questions.hints import with_notes
from skillgraph.questions.recorded import Question, Result, find_questions
from skillgraph.stores.local.oxigraph import SparqlStore
from skillgraph.stores.sparql.endpoint import RemoteSparql
from skillgraph.stores.sparql.graph import GraphStore
from sparql_servers import FOREIGN, SparqlServerProcess

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module", params=["local", "oxigraph", "fuseki"])
def store(request: pytest.FixtureRequest, graph: KnowledgeGraph) -> Iterator[SparqlStore]:
    """The reports' graph, on a server beside what is not ours."""
    if request.param == "local":
        yield graph.sparql_store
        return
    server: SparqlServerProcess = request.getfixturevalue(request.param)
    server.wipe()
    server.update(FOREIGN)
    GraphStore(server.url).push(graph)
    yield RemoteSparql(server.url)


@pytest.mark.parametrize("question", find_questions(), ids=lambda question: question.name)
def test_a_question_gets_the_recorded_answer(store: SparqlStore, question: Question) -> None:
    result = Result(question, store.query(question.sparql), Rows(question.recorded.columns, question.recorded.rows))
    assert result.sparql_agrees, result.differences


def test_each_triple_counts_once(store: SparqlStore, graph: KnowledgeGraph) -> None:
    for query in (
        COUNT,
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
        "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c",
        "SELECT ?o (LANG(?o) AS ?l) { ?s rdfs:label|skos:altLabel ?o }",
        "SELECT ?f ?v { ?f sg:value ?v } ORDER BY ?f",
    ):
        assert Counter(store.query(query).rows) == Counter(graph.sparql(query).rows)


def test_values_come_as_python_values(store: SparqlStore) -> None:
    figure = "{ figure:four-cities\\/qd-enrolment sg:value ?v ; sg:timeText ?t OPTIONAL { ?x sg:none ?m } }"
    assert store.query(f"SELECT ?v ?t ?m {figure}").rows == [(Decimal(49100), "目前", None)]
    assert store.query("SELECT ?x { ?x sg:none ?y }") == Rows(("x",), [])
    assert store.query("ASK { entity:laos a sg:Country }").rows == [(True,)]
    assert store.query("ASK { entity:laos a sg:City }").rows == [(False,)]
    labels = store.query("SELECT (LANG(?l) AS ?tag) ?l { entity:laos rdfs:label ?l } ORDER BY ?tag").rows
    assert labels == [("en", "Laos"), ("zh", "老挝")]


def test_graphs_are_answers_too(store: SparqlStore) -> None:
    construct = "CONSTRUCT { ?s rdfs:label ?o } WHERE { VALUES ?s { entity:laos } ?s rdfs:label ?o }"
    assert {row[2] for row in store.query(construct)} == {"老挝", "Laos"}
    assert '"@language":"zh"' in store.answer(construct).json().replace(" ", "")
    assert store.query("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", {"s": "<x:none>"}).rows == []
    assert len(store.query("DESCRIBE entity:laos")) > 3


def test_parameters_are_bound(store: SparqlStore) -> None:
    partners = "SELECT ?p WHERE { ?city rdfs:label ?name ; sg:partnersWith ?p . # ?not {\n FILTER(ISIRI(?p)) }"
    assert len(store.query(partners, {"name": '"青岛市"@zh'})) > 3
    assert len(store.query("SELECT ?p { ?c sg:partnersWith ?p }", {"c": f"<{PREFIXES['entity']}qingdao>"})) > 3
    assert len(store.query("SELECT ?f { ?f sg:value ?v FILTER(?v = ?n) }", {"n": 49100})) == 1
    assert store.query("SELECT ?f { ?f sg:value ?v FILTER(?v = ?n) }", {"n": 1.5}).rows == []


@pytest.mark.parametrize("value", ["' OR 1=1 #", '" } ; DROP ALL #', "\\", "a\nb\r\n", "<a> } INSERT", "𬭎", '"@zh }'])
def test_a_hostile_parameter_is_only_a_value(store: SparqlStore, value: str) -> None:
    query = "SELECT ?echo WHERE { BIND(?name AS ?echo) FILTER(?name = ?echo) }"
    assert store.query(query, {"name": value}).rows == [(value,)]


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "# SELECT\nDROP ALL",
        "PREFIX x: <x:>\nINSERT { ?s x:p 1 } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        f"CREATE GRAPH <{PREFIXES['document']}new>",
    ],
)
def test_an_update_is_refused_and_changes_nothing(store: SparqlStore, update: str) -> None:
    before = store.query(COUNT).rows
    with pytest.raises(WriteRefused, match="read-only"):
        store.query(update)
    assert store.query(COUNT).rows == before


def test_an_update_after_a_query_is_refused_and_changes_nothing(store: SparqlStore) -> None:
    before = store.query(COUNT).rows
    with pytest.raises(QueryError):
        store.query("ASK {} ; DROP ALL")
    assert store.query(COUNT).rows == before


@pytest.mark.parametrize("query", [RUNAWAY, ENDLESS])
def test_a_runaway_query_is_stopped_and_the_next_is_answered(store: SparqlStore, query: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"stopped after 1 s"):
        store.query(query, timeout=1)
    assert time.monotonic() - began < 20
    assert store.query("ASK {}").rows == [(True,)]


def test_a_mistake_is_located_in_the_query_as_it_was_written(store: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"2:10[^\n]*\n\{ \?s \?p \}\n {9}\^"):
        store.query("SELECT *\n{ ?s ?p }")
    with pytest.raises(QueryError, match="1:"):
        store.query("SELEKT *")
    with pytest.raises(QueryError, match=r"no variable \?nmae to bind; it has \?name"):
        store.query("SELECT * { ?x rdfs:label ?name }", {"nmae": "x"})


def test_the_graph_of_a_source_can_be_asked_for(store: SparqlStore) -> None:
    sources = store.query("SELECT DISTINCT ?source { GRAPH ?source { ?s ?p ?o } } ORDER BY ?source").rows
    wanted = sorted(load().documents)
    assert [str(row[0]).rpartition("/")[2] for row in sources] == wanted


@pytest.mark.parametrize(
    "query",
    [
        COUNT,
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT (COUNT(*) AS ?n) { GRAPH document:four-cities { ?s ?p ?o } ?s a sg:Statement }",
        "SELECT (COUNT(*) AS ?n) FROM document:four-cities { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED document:places { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/skillgraph/graph> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/skillgraph/derived> { ?s ?p ?o }",
    ],
)
def test_graphs_of_sources_hold_the_same_everywhere(store: SparqlStore, graph: KnowledgeGraph, query: str) -> None:
    rows = store.query(query).rows
    assert rows == graph.sparql(query).rows
    assert rows[0][-1]


def test_from_named_alone_leaves_nothing_outside_of_graph(store: SparqlStore) -> None:
    assert store.query("SELECT ?s FROM NAMED document:places { ?s ?p ?o }").rows == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . service silent ?where { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1:1/#x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o # a comment ends here\r SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''it's ''' SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        # Oxigraph's parser wants no end of a word.
        "SELECT * { ?s ?p ?o SERVICESILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "SELECT * { {}servi\\u0063eSilent<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:1/> SELECT * { ?s ?p ?o SERVICE:x{ ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:1/> ASK { ?s ?p ?o FILTER EXISTS { SERVICESILENTe:x # {\n { ?s ?p ?o } } }",
    ],
)
def test_other_servers_are_asked_only_where_that_is_allowed(store: SparqlStore, query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE makes the engine send requests.*allow_service"):
        store.query(query)


def test_service_is_passed_on_where_it_is_allowed(store: SparqlStore) -> None:
    # Nobody listens there; that it fails otherwise than by our refusal shows that the engine was asked.
    with pytest.raises((QueryError, UsageError)) as caught:
        store.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", allow_service=True)
    assert "allow_service" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX service: <x:> SELECT * { ?s service:x ?o . GRAPH ?g { ?s a service:y } }",
        "SELECT ?service { ?service rdfs:label 'SERVICE <http://x> {' } LIMIT 1 # SERVICE <x:y> { ?s ?p ?o }",
        'PREFIX service: <x:SERVICE#> SELECT * { ?s service:SERVICE ?o ; <x:SERVICE> "a"@service }',
        'SELECT * { ?s rdfs:label """ " SERVICE <x:y> { """ }',
    ],
)
def test_the_word_service_elsewhere_is_no_request(store: SparqlStore, query: str) -> None:
    assert store.query(query).rows == []


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


@pytest.mark.parametrize(
    "where", ["{ GRAPH document:jinan { ?s a sg:School } }", "FROM document:jinan { ?s a sg:School }"]
)
def test_a_source_that_is_not_there_is_told_with_those_that_are(store: SparqlStore, where: str) -> None:
    query = f"SELECT ?s {where}"
    answer = with_notes("sparql", query, {}, store.query(query), store.query)
    [note] = answer.notes
    assert note.startswith("there is no graph document:jinan; the sources here are document:countries, ")
    assert "document:four-cities" in note
    there = query.replace("document:jinan", "document:four-cities")
    assert with_notes("sparql", there, {}, store.query(there), store.query).notes == ()
