"""What can go wrong between the command line and a real Neo4j: one line, an exit code, and no fact lost."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

import neo4j
from command_line import complaint, skillgraph
from loader_copies import GraphOf
from neo4j_server import ACCESS, PASSWORD, USER, Neo4jServer, contents, run, wipe
from record_strategies import files_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import UsageError
from skillgraph.model.records import Document, Entity, Record, Statement
from skillgraph.stores.bolt.graph import Neo4jGraph
from sparql_servers import SparqlServerProcess

#: Somebody else, since Neo4j shuts a user out for some seconds after three wrong passwords.
#: The mark of a source that is being pushed.
_UNDER_WAY = ", ('unfinished', True)"
STRANGER = {"NEO4J_USERNAME": "stranger", "NEO4J_PASSWORD": "wrong"}


def records(companies: int) -> Iterator[Record]:
    """A report of partnerships between companies, enough for several transactions."""
    yield Document("large", "大报告", "Large report", kind="report", language="zh")
    for n in range(companies):
        yield Entity(f"company-{n}", "large", ("Enterprise",), f"公司{n}")
    for n in range(3 * companies):
        end = f"company-{(n * 7 + 1) % companies}"
        yield Statement(f"large/s{n:05}", "large", f"company-{n % companies}", "partnersWith", end)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder = tmp_path_factory.mktemp("large") / "build"
    write_graph(records(5000), folder)
    return KnowledgeGraph(folder)


@pytest.fixture
def empty(neo4j_uri: str) -> str:
    """The address of an empty database."""
    wipe(neo4j_uri)
    return neo4j_uri


@pytest.fixture(params=[pytest.param("neo4j_uri", id="5.26"), pytest.param("neo4j_2026_uri", id="2026")])
def neo4j_pair(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each Neo4j."""
    uri = str(request.getfixturevalue(request.param))
    wipe(uri)
    return uri


@pytest.fixture(scope="module")
def whole(large: KnowledgeGraph, neo4j_uri: str) -> list[str]:
    """What a push of the large graph that nothing disturbs leaves in the database."""
    wipe(neo4j_uri)
    with Neo4jGraph(neo4j_uri, username=USER, password=PASSWORD) as target:
        target.push(large)
    return contents(neo4j_uri)


def count(uri: str) -> int:
    with neo4j.GraphDatabase.driver(uri, auth=(USER, PASSWORD)) as driver:
        return int(driver.execute_query("MATCH (n:Entity) RETURN count(n)").records[0][0])


def test_a_graph_goes_there_and_back(empty: str, desk: Path, graph: KnowledgeGraph, tmp_path: Path) -> None:
    pushed = skillgraph("push", empty, cwd=desk, **ACCESS)
    assert (pushed.returncode, pushed.stdout) == (0, "")
    assert "relationships written" in pushed.stderr
    pulled = skillgraph("pull", cwd=tmp_path, NEO4J_URI=empty, **ACCESS)
    assert pulled.returncode == 0, pulled.stderr
    assert pulled.stdout.splitlines()[-1].split()[0] == "all"
    assert files_of(tmp_path / "build") == files_of(graph.folder)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(empty: str, desk: Path) -> None:
    process = skillgraph("push", empty, "--dry-run", "--format", "csv", cwd=desk, **ACCESS)
    assert process.stdout.splitlines()[0] == "source,kind,there,action"
    assert "four-cities,report,no,write" in process.stdout.splitlines()
    assert contents(empty) == []
    skillgraph("push", empty, cwd=desk, **ACCESS)
    before = contents(empty)
    process = skillgraph("push", empty, "--dry-run", "--replace", "four-cities", cwd=desk, **ACCESS)
    assert [line.split()[3] for line in process.stdout.splitlines() if "four-cities" in line] == ["replace"]
    process = skillgraph("push", empty, "--dry-run", "--remove", "four-cities", cwd=desk, **ACCESS)
    assert process.stderr == "four-cities would be removed\n"
    assert contents(empty) == before


def test_a_removed_source_is_gone(empty: str, desk: Path) -> None:
    skillgraph("push", empty, cwd=desk, **ACCESS)
    process = skillgraph("push", empty, "--remove", "four-cities", cwd=desk, **ACCESS)
    assert (process.returncode, process.stderr) == (0, "four-cities removed\n")
    assert contents(empty, "n.source = 'four-cities' OR n.id = 'four-cities'") == []
    again = complaint(skillgraph("push", empty, "--remove", "four-cities", cwd=desk, **ACCESS), 2)
    assert "no source 'four-cities'" in again or "unknown source 'four-cities'" in again


def test_a_progress_bar_is_shown_on_a_terminal(empty: str, desk: Path) -> None:
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "skillgraph", "push", empty]
    process = subprocess.Popen(command, cwd=desk, env={**os.environ, **ACCESS}, stderr=end, stdin=end)
    os.close(end)
    shown = b""
    try:
        while block := os.read(terminal, 4096):
            shown += block
    except OSError:  # The other end is closed.
        pass
    os.close(terminal)
    assert process.wait() == 0
    assert b"100%" in shown
    assert b"written" in shown


