"""The Cypher database of a graph: made once, kept beside it, and never half, stale or in anybody's way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cypher_graph import ENDLESS, write_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import DataError, UsageError
from skillgraph.stores.local.arcadedb import EmbeddedCypher
from skillgraph.stores.local.memory import group_limit
from skillgraph.tables.build import build

pytestmark = pytest.mark.usefixtures("arcadedb")
COUNT = "MATCH (n) RETURN count(n) AS n"
#: Whole seconds after which a machine under any load has done what a test waits for.
PATIENCE = 120

PROGRAM = """
import sys
from pathlib import Path
from skillgraph.stores.local.arcadedb import EmbeddedCypher
print("begun", flush=True)
store = EmbeddedCypher(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
print(store.query("MATCH (n) RETURN count(n) AS n").rows, flush=True)
if sys.argv[4]:
    store.query(sys.argv[4])
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "graph").mkdir()
    return write_graph(tmp_path / "graph")


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    return tmp_path / "graph" / "arcadedb"


def nodes(files: tuple[Path, Path], keep: Path | None) -> int:
    """How many nodes a new database of the files has."""
    with EmbeddedCypher(*files, keep) as store:
        return int(str(store.query(COUNT).rows[0][0]))


def databases(keep: Path) -> list[Path]:
    """What is kept, made or left behind."""
    return sorted(path for path in keep.iterdir() if path.is_dir())


def add_node(files: tuple[Path, Path]) -> None:
    """Another state of the graph."""
    with files[0].open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "more", "labels": ["School"], "properties": {"name": "more"}}) + "\n")


def empty_without_a_trace(file: Path) -> None:
    """Takes what is in a file, but not its size and time."""
    state = file.stat()
    file.write_bytes(b"\n" * state.st_size)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_a_second_opening_loads_nothing(files: tuple[Path, Path], keep: Path) -> None:
    first = nodes(files, keep)
    for file in files:
        empty_without_a_trace(file)
    assert nodes(files, keep) == first
    assert len(databases(keep)) == 1


def test_a_changed_graph_is_loaded_anew_and_the_old_database_goes(files: tuple[Path, Path], keep: Path) -> None:
    first = nodes(files, keep)
    old = databases(keep)
    add_node(files)
    assert nodes(files, keep) == first + 1
    assert len(databases(keep)) == 1
    assert databases(keep) != old


def test_a_database_that_somebody_reads_stays(files: tuple[Path, Path], keep: Path) -> None:
    with EmbeddedCypher(*files, keep) as reader:
        old = databases(keep)
        first = reader.query(COUNT).rows
        add_node(files)
        assert nodes(files, keep) == first[0][0] + 1  # type: ignore[operator]
        assert set(old) < set(databases(keep))
        assert reader.query(COUNT).rows == first
    add_node(files)
    nodes(files, keep)
    assert len(databases(keep)) == 1


def test_several_read_one_database(files: tuple[Path, Path], keep: Path) -> None:
    with EmbeddedCypher(*files, keep) as one, EmbeddedCypher(*files, keep) as other:
        assert one.query(COUNT).rows == other.query(COUNT).rows
    assert len(databases(keep)) == 1


def test_first_openings_at_once_make_one_database(python: str, files: tuple[Path, Path], keep: Path) -> None:
    command = [python, "-c", PROGRAM, *map(str, files), str(keep), ""]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    answers = {program.communicate(timeout=PATIENCE) for program in programs}
    assert answers == {(f"begun\n[({nodes(files, None)},)]\n", "")}
    assert len(databases(keep)) == 1


def test_where_nothing_can_be_kept_the_database_goes_with_the_program(files: tuple[Path, Path], keep: Path) -> None:
    keep.write_text("no folder", encoding="utf-8")
    assert nodes(files, keep) == nodes(files, None)
    assert keep.read_text(encoding="utf-8") == "no folder"
    assert {path.name for path in keep.parent.iterdir()} == {*(file.name for file in files), keep.name}


def test_a_build_replaces_a_graph_that_was_asked_in_cypher(tmp_path: Path) -> None:
    """What the database adds to the folder is known there as ours, and nothing else in it."""
    build(output=tmp_path / "build")
    for _ in range(2):
        with KnowledgeGraph(tmp_path / "build") as graph:
            assert graph.cypher("MATCH (n:City) RETURN count(n) > 0 AS any").rows == [(True,)]
        (tmp_path / "build" / "arcadedb" / "making-0123456789abcdef" / "graph").mkdir(parents=True)
        build(output=tmp_path / "build")
        assert not (tmp_path / "build" / "arcadedb").exists()
    (tmp_path / "build" / "arcadedb").mkdir()
    (tmp_path / "build" / "arcadedb" / "thesis.txt").touch()
    with pytest.raises(UsageError, match=r"holds arcadedb/thesis.txt, which skillgraph did not write"):
        build(output=tmp_path / "build")


