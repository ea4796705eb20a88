"""The likeliest reading of a question that is not understood: marked as such, and no plan for a fact."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from training.asked import STRANGERS, answered, is_right, questions

from command_line import skillgraph
from plain_questions import ask, bag
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.likely.ranking import ranked, weights
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


@pytest.fixture(scope="module")
def shown(graph: KnowledgeGraph, plain: Plain) -> list[tuple[str, Answer]]:
    """The likely answers to questions of strangers about the first report."""
    asked = [each.text for name in STRANGERS for each in questions(name) if each.graph == "four"]
    answers = [(text, ask(plain, graph, text).likely) for text in asked]
    return [(text, likely) for text, likely in answers if likely is not None]


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
        assert 0.4 <= likely.likelihood <= 1
        assert len(likely.understood) == 1
        assert {str(row["said_by"]) for row in likely.rows.to_dicts()} == likely.evidence.keys()


def test_an_answer_that_is_understood_has_no_likely_one_beside_it(graph: KnowledgeGraph, plain: Plain) -> None:
    for question in ("青岛有哪些合作伙伴？", "青岛与美国合作吗？", "", "的的的", "?!。"):
        assert ask(plain, graph, question).likely is None, question


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
            is_said = labels.get(str(row["modality"]), "") in likely.understood[0]["zh"]
            assert is_said or likely.says[0]["zh"].startswith("不是事实"), question


def test_no_fewer_questions_of_strangers_are_answered(graph: KnowledgeGraph, plain: Plain) -> None:
    """Of those about the first report; what is wrong stays in sight of who changes patterns or weights."""
    asked = [each for name in STRANGERS for each in questions(name) if each.graph == "four"]
    answers = [(each, ask(plain, graph, each.text)) for each in asked]
    verdicts = Counter(each.verdict(graph, answer) for each, answer in answers)
    likely = Counter(is_right(a.likely, each.right(graph)) for each, a in answers if a.likely is not None)
    assert (verdicts["right"], verdicts["wrong"], likely[True], likely[False]) == (19, 3, 21, 8)


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
