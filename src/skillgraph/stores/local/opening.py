"""The engines of a built folder: which of its files each of them reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.stores.local.oxigraph import LocalSparql, SparqlStore

if TYPE_CHECKING:
    from skillgraph.stores.bolt.cypher import CypherStore


def open_sparql(folder: Path) -> SparqlStore:
    """The engine for SPARQL on a built graph; it starts with its first query.

    Args:
        folder: what `build` wrote.
    """
    return LocalSparql(folder / "oxigraph")


def open_cypher(folder: Path) -> CypherStore:
    """The engine for Cypher on a built graph; it starts with its first query.

    Args:
        folder: what `build` wrote.
    """
    from skillgraph.stores.local.arcadedb import EmbeddedCypher

    return EmbeddedCypher(folder / "nodes.jsonl", folder / "relationships.jsonl")
