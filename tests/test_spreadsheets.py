"""Tables as spreadsheets leave them are read; what can't be read is named once, with its place and what to do."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_files import Shown, xlsx
from skillgraph.documents.csv_rows import read_rows
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.tables.checks import check
from skillgraph.tables.loader import COLUMNS, rewrite
from skillgraph.tables.opening import open_loader, reference_loaders
from skillgraph.tables.review_sheet import take_decisions
from skillgraph.tables.skeleton import new_loader

ROOT = Path(__file__).parents[1]

COLS = ("id", "name", "status")
ROWS = [{"id": "a", "name": "甲,校", "status": "reviewed"}, {"id": "b", "name": "乙\n校", "status": ""}]


def read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    problems: list[Problem] = []
    return list(read_rows(path, COLS, "t.csv", problems)), [str(p) for p in problems]


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8", end: str = "\n") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator=end).writerows(rows)


@given(
    mark=st.sampled_from(["utf-8", "utf-8-sig"]), end=st.sampled_from(["\n", "\r\n"]), blank=st.integers(0, 3),
    columns=st.integers(0, 3), remarks=st.sampled_from(["", "备注", "Notes"]), capitals=st.booleans(),
    separator=st.booleans(), order=st.permutations(COLS),
)  # fmt: skip
def test_what_a_spreadsheet_adds_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, mark: str, end: str, blank: int, columns: int, remarks: str,
    capitals: bool, separator: bool, order: list[str],
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("t") / "t.csv"
    extra = [remarks] if remarks else []
    head = [c.upper() if capitals else c for c in order] + extra + [""] * columns
    body = [[row[c] for c in order] + ["先核对"] * len(extra) + [""] * columns for row in ROWS]
    nothing = [[""] * len(head)] * blank
    write(path, [*([["sep=", ""]] if separator else []), head, *nothing, *body, *nothing, [" "] * len(head)], mark, end)
    rows, problems = read(path)
    assert problems == []
    assert [cells for _, cells in rows] == ROWS


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        ("names,stats", "did you mean 'name'?"),
        ("甲校,乙", "no titles in the first row, it has 甲校, 乙; put this one above, or in its place: id,name,status"),
        ("编号,名称,状态", "it has 编号 (id?), 名称 (name?), 状态 (status?); put this one above, or in its place"),
        ("id,名称", "unknown column '名称'; did you mean 'name'?"),
        ("类,单位", "it has 类, 单位;"),
        (",", "no titles in the first row, it is empty; put"),
    ],
)
def test_titles_that_are_nearly_right_are_no_row(tmp_path: Path, titles: str, told: str) -> None:
    write(tmp_path / "t.csv", [titles.split(","), ["a", "b"]])
    rows, [problem] = read(tmp_path / "t.csv")
    assert rows == []
    assert told in problem


def test_a_cell_of_many_characters_is_read(tmp_path: Path) -> None:
    long = "长" * 500_000
    write(tmp_path / "t.csv", [list(COLS), ["a", long, ""]])
    assert read(tmp_path / "t.csv") == ([(2, {"id": "a", "name": long, "status": ""})], [])


def test_a_column_without_a_title_is_named_once(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", [[*COLS, ""], *([f"r{n}", "甲", "", "核对"] for n in range(1000))])
    rows, problems = read(tmp_path / "t.csv")
    assert len(rows) == 1000
    assert problems == ["t.csv, row 2: '核对' stands below no title; call remarks 备注"]


@pytest.mark.parametrize("workbook", ["u.xlsx", "T.XLS", "表.et"])
def test_a_workbook_in_the_place_of_a_table_is_named(tmp_path: Path, workbook: str) -> None:
    (tmp_path / workbook).write_bytes(b"PK")
    _, problems = read(tmp_path / "t.csv")
    assert problems == [f"t.csv: not found, but {workbook} is there: open it and save it as 'CSV UTF-8'"]


@pytest.mark.parametrize(("sheet", "said"), [(True, "newer than review.csv"), (False, "there is no review.csv")])
def test_decisions_in_a_workbook_are_not_overlooked(tmp_path: Path, sheet: bool, said: str) -> None:
    if sheet:
        write(tmp_path / "review.csv", [["decision"]])
        os.utime(tmp_path / "review.csv", (1, 1))
    (tmp_path / "review.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError, match=said):
        take_decisions(tmp_path)


def test_remarks_stay_when_decisions_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new_loader(folder)
    assert (folder / "entities.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    columns = [*COLUMNS["entities.csv"], "备注"]
    row = {
        "id": "x",
        "class": "School",
        "existence": "individual",
        "name": "甲校",
        "status": "extracted",
        "备注": "问过",
    }
    write(folder / "entities.csv", [columns, [row.get(c, "") for c in columns]])
    write(folder / "review.csv", [["decision", "part", "score", "reads", "question", "passage", "table", "id", "start",
                                   "end"], ["是", "name", "", "", "", "", "entities.csv", "x", "0", "1"]])  # fmt: skip
    assert take_decisions(folder) == {"reviewed": 1}
    with (folder / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == [{**dict.fromkeys(columns, ""), **row, "status": "reviewed"}]


def test_a_rewritten_table_has_one_mark(tmp_path: Path) -> None:
    for _ in range(2):
        rewrite(tmp_path, "observations.csv", [])
    assert (tmp_path / "observations.csv").read_bytes().count(b"\xef\xbb\xbf") == 1


def test_a_table_may_be_a_workbook(tmp_path: Path) -> None:
    rows: list[list[Shown]] = [
        ["ID", "name", "status", "备注"], ["a", "甲校", (45536, 1)], [],
        ["b", 3, (1.5, 2), "问"], [None, None, (0.5, 3)]
    ]  # fmt: skip
    data = xlsx([["其他"]], rows, names=["说明", "t"], codes=("mmm-yy", "#,##0.00", "0%"))
    (tmp_path / "t.xlsx").write_bytes(data)
    assert read(tmp_path / "t.csv") == (
        [
            (2, {"id": "a", "name": "甲校", "status": "2024-09"}), (4, {"id": "b", "name": "3", "status": "1.50"}),
            (5, {"id": "", "name": "", "status": "50%"}),
        ],
        [],
    )  # fmt: skip
    with pytest.raises(UsageError, match="workbooks are read but not written to"):
        rewrite(tmp_path, "t.csv", [])
    (tmp_path / "t.csv").write_text("id,name,status\n", encoding="utf-8")
    assert read(tmp_path / "t.csv") == ([], [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK", "t.xlsx: damaged, or no .xlsx"),
        (xlsx([["id", "nam"]]), "t.xlsx, row 1: missing column name, status; unknown column 'nam'"),
        (xlsx([["id", "name", "status"], ["a", "b", "c", "d"]]), "t.xlsx, row 2: 4 cells where the header has 3"),
        (xlsx([["id"]], hidden=(0,)), "t.xlsx: no sheet is shown in it"),
    ],
)
def test_what_is_wrong_with_a_workbook_is_named_by_file_and_row(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "t.xlsx").write_bytes(data)
    rows, [found] = read(tmp_path / "t.csv")
    assert rows == []
    assert found.startswith(problem)


def test_a_loader_of_workbooks_builds_as_one_of_csv(tmp_path: Path) -> None:
    graphs = []
    for form in ("csv", "xlsx"):
        folder = tmp_path / form / "four-cities"
        shutil.copytree(ROOT / "loaders" / "four-cities", folder)
        for path in folder.glob("*.csv") if form == "xlsx" else ():
            with path.open(encoding="utf-8-sig", newline="") as file:
                path.with_suffix(".xlsx").write_bytes(xlsx([list(row) for row in csv.reader(file)]))
            path.unlink()
        with check(map(open_loader, [folder, *reference_loaders()])) as sources:
            assert not sources.problems
            graphs.append([list(source.statements()) for source in sources.reports])
    assert graphs[0] == graphs[1]
    assert graphs[0][0]


def test_a_workbook_that_is_none_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK")
    problems: list[Problem] = []
    assert list(read_rows(tmp_path / "t.csv", COLS, "mine/t.xlsx", problems)) == []
    assert [p.file for p in problems] == ["mine/t.xlsx"]
