"""Tables whose rows name things: what is stated by the titles of their columns, and what is not."""

from __future__ import annotations

import pytest

from skillgraph.documents import read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction
from skillgraph.extract.row_facts import RowFact, facts_under, row_rules

GAPS = ["  ", "\t", " | ", "　", " "]


def extracted(text: str, name: str = "a.txt", media_type: str = "text/plain") -> Extraction:
    return RuleExtractor().extract(read_bytes(text.encode(), name, media_type))


def said(found: Extraction) -> set[tuple[str, str, str, str]]:
    """What rows state: subject, predicate, object, modality."""
    names = {entity.id: entity.name for entity in found.entities}
    return {(names[r.subject], r.predicate, names[r.object], r.modality) for r in found.relations if r.by != ("name",)}


def html(*rows: str, above: str = "") -> Extraction:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    return extracted(f"<meta charset=utf-8><p>{above}</p><table>{cells}</table>", "a.html", "text/html")


@pytest.mark.parametrize("rule", row_rules().fact, ids=lambda rule: rule.id)
def test_a_rule_holds_of_its_example_and_not_of_its_counterexample(rule: RowFact) -> None:
    def holds(title: str, own: str, cell: str) -> bool:
        return rule in facts_under(title) and rule.holds(own, cell)

    assert not rule.example or holds(*rule.example)
    assert not holds(*rule.counterexample)


@pytest.mark.parametrize("gap", GAPS)
def test_names_under_titles_are_a_table_however_it_is_drawn(gap: str) -> None:
    rows = ["学校 合作院校 所在国家", "海山职业学院 莱茵技术学院 德国", "东山职业学院 釜山信息大学 韩国"]
    found = extracted("合作情况如下。\n\n" + "\n".join(row.replace(" ", gap) for row in rows) + "\n\n以上为全部。")
    assert said(found) == {
        ("海山职业学院", "partnersWith", "莱茵技术学院", "actual"),
        ("东山职业学院", "partnersWith", "釜山信息大学", "actual"),
        ("莱茵技术学院", "locatedIn", "德国", "actual"),
        ("釜山信息大学", "locatedIn", "韩国", "actual"),
    }


def test_titles_on_each_page_and_cells_left_out_move_nothing() -> None:
    rows = [
        "学校          合作企业          所在国家", "海山职业学院  莱茵机床公司      德国",
        "东山职业学院                    韩国",
        "学校          合作企业          所在国家", "南山职业学院  釜山电子公司      韩国",
    ]  # fmt: skip
    blocks = read_bytes("\n".join(rows).encode(), "a.txt", "text/plain").blocks
    assert [(b.row, b.column) for b in blocks if b.table == 0 and b.row == 2] == [(2, 0), (2, 2)]
    assert {(b.row, b.column) for b in blocks if b.row > 2} == {(4, 0), (4, 1), (4, 2)}


TITLES = ["学校  合作院校  国家", "甲校    乙校      越南", "丙校    丁校      韩国"]


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (TITLES, "三、  校企合作  情况"),
        (TITLES, "2.2  专业建设  情况"),
        (TITLES, "## 三、  合作  办学"),
        (TITLES, "第一章  学校  概况"),
        (TITLES, "注：  数据  截至年底"),
        (TITLES, "戊校    韩国"),
        (["学校 合作院校 国家", "甲校 乙校 越南", "丙校 丁校 韩国"], "（二） 校企合作 情况"),
        (["学校 合作院校 国家", "甲校 乙校 越南", "丙校 丁校 韩国"], "\n各校 合作 情况"),
    ],
)
def test_what_follows_a_table_is_no_row_of_it(rows: list[str], end: str) -> None:
    source = read_bytes("\n".join([*rows, end]).encode(), "a.txt", "text/plain")
    assert [source.text[b.start : b.end] for b in source.blocks if b.table >= 0] == " ".join(rows).split()


def test_rows_that_are_not_below_their_titles_have_no_empty_cells() -> None:
    text = "学校  合作院校  国家\n甲校  乙校  越南\n丙校  韩国\n丁校  戊校  越南\n"
    assert all(b.table < 0 for b in read_bytes(text.encode(), "a.txt", "text/plain").blocks)


