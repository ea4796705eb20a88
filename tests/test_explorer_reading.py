"""The reading view: a report's text with what is stated in it marked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from browser import until
from page_reader import Reader, graph_of, reading, write_page
from skillgraph.explore.page import PageOptions
from skillgraph.model.records import Entity, Evidence, Observation, Statement

AXE = """
axe.run({ include: ["#view-read", "#panel"] }).then((found) => found.violations.map(({ impact, id }) => [impact, id]))
"""
IMAGE = "<img src=x onerror=window.pwned=1>"
TEXT = (
    f"# 𬭎州报告{IMAGE}\r\n\r\n## 合作\r\n\r\n"
    f"𬭎州学院与𠮷野公司合作，共建\r\n\r\n实训基地3个。计划到2030年建成学校。</mark><script>window.pwned=1</script>\u202e没有了。\r\n\r\n"
    + "".join(f"无关的第{n}段，什么也没有说，只是为了让这份报告长得要卷动才看得完。\r\n\r\n" for n in range(60))
    + "## 末节\r\n\r\n学院隶属于𬭎州。\r\n"
)


def span(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence.of("r", TEXT, start, start + len(words)),)


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a report with markup, characters beyond the BMP, Windows line ends and passages that overlap."""
    folder = tmp_path_factory.mktemp("reading")
    whole = "𬭎州学院与𠮷野公司合作，共建\r\n\r\n实训基地3个"
    graph = graph_of(
        folder / "g",
        Entity("college", "r", ("School",), "𬭎州学院"),
        Entity("firm", "r", ("Enterprise",), "𠮷野公司"),
        Entity("city", "r", ("City",), "𬭎州"),
        Entity("bases", "r", ("Indicator",), "基地数"),
        Entity("unit", "r", ("Unit",), "个"),
        Statement("r/partners", "r", "college", "partnersWith", "firm", evidence=span("𬭎州学院与𠮷野公司合作")),
        Statement(
            "r/plan", "r", "college", "aim", text="建成学校", modality="planned", evidence=span("计划到2030年建成学校")
        ),
        Statement("r/in", "r", "college", "locatedIn", "city", evidence=span("学院隶属于𬭎州")),
        Observation("r/bases", "r", "college", "bases", "unit", value=Decimal(3), evidence=span(whole)),
        text=TEXT,
    )
    write_page(graph, folder / "without.html")
    return write_page(graph, folder / "p.html", PageOptions(documents=folder / "g"))


def marks(reader: Reader) -> list[str]:
    return reader.page.locator("#read-text mark").all_text_contents()


def test_passages_are_marked_in_the_text_and_tell_what_they_state(browser: Browser, hostile_report: Path) -> None:
    with reading(browser, hostile_report) as reader:
        reader.view("read")
        assert reader.page.locator("#read-text :is(h2, h3)").all_text_contents() == [f"𬭎州报告{IMAGE}", "合作", "末节"]
        assert marks(reader) == ["𬭎州学院与𠮷野公司合作", "，共建实训基地3个", "学院隶属于𬭎州"]
        reader.page.click("#read-text mark >> nth=0")
        assert {"𬭎州学院 合作 𠮷野公司", "基地数 3 个"} <= set(reader.panel().split("\n"))
        assert reader.page.locator("#panel blockquote mark").all_text_contents() == [
            "𬭎州学院与𠮷野公司合作",
            "𬭎州学院与𠮷野公司合作，共建实训基地3个",
        ]
        reader.page.click("#read-text mark >> nth=1")
        reader.page.wait_for_selector("#panel [data-fact]", state="detached")
        assert "基地数 3 个" in reader.panel()
        assert reader.page.evaluate("window.pwned") is None
        assert reader.page.locator("#read-text :is(img, script)").count() == 0
        assert "</mark><script>window.pwned=1</script>" in reader.page.inner_text("#read-text")


def test_filters_apply_to_marks_and_plans_look_otherwise(browser: Browser, hostile_report: Path) -> None:
    with reading(browser, hostile_report, "#view=read") as reader:
        reader.page.click("[data-key=not-facts]")
        assert marks(reader) == ["计划到2030年建成学校"]
        plan = reader.page.locator("#read-text mark")
        assert plan.evaluate("(mark) => getComputedStyle(mark).borderBottomStyle") == "dashed"


def test_a_fact_leads_to_its_place_in_the_report_and_the_address_keeps_it(
    browser: Browser, hostile_report: Path
) -> None:
    with reading(browser, hostile_report, "#thing=city") as reader:
        reader.page.click("#panel [data-read]")
        last = reader.page.locator("#read-text mark.here", has_text="学院隶属于𬭎州")
        last.wait_for()
        until(reader.page, "document.querySelector('#read-text').scrollTop > 500")
        box, view = last.bounding_box(), reader.page.locator("#read-text").bounding_box()
        assert box
        assert view
        assert view["y"] < box["y"] < view["y"] + view["height"]
        address = reader.page.evaluate("location.hash")
        assert f"read=r%3A{TEXT.index('学院隶属于')}" in address
    with reading(browser, hostile_report, f"#view=read&read=r:{TEXT.index('学院隶属于')}") as reader:
        assert "𬭎州学院 位于 𬭎州" in reader.panel()
        until(reader.page, "document.querySelector('#read-text').scrollTop > 500")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"width": 390, "height": 844}])
