"""The network as a picture for a paper, with what a researcher computed as colours and sizes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.groups import PALETTE
from skillgraph.explore.page import Language
from skillgraph.explore.places import places
from skillgraph.graph.view import View, choose, shown_classes
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.plots.labels import Dot, place_labels
from skillgraph.plots.plot import Plot, below

_PALE, _LINE = "#c9ced6", "#d8dce1"
_NONE = {"zh": "无数值", "en": "no value"}
_CATEGORIES = 12
_LONGEST = 28
_WIDTH, _HEIGHT, _FONT = 760, 560, 10
#: The least and largest area of a dot, and what is left free at each side, of the whole.
_AREAS, _ROOM = (12.0, 500.0), 0.04


def network(
    graph: KnowledgeGraph,
    view: View | None = None,
    *,
    color: Mapping[str, Any] | None = None,
    size: Mapping[str, float] | None = None,
    highlight: Collection[str] = (),
    labels: int = 25,
    language: Language = "zh",
    note: str = "",
) -> Plot:
    """Draws the network, each thing where the network page has it.

    Args:
        graph: a built graph.
        view: which part of it; all where it is left out.
        color: a category or number for each entity's id: a dictionary or a pandas Series; classes where it is left out.
        size: a number for each entity's id; the number of its facts where it is left out.
        highlight: ids of entities to stand out; all others are pale.
        labels: how many names to write, those of the largest things.
        language: of the names, `zh` or `en`.
        note: a line below the picture.

    Raises:
        UsageError: an id is not in the graph, or there is nothing to draw.

    Example:
        >>> import skillgraph
        >>> network(skillgraph.load(), View(around="qingdao"), highlight=["gfm"])
        <Plot: save(path) writes it as .png, .svg or .pdf>
    """
    import altair as alt

    for id in [*(() if color is None else color.keys()), *(() if size is None else size.keys()), *highlight]:
        if id not in graph.entities:
            raise graph.no_such("entity", str(id))
    chosen = choose(graph, view or View())
    if not chosen.entities:
        raise UsageError("nothing of the graph is in this view")
    placed = places(chosen)
    points = {e.id: point for e, point in zip(chosen.entities, placed.points, strict=True)}
    rows = []
    for entity, degree in zip(chosen.entities, placed.degrees, strict=True):
        label = ontology().label(shown_classes(entity)[0], language)
        value: Any = label if color is None else color.get(entity.id)
        rows.append(
            {
                "name": (entity.name if language == "zh" else entity.name_en) or entity.name,
                "x": points[entity.id][0],
                "y": points[entity.id][1],
                "size": float(size.get(entity.id, 0) if size is not None else degree),
                "color": value.item() if hasattr(value, "item") else value,
                "shown": not highlight or entity.id in highlight,
            }
        )
    if color is not None and not _are_numbers(rows):
        for row in rows:
            row["color"] = _NONE[language] if row["color"] is None else str(row["color"])
    named = _named(rows, labels)
    ties = {(s.subject, s.object) for s in chosen.statements if s.is_fact and s.object and s.subject != s.object}
    lines = [
        dict(zip(("x", "y", "x2", "y2"), (*points[one], *points[other]), strict=True)) for one, other in sorted(ties)
    ]
    (left, right), (top, bottom) = _extent(rows, "x"), _extent(rows, "y")
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[left, right], nice=False))
    # The page's y grows downwards.
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[bottom, top], nice=False))
    edges = alt.Chart(alt.InlineData(lines)).mark_rule(color=_LINE, strokeWidth=0.6).encode(x=x, y=y, x2="x2", y2="y2")
    base = alt.Chart(alt.InlineData(rows)).encode(x=x, y=y)
    nodes = base.mark_circle(opacity=1, stroke="white", strokeWidth=0.5).encode(
        size=alt.Size("size:Q", scale=alt.Scale(domain=[0, _largest(rows)], range=list(_AREAS)), legend=None),
        color=alt.condition("datum.shown", _colour(alt, chosen.entities, rows, color, language), alt.value(_PALE)),
    )
    texts = (
        alt.Chart(alt.InlineData(named)).mark_text(fontSize=_FONT, baseline="middle").encode(x=x, y=y, text="name:N")
    )
    chart = alt.layer(edges, nodes, texts).properties(width=_WIDTH, height=_HEIGHT)
    return Plot(chart.properties(title=below(note)) if note else chart)


def _named(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The names that are written, and where: those that stand out first, then those of the largest."""
    (left, right), (top, bottom) = _extent(rows, "x"), _extent(rows, "y")
    low, high = _AREAS
    across, down = (right - left) / _WIDTH, (bottom - top) / _HEIGHT
    ranked = sorted(rows, key=lambda row: (row["shown"], row["size"]), reverse=True)
    dots = [
        Dot(
            (row["x"] - left) / across,
            (row["y"] - top) / down,
            math.sqrt((low + (high - low) * row["size"] / _largest(rows)) / math.pi),
            _short(row["name"]),
        )
        for row in ranked
    ]
    placed = place_labels(dots, most, _FONT, (_WIDTH, _HEIGHT))
    return [{"name": dots[n].name, "x": left + x * across, "y": top + y * down} for n, (x, y) in placed.items()]


def _extent(rows: list[dict[str, Any]], axis: str) -> tuple[float, float]:
    """The first and last place on an axis, with room for a name beyond them."""
    low, high = min(row[axis] for row in rows), max(row[axis] for row in rows)
    room = max(high - low, 1) * _ROOM
    return low - room, high + room


def _largest(rows: list[dict[str, Any]]) -> float:
    return float(max(*(row["size"] for row in rows), 1e-9))


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _are_numbers(rows: list[dict[str, Any]]) -> bool:
    """Whether colours show amounts: numbers, and more of them than categories that can be told apart."""
    given = [row["color"] for row in rows if row["color"] is not None]
    return all(isinstance(v, int | float) for v in given) and len(set(given)) > _CATEGORIES


def _colour(alt: Any, entities: list[Any], rows: list[dict[str, Any]], color: Any, language: Language) -> Any:
    if color is not None:
        if _are_numbers(rows):
            return alt.Color("color:Q", title=None, scale=alt.Scale(scheme="blues"))
        none = _NONE[language]
        # What has no value comes last.
        values = sorted({row["color"] for row in rows}, key=lambda value: (value == none, value))
        colours = [_PALE if value == none else PALETTE[n % len(PALETTE)] for n, value in enumerate(values)]
        scale = alt.Scale(domain=values, range=colours)
        return alt.Color("color:N", title=None, scale=scale, legend=alt.Legend(symbolLimit=20))
    names = list(dict.fromkeys(shown_classes(e)[0] for e in entities))
    scale = alt.Scale(
        domain=[ontology().label(n, language) for n in names], range=[ontology().colour(n) for n in names]
    )
    return alt.Color("color:N", title=None, scale=scale, legend=alt.Legend(symbolLimit=40, columns=1))
