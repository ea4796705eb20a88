"""A table altered by one character or one offset is found, with file, row and column."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from loader_copies import copy_loaders
from skillgraph.documents import read_document
from skillgraph.documents.evidence import text_of
from skillgraph.language.numerals import read_numbers
from skillgraph.model.home import home
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document
from skillgraph.review.figures import Units
from skillgraph.review.verify import verify
from skillgraph.tables.cells import split_list
from skillgraph.tables.checks import check
from skillgraph.tables.loader import TableLoader
from skillgraph.tables.opening import open_loaders
from small_report import TEXT, altered, read_table, set_cell, span, write_small_report, write_table

Row = dict[str, str]
Alter = Callable[[str, random.Random], str]


@pytest.fixture
def loaders(tmp_path: Path) -> list[Path]:
    return write_small_report(tmp_path)


def found(loaders: list[Path], documents: Path) -> set[tuple[str, int, str]]:
    """Where the tables' rules and the comparison with the report see a problem."""
    opened, problems = open_loaders(loaders)
    with check(opened) as sources:
        every: list[Problem] = [*problems, *sources.problems, *verify(documents, loaders).problems]
    return {(p.file, p.row, p.column) for p in every}


def messages(loaders: list[Path]) -> list[str]:
    return [str(problem) for problem in verify(loaders[0].parent / "documents", loaders).problems]


def test_right_tables_have_no_problem(loaders: list[Path]) -> None:
    result = verify(loaders[0].parent / "documents", loaders)
    assert result.problems == []
    assert (result.spans, result.names, result.figures) == (27, 7, 7)


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("entities.csv", 2, "name", "海宾市", "'海宾市', but '海滨市' stands at 3-6"),
        ("entities.csv", 4, "aliases", "云出", "'云出', but '云山' stands at"),
        ("entities.csv", 4, "aliases", "云山|云集", "'云集' has no mention; it stands nowhere"),
        ("entities.csv", 3, "aliases", "技师学院", "'技师学院' has no mention; the first is"),
        ("entities.csv", 2, "mentions", "3-6", "3-6: no checksum; '海滨市' stands there: 3-6#"),
        ("entities.csv", 2, "mentions", "3-7#00000000", "another passage than #00000000; '海滨市' stands there"),
        ("entities.csv", 2, "mentions", "3-9999#00000000", f"ends beyond the text, which has {len(TEXT)} characters"),
        ("entities.csv", 2, "mentions", f"{span('海滨市')}|{span('女学员')}", "'海滨市', but '女学员' stands at"),
        ("statements.csv", 2, "time", "2023年", "'2023年' stands nowhere before or shortly after the evidence"),
        ("statements.csv", 2, "start", "2023", "2023, but the time is '2024年'"),
        ("observations.csv", 2, "value", "13", "13, but '12所' is 12"),
        ("observations.csv", 3, "value", "350000", "350000, but '3.5万人' is 35000"),
        ("observations.csv", 3, "value_max", "36000", "'3.5万人' is no range"),
        ("observations.csv", 4, "bound", "exact", "exact, but the words at '百名' say lessThan"),
        ("observations.csv", 5, "bound", "exact", "exact, but the words at '10余名' say moreThan"),
        ("observations.csv", 2, "bound", "approximately", "approximately, but the words at '12所' say exact"),
        ("observations.csv", 2, "unit", "unit-ming", "unit-ming, but '所' stands in '12所': unit-suo"),
        ("observations.csv", 7, "figure", span("工位"), ""),
    ],
)
def test_each_difference_is_named(
    loaders: list[Path], table: str, row: int, column: str, value: str, words: str
) -> None:
    set_cell(loaders[0] / table, row, column, value)
    told = messages(loaders)
    if words:
        assert any(m.startswith(f"small/{table}, row {row}, column {column}: ") and words in m for m in told), told
    else:
        assert told == []  # nothing is claimed of a passage without a number


def test_a_period_without_dates_is_named(loaders: list[Path]) -> None:
    for column in ("start", "end"):
        set_cell(loaders[0] / "statements.csv", 2, column, "")
    assert messages(loaders) == ["small/statements.csv, row 2, column start: empty, but the time is '2024年'"]


def test_value_left_out_is_named(loaders: list[Path]) -> None:
    set_cell(loaders[0] / "observations.csv", 5, "value", "")
    assert messages(loaders) == ["small/observations.csv, row 5, column value: empty, but '10余名' is 10"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("sha256 = ", "license = ", "sha256"), ("characters = ", "characters = 1", "characters"),
     ("small.txt", "other.txt", "file"), ('file = "small.txt"', "", "file")],
)  # fmt: skip
def test_source_that_does_not_fit_is_named(loaders: list[Path], old: str, new: str, column: str) -> None:
    path = loaders[0] / "source.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert ("small/source.toml", 0, column) in found(loaders, loaders[0].parent / "documents")


def test_copy_with_one_character_altered_is_named(loaders: list[Path]) -> None:
    (loaders[0].parent / "documents" / "small.txt").write_text(TEXT.replace("12", "13"), encoding="utf-8")
    assert messages(loaders)[0].startswith("small/source.toml, column sha256: ")


def test_copy_in_another_encoding_is_named(loaders: list[Path]) -> None:
    data = TEXT.encode("gb18030")
    (loaders[0].parent / "documents" / "small.txt").write_bytes(data)
    path = loaders[0] / "source.toml"
    former = sha256(TEXT.encode()).hexdigest()
    path.write_text(path.read_text(encoding="utf-8").replace(former, sha256(data).hexdigest()), encoding="utf-8")
    assert messages(loaders)[0].startswith("small/source.toml, column file: small.txt: not UTF-8")


