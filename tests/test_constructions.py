"""What the rules read in constructions of Chinese reports: short sentences of our own, each with what it says."""

from __future__ import annotations

import pytest

from sentences import read, stated


@pytest.mark.parametrize(("text", "expected"), [
    ("台州技师学院牵头成立浙东模具产教联盟,吸引吉利汽车、浙江海正集团等30家单位参与。",
     ("浙东模具产教联盟", "attracted", "吉利汽车", "actual")),
    ("台州技师学院与吉利汽车签约,设立台州智造培训中心。",
     ("吉利汽车", "jointlyEstablished", "台州智造培训中心", "actual")),
    ("台州技师学院开设模具制造、茶叶生产与加工等12个专业。",
     ("台州技师学院", "offersTrainingIn", "茶叶生产与加工", "actual")),
    ("台州市财政局为台州技师学院安排专项资金。", ("台州市财政局", "supports", "台州技师学院", "actual")),
    ("台州技师学院正与泰国清莱技术学院洽谈。", ("台州技师学院", "partnersWith", "泰国清莱技术学院", "exploratory")),
    ("获评浙江省首席技师的,可申领“台才卡”。", ("浙江省首席技师", "entitlesTo", "台才卡", "rule")),
    ("台州技师学院前身是黄岩技工学校。", ("台州技师学院", "relatedTo", "黄岩技工学校", "actual")),
    ("台州市指导吉利汽车、海正集团等企业开展特级技师评聘。", ("海正集团", "evaluates", "特级技师", "actual")),
    ("第三届“天台山杯”焊接技能大赛由台州市总工会会同台州市教育局主办。",
     ("台州市教育局", "organizes", "第三届“天台山杯”焊接技能大赛", "actual")),
])  # fmt: skip
def test_a_construction_says_what_it_says(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in stated(text)


def test_where_a_contract_is_signed_is_not_where_the_college_is() -> None:
    found = stated("台州技师学院与老挝万象大学在杭州签订共建“澜湄学院”协议。")
    assert ("台州技师学院", "jointlyEstablished", "澜湄学院", "actual") in found
    assert not {row for row in found if row[0] == "澜湄学院"}


def test_what_is_due_under_a_condition_was_done_by_nobody() -> None:
    assert not {row for row in stated("台州市设立津贴。获评浙江省首席技师的,可申领“台才卡”。") if row[0] == "台州市"}


@pytest.mark.parametrize(("text", "modality"), [
    ("到2030年底,全市新建实训基地8个。", "planned"),
    ("2024年招生5千人。到2023年底,全市实训基地达到8个。", "actual"),
    ("一、总体目标\n\n新增实训基地8个。", "planned"),
    ("管理办法规定,每批评选不超过8个。", "rule"),
    ("要建成实训基地8个;培训6万人次。", "planned"),
])  # fmt: skip
def test_the_modality_of_figures(text: str, modality: str) -> None:
    figures = {int(s.value or 0): s.modality for s in read("台州市\n\n" + text).statistics}
    assert figures[8] == modality


def test_a_share_has_the_bound_that_stands_before_its_whole() -> None:
    (figure,) = read("企业按不低于工资总额1.5%提取经费。").statistics
    assert (figure.bound, figure.unit) == ("atLeast", "%")


def test_a_founding_year_is_not_that_of_the_figures_behind_it() -> None:
    (figure,) = read("台州技师学院创办于1978年,在校生9000人。").statistics
    assert figure.time == ""


def test_the_unit_of_a_title_scales_its_figures() -> None:
    table = "# 台州市\n\n2026年为计划数。\n\n|城市|年份|培训(万人次)|\n|--|--|--|\n|台州|2024|1.2|\n|台州|2026|1.5|\n"
    found = read(table, "text/markdown")
    assert [(int(s.value or 0), s.unit, s.modality) for s in found.statistics] == [
        (12000, "人次", "actual"), (15000, "人次", "planned"),
    ]  # fmt: skip


def test_brackets_inside_of_a_company_s_name_belong_to_it() -> None:
    names = {e.name for e in read("与恒力石化(大连)有限公司、中核(集团)有限责任公司共建“石化学院”。").entities}
    assert {"恒力石化(大连)有限公司", "中核(集团)有限责任公司"} <= names


def test_a_unit_above_a_table_scales_its_figures() -> None:
    table = "# 台州市\n\n## 技能培训(单位:万人)\n\n|城市|2024年|\n|--|--|\n|台州市|1.2|\n"
    found = read(table, "text/markdown")
    assert [(int(s.value or 0), s.unit) for s in found.statistics] == [(12000, "人")]
