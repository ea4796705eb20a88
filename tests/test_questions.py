"""The recorded questions: both languages give the recorded answer, and they take it from the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from loader_copies import add_row, copy_loaders, edit_row, graph_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows, cell_text
from skillgraph.model.errors import UsageError
from skillgraph.model.home import home
from skillgraph.questions.recorded import Question, Result, ask, find_questions, question_names, question_path

QUERIES = home() / "queries"

#: Columns that repeat what is asked (indicators by name) or hold a code of the vocabulary, not an answer of a report.
NOT_ANSWERS = {"aspect", "indicator", "indicator_2024", "indicator_2025", "bound"}


@pytest.mark.parametrize("name", question_names())
def test_both_languages_give_the_recorded_answer(graph: KnowledgeGraph, embedded: None, name: str) -> None:
    [question] = find_questions([name])
    result = ask(question, graph.sparql_store, graph.cypher_store)
    assert result.differences == []
    assert result.agrees
    assert len(result.recorded) > 0


def test_there_are_53_questions_each_in_three_files() -> None:
    files = sorted(path.name for path in QUERIES.iterdir())
    names = sorted(path.stem for path in QUERIES.glob("*.rq"))
    assert files == sorted(f"{name}.{suffix}" for name in names for suffix in ("rq", "cypher", "csv"))
    assert len(names) == 53


@pytest.mark.parametrize("name", question_names())
def test_both_queries_begin_with_the_question(name: str) -> None:
    sparql = question_path(name, "rq").read_text("utf-8").split("\n")[:2]
    cypher = question_path(name, "cypher").read_text("utf-8").split("\n")[:2]
    assert all(line.startswith("# ") for line in sparql)
    assert all(line.startswith("// ") for line in cypher)
    assert [line.removeprefix("# ") for line in sparql] == [line.removeprefix("// ") for line in cypher]
    assert re.search(r"[\u4e00-\u9fff]", sparql[0])
    assert sparql[1].isascii() or "双元三地" in sparql[1]


@pytest.mark.parametrize("name", question_names())
def test_no_answer_stands_in_a_query(name: str) -> None:
    [question] = find_questions([name])
    for query in (question.sparql, question.cypher):
        assert answers_within(question, query) == []


def test_the_check_for_answers_in_a_query_finds_them() -> None:
    [q05], [q19] = find_questions(["q05"]), find_questions(["q19"])
    assert answers_within(q05, q05.cypher + "\nRETURN 49100") == ["49100"]
    assert answers_within(q05, q05.cypher + "\n// 49100") == []
    assert answers_within(q19, q19.sparql + '\nFILTER(?organization = "国际劳工组织"@zh)') == ["国际劳工组织"]


@pytest.fixture(scope="module")
def edited(arcadedb: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The reports' graph with the edits of the tests below, each in rows of its own."""
    loaders = copy_loaders(tmp_path_factory.mktemp("edited"))
    observations = loaders / "four-cities" / "observations.csv"
    statements = loaders / "four-cities" / "statements.csv"
    # a changed figure
    edit_row(observations, "qd-enrolment", value="49101")
    # changed bounds, and a part that no longer adds up
    edit_row(observations, "qd-welders", bound="exact")
    edit_row(observations, "jn-2024-share-leading", bound="moreThan")
    edit_row(observations, "zz-group-enterprises", value="119")
    # what no report states
    places = {"predicate": "signifies", "text": "甲地、乙地、丙地", "qualifiers": "component=三地"}
    add_row(statements, like="qd-r076", id="x-1", **places)
    add_row(statements, like="jn-r082", id="x-2", object="digital-economy", qualifiers="component=13")
    edit_row(observations, "jn-34", about="silver-economy")
    # a centre that is built, and figures of a plan
    edit_row(statements, "qd-r141", modality="actual")
    edit_row(observations, "jn-2024-contests", modality="planned")
    # a partner abroad, a period that is over, a longer chain, a rule that has a figure
    add_row(statements, like="qd-r032", id="x-3", subject="zibo")
    edit_row(observations, "zb-trained", end="2024")
    add_row(statements, like="zz-r038", id="x-4", object="zaozhuang-chief-technician", subject="zibo-chief-technician")
    add_row(observations, like="zb-articles", id="x-5", subject="zibo-leading-talent-rules", kind="measure", value="7")
    # a figure that is told again otherwise, and a fact that is denied
    edit_row(observations, "zb-2023-studios", value="3")
    add_row(statements, like="qd-r032", id="x-6", modality="negated")
    with graph_of(loaders) as graph:
        yield graph


