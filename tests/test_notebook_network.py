"""The network in a cell: what a researcher computed is in its colours and its legend, and nothing is markup."""

from __future__ import annotations

import base64
import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from browser import NO_WEBGL, Visit
from hostile import hostile_graph
from page_reader import reading, things_of
from picture_watcher import Watcher
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.view import View
from skillgraph.model.errors import UsageError
from skillgraph.notebook import Network


def picture(network: Network, folder: Path) -> dict[str, Any]:
    network.save(folder / "network.html")
    page = (folder / "network.html").read_text("utf-8")
    [data] = re.findall(r'id="picture-data">([^<]*)<', page)
    found: dict[str, Any] = msgspec.json.decode(gzip.decompress(base64.b64decode(data)))
    return found


def colours(network: Network, folder: Path) -> dict[str, tuple[str, str]]:
    """The colour of each thing and the name of its group, by the thing's name."""
    data = picture(network, folder)
    first = [data["classes"][data["classSets"][n][0]] for n in data["classSet"]]
    return {name: (row[3], row[1]) for name, row in zip(data["names"], first, strict=True)}


def test_categories_have_a_colour_each_and_the_rest_is_pale(graph: KnowledgeGraph, tmp_path: Path) -> None:
    found = colours(Network(graph, color={"qingdao": "沿海", "jinan": "内陆", "zibo": "内陆"}), tmp_path)
    assert found["济南市"] == found["淄博市"] != found["青岛市"]
    assert found["青岛市"][1] == "沿海"
    assert found["枣庄市"] == ("#c9ced6", "无数值")


def test_numbers_go_from_light_to_dark(graph: KnowledgeGraph, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas comes with the extra notebook")
    ids = [id for id, e in graph.entities.items() if e.classes[0] == "City"]
    found = colours(Network(graph, color=pandas.Series(range(len(graph.entities)), list(graph.entities))), tmp_path)
    assert len({colour for colour, _ in found.values()}) == 5
    few = colours(Network(graph, color={ids[0]: 1.5, ids[1]: float("nan")}), tmp_path)
    assert few[graph.entities[ids[0]].name][1] == "1.5"
    assert few[graph.entities[ids[1]].name][1] == "无数值"


def test_a_highlight_stands_in_the_legend(graph: KnowledgeGraph, browser: Browser, tmp_path: Path) -> None:
    network = Network(graph, View(around="qingdao"), highlight=["gfm"])
    network.save(tmp_path / "network.html")
    visit = Visit(browser, tmp_path / "network.html")
    visit.page.locator("body[data-ready=true]").wait_for()
    assert "突出显示" in visit.page.locator("#facets").inner_text()
    assert visit.requests == []
    assert visit.complaints == []


def test_what_is_highlighted_is_in_the_overview_and_named(
    graph: KnowledgeGraph, browser: Browser, tmp_path: Path
) -> None:
    degrees = Counter(id for s in graph.statements() if s.is_fact and s.object for id in (s.subject, s.object))
    least = [e for e in things_of(graph) if degrees[e.id] == 1 and e.existence == "individual"]
    marked, names = zip(*((e.id, e.name) for e in least[:5]), strict=True)
    shown = picture(Network(graph, highlight=marked), tmp_path)
    assert {shown["names"][n] for n in shown["marked"]} == set(names)
    assert set(shown["marked"]) < set(shown["overview"]["things"])
    assert len(shown["overview"]["things"]) <= 60
    for address in ("", "#show=all"):
        with reading(browser, tmp_path / "network.html", address) as reader:
            drawn = list(Watcher(reader).texts())
            assert all(any(text.startswith(name[:15]) for text in drawn) for name in names)
            assert len(drawn) > len(names)


def test_a_size_is_an_area_on_the_page(graph: KnowledgeGraph, browser: Browser, tmp_path: Path) -> None:
    network = Network(graph, size={"qingdao": 100, "jinan": 25.0, "zibo": float("nan")}, language="zh")
    data = picture(network, tmp_path)
    weights = dict(zip(data["names"], data["weights"], strict=True))
    assert weights["青岛市"] == 4 * weights["济南市"] > 0
    assert weights["淄博市"] == weights["枣庄市"] == 0
    still = browser.new_page()
    still.add_init_script(NO_WEBGL)
    still.goto((tmp_path / "network.html").as_uri())
    still.locator("body[data-ready=true]").wait_for()
    radii = still.eval_on_selector_all("#network circle[data-thing]", "all => all.map(one => one.r.baseVal.value)")
    # The two that have a size, above the smallest.
    smallest = min(radii)
    larger = sorted(r - smallest for r in radii if r > smallest + 0.1)
    assert len(larger) == 2
    assert larger[1] == pytest.approx(2 * larger[0], rel=0.02)


def test_what_is_not_in_the_graph_is_said(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="did you mean 'qingdao'"):
        Network(graph, highlight=["qindao"])
    with pytest.raises(UsageError, match="unknown entity"):
        Network(graph, color={"nobody": 1})
    with pytest.raises(UsageError, match="unknown entity"):
        Network(graph, size={"nobody": 1})
    with pytest.raises(UsageError, match=r"size of 'qingdao' is -1\.0"):
        Network(graph, size={"qingdao": -1})
    with pytest.raises(UsageError, match="give one"):
        Network(graph, color={"qingdao": 1}, highlight=["qingdao"])


def test_hostile_names_stay_text_in_the_frame_and_in_cards(browser: Browser, tmp_path: Path) -> None:
    graph = hostile_graph(tmp_path)
    hostile = "</script><img src=x onerror=alert(1)>"
    frame = Network(graph, color=dict.fromkeys(graph.entities, hostile))._repr_html_()
    page = tmp_path / "cell.html"
    cards = "".join(graph.describe(id)._repr_html_() for id in graph.entities)
    page.write_text(f'<!doctype html><meta charset="utf-8">{frame}{cards}{graph._repr_html_()}', encoding="utf-8")
    visit = Visit(browser, page)
    visit.page.frame_locator("iframe").locator("body[data-ready=true]").wait_for()
    assert visit.page.locator("img, script").count() == 0
    assert visit.page.frame_locator("iframe").locator("img[src=x]").count() == 0
    assert visit.requests == []
    assert visit.complaints == []


def test_where_no_page_is_shown_a_picture_is(graph: KnowledgeGraph) -> None:
    """JupyterLab drops HTML of a notebook that came by mail, GitHub frames, LaTeX both."""
    shown = Network(graph, around="qingdao", highlight=["gfm"])._repr_mimebundle_()
    png = base64.b64decode(shown["image/png"])
    assert png.startswith(b"\x89PNG")
    assert len(png) < 500_000
    assert shown["text/html"].startswith("<iframe")


def test_around_is_a_view(graph: KnowledgeGraph, tmp_path: Path) -> None:
    one = picture(Network(graph, around="qingdao", steps=2), tmp_path)
    assert one == picture(Network(graph, View(around="qingdao", steps=2)), tmp_path)
    assert len(one["names"]) < len(graph.entities)
    with pytest.raises(UsageError, match="not both"):
        Network(graph, View(classes=("City",)), around="qingdao")
    with pytest.raises(UsageError, match="did you mean 'qingdao'"):
        Network(graph, around="qindao")