@pytest.mark.parametrize("command", [("push",), ("push", "--dry-run"), ("pull",)])
def test_a_wrong_password_is_one_line(neo4j_uri: str, desk: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    options = ("-o", tmp_path / "pulled") if command == ("pull",) else ()
    process = skillgraph(*command, neo4j_uri, *options, cwd=desk, **STRANGER)
    message = complaint(process, 2)
    assert len(message.splitlines()) == 1
    assert "check user name and password (NEO4J_USERNAME, NEO4J_PASSWORD)" in message
    assert not (tmp_path / "pulled").exists()


def test_who_guesses_is_told_to_wait(neo4j_uri: str, desk: Path) -> None:
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=(USER, PASSWORD)) as driver:
        driver.execute_query("CREATE USER guesser SET PASSWORD $password", password=PASSWORD, database_="system")
    environment = {"NEO4J_USERNAME": "guesser", "NEO4J_PASSWORD": "wrong"}
    for _ in range(4):
        message = complaint(skillgraph("push", neo4j_uri, cwd=desk, **environment), 2)
    assert message == (
        "skillgraph: the server lets this user in no more after too many wrong passwords: wait some seconds, "
        "and check NEO4J_USERNAME and NEO4J_PASSWORD\n"
    )


def test_a_password_that_is_not_set_is_asked_for(empty: str, desk: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ACCESS}
    command = ["-m", "skillgraph", "push", empty, "--dry-run"]
    terminal = pexpect.spawn(sys.executable, command, cwd=str(desk), env=environment, encoding="utf-8", timeout=60)
    terminal.expect_exact("Password of neo4j: ")
    terminal.sendline(PASSWORD)
    terminal.expect(pexpect.EOF)
    assert PASSWORD not in terminal.before
    assert "four-cities" in terminal.before
    terminal.close()
    assert terminal.exitstatus == 0


def test_no_password_is_one_line(neo4j_uri: str, desk: Path) -> None:
    environment = dict.fromkeys(ACCESS, "")
    assert "check user name and password" in complaint(skillgraph("push", neo4j_uri, cwd=desk, **environment), 2)


def test_a_password_in_the_address_is_refused(desk: Path) -> None:
    message = complaint(skillgraph("push", "bolt://neo4j:secret@localhost:7687", cwd=desk), 2)
    assert "leave user and password out of the address" in message
    assert "secret" not in message


@pytest.mark.parametrize("command", ["push", "pull"])
def test_a_server_that_is_not_there_is_one_line(desk: Path, command: str) -> None:
    options = ("-o", "pulled") if command == "pull" else ()
    message = complaint(skillgraph(command, "bolt://127.0.0.1:1", *options, cwd=desk, **ACCESS), 2)
    assert message == (
        "skillgraph: no Cypher server answers at bolt://127.0.0.1:1: start it, or give another address\n"
    )


def test_a_server_without_tls_is_told_from_none(neo4j_uri: str, desk: Path) -> None:
    uri = neo4j_uri.replace("bolt://", "bolt+s://")
    message = complaint(skillgraph("push", uri, cwd=desk, **ACCESS), 2)
    assert len(message.splitlines()) == 1
    assert "the connection can't be made secure" in message


def test_a_server_whose_words_are_none_is_one_line(tmp_path: Path) -> None:
    def speak() -> None:
        with listener.accept()[0] as peer:
            peer.recv(64)
            peer.sendall(b"\0\0\4\4")  # Bolt 4.4
            peer.recv(4096)
            success = b"\xb1\x70\xa1\x86server\x82\xff\xfe"  # its name is no UTF-8
            peer.sendall(len(success).to_bytes(2, "big") + success + b"\0\0")
            peer.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=speak)
        thread.start()
        port = listener.getsockname()[1]
        message = complaint(skillgraph("pull", f"bolt://127.0.0.1:{port}", cwd=tmp_path, **ACCESS), 2)
        thread.join()
    assert "the server's answer can't be read" in message
    assert len(message.splitlines()) == 1


def test_a_server_that_speaks_no_bolt_is_told_from_none(desk: Path, oxigraph: SparqlServerProcess) -> None:
    message = complaint(skillgraph("push", f"bolt://127.0.0.1:{oxigraph.port}", cwd=desk, **ACCESS), 2)
    assert len(message.splitlines()) == 1
    assert "speak no Bolt in the clear" in message


@pytest.mark.parametrize("command", ["push", "pull"])
def test_a_database_that_is_not_there_is_named(neo4j_uri: str, desk: Path, command: str) -> None:
    options = ("-o", "pulled") if command == "pull" else ()
    process = skillgraph(command, neo4j_uri, *options, cwd=desk, NEO4J_DATABASE="nowhere", **ACCESS)
    message = complaint(process, 2)
    assert len(message.splitlines()) == 1
    assert "nowhere" in message
    assert "NEO4J_DATABASE" in message


