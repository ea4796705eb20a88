"""The graph as of a date, and what was known by one: the records that are left, and a folder of them to ask."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from skillgraph.graph.folder import MANIFEST, GraphFolder
from skillgraph.graph.histories import Histories
from skillgraph.graph.ownership import DATED
from skillgraph.graph.write import write_graph
from skillgraph.model.dates import first_day, is_date, last_day
from skillgraph.model.derivation import FOREIGN_PARTNER, World, references
from skillgraph.model.errors import UsageError
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.writing.workshop import open_temporary_folder


def dated_records(graph: GraphFolder, as_of: str = "", known_by: str = "") -> Iterator[Record]:
    """The records of a graph as of a date, of what was known by a date, or both, in their order.

    A year or a month stands for its last day. As of a date, what begins later or is over by then is left out, and so
    are things of which nothing else was told. What has no date stays, since nobody knows that it lies outside; plans
    stay plans, and figures of the past stay figures. What was known by a date is what reports say that were issued
    until then; reports that don't say when they were issued stay, and so do reference tables.

    Args:
        graph: the whole graph.
        as_of: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; every time if empty.
        known_by: the same; all reports if empty.

    Raises:
        UsageError: a date is none.

    Example:
        >>> import skillgraph
        >>> graph = skillgraph.load()
        >>> list(dated_records(graph, "2100")) == list(graph.records())
        True
    """
    for date in filter(None, (as_of, known_by)):
        if not is_date(date):
            raise UsageError(f"{date!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    return _Dated(graph, last_day(as_of), last_day(known_by)).records()


def dated_folder(graph: GraphFolder, as_of: str = "", known_by: str = "") -> Path:
    """The folder of `dated_records`, made when it is first asked for: inside the graph's own, until the next build.

    Where that can't be written to, it is made for the life of the program. It is found by way of the graph, as long as
    that is held, also when another graph has taken its place.

    Raises:
        UsageError: a date is none.
    """
    if not (as_of or known_by):
        return graph.place
    records = dated_records(graph, as_of, known_by)
    names = (("as-of", last_day(as_of)), ("known-by", last_day(known_by)))
    # Of two graphs that take one place after the other, neither is taken for the other.
    key = hashlib.sha256((graph.place / MANIFEST).read_bytes()).hexdigest()[:12]
    name = "-".join([*(f"{what}-{day}" for what, day in names if day), key])
    for parent in (graph.place / DATED, _elsewhere(graph.folder)):
        if not (parent / name / MANIFEST).is_file():
            try:
                write_graph(records, parent / name)
            except UsageError:
                records = dated_records(graph, as_of, known_by)
                continue
        return parent / name
    raise UsageError(f"no place for the graph of that date: neither {graph.folder} nor the system's own can be written")


@cache
def _elsewhere(folder: Path) -> Path:
    """A folder that goes with the program, one a graph."""
    parent, end = open_temporary_folder()
    atexit.register(end)
    return parent


class _Dated:
    """What is left of a graph, found in one pass over its statements and figures."""

    def __init__(self, graph: GraphFolder, as_of: str, known_by: str) -> None:
        self._graph, self._as_of, self._key = graph, as_of, f"{as_of}/{known_by}"
        self._documents = {d.id: d for d in graph.documents.values() if _is_known(d, known_by)}
        self._reports = {d.id for d in self._documents.values() if d.kind == "report"} or {*self._documents}
        self._histories = Histories(self._statements, self._documents)
        self._world = World()
        #: Statements and figures that are left out, and the sources that something was taken from.
        self._gone: set[str] = set()
        self._altered: set[str] = set()
        #: What takes the place of a first telling that is left out.
        self._first: dict[str, str] = {}
        #: By what a report refers to: the report.
        self._referring: dict[str, str] = {}
        self._entities = self._remaining(self._look())

    def records(self) -> Iterator[Record]:
        """What is left, in the order of the graph."""
        used = {part.source for entity in self._entities.values() for part in entity.descriptions}
        for document in self._documents.values():
            # A reference table of which nothing is used is no source of a graph.
            if document.id in used or document.id in self._reports:
                yield self._marked(document) if document.id in self._altered else document
        yield from self._entities.values()
        yield from self._sections()
        for record in self._graph.records():
            if isinstance(record, Statement | Observation) and self._is_left(record):
                yield self._mended(record)

    def _statements(self) -> Iterator[Statement]:
        return (s for s in self._graph.statements() if s.source in self._documents)

    def _sections(self) -> Iterator[Section]:
        return (s for s in self._graph.sections.values() if s.source in self._documents)

    def _is_left(self, record: Statement | Observation) -> bool:
        """Whether it holds; of a reference table, whether anything is left that uses it."""
        if record.source not in self._documents or record.id in self._gone:
            return False
        return record.source in self._reports or record.subject in self._entities

    def _holds(self, record: Statement | Observation) -> bool:
        if record.source not in self._documents:
            return False
        if not self._as_of:
            return True
        if isinstance(record, Statement):
            return self._histories.holds(record, self._as_of)
        # A figure is of its time, and stays so.
        begin = first_day(record.start) or first_day(record.end)
        return record.modality != "actual" or not begin or begin <= self._as_of

    def _look(self) -> set[str]:
        """Goes over statements and figures; returns what only those refer to that are left out."""
        lost: set[str] = set()
        restating: list[Statement | Observation] = []
        for section in self._sections():
            self._world.referred |= {section.about, section.signed_by}
            self._referring.update(dict.fromkeys((section.about, section.signed_by), section.source))
        for record in self._graph.records():
            if not isinstance(record, Statement | Observation):
                continue
            if not self._holds(record):
                self._gone.add(record.id)
                self._altered.add(record.source)
                lost |= references(record)
            elif record.source in self._reports:
                self._referring.update(dict.fromkeys(references(record), record.source))
                self._world.add(record)
                restating += [record] if record.restates else []
            elif isinstance(record, Statement):
                self._world.add_reference(record)
        for record in restating:
            if record.restates in self._gone:
                self._first.setdefault(record.restates, record.id)
                self._altered.add(record.source)
                self._world.add(self._mended(record))
        return lost.difference(self._referring)

    def _remaining(self, lost: set[str]) -> dict[str, Entity]:
        """The entities that are left, with what known sources say of them, and the classes that follow."""
        found = ((id, self._described(entity)) for id, entity in self._graph.entities.items())
        known = {id: entity for id, entity in found if entity}
        named = {
            id
            for id, entity in known.items()
            if id not in lost and any(part.source in self._reports for part in entity.descriptions)
        }
        used = self._world.used(named)
        things = {id: e.classes for id, e in known.items() if e.existence == "individual"}
        partners = self._world.foreign_partners(things)
        left = {}
        for id, entity in known.items():
            if id in used:
                derived = (FOREIGN_PARTNER,) if id in partners else ()
                left[id] = entity if entity.derived == derived else msgspec.structs.replace(entity, derived=derived)
            else:
                self._altered |= {part.source for part in entity.descriptions}
        return left

    def _described(self, entity: Entity) -> Entity | None:
        """The entity as known sources describe it; where they only refer to it, its name and class."""
        parts = [part for part in entity.descriptions if part.source in self._documents]
        if len(parts) == len(entity.descriptions):
            return entity
        if parts:
            return Entity.of_parts(parts, self._reports)
        if (source := self._referring.get(entity.id)) is None:
            return None
        self._altered.add(source)
        return Entity(entity.id, source, entity.classes, entity.name, entity.name_en, entity.existence)

    def _mended(self, record: Statement | Observation) -> Statement | Observation:
        """A record that refers to none that is left out: the first that restated one takes its place."""
        if record.restates in self._gone:
            first = self._first[record.restates]
            record = msgspec.structs.replace(record, restates="" if first == record.id else first)
        if isinstance(record, Observation) and record.part_of in self._gone:
            record = msgspec.structs.replace(record, part_of="")
        return record

    def _marked(self, document: Document) -> Document:
        """The document with another checksum of its tables: a server must not take this for the same version."""
        digest = hashlib.sha256(f"{document.tables_sha256}/{self._key}".encode()).hexdigest()
        return msgspec.structs.replace(document, tables_sha256=digest)


def _is_known(document: Document, by: str) -> bool:
    is_dated = document.kind == "report" and is_date(document.issued)
    return not by or not is_dated or first_day(document.issued) <= by
