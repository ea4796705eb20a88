"""What is kept in memory of a graph to answer for thousands of rows: names, and what is said of each thing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.language.names import spelling_key
from skillgraph.language.pinyin import spelled
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.model.terms import CITY, ENTITY
from skillgraph.resolve.matching import Matcher

#: Names, English or Chinese, that a thing is told by beside its own.
_SHOWN = 4
#: What comes after every name that begins with another.
_LAST = "\U0010ffff"


class Said(msgspec.Struct, frozen=True, gc=False):
    """What is said of a thing: a relation, whether the thing is its subject, another's id or a text, a modality."""

    property: str
    forward: bool
    object: str
    text: str
    modality: str


class Known:
    """The things of a graph with what is said of them, without what a reviewer said no to.

    Args:
        graph: that is asked.
    """

    def __init__(self, graph: GraphFolder) -> None:
        self._graph = graph
        self.entities: dict[str, Entity] = {e.id: e for e in graph.entities.values() if e.status != "rejected"}
        self.said: dict[str, list[Said]] = {}
        self.figures: dict[str, list[Observation]] = {}
        statements = []
        for record in graph.records():
            if not isinstance(record, Statement | Observation):
                continue
            if record.status == "rejected" or record.rank == "deprecated" or record.subject not in self.entities:
                continue
            if isinstance(record, Observation):
                self.figures.setdefault(record.subject, []).append(record)
                continue
            statements.append(record)
            self._note(record)
        self.matcher = Matcher(list(self.entities.values()), statements)
        self._places: dict[str, tuple[str, ...]] = {}
        #: How many things of a class have each property; counted when it is first asked for.
        self.counted: dict[str, Counter[str]] = {}
        self._beginnings = sorted({(key, id) for id, entity in self.entities.items() for key in _spellings(entity)})

    def _note(self, s: Statement) -> None:
        told = Said(s.predicate, True, s.object, s.text, s.modality)
        self.said.setdefault(s.subject, []).append(told)
        if s.object in self.entities:
            symmetric = ontology().relations[s.predicate].symmetric
            self.said.setdefault(s.object, []).append(Said(s.predicate, symmetric, s.subject, "", s.modality))

    def now(self, id: str) -> str:
        """The id that a thing has now, by one that it once had; any other is itself."""
        return self._graph.canonical(id)

    def classes(self, id: str) -> tuple[str, ...]:
        """The classes of a thing with all above them, the finest first."""
        entity = self.entities[id]
        return _with_all_above(entity.classes, entity.existence)

    def cities(self, id: str) -> tuple[str, ...]:
        """The ids of the cities in which a thing lies, by its name or by facts."""
        if id not in self._places:
            places = self.matcher.places
            where = self.matcher.things[id].where
            around = {place for inner in where for place in (inner, *places.above(inner))} & self.entities.keys()
            cities = ontology().below(CITY)
            found = sorted(place for place in around if not cities.isdisjoint(self.entities[place].classes))
            self._places[id] = tuple(found)
        return self._places[id]

    def description(self, id: str) -> str:
        """What tells a thing from others of its name: what it is, in which city, how else it is called."""
        entity = self.entities[id]
        special = filter(None, (ontology().existence_classes.get(entity.existence),))
        kinds = [label(name) for name in (*entity.classes, *special)]
        where = [self.entities[city].name for city in self.cities(id) if city != id]
        others = [form for form in entity.forms if form != entity.name][:_SHOWN]
        parts = ("、".join(filter(None, kinds)), "、".join(where), "、".join(others))
        return " · ".join(filter(None, parts))

    def beginning(self, prefix: str) -> list[str]:
        """The ids of things of which a name begins with some characters, then of those that have them inside."""
        wanted = spelling_key(prefix)
        if not wanted:
            return []
        first = bisect_left(self._beginnings, (wanted, ""))
        last = bisect_left(self._beginnings, (wanted + _LAST, ""))
        begun = sorted(self._beginnings[first:last], key=lambda pair: (len(pair[0]), pair))
        inside = sorted((pair for pair in self._beginnings if wanted in pair[0]), key=lambda pair: (len(pair[0]), pair))
        return list(dict.fromkeys(id for _, id in (*begun, *inside)))

    @cached_property
    def used_classes(self) -> Counter[str]:
        """How many things there are of each class, those of the classes below it among them."""
        return Counter(name for id in self.entities for name in dict.fromkeys(self.classes(id)))

    def of_class(self, name: str) -> Iterable[str]:
        """The ids of the things of a class; of all where it is that of all."""
        if name in ("", ENTITY):
            return self.entities
        return (id for id in self.entities if name in self.classes(id))


@cache
def label(name: str) -> str:
    """A class's name in both languages."""
    return f"{ontology().label(name, 'zh')} {ontology().label(name, 'en')}"


@cache
def _with_all_above(classes: tuple[str, ...], existence: str) -> tuple[str, ...]:
    special = filter(None, (ontology().existence_classes.get(existence),))
    return (*special, *ontology().types(classes, "individual"))


def _spellings(entity: Entity) -> Iterator[str]:
    """All that a name may be typed as: the forms, how they are read, the first letters of that, the id."""
    yield entity.id.casefold()
    for form in entity.forms:
        yield spelling_key(form)
        if not form.isascii():
            yield spelled(form)
            yield "".join(spelled(character)[:1] for character in form)
