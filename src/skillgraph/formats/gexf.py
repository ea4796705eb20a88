"""Entities and facts as GEXF 1.3, for Gephi and Gephi Lite: names, colours, sizes, positions and times."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import IO, Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import networkx as nx

from skillgraph.formats._xml import NO_LAYOUT, xml_network
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder

_NAMESPACES = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
_LOOKS = ("color", "x", "y", "size")
#: A fact's dates as they are given; GEXF's own `start` and `end` must be whole days.
_RENAMED = {"start": "start_date", "end": "end_date"}


def write(graph: GraphFolder, file: IO[bytes], no_layout: bool = False) -> None:
    """Writes the facts as GEXF 1.3 (https://gexf.net/schema.html): edges by their statement's id, directed.

    Each edge has a `kind`, its relation, for Gephi keeps one edge of a kind from one thing to another: what would be
    the second of a relation between the same two has its number behind it.

    Facts with a date make the graph dynamic: `start` and `end` are the first and last day that their dates leave open,
    and a program shows them on its timeline. Facts without one have no `start` and `end`. The dates as they are given
    are the attributes `start_date` and `end_date`, the words of the report `time`; where another statement ends it, the
    timeline has that end.

    Args:
        graph: a built graph.
        file: where it goes.
        no_layout: leaves the positions out, which are most of the time that a large graph takes.
    """
    network = xml_network(graph, no_layout)
    out = _Writer(file)
    out.open("gexf", _NAMESPACES)
    out.open("meta")
    out.text("creator", "skillgraph")
    out.close("meta")
    dated = any("start" in e or "end" in e for _, _, e in network.edges(data=True))
    time = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if dated else {"mode": "static"}
    out.open("graph", {"defaultedgetype": "directed", **time})
    of_nodes = out.attributes("node", (n for _, n in network.nodes(data=True)), ("label", *_LOOKS))
    of_edges = out.attributes("edge", (e for _, _, e in network.edges(data=True)), ("label",))
    _nodes(out, network, of_nodes)
    _edges(out, network, of_edges)
    out.close("graph")
    out.close("gexf")
    out.end()


FORMAT = Format(write=write, options=(NO_LAYOUT,))


def first_day(date: str) -> str:
    """The first day that a date leaves open.

    Example:
        >>> first_day("2024"), first_day("2024-02"), first_day("2024-02-03")
        ('2024-01-01', '2024-02-01', '2024-02-03')
    """
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def last_day(date: str) -> str:
    """The last day that a date leaves open.

    Example:
        >>> last_day("2024"), last_day("2024-02"), last_day("2024-02-03")
        ('2024-12-31', '2024-02-29', '2024-02-03')
    """
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]}"
    return f"{date}-12-31" if len(date) == 4 else date


class _Writer:
    """XML as it comes, indented by nothing: a large graph is no tree in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._out = XMLGenerator(file, encoding="utf-8", short_empty_elements=True)
        self._out.startDocument()

    def open(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        self._out.startElement(name, AttributesImpl(attributes or {}))

    def close(self, name: str) -> None:
        self._out.endElement(name)
        self._out.ignorableWhitespace("\n")

    def text(self, name: str, text: str) -> None:
        self.open(name)
        self._out.characters(text)
        self.close(name)

    def empty(self, name: str, attributes: Mapping[str, str]) -> None:
        self.open(name, attributes)
        self.close(name)

    def attributes(self, kind: str, data: Iterable[Mapping[str, Any]], left_out: tuple[str, ...]) -> dict[str, str]:
        """Declares the attributes that nodes or edges have; returns their ids by name."""
        names = dict.fromkeys(name for attributes in data for name in attributes if name not in left_out)
        # Gephi Lite takes an id that is a number for one without a meaning, and any other for the column's name.
        ids = {name: str(number) for number, name in enumerate(names)}
        self.open("attributes", {"class": kind, "mode": "static"})
        for name, id in ids.items():
            self.empty("attribute", {"id": id, "title": _RENAMED.get(name, name), "type": "string"})
        self.close("attributes")
        return ids

    def values(self, data: Mapping[str, str], ids: Mapping[str, str]) -> None:
        self.open("attvalues")
        for name, value in data.items():
            if name in ids:
                self.empty("attvalue", {"for": ids[name], "value": value})
        self.close("attvalues")

    def end(self) -> None:
        self._out.endDocument()


def _nodes(out: _Writer, network: nx.MultiDiGraph[str], ids: Mapping[str, str]) -> None:
    out.open("nodes", {"count": str(len(network))})
    for id, node in network.nodes(data=True):
        out.open("node", {"id": id, "label": node["label"]})
        out.values(node, ids)
        red, green, blue = (str(int(node["color"][at : at + 2], 16)) for at in (1, 3, 5))
        out.empty("viz:color", {"r": red, "g": green, "b": blue})
        if "x" in node:
            out.empty("viz:position", {"x": f"{node['x']:g}", "y": f"{node['y']:g}", "z": "0"})
        out.empty("viz:size", {"value": f"{node['size']:g}"})
        out.close("node")
    out.close("nodes")


def _edges(out: _Writer, network: nx.MultiDiGraph[str], ids: Mapping[str, str]) -> None:
    out.open("edges", {"count": str(network.number_of_edges())})
    told: Counter[tuple[str, str, str]] = Counter()
    for source, target, id, edge in network.edges(keys=True, data=True):
        time = {}
        if start := edge.get("since") or edge.get("start"):
            time["start"] = first_day(start)
        if end := edge.get("over") or edge.get("end"):
            time["end"] = last_day(end)
        told[source, target, edge["label"]] += 1
        number = told[source, target, edge["label"]]
        kind = edge["label"] if number == 1 else f"{edge['label']} {number}"
        ends = {"source": source, "target": target}
        out.open("edge", {"id": id, **ends, "label": edge["label"], "kind": kind, **time})
        out.values(edge, ids)
        out.close("edge")
    out.close("edges")
