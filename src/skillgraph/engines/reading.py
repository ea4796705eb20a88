"""The first reading of some reports: their tables as records, and the columns that the steps in SQL look at."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import msgspec

from skillgraph.engines.parquet import Attempt, Writer, schema
from skillgraph.engines.stored import ENTITIES, OBSERVATIONS, ROWS, SECTIONS, SOURCES, STATEMENTS, TABLES, Head
from skillgraph.model.derivation import references
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Observation, Section, Statement
from skillgraph.model.terms import COUNTRY
from skillgraph.tables.loader import Loader
from skillgraph.tables.opening import open_loader
from skillgraph.tables.review_sheet import take_decisions
from skillgraph.tables.sources import Source, Sources

#: The tables that the steps in SQL read. `part` is the partition, `source` the place of the source in the order of
#: checks, `place` that in the order in which sources describe a thing.
COLUMNS = {
    "things": schema(
        "part:int source:int place:int line:int slot:int id:text reference:yes decided:yes rejected:yes "
        "individual:yes country:yes origin:text slim:bytes record:bytes"
    ),
    "mentions": schema("part:int source:int id:text reference:yes referred:yes"),
    "links": schema("part:int kind:text one:text other:text"),
    "facts": schema("part:int id:text reference:yes predicate:text one:text other:text is_symmetric:yes is_text:yes"),
    "told": schema("part:int source:int kind:int line:int id:text kept:yes restates:text file:text"),
    "sources": SOURCES,
    "rows": ROWS,
}


class Place(msgspec.Struct, frozen=True):
    """A loader, and where it stands among all: in the order of checks, and in that in which sources describe a thing.

    `reference` says that only what reports use of it is in the graph; `id` is that of its document.
    """

    loader: str
    source: int
    place: int
    reference: bool
    id: str


class Reading(msgspec.Struct, frozen=True):
    """The work of reading partitions of reports.

    Args:
        folder: of the intermediate tables.
        parts: the loaders of each partition.
        slots: how many partitions there are of things.
        with_extracted: whether rows that nobody reviewed count.
    """

    folder: Path
    parts: tuple[tuple[Place, ...], ...]
    slots: int
    with_extracted: bool


class Read(msgspec.Struct):
    """What reading a partition found beside its rows: ids of entities in tables that can't be read whole."""

    unread: list[str] = []
    are_all: bool = True
    is_wrong: bool = False


def slot_of(id: str, slots: int) -> int:
    """The partition of a thing.

    Example:
        >>> slot_of("qingdao", 4)
        2
    """
    return zlib.crc32(id.encode("utf-8", "surrogatepass")) % slots


def read_part(work: Reading, part: int) -> Read:
    """Reads the tables of a partition's loaders.

    Raises:
        SkillgraphError: a loader, or its sheet of decisions, is wrong as a whole.
    """
    read = Read()
    with Attempt(work.folder / "making") as attempt:
        names = {name: attempt.path(work.folder / name / f"{part:06d}.parquet") for name in COLUMNS}
        writers = {name: Writer(path, COLUMNS[name]) for name, path in names.items()}
        try:
            for place in work.parts[part]:
                _read(work, part, place, writers, read)
        finally:
            for writer in writers.values():
                writer.close()
    return read


