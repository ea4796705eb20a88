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
        asker.read_in("zh")
        yield asker
        assert asker.strangers == []


def as_bag(columns: Any, rows: Any) -> Counter[tuple[str, ...]]:
    return Counter([tuple(columns), *(tuple(map(str, row)) for row in rows)])


def test_the_menu_is_narrowed_down_in_either_language(asker: Asker) -> None:
    menu = asker.page.locator(".questions li")
    assert menu.count() == len(find_questions())
    asker.page.fill("[data-key=questions]", "老挝 学校")
    assert menu.all_inner_texts() == ["青岛与老挝哪所学校结对合作?"]
    asker.page.locator("[data-key=language]").click()
    asker.page.fill("[data-key=questions]", "lao school")
    assert menu.all_inner_texts() == ["Which Lao school is paired with Qingdao?"]


def test_a_question_that_was_chosen_is_there_in_both_query_languages(asker: Asker) -> None:
    asker.choose("q06")
    asker.page.locator("[data-key=cypher]").click()
    (question,) = find_questions(["q06"])
    assert asker.query() == question.cypher.rstrip()
    asker.page.locator("[data-key=sparql]").click()
    assert asker.query() == question.sparql.rstrip()


def test_things_of_an_answer_bear_their_names_and_lead_to_their_place(asker: Asker) -> None:
    asker.ask("SELECT ?city { ?city a sg:City ; sg:name '青岛市' }")
    link = asker.page.locator("#answer td a")
    expect(link).to_have_text("青岛市")
    asker.page.locator("[data-key=language]").click()
    expect(link).to_have_text("Qingdao")
    link.click()
    asker.page.wait_for_url("**/#thing=qingdao")


def test_a_figure_shows_its_passage_in_its_context(browser: Browser, built: Path, reports: Path, python: str) -> None:
    server = served(built, "--documents", reports)
    try:
        with asking(browser, server.url) as asker:
            asker.read_in("zh")
            asker.page.locator("[data-key=evidence]").check()
            asker.choose("q05")
            assert asker.columns()[-1] == "figure"
            asker.page.locator("[data-passage='figure/four-cities/qd-annual-trained']").click()
            box = asker.page.locator("dialog")
            expect(box.locator("mark")).to_have_text("年培养技能人才1万余人")
            assert "第 1,527–1,538 字" in box.inner_text()
            asker.page.keyboard.press("Escape")
            expect(box).to_have_count(0)
            focus = asker.page.evaluate("document.activeElement.dataset.passage")
            assert focus == "figure/four-cities/qd-annual-trained"
    finally:
        server.end()


def test_without_the_reports_a_passage_is_told_by_its_place(asker: Asker) -> None:
    asker.ask("SELECT ?figure { ?figure a sg:Observation ; sg:subject/sg:name '青岛市' }")
    asker.page.locator(".passage").first.click()
    box = asker.page.locator("dialog")
    expect(box.locator("a")).to_have_text("济南、青岛、淄博、枣庄技能人才工作经验")
    assert re.search(r"没有报告原文.*第 [\d,]+–[\d,]+ 字, 小节：", box.inner_text(), re.S)
    assert box.locator("blockquote").count() == 0


def test_a_query_that_counts_says_that_it_has_no_passages(asker: Asker) -> None:
    asker.page.locator("[data-key=evidence]").check()
    asker.ask("SELECT (COUNT(?f) AS ?n) { ?f a sg:Figure }")
    assert len(asker.rows()) == 1
    assert "照原样查询" in asker.status()


def test_a_mistake_is_marked_where_it_is(asker: Asker) -> None:
    asker.ask("SELECT ?x WHERE {\n  ?x a sg:City .\n} LIMT 3")
    assert asker.trouble().startswith("查询有误：第 3 行第 9 列")
    assert asker.page.locator(".cm-line", has=asker.page.locator(".cm-lintRange-error")).inner_text() == "} LIMT 3"
    assert asker.page.locator("#answer table").count() == 0
    asker.page.locator("[data-key=language]").click()
    assert asker.trouble().startswith("The query was refused: line 3, column 9")
    asker.ask("SELECT ?x WHERE { ?x a sg:City } LIMIT 3")
    assert (asker.trouble(), len(asker.rows())) == ("", 3)


