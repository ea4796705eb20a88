"""The entities that an answer names are the same for the command line's page and for a notebook's network."""

from __future__ import annotations

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import UsageError
from skillgraph.questions.things import is_graph, is_sparql, things_of


def things(graph: KnowledgeGraph, query: str) -> tuple[str, ...]:
    return things_of(graph, graph.sparql(query) if is_sparql(query) else graph.cypher(query))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT ?c { ?c a sg:Alliance }", 3),
        ("SELECT ?p { ?p a sg:ForeignPartner }", 5),
        ("CONSTRUCT WHERE { entity:gfm sg:locatedIn ?country }", 2),
        ("# cities\nselect ?name { ?c a sg:Alliance ; rdfs:label ?name FILTER(lang(?name) = 'zh') }", 3),
        ("MATCH (c:Alliance) RETURN c", 3),
        ("MATCH (c:Alliance) RETURN collect(c.id)", 3),
        ("MATCH p = (:City {id: 'qingdao'})-[:PARTNERS_WITH]->(:VocationalSchool) RETURN p", 2),
        ("SELECT ?s { ?s a sg:Statement ; sg:modality modality:planned } LIMIT 1", 2),
    ],
)
def test_a_querys_answer_is_a_view(graph: KnowledgeGraph, embedded: None, query: str, count: int) -> None:
    assert len(things(graph, query)) == count


def test_an_answer_without_things_is_an_error(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="names no entity"):
        things(graph, "SELECT (1 AS ?one) {}")
    with pytest.raises(UsageError, match="the query gave no rows"):
        things(graph, "SELECT ?x { ?x a sg:Nothing }")


def test_a_figure_stands_for_whom_it_is_of_and_about(graph: KnowledgeGraph) -> None:
    figure = next(o for o in graph.observations() if o.about and o.about != o.subject)
    found = things(graph, f"SELECT ?f {{ VALUES ?f {{ <https://w3id.org/skillgraph/figure/{figure.id}> }} }}")
    assert set(found) == {figure.subject, figure.about}


def test_only_nodes_relationships_paths_and_triples_are_a_graph(graph: KnowledgeGraph, embedded: None) -> None:
    assert is_graph(graph.cypher("MATCH p = (:City)-[:PARTNERS_WITH]->() RETURN p LIMIT 1"))
    assert is_graph(graph.cypher("MATCH (c:City) RETURN collect(c)"))
    assert is_graph(graph.sparql("CONSTRUCT WHERE { ?c a sg:City }"))
    assert not is_graph(graph.sparql("SELECT ?c { ?c a sg:City }"))
    assert not is_graph(graph.cypher("MATCH (c:City) RETURN c.id, c.name"))
