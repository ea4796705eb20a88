from __future__ import annotations

import base64
import csv
import io
import re
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, shown_facts, things_of, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import PageOptions
from skillgraph.model.records import Entity, Statement, Status


def colours(reader: Reader, canvas: str = "#network canvas.sigma-nodes") -> int:
    """How many colours a screenshot of the picture has."""
    shot = base64.b64encode(reader.page.locator("#network").screenshot()).decode()
    count: int = reader.page.evaluate(
        """async (shot) => {
          const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
          context.drawImage(bitmap, 0, 0);
          return new Set(new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)).size;
        }""",
        shot,
    )
    return count


def test_opens_without_network_and_draws(reader: Reader, graph: KnowledgeGraph) -> None:
    facts = len(shown_facts(graph))
    figures = sum(o.modality == "actual" for o in graph.observations())
    assert reader.counts() == (len(things_of(graph)), facts, figures)
    assert colours(reader) > 100
    assert reader.page.title() == "济南、青岛、淄博、枣庄技能人才工作经验"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("老挝琅勃拉邦", "老挝琅勃拉邦职业技术学院"),
        ("luang prabang voc", "老挝琅勃拉邦职业技术学院"),
        ("技耀泉城", "技耀泉城海右技能人才大赛"),
        ("qingdaoshi", "青岛市"),
        ("QD", "青岛市"),
        ("qingd", "青岛市"),
        ("ｚｉｂｏ", "淄博市"),
        ("mingzhidaxue", "韩国明知大学"),
        ("hgmzdx", "韩国明知大学"),
        ("jiqiren", ""),
    ],
)
def test_search_knows_names_english_aliases_and_pinyin(browser: Browser, page: Path, text: str, name: str) -> None:
    with reading(browser, page) as reader:
        hits = reader.hits(text)
        assert (hits[0] if hits else "") == name or (not name and all("机器人" in hit for hit in hits))


def test_every_reading_of_a_character_is_found(browser: Browser, tmp_path: Path) -> None:
    names = ("重庆大学", "单县技校", "乐陵学院", "𬭎鋒學院", "长乐")
    graph = graph_of(tmp_path / "g", *(Entity(f"e{n}", "r", ("School",), name) for n, name in enumerate(names)))
    with reading(browser, write_page(graph, tmp_path / "p.html")) as reader:
        for text, name in (
            ("chongqing", "重庆大学"), ("zhongqing", "重庆大学"), ("shanxian", "单县技校"), ("danxian", "单县技校"),
            ("laoling", "乐陵学院"), ("leling", "乐陵学院"), ("hongfeng", "𬭎鋒學院"), ("cl", "长乐"), ("zhl", "长乐"),
        ):  # fmt: skip
            assert reader.hits(text) == [name], text
        assert reader.hits("xyz") == []
        assert reader.page.inner_text("#found").replace("\n", "").startswith("没有找到。已查找5 个条目")


def test_a_class_is_filtered_with_the_classes_below_it(browser: Browser, tmp_path: Path) -> None:
    classes = ("School", "VocationalSchool", "TechnicalSchool", "LubanWorkshop", "Enterprise")
    entities = [Entity(f"e{n}", "r", (name,), f"某{name}") for n, name in enumerate(classes)]
    both = Entity("both", "r", ("VocationalSchool", "TechnicalSchool"), "两者")
    kind = Entity("kind", "r", ("School",), "各类学校", existence="kind")
    with reading(browser, write_page(graph_of(tmp_path / "g", *entities, both, kind), tmp_path / "p.html")) as reader:
        reader.only("class", "学校")
        assert reader.counts()[0] == 5, "all schools, of whatever class below, and no kind of school"
        reader.only("class", "职业院校")
        assert reader.counts()[0] == 2, "vocational and technical schools stand beside each other"
        reader.only("class", "学校")
        reader.toggle("class", "技工院校")
        assert reader.counts()[0] == 4, "what is a vocational school too stays"
        assert reader.row("class", "学校").locator("input").evaluate("(box) => box.indeterminate")
        reader.page.click("[data-key=reset]")
        assert reader.counts()[0] == 7


def test_plans_are_off_and_said_so_and_can_be_shown_alone(reader: Reader, graph: KnowledgeGraph) -> None:
    others = [s for s in graph.statements() if s.modality != "actual"]
    note = reader.page.inner_text("#facets .note")
    assert f"另有 {len(others)} 条内容、11 项数据未显示（" in note
    reader.page.click("[data-key=not-facts]")
    things, facts, figures = reader.counts()
    assert facts == len(others)
    assert figures == sum(o.modality != "actual" for o in graph.observations())
    assert 0 < things < 100
    reader.only("modality", "计划")
    assert reader.counts()[1] == sum(s.modality == "planned" for s in graph.statements())


