"""The units of tables: in titles of columns, in captions, and in lines that say no more than a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_UP = {character: value for value, character in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
#: 万人, and 10⁴人 as GB/T 3101 has it.
_SCALED = re.compile(
    rf"(?:(?P<scale>[{''.join(_SCALE)}]+)|[×xX*]?10(?:(?P<up>[{''.join(_UP)}])|(?:\^|\*\*)(?P<ten>\d)))"
    r"(?P<rest>[^\d]{0,3})"
)
#: A bracket with what is in it.
IN_BRACKETS = re.compile(r"[(\[【〔{〈](?P<inner>[^()\[\]【】〔〕{}〈〉]{1,24})[)\]】〕}〉]")
_PARTING = ",;、: "
_PIECE = re.compile(r"[^,;、:\s和及]+")
#: 经费/亿元, 经费:亿元, and a bracket that is not closed; the last part of 在校生数万人 and 学校数所.
_BEHIND = re.compile(r"\s*[/,、:|=·\-—(\[\s]\s*(?P<unit>[^()/,、:|=·\-—\s\[\]]{1,6})$")
_GLUED = (5, 4, 3, 2)
_COUNT = re.compile(r"(?<=[数量额])[^数量额]{1,4}$|(?<=.)%$")
#: What a title adds about its unit or what it counts.
_REMARK = re.compile(r"(?<=.)\s*[(][^()]*[)]$")
#: Words around a unit that say that it is one.
_SAYS = re.compile(r"(?:计量|计价)?单位[:为是]?|\b(?:Unit|UNIT|unit)s?:?|^以(?=.+计$)|(?<=.)计$|^人民币(?=.)")
#: What says in which unit all figures of a table are: 单位:人, Unit: 万人, and (人) at the end of a caption.
_UNIT_LINE = re.compile(
    r"以(?P<meant>[^,。;、:]{1,8})为单位|(?:单位\s*[:为—-]?|\b(?:Unit|UNIT|unit)s?\s*:)\s*(?P<units>[^()。;\[\]【】〔〕\n]{1,40})"
)
_LAST = re.compile(r"[(\[【〔](?P<units>(?!单位)[^()\[\]【】〔〕]{1,6})[)\]】〕]$")
#: What else such a line says: 单位:万人 2024年.
_DATED = re.compile(r"(?<=.)(?:19|20)\d\d[年./-].*$")
#: What a title says of its unit without naming it.
_PEOPLE = re.compile(r"(?P<unit>人次)数?$|人数$")
_COUNTED_IN = re.compile(r"(?P<unit>[家所个])数$")


class Measure(msgspec.Struct, frozen=True):
    """A unit and what the numbers in it are multiplied by: 万人 is 人, 10000.

    `written` is how it stands there. `known` is false where only the scale is certain to be one: 万台套.
    """

    unit: str
    scale: int = 1
    written: str = ""
    known: bool = True


def measure_of(title: str, units: Mapping[str, str]) -> Measure | None:
    """The unit that a title names.

    Example:
        >>> units = {"人": "人", "元": "元"}
        >>> [measure_of(title, units).scale for title in ("在校生数(万人)", "经费/亿元", "投入(去年,千元)", "数:10⁴人")]
        [10000, 100000000, 1000, 10000]
    """
    found = _unit_in(title, units)
    return found[0] if found else None


def without_unit(title: str, units: Mapping[str, str]) -> str:
    """A title less the unit that it names, if it says more.

    Example:
        >>> units = {"人": "人", "元": "元"}
        >>> [without_unit(title, units) for title in ("在校生:万人", "投入(2024年,千元)", "毕业生人数", "万人")]
        ['在校生', '投入(2024年)', '毕业生人数', '万人']
    """
    found = _unit_in(title, units)
    return (title[: found[1]] + title[found[2] :]).strip() or title if found else title


def _unit_in(title: str, units: Mapping[str, str]) -> tuple[Measure, int, int] | None:
    """The unit that a title names, and what of it says only that."""
    if found := _bracketed(title, units):
        return found
    if (remark := _REMARK.search(title)) and (found := _unit_in(title[: remark.start()], units)):
        return found
    behind = _BEHIND.search(title)
    if behind and (measure := known_unit(behind["unit"], units)) and measure.known:
        said = _SAYS.search(title[: behind.start()] + ":")
        return measure, said.start() if said and said.end() > behind.start() else behind.start(), len(title)
    for length in _GLUED:
        if len(title) > length and title[-length] in _SCALE and (measure := known_unit(title[-length:], units)):
            return (measure, len(title) - length, len(title)) if measure.known else None
    if (last := _COUNT.search(title)) and (measure := known_unit(last[0], units)) and measure.known:
        return measure, last.start(), len(title)
    if (whole := known_unit(title, units)) and whole.known and whole.scale > 1:
        return whole, 0, len(title)
    return None


def bracketed(title: str, units: Mapping[str, str]) -> Measure | None:
    """The unit that a title names in brackets."""
    found = _bracketed(title, units)
    return found[0] if found else None


def _bracketed(title: str, units: Mapping[str, str]) -> tuple[Measure, int, int] | None:
    found = None
    for match in IN_BRACKETS.finditer(title):
        pieces = [match.span("inner"), *((m.start(), m.end()) for m in _PIECE.finditer(title, *match.span("inner")))]
        named = [(m, s, e) for s, e in pieces if (m := known_unit(title[s:e], units))]
        if not named:
            continue
        measure, start, end = next((n for n in named if n[0].known), named[0])
        low, high = match.span("inner")
        # What else the bracket says stays.
        if _SAYS.sub("", title[low:start].rstrip(_PARTING) + title[end:high]).strip(_PARTING):
            found = measure, start - (title[start - 1] in _PARTING), end
        else:
            found = measure, *match.span()
    return found


def known_unit(word: str, units: Mapping[str, str]) -> Measure | None:
    """The unit that a word names, with its scale.

    Example:
        >>> known_unit("万人", {"人": "人"}), known_unit("单位为千元", {"元": "元"}).scale
        (Measure(unit='人', scale=10000, written='万人', known=True), 1000)
    """
    word = _SAYS.sub("", word).strip().replace("％", "%")
    match = _SCALED.fullmatch(word)
    if word == "%" or word in units:
        unit = units.get(word, "") or word
        # 万人次 is a scale and a unit, 千米 one unit.
        if match is None or unit != units.get(match["rest"]):
            return Measure(unit, written=word)
    if match is None:
        return None
    scale, rest = match["scale"] or "", match["rest"]
    product = 1 if scale else 10 ** (_UP[match["up"]] if match["up"] else int(match["ten"]))
    for character in scale:
        product *= _SCALE[character]
    if not rest or rest in units:
        return Measure(units.get(rest, "") or rest, product, word)
    return Measure("", product, word, known=False) if scale[:1] in ("", *"万亿萬億") else None


def of_caption(text: str, units: Mapping[str, str]) -> list[Measure]:
    """The units that a caption names for all figures of its table.

    Example:
        >>> [m.written for m in of_caption("单位:万人、亿元", {"人": "人", "元": "元"})]
        ['万人', '亿元']
    """
    match = _UNIT_LINE.search(text) or _LAST.search(text)
    if match is None:
        alone = known_unit(text, units)
        return [alone] if alone and alone.known else []
    said = match.groupdict()
    words = _DATED.sub("", said.get("meant") or said["units"]).strip()
    if (whole := known_unit(words, units)) and whole.known:
        return [whole]
    found = [m for piece in re.split(r"[,;、:\s/和及]+", words) if (m := known_unit(piece, units)) and m.known]
    return list(dict.fromkeys(found)) or ([whole] if whole else [])


def implied(title: str, units: Mapping[str, str]) -> Measure | None:
    """The unit that a title implies.

    Example:
        >>> implied("毕业生人数", {}).unit, implied("学校所数", {"所": ""}).unit, implied("合计", {})
        ('人', '所', None)
    """
    if match := _PEOPLE.search(title):
        return Measure(match["unit"] or "人")
    if (match := _COUNTED_IN.search(title)) and match["unit"] in units:
        return Measure(units[match["unit"]] or match["unit"])
    return None
