"""The likeliest reading of a question that is not understood: marked as such, and no plan for a fact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from training.asked import STRANGERS, Asked, answered, is_right, questions

from command_line import complaint, skillgraph
from plain_questions import ask, bag
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.likely.ranking import ranked, weights
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


@pytest.fixture(scope="module")
def strange(graph: KnowledgeGraph, plain: Plain) -> list[tuple[Asked, Answer]]:
    """The answers to questions of strangers about the first report."""
    asked = [each for name in STRANGERS for each in questions(name) if each.graph == "four"]
    return [(each, ask(plain, graph, each.text)) for each in asked]


@pytest.fixture(scope="module")
def shown(strange: list[tuple[Asked, Answer]]) -> list[tuple[str, Answer]]:
    """The answers to likely and to possible readings of these questions."""
    unsure = [(asked, answer) for asked, answer in strange if answer.status == "not understood"]
    return [(asked.text, each) for asked, answer in unsure for each in answer.meant]


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("老师您好，想请教青岛从德国引进了哪些职业资格证书", {"AHK职业资格证书", "IHK职业资格证书"}),
        (
            "What does the Jinan notice on issuing certificates to prize-winners regulate?",
            {"职业技能等级证书", "技师", "高级工"},
        ),
        ("双元制这个模式是从哪个国家来的呀", {"德国"}),
        ("里昂世赛中国代表团金牌几枚", set()),
    ],
)
def test_a_question_in_free_words_gets_its_likeliest_reading(
    graph: KnowledgeGraph, plain: Plain, question: str, right: set[str]
) -> None:
    answer = ask(plain, graph, question)
    assert (answer.status, len(answer.rows), answer.sparql) == ("not understood", 0, "")
    likely = answer.likely
    assert (answered(likely) if likely else set()) == right
    if likely:
        assert 0.4 <= (likely.likelihood or 0) <= 1
        assert len(likely.understood) == 1
        assert {str(row["said_by"]) for row in likely.rows.to_dicts()} == likely.evidence.keys()


def test_an_answer_that_is_understood_has_no_likely_one_beside_it(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in ("青岛与美国合作吗？", "Does Qingdao work with Boeing?", "济南和慕尼黑有合作吗"):
        meant = ask(plain, graph, question).meant
        assert not [each for each in meant if each.understood[0]["en"].startswith("whether")], "half of it is no yes"
    for question in ("青岛有哪些合作伙伴？", "", "的的的", "?!。"):
        answer = ask(plain, graph, question)
        assert (answer.likely, answer.possible, answer.likelihood) == (None, (), None), question


def test_what_else_a_question_may_mean_is_there_to_choose(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "Who are the partners of Qingdao in Korea?")
    assert (answer.status, len(answer.meant) > 2) == ("not understood", True)
    first = answer.meant[0]
    assert (answered(first), first.status) == ({"韩国明知大学"}, "answered")
    assert first.sparql.startswith("SELECT")
    assert not [text for text in answer.says if first.understood[0]["en"] in text["en"]], "it is told once"
    whole = answer.as_dict()
    told = [*([whole["likely"]] if whole["likely"] else []), *whole["possible"]]
    assert [each["likelihood"] for each in told] == [each.likelihood for each in answer.meant]
    assert told[0]["brief"] == {"zh": "韩国明知大学", "en": "Myongji University (South Korea)"}
    assert told[0]["rows"][0]["evidence"]


def test_few_readings_are_there_to_choose_and_each_has_an_answer_of_its_own(
    strange: list[tuple[Asked, Answer]],
) -> None:
    for asked, answer in strange:
        shares = [each.likelihood or 0 for each in (answer.likely, *answer.possible) if each]
        assert shares == sorted(shares, reverse=True), asked.text
        assert len(shares) <= 5, asked.text
        assert all(0.03 <= share <= 1 for share in shares), asked.text
        assert {each.status for each in answer.possible} <= {"answered"}, asked.text
        rows = [json.dumps([json.loads(each.json())["rows"], each.says]) for each in answer.meant]
        assert len({*rows}) == len(rows), asked.text


def test_more_questions_have_their_answer_among_the_readings_than_in_the_likeliest(
    graph: KnowledgeGraph, strange: list[tuple[Asked, Answer]]
) -> None:
    unsure = [(asked.right(graph), answer) for asked, answer in strange if answer.status == "not understood"]
    first = sum(is_right(answer.likely, right) for right, answer in unsure if answer.likely)
    listed = sum(any(is_right(each, right) for each in answer.meant) for right, answer in unsure)
    assert listed >= first + 10


def test_each_reading_of_an_ambiguous_question_has_its_answer(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = ask(plain, graph, "管理办法规范什么？")
    assert answer.status == "ambiguous"
    assert [each.understood for each in answer.possible] == [(words,) for words in answer.understood]
    assert {each.status for each in answer.possible} == {"answered", "nothing"}
    assert {each.likelihood for each in answer.possible} == {None}
    for each in answer.possible:
        assert {str(row["said_by"]) for row in each.rows.to_dicts()} == each.evidence.keys()


def test_both_languages_give_the_same_rows_to_a_likely_reading(
    embedded: None, graph: KnowledgeGraph, shown: list[tuple[str, Answer]]
) -> None:
    assert shown
    for question, likely in shown:
        rows = graph.cypher(likely.cypher, likely.parameters)
        assert bag(rows, likely.rows.columns) == bag(likely.rows, likely.rows.columns), question


def test_no_plan_stands_among_facts_unless_the_reading_says_so(shown: list[tuple[str, Answer]]) -> None:
    for question, likely in shown:
        for row in likely.rows.to_dicts():
            labels = {"planned": "计划", "exploratory": "探索", "supported": "支持"}
            is_said = labels.get(str(row.get("modality")), "") in likely.understood[0]["zh"]
            # Whether something is so is told by the verdict, of all that is said about it.
            is_told = likely.understood[0]["zh"].startswith("是否") and "图谱" in likely.says[0]["zh"]
            assert is_said or is_told, question


def test_no_fewer_questions_of_strangers_are_answered(
    graph: KnowledgeGraph, strange: list[tuple[Asked, Answer]]
) -> None:
    """Of those about the first report; what is wrong stays in sight of who changes patterns or weights."""
    verdicts = Counter(each.verdict(graph, answer) for each, answer in strange)
    likely = Counter(is_right(a.likely, each.right(graph)) for each, a in strange if a.likely is not None)
    assert (verdicts["right"], verdicts["wrong"], likely[True], likely[False]) == (22, 2, 28, 13)


def test_readings_with_the_same_answer_are_one_and_none_of_them_has_its_share(
    graph: KnowledgeGraph, plain: Plain
) -> None:
    tried = plain.readings.tried("青岛和哪些外国机构有来往？")
    found = ranked(tried, weights())
    assert sum(each.likelihood for each in found) < 1
    assert [each.likelihood for each in found] == sorted((each.likelihood for each in found), reverse=True)
    assert len(found) == len({supposed.answer for supposed, _ in tried})
    assert ranked([], weights()) == []


def test_the_command_marks_what_is_likely_and_ends_with_an_error(desk: Path) -> None:
    question = "The dual system model - from which country is it?"
    ended = skillgraph("ask", question, cwd=desk)
    assert ended.returncode == 1
    assert "most likely meant (" in ended.stdout
    assert "Germany" in ended.stdout
    told = json.loads(skillgraph("ask", question, "--format", "json", cwd=desk).stdout)
    assert (told["status"], told["rows"]) == ("not understood", [])
    assert [row["answer"] for row in told["likely"]["rows"]] == ["德国"]
    assert told["likely"]["rows"][0]["evidence"]


def test_the_command_lists_what_else_a_question_may_mean_and_shows_the_one_that_is_chosen(desk: Path) -> None:
    question = "Who are the partners of Qingdao in Korea?"
    listed = skillgraph("ask", question, "--lang", "zh", cwd=desk).stdout.split("\n")
    at = listed.index("也可能是（用 --reading N 查看其全部结果）：")
    line = re.fullmatch(r"  2  (\d+)%  哪些；任何 — 合作 → 青岛市  8 行：(.+、)+…", listed[at + 1])
    assert line, "the first is open above"
    ended = skillgraph("ask", question, "--reading", "2", cwd=desk)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("understood as: which; anything")
    assert "GFM" in ended.stdout
    assert "four-cities:" in ended.stdout
    assert "MATCH (said:Fact)" in ended.stdout
    assert "may" not in ended.stdout, "nothing is left to choose"
    told = json.loads(skillgraph("ask", question, "--reading", "2", "--format", "json", cwd=desk).stdout)
    assert (told["status"], told["total"], told["likelihood"]) == ("answered", 8, int(line[1]) / 100)
    table = skillgraph("ask", question, "--reading", "2", "--format", "csv", cwd=desk).stdout
    assert [row["answer"] for row in csv.DictReader(io.StringIO(table))] == [row["answer"] for row in told["rows"]]
    query = skillgraph("ask", question, "--reading", "1", "--query", "sparql", cwd=desk).stdout
    assert "sg:partnersWith" in query
    assert "likely" not in query


def test_the_command_lists_the_readings_of_an_ambiguous_question(desk: Path) -> None:
    question = "管理办法规范什么？"
    ended = skillgraph("ask", question, cwd=desk)
    assert ended.returncode == 1
    numbered = re.findall(r"^  (\d)  which; .* regulates .*  (1 row: |no rows$)", ended.stdout, re.MULTILINE)
    assert numbered == [("1", "1 row: "), ("2", "1 row: "), ("3", "1 row: "), ("4", "no rows")]
    assert "understood as" not in ended.stdout
    ended = skillgraph("ask", question, "--reading", "2", cwd=desk)
    assert ended.returncode == 0
    assert "淄博市技术技能大师" in ended.stdout
    assert skillgraph("ask", question, "--reading", "4", cwd=desk).returncode == 0, "nothing is an answer too"
    beside = skillgraph("ask", question, "--format", "csv", cwd=desk)
    assert (beside.stdout, beside.stderr.count("regulates")) == ("", 4)


@pytest.mark.parametrize(
    ("question", "number", "there"),
    [
        ("管理办法规范什么？", "5", 4),
        ("管理办法规范什么？", "0", 4),
        ("的的的", "1", 0),
        ("青岛有哪些合作伙伴？", "2", 1),
    ],
)
def test_a_reading_that_there_is_not_is_an_error_that_says_how_many_there_are(
    desk: Path, question: str, number: str, there: int
) -> None:
    said = complaint(skillgraph("ask", question, "--reading", number, cwd=desk), 2)
    assert f"--reading {number}: readings to choose from: {there}" in said
