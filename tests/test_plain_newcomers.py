"""Questions as somebody asks who does not know the words of the graph: countries, demonyms, what is only a part."""

from __future__ import annotations

import pytest
from training.asked import answered

from plain_questions import ask
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.plain.plain import Plain


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


@pytest.mark.parametrize(
    "question",
    ["青岛与日本合作吗？", "日本与青岛合作吗？", "老挝与青岛是否合作？", "Does Qingdao partner with Germany?",
     "日本是青岛的合作方吗？", "Is Japan a partner of Qingdao?"],
)  # fmt: skip
def test_who_works_with_a_country_works_with_those_in_it_and_they_are_told(
    graph: KnowledgeGraph, plain: Plain, question: str
) -> None:
    answer = ask(plain, graph, question)
    assert answered(answer) == {"actual"}
    assert "及其境内" in answer.understood[0]["zh"]
    assert {row["subject"] for row in answer.rows.to_dicts()} == {"青岛市"}
    parts = sorted({str(row["object"]) for row in answer.rows.to_dicts()})
    assert answer.says[1]["zh"] == f"所载的是其境内的：{'、'.join(parts)}。"


def test_countries_that_somebody_works_with_are_those_of_the_partners(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in (
        "Which countries does Qingdao cooperate with?",
        "青岛的合作国家有哪些？",
        "与青岛合作的国家有哪些？",
    ):
        rows = ask(plain, graph, question).rows.to_dicts()
        assert {row["answer"] for row in rows} == {"德国", "日本", "老挝", "韩国"}
        assert ("韩国", "韩国明知大学") in {(row["answer"], row["through"]) for row in rows}
    assert answered(ask(plain, graph, "德国与哪些省份合作？")) == {"山东省"}
    assert ask(plain, graph, "济南与日本合作吗？").status == "nothing"
    assert ask(plain, graph, "青岛与山东省合作吗？").says[0]["en"].startswith("Not as a fact")


def test_what_is_between_two_is_shown_in_the_direction_that_it_has(graph: KnowledgeGraph, plain: Plain) -> None:
    rows = ask(plain, graph, "青岛和海尔集团是什么关系？").rows.to_dicts()
    assert ("海尔集团", "locatedIn", "青岛市") in {(row["subject"], row["relation"], row["object"]) for row in rows}
    assert {row["object"] for row in ask(plain, graph, "青岛和山东省是什么关系？").rows.to_dicts()} == {"山东省"}


GERMAN, JAPANESE = {"德国GFM教育集团"}, {"日本百利株式会社", "日本静冈理工大学集团"}
SCHOOLS = {"日本静冈理工大学集团", "老挝琅勃拉邦职业技术学院", "韩国明知大学"}


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Which German companies partner with Qingdao?", GERMAN),
        ("Which German partners does Qingdao have?", GERMAN),
        ("Who are Qingdao's Japanese partners?", JAPANESE),
        ("青岛市有哪些日本合作方", JAPANESE),
        ("青岛的德国合作方是谁", GERMAN),
        ("德方与哪些城市合作？", {"青岛市"}),
        ("List the Lao schools", {"老挝琅勃拉邦职业技术学院"}),
        ("青岛与国外的哪些学校合作？", SCHOOLS),
        ("Which schools abroad partner with Qingdao?", SCHOOLS),
        ("哪些国外企业与青岛合作？", {"德国GFM教育集团", "日本百利株式会社"}),
        ("青岛有日方合作伙伴吗？", {"actual"}),
        ("Does Jinan have partners?", set()),
        ("济南有合作方吗？", set()),
        ("枣庄的技工院校有多少在校生？", {"20000"}),
        ("淄博的技工院校有多少在校生？", set()),
        ("中德工匠学院在青岛吗？", {"actual"}),
        ("Is Foxconn in Qingdao?", set()),
        ("海尔集团的海外高技能人才赋能中心已经建成了吗？", {"exploratory"}),
        ("海外高技能人才赋能中心已建成吗？", {"exploratory"}),
    ],
)
def test_words_of_newcomers_are_understood(graph: KnowledgeGraph, plain: Plain, question: str, right: set[str]) -> None:
    answer = ask(plain, graph, question)
    assert (answer.status, answered(answer)) == ("answered" if right else "nothing", right)


def test_what_is_abroad_is_known_where_somebody_is_named(graph: KnowledgeGraph, plain: Plain) -> None:
    assert ask(plain, graph, "列出国外企业").status == "not understood"
    companies = ask(plain, graph, "哪些国外企业与青岛合作？")
    assert "中国" not in companies.understood[0]["zh"]
    assert companies.says == ()


def test_a_thing_is_told_by_its_class_and_all_that_is_said_of_it(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in ("What is the Sino-German Craftsman College?", "什么是中德工匠学院？", "中德工匠学院是什么？"):
        answer = ask(plain, graph, question)
        assert answer.says[0] == {"zh": "中德工匠学院：学校。", "en": "中德工匠学院: school."}
        told = {(row["subject"], row["relation"], row["object"]) for row in answer.rows.to_dicts()}
        assert ("青岛市", "established", "中德工匠学院") in told


def test_what_two_have_otherwise_is_told(graph: KnowledgeGraph, plain: Plain) -> None:
    assert ask(plain, graph, "富士康在青岛吗？").says[1]["zh"] == "两者之间另有记载：引进。"


def test_planned_figures_stand_beside_what_is_planned(graph: KnowledgeGraph, plain: Plain) -> None:
    for question, language in (("济南计划什么？", "zh"), ("What does Jinan plan?", "en")):
        answer = ask(plain, graph, question)
        assert answered(answer) == {"技耀泉城海右技能人才大赛"}
        assert all(number in answer.says[0][language] for number in ("356 个", "76 个", "130 个"))


@pytest.mark.parametrize("question", ["济南2025年计划竞赛项目有多少？", "济南2025年竞赛项目有多少？"])
def test_where_a_figure_is_had_is_told(graph: KnowledgeGraph, plain: Plain, question: str) -> None:
    answer = ask(plain, graph, question)
    assert answer.status == "nothing"
    assert "技耀泉城海右技能人才大赛（计划）" in answer.says[1]["zh"]


def test_only_what_lies_in_a_country_is_told_as_there(graph: KnowledgeGraph, plain: Plain) -> None:
    assert "青岛市" not in ask(plain, graph, "老挝有合作方吗？").says[1]["zh"]