@pytest.mark.skipif(os.name != "posix", reason="links and rights")
def test_a_reader_of_a_folder_that_is_read_only_writes_nothing(files: tuple[Path, Path], keep: Path) -> None:
    first = nodes(files, keep)
    everything = [keep.parent, *keep.parent.rglob("*")]
    before = {path: path.stat().st_mtime_ns for path in everything}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert nodes(files, keep) == first
        assert {path: path.stat().st_mtime_ns for path in [keep.parent, *keep.parent.rglob("*")]} == before
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("lost", ["dictionary.*", "*.bucket"])
def test_a_damaged_database_is_made_again(files: tuple[Path, Path], keep: Path, lost: str) -> None:
    first = nodes(files, keep)
    for path in databases(keep)[0].glob(f"graph/{lost}"):
        path.unlink()
    assert nodes(files, keep) == first
    empty_without_a_trace(databases(keep)[0] / "graph" / "schema.json")
    assert nodes(files, keep) == first


def test_what_a_killed_run_left_goes(files: tuple[Path, Path], keep: Path) -> None:
    (keep / "making-0123456789abcdef" / "graph").mkdir(parents=True)
    nodes(files, keep)
    assert [path.name.startswith("making-") for path in databases(keep)] == [False]


def test_a_graph_that_can_t_be_loaded_leaves_no_database(files: tuple[Path, Path], keep: Path) -> None:
    files[1].write_text('{"id": "r", "type": "T", "start": "n0", "end": "gone", "properties": {}}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"relationships.jsonl, line 1: there is no node 'gone'"):
        EmbeddedCypher(*files, keep)
    assert databases(keep) == []


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])
def test_too_little_room_is_said_before_anything_is_written(
    files: tuple[Path, Path], keep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    os.truncate(files[0], 2**43)
    if shutil.disk_usage(tmp_path).free > 2**43:
        pytest.skip("a disk with room for anything")
    with pytest.raises(DataError, match=r"needs 12,582,\d+ MB in .*temporary, and .* MB are free: TMPDIR names"):
        EmbeddedCypher(*files, keep if kept else None)
    assert list(temporary.iterdir()) == []
    assert databases(keep) == [] if kept else not keep.exists()


@pytest.fixture
def program(python: str, files: tuple[Path, Path], keep: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that asks, and then asks without end; with a folder for temporary files of its own."""
    (tmp_path / "temporary").mkdir()
    running = subprocess.Popen(
        [python, "-c", PROGRAM, *map(str, files), str(keep), ENDLESS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary"), "HOME": str(tmp_path)},
        text=True,
        process_group=0,
    )
    yield running
    running.kill()
    running.communicate()


def database_processes(home: Path) -> list[str]:
    """The processes of databases whose files are in a folder, by their command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if "arcadedb_server" in line and str(home) in line:
            found.append(line)
    return found


def wait(condition: Callable[[], object]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.002)
    assert condition()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are told by /proc")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("when", ["the process is there", "the database is made", "it answers"])
def test_a_program_killed_at_any_moment_leaves_no_process_and_nothing_half(
    program: subprocess.Popen[str], files: tuple[Path, Path], keep: Path, tmp_path: Path, number: int, when: str
) -> None:
    temporary = tmp_path / "temporary"
    assert program.stdout is not None
    assert program.stdout.readline() == "begun\n"
    wait(lambda: database_processes(tmp_path))
    if when == "the database is made":
        wait(lambda: keep.exists() and databases(keep))
    elif when == "it answers":
        assert program.stdout.readline().startswith("[(")
    program.send_signal(number)
    program.wait(PATIENCE)
    wait(lambda: not database_processes(tmp_path) and not list(temporary.iterdir()))
    expected = nodes(files, None)
    assert nodes(files, keep) == expected
    assert len(databases(keep)) == 1


@pytest.mark.skipif(os.name != "posix", reason="limits")
@pytest.mark.parametrize(("megabytes", "works"), [(4000, True), (1500, False)])
def test_java_keeps_to_the_limit_of_addresses(
    python: str, files: tuple[Path, Path], keep: Path, megabytes: int, works: bool
) -> None:
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20,) * 2)\n"
    command = [python, "-c", limit + PROGRAM, *map(str, files), str(keep), ""]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if works:
        assert (ended.returncode, ended.stderr) == (0, "")
    else:
        last = ended.stderr.strip().rpartition("\n")[2]
        assert "Java needs 1,584 MB of addresses and 96 MB of memory, and may have 1,500 and" in last


def test_the_limit_of_a_container_is_the_least_of_its_groups(tmp_path: Path) -> None:
    """Both versions of control groups, also inside of a container, where the top group is its own."""
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("4:cpu,cpuacct:/a\n3:memory:/a/b\n0::/c\n", encoding="utf-8")
    limits = {
        "memory/memory.limit_in_bytes": "9223372036854771712",
        "memory/a/memory.limit_in_bytes": "3000000000",
        "memory/a/b/memory.limit_in_bytes": "4000000000",
        "c/memory.max": "max",
        "memory.max": "5000000000",
    }
    for name, said in limits.items():
        path = tmp_path / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{said}\n", encoding="utf-8")
    assert group_limit(tmp_path) == 3_000_000_000


def test_who_waits_is_told_how_far_the_load_is(files: tuple[Path, Path], keep: Path) -> None:
    told: list[tuple[int, int]] = []
    lines = sum(len(file.read_bytes().splitlines()) for file in files)
    for _ in "ab":
        with EmbeddedCypher(*files, keep, progress=lambda *counts: told.append(counts)) as store:
            assert store.query(COUNT).rows
    # Once for the nodes and once for the relationships of a small graph, and not for the database that is kept.
    assert [total for _, total in told] == [lines, lines]
    assert told[-1][0] == lines