def test_lines_that_only_look_alike_are_no_table() -> None:
    for text in (
        "海山学院  东山学院  南山学院\n" * 4,
        "单位 时间\n海山学院 2022年\n东山学院 2023年",
        "学校简介  学校新闻\n" * 3,
    ):
        assert all(b.table < 0 for b in read_bytes(text.encode(), "a.txt", "text/plain").blocks)


def test_who_won_and_where_they_work_is_told_apart_from_who_gave_it() -> None:
    found = html(
        "序号|姓名|单位|荣誉称号|授予单位", "1|李长河|海山造船有限公司|全国技术能手|东山市人力资源和社会保障局",
        "2|周静|南山技师学院|全国技术能手|东山市人力资源和社会保障局",
    )  # fmt: skip
    assert said(found) == {
        ("李长河", "won", "全国技术能手", "actual"),
        ("周静", "won", "全国技术能手", "actual"),
        ("李长河", "memberOf", "海山造船有限公司", "actual"),
        ("周静", "memberOf", "南山技师学院", "actual"),
    }


def test_a_column_whose_title_says_nothing_known_states_nothing() -> None:
    found = html("学校名称|主管部门|评估专家所在学校", "南山技师学院|东山市教育局|海山职业学院")
    assert said(found) == {("东山市教育局", "manages", "南山技师学院", "actual")}


def test_members_of_what_the_text_above_lists() -> None:
    found = html(
        "序号|单位名称|职务",
        "1|海山职业技术学院|理事长单位",
        "2|南山技师学院|副理事长单位",
        above="海丝职教联盟成员单位名单如下。",
    )
    assert said(found) == {
        ("海山职业技术学院", "leads", "海丝职教联盟", "actual"),
        ("南山技师学院", "memberOf", "海丝职教联盟", "actual"),
    }


def test_what_is_only_talked_about_or_over_is_no_fact() -> None:
    rows = ["学校|合作企业|进展"]
    rows += [
        f"{x}山职业学院|{x}海电子公司|{y}"
        for x, y in zip("东南西北", ["已签约", "洽谈中", "筹备中", "已终止"], strict=True)
    ]
    assert {(s, m) for s, _, _, m in said(html(*rows))} == {
        ("东山职业学院", "actual"), ("南山职业学院", "exploratory"), ("西山职业学院", "planned"),
    }  # fmt: skip


@pytest.mark.parametrize("more", [
    "备注|合同期满续签3年", "备注|首期班已结束,二期在读", "联系人|曾先生", "备注|年度考核优秀?", "备注|可能续签",
    "费用|未收取学费",
    "状态|已结束公示", "专业|虚拟仿真实训", "待遇|面议", "待定事项|无计划外招生",
])  # fmt: skip
def test_a_word_in_another_cell_takes_nothing_back(more: str) -> None:
    title, cell = more.split("|")
    found = said(html(f"学校|合作企业|{title}", f"东山职业学院|东海电子公司|{cell}"))
    assert ("东山职业学院", "partnersWith", "东海电子公司", "actual") in found


@pytest.mark.parametrize("state", ["已终止", "合作已终止", "已退出", "未签约", "2023年6月终止", "协议到期"])
def test_a_cell_that_is_a_state_takes_its_row_back(state: str) -> None:
    assert said(html("学校|合作企业|备注", f"东山职业学院|东海电子公司|{state}")) == set()


@pytest.mark.parametrize(("title", "cell"), [
    ("负责人", "暂缺"), ("负责人", "待聘"), ("选手", "集体"), ("负责人", "项目组"), ("成绩", "未获奖"),
    ("成绩", "冲击金牌"), ("成绩", "摘牌"),
])  # fmt: skip
def test_a_cell_that_says_that_there_is_none_names_none(title: str, cell: str) -> None:
    assert cell not in {e.name for e in html(f"学校|{title}", f"东山职业学院|{cell}").entities}


@pytest.mark.parametrize("contact", ["李强(办公室主任)", "班主任牵头联系", "教务处主任"])
def test_the_post_of_a_contact_makes_no_leader(contact: str) -> None:
    above = "海丝职教联盟成员单位名单如下。"
    for title in ("备注", "对接"):
        rows = [f"序号|单位名称|{title}", f"1|海山职业技术学院|{contact}", f"2|南山技师学院|{contact}"]
        found = html(*rows, above=above)
        assert {x[1] for x in said(found)} == {"memberOf"}


