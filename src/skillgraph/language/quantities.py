"""Figures with their units and bounds: the grammar of quantities over the numbers of `skillgraph.language.numerals`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from skillgraph.language.numerals import Number, read_number, read_numbers
from skillgraph.language.times import Time, times
from skillgraph.model.records import Bound

Kind = Literal["measure", "money", "rate", "multiple", "ratio", "ordinal", "threshold", "structural", "duration"]

_MONEY = {
    "元", "美元", "欧元", "日元", "英镑", "卢布", "泰铢", "韩元", "港元", "港币", "澳门元", "澳门币", "新台币",
    "加元", "澳元", "新元", "瑞士法郎",
    "林吉特", "卢比", "先令", "兰特", "奈拉", "印尼盾", "越南盾", "比尔", "迪拉姆", "雷亚尔", "比索",
}  # fmt: skip
_RATES = {"%", "‰", "个百分点"}
#: The unit of what is said as a part of one: 三分之二, 半数.
SHARE = "share"
#: Counters of what is ranked, graded or structured rather than counted.
_STRUCTURAL = {"级", "大", "方", "维", "届", "期", "班", "点"}
_SCALES = {"百", "千", "万", "亿"}
_DURATIONS = {"个月", "天", "周", "小时", "分钟"}
#: Of the structural ones, what is counted where the number is written in digits: 举办培训班11期.
_ROUNDS = {"届", "期", "班"}
#: Both of them.
_NO_COUNT = {"两国"}
#: What stands before the minutes of a time of day: 下午2时|30分.
_HOUR = re.compile("[0-9零〇一二三四五六七八九十两][时点]$")
_LASTS = re.compile(r"(?:学制|为期|历时|办学|时长|周期|有效期|期限)\D{0,3}$")
#: What joins members of a list that a bound holds for (最高10万元、8万元), and the ends of a range (30万元至50万元).
_LISTED = re.compile(r"[、和或]|以?及")
_UP_TO = re.compile(r"[-~—–至到]|——")
_FROM = re.compile(r"[从由自][^,;。、]{0,12}$")
_PERIOD = re.compile(r"(每|年均|月均|人均|平均每)(年|月|天|人|生|学期)?[^,;。、]{0,3}$")
_HAN = "[零〇一二两三四五六七八九十百千万亿]"
# A number begins where its digits do: begun anywhere among them, a long one would be read as often as it has digits.
_NUM = rf"(?<![0-9])(?<![0-9],)[0-9][0-9,]*+(?:\.[0-9]++)?|(?<!{_HAN}){_HAN}++"
_FRACTION = re.compile(rf"(?P<whole>{_NUM})分之(?P<part>{_NUM})")
_VAGUE = re.compile(r"(?P<lead>[数几]|上|成)(?P<unit>[十百千万亿]{1,2})(?P<more>[余多])?")
_HALF = re.compile(r"(?P<bound>超|过|近|约)?半数(?P<over>以上)?|(?P<b2>超过|近|约)?一半")
_DOUBLED = re.compile(r"翻(?P<times>[一两二三四0-9])?(?:番|(?:了)?一番|倍)|翻了(?P<t2>[一两二三四0-9])番")
_RATIO = re.compile(r"(?<![\d.])(?P<one>\d+(?:\.\d+)?)[:∶](?P<other>\d+(?:\.\d+)?)(?![\d:])")
_MANY = re.compile(r"(?:多|若干)(?=[名家所个位项场])")
#: A bound before what a share is a share of: 不低于工资总额1.5%.
_OF_WHOLE = re.compile(
    r"(?:(?P<atLeast>不(?:得|应)?(?:低于|少于)|至少)|(?P<upTo>不(?:得|应)?(?:超过|高于)|最高)|(?P<moreThan>超过))"
    r"(?:[^,;。、0-9]{0,8}(?:总额|总量|总数|总和|收入|支出|金额|成本|面积)的?|[^,;。、0-9]{1,14}的)$"
)
_AFTER = re.compile(r"(?:[(（][^)）]{0,6}[)）])?(?:及?以上|及?以下|以内|之内|左右|上下)")
#: A large number may do without a unit (用户突破50万) at the end of a clause.
_BARE = re.compile(r"[,;。!?]|$")
_GAP = re.compile(r"[余多几来]")


class Quantity(msgspec.Struct, frozen=True):
    """A figure: [start, end) covers number and unit. `value` is None where the words give no number (多名).

    `per` is the period or head that an amount is for (每月500元: 月).
    """

    start: int
    end: int
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    bound: Bound
    kind: Kind
    per: str = ""


#: What says in which unit figures are given.
_UNIT_SAID = re.compile(r"单位[:：为]\s*(?:[^,;。、0-9()]{1,4}[、,/和]){0,3}\s*\Z")


def quantities(
    text: str,
    counters: dict[str, str],
    taken: Iterable[tuple[int, int]] = (),
    known_times: Iterable[Time] | None = None,
) -> list[Quantity]:
    """The figures of a sentence, left to right.

    Args:
        text: the sentence, folded.
        counters: what stands behind numbers, and the unit that it means (`Terms.counters`).
        taken: spans of names; numbers inside them are no figures.
        known_times: the times in it, if they were read already.

    Example:
        >>> units = {"人": "人", "家": "家", "元": "元", "%": "%", "名": "名"}
        >>> [(int(q.value), q.unit, q.bound) for q in quantities("在校生4.91万人,带动超300家,近万名,占三成", units)]
        [(49100, '人', 'exact'), (300, '家', 'moreThan'), (10000, '名', 'lessThan'), (30, '%', 'exact')]
    """
    busy = [*taken, *((t.start, t.end) for t in (times(text) if known_times is None else known_times))]
    found = [*_special(text, counters)]
    special = [(q.start, q.end) for q in found]
    for number in read_numbers(text):
        if any(s < number.end and number.start < e for s, e in special) or _says_unit(text, number):
            continue
        quantity = _measured(text, number.start, number.end, number, counters)
        if quantity is not None:
            found.append(quantity)
    free = (q for q in found if not any(s < q.end and q.start < e for s, e in busy))
    return _joined(text, sorted(free, key=lambda q: q.start))


def _says_unit(text: str, number: Number) -> bool:
    """Whether what looks like a number is the scale of the unit that figures are given in: 单位:千元."""
    before = text[max(0, number.start - 24) : number.start]
    return _SCALES.issuperset(text[number.start : number.end]) and bool(_UNIT_SAID.search(before))


def _joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The figures: two ends of a range as one, those of a list under the bound of its first."""
    joined: list[Quantity] = []
    for q in found:
        last = joined[-1] if joined else None
        if last is not None and (last.unit, q.bound) == (q.unit, "exact"):
            between = text[last.end : q.start]
            if _ranges(text, last, q, between):
                joined[-1] = msgspec.structs.replace(last, end=q.end, value_max=q.value)
                continue
            behind = _AFTER.search(text, last.start, last.end)
            if last.bound in ("upTo", "atLeast") and _LISTED.fullmatch(between) and not behind:
                q = msgspec.structs.replace(q, bound=last.bound)
        joined.append(q)
    return joined


