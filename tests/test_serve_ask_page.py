"""The page of `skillgraph serve` that asks, in a real browser and of a real server."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect

from asker import Asker, asking
from browser import until
from served import Served, served
from skillgraph.graph.results import cell_text
from skillgraph.questions.recorded import find_questions

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TEN = ("q01", "q02", "q05", "q06", "q09", "q13", "q28", "q44", "q50", "q56")


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served without the reports."""
    server = served(built)
    yield server
    server.end()


@pytest.fixture
def asker(browser: Browser, server: Served) -> Iterator[Asker]:
    """Somebody who has just opened the page, in Chinese."""
    with asking(browser, server.url) as asker:
        zh(asker)
        yield asker
        assert asker.strangers == []


def zh(asker: Asker) -> None:
    """Turns the page to Chinese, whatever the server's own language is."""
    if asker.page.locator("html").get_attribute("lang") != "zh":
        asker.page.locator("[data-key=language]").click()


def as_bag(columns: Any, rows: Any) -> Counter[tuple[str, ...]]:
    return Counter([tuple(columns), *(tuple(map(str, row)) for row in rows)])


def test_recorded_questions_of_the_menu_give_the_recorded_rows(asker: Asker) -> None:
    for question in find_questions(TEN):
        asker.choose(question.name)
        wanted = ["questions", "question-q01", "sparql", "cypher", "run", "view-table", "sort-0"]
    assert [key for key in seen if key in wanted] == wanted
    assert any("cm-content" in key for key in seen), "the editor is a stop, and no trap"


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"width": 390}])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(
    browser: Browser, server: Served, explorer_sources: Path, options: dict[str, Any], language: str
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(asker: Asker) -> list[Any]:
        found: list[Any] = asker.page.evaluate(
            """async () => (await axe.run()).violations.map(
              (v) => [v.impact, v.id, v.nodes.map((node) => node.html.slice(0, 200))])"""
        )
        return found

    with asking(browser, server.url, **options) as asker:
        zh(asker)
        if language == "en":
            asker.page.locator("[data-key=language]").click()
        asker.page.evaluate(f"{axe}; 0")
        asker.page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
        assert violations(asker) == []
        asker.ask("SELECT ?city ?name ?n { ?city a sg:City ; sg:name ?name BIND(STRLEN(?name) AS ?n) }")
        for view in ("table", "network", "chart"):
            asker.view(view)
            assert violations(asker) == [], view
        asker.ask("SELECT")
        assert violations(asker) == []


def test_a_phone_shows_it_without_scrolling_sideways(browser: Browser, server: Served) -> None:
    with asking(browser, server.url, width=390) as asker:
        asker.page.locator(".questions summary").click()
        asker.choose("q06")
        for view in ("table", "network", "chart"):
            asker.view(view)
            assert asker.page.evaluate("document.documentElement.scrollWidth") <= 390, view
        asker.view("table")
        box = asker.page.locator("#answer").bounding_box()
        assert box is not None
        assert box["y"] < 900, "the answer is in sight"
