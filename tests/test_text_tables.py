"""Tables that plain texts draw with spaces: rows of numbers, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_files import docx, paragraph, print_to_pdf
from skillgraph.documents import media_type_of, read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.extract.pipeline import RuleExtractor

GAPS = st.sampled_from(["  ", "    ", "\t", " | ", "\u3000"])


def cells(text: str) -> list[tuple[int, int, str]]:
    blocks = read_bytes(text.encode(), "a.txt", "text/plain").blocks
    return [(b.row, b.column, text[b.start : b.end]) for b in blocks if b.table >= 0]


@given(GAPS, st.lists(st.lists(st.integers(0, 99_999), min_size=2, max_size=2), min_size=2, max_size=6))
def test_rows_of_numbers_are_a_table(gap: str, rows: list[list[int]]) -> None:
    lines = [["学院", "人数", "场次"], *([f"第{n}系", *map(str, row)] for n, row in enumerate(rows, 1))]
    found = cells("全校情况如下。\n" + "\n".join(gap.join(line) for line in lines) + "\n以上为全部。")
    assert [text for _, _, text in found] == [cell for line in lines for cell in line]
    assert {(r, c) for r, c, _ in found} == {(r, c) for r in range(len(lines)) for c in range(3)}


BARS = ["地区 | 人数 | 占比 |", "嘉禾市 | 421 | 41.68% |", "远航市 | 195 | 19.31% |", "𬭎江市 | 74 | 7.33% |"]


def test_a_table_of_bars_is_one_in_every_format(tmp_path: Path, chromium: Path) -> None:
    lines = ["就业城市分布如下。", *BARS, "以上为全部学院毕业生的就业去向。"]
    page = "<meta charset=utf-8>" + "".join(f"<p>{line}</p>" for line in lines)
    files = {
        "a.txt": "\n".join(lines).encode(),
        "a.html": page.encode(),
        "a.docx": docx("".join(map(paragraph, lines))),
        "a.pdf": print_to_pdf(page, tmp_path, chromium),
    }
    for name, data in files.items():
        source = read_bytes(data, name, str(media_type_of(name)))
        rows: dict[int, list[str]] = {}
        for block in source.blocks:
            if block.table >= 0:
                rows.setdefault(block.row, []).append(source.text[block.start : block.end])
        assert [" | ".join(row) + " |" for row in rows.values()] == BARS, name


@pytest.mark.parametrize(
    "text",
    [
        "嘉禾学院  机械系\n远航集团  人事部\n汇川公司  财务部",
        "嘉禾学院  2022\n远航集团  2023",
        "学校有师生3000人。\n学校有教师200人。\n学校有专业20个。",
    ],
)
def test_names_and_sentences_are_none(text: str) -> None:
    assert cells(text) == []


#: How a text draws a row whose empty cells are known, and one whose empty cells are only gaps.
DRAWN: dict[str, Callable[[list[str]], str]] = {
    "tabs": "\t".join,
    "tabs, the last left out": lambda row: "\t".join(row).rstrip("\t"),
    "bars": lambda row: f"| {' | '.join(row)} |",
    "open bars": " | ".join,
    "wide bars": lambda row: f"｜{'｜'.join(row)}｜",
    "spaces": lambda row: "    ".join(filter(None, row)),
}
BODY = [["嘉禾系", "31", "40%", "52", "60%"], ["云帆系", "44", "41%", "63", "61%"]]


def drawn(rows: list[list[str]], how: str, ruled: bool = False) -> SourceText:
    lines = [DRAWN[how](row) for row in rows]
    rule = ["|" + "---|" * len(rows[0])] if ruled else []
    return read_bytes("\n".join(["# 全校情况", "", lines[0], *rule, *lines[1:]]).encode(), "a.txt", "text/plain")


def figures(source: SourceText) -> list[tuple[str, str, str, str]]:
    found = RuleExtractor().extract(source).statistics
    return [(str(s.value), s.unit, s.indicator, s.start) for s in found]


@pytest.mark.parametrize("how", DRAWN)
@pytest.mark.parametrize(
    "heads",
    [
        [["学院", "2023年", "", "2024年", ""], ["", "人数", "占比", "人数", "占比"]],
        [["", "2023年", "", "2024年", ""], ["学院", "人数", "占比", "人数", "占比"]],
        [["学院", "2023年", "2023年", "2024年", "2024年"], ["", "人数", "占比", "人数", "占比"]],
    ],
)
def test_heads_of_two_rows_stand_over_their_columns(how: str, heads: list[list[str]]) -> None:
    told = [("人数", "人", "2023"), ("占比", "%", "2023"), ("人数", "人", "2024"), ("占比", "%", "2024")]
    expected = [
        (value.rstrip("%"), unit, title, year)
        for row in BODY
        for value, (title, unit, year) in zip(row[1:], told, strict=True)
    ]
    assert figures(drawn(heads + BODY, how)) == expected
    if "bars" in how and how != "wide bars":
        assert figures(drawn(heads + BODY, how if how == "bars" else "bars", ruled=True)) == expected


@pytest.mark.parametrize("how", DRAWN)
@pytest.mark.parametrize("units", [["", "(万人)", "(亿元)"], ["", "万人", "亿元"], ["单位", "万人", "亿元"]])
def test_a_row_of_units_is_a_head(how: str, units: list[str]) -> None:
    rows = [["学院", "在校生", "经费"], units, ["嘉禾系", "3", "5"], ["云帆系", "4", "6"]]
    assert figures(drawn(rows, how)) == [
        ("30000", "人", "在校生", ""), ("500000000", "元", "经费", ""),
        ("40000", "人", "在校生", ""), ("600000000", "元", "经费", ""),
    ]  # fmt: skip


THREE = [
    ["学院", "2023年", "", "2024年", ""],
    ["", "学生（人）", "教师", "学生（人）", "教师"],
    ["", "在校生数", "教师数", "在校生数", "教师数"],
    ["嘉禾系", "310", "31", "320", "32"],
    ["云帆系", "210", "21", "220", "22"],
]


@pytest.mark.parametrize("how", DRAWN)
def test_three_rows_of_heads_are_read_where_marks_part_their_columns(how: str) -> None:
    found = figures(drawn(THREE, how))
    if how == "spaces":
        assert found == []
        return
    assert [(value, start) for value, *_, start in found] == [
        ("310", "2023"), ("31", "2023"), ("320", "2024"), ("32", "2024"),
        ("210", "2023"), ("21", "2023"), ("220", "2024"), ("22", "2024"),
    ]  # fmt: skip
    assert {title for _, _, title, _ in found} == {"学生在校生数", "教师教师数"}


@pytest.mark.parametrize("how", DRAWN)
@pytest.mark.parametrize("parts", [2, 3])
def test_rows_side_by_side_under_the_same_heads_are_rows_each(how: str, parts: int) -> None:
    names = [f"{c}{d}系" for c in "甲乙丙丁" for d in "子丑寅"]
    rows = [["系部", "学生数", "教师数（人）"] * parts]
    for first in range(0, 4 * parts, parts):
        rows.append([cell for n in range(first, first + parts) for cell in (names[n], str(100 + n), str(10 + n))])
    expected = [(str(100 + n), "学生数") for n in range(4 * parts)] + [
        (str(10 + n), "教师数") for n in range(4 * parts)
    ]
    assert sorted((value, title) for value, _, title, _ in figures(drawn(rows, how))) == sorted(expected)


def test_the_same_names_side_by_side_tell_nothing_apart() -> None:
    rows = [["系部", "学生数", "系部", "学生数"], ["嘉禾系", "3", "嘉禾系", "4"], ["云帆系", "5", "云帆系", "6"]]
    assert figures(drawn(rows, "bars")) == []


def test_a_column_between_bars_keeps_its_own_head_beside_groups() -> None:
    rows = [
        ["学院", "教室数", "2023年", "", "", "2024年"],
        ["", "", "人数", "占比", "班数", "人数"],
        ["嘉禾系", "9", "31", "40%", "2", "52"],
        ["云帆系", "8", "44", "41%", "3", "63"],
    ]
    for how in ("tabs", "bars", "open bars"):
        assert [(v, i, y) for v, _, i, y in figures(drawn(rows, how))] == [
            ("9", "教室数", ""), ("31", "人数", "2023"), ("40", "占比", "2023"), ("2", "班数", "2023"),
            ("52", "人数", "2024"), ("8", "教室数", ""), ("44", "人数", "2023"), ("41", "占比", "2023"),
            ("3", "班数", "2023"), ("63", "人数", "2024"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        "学院   2023年   2024年\n人数   占比   班数   人数",
        "       2023年   2024年\n学院   人数   占比   班数   人数",
        "学院   2023年   2024年\n名称   人数   占比   人数   占比",
        "学院   在校生   教师   占比\n男生数   女生数",
        "学院   2023年   2024年\n人数   占比   人数   占比\n(万人)   (%)   (万人)   (%)",
        "学院   人数   占比   人数   占比",
        "学生   教师\n在校生数   毕业生数   人数   占比",
        "学院   2023年\n学生   教师\n在校生数   毕业生数   人数   占比",
        "学院   人数   占比   班数   占比\n(万人)",
        "",
    ],
)
def test_where_heads_are_unclear_there_is_no_figure_of_theirs(heads: str) -> None:
    body = "嘉禾系   31   40%   52   60%\n云帆系   44   41%   63   61%\n东山系   45   42%   64   62%"
    source = read_bytes(f"# 全校情况\n\n{heads}\n{body}".encode(), "a.txt", "text/plain")
    assert [figure for figure in figures(source) if figure[2] != "班数"] == []


def test_no_line_between_heads_is_lost_and_wide_spaces_stay_in_numbers() -> None:
    long = "学院概况" * 120
    source = read_bytes(f"学院  人数\n{long}\n说明  场次\n嘉禾系  31\n云帆系  44".encode(), "a.txt", "text/plain")
    assert long in "".join(source.text[b.start : b.end] for b in source.blocks)
    text = "附表  培训一览\n项目  场次  人数\n职工培训  3  1\u3000200\n开放课程  4  2\u3000300"
    assert [words for _, _, words in cells(text)][3:6] == ["职工培训", "3", "1\u3000200"]


def test_figures_of_a_drawn_table_have_unit_and_year() -> None:
    head = "表1  培训一览(单位:人)\n项目      单位   2021年   2022年\n"
    text = f"{head}职工培训   人次   310   1 420\n开放课程   门   4   7\n"
    found = RuleExtractor().extract(read_bytes(text.encode(), "a.txt", "text/plain")).statistics
    assert [(str(s.value), s.unit, s.start) for s in found] == [
        ("310", "人次", "2021"), ("1420", "人次", "2022"), ("4", "门", "2021"), ("7", "门", "2022"),
    ]  # fmt: skip