def saved(text: str, encoding: str, end: str) -> bytes:
    """A text as a program saves it."""
    return text.replace("\n", end).encode(encoding)


@pytest.mark.parametrize("made", [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n"), ("utf-16", "\n")])
@pytest.mark.parametrize("kept", [(e, n) for e in ("utf-8", "utf-8-sig", "gb18030") for n in ("\n", "\r\n", "\r")])
def test_copies_that_were_saved_anew_verify(tmp_path: Path, made: tuple[str, str], kept: tuple[str, str]) -> None:
    """Tables are made from one copy of a report and held against another."""
    text = "## 海滨市\n\n" + "海滨市现有12所技工学校。\n" * 40
    path = tmp_path / "report.txt"
    path.write_bytes(saved(text, *made))
    source = read_document(path)
    start = source.text.rindex("海滨市")
    document = Document("r", "报告", "", file="report.txt", sha256=source.text_sha256)
    copy = text_of(saved(text, *kept), document)
    assert copy is not None
    assert copy[start : start + 3] == "海滨市"
    assert len(copy) == len(source.text)
    assert text_of(saved(text.replace("12", "13"), *kept), document) is None


def altered_value(cell: str, random: random.Random) -> str:
    """Another number: 12 and 12.0 are the same."""
    while True:
        new = altered(cell, random)
        try:
            if Decimal(new) != Decimal(cell):
                return new
        except ArithmeticError:
            return new


def altered_unit(cell: str, random: random.Random) -> str:
    """An id that may be another unit's, which only the figure's own words can show (元 is in 元/月 as well)."""
    units = [row["id"] for row in read_table(home() / "loaders" / "units" / "entities.csv")]
    others = [unit for unit in units if unit != "unit-none" and unit.split("-")[1] != cell.split("-")[1]]
    return random.choice([altered(cell, random), random.choice(others)])


def altered_offset(cell: str, random: random.Random) -> str:
    """One span with its start or end a little off."""
    spans = list(split_list(cell))
    place = random.randrange(len(spans))
    offsets, _, checksum = spans[place].partition("#")
    ends = [int(offset) for offset in offsets.split("-")]
    ends[random.randrange(2)] += random.choice((-2, -1, 1, 2))
    spans[place] = f"{max(ends[0], 0)}-{ends[1]}#{checksum}"
    return "|".join(spans)


ALTERATIONS: list[tuple[str, str, Alter]] = [
    ("entities.csv", "name", altered),
    ("entities.csv", "aliases", altered),
    ("entities.csv", "mentions", altered),
    ("entities.csv", "mentions", altered_offset),
    ("statements.csv", "evidence", altered),
    ("statements.csv", "evidence", altered_offset),
    ("statements.csv", "predicate", altered),
    ("statements.csv", "modality", altered),
    ("observations.csv", "value", altered_value),
    ("observations.csv", "unit", altered_unit),
    ("observations.csv", "bound", altered),
    ("observations.csv", "figure", altered),
    ("observations.csv", "figure", altered_offset),
    ("observations.csv", "evidence", altered_offset),
]


def alter_rows(
    path: Path, column: str, alter: Alter, seed: int, skip: Callable[[Row], bool]
) -> dict[int, tuple[str, str]]:
    """Alters a cell of each row that has one; gives what was in it and what is."""
    chance = random.Random(f"{path.name} {column} {seed}")
    rows = read_table(path)
    changes = {}
    for number, row in enumerate(rows, 2):
        if row[column] and not skip(row):
            old = row[column]
            row[column] = alter(old, chance)
            changes[number] = (old, row[column])
    write_table(path, rows)
    return changes


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("table", "column", "alter"), ALTERATIONS)
def test_every_alteration_of_a_small_report_is_found(
    loaders: list[Path], table: str, column: str, alter: Alter, seed: int
) -> None:
    def has_no_number(row: Row) -> bool:
        return column == "unit" and not row["value"]

    changes = alter_rows(loaders[0] / table, column, alter, seed, has_no_number)
    seen = found(loaders, loaders[0].parent / "documents")
    assert [changes[row] for row in changes if (f"small/{table}", row, column) not in seen] == []


def test_the_tables_that_come_along_fit_their_reports(reports: Path) -> None:
    assert [str(problem) for problem in verify(reports).problems] == []


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("table", "column", "alter"), ALTERATIONS)
def test_every_alteration_of_a_real_report_is_found(
    reports: Path, tmp_path: Path, table: str, column: str, alter: Alter, seed: int
) -> None:
    folder = copy_loaders(tmp_path)
    text = (reports / "four-cities.txt").read_text(encoding="utf-8")
    units = Units(entity for _, entity in TableLoader(folder / "units").entities([]))

    def cannot_be_told(row: Row) -> bool:
        """A passage that holds two numbers (双第一: 2 and 1) or none, or an order of magnitude (千亿级), or no unit."""
        if column not in ("value", "unit"):
            return False
        start, end = (int(offset) for offset in row["figure"].partition("#")[0].split("-"))
        numbers = list(read_numbers(text, start, end))
        if len(numbers) != 1 or numbers[0].bound == "approximately":
            return True
        return column == "unit" and not units.read(text[numbers[0].end : end].lstrip("余多"))

    changes = alter_rows(folder / "four-cities" / table, column, alter, seed, cannot_be_told)
    assert changes
    seen = found(sorted(path.parent for path in folder.glob("*/source.toml")), reports)
    assert [changes[row] for row in changes if (f"four-cities/{table}", row, column) not in seen] == []