def test_an_empty_database_has_nothing_to_pull(empty: str, tmp_path: Path) -> None:
    message = complaint(skillgraph("pull", empty, cwd=tmp_path, **ACCESS), 2)
    assert "no graph of skillgraph in this database; push one first" in message
    assert not (tmp_path / "build").exists()


def test_data_that_stand_against_our_constraint_stay_as_they_are(desk: Path, empty: str) -> None:
    run(empty, "DROP CONSTRAINT skillgraph_id IF EXISTS", "CREATE (:Skillgraph {id: 'x'}), (:Skillgraph {id: 'x'})")
    before = contents(empty)
    message = complaint(skillgraph("push", empty, cwd=desk, **ACCESS), 1)
    assert len(message.splitlines()) == 1
    assert "a constraint of the database stands against the graph" in message
    assert contents(empty) == before


def test_a_constraint_of_the_database_that_our_data_stand_against(desk: Path, empty: str) -> None:
    run(empty, "CREATE CONSTRAINT theirs FOR (n:School) REQUIRE n.status IS UNIQUE")
    try:
        message = complaint(skillgraph("push", empty, cwd=desk, **ACCESS), 1)
    finally:
        run(empty, "DROP CONSTRAINT theirs")
    assert len(message.splitlines()) == 1
    assert "a constraint of the database stands against the graph" in message
    assert "School" in message
    assert skillgraph("push", empty, cwd=desk, **ACCESS).returncode == 0


def test_a_push_that_a_killed_server_ended_is_completed_by_the_next(
    large: KnowledgeGraph, whole: list[str], tmp_path: Path
) -> None:
    server = Neo4jServer(tmp_path)
    done = 0

    def kill(written: int) -> None:
        nonlocal done
        done += written
        if done > 8000:
            server.kill()

    with Neo4jGraph(server.uri, username=USER, password=PASSWORD) as target:
        with pytest.raises(UsageError, match=rf"{server.uri} does not answer after \d+ records; start it"):
            target.push(large, progress=kill)
        server.start()
        half = contents(server.uri)
        assert 0 < len(half) < len(whole)
        # What is there is whole: no fact without its ends and its metadata. Only the source is marked as under way.
        assert {row.replace(_UNDER_WAY, "") for row in half} <= set(whole)
        target.push(large)
    assert contents(server.uri) == whole
    server.kill()


def test_ctrl_c_in_a_push_loses_nothing(large: KnowledgeGraph, whole: list[str], empty: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "skillgraph", "push", empty, "--graph", str(large.folder)]
    process = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **ACCESS}, stderr=subprocess.PIPE)
    while count(empty) == 0:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert (process.returncode, message.strip()) == (130, b"skillgraph: stopped")
    half = contents(empty)
    assert 0 < len(half) < len(whole)
    assert {row.replace(_UNDER_WAY, "") for row in half} <= set(whole)
    assert skillgraph("push", empty, "--graph", large.folder, cwd=tmp_path, **ACCESS).returncode == 0
    assert contents(empty) == whole


def test_pushes_at_once_take_turns(
    graph: KnowledgeGraph, neo4j_pair: str, two_reports: tuple[Path, Path], graph_of: GraphOf, tmp_path: Path
) -> None:
    """A killed one among them too; what is there in the end is what they write one after another."""
    uri = neo4j_pair
    write_graph(records(1000), tmp_path / "companies")
    companies = KnowledgeGraph(tmp_path / "companies")
    graphs = [companies, graph, graph_of(*two_reports)]
    with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
        for pushed in graphs:
            target.push(pushed)
    wanted = contents(uri)
    wipe(uri)
    killed = push_at_once(uri, companies)
    while count(uri) == 0:
        time.sleep(0.02)
    running = [push_at_once(uri, pushed) for pushed in graphs]
    killed.kill()
    killed.communicate()
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert set(said.splitlines()) <= {WAITS, said.splitlines()[-1]}
        assert said.endswith("relationships written\n")
    assert contents(uri) == wanted


def test_who_waits_for_another_push_is_told(graph: KnowledgeGraph, neo4j_pair: str) -> None:
    uri, going_on = neo4j_pair, threading.Event()

    def push() -> None:
        with Neo4jGraph(uri, username=USER, password=PASSWORD) as target:
            target.push(graph, progress=wait)

    def wait(records: int) -> None:
        going_on.wait(60)

    thread = threading.Thread(target=push)
    thread.start()
    while count(uri) == 0:
        time.sleep(0.02)
    process = push_at_once(uri, graph)
    assert process.stderr is not None
    assert process.stderr.readline().strip() == WAITS
    going_on.set()
    assert process.communicate(timeout=120)[1].endswith("relationships written\n")
    thread.join()


WAITS = "another push or removal is at work in this database: waiting for it"


def push_at_once(uri: str, graph: KnowledgeGraph) -> subprocess.Popen[str]:
    """A push in a process of its own."""
    command = [sys.executable, "-m", "skillgraph", "push", uri, "--graph", str(graph.folder)]
    environment = {**os.environ, **ACCESS}
    return subprocess.Popen(command, cwd=graph.folder, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
