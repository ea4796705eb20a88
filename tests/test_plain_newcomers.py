"""Questions as somebody asks who does not know the words of the graph: countries, demonyms, what is only a part."""

from __future__ import annotations

import pytest

from plain_questions import answered, ask
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
