"""What is named in all tables together, by which rows are held to each other."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from skillgraph.model.problems import Known, Problem
from skillgraph.model.records import Entity, Existence
from skillgraph.tables.sources import Source


class Named(msgspec.Struct, gc=False):
    """What is asked of an entity by those that refer to it, and its row."""

    source: str
    classes: tuple[str, ...]
    existence: Existence
    name: str
    name_en: str
    row: int


class Names:
    """What the rows of all loaders refer to: entities with their classes, and where each was first named.

    Names of one `key` are taken for one.
    """

    def __init__(self, key: Callable[[str], str]) -> None:
        self.key = key
        #: Whoever has whole records may give these.
        self.entities: dict[str, Named | Entity] = {}
        self._tables: dict[str, str] = {}
        self.known = Known(self.entities)
        self._unread: set[str] = set()
        self._whole = True

    def add_unread(self, source: Source) -> None:
        """Notes the ids of a table in which something can't be read: one mistake there is not one in each reference."""
        problems: list[Problem] = []
        self.add_unread_ids(source.entity_ids(problems), not problems)

    def add_unread_ids(self, ids: Collection[str], are_all: bool) -> None:
        """As `add_unread`, where the ids are known, and whether these are all."""
        self._unread.update(ids)
        self._whole = self._whole and are_all

    def lacks(self, id: str) -> bool:
        """Whether no row has this id, as far as the tables can be read."""
        return self._whole and id not in self.entities and id not in self._unread

    def origin(self, id: str) -> str:
        """The table and row of the first entity with an id."""
        first = self.entities[id]
        return f"{self._tables[first.source]}, row {first.row if isinstance(first, Named) else 0}"

    def add(self, entity: Entity, table: str, row: int) -> tuple[str, str] | None:
        """Adds an entity; returns column and complaint if its id stands for something else already."""
        named = Named(entity.source, entity.classes, entity.existence, entity.name, entity.name_en, row)
        known = self.entities.setdefault(entity.id, named)
        if known is named:
            self._tables[entity.source] = table
            return None
        first = self.origin(entity.id)
        if known.source == entity.source:
            return "id", f"id {entity.id!r} stands twice; first in {first}"
        for what, mine, theirs in (
            # Their order says nothing, and a graph doesn't keep it.
            ("class", tuple(sorted(entity.classes)), tuple(sorted(known.classes))),
            ("existence", entity.existence, known.existence),
            ("name", entity.name, known.name),
            ("name_en", entity.name_en, known.name_en),
        ):
            if mine and mine != theirs:
                both = f"{what} of {entity.id!r} is {mine!r} here and {theirs!r} in {first}"
                return what, f"{both}; the same id is the same thing"
        return None
