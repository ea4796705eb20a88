"""What every server of Cypher must do: the same suite on the embedded ArcadeDB and on a real Neo4j."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from cypher_graph import COUNT, DEAF, ENDLESS, VALUES, WRITES, write_graph
from cypher_inline import INLINE, UNMOVABLE
from neo4j_server import PASSWORD, USER, load, wipe
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows, cell_text
from skillgraph.model.errors import QueryError, QueryTimeout, SkillgraphError, WriteRefused
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.questions.recorded import Question, Result, find_questions
from skillgraph.stores.bolt.cypher import CypherStore
from skillgraph.stores.bolt.graph import Neo4jGraph
from skillgraph.stores.local.arcadedb import EmbeddedCypher
from skillgraph.stores.local.inline_conditions import may_hold

SERVERS = (
    pytest.param("embedded", id="ArcadeDB"),
    pytest.param("neo4j_uri", id="Neo4j"),
    pytest.param("neo4j_2026_uri", id="Neo4j-2026"),
)


@pytest.fixture(scope="module", params=SERVERS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CypherStore]:
    """The small graph on each server."""
    files = write_graph(tmp_path_factory.mktemp("graph"))
    if request.param == "embedded":
        with EmbeddedCypher(*files) as opened:
            yield opened
        return
    uri = request.getfixturevalue(request.param)
    wipe(uri)
    load(uri, files[0].parent)
    with CypherStore(uri, username=USER, password=PASSWORD) as opened:
        yield opened


@pytest.fixture(scope="module", params=SERVERS)
def reports_store(request: pytest.FixtureRequest, graph: KnowledgeGraph) -> Iterator[CypherStore]:
    """The reports' graph on each server."""
    if request.param == "embedded":
        request.getfixturevalue("embedded")
        yield graph.cypher_store
        return
    uri = request.getfixturevalue(request.param)
    wipe(uri)
    with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
        target.push(graph)
    with CypherStore(uri, username=USER, password=PASSWORD) as opened:
        yield opened


def whole_graph(store: CypherStore) -> list[object]:
    nodes = store.query("MATCH (n) RETURN n ORDER BY n.id").rows
    edges = store.query("MATCH (a)-[r]->(b) RETURN a.id, r, b.id ORDER BY r.id").rows
    indexes = store.query("SHOW INDEXES")
    return [nodes, edges, [row[indexes.columns.index("name")] for row in indexes]]


