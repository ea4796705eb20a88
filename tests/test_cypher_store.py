"""The embedded database as a part of a program: its start, its end, and signals."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypher_graph import ENDLESS, write_graph
from skillgraph.model.errors import DataError, QueryError, UsageError
from skillgraph.stores.bolt.connection import translated
from skillgraph.stores.bolt.cypher import CypherStore
from skillgraph.stores.local.arcadedb import EmbeddedCypher


@pytest.fixture(scope="module")
def files(arcadedb: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_graph(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def store(files: tuple[Path, Path]) -> Iterator[EmbeddedCypher]:
    with EmbeddedCypher(*files) as opened:
        yield opened


def test_two_stores_are_open_at_once(store: EmbeddedCypher, files: tuple[Path, Path]) -> None:
    with EmbeddedCypher(*files) as other:
        assert other.query("RETURN 1 AS x").rows == store.query("RETURN 1 AS x").rows


def test_closed_store_says_so(files: tuple[Path, Path]) -> None:
    closed = EmbeddedCypher(*files)
    closed.close()
    closed.close()
    with pytest.raises(UsageError, match="closed"):
        closed.query("RETURN 1")


def test_relationship_to_nowhere_is_a_data_error(arcadedb: None, tmp_path: Path) -> None:
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


def lose_connection(interrupted: bool) -> None:
    """Fails as the driver does, in the midst of Ctrl-C or not."""
    try:
        if interrupted:
            raise KeyboardInterrupt
    finally:
        raise OSError("gone")


def test_ctrl_c_that_an_error_covers_is_still_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), translated("bolt://127.0.0.1:1"):
        lose_connection(interrupted=True)


def test_an_error_after_ctrl_c_is_not_taken_for_it() -> None:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        with pytest.raises(QueryError, match="gone"), translated("bolt://127.0.0.1:1"):
            lose_connection(interrupted=False)


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
from skillgraph.stores.local.arcadedb import EmbeddedCypher
store = EmbeddedCypher(Path(sys.argv[1]), Path(sys.argv[2]))
print(store.query("RETURN 1 AS x").rows, flush=True)
store.query(sys.argv[3])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signal_ends_program_and_database(
    python: str, tmp_path: Path, files: tuple[Path, Path], number: signal.Signals
) -> None:
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    program = subprocess.Popen(
        [python, "-c", PROGRAM, *map(str, files), ENDLESS],
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


def test_program_that_forgets_to_close_ends_quietly(python: str, tmp_path: Path, files: tuple[Path, Path]) -> None:
    ended = subprocess.run(
        [python, "-c", PROGRAM, *map(str, files), "RETURN 2 AS x"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[(1,)]\n", "")
    assert list(tmp_path.iterdir()) == []


def test_import_is_light(python: str) -> None:
    heavy = "{'neo4j', 'jpype', 'arcadedb_embedded'}"
    program = f"import sys, skillgraph.stores.bolt.cypher; print({heavy} & {{*sys.modules}})"
    ended = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


def test_a_database_that_can_t_be_started_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_graph(tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / "gone"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with pytest.raises(FileNotFoundError, match="gone"):
        EmbeddedCypher(*files)
    assert list((tmp_path / "temporary").iterdir()) == []
