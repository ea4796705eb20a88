"""Each rule of the tables, broken once: the problem names file, row and column."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from skillgraph.model.errors import UsageError
from skillgraph.review.validate import validate
from small_report import read_table, set_cell, span, write_small_report, write_table


@pytest.fixture
def loaders(tmp_path: Path) -> list[Path]:
    return write_small_report(tmp_path)


def places(loaders: list[Path]) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.row, problem.column) for problem in validate(loaders)]


def test_right_tables_have_no_problem(shacl: None, loaders: list[Path]) -> None:
    assert validate(loaders) == []


def test_the_tables_that_come_along_have_no_problem(shacl: None) -> None:
    assert [str(problem) for problem in validate()] == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("entities.csv", 3, "class", "TechnicalSchol", "'TechnicalSchol'; did you mean 'TechnicalSchool'?"),
        ("entities.csv", 3, "class", "Kind", "unknown class 'Kind'"),
        ("entities.csv", 3, "id", "Haibin College", "is no id"),
        ("entities.csv", 3, "id", "haibin", "stands twice; first in small/entities.csv, row 2"),
        ("entities.csv", 3, "existence", "planned", "unknown existence"),
        ("entities.csv", 3, "name", "", "empty; it needs a value"),
        ("entities.csv", 3, "status", "checked", "unknown status"),
        ("entities.csv", 3, "mentions", "", "no source"),
        ("entities.csv", 3, "mentions", "9-3", "is no span"),
        ("entities.csv", 3, "mentions", "3-9#xyz", "is no span"),
        ("entities.csv", 3, "mentions", "3-" + "9" * 5000, "is no span"),
        ("entities.csv", 2, "identifiers", "gb=1", "unknown identifier"),
        ("entities.csv", 2, "identifiers", "gbt2260", "is not key=value"),
        ("statements.csv", 2, "id", "S 1", "is no id"),
        ("statements.csv", 3, "id", "s1", "stands twice; first in row 2"),
        ("statements.csv", 2, "subject", "haibin-colege", "unknown entity 'haibin-colege'; did you mean"),
        ("statements.csv", 2, "predicate", "partnerWith", "unknown property 'partnerWith'; did you mean"),
        ("statements.csv", 2, "predicate", "sha256", "unknown property"),
        ("statements.csv", 2, "object", "yunsan", "unknown entity 'yunsan'; did you mean 'yunshan'?"),
        ("statements.csv", 2, "object", "", "takes an entity"),
        ("statements.csv", 2, "object", "unit-ge", "'unit-ge' is a Unit, but the range of partnersWith is Actor"),
        ("statements.csv", 2, "text", "云山", "takes an entity, in the column object alone"),
        ("statements.csv", 5, "text", "", "takes text"),
        ("statements.csv", 5, "object", "yunshan", "takes text, in the column text alone"),
        ("statements.csv", 2, "modality", "possible", "unknown modality"),
        ("statements.csv", 2, "basis", "guess", "unknown basis"),
        ("statements.csv", 2, "start", "24", "YYYY"),
        ("statements.csv", 2, "end", "2023", "2023 is before 2024"),
        ("statements.csv", 2, "qualifiers", "rolle=共建", "unknown qualifier 'rolle'; did you mean 'role'?"),
        ("statements.csv", 2, "qualifiers", "role=共建|role=主办", "stands twice"),
        ("statements.csv", 3, "qualifiers", "with=nobody", "unknown entity 'nobody'"),
        ("statements.csv", 2, "evidence", "", "no source"),
        ("observations.csv", 3, "id", "f1", "stands twice; first in row 2"),
        ("observations.csv", 2, "subject", "haibn", "unknown entity"),
        ("observations.csv", 2, "indicator", "haibin", "is a City, but the indicator of a figure is Indicator"),
        ("observations.csv", 2, "about", "nobody", "unknown entity"),
        ("observations.csv", 2, "value", "1,2", "is no decimal number"),
        ("observations.csv", 2, "value", "", "only a vague number"),
        ("observations.csv", 2, "value_max", "12", "impossible: a range ends above its beginning"),
        ("observations.csv", 2, "unit", "unit-sou", "unknown entity 'unit-sou'"),
        ("observations.csv", 2, "unit", "haibin", "but the unit of a figure is Unit"),
        ("observations.csv", 2, "bound", "above", "unknown bound"),
        ("observations.csv", 5, "part_of", "f9", "unknown figure"),
        ("observations.csv", 2, "figure", "", "no source"),
        ("observations.csv", 2, "figure", span("5个"), "lies outside the evidence"),
        ("observations.csv", 2, "figure", f"{span('12所')}|{span('5个')}", "one span only"),
        ("observations.csv", 2, "evidence", "", "no source"),
    ],
)  # fmt: skip
def test_each_rule_of_the_tables(
    loaders: list[Path], table: str, row: int, column: str, value: str, words: str
) -> None:
    set_cell(loaders[0] / table, row, column, value)
    problems = validate(loaders)
    cell = (f"small/{table}", row, column)
    assert [p for p in problems if (p.file, p.row, p.column) == cell and words in p.message], problems


def test_fewer_than_none_is_impossible(loaders: list[Path]) -> None:
    set_cell(loaders[0] / "observations.csv", 4, "value", "-1")
    assert places(loaders) == [("small/observations.csv", 4, "bound")]


def test_range_with_an_impossible_bound(loaders: list[Path]) -> None:
    set_cell(loaders[0] / "observations.csv", 4, "value_max", "200")
    assert places(loaders) == [("small/observations.csv", 4, "bound")]


def test_same_dimensions_twice(loaders: list[Path]) -> None:
    path = loaders[0] / "observations.csv"
    rows = read_table(path)
    write_table(path, [*rows, rows[0] | {"id": "f9", "value": "13"}])
    assert places(loaders) == [("small/observations.csv", len(rows) + 2, "indicator")]


def test_same_thing_under_another_name_in_another_loader(loaders: list[Path]) -> None:
    path = loaders[1] / "entities.csv"
    city = {"id": "haibin", "class": "City", "existence": "individual", "name": "海宾市", "status": "reviewed"}
    write_table(path, [*read_table(path), city])
    assert places(loaders) == [("small/entities.csv", 2, "name")]


def test_statement_about_an_envisaged_thing_may_be_actual(shacl: None, loaders: list[Path]) -> None:
    set_cell(loaders[0] / "statements.csv", 4, "modality", "actual")
    assert validate(loaders) == []


@pytest.mark.parametrize(
    ("change", "row", "column", "words"),
    [
        (lambda data: data.replace(b",class,", b",clas,"), 1, "", "missing column class; unknown column 'clas'"),
        (lambda data: data.replace(b",class,", b",class,class,"), 1, "", "a column stands twice"),
        (lambda data: b"", 1, "", "missing column id"),
        (lambda data: data.decode().encode("gb18030"), 2, "4", "it looks like GB18030"),
        (lambda data: data.decode().encode("gb18030"), 2, "4", "in Excel as 'CSV UTF-8'"),
        (lambda data: data.decode().encode("utf-16"), 0, "", "it is UTF-16"),
        (lambda data: data.replace(b",", b";"), 1, "", "separated by semicolons"),
        (lambda data: data.replace(b",", b"\t"), 1, "", "separated by tabs"),
        (lambda data: data.replace("海滨市".encode(), b"\xff\xfe\xfa"), 2, "4", "not UTF-8"),
        (lambda data: data.replace(b",TechnicalSchool,", b",Technical,School,", 1), 3, "", "13 cells where the header"),
        (lambda data: data.replace("海滨技师学院".encode(), '"海滨"技师学院'.encode(), 1), 3, "", "not CSV"),
        (lambda data: data.replace("海滨技师学院".encode(), '"海滨技师学院'.encode(), 1), 3, "", "not CSV"),
    ],
)  # fmt: skip
def test_files_that_are_no_table(
    loaders: list[Path], change: Callable[[bytes], bytes], row: int, column: str, words: str
) -> None:
    path = loaders[0] / "entities.csv"
    path.write_bytes(change(path.read_bytes()))
    [problem] = validate(loaders)  # and none for each row that names what this table can't say
    assert (problem.file, problem.row, problem.column) == ("small/entities.csv", row, column)
    assert words in problem.message


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("entities.csv", 2, "status"), ("entities.csv", 3, "existence"), ("observations.csv", 4, "bound")],
)
def test_a_wrong_cell_is_no_mistake_in_the_rows_that_refer_to_it(
    loaders: list[Path], table: str, row: int, column: str
) -> None:
    set_cell(loaders[0] / table, row, column, "")
    [problem] = validate(loaders)
    assert (problem.row, problem.column) == (row, column)
    assert problem.message.startswith("empty; one of")


def test_nul_byte_is_named(loaders: list[Path]) -> None:
    path = loaders[0] / "entities.csv"
    path.write_bytes(path.read_bytes().replace(b"haibin-college,", b"haibin\0college,"))
    assert ("small/entities.csv", 3) in [(file, row) for file, row, _ in places(loaders)]


def test_table_that_is_missing(loaders: list[Path]) -> None:
    (loaders[0] / "statements.csv").unlink()
    [problem] = validate(loaders)
    assert (problem.file, problem.row) == ("small/statements.csv", 0)
    assert problem.message.startswith("not found")


def test_what_spreadsheets_write_is_read(shacl: None, loaders: list[Path]) -> None:
    for table in ("entities.csv", "statements.csv", "observations.csv"):
        path = loaders[0] / table
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(loaders) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id = ", "id == ", ""),
        ('id = "small"', 'id = "other"', "the folder is 'small'"),
        ('kind = "report"', 'kind = "leaflet"', "leaflet"),
        ("characters = ", 'characters = "a"#', "characters"),
        ("characters = ", "characters = " + "9" * 5000, "digits"),
        ("characters = ", "characters = " + "[" * 5000, "recursion"),
    ],
)
def test_broken_source(loaders: list[Path], old: str, new: str, words: str) -> None:
    path = loaders[0] / "source.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    [problem] = validate(loaders)
    assert problem.file == "small/source.toml"
    assert words in problem.message
    assert str(loaders[0]) not in problem.message


def test_several_mistakes_are_told_together(loaders: list[Path]) -> None:
    set_cell(loaders[0] / "statements.csv", 2, "modality", "possible")
    set_cell(loaders[0] / "observations.csv", 3, "value", "many")
    assert {("small/statements.csv", 2, "modality"), ("small/observations.csv", 3, "value")} <= set(places(loaders))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("sha256 = ", "license = ", "sha256"), ('sha256 = "', 'sha256 = "x', "sha256"),
        ("characters = ", "#", "characters"), ("characters = ", "characters = -", "characters"),
    ],
)  # fmt: skip
def test_shapes_lead_back_to_the_source(shacl: None, loaders: list[Path], old: str, new: str, column: str) -> None:
    path = loaders[0] / "source.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert ("small/source.toml", 0, column) in places(loaders)


@pytest.mark.parametrize("code", ["gbt2260=37990", "gbt2260=03799A", "iso3166=cn", "iso3166=CHN"])
def test_shapes_lead_back_to_an_identifier(shacl: None, loaders: list[Path], code: str) -> None:
    set_cell(loaders[0] / "entities.csv", 2, "identifiers", code)
    assert places(loaders) == [("small/entities.csv", 2, "identifiers")]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [("entities.csv", 6, "mentions"), ("statements.csv", 4, "evidence"), ("observations.csv", 8, "evidence")],
)
def test_shapes_lead_back_to_a_passage(shacl: None, loaders: list[Path], table: str, row: int, column: str) -> None:
    set_cell(loaders[0] / table, row, column, f"{span('多名教师参训')}|500-501#00000000")
    problems = validate(loaders)
    assert ("small/" + table, row, column) in [(p.file, p.row, p.column) for p in problems]
    assert any(
        p.message.startswith("500-501: the passage ends beyond") and "超出文献末尾" in p.message for p in problems
    )


def test_shapes_lead_back_to_a_figure(shacl: None, loaders: list[Path]) -> None:
    """Words of time that are no date make no dimension of the data cube."""
    path = loaders[0] / "observations.csv"
    rows = read_table(path)
    write_table(path, [*rows, rows[0] | {"id": "f9", "time": "现有"}])
    assert places(loaders) == [("small/observations.csv", len(rows) + 2, "indicator")]


def test_missing_pyshacl_says_what_to_install(loaders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(UsageError, match="needs the extra `validate`"):
        validate(loaders)
