"""Numbers and dates of a workbook as it shows them: the format codes of spreadsheets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

#: The codes that a workbook names by number only, the dates as Chinese programs show them.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d",
    15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy/m", 28: "m/d", 29: "m/d", 30: "yyyy/m/d", 31: "yyyy/m/d", 32: "h:mm",
    33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy/m", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss",
    47: "mm:ss", 48: "0.00E+00", 49: "@", 50: "yyyy/m", 51: "m/d", 52: "yyyy/m", 53: "m/d", 54: "m/d", 55: "h:mm",
    56: "h:mm:ss", 57: "yyyy/m", 58: "m/d",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<condition>[<>=]+-?[0-9.]+)\]|\[[^\]]*\]|(?P<general>General|G/通用格式)|(?P<place>[0#?.,%])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r'"[^"]*"|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE = re.compile(r"[ymdhs]|上午|下午", re.IGNORECASE)
_CONDITION = re.compile(r"([<>=]+)(-?[0-9.]+)")
_LONGEST, _MOST_DIGITS = 200, 24


def shown(number: str, code: str, since_1904: bool = False, plain: bool = False) -> str:
    """A number as a cell shows it.

    Args:
        number: as the file has it.
        code: the format; "" is the general one.
        since_1904: whether days are counted from 1904.
        plain: dates as 2024-09-01, and no signs that group digits: for tables that a program reads on.

    Example:
        >>> [shown("12345.678", code) for code in ("", "#,##0", '0!.0,"万"', '0.0"人"', "[>=10000]0,;0")]
        ['12345.678', '12,346', '1.2万', '12345.7人', '12']
        >>> shown("0.856", "0.0%"), shown("-3", "0;(0)"), shown("3.3000000000000003", "General")
        ('85.6%', '(3)', '3.3')
        >>> shown("45536", "yyyy-mm-dd"), shown("45536", "yyyy年m月"), shown("45536", "m/d/yy", plain=True)
        ('2024年9月1日', '2024年9月', '2024-09-01')
    """
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return number
    if is_date(code):
        found = _date(value, code, since_1904, plain)
        return _general(value) if found is None else found
    if not code or len(code) > _LONGEST or "@" in code or re.search(r"e[+-]|[0#?]\s*/", code, re.IGNORECASE):
        return _general(value)
    return _numeric(value, code, plain)


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Whether a format is one of dates or times.

    Example:
        >>> [is_date(code) for code in ('yyyy"年"', "0.00", '0"days"', "[h]:mm", "[Red]0", "General")]
        [True, False, False, True, False, False]
    """
    return bool(_DATE.search(re.sub("General", "", _QUOTED.sub("", code), flags=re.IGNORECASE)))


def _general(value: Decimal) -> str:
    """Up to 15 digits, which is what a spreadsheet keeps, and never with an exponent."""
    short = Decimal(f"{value:.15g}")
    text = f"{short:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: Decimal, code: str, since_1904: bool, plain: bool) -> str | None:
    """A date to the part that its format shows."""
    try:
        base = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        moment = base + timedelta(seconds=int((value * 86400).to_integral_value(ROUND_HALF_UP)))
    except OverflowError:
        return None
    bare = re.sub(r"[^ymdhs:]", "", _QUOTED.sub("", code).lower())
    time = f"{moment.hour:02}:{moment.minute:02}" if "h" in bare else ""
    if not re.search("[yd]", bare):
        if time or "s" in bare:
            return time or f"{moment.minute:02}:{moment.second:02}"
        return f"{moment.month}月"
    parts = [(moment.year, "年"), (moment.month, "月"), (moment.day, "日")]
    last = 3 if "d" in bare else 2 if "m" in bare else 1
    if plain:
        return "-".join(f"{number:02}" for number, _ in parts[:last])
    first = 0 if "y" in bare else 1
    return "".join(f"{number}{sign}" for number, sign in parts[first:last]) + (f" {time}" if time else "")


def _numeric(value: Decimal, code: str, plain: bool) -> str:
    section, value = _section(value, code)
    tokens = list(_TOKEN.finditer(section))
    if any(token["general"] for token in tokens):
        literals = ["\0" if token["general"] else _literal(token) for token in tokens]
        return "".join(literals).replace("\0", _general(value)).strip()
    places = "".join(token["place"] or "" for token in tokens)
    if not re.search(r"[0#?]", places):
        return "".join(map(_literal, tokens)).strip()
    if value.adjusted() + len(places) > _MOST_DIGITS:
        return _general(value)
    value = value.scaleb(2 * places.count("%"))
    whole, _, fraction = places.replace("%", "").partition(".")
    scaled = len(whole) - len(whole.rstrip(",")) or len(fraction) - len(fraction.rstrip(","))
    digits, _, decimals = _rounded(value.scaleb(-3 * scaled), fraction.rstrip(","))
    grouped = "," in whole.rstrip(",") and not plain
    return _filled(tokens, digits, decimals, grouped, value < 0)


def _section(value: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of a format that a number takes: by its own condition, or positive; negative; zero."""
    sections = re.findall(r'(?:"[^"]*"|[\\!].|[^;"\\!])+|(?<=;)(?=;|$)', code) or [code]
    for section in sections:
        found = next((t["condition"] for t in _TOKEN.finditer(section) if t["condition"]), None)
        if found and (match := _CONDITION.fullmatch(found)) and _holds(value, match[1], match[2]):
            return section, value
    if any(t["condition"] for t in _TOKEN.finditer(sections[0])):
        return sections[min(1, len(sections) - 1)], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: Decimal, sign: str, bound: str) -> bool:
    try:
        limit = Decimal(bound)
    except InvalidOperation:
        return False
    return {
        ">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit, "=": value == limit,
        "<>": value != limit,
    }.get(sign, False)  # fmt: skip


def _rounded(value: Decimal, fraction: str) -> tuple[str, str, str]:
    """The digits before and behind the point, as many as the format has places."""
    whole, point, decimals = f"{abs(value).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP):f}".partition(".")
    least = max((n for n, place in enumerate(fraction, 1) if place == "0"), default=0)
    return whole, point, decimals[:least] + decimals[least:].rstrip("0")


def _literal(token: re.Match[str]) -> str:
    return token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""


def _filled(tokens: list[re.Match[str]], digits: str, decimals: str, grouped: bool, negative: bool) -> str:
    """The digits in the places of the format, from the right to the left."""
    point = next((n for n, token in enumerate(tokens) if token["place"] == "."), len(tokens))
    places = [
        n for n, token in enumerate(tokens[:point]) if (token["place"] or "") in ("0", "#", "?") and token["place"]
    ]
    least = sum(tokens[n]["place"] == "0" for n in places)
    digits = digits.lstrip("0").rjust(least, "0")
    put: dict[int, str] = {}
    for n in reversed(places):
        put[n], digits = (digits, "") if n == places[0] else (digits[-1:], digits[:-1])
    if grouped and places:
        joined = "".join(put[n] for n in places)
        put = dict.fromkeys(places, "") | {places[0]: f"{int(joined):,}" if joined else ""}
    behind = False
    pieces: list[str] = []
    for n, token in enumerate(tokens):
        place = token["place"]
        if place is None:
            pieces.append(_literal(token))
        elif place == "%":
            pieces.append("%")
        elif place == ".":
            pieces.append(f".{decimals}" if decimals else "")
            behind = True
        elif not behind and place != ",":
            pieces.append(put.get(n, ""))
    text = "".join(pieces).strip()
    return f"-{text}" if negative and re.search(r"[1-9]", text) else text
