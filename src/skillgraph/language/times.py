"""Times as reports write them: 2024年, 截至2024年底, 近三年, "十四五"以来, 自2013年起, 上半年, 目前."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from skillgraph.language.numerals import read_number

_C = "〇零○一二三四五六七八九"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][{_C}]{{3}})"
#: Years counted from 1912, the first of the Republic: 民国112年 and 112学年度 are 2023, elsewhere 112年 is how long.
_REPUBLIC = rf"(?:中华)?民国(?:\d{{1,3}}|元|[{_C}十百]{{1,6}})(?=\D)|(?<!\d)1[0-4]\d(?=学年)"
#: Where a document counts so: no 建校已112年, 公元前112年, 100年校庆; and 98学年, which is 1998 elsewhere.
_ALONE = (
    r"(?<!\d)(?<!建校|办学|成立|创校|创办|历经|走过|跨越|传承|公元|西元|昭和|大正|明治|平成|令和|光绪|距今|至今|历时|迎来|累计|总计|建国)"
    r"(?<![逾近约达满共已有了着前期党的])1[0-4]\d(?=年(?!级|来|多|余|间|前|后|校?庆|华诞|的?(?:办学)?历?史|之久|以上))|(?<!\d)[89]\d(?=学年)"
)
_MONTH = r"(?P<month>\d{1,2}|十?[一二三四五六七八九十])月(?:份)?(?:(?P<day>\d{1,2})[日号])?"
_DAY = (
    rf"(?P<year>YEAR)(?:年|(?<!\d{{4}})学年)?(?:(?:(?<=年)(?:度)?(?:{_MONTH})?)|(?:[.-](?P<m2>\d\d?)[.-](?P<d2>\d\d?)))"
)
_PART = r"上半年|下半年|第?[一二三四]季度|年?底|年?末|年?初|以来|起|开始|前|后|之前|之后|间|期间|春季|秋季"
_WORDS = (
    "截至目前|目前|如今|现今|当前|现阶段|今年以来|去年以来|今年上半年|今年下半年|上半年|下半年|今年|去年|明年|前年|(?<![0-9一二三四五两])年内|近年来|"
    "迄今|至今|建校以来|成立以来|建院以来|累计"
)
_NUMBER = r"(?:[0-9]{1,2}|[一二两三四五六七八九十几]{1,2})"
_TIME = (
    rf"(?P<range>(?P<from>{_YEAR})年?(?:至|到|[-—~–]{{1,2}})(?P<to>{_YEAR})(?:年|学年)(?:间|期间)?)"
    r"|(?P<republic>(?:(?P<said>(?:中华)?民国)|(?<!\d)(?=(?:[89]\d|1[0-4]\d)\D))(?P<first>\d{1,3})(?:学?年度?)?"
    r"(?:至|到|[-—~–]{1,2})(?:民国)?(?P<last>\d{1,3})(?(said)学?年|(?<=\d{3})学年)度?)"
    rf"|(?P<pre>自从?|从|截至目?前?|截止到?|至|到)?{_DAY}(?P<part>{_PART})?(?P<tail>以来|起|开始|前|之前|之后)?"
    r"|(?P<leavers>(?<!\d)(?:19|20)\d\d)届"
    r"|(?P<plan>“?十[三四五六七]五”?)(?P<ptail>以来|期间|时期|末|开局之年)"
    rf"|(?P<span>(?:近|过去|最近|未来|今后){_NUMBER}(?:个)?(?:年|月|学年)(?:来|内|间)?)"
    rf"|(?P<word>{_WORDS})"
)
_PLANS = {
    "三": ("2016", "2020"),
    "四": ("2021", "2025"),
    "五": ("2026", "2030"),
    "六": ("2031", "2035"),
    "七": ("2036", "2040"),
}
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


class Time(msgspec.Struct, frozen=True):
    """A time in a text, [start, end), with the interval that it certainly means; `begin` and `until` may be open.

    `since` is true where it is the beginning of what goes on (自2013年起), `until_then` its end (截至2024年).
    """

    start: int
    end: int
    text: str
    begin: str = ""
    until: str = ""
    since: bool = False
    until_then: bool = False


@cache
def _pattern(republic: bool) -> re.Pattern[str]:
    return re.compile(_TIME.replace("YEAR", "|".join((_YEAR, _REPUBLIC, *((_ALONE,) if republic else ())))))


def counts_from_1912(text: str) -> bool:
    """Whether a text counts years from 1912 somewhere; all do of those before 1949.

    Example:
        >>> counts_from_1912("民国112年招生"), counts_from_1912("112学年度招生"), counts_from_1912("办学112年")
        (True, True, False)
        >>> counts_from_1912("始建于民国24年")
        False
    """
    return any(_year(match[0]) > "1949" for match in re.finditer(_REPUBLIC, text))


def times(text: str, republic: bool = False) -> Iterator[Time]:
    """The times of a text, left to right.

    Args:
        text: folded.
        republic: whether 112年 is a year, as in a document that counts from 1912.

    Example:
        >>> [(t.text, t.begin, t.until) for t in times("自2013年起,截至2024年底;2023—2025年;“十四五”以来,近三年")]
        [('自2013年起', '2013', ''), ('截至2024年底', '', '2024'), ('2023—2025年', '2023', '2025'),
         ('“十四五”以来', '2021', ''), ('近三年', '', '')]
        >>> [(t.text, t.begin) for t in times("民国112年3月;112学年度;113年", republic=True)]
        [('民国112年3月', '2023-03'), ('112学年度', '2023'), ('113年', '2024')]
    """
    for match in _pattern(republic).finditer(text):
        found = _time(match, text)
        if found is not None:
            yield found


def _time(match: re.Match[str], text: str) -> Time | None:
    start, end = match.span()
    if match["range"]:
        return Time(start, end, match[0], _year(match["from"]), _year(match["to"]))
    if match["republic"]:
        return Time(start, end, match[0], _year(match["first"]), _year(match["last"]))
    if match["year"]:
        return _dated(match, text)
    if match["leavers"]:
        return Time(start, end, match[0], match["leavers"], match["leavers"])
    if match["plan"]:
        begin, until = _PLANS[match["plan"].strip("“”")[1]]
        since = match["ptail"] == "以来"
        return Time(start, end, match[0], begin, "" if since else until, since=since)
    return Time(start, end, match[0])


def _dated(match: re.Match[str], text: str) -> Time | None:
    start, end = match.span()
    whole = text[match.start("year") : end]
    if "年" not in whole and not match["m2"]:
        return None
    if (start and text[start - 1].isdigit()) or (match["year"][0] == "一" and not match["year"].startswith("一九")):
        return None
    date = _year(match["year"])
    if len(date) != len("2023"):
        return None
    month, day = match["month"] or match["m2"], match["day"] or match["d2"]
    if month:
        number = int(month) if month.isdigit() else _chinese_month(month)
        if 1 <= number <= 12:
            date += f"-{number:02d}"
            if day and 1 <= int(day) <= 31:
                date += f"-{int(day):02d}"
    pre = match["pre"] or ""
    tail = (match["tail"] or match["part"] or "") if (match["tail"] or match["part"]) in _SINCE | _BEFORE else ""
    if tail in _SINCE or (pre.startswith(("自", "从")) and tail not in _BEFORE):
        return Time(start, end, match[0], date, "", since=True)
    if pre.startswith("截") or tail in _BEFORE or pre in ("至", "到"):
        return Time(start, end, match[0], "", date, until_then=True)
    return Time(start, end, match[0], date, date)


_SINCE = {"以来", "起", "开始", "后", "之后"}
_BEFORE = {"前", "之前"}


def _year(written: str) -> str:
    """A year, one of the Republic as others count it."""
    year = written.removeprefix("中华").removeprefix("民国").replace("元", "1")
    number = read_number(year) if re.search("[十百]", year) else None
    if number is not None and number.value is not None:
        year = str(int(number.value))
    year = "".join(c if c.isdigit() and c.isascii() else str(_DIGIT.get(c, 0)) for c in year)
    return year if len(year) == len("2023") else str(int(year) + 1911)


def _chinese_month(month: str) -> int:
    ten = 10 if month.startswith("十") else 0
    rest = month.lstrip("十")
    return ten + (_DIGIT[rest] if rest else 0)
