"""Entities and facts as GraphML, for Gephi, yEd and networkx: names, colours, sizes, positions and times."""

from __future__ import annotations

from typing import IO

import networkx as nx

from skillgraph.formats._xml import NO_LAYOUT, xml_network
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder


def write(graph: GraphFolder, file: IO[bytes], no_layout: bool = False) -> None:
    """Writes the facts as GraphML: names as `label`, edges by their statement's id, dates as `start` and `end`.

    GraphML itself knows no looks; the attributes have the names that Gephi reads as such: `x`, `y`, `size`, and
    `r`, `g`, `b` beside `color`. Gephi makes one edge of all that lead from one thing to another, unless its import
    is told not to merge; GEXF keeps them apart.

    Args:
        graph: a built graph.
        file: where it goes.
        no_layout: leaves the positions out, which are most of the time that a large graph takes.
    """
    network = xml_network(graph, no_layout)
    for _, node in network.nodes(data=True):
        node.update({channel: int(node["color"][at : at + 2], 16) for channel, at in (("r", 1), ("g", 3), ("b", 5))})
    # Not write_graphml, which takes lxml where it is installed: the bytes would depend on that.
    nx.write_graphml_xml(network, file)


FORMAT = Format(write=write, options=(NO_LAYOUT,))
