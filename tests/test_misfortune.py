"""Bad luck: full disks, closed streams, readers that go, no memory. One line, an exit code, and files as they were."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams, limits and signals of Unix")
ALL = ("sparql", "SELECT * { ?s ?p ?o }")


def _run(python: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(
        [python, "-m", "skillgraph", "--lang", "en", *arguments],
        encoding="utf-8",
        errors="replace",
        timeout=300,
        **more,
    )


def one_line(ended: subprocess.CompletedProcess[str], code: int, says: str) -> None:
    assert (ended.returncode, len(ended.stderr.splitlines())) == (code, 1), ended.stderr
    assert says in ended.stderr


@pytest.fixture
def desk(tmp_path: Path, graph: KnowledgeGraph) -> Path:
    """A folder with a graph of its own."""
    shutil.copytree(graph.folder, tmp_path / "build")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize(
    "arguments", [ALL, (*ALL, "--format", "csv"), ("find", "青岛"), ("export", "turtle"), ("--help",)]
)
def test_results_on_a_full_disk(python: str, desk: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        one_line(_run(python, *arguments, cwd=desk, stdout=full), 2, "skillgraph: No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_messages_on_a_full_disk_are_lost_and_the_work_is_not(python: str, desk: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = _run(python, "export", "turtle", "-o", "a.ttl", cwd=desk, stderr=full)
    assert (ended.returncode, (desk / "a.ttl").stat().st_size > 10_000) == (0, True)


@pytest.mark.parametrize("arguments", [ALL, (*ALL, "--format", "csv"), ("export", "ntriples"), ("schema",)])
def test_a_reader_who_has_enough(python: str, desk: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = _run(python, *arguments, cwd=desk, stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


def closed(*streams: int) -> Callable[[], None]:
    def close() -> None:
        for stream in streams:
            os.close(stream)

    return close


def test_streams_that_are_closed(python: str, desk: Path) -> None:
    before = files(desk / "build")
    one_line(_run(python, *ALL, cwd=desk, preexec_fn=closed(1)), 2, "standard output is closed: send it somewhere")
    one_line(_run(python, "sparql", "-", cwd=desk, preexec_fn=closed(0)), 2, "the query is empty")
    for streams in ((0,), (2,), (0, 2)):
        assert _run(python, "find", "青岛", cwd=desk, preexec_fn=closed(*streams)).returncode == 0
    assert _run(python, "export", "html", "-o", "a.html", cwd=desk, preexec_fn=closed(0, 1, 2)).returncode == 2
    assert files(desk / "build") == before


def limited(name: str, most: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(getattr(resource, name), (most, most))

    return limit


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "-o", "build"),
        ("export", "turtle", "-o", "old"),
        ("export", "html", "-o", "old"),
        ("export", "gexf", "-o", "old"),
    ],
    ids=lambda arguments: arguments[1],
)
def test_a_disk_that_is_full_in_the_middle(python: str, desk: Path, arguments: tuple[str, ...]) -> None:
    (desk / "old").write_text("what was here", encoding="utf-8")
    before = files(desk)
    one_line(_run(python, *arguments, cwd=desk, preexec_fn=limited("RLIMIT_FSIZE", 100_000)), 2, "can't be written")
    assert files(desk) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_little_memory(python: str, desk: Path) -> None:
    before = files(desk)
    little = limited("RLIMIT_AS", 400 * 2**20)
    one_line(_run(python, "build", cwd=desk, preexec_fn=little), 2, "400 MB of memory (ulimit -v)")
    one_line(_run(python, *ALL, cwd=desk, preexec_fn=little), 2, "memory")
    # A limit below the engine's own is what the engine has.
    assert _run(python, "sparql", "q06", cwd=desk, preexec_fn=limited("RLIMIT_AS", 3 * 2**30)).returncode == 0
    assert files(desk) == before


def test_few_open_files(python: str, desk: Path) -> None:
    before = files(desk)
    # A build that changes nothing opens no store, and so few files that they suffice.
    for arguments in (("build", "-o", "fresh"), ALL):
        one_line(_run(python, *arguments, cwd=desk, preexec_fn=limited("RLIMIT_NOFILE", 24)), 2, "ulimit -n")
    assert files(desk) == before


def test_a_poor_environment(python: str, desk: Path, tmp_path: Path) -> None:
    poor = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LC_ALL": "C",
        "TMPDIR": "/nonexistent",
    }
    for more in ({}, {"HOME": "/nonexistent"}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        ended = _run(python, "find", "青岛", cwd=desk, env={**poor, **more})
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "青岛" in ended.stdout
    ended = _run(python, os.fsdecode(b"\xff\xfe"), cwd=desk, env=poor)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)


def test_the_folder_is_gone(python: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for arguments in (("build",), ("find", "青岛"), ("export", "turtle")):
        ended = _run(python, *arguments, cwd=gone, preexec_fn=gone.rmdir)
        assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1), ended.stderr
        gone.mkdir()


def test_ctrl_c_is_one_word(python: str, desk: Path) -> None:
    command = [
        python,
        "-m",
        "skillgraph",
        "--lang",
        "en",
        "sparql",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ]
    with subprocess.Popen(command, cwd=desk, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        # It waits for its engine, which is a process of its own, as soon as there is one.
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("this system does not tell the children of a process")
        while process.poll() is None and not children.read_text(encoding="ascii").strip():
            pass
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told.lstrip()) == (130, "skillgraph: stopped\n")
