"""The network as a picture for a paper, with what a researcher computed as colours and sizes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import Language
from skillgraph.explore.places import places
from skillgraph.graph.view import View, choose, shown_classes
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.plots.plot import Plot, below

_PALE, _LINE = "#c9ced6", "#d8dce1"
_NONE = {"zh": "无数值", "en": "no value"}
_CATEGORIES = 12
_LONGEST = 28


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
    rank = sorted(rows, key=lambda row: (row["shown"], row["size"]), reverse=True)
    for n, row in enumerate(rank):
        row["label"] = _short(row["name"]) if n < labels else ""
    ties = {(s.subject, s.object) for s in chosen.statements if s.is_fact and s.object and s.subject != s.object}
    lines = [
        dict(zip(("x", "y", "x2", "y2"), (*points[one], *points[other]), strict=True)) for one, other in sorted(ties)
    ]
    x, y = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False)), alt.Y("y:Q", axis=None, scale=_down(alt))
    edges = alt.Chart(alt.InlineData(lines)).mark_rule(color=_LINE, strokeWidth=0.6).encode(x=x, y=y, x2="x2", y2="y2")
    base = alt.Chart(alt.InlineData(rows)).encode(x=x, y=y)
    nodes = base.mark_circle(opacity=1, stroke="white", strokeWidth=0.5).encode(
        size=alt.Size("size:Q", scale=alt.Scale(range=[12, 500]), legend=None),
        color=alt.condition("datum.shown", _colour(alt, chosen.entities, rows, color, language), alt.value(_PALE)),
    )
    texts = base.transform_filter("datum.label").mark_text(fontSize=10, dy=-9).encode(text="label:N")
    chart = alt.layer(edges, nodes, texts).properties(width=760, height=560)
    return Plot(chart.properties(title=below(note)) if note else chart)


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _are_numbers(rows: list[dict[str, Any]]) -> bool:
    """Whether colours show amounts: numbers, and more of them than categories that can be told apart."""
    given = [row["color"] for row in rows if row["color"] is not None]
    return all(isinstance(v, int | float) for v in given) and len(set(given)) > _CATEGORIES


def _down(alt: Any) -> Any:
    """The page's y grows downwards."""
    return alt.Scale(zero=False, reverse=True)


def _colour(alt: Any, entities: list[Any], rows: list[dict[str, Any]], color: Any, language: Language) -> Any:
    if color is not None:
        if _are_numbers(rows):
            return alt.Color("color:Q", title=None, scale=alt.Scale(scheme="blues"))
        return alt.Color("color:N", title=None, scale=alt.Scale(scheme="tableau20"), legend=alt.Legend(symbolLimit=20))
    names = list(dict.fromkeys(shown_classes(e)[0] for e in entities))
    scale = alt.Scale(
        domain=[ontology().label(n, language) for n in names], range=[ontology().colour(n) for n in names]
    )
    return alt.Color("color:N", title=None, scale=scale, legend=alt.Legend(symbolLimit=40, columns=1))
