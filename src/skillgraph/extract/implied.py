"""What a clause leaves unsaid: whom a verb without a subject speaks of, and what it says of a field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skillgraph.extract.clauses import Clause, Trigger
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, SCHOOLS
from skillgraph.extract.predicates import Linked, fitting

#: What others are drawn into.
_JOINED = frozenset({"Alliance", "TrainingPlatform", "Programme", "Competition", "Event"})
_JOINING = re.compile(r"参与|参加|加入|加盟|入驻|入会|入盟")
#: What teaches: of the clauses behind, the field is its, and not the enterprise's that is named in between.
_TEACHING = SCHOOLS | {"TrainingPlatform", "Programme", "Alliance"}
LEARNERS = re.compile(r"学员|学生")
_SUBJECTLESS = re.compile(r"(?:[0-9]{4}年|[一-鿿]{0,4}年来|还|并|也|又|先后|陆续|累计|已|共|现|目前|随后|同年|同时)*$")
#: 开设汽车维修、护理等5个专业, 新增某专业: what is taught.
_OPENED = frozenset({
    "设", "开设", "设有", "开办", "开办有", "开设有", "设置", "新设", "增设", "新增", "建有", "设立", "拥有",
    "现有", "形成", "建设",
})  # fmt: skip
_HELD = frozenset({"开展", "举办", "组织", "组织开展", "实施", "承担", "承接"})
_CONTESTED = re.compile(r"[^,;。]{0,40}?(?:赛项|竞赛项目|比赛项目|项目)")
_EVALUATED = re.compile(r"[^,;。]{0,16}?(?:评聘|评价|认定|考评|评审|鉴定|评选|评定|考核|选拔|选树|试点)")
_TAUGHT = re.compile(r"[^,;。]{0,40}?(?:专业|课程|方向|工种|班)(?!标准|基地|中心|学院|平台|联盟|机构|项目库)")
_TRAINED = re.compile(
    r"(?:等)?(?:专项|职业|技能|职业技能|专业|技术|岗位)?(?:培训|教学|研修|实训|轮训)(?!班|基地|中心|平台|项目|标准)"
)


def doers(
    text: str, clause: Clause, verb: Trigger, found: Sequence[Linked], former: Sequence[Linked], subjects: list[Entry]
) -> list[Entry]:
    """Who does what a verb says: the subjects, or what was spoken of last where it can only be that.

    Args:
        text: the sentence.
        clause: the clause of the verb.
        verb: a verb that states a relation.
        found: the objects of the verb.
        former: the objects of the verb before.
        subjects: of the clause, or of the clauses before.
    """
    before = text[clause.start : verb.start]
    last = former[-1].entry if former else None
    if verb.predicate in ("won", "selectedFor") and LEARNERS.search(before):
        courses = [x.entry for x in former if x.entry.type == "Programme"]
        return courses[-1:] or subjects
    if last is None or not _SUBJECTLESS.match(before):
        return subjects
    # 甲牵头成立某联盟,吸引乙、丙等单位参与: they join the alliance.
    if verb.predicate == "attracted" and last.type in _JOINED and _JOINING.search(text, verb.end, clause.end):
        return [last]
    # 共建某产业学院,获批省级产业学院: a thing becomes one of its own kind.
    if verb.predicate == "selectedFor" and any(_same_kind(last, x.entry) for x in found):
        return [last]
    return subjects


def _same_kind(one: Entry, other: Entry) -> bool:
    """Whether two names end alike by more than a syllable or two: 某产业学院, 省级现代产业学院."""
    return one.name[-4:] == other.name[-4:] and one.type in ("TrainingPlatform", "Alliance", "Programme", "Competition")


def stated(text: str, clause: Clause, verb: Trigger, x: Linked) -> str | None:
    """The predicate that a verb states of an object, or None if it makes no sense.

    Args:
        text: the sentence.
        clause: the clause of the verb.
        verb: a verb that states a relation.
        x: one of its objects.
    """
    if x.entry.type in ("Qualification", "Honour") and verb.text in _HELD:
        return "evaluates" if _EVALUATED.match(text, x.mention.end, clause.end) else None
    if x.entry.type in FIELDS and verb.text in _HELD:
        return "offersTrainingIn" if _TRAINED.match(text, x.mention.end, clause.end) else None
    if x.entry.type in FIELDS and verb.text in _OPENED and _CONTESTED.match(text, x.mention.end, clause.end):
        return "coversField"
    if x.entry.type in FIELDS and verb.text in _OPENED:
        taught = _TAUGHT.match(text, x.mention.end, clause.end)
        return "offersTrainingIn" if taught else fitting(verb.predicate, x.entry) if verb.predicate == "has" else None
    return fitting(verb.predicate, x.entry)


def leading_bodies(text: str, objects: Sequence[Linked]) -> list[Entry]:
    """The bodies that a causing verb makes act: 指导甲、乙等企业开展评聘.

    Args:
        text: the sentence.
        objects: of the verb, in the order of the text.
    """
    found: list[Entry] = []
    at = -1
    for x in objects:
        if x.entry.type not in ORGANIZATIONS or (at >= 0 and text[at : x.mention.start] != "、"):
            break
        found.append(x.entry)
        at = x.mention.end
    return found


def teachers(actors: list[Entry], spoken: Sequence[Linked]) -> list[Entry]:
    """Who teaches a field: the actors, or what was named before where they are no institutions that teach.

    Args:
        actors: the subjects of the clause.
        spoken: the names before the verb, in the order of the text.
    """
    if any(a.type != "Enterprise" for a in actors):
        return actors
    teaching = [x.entry for x in spoken if x.entry.type in _TEACHING]
    return teaching[-1:] or actors
