"""What names that stand beside each other say: offices, titles, places before names, lists with their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES
from skillgraph.extract.predicates import Linked
from skillgraph.extract.roles import APPOSITION, JOINERS

Said = tuple[Entry, str, Entry, Clause]

#: 某学院当选理事长单位: a role in the alliance that is spoken of.
_ROLE_OF = re.compile(
    r"(?:等)?(?:[0-9]+余?[家所个])?(?:单位|企业|院校|学校)?(?:分别|当选|担任|任|为|成为|选举为|推选为|进入|入选|加入|列为|接任|转任|新晋|连任|续任|继任|增补为|晋升为|出任|兼任)+(?:[^,;。、]{0,6}的)?(?:首届|第一届|联合)?"
    r"(?P<role>常务副理事长|副理事长|名誉理事长|监事长|监事|理事长|常务理事|理事|副会长|会长|轮值主席|联合牵头|共同牵头|牵头|发起|成员|会员)(?:单位|院校|学校|高校|企业|会)"
)
_CHIEFS = re.compile(
    r"(?P<deputy>副)?(?P<title>校长|院长|局长|厅长|部长|市长|省长|书记|主任|会长|理事长|秘书长|董事长|总经理|主席)$"
)
_OFFICE_BEFORE = re.compile(
    r"(?:党委|党组)?(?P<deputy>副)?(?:校长|院长|局长|厅长|书记|主任|会长|理事长|秘书长|董事长|总经理|主席)(?:、|兼|,)"
)
LEADING_ROLES = frozenset(
    {"理事长", "会长", "主任", "主席", "牵头", "联合牵头", "共同牵头", "发起", "轮值主席", "秘书长"}
)


#: 甲、乙等9家单位获准入会: new members of the alliance that is spoken of.
_ENTERS = re.compile(
    r"(?:等)?(?:[0-9]+余?[家所个])?(?:单位|企业|院校|学校)?(?:获准|获批|正式|新|申请|同意)*(?:入会|入盟|加盟)"
)


_BECOMES_MEMBER = re.compile(r"(?:担任|当选|任|成为|是|为|作为)[^,;。]{0,10}$")
_MEMBER_ROLE = re.compile(
    r"^[”》]?(?:的)?(?:首批|第一届|首届)?(?P<role>副理事长|理事长|常务理事|理事|副会长|会长|轮值主席|主席|副主任|主任|"
    r"秘书长|成员|会员|牵头|发起)(?:单位|学校|院校|高校|企业|国)?"
)


def memberships(text: str, clause: Clause, links: Sequence[Linked], subjects: Sequence[Entry]) -> Iterator[Said]:
    """甲担任某联盟理事长单位, 甲是某联盟成员: a role in the alliance that is named."""
    for x in links:
        role = _MEMBER_ROLE.match(text[x.mention.end : clause.end])
        if role is None or x.entry.type not in ("Alliance", "Organization"):
            continue
        if _BECOMES_MEMBER.search(text[clause.start : x.mention.start]):
            for subject in subjects:
                yield subject, "leads" if role["role"] in LEADING_ROLES else "memberOf", x.entry, clause


def offices(
    text: str, clause: Clause, links: Sequence[Linked], outer: Sequence[Linked], recent: Sequence[Entry]
) -> Iterator[Said]:
    """甲当选理事长单位,乙、丙为副理事长单位: in the alliance that the sentence or the section is about."""
    for match in (
        *_ROLE_OF.finditer(text, clause.start, clause.end),
        *_ENTERS.finditer(text, clause.start, clause.end),
    ):
        at = match.start()
        holders: list[Linked] = []
        for x in reversed(links):
            joined = x.mention.end <= at and JOINERS.match(text[x.mention.end : at])
            if joined and x.entry.type in ORGANIZATIONS:
                holders.append(x)
                at = x.mention.start
        known = [x.entry for x in reversed(outer) if x.mention.end <= at]
        alliance = next((e for e in (*known, *recent) if e.type == "Alliance"), None)
        for x in holders if alliance is not None else ():
            assert alliance is not None
            role = match.groupdict().get("role")
            yield x.entry, "leads" if role in LEADING_ROLES else "memberOf", alliance, clause


def titles(text: str, outer: Sequence[Linked], clauses: Sequence[Clause]) -> Iterator[Said]:
    """某局局长某某: the person leads, or belongs to, the body named before the title."""
    for former, x in pairwise(outer):
        between = text[former.mention.end : x.mention.start]
        clause = next((c for c in clauses if c.start <= x.mention.start < c.end), None)
        if x.entry.type != "Person" or former.entry.type not in ORGANIZATIONS | PLACES or clause is None:
            continue
        if len(between) <= 12 and not re.search(r"[,;。、与和]|记者|通讯员", between):
            chief = _CHIEFS.search(between)
            yield x.entry, "leads" if chief and not chief["deputy"] else "represents", former.entry, clause
            yield from _other_offices(text, outer, former, x, clause)
            for y in _listed_with(text, outer, x):
                yield y.entry, "represents", former.entry, clause


def _listed_with(text: str, outer: Sequence[Linked], first: Linked) -> Iterator[Linked]:
    """某校学生某甲、某乙: the other persons of the list that one title stands before."""
    at = first.mention.end
    for x in outer:
        if x.mention.start >= at and x.entry.type == "Person" and text[at : x.mention.start] in ("、", "和", "与"):
            yield x
            at = x.mention.end


def _other_offices(text: str, outer: Sequence[Linked], last: Linked, person: Linked, clause: Clause) -> Iterator[Said]:
    """集团秘书长、某学院院长某某: the offices that stand before the last one."""
    at = last.mention.start
    for x in reversed(outer):
        if x.mention.end <= at and x.entry.type in ORGANIZATIONS:
            office = _OFFICE_BEFORE.fullmatch(text, x.mention.end, at)
            if office is None:
                return
            yield person.entry, "leads" if not office["deputy"] else "represents", x.entry, clause
            at = x.mention.start


def lists(text: str, outer: Sequence[Linked], clauses: Sequence[Clause], theme: Entry | None) -> Iterator[Said]:
    """甲、乙、丙等某体系: a name behind 等 has the items of the list as its parts; 甲、乙等作为主题 are themes."""
    for clause in clauses:
        fields = [x for x in outer if clause.start <= x.mention.start < clause.end and x.entry.type in FIELDS]
        if len(fields) < 2:
            continue
        after = text[fields[-1].mention.end : clause.end]
        whole = next((x for x in outer if x.mention.start == fields[-1].mention.end + 1), None)
        if after.startswith("等") and whole is not None and whole.entry.type not in FIELDS | PLACES:
            for x in fields:
                yield whole.entry, "hasPart", x.entry, clause
        elif theme is not None and re.match(r"等?(?:均|都)?(?:被)?作为[^,;。]{0,4}主题", after):
            for x in fields:
                yield theme, "hasTheme", x.entry, clause


def appositions(text: str, outer: Sequence[Linked], clauses: Sequence[Clause]) -> Iterator[Said]:
    """某市龙头企业某集团, 某国某证书: a place directly before a name, or before a list of names."""
    for index, former in enumerate(outer):
        clause = next((c for c in clauses if c.start <= former.mention.start < c.end), None)
        if clause is None or former.entry.type not in PLACES:
            continue
        at = former.mention.end
        for x in outer[index + 1 :]:
            between = text[at : x.mention.start]
            first = at == former.mention.end
            apposed = between == "" or bool(APPOSITION.fullmatch(between))
            follows = apposed if first else between in ("和", "、", "与")
            if x.mention.end > clause.end or x.entry.type in PLACES or not follows:
                break
            at = x.mention.end
            if x.entry.type in ORGANIZATIONS | {"TrainingPlatform"} and first:
                yield x.entry, "locatedIn", former.entry, clause
            elif x.entry.type in ("Qualification", "TrainingModel"):
                yield x.entry, "originatesFrom", former.entry, clause
            else:
                break
