"""What the XML formats share: attributes that XML 1.0 can hold."""

from __future__ import annotations

import re

import networkx as nx

from skillgraph.explore.colours import colour
from skillgraph.formats.networkx_graph import to_networkx
from skillgraph.graph import KnowledgeGraph

# The complement of XML 1.0's Char. A carriage return is allowed, but a parser makes it a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    r"""The text with U+FFFD in place of each character that XML 1.0 forbids or does not keep.

    Example:
        >>> xml_text("青\x0b岛")
        '青\ufffd岛'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def xml_network(graph: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    """The network with a label for every node and edge, a colour for every node, and no empty attributes."""
    network = to_networkx(graph)
    for _, node in network.nodes(data=True):
        _replace(node, {"label": node["name"], **node, "color": colour(node["class_name"])})
    for _, _, edge in network.edges(data=True):
        _replace(edge, {"label": edge["label_zh"], **edge})
    return network


def _replace(attributes: dict[str, str], wanted: dict[str, str]) -> None:
    attributes.clear()
    attributes.update((name, xml_text(value)) for name, value in wanted.items() if value)