def _read(work: Reading, part: int, place: Place, to: dict[str, Writer], read: Read) -> None:
    path = Path(place.loader)
    take_decisions(path)
    loader = open_loader(path)
    with Sources([loader], work.with_extracted, are_references=place.reference) as sources:
        [source] = sources
        problems: tuple[list[Problem], ...] = ([], [], [], [])
        keep = _Keeping(part, place, to, loader)
        for row, section in source.read_sections(problems[SECTIONS]):
            keep.row(SECTIONS, row, section)
            sources.world.referred |= {section.about, section.signed_by}
        for row, entity in source.read_entities(problems[ENTITIES]):
            keep.row(ENTITIES, row, entity)
        for row, statement in source.read_statements(problems[STATEMENTS]):
            sources.note(source, statement)
            keep.row(STATEMENTS, row, statement)
            keep.statement(statement, sources.is_kept(source, statement))
            keep.told(0, row, statement, sources.is_kept(source, statement))
        for row, figure in source.read_observations(problems[OBSERVATIONS]):
            sources.note(source, figure)
            keep.row(OBSERVATIONS, row, figure)
            keep.told(1, row, figure, sources.is_kept(source, figure))
        keep.things(source, sources, work.slots)
        keep.links(sources)
        file_problems: list[Problem] = []
        unread = sorted(source.entity_ids(file_problems)) if problems[ENTITIES] else []
        names = tuple(map(loader.name_of, TABLES))
        folder = str(path.resolve()) if path.is_dir() else ""
        head = Head(
            place.source, place.place, place.reference, source.document, names, folder, problems, unread,
            not file_problems,
        )  # fmt: skip
        to["sources"].add(part, place.source, head.document.id, msgspec.msgpack.encode(head))
        read.unread += unread
        read.are_all = read.are_all and not file_problems
        read.is_wrong = read.is_wrong or any(problems)


class _Keeping:
    """Writes what one source says."""

    def __init__(self, part: int, place: Place, to: dict[str, Writer], loader: Loader) -> None:
        self._part, self._place, self._to, self._loader = part, place, to, loader
        self._encode = msgspec.msgpack.Encoder().encode
        self._mentioned: set[str] = set()

    def row(self, table: int, row: int, record: Section | Entity | Statement | Observation) -> None:
        """Keeps a row as it is, and what it refers to."""
        self._to["rows"].add(self._place.source, table, row, self._encode(record))
        if isinstance(record, Section):
            self._mentioned |= {record.about, record.signed_by}
        elif isinstance(record, Entity):
            self._mentioned |= {record.id, *record.merged_from}
        else:
            self._mentioned |= references(record)

    def statement(self, s: Statement, is_kept: bool) -> None:
        """Keeps the triple that a fact would be."""
        relation = ontology().properties.get(s.predicate)
        if is_kept and s.is_fact and relation is not None:
            text = relation.takes_text
            value = s.text if text else s.object
            self._to["facts"].add(
                self._part, s.id, self._place.reference, s.predicate, s.subject, value, relation.symmetric, text
            )

    def told(self, kind: int, row: int, record: Statement | Observation, is_kept: bool) -> None:
        """Keeps what a row restates, and that it can be restated."""
        file = self._loader.name_of(TABLES[STATEMENTS + kind]) if record.restates else ""
        place = self._place.source
        self._to["told"].add(self._part, place, kind, row, record.id, is_kept, record.restates, file)

    def things(self, source: Source, sources: Sources, slots: int) -> None:
        """Keeps the entities, with the names that statements give them, and the ids that are mentioned."""
        table, place = self._loader.name_of(TABLES[ENTITIES]), self._place
        for row, entity in source.entities:
            # What checks of other sources ask of it.
            slim = Entity(
                entity.id, entity.source, entity.classes, entity.name, name_en=entity.name_en,
                existence=entity.existence,
            )  # fmt: skip
            is_individual = entity.existence == "individual"
            self._to["things"].add(
                self._part, place.source, place.place, row, slot_of(entity.id, slots), entity.id, place.reference,
                sources.is_decided(entity), entity.status == "rejected", is_individual,
                is_individual and not _countries().isdisjoint(entity.classes), table,
                self._encode(slim), self._encode(sources.called(entity)),
            )  # fmt: skip
        for id in sorted(filter(None, self._mentioned)):
            self._to["mentions"].add(self._part, place.source, id, place.reference, id in sources.world.referred)

    def links(self, sources: Sources) -> None:
        """Keeps the edges that rules look at."""
        for kind, one, other in _links(sources):
            self._to["links"].add(self._part, kind, one, other)


def _links(sources: Sources) -> Iterator[tuple[str, str, str]]:
    world = sources.world
    for kind, edges in (("place", world.places), ("need", world.needs)):
        yield from ((kind, one, other) for one, others in edges.items() for other in sorted(others))
    # Marks are for a whole build.
    yield from (("partner", id, "") for id in sorted(cast(set[str], world.partners)))


@cache
def _countries() -> frozenset[str]:
    return frozenset(ontology().below(COUNTRY))
