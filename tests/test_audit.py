"""The audit says what must not be published, keeps its ids, and tells what changed since the last one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from command_line import skillgraph
from skillgraph.graph.folder import GraphFolder
from skillgraph.review.audit import Audit, audit, changes
from skillgraph.review.audit_report import markdown
from skillgraph.tables.build import build
from small_report import TEXT, read_table, write_small_report, write_table

TODAY = "2024-06-01"


@pytest.fixture
def report(tmp_path: Path) -> list[Path]:
    """The loaders of the small report, and its text in `documents`."""
    return write_small_report(tmp_path)


def _audit(
    loaders: list[Path], documents: Path | None = None, today: str = TODAY, with_extracted: bool = False
) -> Audit:
    output = loaders[0].parent / "graph"
    build(loaders, output, with_extracted=with_extracted)
    return audit(GraphFolder(output), documents, loaders[0].parent, today)


def _change(loader: Path, table: str, row: int, **cells: str) -> None:
    rows = read_table(loader / table)
    rows[row].update(cells)
    write_table(loader / table, rows)


def _rules(result: Audit, level: str = "error") -> set[str]:
    return {finding.rule for finding in result.findings if finding.level == level}


def test_a_reviewed_graph_may_be_published(report: list[Path]) -> None:
    result = _audit(report, report[0].parent / "documents")
    assert result.may_be_published, result.findings
    assert result.checked > 10
    assert 0.3 < result.coverage[0].share < 1


def test_a_proposal_that_was_let_in_must_not_go_out(report: list[Path]) -> None:
    _change(report[0], "observations.csv", 0, status="extracted")
    assert _audit(report).may_be_published
    result = _audit(report, with_extracted=True)
    assert _rules(result) == {"undecided"}
    assert not result.may_be_published


def test_a_text_that_is_another_one_is_an_error(report: list[Path]) -> None:
    documents = report[0].parent / "documents"
    (documents / "small.txt").write_text(TEXT.replace("近百名", "近千名"), encoding="utf-8", newline="")
    assert _rules(_audit(report, documents)) == {"other-text"}


def test_a_copy_that_is_missing_is_an_error_of_its_own(report: list[Path]) -> None:
    documents = report[0].parent / "documents"
    (documents / "small.txt").unlink()
    assert _rules(_audit(report, documents)) == {"no-copy"}


def test_what_serves_a_figure_that_was_rejected_needs_no_decision(report: list[Path]) -> None:
    _change(report[1], "entities.csv", 5, status="extracted")
    _change(report[0], "observations.csv", 5, status="rejected")
    result = _audit(report)
    assert "ind-stations" in GraphFolder(report[0].parent / "graph").entities
    assert result.may_be_published, result.findings


def test_a_row_without_a_passage_is_an_error(report: list[Path]) -> None:
    folder = report[0].parent / "graph"
    build(report, folder)
    lines = (folder / "records.jsonl").read_bytes().splitlines()
    changed = [json.loads(line) for line in lines]
    for record in changed:
        if record["record"] == "observation":
            record["evidence"], record["figure"] = [], None
    (folder / "records.jsonl").write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in changed))
    assert _rules(audit(GraphFolder(folder), today=TODAY)) == {"no-passage"}


def test_plans_whose_time_is_over_are_doubts(report: list[Path]) -> None:
    assert "overdue" not in _rules(_audit(report, today="2025-06-01"), "doubt")
    assert "overdue" in _rules(_audit(report, today="2026-01-01"), "doubt")


def test_what_sources_say_differently_is_a_doubt(report: list[Path]) -> None:
    second = shutil.copytree(report[0], report[0].parent / "second")
    for file in second.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace('"small"', '"second"'), encoding="utf-8")
    assert "contradiction" not in _rules(_audit([*report, second]), "doubt")
    _change(second, "observations.csv", 2, value="900")
    [found] = [f for f in _audit([*report, second]).findings if f.rule == "contradiction"]
    assert found.about.split() == ["second/f3", "small/f3"]
    judged = "left,right,decision,by,date,note\nsecond/f3,small/f3,different,a,2026-01-01,\n"
    (report[0].parent / "comparisons.csv").write_text(judged, encoding="utf-8")
    assert "contradiction" not in _rules(_audit([*report, second]), "doubt")


def test_what_a_person_could_not_decide_is_a_doubt(report: list[Path]) -> None:
    rows = "left,right,decision,by,date,note\nyunshan,haibin-college,unsure,a,2026-01-01,\n"
    (report[0].parent / "decisions.csv").write_text(rows, encoding="utf-8")
    assert "unsure" in _rules(_audit(report), "doubt")
    with (report[0].parent / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("yunshan,haibin-college,different,a,2026-01-02,\n")
    assert "unsure" not in _rules(_audit(report), "doubt")


def test_a_long_text_is_taken_for_a_sentence(report: list[Path]) -> None:
    _change(report[0], "statements.csv", 3, text="专" * 60)
    assert "long-text" not in _rules(_audit(report))
    _change(report[0], "statements.csv", 3, text="专" * 61)
    assert "long-text" in _rules(_audit(report))


def test_ids_stay_and_changes_are_told(report: list[Path]) -> None:
    before = _audit(report, today="2026-01-01")
    _change(report[0], "observations.csv", 0, status="accepted")
    after = _audit(report, today="2026-01-01")
    new, gone, counts = changes(before, after)
    assert [finding.rule for finding in new] == ["accepted"]
    assert gone == []
    assert ("status", "accepted", 0, 1) in counts
    assert changes(after, after) == ([], [], [])


def test_one_name_in_two_sources_is_a_doubt(report: list[Path]) -> None:
    assert "same-name" not in _rules(_audit(report), "doubt")
    second = shutil.copytree(report[0], report[0].parent / "second")
    for file in second.iterdir():
        text = file.read_text(encoding="utf-8").replace("yunshan", "yunshan-2").replace('"small"', '"second"')
        file.write_text(text, encoding="utf-8")
    result = _audit([*report, second])
    assert [f.about for f in result.findings if f.rule == "same-name"] == ["yunshan yunshan-2"]


def test_hostile_words_stay_cells_in_markdown(report: list[Path]) -> None:
    result = _audit(report, today="2026-01-01")
    broken = msgspec.structs.replace(
        result, findings=[msgspec.structs.replace(result.findings[0], detail="|<script>\n# x")]
    )
    assert "\\|\\<script\\>" in markdown(broken)


def test_the_command_pipes_and_exits(report: list[Path]) -> None:
    folder = report[0].parent / "graph"
    build(report, folder)
    first = skillgraph("audit", "--graph", folder, "--format", "json", cwd=folder)
    assert first.returncode == 0, first.stderr
    kept = report[0].parent / "audit.json"
    kept.write_text(first.stdout, encoding="utf-8")
    later = skillgraph("audit", "--graph", folder, "--since", kept, "--format", "markdown", cwd=folder)
    assert later.returncode == 0, later.stderr
    assert later.stdout.startswith("# Audit of ")
    kept.write_text("{}", encoding="utf-8")
    wrong = skillgraph("audit", "--graph", folder, "--since", kept, cwd=folder)
    assert wrong.returncode == 1
    assert "no audit" in wrong.stderr
    assert "Traceback" not in wrong.stderr
