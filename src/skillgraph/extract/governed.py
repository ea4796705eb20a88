"""What prepositions say of the names that they govern: 面向某职业开设, 在某产业铺开, 以某战略为引领, 纳入某体系."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import FIELDS
from skillgraph.extract.neighbours import Said
from skillgraph.extract.roles import Roles

#: 面向数据标注、云计算等职业开设专班
_FACING = re.compile(r"面向[^,;。]{0,4}$")
#: 某制度先在甲、乙等产业链铺开
_APPLIED = frozenset({"Mechanism", "TrainingModel", "Policy", "Programme", "Qualification"})
_MOVED_INTO = re.compile(r"纳入|列入|并入|融入")
_AS_TAIL = re.compile(
    r"^[^,;。]{0,6}为(?:总?引领|主体|基础|核心|重点|平台|依托|载体|总?牵引|支撑|龙头|抓手|纽带|导向|标杆)(?!的)"
)
#: 构建以某为引领的体系 says what the system is guided by, not who builds it.
_BUILT_ON = re.compile(r"(?:构建|形成|建立|打造|建设|完善|搭建)了?以$")
_MAINLY = re.compile(r"等?为(?:主|主体|特色|核心|重点|龙头)")


def governed(text: str, clause: Clause, roles: Roles, subjects: Sequence[Entry], explicit: bool) -> Iterator[Said]:
    """What the prepositions of a clause say.

    Args:
        text: the sentence.
        clause: one of its clauses.
        roles: the parts that its names play.
        subjects: who acts in it.
        explicit: whether the sentence says who.
    """
    for x in roles.beneficiaries:
        if x.entry.type in FIELDS and _FACING.search(text[clause.start : roles.beneficiaries[0].mention.start]):
            for subject in subjects:
                yield subject, "coversField", x.entry, clause
    for x in roles.settings:
        applied = (s for s in subjects if s.type in _APPLIED and explicit)
        for subject in applied if x.entry.type in FIELDS else ():
            yield subject, "appliedIn", x.entry, clause
    for x in roles.moved:
        target = next((y for y in roles.links if y.mention.start >= x.mention.end), None)
        if target is not None and _MOVED_INTO.search(text[x.mention.end : target.mention.start]):
            yield x.entry, "partOf", target.entry, clause
    for x in roles.bases:
        inside = _BUILT_ON.search(text[clause.start : roles.bases[0].mention.start])
        if not inside and (_AS_TAIL.search(text[x.mention.end : clause.end]) or roles.bases[-1] is not x):
            for subject in subjects:
                yield subject, "guidedBy", x.entry, clause
        elif x.entry.type in FIELDS and _MAINLY.match(text[roles.bases[-1].mention.end :]):
            for subject in subjects:
                yield subject, "focusesOn", x.entry, clause
