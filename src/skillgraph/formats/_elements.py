"""The property graph of a built folder, streamed as the nodes and relationships that `push` writes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import Node, Relationship


def nodes(graph: GraphFolder) -> Iterator[Node]:
    """All nodes, those of the vocabulary's terms among them."""
    decoder = msgspec.json.Decoder(Node)
    with (graph.folder / "nodes.jsonl").open("rb") as file:
        yield from map(decoder.decode, file)


def relationships(graph: GraphFolder) -> Iterator[Relationship]:
    """All relationships, those between the vocabulary's terms among them."""
    decoder = msgspec.json.Decoder(Relationship)
    with (graph.folder / "relationships.jsonl").open("rb") as file:
        yield from map(decoder.decode, file)
