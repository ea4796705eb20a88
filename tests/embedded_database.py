"""The embedded Cypher database, which takes seconds to start: one with the carried graph for all tests of a process."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.stores.local.arcadedb import EmbeddedCypher

_FILES = ("nodes.jsonl", "relationships.jsonl")


class Shared(EmbeddedCypher):
    """A database that goes on when one of its users is done."""

    def close(self) -> None:
        """Leaves it to the others."""

    def end(self) -> None:
        """Stops it."""
        super().close()


@contextmanager
def shared_database(built: Path) -> Iterator[None]:
    """Whoever asks a graph in Cypher that is the same as `built` gets one database."""
    running: list[Shared] = []

    def cypher_store(graph: KnowledgeGraph) -> EmbeddedCypher:
        files = [graph.folder / name for name in _FILES]
        if any(filecmp.cmpfiles(built, graph.folder, _FILES, shallow=False)[1:]):
            return EmbeddedCypher(*files)
        if not running:
            running.append(Shared(*files))
        return running[0]

    shared = cached_property(cypher_store)
    shared.__set_name__(KnowledgeGraph, "cypher_store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KnowledgeGraph, "cypher_store", shared)
        yield
    for database in running:
        database.end()