def test_an_update_is_refused_in_words(asker: Asker) -> None:
    asker.ask("INSERT DATA { <a:a> a <a:b> }")
    assert "read-only" in asker.trouble()


def test_a_query_is_stopped_at_the_server_too(asker: Asker, server: Served) -> None:
    asker.write(RUNAWAY)
    asker.page.keyboard.press("Control+Enter")
    stop = asker.page.locator("[data-key=run][data-does=stop]")
    expect(stop).to_have_text("停止")
    stop.click()
    asker.wait()
    assert asker.status() == "已停止。"
    asker.ask("SELECT ?x { ?x a sg:City } LIMIT 1")
    assert len(asker.rows()) == 1


def test_a_time_limit_is_told(browser: Browser, built: Path, python: str) -> None:
    server = served(built, "--timeout", 1)
    try:
        with asking(browser, server.url) as asker:
            asker.read_in("zh")
            asker.ask(RUNAWAY)
            assert asker.trouble().startswith("查询超过时限，已停止")
    finally:
        server.end()


def test_a_server_that_has_ended_is_told(browser: Browser, built: Path, python: str) -> None:
    server = served(built)
    with asking(browser, server.url) as asker:
        asker.read_in("zh")
        server.end()
        asker.ask("ASK { ?s ?p ?o }")
        assert "它是否已经关闭" in asker.trouble()


def test_a_query_is_in_the_address(browser: Browser, server: Served) -> None:
    query = "SELECT ?name { ?x a sg:ForeignPartner ; sg:name ?name }\nLIMIT 2 # 100%+&"
    with asking(browser, server.url, f"#sparql={quote(query, safe='')}") as asker:
        assert asker.query() == query
        assert asker.page.locator("#answer table").count() == 0, "an address asks nothing by itself"
        asker.page.locator("[data-key=run]").click()
        asker.wait()
        assert len(asker.rows()) == 2
        first = asker.page.url
        asker.ask("ASK { ?s ?p ?o }")
        assert asker.page.url != first
        asker.page.go_back()
        assert asker.query() == query


def test_the_history_outlives_the_page(asker: Asker) -> None:
    asker.choose("q06")
    asker.ask("ASK { ?s ?p ?o }")
    asker.page.reload()
    until(asker.page, "document.body.dataset.ready === 'true'")
    asker.page.locator(".history summary").click()
    entries = asker.page.locator(".history li button")
    assert entries.count() == 2
    entries.last.click()
    asker.wait()
    assert asker.query() == find_questions(["q06"])[0].sparql.rstrip()
    asker.page.locator("[data-key=forget]").click()
    assert entries.count() == 0


def test_the_vocabulary_is_completed_with_its_labels(asker: Asker) -> None:
    asker.write("SELECT ?x { ?x a ")
    asker.page.keyboard.type("sg:Technical")
    options = asker.page.locator(".cm-tooltip-autocomplete li")
    expect(options.first).to_contain_text("sg:TechnicalSchool")
    assert "technical school" in options.first.inner_text()
    asker.page.wait_for_timeout(120)  # a choice that comes at once is taken for one of the list before
    asker.page.keyboard.press("Enter")
    assert asker.query().startswith("SELECT ?x { ?x a sg:TechnicalSchool")
    asker.write("MATCH (x:学", "cypher")
    asker.page.keyboard.press("Control+Space")
    expect(options.first).to_contain_text("School")


def test_files_of_an_answer(asker: Asker) -> None:
    (question,) = find_questions(["q05"])
    asker.choose("q05")
    rows = [[cell_text(value) for value in row] for row in question.recorded]
    text = saved(asker, "csv")
    assert text.startswith("\ufeff")
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert as_bag(table[0], table[1:]) == as_bag(question.recorded.columns, rows)
    tsv = [line.split("\t") for line in saved(asker, "tsv").splitlines()]
    assert as_bag(tsv[0], tsv[1:]) == as_bag(question.recorded.columns, rows)
    assert {row["value"] for row in json.loads(saved(asker, "json"))} == {22, 49100, 10000}
    asker.ask("CONSTRUCT { ?x sg:name ?n } WHERE { ?x a sg:City ; sg:name ?n } LIMIT 3")
    turtle = saved(asker, "turtle")
    assert "@prefix sg:" in turtle
    assert len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) == 3


