"""Relations from a document whose names are given: what is denied, ended, doubtful or asked is never a fact."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.extract.cues import CueRule, concerns, cues, masked, rules
from skillgraph.extract.doc import Doc, Fact, Mention, read_doc
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.relating.owners import Figure, OwnerReader, owner, owners_weights, with_kinds
from skillgraph.extract.relating.relations import relations
from skillgraph.extract.terms import load_terms

Names = dict[str, str]
SCHOOL, FIRM, BASE = "嘉禾技师学院", "远航装备集团", "嘉禾智能制造实训基地"


def named(text: str, names: Names) -> Doc:
    """A text whose names are confirmed; each name is its entity's id."""
    import msgspec

    doc = read_doc(read_bytes(text.encode(), "a.txt", "text/plain"))
    mentions = []
    for name, type_ in names.items():
        at = doc.source.text.find(name)
        while at >= 0:
            found = doc.located((at, at + len(name)))
            assert found is not None
            sentence, start, end = found
            mentions.append(Mention(sentence.index, start, end, name, name, type_))
            at = doc.source.text.find(name, at + 1)
    mentions.sort(key=lambda m: (m.sentence, m.start, -m.end))
    return msgspec.structs.replace(doc, mentions=tuple(mentions))


def stated(text: str, names: Names) -> list[Fact]:
    return relations(named(text, names), load_terms())


BOTH = {SCHOOL: "TechnicalSchool", FIRM: "Enterprise"}


def test_a_partnership_is_found_with_its_voice_and_score() -> None:
    (fact,) = stated(f"{SCHOOL}与{FIRM}签署战略合作协议。", BOTH)
    assert {fact.subject, fact.object} == {SCHOOL, FIRM}
    assert (fact.predicate, fact.modality, fact.by) == ("partnersWith", "actual", ("pairs",))
    assert 0.3 < fact.score <= 1


def test_the_same_document_gives_the_same_facts() -> None:
    text = f"{SCHOOL}与{FIRM}共建{BASE}。{SCHOOL}与{FIRM}签署合作协议。"
    names = {**BOTH, BASE: "TrainingPlatform"}
    assert stated(text, names) == stated(text, names)
    found = [(f.subject, f.predicate, f.object, f.modality) for f in stated(text, names)]
    assert len(found) == len(set(found))


def test_only_confirmed_names_are_ends() -> None:
    text = f"{SCHOOL}与{FIRM}签署战略合作协议。"
    assert stated(text, {SCHOOL: "TechnicalSchool"}) == []


def test_a_name_within_another_at_the_end_of_a_sentence_is_read() -> None:
    (outer, inner), text = (f"{SCHOOL}{BASE}", BASE), f"{FIRM}支持{SCHOOL}{BASE}"
    names = {FIRM: "Enterprise", outer: "TrainingPlatform", inner: "TrainingPlatform"}
    assert {f.subject for f in stated(text, names)} <= set(names)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_group_of_cues_concerns_its_example_and_not_its_counterexample(rule: CueRule) -> None:
    def about(sentence: str) -> list[str]:
        spans = {name: m.span() for name in ("甲公司", "乙学院", "丙集团", "丙局") if (m := re.search(name, sentence))}
        text = masked(sentence, spans.values())
        first, second = sorted((spans["甲公司"], spans["乙学院"]))
        return sorted({cue.rule.id for cue in cues(text) if concerns(cue, text, first, second)})

    assert about(rule.example) == ([] if rule.effect == "holds" else [rule.id])
    assert rule.id not in about(rule.counterexample)


letters = st.text(alphabet="云河山海明德远航星辰嘉禾未若应原如拟", min_size=1, max_size=14)
verbs = st.sampled_from(["合作", "开展合作", "签署合作协议", "共建实训基地", "签约", "联合办学"])
links = st.sampled_from(["与", "和", "同", "跟"])
#: Cues of which none of the sentences below may make a fact, by where they stand.
BETWEEN = [
    "没有", "尚未", "未", "未能", "无法", "拒绝", "并未", "不会", "从未", "不曾", "没能", "谈不上", "并非", "差点",
    "险些", "原本要", "本应", "原定", "可能", "似乎", "也许已", "或将", "是否", "有没有", "能否", "何时", "要不要",
    "拟", "有望", "即将", "打算", "准备", "计划", "应", "应当", "须", "必须", "不得", "希望", "期待", "有意",
    "愿意", "可以",
]  # fmt: skip
BEFORE = [
    "如果", "据传", "据说", "假如", "网传", "疑似", "有消息称,", "一旦", "除非", "只要", "要是", "难道", "请问",
    "并非", "希望", "查无", "恐怕", "倘若",
]  # fmt: skip
WISHES = ["鼓励", "支持", "引导", "允许", "建议", "呼吁"]
BEHIND = ["吗?", "?", "的说法不实。", "一事存疑。", "的消息未经证实。", "的传言被澄清。", "的话,将获补贴。"]
ends = st.sampled_from(["终止", "解除", "中止", "停止"])


def named_pair(a: str, b: str) -> tuple[str, str, Names]:
    school, firm = f"甲{a}学院", f"乙{b}集团"
    return school, firm, {school: "School", firm: "Enterprise"}


def actual(text: str, names: Names) -> list[Fact]:
    return [f for f in stated(text, names) if f.modality == "actual"]


@settings(max_examples=80, deadline=None)
@given(letters, letters, links, st.sampled_from(BETWEEN), verbs)
def test_a_cue_between_two_names_leaves_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    for text in (f"{school}{cue}{link}{firm}{verb}。", f"去年,{firm}{cue}{link}{school}{verb}。"):
        assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(["没有", "尚未", "未", "未能", "并未", "不曾", "没能"]), verbs)
