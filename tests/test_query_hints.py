"""What is said of a query that found nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.questions.hints import hints
from skillgraph.questions.recorded import find_questions

NONE = Rows(("x",), [])


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("SELECT ?x { ?x a sg:Citty }", "unknown class or property 'Citty'; did you mean 'City'?"),
        ("SELECT ?x { ?x sg:partnerswith ?y }", "did you mean 'partnersWith'?"),
        ("SELECT ?x { ?x sg:modality modality:plannd }", "unknown modality 'plannd'; did you mean 'planned'?"),
        ("SELECT ?x { ?x sg:hasMember ?y }", "write ^sg:memberOf"),
        ('SELECT ?x { ?x rdfs:label "青岛市" }', '"青岛市"@zh may be one'),
    ],
)
def test_sparql_that_finds_nothing_is_looked_at(query: str, hint: str) -> None:
    [found] = hints("sparql", query, {}, NONE)
    assert hint in found


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("MATCH (c:Citty) RETURN c.name AS x", "unknown class 'Citty'; did you mean 'City'?"),
        ("MATCH (c:City|Provinze {name: $x}) RETURN c.name AS x", "did you mean 'Province'?"),
        ("MATCH (c:City)-[:partnersWith*1..2]-(p) RETURN p.name AS x", "did you mean 'PARTNERS_WITH'?"),
        ("MATCH (c:City)-[r:WITH|PARTNER_WITH]-(p) RETURN p.name AS x", "did you mean 'PARTNERS_WITH'?"),
    ],
)
def test_cypher_that_finds_nothing_is_looked_at(query: str, hint: str) -> None:
    [found] = hints("cypher", query, {}, NONE)
    assert hint in found


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("sparql", 'SELECT ?x { ?x rdfs:label "sg:Citty"@en ; rdfs:seeAlso <http://a/sg:Citty> # sg:Citty\n}'),
        ("sparql", "PREFIX sg: <http://example.org/> SELECT ?x { ?x a sg:Citty }"),
        ("sparql", 'SELECT ?x { ?x rdfs:label "青岛市"@zh, "Qingdao" }'),
        ("cypher", "MATCH (c:City {name: ':Citty', id: x}) // (:Citty)\nRETURN c.`(:Citty)` AS x /* (:Citty) */"),
        ("cypher", 'UNWIND [{a: b}] AS row MATCH (d:Document)<-[:SUBJECT]-(t:Term) WHERE d.id = "x" RETURN t AS x'),
    ],
)
def test_what_is_right_or_only_text_gives_no_hint(language: str, query: str) -> None:
    assert hints(language, query, {}, NONE) == []


def test_only_an_answer_that_says_nothing_gives_a_hint() -> None:
    query = "MATCH (c:Citty) RETURN count(c) AS x"
    assert hints("cypher", query, {}, Rows(("x",), [(0,)]))
    assert hints("cypher", query, {}, Rows(("x", "y"), [("a", None), ("b", None)]))
    assert not hints("cypher", query, {}, Rows(("x",), [(1,)]))
    assert hints("sparql", "SELECT ?x { ?x rdfs:label ?n }", {"n": "青岛市"}, NONE)
    assert not hints("sparql", "SELECT ?x { ?x rdfs:label ?n }", {"n": '"青岛市"@zh'}, NONE)


def test_no_word_of_the_recorded_questions_is_unknown() -> None:
    for question in find_questions():
        for language, text in (("sparql", question.sparql), ("cypher", question.cypher)):
            assert not [hint for hint in hints(language, text, {}, NONE) if "unknown" in hint], question.name


def test_every_label_and_relationship_of_a_graph_is_known(graph: KnowledgeGraph, embedded: None) -> None:
    query = "MATCH (a)-[r]->(b) RETURN DISTINCT labels(a) AS a, type(r) AS r, labels(b) AS b"
    for a, r, b in graph.cypher(query):
        assert isinstance(a, list)
        assert isinstance(b, list)
        text = f"MATCH (:{':'.join(a)})-[:{r}]->(:{':'.join(b)}) RETURN 1 AS x"
        assert hints("cypher", text, {}, NONE) == []


def test_the_hint_is_beside_the_answer(desk: Path, language: str) -> None:
    query = {"sparql": "SELECT ?x { ?x a sg:Citty }", "cypher": "MATCH (x:Citty) RETURN x.name AS x"}[language]
    asked = skillgraph(language, query, "--format", "csv", cwd=desk)
    assert (asked.returncode, asked.stdout) == (0, "x\n")
    assert asked.stderr.startswith("note: unknown class")
    assert "did you mean 'City'?" in asked.stderr
