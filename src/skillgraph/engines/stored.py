"""Sources as Parquet keeps them: what a loader's tables gave, read again without their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from skillgraph.engines.parquet import read_rows, schema
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Observation, Section, Statement

#: The tables of a source in the order in which they are read, checked and kept.
SECTIONS, ENTITIES, STATEMENTS, OBSERVATIONS = range(4)
TABLES = ("sections.csv", "entities.csv", "statements.csv", "observations.csv")

#: What a partition of reports keeps for its second reading, and what is known of each of its sources.
ROWS = schema("source:int table:int line:int record:bytes")
SOURCES = schema("part:int source:int id:text head:bytes")

_DECODERS = tuple(msgspec.msgpack.Decoder(kind) for kind in (Section, Entity, Statement, Observation))


class Head(msgspec.Struct):
    """What is kept of a source beside its rows.

    `problems` are of rows and files that can't be read, by table; `unread` the ids of entities where there are such, if
    `are_all` can be known at all. `folder` is the loader's, if it is one.
    """

    source: int
    place: int
    reference: bool
    document: Document
    names: tuple[str, ...]
    folder: str
    problems: tuple[list[Problem], ...]
    unread: list[str] = []
    are_all: bool = True


class _Ahead:
    """Rows of which the next one can be looked at."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self.next = next(rows, None)

    def take(self, source: int, table: int) -> Iterator[tuple[int, bytes]]:
        """Line and record of the rows of a table, if they come next."""
        while (row := self.next) is not None and row[:2] == (source, table):
            self.next = next(self._rows, None)
            yield row[2], row[3]


class StoredLoader:
    """A source whose rows are kept; its tables are read once, one after the other.

    Args:
        head: what is kept beside them.
        rows: of this source, those of a table together, and of others behind it.
    """

    def __init__(self, head: Head, rows: _Ahead) -> None:
        self.head = head
        self._rows = rows

    @property
    def document(self) -> Document:
        """The document as it was once its tables were read."""
        return self.head.document

    def name_of(self, table: str) -> str:
        """How messages call a table."""
        return self.head.names[TABLES.index(table)]

    def sections(self, problems: list[Problem]) -> Iterator[tuple[int, Section]]:
        """As `Loader.sections`."""
        return cast(Iterator[tuple[int, Section]], self._table(SECTIONS, problems))

    def entities(self, problems: list[Problem]) -> Iterator[tuple[int, Entity]]:
        """As `Loader.entities`."""
        return cast(Iterator[tuple[int, Entity]], self._table(ENTITIES, problems))

    def statements(self, problems: list[Problem]) -> Iterator[tuple[int, Statement]]:
        """As `Loader.statements`."""
        return cast(Iterator[tuple[int, Statement]], self._table(STATEMENTS, problems))

    def observations(self, problems: list[Problem]) -> Iterator[tuple[int, Observation]]:
        """As `Loader.observations`."""
        return cast(Iterator[tuple[int, Observation]], self._table(OBSERVATIONS, problems))

    def entity_ids(self, problems: list[Problem]) -> set[str]:
        """As `Loader.entity_ids`."""
        if not self.head.are_all:
            problems += self.head.problems[ENTITIES]
        return set(self.head.unread)

    def _table(self, table: int, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
        decode = _DECODERS[table].decode
        yield from ((line, decode(record)) for line, record in self._rows.take(self.head.source, table))
        problems += self.head.problems[table]


def stored_loaders(rows: Path, sources: Path) -> Iterator[StoredLoader]:
    """The sources of a partition, one after the other; each must be read before the next one is asked for."""
    ahead = _Ahead(read_rows(rows))
    for _, _, _, head in read_rows(sources):
        yield StoredLoader(msgspec.msgpack.decode(head, type=Head), ahead)
