"""The script that measures peers runs, keeps what it measured and makes its page of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the script reads what processes used from Linux")
def test_a_work_at_a_tiny_size(python: str, tmp_path: Path) -> None:
    page = tmp_path / "peers.md"
    script = ROOT / "benchmarks" / "peers.py"
    command = [python, script, "store", "--size", "60", "--cache", tmp_path / "cache", "--page", page]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)
    [row] = [line.split(" | ") for line in page.read_text("utf-8").splitlines() if "| 60 | `build`" in line]
    assert float(row[2]) > 0
    [kept] = json.loads(page.with_suffix(".json").read_bytes()).values()
    ours, theirs = kept["rows"]
    assert "failed" not in theirs[6]
    assert len(ours[3]) == len(theirs[3]) == 3


def test_the_page_is_made_of_what_was_kept() -> None:
    kept = ROOT / "benchmarks" / "peers.json"
    said = (ROOT / "benchmarks" / "peers.md").read_text("utf-8")
    for one in json.loads(kept.read_bytes()).values():
        for row in one["rows"]:
            assert f"| {row[1]:,} | {row[2]} | {row[3][0]:.1f} |" in said
