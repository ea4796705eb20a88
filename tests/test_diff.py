"""What differs between two builds is told record by record; what a decision merged is not called gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import skillgraph
from skillgraph.graph.diff import Diff, diff
from skillgraph.graph.folder import GraphFolder
from skillgraph.tables.build import build
from small_report import read_table, set_cell, write_small_report, write_table


@pytest.fixture
def report(tmp_path: Path) -> list[Path]:
    """The loaders of the small report, built in `before`."""
    loaders = write_small_report(tmp_path)
    build(loaders, tmp_path / "before")
    return loaders


def _diff(loaders: list[Path]) -> Diff:
    folder = loaders[0].parent
    build(loaders, folder / "now")
    return diff(GraphFolder(folder / "before"), GraphFolder(folder / "now"))


def test_a_graph_does_not_differ_from_itself(report: list[Path]) -> None:
    assert len(_diff(report)) == 0


def test_a_changed_cell_is_a_changed_field(report: list[Path]) -> None:
    set_cell(report[0] / "observations.csv", 2, "value", "13")
    [change] = [c for c in _diff(report) if c.kind == "figure"]
    assert (change.what, change.id) == ("changed", "small/f1")
    fields = {name: (before, now) for name, before, now in change.fields}
    assert fields["value"] == ("12", "13")
    assert "海滨市" in change.reads


def test_rows_come_and_go(report: list[Path]) -> None:
    rows = read_table(report[0] / "statements.csv")
    write_table(report[0] / "statements.csv", [{**rows[0], "id": "s9"}, *rows[1:]])
    found = [(c.what, c.id, c.reads) for c in _diff(report) if c.kind == "statement"]
    reads = "海滨技师学院 partnersWith 云山集团"
    assert found == [("gone", "small/s1", reads), ("added", "small/s9", reads)]


def test_what_was_merged_is_not_gone(report: list[Path]) -> None:
    rows = read_table(report[0] / "entities.csv")
    first, second = next(row for row in rows if row["id"] == "yunshan")["mentions"].split("|")
    for row in rows:
        if row["id"] == "yunshan":
            row.update(aliases="", mentions=first)
    short = {**rows[2], "id": "yunshan-short", "name": "云山", "aliases": "", "mentions": second}
    write_table(report[0] / "entities.csv", [*rows, short])
    build(report, report[0].parent / "before")
    decisions = "left,right,decision,by,date,note\nyunshan,yunshan-short,same,a,2026-01-01,\n"
    (report[0].parent / "decisions.csv").write_text(decisions, encoding="utf-8")
    things = [c for c in _diff(report) if c.kind == "thing"]
    assert [c.what for c in things] == ["changed", "merged"]
    assert things[1].fields == (("id", "yunshan-short", "yunshan"),)


def test_the_command_gives_text_json_csv_and_a_page(report: list[Path]) -> None:
    folder = report[0].parent
    set_cell(report[0] / "entities.csv", 4, "name", "云山<b>集团")
    set_cell(report[0] / "entities.csv", 4, "aliases", "云山|云山集团")
    build(report, folder / "now")

    def run(form: str) -> str:
        ended = skillgraph("diff", folder / "before", folder / "now", "--format", form, cwd=folder)
        assert ended.returncode == 0, ended.stderr
        assert "1 thing changed" in ended.stderr
        return ended.stdout

    assert "    name: 云山集团 -> 云山<b>集团" in run("text")
    [thing] = [c for c in json.loads(run("json")) if c["kind"] == "thing"]
    assert thing["id"] == "yunshan"
    assert run("csv").startswith("change,kind,id")
    page = run("html")
    assert "云山&lt;b&gt;集团" in page
    assert "<b>" not in page


def test_what_is_no_graph_is_one_line(tmp_path: Path) -> None:
    ended = skillgraph("diff", tmp_path / "nothing", tmp_path, cwd=tmp_path)
    assert ended.returncode == 2
    assert "no graph in" in ended.stderr
    assert "Traceback" not in ended.stderr
