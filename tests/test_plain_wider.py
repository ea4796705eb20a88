"""Questions with levels, short names, the most, what is left out or common, in both languages of query."""

from __future__ import annotations

import pytest
from training.asked import answered

from plain_questions import ask, bag
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.plain.plain import Plain

PROVINCIAL = {
    "山东省产教融合示范单位(基地)",
    "山东省技工教育优质专业",
    "山东省技工教育优质学校",
    "山东省技术技能大师",
    "山东省技术能手",
    "齐鲁首席技师",
}
INTERNATIONAL = {
    "一带一路暨金砖国家技能大赛",
    "世界技能大赛光电技术项目国际邀请赛",
    "嘉克杯国际焊接赛",
    "第五届亚洲西点师竞技大赛",
}
LANCANG = {"澜湄地区新职业技能提升在线课程资源库"}
ASKED = [
    ("有哪些省级荣誉称号？", PROVINCIAL),
    ("Which honours are at provincial level?", PROVINCIAL),
    ("List the provincial honours", PROVINCIAL),
    ("青岛参加了哪些国际赛事？", INTERNATIONAL),
    ("海右大赛由谁管理？", {"济南市人力资源和社会保障局"}),
    ("Who manages the Haiyou contest?", {"济南市人力资源和社会保障局"}),
    ("哪个城市的技能人才总量最多？", {"枣庄市"}),
    ("Which city has the fewest national-level skill master studios?", {"枣庄市"}),
    ("除了德国，青岛还与哪些国家合作？", {"日本", "老挝", "韩国"}),
    ("除了德国、日本，青岛还与哪些国家合作？", {"老挝", "韩国"}),
    ("青岛与德国以外的哪些国家合作？", {"日本", "老挝", "韩国"}),
    ("Which countries does Qingdao cooperate with besides Germany and Japan?", {"老挝", "韩国"}),
    ("What do the Ministry of Foreign Affairs and the Ministry of Finance both lead?", LANCANG),
    ("海尔集团与韩国明知大学之间有什么关系？", {"青岛市"}),
    ("What do Haier Group and Myongji University have in common?", {"青岛市"}),
    ("枣庄国家级、省级、市级技能领军人才各有多少人？", {"288", "49", "69"}),
    ("谁报道过枣庄的乡土特色品牌技能人才大赛？", {"中央电视台", "国务院农民工工作领导小组简报(乡村振兴专刊)"}),
    ("嘉克杯国际焊接赛是哪类赛事？", {"国际赛事"}),
    ("跟青岛合作的学校有哪几所？", {"日本静冈理工大学集团", "老挝琅勃拉邦职业技术学院", "韩国明知大学"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


@pytest.mark.parametrize(("question", "right"), ASKED)
def test_what_qualifies_a_question_counts(
    graph: KnowledgeGraph, plain: Plain, embedded: None, question: str, right: set[str]
) -> None:
    answer = ask(plain, graph, question)
    assert answered(answer) == right
    there = graph.cypher_store.query(answer.cypher, answer.parameters)
    assert bag(there, answer.rows.columns) == bag(answer.rows, answer.rows.columns)


def test_what_is_understood_says_what_qualifies_it(graph: KnowledgeGraph, plain: Plain) -> None:
    for question, words in (
        ("有哪些省级荣誉称号？", "荣誉称号（省级）"),
        ("青岛参加了哪些国际赛事？", "国际赛事"),
        ("海右大赛由谁管理？", "技耀泉城海右技能人才大赛"),
        ("除了德国，青岛还与哪些国家合作？", "除去德国"),
        ("哪个城市的技能人才总量最多？", "最多者"),
    ):
        assert words in ask(plain, graph, question).understood[0]["zh"]


def test_figures_that_are_bounds_have_no_certain_order(graph: KnowledgeGraph, plain: Plain) -> None:
    says = ask(plain, graph, "哪个城市的技工院校在校生最多？").says
    assert [text["en"] for text in says[:2]] == [
        "the most: 青岛市 (49100 人).",
        "Some of the figures are bounds alone, so that their order is not certain.",
    ]


def test_all_figures_of_a_year(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in ("2024年有哪些数据？", "2024年有哪些实际数据？", "What figures are there for 2024?"):
        rows = ask(plain, graph, question).rows.to_dicts()
        assert {row["time"] for row in rows} == {"2024年"}
        assert len(rows) == 7
    assert ask(plain, graph, "有哪些数据？").status == "not understood"


def test_one_word_of_a_name_that_several_have_is_not_taken_for_one(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "谁举办鲁班大赛？")
    assert answer.status != "answered" or len(answer.understood) == 1
    assert ask(plain, graph, "谁管理技能大赛局？").status == "not understood"


def test_the_one_reading_that_the_graph_has_something_of_is_answered_and_the_other_named(
    graph: KnowledgeGraph, plain: Plain
) -> None:
    answer = ask(plain, graph, "谁管理海右？")
    assert answered(answer) == {"济南市人力资源和社会保障局"}
    assert any("另一种读法在图谱中没有内容" in text["zh"] for text in answer.says)


def test_what_holds_the_words_of_a_question_that_is_not_understood_is_found(
    plain: Plain, graph: KnowledgeGraph
) -> None:
    answer = ask(plain, graph, "技耀泉城海右技能人才大赛的裁判长是谁？")
    assert (answer.status, len(answer.rows)) == ("not understood", 0)
    assert "技耀泉城海右技能人才大赛" in {row["name"] for row in answer.found.to_dicts()}
    assert {"statement", "figure", "entity", "section"} >= {row["folder"] for row in answer.as_dict()["found"]}
    assert ask(plain, graph, "青岛有多少所技工院校？").as_dict()["found"] == []
    assert ask(plain, graph, "？！").as_dict()["found"] == []


@pytest.mark.parametrize(
    "question",
    [
        "我在写论文，青岛有多少所技工院校？",
        "青岛有多少所技工院校？？",
        "老师您好，请问青岛有多少所技工院校呢",
        "how many technical schools in Qingdao",
    ],
)
def test_what_says_nothing_is_left_out(graph: KnowledgeGraph, plain: Plain, question: str) -> None:
    answer = ask(plain, graph, question)
    assert answered(answer) == {"22"}
    if "论文" in question:
        assert any(text["zh"] == "没有计入的部分：我在写论文。" for text in answer.says)


@pytest.mark.parametrize(
    "question",
    [
        "如果海尔建成了，青岛有多少所技工院校？",
        "不算民办学校，青岛有多少所技工院校？",
        "青岛有多少所技工院校？在校生多少人？",
    ],
)
def test_no_clause_is_left_out_that_may_count(graph: KnowledgeGraph, plain: Plain, question: str) -> None:
    answer = ask(plain, graph, question)
    assert (answer.status, len(answer.rows)) == ("not understood", 0)


def test_words_in_an_order_of_their_own(graph: KnowledgeGraph, plain: Plain) -> None:
    right = {"京东方", "富士康", "芯恩"}
    for question in (
        "青岛 引进 企业 哪些",
        "哪些企业青岛引进了",
        "Could you tell me which enterprises Qingdao attracted?",
    ):
        assert answered(ask(plain, graph, question)) == right
    assert ask(plain, graph, "青岛 济南 引进 促成 哪些").status == "not understood"


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("What kind of enterprise is BOE?", {"千亿级智能制造企业"}),
        ("京东方是什么企业？", {"千亿级智能制造企业"}),
        ("What type of training model is the “3+4” Sino-Korean international class?", {"贯通式培养模式"}),
    ],
)
def test_what_kind_a_thing_is_is_asked_where_nothing_of_a_class_is_that_thing(
    graph: KnowledgeGraph, plain: Plain, question: str, right: set[str]
) -> None:
    assert answered(ask(plain, graph, question)) == right
