"""What is said of a query that found nothing, and that nothing is said of a right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.questions.hints import with_notes
from skillgraph.questions.hints.cypher import unknown_properties, unknown_words
from skillgraph.questions.hints.cypher_query import read_query
from skillgraph.questions.recorded import find_questions
from slips import CYPHER_RIGHT, CYPHER_SLIPS, SPARQL_RIGHT, SPARQL_SLIPS


def test_the_slips_of_strangers_are_all_there() -> None:
    assert len(SPARQL_SLIPS) >= 31
    assert len(CYPHER_SLIPS) >= 26


@pytest.mark.parametrize(("query", "said"), SPARQL_SLIPS)
def test_a_slip_in_sparql_is_explained(graph: KnowledgeGraph, query: str, said: str) -> None:
    rows = graph.sparql(query)
    assert said in " / ".join(rows.notes)


@pytest.mark.parametrize(("query", "said"), CYPHER_SLIPS)
def test_a_slip_in_cypher_is_explained(graph: KnowledgeGraph, embedded: None, query: str, said: str) -> None:
    rows = graph.cypher(query)
    assert said in " / ".join(rows.notes)


@pytest.mark.parametrize("query", SPARQL_RIGHT)
def test_nothing_is_said_of_a_right_query_in_sparql(graph: KnowledgeGraph, query: str) -> None:
    assert graph.sparql(query).notes == ()


@pytest.mark.parametrize("query", CYPHER_RIGHT)
def test_nothing_is_said_of_a_right_query_in_cypher(graph: KnowledgeGraph, embedded: None, query: str) -> None:
    assert graph.cypher(query).notes == ()


def test_nothing_is_said_of_the_recorded_questions(graph: KnowledgeGraph, embedded: None) -> None:
    for question in find_questions():
        assert graph.sparql(question.sparql).notes == (), question.name
        assert graph.cypher(question.cypher).notes == (), question.name


def test_no_word_of_the_recorded_questions_is_a_slip(graph: KnowledgeGraph, embedded: None) -> None:
    """Even if they had found nothing, as in another graph, their words, names and values would be right."""
    for question in find_questions():
        for language, text, store in (
            ("sparql", question.sparql, graph.sparql_store),
            ("cypher", question.cypher, graph.cypher_store),
        ):
            empty = Rows(question.recorded.columns, [])
            assert with_notes(language, text, {}, empty, store.query).notes == (), question.name


def test_every_label_type_and_property_of_a_graph_is_known(graph: KnowledgeGraph, embedded: None) -> None:
    found = graph.cypher(
        "MATCH (a)-[r]->() WHERE NOT a:Term RETURN DISTINCT labels(a) AS a, type(r) AS r, keys(a) AS x, keys(r) AS y"
    )
    for labels, type, keys, more in found:
        assert isinstance(labels, list)
        assert isinstance(keys, list)
        assert isinstance(more, list)
        properties = ", ".join([*(f"a.{key}" for key in keys), *(f"r.{key}" for key in more), "1"])
        text = f"MATCH (a:{':'.join(labels)})-[r:{type}]->() RETURN {properties}"
        query = read_query(text, {}, None, _unasked)
        assert [*unknown_words(query), *unknown_properties(query)] == [], text


def _unasked(text: str, *_: object) -> list[tuple[object, ...]]:
    """A word that is known is not looked for in the store."""
    raise AssertionError(text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { GRAPH document:four-citys { ?s a sg:School } }",
        "SELECT ?s { GRAPH document:FourCities { ?s a sg:School } }",
        "SELECT ?s FROM document:four-citys { ?s a sg:School }",
        "SELECT ?s FROM NAMED document:four-citys { GRAPH ?g { ?s a sg:School } }",
        "SELECT ?s { GRAPH ?g { ?s a sg:School } FILTER(?g = document:four-citys) }",
        "SELECT ?s { VALUES ?g { document:four-citys } GRAPH ?g { ?s a sg:School } }",
        "SELECT ?s { ?s a sg:School FILTER EXISTS { GRAPH document:four-citys { ?s a ?class } } }",
        "SELECT (COUNT(?s) AS ?n) { GRAPH document:four-citys { ?s a sg:School } }",
        "SELECT ?s ?n { ?s a sg:School OPTIONAL { GRAPH document:four-citys { ?s sg:name ?n } } }",
    ],
)
def test_a_source_that_is_not_there_is_told_with_those_that_are(graph: KnowledgeGraph, query: str) -> None:
    [note] = graph.sparql(query).notes
    assert note.startswith("there is no graph document:")
    assert "did you mean document:four-cities? The sources here are document:four-cities, document:countries" in note


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { GRAPH document:countries { ?s a sg:School } }",
        "SELECT ?s FROM document:countries { ?s a sg:School }",
        "SELECT ?s FROM document:four-cities FROM document:nothing { ?s a sg:School }",
        "SELECT ?s { { GRAPH document:nothing { ?s a sg:School } } UNION { ?s a sg:School } }",
        "SELECT ?s { ?s a sg:School FILTER NOT EXISTS { GRAPH document:nothing { ?s a ?class } } }",
        "SELECT ?s { GRAPH ?g { ?s a sg:School ; sg:won ?x } }",
    ],
)
def test_nothing_is_said_of_sources_where_the_answer_is_complete(graph: KnowledgeGraph, query: str) -> None:
    assert not any("source" in note or "graph" in note for note in graph.sparql(query).notes)


def test_what_a_parameter_holds_is_explained_too(graph: KnowledgeGraph, embedded: None) -> None:
    rows = graph.sparql("SELECT ?p { ?c a sg:City ; rdfs:label ?name ; sg:partnersWith ?p }", {"name": '"济南"@zh'})
    assert '"济南市"@zh' in rows.notes[0]
    rows = graph.cypher("MATCH (c:City {name: $name})-[:PARTNERS_WITH]-(p) RETURN p.name", {"name": "济南"})
    assert "济南市" in rows.notes[0]


def test_notes_stand_wherever_rows_are_shown(graph: KnowledgeGraph) -> None:
    rows = graph.sparql("SELECT ?x { ?x a sg:Citty }")
    assert "did you mean 'City'?" in repr(rows)
    assert "did you mean &#x27;City&#x27;?" in rows._repr_html_()
    assert "note" not in repr(graph.sparql("SELECT ?x { ?x a sg:City }"))


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_note_is_beside_the_answer(desk: Path, language: str, form: str) -> None:
    query = {"sparql": "SELECT ?x { ?x a sg:Citty }", "cypher": "MATCH (x:Citty) RETURN x.name AS x"}[language]
    asked = skillgraph(language, query, "--format", form, cwd=desk)
    assert asked.returncode == 0
    assert "City" not in asked.stdout
    note, pointer = asked.stderr.splitlines()
    of = " or property" if language == "sparql" else ""
    assert note == f"note: unknown class{of} 'Citty'; did you mean 'City'?"
    assert "skillgraph schema" in pointer
    assert "asking.md" in pointer
