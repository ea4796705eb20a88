"""The engines of a built folder: which of its files each of them reads."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.model.errors import missing_extra
from skillgraph.stores.local.oxigraph import LocalSparql, SparqlStore

if TYPE_CHECKING:
    from skillgraph.stores.local.arcadedb import EmbeddedCypher


def open_sparql(folder: Path) -> SparqlStore:
    """The engine for SPARQL on a built graph; it starts with its first query.

    Args:
        folder: what `build` wrote.
    """
    return LocalSparql(folder / "oxigraph")


def open_cypher(folder: Path, progress: Callable[[int, int], None] | None = None) -> EmbeddedCypher:
    """The engine for Cypher on a built graph, whose database is made at the first time and then stays in the folder.

    Args:
        folder: what `build` wrote.
        progress: as of `EmbeddedCypher`.

    Raises:
        UsageError: the packages of the database are not installed.
    """
    if find_spec("arcadedb_embedded") is None:
        raise missing_extra("Cypher without a server", "cypher")
    from skillgraph.stores.local.arcadedb import EmbeddedCypher
    from skillgraph.stores.local.kept_database import FOLDER

    return EmbeddedCypher(folder / "nodes.jsonl", folder / "relationships.jsonl", folder / FOLDER, progress=progress)
