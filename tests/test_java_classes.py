"""Java's classes in the user's cache folder: made once, used by later starts, and no start fails for want of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cypher_graph import write_graph
from skillgraph.stores.local.arcadedb import EmbeddedCypher

pytestmark = pytest.mark.usefixtures("arcadedb")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "graph").mkdir()
    return write_graph(tmp_path / "graph")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "skillgraph"


def mapped(store: EmbeddedCypher) -> bool:
    """Whether the process of a database maps classes that were kept."""
    return "/java-" in Path(f"/proc/{store._process.pid}/maps").read_text("utf-8")


def answers(files: tuple[Path, Path]) -> bool:
    """Whether a database of the files starts and answers, and if it did so with classes that were kept."""
    with EmbeddedCypher(*files) as store:
        assert store.query("MATCH (n) RETURN count(n) > 0 AS some").rows == [(True,)]
        return mapped(store)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="a file of Linux says what a process maps")
def test_the_second_start_takes_what_the_first_one_left(files: tuple[Path, Path], cache: Path) -> None:
    assert not answers(files)
    (kept,) = cache.iterdir()
    made = kept.stat()
    assert answers(files)
    assert next(path.stat() for path in cache.glob("*.aot")).st_mtime_ns == made.st_mtime_ns
    # What is damaged is passed over.
    kept.write_bytes(kept.read_bytes()[: made.st_size // 2])
    answers(files)
    kept.write_bytes(b"no classes")
    answers(files)


def test_a_cache_that_cannot_be_made_is_done_without(files: tuple[Path, Path], cache: Path) -> None:
    cache.parent.write_text("a file", encoding="utf-8")
    assert not answers(files)


@pytest.mark.skipif(os.name != "posix", reason="limits")
def test_where_addresses_are_few_none_are_written(files: tuple[Path, Path], cache: Path) -> None:
    """As they are for the databases of `serve`: Java would not start."""
    program = "import resource, sys; from pathlib import Path\n"
    program += "resource.setrlimit(resource.RLIMIT_AS, (4 << 30,) * 2)\n"
    program += "from skillgraph.stores.local.arcadedb import EmbeddedCypher\n"
    program += "with EmbeddedCypher(*map(Path, sys.argv[1:])) as store:\n"
    program += "    print(store.query('MATCH (n) RETURN count(n) > 0 AS some').rows)\n"
    command = [sys.executable, "-c", program, *map(str, files)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("[(True,)]\n", "")
    assert not cache.exists()


def test_what_is_thrown_away_after_a_run_makes_none(
    files: tuple[Path, Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert not answers(files)
    assert not cache.exists()


def test_who_is_interrupted_does_not_wait(files: tuple[Path, Path], cache: Path) -> None:
    program = "import sys; from pathlib import Path; from skillgraph.stores.local.arcadedb import EmbeddedCypher\n"
    program += "with EmbeddedCypher(*map(Path, sys.argv[1:])) as store:\n    raise KeyboardInterrupt"
    ended = subprocess.run([sys.executable, "-c", program, *map(str, files)], env=dict(os.environ), check=False)
    assert ended.returncode
    assert not cache.exists()
