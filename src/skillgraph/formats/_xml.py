"""What the XML formats share: the facts as they are read, how each thing looks, and text that XML 1.0 can hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from skillgraph.explore.places import places
from skillgraph.formats.format import Option
from skillgraph.formats.networkx_graph import edge_attributes, node_attributes
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.histories import Histories
from skillgraph.graph.view import View, choose
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Statement

LAYOUT = Option(
    "layout", "give each thing the place that it has on the network page; a large graph takes longer.", type=bool
)
# The complement of XML 1.0's Char. A carriage return is allowed, but a parser makes it a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: What cannot stand as it is in a text or between quotation marks; nearly no text has any of it.
_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
#: So many pieces are written at once.
_PIECES = 4096


def xml_text(text: str) -> str:
    r"""The text with U+FFFD in place of each character that XML 1.0 forbids or does not keep.

    Example:
        >>> xml_text("青\x0b岛")
        '青\ufffd岛'
    """
    return _FORBIDDEN.sub("\ufffd", text)


class Facts:
    """The entities and facts of `to_networkx` with a label each and without empty attributes, read anew at each walk.

    Args:
        graph: a built graph.
        layout: whether nodes have places; without them the facts are never in memory.

    Attributes:
        node_columns: the names of all attributes of nodes, looks left out.
        edge_columns: those of edges. `since` and `over` are there where another statement tells a beginning or an end.
        count: how many facts there are.

    Example:
        >>> import skillgraph
        >>> facts = Facts(skillgraph.load())
        >>> next(facts.nodes())[1]["label"], facts.count == sum(1 for _ in facts.edges())
        ('AHK职业资格证书', True)
    """

    def __init__(self, graph: GraphFolder, layout: bool = False) -> None:
        self._graph = graph
        self._histories = Histories(graph.statements, graph.documents)
        scales = ontology().marked("scale")
        self._nodes = [e for e in graph.entities.values() if scales.isdisjoint(e.classes)]
        self._degrees = Counter({e.id: 0 for e in self._nodes})
        self._places: dict[str, tuple[int, int]] = {}
        if layout:
            chosen = choose(graph, View())
            self._places = dict(zip((e.id for e in chosen.entities), places(chosen).points, strict=True))
        edge_columns: dict[str, None] = {}
        self.count = 0
        for fact, attributes in self.edges():
            self._degrees.update((fact.subject, fact.object))
            edge_columns |= dict.fromkeys(attributes)
            self.count += 1
        self.edge_columns = list(edge_columns)
        self.node_columns = list(dict.fromkeys(name for _, attributes in self.nodes() for name in attributes))

    def __len__(self) -> int:
        return len(self._nodes)

    def nodes(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each entity's id and attributes, in the order of the records."""
        for entity in self._nodes:
            yield entity.id, _said({"label": entity.name, **node_attributes(entity)})

    def look(self, id: str, class_name: str) -> dict[str, str | float]:
        """A node's `color` (`#rrggbb`), `size` (a radius) and, with a layout, `x` and `y` (upwards, as programs for
        networks have it); the things of each city stand together."""
        look: dict[str, str | float] = {"color": ontology().colour(class_name), "size": node_size(self._degrees[id])}
        if not self._places:
            return look
        x, y = self._places[id]
        return {**look, "x": float(x), "y": float(-y)}

    def edges(self) -> Iterator[tuple[Statement, dict[str, str]]]:
        """Each fact and its attributes, in the order of the records."""
        for s in self._graph.statements():
            if s.is_fact and s.subject in self._degrees and s.object in self._degrees:
                edge = edge_attributes(s)
                start, end = self._histories.period(s)
                told = {"since": start if start != s.start else "", "over": end if end != s.end else ""}
                yield s, _said({"label": edge["label_zh"], **edge, **told})


def node_size(degree: int) -> float:
    """The radius of a node in the units of its position, which leave it the room.

    Example:
        >>> node_size(0), node_size(9), node_size(10_000)
        (6.0, 18.0, 36.0)
    """
    return float(round(6 + min(4 * degree**0.5, 30)))


def _said(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}


class Writer:
    """XML as it comes, a line for each element that ends: a large graph is no tree in memory.

    Args:
        file: where it goes, as UTF-8.

    Example:
        >>> import io
        >>> file = io.BytesIO()
        >>> writer = Writer(file)
        >>> writer.text("name", "甲<乙")
        >>> writer.end()
        >>> file.getvalue().decode().splitlines()[1]
        '<name>甲&lt;乙</name>'
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._pieces = ['<?xml version="1.0" encoding="utf-8"?>\n']
        self._begun = False

    def open(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Begins an element."""
        said = "".join(f" {k}={_quoted(v)}" for k, v in attributes.items()) if attributes else ""
        self._pieces.append(f"><{name}{said}" if self._begun else f"<{name}{said}")
        self._begun = True

    def close(self, name: str) -> None:
        """Ends it."""
        self._pieces.append("/>\n" if self._begun else f"</{name}>\n")
        self._begun = False
        if len(self._pieces) >= _PIECES:
            self.end()

    def text(self, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element with nothing but text."""
        self.open(name, attributes)
        if text:
            self._pieces.append(f">{escape(xml_text(text)) if _SPECIAL.search(text) else text}")
            self._begun = False
        self.close(name)

    def empty(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element with nothing in it."""
        self.open(name, attributes)
        self.close(name)

    def end(self) -> None:
        """Writes what is still to be written."""
        self._file.write("".join(self._pieces).encode())
        self._pieces.clear()


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text)) if _SPECIAL.search(text) else f'"{text}"'
