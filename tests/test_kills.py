"""A command that is killed at any moment leaves no process, nothing half, and nothing for the next run to trip over."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from kills import kill_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")


@pytest.mark.parametrize(
    "kind", ["build again", "export file", "export folder", "extract", "extract --loader", "sparql"]
)
def test_a_killed_command_leaves_nothing(kind: str, python: str, tmp_path: Path) -> None:
    """`python tests/kills.py` does so two hundred times, with Cypher and servers."""
    choose = random.Random(kind)
    faults = [killed for killed in kill_all(tmp_path, 2, [kind], choose) if killed.faults]
    assert faults == []
