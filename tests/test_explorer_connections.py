from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, write_page
from picture_watcher import Watcher
from skillgraph import analysis
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.records import Entity, Modality, Statement, Status

_GO = """(hash) => new Promise((done) => {
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = hash;
})"""


def told(reader: Reader, a: str, b: str) -> tuple[int, int, list[list[str]]]:
    """What the page says of two things: how many shortest chains, of how many steps, and those that it lists."""
    reader.page.evaluate(_GO, f"path={a}&path={b}")
    text = reader.panel()
    found = re.search(r"最短的联系：(\d+) 步，(?:列出前 \d+ 条，)?共 ([\d,]+) 条", text)
    assert bool(found) is ("没有联系" not in text)
    if not found:
        return 0, 0, []
    steps, count = int(found[1]), int(found[2].replace(",", ""))
    between = reader.page.locator("[data-shared]").evaluate_all("(all) => all.map((e) => e.dataset.shared)")
    chains = reader.page.locator("[data-chain]").evaluate_all("(all) => all.map((e) => e.dataset.chain.split(' '))")
    return count, steps, {1: [[a, b]], 2: [[a, one, b] for one in sorted(between)]}.get(steps, chains)


def computed(graph: KnowledgeGraph, a: str, b: str, most: int) -> tuple[int, int, list[list[str]]]:
    """The same by `analysis.explanations`."""
    table = analysis.explanations(graph, a, b, most=10_000)
    if table.empty:
        return 0, 0, []
    statements = {s.id: s for s in graph.statements()}
    chains = []
    for _, rows in table[table.chain <= most].groupby("chain"):
        chain = [a]
        for statement in rows.drop_duplicates("step").statement:
            ends = [statements[statement].subject, statements[statement].object]
            ends.remove(chain[-1])
            chain += ends
        chains.append(chain)
    steps = int(table.step.max())
    # What both are linked to stands in groups on the page.
    return int(table.chain.max()), steps, sorted(chains) if steps == 2 else chains


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("zibo", "zaozhuang"),
        ("zaozhuang", "zibo"),
        ("laos-lpb-college", "gfm"),
        ("qingdao", "laos-lpb-college"),
        ("laos-lpb-college", "zaozhuang"),
        ("overseas-empowerment-centre", "qingdao"),
        ("haier", "zibo"),
    ],
)
def test_the_page_explains_as_python_does(reader: Reader, graph: KnowledgeGraph, a: str, b: str) -> None:
    assert told(reader, a, b) == computed(graph, a, b, 20)


MODALITIES: list[Modality] = ["actual", "actual", "actual", "actual", "actual", "planned", "negated"]
STATUSES: list[Status] = ["reviewed", "reviewed", "reviewed", "reviewed", "extracted", "rejected"]


def generated(folder: Path, seed: int) -> KnowledgeGraph:
    """A graph of layers with hubs, places, plans, denials and rejected statements between them."""
    draw = random.Random(seed)
    entities = [Entity(f"e{n:02}", "r", ("City" if n < 4 else "Enterprise",), f"某{n}") for n in range(40)]
    statements = []
    for n in range(90):
        a, b = draw.randrange(40), min(draw.randrange(40), draw.randrange(40))
        if a == b:
            continue
        place = a < 4 and b < 4
        statements.append(
            Statement(
                f"r/{n}",
                "r",
                f"e{a:02}",
                "containedIn" if place else draw.choice(["partnersWith", "supports"]),
                f"e{b:02}",
                modality=draw.choice(MODALITIES),
                status=draw.choice(STATUSES),
            )
        )
    return graph_of(folder, *entities, *statements)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_page_explains_as_python_does_in_any_graph(browser: Browser, tmp_path: Path, seed: int) -> None:
    graph = generated(tmp_path / "g", seed)
    draw = random.Random(seed)
    with reading(browser, write_page(graph, tmp_path / "p.html")) as reader:
        steps = set()
        for _ in range(25):
            a, b = draw.sample(range(40), 2)
            expected = computed(graph, f"e{a:02}", f"e{b:02}", 20)
            assert told(reader, f"e{a:02}", f"e{b:02}") == expected, (a, b)
            steps.add(expected[1])
        assert len(steps) > 2


def test_what_two_cities_share_takes_a_button_and_a_name(reader: Reader) -> None:
    reader.choose("淄博")
    reader.page.click("[data-key=explain]")
    assert reader.page.evaluate("document.activeElement.dataset.key") == "other"
    reader.page.keyboard.type("zaozh")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == "淄博市 与 枣庄市"
    shared = reader.page.locator("[data-shared]")
    names = shared.locator(".step").all_inner_texts()
    five = {"技能领军人才", "高技能人才", "齐鲁技能大师特色工作站", "国家级技能大师工作室", "省级技能领军人才"}
    assert five <= set(names)
    for entry in shared.all():
        assert "淄博市" in entry.inner_text()
        assert "枣庄市" in entry.inner_text()
        assert entry.locator(".evidence").count() >= 2
    assert f"2 步，共 {len(names)} 条" in reader.panel()
    assert "计划、探索等尚非事实的内容未计入" in reader.panel()
    address = reader.page.evaluate("location.hash")
    assert address == "#path=zibo&path=zaozhuang"
    reader.page.go_back()
    reader.page.go_back()
    reader.page.click("[data-key=explain]")
    reader.page.locator(".chooser button", has_text="枣庄市").click()
    assert reader.page.evaluate("location.hash") == address


