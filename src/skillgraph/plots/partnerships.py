"""When facts began, and how many partners each country has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from skillgraph.analysis import partners_by_country
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import Language
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import unknown
from skillgraph.model.records import Statement
from skillgraph.plots.plot import Plot, below

_BLUE, _GREY = "#0072b2", "#9aa1ab"
_UNDATED = {"zh": "未载明年份", "en": "no year given"}
_LONGEST = 40


def timeline(graph: KnowledgeGraph, predicates: Collection[str] = (), language: Language = "zh") -> Plot:
    """Draws when facts began and ended; what has no end is open, what has no date is counted below.

    Args:
        graph: a built graph.
        predicates: only these, as `analysis.partnerships.COOPERATION`; all where it is left out.
        language: of the labels, `zh` or `en`.

    Raises:
        UsageError: a predicate is not in the vocabulary, or none of these facts has a date.

    Example:
        >>> import skillgraph
        >>> timeline(skillgraph.load(), ["trains", "offersTrainingTo"])
        <Plot: save(path) writes it as .png, .svg or .pdf>
    """
    import altair as alt

    for name in predicates:
        if name not in ontology().relations:
            raise UsageError(unknown("relation", name, ontology().relations))
    facts = [s for s in graph.statements() if s.is_fact and (not predicates or s.predicate in predicates)]
    dated = [s for s in facts if s.start or s.end]
    if not dated:
        raise UsageError(f"none of {len(facts)} such facts has a date")
    last = max(_fraction(s.end or s.start) for s in dated) + 1
    rows = [_bar(graph, s, last, language) for s in dated]
    rows.sort(key=lambda row: (row["start"], row["end"], row["fact"]))
    base = alt.Chart(alt.InlineData(rows)).encode(
        y=alt.Y(
            "fact:N",
            sort=[row["fact"] for row in rows],
            title=None,
            axis=alt.Axis(labelLimit=420, domain=False, ticks=False),
        ),
    )
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=8, labelOverlap="greedy", labelSeparation=6, title=None)
    x = alt.X("start:Q", axis=axis, scale=alt.Scale(zero=False, nice=False))
    closed = base.transform_filter("!datum.open").mark_bar(height=9, color=_BLUE).encode(x=x, x2="end:Q")
    opened = (
        base.transform_filter("datum.open")
        .mark_rule(strokeWidth=3, strokeDash=[5, 3], color=_BLUE)
        .encode(x=x, x2="end:Q")
    )
    heads = base.transform_filter("datum.open").mark_point(
        shape="M-0.5,-0.6L0.6,0L-0.5,0.6Z", filled=True, size=110, opacity=1
    )
    undated = len(facts) - len(dated)
    note = f"另有 {undated} 条未载明时间" if language == "zh" else f"{undated} more have no date"
    chart = alt.layer(closed, opened, heads.encode(x="end:Q", color=alt.value(_BLUE)))
    return Plot(chart.properties(width=420, height=alt.Step(20), title=below(note)))


def partner_countries(graph: KnowledgeGraph, language: Language = "zh") -> Plot:
    """Draws how many partners abroad each country has; a partner whose cooperation has no year is grey.

    Args:
        graph: a built graph.
        language: of the labels, `zh` or `en`.

    Raises:
        UsageError: there is no partner abroad.

    Example:
        >>> import skillgraph
        >>> partner_countries(skillgraph.load())
        <Plot: save(path) writes it as .png, .svg or .pdf>
    """
    import altair as alt

    table = partners_by_country(graph)
    if table.empty:
        raise UsageError("no partner abroad is in this graph")
    column = "country" if language == "zh" else "country_en"
    rows = [
        {
            "country": country or "?",
            "year": _UNDATED[language] if str(year) == "<NA>" else str(year),
            "partners": int(count),
            "names": names,
        }
        for country, year, count, names in zip(table[column], table.year, table.partners, table.names, strict=True)
    ]
    years = sorted({row["year"] for row in rows} - {_UNDATED[language]})
    colours = alt.Scale(domain=[*years, _UNDATED[language]], range=[*_shades(len(years)), _GREY])
    base = alt.Chart(alt.InlineData(rows)).encode(
        y=alt.Y("country:N", sort=None, title=None, axis=alt.Axis(labelFontSize=12, domain=False, ticks=False)),
    )
    title = "合作方数" if language == "zh" else "partners"
    bars = base.mark_bar(height=16).encode(
        x=alt.X(
            "partners:Q", title=title, axis=alt.Axis(values=list(range(int(table.partners.sum()) + 1)), format="d")
        ),
        color=alt.Color("year:N", scale=colours, title=None, legend=alt.Legend(orient="top")),
        order=alt.Order("year:N"),
    )
    names = base.mark_text(align="left", dx=6, fontSize=11).encode(x="partners:Q", text="names:N")
    return Plot(alt.layer(bars, names).properties(width=300, height=alt.Step(30)))


def _bar(graph: KnowledgeGraph, statement: Statement, last: float, language: Language) -> dict[str, Any]:
    start = _fraction(statement.start or statement.end)
    end = _fraction(statement.end) + _span(statement.end) if statement.end else last
    return {"fact": _label(graph, statement, language), "start": start, "end": end, "open": not statement.end}


def _fraction(moment: str) -> float:
    """A date as a fraction of years."""
    year, month, day = (int(part) for part in (*moment.split("-"), "1", "1")[:3])
    return year + (date(year, month, day) - date(year, 1, 1)).days / 366


def _span(moment: str) -> float:
    """How long a date lasts that names a year, a month or a day."""
    return (1.0, 1 / 12, 1 / 366)[moment.count("-")]


def _label(graph: KnowledgeGraph, statement: Statement, language: Language) -> str:
    names = []
    for id in filter(None, (statement.subject, statement.object)):
        entity = graph.entities[id]
        names.append((entity.name if language == "zh" else entity.name_en) or entity.name)
    if not statement.object:
        names.append(statement.text)
    label = f"{names[0]} {ontology().label(statement.predicate, language)} {names[1]}"
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _shades(count: int) -> list[str]:
    shades = ("#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b")
    return [shades[min(n, len(shades) - 1)] for n in range(count)]
