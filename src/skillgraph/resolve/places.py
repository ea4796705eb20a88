"""The places that names begin with: which ones a name may mean, and which holds which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from skillgraph.language.names import spelling_key
from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import CONTAINED_IN
from skillgraph.resolve.rules import rules

#: What a place that no table has is called by, before its name without its kind: two that look alike are one.
UNLISTED = "?"
#: What may stand before a kind in the name of an unlisted place: 井陉县, 阿荣旗.
_SHORTEST, _LONGEST = 2, 4


#: 海西蒙古族藏族自治州 is called 海西州.
_OF_PEOPLES = re.compile(r"(\w{2,4}?)(?:\w{1,4}族)+自治([州县旗])")


def _of_peoples(name: str) -> tuple[str, ...]:
    """An autonomous area's name without its peoples."""
    match = _OF_PEOPLES.fullmatch(name)
    return (match[1] + match[2], match[1]) if match else ()


class Places:
    """Places by each form of their names, as reference tables and reports have them.

    Args:
        entities: places among them; others are passed over.
        statements: of which those that say what a place is contained in are taken.

    Example:
        >>> from skillgraph.model.records import Entity
        >>> places = Places([Entity("qingdao", "places", ("City",), "青岛市", aliases=("青岛",))], [])
        >>> places.at("青岛市技师学院", 0), places.at("济南技师学院", 0), places.at("井陉县职教中心", 0)
        (('青岛市', frozenset({'qingdao'})), None, ('井陉县', frozenset({'?井陉'})))
    """

    def __init__(self, entities: Iterable[Entity], statements: Iterable[Statement]) -> None:
        self._ids: dict[str, set[str]] = {}
        self.names: dict[str, str] = {}
        for entity in entities:
            if entity.existence != "individual" or rules().places.isdisjoint(entity.classes):
                continue
            self.names.setdefault(entity.id, spelling_key(entity.name))
            for form in filter(None, (entity.name, *entity.aliases)):
                whole = spelling_key(form)
                for name in (whole, self.without_kind(whole), *_of_peoples(whole)):
                    if name:
                        self._ids.setdefault(name, set()).add(entity.id)
        self._above: dict[str, set[str]] = {}
        for s in statements:
            if s.predicate == CONTAINED_IN and s.object:
                self._above.setdefault(s.subject, set()).add(s.object)
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for name in self._ids:
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def _kind(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(rules().words.kinds)})$")

    def without_kind(self, name: str) -> str:
        """A place's name without the word that says what kind of place it is, where enough is left."""
        bare = self._kind.sub("", name)
        return bare if len(bare) >= _SHORTEST else ""

    def named(self, text: str) -> frozenset[str]:
        """The innermost of the places that a text is made of, as 山东省青岛市; none where it is something else."""
        key, at, found = spelling_key(text), 0, frozenset[str]()
        while at < len(key) and (place := self.at(key + "  ", at)) is not None:
            found, at = place[1], at + len(place[0])
        return found

    def called(self, name: str) -> frozenset[str]:
        """The places of a name; several where it is that of several."""
        return frozenset(self._ids.get(name, ()))

    def at(self, text: str, start: int) -> tuple[str, frozenset[str]] | None:
        """The name of a place that stands at a position, the longest, and which places it may mean.

        Args:
            text: as `spelling_key` leaves names.
            start: the position.
        """
        if (listed := self.listed(text, start)) is not None:
            return listed
        match = self._unlisted.match(text, start)
        if match is None or match[0].endswith(rules().words.no_place):
            return None
        return match[0], frozenset((UNLISTED + match[1],))

    def listed(self, text: str, start: int) -> tuple[str, frozenset[str]] | None:
        """As `at`, of places that the tables have."""
        for length in self._lengths.get(text[start : start + 1], ()):
            if (found := self._ids.get(name := text[start : start + length])) is not None:
                # A city that became a district was called 莱芜市.
                end = start + length
                more = text[end : end + 1] if not self._is_kind(name) and self._is_kind(text[end : end + 1]) else ""
                return name + ("" if text.startswith(rules().words.no_level, end) else more), frozenset(found)
        return None

    @staticmethod
    def _is_kind(name: str) -> bool:
        return name.endswith(rules().words.kinds)

    @cached_property
    def _unlisted(self) -> re.Pattern[str]:
        kinds = "|".join(rules().words.kinds)
        return re.compile(f"([^\\W\\d_a-z]{{{_SHORTEST},{_LONGEST}}}?)(?:{kinds})(?=..)")

    def above(self, id: str) -> frozenset[str]:
        """The places that hold a place, whichever way."""
        if id not in self._cache:
            found: set[str] = set()
            waiting = [*self._above.get(id, ())]
            while waiting:
                place = waiting.pop()
                if place not in found:
                    found.add(place)
                    waiting += self._above.get(place, ())
            self._cache[id] = frozenset(found)
        return self._cache[id]

    @cached_property
    def _cache(self) -> dict[str, frozenset[str]]:
        return {}

    def innermost(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of some places that hold no other of them.

        Example:
            >>> from skillgraph.model.records import Statement
            >>> Places([], [Statement("p/1", "p", "qingdao", "containedIn", "shandong")]).innermost(
            ...     ["shandong", "qingdao"]
            ... )
            frozenset({'qingdao'})
        """
        found = frozenset(ids)
        return found - frozenset[str]().union(*map(self.above, found))

    def compared(self, some: frozenset[str], others: frozenset[str]) -> str:
        """How the places of two things stand to each other: `equal`, `within`, `differs`; `missing` if one has none."""
        if not some or not others:
            return "missing"
        if not some.isdisjoint(others):
            return "equal"
        within = any(not self.above(a).isdisjoint(others) for a in some)
        within = within or any(not self.above(b).isdisjoint(some) for b in others)
        return "within" if within else "differs"
