"""Which figures of several things compare, and what differs where they don't: the rule of page and analysis alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation
from skillgraph.model.terms import CITY, OBSERVATION, ORGANIZATION, PLACE

#: What is said of figures besides their qualifiers.
UNIT, ABOUT, TIME = "unit", "about", "time"


class Names(NamedTuple):
    """A name in both languages."""

    zh: str
    en: str


class Difference(NamedTuple):
    """What of figures differs (`unit`, `about`, `time` or a qualifier's name), and what each says."""

    what: str
    values: tuple[Names, ...]


class Group(NamedTuple):
    """The figures of one indicator that things of one class report.

    `kind` is the class: `City` for all cities, `School` for schools of every sort; empty for a thing that compares
    with no other. `differences` is empty where the figures are of one definition.
    """

    indicator: str
    kind: str
    figures: tuple[Observation, ...]
    differences: tuple[Difference, ...]

    @property
    def is_single(self) -> bool:
        """Whether one thing alone reports it."""
        return len({f.subject for f in self.figures}) < 2


class Comparable:
    """Tells which figures compare.

    Two figures are compared where indicator, base unit, what is counted and all qualifiers (scope, period, condition
    ...) are the same, and their dates too where both have one. Plans, norms, what was told before and what measures
    nothing are no figures here.

    Args:
        entities: all things by id, for classes and names.
        base: by unit, the unit in which its values compare.
    """

    def __init__(self, entities: Mapping[str, Entity], base: Mapping[str, str]) -> None:
        self._entities, self._base = entities, base

    def groups(self, figures: Iterable[Observation]) -> list[Group]:
        """The figures that measure, by indicator and class of their subjects, in the order of the figures.

        Example:
            >>> from decimal import Decimal
            >>> cities = {id: Entity(id, "r", (CITY,), id) for id in ("jinan", "zibo")}
            >>> figures = [Observation(f"r/{id}", "r", id, "students", "unit-ren", Decimal(9)) for id in cities]
            >>> [(g.kind, len(g.figures), g.differences) for g in Comparable(cities, {}).groups(figures)]
            [('City', 2, ())]
        """
        found: dict[tuple[str, str, str], list[Observation]] = {}
        for figure in figures:
            if figure.class_name == OBSERVATION:
                kind = compared_as(self._entities.get(figure.subject))
                found.setdefault((figure.indicator, kind, "" if kind else figure.subject), []).append(figure)
        return [
            Group(indicator, kind, tuple(group), tuple(self.differences(group)))
            for (indicator, kind, _), group in found.items()
        ]

    def differences(self, figures: Sequence[Observation]) -> list[Difference]:
        """Why figures of one indicator are not of one definition; nothing where they are."""
        told = [self._definition(f) for f in figures]
        found = []
        for what in dict.fromkeys(name for one in told for name in one):
            # Names are compared, since two sources may give one thing two ids.
            values = dict.fromkeys(one.get(what, Names("–", "–")) for one in told)
            if len({value.zh for value in values}) > 1:
                found.append(Difference(what, tuple(values)))
        if len({(f.start, f.end) for f in figures if f.start or f.end}) > 1:
            found.append(
                Difference(TIME, tuple(Names(time, time) for time in dict.fromkeys(f.time for f in figures) if time))
            )
        return found

    def definition(self, figure: Observation) -> tuple[tuple[str, str], ...]:
        """What figures of one indicator must have in common to be compared, besides their dates."""
        return tuple(sorted((what, value.zh) for what, value in self._definition(figure).items() if value.zh != "–"))

    def name(self, id: str) -> Names:
        """What a thing is called; an id that nothing has, or text, is itself."""
        entity = self._entities.get(id)
        return Names(entity.name, entity.name_en or entity.name) if entity else Names(id, id)

    def unit(self, figure: Observation) -> str:
        """The unit that a figure is compared in."""
        return self._base.get(figure.unit, figure.unit)

    def _definition(self, figure: Observation) -> dict[str, Names]:
        found = {UNIT: self.name(self.unit(figure)), ABOUT: self.name(figure.about or "–")}
        for what in dict.fromkeys(name for name, _ in figure.qualifiers):
            names = [self.name(value) for name, value in figure.qualifiers if name == what]
            found[what] = Names("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        return found


def compared_as(thing: Entity | None) -> str:
    """The class whose things a thing is compared with: cities with cities, schools with schools.

    It is the widest of its classes that is narrower than organization or place; a kind, an envisaged thing and what is
    only known to be an organization compare with nothing.

    Example:
        >>> [compared_as(Entity("e", "r", (name,), "e")) for name in ("TechnicalSchool", CITY, ORGANIZATION)]
        ['School', 'City', '']
    """
    if thing is None or thing.existence != "individual":
        return ""
    broad = {*ontology().lineage(ORGANIZATION), *ontology().lineage(PLACE)}
    kinds = [[c for c in ontology().lineage(name) if c not in broad] for name in thing.classes]
    widest = [chain[-1] for chain in kinds if chain]
    return CITY if CITY in widest else next(iter(widest), "")
