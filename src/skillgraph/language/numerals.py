"""Reads numbers as Chinese reports write them: 4.91万, 百余, 近40%, 三百五十, 第二, 双, 百分之五.

A number comes with the bound that the words around it set (余, 近, 最高 ...). What has no certain value, as 多名,
数百家 or 三分之二, is not read: silence is better than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext

import msgspec

from skillgraph.model.records import Bound

#: Full-width forms, one character each, so that offsets stay.
_NARROW = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_WORDS = {"首": Decimal(1), "双": Decimal(2), "半": Decimal("0.5"), "一半": Decimal("0.5")}

_D, _L = "".join(_DIGITS), "".join(_LARGE)
_U = "".join(_SMALL) + _L
#: 1 280 and 7 4 . 0 5: thousands set apart, and digits that a page took apart one by one.
_SPACED = (
    r"\d{1,3}(?: \d{3})+(?![\d ])(?:\.\d+)?|\d(?: \d)+(?: ?\. ?\d(?: \d)*)?(?!\d)|\d(?: \. | \.|\. )\d(?: \d)*(?!\d)"
)
#: 12'500 as Swiss tables have it, and 1.25E+04 as spreadsheets do; ‘211’985 is no number.
_QUOTED = r"(?<![\d'’‘])\d{1,3}(?:['’´`ʼ_]\d{3})+(?!\d)(?:\.\d+)?"
_SCIENTIFIC = r"(?<![\d.,])(?P<digits>\d{1,3}(?:\.\d+)?)[eE](?P<ten>[-+−]?\d{1,2})(?![\dA-Za-z])"
_PLAIN = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|{_QUOTED}|{_SPACED}|\d+(?:\.\d+)?"
_BY = "×✕✖xX*＊·∙⋅"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED + "⁺⁻", "0123456789+-")
#: 3.5×10⁴, and as Markdown, plain text and programs have it: 3.5×10^4, 3.5*10^4^, 3.5×10**4, 3.5×10的4次方.
_CARET = r"(?: ?(?:\\?\^|\*\*) ?|的(?=\d{1,2}次方))"
_UP = rf"(?P<up>[⁺⁻]?(?:¹[{_RAISED}]|[{_RAISED}])(?![{_RAISED}]))"
_EXPONENT = rf"{_CARET}[{{(]?(?P<tail>[-−+]?\d{{1,2}})[)}}]?(?:\^|次方)?|{_UP}"
#: 3.5x10E4, by which people mean no 3.5×10×10⁴.
_E = r"[eE](?P<e>[-+−]?\d{1,2})(?![\dA-Za-z])"
_POWER = rf"(?P<head>\d+(?:\.\d+)?) ?(?:[{_BY}]|乘以?) ?10(?:{_E}|{_EXPONENT})"
#: 10^4 alone; 10⁴ alone may as well be ten with the mark of a note.
_POWER_ALONE = rf"(?<![\d.,])10{_CARET}[{{(]?(?P<of_ten>[-−+]?\d{{1,2}})(?!\d)[)}}]?(?:\^|次方)?"
_ARABIC = re.sub(r"\?P<\w+>", "?:", f"{_POWER}|{_POWER_ALONE}|{_SCIENTIFIC}|{_PLAIN}")
#: 4×100米 counts no hundred metres, and 3.5×104 may be a power whose digit is no longer raised.
_FACTOR_BEFORE = re.compile(rf"\d ?(?:[{_BY}]|乘以?) ?$", re.ASCII)
_FACTOR_BEHIND = re.compile(rf" ?(?:[{_BY}]|乘以?) ?\d", re.ASCII)
#: -3.5% is less than nothing where nothing before it could be the other end of a range.
_NEGATIVE = re.compile(r"(?:^|[\s(（:：,，;；|]|[为是比长速率达到])[-−－]$")
# Possessive: a long run of digits that leads to nothing must not be taken apart in every way there is.
_RUN = rf"(?:(?>{_ARABIC})|[{_D}{_U}])++(?:点[{_D}]++[{_L}]*+)?"
_NUMBER = re.compile(
    rf"(?P<vague>[数几上][{_U}]+)"
    rf"|(?P<whole>{_RUN})分之(?P<part>{_RUN})"
    r"|(?P<word>一半|[首双半])"
    rf"|第?(?P<low>{_RUN})(?:%?[-‐–—~～至](?P<high>{_RUN}))?(?P<more>[余多几](?=[{_L}]))?(?P<scale>(?<=[余多几])[{_L}]+)?"
    rf"(?P<tenths>成(?![立员果就为效长功人本品都])(?P<half>[{_D}半](?!成))?)?",
    re.ASCII,
)
_TOKEN = re.compile(rf"{_ARABIC}|[{_D}{_U}]", re.ASCII)
_POWERS = re.compile(f"{_POWER}|{_POWER_ALONE}|{_SCIENTIFIC}", re.ASCII)
#: What has more digits is no number that anything has.
_LONGEST = 100
#: How far words before a number are looked at for the bound that they set.
_NEAR = 48

_BEFORE = re.compile(
    r"(?:(?P<upTo>≤|≦|<=|最高|最多|最长|至多|上限|不(?:得|能|应|会)?(?:超过|高于|多于)|(?<![目此当日之以先从年提空])前)"
    r"|(?P<atLeast>≥|≧|>=|至少|起码|最少|最低|下限|不(?:得|能|应)?(?:少于|低于)|不下于?)"
    r"|(?P<moreThan>超过|(?<![赶反])超|逾|多于|高于|突破|(?<![突冲打])破)"
    r"|(?P<lessThan>将近|接近|不足|不到|不满|(?<![附最临邻靠])近)"
    r"|(?P<approximately>大约|大概|(?<![签合预节公条契制解违邀])约|基本(?=各?占)))"
    r"(?:可?(?:达到?|各?占|为|有|是|获得?|得到|拿到?|享受?|申[请领报]|领取?|发放?|按|给予?|提供|一次性"
    r"|[资补]助|补贴|奖励?|支持|贷款?|安排|投入|培训|接收|推荐)*)$"
)
_AFTER = re.compile(
    r"(?P<moreThan>[余多几])"
    r"|[\w%‰]{0,2}(?:[(（][^)）]{0,60}[)）])?"
    r"(?:(?P<atLeast>及?以上)|(?P<upTo>及?以下|以内|之内|封顶|为限)|(?P<approximately>左右|上下))"
)
#: 近三年 is the last three years, not almost three.
_PERIOD = re.compile(r"个?[年月天日周]")
#: 千亿级 is an order of magnitude, 三级 a level.
_MAGNITUDE = Decimal(10**4)


class Number(msgspec.Struct, frozen=True):
    """A number in a text: its value (of a range the lower), the bound that words set, and where it stands.

    `percent` is true where the words for it stand before the number (百分之) or in place of a unit (成).
    """

    value: Decimal
    start: int
    end: int
    value_max: Decimal | None = None
    bound: Bound | None = None
    percent: bool = False


def read_number(text: str) -> Number | None:
    """The first number of a text.

    Args:
        text: a figure with its unit and the words around it.

    Returns:
        The number, or None if the text has none or only one without a certain value.

    Example:
        >>> [int(read_number(text).value) for text in ("4.91万人", "三百五十", "百分之四十", "第二届")]
        [49100, 350, 40, 2]
        >>> [read_number(text).bound for text in ("近万名", "1万余人", "最高100万元", "二级及以上", "17枚")]
        ['lessThan', 'moreThan', 'upTo', 'atLeast', None]
        >>> read_number("多名") is None
        True
    """
    return next(read_numbers(text), None)


def read_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The numbers between two offsets; the words that set a bound may stand outside of them.

    Args:
        text: with what stands around the numbers.
        start: where to begin.
        end: where to end; by default the end of the text.

    Example:
        >>> [str(number.value) for number in read_numbers("“双第一”")]
        ['2', '1']
        >>> next(read_numbers("带动超300家", 3, 7)).bound
        'moreThan'
    """
    narrow = text.translate(_NARROW)
    for match in _NUMBER.finditer(narrow, start, len(narrow) if end is None else end):
        begin, stop = match.span()
        before = narrow[max(0, begin - _NEAR) : begin]
        if _FACTOR_BEFORE.search(before) or _FACTOR_BEHIND.match(narrow, stop):
            continue
        value, value_max, percent = _values(match)
        if value is None:
            continue
        bound = _bound(narrow, match, value, before)
        if match["low"] and match["low"][0] in _LARGE and not (match["more"] or bound or before.endswith("达")):
            continue  # 万 without its number, as in 单位:万人 or where a line broke before it, is not 1万
        if begin > start and value_max is None and _NEGATIVE.search(before):
            begin, value = begin - 1, -value
        yield Number(value, begin, stop, value_max, bound, percent)


