"""The Cypher store and the recorded questions on a real Neo4j."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import neo4j
from asking_page import cells, pairs
from command_line import skillgraph
from cypher_graph import ENDLESS
from neo4j_server import ACCESS, PASSWORD, USER, Neo4jServer, wipe
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import QueryError, QueryTimeout, UsageError, WriteRefused
from skillgraph.questions.recorded import question_names
from skillgraph.stores.bolt import cypher
from skillgraph.stores.bolt.cypher import CypherStore
from skillgraph.stores.bolt.graph import Neo4jGraph

EVERYTHING = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS relationships"


@pytest.fixture(scope="module")
def uri(neo4j_uri: str, graph: KnowledgeGraph) -> str:
    wipe(neo4j_uri)
    with Neo4jGraph(neo4j_uri, username=USER, password=PASSWORD) as target:
        target.push(graph)
    return neo4j_uri


@pytest.fixture(scope="module")
def store(uri: str) -> Iterator[CypherStore]:
    with CypherStore(uri, username=USER, password=PASSWORD) as store:
        yield store


def test_neo4j_holds_what_the_embedded_database_holds(
    store: CypherStore, graph: KnowledgeGraph, embedded: None
) -> None:
    for query in (
        EVERYTHING,
        "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS n ORDER BY label",
        "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type",
        "MATCH (n:Entity) RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.mentions AS mentions ORDER BY id",
        "MATCH (o:Figure) RETURN o.id AS id, o.value AS value, o.valueDecimal AS decimal, o.bound AS bound ORDER BY id",
    ):
        assert store.query(query) == graph.cypher(query)


@pytest.mark.parametrize("text", ["MATCH (n) DETACH DELETE n", "CREATE INDEX FOR (n:School) ON (n.status)"])
def test_a_write_is_refused_and_changes_nothing(store: CypherStore, text: str) -> None:
    before = store.query(EVERYTHING)
    with pytest.raises(WriteRefused):
        store.query(text)
    assert store.query(EVERYTHING) == before
    names = store.query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name").rows
    assert names == [("skillgraph_id",), ("skillgraph_name",), ("skillgraph_names",)]


REFUSED = (
    "TERMINATE TRANSACTIONS 'x'",
    "terminate transaction 'x' YIELD message",
    "TERMINATE TRANSACTIONS $id",
    "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "SHOW SETTINGS",
    "SHOW USERS",
    "SHOW DATABASES",
    "CALL db.prepareForReplanning()",
    "CALL db.prepareForReplanning",
    "CALL `db`.`prepareForReplanning`()",
    "CALL db . /* */ prepareForReplanning ()",
    "\\u0043ALL db.prepareForReplanning()",
    "CYPHER 5 CALL db.prepareForReplanning()",
    "CYPHER 5 PROFILE CALL db.prepareForReplanning()",
    "CYPHER planner=cost EXPLAIN CALL db.prepareForReplanning()",
    "/* */PROFILE TERMINATE TRANSACTIONS 'x'",
    "\\u0050ROFILE CALL db.prepareForReplanning()",
    "USE neo4j CALL db.prepareForReplanning()",
    "UNWIND [1] AS x CALL (x) { CALL db.resampleOutdatedIndexes() } RETURN x",
    "UNWIND [1] AS x CALL (x) { CALL db.resampleOutdatedIndexes() } IN TRANSACTIONS RETURN x",
    "RETURN 1 AS x UNION CALL db.awaitIndexes() RETURN 2 AS x",
    "CALL db.clearQueryCaches()",
    "CALL dbms.listConfig()",
    "CALL dbms.killConnection('x')",
    "CALL tx.setMetaData({a: 1})",
    "CALL db.createLabel('x')",
    "LOAD CSV FROM 'http://127.0.0.1:1/' AS row RETURN row",
    "CALL () { LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row } RETURN row",
    "RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'})",
    "RETURN genai . `vector` . encode('x', 'OpenAI', {})",
    "RETURN apoc.load.json('http://127.0.0.1:1/')",
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_does_not_only_read_the_graph_is_not_run(store: CypherStore, text: str) -> None:
    with pytest.raises(QueryError):
        store.query(text, {"id": "x"} if "$id" in text else {})


@pytest.mark.parametrize(
    "text",
    [
        "CALL db.labels()",
        "CALL db.labels() YIELD label WITH label WHERE label = 'City' RETURN label",
        "MATCH (n:City) CALL (n) { CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t LIMIT 1 } RETURN t",
        "CALL db.schema.nodeTypeProperties() YIELD nodeType RETURN nodeType",
        "CALL db.index.fulltext.queryNodes('skillgraph_names', '青岛') YIELD node RETURN node.name",
        "SHOW INDEXES",
        "SHOW CONSTRAINTS YIELD name RETURN name",
        "SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name",
        "CYPHER 5 RETURN date.truncate('year', date('2024-05-05')) AS d, duration.between(date(), date()) AS n",
        "RETURN 'TERMINATE TRANSACTIONS apoc.load.json(1)' AS `LOAD CSV` // CALL db.prepareForReplanning()",
    ],
)
def test_what_reads_is_answered(store: CypherStore, text: str) -> None:
    assert store.query(text).rows


def test_the_transaction_of_another_goes_on(store: CypherStore, uri: str) -> None:
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver, driver.session() as session:
        begun = session.begin_transaction()
        begun.run("CREATE (:Foreign)").consume()
        ids = [row["id"] for row in driver.execute_query("SHOW TRANSACTIONS YIELD transactionId AS id").records]
        for id in ids:
            with pytest.raises(WriteRefused):
                store.query("TERMINATE TRANSACTIONS $id", {"id": id})
        assert begun.run("MATCH (n:Foreign) RETURN count(n)").single(strict=True).value() == 1
        begun.rollback()


def test_a_runaway_query_is_stopped_and_the_next_is_answered(store: CypherStore) -> None:
    with pytest.raises(QueryTimeout):
        store.query(ENDLESS.replace("a.n + b.n + c.n + d.n = -1", "a.name + b.name + c.name + d.name = 'x'"), timeout=1)
    assert store.query("RETURN 1 AS one").rows == [(1,)]


def test_a_query_that_server_and_client_end_at_once_leaves_nothing_open(
    store: CypherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The settings of pytest make an error of whatever is collected while it is open.
    for number in range(30):
        monkeypatch.setattr(cypher, "GRACE", 0.002 * (number % 5))
        with pytest.raises(QueryTimeout):
            store.query("UNWIND range(1, 10000000) AS n RETURN n, toString(n)", timeout=0.1 + 0.01 * (number % 7))
        gc.collect()
    monkeypatch.undo()
    assert store.query("RETURN 1 AS one").rows == [(1,)]


def test_a_server_that_answers_no_more_does_not_hold_the_client(neo4j_process: Neo4jServer) -> None:
    with CypherStore(neo4j_process.uri, username=USER, password=PASSWORD) as store:
        assert store.query("RETURN 1 AS one").rows == [(1,)]
        with neo4j_process.frozen(), pytest.raises(QueryTimeout):
            store.query("RETURN 2 AS two", timeout=0.5)
        assert store.query("RETURN 3 AS three").rows == [(3,)]


def test_a_wrong_password_is_one_clear_message(uri: str) -> None:
    with (
        CypherStore(uri, username=USER, password="wrong") as store,
        pytest.raises(UsageError, match="check user name and password"),
    ):
        store.query("RETURN 1")


def test_a_database_that_is_not_there_is_named(uri: str) -> None:
    with (
        CypherStore(uri, username=USER, password=PASSWORD, database="nowhere") as store,
        pytest.raises(QueryError, match="nowhere"),
    ):
        store.query("RETURN 1")


def test_the_command_asks_the_server(uri: str, tmp_path: Path) -> None:
    asked = skillgraph("cypher", "q06", "--uri", uri, "--format", "csv", cwd=tmp_path, **ACCESS)
    assert (asked.stdout, asked.stderr) == ("school\n老挝琅勃拉邦职业技术学院\n", "")


def test_the_command_asks_the_server_the_recorded_questions(uri: str, tmp_path: Path) -> None:
    asked = skillgraph("questions", "--uri", uri, cwd=tmp_path, **ACCESS)
    assert (asked.returncode, asked.stderr) == (0, f"{len(question_names())} of {len(question_names())} agree\n")


def test_the_queries_of_the_guide_find_the_same(store: CypherStore, graph: KnowledgeGraph) -> None:
    for sparql, text in pairs():
        assert cells(store.query(text)) == cells(graph.sparql(sparql)), text
