"""Constructions that say something by their whole shape: 为某院提供设备, 依据《某办法》制定, 秘书长由某人担任."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import ACTORS, FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.neighbours import LEADING_ROLES, Said
from skillgraph.extract.predicates import Linked
from skillgraph.extract.roles import JOINERS

#: 为某联合体安排专项资金, 给某校捐赠设备: what somebody is helped with.
_HELP = re.compile(
    r"(?:提供|安排|拨付|投入|捐赠|设立|下拨|配套|给予|捐助|援助|落实)了?[^,;。]{0,14}?"
    r"(?:资金|经费|设备|场地|支持|奖学金|补贴|补助|保障|物资|师资|岗位|贷款|奖励|基金|服务)"
)
_FOR = re.compile(r"(?:为|给|向|对)$")
#: 依据《甲》和《乙》制定: what a policy goes by.
_BY = re.compile(r"(?:依据|根据|按照|遵照|依照|参照|贯彻|落实)$")
#: 某集团依据《某措施》推行能级工资
_GOING_BY = re.compile(r"(?:严格)?(?:依据|根据|按照|依照|对照|落实)")
_POLICIES = frozenset({"Policy", "Programme", "Mechanism"})
#: 联盟秘书长由某学院院长某某担任: an office in one body that somebody from another holds.
_OFFICE = re.compile(
    r"(?:的)?(?:首任|现任)?(?P<deputy>副)?(?P<title>秘书长|理事长|会长|主席|主任|校长|院长|董事长|总经理|名誉校长|轮值主席)"
    r"(?:一职)?由[^,;。]{2,40}(?:担任|出任|兼任)"
)
_BEFORE = re.compile(r"前身(?:可追溯至|可追溯到|是|为|系|即)?")
_MAY_HAVE = re.compile(
    r"(?:可|均可|能|可以|即可|有资格|直接)(?:按规定|直接|优先|同时)?(?:申领|申请|享受|获得|获|认定|晋升|取得|领取|授予)"
)
_IN_TURN = re.compile(r"(?:分别|依次)由|由(?=[^,;。]{4,40}分别)")
#: 课程围绕甲、乙两个方向: of what was named last rather than of whoever acts.
_CONTENT = re.compile(
    r"(?:其)?(?:赛项|赛事|竞赛|比赛|课程|教学|培训|专业|学习|办学|合作|项目|培养|授课|主要|内容)(?:内容|设置|方向|领域|课程)?"
    r"(?:主要|重点)?(?:围绕|涵盖|覆盖|涉及|聚焦|面向|包括|以)"
)
_WITH_CONTENT = frozenset(
    {"Programme", "TrainingPlatform", "LubanWorkshop", "OverseasCollege", "TrainingModel", "Alliance", "Competition"}
)


def help_given(
    text: str, clause: Clause, links: Sequence[Linked], subjects: Sequence[Entry], last: Sequence[Linked]
) -> Iterator[Said]:
    """某局为某校提供资金, 某企业提供设备支持: who supports whom.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        subjects: who acts in it.
        last: what was spoken of before.
    """
    given = _HELP.search(text, clause.start, clause.end)
    if given is None:
        return
    before = [x for x in links if x.mention.end <= given.start()]
    helped = [x for x in before if _FOR.search(text[clause.start : x.mention.start])]
    for x in list(helped):
        at = x.mention.end
        for y in before:
            if y.mention.start >= at and JOINERS.match(text[at : y.mention.start]):
                helped.append(y)
                at = y.mention.end
    helpers = [e for e in subjects if e.type in ACTORS and all(e is not x.entry for x in helped)]
    if not helped and before and before[-1].mention.end == given.start() and before[-1].entry.type in ORGANIZATIONS:
        helped = [x for x in last if x.entry.type not in FIELDS | PLACES | {"Honour", "Qualification"}][-1:]
    for helper in helpers:
        for x in helped:
            if x.entry.type not in FIELDS and x.entry is not helper:
                yield helper, "supports", x.entry, clause


def entitled(text: str, clause: Clause, links: Sequence[Linked], last: Sequence[Linked]) -> Iterator[Said]:
    """获评某称号的,可申领某卡: what an honour entitles to.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        last: what was spoken of before.
    """
    honours = [x.entry for x in last if x.entry.type in ("Honour", "Qualification", "TalentCategory")]
    if honours and _MAY_HAVE.match(text, clause.start, clause.end):
        for x in links:
            if x.entry.type in ("Benefit", "Honour", "Qualification"):
                for honour in honours:
                    yield honour, "entitlesTo", x.entry, clause


def grounds(text: str, clause: Clause, links: Sequence[Linked], about: Entry | None) -> Iterator[Said]:
    """本方案依据《甲》和《乙》制定: a policy goes by those that were there before.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        about: the policy or programme that the clause speaks of.
    """
    for x in links:
        going_by = _GOING_BY.match(text, x.mention.end, clause.end)
        followed = [y for y in links if going_by and y.mention.start == going_by.end() and y.entry.type == "Policy"]
        for y in followed if x.entry.type in ORGANIZATIONS else ():
            yield x.entry, "implements", y.entry, clause
    if about is None or about.type not in _POLICIES:
        return
    at = -1
    for x in links:
        if x.entry is about or x.entry.type != "Policy":
            continue
        first = bool(_BY.search(text[clause.start : x.mention.start]))
        if first or (at >= 0 and JOINERS.match(text[at : x.mention.start])):
            at = x.mention.end
            yield about, "guidedBy", x.entry, clause


def held_offices(text: str, clause: Clause, links: Sequence[Linked]) -> Iterator[Said]:
    """联盟秘书长由某学院院长某某担任: the person has the office in the body before it.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
    """
    for body in links:
        match = _OFFICE.match(text, body.mention.end, clause.end)
        if match is None or body.entry.type not in ORGANIZATIONS:
            continue
        for x in links:
            if x.entry.type == "Person" and match.start() < x.mention.start < match.end():
                leading = not match["deputy"] and (match["title"] in LEADING_ROLES or match["title"].endswith("长"))
                yield x.entry, "leads" if leading else "represents", body.entry, clause


def predecessors(text: str, clause: Clause, links: Sequence[Linked], subjects: Sequence[Entry]) -> Iterator[Said]:
    """前身是1979年成立的某技工学校: what an institution was before.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        subjects: whom the clause speaks of.
    """
    match = _BEFORE.search(text, clause.start, clause.end)
    if match is None or not subjects:
        return
    for x in links:
        if x.mention.start >= match.end() and x.entry.type in ORGANIZATIONS and x.entry is not subjects[-1]:
            yield subjects[-1], "relatedTo", x.entry, clause


def in_turn(
    text: str, clause: Clause, links: Sequence[Linked], last: Sequence[Linked]
) -> Iterator[tuple[Entry, Linked]]:
    """分别由丙、丁牵头: each of the bodies with the thing that stands in the same place of the list before.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        last: what was spoken of before, in its order.
    """
    match = _IN_TURN.search(text, clause.start, clause.end)
    if match is None:
        return
    bodies = [x for x in links if x.mention.start >= match.end() and x.entry.type in ORGANIZATIONS]
    if len(bodies) == len(last) > 1:
        yield from ((body.entry, thing) for body, thing in zip(bodies, last, strict=True))


def content(text: str, clause: Clause, links: Sequence[Linked], last: Sequence[Linked]) -> Iterator[Said]:
    """课程围绕甲、乙两个方向: what the thing named last is about.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        last: what was spoken of before.
    """
    things = [x.entry for x in last if x.entry.type in _WITH_CONTENT]
    if things and _CONTENT.match(text, clause.start, clause.end):
        for x in links:
            if x.entry.type in FIELDS:
                yield things[-1], "coversField", x.entry, clause