def test_relation_city_and_source_are_filters(reader: Reader, graph: KnowledgeGraph) -> None:
    facts = [s for s in graph.statements() if s.is_fact]
    reader.only("relation", "合作")
    partners = [s for s in facts if s.predicate == "partnersWith"]
    assert reader.counts() == (len({end for s in partners for end in (s.subject, s.object)}), len(partners), 0)
    reader.page.click("[data-key=reset]")
    reader.only("source", "《行政区划代码表（省级、地级，山东省至县级）》")
    assert reader.counts()[1] == sum(s.source == "places" for s in facts)
    reader.page.click("[data-key=reset]")
    reader.only("city", "青岛市")
    reader.view("table")
    reader.page.click("[data-key=table-things]")
    assert all("青岛市" in row[3] for row in reader.rows())


def test_the_review_status_is_a_filter_and_rejected_statements_are_off(browser: Browser, tmp_path: Path) -> None:
    statuses = get_args(Status)
    ring = [Entity(f"e{n}", "r", ("Enterprise",), f"企业{n}") for n in range(len(statuses))]
    statements = [
        Statement(f"r/{status}", "r", f"e{n}", "partnersWith", f"e{(n + 1) % len(statuses)}", status=status)
        for n, status in enumerate(statuses)
    ]  # fmt: skip
    with reading(browser, write_page(graph_of(tmp_path / "g", *ring, *statements), tmp_path / "p.html")) as reader:
        assert reader.counts()[1] == 4
        reader.only("status", "待审核")
        assert reader.counts()[:2] == (2, 1)
        reader.toggle("status", "已否定")
        assert reader.counts()[1] == 2


def test_time_is_a_filter_and_undated_facts_are_apart(reader: Reader, graph: KnowledgeGraph) -> None:
    facts = shown_facts(graph)
    dated = [s for s in facts if s.start or s.end]
    reader.page.click("[data-key=undated]")
    assert reader.counts()[1] == len(dated)
    slider = reader.page.locator("[data-key=time-from]")
    slider.focus()
    slider.press("End")
    last = [s for s in dated if (s.end or "9999") >= "2025" or (not s.end and s.start)]
    assert reader.counts()[1] == len(last)
    reader.page.click("[data-key=undated]")
    assert reader.counts()[1] == len(last) + len(facts) - len(dated)


def test_a_thing_tells_names_facts_figures_and_evidence(reader: Reader) -> None:
    told = reader.choose("青岛")
    assert told.split()[:4] == ["×", "青岛市", "Qingdao", "城市"]
    assert "技工院校在校生数 49,100 人" in told
    assert "年培养技能人才数 超过 10,000 人" in told
    entry = reader.page.locator('[data-figure="four-cities/qd-enrolment"]')
    entry.locator("summary", has_text="精确位置").click()
    assert "第 1,503–1,526 字" in entry.inner_text()
    reader.page.locator("#panel [data-fact] .thing", has_text=re.compile("^山东省$")).first.click()
    assert reader.panel().split()[1] == "山东省"
    assert "青岛市 隶属于 山东省" in reader.panel()
    reader.page.go_back()
    reader.page.wait_for_selector("#panel h2 bdi:text-is('青岛市')")
    reader.page.click("[data-key=close]")
    assert reader.page.locator("#panel").is_hidden()


def test_passages_are_those_of_the_readers_copy(
    browser: Browser, graph: KnowledgeGraph, reports: Path, tmp_path: Path
) -> None:
    page = write_page(graph, tmp_path / "p.html", PageOptions(documents=reports))
    text = (reports / "four-cities.txt").read_text("utf-8")
    with reading(browser, page, "#thing=laos-lpb-college") as reader:
        [fact] = [s for s in graph.statements() if s.object == "laos-lpb-college" and s.subject == "qingdao"]
        entry = reader.page.locator(f'[data-fact="{fact.id}"]')
        [span] = fact.evidence
        assert entry.locator("mark").inner_text() == text[span.start : span.end]
        assert "入选" in entry.locator("blockquote").inner_text()
        assert "小节：" in entry.inner_text()


