"""What part the names of a clause play, by the prepositions before them: partner, beneficiary, agent, setting."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from skillgraph.extract.clauses import Clause
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ACTORS, ORGANIZATIONS, PLACES
from skillgraph.extract.predicates import Linked

_WITH = re.compile(r"(?:与|和|同|联合|携手|会同|牵手|跟|协同|连同|联手|邀请)(?:包括|来自)?$")
_STRONG = ("联合", "携手", "会同", "牵手", "联手", "连同")
_FOR = re.compile(r"(?:为|给|向|面向|帮助|援助)$")
_BY = re.compile(r"(?:由|经|被)$")
_JOINED_BY = re.compile(r"会同|联合|携手|协同|联手")
_IN = re.compile(r"(?:在|于)$")
_AS = re.compile(r"以$")
_MOVED = re.compile(r"(?:将|把)$")
_PREPOSITION = re.compile(
    r"(?:与|和|同|为|给|向|对|由|经|在|于|从|自|被|将|把|以|按|据|围绕|针对|通过|依托|面向|联合|携手|会同|来自|赴)(?:[^,、“”]{0,3})?$"
)
TOGETHER = re.compile(
    r"合作|伙伴|协议|共建|签约|结对|联合|携手|共同|牵手|对接|联手|战略|友好|姊妹|互认|合办|联办|备忘录|组建|建立|成立|共享|举办|开展|打造|共育|洽谈|磋商|商谈|接洽|谈判|续签|签下|互访|联办|会谈|缔结|牵线|互派|试点|推出|设立|签|开办|创办|开设|创建|筹建|联建|合编|编写|研发|开发|互聘|对口|订立|会商|协商|订单|定向"
)
JOINERS = re.compile(r"^(?:[、和与及]|以及|等|[(][^)]*[)]|“|”|暨|\s)*$")
APPOSITION = re.compile(
    r"(?:首席|龙头|骨干|知名|重点|本土|本地|当地|头部|领军|著名|优质|链主|“链主”)+(?:龙头|骨干|重点|知名)?"
    r"(?:企业|高校|院校|学校|单位|公司|机构)$"
)
#: A place acts where nothing goes on behind it: 与青岛市签约, but not 与柬埔寨某某会.
_BARE_PLACE = re.compile(r"[,;。、和与及等共签合开建联结在的就于举组承协召设成实启打培推编互缔达形搭完对]|$")
_SUBJECT_GAP = re.compile(r"^[^,;。、]{0,12}$")
#: What does nothing.
_PARTIES = classes("parties")
_PASSIVE = classes("passive")
_PERSONS = classes("persons")
_NOT_BY = ("成为", "作为", "认定为", "评为", "称为", "列为", "确定为", "转变为", "更名为")


def series(text: str, links: Sequence[Linked], begins: Callable[[Linked], object]) -> list[Linked]:
    """The actors of a list; a place gives way to what is named directly behind it.

    Args:
        text: the sentence.
        links: names in it, in order.
        begins: whether an actor begins the list.
    """
    found: list[Linked] = []
    for x in links:
        joined = found and JOINERS.match(text[found[-1].mention.end : x.mention.start])
        if x.entry.type in ACTORS and (joined or begins(x)):
            found.append(x)
        elif found and found[-1].entry.type in PLACES and x.mention.start == found[-1].mention.end:
            found[-1] = x
    return found


class Roles:
    """The parts that the names of one clause play.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in the clause, in order.
        first_verb: where its first verb begins, or the clause's end.
        causative: whether that verb makes others act (支持甲与乙合作), so that they have partners of their own.
    """

    def __init__(
        self, text: str, clause: Clause, links: Sequence[Linked], first_verb: int, causative: bool = False
    ) -> None:
        self.text = text
        self.clause = clause
        self.links = links
        self.first_verb = first_verb
        self.causative = causative
        self.partners = self._partners()
        self.beneficiaries = [x for x in links if self._after(x, _FOR) and x not in self.partners]
        self.agents = self._agents()
        self.settings = [x for x in links if self._after(x, _IN)]
        self.bases = [x for x in links if self._after(x, _AS)]
        self.moved = [x for x in links if self._after(x, _MOVED)]

    def _agents(self) -> list[Linked]:
        """Who stands behind 由, and whom they do it together with: 由甲会同乙主办."""
        found = [x for x in self.links if self._after(x, _BY) and x.entry.type in ACTORS]
        for x in self.links:
            joined = found and _JOINED_BY.fullmatch(self.text, found[-1].mention.end, x.mention.start)
            if joined and x.entry.type in ACTORS and x not in found:
                found.append(x)
        return found

    def free(self, x: Linked) -> bool:
        """Whether no preposition governs a name, so that it can be an object."""
        governed = (self.partners, self.beneficiaries, self.agents, self.settings, self.bases, self.moved)
        return not any(x in group for group in governed)

    @cached_property
    def subjects(self) -> list[Linked]:
        """The names before the first verb that no preposition governs: who acts."""
        free = [
            x for x in self.links
            if x.mention.end <= self.first_verb and self.free(x) and x.entry.type not in _PASSIVE
            and not _PREPOSITION.search(self.text[self.clause.start : x.mention.start][-6:])
        ]  # fmt: skip
        if not free or not _SUBJECT_GAP.match(self.text[self.clause.start : free[0].mention.start]):
            return []
        group = [free[0]]
        for x in free[1:]:
            between = self.text[group[-1].mention.end : x.mention.start]
            if between == "" and group[-1].entry.type in PLACES:
                group[-1] = x
            elif JOINERS.match(between):
                group.append(x)
        if free[0].entry.type in PLACES and free[-1].entry.type not in PLACES and free[-1] not in group:
            group = [free[-1]]
        persons = [x for x in free if x.entry.type in _PERSONS]
        if persons and free[-1] is persons[-1] and persons[0].mention.start - free[0].mention.end <= 8:
            group = persons
        last = group[-1]
        if self.text[last.mention.end : last.mention.end + 1] == "的" and last.entry.type in PLACES:
            return []
        return group

    def _after(self, x: Linked, preposition: re.Pattern[str]) -> bool:
        """Whether a preposition stands before a name, or before the list that the name is in."""
        at = x.mention.start
        for y in reversed(self.links):
            near = y.mention.end == at and y.entry.type in PLACES and x.entry.type in PLACES
            if near or (y.mention.end < at and JOINERS.match(self.text[y.mention.end : at])):
                at = y.mention.start
        before = self.text[self.clause.start : at].rstrip("“《")
        return bool(preposition.search(before)) and not before.endswith(_NOT_BY)

    def _partners(self) -> list[Linked]:
        """Who stands behind 与, 联合, 携手 and the like: the whole list."""
        found: list[Linked] = []
        for x in self.links:
            before = self.text[self.clause.start : x.mention.start]
            joined = bool(found) and bool(JOINERS.match(self.text[found[-1].mention.end : x.mention.start]))
            party = x.entry.type in _PARTIES and self._acts(x)
            if party and (joined or (_WITH.search(before) and self._is_partner(x))):
                found.append(x)
            elif (
                found and found[-1].entry.type in PLACES and x.entry.type in ORGANIZATIONS
                and (APPOSITION.search(before) or found[-1].mention.end == x.mention.start)
            ):  # fmt: skip
                found[-1] = x
        return found

    def _acts(self, x: Linked) -> bool:
        """Whether a name acts itself: a place does not where it only says whose the noun behind it is."""
        if x.entry.type not in PLACES or x.mention.kind == "coref" or _BARE_PLACE.match(self.text[x.mention.end :]):
            return True
        behind = [y for y in self.links if y.mention.start >= x.mention.end and y.entry.type in ORGANIZATIONS]
        between = self.text[x.mention.end : behind[0].mention.start] if behind else "-"
        return between == "" or bool(APPOSITION.fullmatch(between))

    def _is_partner(self, x: Linked) -> bool:
        before = self.text[self.clause.start : x.mention.start]
        mark = _WITH.search(before)
        assert mark is not None
        if mark[0].startswith(_STRONG):
            return True
        former = next((y for y in reversed(self.links) if y.mention.end <= x.mention.start), None)
        joins = former is not None and former.mention.end == self.clause.start + mark.start()
        if (
            joins
            and former is not None
            and (mark[0] == "和" or (former.mention.start >= self.first_verb and not self.causative))
        ):
            return False
        return bool(TOGETHER.search(self.text[x.mention.end : self.clause.end]))
