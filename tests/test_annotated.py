"""Annotated texts: every string that an annotation names is found, and what is wrong with one is said by row."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, reject
from hypothesis import strategies as st

from skillgraph.model.errors import DataError, UsageError
from skillgraph.review.annotated import AnnotatedText, read_annotated, read_corpus

TEXT = (
    "红枫学院与岚集团签约\n红枫职业技术学院(以下简称红枫学院)与岚集团共建岚学院。学院2031年培训近300名学生,"
    "红枫职业技术学院附属中学不在其内。电话300转8。\n"
)
ANNOTATION = {
    "register": "news",
    "kinds": ["学生"],
    "entities": [
        ["红枫职业技术学院", "VocationalSchool/School", "红枫学院", "学院"],
        ["红枫职业技术学院附属中学", "School"],
        ["岚集团", "Enterprise"],
        ["岚学院", "TrainingPlatform/School", ""],
    ],
    "relations": [
        ["红枫职业技术学院", "partnersWith", "岚集团", "actual", "红枫学院与岚集团签约"],
        ["红枫职业技术学院", "jointlyEstablished/builds", "岚学院", "actual", "与岚集团共建岚学院"],
    ],
    "statistics": [
        ["近300名", 300, "名", "lessThan", "2031", "红枫职业技术学院/学生", "培训学生", "actual"],
        ["8", [8, 9], "", "exact", "", "", "转", "rule", "structural"],
    ],
    "optional": ["电话300|300"],
}


def annotated(folder: Path, text: str = TEXT, **changed: Any) -> AnnotatedText:
    (folder / "1.txt").write_text(text, encoding="utf-8")
    (folder / "1.toml").write_text(tomli_w.dumps({**ANNOTATION, **changed}), encoding="utf-8")
    return read_annotated(folder / "1.toml")


def complaint(folder: Path, **changed: Any) -> list[str]:
    with pytest.raises(DataError) as error:
        annotated(folder, **changed)
    return [line.removeprefix(f"{folder / '1.toml'}, ") for line in str(error.value).splitlines()]


def test_names_are_found_longest_first_and_words_outside_of_names(tmp_path: Path) -> None:
    found = annotated(tmp_path)
    things = {thing.id: thing for thing in found.things}
    college = things["红枫职业技术学院"]
    assert college.classes == ("VocationalSchool", "School")
    assert [TEXT[slice(*span)] for span in college.mentions] == ["红枫学院", "红枫职业技术学院", "红枫学院"]
    assert [TEXT[slice(*span)] for span in college.nested] == ["红枫职业技术学院"]
    assert (things["学生"].named, things["学生"].classes) == (False, ("Kind",))
    mentions = [(TEXT[m.start : m.end], m.thing, m.form) for m in found.mentions()]
    assert [m for m in mentions if m[2] == "reference"] == [("学院", "红枫职业技术学院", "reference")]
    assert [m[0] for m in mentions if m[1] == "岚学院"] == ["岚学院"]


def test_clauses_and_figures_are_found(tmp_path: Path) -> None:
    found = annotated(tmp_path)
    first, second = found.relations
    assert TEXT[slice(*second.evidence)] == "与岚集团共建岚学院"
    assert TEXT[slice(*second.sentence)] == "红枫职业技术学院(以下简称红枫学院)与岚集团共建岚学院。"
    assert (second.subjects, second.predicates) == (("红枫职业技术学院",), ("jointlyEstablished", "builds"))
    assert TEXT[slice(*first.sentence)] == "红枫学院与岚集团签约\n"
    figure, number = found.figures
    assert (TEXT[slice(*figure.span)], figure.subjects) == ("近300名", ("红枫职业技术学院", "学生"))
    assert (number.value, number.value_max, number.kind, number.subjects) == (8, 9, "structural", ())
    assert [TEXT[slice(*span)] for span in found.optional] == ["300"]
    assert found.register == "news"


def test_a_name_may_be_broken_by_the_end_of_a_line(tmp_path: Path) -> None:
    found = annotated(tmp_path, text=TEXT.replace("附属中学", "附属\n中学"))
    assert [found.text[slice(*span)] for span in found.things[1].mentions] == ["红枫职业技术学院附属\n中学"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"entities": [["红枫大学", "School"]]}, "entities, row 1: '红枫大学' doesn't stand in 1.txt; write it as"),
        ({"entities": [["岚集团", "Enterprize"]]}, "entities, row 1: unknown class 'Enterprize'; did you mean"),
        ({"entities": [["岚集团"]]}, "entities, row 1: needs two to four strings"),
        ({"entities": ["岚集团"]}, "entities, row 1: not a list of fields"),
        ({"entities": [["岚集团", "Enterprise"], ["岚集团", "School"]]}, "entities: '岚集团' stands twice; join"),
        ({"kinds": ["老师"]}, "kinds: '老师' doesn't stand in the text"),
        (
            {"relations": [["岚集团", "has", "岚塔", "actual", "岚"]]},
            "relations, row 1: unknown name '岚塔'; give it a row",
        ),
        ({"relations": [["岚集团", "likes", "学生", "actual", "岚"]]}, "relations, row 1: unknown predicate 'likes'"),
        ({"relations": [["岚集团", "has", "学生", "true", "岚"]]}, "relations, row 1: unknown modality 'true'"),
        (
            {"relations": [["岚集团", "has", "学生", "rule", "无"]]},
            "relations, row 1: '无' doesn't stand in 1.txt; quote",
        ),
        ({"relations": [["岚集团", "has", "学生", "rule"]]}, "relations, row 1: needs five strings"),
        (
            {"statistics": [["300", 300, "名", "exact", "", "", "人", "actual"]]},
            "statistics, row 1: '300' stands 2 times; give a context",
        ),
        (
            {"statistics": [["近300名", "300", "名", "lessThan", "", "", "人", "actual"]]},
            "statistics, row 1: '300' is no value; write a number",
        ),
        ({"statistics": [["近300名", 300, "名"]]}, "statistics, row 1: needs eight or nine fields"),
        ({"optional": ["9"]}, "optional, row 1: '9' doesn't stand in 1.txt"),
    ],
)
def test_a_mistake_is_named_with_its_row_and_what_to_do(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    assert any(line.startswith(said) for line in complaint(tmp_path, **changed)), complaint(tmp_path, **changed)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    rows = [["岚集团", "likes", "学生", "actual", "岚"]] * 30
    lines = complaint(tmp_path, relations=rows, optional=["9"])
    assert (len(lines), lines[-1]) == (21, "and 11 more")
    assert lines[0].startswith("relations, row 1: ")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotations"):
        read_corpus(tmp_path)
    (tmp_path / "2.toml").write_text("entities = ]", encoding="utf-8")
    with pytest.raises(DataError, match=r"2\.toml: not TOML in UTF-8: .*line 1"):
        read_corpus(tmp_path)
    (tmp_path / "2.toml").write_text("entities = []", encoding="utf-8")
    with pytest.raises(UsageError, match=r"its text is missing; put it beside as 2\.txt"):
        read_corpus(tmp_path)
    (tmp_path / "2.txt").write_text("岚集团", encoding="utf-8")
    with pytest.raises(DataError, match="needs a list called relations"):
        read_corpus(tmp_path)


@given(
    names=st.lists(st.text("甲乙丙A ", min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=5, unique=True),
    between=st.lists(st.sampled_from(["", "与", "。", "\n", "甲"]), min_size=4, max_size=4),
)
def test_mentions_are_what_they_say_and_names_never_cross(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], between: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    text = "起" + "".join(name + mark for name, mark in zip(names, [*between, "终"], strict=False)) + "终"
    (folder / "1.txt").write_text(text, encoding="utf-8")
    rows = {"entities": [[name, "School"] for name in names], "relations": [], "statistics": []}
    (folder / "1.toml").write_text(tomli_w.dumps(rows), encoding="utf-8")
    assert tomllib.loads((folder / "1.toml").read_text("utf-8")) == rows
    try:
        found = read_annotated(folder / "1.toml")
    except DataError:
        reject()  # a Latin name inside a longer word, or one that crosses a longer name wherever it stands
    taken: set[int] = set()
    for thing in found.things:
        assert thing.mentions
        for start, end in (*thing.mentions, *thing.nested):
            assert found.text[start:end].replace("\n", "") == thing.name.replace("\n", "")
    for start, end in sorted({(m.start, m.end) for m in found.mentions()}, key=lambda span: span[0] - span[1]):
        inside = set(range(start, end)) & taken
        assert inside in (set(), set(range(start, end)))
        taken |= set(range(start, end))
