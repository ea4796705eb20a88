"""Entities and facts as GEXF 1.3, for Gephi and Gephi Lite: names, colours, sizes, positions and times."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import IO

from skillgraph.formats._xml import LAYOUT, Facts, Writer
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder

_NAMESPACES = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
#: A fact's dates as they are given; GEXF's own `start` and `end` must be whole days.
_RENAMED = {"start": "start_date", "end": "end_date"}


def write(graph: GraphFolder, file: IO[bytes], layout: bool = False) -> None:
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
        layout: whether things have positions, which a large graph has to be laid out for.
    """
    facts = Facts(graph, layout)
    out = _Gexf(file)
    out.open("gexf", _NAMESPACES)
    out.open("meta")
    out.text("creator", "skillgraph")
    out.close("meta")
    dated = not {"start", "end"}.isdisjoint(facts.edge_columns)
    time = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if dated else {"mode": "static"}
    out.open("graph", {"defaultedgetype": "directed", **time})
    of_nodes = out.attributes("node", facts.node_columns)
    of_edges = out.attributes("edge", facts.edge_columns)
    _nodes(out, facts, of_nodes)
    _edges(out, facts, of_edges)
    out.close("graph")
    out.close("gexf")
    out.end()


FORMAT = Format(write=write, options=(LAYOUT,))


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


class _Gexf(Writer):
    """GEXF's attributes."""

    def attributes(self, kind: str, names: Iterable[str]) -> dict[str, str]:
        """Declares the attributes that nodes or edges have beside their label; returns their ids by name."""
        # Gephi Lite takes an id that is a number for one without a meaning, and any other for the column's name.
        ids = {name: str(number) for number, name in enumerate(name for name in names if name != "label")}
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


def _nodes(out: _Gexf, facts: Facts, ids: Mapping[str, str]) -> None:
    out.open("nodes", {"count": str(len(facts))})
    for id, node in facts.nodes():
        look = facts.look(id, node["class_name"])
        out.open("node", {"id": id, "label": node["label"]})
        out.values(node, ids)
        colour = str(look["color"])
        red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        out.empty("viz:color", {"r": red, "g": green, "b": blue})
        if "x" in look:
            out.empty("viz:position", {"x": f"{look['x']:g}", "y": f"{look['y']:g}", "z": "0"})
        out.empty("viz:size", {"value": f"{look['size']:g}"})
        out.close("node")
    out.close("nodes")


def _edges(out: _Gexf, facts: Facts, ids: Mapping[str, str]) -> None:
    out.open("edges", {"count": str(facts.count)})
    told: Counter[tuple[str, str, str]] = Counter()
    for fact, edge in facts.edges():
        time = {}
        if start := edge.get("since") or edge.get("start"):
            time["start"] = first_day(start)
        if end := edge.get("over") or edge.get("end"):
            time["end"] = last_day(end)
        told[fact.subject, fact.object, edge["label"]] += 1
        number = told[fact.subject, fact.object, edge["label"]]
        kind = edge["label"] if number == 1 else f"{edge['label']} {number}"
        ends = {"source": fact.subject, "target": fact.object}
        out.open("edge", {"id": fact.id, **ends, "label": edge["label"], "kind": kind, **time})
        out.values(edge, ids)
        out.close("edge")
    out.close("edges")