def test_the_field_of_the_other_thing_is_worked_by_the_keyboard(reader: Reader) -> None:
    reader.choose("淄博市")
    reader.page.click("[data-key=explain]")
    reader.page.keyboard.type("市")
    options = reader.page.locator("#other-hits li")
    assert options.count() > 2
    assert "淄博市" not in options.locator("bdi").all_inner_texts()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowUp")
    reader.page.keyboard.press("ArrowDown")
    chosen = options.nth(1).locator("bdi").inner_text()
    assert reader.page.get_attribute("#other", "aria-activedescendant") == "other-1"
    reader.page.keyboard.press("Escape")
    assert reader.page.locator("#other").count() == 0
    assert reader.page.evaluate("document.activeElement.dataset.key") == "explain"
    assert reader.page.inner_text("#panel h2") == "淄博市"
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.type("市")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == f"淄博市 与 {chosen}"


def test_plans_count_once_they_are_shown(browser: Browser, tmp_path: Path) -> None:
    entities = [Entity(id, "r", ("Enterprise",), name) for id, name in (("a", "甲"), ("b", "乙"), ("m", "丙"))]
    statements = [
        Statement("r/1", "r", "a", "partnersWith", "m"),
        Statement("r/2", "r", "b", "partnersWith", "m", modality="planned"),
    ]
    page = write_page(graph_of(tmp_path / "g", *entities, *statements), tmp_path / "p.html")
    with reading(browser, page, "#path=a&path=b") as reader:
        assert "在当前筛选下，甲 与 乙 没有联系" in reader.panel()
        reader.page.click("[data-facet=modality] .all")
        assert "双方都“…合作”" in reader.panel() or "双方都“合作”" in reader.panel()
        assert reader.page.locator("[data-shared=m] .plan").count() == 1


def test_an_alliance_leads_on_to_the_enterprises_it_brought(reader: Reader) -> None:
    told = reader.choose("青岛中德产教融合联盟")
    assert "双元三地模式 促成 青岛中德产教融合联盟" in told
    onward = reader.page.locator("#panel details.onward", has_text="双元三地模式")
    assert re.search(r"双元三地模式 → .*引进 \d", onward.inner_text())
    assert "富士康" not in onward.inner_text()
    onward.locator("summary").click()
    onward.locator(".fact .thing").first.wait_for()
    assert {"京东方", "芯恩", "富士康"} <= set(onward.locator(".fact .thing").all_inner_texts())
    assert onward.locator(".evidence").count() == onward.locator(".entry").count()
    assert reader.page.inner_text("#panel h2") == "青岛中德产教融合联盟"


def test_a_thing_is_told_by_relation_the_most_frequent_first(reader: Reader) -> None:
    reader.choose("青岛市")
    headings = [text for text in reader.page.locator("#panel h4").all_inner_texts() if re.search(r"\(\d+\)$", text)]
    counts = [int(text.rsplit("(", 1)[1].rstrip(")")) for text in headings]
    assert len(counts) > 10
    first = counts[: counts.index(1) + 1]
    assert first == sorted(first, reverse=True)


def test_what_is_expanded_stays_when_the_reader_goes_on(browser: Browser, page: Path) -> None:
    with reading(browser, page) as reader:
        watcher = Watcher(reader)
        overview = set(watcher.texts())
        reader.choose("老挝琅勃拉邦")
        own = {"老挝琅勃拉邦职业技术学院", "琅勃拉邦", "老挝"} - overview
        assert own
        reader.page.click("[data-key=expand]")
        reader.page.keyboard.press("Escape")
        reader.page.click("[data-key=fit]")
        assert own & set(watcher.texts())
        address = reader.page.evaluate("location.hash")
        with reading(browser, page, address) as other:
            assert own & set(Watcher(other).texts())
        reader.page.click("[data-key=fold-all]")
        assert not own & set(watcher.texts())


def test_what_is_expanded_stays_beside_the_surroundings_of_another(reader: Reader) -> None:
    reader.choose("双元三地模式")
    reader.page.click("[data-key=steps-1]")
    alone = reader.counts()[0]
    reader.page.click("[data-key=expand]")
    assert reader.counts()[0] == alone
    reader.choose("老挝琅勃拉邦")
    assert reader.counts()[0] > alone
    reader.page.click("[data-key=fold-all]")
    assert reader.counts()[0] < alone
