"""Tables that plain texts draw with spaces: rows of numbers, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
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


def test_figures_of_a_drawn_table_have_unit_and_year() -> None:
    head = "表1  培训一览(单位:人)\n项目      单位   2021年   2022年\n"
    text = f"{head}职工培训   人次   310   1 420\n开放课程   门   4   7\n"
    found = RuleExtractor().extract(read_bytes(text.encode(), "a.txt", "text/plain")).statistics
    assert [(str(s.value), s.unit, s.start) for s in found] == [
        ("310", "人次", "2021"), ("1420", "人次", "2022"), ("4", "门", "2021"), ("7", "门", "2022"),
    ]  # fmt: skip
