"""What has no relation, and who has the most: the same rows in both languages, and no silence taken for a no."""

from __future__ import annotations

import pytest

from plain_questions import bag
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain
from skillgraph.questions.plain.reading import Link, Reading, Things

CITIES = Things(class_name="City", places=("shandong",))
PARTNERS = (Link("partnersWith", False), Link("partnersWith", True))


@pytest.fixture(scope="module")
def plain(graph: KnowledgeGraph) -> Plain:
    return Plain(graph)


def read(plain: Plain, graph: KnowledgeGraph, reading: Reading) -> Answer:
    return plain.read("?", reading, graph.sparql_store.query)


def answers(answer: Answer) -> set[str]:
    return {str(row["answer"]) for row in answer.rows.to_dicts()}


@pytest.mark.parametrize(
    ("known", "links", "lacking"),
    [
        (Things(), PARTNERS, {"济南市", "淄博市", "枣庄市"}),
        (Things(class_name="ForeignPartner"), PARTNERS, {"济南市", "淄博市", "枣庄市"}),
        (Things(("laos",), within=True), PARTNERS, {"济南市", "淄博市", "枣庄市"}),
        (Things(class_name="Policy"), (Link("issues", True),), {"青岛市"}),
        (Things(("shandong",)), (Link("containedIn", True),), set()),
    ],
)
def test_what_has_no_relation_is_the_rest_of_its_class_in_both_languages(
    embedded: None, graph: KnowledgeGraph, plain: Plain, known: Things, links: tuple[Link, ...], lacking: set[str]
) -> None:
    answer = read(plain, graph, Reading("class", CITIES, known, links))
    assert answers(answer) == lacking
    having = read(plain, graph, Reading("things", CITIES, known, links))
    assert answers(having).isdisjoint(lacking)
    rows = graph.cypher(answer.cypher, answer.parameters)
    assert bag(rows, answer.rows.columns) == bag(answer.rows, answer.rows.columns)
    assert "这不等于没有此事" in answer.says[0]["zh"]


def test_what_is_only_explored_is_lacking_and_told_beside(graph: KnowledgeGraph, plain: Plain) -> None:
    answer = read(plain, graph, Reading("class", CITIES, Things(), (Link("developsStandard", True),)))
    assert "青岛市" in answers(answer)
    assert "其中有计划、探索等记载的：青岛市。" in [text["zh"] for text in answer.says]


def test_who_has_the_most_is_counted_over_single_things(graph: KnowledgeGraph, plain: Plain) -> None:
    city, policy = Things(class_name="City"), Things(class_name="Policy")
    answer = read(plain, graph, Reading("things", city, policy, (Link("issues", True),), rank="most"))
    assert answer.says[0]["zh"].startswith("最多者：淄博市（图谱所载 6 个")
    assert answer.understood[0]["zh"].startswith("哪些城市；")
    assert len({row["said_by"] for row in answer.rows.to_dicts()}) == len(answer.rows) > 6
