"""Sources, read and checked: each table is read once, and what it said is kept as records.

They go to a file that lives as long as the sources do, and come back from there as they came, or by id. Of a thing no
more stays in memory than whether somebody decided that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby
from operator import attrgetter
from typing import Self, TypeVar, cast

import msgspec

from skillgraph.model.derivation import FOREIGN_PARTNER, World, is_name, references
from skillgraph.model.marks import Marks, known
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Evidence, Observation, Record, Section, Statement
from skillgraph.resolve.decisions import Decision
from skillgraph.resolve.merging import Merging, joined
from skillgraph.tables.loader import Loader
from skillgraph.tables.review_sheet import serves
from skillgraph.tables.spool import Spool

F = TypeVar("F", Statement, Observation)
_ID = attrgetter("id")


class Source:
    """What one loader gave: its document, and the records of its tables with their rows.

    Attributes:
        is_report: whether it is one, or a reference table.
        sections: in the order of their rows.
        former: the rows of entities that once had other ids.
        rejected: the ids of entities that nobody wants.
    """

    def __init__(self, loader: Loader, spool: Spool, number: int) -> None:
        self._loader = loader
        self._spool = spool
        self._number = number
        self.is_report = loader.document.kind == "report"
        self.sections: list[tuple[int, Section]] = []
        self.former: list[tuple[int, Entity]] = []
        self.rejected: set[str] = set()

    @property
    def document(self) -> Document:
        """The document, as the loader knows it once its tables are read."""
        return self._loader.document

    def name_of(self, table: str) -> str:
        """How messages call a table."""
        return self._loader.name_of(table)

    @property
    def entities(self) -> Iterator[tuple[int, Entity]]:
        """Row number and record of each entity."""
        return cast(Iterator[tuple[int, Entity]], self._spool.read((self._number, "entities")))

    def entities_by_id(self) -> Iterator[Entity]:
        """The records of the entities by id."""
        return cast(Iterator[Entity], self._spool.by_id((self._number, "entities")))

    def statements(self) -> Iterator[tuple[int, Statement]]:
        """Row number and record of each statement."""
        return cast(Iterator[tuple[int, Statement]], self._spool.read((self._number, "statements")))

    def observations(self) -> Iterator[tuple[int, Observation]]:
        """Row number and record of each figure."""
        return cast(Iterator[tuple[int, Observation]], self._spool.read((self._number, "observations")))

    def by_id(self, table: str) -> Iterator[Statement | Observation]:
        """The records of `statements` or `observations` by id."""
        return cast(Iterator[Statement | Observation], self._spool.by_id((self._number, table)))

    def read_sections(self, problems: list[Problem]) -> Iterator[tuple[int, Section]]:
        """Reads the table of sections before all others, since the others are said in them."""
        for row, section in self._loader.sections(problems):
            self.sections.append((row, section))
            yield row, section

    def _section_of(self, passage: Evidence) -> str:
        """The innermost section that holds a passage: of those that do, the one that begins last."""
        around = (
            (s.span.start, s.level, s.id) for _, s in self.sections
            if s.span and s.span.start <= passage.start and passage.end <= s.span.end
        )  # fmt: skip
        return max(around, default=(0, 0, ""))[2]

    def _placed(self, rows: Iterable[tuple[int, F]]) -> Iterator[tuple[int, F]]:
        """Rows with the section that their first passage stands in."""
        for row, record in rows:
            said_in = self._section_of(record.evidence[0]) if record.evidence and self.sections else ""
            yield row, msgspec.structs.replace(record, said_in=said_in) if said_in else record

    def read_entities(self, problems: list[Problem]) -> Iterator[tuple[int, Entity]]:
        """Reads the table of entities; they are kept as they come."""
        return self._spool.kept((self._number, "entities"), self._noted(self._loader.entities(problems)))

    def _noted(self, rows: Iterable[tuple[int, Entity]]) -> Iterator[tuple[int, Entity]]:
        """Rows with the sections that they are named in; what is asked of some of them is kept in memory."""
        for row, entity in rows:
            if self.sections:
                said_in = dict.fromkeys(filter(None, map(self._section_of, entity.mentions)))
                entity = msgspec.structs.replace(entity, said_in=tuple(said_in))
            if entity.merged_from:
                self.former.append((row, entity))
            if entity.status == "rejected":
                self.rejected.add(entity.id)
            yield row, entity

    def entity_ids(self, problems: list[Problem]) -> set[str]:
        """The ids of all entities, those of rows with a wrong cell too."""
        return self._loader.entity_ids(problems)

    def read_statements(self, problems: list[Problem]) -> Iterator[tuple[int, Statement]]:
        """Reads the table of statements; they are kept as they come."""
        return self._spool.kept((self._number, "statements"), self._placed(self._loader.statements(problems)))

    def read_observations(self, problems: list[Problem]) -> Iterator[tuple[int, Observation]]:
        """Reads the table of figures; they are kept as they come."""
        return self._spool.kept((self._number, "observations"), self._placed(self._loader.observations(problems)))


class Sources:
    """Some loaders, read and checked by `checks.check`; close them, or use them in a `with` block.

    Attributes:
        reports: what the graph is about, by id; reference tables where there is nothing else.
        references: the other reference tables, by id.
        problems: all that is wrong, by file and row.
        merging: what people judged to be one thing, once the entities are read.
        unread: those of the problems for which a row, or a file, could not be read.
        world: what the rows that are kept refer to.
        undecided: the ids of rows that are not kept.
    """

    def __init__(
        self, loaders: Iterable[Loader], with_extracted: bool = False, decisions: Sequence[Decision] = (),
        are_references: bool | None = None,
    ) -> None:  # fmt: skip
        self._decisions = decisions
        self._with_extracted = with_extracted
        self._spool = Spool()
        self._given = [Source(loader, self._spool, number) for number, loader in enumerate(loaders)]
        # Where there is no report, reference tables are what the graph is about.
        self.reports = [s for s in self._given if s.is_report] or [*self._given]
        if are_references is not None:
            # Others are read elsewhere.
            self.reports = [] if are_references else [*self._given]
        self.references = [s for s in self._given if s not in self.reports]
        for group in (self.references, self.reports):
            # What is said of a thing that several sources describe must not depend on the order of the arguments.
            group.sort(key=lambda source: source.document.id)
        self.problems: list[Problem] = []
        self.unread: list[Problem] = []
        self.merging = Merging((), (), ())
        # Who reads some sources by themselves asks for the partners of each.
        self.world = World(Marks() if are_references is None else set())
        self.world.named = Marks()
        self._sections: list[Section] = []
        self._former: dict[tuple[str, str], list[str]] = {}
        self.undecided: set[str] = set()

    def is_kept(self, source: Source, record: Statement | Observation) -> bool:
        """Whether a row is part of the graph: no proposal unless asked for, and not about what a person rejected."""
        if record.status == "extracted" and not self._with_extracted:
            return False
        return source.rejected.isdisjoint(references(record))

    def left_out(self) -> dict[str, list[str]]:
        """The ids of each source's rows that are proposals nobody decided on, and therefore no part of the graph."""
        found: dict[str, list[str]] = {}
        for source in self._given:
            rows: Iterator[tuple[int, Entity | Statement | Observation]] = chain(
                source.entities, source.statements(), source.observations()
            )
            proposals = [
                record.id for _, record in rows
                if record.status == "extracted" and not (isinstance(record, Entity) and serves(record))
            ]  # fmt: skip
            found[source.document.id] = [] if self._with_extracted else proposals
        return found

    def note(self, source: Source, record: Statement | Observation) -> None:
        """Takes a record into account for what follows from all of them together."""
        if not self.is_kept(source, record):
            self.undecided.add(record.id)
            return
        if isinstance(record, Statement) and is_name(record):
            self._former.setdefault((source.document.id, record.subject), []).append(record.text)
        record = self.merging.record(record)
        if source not in self.references:
            self.world.add(record)
        elif isinstance(record, Statement):
            self.world.add_reference(record)

    def note_entity(self, source: Source, entity: Entity) -> None:
        """Takes a row into account: what a report names is in the graph, but a proposal only where a row that was
        decided on needs it.
        """
        if source not in self.references and self.is_decided(entity):
            known(entity.id, self.world.named)

    def judge(self) -> None:
        """Applies the decisions, once all entities are read and before anything refers to them."""
        self.merging = Merging(self._decisions, self._named(), {source.document.id for source in self.references})
        self.problems += self.merging.problems
        if self._decisions:
            for source in self.reports:
                for _, entity in source.entities:
                    if self.is_decided(entity):
                        known(self.merging.canonical(entity.id), self.world.named)

    def look_at(self, table: str, row: int, statement: Statement) -> None:
        """Warns of a fact between two things that decisions make one."""
        one, other = statement.subject, statement.object
        if one != other and self.merging.canonical(one) == self.merging.canonical(other):
            by = ", ".join(step.where for step in self.merging.judgements.chain(one, other))
            message = f"{one} and {other} are one thing by {by}; it stands in {statement.predicate} to itself then"
            self.merging.warnings.append(Problem(table, row, "object", message))

    def note_section(self, section: Section) -> None:
        """Takes a section into account: what it is about, and who signed it, are in the graph."""
        self._sections.append(section)

    def add_unread(self, problems: list[Problem]) -> None:
        """Notes what could not be read."""
        self.problems += problems
        self.unread += problems

    def __iter__(self) -> Iterator[Source]:
        # What a reference table says of a thing that a report names as well is right: the report's row is to blame.
        return iter(sorted(self._given, key=attrgetter("is_report")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives up what is kept of the rows."""
        self._spool.close()

    def records(self) -> Iterator[Record]:
        """Documents, merged entities, sections, statements, figures, each kind by id; of reference tables what is used.

        A server gives records back by id too.
        """
        merged, classes = self._parts()
        sections = [self.merging.record(section) for section in self._sections]
        self.world.referred.update(*((s.about, s.signed_by) for s in sections))
        named, used = self.world.named, self.world.used()
        partners = self.world.foreign_partners(classes)
        # A reference table of which nothing is used is no source of the graph: cities abroad, in a report on Jinan.
        unused = set[str]()
        for source in self.references:
            ids = (self.merging.canonical(entity.id) for _, entity in source.entities)
            if not any(id in used or id in named for id in ids):
                unused.add(source.document.id)
        documents = (self.merging.document(s.document) for s in self._given if s.document.id not in unused)
        yield from sorted(documents, key=_ID)
        for entity in self._joined(merged):
            if (id := entity.id) in used or id in named:
                yield msgspec.structs.replace(entity, derived=(FOREIGN_PARTNER,)) if id in partners else entity
        yield from sorted((self.merging.record(s) for source in self.reports for _, s in source.sections), key=_ID)
        # The ids of rows begin so.
        by_id = sorted(self._given, key=lambda source: f"{source.document.id}/")
        for table in ("statements", "observations"):
            for source in by_id:
                for record in source.by_id(table):
                    if source in self.references:
                        said = self.merging.record(record)
                        if said.subject in used or said.subject in named:
                            yield said
                    elif self.is_kept(source, record):
                        yield self.standing(record)

    def _parts(self) -> tuple[dict[str, Entity], dict[str, tuple[str, ...]]]:
        """The things that decisions change, and the classes of individuals for which a rule asks."""
        asked = self.world.located()
        changed, others = dict[str, list[Entity]](), dict[str, list[Entity]]()
        if asked or self.merging.things:
            for entity in self._named():
                id = self.merging.canonical(entity.id)
                if id in self.merging.things:
                    changed.setdefault(id, []).append(self.merging.part(self.called(entity)))
                elif id in asked:
                    others.setdefault(id, []).append(entity)
        merged = {id: joined(parts) for id, parts in changed.items()}
        placed = chain(merged.values(), (joined(rows) for rows in others.values()))
        return merged, {entity.id: entity.classes for entity in placed if entity.existence == "individual"}

    def _joined(self, merged: dict[str, Entity]) -> Iterator[Entity]:
        """All things by id, each by what its sources say of it."""
        rows = merge(*(source.entities_by_id() for source in (*self.references, *self.reports)), key=_ID)
        others = (e for e in rows if e.status != "rejected" and self.merging.canonical(e.id) not in merged)
        things = (joined(map(self.called, found)) for _, found in groupby(others, _ID))
        return merge(things, sorted(merged.values(), key=_ID), key=_ID)

    def standing(self, record: Statement | Observation) -> Statement | Observation:
        """A row as it is in the graph: without what it says of rows that are left out, whose part it is and what it
        restates.
        """
        lost = [field for field in ("part_of", "restates") if getattr(record, field, "") in self.undecided]
        return self.merging.record(msgspec.structs.replace(record, **dict.fromkeys(lost, "")) if lost else record)

    def called(self, entity: Entity) -> Entity:
        """A row of an entity with the names that statements of its source give the thing."""
        return entity.also_called(self._former.get((entity.source, entity.id), ()))

    def _named(self) -> Iterator[Entity]:
        """The rows of entities that nobody rejected, those of reference tables first."""
        for source in (*self.references, *self.reports):
            yield from (entity for _, entity in source.entities if entity.status != "rejected")

    def is_decided(self, entity: Entity) -> bool:
        """Whether somebody decided that there is such a thing, or need not have."""
        return entity.status not in ("extracted", "rejected") or (self._with_extracted and entity.status == "extracted")
