"""Rows of a table that have the same name, though nothing tells the things apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from skillgraph.language.names import name_key
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.resolve.forms import is_of_each_place

#: With how many rows of the same name each is compared.
_COMPARED = 100


class Called:
    """The rows of a table by what things are called.

    Args:
        key: what two names share that nothing tells apart.

    Example:
        >>> called = Called(name_key)
        >>> rows = [Entity(id, "r", ("School",), "甲学院") for id in ("a", "b")]
        >>> [column for row, entity in enumerate(rows, 2) for column, _ in called.twice(row, entity)]
        ['name']
    """

    def __init__(self, key: Callable[[str], str]) -> None:
        self._key = key
        #: Most names stand once, and a row that is not compared takes less room encoded.
        self._rows: dict[int, bytes | list[tuple[int, Entity]]] = {}
        self._encoder, self._decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(tuple[int, Entity])

    def twice(self, row: int, entity: Entity) -> Iterator[tuple[str, str]]:
        """Whether a row before it has the same name, though nothing tells the two apart: column and message."""
        name = self._name(entity)
        if (known := self._rows.get(mark := hash(name))) is None:
            self._rows[mark] = self._encoder.encode((row, entity))
            return
        if isinstance(known, bytes):
            known = self._rows[mark] = [self._decoder.decode(known)]
        for place, other in known[:_COMPARED]:
            if other.id != entity.id and not _differ(other, entity) and self._name(other) == name:
                as_there = "too" if name_key(entity.name) == name_key(other.name) else "in other characters"
                told = f"{entity.name!r} is the name of {other.id!r} in row {place} {as_there}"
                yield "name", f"{told}: one thing has one row, and two are told apart by name_en or identifiers"
                break
        known.append((row, entity))

    def _name(self, entity: Entity) -> tuple[str, ...]:
        return (self._key(entity.name), entity.existence, *sorted(entity.classes))


def _differ(one: Entity, other: Entity) -> bool:
    """Whether two things of one name are two."""
    ids, others = dict(one.identifiers), dict(other.identifiers)
    if any(others.get(scheme, value) != value for scheme, value in ids.items()):
        return True
    if one.name_en and other.name_en and name_key(one.name_en) != name_key(other.name_en):
        return True
    if not ontology().marked("scale").isdisjoint(one.classes) or one.existence == "kind" or is_of_each_place(one.name):
        # What is counted has its name from a head, and two heads may say the same of two groups; and each of several
        # cities that a report is on has its 市教育局 and its 实训中心.
        return bool(one.mentions and other.mentions) and set(one.mentions).isdisjoint(other.mentions)
    return False
