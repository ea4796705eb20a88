"""Plain questions and Cypher on the page of `skillgraph serve` that asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from asker import Asker, asking
from served import Served, served
from skillgraph.graph.results import cell_text
from skillgraph.questions.recorded import find_questions

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

TEN = ("q01", "q02", "q05", "q06", "q09", "q13", "q28", "q44", "q50", "q56")


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


@pytest.fixture
def asker(browser: Browser, server: Served) -> Iterator[Asker]:
    """Somebody who has just opened the page, in Chinese."""
    with asking(browser, server.url) as asker:
        asker.read_in("zh")
        yield asker
        assert (asker.strangers, asker.complaints) == ([], [])


def test_recorded_questions_give_the_recorded_rows_in_both_query_languages(embedded: None, asker: Asker) -> None:
    for tongue in ("sparql", "cypher"):
        asker.page.locator(f"[data-key={tongue}]").click()
        for question in find_questions(TEN):
            asker.choose(question.name)
            wanted = [tuple(cell_text(value) for value in row) for row in question.recorded]
            assert asker.query() == (question.sparql if tongue == "sparql" else question.cypher).rstrip()
            assert asker.columns() == list(question.recorded.columns), question.name
            assert Counter(map(tuple, asker.rows())) == Counter(wanted), (tongue, question.name)


def test_nodes_and_facts_of_cypher_are_links_passages_and_a_network(embedded: None, asker: Asker) -> None:
    asker.ask("MATCH (c:City {name: '青岛市'})-[r:PARTNERS_WITH]->(x) RETURN c, r, x", "cypher")
    row = asker.page.locator("#answer tbody tr").first
    assert row.locator("a").first.get_attribute("href") == "entity/qingdao"
    asker.page.locator(".passage").first.click()
    expect(asker.page.locator("dialog section a").first).to_have_text("济南、青岛、淄博、枣庄技能人才工作经验")
    asker.page.keyboard.press("Escape")
    asker.view("network")
    assert "青岛市" in asker.page.locator("svg.network a text").all_text_contents()
    assert "PARTNERS_WITH" in asker.page.locator("svg.network .link-name").all_text_contents()
    asker.page.locator("[data-key=evidence]").check()
    asker.ask("MATCH (f:Observation)-[:SUBJECT]->(:City {name: '青岛市'}) RETURN f.value AS value", "cypher")
    assert asker.columns() == ["value", "f"]
    assert asker.page.locator(".passage").count() == len(asker.rows())


def test_a_mistake_in_cypher_is_marked_where_it_is(embedded: None, browser: Browser, server: Served) -> None:
    with asking(browser, server.url) as asker:
        asker.read_in("zh")
        asker.ask("MATCH (n:City)\nRETURN n LIMT 1", "cypher")
        assert asker.trouble().startswith("查询有误：第 2 行第 10 列")
        assert asker.page.locator(".cm-lintRange-error").inner_text() == "LIMT"
        asker.ask("CREATE (n)", "cypher")
        assert "only reading" in asker.trouble()


def test_a_query_in_cypher_is_stopped(embedded: None, asker: Asker) -> None:
    asker.write("MATCH (a), (b), (c), (d) WHERE a.id <> b.id AND c.id <> d.id RETURN count(*) AS n", "cypher")
    asker.page.keyboard.press("Control+Enter")
    asker.page.locator("[data-key=run][data-does=stop]").click()
    asker.wait()
    assert asker.status() == "已停止。"
    asker.ask("MATCH (c:City) RETURN c.name AS city LIMIT 1", "cypher")
    assert len(asker.rows()) == 1


def test_a_query_that_finds_nothing_comes_with_a_note(embedded: None, asker: Asker) -> None:
    asker.ask("MATCH (c:City {name: '青岛'}) RETURN c.name", "cypher")
    assert "没有结果。" in asker.page.locator("#answer").inner_text()
    assert "another name of '青岛市'" in asker.page.locator("#answer .note").inner_text()


def test_a_query_in_sparql_that_finds_nothing_comes_with_a_note(asker: Asker, server: Served) -> None:
    asker.ask("SELECT ?x { ?x a sg:City ; sg:name '青岛' }")
    assert "青岛市" in asker.page.locator("#answer .note").inner_text()
    asker.ask("SELECT ?x { ?x a sg:City ; sg:name '青岛市', '济南市' }")
    assert asker.page.locator("#answer .nothing").inner_text() == "没有结果。"
    parts = asker.page.locator("#answer .note").all_inner_texts()
    assert all("青岛市" in part and "济南市" in part for part in parts), "which part is too much, and what is there"
    nested = "SELECT ?x { ?x sg:name ?n FILTER(" + "(" * 300 + "1" + ")" * 300 + " = 2) }"
    reply = server.ask("/notes", "POST", nested, x_skillgraph="1")
    assert (reply.status, reply.text) == (200, '{"notes":[]}')
    assert server.ask("/notes", "POST", "#" * 20_000, x_skillgraph="1").status == 413


def test_names_of_things_are_completed_in_a_text(asker: Asker) -> None:
    asker.write("SELECT ?x { ?x sg:name ")
    asker.page.keyboard.type('"qingdao')
    options = asker.page.locator(".cm-tooltip-autocomplete li")
    expect(options.first).to_contain_text("青岛市")
    asker.page.wait_for_timeout(120)  # a choice that comes at once is taken for one of the list before
    asker.page.keyboard.press("Enter")
    assert asker.query().startswith('SELECT ?x { ?x sg:name "青岛市')


def test_a_plain_question_is_answered_with_its_query_and_passages(asker: Asker) -> None:
    plainly(asker, "青岛有多少所技工院校")
    asker.wait()
    assert asker.page.locator(".told").inner_text().startswith("理解为：")
    assert asker.is_folded(), "the answer comes first"
    row = dict(zip(asker.columns(), asker.rows()[0], strict=True))
    assert (row["数值"], row["单位"], row["事实还是计划"]) == ("22", "所", "事实")
    assert all(any(cells) for cells in zip(*asker.rows(), strict=True)), "no column is empty"
    assert asker.query().startswith("# 青岛有多少所技工院校\nSELECT")
    assert asker.page.locator("[data-passage^='figure/']").count() == 1


def test_a_plain_question_is_there_in_cypher_too(embedded: None, asker: Asker) -> None:
    plainly(asker, "青岛有哪些合作伙伴")
    asker.wait()
    answers = {row[0] for row in asker.rows()}
    asker.open_query()
    asker.page.locator("[data-key=cypher]").click()
    assert "$" not in asker.query()
    asker.page.locator("[data-key=run]").click()
    asker.wait()
    assert {row[0] for row in asker.rows()} == answers


def test_an_address_with_cypher_starts_its_database(embedded: None, browser: Browser, built: Path) -> None:
    server = served(built)
    try:
        with asking(browser, server.url) as asker:
            asker.ask("ASK { ?s ?p ?o }")
            before = server.engines()
            with asker.page.expect_response("**/query/v2", timeout=60_000) as reply:
                asker.page.goto(f"{server.url}/ask?again#cypher=RETURN%202")
            assert reply.value.ok
            assert server.engines() > before
            assert asker.page.locator("#answer table").count() == 0, "nobody has asked yet"
    finally:
        server.end()


@pytest.mark.parametrize("width", [1400, 390])
def test_the_answer_to_a_plain_question_is_in_sight_and_in_the_language_of_the_page(
    browser: Browser, server: Served, width: int
) -> None:
    with asking(browser, server.url, width=width) as asker:
        asker.read_in("en")
        plainly(asker, "青岛有哪些合作伙伴")
        asker.wait()
        expect(asker.page.locator(".told")).to_be_in_viewport(ratio=1)
        box = asker.page.locator("#answer table").bounding_box()
        assert box is not None
        assert box["y"] < 500
        assert asker.columns() == ["Answer", "About", "Relation", "Role", "Fact or plan", "Passage"]
        assert {(row[1], row[2]) for row in asker.rows()} == {("Qingdao", "partners with")}
        assert asker.page.locator("#answer td a[href='entity/qingdao']").count() == len(asker.rows())
        assert asker.page.locator(".passage").count() == len(asker.rows())
        assert asker.complaints == []


def test_a_plain_question_that_is_not_understood_leads_to_recorded_ones(asker: Asker) -> None:
    asker.choose("q05")
    plainly(asker, "青岛的天气怎么样")
    nearest = asker.page.locator(".told [data-key^=nearest-]")
    expect(nearest).to_have_count(3)
    assert "因此不作回答" in asker.page.locator(".told").inner_text()
    assert asker.page.locator("#answer table").count() == 0, "the answer to another question is gone"
    assert (asker.query().strip(), "#" in asker.page.url) == ("", False), "and so is its query"
    asker.page.locator("[data-key=language]").click()
    expect(asker.page.locator(".told")).to_contain_text("so there is no answer")
    name = (nearest.first.get_attribute("data-key") or "").removeprefix("nearest-")
    nearest.first.click()
    asker.wait()
    assert asker.query() == find_questions([name])[0].sparql.rstrip()


def test_what_the_graph_has_with_the_words_is_shown_as_no_answer(asker: Asker) -> None:
    plainly(asker, "海外高技能人才赋能中心由谁担任负责人")
    found = asker.page.locator(".told .found li")
    expect(found.filter(has_text="青岛市 共建 海外高技能人才赋能中心")).to_contain_text("(探索)")
    address = found.filter(has_text="青岛市 共建").locator("a").get_attribute("href") or ""
    assert address.startswith("statement/four-cities/")
    assert asker.page.request.get(f"{asker.page.url.split('/ask')[0]}/{address}").ok


def test_the_likeliest_reading_of_free_words_is_shown_as_such_with_its_rows(asker: Asker) -> None:
    plainly(asker, "老师您好，想请教青岛从德国引进了哪些职业资格证书")
    told = asker.page.locator(".told")
    assert "没有确定的回答" in told.inner_text()
    assert re.search(r"最可能的意思（把握 \d+%，请核对", told.inner_text())
    asker.page.wait_for_selector("text=AHK职业资格证书")


def test_a_reader_chooses_by_keyboard_what_a_question_means(asker: Asker) -> None:
    plainly(asker, "Who are the partners of Qingdao in Korea?")
    asker.wait()
    likely, other = (asker.page.locator(f"[data-key=reading-{n}]") for n in (0, 1))
    expect(likely).to_have_attribute("aria-pressed", "true")
    expect(other).to_contain_text(re.compile(r"把握 \d+% · 8 行："))
    asker.page.keyboard.press("Tab")
    for _ in range(9):
        if asker.page.evaluate("document.activeElement.dataset.key") != "reading-1":
            asker.page.keyboard.press("Tab")
    asker.page.keyboard.press("Enter")
    expect(other).to_have_attribute("aria-pressed", "true")
    asker.wait()
    assert "德国GFM教育集团" in [row[0] for row in asker.rows()]
    expect(other).to_be_focused()
    expect(likely).to_have_attribute("aria-pressed", "false")
    asker.page.locator(".passage").first.click()
    expect(asker.page.locator("dialog section a").first).to_have_text("济南、青岛、淄博、枣庄技能人才工作经验")
    asker.page.keyboard.press("Escape")
    asker.page.locator("[data-key=language]").click()
    expect(other).to_contain_text(re.compile(r"\d+ % likely · 8 rows: "))
    likely.click()
    expect(likely).to_have_attribute("aria-pressed", "true")
    asker.wait()
    assert len(asker.rows()) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_readings_of_an_ambiguous_question_are_there_to_choose(
    browser: Browser, server: Served, width: int
) -> None:
    with asking(browser, server.url, width=width) as asker:
        asker.read_in("zh")
        plainly(asker, "管理办法规范什么？")
        readings = asker.page.locator(".readings button")
        expect(readings).to_have_count(4)
        assert "把握" not in asker.page.locator(".told").inner_text()
        assert asker.page.locator("#answer table").count() == 0
        readings.nth(1).click()
        asker.page.locator("#answer table").wait_for()
        asker.wait()
        assert [row[0] for row in asker.rows()] == ["淄博市技术技能大师"]
        expect(asker.page.locator("#answer table")).to_be_in_viewport()
        readings.nth(3).click()
        expect(asker.page.locator("#answer .nothing")).to_be_visible()
        expect(asker.page.locator("[data-key^=nearest-]").first).not_to_be_visible()
        asker.page.locator("summary", has_text="最接近的现成问题").click()
        asker.page.locator("[data-key^=nearest-]").first.click()
        expect(readings).to_have_count(0)
        assert asker.complaints == []


def test_each_column_of_an_answer_has_a_heading_in_words(asker: Asker) -> None:
    plainly(asker, "除了德国，青岛还与哪些国家合作？")
    asker.wait()
    heads = asker.page.locator("#answer th")
    expect(heads.first).to_contain_text("答案")
    assert [text for text in heads.all_inner_texts() if text.isascii()] == []


def plainly(asker: Asker, question: str) -> None:
    """Asks in plain words and waits until something is said of it."""
    asker.page.fill("[data-key=plain]", question)
    asker.page.keyboard.press("Enter")
    asker.page.locator(".told strong").first.wait_for()
