"""What a name of someone's own table means in a graph: things by how sure it is, and whether it is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from skillgraph.language.names import spelling_key
from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import ESTABLISHED, JOINTLY_ESTABLISHED
from skillgraph.resolve.blocks import keys
from skillgraph.resolve.forms import Form, FormReader
from skillgraph.resolve.places import Places
from skillgraph.resolve.rules import rules
from skillgraph.resolve.things import Thing, thing, things
from skillgraph.resolve.weighing import LONGEST, SHORTEST, is_short_for, likeness, reasons, score

#: Of the things that share a key so many are compared, those of the place that is asked for first.
_BLOCK = 100
#: What is less sure is no candidate; what is as sure but for so little is as near as the best.
_LEAST, _NEAR = 0.004, 0.15
#: Names are looked for by pairs of characters if nothing is surer than this, and are alike from that share of pairs.
_WANTING, _ALIKE = 0.6, 0.55
#: How many of a name's pairs of characters, the rarest, lead to others; a pair that more have leads nowhere.
_RAREST, _COMMON, _LOOKED_AT = 6, 3000, 20
#: What makes it certain by itself, and what leaves it so beside that.
_SURE = frozenset(("name", "core", "english", "identifier"))
_BESIDE = frozenset(
    ("alias", "place-equal", "class-equal", "class-compatible", "neighbour", "neighbours", "year-equal")
)
#: What tells one that bears the very name from what is meant; where nothing does, either may be.
_APART = frozenset(("class-differs", "class-apart", "place-differs", "identifier-differs", "level", "campus"))


class Wanted(msgspec.Struct, frozen=True):
    """What someone looks for: a name, and what else is known of the thing.

    `names` are others of its names, `places` and `near` the ids of places where it lies and of things that it has to
    do with, `identifiers` those from outside by scheme, `founded` the year of its beginning.
    """

    name: str
    classes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    identifiers: dict[str, str] = {}
    founded: str = ""


class Match(msgspec.Struct, frozen=True):
    """A thing that may be meant: how sure that is from 0 to 1, why, and whether it is certain."""

    thing: Thing
    score: float
    reasons: tuple[str, ...]
    certain: bool = False


class Matcher:
    """The things of a graph, by all that a name may share with them.

    Args:
        entities: of the graph.
        statements: of the graph; only those that say how things are related are looked at.

    Example:
        >>> from skillgraph.model.records import Entity
        >>> qingdao = Entity("qingdao", "places", ("City",), "青岛市", "Qingdao", aliases=("青岛",))
        >>> school = Entity("qd-tech", "report", ("VocationalSchool",), "青岛海洋技师学院")
        >>> matcher = Matcher([qingdao, school], [])
        >>> [(m.thing.id, m.certain) for m in matcher.matches(Wanted("青島市海洋技师学院"))]
        [('qd-tech', True)]
        >>> [(m.thing.id, m.certain) for m in matcher.matches(Wanted("海洋技师学院"))]
        [('qd-tech', False)]
    """

    def __init__(self, entities: Sequence[Entity], statements: Sequence[Statement]) -> None:
        facts = [s for s in statements if s.is_fact and s.object]
        self.places = Places(entities, facts)
        self.things = things(entities, facts, self.places)
        self._reader = FormReader(self.places)
        self._founded: dict[str, set[str]] = {}
        for s in facts:
            if s.predicate in (ESTABLISHED, JOINTLY_ESTABLISHED) and s.start:
                self._founded.setdefault(s.object, set()).add(s.start[:4])
        self._by_key: dict[str, list[Thing]] = {}
        self._short: dict[str, list[tuple[Thing, Form]]] = {}
        self._long: dict[str, list[tuple[Thing, Form]]] = {}
        self._by_pair: dict[str, list[tuple[Thing, str]]] = {}
        for found in self.things.values():
            self._note(found)

    def _note(self, found: Thing) -> None:
        for key in set(keys(found)):
            self._by_key.setdefault(key, []).append(found)
        for form in found.forms:
            if SHORTEST <= len(form.key) <= LONGEST and form.key.endswith(rules().short_ends):
                self._short.setdefault(form.key[:2], []).append((found, form))
            if found.is_local and form.core.ending:
                for end in form.core.ending.short:
                    self._long.setdefault(form.key[0] + end, []).append((found, form))
        for name in {*(form.key for form in found.forms), *(name.replace(" ", "") for name in found.english)}:
            for pair in _pairs(name):
                self._by_pair.setdefault(pair, []).append((found, name))

    def called(self, name: str) -> frozenset[str]:
        """The ids of what bears exactly this name, but for how it is written."""
        return frozenset(found.id for found in self._by_key.get(f"name {spelling_key(name)}", ()))

    def founded(self, id: str) -> tuple[str, ...]:
        """The years in which facts say that a thing began."""
        return tuple(sorted(self._founded.get(id, ())))

    def matches(self, wanted: Wanted) -> list[Match]:
        """What may be meant, the surest first; the first is certain if nothing speaks against it and nothing is near.

        Args:
            wanted: a name, and what else is known.
        """
        if (very := self.things.get(wanted.name)) is not None:
            return [Match(very, score(("identifier",)), ("identifier",), True)]
        best: dict[str, Match] = {}
        asked = [self._asked(wanted, is_place) for is_place in (True, False)]
        for one in asked:
            for other in self._sharing(one):
                if other.id not in best and (told := self._weighed(one, other, wanted, reasons)) is not None:
                    best[other.id] = told
        # 山东省青岛市 is a place with those that hold it.
        for id in self._only_places(spelling_key(wanted.name)) & self.things.keys():
            itself = msgspec.structs.replace(wanted, name=self.things[id].name)
            told = self._weighed(self._asked(itself, True), self.things[id], wanted, reasons)
            if told is not None and (id not in best or best[id].score < told.score):
                best[id] = told
        if max((match.score for match in best.values()), default=0) < _WANTING:
            for other in self._alike(spelling_key(wanted.name)):
                one = asked[0] if other.is_place else asked[1]
                if other.id in best or other.existence == "kind":
                    continue
                if (told := self._weighed(one, other, wanted, likeness)) is not None:
                    best[other.id] = told
        found = sorted(best.values(), key=lambda match: (-match.score, match.thing.name, match.thing.id))
        if found and _is_certain(found):
            found[0] = msgspec.structs.replace(found[0], certain=True)
        return found

    def _only_places(self, key: str) -> frozenset[str]:
        """The innermost place of a name that is made of nothing but places."""
        at, found = 0, frozenset[str]()
        while at < len(key):
            place = self.places.listed(key, at)
            if place is None:
                return frozenset()
            found, at = place[1], at + len(place[0])
        return found

    def _asked(self, wanted: Wanted, is_place: bool) -> Thing:
        """What is looked for as a thing: as a place, whose name has no parts, or as anything else."""
        classes = wanted.classes
        if not classes or rules().places.isdisjoint(classes) is is_place:
            classes = tuple(rules().classes.places) if is_place else ()
        english = wanted.name if wanted.name.isascii() else ""
        row = Entity("", "", classes, wanted.name, english, aliases=wanted.names)
        found = thing("", [row], self._reader)
        found.identifiers, found.places, found.neighbours = wanted.identifiers, wanted.places, wanted.near
        return found

    def _sharing(self, one: Thing) -> Iterator[Thing]:
        """What shares a key with something, or may have one of the two names as its short form."""
        is_place = one.is_place
        for key in dict.fromkeys(keys(one)):
            block = [other for other in self._by_key.get(key, ()) if other.is_place == is_place]
            if len(block) > _BLOCK:
                where = one.where
                block.sort(key=lambda other: where.isdisjoint(other.where))
            yield from block[:_BLOCK]
        if is_place:
            return
        for form in one.forms:
            if SHORTEST <= len(form.key) <= LONGEST:
                for end in rules().short_ends:
                    if form.key.endswith(end):
                        longer = self._long.get(form.key[0] + end, ())
                        yield from (other for other, name in longer if is_short_for(form, name))
            for second in dict.fromkeys(form.key[1:]):
                shorter = self._short.get(form.key[0] + second, ())
                yield from (other for other, name in shorter if is_short_for(name, form))

    def _alike(self, key: str) -> Iterator[Thing]:
        """What has a name that shares most pairs of characters with a name, the most alike first."""
        own = _pairs(key.replace(" ", ""))
        # A pair that nothing has is the slip itself.
        rare = sorted(own & self._by_pair.keys(), key=lambda pair: len(self._by_pair[pair]))[:_RAREST]
        shared = Counter(
            (found.id, name) for pair in rare if len(noted := self._by_pair[pair]) <= _COMMON for found, name in noted
        )
        alike = [
            (2 * len(own & (pairs := _pairs(name))) / (len(own) + len(pairs)), id)
            for (id, name), _ in shared.most_common(_LOOKED_AT)
        ]
        best = sorted((-share, id) for share, id in alike if share > _ALIKE)
        yield from (self.things[id] for id in dict.fromkeys(id for _, id in best))

    def _weighed(
        self, one: Thing, other: Thing, wanted: Wanted, weigh: Callable[[Thing, Thing, Places], tuple[str, ...]]
    ) -> Match | None:
        """How sure it is that something is meant; nothing where no name speaks for it."""
        # Nobody says of a row of a table whether it is a thing or a kind of things, and of few what class it is of.
        one.existence = other.existence
        one.classes = frozenset(wanted.classes) or other.classes
        told = weigh(one, other, self.places)
        if not told or (other.is_place and "contained" in told):
            # What a place has (青岛市教育局) is not the place.
            return None
        # A class that nobody asked for speaks for nothing, and kinds of people don't bear people's names.
        without = {"class-equal"} if not wanted.classes else set()
        without |= {"namesake"} if other.existence == "kind" else set()
        told = tuple(reason for reason in told if reason not in without)
        if wanted.founded and (years := self._founded.get(other.id)):
            told = (*told, "year-equal" if wanted.founded in years else "year-differs")
        sure = score(told)
        return Match(other, sure, told) if sure >= _LEAST else None


def _is_certain(found: Sequence[Match]) -> bool:
    """Whether the first is meant and nothing else: by its whole name in its place, and no other is as near."""
    first, *others = found
    said = set(first.reasons)
    if first.thing.existence == "envisaged" or said.isdisjoint(_SURE):
        return False
    # A name that is equal is whole though it leaves the place out; one whose parts are equal is not.
    allowed = _SURE | _BESIDE | ({"place-missing", "place-within"} if "name" in said else set())
    return said <= allowed and not any(
        other.score >= first.score - _NEAR or ("name" in other.reasons and _APART.isdisjoint(other.reasons))
        for other in others
    )


def _pairs(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name, its ends among them."""
    framed = f"^{name}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}