def test_node_is_found_by_each_of_its_labels(store: CypherStore) -> None:
    assert store.query("MATCH (n:School) RETURN count(n) AS c").rows == [(COUNT,)]
    assert store.query("MATCH (n:Concept) RETURN count(n)").rows == [(COUNT // 2 + 1,)]
    assert store.query("MATCH (n:School:Concept) RETURN count(n)").rows == [(COUNT // 2,)]
    labels = store.query("MATCH (n:`Odd Label` {id: 'values'}) UNWIND labels(n) AS label RETURN label ORDER BY label")
    assert labels.rows == [("Concept",), ("Odd Label",), ("Value",)]


def test_values_come_back_as_they_went_in(store: CypherStore) -> None:
    ((node,),) = store.query("MATCH (n:Value) RETURN n").rows
    assert node == {"id": "values", "labels": ["Concept", "Odd Label", "Value"], "properties": VALUES}
    assert isinstance(node, dict)
    found = node["properties"]
    assert {name: type(found[name]) for name in VALUES} == {name: type(value) for name, value in VALUES.items()}


def test_relationship_and_path_are_plain(store: CypherStore) -> None:
    result = store.query("MATCH p = (:School {id: 'n0'})-[r]->() RETURN r, p")
    edge = {"id": "r0", "type": "NEXT", "start": "n0", "end": "n1", "properties": {"w": 0}}
    nodes = [
        {"id": "n0", "labels": ["School"], "properties": {"n": 0}},
        {"id": "n1", "labels": ["Concept", "School"], "properties": {"n": 1}},
    ]
    assert result.columns == ("r", "p")
    assert result.rows == [(edge, {"nodes": nodes, "relationships": [edge]})]


@pytest.mark.parametrize("direction", ["(:School {id: 'n7'})-[r]->()", "()<-[r]-(:School {id: 'n7'})"])
@pytest.mark.parametrize("cell", ["r", "[r]", "{x: r}"])
def test_relationship_alone_has_its_ends(store: CypherStore, direction: str, cell: str) -> None:
    [(found,)] = store.query(f"MATCH {direction} RETURN {cell} AS r").rows
    assert '"start":"n7","end":"n8"' in cell_text(found)


def test_moments_are_iso_text(store: CypherStore) -> None:
    text = "RETURN date('2026-01-02') AS d, duration('P1DT2H') AS l, datetime('2026-01-02T03:04:05Z') AS t"
    ((day, length, moment),) = store.query(text).rows
    assert (day, length) == ("2026-01-02", "P1DT2H")
    assert str(moment).startswith("2026-01-02T03:04:05")


@pytest.mark.parametrize(
    "value",
    [
        "' OR 1=1 //",
        '" OR ""="',
        "{id: 'n0'}",
        "$other",
        "`) DETACH DELETE n //",
        "\\",
        "𬭎\n",
        ["a'", "b"],
        {"k'": 1},
    ],
)
def test_parameter_is_bound_and_not_pasted(store: CypherStore, value: str) -> None:
    assert store.query("RETURN $value AS v", {"value": value}).rows == [(value,)]
    assert store.query("MATCH (n:School {id: $value}) RETURN n", {"value": value}).rows == []


@pytest.mark.parametrize("text", WRITES)
def test_write_is_refused_and_changes_nothing(store: CypherStore, text: str) -> None:
    before = whole_graph(store)
    # Neo4j does not know the procedures of a plug-in that it does not have, so it can't say whether they write.
    error = QueryError if "apoc" in text else WriteRefused
    with pytest.raises(error, match=r"only reading the graph is allowed|There is no procedure"):
        store.query(text)
    assert whole_graph(store) == before


def test_words_of_writing_in_text_and_names_are_no_writes(store: CypherStore) -> None:
    assert store.query("RETURN 'CREATE (n) DELETE' AS `SET`").rows == [("CREATE (n) DELETE",)]


@pytest.mark.parametrize("text", [ENDLESS, DEAF])
def test_store_goes_on_after_a_timeout(store: CypherStore, text: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"longer than 0\.5 s"):
        store.query(text, timeout=0.5)
    assert time.monotonic() - started < 20
    assert store.query("MATCH (n:School) RETURN count(n)").rows == [(COUNT,)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH (n RETURN n", "line 1"),
        ("MATCH (n)\nRETRUN n", "line 2"),
        ("RETURN nowhere", "nowhere"),
        ("RETURN no_function(1)", "no_function"),
        ("RETURN $missing", "missing"),
        ("MATCH (n) RETURN n; CREATE (m)", "';'|one statement"),
        (" \n", "empty"),
    ],
)
def test_wrong_query_is_one_clear_line(store: CypherStore, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "rows"), INLINE)
def test_condition_inside_a_pattern_may_use_another_one(
    store: CypherStore, text: str, rows: list[tuple[object, ...]]
) -> None:
    assert store.query(text).rows == rows


@pytest.mark.parametrize(("text", "message"), UNMOVABLE)
def test_condition_that_could_be_lost_is_refused(store: CypherStore, text: str, message: str) -> None:
    if isinstance(store, EmbeddedCypher):
        with pytest.raises(QueryError, match=message):
            store.query(text)
    else:
        assert len(store.query(text)) > 0  # It is no mistake: Neo4j answers it.


def test_every_error_is_one_of_ours(store: CypherStore) -> None:
    with pytest.raises(SkillgraphError, match="by zero"):
        store.query("RETURN 1 / 0")


@pytest.mark.parametrize("question", find_questions(), ids=lambda question: question.name)
def test_each_server_gives_the_recorded_answers(reports_store: CypherStore, question: Question) -> None:
    answer = reports_store.query(question.cypher)
    result = Result(question, Rows(question.recorded.columns, question.recorded.rows), answer)
    assert result.cypher_agrees, result.differences


def test_every_qualifier_of_a_relationship_is_reached_from_its_fact(reports_store: CypherStore) -> None:
    """The property of the relationship names the thing, the fact of the same id leads to it."""
    things = [p.name for p in ontology().properties.values() if p.role == "qualifier" and not p.takes_text]
    said = {
        (id, relationship_type(name), end)
        for name in things
        for id, end in reports_store.query(f"MATCH ()-[r]->() WHERE r.`{name}` IS NOT NULL RETURN r.id, r.`{name}`")
    }
    types = "|".join(map(relationship_type, things))
    reached = reports_store.query(
        f"MATCH ()-[r]->() MATCH (:Fact {{id: r.id}})-[q:{types}]->(end) RETURN r.id, type(q), end.id"
    )
    assert set(reached) == said
    assert len(reached) == len(said) > 20


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (who)-[r:WON]->(medal) MATCH (:Fact {id: r.id})-[:AT]->(at) RETURN who.name, medal.name, at.name",
        "MATCH (who)-[r:WON]->(medal), (:Fact {id: r.id})-[:AT]->(at) RETURN who.name, medal.name, at.name",
        "MATCH (who)-[r:WON]->(medal) OPTIONAL MATCH (:Fact {id: r.id})-[:AT]->(at) "
        "WITH who, medal, at WHERE at IS NOT NULL RETURN who.name, medal.name, at.name",
        "MATCH (who)-[r:WON]->(medal) UNWIND [(:Fact {id: r.id})-[:AT]->(at) | at.name] AS at "
        "RETURN who.name, medal.name, at",
        "MATCH (who)<-[:SUBJECT]-(f:Fact {predicate: 'won'})-[:OBJECT]->(medal), (f)-[:AT]->(at) "
        "RETURN who.name, medal.name, at.name",
    ],
)
def test_where_something_was_won_is_asked_in_every_usual_way(reports_store: CypherStore, text: str) -> None:
    rows = sorted(reports_store.query(text).rows)
    assert len(rows) == 8
    assert ("济南市代表团", "金牌", "第二届山东省职业技能大赛") in rows
    assert rows == sorted(
        reports_store.query("MATCH (w)-[r:WON]->(m) MATCH (c) WHERE c.id = r.at RETURN w.name, m.name, c.name").rows
    )


def test_what_may_hold_a_condition_on_another_pattern_is_looked_at() -> None:
    assert [text for text, _ in (*INLINE, *UNMOVABLE) if not may_hold(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MATCH (c:City {name: '济南市', n: -1.5e3, open: true})-[:AT {id: $id}]->() WHERE c.x = 1 RETURN c", False),
        ('MATCH (c {name: "{"}) /* {n: c.n} */ RETURN c // {n: c.n}', False),
        ("MATCH (c:`a {b: c}`) RETURN [x IN c.list | x]", False),
        ("match (c where c.n = d.n) return c", True),
        ("MATCH (c {name: 'a', n: d.n}) RETURN c", True),
        ("MATCH (c {name: 'a' + d.n}) RETURN c", True),
        ("MATCH (c {name: d}) RETURN c", True),
        ("MATCH (c \\u007Bn: d.n}) RETURN c", True),
    ],
)
def test_constants_in_a_pattern_need_no_second_look(text: str, found: bool) -> None:
    assert may_hold(text) is found
