"""Opens a built graph, or the one of the reports that come with skillgraph."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.tables.build import build
from skillgraph.writing.workshop import open_temporary_folder


def load(folder: Path | str | None = None, *, as_of: str = "", known_by: str = "") -> KnowledgeGraph:
    """Opens a built graph.

    Args:
        folder: what `skillgraph build` wrote. By default `build` in the working directory or, where there is none,
            the graph of the reports that come with skillgraph, built for the life of the program.
        as_of: the graph as of a date: what holds then. `KnowledgeGraph.as_of` says more.
        known_by: what reports say that were issued by then.

    Raises:
        UsageError: the folder holds no graph, or a date is none.

    Example:
        >>> with load() as graph:
        ...     graph.entities["qingdao"].name
        '青岛市'
    """
    graph = KnowledgeGraph(_default() if folder is None else Path(folder))
    return graph.as_of(as_of, known_by=known_by) if as_of or known_by else graph


def _default() -> Path:
    return Path("build") if Path("build", "manifest.json").is_file() else _carried()


@cache
def _carried() -> Path:
    """The carried reports' graph, built once a program into a folder that goes with it."""
    parent, end = open_temporary_folder()
    atexit.register(end)
    build(output=parent / "build")
    return parent / "build"
