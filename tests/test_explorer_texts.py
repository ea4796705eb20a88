"""The text of a report as the page carries it: blocks, sentences, rows of tables, headings of sections."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes, read_document
from skillgraph.explore.schema import BLOCKS, ReportText
from skillgraph.explore.texts import page_text
from skillgraph.model.records import Evidence, Section

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "documents"


def of(text: str, *sections: Section, stated: tuple[str, ...] = ()) -> ReportText:
    spans = [Evidence.of("r", text, at := text.index(words), at + len(words)) for words in stated]
    return page_text(read_bytes(text.encode(), "r.txt", "text/plain"), sections, spans)


def sentences(row: ReportText) -> list[str]:
    return [row.text[s:e] for s, e in zip(row.sentence_start, row.sentence_end, strict=True)]


def blocks(row: ReportText) -> list[tuple[str, int, str]]:
    spans = zip(row.kind, row.level, row.start, row.end, strict=True)
    return [(BLOCKS[kind], level, row.text[start:end]) for kind, level, start, end in spans]


def test_sentences_are_those_of_the_splitter_and_count_code_points() -> None:
    row = of("𬭎州学院有７萬名學生．\r\n𠮷野公司（ＪＹ）与No. 3學校合作！“好。”丁说。\r\n\r\n尾")
    assert sentences(row) == ["𬭎州学院有７萬名學生．", "𠮷野公司（ＪＹ）与No. 3學校合作！", "“好。”", "丁说。", "尾"]


def test_a_paragraph_that_a_page_end_broke_is_one_where_a_passage_goes_through() -> None:
    text = "甲与乙合作，共建\r\n\r\n基地３个。丙。\r\n\r\n丁。"
    assert sentences(of(text)) == ["甲与乙合作，共建", "基地３个。", "丙。", "丁。"]
    row = of(text, stated=("乙合作，共建\r\n\r\n基地", "丙。\r\n\r\n丁"))
    assert sentences(row) == ["甲与乙合作，共建\r\n\r\n基地３个。", "丙。", "丁。"]
    assert [kind for kind, _, _ in blocks(row)] == ["paragraph", "paragraph"]


def test_a_row_of_a_table_is_taken_as_a_whole_and_a_merged_cell_once() -> None:
    row = page_text(read_document(EXAMPLES / "yunnan-partners.docx"))
    text = next(words for words in sentences(row) if "1,260" in words)
    assert [cell for cell in text.split("\n") if cell] == [
        "昆明滇池技师学院", "缅甸曼德勒职业技术学校", "缅甸", "中缅汽车维修培训中心", "2019", "1,260",
    ]  # fmt: skip
    cells = [row.cells[str(n)] for n, (kind, _, words) in enumerate(blocks(row)) if kind == "cell" and words == "1,260"]
    assert cells == [(0, 1, 5)]


def test_headings_of_sections_have_the_levels_of_the_graph() -> None:
    text = "## 青岛\n\n## 成效\n\n有师生。\n\n一段话\n\n完。"
    sections = [
        Section("r/a", "r", "青岛", level=1, span=Evidence.of("r", text, 3, 20)),
        Section("r/b", "r", "成效", level=2, span=Evidence.of("r", text, 7, 20)),
    ]
    assert blocks(of(text, *sections))[:3] == [
        ("heading", 1, "青岛"),
        ("heading", 2, "成效"),
        ("paragraph", 0, "有师生。"),
    ]


def test_an_item_keeps_its_mark() -> None:
    assert ("item", 0, "1. 建设基地。") in blocks(of("前言说明如下。\n\n1. 建设基地。\n2. 培养师资。\n"))


@pytest.mark.parametrize("name", ["luzhou-skills.txt", "yunnan-partners.docx"])
def test_blocks_and_sentences_stand_in_order_and_apart(name: str) -> None:
    row = page_text(read_document(EXAMPLES / name))
    assert all(end <= start for end, start in zip(row.sentence_end, row.sentence_start[1:], strict=False))
    assert all(a <= b for a, b in pairwise(row.start))


@given(st.text(alphabet="甲𬭎，。．！\r\n# 1.-|\t ａb「」", max_size=60), st.integers(0, 59), st.integers(1, 40))
def test_whatever_the_text_sentences_are_apart_and_inside(text: str, start: int, length: int) -> None:
    if not text.strip():
        return
    stated = [Evidence("r", min(start, len(text)), min(start + length, len(text)), "")]
    row = page_text(read_bytes(text.encode(), "r.txt", "text/plain"), (), stated)
    edges = [edge for span in zip(row.sentence_start, row.sentence_end, strict=True) for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= s < e <= len(row.text) for s, e in zip(row.sentence_start, row.sentence_end, strict=True))
