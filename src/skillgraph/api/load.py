"""Opens a built graph, or the one of the reports that come with skillgraph."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.tables.build import build


def load(folder: Path | str | None = None) -> KnowledgeGraph:
    """Opens a built graph.

    Args:
        folder: what `skillgraph build` wrote. By default `build` in the working directory or, where there is none,
            the graph of the reports that come with skillgraph, built for the life of the program.

    Raises:
        UsageError: the folder holds no graph.

    Example:
        >>> with load() as graph:
        ...     graph.entities["qingdao"].name
        '青岛市'
    """
    if folder is not None:
        return KnowledgeGraph(Path(folder))
    if Path("build", "manifest.json").is_file():
        return KnowledgeGraph(Path("build"))
    return KnowledgeGraph(_carried())


@cache
def _carried() -> Path:
    """The carried reports' graph, built once a program into a folder that goes with it."""
    parent = Path(tempfile.mkdtemp(prefix="skillgraph-"))
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    build(output=parent / "build")
    return parent / "build"
