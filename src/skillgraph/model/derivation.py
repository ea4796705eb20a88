"""What follows from the tables without standing in them: reference rows in use, foreign partners, former names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from skillgraph.model.marks import Seen, known
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation, Statement
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


def is_name(statement: Statement) -> bool:
    """Whether a fact gives its subject a name, as `formerName` does: the name is an alias too, so that it is found.

    Example:
        >>> is_name(Statement("r/1", "r", "school", "formerName", text="甲学校", end="2018"))
        True
    """
    return statement.is_fact and statement.predicate in ontology().marked("naming")


class World:
    """What the rules look at, collected in one pass over the statements: places, partners, what is referred to.

    Args:
        partners: what takes the ids of all partners.

    Attributes:
        named: ids that are part of the graph whether or not anything refers to them, as far as they are known.
        referred: the others that records of reports refer to.
        needs: by the subject of rows of reference tables, what these refer to.
        places: by id, where it is located or contained in.
        partners: the ids of all partners.

    Example:
        >>> world = World()
        >>> world.add_fact("gfm", "locatedIn", "germany")
        >>> world.add_fact("qingdao", "partnersWith", "gfm")
        >>> world.foreign_partners({"gfm": ["Enterprise"], "germany": ["Country"]})
        {'gfm'}
    """

    def __init__(self, partners: Seen | None = None) -> None:
        self.named: Seen = set()
        self.referred: set[str] = set()
        self.needs: dict[str, set[str]] = {}
        self.places: dict[str, set[str]] = {}
        self.partners: Seen = set() if partners is None else partners

    def add_reference(self, statement: Statement) -> None:
        """Takes a row of a reference table into account: who uses its subject uses what it says of it."""
        self.needs.setdefault(statement.subject, set()).update(references(statement))
        self.add_fact(statement.subject, statement.predicate, statement.object)

    def add(self, record: Statement | Observation) -> None:
        """Takes one record of a report into account."""
        self.referred.update(id for id in references(record) if id not in self.named)
        if isinstance(record, Statement) and record.is_fact:
            self.add_fact(record.subject, record.predicate, record.object)

    def add_fact(self, subject: str, predicate: str, object: str) -> None:
        """Takes an edge of the graph into account; the rules look at those of `LOOKED_AT` alone."""
        if predicate in _PLACED:
            self.places.setdefault(subject, set()).add(object)
        elif predicate == PARTNERS_WITH:
            known(subject, self.partners)
            known(object, self.partners)

    def within(self, id: str) -> set[str]:
        """The places that a thing is located or contained in, however far up."""
        found: set[str] = set()
        waiting = [id]
        while waiting:
            above = self.places.get(waiting.pop(), set()) - found
            found |= above
            waiting += above
        return found

    def foreign_partners(self, classes: Mapping[str, Collection[str]]) -> set[str]:
        """Partners located in a country other than China.

        Args:
            classes: of individuals; a kind of things, or what is only envisaged, is no one's partner and no country.
        """
        countries = ontology().below(COUNTRY)
        return {
            id
            for id in self.places
            if id in self.partners
            and id in classes
            and any(
                place != HOME_COUNTRY and not countries.isdisjoint(classes.get(place, ())) for place in self.within(id)
            )
        }

    def located(self) -> set[str]:
        """The ids whose classes `foreign_partners` asks for."""
        return {*self.places, *chain.from_iterable(self.places.values())}

    def used(self, named: Iterable[str] = ()) -> set[str]:
        """The ids that reports name or refer to, with the places above them and what reference tables say of them.

        Args:
            named: what reports name; what is `named` already need not be among them, and is not in the answer.
        """
        used = {*named, *self.referred}
        used.update(*(self.within(id) for id in self.places if id in used or id in self.named))
        waiting = [id for id in self.needs if id in used or id in self.named]
        while waiting:
            new = self.needs.get(waiting.pop(), set()) - used
            used |= new
            waiting += new
        return used
