"""Names: that the best ones stay, that chances are those of the model, and that every name says who found it."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.extract.naming.candidates import Candidate
from skillgraph.extract.naming.columns import Column, cell_names, rules
from skillgraph.extract.naming.crf import LABELS, Tagger
from skillgraph.extract.naming.finder import resolve
from skillgraph.extract.naming.types import fine_type
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import Extraction
from skillgraph.extract.terms import load_terms

LEAST = 0.2
spans = st.tuples(st.integers(0, 12), st.integers(1, 6), st.floats(0, 1))


def read(text: str) -> Extraction:
    return RuleExtractor().extract(read_bytes(text.encode(), "a.txt", "text/plain"))


def worth(found: list[Candidate]) -> float:
    return sum(c.score - LEAST / 2 for c in found)


@given(st.lists(spans, max_size=7))
def test_no_other_set_without_overlap_is_worth_more(rows: list[tuple[int, int, float]]) -> None:
    candidates = [Candidate(0, start, start + size, "Place", (), score) for start, size, score in rows]
    kept = resolve(candidates, LEAST)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    for chosen in product((False, True), repeat=len(candidates)):
        some = sorted((c for c, yes in zip(candidates, chosen, strict=True) if yes), key=lambda c: c.start)
        apart = all(one.end <= other.start for one, other in pairwise(some))
        if apart and all(c.score >= LEAST for c in some):
            assert worth(some) <= worth(kept) + 1e-9


def test_chances_are_those_of_all_labellings() -> None:
    random = np.random.RandomState(1)
    transitions = random.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    rows = random.normal(scale=2, size=(2, len(LABELS))).astype(np.float32)
    tagger = Tagger(np.array([5, 9], dtype=np.int32), rows, transitions)
    [found] = tagger.stretches(np.array([[5, 9]], dtype=np.int32), [(0, 2)])
    sums: dict[tuple[int, int, str], float] = {}
    total = 0.0
    for one, other in product(range(len(LABELS)), repeat=2):
        weight = float(np.exp(rows[0, one] + rows[1, other] + transitions[one, other]))
        total += weight
        first, second = LABELS[one], LABELS[other]
        if first[0] == "B":
            whole = second == "I" + first[1:]
            key = (0, 2 if whole else 1, first[2:])
            sums[key] = sums.get(key, 0.0) + weight
        if second[0] == "B":
            sums[1, 2, second[2:]] = sums.get((1, 2, second[2:]), 0.0) + weight
    assert found
    for stretch in found:
        expected = sums[stretch.start, stretch.end, stretch.type] / total
        assert stretch.score == pytest.approx(expected, rel=1e-3)


def test_every_name_says_how_sure_it_is_and_who_found_it() -> None:
    found = read("嘉禾职业技术学院与远山重工集团有限公司共建澜湾智能装备产业学院。")
    assert len(found.entities) == 3
    assert all(e.by and e.score is not None and 0 < e.score < 1 for e in found.entities)


def test_persons_in_a_list_are_all_found() -> None:
    names = {e.name for e in read("嘉禾职业技术学院院长周启明,教师陈立新、吴佩兰、郑晓东出席活动。").entities}
    assert {"周启明", "陈立新", "吴佩兰", "郑晓东"} <= names


def test_a_referring_word_stands_for_the_school_named_before() -> None:
    found = read("嘉禾职业技术学院位于青岛市。学院与远山集团签署合作协议。")
    ids = {e.name: e.id for e in found.entities}
    pairs = {frozenset((r.subject, r.object)) for r in found.relations}
    assert frozenset((ids["嘉禾职业技术学院"], ids["远山集团"])) in pairs


def test_a_text_without_names_has_none() -> None:
    assert read("今天天气很好。").entities == ()


def test_the_same_text_gives_the_same_bytes() -> None:
    text = "2031年,嘉禾职业技术学院与澜港市人社局、远山集团签约,学院将建设实训基地。"
    assert read(text).jsonl() == read(text).jsonl()


@pytest.mark.parametrize(("text", "coarse", "class_"), [
    ("Lanwan Robotics", "Person", "Enterprise"),
    ("Keheim Institute of Technology", "Person", "University"),
    ("Norvik GmbH", "Organization", "Enterprise"),
    ("Anna Keheim", "Person", "Person"),
    ("海尔商用车", "School", "Enterprise"),
    ("海尔学院", "School", "School"),
    ("海尔杯", "Competition", "Competition"),
])  # fmt: skip
def test_a_class_is_told_by_the_words_of_a_name(text: str, coarse: str, class_: str) -> None:
    assert fine_type(text, coarse, None, load_terms()) == class_


def test_traditional_names_stay_as_they_are_written() -> None:
    text = "科海姆學院與嘉禾職業技術學院(以下簡稱「嘉禾職院」)簽約。嘉禾職院將派出教師。嘉禾职业技术学院位于青岛市。"
    names = {e.name: e.aliases for e in read(text).entities}
    assert "科海姆學院" in names
    assert set(names["嘉禾職業技術學院"]) == {"嘉禾職院", "嘉禾职业技术学院"}


@pytest.mark.parametrize("rule", rules().column, ids=lambda rule: rule.id)
def test_a_rule_of_columns_finds_its_example_and_not_its_counterexample(rule: Column) -> None:
    title, cell, names = rule.example
    found = cell_names(cell, title)
    assert [m.text for m in found] == list(names)
    assert {(m.type, m.by) for m in found} == {(rule.type, (rule.id,))}
    title, cell = rule.counterexample
    assert not [m for m in cell_names(cell, title) if m.by == (rule.id,)]


def test_what_only_says_what_kind_of_school_it_is_names_none() -> None:
    for text in ("该校1998年升格为公办高等职业学校。", "五年制高职学校招收学生3200人。", "与公办高等专科学校合作。"):
        assert [e.name for e in read(text).entities if e.type != "Kind"] == []
    assert "嘉禾公办职业学校" in read("嘉禾公办职业学校招收学生3200人。").entities[0].name


@pytest.mark.parametrize(
    "line",
    [
        "第一条 {}与东山重工有限公司合作。", "第十二条{}与东山重工有限公司合作。", "第二章 {}简介", "第三节{}办学情况",
        "附件1 {}简介", "附件2：{}简介", "附录A {}简介", "一、{}简介", "（一）{}简介", "一 {}简介", "1 {}简介",
    ],
)  # fmt: skip
def test_what_counts_a_line_is_no_part_of_a_name(line: str) -> None:
    text = line.format("海山职业学院") + "\n海山职业学院在校生3000人。"
    found = read(text).entities
    assert [e.name for e in found if e.name.endswith("学院")] == ["海山职业学院"]


@pytest.mark.parametrize(
    "name",
    [
        "第三节能环保学院",
        "第二届海山杯技能大赛",
        "第一编织厂",
        "第二编织技工学校",
        "第三节水技术学校",
        "第三条码科技有限公司",
        "附件制造有限公司",
    ],
)
@pytest.mark.parametrize("text", ["{}在东山市举行。", "{}与海山职业学院合作。"])
def test_numbers_that_are_parts_of_names_stay(name: str, text: str) -> None:
    found = read(text.format(name)).entities
    assert name in [e.name for e in found]


def test_a_name_that_begins_with_numerals_may_be_drawn_with_a_gap() -> None:
    assert "三一重工有限公司" in [e.name for e in read("三一 重工有限公司与海山职业学院合作。").entities]