def test_surroundings_leave_what_few_steps_lead_to(reader: Reader, graph: KnowledgeGraph) -> None:
    reader.choose("老挝琅勃拉邦")
    reader.page.click("[data-key=steps-1]")
    near = {"laos-lpb-college"}
    for s in graph.statements():
        if s.is_fact and s.object and "laos-lpb-college" in (s.subject, s.object):
            near |= {s.subject, s.object}
    assert reader.counts()[0] == len(near)
    reader.page.click("[data-key=steps-0]")
    assert reader.counts()[0] == len(things_of(graph))


def test_the_connection_of_two_things_is_explained(reader: Reader) -> None:
    reader.choose("老挝琅勃拉邦")
    reader.page.click("[data-key=explain]")
    assert "请选择另一个条目" in reader.panel()
    told = reader.choose("德国GFM")
    assert reader.page.inner_text("#panel h2") == "老挝琅勃拉邦职业技术学院 与 德国GFM教育集团"
    assert "最短的联系：2 步，共 1 条" in told
    assert "青岛市 合作 老挝琅勃拉邦职业技术学院" in told
    reader.page.click("[data-key=close]")
    reader.choose("淄博市")
    reader.page.click("[data-key=explain]")
    told = reader.choose("山东省")
    assert "淄博市 与 山东省" in told
    assert "淄博市 隶属于 山东省" in told
    assert "“隶属于”不算联系" in told


def test_the_table_sorts_and_filters_and_its_csv_holds_no_formula(browser: Browser, tmp_path: Path) -> None:
    names = ["=1+1", "+86", "-2", "@SUM(A1)", "\t=2", '引"号,逗', "普通"]
    entities = [Entity(f"e{n}", "r", ("Enterprise",), name) for n, name in enumerate(names)]
    page = write_page(graph_of(tmp_path / "g", *entities), tmp_path / "p.html")
    with reading(browser, page, "#view=table&table=things") as reader:
        assert [row[0].strip() for row in reader.rows()] == [name.strip() for name in names]
        reader.page.check("[data-key=ids]")
        reader.page.click("[data-key=sort-id]")
        reader.page.click("[data-key=sort-id]")
        assert reader.rows()[0][5] == "e6"
        assert reader.page.get_attribute("th:nth-child(6)", "aria-sort") == "descending"
        reader.page.fill("[data-key=rows]", "引")
        assert len(reader.rows()) == 1
        reader.page.fill("[data-key=rows]", "")
        with reader.page.expect_download() as download:
            reader.page.click("[data-key=csv]")
        data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    cells = [row[0] for row in rows[1:]]
    assert cells == ["普通", '引"号,逗', "'\t=2", "'@SUM(A1)", "-2", "+86", "'=1+1"]


def test_figures_of_cities_stand_side_by_side(reader: Reader) -> None:
    reader.view("numbers")
    reader.page.fill("[data-key=indicators]", "在校生")
    [row] = reader.rows()
    assert row[0] == "技工院校在校生数"
    assert reader.page.locator("main table:visible thead th").all_inner_texts() == ["指标", "青岛市", "枣庄市"]
    assert row[1].startswith("49,100 人")
    assert row[2].startswith("超过 20,000 人")
    reader.page.click('main [data-open-figure="four-cities/qd-enrolment"]')
    assert "约在全文 29% 处。请在您手中的报告里查找“技工院校”" in reader.panel()


def test_the_address_holds_the_view_and_back_leads_to_the_one_before(browser: Browser, page: Path) -> None:
    with reading(browser, page) as reader:
        reader.only("class", "企业")
        reader.view("table")
        reader.page.click("[data-key=language]")
        reader.choose("Haier")
        address = reader.page.evaluate("location.hash")
        counts, told = reader.counts(), reader.panel()
        with reading(browser, page, address) as other:
            assert (other.counts(), other.panel()) == (counts, told)
            assert other.page.get_attribute("html", "lang") == "en"
            assert other.page.locator("#view-table").is_visible()
        reader.page.go_back()
        reader.page.wait_for_selector("#panel", state="hidden")
        reader.page.go_back()
        reader.page.wait_for_selector("html[lang=zh]")
        reader.page.go_back()
        reader.page.wait_for_selector("#view-network:not([hidden])")
        reader.page.go_back()
        assert reader.page.locator("[data-key=reset]").is_disabled()


