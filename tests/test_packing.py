"""What many loads left in a store is merged when a build is done, by a process that ends with it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from skillgraph.graph.filling import Filling
from skillgraph.graph.packing import pack

LOADS = 12


def _fill(folder: Path) -> set[ox.Quad]:
    """A store that was loaded piece by piece."""
    with Filling(folder) as filling:
        for load in range(LOADS):
            lines = (f'<http://example.org/{load}/{n}> <http://example.org/p> "{n} of {load}" .\n' for n in range(500))
            filling.add("".join(lines).encode())
            filling.finish([])
        return set(filling.store)


def _files(folder: Path) -> int:
    return len(list(folder.glob("*.sst")))


def test_what_many_loads_left_is_merged_and_says_the_same(python: str, tmp_path: Path) -> None:
    said = _fill(tmp_path / "store")
    assert len(said) == LOADS * 500
    pack(tmp_path / "store")
    assert _files(tmp_path / "store") < 24
    assert set(ox.Store.read_only(str(tmp_path / "store"))) == said


def test_who_merges_ends_with_the_process_that_asked_for_it(python: str, tmp_path: Path) -> None:
    said = _fill(tmp_path / "store")
    command = [python, "-m", "skillgraph.graph.packing", str(tmp_path / "store")]
    for seconds in (0, 0.05, 0.2):
        with subprocess.Popen(command, stdin=subprocess.PIPE) as packer:
            time.sleep(seconds)
            packer.communicate(timeout=60)
        assert set(ox.Store(str(tmp_path / "store"))) == said


def test_a_store_that_cannot_be_merged_is_an_error_of_files(python: str, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:06}.sst").write_bytes(b"no table")
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    with pytest.raises(OSError, match="MANIFEST-000001"):
        pack(tmp_path)
