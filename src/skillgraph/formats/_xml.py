"""What the XML formats share: text that XML 1.0 can hold, and how each thing looks."""

from __future__ import annotations

import re

import networkx as nx

from skillgraph.explore.places import places
from skillgraph.formats.format import Option
from skillgraph.formats.networkx_graph import to_networkx
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.view import View, choose
from skillgraph.model.ontology import ontology

NO_LAYOUT = Option(
    "no_layout", "leave the positions out: a large graph is written at once, and your program places it.", type=bool
)
# The complement of XML 1.0's Char. A carriage return is allowed, but a parser makes it a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    r"""The text with U+FFFD in place of each character that XML 1.0 forbids or does not keep.

    Example:
        >>> xml_text("青\x0b岛")
        '青\ufffd岛'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def xml_network(graph: GraphFolder, no_layout: bool = False) -> nx.MultiDiGraph[str]:
    """The network with a label for every node and edge, without empty attributes, and with the look of every node.

    The look is `color` (`#rrggbb`), `size` (a radius) and, unless `no_layout` asks for none, `x` and `y` (upwards, as
    programs for networks have it); the things of each city stand together. An edge has `since` and `over` where
    another statement tells its beginning or its end.
    """
    network = to_networkx(graph)
    chosen = choose(graph, View())
    looks: dict[str, dict[str, float]] = {id: {"size": node_size(degree)} for id, degree in network.degree}
    if not no_layout:
        for entity, (x, y) in zip(chosen.entities, places(chosen).points, strict=True):
            looks[entity.id] |= {"x": float(x), "y": float(-y)}
    for id, node in network.nodes(data=True):
        text = _said({"label": node["name"], **node})
        node.clear()
        node.update({**text, "color": ontology().colour(text["class_name"]), **looks[id]})
    for _, _, id, edge in network.edges(keys=True, data=True):
        start, end = chosen.periods.get(id, (edge["start"], edge["end"]))
        told = {"since": start if start != edge["start"] else "", "over": end if end != edge["end"] else ""}
        text = _said({"label": edge["label_zh"], **edge, **told})
        edge.clear()
        edge.update(text)
    return network


def node_size(degree: int) -> float:
    """The radius of a node in the units of its position, which leave it the room.

    Example:
        >>> node_size(0), node_size(9), node_size(10_000)
        (6.0, 18.0, 36.0)
    """
    return float(round(6 + min(4 * degree**0.5, 30)))


def _said(attributes: dict[str, str]) -> dict[str, str]:
    return {name: xml_text(value) for name, value in attributes.items() if value}
