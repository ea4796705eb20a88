"""The page by keyboard, on a phone, in the system's own colours and in a window of usual width."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, reading

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
        assert bottom - top > 0.75 * 844
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