def test_axe_finds_nothing_serious_in_the_reading_view(
    browser: Browser, hostile_report: Path, explorer_sources: Path, options: dict[str, Any]
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    address = f"#view=read&modality=&read=r:{TEXT.index('学院隶属于')}"
    with reading(browser, hostile_report, address, **options) as reader:
        assert len(marks(reader)) == 4
        found = reader.page.evaluate(f"{axe}; {AXE}")
        assert [entry for entry in found if entry[0] in ("serious", "critical", "moderate")] == []


def test_what_a_passage_states_closes_with_the_text(browser: Browser, hostile_report: Path) -> None:
    with reading(browser, hostile_report, "#view=read") as reader:
        reader.page.locator("#read-text .said").first.click()
        assert reader.page.locator("#panel").is_visible()
        reader.page.click("[data-key=view-list]")
        assert reader.page.locator("#panel").is_hidden()


def test_the_keyboard_goes_from_mark_to_mark(browser: Browser, hostile_report: Path) -> None:
    with reading(browser, hostile_report, "#view=read") as reader:
        focused = "document.activeElement.textContent"
        reader.page.focus("#read-text")
        reader.page.keyboard.press("Tab")
        assert reader.page.evaluate(focused) == "𬭎州学院与𠮷野公司合作"
        assert "基地数 3 个" in reader.page.inner_text("#read-tip")
        reader.page.keyboard.press("End")
        assert reader.page.evaluate(focused) == "学院隶属于𬭎州"
        reader.page.keyboard.press("ArrowLeft")
        reader.page.keyboard.press("Enter")
        assert "基地数 3 个" in reader.panel()
        reader.page.keyboard.press("Escape")
        assert reader.page.evaluate(focused) == "，共建实训基地3个"


def test_a_reader_opens_an_own_copy_and_another_text_is_refused(
    browser: Browser, hostile_report: Path, tmp_path: Path
) -> None:
    with reading(browser, hostile_report.with_name("without.html"), "#thing=college") as reader:
        assert reader.page.locator("[data-key=view-read]").count() == 0
        assert "约在全文" in reader.panel()
        assert "请在您手中的报告里查找" not in reader.panel(), "no name's place is known in this graph"
        (tmp_path / "other.txt").write_text(TEXT.replace("3个", "4个"), encoding="utf-8", newline="")
        reader.page.set_input_files("#panel input[type=file]", tmp_path / "other.txt")
        reader.page.get_by_text("不是本页所用的报告文本：other.txt").wait_for()
        (tmp_path / "mine.txt").write_text(TEXT.replace("\r\n", "\n"), encoding="gb18030", newline="")
        reader.page.set_input_files("#panel input[type=file]", tmp_path / "mine.txt")
        reader.page.locator("#panel blockquote").first.wait_for()
        assert reader.page.locator("#panel mark").first.text_content() == "𬭎州学院与𠮷野公司合作，共建实训基地3个"
        assert reader.page.locator("#panel [data-key=open-copy]").count() == 0
        reader.view("read")
        assert "𬭎州学院与𠮷野公司合作" in marks(reader)
        assert reader.page.evaluate("window.pwned") is None
        assert reader.page.evaluate("isSecureContext")


def test_what_is_told_otherwise_is_marked_so_and_the_contents_lead_to_a_section(
    browser: Browser, tmp_path: Path
) -> None:
    text = (
        "# 甲\n\n2020年甲学院有学生3人。\n\n" + "无关的一段话。\n\n" * 80 + "# 乙\n\n2020年甲学院有学生5人。教师2人。\n"
    )

    def figure(id: str, words: str, value: int, indicator: str = "students") -> Observation:
        start = text.index(words)
        evidence = (Evidence.of("r", text, start, start + len(words)),)
        said = Observation(f"r/{id}", "r", "a", indicator, "unit", value=Decimal(value), evidence=evidence)
        return msgspec.structs.replace(said, time="2020年", start="2020", end="2020")

    scales = [Entity(id, "r", ("Indicator",), id) for id in ("students", "teachers")]
    figures = [figure("a", "学生3人", 3), figure("b", "学生5人", 5), figure("c", "教师2人", 2, "teachers")]
    things = [Entity("a", "r", ("School",), "甲学院"), *scales, Entity("unit", "r", ("Unit",), "人")]
    graph = graph_of(tmp_path / "g", *things, *figures, text=text)
    page = write_page(graph, tmp_path / "p.html", PageOptions(documents=tmp_path / "g"))
    with reading(browser, page, "#view=read") as reader:
        line = "(marks) => marks.map((mark) => [mark.textContent, getComputedStyle(mark).textDecorationStyle])"
        assert reader.page.locator("#read-text mark").evaluate_all(line) == [
            ["学生3人", "wavy"],
            ["学生5人", "wavy"],
            ["教师2人", "solid"],
        ]
        reader.page.select_option("[data-key=contents]", "1")
        until(reader.page, "document.querySelector('#read-text').scrollTop > 500")
        assert reader.page.locator("#read-text mark").nth(1).is_visible()
