"""The folder of a built graph: the records and both projections, written beside and then swapped in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from skillgraph.graph.filling import memory_limit
from skillgraph.graph.folder import MANIFEST, Manifest
from skillgraph.graph.ownership import FILES, check_built
from skillgraph.graph.passages import add_with_passages
from skillgraph.graph.renewal import Renewal
from skillgraph.graph.turtle import TurtleWriter
from skillgraph.mapping.ontology_graph import term_elements
from skillgraph.mapping.propertygraph import Node, Relationship, elements
from skillgraph.mapping.rdf import both_profiles
from skillgraph.mapping.rdf_shared import TextMarks
from skillgraph.model.canonical import canonical
from skillgraph.model.errors import UsageError
from skillgraph.model.marks import Marks
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.model.version import __version__
from skillgraph.writing.folders import whole_folder

if TYPE_CHECKING:
    from typing_extensions import Buffer

#: Bytes of memory, as the system counts what is only set aside, too: those of a small graph. How much more a larger one
#: takes is not known here, where its records come as a stream and nobody has counted them.
_LEAST_MEMORY = 700 * 2**20
#: The file that the store holds.
_STORED = "provenance.ttl"
#: Bytes of a file that are written at once.
_BUFFER = 1 << 18


class SourceCount(msgspec.Struct):
    """What one source gave the graph; `left_out` rows that nobody decided on yet, `doubtful` relations among them.

    Statements and figures that a reviewer rejected are in the graph with that status: they count as `rejected` only.
    """

    source: str
    entities: int = 0
    facts: int = 0
    not_facts: int = 0
    figures: int = 0
    rejected: int = 0
    left_out: int = 0
    doubtful: int = 0


def write_graph(
    records: Iterable[Record], output: Path, progress: Callable[[str], None] = lambda step: None,
    tell: Callable[[str], None] = lambda message: None,
) -> list[SourceCount]:  # fmt: skip
    """Writes a graph; the former one stays as it was until the new one is whole.

    Of the store, what is the same in a former graph is taken over from it; the result is the same.

    Args:
        records: documents, entities, sections, statements and observations in that order, each kind by id; they are
            written in their one spelling.
        output: the folder to write; it is replaced if it holds a built graph.
        progress: called with the name of each step as it begins.
        tell: called with what was taken over from the former graph, or why nothing was.

    Returns:
        What each source gave.

    Raises:
        UsageError: the folder can't be written, or holds something that is not a graph.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_graph([Document("r", "报告", "Report")], Path(folder) / "build")
        [SourceCount(source='r', entities=0, facts=0, not_facts=0, figures=0, rejected=0, left_out=0, doubtful=0)]
    """
    _check_memory()
    try:
        with whole_folder(output, check_built) as folder:
            former = output.resolve() if (output / MANIFEST).is_file() else None
            counts = _write(records, folder, former, progress, tell)
            progress("swap")
    except OSError as error:
        detail = error.strerror or str(error)
        kept = "the former graph is as it was" if output.is_dir() else "choose another folder with -o"
        raise UsageError(f"{output}: can't be written ({detail}); {kept}") from None
    return counts


def _write(
    records: Iterable[Record], folder: Path, former: Path | None, progress: Callable[[str], None],
    tell: Callable[[str], None],
) -> list[SourceCount]:  # fmt: skip
    progress("write")
    counts: dict[str, SourceCount] = {}
    with _Files(folder, former, tell) as files:
        for record in records:
            if isinstance(record, Document):
                counts[record.id] = SourceCount(record.id)
            else:
                count(record, counts[record.source])
            files.add(canonical(record))
        progress("store")
        files.finish()
    manifest = Manifest(
        version=__version__,
        sources=list(counts),
        entities=sum(c.entities for c in counts.values()),
        statements=sum(c.facts + c.not_facts for c in counts.values()),
        observations=sum(c.figures for c in counts.values()),
        rejected=sum(c.rejected for c in counts.values()),
        files=files.checksums(),
    )
    (folder / MANIFEST).write_bytes(manifest.encoded())
    return list(counts.values())


def count(record: Entity | Section | Statement | Observation, given: SourceCount) -> None:
    """Counts a record in what its source gave."""
    if isinstance(record, Entity):
        given.entities += 1
    elif isinstance(record, Section):
        pass
    elif record.status == "rejected":
        given.rejected += 1
    elif isinstance(record, Observation):
        given.figures += 1
    else:
        given.facts += record.is_fact
        given.not_facts += not record.is_fact


class _Summed(io.FileIO):
    """A new file that sums up what is written, so that nobody has to read it again for its checksum."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self.digest = hashlib.sha256()

    def write(self, data: Buffer) -> int:
        """Writes some of the data, and says how much."""
        written = super().write(data)
        self.digest.update(memoryview(data)[:written])
        return written


class _Files:
    """All that a built folder holds of the records, written in one walk over them."""

    def __init__(self, folder: Path, former: Path | None, tell: Callable[[str], None]) -> None:
        self._stack = ExitStack()
        self._summed = {name: _Summed(folder / name) for name in FILES}
        opened = [self._stack.enter_context(io.BufferedWriter(file, _BUFFER)) for file in self._summed.values()]
        self._records, facts, provenance, self._nodes, self._relationships = opened
        self._encoder = msgspec.json.Encoder()
        self._text = provenance
        self._store = self._stack.enter_context(Renewal(folder, _STORED, former, tell))
        self._facts, self._provenance = TurtleWriter(facts), TurtleWriter(provenance, self._store.add)
        self._seen_facts, self._seen = Marks(), TextMarks()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, record: Record) -> None:
        """Writes one record in all its forms."""
        self._records.write(self._encoder.encode(record) + b"\n")
        facts, provenance = both_profiles(record, self._seen_facts, self._seen)
        self._facts.add(facts)
        add_with_passages(self._provenance, provenance, self._seen)
        self._add_elements(elements(record))

    def finish(self) -> None:
        """Writes what waits, and the terms of the vocabulary."""
        self._facts.close()
        self._provenance.close()
        self._add_elements(term_elements())
        self._text.flush()
        self._store.finish()
        self._stack.close()
        self._store.seal(self._summed[_STORED].digest.hexdigest())

    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file by its name, once it is finished."""
        return {name: file.digest.hexdigest() for name, file in self._summed.items()}

    def _add_elements(self, found: Iterable[Node | Relationship]) -> None:
        for element in found:
            file = self._nodes if isinstance(element, Node) else self._relationships
            file.write(self._encoder.encode(element) + b"\n")


def _check_memory() -> None:
    """RocksDB does not come back from a lack of memory: it ends the program without a word of why."""
    if (most := memory_limit()) < _LEAST_MEMORY:
        raise UsageError(
            f"this process may use {int(most) >> 20} MB of memory (ulimit -v), and writing a graph takes at least "
            f"{_LEAST_MEMORY >> 20}"
        )
