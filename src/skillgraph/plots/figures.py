"""Figures of cities, each indicator on its own scale; a bound is an arrow from an open mark, never a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skillgraph.explore.page import Language
from skillgraph.model.errors import UsageError
from skillgraph.plots.plot import Plot

if TYPE_CHECKING:
    import pandas as pd

_UP, _DOWN = ("moreThan", "atLeast"), ("lessThan", "upTo")
_BLUE, _ORANGE = "#0072b2", "#c2410c"
#: Triangles that point along the axis.
_RIGHT, _LEFT = "M-0.5,-0.6L0.6,0L-0.5,0.6Z", "M0.5,-0.6L-0.6,0L0.5,0.6Z"
_LEGEND = {
    "zh": "● 确数　▷ 高于所示（余、超、以上）　◁ 低于所示（近、最高）　◇ 约数",
    "en": "● exact   ▷ more than shown   ◁ less than shown   ◇ about",
}


def figures_by_city(figures: pd.DataFrame, language: Language = "zh") -> Plot:
    """Draws figures, a panel for each indicator and a line for each city.

    An exact figure is a filled mark. 余, 超 and 以上 are an open mark with a dashed line away from zero, 近 and 最高
    one with a dashed line towards zero: the true value lies somewhere on the line. 约 is an open diamond.

    Args:
        figures: rows as `compare_cities` gives them: `compare_cities(graph).figures`, or some of its `.single`.
        language: of the labels, `zh` or `en`.

    Raises:
        UsageError: there is no figure with a number.

    Example:
        >>> import skillgraph
        >>> from skillgraph.analysis import compare_cities
        >>> figures_by_city(compare_cities(skillgraph.load()).figures)
        <Plot: save(path) writes it as .png, .svg or .pdf>
    """
    import altair as alt

    table = figures[figures.value.notna()].reset_index(drop=True)
    if table.empty:
        raise UsageError("none of these figures has a number: nothing to draw")
    suffix = "" if language == "zh" else "_en"
    table["panel"] = table[f"indicator{suffix}"].where(table[f"indicator{suffix}"] != "", table.indicator)
    table["panel"] += "（" + table.unit + "）" if language == "zh" else " (" + table.unit + ")"
    table["line"] = table[f"city{suffix}"].where(table[f"city{suffix}"] != "", table.city)
    highest = table.groupby("panel").value.transform("max") * 1.25
    table["reach"] = table.value_max.fillna(table.value)
    table.loc[table.bound.isin(_UP), "reach"] = highest
    table.loc[table.bound.isin(_DOWN), "reach"] = 0.0
    table["mark"] = table.bound.map(
        lambda bound: "up" if bound in _UP else "down" if bound in _DOWN else "about" if bound != "exact" else "exact"
    )
    table["text"] = table.figure + table.time.map(lambda time: f"  {time}" if time else "")
    columns = ["panel", "line", "value", "reach", "mark", "text"]
    base = alt.Chart(alt.InlineData(table[columns].to_dict("records"))).encode(
        y=alt.Y("line:N", title=None, sort=None, axis=alt.Axis(domain=False, ticks=False, labelFontSize=12)),
        color=alt.condition("datum.mark == 'exact'", alt.value(_BLUE), alt.value(_ORANGE)),
    )
    scale = alt.Scale(zero=True, nice=True)
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, format=",~r"))
    lines = base.mark_rule(strokeWidth=2, strokeDash=[4, 3]).encode(x=x, x2="reach:Q")
    shapes = alt.Scale(domain=["exact", "up", "down", "about"], range=["circle", _RIGHT, _LEFT, "diamond"])
    header = alt.Header(labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top", labelFontSize=12)
    marks = base.mark_point(size=180, strokeWidth=2, opacity=1).encode(
        x=x,
        shape=alt.Shape("mark:N", scale=shapes, legend=None),
        fill=alt.condition("datum.mark == 'exact'", alt.value(_BLUE), alt.value("white")),
    )
    texts = base.mark_text(align="left", baseline="bottom", dx=8, dy=-4, fontSize=11).encode(x=x, text="text:N")
    panels = (
        alt.layer(lines, marks, texts)
        .properties(width=420, height=alt.Step(36))
        .facet(row=alt.Row("panel:N", title=None, sort=None, header=header))
        .resolve_scale(x="independent", y="independent")
        .properties(title=alt.TitleParams(_LEGEND[language], fontSize=11, fontWeight="normal", anchor="start"))
    )
    return Plot(panels)
