"""What becomes of bodies, as texts put it: renamed, merged, formed of others, split off."""

from __future__ import annotations

import pytest

from skillgraph.documents import read_bytes
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.relating.changes import Change, rules

Told = tuple[str, str, str, str, str]


def told(text: str) -> list[Told]:
    """Subject, predicate and object, the time, and the rule, of what is found by a rule of changes."""
    found = RuleExtractor().extract(read_bytes(text.encode(), "a.txt", "text/plain"))
    names = {e.id: e.name for e in found.entities}
    return [
        (names[r.subject], r.predicate, names[r.object], r.start, r.by[0])
        for r in found.relations
        if r.by[0].startswith("change-")
    ]


@pytest.mark.parametrize("rule", rules().change, ids=lambda rule: rule.id)
def test_a_rule_finds_its_example_and_not_its_counterexample(rule: Change) -> None:
    text, subject, object_ = rule.example
    found = told(text)
    assert (subject, rule.predicate, object_) in {row[:3] for row in found}
    assert {row[4] for row in found} == {rule.id}
    assert [row for row in told(rule.counterexample) if row[4] == rule.id] == []


@pytest.mark.parametrize(("text", "expected"), [
    ("远山技工學校於2019年并入嘉禾職業技術學院。", [("远山技工學校", "mergedInto", "嘉禾職業技術學院", "2019")]),
    ("远山技工学校已于2019年整体并入嘉禾职业技术学院。", [("远山技工学校", "mergedInto", "嘉禾职业技术学院", "2019")]),
    (
        "２０１５年，嘉禾技工学校、远山财经学校合并组建澜湾职业技术学院。",
        [
            ("澜湾职业技术学院", "formedFrom", "嘉禾技工学校", "2015"),
            ("澜湾职业技术学院", "formedFrom", "远山财经学校", "2015"),
        ],
    ),
    ("远山职业学院前身是1985年创办的远山纺织学校。", [("远山纺织学校", "renamedTo", "远山职业学院", "")]),
    ("远山技工学校未并入嘉禾职业技术学院。", []),
    ("远山技工学校拟并入嘉禾职业技术学院。", []),
    ("远山技工学校是否并入嘉禾职业技术学院？", []),
    ("远山技工学校并入选嘉禾职业技术学院名单。", []),
    ("据传,远山技工学校并入嘉禾职业技术学院。", []),
])  # fmt: skip
def test_only_what_has_happened_is_told(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [row[:4] for row in told(text)] == expected