def test_the_last_row_is_nobodys_and_other_rows_are_not_the_first_ones() -> None:
    found = html("合作学校|国家|交流人数", "莱茵技术学院|德国|45", "釜山信息大学|韩国|30", "合计||75")
    names = {entity.id: entity.name for entity in found.entities}
    assert [(names.get(s.subject or ""), int(s.value or 0)) for s in found.statistics] == [
        ("莱茵技术学院", 45), ("釜山信息大学", 30), (None, 75),
    ]  # fmt: skip


def test_a_title_knows_better_what_stands_below_it() -> None:
    found = html("学校|国家|负责人", "釜山信息大学|哥斯达黎加|钱思远", "莱茵技术学院|德国|教务处")
    classes = {entity.name: entity.type for entity in found.entities}
    assert classes["哥斯达黎加"] == "Country"
    assert classes["钱思远"] == "Person"
    assert "教务处" not in classes or classes["教务处"] != "Person"


def test_titles_on_the_left_head_what_stands_beside_them() -> None:
    found = html(
        "学校名称|东山技师学院|主管部门|东山市教育局",
        "所在城市|青岛|在校生数|5600人",
        "法定代表人|高志远|办学层次|专科",
    )
    assert said(found) == {
        ("东山市教育局", "manages", "东山技师学院", "actual"),
        ("东山技师学院", "locatedIn", "青岛", "actual"),
        ("高志远", "leads", "东山技师学院", "actual"),
    }
    assert [(s.indicator, int(s.value or 0)) for s in found.statistics] == [("在校生数", 5600)]


def test_the_only_bodies_in_a_table_are_partners_of_whom_the_text_is_about() -> None:
    rows = "企业名称|签约时间", "华阳重工有限公司|2021年", "云帆软件股份有限公司|2023年"
    assert {x[:3] for x in said(html("", *rows, above="海山职业学院与下列企业开展合作。"))} == {
        ("海山职业学院", "partnersWith", "华阳重工有限公司"),
        ("海山职业学院", "partnersWith", "云帆软件股份有限公司"),
    }
    assert said(html("", *rows, above="海山职业学院组织下列企业参观。")) == set()


def test_sums_are_called_by_what_they_are_sums_of() -> None:
    found = html("地市|学校|在校生(人)", "济南市|东山技师学院|6200", "济南市|小计|6200", "总计||6200")
    names = {entity.id: entity.name for entity in found.entities}
    assert set(names.values()) == {"济南市", "东山技师学院"}
    assert [names.get(s.subject or "") for s in found.statistics] == ["东山技师学院", "济南市", None]


def test_one_unknown_title_in_three_parts_no_table() -> None:
    rows = ["学校名称  学校性质  主管部门", "东山技师学院  公办  东山市教育局", "南山技工学校  民办  南山市教育局"]
    assert said(extracted("\n".join(rows))) == {
        ("东山市教育局", "manages", "东山技师学院", "actual"),
        ("南山市教育局", "manages", "南山技工学校", "actual"),
    }


def test_who_trains_or_teaches_made_nothing() -> None:
    item = "新能源汽车维修项目"
    made = html("项目名称|建设单位", f"{item}|东山技师学院")
    trained = html("项目名称|集训基地", f"{item}|东山技师学院")
    taught = html("所在学校|教师姓名|任教专业", "东山技师学院|高志远|数控技术应用")
    assert {x[:2] for x in said(made)} == {("东山技师学院", "established")}
    assert said(trained) == set()
    assert said(taught) == {("高志远", "memberOf", "东山技师学院", "actual")}


def test_money_has_the_unit_of_money_where_the_text_above_names_several() -> None:
    rows = "地区|培训人次|补贴资金", "济南市|3.2|0.9"
    several = html("", *rows, above="单位：万人次、亿元")
    assert [(s.unit, int(s.value or 0)) for s in several.statistics] == [("人次", 32_000), ("元", 90_000_000)]
    one = html("", *rows, above="单位：万人次")
    assert [s.unit for s in one.statistics if s.indicator == "补贴资金"] in ([], [""])


