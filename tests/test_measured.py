"""The accuracy of extraction, guarded against falling back.

What to expect of a new report is measured by folds (docs/measured.md), which takes minutes of training. Here the
weights that come with skillgraph read the pages that they learned from, and must do so no worse than the folds did;
and they read the texts of tests/registers, some of which they learned from too, and the report, which they did not.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from skillgraph.documents import read_document
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.answers import matched, read_answer_lines
from skillgraph.review.floors import below_floor
from skillgraph.review.gold import gold_text, read_gold
from skillgraph.review.score import score
from skillgraph.review.verdicts import Part, Score, total

FLOORS = Path(__file__).with_name("floors.toml")
MEASURED = Path(__file__).resolve().parents[1] / "docs" / "measured.py"
REGISTERS = ("developed", "heldout", "developed2", "heldout2")
Scores = Callable[..., list[Score]]


@pytest.fixture(scope="module")
def doc() -> dict[str, Any]:
    """What docs/measured.py offers: the page's figures come from the same functions."""
    return runpy.run_path(str(MEASURED))


@pytest.fixture(scope="module")
def page_scores(doc: dict[str, Any], corpus: Path) -> list[Score]:
    """The scores on the real pages, by weights that have seen them."""
    found: list[Score] = doc["extracted_scores"](sorted(corpus.glob("*.txt")), [corpus])
    return found


@pytest.fixture(scope="module")
def regression_scores(patience: None, doc: dict[str, Any]) -> dict[str, list[Score]]:
    """The scores on the texts of tests/registers."""
    return {group: doc["regression_scores"](group) for group in REGISTERS}


def fallen(group: str, scores: list[Score]) -> list[str]:
    """What fell below the floor of a group."""
    found = {group: total(s.parts for s in scores)}
    return [line for line in below_floor(found, FLOORS) if line.startswith(f"{group} ")]


def test_pages_that_were_learned_from_are_read_as_well_as_by_folds(page_scores: list[Score]) -> None:
    assert len(page_scores) >= 66
    assert fallen("pages", page_scores) == []


@pytest.mark.parametrize("group", REGISTERS)
def test_other_registers_are_not_below_the_floor(group: str, regression_scores: dict[str, list[Score]]) -> None:
    assert fallen(group, regression_scores[group]) == []


@pytest.mark.parametrize("group", ["jinan", "qingdao"])
def test_the_report_is_not_below_the_floor(group: str, doc: dict[str, Any], reports: Path) -> None:
    assert fallen(group, doc["regression_scores"](group)) == []


def test_the_page_says_what_is_measured(
    doc: dict[str, Any], regression_scores: dict[str, list[Score]], reports: Path
) -> None:
    sections = {group: doc["regression_scores"](group) for group in ("jinan", "qingdao")}
    tables = {"regression": doc["regression_table"]({**sections, **regression_scores})}
    text = MEASURED.with_suffix(".md").read_text("utf-8")
    assert doc["page"](text, tables) == text, "run: python docs/measured.py"
    assert f"weights `{doc['weights_mark']()}`" in text, "train, then run: python docs/measured.py ANSWERS"


def test_the_annotation_on_the_page_is_one(tmp_path: Path) -> None:
    blocks = re.findall(r"```(?:text|toml)\n(.*?)```", MEASURED.with_suffix(".md").read_text("utf-8"), re.DOTALL)
    text, annotation, _ = blocks
    (tmp_path / "01.txt").write_text(text, encoding="utf-8")
    (tmp_path / "01.toml").write_text(annotation, encoding="utf-8")
    [found] = read_gold([tmp_path])
    assert (len(found.things), len(found.relations), len(found.figures), len(found.optional)) == (3, 1, 1, 1)


# The corpus and the gold have scripts of their own, made by those who annotated; the score must say the same.

SAME = {"entity": "names", "relation": "pairs", "fact": "facts", "core": "core", "statistic": "figures"}
SHARES = {"type": "class", "subject": "whose"}


class Ordered(set[Any]):
    """A set that is gone through in order, so that a choice among equals doesn't depend on the process."""

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(super().__iter__(), key=repr))


