"""Finding by words, in whatever form they are written."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from command_line import skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.language.pinyin import sounding
from skillgraph.model.errors import UsageError


def found(graph: KnowledgeGraph, words: str) -> list[str]:
    return [str(row[0]) for row in graph.find(words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("青岛", "qingdao"),
        ("qingdao", "qingdao"),
        ("ＱＩＮＧＤＡＯ", "qingdao"),
        ("laos", "laos"),
        ("老撾", "laos"),
        ("370300", "zibo"),
        ("技耀泉城海右", "haiyou-contest"),
        ("海右 泉城", "haiyou-contest"),
        ("luang-prabang", "luang-prabang"),
    ],
)
def test_each_form_finds_the_thing_first(graph: KnowledgeGraph, words: str, first: str) -> None:
    assert found(graph, words)[0] == first


def test_order_of_words_does_not_matter_and_all_are_wanted(graph: KnowledgeGraph) -> None:
    forward, backward = found(graph, "skills competition"), found(graph, "competition skills")
    assert forward
    assert set(forward) == set(backward)


def test_what_is_no_fact_is_marked(graph: KnowledgeGraph) -> None:
    status = {str(row[0]): row[5] for row in graph.find("青岛")}
    assert status["qingdao"] == ""
    envisaged = next(e for e in graph.entities.values() if e.existence == "envisaged")
    assert {str(row[0]): row[5] for row in graph.find(envisaged.name)}[envisaged.id] == "envisaged"


def test_documented_patterns_find_the_same(graph: KnowledgeGraph) -> None:
    query = 'SELECT DISTINCT ?t { ?t sg:anyName ?form FILTER(CONTAINS(LCASE(?form), "qingdao")) }'
    things = {str(row[0]).rpartition("/")[2] for row in graph.sparql(query)}
    more = {id for id in found(graph, "qingdao") if id in graph.entities} - things
    assert things
    assert all("qingdao" in id for id in more)  # Ids are no forms of a name.


def test_no_word_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="give a word"):
        graph.find(" “” ")


def test_command_gives_rows_or_says_that_there_are_none(built: Path) -> None:
    process = skillgraph("find", "青岛", "人力", "--graph", str(built), "--format", "json", cwd=built)
    assert json.loads(process.stdout)[0]["id"] == "qingdao-hrss"
    assert "nothing has any" in skillgraph("find", "nosuchword", "--graph", str(built), cwd=built).stderr
    chinese = skillgraph("--lang", "zh", "find", "西门子 青岛", "--graph", str(built), cwd=built)
    assert "任何内容都不含 西门子" in chinese.stderr


@pytest.mark.parametrize(
    ("words", "first", "kept"),
    [
        ("competition nosuchword", "", "competition"),
        ("济南代表团 金牌", "four-cities/jn-gold", "济南代表团 金牌"),
        ("海右大赛", "haiyou-contest", "海右大赛"),
    ],
)
def test_where_nothing_has_all_words_what_has_most_is_told(
    graph: KnowledgeGraph, words: str, first: str, kept: str
) -> None:
    rows = graph.find(words)
    assert {row[4] for row in rows} == {kept}
    assert not first or rows.rows[0][0] == first
    assert "nothing has all" in rows.notes[0]
    assert ("nosuchword" in words) == any("nosuchword" in note for note in rows.notes)


@pytest.mark.parametrize(
    ("words", "figure"),
    [("青岛 22所", "qd-schools"), ("22所", "qd-schools"), ("2013年", "qd-r111")],
)
def test_figures_are_found_by_their_value_and_unit(graph: KnowledgeGraph, words: str, figure: str) -> None:
    assert f"four-cities/{figure}" in found(graph, words)
    assert graph.find(words).notes == ()


def test_part_of_a_number_is_another_number(graph: KnowledgeGraph) -> None:
    assert "four-cities/qd-schools" not in found(graph, "2所")
    assert "nothing has all" in graph.find("青岛 2所").notes[0]


@pytest.mark.parametrize("word", ["Oslo", "Chile", "Tesla", "Kone"])
def test_a_word_of_letters_has_no_short_forms(graph: KnowledgeGraph, word: str) -> None:
    assert found(graph, word) == []


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("青岛 老挝", {"qingdao", "laos-lpb-college"}),
        ("Laos Qingdao", {"qingdao", "laos-lpb-college"}),
        ("合作 GFM", {"gfm"}),
    ],
)
def test_words_of_two_things_find_what_is_said_of_both(graph: KnowledgeGraph, words: str, ends: set[str]) -> None:
    statements = {s.id: s for s in graph.statements()}
    said = [statements[id] for id in found(graph, words) if id in statements]
    assert any(ends <= {s.subject, s.object} for s in said)
    assert all(s.subject for s in said)


def test_the_name_of_one_thing_does_not_find_all_that_is_said_of_it(graph: KnowledgeGraph) -> None:
    statements = {s.id for s in graph.statements() if not s.text}
    assert statements.isdisjoint(found(graph, "青岛"))
    assert statements.isdisjoint(found(graph, "luang prabang college"))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("淄博 出台 政策", {"four-cities/zb-r100", "four-cities/zb-r147", "four-cities/zb-r151"}),
        ("颁发 技术能手", {"four-cities/jn-r099", "four-cities/zz-r066"}),
        ("牵头 国家发改委", {"four-cities/qd-r127"}),
        ("cooperation GFM", {"four-cities/qd-r052"}),
        ("gfm 所在地", {"four-cities/qd-r053"}),
        ("外方", {"gfm", "myongji-university", "laos-lpb-college"}),
        ("foreign company", {"gfm", "baili-kk-japan"}),
        ("高职", {"laos-lpb-college"}),
        ("德国 公司", {"gfm"}),
        ("青岛 引进 企业", {"four-cities/qd-r092"}),
        ("青岛 拟建", {"four-cities/qd-r103"}),
        ("济南 计划", {"four-cities/jn-r078"}),
    ],
)
def test_words_for_classes_relations_and_modalities_find_what_is_of_them(
    graph: KnowledgeGraph, words: str, wanted: set[str]
) -> None:
    rows = graph.find(words)
    assert wanted <= {str(row[0]) for row in rows}
    assert rows.notes == ()


def test_names_with_a_word_come_before_what_is_only_of_such_a_class(graph: KnowledgeGraph) -> None:
    hits = graph.find("企业").to_dicts()
    assert hits[0]["name"] == "企业"
    named = [hit["name"] for hit in hits if hit["kind"] == "Enterprise" and "企业" in str(hit["name"])]
    others = [hit["name"] for hit in hits if hit["kind"] == "Enterprise" and hit["name"] not in named]
    assert "海尔集团" in others
    assert [hit["name"] for hit in hits if hit["name"] in (*named, *others)] == [*named, *others]


@pytest.mark.parametrize(
    ("words", "figure", "value"),
    [
        ("大师工作室 数量", "zz-nstudio", "1 家"),
        ("在校生", "zz-enrolment", "> 20,000 人"),
        ("补贴 大师工作室", "zb-studio-fund", "≤ 300,000 元"),
        ("how many 在校生", "qd-enrolment", "49,100 人"),
        ("济南 竞赛 场数", "jn-2024-contests", "78 场"),
    ],
)
def test_figures_are_found_by_what_they_count_and_show_their_values(
    graph: KnowledgeGraph, words: str, figure: str, value: str
) -> None:
    shown = {str(row[0]): str(row[2]) for row in graph.find(words)}
    assert shown[f"four-cities/{figure}"].endswith(f" {value}")


@pytest.mark.parametrize(
    ("words", "first", "read"),
    [
        ("fushikang", "foxconn", "富士康"),
        ("Fushikang 智能制造", "four-cities/qd-r094", "富士康"),
        ("hejz", "", ""),
    ],
)
def test_letters_that_stand_nowhere_are_read_as_pinyin(
    graph: KnowledgeGraph, words: str, first: str, read: str
) -> None:
    rows = graph.find(words)
    assert [row[0] for row in rows][:1] == [*filter(None, [first])]
    assert (f"{words.split()[0].lower()} is read as {read}" in rows.notes) == bool(read)


def test_a_name_of_any_length_may_be_spelled() -> None:
    assert sounding("海" * 5000, "hai" * 5000) == "海" * 5000
    assert sounding("海" * 500, "hai" * 500 + "x") == ""


def test_a_hit_is_named_once(graph: KnowledgeGraph) -> None:
    for words in ("青岛", "Qingdao partner", "济南 金牌", "2013年"):
        for _, _, name, english, found, _ in graph.find(words):
            assert found not in (name, english)
    assert graph.find("370300").rows[0][4] == "370300"


def test_words_of_a_question_are_left_out_where_nothing_has_them(graph: KnowledgeGraph) -> None:
    assert set(found(graph, "青岛 引进 企业")) <= set(found(graph, "青岛 引进 哪些 企业"))
    assert "four-cities/qd-r030" in found(graph, "which partners does qingdao have in japan")


@pytest.mark.parametrize(
    ("phrase", "words", "wanted"),
    [
        ("青岛合作的企业", "青岛 合作 企业", "four-cities/qd-r030"),
        ("青岛有哪些企业？", "青岛 企业", "sien"),
        ("济南的学校", "济南 学校", "colleges-jinan"),
        ("德国合作伙伴有哪些", "德国 合作伙伴", "four-cities/qd-r052"),
        ("2024年济南的赛项数", "2024年 济南 赛项数", "four-cities/jn-2024-items"),
        ("与GFM共建的平台", "GFM 共建 平台", "four-cities/qd-r050"),
    ],
)
def test_a_phrase_without_spaces_is_cut_into_what_is_known(
    graph: KnowledgeGraph, phrase: str, words: str, wanted: str
) -> None:
    rows = graph.find(phrase)
    assert wanted in {row[0] for row in rows}
    assert {row[0] for row in rows} == {row[0] for row in graph.find(words)}
    assert rows.notes[0].endswith(f" is read as {', '.join(words.lower().split())}")


@pytest.mark.parametrize("phrase", ["西门子", "济南代表团", "海右大赛", "牛肉面" * 40])
def test_what_is_one_word_is_not_cut(graph: KnowledgeGraph, phrase: str) -> None:
    assert not any("is read as" in note for note in graph.find(phrase).notes)


def test_an_unknown_part_of_a_phrase_is_told(graph: KnowledgeGraph) -> None:
    assert "nothing at all has 牛肉面" in graph.find("青岛的牛肉面企业").notes


def test_spelling_takes_a_step_a_letter_and_character_whatever_the_name() -> None:
    started = time.process_time()
    # Each character could begin or go on; none of the ways comes to an end.
    assert sounding("海" * 3000, "hai" * 1000 + "x") == ""
    assert time.process_time() - started < 10