def _ranges(text: str, low: Quantity, high: Quantity, between: str) -> bool:
    """Whether two figures are the ends of a range, not what something grew from and to."""
    if not _UP_TO.fullmatch(between) or _FROM.search(text, max(0, low.start - 14), low.start):
        return False
    if low.value is None or high.value is None or low.value_max is not None or high.value_max is not None:
        return False
    return low.kind == high.kind and low.value < high.value


def _measured(text: str, start: int, end: int, number: Number, counters: dict[str, str]) -> Quantity | None:
    if text[start:end] in _SCALES and text[start - 1 : start] in ("每", "("):
        return None  # 每万人, (万元): no number, but what others are counted in
    if _inside_word(text, start, end) or text.startswith(("百分点", "百分比", "百分制"), start):
        return None
    stop = end
    if (gap := _GAP.match(text, stop)) and _unit(text, gap.end(), counters):
        stop = gap.end()
    unit = "%" if number.percent else _unit(text, stop, counters)
    if not unit and text[end - 1] in "万亿" and _BARE.match(text, stop):
        return Quantity(
            start, stop, _plain(number.value), _plain(number.value_max), "", number.bound or "exact", "measure"
        )
    if not unit or (unit == "分" and _HOUR.search(text, max(0, start - 3), start)):
        return None
    if not number.percent:
        stop += len(unit)
    raw, unit = unit, "%" if number.percent else counters[unit]
    kind = _kind(text, start, stop, raw, number.percent)
    if kind is None:
        return None
    if after := _AFTER.match(text, stop):
        stop = after.end() if kind != "structural" else stop
    bound = number.bound or _bound_behind(after[0] if after else "")
    if kind == "rate" and bound == "exact":
        bound = _bound_of_whole(text[max(0, start - 20) : start])
    period = _PERIOD.search(text[max(0, start - 8) : start])
    per = (period[2] or period[1][0]) if period and kind in ("money", "measure") else ""
    return Quantity(start, stop, _plain(number.value), _plain(number.value_max), unit, bound, kind, per)


def _plain(value: Decimal | None) -> Decimal | None:
    """The same value without the zeros that 1.2万 brings with it."""
    if value is None or value != value.to_integral_value():
        return value
    return value.to_integral_value()


def _bound_behind(words: str) -> Bound:
    """The bound that the words behind the unit set: 96%以上."""
    if words.endswith("以上"):
        return "atLeast"
    if words.endswith(("以下", "以内", "之内")):
        return "upTo"
    return "approximately" if words else "exact"


