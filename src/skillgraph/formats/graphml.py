"""Entities and facts as GraphML, for Gephi, yEd and networkx: names, colours, sizes, positions and times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO

from skillgraph.formats._xml import LAYOUT, Facts, Writer
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NAMESPACES = {
    "xmlns": _SPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_SPACE} {_SPACE}/1.0/graphml.xsd",
}
#: The types of attributes that are no text.
_TYPES = {"x": "double", "y": "double", "size": "double", "r": "long", "g": "long", "b": "long"}
#: What an id of GraphML, an NMTOKEN, surely may not hold; a colon it may, which stands for the slash of statements.
_NO_TOKEN = re.compile("[^-.0-9A-Z_a-z]")


def write(graph: GraphFolder, file: IO[bytes], layout: bool = False) -> None:
    """Writes the facts as GraphML: names as `label`, edges by their statement's id, dates as `start` and `end`.

    An id keeps to the schema, which importers hold it to: `four-cities/r1` is `four-cities:r1`.
    GraphML itself knows no looks; the attributes have the names that Gephi reads as such: `x`, `y`, `size`, and
    `r`, `g`, `b` beside `color`. Gephi makes one edge of all that lead from one thing to another, unless its import
    is told not to merge; GEXF keeps them apart.

    Args:
        graph: a built graph.
        file: where it goes.
        layout: whether things have positions, which a large graph has to be laid out for.
    """
    facts = Facts(graph, layout)
    out = Writer(file)
    out.open("graphml", _NAMESPACES)
    looks = ("color", "size", "r", "g", "b", *(("x", "y") if layout else ()))
    columns = [("node", name) for name in (*facts.node_columns, *looks)] + [("edge", n) for n in facts.edge_columns]
    keys = {column: f"d{number}" for number, column in enumerate(columns)}
    for (kind, name), key in keys.items():
        out.empty("key", {"id": key, "for": kind, "attr.name": name, "attr.type": _TYPES.get(name, "string")})
    out.open("graph", {"edgedefault": "directed"})
    for id, attributes in facts.nodes():
        look = facts.look(id, attributes["class_name"])
        colour = str(look["color"])
        channels = {channel: int(colour[at : at + 2], 16) for channel, at in (("r", 1), ("g", 3), ("b", 5))}
        out.open("node", {"id": graphml_id(id)})
        _data(out, "node", {**attributes, **look, **channels}, keys)
        out.close("node")
    for fact, attributes in facts.edges():
        ends = {"source": graphml_id(fact.subject), "target": graphml_id(fact.object)}
        out.open("edge", {**ends, "id": graphml_id(fact.id)})
        _data(out, "edge", attributes, keys)
        out.close("edge")
    out.close("graph")
    out.close("graphml")
    out.end()


def graphml_id(id: str) -> str:
    """An id as GraphML can have it, as an NMTOKEN; two that differ stay two.

    Example:
        >>> graphml_id("qingdao"), graphml_id("four-cities/r1"), graphml_id("a b")
        ('qingdao', 'four-cities:r1', 'a_x20_b')
    """
    return _NO_TOKEN.sub(lambda found: ":" if found[0] == "/" else f"_x{ord(found[0]):X}_", id) or "_x_"


def _data(out: Writer, kind: str, attributes: Mapping[str, str | float], keys: Mapping[tuple[str, str], str]) -> None:
    for name, value in attributes.items():
        out.text("data", str(value), {"key": keys[kind, name]})


FORMAT = Format(write=write, options=(LAYOUT,))
