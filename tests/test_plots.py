from __future__ import annotations

import base64
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from browser import Visit
from hostile import hostile_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.view import View
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import UsageError

pytest.importorskip("altair", reason="altair comes with the extra notebook")

from skillgraph import analysis, plots
from skillgraph.plots.labels import Dot, place_labels, text_width


@pytest.fixture(scope="module")
def figures(graph: KnowledgeGraph) -> plots.Plot:
    comparison = analysis.compare_cities(graph)
    single = comparison.single
    import pandas as pd

    bounded = single[single.bound == "lessThan"]
    return plots.figures_by_city(pd.concat([comparison.figures, bounded]))


def test_bounds_are_drawn_as_bounds_and_not_as_points(figures: plots.Plot) -> None:
    rows = [row for rows in figures.chart.to_dict()["datasets"].values() for row in rows] if (
        "datasets" in figures.chart.to_dict()
    ) else figures.chart.to_dict()["data"]["values"]  # fmt: skip
    by_mark = {row["mark"]: row for row in rows}
    assert by_mark["exact"]["reach"] == by_mark["exact"]["value"]
    assert by_mark["up"]["reach"] > by_mark["up"]["value"]
    assert by_mark["down"]["reach"] == 0
    assert by_mark["up"]["text"].startswith("> ")
    assert by_mark["down"]["text"].startswith("< ")


def test_a_figure_is_written_for_a_paper(figures: plots.Plot, tmp_path: Path) -> None:
    for kind in ("png", "svg", "pdf"):
        figures.save(tmp_path / f"figures.{kind}")
    png = (tmp_path / "figures.png").read_bytes()
    width, _ = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert width > 1500
    pdf = (tmp_path / "figures.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"NotoSansSC" in pdf
    shown = figures._repr_mimebundle_()
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
    with pytest.raises(UsageError, match=r"\.png, \.svg or \.pdf"):
        figures.save(tmp_path / "figures.jpeg")
    with pytest.raises(UsageError, match="can't be written"):
        figures.save(tmp_path / "nowhere" / "figures.svg")


def test_chinese_is_shown_by_the_font_inside_the_picture(figures: plots.Plot, browser: Browser, tmp_path: Path) -> None:
    svg = figures.svg()
    [font] = re.findall(r"url\(data:font/woff;base64,([^)]+)\)", svg)
    assert base64.b64decode(font).startswith(b"wOFF")
    page = tmp_path / "figures.html"
    page.write_text(f'<!doctype html><meta charset="utf-8">{svg}', encoding="utf-8")
    visit = Visit(browser, page)
    loaded = "document.fonts.ready.then(() => [...document.fonts].map((f) => f.status))"
    assert visit.page.evaluate(loaded) == ["loaded"]
    assert "技工院校在校生数" in (visit.page.locator("svg").text_content() or "")
    assert visit.requests == []
    assert visit.complaints == []


def test_the_other_plots(graph: KnowledgeGraph) -> None:
    countries = plots.partner_countries(graph).svg()
    assert "老挝琅勃拉邦职业技术学院" in countries
    assert "未载明年份" in countries
    assert "Laos" in plots.partner_countries(graph, "en").svg()
    timeline = plots.timeline(graph, ["trains"]).svg()
    assert "国际焊工" in timeline
    assert "未载明时间" in timeline
    with pytest.raises(UsageError, match="unknown relation"):
        plots.timeline(graph, ["train"])
    with pytest.raises(UsageError, match="has a date"):
        plots.timeline(graph, ["partnersWith"])


def test_the_network_is_coloured_and_sized_by_what_was_computed(graph: KnowledgeGraph) -> None:
    view = View(around="qingdao")
    central = analysis.centralities(graph).set_index("id")
    groups = analysis.communities(graph).set_index("id").community_name
    svg = plots.network(graph, view, color=groups, size=central.betweenness, labels=3).svg()
    assert "青岛市" in svg
    assert "无数值" not in svg
    by_amount = plots.network(graph, view, color=central.betweenness).svg()
    assert "linearGradient" in by_amount
    with pytest.raises(UsageError, match="unknown entity 'nobody'"):
        plots.network(graph, view, highlight=["nobody"])


def test_hostile_names_are_text_in_every_plot(browser: Browser, tmp_path: Path) -> None:
    graph = hostile_graph(tmp_path)
    pictures = [plots.network(graph, labels=99).svg(), plots.timeline(graph).svg()]
    page = tmp_path / "plots.html"
    page.write_text('<!doctype html><meta charset="utf-8">' + "".join(pictures), encoding="utf-8")
    visit = Visit(browser, page)
    assert visit.page.locator("svg").count() == 2
    assert visit.page.locator("img, script, iframe").count() == 0
    assert visit.requests == []
    assert visit.complaints == []


def test_an_empty_graph_is_said_and_no_failure(tmp_path: Path) -> None:
    write_graph([], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        for measure in (analysis.centralities, analysis.communities, analysis.brokers, analysis.partners_by_country):
            assert len(measure(graph)) == 0
        comparison = analysis.compare_cities(graph)
        assert comparison.table.empty
        for draw in (plots.network, plots.timeline, plots.partner_countries):
            with pytest.raises(UsageError):
                draw(graph)
        with pytest.raises(UsageError, match="nothing to draw"):
            plots.figures_by_city(comparison.figures)


@given(
    st.lists(
        st.builds(
            Dot,
            st.floats(0, 300),
            st.floats(0, 200),
            st.floats(2, 13),
            st.text("青岛市海尔集团abc", min_size=1, max_size=9),
        ),
        max_size=25,
    )
)
def test_no_name_lies_on_another_dot_or_name_or_beyond_the_picture(dots: list[Dot]) -> None:
    placed = place_labels(dots, 20, 10, (300, 200))
    boxes = {
        n: (x - text_width(dots[n].name) * 5, y - 6.25, x + text_width(dots[n].name) * 5, y + 6.25)
        for n, (x, y) in placed.items()
    }
    for n, (left, top, right, bottom) in boxes.items():
        assert left >= 0
        assert top >= 0
        assert right <= 300
        assert bottom <= 200
        for m, dot in enumerate(dots):
            if m != n:
                apart = abs(dot.x - (left + right) / 2) >= dot.radius + (right - left) / 2 - 1e-6
                assert apart or abs(dot.y - (top + bottom) / 2) >= dot.radius + (bottom - top) / 2 - 1e-6
        for m, other in boxes.items():
            assert m == n or right <= other[0] + 1e-6 or other[2] <= left + 1e-6 or (
                bottom <= other[1] + 1e-6 or other[3] <= top + 1e-6
            )  # fmt: skip
