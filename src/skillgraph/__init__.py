"""A knowledge graph of institutions, partnerships and talent in vocational training, made from Chinese reports.

Example:
    >>> import skillgraph
    >>> graph = skillgraph.load()
    >>> [(name,)] = graph.sparql('SELECT ?name { entity:qingdao rdfs:label ?name FILTER(lang(?name) = "zh") }')
    >>> name
    '青岛市'
    >>> graph.close()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skillgraph.model.version import __version__

__all__ = ["KnowledgeGraph", "__version__", "build", "load"]

if TYPE_CHECKING:
    from pathlib import Path

    from IPython.core.interactiveshell import InteractiveShell

    from skillgraph.api.knowledge_graph import KnowledgeGraph
    from skillgraph.tables.build import build


def load(folder: Path | str | None = None) -> KnowledgeGraph:
    """Opens a built graph.

    Args:
        folder: what `skillgraph build` wrote. By default `build` in the working directory or, where there is none,
            the graph of the reports that come with skillgraph, built for the life of the program.

    Raises:
        UsageError: the folder holds no graph.
    """
    from pathlib import Path

    from skillgraph.api.knowledge_graph import KnowledgeGraph

    if folder is not None:
        return KnowledgeGraph(Path(folder))
    if Path("build", "manifest.json").is_file():
        return KnowledgeGraph(Path("build"))
    return KnowledgeGraph(_carried())


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext skillgraph` does: `%%sparql`, `%%cypher`, completion in them, and rich displays."""
    from skillgraph.notebook.magics import register

    register(shell)


_carried_folder: Path | None = None


def _carried() -> Path:
    """The carried reports' graph, built once a program into a folder that goes with it."""
    import atexit
    import shutil
    import tempfile
    from pathlib import Path

    from skillgraph.tables.build import build

    global _carried_folder
    if _carried_folder is None:
        parent = Path(tempfile.mkdtemp(prefix="skillgraph-"))
        atexit.register(shutil.rmtree, parent, ignore_errors=True)
        build(output=parent / "build")
        _carried_folder = parent / "build"
    return _carried_folder


def __getattr__(name: str) -> object:
    """Loads the heavy parts when they are asked for, so that `import skillgraph` stays quick."""
    if name == "KnowledgeGraph":
        from skillgraph.api.knowledge_graph import KnowledgeGraph

        return KnowledgeGraph
    if name == "build":
        from skillgraph.tables.build import build

        return build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