def _values(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, bool]:
    """The value, the upper end of a range, and whether it is a percentage."""
    if match["word"]:
        return _WORDS[match["word"]], None, False
    if match["part"]:
        return (_evaluate(match["part"]), None, True) if match["whole"] == "百" else (None, None, False)
    if match["vague"]:
        return None, None, False
    low, high = match["low"], match["high"]
    if len(low) > _LONGEST:
        return None, None, False
    if high and high[-1] in _LARGE and not any(c in _LARGE for c in low):
        low += high[-1]
    scale = (match["scale"] or "") if match["more"] else ""
    value = _evaluate(low, scale)
    if value is not None and match["tenths"]:
        more = Decimal(5) if match["half"] == "半" else Decimal(_DIGITS[match["half"]]) if match["half"] else Decimal(0)
        return value * 10 + more, None, True
    return value, _evaluate(high) if high else None, False


def _bound(text: str, match: re.Match[str], value: Decimal, before: str) -> Bound | None:
    if match["more"]:
        return "moreThan"
    if after := _AFTER.match(text, match.end()):
        return after.lastgroup  # type: ignore[return-value]  # the groups are named after the bounds
    if text.startswith("级", match.end()) and value >= _MAGNITUDE:
        return "approximately"
    words = _BEFORE.search(before)
    if words is None or (words.lastgroup == "lessThan" and _PERIOD.match(text, match.end())):
        return None
    return words.lastgroup  # type: ignore[return-value]


