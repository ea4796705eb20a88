"""The Cypher store on the real embedded engine."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillgraph.errors import DataError, QueryError, QueryTimeout, SkillgraphError, UsageError, WriteRefused
from skillgraph.stores.cypher import CypherStore
from skillgraph.stores.embedded import EmbeddedCypher

COUNT = 300
VALUES = {
    "text": "𬭎𠮷 \"double\" 'single' \\ back\nnext\tline {brace} $name `tick`",
    "largest": 2**63 - 1,
    "smallest": -(2**63),
    "small": 7,
    "half": 0.1,
    "whole": 2.0,
    "yes": True,
    "no": False,
    "tags": ["a", "𬭎", "x\ny"],
    "none_yet": [],
}
#: Three unrelated nodes, and a condition that keeps a database from counting without looking.
ENDLESS = "MATCH (a), (b), (c), (d) WHERE a.n + b.n + c.n + d.n = -1 RETURN a"
#: The engine does not look at the clock inside of a list, so only the end of its process stops this.
DEAF = "RETURN size([x IN range(1, 100000) WHERE size([y IN range(1, 100000) WHERE y % 7 = x % 5]) = -1]) AS s"
WRITES = [
    "CREATE (n:School {id: 'new'})",
    "MERGE (n:School {id: 'new'})",
    "MERGE (n:School {id: 'n0'})",
    "MATCH (n:School) SET n.n = -1",
    "MATCH (n:School) SET n:Other RETURN n",
    "MATCH (n:School) REMOVE n.n",
    "MATCH (n:School) REMOVE n:School",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n) DETACH DELETE n",
    "FOREACH (x IN [1, 2] | CREATE (:School {id: 'new'}))",
    "MATCH (n:School) CALL (n) { SET n.n = -1 } RETURN count(n)",
    "CALL { CREATE (:School {id: 'new'}) } IN TRANSACTIONS",
    "UNWIND [1] AS x CALL { WITH x CREATE (:School) } IN TRANSACTIONS OF 1 ROWS",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
    "CREATE INDEX FOR (n:School) ON (n.n)",
    "CREATE CONSTRAINT FOR (n:School) REQUIRE n.id IS UNIQUE",
    "DROP INDEX some_index IF EXISTS",
    "CALL db.createLabel('Other')",
    "CALL apoc.create.node(['School'], {id: 'new'}) YIELD node RETURN node",
    "CREATE USER eve SET PASSWORD 'long enough'",
    "/* MATCH */ create (n:School {id: 'new'})",
]


def write_graph(folder: Path) -> tuple[Path, Path]:
    nodes = [
        {
            "id": f"n{number}",
            "labels": ["School", "Concept"] if number % 2 else ["School"],
            "properties": {"n": number},
        }
        for number in range(COUNT)
    ]
    nodes.append({"id": "values", "labels": ["Value", "Concept", "Odd Label"], "properties": VALUES})
    edges = [
        {
            "id": f"r{number}",
            "type": "NEXT",
            "start": f"n{number}",
            "end": f"n{number + 1}",
            "properties": {"w": number},
        }
        for number in range(COUNT - 1)
    ]
    files = folder / "nodes.jsonl", folder / "relationships.jsonl"
    for file, lines in zip(files, (nodes, edges), strict=True):
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_graph(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def store(files: tuple[Path, Path]) -> Iterator[EmbeddedCypher]:
    with EmbeddedCypher(*files) as opened:
        yield opened


def whole_graph(store: CypherStore) -> list[object]:
    nodes = store.query("MATCH (n) RETURN n ORDER BY n.id").rows
    edges = store.query("MATCH (a)-[r]->(b) RETURN a.id, r, b.id ORDER BY r.id").rows
    indexes = store.query("SHOW INDEXES").rows
    return [nodes, edges, indexes]


def test_node_is_found_by_each_of_its_labels(store: EmbeddedCypher) -> None:
    assert store.query("MATCH (n:School) RETURN count(n) AS c").rows == [(COUNT,)]
    assert store.query("MATCH (n:Concept) RETURN count(n)").rows == [(COUNT // 2 + 1,)]
    assert store.query("MATCH (n:School:Concept) RETURN count(n)").rows == [(COUNT // 2,)]
    assert store.query("MATCH (n:`Odd Label` {id: 'values'}) RETURN labels(n)").rows == [
        (["Concept", "Odd Label", "Value"],)
    ]


def test_values_come_back_as_they_went_in(store: EmbeddedCypher) -> None:
    ((node,),) = store.query("MATCH (n:Value) RETURN n").rows
    assert node == {"id": "values", **VALUES, "labels": ["Concept", "Odd Label", "Value"]}
    assert isinstance(node, dict)
    assert {name: type(node[name]) for name in VALUES} == {name: type(value) for name, value in VALUES.items()}


def test_relationship_and_path_are_plain(store: EmbeddedCypher) -> None:
    result = store.query("MATCH p = (:School {id: 'n0'})-[r]->() RETURN r, p")
    edge = {"id": "r0", "w": 0, "type": "NEXT"}
    path = [
        {"id": "n0", "n": 0, "labels": ["School"]},
        edge,
        {"id": "n1", "n": 1, "labels": ["Concept", "School"]},
    ]
    assert result.columns == ("r", "p")
    assert result.rows == [(edge, path)]


def test_moments_are_iso_text(store: EmbeddedCypher) -> None:
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
def test_parameter_is_bound_and_not_pasted(store: EmbeddedCypher, value: str) -> None:
    assert store.query("RETURN $value AS v", {"value": value}).rows == [(value,)]
    assert store.query("MATCH (n:School {id: $value}) RETURN n", {"value": value}).rows == []


@pytest.mark.parametrize("text", WRITES)
def test_write_is_refused_and_changes_nothing(store: EmbeddedCypher, text: str) -> None:
    before = whole_graph(store)
    with pytest.raises(WriteRefused, match="only reading the graph is allowed"):
        store.query(text)
    assert whole_graph(store) == before


def test_words_of_writing_in_text_and_names_are_no_writes(store: EmbeddedCypher) -> None:
    assert store.query("RETURN 'CREATE (n) DELETE' AS `SET`").rows == [("CREATE (n) DELETE",)]


@pytest.mark.parametrize("text", [ENDLESS, DEAF])
def test_store_goes_on_after_a_timeout(store: EmbeddedCypher, text: str) -> None:
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
        ("MATCH (n) RETURN n; CREATE (m)", "';'"),
        (" \n", "empty"),
    ],
)
def test_wrong_query_is_one_clear_line(store: EmbeddedCypher, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(text)
    assert "\n" not in str(caught.value)


def test_two_stores_are_open_at_once(store: EmbeddedCypher, files: tuple[Path, Path]) -> None:
    with EmbeddedCypher(*files) as other:
        assert other.query("RETURN 1 AS x").rows == store.query("RETURN 1 AS x").rows


def test_closed_store_says_so(files: tuple[Path, Path]) -> None:
    closed = EmbeddedCypher(*files)
    closed.close()
    closed.close()
    with pytest.raises(UsageError, match="closed"):
        closed.query("RETURN 1")


def test_relationship_to_nowhere_is_a_data_error(tmp_path: Path) -> None:
    nodes, edges = write_graph(tmp_path)
    edges.write_text('{"id": "r", "type": "T", "start": "n0", "end": "gone", "properties": {}}\n')
    with pytest.raises(DataError, match=r"relationships.jsonl, line 1: there is no node 'gone'"):
        EmbeddedCypher(nodes, edges)


def test_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        CypherStore(f"bolt://127.0.0.1:{port}") as store,
        pytest.raises(UsageError, match=f"no Cypher server answers at bolt://127.0.0.1:{port}: start it"),
    ):
        store.query("RETURN 1")


def test_address_that_is_none() -> None:
    with pytest.raises(UsageError, match="ftp://x"):
        CypherStore("ftp://x").query("RETURN 1")


def test_wrong_password(store: EmbeddedCypher) -> None:
    with (
        CypherStore(store._uri, username="root", password="wrong") as other,
        pytest.raises(UsageError, match="does not let you in"),
    ):
        other.query("RETURN 1")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_store_goes_on_after_ctrl_c(store: EmbeddedCypher) -> None:
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        store.query(ENDLESS)
    timer.join()
    assert store.query("RETURN 1 AS x").rows == [(1,)]


def test_arcadedb_of_another_is_not_read(store: EmbeddedCypher) -> None:
    with (
        CypherStore(store._uri, username="root", password=store._auth[1] if store._auth else "") as other,
        pytest.raises(UsageError, match="cannot be kept from writing"),
    ):
        other.query("RETURN 1")


PROGRAM = """
import sys
from pathlib import Path
from skillgraph.stores.embedded import EmbeddedCypher
store = EmbeddedCypher(Path(sys.argv[1]), Path(sys.argv[2]))
print(store.query("RETURN 1 AS x").rows, flush=True)
store.query(sys.argv[3])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signal_ends_program_and_database(tmp_path: Path, files: tuple[Path, Path], number: signal.Signals) -> None:
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, files), ENDLESS],
        cwd=work,
        env={**os.environ, "TMPDIR": str(temporary), "HOME": str(work)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "[(1,)]\n"
    time.sleep(0.5)  # The query that does not end has begun.
    program.send_signal(number)
    rest, errors = program.communicate(timeout=20)
    assert program.returncode == -number
    assert rest == ""
    assert errors.strip().endswith("KeyboardInterrupt" if number == signal.SIGINT else "")
    deadline = time.monotonic() + 20
    while list(temporary.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []
    assert list(work.iterdir()) == []


def test_program_that_forgets_to_close_ends_quietly(tmp_path: Path, files: tuple[Path, Path]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, files), "RETURN 2 AS x"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[(1,)]\n", "")
    assert list(tmp_path.iterdir()) == []


def test_import_is_light() -> None:
    program = "import sys, skillgraph.stores.cypher; print({'neo4j', 'jpype', 'arcadedb_embedded'} & {*sys.modules})"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


def test_every_error_is_one_of_ours(store: EmbeddedCypher) -> None:
    with pytest.raises(SkillgraphError, match="by zero"):
        store.query("RETURN 1 / 0")
