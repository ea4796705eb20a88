"""Statistics: each figure with what it counts, whose it is, its time, its modality, and the total it is part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import PLACES, SCHOOLS
from skillgraph.extract.predicates import Linked
from skillgraph.extract.sentence import Acting
from skillgraph.language.quantities import Quantity
from skillgraph.language.times import Time
from skillgraph.model.records import Modality

_STOP = re.compile(r"[,;:。!?、()]")
_PLAIN = r"[^,;:。!?、()“”《》0-9]"
_NOUN = re.compile(
    rf"^(?:的)?(?P<noun>{_PLAIN}{{1,18}}(?:“[^”]{{2,14}}”{_PLAIN}{{0,6}})?|[“《][^”》]{{1,16}}[”》]{_PLAIN}{{0,8}})"
)
_LEADING = re.compile(
    r"^(?:(?:到|至)?20[0-9]{2}年(?:底|末)?|目前|全市|全省|全校|学校|学院|集团|现有|共有|共|已|累计|先后|其中|拥有|设有|建成|建有|新增|年均|每年|开展|举办|达到?|超过?|近|约|"
    r"拟|将|力争|预计|再|继续|为|有|是|了|总计|合计|总|并|还|另有|分别|计划|另|获评|获得|获(?!奖)|评出|取得|斩获|荣获|夺得|含|迄今|至今)+"
)
_TRAILING = re.compile(
    r"(?:达到?|超过?|突破|近|约|为|共|有|共计|至|增长到|增至|增加到|逾|已|累计|高达|不少于|不低于|至少|最高|各|仅|就|均|分别|稳定在|"
    r"保持在|达成|将|由|从|等)+$"
)
_PART = re.compile(r"其中|(?:^|[(,])含|包括")
#: Whose a figure is, by what it counts: the kind of thing that has such parts.
_OWNERS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"赛项|竞赛|比赛|场次|参赛|获奖作品|代表队|主题|产生金奖|银奖"), classes("competitions")),
    (re.compile(r"成员单位|会员单位|理事单位|成员|会员"), classes("with_members")),
    (re.compile(r"工位|实训设备"), classes("platforms")),
    (re.compile(r"学员|结业|首期|每期|开班"), classes("with_trainees")),
    (re.compile(r"^专业"), classes("with_specialties")),
    (re.compile(r"在校生|专任教师|教职工|毕业生|占地|校区|校舍|固定资产|双师|图书|在校学生|系部|二级学院"), SCHOOLS),
)
#: 成员单位包括甲、乙等42家: what is counted stands before the list.
_LISTED = re.compile(r"(?P<what>[^,;。、0-9]{2,10}?)(?:主要)?(?:包括|包含|有|为|涵盖)")
#: 留学生规模偏小(仅86人): what is counted stands before the bracket.
_BRACKETED = re.compile(r"(?P<what>[^,;:。!?、()0-9]{2,12})[(](?:仅|共|约|近|含|其中)*$")
#: Whose a figure is though no name says so.
_WIDER = re.compile(r"(?<![向自在于及盖射布])(?:全省|全国|全球|我国|全市|全县|全区|我省)")
_MEMBERS = re.compile(r"(?:成员|会员|理事)单位")
#: 35家单位联合组建: they are those of the alliance that is spoken of.
_FOUND_IT = re.compile(
    r"(?:成员)?(?:单位|企业|院校|机构|学校|高校)?(?:代表)?(?:共同|联合|携手|自愿)*(?:组建|发起|组成|参与|参加|加入|加盟|共建|(?:获准|获批)?(?:入会|入盟)|进入[^,;。]{0,6}理事会|当选[^,;。]{0,8}单位)(?!了?[^,;。]{2})"
)
#: 126家单位加入某共同体: the figure is the alliance's.
_JOINS = re.compile(r"(?:加入|参加|参与)(?:了)?")
#: 2016年组建时32家,如今117家: the year is no longer that of the figure.
_NOW = re.compile(r"如今|现在|现今|目前|当前")
#: What says since when there is an institution, before and behind the year.
_FOUNDED_IN = re.compile(r"(?:创办|创建|始建|成立|组建|设立|开办|筹建|兴建|建校|建院|肇始|起源)于$")
_FOUNDED_THEN = re.compile(r"(?:经|由)?[^,;。、0-9]{0,16}(?:举办|创办|创建|建校|建院|成立|设立|开办|批准成立)[,;。]")
_HAVING = classes("having")
_ALLIANCES = classes("alliances")


class Statistic(msgspec.Struct, frozen=True):
    """A figure of a sentence; offsets are those of the sentence."""

    quantity: Quantity
    subject: Entry | None
    indicator: str
    time: Time | None
    modality: Modality
    clause: Clause
    part_of: Quantity | None = None


class Context(msgspec.Struct, frozen=True):
    """What a sentence stands in: who acts in each clause, its times, the time spoken of before, topic and theme."""

    acting: Sequence[Acting]
    times: Sequence[Time]
    before: Time | None
    topic: Entry | None
    theme: Entry | None


def statistics(text: str, figures: Sequence[Quantity], links: Sequence[Linked], context: Context) -> list[Statistic]:
    """The statistics of a sentence.

    Args:
        text: the sentence.
        figures: its quantities of the kinds measure, money, rate and multiple.
        links: its mentions with their entities.
        context: what it stands in.
    """
    found: list[Statistic] = []
    whole: Quantity | None = None
    for number, figure in enumerate(figures):
        acting = next(
            (row for row in context.acting if row.clause.start <= figure.start < row.clause.end),
            Acting(Clause(0, len(text), "actual"), context.topic, False, False),
        )
        clause = acting.clause
        low = figures[number - 1].end if number else 0
        high = figures[number + 1].start if number + 1 < len(figures) else len(text)
        names = [x for x in links if x.mention.kind != "nested" and x.mention.end <= figure.start]
        indicator = _indicator(text, figure, max(low, clause.start), min(high, clause.end), names)
        indicator = indicator or (found[-1].indicator if found else "")
        owner = _owner(text, figure, indicator, acting, links, context)
        between = text[whole.end if whole else 0 : figure.start]
        part_of = whole if whole is not None and (_PART.search(between)) and "。" not in between else None
        if part_of is None:
            whole = figure
        elif found and not acting.here:
            owner = next((s.subject for s in found if s.quantity is part_of), owner)
        time = _time(text, context.times, figure, context.before)
        found.append(Statistic(figure, owner, indicator, time, clause.modality, clause, part_of))
    return found


def _indicator(text: str, figure: Quantity, low: int, high: int, names: Sequence[Linked]) -> str:
    """What is counted: the words behind the unit, or else those before the number."""
    match = _NOUN.match(text[figure.end : high])
    behind = match["noun"] if match else ""
    subject = next((x for x in names if low <= x.mention.start <= low + 4 and x.entry.type in _HAVING), None)
    before = text[subject.mention.end if subject else low : figure.start]
    before = _STOP.split(_TRAILING.sub("", before))[-1]
    listed = _LISTED.match(text, low, figure.start) if text[figure.start - 1] == "等" else None
    if listed:
        return listed["what"]
    short = _LEADING.sub("", _TRAILING.sub("", before))
    before = short if len(short) > 1 or not _LEADING.sub("", before) else _LEADING.sub("", before)
    behind = behind.removesuffix("的")
    named = next((x for x in names if x.mention.end == figure.start and x.mention.start >= low), None)
    if named is not None and named is not subject:
        return named.mention.name
    if not before and (bracket := _BRACKETED.search(text, 0, figure.start)):
        before = _LEADING.sub("", bracket["what"])
    if figure.kind in ("rate", "multiple", "money") and before:
        return before
    if (
        behind
        and not re.match(r"[,;。、和与及并的]|以上|以下|左右|增至|增加|增长|提高|上升|下降|达到|升至|扩大", behind)
        and len(_LEADING.sub("", behind)) > 1
    ):
        return behind
    return before or behind


def _owner(
    text: str, figure: Quantity, indicator: str, acting: Acting, links: Sequence[Linked], context: Context
) -> Entry | None:
    """Whose the figure is: what the clause says, what has such parts, or whose section it is."""
    clause = acting.clause
    names = [x for x in links if x.mention.kind != "nested" and x.mention.end <= figure.start]
    beside = next((x for x in names if x.mention.end == figure.start and x.entry.type in PLACES), None)
    if beside is not None and text[: beside.mention.start].endswith(("其中", ",", "、", "(")):
        return beside.entry
    if _MEMBERS.search(text, clause.start, figure.start):
        alliance = next((x.entry for x in reversed(names) if x.entry.type in _ALLIANCES), None)
        if alliance is not None:
            return alliance
    if _FOUND_IT.match(text, figure.end, clause.end):
        spoken = [x.entry for x in reversed(names)]
        alliance = next((e for e in (*spoken, context.theme, context.topic) if e and e.type in _ALLIANCES), None)
        if alliance is not None:
            return alliance
    actor = acting.actor if acting.explicit and acting.actor and acting.actor.type in _HAVING else None
    if actor is not None and acting.here:
        return actor
    if (begun := _begun(text, clause, figure, links)) is not None:
        return begun
    if joined := _JOINS.search(text, figure.end, clause.end):
        target = next((x for x in links if x.mention.start == joined.end()), None)
        if target is not None:
            return target.entry
    for x in names:
        if x.mention.start >= clause.start and text[clause.start : x.mention.start].endswith("通过"):
            return x.entry
    for pattern, types in _OWNERS:
        if pattern.search(indicator):
            spoken = [] if types is SCHOOLS else [x.entry for x in reversed(names)]
            of_place = types is SCHOOLS and actor is not None and actor.type in PLACES
            candidates = [] if of_place else [*spoken, context.theme, context.topic]
            match = next((e for e in candidates if e is not None and e.type in types), None)
            if match is not None:
                return match
    if actor is None and (whose := _WIDER.search(text, clause.start, figure.start)):
        inside = [x for x in links if x.mention.start <= whose.start() < x.mention.end]
        if not inside or inside[0].mention.kind == "coref":
            return inside[0].entry if inside else None
    return actor or context.topic


def _begun(text: str, clause: Clause, figure: Quantity, links: Sequence[Linked]) -> Entry | None:
    """某中心设备总值8600万元: what the clause begins with has the figure, where no other name comes between."""
    inside = [x for x in links if clause.start <= x.mention.start and x.mention.end <= figure.start]
    own = [x for x in inside if x.mention.kind != "nested"]
    if len(own) != 1 or own[0].mention.start != clause.start or own[0].entry.type not in _HAVING:
        return None
    return own[0].entry if len(text[own[0].mention.end : figure.start]) <= 18 else None


def _of_founding(text: str, time: Time, figure: Quantity) -> bool:
    """Whether a time only says since when there is an institution: 创办于1978年,在校生9000人."""
    behind = _FOUNDED_THEN.match(text, time.end)
    founded = behind is not None or bool(_FOUNDED_IN.search(text, 0, time.start))
    return founded and "," in text[time.end : figure.start]


def _time(text: str, times: Sequence[Time], figure: Quantity, before: Time | None) -> Time | None:
    """The last time before a figure, one with a year rather than 目前 or 累计, in the sentence or before it."""
    earlier = [t for t in times if t.end <= figure.start and not _of_founding(text, t, figure)]
    dated = [t for t in earlier if t.begin or t.until]
    now = [t for t in earlier if dated and t.start > dated[-1].end and _NOW.match(t.text)]
    if now and not dated[-1].until_then and "," in text[dated[-1].end : now[-1].start]:
        return now[-1]
    return (dated or earlier)[-1] if earlier else before
