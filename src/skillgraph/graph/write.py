"""The folder of a built graph: the records and both projections, written beside and then swapped in."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import Manifest
from skillgraph.graph.turtle import TurtleWriter
from skillgraph.mapping.ontology_graph import term_elements
from skillgraph.mapping.propertygraph import Node, Relationship, elements
from skillgraph.mapping.rdf import triples
from skillgraph.model.canonical import canonical
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Statement
from skillgraph.model.version import __version__

_QUADS_AT_A_TIME = 100_000
#: Bytes of memory, as the system counts what is only set aside, too.
_LEAST_MEMORY = 700 * 2**20


class SourceCount(msgspec.Struct):
    """What one source gave the graph; `left_out` rows that nobody decided on yet, `doubtful` relations among them."""

    source: str
    entities: int = 0
    facts: int = 0
    not_facts: int = 0
    figures: int = 0
    left_out: int = 0
    doubtful: int = 0


def write_graph(
    records: Iterable[Record], output: Path, progress: Callable[[str], None] = lambda step: None
) -> list[SourceCount]:
    """Writes a graph; the former one stays as it was until the new one is whole.

    Args:
        records: documents, entities, sections, statements and observations in that order, each kind by id; they are
            written in their one spelling.
        output: the folder to write; it is replaced if it holds a built graph.
        progress: called with the name of each step as it begins.

    Returns:
        What each source gave.

    Raises:
        UsageError: the folder can't be written, or holds something that is not a graph.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_graph([Document("r", "报告", "Report")], Path(folder) / "build")
        [SourceCount(source='r', entities=0, facts=0, not_facts=0, figures=0, left_out=0, doubtful=0)]
    """
    output = output.resolve()
    _check_memory()
    _finish_interrupted_swap(output)
    _refuse_foreign_folder(output)
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{output.name}.partial-", dir=_parent(output)))
    except OSError as error:
        raise UsageError(f"{output}: can't be written ({error.strerror}); choose another folder with -o") from None
    try:
        partial.chmod(0o755)
        counts = _write(records, partial, progress)
        progress("swap")
        _swap(partial, output)
    except OSError as error:
        detail = error.strerror or str(error)
        raise UsageError(f"{output}: can't be written ({detail}); the former graph is as it was") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return counts


def _write(records: Iterable[Record], folder: Path, progress: Callable[[str], None]) -> list[SourceCount]:
    progress("write")
    counts: dict[str, SourceCount] = {}
    with _Files(folder) as files:
        for record in records:
            _count(record, counts)
            files.add(canonical(record))
        progress("store")
        files.finish()
    manifest = Manifest(
        version=__version__,
        sources=list(counts),
        entities=sum(c.entities for c in counts.values()),
        statements=sum(c.facts + c.not_facts for c in counts.values()),
        observations=sum(c.figures for c in counts.values()),
    )
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    return list(counts.values())


def _count(record: Record, counts: dict[str, SourceCount]) -> None:
    if isinstance(record, Document):
        counts[record.id] = SourceCount(record.id)
    elif isinstance(record, Entity):
        counts[record.source].entities += 1
    elif isinstance(record, Statement):
        counts[record.source].facts += record.is_fact
        counts[record.source].not_facts += not record.is_fact
    elif isinstance(record, Observation):
        counts[record.source].figures += 1


class _Files:
    """All that a built folder holds of the records, written in one walk over them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        names = ("records.jsonl", "facts.ttl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl")
        opened = [self._stack.enter_context((folder / name).open("wb")) for name in names]
        self._records, facts, provenance, self._nodes, self._relationships = opened
        self._encoder = msgspec.json.Encoder()
        self._facts, self._provenance = TurtleWriter(facts), TurtleWriter(provenance)
        self._seen_facts: set[str] = set()
        self._seen: set[str] = set()
        self._quads: list[ox.Quad] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, record: Record) -> None:
        """Writes one record in all its forms."""
        self._records.write(self._encoder.encode(record) + b"\n")
        self._facts.add(triples(record, "facts", self._seen_facts))
        found = list(triples(record, "provenance", self._seen))
        self._provenance.add(found)
        self._quads += (ox.Quad(*triple) for triple in found)
        # The loader holds a million quads at a time, which is more than a gigabyte; a batch bounds that.
        if len(self._quads) >= _QUADS_AT_A_TIME:
            self._load()
        self._add_elements(elements(record))

    def finish(self) -> None:
        """Writes what waits, and the terms of the vocabulary."""
        self._facts.close()
        self._provenance.close()
        self._add_elements(term_elements())
        self._stack.close()
        self._load()
        self._store.bulk_load(path=str(ontology().path), format=ox.RdfFormat.TURTLE)
        self._store.flush()

    @cached_property
    def _store(self) -> ox.Store:
        """Opened when there is something for it: where there is no room, a file's error says so more clearly."""
        return ox.Store(str(self._folder / "oxigraph"))

    def _add_elements(self, found: Iterable[Node | Relationship]) -> None:
        for element in found:
            file = self._nodes if isinstance(element, Node) else self._relationships
            file.write(self._encoder.encode(element) + b"\n")

    def _load(self) -> None:
        self._store.bulk_extend(self._quads)
        self._quads = []


def _check_memory() -> None:
    """RocksDB does not come back from a lack of memory: it ends the program without a word of why."""
    if sys.platform != "win32":
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if resource.RLIM_INFINITY != most < _LEAST_MEMORY:
            raise UsageError(
                f"this process may use {most >> 20} MB of memory (ulimit -v), and writing a graph takes at least "
                f"{_LEAST_MEMORY >> 20}"
            )


def _parent(output: Path) -> Path:
    output.parent.mkdir(parents=True, exist_ok=True)
    return output.parent


def _refuse_foreign_folder(output: Path) -> None:
    if output.is_dir() and any(output.iterdir()) and not (output / "manifest.json").is_file():
        raise UsageError(f"{output}: holds something that is not a graph; choose another folder with -o")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}: is a file; choose a folder with -o")


def _former(output: Path) -> Path:
    return output.parent / f".{output.name}.former"


def _finish_interrupted_swap(output: Path) -> None:
    """Puts the former graph back if a build was killed between the two renames of a swap."""
    former = _former(output)
    if former.exists() and not output.exists():
        former.rename(output)


def _swap(partial: Path, output: Path) -> None:
    former = _former(output)
    shutil.rmtree(former, ignore_errors=True)
    if output.exists():
        output.rename(former)
    try:
        os.rename(partial, output)
    except OSError:
        if former.exists():
            former.rename(output)
        raise
    shutil.rmtree(former, ignore_errors=True)
