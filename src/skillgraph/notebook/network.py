"""The network page of a graph inside a notebook's cell, coloured by what a researcher computed."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Collection, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.groups import PALETTE, Group, Groups
from skillgraph.explore.page import Language, PageOptions, write_page
from skillgraph.graph.view import View, choose
from skillgraph.model.errors import UsageError
from skillgraph.plots.network import network
from skillgraph.writing.files import write_whole

#: From little to much, for numbers.
_RAMP = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
_PALE = "#c9ced6"
#: Things of a still picture; more cover each other.
_MOST_STILL = 2000
#: Pixels an inch of it: a notebook keeps the picture beside the page.
_RESOLUTION = 96
_TRUST = {
    "zh": "静态图：在 JupyterLab 中选“视图 > 信任 Notebook”并运行此单元格，即可搜索、筛选、查看依据",
    "en": "A still picture: trust this notebook and run its cells to search, filter and see the passages",
}
_MARK = "#c2410c"
Colours = Mapping[str, Any]


class Network:
    """The network page of a graph, which Jupyter shows as the result of a cell and keeps in an exported notebook.

    The whole page is in the cell: search, filters, and the evidence of every fact, with no server and no connection.
    Colours, where given, stand in the legend above the classes, and can be switched off there like these.

    Args:
        graph: what to show.
        view: which part of it; all where it is left out.
        around: only this thing's id and what facts lead to from it, in place of a view.
        steps: how many facts away, with `around`.
        highlight: ids of entities to stand out: in the overview and with their names; all others are drawn pale.
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
        UsageError: an id is not in the graph, a size is no number from 0 on, or two are given that exclude each other:
            `highlight` and `color`, or `view` and `around`.

    Example:
        >>> import skillgraph
        >>> with skillgraph.load() as graph:
        ...     network = Network(graph, around="qingdao", highlight=["gfm"])
        >>> network._repr_html_().startswith("<iframe sandbox")
        True
    """

    def __init__(
        self,
        graph: KnowledgeGraph,
        view: View | None = None,
        *,
        around: str = "",
        steps: int = 1,
        highlight: Collection[str] = (),
        color: Colours | None = None,
        size: Mapping[str, Any] | None = None,
        height: int = 640,
        title: str = "",
        language: Language = "zh",
    ) -> None:
        if highlight and color is not None:
            raise UsageError("highlight and color both colour the network: give one of them")
        if view and around:
            raise UsageError("around is a view of its own: give View(around=..., steps=...) or around=, not both")
        view = view or View(around=around, steps=steps)
        groups = _highlighted(highlight) if highlight else None if color is None else _coloured(color)
        weights = None if size is None else {id: float(number) for id, number in _given(size).items()}
        page = io.BytesIO()
        write_page(graph, page, PageOptions(view, title, language, groups=groups, weights=weights))
        self._page = page.getvalue().decode("utf-8")
        self._height = height
        self._still = partial(_still, graph, view, color, weights, highlight, language)

    def save(self, path: Path | str) -> None:
        """Writes the page as a file of its own.

        Args:
            path: the file.

        Raises:
            UsageError: it can't be written.
        """
        path = Path(path)
        try:
            write_whole(path, self._page.encode())
        except OSError as error:
            raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None

    def __repr__(self) -> str:
        return f"<Network: a page of {len(self._page.encode()) // 1000} kB; save(path) writes it>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        shown = {"text/html": self._repr_html_(), "text/plain": repr(self)}
        # Where no page is shown (a notebook that came by mail, GitHub, a PDF), the picture is.
        if png := self._still():
            shown["image/png"] = base64.b64encode(png).decode()
        return shown

    def _repr_html_(self) -> str:
        # A frame of its own origin: whatever a report's names hold, the page can't reach the notebook.
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-modals" '
            f'style="width:100%;height:{self._height}px;border:1px solid #d5d9df" '
            f'title="network" srcdoc="{html.escape(self._page)}"></iframe>'
        )


def _still(
    graph: KnowledgeGraph, view: View, color: Colours | None, size: Mapping[str, float] | None,
    highlight: Collection[str], language: Language,
) -> bytes:  # fmt: skip
    """The network as PNG; empty where what draws it isn't installed, and for one that is too large to be read."""
    if not 0 < len(choose(graph, view).entities) <= _MOST_STILL:
        return b""
    marked = [highlight] if isinstance(highlight, str) else highlight
    colours = None if color is None else _given(color)
    try:
        plot = network(
            graph, view, color=colours, size=size, highlight=marked, language=language, note=_TRUST[language]
        )  # fmt: skip
        return plot.png(_RESOLUTION)
    except ImportError:
        return b""


def _highlighted(ids: Collection[str]) -> Groups:
    if isinstance(ids, str):
        ids = [ids]
    groups = (Group("突出显示", "highlighted", _MARK), Group("其余", "others", _PALE))
    return Groups(groups, dict.fromkeys(ids, 0), 1, marked=True)


def _coloured(values: Colours) -> Groups:
    given = _given(values)
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in given.values())
    if numbers and len(set(given.values())) > len(_RAMP):
        return _ramp({id: float(v) for id, v in given.items()})
    categories = {category: n for n, category in enumerate(dict.fromkeys(map(str, given.values())))}
    colours = [PALETTE[n % len(PALETTE)] for n in categories.values()]
    return _groups(list(categories), colours, {id: categories[str(v)] for id, v in given.items()})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are neither missing nor NaN."""
    return {str(id): _plain(value) for id, value in values.items() if value is not None and value == value}


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item() if hasattr(value, "item") else value


def _ramp(values: dict[str, float]) -> Groups:
    """Fifths of equal size; equal numbers share a step."""
    ranked = sorted(values.values())
    edges = [ranked[round(n * (len(ranked) - 1) / len(_RAMP))] for n in range(len(_RAMP) + 1)]
    edges = list(dict.fromkeys(edges))
    labels = [f"{low:.4g} – {high:.4g}" for low, high in pairwise(edges)]
    members = {id: min(sum(v > edge for edge in edges[1:]), len(labels) - 1) for id, v in values.items()}
    return _groups(labels, list(_RAMP[len(_RAMP) - len(labels) :]), members)


def _groups(labels: list[str], colours: list[str], members: dict[str, int]) -> Groups:
    """Groups with the same name in both languages, and a pale one for what has no value."""
    groups = [Group(label, label, colour) for label, colour in zip(labels, colours, strict=True)]
    return Groups((*groups, Group("无数值", "no value", _PALE)), members, len(groups))
