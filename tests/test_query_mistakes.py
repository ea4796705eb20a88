"""What is said of a query that no parser takes: what to type in the place of it."""

from __future__ import annotations

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import QueryError


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x { ?x a sg:City ；}", "full-width ； in it: type ;"),
        ("SELECT （COUNT(?x) AS ?n） { ?x a sg:City }", "full-width （ ） in it: type ( )"),
        ("SELECT ?x { ?x rdfs:label “济南市”@zh }", 'type " "'),
        ("SELECT ?c (COUNT(?p) AS ?n) { ?c sg:partnersWith ?p }", "add GROUP BY ?c after the last }"),
        ("SELECT ?c ?p (COUNT(?p) AS ?n) { ?c sg:partnersWith ?p } GROUP BY ?c", "add ?p to GROUP BY"),
        ("MATCH (c:City) RETURN c.name", "MATCH is Cypher: ask it with `skillgraph cypher`"),
        ('SELECT ?x { ?x text:query "济南" }', "there is no index of text here"),
    ],
)
def test_sparql_says_what_to_type(graph: KnowledgeGraph, query: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        graph.sparql(query)
    assert said in str(raised.value).partition("\n")[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("MATCH （c:City） RETURN c.name", "full-width （ ） in it: type ( )"),
        ("MATCH (c:City {name: “济南市”}) RETURN c.id", 'type " "'),
        ("SELECT ?x { ?x a sg:City }", "SELECT is SPARQL: ask it with `skillgraph sparql`"),
        ("EXPLAIN MATCH (c:City) RETURN c.name", "leave the word out"),
        ("PROFILE MATCH (c:City) RETURN c.name", "leave the word out"),
        ("cypher 25 runtime = slotted profile MATCH (c:City) RETURN c.name", "PROFILE shows how a database would work"),
        ("CYPHER 5 /* why */ EXPLAIN RETURN 1", "EXPLAIN shows how a database would work"),
        ("SHOW DATABASES", "SHOW DATABASES asks about the server and not the graph: ask it in Neo4j Browser"),
        ("// whose\nshow  current user;", "SHOW CURRENT USER asks about the server"),
        ("CALL db.index.fulltext.queryNodes('n', '济南') YIELD node RETURN node", "there is no index of text here"),
    ],
)
def test_cypher_says_what_to_type(graph: KnowledgeGraph, embedded: None, query: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        graph.cypher(query)
    assert said in str(raised.value).partition("\n")[0]


def test_a_semicolon_at_the_end_is_no_mistake(graph: KnowledgeGraph, embedded: None) -> None:
    assert len(graph.sparql("SELECT ?x { ?x a sg:City } ;\n")) == len(graph.cypher("MATCH (c:City) RETURN c.id ; "))
    assert graph.sparql("SELECT ?x { ?x rdfs:label ?n } ;", {"n": '"济南市"@zh'}).rows


def test_full_width_text_is_text(graph: KnowledgeGraph, embedded: None) -> None:
    with pytest.raises(QueryError) as raised:
        graph.sparql('SELECT ?x { ?x rdfs:label "（；“"@zh # ，\n')
    assert "full-width" not in str(raised.value)
    assert graph.cypher("RETURN '（；“' AS text // ，").rows == [("（；“",)]
