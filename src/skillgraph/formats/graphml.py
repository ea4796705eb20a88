"""Entities and facts as GraphML, for Gephi, yEd and networkx: names, colours, sizes, positions and times."""

from __future__ import annotations

import re
from typing import IO

import networkx as nx

from skillgraph.formats._xml import NO_LAYOUT, xml_network
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder

#: What an id of GraphML, an NMTOKEN, surely may not hold; a colon it may, which stands for the slash of statements.
_NO_TOKEN = re.compile("[^-.0-9A-Z_a-z]")


def write(graph: GraphFolder, file: IO[bytes], no_layout: bool = False) -> None:
    """Writes the facts as GraphML: names as `label`, edges by their statement's id, dates as `start` and `end`.

    An id keeps to the schema, which importers hold it to: `four-cities/r1` is `four-cities:r1`.
    GraphML itself knows no looks; the attributes have the names that Gephi reads as such: `x`, `y`, `size`, and
    `r`, `g`, `b` beside `color`. Gephi makes one edge of all that lead from one thing to another, unless its import
    is told not to merge; GEXF keeps them apart.

    Args:
        graph: a built graph.
        file: where it goes.
        no_layout: leaves the positions out, which are most of the time that a large graph takes.
    """
    network = _named(xml_network(graph, no_layout))
    for _, node in network.nodes(data=True):
        node.update({channel: int(node["color"][at : at + 2], 16) for channel, at in (("r", 1), ("g", 3), ("b", 5))})
    # Not write_graphml, which takes lxml where it is installed: the bytes would depend on that.
    nx.write_graphml_xml(network, file)


def graphml_id(id: str) -> str:
    """An id as GraphML can have it, as an NMTOKEN; two that differ stay two.

    Example:
        >>> graphml_id("qingdao"), graphml_id("four-cities/r1"), graphml_id("a b")
        ('qingdao', 'four-cities:r1', 'a_x20_b')
    """
    return _NO_TOKEN.sub(lambda found: ":" if found[0] == "/" else f"_x{ord(found[0]):X}_", id) or "_x_"


def _named(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The network with ids that the schema takes."""
    named: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    named.add_nodes_from((graphml_id(id), data) for id, data in network.nodes(data=True))
    for start, end, id, data in network.edges(keys=True, data=True):
        named.add_edge(graphml_id(start), graphml_id(end), key=graphml_id(id), **data)
    return named


FORMAT = Format(write=write, options=(NO_LAYOUT,))
