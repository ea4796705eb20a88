"""What a name says in its parts: the places in front, the core, how it ends, numbers, campus, whether it is former."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from skillgraph.language.names import level_of, spelling_key
from skillgraph.language.numerals import read_number
from skillgraph.resolve.places import UNLISTED, Places
from skillgraph.resolve.rules import Ending, rules

#: Brackets of whole and half width, all of which are compared as round ones.
_BRACKETS = str.maketrans("[]【】〔〕〖〗{}", "()()()()()")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"第?([0-9]+|[零一二三四五六七八九十百]+)(?=$|[^零一二三四五六七八九十百0-9])")
#: Where a numeral without 第 counts: 中铁二院, 市一中, 一冶. Elsewhere it is part of a word: 三中全会, 一带一路.
_COUNTED = re.compile(r"(?:中|冶|局|院|厂|所|校|职|技|建|航局|公局|分校|分院|小)")
#: 一中 is 第一中学, after its numeral is a number.
_MIDDLE = re.compile(r"(?<=\d)([中小])$")
_YEAR = re.compile(r"(?<=(?<!\d)\d{4})年")
#: Numbers that many have, and brackets; 5720工厂 is one.
_SMALL = re.compile(r"(?<!\d)\d{1,2}(?!\d)|[()]")
#: The kind and the line of companies.
COMPANY = "company"
_NATION = "中国"
#: How many places a name may begin with: a country, a province, a city, a county.
_MOST_PLACES = 4


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One way to read a name: the places in front, and what follows them.

    `core` is the rest and `stem` the rest without its `ending`; `places` are those that the last one in front may mean.
    """

    places: frozenset[str]
    core: str
    stem: str
    ending: Ending | None
    numbers: tuple[str, ...] = ()

    @property
    def is_common(self) -> bool:
        """Whether nothing in the stem tells one body from another of its kind: 技师学院, 第一职业学校."""
        return not rules().common.sub("", _SMALL.sub("", self.stem))


class Form(msgspec.Struct, frozen=True, gc=False):
    """A name, taken apart.

    `key` is what spellings share; `readings` begin with the one that splits off most places. `level` is the kind of
    place that stands in front without its name (市人社局), `campus` the part of a school, `initials` Latin letters.
    """

    text: str
    key: str
    readings: tuple[Reading, ...]
    level: str = ""
    campus: str = ""
    is_former: bool = False

    @property
    def core(self) -> Reading:
        """The reading with the most places split off."""
        return self.readings[0]


