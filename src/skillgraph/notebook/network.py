"""The network page of a graph inside a notebook's cell, coloured by what a researcher computed."""

from __future__ import annotations

import base64
import gzip
import html
import io
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import Language, PageOptions, write_page
from skillgraph.graph.results import Rows, Value
from skillgraph.graph.view import View, choose
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE

#: Twelve colours that stay apart for most colour-blind readers (Okabe and Ito 2008, and mixtures of these).
_PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#8c6d31", "#6a51a3", "#1b7837", "#a50f15", "#41b6c4", "#7f7f7f",
)  # fmt: skip
#: From little to much, for numbers.
_RAMP = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
_PALE = "#c9ced6"
_MARK = "#c2410c"
#: The number of facts from which on the page draws no larger dot.
_LARGEST = 88
_DATA = re.compile(r'(<script type="application/octet-stream" id="picture-data">)([^<]*)(</script>)')
_IRIS = (BASE + "entity/", BASE + "statement/", BASE + "figure/")

Colours = Mapping[str, Any]


class Network:
    """The network page of a graph, which Jupyter shows as the result of a cell and keeps in an exported notebook.

    The whole page is in the cell: search, filters, and the evidence of every fact, with no server and no connection.
    Colours, where given, stand in the legend above the classes, and can be switched off there like these.

    Args:
        graph: what to show.
        view: which part of it; all where it is left out.
        highlight: ids of entities to stand out; all others are drawn pale.
        color: a value for each entity's id: a dictionary, or a pandas Series such as
            `analysis.communities(graph).set_index("id").community_name`. Texts are categories with a colour each;
            numbers are drawn in five steps from light to dark, each with as many entities as the others.
        size: a number for each entity's id, such as `analysis.centralities(graph).set_index("id").betweenness`; the
            area above the smallest dot grows with it. Entities without one are smallest; left out, it is the number
            of facts.
        height: of the frame, in pixels.
        title: the page's heading; the report's own title else.
        language: `zh` or `en`, in which the page opens.

    Raises:
        UsageError: an id is not in the graph, a size is no number from 0 on, or both `highlight` and `color` are given.

    Example:
        >>> import skillgraph
        >>> with skillgraph.load() as graph:
        ...     network = Network(graph, View(around="qingdao"), highlight=["gfm"])
        >>> network._repr_html_().startswith("<iframe sandbox")
        True
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        view: View | None = None,
        *,
        highlight: Collection[str] = (),
        color: Colours | None = None,
        size: Mapping[str, Any] | None = None,
        height: int = 640,
        title: str = "",
        language: Language = "zh",
    ) -> None:
        if highlight and color is not None:
            raise UsageError("highlight and color both colour the network: give one of them")
        view = view or View()
        page = io.BytesIO()
        write_page(graph, page, PageOptions(view, title, language))
        self._page = page.getvalue().decode("utf-8")
        self._height = height
        ids = [e.id for e in choose(graph, view).entities]
        if highlight or color is not None:
            groups = _highlighted(highlight) if highlight else _coloured({} if color is None else color)
            _require_entities(groups.members, graph)
            self._page = _changed(self._page, lambda picture: _paint(picture, ids, groups))
        if size is not None:
            _require_entities(size, graph)
            weights = _weights(ids, size)
            self._page = _changed(self._page, lambda picture: picture.update(weights=weights))

    def save(self, path: Path | str) -> None:
        """Writes the page as a file of its own.

        Args:
            path: the file.
        """
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self._page)

    def __repr__(self) -> str:
        return f"<Network: a page of {len(self._page.encode()) // 1000} kB; save(path) writes it>"

    def _repr_html_(self) -> str:
        # A frame of its own origin: whatever a report's names hold, the page can't reach the notebook.
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-modals" '
            f'style="width:100%;height:{self._height}px;border:1px solid #d5d9df" '
            f'title="network" srcdoc="{html.escape(self._page)}"></iframe>'
        )


class _Groups(msgspec.Struct):
    """Groups with their labels (zh, en) and colours, and the group of each entity; others are `rest`."""

    labels: list[tuple[str, str]]
    colours: list[str]
    members: dict[str, int]
    rest: int


def _highlighted(ids: Collection[str]) -> _Groups:
    if isinstance(ids, str):
        ids = [ids]
    labels = [("突出显示", "highlighted"), ("其余", "others")]
    return _Groups(labels, [_MARK, _PALE], dict.fromkeys(ids, 0), 1)


def _coloured(values: Colours) -> _Groups:
    given = {str(id): value for id, value in values.items() if value is not None and value == value}
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in map(_plain, given.values()))
    if numbers and len(set(given.values())) > len(_RAMP):
        return _ramp({id: float(v) for id, v in given.items()})
    categories = list(dict.fromkeys(str(_plain(v)) for v in given.values()))
    labels = [(c, c) for c in categories]
    colours = [_PALETTE[n % len(_PALETTE)] for n in range(len(categories))]
    members = {id: categories.index(str(_plain(v))) for id, v in given.items()}
    return _Groups([*labels, ("无数值", "no value")], [*colours, _PALE], members, len(labels))


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item() if hasattr(value, "item") else value


def _ramp(values: dict[str, float]) -> _Groups:
    """Fifths of equal size; equal numbers share a step."""
    ranked = sorted(values.values())
    edges = [ranked[round(n * (len(ranked) - 1) / len(_RAMP))] for n in range(len(_RAMP) + 1)]
    edges = list(dict.fromkeys(edges))
    labels = [f"{low:.4g} – {high:.4g}" for low, high in pairwise(edges)]
    members = {id: min(sum(v > edge for edge in edges[1:]), len(labels) - 1) for id, v in values.items()}
    colours = [_RAMP[len(_RAMP) - len(labels) + n] for n in range(len(labels))]
    both = [(text, text) for text in labels]
    return _Groups([*both, ("无数值", "no value")], [*colours, _PALE], members, len(labels))


def _paint(picture: dict[str, Any], ids: list[str], groups: _Groups) -> None:
    """Puts the groups as classes before all others: a thing is drawn in the colour of its first class."""
    first = len(picture["classes"])
    names = [f"group-{n}" for n in range(len(groups.labels))]
    picture["classes"] += [
        [name, zh, en, colour, -1] for name, (zh, en), colour in zip(names, groups.labels, groups.colours, strict=True)
    ]
    sets: dict[tuple[int, ...], int] = {}
    former = picture["classSets"]
    picture["classSet"] = [
        sets.setdefault((first + groups.members.get(id, groups.rest), *former[old]), len(sets))
        for id, old in zip(ids, picture["classSet"], strict=True)
    ]
    picture["classSets"] = list(sets)


def _weights(ids: list[str], values: Mapping[str, Any]) -> list[float]:
    """What the page draws as sizes, the largest as large as it draws anything."""
    numbers = {str(id): float(_plain(value)) for id, value in values.items() if value is not None and value == value}
    for id, number in numbers.items():
        if not 0 <= number < math.inf:
            raise UsageError(f"size of {id!r} is {number}; give a number from 0 on")
    largest = max(numbers.values(), default=0) or 1
    return [round(_LARGEST * numbers.get(id, 0) / largest, 2) for id in ids]


def _changed(page: str, change: Callable[[dict[str, Any]], None]) -> str:
    """The page with other data for its picture."""
    match = _DATA.search(page)
    assert match is not None
    picture = msgspec.json.decode(gzip.decompress(base64.b64decode(match[2])))
    change(picture)
    data = base64.b64encode(gzip.compress(msgspec.json.encode(picture), 9, mtime=0)).decode()
    return page[: match.start(2)] + data + page[match.end(2) :]


def _require_entities(ids: Iterable[str], graph: KnowledgeGraph) -> None:
    for id in ids:
        if id not in graph.entities:
            raise graph.no_such("entity", str(id))


def graph_things(graph: KnowledgeGraph, rows: Rows) -> tuple[str, ...]:
    """The entities of an answer that holds a graph: nodes, relationships and paths, or the triples of a CONSTRUCT.

    Args:
        graph: that was asked.
        rows: its answer.

    Returns:
        Their ids in the graph's order; nothing where the answer is a table of plain values.

    Example:
        >>> import skillgraph
        >>> graph = skillgraph.load()
        >>> graph_things(graph, graph.sparql("CONSTRUCT WHERE { entity:gfm sg:locatedIn ?country }"))
        ('germany', 'gfm')
        >>> graph_things(graph, graph.sparql("SELECT ?p { ?p a sg:ForeignPartner }"))
        ()
        >>> graph.close()
    """
    cells = [cell for row in rows for cell in row]
    if rows.columns == ("subject", "predicate", "object"):
        named = {_id(cell) for cell in cells if isinstance(cell, str)}
    else:
        named = {id for cell in cells for id in _node_ids(cell)}
    found = {id for id in named if id in graph.entities}
    statements = named - found
    if statements:
        found |= {id for s in graph.statements() if s.id in statements for id in (s.subject, s.object) if id}
        found |= {o.subject for o in graph.observations() if o.id in statements}
    return tuple(id for id in graph.entities if id in found)


def _node_ids(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        if "id" in value and ("labels" in value or "type" in value):
            yield str(value["id"])
    elif isinstance(value, list):
        for part in value:
            yield from _node_ids(part)


def _id(text: str) -> str:
    return next((text[len(prefix) :] for prefix in _IRIS if text.startswith(prefix)), "")
