from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser

from browser import Visit, until
from hostile import FACTS, IMAGE, NAMES, NOT_FACTS, hostile_graph, large_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.layout import positions
from skillgraph.explore.places import places
from skillgraph.formats import pyvis
from skillgraph.graph.view import View, choose


def written(graph: KnowledgeGraph) -> str:
    file = io.BytesIO()
    pyvis.write(graph, file)
    return file.getvalue().decode()


def data_of(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="network-data">(.*?)</script>', page, re.DOTALL)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with hostile_graph(tmp_path_factory.mktemp("hostile")) as graph:
        yield graph


@pytest.fixture(scope="module")
def hostile_page(hostile: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(written(hostile), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def page(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "页 面.html"
    path.write_text(written(graph), encoding="utf-8", newline="")
    return path


@pytest.fixture
def visit(browser: Browser, page: Path) -> Iterator[Visit]:
    visit = Visit(browser, page)
    yield visit
    visit.close()


def colours_on_canvas(visit: Visit) -> int:
    count: int = visit.page.evaluate(
        """() => {
          const canvas = document.querySelector("#network canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    return count


def test_nodes_and_edges_are_those_of_the_network(graph: KnowledgeGraph) -> None:
    network, data = graph.to_networkx(), data_of(written(graph))
    assert [node["id"] for node in data["nodes"]] == list(network)
    facts = [e for e in data["edges"] if not e.get("planned")]
    assert [(e["from"], e["to"], e["id"]) for e in facts] == list(network.edges(keys=True))


def test_what_is_no_fact_is_hidden_and_dashed_and_what_was_rejected_is_not_there(hostile: KnowledgeGraph) -> None:
    page = written(hostile)
    edges = {edge["id"].removeprefix("hostile/"): edge for edge in data_of(page)["edges"]}
    planned = {id for id, edge in edges.items() if edge.get("planned")}
    assert planned == {"planned", "explored", "denied"}
    assert len(edges) == FACTS + len(planned)
    assert len(planned) < NOT_FACTS
    assert all(edges[id]["hidden"] and edges[id]["dashes"] for id in planned)
    assert "不是事实 Not a fact: 计划 planned" in edges["planned"]["title"]
    assert f"计划等 {len(planned)} 条" in page
    assert f"{len(NAMES) + 3} 个条目，{FACTS} 条条目之间的事实" in page
    texts = sum(s.is_fact and not s.object for s in hostile.statements())
    assert f"另有 {texts} 条事实的内容是一段文字" in page


def test_plans_are_shown_when_asked_for(visit: Visit) -> None:
    shown = "edges.get({ filter: (e) => e.planned && !e.hidden }).length"
    assert visit.page.evaluate(shown) == 0
    visit.page.locator("#planned").check()
    assert visit.page.evaluate(shown) > 10
    visit.page.locator("#planned").uncheck()
    assert visit.page.evaluate(shown) == 0


def test_it_is_headed_and_placed_as_the_network_page_is(graph: KnowledgeGraph, visit: Visit) -> None:
    assert visit.page.title() == "济南、青岛、淄博、枣庄技能人才工作经验"
    assert visit.page.locator("h1").inner_text().startswith("济南、青岛、淄博、枣庄技能人才工作经验")
    chosen = choose(graph, View())
    points = dict(zip((e.id for e in chosen.entities), places(chosen).points, strict=True))
    assert {n["id"]: (n["x"], n["y"]) for n in data_of(written(graph))["nodes"]} == points


def test_a_passage_is_told_by_its_section_and_place(graph: KnowledgeGraph) -> None:
    titles = [edge["title"] for edge in data_of(written(graph))["edges"] if "four-cities" in edge["title"]]
    assert len([t for t in titles if "约在全文 " in t]) > 100
    assert any(" · 约在全文 " in t for t in titles)


def test_an_edge_tells_relation_time_basis_and_evidence(hostile: KnowledgeGraph) -> None:
    titles = {edge["id"]: edge["title"] for edge in data_of(written(hostile))["edges"]}
    relation, time_line, basis, source, evidence = titles["hostile/parallel"].split("\n")
    assert relation == "合作 partners with"
    assert time_line == f"时间 Time: 2021年{IMAGE}"
    assert basis.startswith("依据 Basis: ")
    assert basis.endswith(" name")
    assert source.startswith("出处 Source: 《报告 <img")
    assert evidence == "hostile:3-9#0a1b2c3d"
    assert "Basis" not in titles["hostile/f0"]


def test_names_are_text_on_one_line_and_labels_short(hostile: KnowledgeGraph) -> None:
    nodes = {node["id"]: node for node in data_of(written(hostile))["nodes"]}
    assert nodes["rare"]["label"] == "𬭎鋒學院"
    assert nodes["long"]["label"] == "长" * 15 + "…"
    assert nodes["long"]["title"].split("\n")[0] == NAMES["long"]
    assert nodes["lines"]["label"] == "一行 二行 三行 四行"
    assert nodes["image"]["title"].split("\n") == [IMAGE, f"image {IMAGE}", "企业 enterprise"]


def test_no_name_reaches_the_markup(hostile: KnowledgeGraph) -> None:
    page = written(hostile)
    assert "<img" not in page
    assert page.count("</script>") == 3
    assert not re.search("[\u2028\u2029]", page)
    assert html.escape(IMAGE) in page, "the report's title stands in the heading's details"


def test_the_policy_allows_exactly_the_two_scripts_and_the_style(graph: KnowledgeGraph) -> None:
    page = written(graph)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    directives = {d.split()[0]: d.split()[1:] for d in policy[1].split("; ")}
    assert directives["default-src"] == ["'none'"]
    for directive, tag in (("script-src", "script"), ("style-src", "style")):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        sums = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert directives[directive] == [f"'sha256-{s}'" for s in sums]
    assert directives["img-src"] == ["data:"]
    assert not re.search(r"""(src|href)=["'](?!data:)|@import|sourceMappingURL""", page.split("<script>")[0])
    assert "sourceMappingURL" not in page


def test_opens_without_network_and_draws(visit: Visit, graph: KnowledgeGraph) -> None:
    page = visit.page
    until(page, "network.getScale() < 1")
    page.wait_for_timeout(200)
    assert visit.requests == []
    assert visit.complaints == []
    assert colours_on_canvas(visit) > 20
    network = graph.to_networkx()
    assert page.evaluate("[nodes.length, edges.get({ filter: (e) => !e.hidden }).length]") == [
        len(network),
        network.number_of_edges(),
    ]
    assert f"{len(network)} 个条目" in page.inner_text("aside")
    assert page.inner_text("#legend button[data-class=City]").split() == [
        "城市", "city", str(sum(data["class_name"] == "City" for _, data in network.nodes(data=True))),
    ]  # fmt: skip
    assert page.locator("html").get_attribute("lang") == "zh"


def test_hovering_shows_the_names(visit: Visit) -> None:
    page = visit.page
    page.fill("#search input", "Qingdao")
    page.press("#search input", "Enter")
    box = page.locator("#network").bounding_box()
    assert box
    point = page.evaluate('network.canvasToDOM(network.getPosition("qingdao"))')
    page.mouse.move(box["x"] + point["x"] + 30, box["y"] + point["y"] + 2)
    page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    tooltip = page.locator("div.vis-tooltip")
    tooltip.wait_for(state="visible", timeout=5000)
    assert tooltip.inner_text().split("\n") == ["青岛市", "Qingdao", "城市 city"]


@pytest.mark.parametrize("text", ["青岛", "qingdao"])
def test_search_selects_and_tells_the_facts_with_evidence(visit: Visit, text: str) -> None:
    page = visit.page
    page.fill("#search input", text)
    page.press("#search input", "Enter")
    assert page.evaluate("network.getSelectedNodes()") == ["qingdao"]
    details = page.inner_text("#details")
    assert details.startswith("青岛市\nQingdao\n城市 city\n")
    assert "青岛市 → 山东省\n隶属于 contained in\n" in details
    assert re.search(r"four-cities:\d+-\d+#[0-9a-f]{8}", details)
    page.press("#search input", "Enter")
    assert page.inner_text("#found").startswith("2 / ")
    page.fill("#search input", "no such name")
    page.press("#search input", "Enter")
    assert page.inner_text("#found") == "没有找到 Nothing found"
    assert visit.complaints == []


def test_the_legend_hides_and_shows_a_class(visit: Visit) -> None:
    page = visit.page
    before = page.evaluate("shownNodes.getIds().length")
    city = page.locator("#legend button[data-class=City]")
    city.focus()
    page.keyboard.press("Enter")
    assert city.get_attribute("aria-pressed") == "false"
    assert page.evaluate("shownNodes.get({ filter: (n) => n.group === 'City' }).length") == 0
    page.keyboard.press("Enter")
    assert page.evaluate("shownNodes.getIds().length") == before
    assert visit.complaints == []


def test_the_arrow_keys_move_the_picture(visit: Visit) -> None:
    page = visit.page
    page.locator("#network .vis-network").focus()
    before = page.evaluate("network.getViewPosition()")
    page.keyboard.down("ArrowRight")
    page.wait_for_function("(before) => network.getViewPosition().x !== before.x", arg=before)
    page.keyboard.up("ArrowRight")


def test_hostile_names_run_nothing(browser: Browser, hostile_page: Path) -> None:
    visit = Visit(browser, hostile_page)
    page = visit.page
    page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
    page.locator("summary").click()
    for id in NAMES:
        page.evaluate("(id) => { network.selectNodes([id]); describe({ nodes: [id], edges: [] }); }", id)
        page.evaluate("(id) => network.focus(id, { scale: 1 })", id)
        point = page.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", id)
        page.mouse.move(303 + point["x"] + 30, point["y"] + 1)
        page.mouse.move(303 + point["x"], point["y"])
        page.wait_for_timeout(250)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert IMAGE in page.inner_text("aside .reports")
    assert colours_on_canvas(visit) > 20
    assert (visit.requests, visit.complaints) == ([], [])
    visit.close()


def test_on_a_phone_the_legend_wraps_and_the_picture_fills_the_rest(browser: Browser, page: Path) -> None:
    visit = Visit(browser, page, 390, 844)
    canvas = visit.page.locator("#network canvas").bounding_box()
    legend = visit.page.locator("#legend").bounding_box()
    assert canvas
    assert legend
    assert canvas["width"] == 390
    assert canvas["height"] > 400
    assert legend["y"] + legend["height"] <= canvas["y"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.page.wait_for_timeout(200)
    assert colours_on_canvas(visit) > 20
    visit.close()


def test_without_javascript_the_page_says_so(browser: Browser, page: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    assert "此页需要 JavaScript" in opened.inner_text("main")
    context.close()


def test_labels_do_not_cover_each_other() -> None:
    places = positions(nx.barabasi_albert_graph(200, 1, seed=3).edges(), [(120, 40)] * 200)
    covered = sum(
        abs(ax - bx) < 118 and abs(ay - by) < 38 for i, (ax, ay) in enumerate(places) for bx, by in places[:i]
    )
    assert covered == 0


@pytest.mark.parametrize(("count", "edges"), [(0, []), (1, [(0, 0)]), (2, [(0, 1), (0, 1)]), (3, [])])
def test_small_networks_have_a_layout(count: int, edges: list[tuple[int, int]]) -> None:
    places = positions(edges, [(100, 40)] * count)
    assert len(set(places)) == count


def test_a_hub_of_thousands_stands_in_the_middle_of_a_disc() -> None:
    places = positions([(0, leaf) for leaf in range(1, 3001)], [(100, 40)] * 3001)
    assert len(set(places)) > 2900
    span = max(x for x, _ in places)
    assert abs(places[0][0] - span / 2) < span / 10


def test_a_graph_of_ten_thousand_nodes_is_written_in_time(patience: None, tmp_path: Path) -> None:
    with large_graph(tmp_path / "large", 10_000, 3) as graph:
        # The processor's time, which other programs on the machine don't change.
        start = time.process_time()
        data = data_of(written(graph))
    assert time.process_time() - start < 30
    assert (len(data["nodes"]), len(data["edges"])) == (10_000, 30_000)
    assert len({(node["x"], node["y"]) for node in data["nodes"]}) > 9_900
