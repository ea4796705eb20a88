"""From loaders to a built folder: checks the tables, writes the records and both projections, then swaps."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec
import pyoxigraph as ox

from skillgraph import __version__
from skillgraph.checks import check
from skillgraph.errors import DataError, UsageError
from skillgraph.graph import KnowledgeGraph, Manifest
from skillgraph.home import home
from skillgraph.model import Entity, Observation, Record, Statement
from skillgraph.problems import Problem
from skillgraph.propertygraph import Node, elements
from skillgraph.rdf import triples
from skillgraph.rules import World
from skillgraph.tables import Loader

#: How many problems an error lists; `skillgraph validate` lists them all.
_SHOWN = 20
_QUADS_AT_A_TIME = 100_000


class SourceCount(msgspec.Struct):
    """What one source gave the graph."""

    source: str
    entities: int = 0
    facts: int = 0
    not_facts: int = 0
    figures: int = 0


def default_loaders() -> list[Path]:
    """The folders of the loaders that this installation carries, by name."""
    return sorted(p.parent for p in (home() / "loaders").glob("*/source.toml"))


def reference_loaders() -> list[Path]:
    """Those of the carried loaders that hold reference tables, which every report needs."""
    return [folder for folder in default_loaders() if Loader(folder).document.kind == "reference"]


def build(
    loaders: Sequence[Path] | None = None,
    output: Path = Path("build"),
    progress: Callable[[str], None] = lambda step: None,
) -> list[SourceCount]:
    """Builds a graph; the former one stays as it was until the new one is whole.

    Args:
        loaders: the loaders' folders; by default those that come with skillgraph. Reference loaders (places,
            countries, units, indicators) give only the rows that a report uses.
        output: the folder to write; it is replaced if it holds a built graph.
        progress: called with the name of each step as it begins.

    Returns:
        What each source gave.

    Raises:
        DataError: the tables have mistakes; the message lists them with file, row and column.
        UsageError: the folder can't be written, or holds something that is not a graph.
    """
    progress("check")
    sources = [Loader(folder) for folder in (default_loaders() if loaders is None else loaders)]
    raise_problems(check(sources))
    output = output.resolve()
    _finish_interrupted_swap(output)
    _refuse_foreign_folder(output)
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{output.name}.partial-", dir=_parent(output)))
    except OSError as error:
        raise UsageError(f"{output}: can't be written ({error.strerror}); choose another folder with -o") from None
    try:
        partial.chmod(0o755)
        counts = _write(sources, partial, progress)
        progress("swap")
        _swap(partial, output)
    except OSError as error:
        detail = error.strerror or str(error)
        raise UsageError(f"{output}: can't be written ({detail}); the former graph is as it was") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return counts


def raise_problems(problems: list[Problem]) -> None:
    """Raises a DataError that lists the first problems, if there are any."""
    if problems:
        lines = [str(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"and {len(problems) - _SHOWN} more: `skillgraph validate` lists them all")
        raise DataError("\n".join(lines))


def _write(sources: list[Loader], folder: Path, progress: Callable[[str], None]) -> list[SourceCount]:
    progress("records")
    counts = {loader.document.id: SourceCount(loader.document.id) for loader in sources}
    encoder = msgspec.json.Encoder()
    with (folder / "records.jsonl").open("wb") as file:
        for record in _records(sources):
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
    graph = KnowledgeGraph(folder)
    progress("rdf")
    _write_rdf(graph)
    progress("property graph")
    _write_property_graph(graph)
    return list(counts.values())


def _count(record: Record, counts: dict[str, SourceCount]) -> None:
    if isinstance(record, Entity):
        counts[record.source].entities += 1
    elif isinstance(record, Statement):
        counts[record.source].facts += record.is_fact
        counts[record.source].not_facts += not record.is_fact
    elif isinstance(record, Observation):
        counts[record.source].figures += 1


def _records(sources: list[Loader]) -> Iterator[Record]:
    """Documents, merged entities, statements, observations; of reference loaders only what reports use."""
    ignored: list[Problem] = []
    reports = [s for s in sources if s.document.kind == "report"] or sources
    references = [s for s in sources if s not in reports]
    world = World()
    for source in sources:
        for _, statement in source.statements(ignored):
            if source in reports or statement.predicate == "containedIn":
                world.add(statement)
    world.referred = set()
    for source in reports:
        for _, record in _facts(source):
            world.add(record)
    entities: dict[str, Entity] = {}
    for source in (*references, *reports):
        for _, entity in source.entities(ignored):
            known = entities.get(entity.id)
            entities[entity.id] = known.merged(entity) if known else entity
    named = {e.id for s in reports for _, e in s.entities(ignored)}
    used = world.used(named)
    partners = world.foreign_partners(entities)
    yield from (source.document for source in sources)
    for id, entity in entities.items():
        if id in used:
            yield msgspec.structs.replace(entity, derived=("ForeignPartner",)) if id in partners else entity
    for kind in (Loader.statements, Loader.observations):
        for source in (*references, *reports):
            for _, record in kind(source, ignored):
                if source in reports or record.subject in used:
                    yield record


def _facts(source: Loader) -> Iterator[tuple[int, Statement | Observation]]:
    ignored: list[Problem] = []
    yield from source.statements(ignored)
    yield from source.observations(ignored)


def _write_rdf(graph: KnowledgeGraph) -> None:
    from skillgraph.formats import turtle

    for profile in ("facts", "provenance"):
        with (graph.folder / f"{profile}.ttl").open("wb") as file:
            turtle.write(graph, file, profile)
    store = ox.Store(str(graph.folder / "oxigraph"))
    seen: set[str] = set()
    quads = (ox.Quad(*triple) for record in graph.records() for triple in triples(record, "provenance", seen))
    # The loader holds a million quads at a time, which is more than a gigabyte; a batch bounds that.
    while batch := list(islice(quads, _QUADS_AT_A_TIME)):
        store.bulk_extend(batch)
    with (home() / "ontology" / "skills.ttl").open("rb") as file:
        store.bulk_load(file, ox.RdfFormat.TURTLE)
    store.flush()


def _write_property_graph(graph: KnowledgeGraph) -> None:
    encoder = msgspec.json.Encoder()
    with (
        (graph.folder / "nodes.jsonl").open("wb") as nodes,
        (graph.folder / "relationships.jsonl").open("wb") as relationships,
    ):
        for record in graph.records():
            for element in elements(record):
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
