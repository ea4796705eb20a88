"""From loaders to records: checks the tables and applies the rules; `folder` writes what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from skillgraph.graph.write import SourceCount, write_graph
from skillgraph.model.derivation import FOREIGN_PARTNER, World
from skillgraph.model.errors import DataError
from skillgraph.model.home import home
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Observation, Record, Statement
from skillgraph.model.terms import CONTAINED_IN
from skillgraph.tables.checks import check
from skillgraph.tables.loader import Loader

#: How many problems an error lists; `skillgraph validate` lists them all.
_SHOWN = 20


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
    return write_graph(_records(sources), output, progress)


def raise_problems(problems: list[Problem]) -> None:
    """Raises a DataError that lists the first problems, if there are any."""
    if problems:
        lines = [str(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"and {len(problems) - _SHOWN} more: `skillgraph validate` lists them all")
        raise DataError("\n".join(lines))


def _records(sources: list[Loader]) -> Iterator[Record]:
    """Documents, merged entities, statements, observations; of reference loaders only what reports use."""
    ignored: list[Problem] = []
    reports = [s for s in sources if s.document.kind == "report"] or [*sources]
    references = [s for s in sources if s not in reports]
    for group in (references, reports):
        # What is said of a thing that several sources describe must not depend on the order of the arguments.
        group.sort(key=lambda loader: loader.document.id)
    world = World()
    for source in sources:
        for _, statement in source.statements(ignored):
            if source in reports or statement.predicate == CONTAINED_IN:
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
    partners = world.foreign_partners({id: e.classes for id, e in entities.items() if e.existence == "individual"})
    yield from (source.document for source in sources)
    for id, entity in entities.items():
        if id in used:
            yield msgspec.structs.replace(entity, derived=(FOREIGN_PARTNER,)) if id in partners else entity
    for kind in (Loader.statements, Loader.observations):
        for source in (*references, *reports):
            for _, record in kind(source, ignored):
                if source in reports or record.subject in used:
                    yield record


def _facts(source: Loader) -> Iterator[tuple[int, Statement | Observation]]:
    ignored: list[Problem] = []
    yield from source.statements(ignored)
    yield from source.observations(ignored)
