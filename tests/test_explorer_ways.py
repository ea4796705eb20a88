"""Ways through the network page for a reader who knows nothing of it: to what a hub says, what one thing has and
another lacks, what held in a year, and back from where nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, reading, shown_facts, things_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity


def lineage(entity: Entity) -> set[str]:
    """The classes of a thing, with those above them."""
    return {above for name in entity.classes for above in ontology().lineage(name)}


def test_what_is_told_of_a_hub_is_one_click_away(reader: Reader) -> None:
    reader.choose("青岛市")
    page = reader.page
    contents = page.locator("#panel .contents")
    assert contents.locator("li").count() == 3
    heads = page.locator("#panel > h3, #panel > h4")
    assert contents.locator("button").all_inner_texts() == heads.all_inner_texts()
    wanted = heads.filter(has_text="合作 (")
    assert wanted.evaluate("(head) => head.getBoundingClientRect().top > innerHeight")
    contents.get_by_text("合作 (").focus()
    page.keyboard.press("Enter")
    assert wanted.evaluate("(head) => head === document.activeElement")
    assert wanted.evaluate("(head) => head.getBoundingClientRect().top < 200")


def test_a_thing_of_which_little_is_told_needs_no_contents(reader: Reader) -> None:
    reader.choose("海外高技能人才赋能中心")
    assert reader.page.locator("#panel .contents").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_one_city_has_and_another_lacks(
    browser: Browser, page: Path, graph: KnowledgeGraph, language: str
) -> None:
    near: dict[str, set[str]] = {"zibo": set(), "zaozhuang": set()}
    placing = ontology().marked("address")
    things = {e.id: e for e in things_of(graph)}
    for s in shown_facts(graph):
        for end, other in ((s.subject, s.object), (s.object, s.subject)):
            if end in near and other and not (s.predicate in placing and "Place" in lineage(things[other])):
                near[end].add(things[other].name if language == "zh" else things[other].name_en or things[other].name)
    with reading(browser, page, address=f"#path=zibo&path=zaozhuang&lang={language}") as reader:
        for one, other in (("zibo", "zaozhuang"), ("zaozhuang", "zibo")):
            box = reader.page.locator(f"[data-only={one}]")
            box.locator("summary").click()
            box.locator("li").first.wait_for()
            names = box.locator("li").all_inner_texts()
            assert str(len(names)) in box.locator("summary").inner_text()
            assert names
            assert set(names) == near[one] - near[other]
        assert ("不等于没有" if language == "zh" else "may be so all the same") in reader.panel()


def test_one_year_is_what_held_in_it_and_not_what_has_no_year(reader: Reader) -> None:
    facts = reader.counts()[1]
    reader.page.click("[data-key=time-mode-year]")
    assert 0 < reader.counts()[1] < facts / 4
    reader.page.click("[data-key=undated]")
    assert reader.counts()[1] > facts / 4
    reader.page.click("[data-key=time-mode-period]")
    assert reader.counts()[1] == facts


@pytest.mark.parametrize("view", ["network", "list", "table", "numbers", "map"])
def test_a_view_that_the_filters_leave_empty_leads_back(reader: Reader, view: str) -> None:
    before = reader.counts()
    reader.only("relation", "引进")
    reader.only("city", "淄博市")
    reader.view(view)
    back = reader.page.locator("[data-key=reset-here]:visible")
    assert back.count() == 1
    assert "0 行" not in reader.page.inner_text("main")
    back.focus()
    reader.page.keyboard.press("Enter")
    assert reader.counts() == before
    assert reader.page.evaluate("document.activeElement.id") == "stage"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_that_explains_the_picture_lies_over_it(
    browser: Browser, page: Path, width: int, height: int, language: str
) -> None:
    with reading(browser, page, address=f"#lang={language}", width=width, height=height) as reader:
        legend, picture, notice, header = (
            reader.page.locator(which).bounding_box() for which in ("#legend", "#network", "#notice", "header")
        )
        assert legend
        assert picture
        assert notice
        assert header
        assert legend["y"] + legend["height"] <= picture["y"] + 1
        assert picture["y"] + picture["height"] <= notice["y"] + 1
        assert picture["height"] > 0.35 * height
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        if width == 1024:
            assert header["height"] < 64


def test_a_type_is_found_by_the_plural_of_its_name(browser: Browser, page: Path) -> None:
    with reading(browser, page, address="#lang=en") as reader:
        kinds = reader.found("foreign partners")
        assert kinds["classes"] == ["All 5 of type “foreign partner”"]
        assert next(iter(kinds)) == "classes"
        assert "5 things" in reader.page.inner_text("#found")


def test_the_title_of_a_question_goes_with_what_it_asked_after(reader: Reader) -> None:
    reader.story("shared")
    assert reader.page.locator("#story").is_visible()
    reader.choose("青岛市")
    assert reader.page.locator("#story").is_hidden()