def test_what_is_denied_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    for text in (f"{firm}{cue}被{school}选中。", f"{school}{link}{firm}{cue}{verb}。", f"{firm}{cue}获{school}捐赠。"):
        assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(BEFORE), verbs)
def test_a_cue_before_two_names_leaves_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    for text in (f"{cue}{school}{link}{firm}{verb}。", f"{cue}{firm}{link}{school}已{verb}。"):
        assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(WISHES), verbs)
def test_what_others_are_wished_to_do_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    text = f"省厅{cue}{school}{link}{firm}{verb}。"
    assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(["拟", "打算", "准备", "希望", "应当", "有意", "计划"]), verbs)
def test_what_two_are_to_do_together_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    text = f"{school}{link}{firm}{cue}{verb}。"
    assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(BEHIND), verbs)
def test_a_cue_behind_what_it_is_about_leaves_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm, names = named_pair(a, b)
    text = f"{school}{link}{firm}{verb}{cue}"
    assert actual(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, st.sampled_from([*BETWEEN, *BEFORE]), verbs)
def test_a_cue_says_nothing_of_the_clause_before_it(a: str, b: str, cue: str, verb: str) -> None:
    school, firm, _ = named_pair(a, b)
    text = f"{school}与{firm}{verb},{cue}与丙公司{verb}。"
    first, second = (0, len(school)), (len(school) + 1, len(school) + 1 + len(firm))
    nameless = masked(text, (first, second))
    assert not any(concerns(c, nameless, first, second) for c in cues(nameless)), text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, ends)
def test_an_end_gives_the_end_of_a_period(a: str, b: str, link: str, cue: str) -> None:
    school, firm, names = named_pair(a, b)
    for fact in stated(f"{school}{link}{firm}于2021年{cue}合作。", names):
        assert fact.time is not None
        assert (fact.time.begin, fact.time.until) == ("", "2021")
    assert actual(f"{school}{link}{firm}{cue}合作。", names) == []


def test_a_cue_inside_a_name_is_none() -> None:
    text = "未来学院与若水集团合作"
    assert cues(masked(text, [(0, 4), (5, 9)])) == []


def test_a_double_denial_and_what_has_not_ended_go_on() -> None:
    assert cues("尚未终止合作") == []
    assert actual(f"{SCHOOL}并非不与{FIRM}合作。", BOTH) != []


@pytest.mark.parametrize("text", [
    "专业从无到有", "毫无悬念", "无一例外", "合作永不落幕", "不由得", "没有因疫情中断合作", "免去了学费",
    "内容主要是合作", "互联网传播",
    "英语听说训练", "用数据说话", "任何时候", "立即使用", "在校长看来",
    "从实践看来", "打破了不能合作的谣言", "核对真实性", "备受期待",
    "期待已久", "技能人才可获补贴", "在政府支持下",
    "在学校的倡导下", "引导下",
])  # fmt: skip
def test_what_only_looks_like_a_cue_is_none(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize("text", [
    "真实性存疑", "据说合作", "听说合作", "网传合作", "要是\0合作", "期待合作", "才能获补贴",
    "支持合作", "何时合作", "即使合作", "免去职务",
    "没有合作", "不由\0承办",
])  # fmt: skip
def test_a_cue_beside_what_looks_like_it_stays_one(text: str) -> None:
    assert cues(text) != []


def test_a_post_is_told_along_with_what_is_denied() -> None:
    names = {FIRM: "Enterprise", "周明": "Person"}
    assert {f.modality for f in stated(f"学校没有聘请{FIRM}董事长周明。", names)} == {"actual"}


@pytest.mark.parametrize(("said", "modality"), [
    ("在校生300人", "actual"), ("在校生未达到300人", "negated"), ("没有300名留学生", "negated"),
    ("网传在校生300人", None),
    ("如果在校生达到300人,就扩建", None), ("在校生是否有300人", None), ("没有留学生,有学生300人", "actual"),
    ("本应招生300人", "negated"), ("计划招生500人,实际招生300人", "actual"),
    ("目前可能是全省最大的技师学院,在校生300人", "actual"),
    ("自称“蓝领摇篮”,在校生300人", "actual"), ("据传,在校生300人", None),
    ("一旦扩建,在校生300人", None),
])  # fmt: skip
def test_a_figure_that_is_denied_asked_or_hearsay_is_no_measure(said: str, modality: str | None) -> None:
    found = RuleExtractor().extract(read_bytes(f"嘉禾技师学院{said}。".encode(), "a.txt", "text/plain"))
    assert [f.modality for f in found.statistics if f.value == 300] == ([modality] if modality else [])


def test_a_figure_belongs_to_who_has_it_or_to_a_kind() -> None:
    doc = named(f"{SCHOOL}现有在校生8200人。{FIRM}接收毕业生300名。", BOTH)
    reader = OwnerReader(with_kinds(doc, [], load_terms()), load_terms())
    text = doc.sentences[0].text
    at = text.index("8200")
    found = owner(reader, Figure(0, at, at + 5, "人"), owners_weights())
    assert found is not None
    assert found[0].entity == SCHOOL


@pytest.mark.parametrize(
    "cue", ["若", "拟", "曾", "未", "到期", "计划", "即将", "没有", "有望", "洽谈", "预计", "将", "终止"]
)
def test_a_cue_within_the_name_of_a_body_is_none(cue: str) -> None:
    for firm in (f"{cue}腾飞公司", f"腾飞{cue}公司"):
        for text in (f"{SCHOOL}与{firm}签订合作协议。", f"{firm}与{SCHOOL}签订合作协议。"):
            found = stated(text, {SCHOOL: "TechnicalSchool", firm: "Enterprise"})
            assert [(f.predicate, f.modality) for f in found] == [("partnersWith", "actual")], text
