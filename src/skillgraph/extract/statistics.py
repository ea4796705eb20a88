"""Statistics: each figure with what it counts, whose it is, its time, its modality, and the total it is part of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from skillgraph.extract.clauses import Clause
from skillgraph.extract.cues import cues, masked, of_figure
from skillgraph.extract.doc import Sentence
from skillgraph.extract.entities import Linked
from skillgraph.extract.groups import classes
from skillgraph.extract.records import FoundStatistic, period
from skillgraph.language.quantities import Quantity
from skillgraph.language.times import Time

_STOP = re.compile(r"[】,;:。!?、()]")
_PLAIN = r"[^,;:。!?、()“”《》0-9]"
_NOUN = re.compile(
    rf"^(?:的)?(?P<noun>{_PLAIN}{{1,18}}(?:“[^”]{{2,14}}”{_PLAIN}{{0,6}})?|[“《][^”》]{{1,16}}[”》]{_PLAIN}{{0,8}})"
)
_LEADING = re.compile(
    r"^(?:(?:到|至)?20[0-9]{2}年(?:底|末)?|目前|全市|全省|全校|学校|学院|集团|现有|共有|共|已|累计|先后|其中|拥有|设有|建成|建有|新增|年均|每年|开展|举办|达到?|超过?|近|约|"
    r"拟|将|力争|预计|再|继续|为|有|是|了|总计|合计|总|并|还|另有|分别|计划|另|获评|获得|获(?!奖)|评出|取得|斩获|荣获|夺得|含|迄今|至今)+"
)
_TRAILING = re.compile(
    r"(?:达到?|超过?|突破|近|约|为|共|有|共计|至|增长到|增至|增加到|逾|已|累计|高达|不少于|不低于|不超过|不高于|不大于|不小于|不足|不到|至少|从未|远未|并非|没有|不是|未|可能|是否|应|最高|各|仅|就|均|分别|稳定在|"
    r"保持在|达成|将|由|从|等)+$"
)
#: What joins the last name of a list to those before: 甲、乙和丙三个专业 counts 专业.
_JOINS = re.compile("[、和与及]")
_PART = re.compile(r"其中|(?:^|[(,])含|包括")
#: 留学生规模偏小(仅86人): what is counted stands before the bracket.
_BRACKETED = re.compile(r"(?P<what>[^,;:。!?、()0-9]{2,12})[(](?:仅|共|约|近|含|其中)*$")
#: 2016年组建时32家,如今117家: the year is no longer that of the figure.
_NOW = re.compile(r"如今|现在|现今|目前|当前")
#: What says since when there is an institution, before and behind the year.
_FOUNDED_IN = re.compile(r"(?:创办|创建|始建|成立|组建|设立|开办|筹建|兴建|建校|建院|肇始|起源)于$")
_FOUNDED_THEN = re.compile(r"(?:经|由)?[^,;。、0-9]{0,16}(?:举办|创办|创建|建校|建院|成立|设立|开办|批准成立)[,;。]")
_HAVING = classes("having")


def statistics(
    sentence: Sentence, figures: Sequence[Quantity], links: Sequence[Linked], clauses: Sequence[Clause],
    times: Sequence[Time], before: Time | None, whose: Callable[[Quantity], tuple[str | None, float]],
) -> list[FoundStatistic]:  # fmt: skip
    """The statistics of a sentence.

    Args:
        sentence: the sentence.
        figures: its quantities of the kinds measure, money, rate and multiple.
        links: its mentions with their entities.
        clauses: its clauses.
        times: its times.
        before: the time that the sentences before spoke of.
        whose: gives a figure's owner, and how sure that is.
    """
    text = sentence.text
    nameless = masked(text, ((x.mention.start, x.mention.end) for x in links if x.mention.kind == "name"))
    about = cues(nameless)
    found: list[FoundStatistic] = []
    whole: Quantity | None = None
    for number, figure in enumerate(figures):
        clause = next((c for c in clauses if c.start <= figure.start < c.end), Clause(0, len(text), "actual"))
        low = figures[number - 1].end if number else 0
        high = figures[number + 1].start if number + 1 < len(figures) else len(text)
        names = [x for x in links if x.mention.kind != "nested" and x.mention.end <= figure.start]
        indicator = _indicator(text, figure, max(low, clause.start), min(high, clause.end), names)
        indicator = indicator or (found[-1].indicator if found else "")
        between = text[whole.end if whole else 0 : figure.start]
        part_of = whole if whole is not None and (_PART.search(between)) and "。" not in between else None
        if part_of is None:
            whole = figure
        modality = of_figure(about, nameless, figure.start, figure.end, clause.modality)
        if modality is None:
            continue
        owner, score = whose(figure)
        found.append(
            FoundStatistic(
                owner, indicator, figure.value, figure.value_max, figure.unit, figure.bound,
                *period(_time(text, times, figure, before)), modality, figure.kind, figure.per,
                sentence.span(figure.start, figure.end), sentence.span(clause.start, clause.end),
                sentence.span(part_of.start, part_of.end) if part_of else None, None, ("quantities", "owners"), score,
            )
        )  # fmt: skip
    return found


def _indicator(text: str, figure: Quantity, low: int, high: int, names: Sequence[Linked]) -> str:
    """What is counted: the words behind the unit, or else those before the number."""
    match = _NOUN.match(text[figure.end : high])
    behind = match["noun"] if match else ""
    subject = next((x for x in names if low <= x.mention.start <= low + 4 and x.entry.type in _HAVING), None)
    before = text[subject.mention.end if subject else low : figure.start]
    before = _STOP.split(_TRAILING.sub("", before))[-1]
    before = _LEADING.sub("", before)
    behind = behind.removesuffix("的")
    named = next((x for x in names if x.mention.end == figure.start and x.mention.start >= low), None)
    in_list = named is not None and _JOINS.match(text, named.mention.start - 1) and len(behind) > 1
    if named is not None and named is not subject and not in_list:
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
