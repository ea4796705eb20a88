"""The page by keyboard, on a phone, in the system's own colours and in a window of usual width."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, write_page
from skillgraph.model.records import Entity

_BOX = "(node) => { const box = node.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]; }"


@pytest.mark.parametrize("address", ["#lang=en", "#lang=en&modality=", ""])
def test_the_header_is_one_row_at_usual_width(browser: Browser, page: Path, address: str) -> None:
    with reading(browser, page, address, width=1440, height=900) as reader:
        boxes = [reader.page.locator(f"header > {one}").evaluate(_BOX) for one in ("h1", "#counts", "#views", "#tools")]
        assert reader.page.locator("header").evaluate("(header) => header.offsetHeight") < 60
        for (*_, right, _), (left, *_) in itertools.pairwise(boxes):
            assert right <= left
        assert boxes[-1][2] <= 1440
        tops = reader.page.locator("#tools > *, #tools summary").evaluate_all(f"(all) => all.map({_BOX})")
        assert len({round((top + bottom) / 2) for _, top, _, bottom in tops}) == 1


def test_from_the_search_to_the_picture_are_few_steps_and_one_past_the_filters(reader: Reader) -> None:
    before = reader.page.url
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.id") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "network"
    assert reader.page.url == before
    reader.page.focus("#query")
    steps = 0
    while reader.page.evaluate("document.activeElement.id") != "network":
        reader.page.keyboard.press("Tab")
        steps += 1
        assert steps < 30


def test_a_filter_is_worked_by_the_arrow_keys(reader: Reader) -> None:
    first = reader.page.locator("[data-facet=class] li input").first
    first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        reader.page.keyboard.press(key)
    name = reader.page.locator("[data-facet=class] li").nth(2).locator("bdi").inner_text()
    assert reader.page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(name)
    reader.page.keyboard.press("Enter")
    count = int(reader.page.locator("[data-facet=class] li").nth(2).locator(".count").inner_text())
    assert reader.counts()[0] == count
    assert reader.page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(name)


def test_dots_are_walked_by_keyboard_and_said(reader: Reader) -> None:
    reader.page.focus("#network")
    reader.page.keyboard.press("Shift+ArrowRight")
    said = reader.page.locator("#dot-said")
    assert said.inner_text().startswith("青岛市，城市，")
    seen = {said.inner_text()}
    for key in ("ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowDown"):
        reader.page.keyboard.press(f"Shift+{key}")
        seen.add(said.inner_text())
    assert len(seen) > 3
    name = said.inner_text().split("，")[0]
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == name
    assert said.inner_text() == ""


def test_in_the_system_s_colours_the_legend_and_what_is_pressed_are_seen(browser: Browser, page: Path) -> None:
    with reading(browser, page, forced_colors="active") as reader:
        dots = reader.page.locator("[data-facet=class] .dot").evaluate_all(
            "(all) => all.map((dot) => [getComputedStyle(dot).backgroundColor, dot.dataset.colour])"
        )
        assert len({seen for seen, _ in dots}) == len({meant for _, meant in dots}) > 5
        colour = "(button) => getComputedStyle(button).backgroundColor"
        pressed = reader.page.locator("#views [aria-pressed=true]").evaluate(colour)
        others = reader.page.locator("#views [aria-pressed=false]").evaluate_all(f"(all) => all.map({colour})")
        assert pressed not in others


def test_on_a_phone_the_picture_has_the_height_and_filters_lie_over_it(browser: Browser, page: Path) -> None:
    phone: dict[str, Any] = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with reading(browser, page, **phone) as reader:
        _, top, _, bottom = reader.page.locator("#network").evaluate(_BOX)
        assert bottom - top > 0.45 * 844
        reader.page.tap("[data-key=front]")
        _, top, _, bottom = reader.page.locator("#network").evaluate(_BOX)
        assert bottom - top > 0.6 * 844
        _, above, _, below = reader.page.locator("#stage").evaluate(_BOX)
        assert below - above > 0.75 * 844
        assert reader.page.evaluate("document.documentElement.scrollHeight") == 844
        reader.page.tap("#filters-title")
        assert reader.page.locator("#network").evaluate(_BOX)[1] == top
        sheet = reader.page.locator("#facets")
        assert sheet.evaluate("(sheet) => sheet.scrollHeight > sheet.clientHeight")
        assert sheet.evaluate(_BOX)[3] == 844
        small = reader.page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input, label")].filter((node) => {
              const box = (node.closest("label") ?? node).getBoundingClientRect();
              return !node.matches(".thing") && box.width && (box.height < 32 || box.width < 24);
            }).map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert small == []
        reader.page.touchscreen.tap(195, top + 40)
        assert not sheet.is_visible()
        reader.page.tap("[data-key=view-table]")
        rows = reader.page.locator("#view-table tbody tr")
        assert rows.first.is_visible()
        assert rows.first.evaluate(_BOX)[3] < 844


@pytest.mark.parametrize(
    ("address", "button"),
    [
        ("", "[data-key=show-all]"),
        ("", "[data-key=modality-all]"),
        ("&modality=", "[data-key=reset]"),
        ("&view=table", "[data-key=more]"),
    ],
)
def test_the_keyboard_goes_on_where_a_button_went(browser: Browser, page: Path, address: str, button: str) -> None:
    with reading(browser, page, f"#lang=en{address}") as reader:
        pressed = reader.page.locator(button).first
        pressed.focus()
        place = reader.page.evaluate(_AT)
        for _ in range(9):
            if not pressed.count() or not pressed.is_enabled():
                break
            pressed.press("Enter")
        after = reader.page.evaluate(_AT)
        assert after["stop"] >= 0
        assert after["within"] == place["within"]


def test_what_brings_more_of_a_list_leads_on_to_it(browser: Browser, tmp_path: Path) -> None:
    schools = [Entity(f"e{n}", "r", ("School",), f"学校{n}") for n in range(103)]
    with reading(browser, write_page(graph_of(tmp_path / "g", *schools), tmp_path / "p.html"), "#view=list") as reader:
        reader.page.click("#view-list summary")
        reader.page.locator("#view-list button").last.press("Enter")
        assert reader.page.evaluate("document.activeElement.textContent") == "学校100"


_AT = """() => {
  const stops = [...document.querySelectorAll("button, input, summary, [tabindex]")];
  const focused = document.activeElement === document.body ? null : document.activeElement;
  return { stop: stops.indexOf(focused), within: focused?.closest("#facets, #notice, #view-table, #panel")?.id };
}"""


def test_the_list_of_hits_goes_when_the_keyboard_goes_on(reader: Reader) -> None:
    reader.found("青岛")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.dataset.key") == "front"
    assert not reader.page.locator("#hits").is_visible()
    assert reader.page.get_attribute("#query", "aria-expanded") == "false"


def test_what_changes_is_read_aloud(reader: Reader) -> None:
    counts = reader.page.get_by_role("status").and_(reader.page.locator("#counts"))
    heard = counts.inner_text()
    reader.only("city", "青岛市")
    assert counts.inner_text() != heard
    reader.view("table")
    # A live region that is made anew with its text is not read.
    rows = reader.page.locator("#view-table [role=status]").element_handle()
    reader.page.fill("[data-key=rows]", "老挝")
    assert rows.evaluate("(node) => [node.isConnected, node.textContent]") == [True, "11 行"]
    reader.view("numbers")
    figures = reader.page.locator("#view-numbers [role=status]").element_handle()
    heard = figures.inner_text()
    reader.page.fill("[data-key=indicators]", "在校生")
    assert figures.evaluate("(node) => node.isConnected")
    assert figures.inner_text() != heard


def test_the_panel_is_called_by_what_it_tells(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#lang=en") as reader:
        reader.choose("laos")
        assert reader.page.inner_text("#panel h2") == "Laos"
        assert reader.page.locator("#panel:focus").get_attribute("aria-label") == "Details: Laos"
        assert reader.page.locator("#panel .other-name[lang=zh]").inner_text() == "老挝"


#: Chinese that nothing says is Chinese.
_UNSAID = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { parentElement: around, data } = texts.currentNode;
    if (around.closest("script, noscript") || around.closest("[lang]").lang === "zh") continue;
    if (/[\\u3000-\\u9fff\\uff01-\\uff65]/.test(data)) found.push(data.trim());
  }
  return [...new Set(found)];
}"""


@pytest.mark.parametrize(
    "address", ["", "&thing=qingdao&modality=", "&view=list", "&view=table&modality=", "&view=numbers", "&view=map"]
)
def test_in_the_english_page_chinese_says_that_it_is(browser: Browser, page: Path, address: str) -> None:
    with reading(browser, page, f"#lang=en{address}") as reader:
        assert reader.page.evaluate(_UNSAID) == []