def _evaluate(numeral: str, scale: str = "") -> Decimal | None:
    """The value of digits and units; None for what is ambiguous, as 三五 (three to five) or 两三百."""
    whole, point, fraction = numeral.partition("点")
    with localcontext(prec=1000):
        value = _integer(whole)
        if value is None:
            return None
        if point:
            places = "".join(str(_DIGITS[c]) for c in fraction if c in _DIGITS)
            value += Decimal(f"0.{places}")
            scale = fraction.lstrip(_D) + scale
        for unit in scale:
            value *= _LARGE[unit]
    return value


def _integer(numeral: str) -> Decimal | None:
    tokens = _TOKEN.findall(numeral)
    if all(token in _DIGITS for token in tokens):
        return _positional(tokens)
    total, section, digit = Decimal(0), Decimal(0), None
    last, former, largest = 0, "", 0
    for token in tokens:
        if token in _SMALL:
            section += (Decimal(1) if digit is None else digit) * _SMALL[token]
            last, digit = _SMALL[token], None
        elif token in _LARGE:
            coefficient = section + (digit or 0)
            if former == "" and not coefficient:
                coefficient = Decimal(1)
            last = _LARGE[token]
            total = (total + coefficient) * last if last > largest else total + coefficient * last
            section, digit, largest = Decimal(0), None, last
        elif digit:
            return None
        else:
            digit = Decimal(_DIGITS[token]) if token in _DIGITS else _arabic(token)
        former = token
    if digit and former in _DIGITS and last >= 100 and len(tokens) > 1 and tokens[-2] in _U:
        digit *= last // 10  # 三百五 is 350, 三百零五 is 305
    return total + section + (digit or 0)


def _arabic(token: str) -> Decimal:
    """The value of digits, set apart or not, and of a power of ten."""
    if power := _POWERS.fullmatch(token):
        tail = power["tail"] or power["e"] or power["of_ten"] or power["ten"] or power["up"].translate(_LOWERED)
        return Decimal(power["head"] or power["digits"] or 1).scaleb(int(tail.replace("−", "-")))
    return Decimal(re.sub("[, '’´`ʼ_]", "", token))


def _positional(digits: list[str]) -> Decimal | None:
    """二〇二四 is 2024; two digits alone, as 三五, are mostly an estimate."""
    if len(digits) == 2 and not any(_DIGITS[d] == 0 for d in digits):
        return None
    return Decimal("".join(str(_DIGITS[d]) for d in digits))
