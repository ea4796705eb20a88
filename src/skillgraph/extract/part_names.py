"""Names that hold in one part of a report alone: 市教育局 in the part on one city is not that of the next."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import GOVERNMENTS, bare
from skillgraph.language.names import is_picked_out, level_of
from skillgraph.resolve.forms import is_of_each_place

#: Bodies that each place may have one of: 市教育局, 区职教中心, 实训中心.
_OF_EACH_PLACE = classes("of_each_place")
_POINTED = re.compile("^[全本我该](?=[省市县区州旗盟自])")
_LEVELS = {"县": 1, "区": 1, "旗": 1, "市": 2, "州": 2, "盟": 2, "省": 3}
_WITH_LEVEL = re.compile("(?<=..)[省市县区州旗盟]$")
#: The length of short forms that pick characters out of a bureau's name, 市人社局; of shorter ones many are alike.
_PICKED = 4


class Part(msgspec.Struct, frozen=True):
    """A part of a report: with which sentence it begins, and where; its place, and those that other parts are on.

    `level` is the highest of the places': in a report on counties 市教育局 is the same in all parts. All names of a
    report that has no such parts (others) hold everywhere.
    """

    begin: int = 0
    start: int = 0
    place: str = ""
    others: tuple[str, ...] = ()
    level: int = 0

    def is_own(self, name: str, type_: str) -> bool:
        """Whether a name says the level of its place or a kind, not which one, so that it means a thing of this part.

        A body of government without a level may be the nation's, unless it is a bureau.

        Args:
            name: of a thing.
            type_: its class.

        Example:
            >>> part = Part(3, 40, "济南市", ("潍坊市",), 2)
            >>> [part.is_own(name, "GovernmentBody") for name in ("市教育局", "济南市教育局", "省教育厅", "教育部")]
            [True, False, False, False]
            >>> [part.is_own(name, "TrainingPlatform") for name in ("实训中心", "海尔实训中心", "省实训中心")]
            [True, False, False]
        """
        if not self.others or type_ not in _OF_EACH_PLACE:
            return False
        if level := level_of(name):
            return _level(level) <= self.level
        return (type_ not in GOVERNMENTS or name.endswith("局")) and is_of_each_place(name)

    def key(self, name: str, type_: str, here: bool = False) -> tuple[int, str]:
        """As what a name is looked up: of this part, or of the whole report.

        Args:
            name: of a thing.
            type_: its class.
            here: whether a body's name is one of this part though it says no level.
        """
        name = bare(name)
        if self.is_own(name, type_):
            return self.begin, _POINTED.sub("", name)
        return (self.begin if here and self.others and type_ in _OF_EACH_PLACE else -1), name

    def says_place(self, name: str) -> bool:
        """Whether a name begins with the place of one of the parts."""
        return any(_begins(name, place) for place in (self.place, *self.others))

    def is_elsewhere(self, short: str, long: str, type_: str, last: int) -> bool:
        """Whether a longer name is of a thing that a short form doesn't mean in this part.

        Args:
            short: a name in this part.
            long: a name that it may shorten.
            type_: the class of both.
            last: with which sentence the part begins where the longer one stands last.
        """
        if not self.others or type_ not in _OF_EACH_PLACE or _begins(long, self.place):
            return False
        if any(_begins(long, place) and not _begins(short, place) for place in self.others):
            return True
        return last != self.begin and (self.is_own(long, type_) or self.is_own(short, type_))

    def is_form(self, short: str, long: str, type_: str) -> bool:
        """Whether a name of this part is short for one that says the place: 市人社局 for 济南市人力资源和社会保障局.

        Example:
            >>> part = Part(3, 40, "济南市", ("潍坊市",), 2)
            >>> names = "济南市人力资源和社会保障局", "潍坊市人力资源和社会保障局"
            >>> [part.is_form("市人社局", name, "GovernmentBody") for name in names]
            [True, False]
        """
        if not self.is_own(short, type_) or not self.place or not long.startswith(self.place):
            return False
        rest, (_, short) = self.place[-1] + long.removeprefix(self.place), self.key(short, type_)
        picked = type_ in GOVERNMENTS and len(short) == _PICKED and short[-1] == rest[-1]
        return short in (rest, rest[1:]) or (picked and is_picked_out(short, rest))


def parts_on(begins: Iterable[tuple[int, int, str]]) -> list[Part]:
    """The parts of a report; it has one if they are not on several places.

    Args:
        begins: with which sentence each begins, where that stands, and the place that it is on, "" for none; of two
            that begin with one sentence the latter counts.
    """
    on = {begin: (start, place) for begin, start, place in begins}
    places = dict.fromkeys(place for _, place in on.values() if place)
    if len(places) < 2:
        # A label alone (昆明: 大会开幕) is where a piece of news comes from.
        return [Part()]
    level = max(map(_level, places))
    return [
        Part(begin, start, place, tuple(p for p in places if p != place), level) for begin, (start, place) in on.items()
    ]


def part_at(parts: Sequence[Part], offset: int) -> Part:
    """The part that a place in a report stands in.

    Args:
        parts: of the report, in their order.
        offset: in the report's text.
    """
    return parts[max(0, bisect_right(parts, offset, key=lambda part: part.start) - 1)] if parts else Part()


def _level(place: str) -> int:
    """How high the level is that a place's name ends with; 0 if it ends with none."""
    return 3 if place.endswith("自治区") else _LEVELS.get(place[-1:], 0)


def _begins(name: str, place: str) -> bool:
    return bool(place) and name.startswith(_WITH_LEVEL.sub("", place))