def script(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(f"shared_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.set = Ordered  # type: ignore[attr-defined]
    return module


def differences(parts: dict[str, Part], theirs: dict[str, dict[str, Any]]) -> list[str]:
    """Figures of the script that the parts don't have."""
    found = []
    for kind, figures in theirs.items():
        part = parts[SAME[kind]]
        mine = {**part.figures(), "predicted": part.rows, **{a: part.share(b) for a, b in SHARES.items()}}
        for figure, value in figures.items():
            if mine[figure] != pytest.approx(value, abs=1e-9):
                found.append(f"{kind} {figure}: {mine[figure]}, theirs {value}")
    return found


def test_scores_of_pages_are_those_of_the_corpus_s_own_script(corpus: Path) -> None:
    theirs, annotations = script(corpus.parents[1] / "gold" / "score.py"), script(corpus.parent / "corpus.py")
    extractor = RuleExtractor()
    for text in read_gold([corpus])[::3]:
        assert text.file is not None
        gold = annotations.gold(corpus / f"{text.name}.toml")
        lines = extractor.extract(read_document(text.file)).jsonl()
        for content in (lines, perturbed(gold, text.sha256, random.Random(text.name))):
            records = [json.loads(line) for line in content.splitlines()]
            [(_, answer)] = matched([text], read_answer_lines(content, text.name))
            expected, misses = theirs.score(records, gold)
            found = score(text, answer)
            if any(len(figure.subjects) > 2 for figure in text.figures):
                del expected["statistic"]["subject"]  # the script knows two readings of whose a figure is
            assert differences(found.parts, expected) == [], text.name
            assert found.missed["names"] == misses["entities missed"]


def perturbed(gold: dict[str, Any], sha256: str, chance: random.Random) -> bytes:
    """The annotation as an answer, with mistakes of each kind in it: more varied than any one extractor's."""
    rows: list[dict[str, Any]] = [{"kind": "document", "sha256": sha256}]
    ids = [e["id"] for e in gold["entities"]]
    for e in gold["entities"]:
        type_ = e["type"] if chance.random() < 0.8 else "Event"
        cut = chance.random() < 0.2
        mentions = [[s + cut, end] for s, end in e["mentions"]]
        if chance.random() < 0.9:
            rows.append({"kind": "entity", "id": e["id"], "name": e["name"][cut:], "type": type_, "mentions": mentions})
    for r in gold["relations"] * 2:
        ends = [r["subject"], r["object"]]
        chance.shuffle(ends)
        if chance.random() < 0.2:
            ends[0] = chance.choice(ids)
        predicate = chance.choice([r["predicate"], r["predicate"], "builds", "memberOf", "partOf", "manages"])
        modality = chance.choice([r["modality"], r["modality"], "planned", "negated"])
        start = max(0, r["evidence"][0] - chance.choice([0, 0, 30]))
        if chance.random() < 0.8:
            rows.append(
                {
                    "kind": "relation", "subject": ends[0], "predicate": predicate, "object": ends[1],
                    "modality": modality, "evidence": [start, start + 5],
                    "basis": chance.choice(["stated", "stated", "name"]),
                }
            )  # fmt: skip
    for s in gold["statistics"]:
        row = {"kind": "statistic", **{k: v for k, v in s.items() if k not in ("id", "about", "kind")}}
        for key, other in (("value", 7), ("bound", "upTo"), ("subject", chance.choice(ids)), ("time", "2031")):
            if chance.random() < 0.15:
                row[key] = other
        rows.append(row)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def test_scores_of_the_gold_are_those_of_its_own_script(reports: Path) -> None:
    theirs = script(reports.parent / "gold" / "score.py")
    lines = RuleExtractor().extract(read_document(reports / "four-cities.txt")).jsonl()
    for name in ("jinan.json", "qingdao.json"):
        gold = json.loads((reports.parent / "gold" / name).read_text("utf-8"))
        for figure in gold["statistics"]:
            # Where a figure is about nothing else, the script takes whatever it can't link for right.
            figure["about"] = figure.get("about") or figure["subject"]
        expected, _ = theirs.score([json.loads(line) for line in lines.splitlines()], gold)
        [(_, answer)] = matched([gold_text(gold, name)], read_answer_lines(lines, name))
        assert differences(score(gold_text(gold, name), answer).parts, expected) == []