class FormReader:
    """Takes names apart by the places that are known.

    Example:
        >>> from skillgraph.model.records import Entity
        >>> reader = FormReader(Places([Entity("qingdao", "p", ("City",), "青岛市", aliases=("青岛",))], []))
        >>> form = reader.forms("原青岛市第二技工学校（西校区）")[0]
        >>> form.core.places, form.core.stem, form.core.ending.lines, form.core.numbers, form.campus, form.is_former
        (frozenset({'qingdao'}), '2', ('skilled',), ('2',), '西校区', True)
    """

    def __init__(self, places: Places) -> None:
        self.places = places

    def forms(self, name: str) -> tuple[Form, ...]:
        """The forms of a name: its own, and what its brackets say that it is or was called.

        Args:
            name: as a table has it.
        """
        key = spelling_key(name.translate(_BRACKETS)).translate(_BRACKETS)
        whole, others, campus, bracketed = self._without_brackets(key)
        found = [self._form(name, whole, campus, bracketed)]
        found += (self._form(other, other, "", frozenset()) for other in others)
        return tuple(found)

    def _without_brackets(self, key: str) -> tuple[str, list[str], str, frozenset[str]]:
        """A name without what stands in brackets beside it: other names, a campus, a place."""
        words = rules().words
        others: list[str] = []
        if key.startswith("(") and key.find(")") == len(key) - 1:
            key = key[1:-1]
        campus, bracketed = "", frozenset[str]()
        for match in _BRACKETED.finditer(key):
            said = match[1]
            called = next(
                (w for w in (*words.called, *words.former) if said.startswith(w) and len(said) > len(w) + 1), ""
            )
            if called:
                others.append(said if called in words.former else said.removeprefix(called).lstrip(":：“"))
            elif said.isascii() and any(c.isalpha() for c in said):
                others.append(said)
            elif said.endswith(words.campus):
                campus = "" if said in words.whole else said
            elif said not in words.whole:
                found = self.places.at(said, 0)
                if found is None or found[0] != said:
                    continue
                bracketed = found[1]
            key = key.replace(match[0], "", 1)
        return key, others, campus, bracketed

    def _form(self, text: str, whole: str, campus: str, bracketed: frozenset[str]) -> Form:
        key, is_former = self._present(whole)
        if not campus and (match := _campus().search(key)):
            campus = "" if match[0] in rules().words.whole else match[0]
            key = key[: match.start()]
        level = ""
        if (match := _level().match(key)) and not key.startswith(rules().words.no_level):
            level, key = match[0], key[match.end() :]
        readings = [self._reading(places or bracketed, rest, bool(level)) for places, rest in self._cut(key)]
        # Brackets say where a body is that has its name from elsewhere: 五洲汉风(北京).
        return Form(text, key, tuple(reversed(readings)), level, campus, is_former)

    def _present(self, key: str) -> tuple[str, bool]:
        """A name without the word that says it is no longer used."""
        for word in rules().words.former:
            rest = key.removeprefix(word)
            if rest == key or len(rest) < 4 or self.places.listed(key, 0):
                continue
            if len(word) > 1 or self.places.at(rest, 0) or (word == "原" and _ending(rest)[1]):
                return rest, True
        return key, False

    def _cut(self, key: str) -> Iterator[tuple[frozenset[str], str]]:
        """The rests of a name behind none, one, two of the places in front, with what the last of these may mean."""
        at, last = 0, frozenset[str]()
        yield last, key
        for nation in rules().words.nation:
            if key.startswith(nation) and len(key) > len(nation) + 1:
                at, last = len(nation), self.places.called(_NATION)
                yield last, key[at:]
                break
        for _ in range(_MOST_PLACES):
            found = self.places.at(key, at)
            if found is None or len(key) - at - len(found[0]) < 2:
                return
            # A place that the one before it does not hold is part of the name: 广州中山大学.
            inside = frozenset(p for p in found[1] if self._is_inside(p, last))
            if not inside:
                return
            if min(inside).startswith(UNLISTED):
                # 莱芜市某校 may be called 莱芜某校, which is no place to who doesn't know it.
                yield last, min(inside).removeprefix(UNLISTED) + key[at + len(found[0]) :]
            at, last = at + len(found[0]), inside
            yield last, key[at:]

    def _is_inside(self, place: str, last: frozenset[str]) -> bool:
        return not last or place in last or place.startswith(UNLISTED) or not last.isdisjoint(self.places.above(place))

    def _reading(self, places: frozenset[str], rest: str, is_of_level: bool) -> Reading:
        numbers: list[str] = []

        def numbered(match: re.Match[str]) -> str:
            if (
                not match[0].startswith("第")
                and not match[1].isdigit()
                and not _COUNTED.match(match.string, match.end())
            ):
                return match[0]
            numbers.append(_number(match[1]))
            return numbers[-1]

        core = _YEAR.sub("", _NUMBER.sub(numbered, rules().canonical(rest)))
        core = _MIDDLE.sub(r"\1学", core)
        stem, ending = _ending(core)
        if not places and stem in rules().words.national and rest.endswith(rules().words.ministry) and not is_of_level:
            places = self.places.called(_NATION)
        return Reading(places, core, stem, ending, tuple(numbers))


def without_legal_form(name: str) -> str:
    """A company's name without what it is in law; any other name as it is.

    Example:
        >>> without_legal_form("晨星集团股份有限公司"), without_legal_form("晨星技师学院")
        ('晨星', '晨星技师学院')
    """
    stem, ending = _ending(name)
    return stem if ending and COMPANY in ending.lines else name


def is_of_each_place(name: str) -> bool:
    """Whether a name says no more than the level of its place or a kind, so that each place has a thing of that name.

    What a ministry's name stands in is the nation's.

    Example:
        >>> [is_of_each_place(name) for name in ("市教育局", "产业学院", "第一职业学校")]
        [True, True, True]
        >>> [is_of_each_place(name) for name in ("海滨市产业学院", "海尔产业学院", "教育部发展中心")]
        [False, False, False]
    """
    if level_of(name):
        return True
    reading = _anywhere().forms(name)[0].readings[-1]
    return reading.ending is not None and reading.is_common and rules().words.ministry not in reading.core


@cache
def _anywhere() -> FormReader:
    """A reader of names that knows no place."""
    return FormReader(Places([], []))


def plain_form(name: str) -> Form:
    """A name that has no parts, as that of a place."""
    key = spelling_key(name)
    return Form(name, key, (Reading(frozenset(), key, key, None),))


@cache
def _number(numeral: str) -> str:
    """A numeral in Arabic digits, as it stands where it has no certain value."""
    number = read_number(numeral)
    return str(number.value) if number is not None and number.value is not None else numeral


def _ending(core: str) -> tuple[str, Ending | None]:
    """A core without how it ends, and that: the longest ending that is known; what brackets add to it stays."""
    if core.endswith(")") and (at := core.find("(")) > 0:
        stem, ending = _ending(core[:at])
        return (stem + core[at:], ending) if ending else (core, None)
    by_form = rules().by_form
    for length in range(min(len(core), rules().longest_ending), 0, -1):
        if (ending := by_form.get(core[-length:])) is not None:
            return core[:-length], ending
    return core, None


@cache
def _campus() -> re.Pattern[str]:
    """A campus at the end of a school's name."""
    words = rules().words
    return re.compile(
        rf"(?<=学院|大学|学校|中学|小学|技校)(?:\w{{1,4}}?(?:{'|'.join(words.campus)})|{'|'.join(words.whole)})$"
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(rules().words.levels)})(?=.)")
