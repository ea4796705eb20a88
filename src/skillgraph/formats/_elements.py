"""The property graph of a built folder, streamed as the nodes and relationships that `push` writes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import Node, Relationship


def nodes(graph: GraphFolder) -> Iterator[Node]:
    """All nodes, those of the vocabulary's terms among them."""
    return graph.lines("nodes.jsonl", msgspec.json.Decoder(Node))


def relationships(graph: GraphFolder) -> Iterator[Relationship]:
    """All relationships, those between the vocabulary's terms among them."""
    return graph.lines("relationships.jsonl", msgspec.json.Decoder(Relationship))
