"""Markdown: no mark of it is left in what is read, and none of its text is lost."""

from __future__ import annotations

import time

import pytest

from skillgraph.documents import read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError


def markdown(text: str, keep: bool = False) -> SourceText:
    return read_bytes(text.encode(), "a.md", "text/markdown", keep)


def shown(source: SourceText) -> list[tuple[str, str]]:
    return [(b.kind, source.text[b.start : b.end]) for b in source.blocks]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("全市有学校**7**所，在校生__2.15万__人，*其中*女生`9`人。", ["全市有学校7所，在校生2.15万人，其中女生9人。"]),
        ("**嘉禾集团（本部）**与**“云帆学院”**共建", ["嘉禾集团（本部）与“云帆学院”共建"]),
        ("嘉禾与[云帆*公司*](/1200 'a')、[海曲厂][1]合作\n\n[1]: http://y.cn", ["嘉禾与云帆公司、海曲厂合作"]),
        ("![图1 校门](a.png)学校有教师80人[^1]\n\n[^1]: 据统计。", ["学校有教师80人[1]", "据统计。"]),
        ("学校有教师<font color=red>80</font>人<!-- x -->，基地7<sup>1</sup>个", ["学校有教师80人，基地7¹个"]),
        ("第一行  \n第二行\\\n第三行", ["第一行", "第二行", "第三行"]),
        ("学校与企业共建实训基地，每年培训\n学员三百人。", ["学校与企业共建实训基地，每年培训\n学员三百人。"]),
        ("占$9 6 . 5 \\%$$^{[2]}$，面积$3.5 \\times 10^{4}$平方米", ["占96.5%[2]，面积3.5×10⁴平方米"]),
        ("投资$500万和$300万，第3\\*号 &lt;甲&gt;", ["投资$500万和$300万，第3*号 <甲>"]),
        ("    缩进的一段。", ["缩进的一段。"]),
        ("撤销~~9~~7所", ["撤销7所"]),
        ("---\ntitle: 甲\n---\n正文。", ["正文。"]),
        ("> 引用一句。\n\n***\n\n1. 甲\n2. 乙\n   * 丙", ["引用一句。", "甲", "乙", "丙"]),
        ("<nav>首页</nav>\n\n- [校友之窗](/a)\n- [招生](/b)", ["首页", "校友之窗", "招生"]),
    ],
)  # fmt: skip
def test_no_marks_are_left_and_no_text_is_lost(text: str, lines: list[str]) -> None:
    source = markdown(text)
    assert [block for _, block in shown(source)] == lines


def test_headings_are_headings_in_every_form_and_paragraphs_over_a_rule_are_none() -> None:
    source = markdown("#概况\n\n## 二级 ##\n\n三级\n---\n\n这一段说了一句话。\n---\n\n#话题#\n\n一、师资\n")
    assert [(b.kind, b.level, source.text[b.start : b.end]) for b in source.blocks] == [
        ("heading", 1, "概况"), ("heading", 2, "二级"), ("heading", 2, "三级"), ("paragraph", 0, "这一段说了一句话。"),
        ("paragraph", 0, "#话题#"), ("heading", 2, "一、师资"),
    ]  # fmt: skip


def test_tables_of_both_kinds_are_read() -> None:
    source = markdown(
        "| 单位 | 主要做法 |\n|---|:-:|\n| 嘉禾学院 | 与**云帆公司**共建基地，培训5人。 |\n\n"
        "<table><tr><th>学校<th>人数<tr><td>甲校<td>7</table>\n"
    )
    assert [x for x in shown(source) if x[1]] == [
        ("cell", "单位"), ("cell", "主要做法"), ("cell", "嘉禾学院"),
        ("paragraph", "嘉禾学院与云帆公司共建基地，培训5人。"), ("cell", "学校"), ("cell", "人数"), ("cell", "甲校"),
        ("cell", "7"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "有7$^{1}$所", "有7$^{[1]}$所", "有7^1^所", "有7^[1]^所", "有7[^1]所\n\n[^1]: 注", "有7<sup>①</sup>所",
        "有[7所]{.mark}", "有==7所==", "- [x] 有7所", "- [ ] 有7所",
        "::: {.note}\n有7所\n:::", "# 有7所 {#a .b}", "有[[a|7所]]",
        "有$7$所", "有[7](https://x.cn/a_(1))所",
    ],
)  # fmt: skip
def test_what_converters_add_leaves_no_marks(written: str) -> None:
    source = markdown(written)
    assert next(passages(source)).text == "有7所"


def test_spaces_of_formulas_group_digits() -> None:
    assert markdown("有$12\\,500$人").text == "有12500人\n"
    assert markdown("有$$1.25\\times10^{4}$$人，乙校$$300$$人").text == "有1.25×10⁴人，乙校300人\n"
    assert markdown("有12500~1~人，占3~5~7成，H~2~O").text == "有12500₁人，占3~5~7成，H2O\n"


def test_code_and_struck_out_text_are_counted_and_can_be_kept() -> None:
    text = "学校有~~9~~7所。\n\n```sh\nls -l\n```\n"
    assert markdown(text).notes == ("left out 5 of 11 characters (45 %): 1 struck out, 4 code; --keep reads them",)
    assert markdown(text, keep=True).text == "学校有97所。\nls -l\n"


def test_line_ends_and_encodings_make_no_difference() -> None:
    text = "# 概况\n\n柳州市有技工院校9所，\n在校生2.6万人。\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n" * 3
    copies = [text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig"), text.encode("gb18030")]
    assert len({read_bytes(copy, "a.md", "text/markdown").text_sha256 for copy in copies}) == 1


@pytest.mark.parametrize(
    "piece", ["[", "![", "[a](", "*a ", "**a **", "`", "<a ", "<!--", "&a", "|a", "_a*", "$a", "^["]
)
def test_marks_without_end_cost_no_more_than_their_length(piece: str) -> None:
    start = time.process_time()
    assert markdown("青岛\n\n" + piece * 50_000).text.startswith("青岛")
    assert time.process_time() - start < 10


def test_what_is_nested_too_deep_is_refused_and_not_lost() -> None:
    with pytest.raises(DataError, match=r"a\.md: quotations or lists nested more than 90 deep"):
        markdown("青岛\n\n" + "> " * 5_000 + "甲")
    with pytest.raises(DataError, match=r"a\.md: quotations or lists nested more than 90 deep"):
        markdown("".join(f"{'  ' * n}- 甲\n" for n in range(200)))