def saved(asker: Asker, form: str) -> str:
    """The file that a button gives."""
    with asker.page.expect_download() as download:
        asker.page.locator(f"[data-key=save-{form}]").click()
    return Path(download.value.path()).read_bytes().decode("utf-8")


def test_rows_are_sorted_by_a_column(asker: Asker) -> None:
    asker.choose("q05")
    header = asker.page.locator("[data-key=sort-1]")
    header.click()
    assert [row[1] for row in asker.rows()] == ["22", "10000", "49100"]
    header.click()
    assert [row[1] for row in asker.rows()] == ["49100", "10000", "22"]
    assert asker.page.locator("th[aria-sort=descending]").count() == 1


def test_an_answer_is_a_network(asker: Asker) -> None:
    asker.ask("SELECT ?city ?partner { ?city a sg:City ; sg:partnersWith ?partner }")
    asker.view("network")
    names = asker.page.locator("svg.network a text").all_text_contents()
    assert "青岛市" in names
    asker.ask("CONSTRUCT WHERE { ?city sg:partnersWith ?partner }")
    asker.view("network")
    assert asker.page.locator("svg.network .link").count() > 3


def test_numbers_are_bars_of_one_unit_at_a_time(asker: Asker) -> None:
    asker.choose("q05")
    asker.view("chart")
    values = asker.page.locator(".bar-value")
    assert values.all_inner_texts() == ["大于 10000 人", "49100 人"]
    asker.page.select_option("[data-key=chart-unit]", "所")
    assert values.all_inner_texts() == ["22 所"]


def test_text_of_an_answer_is_text(asker: Asker) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202eabc"
    asker.ask(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ ('{hostile}' '<b>b</b>') }} }}")
    assert asker.rows()[0][1] == "<b>b</b>"
    for view in ("network", "chart", "table"):
        asker.view(view)
        assert asker.page.locator("#answer img, #answer b").count() == 0
    assert asker.complaints == []


def test_the_keyboard_alone_is_enough(asker: Asker) -> None:
    press = asker.page.keyboard.press
    seen = []
    for _ in range(40):
        press("Tab")
        seen.append(asker.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.className"))
        if seen[-1] == "question-q01":
            break
    press("ArrowDown")
    press("Enter")
    asker.wait()
    assert asker.query() == find_questions(["q02"])[0].sparql.rstrip()
    for _ in range(40):
        press("Tab")
        seen.append(asker.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.className"))
        if seen[-1] == "sort-0":
            break
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
        asker.read_in(language)
        asker.page.evaluate(f"{axe}; 0")
        asker.page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
        assert violations(asker) == []
        asker.ask("SELECT ?city ?name ?n { ?city a sg:City ; sg:name ?name BIND(STRLEN(?name) AS ?n) }")
        for view in ("table", "network", "chart"):
            asker.view(view)
            assert violations(asker) == [], view
        asker.ask("SELECT ?f { ?f a sg:Observation } LIMIT 2")
        asker.page.locator(".passage").first.click()
        asker.page.locator("dialog section a").first.wait_for()
        assert violations(asker) == []
        asker.page.keyboard.press("Escape")
        asker.page.fill("[data-key=plain]", "青岛有哪些合作伙伴")
        asker.page.keyboard.press("Enter")
        asker.page.locator("#answer a[href='entity/qingdao']").first.wait_for()
        assert violations(asker) == []
        asker.page.fill("[data-key=plain]", "青岛的天气怎么样")
        asker.page.keyboard.press("Enter")
        asker.page.locator(".told li").first.wait_for()
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


def test_the_network_page_leads_to_it_where_it_is_served(browser: Browser, server: Served, page: Path) -> None:
    context = browser.new_context()
    try:
        shown = context.new_page()
        shown.goto(server.url)
        shown.locator("[data-key=askPage]").click()
        shown.wait_for_url("**/ask")
        until(shown, "document.body.dataset.ready === 'true'")
    finally:
        context.close()
    assert "data-ask" not in page.read_text("utf-8").partition("<body>")[0]
