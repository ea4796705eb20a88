"""From loaders to a graph in partitions, beyond one process: the same graph as that of `tables.build`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.documents.csv_rows import table_file
from skillgraph.engines.engine import Engine
from skillgraph.engines.finding import Finding
from skillgraph.engines.output import NEO4J, SEPARATOR, Output, Written
from skillgraph.engines.parquet import Attempt
from skillgraph.engines.reading import Place, Reading, read_part
from skillgraph.engines.reports import Done, Writing, write_part
from skillgraph.engines.things import Joining, write_slot
from skillgraph.formats.neo4j_csv import write_guides
from skillgraph.graph.write import SourceCount
from skillgraph.mapping.ontology_graph import term_elements
from skillgraph.mapping.rdf_shared import period
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.version import __version__
from skillgraph.resolve.decisions import read_decisions
from skillgraph.tables.build import raise_problems
from skillgraph.tables.loader import COLUMNS, read_source
from skillgraph.tables.opening import decision_tables, open_loader
from skillgraph.tables.scripted import SCRIPT
from skillgraph.writing.folders import whole_folder
from skillgraph.writing.seal import check_sealed, seal

#: The steps that `progress` is told of.
STEPS = ("read", "join", "write", "merge", "swap")
#: How many steps in SQL there are about; how often rules go on from place to place depends on the tables.
_IN_SQL = 16
#: Bytes of tables in a partition: few enough that several fit into memory, as many as keep files few.
_BYTES = 32_000_000
#: What tells what a folder holds.
SUMMARY = "partitions.json"

#: Called with the name of a step and how far it is, between 0 and 1.
Progress = Callable[[str, float], None]
#: Makes an engine: its folder for what does not fit into memory, and how many partitions there are.
Start = Callable[[Path, int], Engine]


class Summary(msgspec.Struct, frozen=True):
    """What a graph in partitions holds."""

    version: str
    sources: int
    entities: int
    statements: int
    observations: int
    rejected: int


def build_in_partitions(
    loaders: Sequence[Path],
    output: Path,
    start: Start,
    partitions: int = 0,
    progress: Progress = lambda step, share: None,
    *,
    with_extracted: bool = False,
    warn: Callable[[Problem], None] = lambda problem: None,
) -> list[SourceCount]:
    """Builds a graph in partitions; what was there before stays until the new one is whole.

    Args:
        loaders: as of `tables.build.build`.
        output: the folder to write; it is replaced if this wrote it. Every machine of the engine has to see it, and
            the loaders, under the same path.
        start: makes the engine.
        partitions: how many there are; 0 for as many as the size of the tables asks for.
        progress: told how far it is.
        with_extracted: whether rows that nobody reviewed are part of the graph.
        warn: called with what the graph is built in spite of.

    Returns:
        What each source gave.

    Raises:
        DataError: the tables have mistakes; the message is that of `tables.build.build`.
        UsageError: the folder can't be written, holds something else, or the engine does not run.
    """
    try:
        with whole_folder(output, check_sealed) as folder:
            work = folder.parent / "work"
            work.mkdir()
            places = _places(loaders)
            parts = _parts(places, partitions)
            with _started(start, work, len(parts)) as engine:
                build = _Build(engine, work, folder, parts, partitions or len(parts), with_extracted, progress)
                counts = build.run(loaders, warn)
            seal(folder)
            progress("swap", 0)
    except OSError as error:
        detail = error.strerror or str(error)
        kept = "what was there is as it was" if output.is_dir() else "choose another folder with -o"
        raise UsageError(f"{output}: can't be written ({detail}); {kept}") from None
    return counts


@contextmanager
def _started(start: Start, work: Path, partitions: int) -> Iterator[Engine]:
    engine = start(work / "spilled", partitions)
    try:
        yield engine
    finally:
        engine.close()


def _places(loaders: Sequence[Path]) -> list[Place]:
    """The loaders in the order of checks, each with its place in the order in which sources describe a thing."""
    documents = [_document(path) for path in loaders]
    is_report = [kind == "report" for _, kind in documents]
    # Where there is no report, reference tables are what the graph is about.
    references = [not report and any(is_report) for report in is_report]
    by_id = sorted(range(len(loaders)), key=lambda n: (not references[n], documents[n][0]))
    described = {number: place for place, number in enumerate(by_id)}
    checked = sorted(range(len(loaders)), key=lambda n: is_report[n])
    # A worker's folder is not the one that this program was started in.
    paths = [path.absolute() if path.is_dir() else path for path in loaders]
    return [
        Place(str(paths[n]), source, described[n], references[n], documents[n][0]) for source, n in enumerate(checked)
    ]


def _document(path: Path) -> tuple[str, str]:
    """Id and kind of a source, without its tables being read if possible."""
    is_table = path.is_dir() and not (path / SCRIPT).is_file()
    document = read_source(path) if is_table else open_loader(path).document
    return document.id, document.kind


def _parts(places: Sequence[Place], partitions: int) -> tuple[tuple[Place, ...], ...]:
    """Partitions of neighbours, of about the same size."""
    sizes = [1 + sum(_size(table_file(Path(p.loader) / table)) for table in COLUMNS) for p in places]
    wanted = partitions or max(os.cpu_count() or 1, -(-sum(sizes) // _BYTES))
    share = sum(sizes) / wanted
    parts: dict[int, list[Place]] = {}
    before = 0.0
    for place, size in zip(places, sizes, strict=True):
        parts.setdefault(min(wanted - 1, int((before + size / 2) / share)), []).append(place)
        before += size
    return tuple(tuple(part) for part in parts.values())


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


class _Build:
    """One build."""

    def __init__(
        self, engine: Engine, work: Path, output: Path, parts: tuple[tuple[Place, ...], ...], slots: int,
        with_extracted: bool, progress: Progress,
    ) -> None:  # fmt: skip
        self._engine, self._work, self._output, self._parts, self._slots = engine, work, output, parts, slots
        self._with_extracted, self._progress = with_extracted, progress

    def run(self, loaders: Sequence[Path], warn: Callable[[Problem], None]) -> list[SourceCount]:
        """All steps."""
        numbers = range(len(self._parts))
        reading = Reading(self._work, self._parts, self._slots, self._with_extracted)
        read = self._engine.run(partial(read_part, reading), numbers, self._steps("read", len(numbers)))
        finding = Finding(self._engine, self._work, self._slots)
        first: list[Problem] = []
        decisions = [d for path in decision_tables(loaders) for d in read_decisions(path, first)]
        references = [place.id for part in self._parts for place in part if place.reference]
        merging = finding.merging(decisions, references)
        finding.find(self._steps("join", _IN_SQL))
        writing = Writing(
            self._work, self._output, self._with_extracted, merging,
            frozenset(id for part in read for id in part.unread), all(part.are_all for part in read),
        )  # fmt: skip
        done = self._engine.run(partial(write_part, writing), numbers, self._steps("write", len(numbers)))
        is_read = not first and not any(part.is_wrong for part in read)
        self._raise(first, done, finding, writing, is_read)
        for problem in (*merging.warnings, *(problem for part in done for problem in part.warnings)):
            warn(problem)
        joining = Joining(self._work, self._output, merging)
        slots = range(self._slots)
        joined = self._engine.run(partial(write_slot, joining), slots, self._steps("merge", self._slots))
        written = self._write_rest(done)
        for part in (*(part.written for part in done), *(slot.written for slot in joined)):
            written.add(part)
        _write_tables(self._output / NEO4J, written)
        counts = {count.source: count for part in done for count in part.counts}
        for slot in joined:
            for source, number in slot.counts.items():
                counts[source].entities += number
        self._write_summary([*counts.values()])
        return [counts[source] for source in sorted(counts)]

    def _steps(self, name: str, count: int) -> Callable[[], None]:
        """What is called after each part of a step."""
        self._progress(name, 0)
        parts = iter(range(1, count + 1))
        return lambda: self._progress(name, next(parts, count) / count)

    def _raise(self, first: list[Problem], done: list[Done], finding: Finding, writing: Writing, is_read: bool) -> None:
        """Raises what is wrong with the tables, in the order in which `tables.build` finds it."""
        wrong = writing.merging.problems
        told = finding.never_told() if is_read else []
        if not (first or wrong or told or any(part.count for part in done)):
            return
        if asked := {id for part in done for id in part.asked}:
            again = msgspec.structs.replace(writing, writes=False, near=tuple(finding.near(asked)))
            numbers = [number for number, part in enumerate(done) if part.asked]
            found = self._engine.run(partial(write_part, again), numbers, lambda: None)
            for number, part in zip(numbers, found, strict=True):
                done[number] = part
        named, rest = ([p for part in done for p in getattr(part, kind)] for kind in ("named", "problems"))
        count = len(first) + len(wrong) + len(told) + sum(part.count for part in done)
        raise_problems([*first, *named, *wrong, *rest, *told], count)

    def _write_rest(self, done: list[Done]) -> Written:
        """What belongs to no partition: the vocabulary, and periods that figures of many reports share."""
        with Attempt(self._work / "making") as attempt:
            with Output(attempt, self._output, "vocabulary") as output:
                output.add_elements(term_elements())
                output.add_triples(_numbered(ontology().triples()))
            with Output(attempt, self._output, "periods") as periods:
                seen: set[str] = set()
                for start, end in sorted({period for part in done for period in part.periods}):
                    periods.add_triples(period(start, end, seen))
        return output.written

    def _write_summary(self, counts: list[SourceCount]) -> None:
        summary = Summary(
            __version__, len(counts), sum(c.entities for c in counts), sum(c.facts + c.not_facts for c in counts),
            sum(c.figures for c in counts), sum(c.rejected for c in counts),
        )  # fmt: skip
        (self._output / SUMMARY).write_bytes(msgspec.json.format(msgspec.json.encode(summary)) + b"\n")


def _numbered(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Triples whose blank nodes have numbers, where a parser names them at random."""
    blanks: dict[Any, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        return blanks.setdefault(term, ox.BlankNode(f"b{len(blanks)}")) if isinstance(term, ox.BlankNode) else term

    return (ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in triples)


def _write_tables(folder: Path, written: Written) -> None:
    """The headers, each with its files, and what the import needs."""
    tables: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for (table, header), files in sorted(written.tables.items()):
        number = numbers[table] = numbers.get(table, 0) + 1
        name = f"{table}-{number}"
        (folder / f"{name}-header.csv").write_text(header + "\n", encoding="utf-8", newline="\n")
        tables[name] = sorted(files)
    write_guides(folder, tables, SEPARATOR, written.multiline, written.after)
