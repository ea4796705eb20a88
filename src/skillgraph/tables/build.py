"""From loaders to a built graph: their tables are read and checked, and the graph is written."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from skillgraph.graph.write import SourceCount, write_graph
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.tables.checks import check
from skillgraph.tables.opening import decision_tables, default_loaders, open_loader
from skillgraph.tables.review_sheet import doubtful_relations, take_decisions

#: How many problems an error lists; `skillgraph validate` lists them all.
_SHOWN = 20


def _warned(problem: Problem) -> None:
    warnings.warn(str(problem), stacklevel=3)


def build(
    loaders: Sequence[Path] | None = None,
    output: Path = Path("build"),
    progress: Callable[[str], None] = lambda step: None,
    *,
    with_extracted: bool = False,
    warn: Callable[[Problem], None] = _warned,
    tell: Callable[[str], None] = lambda message: None,
) -> list[SourceCount]:
    """Builds a graph; the former one stays as it was until the new one is whole.

    Args:
        loaders: the loaders' folders, or the names of loaders that packages offer; by default those that come with
            skillgraph. Reference loaders (places, countries, units, indicators) give only the rows that a report
            uses. The loader.py of a folder is run.
        output: the folder to write; it is replaced if it holds a built graph.
        progress: called with the name of each step as it begins.
        with_extracted: whether rows with the status `extracted`, which nobody reviewed, are part of the graph too.
        warn: called with what the graph is built in spite of; by default a Python warning.
        tell: called with what was taken over from the former graph, or why nothing was: its store, as far as what it
            says is the same.

    What was decided in the review sheet of a folder is written into its tables first. What a decisions.csv beside the
    folders says is the same thing is one in the graph.

    Returns:
        What each source gave, how many of its rows were left out because nobody has decided on them, and how many
        of these are relations that extraction was less sure of than its default line.

    Raises:
        DataError: the tables have mistakes; the message lists them with file, row and column.
        UsageError: the folder can't be written, or holds something that is not a graph.
    """
    progress("check")
    folders = default_loaders() if loaders is None else loaders
    for folder in folders:
        take_decisions(folder)
    opened = [open_loader(folder) for folder in folders]
    with check(opened, with_extracted, decisions=decision_tables(folders)) as sources:
        raise_problems(sources.problems)
        for problem in sources.merging.warnings:
            warn(problem)
        counts = write_graph(sources.records(), output, progress, tell)
        left_out = sources.left_out()
    for folder in folders:
        doubtful = {f"{folder.resolve().name}/{id}" for id in doubtful_relations(folder)}
        for count in counts:
            count.doubtful += len(doubtful.intersection(left_out[count.source]))
    return [msgspec.structs.replace(count, left_out=len(left_out[count.source])) for count in counts]


def raise_problems(problems: list[Problem], count: int = 0) -> None:
    """Raises a DataError that lists the first problems, if there are any.

    Args:
        problems: what is wrong; the first ones at least.
        count: how many there are, if these are not all.
    """
    if problems:
        lines = [str(problem) for problem in problems[:_SHOWN]]
        if (count := max(count, len(problems))) > _SHOWN:
            lines.append(f"and {count - _SHOWN} more: `skillgraph validate` lists them all")
        raise DataError("\n".join(lines))
