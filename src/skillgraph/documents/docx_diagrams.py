"""The texts of SmartArt in a .docx: what its shapes say, from the top of the tree to its leaves."""

from __future__ import annotations

from typing import Any

from skillgraph.documents.package import Package, kind, value

_TREE = ("", "parOf")
_CONNECTED = ("pt", "cxn")
#: What stands in no shape: arrows between shapes, and what only places them.
_NO_SHAPES = ("doc", "pres", "parTrans", "sibTrans")


class Diagrams:
    """The diagrams that a part of a package refers to.

    Args:
        package: the file.
        part: that the document is in.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._parts = {id: target for what, id, target in package.related(part) if what == "diagramData"}
        self._read: set[str] = set()

    def texts(self, id: str) -> list[str] | None:
        """The texts of a diagram's shapes, a shape each, and none where they were given before; None without a diagram.

        Raises:
            DataError: the diagram is damaged.
        """
        part = self._parts.get(id, "")
        if part not in self._package:
            return None
        if part in self._read:
            return []
        self._read.add(part)
        return _texts(self._package, part)


def _texts(package: Package, part: str) -> list[str]:
    texts: dict[str, str] = {}
    below: dict[str, list[tuple[int, str]]] = {}
    roots: list[str] = []
    for node in package.elements(part, *_CONNECTED):
        if kind(node.tag) == "pt":
            id, what = value(node, "modelId"), value(node, "type", "node")
            roots += [id] if what == "doc" else []
            if what not in _NO_SHAPES and (text := _text(node)):
                texts[id] = text
        elif value(node, "type") in _TREE:
            order = value(node, "srcOrd")
            place = int(order) if order.isdecimal() and len(order) < 9 else 0
            below.setdefault(value(node, "srcId"), []).append((place, value(node, "destId")))
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = roots
    while waiting:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            found |= {id: texts[id]} if id in texts else {}
            waiting += [child for _, child in sorted(below.get(id, ()), reverse=True)]
    # What no tree holds is text all the same.
    return list({**found, **texts}.values())


def _text(point: Any) -> str:
    paragraphs = (node for node in point.iter() if kind(node.tag) == "p")
    lines = ("".join(node.text or "" for node in p.iter() if kind(node.tag) == "t").strip() for p in paragraphs)
    return "\n".join(filter(None, lines))
