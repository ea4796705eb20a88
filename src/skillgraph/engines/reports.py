"""The second reading of some reports: their rows are held to all others', and written as they are in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.engines.output import Output, Written
from skillgraph.engines.parquet import Attempt, partition
from skillgraph.engines.stored import StoredLoader, stored_loaders
from skillgraph.graph.write import SourceCount
from skillgraph.graph.write import count as counted
from skillgraph.language.names import name_key
from skillgraph.mapping.rdf import document_iri, triples
from skillgraph.mapping.rdf_shared import passages, period
from skillgraph.model.canonical import canonical
from skillgraph.model.problems import Known, Problem
from skillgraph.model.records import Document, Entity, Evidence, Observation, Section, Statement
from skillgraph.resolve.merging import Merging
from skillgraph.tables.checks import check_names, check_rows
from skillgraph.tables.names import Names
from skillgraph.tables.review_sheet import doubtful_relations
from skillgraph.tables.sources import Sources

#: How many problems of each kind a partition tells of; the others are counted.
_TOLD = 20


class Writing(msgspec.Struct, frozen=True):
    """The work of writing partitions of reports.

    Args:
        folder: of the intermediate tables.
        output: of the graph.
        with_extracted: whether rows that nobody reviewed count.
        merging: what people judged to be one thing.
        unread: ids of entities of tables that can't be read whole.
        are_all: whether these are known.
        near: ids that wrong references may have meant.
        writes: whether anything is written; else rows are only checked.
    """

    folder: Path
    output: Path
    with_extracted: bool
    merging: Merging
    unread: frozenset[str]
    are_all: bool
    near: tuple[str, ...] = ()
    writes: bool = True


class Done(msgspec.Struct):
    """What became of a partition of reports.

    `problems` are of names, then of all other rows, as far as they are told of; `count` is of all; `asked` the wrong
    references for which a right one is looked for.
    """

    counts: list[SourceCount] = []
    named: list[Problem] = []
    problems: list[Problem] = []
    count: int = 0
    asked: list[str] = []
    warnings: list[Problem] = []
    periods: set[tuple[str, str]] = set()
    written: Written = msgspec.field(default_factory=Written)


class _Asking(Known):
    """Known words that remember what was asked of them."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.asked: list[str] = []

    def near(self, word: str) -> str:
        self.asked.append(word)
        return super().near(word)


class _Told(msgspec.Struct):
    """What SQL found out for a source: where ids are named first, and what is used otherwise than usual."""

    entities: list[tuple[Entity, str, int]] = []
    sources: set[str] = set()
    used: dict[str, bool] = {}


def write_part(work: Writing, part: int) -> Done:
    """Checks the sources of a partition and writes their documents, sections, statements and figures."""
    done = Done()
    told = _given(work, part)
    again = {row["id"] for row in partition(work.folder / "again", "part", part)}
    lost = {row["id"] for row in partition(work.folder / "lost", "part", part)}
    kinds = (Document, Section, Statement, Observation)
    rows, sources = (work.folder / name / f"{part:06d}.parquet" for name in ("rows", "sources"))
    with Attempt(work.folder / "making") as attempt:
        if not work.writes:
            for loader in stored_loaders(rows, sources):
                _Report(work, loader, told.get(loader.head.source, _Told()), done).check().close()
            return done
        with Output(attempt, work.output, f"reports-{part:06d}", kinds) as output:
            for loader in stored_loaders(rows, sources):
                report = _Report(work, loader, told.get(loader.head.source, _Told()), done).check()
                if not done.count:
                    report.write(output, again, lost)
                report.close()
        done.written = output.written
    return done


def _given(work: Writing, part: int) -> dict[int, _Told]:
    decode = msgspec.msgpack.Decoder(Entity).decode
    told: dict[int, _Told] = {}
    for row in partition(work.folder / "given", "part", part):
        here = told.setdefault(row["source"], _Told())
        id = row["id"]
        if row["slim"] is not None:
            here.entities.append((decode(row["slim"]), row["origin"], row["line"]))
        if row["is_source"]:
            here.sources.add(id)
        here.used[id] = row["used"]
    return told


class _Report:
    """One source of the partition."""

    def __init__(self, work: Writing, loader: StoredLoader, told: _Told, done: Done) -> None:
        self._work, self._head, self._told, self._done = work, loader.head, told, done
        self._sources = Sources([loader], work.with_extracted, are_references=loader.head.reference)
        [self._source] = self._sources

    def close(self) -> None:
        self._sources.close()

    def check(self) -> _Report:
        names = Names(name_key)
        names.known = asking = _Asking(self._work.near)
        names.add_unread_ids(self._work.unread, self._work.are_all)
        for entity, table, row in self._told.entities:
            names.add(entity, table, row)
        sources, done = self._sources, self._done
        check_names(self._source, names, self._told.sources, sources)
        named = len(sources.problems)
        sources.merging = self._work.merging
        warnings = len(sources.merging.warnings)
        check_rows(self._source, names, sources)
        done.warnings += sources.merging.warnings[warnings:]
        done.named = [*done.named, *sources.problems[:named]][:_TOLD]
        done.problems = [*done.problems, *sources.problems[named:]][:_TOLD]
        done.count += len(sources.problems)
        done.asked = [*done.asked, *asking.asked][:_TOLD]
        return self

    def write(self, output: Output, again: set[str], lost: set[str]) -> None:
        sources, source, head, merging = self._sources, self._source, self._head, self._work.merging
        used, spans = False, list[Evidence]()
        for _, entity in source.entities:
            if entity.status != "rejected":
                # For what the document's version says of it; things themselves are written elsewhere.
                part = merging.part(sources.called(entity))
            if self._is_used(entity.id):
                used = True
                if entity.status != "rejected":
                    spans += part.mentions
        sections = [merging.record(section) for _, section in source.sections]
        if not used and head.reference:
            return
        count = self._count()
        self._done.counts.append(count)
        document = canonical(merging.document(head.document))
        output.add(document)
        graph = document_iri(document.id)
        output.add_triples(triples(document, "provenance"), graph)
        seen: set[str] = set()
        output.add_triples(passages(spans, seen), graph)
        for section in () if head.reference else map(canonical, sections):
            output.add(section)
            output.add_triples(triples(section, "provenance", seen), graph)
        sources.undecided |= lost
        for record in map(canonical, self._standing()):
            output.add(record)
            counted(record, count)
            if isinstance(record, Statement) and record.id in again:
                output.add_quads(triples(record, "facts", seen), graph)
            if isinstance(record, Observation) and (record.start or record.end):
                output.add_quads(period(record.start, record.end, seen), graph)
                self._done.periods.add((record.start, record.end))
            output.add_triples(triples(record, "provenance", seen), graph)

    def _is_used(self, id: str) -> bool:
        return self._told.used.get(id, not self._head.reference)

    def _standing(self) -> Iterator[Any]:
        """Statements and figures as they are in the graph."""
        for table in ("statements", "observations"):
            for record in self._source.by_id(table):
                if self._head.reference:
                    if self._is_used(record.subject):
                        yield self._work.merging.record(record)
                elif self._sources.is_kept(self._source, record):
                    yield self._sources.standing(record)

    def _count(self) -> SourceCount:
        head, left_out = self._head, set(self._sources.left_out()[self._head.document.id])
        count = SourceCount(head.document.id, left_out=len(left_out))
        if head.folder:
            folder = Path(head.folder)
            count.doubtful = len(left_out.intersection(f"{folder.name}/{id}" for id in doubtful_relations(folder)))
        return count
