"""Entities and facts as GEXF, for Gephi."""

from __future__ import annotations

from typing import IO

from networkx.readwrite.gexf import GEXFWriter

from skillgraph.formats._xml import xml_network
from skillgraph.graph import KnowledgeGraph


def write(graph: KnowledgeGraph, file: IO[bytes]) -> None:
    """Writes the facts as GEXF 1.2: names as labels, classes as colours, edges by their statement's id.

    The times of a fact are the attributes `start_date` and `end_date`: GEXF's own `start` and `end` would make the
    graph dynamic, and Gephi would hide each fact outside its time.
    """
    network = xml_network(graph)
    for _, node in network.nodes(data=True):
        node["viz"] = {"color": _rgb(node.pop("color"))}
    for _, _, key, edge in network.edges(keys=True, data=True):
        edge["id"] = key
        for name in ("start", "end"):
            if name in edge:
                edge[f"{name}_date"] = edge.pop(name)
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(network)
    # The writer puts the day of writing there; equal graphs shall give equal bytes.
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    writer.write(file)


def _rgb(colour: str) -> dict[str, int]:
    return {channel: int(colour[i : i + 2], 16) for channel, i in (("r", 1), ("g", 3), ("b", 5))}