def test_persons_have_a_column_whatever_its_title() -> None:
    found = html("序号|参赛学校|教学团队|奖项", "1|东山职业学院|余霁月、冷锦川|一等奖", "2|南山职业学院|宁霏|二等奖")
    assert {x for x in said(found) if x[1] in ("won", "memberOf")} == {
        ("余霁月", "won", "一等奖", "actual"),
        ("冷锦川", "won", "一等奖", "actual"),
        ("宁霏", "won", "二等奖", "actual"),
        ("余霁月", "memberOf", "东山职业学院", "actual"),
        ("冷锦川", "memberOf", "东山职业学院", "actual"),
        ("宁霏", "memberOf", "南山职业学院", "actual"),
    }


def test_a_partner_may_be_called_by_what_it_runs() -> None:
    found = html("学校|外方合作单位|所在国|状态", "东山技师学院|德国莱茵工业培训中心|德国|拟建")
    assert {x for x in said(found) if "德国莱茵工业培训中心" in x} == {
        ("东山技师学院", "partnersWith", "德国莱茵工业培训中心", "planned"),
        ("德国莱茵工业培训中心", "locatedIn", "德国", "actual"),
    }


@pytest.mark.parametrize(
    ("title", "cell", "modality"),
    [
        ("备注", "拟续签", "actual"),
        ("备注", "2026年拟续签三年", "actual"),
        ("说明", "计划扩大招生", "actual"),
        ("备注", "双方洽谈续约", "actual"),
        ("合作内容", "订单培养，拟增设无人机方向", "actual"),
        ("下一步", "拟共建产业学院", "actual"),
        ("状态", "已签约", "actual"),
        ("状态", "拟建", "planned"),
        ("建设进度", "项目建议书已报批，筹建中", "planned"),
        ("合作情况", "拟签约", "planned"),
        ("备注", "拟建", "planned"),
        ("备注", "计划2026年签约", "planned"),
        ("合作内容", "拟共建实训中心", "planned"),
        ("签约情况", "洽谈中", "exploratory"),
        ("备注", "洽谈中", "exploratory"),
        ("备注", "正在洽谈", "exploratory"),
        ("备注", "有合作意向", "exploratory"),
        ("备注", "拟签订校企合作协议", "planned"),
        ("备注", "协议待签", "planned"),
        ("备注", "待定", "planned"),
        ("备注", "已签约，拟签补充协议", "actual"),
        ("备注", "年底" * 40 + "见附表", "actual"),
    ],
)
def test_only_what_speaks_of_the_row_itself_makes_a_plan_of_it(title: str, cell: str, modality: str) -> None:
    rows = f"海山职业学院|东山重工有限公司|{cell}", "南山技师学院|西岭机床有限公司|"
    assert {f for f in said(html(f"学校|合作企业|{title}", *rows)) if f[1] == "partnersWith"} == {
        ("海山职业学院", "partnersWith", "东山重工有限公司", modality),
        ("南山技师学院", "partnersWith", "西岭机床有限公司", "actual"),
    }


def test_columns_of_what_is_planned() -> None:
    assert said(html("学校|拟合作企业", "海山职业学院|东山重工有限公司")) == {
        ("海山职业学院", "partnersWith", "东山重工有限公司", "planned")
    }
    figures = html("学校|计划招生数|实际招生数|计划完成率", "海山职业学院|120|110|92%").statistics
    assert {str(f.value): f.modality for f in figures} == {"120": "planned", "110": "actual", "92": "actual"}


def test_what_is_planned_leaves_the_rest_of_its_row_as_it_is() -> None:
    found = html("学校|合作企业|拟合作企业|在校生数", "海山职业学院|东山重工有限公司|西岭机床有限公司|3200")
    assert {f for f in said(found) if f[0] == "海山职业学院"} == {
        ("海山职业学院", "partnersWith", "东山重工有限公司", "actual"),
        ("海山职业学院", "partnersWith", "西岭机床有限公司", "planned"),
    }
    assert [f.modality for f in found.statistics] == ["actual"]
