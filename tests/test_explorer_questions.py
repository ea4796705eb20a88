"""What readers ask of the page, answered by clicking; and what an automatic check of accessibility says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, reading
from skillgraph.api.knowledge_graph import KnowledgeGraph


def test_which_lao_college_works_with_qingdao_and_where_is_that_said(reader: Reader) -> None:
    assert reader.choose("老挝").split()[1] == "老挝"
    reader.page.locator("#panel .thing", has_text="老挝琅勃拉邦职业技术学院").first.click()
    said = reader.page.locator("#panel [data-fact]").filter(has=reader.page.locator(".fact", has_text="合作"))
    entry = said.first.inner_text()
    assert "青岛市 合作 老挝琅勃拉邦职业技术学院" in entry
    assert "小节：青岛 › " in entry
    assert "› 构建国际化技能交流“共同体”，约在全文 32% 处。请在您手中的报告里查找“老挝琅勃拉邦职业技术学院”" in entry


def test_what_is_only_planned(reader: Reader, graph: KnowledgeGraph) -> None:
    reader.page.click("[data-key=not-facts]")
    reader.only("modality", "计划")
    reader.view("table")
    plans = [s for s in graph.statements() if s.modality == "planned"]
    assert {(row[0], row[2]) for row in reader.rows()} == {
        (graph.entities[s.subject].name, graph.entities[s.object].name if s.object else s.text) for s in plans
    }
    reader.page.click("[data-key=table-figures]")
    planned = [o for o in graph.observations() if o.modality == "planned"]
    assert sorted(row[0] for row in reader.rows()) == sorted(graph.entities[o.indicator].name for o in planned)
    reader.view("network")
    assert "虚线" in reader.page.inner_text("#facets .note")


def test_which_alliances_brought_which_enterprises(reader: Reader) -> None:
    reader.only("class", "联盟")
    assert reader.counts()[0] == 3
    assert "所选类型之间没有联系" in reader.page.inner_text("#notice")
    reader.page.click("[data-key=show-near]")
    assert reader.counts()[0] > 10
    reader.page.click("[data-key=reset]")
    reader.only("relation", "引进")
    reader.view("table")
    brought = {(row[0], row[2]) for row in reader.rows()}
    assert {("双元三地模式", name) for name in ("京东方", "芯恩", "富士康")} < brought
    reader.page.click("[data-key=reset]")
    reader.choose("青岛中德产教融合联盟")
    reader.page.click("[data-key=explain]")
    told = reader.choose("富士康")
    assert "双元三地模式 促成 青岛中德产教融合联盟" in told
    assert "双元三地模式 引进 富士康" in told


def test_which_cities_report_master_studios_and_how_many(reader: Reader) -> None:
    reader.view("numbers")
    reader.page.fill("[data-key=indicators]", "大师工作室")
    rows = {row[0]: row[1:] for row in reader.rows()}
    assert reader.page.locator("main .matrix thead th").all_inner_texts()[1:] == ["淄博市", "枣庄市"]
    assert [cell.split("\n")[0] for cell in rows["国家级技能大师工作室数"]] == ["5 家", "1 家"]
    reader.page.locator("main .matrix button", has_text="5 家").click()
    assert re.search(r"小节：淄博.*约在全文 \d+% 处", reader.panel())


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("#thing=qingdao", {}),
        ("#view=list&lang=en", {}),
        ("#view=table&thing=zibo&modality=actual", {}),
        ("#view=numbers", {"color_scheme": "dark"}),
        ("#path=qingdao&path=foxconn&modality=", {"color_scheme": "dark"}),
        ("#thing=qingdao", {"width": 390, "height": 844}),
    ],
)
def test_axe_finds_nothing_serious(
    browser: Browser, page: Path, explorer_sources: Path, address: str, options: dict[str, Any]
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with reading(browser, page, address, **options) as reader:
        reader.page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
        reader.page.evaluate(f"{axe}; 0")
        found = reader.page.evaluate(
            """async () => (await axe.run()).violations.map(
              (v) => [v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 200))])"""
        )
        assert [entry for entry in found if entry[0] in ("serious", "critical")] == []