def test_the_keyboard_does_it_all(reader: Reader) -> None:
    page = reader.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.type("shi")
    first = page.get_attribute("#query", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#query", "aria-activedescendant") != first
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").is_visible()
    page.keyboard.press("Escape")
    page.locator("[data-key=view-list]").focus()
    page.keyboard.press("Enter")
    page.locator("#view-list summary").first.focus()
    page.keyboard.press("Enter")
    thing = page.locator("#view-list li button").first
    thing.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == thing.inner_text()
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == thing.inner_text()
    page.keyboard.press("Enter")
    page.locator("[data-key=view-network]").focus()
    page.keyboard.press("Enter")
    before = page.locator("#network").screenshot()
    page.locator("#network").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(100)
    assert page.locator("#network").screenshot() != before


def test_a_click_on_a_dot_chooses_it(reader: Reader) -> None:
    reader.choose("淄博市")
    box = reader.page.locator("#network").bounding_box()
    assert box
    # What has been found stands in the middle of the picture. Closing the panel widens it around the same middle.
    reader.page.click("[data-key=close]")
    reader.page.wait_for_timeout(200)
    wider = reader.page.locator("#network").bounding_box()
    assert wider
    reader.page.mouse.click(wider["x"] + wider["width"] / 2, wider["y"] + wider["height"] / 2)
    assert reader.page.inner_text("#panel h2") == "淄博市"


def test_a_click_on_a_line_tells_what_is_between_its_ends(browser: Browser, tmp_path: Path) -> None:
    entities = [Entity(id, "r", ("Enterprise",), name) for id, name in (("a", "甲公司"), ("b", "乙公司"))]
    statements = [
        Statement("r/1", "r", "a", "partnersWith", "b"),
        Statement("r/2", "r", "b", "supports", "a", modality="planned"),
    ]
    page = write_page(graph_of(tmp_path / "g", *entities, *statements), tmp_path / "p.html")
    with reading(browser, page) as reader:
        box = reader.page.locator("#network").bounding_box()
        assert box
        reader.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        told = reader.panel()
        assert "甲公司 与 乙公司 之间" in told
        assert reader.page.locator("#panel [data-fact]").count() == 1
        reader.page.click("[data-facet=modality] .all")
        assert reader.page.locator("#panel [data-fact].plan").count() == 1


def test_what_is_no_fact_is_drawn_dashed(browser: Browser, tmp_path: Path) -> None:
    entities = [Entity(id, "r", ("Enterprise",), name) for id, name in (("a", "甲"), ("b", "乙"))]
    statement = Statement("r/1", "r", "a", "partnersWith", "b", modality="planned")
    page = write_page(graph_of(tmp_path / "g", *entities, statement), tmp_path / "p.html")
    with reading(browser, page, "#modality=actual") as reader:
        reader.page.wait_for_timeout(200)
        shot = base64.b64encode(reader.page.locator("#network").screenshot()).decode()
        runs = reader.page.evaluate(_RUNS, shot)
    # Dashes and gaps of a few pixels each, between two things that stand far apart.
    assert runs > 20


#: How often a line of the picture's middle changes between the ground and the colour of plans.
_RUNS = """async (shot) => {
  const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const isPlan = (at) => data[4 * at] - data[4 * at + 2] > 60;
  let most = 0;
  for (let y = 0; y < height; y++) {
    let runs = 0;
    for (let x = 1; x < width; x++) if (isPlan(y * width + x) !== isPlan(y * width + x - 1)) runs++;
    most = Math.max(most, runs);
  }
  return most;
}"""


def test_paper_gets_the_picture_and_what_was_chosen(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#thing=qingdao&show=all") as reader:
        printed = reader.page.pdf(landscape=True, prefer_css_page_size=True)
        assert len(printed) > 30_000
        reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        reader.page.emulate_media(media="print")
        assert reader.page.locator("#paper svg .mark").count() > 300
        assert reader.page.locator("#paper").is_visible()
        assert reader.page.locator("#views").is_hidden()


def test_light_and_dark(browser: Browser, page: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with reading(browser, page, color_scheme="dark") as reader:
        assert reader.page.evaluate(ground) == "rgb(20, 24, 29)"
        reader.page.click("[data-key=theme]")
        assert reader.page.evaluate(ground) == "rgb(251, 251, 249)"


def test_on_a_phone_nothing_is_wider_than_the_window(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#thing=qingdao", width=390, height=844) as reader:
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 390
        network = reader.page.locator("#network").bounding_box()
        panel = reader.page.locator("#panel").bounding_box()
        assert network
        assert panel
        assert network["height"] > 300
        assert panel["y"] >= network["y"] + network["height"] - 1
        for view in ("list", "table", "numbers"):
            reader.view(view)
            assert reader.page.evaluate("document.documentElement.scrollWidth") == 390
