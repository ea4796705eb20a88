"""The map of places: where codes are known, coasts without borders, ties between places."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from page_reader import graph_of, reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.map import SCALE, place_map
from skillgraph.graph.view import View, choose
from skillgraph.model.records import Entity, Statement


def place(id: str, name: str, scheme: str, code: str, cls: str = "City") -> Entity:
    return Entity(id, "r", (cls,), name, identifiers=((scheme, code),))


QINGDAO = place("qingdao", "青島市", "gbt2260", "370200")
LAOS = place("laos", "老挝", "iso3166", "LA", "Country")
CUBA = place("cuba", "古巴", "iso3166", "CU", "Country")
DISTRICT = place("laoshan", "崂山区", "gbt2260", "370212", "Place")
COLLEGE = Entity("college", "r", ("School",), "<b>𬭎學院")
SOMEWHERE = Entity("somewhere", "r", ("Place",), "某地")


def small_graph(folder: Path, *more: Statement) -> KnowledgeGraph:
    return graph_of(
        folder, QINGDAO, LAOS, CUBA, DISTRICT, COLLEGE, SOMEWHERE,
        Statement("r/1", "r", "college", "locatedIn", "laos"),
        Statement("r/2", "r", "qingdao", "partnersWith", "college"),
        Statement("r/3", "r", "laoshan", "containedIn", "qingdao"),
        Statement("r/4", "r", "laoshan", "partnersWith", "qingdao"),
        *more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "east", "north"),
    [
        ("qingdao", 120.4, 36.1),
        ("zaozhuang", 117.6, 34.9),
        ("germany", 10.4, 51.1),
        ("cuba", 281, 21.8),
        ("russia", 99, 62),
    ],
)
def test_places_stand_where_they_are(graph: KnowledgeGraph, id: str, east: float, north: float) -> None:
    chosen = choose(graph, View())
    found = place_map(chosen, [])
    assert found
    at = [chosen.entities[n].id for n in found.things].index(id)
    assert found.x[at] / SCALE == pytest.approx(east, abs=2)
    assert found.y[at] / SCALE == pytest.approx(north, abs=2)


def test_every_place_is_within_the_land_that_is_carried(graph: KnowledgeGraph) -> None:
    found = place_map(choose(graph, View()), [])
    assert found
    xs, ys = [], []
    for x, y, *steps in found.land:
        for dx, dy in [(0, 0), *zip(steps[::2], steps[1::2], strict=True)]:
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    assert min(xs) <= min(found.x)
    assert max(found.x) <= max(xs)
    assert min(ys) <= min(found.y)
    assert max(found.y) <= max(ys)


def test_the_map_tells_places_and_what_ties_them(browser: Browser, tmp_path: Path) -> None:
    planned = Statement("r/5", "r", "qingdao", "partnersWith", "cuba", modality="planned")
    page = write_page(small_graph(tmp_path / "g", planned), tmp_path / "p.html")
    with reading(browser, page) as reader:
        reader.view("map")
        list = reader.page.locator("#view-map .places")
        assert "青島市—老挝：1 条" in list.inner_text(), "by the college that is in Laos"
        assert "崂山区—" not in list.inner_text(), "what lies in a place is not tied to it"
        assert "某地" in list.inner_text()
        assert reader.page.locator("#view-map .arcs path").count() == 1
        reader.page.click("#view-map [data-tie] summary")
        list.get_by_text("<b>𬭎學院").first.wait_for()
        reader.page.locator("#view-map circle[data-thing]").last.dispatch_event("click")
        assert reader.page.locator("#panel h2").is_visible()
        assert "示意图，不表示国界" in reader.page.inner_text("#view-map")
    with reading(browser, page, "#view=map&modality=") as reader:
        assert reader.page.locator("#view-map .arcs path[stroke-dasharray]").count() == 1, "what is planned is dashed"


def test_the_map_moves_by_keys_and_buttons(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#view=map") as reader:
        land = reader.page.locator("#view-map .land")
        seen = [land.get_attribute("transform")]
        for act in ("+", "ArrowLeft"):
            reader.page.locator("#view-map .canvas").focus()
            reader.page.keyboard.press(act)
            seen.append(land.get_attribute("transform"))
        reader.page.click("[data-key=map-mapChina]")
        seen.append(land.get_attribute("transform"))
        assert len(set(seen)) == 4
        reader.page.click("[data-key=map-mapAll]")
        assert land.get_attribute("transform") == seen[0]
        names = reader.page.locator("#view-map .names text").all_text_contents()
        assert {"古巴", "德国", "印度尼西亚"} <= set(names)


def test_without_three_places_there_is_no_map(browser: Browser, tmp_path: Path) -> None:
    page = write_page(graph_of(tmp_path / "g", QINGDAO, LAOS, COLLEGE), tmp_path / "p.html")
    with reading(browser, page, "#view=map") as reader:
        assert reader.page.locator("[data-key=view-map]").count() == 0
        assert reader.page.locator("#view-network").is_visible()