def test_a_changed_figure_is_noticed(edited: KnowledgeGraph) -> None:
    for name in ("q05", "q28"):
        result = ask_one(edited, name)
        assert not result.sparql_agrees
        assert not result.cypher_agrees
        assert {line.partition(":")[0] for line in result.differences} == {"SPARQL", "Cypher"}
        assert any("49101" in line for line in result.differences)
    assert ask_one(edited, "q01").agrees


def test_a_changed_bound_is_noticed(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q08"):
        assert column(rows, "bound") == ["exact"]
    for rows in both(edited, "q36"):
        assert column(rows, "share") == ["38.5"]
        assert column(rows, "consistent") == ["false"]
    for rows in both(edited, "q35"):
        assert set(column(rows, "sum_of_parts")) == {"144"}
        assert set(column(rows, "adds_up")) == {"false"}


def test_what_no_report_states_is_shown_once_one_does(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q38"):
        meanings = dict(zip(column(rows, "indicator"), column(rows, "meaning"), strict=True))
        assert meanings == {
            "双元三地中的三地": "甲地、乙地、丙地",
            "13+34中的13": "数字经济",
            "13+34中的34": "银发经济",
        }


def test_a_centre_is_built_once_a_report_says_so(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q18"):
        built = {(r["centre"], r["modality"], r["built"]) for r in rows.to_dicts()}
        assert built == {
            ("海外高技能人才赋能中心", "exploratory", False),
            ("上合国际技能认证中心", "actual", True),
        }


def test_a_plan_of_the_same_year_is_no_fact(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q02"):
        assert "竞赛场数" not in column(rows, "aspect")


def test_what_has_none_is_asked_of_what_there_is(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q48"):
        assert sorted(column(rows, "name")) == sorted(["枣庄市", "济南市"])
    for rows in both(edited, "q49"):
        assert "领军人才实施细则" not in column(rows, "policy")
        assert len(rows) == len(find_questions(["q49"])[0].recorded) - 1
    for rows in both(edited, "q53"):
        assert "上合国际技能认证中心" not in column(rows, "object")
        assert "海外高技能人才赋能中心" in column(rows, "object")


def test_a_period_that_ended_is_over_and_goes_on_no_more(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q46"):
        assert "9673" in column(rows, "value")
        assert "78" not in column(rows, "value")
    for rows in both(edited, "q47"):
        assert "9673" not in column(rows, "value")
        assert "201" in column(rows, "value")


def test_chains_of_any_length_are_followed(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q64"):
        assert {"category": "淄博市首席技师", "level": "市级"} in rows.to_dicts()


def test_what_contradicts_itself_is_told(edited: KnowledgeGraph) -> None:
    for rows in both(edited, "q66"):
        assert [(r["value"], r["other_value"], r["contradict"]) for r in rows.to_dicts()] == [(3, 2, True)]
    for rows in both(edited, "q67"):
        assert "negated" in column(rows, "elsewhere")


def test_an_unknown_question_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"q06"):
        find_questions(["q6"])


def ask_one(graph: KnowledgeGraph, name: str) -> Result:
    [question] = find_questions([name])
    return ask(question, graph.sparql_store, graph.cypher_store)


def both(graph: KnowledgeGraph, name: str) -> tuple[Rows, Rows]:
    """The answers of both engines."""
    result = ask_one(graph, name)
    assert result.sparql is not None
    assert result.cypher is not None
    return result.sparql, result.cypher


def column(rows: Rows, name: str) -> list[str]:
    return [cell_text(row[name]) for row in rows.to_dicts()]


def answers_within(question: Question, query: str) -> list[str]:
    """Recorded answers that stand in a query as constants, though the question itself does not name them."""
    lines = query.split("\n")
    code = "\n".join(line for line in lines if not line.lstrip().startswith(("#", "//", "PREFIX")))
    asked = f"{question.text_zh} {question.text_en}"
    cells = {
        str(value)
        for row in question.recorded.to_dicts()
        for name, value in row.items()
        if name not in NOT_ANSWERS and value not in ("true", "false")
    }
    return sorted(cell for cell in cells if stands_in(cell, code) and not stands_in(cell, asked))


def stands_in(cell: str, text: str) -> bool:
    """Whether a name of three or more characters, or a number of two or more digits, stands in a text."""
    if re.fullmatch(r"\d+(\.\d+)?", cell):
        return len(cell) > 1 and re.search(rf"(?<![\d.]){re.escape(cell)}(?![\d.])", text) is not None
    return len(cell) > 2 and cell in text
