"""The folder of a built graph: the records and both projections, written beside and then swapped in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from itertools import chain, islice
from pathlib import Path

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder, Manifest
from skillgraph.mapping.ontology_graph import term_elements
from skillgraph.mapping.propertygraph import Node, elements
from skillgraph.mapping.rdf import triples
from skillgraph.mapping.serialization import serialize
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Statement
from skillgraph.model.version import __version__

_QUADS_AT_A_TIME = 100_000


class SourceCount(msgspec.Struct):
    """What one source gave the graph."""

    source: str
    entities: int = 0
    facts: int = 0
    not_facts: int = 0
    figures: int = 0


def write_graph(
    records: Iterable[Record], output: Path, progress: Callable[[str], None] = lambda step: None
) -> list[SourceCount]:
    """Writes a graph; the former one stays as it was until the new one is whole.

    Args:
        records: documents, entities, statements and observations in that order.
        output: the folder to write; it is replaced if it holds a built graph.
        progress: called with the name of each step as it begins.

    Returns:
        What each source gave.

    Raises:
        UsageError: the folder can't be written, or holds something that is not a graph.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_graph([Document("r", "报告", "Report")], Path(folder) / "build")
        [SourceCount(source='r', entities=0, facts=0, not_facts=0, figures=0)]
    """
    output = output.resolve()
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
    progress("records")
    counts: dict[str, SourceCount] = {}
    encoder = msgspec.json.Encoder()
    with (folder / "records.jsonl").open("wb") as file:
        for record in records:
            file.write(encoder.encode(record) + b"\n")
            _count(record, counts)
    manifest = Manifest(
        version=__version__,
        sources=list(counts),
        entities=sum(c.entities for c in counts.values()),
        statements=sum(c.facts + c.not_facts for c in counts.values()),
        observations=sum(c.figures for c in counts.values()),
    )
    (folder / "manifest.json").write_bytes(msgspec.json.format(encoder.encode(manifest)) + b"\n")
    graph = GraphFolder(folder)
    progress("rdf")
    _write_rdf(graph)
    progress("property graph")
    _write_property_graph(graph)
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


def _write_rdf(graph: GraphFolder) -> None:
    for profile in ("facts", "provenance"):
        with (graph.folder / f"{profile}.ttl").open("wb") as file:
            serialize(graph.records(), file, profile, ox.RdfFormat.TURTLE)
    store = ox.Store(str(graph.folder / "oxigraph"))
    seen: set[str] = set()
    quads = (ox.Quad(*triple) for record in graph.records() for triple in triples(record, "provenance", seen))
    # The loader holds a million quads at a time, which is more than a gigabyte; a batch bounds that.
    while batch := list(islice(quads, _QUADS_AT_A_TIME)):
        store.bulk_extend(batch)
    store.bulk_load(path=str(ontology().path), format=ox.RdfFormat.TURTLE)
    store.flush()


def _write_property_graph(graph: GraphFolder) -> None:
    encoder = msgspec.json.Encoder()
    with (
        (graph.folder / "nodes.jsonl").open("wb") as nodes,
        (graph.folder / "relationships.jsonl").open("wb") as relationships,
    ):
        found = (element for record in graph.records() for element in elements(record))
        for element in chain(found, term_elements()):
            file = nodes if isinstance(element, Node) else relationships
            file.write(encoder.encode(element) + b"\n")


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
