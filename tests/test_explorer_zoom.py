"""The page at two and four times its size and on a phone: nothing is lost, and nothing lies over the picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from page_reader import reading

#: A window of 1280 x 1024 at 200 % and at 400 %.
SIZES = ((640, 512), (320, 256))

#: What is cut off, or scrolls sideways though it is no table; the picture and the map aside.
_LOST = """() => {
  const found = document.documentElement.scrollWidth > innerWidth ? ["page"] : [];
  for (const node of document.querySelectorAll("body *")) {
    if (!node.textContent || !node.checkVisibility({ contentVisibilityAuto: true })) continue;
    if (node.closest("#network, .canvas, table, svg")) continue;
    const { overflowX, overflowY, display } = getComputedStyle(node);
    const isWide = node.scrollWidth > node.clientWidth + 1 && overflowX !== "visible" && display !== "inline";
    const isCut = node.scrollHeight > node.clientHeight + 1 && ["hidden", "clip"].includes(overflowY);
    if (isCut || (isWide && !node.matches(".scroll"))) found.push(node.outerHTML.slice(0, 120));
  }
  return found;
}"""


@pytest.mark.parametrize("address", ["", "&thing=qingdao", "&view=list", "&view=table", "&view=numbers", "&view=map"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_at_a_multiple_of_its_size_nothing_is_cut_off(
    browser: Browser, page: Path, width: int, height: int, address: str
) -> None:
    with reading(browser, page, f"#lang=en{address}", width=width, height=height) as reader:
        assert reader.page.evaluate(_LOST) == []
        reader.page.click("#filters-title")
        assert reader.page.evaluate(_LOST) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_at_a_multiple_of_its_size_the_page_scrolls_and_not_a_slit_in_it(
    browser: Browser, page: Path, width: int, height: int
) -> None:
    with reading(browser, page, "#lang=en&view=table", width=width, height=height) as reader:
        rows = reader.page.locator("#view-table .scroll")
        assert rows.evaluate("(box) => box.clientHeight") > 10 * height
        reader.page.locator("#view-table tbody tr").nth(1).locator("th button").click()
        panel = reader.page.locator("#panel").bounding_box()
        assert panel
        assert panel["y"] < height / 2, "what has been opened is seen"


@pytest.mark.parametrize(("width", "height"), [*SIZES, (390, 844), (844, 390)])
@pytest.mark.parametrize("address", ["", "&thing=qingdao"])
def test_nothing_lies_over_the_picture(browser: Browser, page: Path, width: int, height: int, address: str) -> None:
    with reading(browser, page, f"#lang=en{address}", width=width, height=height) as reader:
        legend, picture, notice = (
            reader.page.locator(which).bounding_box() for which in ("#legend-box", "#network", "#notice")
        )
        assert picture
        # Both give way to the picture where a phone upright shows a thing beside it.
        there = not (address and (width, height) == (390, 844))
        assert bool(legend) == bool(notice) == there
        if legend and notice:
            assert legend["y"] + legend["height"] <= picture["y"] + 1
            assert picture["y"] + picture["height"] <= notice["y"] + 1
        assert picture["height"] > 100


@pytest.mark.parametrize(("width", "height"), [(844, 390), (932, 430), (768, 1024), (1000, 600)])
def test_beside_what_is_told_of_a_thing_the_picture_has_half_of_a_middling_screen(
    browser: Browser, page: Path, width: int, height: int
) -> None:
    with reading(browser, page, "#lang=en&thing=qingdao", width=width, height=height, has_touch=True) as reader:
        picture, panel = (reader.page.locator(which).bounding_box() for which in ("#network", "#panel"))
        assert picture
        assert panel
        assert picture["width"] >= width / 2
        assert picture["height"] > 0.45 * height
        assert panel["height"] > height / 2
        assert reader.page.evaluate("document.documentElement.scrollHeight") == height
        reader.page.fill("#query", "Zibo")
        assert reader.page.locator("#hits [role=option]").first.is_visible(), "one can go on to search"
        reader.page.keyboard.press("Escape")
        reader.page.tap("#panel .close")
        assert reader.page.locator("#facets").is_visible()


def test_on_a_phone_the_legend_opens_above_the_picture(browser: Browser, page: Path) -> None:
    with reading(browser, page, width=390, height=844, has_touch=True, is_mobile=True) as reader:
        assert not reader.page.locator("#legend").is_visible()
        before = reader.page.locator("#network").bounding_box()
        reader.page.tap("#legend-title")
        after = reader.page.locator("#network").bounding_box()
        assert before
        assert after
        assert after["y"] > before["y"] + 60
        assert after["height"] > 100
        assert reader.page.evaluate(_LOST) == []
        reader.page.tap("#legend button >> nth=0")
        assert reader.page.locator("#legend button[aria-pressed=true]").count() == 1
