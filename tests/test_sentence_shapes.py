"""Constructions of Chinese reports: what a sentence says by its shape, and what it must not be taken to say."""

from __future__ import annotations

import pytest

from sentences import stated

SAID = {
    # what a body does behind its own name, though the words run together
    "宁波甬江职业学院同宁波海天机械有限公司开展合作。": ["宁波甬江职业学院 partnersWith 宁波海天机械有限公司"],
    "无锡职业大学托管霍尔果斯技工学校。": ["无锡职业大学 manages 霍尔果斯技工学校"],
    # what a thing is said to be
    "长沙湘江职业技术学院系长沙市人民政府举办的高职院校。": ["长沙市人民政府 manages 长沙湘江职业技术学院"],
    # on whose account something happens
    "经宁波市模具协会牵线,宁波甬江职业学院开办“海天班”。": [
        "宁波甬江职业学院 established 海天班",
        "宁波市模具协会 facilitated 海天班",
    ],
    "在江苏省教育厅指导下,无锡职业大学成立长三角纺织产教联合体。": [
        "无锡职业大学 established 长三角纺织产教联合体",
        "长三角纺织产教联合体 guidedBy 江苏省教育厅",
    ],
    # who goes to whom
    "宁波甬江职业学院派出教师赴新加坡南洋理工学院访学。": ["宁波甬江职业学院 learnsFrom 新加坡南洋理工学院"],
    "宁波甬江职业学院选派专家到贵州黔江技师学院支教。": ["宁波甬江职业学院 contributesTo 贵州黔江技师学院"],
    # what is spoken of holds as is said behind
    "与海天塑机集团有限公司合办专业一事,宁波甬江职业学院仍在探索。": [
        "宁波甬江职业学院 partnersWith 海天塑机集团有限公司 exploratory"
    ],
    "宁波甬江职业学院与老挝万象职业学院共建中心的设想,因资金不足而搁置。": [],
}


@pytest.mark.parametrize(("text", "facts"), SAID.items())
def test_a_construction_says_what_it_says(text: str, facts: list[str]) -> None:
    assert {" ".join(fact).removesuffix(" actual") for fact in stated(text)} == set(facts)
