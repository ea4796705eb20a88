"""What a reader meets first: the sentence, the overview, ready questions, what the page says of itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from browser import until
from page_reader import Reader, graph_of, reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.data import PageData
from skillgraph.explore.overview import MOST as MOST_THINGS
from skillgraph.explore.page import PageOptions
from skillgraph.explore.schema import Names, Picture, ViewRow
from skillgraph.explore.stories import MOST, sentence, stories
from skillgraph.graph.view import View, choose
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Statement

#: Takes down what is written and which dots are drawn, until the page is ready; the overview stands then.
_SPY = """
window.drawn = { names: [], dots: [] };
const { fillText, arc } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
  const size = parseFloat(this.font);
  const right = x + this.measureText(text).width;
  if (this.canvas.id === "names") drawn.names.push([text, x, y - size / 2, right, y + size / 2]);
  return fillText.call(this, text, x, y, ...rest);
};
CanvasRenderingContext2D.prototype.arc = function (x, y, r, ...rest) {
  if (this.canvas.id === "names") drawn.dots.push([x, y, r]);
  return arc.call(this, x, y, r, ...rest);
};
"""


def views_of(graph: KnowledgeGraph) -> dict[str, ViewRow]:
    return {view.key: view for view in stories(choose(graph, View()))}


def test_an_answer_names_each_kind_of_thing_and_none_is_cut(graph: KnowledgeGraph) -> None:
    told = views_of(graph)["q21"].caption_zh
    assert "「学校、企业双主体融合办学」" in told
    assert "企业：京东方、芯恩、富士康等 6 个" in told


def picture_of(graph: KnowledgeGraph) -> Picture:
    return PageData(choose(graph, View())).picture(Names("图", "Graph"))


@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 50), (390, 844, 8)])
def test_the_first_view_names_few_things_and_no_name_lies_on_another_or_on_a_dot(
    browser: Browser, page: Path, width: int, height: int, least: int
) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.add_init_script(_SPY)
    opened.goto(page.as_uri())
    opened.wait_for_selector("body[data-ready=true]")
    dots = opened.evaluate("drawn.dots")
    # The first drawing alone: the same names are written again when sigma takes over.
    names = opened.evaluate("drawn.names")
    first = names[: next((n for n in range(1, len(names)) if names[n][0] == names[0][0]), len(names))]
    assert least <= len(first) <= MOST_THINGS
    assert len(dots) <= MOST_THINGS
    for n, (text, left, top, right, bottom) in enumerate(first):
        for other, l2, t2, r2, b2 in first[:n]:
            assert left >= r2 or l2 >= right or top >= b2 or t2 >= bottom, (text, other)
        under = [
            d for d in dots if left < d[0] + d[2] and d[0] - d[2] < right and top < d[1] + d[2] and d[1] - d[2] < bottom
        ]
        assert not under, text
    context.close()


def test_a_sentence_the_report_and_questions_stand_on_one_screen(browser: Browser, page: Path) -> None:
    with reading(browser, page, width=1440, height=900) as reader:
        told = reader.page.inner_text("#front")
        assert "本页汇集《济南、青岛、淄博、枣庄技能人才工作经验》" in told
        assert "5 家境外合作方" in told
        assert "每条事实都注明出处" in told
        buttons = reader.page.locator("#front .question")
        assert 6 <= buttons.count() <= MOST
        last = buttons.last.bounding_box()
        assert last
        assert last["y"] + last["height"] <= 900
        reader.page.click("[data-key=language]")
        assert "5 partners abroad" in reader.page.inner_text("#front")


def test_every_question_is_a_view_with_its_title_and_back_leads_out(
    browser: Browser, page: Path, graph: KnowledgeGraph
) -> None:
    with reading(browser, page) as reader:
        for view in picture_of(graph).views:
            key = view.key
            reader.story(key)
            assert view.zh in reader.page.inner_text("#story")
            assert reader.page.get_attribute(f"[data-key=story-{key}]", "aria-pressed") == "true"
            with reading(browser, page, f"#{view.address}") as other:
                assert other.page.inner_text("#story") == reader.page.inner_text("#story")
                assert other.counts() == reader.counts()
            reader.page.click("[data-key=story-close]")
            assert reader.page.locator("#story").is_hidden()
        reader.story("plans")
        reader.page.go_back()
        reader.page.wait_for_selector("#story", state="hidden")


def things_in_the_table(reader: Reader) -> set[str]:
    reader.view("table")
    reader.page.click("[data-key=table-things]")
    return {row[0].strip() for row in reader.rows()}


def test_one_click_answers_who_is_paired_what_is_planned_who_attracted_whom(
    reader: Reader, graph: KnowledgeGraph
) -> None:
    reader.story("q06")
    assert "老挝琅勃拉邦职业技术学院" in reader.panel()
    assert "青岛市 合作" in reader.panel()
    assert "构建国际化技能交流“共同体”" in reader.panel()
    reader.story("plans")
    planned = [s for s in graph.statements() if s.modality in ("planned", "exploratory")]
    assert len(reader.rows()) == len(planned)
    reader.story("q21")
    assert reader.counts()[0] == 11
    assert {"双元三地模式", "青岛中德产教融合联盟", "京东方", "芯恩", "富士康"} < things_in_the_table(reader)
    reader.story("q26")
    told = reader.page.inner_text("#view-numbers")
    assert re.search("淄博市.*5 家", told, re.DOTALL)
    assert re.search("枣庄市.*1 家", told, re.DOTALL)
    reader.story("ForeignPartner")
    partners = [e for e in graph.entities.values() if "ForeignPartner" in e.derived]
    assert len(partners) == 5
    assert {e.name for e in partners} < things_in_the_table(reader)


def test_what_two_cities_share_is_one_click(reader: Reader, graph: KnowledgeGraph) -> None:
    reader.story("shared")
    near: dict[str, set[str]] = {"zibo": set(), "zaozhuang": set()}
    where = ontology().marked("address")
    for s in graph.statements():
        if s.is_fact and s.object and s.predicate not in where:
            for a, b in ((s.subject, s.object), (s.object, s.subject)):
                near.get(a, set()).add(b)
    both = near["zibo"] & near["zaozhuang"]
    assert len(both) >= 5
    assert all(graph.entities[id].name in reader.panel() for id in both)


def test_the_overview_leads_to_everything_and_to_what_is_outside_of_it(
    browser: Browser, page: Path, graph: KnowledgeGraph
) -> None:
    picture = picture_of(graph)
    central = {picture.names[n] for n in picture.overview.things}
    outside = "日本百利株式会社"
    assert len(central) == MOST_THINGS
    assert outside not in central
    with reading(browser, page) as reader:
        assert f"{MOST_THINGS} 个" in reader.page.inner_text("#notice")
        reader.page.click("[data-key=show-all]")
        assert "show=all" in reader.page.evaluate("location.hash")
        reader.page.go_back()
        reader.page.wait_for_selector("[data-key=show-all]")
        reader.choose(outside)
        assert reader.page.locator("[data-key=show-all]").count() == 0, "what is drawn is no overview"
        reader.page.click("[data-key=close]")
        assert reader.page.locator("[data-key=show-all]").count() == 1


def test_a_click_on_the_legend_leaves_one_kind_and_a_second_brings_all_back(reader: Reader) -> None:
    before = reader.counts()
    names = reader.page.locator("#legend button").all_inner_texts()
    assert 8 <= len(names) <= 12
    button = reader.page.locator("#legend button", has_text="企业")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert 0 < reader.counts()[0] < 10
    button.click()
    assert reader.counts() == before


def test_broad_classes_have_a_colour_each_that_stands_out() -> None:
    groups: dict[tuple[str, str], set[str]] = {}
    words = ontology().words("legend")
    for name in ontology().entity_classes:
        legend = next(words[c] for c in ontology().lineage(name) if c in words)
        groups.setdefault(legend, set()).add(ontology().colour(name))
    assert all(len(colours) == 1 for colours in groups.values())
    colours = {colour for own in groups.values() for colour in own}
    assert 9 <= len(colours) <= 11
    for colour in colours:
        lifted = [round(c + (255 - c) * 0.25) for c in rgb(colour)]
        assert contrast(rgb(colour), rgb("#fbfbf9")) >= 3 or colour == "#8a8f98"
        assert contrast(lifted, rgb("#14181d")) >= 3


def rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def contrast(one: list[int], other: list[int]) -> float:
    def light(colour: list[int]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_questions_and_sentence_suit_any_graph(tmp_path: Path) -> None:
    assert views_of(graph_of(tmp_path / "empty")) == {}
    pair = [Entity("a", "r", ("School",), "甲校", "School A"), Entity("b", "r", ("Enterprise",), "乙公司")]
    tiny = graph_of(tmp_path / "tiny", *pair, Statement("r/1", "r", "a", "partnersWith", "b"))
    assert set(views_of(tiny)) == {"School", "Enterprise"}
    said = sentence(choose(tiny, View()), with_passages=True)
    assert "《报告》" in said.zh
    assert "1 所学校、1 家企业" in said.zh
    assert "都附原文" in said.zh
    assert "2 things and how they are linked, among them 1 school, 1 enterprise." in said.en
    policy = sentence(choose(graph_of(tmp_path / "one", Entity("p", "r", ("Policy",), "政策甲")), View()), False)
    assert "1 thing and how they are linked, among them 1 policy." in policy.en
    many = [Document(f"d{n}", f"第{n}份", "", issued=f"20{n}") for n in (16, 20, 25)]
    schools = [Entity(f"e{n}", f"d{n}", ("School",), f"学校{n}") for n in (16, 20, 25)]
    several = sentence(choose(graph_of(tmp_path / "many", *many, *schools), View()), with_passages=False)
    assert "3 份报告（2016–2025 年）" in several.zh
    assert "3 reports (2016–2025)" in several.en


def test_many_reports_are_counted_few_named_and_the_rest_one_click_away(browser: Browser, tmp_path: Path) -> None:
    many = [Document(f"d{n}", f"第{n}份", "", publisher=f"某{n}局", issued="2024-05") for n in range(6)]
    schools = [Entity(f"e{n}", f"d{n}", ("School",), f"学校{n}") for n in range(6)]
    facts = [Statement(f"d{n}/1", f"d{n}", f"e{n}", "partnersWith", f"e{(n + 1) % 6}") for n in range(6)]
    page = write_page(graph_of(tmp_path / "g", *many, *schools, *facts), tmp_path / "p.html")
    with reading(browser, page) as reader:
        assert "6 份报告" in reader.page.inner_text("#front .lead")
        assert "《第0份》" in reader.page.inner_text("#front")
        assert "某0局，2024-05" in reader.page.inner_text("#front")
        assert "《第5份》" not in reader.page.inner_text("#front")
        reader.page.click("[data-key=reports]")
        assert "《第5份》" in reader.page.inner_text("#front")


def test_on_a_phone_questions_come_before_reports_and_tables_have_the_height(browser: Browser, page: Path) -> None:
    with reading(browser, page, width=390, height=844) as reader:
        question = reader.page.locator("#front .question").first.bounding_box()
        report = reader.page.locator("#front .reports").bounding_box()
        front = reader.page.locator("#front").bounding_box()
        assert question
        assert report
        assert front
        assert question["y"] + question["height"] <= min(report["y"], front["y"] + front["height"])
        reader.view("table")
        assert reader.page.locator("#front").is_hidden()
        reader.view("network")
        assert reader.page.locator("#front").is_visible()


def test_about_tells_how_to_read_licence_citation_version_and_date(browser: Browser, page: Path) -> None:
    with reading(browser, page) as reader:
        reader.page.click("[data-key=aboutPage]")
        told = reader.page.inner_text("#about")
        for part in (
            "虚线是计划",
            "CC BY 4.0",
            "报告原文未随本项目发布",
            "如何引用",
            "skillgraph 0.2.0",
            "已审核",
        ):
            assert part in told, part
        assert "How to read" not in told
        reader.page.keyboard.press("Escape")
        assert reader.page.locator("#about").is_hidden()


def test_about_can_be_read_without_javascript(browser: Browser, page: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    assert "346 个条目" in opened.inner_text("header")
    assert opened.locator("#about").is_visible()
    assert "CC BY 4.0" in opened.inner_text("#about")
    context.close()


def test_the_date_is_the_newest_source_or_what_is_said(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(name: str, date: str = "") -> str:
        return write_page(graph, tmp_path / name, PageOptions(date=date)).read_text("utf-8")

    newest = max(d.issued for d in graph.documents.values())
    assert f"日期：{newest}" in page("a.html")
    assert "日期：2030-01-02" in page("b.html", "2030-01-02")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert "日期：2026-01-01" in page("c.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="seconds since 1970"):
        page("d.html")
    with pytest.raises(UsageError, match="'June' is no date"):
        page("e.html", "June")


def test_compact_is_one_view_and_a_link_to_the_full_page(browser: Browser, page: Path) -> None:
    with reading(browser, page, "?compact#only=qingdao&only=gfm&only=germany", width=800, height=500) as reader:
        for part in ("header", "aside"):
            assert reader.page.locator(part).is_hidden()
        box = reader.page.locator("#network").bounding_box()
        assert box
        assert (box["width"], box["height"] > 380) == (800, True)
        with reader.page.context.expect_page() as opened:
            reader.page.click("[data-key=full-page]")
        full = opened.value
        full.wait_for_selector("body[data-ready=true]")
        assert full.locator("header").is_visible()
        assert "only=gfm" in full.url


def test_the_address_keeps_the_place_and_says_what_is_not_there(browser: Browser, page: Path) -> None:
    with reading(browser, page) as reader:
        reader.page.click("[data-key=zoomIn]")
        until(reader.page, "location.hash.includes('at=')")
        address = reader.page.evaluate("location.hash")
        with reading(browser, page, address) as other:
            other.page.click("[data-key=zoomIn]")
            until(other.page, f"location.hash !== {address!r}")
            ratios = [float(at.rpartition("%2C")[2]) for at in (address, other.page.evaluate("location.hash"))]
            assert ratios[1] == pytest.approx(ratios[0] ** 2, abs=0.001), "it goes on from where it was"
    with reading(browser, page, "#thing=nobody&class=Nothing") as reader:
        assert "nobody; Nothing" in reader.page.inner_text("#story")
        reader.view("list")
        assert reader.page.locator("#story").is_hidden()


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("", {}),
        ("#lang=en", {"color_scheme": "dark"}),
        ("#modality=!planned&modality=!exploratory&view=table&story=plans", {}),
        ("?compact#thing=qingdao", {"width": 600, "height": 500}),
        ("", {"width": 390, "height": 844}),
    ],
)
def test_axe_finds_nothing_on_the_front(
    browser: Browser, page: Path, explorer_sources: Path, address: str, options: dict[str, Any]
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with reading(browser, page, address, **options) as reader:
        if "compact" not in address:
            reader.page.click("[data-key=aboutPage]")
        reader.page.evaluate(f"{axe}; 0")
        found = reader.page.evaluate(
            "async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))])"
        )
        assert found == []
