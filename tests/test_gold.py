"""The accuracy on hand-made records: it may not fall below what it was."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from skillgraph.documents import read_document
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.score import below_floor, read_gold, read_predictions, score

FLOOR = Path(__file__).parent / "gold_floor.toml"
GOLD = ("jinan.json", "qingdao.json")


@pytest.fixture(scope="module")
def predictions(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "found.jsonl"
    path.write_bytes(RuleExtractor().extract(read_document(reports / "four-cities.txt")).jsonl())
    return path


def test_accuracy_on_the_gold_is_not_below_the_floor(reports: Path, predictions: Path) -> None:
    records = read_predictions(predictions)
    found = {name: score(records, read_gold(reports.parent / "gold" / name)).parts for name in GOLD}
    assert below_floor(found, FLOOR) == []


def test_scores_as_the_gold_s_own_script_does(python: str, reports: Path, predictions: Path) -> None:
    gold = reports.parent / "gold"
    command = [python, str(gold / "score.py"), str(predictions), *(str(gold / name) for name in GOLD)]
    lines = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    records = read_predictions(predictions)
    for name in GOLD:
        for kind, part in score(records, read_gold(gold / name)).parts.items():
            theirs = next(line for line in lines if line.startswith(f"{name} {kind} "))
            for figure in ("precision", "recall", "f1"):
                assert f" {figure} {part.figures()[figure]:.3f}" in theirs


def test_a_fall_below_the_floor_is_named(tmp_path: Path) -> None:
    gold = {
        "entities": [{"id": "a", "name": "甲市", "type": "City", "mentions": [[0, 2]]}],
        "relations": [],
        "statistics": [],
    }
    parts = score([{"kind": "document", "sha256": ""}], json.loads(json.dumps(gold))).parts
    floor = tmp_path / "floor.toml"
    floor.write_text('["a.json".entity]\nf1 = 0.5\n', encoding="utf-8")
    assert below_floor({"a.json": parts}, floor) == ["a.json entity f1: 0.0, below 0.5"]
