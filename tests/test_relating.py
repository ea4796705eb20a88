"""Relations from a document whose names are given: what is denied, ended, doubtful or asked is never a fact."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.extract.cues import concerns, cues, masked
from skillgraph.extract.doc import Doc, Mention, read_doc
from skillgraph.extract.facts import Fact
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


letters = st.text(alphabet="云河山海明德远航星辰嘉禾", min_size=1, max_size=14)
verbs = st.sampled_from(["合作", "开展合作", "签署合作协议", "共建实训基地", "签约", "联合办学"])
links = st.sampled_from(["与", "和", "同"])
denials = st.sampled_from(["没有", "尚未", "未", "未能", "无法", "拒绝", "并未", "不会"])
doubts = st.sampled_from(["如果", "据传", "据说", "假如"])
ends = st.sampled_from(["终止", "解除", "中止", "停止"])


@settings(max_examples=60, deadline=None)
@given(letters, letters, links, denials, verbs)
def test_what_is_denied_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm = f"甲{a}学院", f"乙{b}集团"
    names = {school: "School", firm: "Enterprise"}
    for text in (
        f"{school}{cue}{link}{firm}{verb}。",
        f"{firm}{cue}被{school}选中。",
        f"{school}{link}{firm}{cue}{verb}。",
    ):
        assert [f for f in stated(text, names) if f.modality == "actual"] == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, doubts, verbs)
def test_what_is_doubtful_or_asked_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm = f"甲{a}学院", f"乙{b}集团"
    names = {school: "School", firm: "Enterprise"}
    for text in (
        f"{cue}{school}{link}{firm}{verb}。",
        f"{school}是否{link}{firm}{verb}。",
        f"{cue}{school},{link}{firm}{verb}。",
    ):
        assert stated(text, names) == [], text


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, ends)
def test_an_end_gives_the_end_of_a_period(a: str, b: str, link: str, cue: str) -> None:
    school, firm = f"甲{a}学院", f"乙{b}集团"
    names = {school: "School", firm: "Enterprise"}
    for fact in stated(f"{school}{link}{firm}于2021年{cue}合作。", names):
        assert fact.time is not None
        assert (fact.time.begin, fact.time.until) == ("", "2021")
    assert [f for f in stated(f"{school}{link}{firm}{cue}合作。", names) if f.modality == "actual"] == []


@settings(max_examples=40, deadline=None)
@given(letters, letters, links, st.sampled_from(["拟", "有望", "即将"]), verbs)
def test_what_is_to_come_is_no_fact(a: str, b: str, link: str, cue: str, verb: str) -> None:
    school, firm = f"甲{a}学院", f"乙{b}集团"
    names = {school: "School", firm: "Enterprise"}
    found = stated(f"{school}{cue}{link}{firm}{verb}。", names)
    assert [f for f in found if f.modality == "actual"] == []


def test_a_cue_inside_a_name_is_none() -> None:
    text = "未来学院与若水集团合作"
    assert cues(masked(text, [(0, 4), (5, 9)])) == []


def test_a_cue_of_another_clause_says_nothing() -> None:
    text = masked("甲与乙合作,没有设立丙", [(0, 1), (2, 3), (10, 11)])
    assert [concerns(cue, text, 0, 3) for cue in cues(text)] == [False]


def test_what_has_not_ended_goes_on() -> None:
    assert cues("尚未终止合作") == []


def test_a_figure_belongs_to_who_has_it_or_to_a_kind() -> None:
    doc = named(f"{SCHOOL}现有在校生8200人。{FIRM}接收毕业生300名。", BOTH)
    reader = OwnerReader(with_kinds(doc, [], load_terms()), load_terms())
    text = doc.sentences[0].text
    at = text.index("8200")
    found = owner(reader, Figure(0, at, at + 5, "人"), owners_weights())
    assert found is not None
    assert found[0].entity == SCHOOL
