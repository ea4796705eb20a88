"""What follows from the tables without standing in them: the reference rows in use, the foreign partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.model.terms import CONTAINED_IN, COUNTRY, LOCATED_IN, PARTNERS_WITH

#: The class that `World.foreign_partners` gives.
FOREIGN_PARTNER = "ForeignPartner"
_PLACED = (LOCATED_IN, CONTAINED_IN)
#: The relations that the rules look at; all that they ask of an entity is whether it is a country.
LOOKED_AT = (*_PLACED, PARTNERS_WITH)

#: The entity that `ForeignPartner` is seen from.
HOME_COUNTRY = "china"


def references(record: Statement | Observation) -> set[str]:
    """The ids that a record refers to (text qualifiers may be among them; they are no entity's id)."""
    ids = {value for _, value in record.qualifiers} | {record.subject}
    if isinstance(record, Statement):
        return ids | {record.object}
    return ids | {record.indicator, record.unit, record.about}


class World:
    """What the rules look at, collected in one pass over the statements: places, partners, what is referred to.

    Example:
        >>> world = World()
        >>> world.add(Statement("r/1", "r", "gfm", "locatedIn", "germany"))
        >>> world.add(Statement("r/2", "r", "qingdao", "partnersWith", "gfm"))
        >>> world.foreign_partners({
        ...     "gfm": Entity("gfm", "r", ("Enterprise",), "GFM"),
        ...     "germany": Entity("germany", "countries", ("Country",), "德国"),
        ... })
        {'gfm'}
    """

    def __init__(self) -> None:
        self.referred: set[str] = set()
        self._places: dict[str, set[str]] = {}
        self._partners: set[str] = set()

    def add(self, record: Statement | Observation) -> None:
        """Takes one record into account."""
        self.referred |= references(record)
        if not isinstance(record, Statement) or not record.is_fact:
            return
        if record.predicate in _PLACED:
            self._places.setdefault(record.subject, set()).add(record.object)
        elif record.predicate == PARTNERS_WITH:
            self._partners |= {record.subject, record.object}

    def within(self, id: str) -> set[str]:
        """The places that a thing is located or contained in, however far up."""
        found: set[str] = set()
        waiting = [id]
        while waiting:
            above = self._places.get(waiting.pop(), set()) - found
            found |= above
            waiting += above
        return found

    def foreign_partners(self, entities: Mapping[str, Entity]) -> set[str]:
        """Partners located in a country other than China (kinds and envisaged things are no one's partner)."""
        countries = ontology().below(COUNTRY)
        return {
            id
            for id in self._partners
            if id in entities
            and entities[id].existence == "individual"
            and any(
                place != HOME_COUNTRY and not countries.isdisjoint(entities[place].classes)
                for place in self.within(id)
                if place in entities
            )
        }

    def used(self, named: Iterable[str]) -> set[str]:
        """The ids that reports name or refer to, with the places above them."""
        used = set(named) | self.referred
        return used.union(*(self.within(id) for id in used))