def _bound_of_whole(before: str) -> Bound:
    """The bound that stands before what a share is a share of."""
    match = _OF_WHOLE.search(before)
    bounds: tuple[Bound, ...] = ("atLeast", "upTo", "moreThan")
    return next((bound for bound in bounds if match and match[bound]), "exact")


def _unit(text: str, at: int, counters: dict[str, str]) -> str:
    for length in (4, 3, 2, 1):
        if len(piece := text[at : at + length]) == length and piece in counters:
            return piece
    return ""


def _kind(text: str, start: int, stop: int, unit: str, percent: bool) -> Kind | None:
    """What a number counts; None for what is no figure at all."""
    if percent or unit in _RATES:
        return "rate"
    shown = text[start:stop]
    before = text[max(0, start - 6) : start]
    if shown[0] == "第" or before.endswith("第"):
        return "ordinal"
    if shown[0] in "双半":
        return "structural"
    if shown[0] == "首":
        return "ordinal"
    if shown in _NO_COUNT or (shown[0] == "一" and unit not in _MONEY and shown[1:] == unit):
        return None
    if before.endswith("前") and unit in ("名", "位", "强", "个") and not before.endswith(("目前", "此前", "之前")):
        return "threshold"
    if unit in _MONEY:
        return "money"
    if unit == "年":
        return "duration" if _LASTS.search(text[max(0, start - 8) : start]) else None
    if unit in _STRUCTURAL or (unit == "类" and shown[0] in "一二三四"):
        return "measure" if unit in _ROUNDS and shown[0].isdigit() else "structural"
    return "multiple" if unit == "倍" else "measure"


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a code or a formula: ISO9606, 1+5+N, 3D, “13+34”."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before.isascii() and (before.isalpha() or before in "+#"):
        return True
    return bool(after) and after.isascii() and (after.isalpha() or after == "+")


def _special(text: str, counters: dict[str, str]) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        whole, part = read_number(match["whole"]), read_number(match["part"])
        if match["whole"] == "百" or whole is None or part is None or not whole.value:
            continue
        value = (part.value / whole.value).quantize(Decimal("0.0001")).normalize()
        bound = _bound_before(text, match.start(), match.end())
        yield Quantity(*match.span(), Decimal(format(value, "f")), None, SHARE, bound, "rate")
    for match in _VAGUE.finditer(text):
        yield from _vague(text, match, counters)
    for match in _HALF.finditer(text):
        word = match["bound"] or match["b2"] or ""
        bound = (
            "moreThan" if word.startswith(("超", "过")) or match["over"] else "lessThan" if word == "近" else "exact"
        )
        bound = "approximately" if word == "约" or text.startswith(("左右", "上下"), match.end()) else bound
        yield Quantity(*match.span(), Decimal("0.5"), None, SHARE, bound, "rate")
    for match in _DOUBLED.finditer(text):
        number = read_number(match["times"] or match["t2"] or "一")
        if number:
            value = number.value if match[0].endswith("倍") else Decimal(2) ** int(min(number.value, Decimal(9)))
            yield Quantity(*match.span(), value, None, "倍", "exact", "multiple")
    for match in _RATIO.finditer(text):
        if Decimal(match["other"]):
            yield Quantity(*match.span(), Decimal(match["one"]), Decimal(match["other"]), "", "exact", "ratio")
    for match in _MANY.finditer(text):
        unit = _unit(text, match.end(), counters)
        if unit and not text[: match.start()].endswith(tuple("0123456789十百千万亿")):
            yield Quantity(match.start(), match.end() + len(unit), None, None, counters[unit], "moreThan", "measure")


def _vague(text: str, match: re.Match[str], counters: dict[str, str]) -> Iterator[Quantity]:
    """数百 is more than a hundred, 上万 at least ten thousand; the words give no more."""
    unit = _unit(text, match.end(), counters)
    scale = read_number(match["unit"])
    if not unit or scale is None or text[: match.start()].endswith(tuple("0123456789十百千万亿")):
        return
    bound: Bound = "atLeast" if match["lead"] in "上成" else "moreThan"
    kind: Kind = "money" if unit in _MONEY else "rate" if unit in _RATES else "measure"
    if unit != "年" and unit not in _STRUCTURAL:
        yield Quantity(match.start(), match.end() + len(unit), scale.value, None, counters[unit], bound, kind)


def _bound_before(text: str, start: int, end: int) -> Bound:
    before, after = text[max(0, start - 3) : start], text[end : end + 2]
    if after in ("以上",) or before.endswith(("超过", "超", "逾")):
        return "moreThan" if before.endswith(("超过", "超", "逾")) else "atLeast"
    if before.endswith("近"):
        return "lessThan"
    return "approximately" if before.endswith("约") or after == "左右" else "exact"
