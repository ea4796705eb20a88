"""The property graph of a built folder, streamed as the nodes and relationships that `push` writes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import Node, Relationship
from skillgraph.model.errors import DataError

#: What it is, and that it is one of ours.
_FEWEST_LABELS = 2


def nodes(graph: GraphFolder) -> Iterator[Node]:
    """All nodes, those of the vocabulary's terms among them.

    Raises:
        DataError: a node has no label that says what it is.
    """
    for number, node in enumerate(graph.lines("nodes.jsonl", msgspec.json.Decoder(Node)), 1):
        if len(node.labels) < _FEWEST_LABELS:
            where = f"{graph.folder / 'nodes.jsonl'}, line {number}: node {node.id[:80]!r}"
            raise DataError(f"{where} lacks a label; build the graph again")
        yield node


def relationships(graph: GraphFolder) -> Iterator[Relationship]:
    """All relationships, those between the vocabulary's terms among them."""
    return graph.lines("relationships.jsonl", msgspec.json.Decoder(Relationship))
