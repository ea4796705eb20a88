"""What must not happen: markup that runs, requests, silence where a browser or a graph falls short."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser

from browser import NO_WEBGL
from hostile import FACTS, NAMES, hostile_graph
from page_reader import graph_of, reading, things_of, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import PageOptions
from skillgraph.model.records import Entity, Evidence, Statement


def test_the_file_is_small_and_its_policy_allows_its_own_scripts_and_style_alone(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(text.encode()) < 400_000
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    directives = {d.split()[0]: d.split()[1:] for d in policy[1].split("; ")}
    assert directives["default-src"] == ["'none'"]
    [loader], [style] = (re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("script", "style"))
    [packed] = re.findall(r'id="script-data">([^<]*)<', text)
    script = gzip.decompress(base64.b64decode(packed)).decode()
    for directive, codes in (("script-src", (loader, script)), ("style-src", (style,))):
        assert directives[directive] == [
            f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in codes
        ]
    assert not re.search(r"""(src|href)=["'](?!data:)""", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
    assert "sourceMappingURL" not in text


def test_offsets_count_code_points_and_hostile_passages_are_text(browser: Browser, tmp_path: Path) -> None:
    image = "<img src=x onerror=window.pwned=1>"
    text = f"## 𠮷𬭎{image}</script>\r\n𠮷野家与𬭎鋒學院{image}合作\u2028共建。\u202e<script>window.pwned=1</script>\n"
    passage = f"𬭎鋒學院{image}合作\u2028共建。\u202e<script>window.pwned=1</script>"
    start = text.index(passage)
    evidence = (Evidence.of("r", text, start, start + len(passage)),)
    graph = graph_of(
        tmp_path / "g",
        Entity("a", "r", ("Enterprise",), f"𠮷{image}", aliases=(image,), name_en=image),
        Entity("javascript:alert(1)", "r", ("School",), "长𬭎" * 20, "L" * 10_000),
        Statement("r/</script>", "r", "a", "partnersWith", "javascript:alert(1)", evidence=evidence, time=image),
        Statement("r/t", "r", "a", "aim", text=image, evidence=evidence, qualifiers=(("role", image),)),
        text=text,
    )
    title = f"{image}\u2028</title></script>"
    page = write_page(graph, tmp_path / "p.html", PageOptions(title=title, documents=tmp_path / "g"))
    with reading(browser, page, "#thing=a") as reader:
        quotes = reader.page.locator("#panel blockquote")
        marks = "(e) => [...e.querySelectorAll('mark')].map((mark) => mark.textContent).join('')"
        assert quotes.first.evaluate(marks) == passage.replace("\u2028", "")
        assert f"𠮷𬭎{image}</script>" in reader.panel()
        for view in ("list", "table", "numbers", "read", "network"):
            reader.view(view)
        reader.hits("长𬭎")
        assert reader.page.evaluate("window.pwned") is None
        assert reader.page.locator("img, main script, #panel script").count() == 0
        assert image in reader.page.inner_text("h1")


def test_hostile_names_ids_and_file_names_run_nothing(browser: Browser, tmp_path: Path) -> None:
    with hostile_graph(tmp_path) as graph:
        page = write_page(graph, tmp_path / "<img src=x onerror=window.pwned=1>'\"&.html")
        assert sum(s.is_fact for s in graph.statements()) == FACTS
    text = page.read_text("utf-8")
    assert "<img" not in text.replace("</script>", "").split("<script>")[0]
    assert text.count("</script>") == 4
    assert not re.search("[\u2028\u2029]", re.sub("<script>.*?</script>", "", text, flags=re.DOTALL))
    with reading(browser, page) as reader:
        reader.page.on("dialog", lambda dialog: reader.visit.complaints.append(dialog.message))
        for id, name in NAMES.items():
            reader.page.evaluate("(id) => { location.hash = new URLSearchParams({ thing: id }); }", id)
            reader.page.wait_for_selector(f"#panel .id bdi:text-is('{id}')", state="attached")
            assert reader.page.locator("#panel h2").evaluate("(e) => e.textContent") == name
        reader.page.click("[data-key=export]")
        reader.page.click("[data-key=export-figureForPaper]")
        for kind in ("png", "svg"):
            with reader.page.expect_download() as download:
                reader.page.click(f"[data-key=export-{kind}]")
        reader.page.keyboard.press("Escape")
        document = etree.parse(download.value.path())
        assert not document.findall(".//{*}img") + document.findall(".//{*}script")
        reader.page.click("[data-key=not-facts]")
        reader.page.click("[data-key=language]")
        for view in ("list", "table", "numbers", "network"):
            reader.view(view)
        assert reader.page.evaluate("window.pwned") is None
        assert reader.page.locator("img, main script, #panel script").count() == 0


def test_an_address_that_names_what_is_not_there_opens_all_the_same(
    browser: Browser, page: Path, graph: KnowledgeGraph
) -> None:
    address = "#thing=nobody&class=Nothing&view=none&since=abc&path=x&path=y&steps=-3&lang=fr&%F0"
    with reading(browser, page, address) as reader:
        assert reader.counts()[0] == len(things_of(graph))


_NO_CONSTRUCTORS = "delete window.WebGLRenderingContext; delete window.WebGL2RenderingContext;"


@pytest.mark.parametrize("constructors", ["", _NO_CONSTRUCTORS])
def test_without_webgl_a_still_picture_can_be_clicked(browser: Browser, page: Path, constructors: str) -> None:
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.add_init_script(NO_WEBGL + constructors)
    opened.goto(page.as_uri())
    opened.wait_for_selector("body[data-ready=true]")
    assert "没有 WebGL" in opened.inner_text("#notice")
    opened.locator("#network circle[data-thing]").first.dispatch_event("click")
    assert opened.locator("#panel h2").is_visible()
    assert errors == []
    context.close()


def test_without_decompression_the_page_says_so(browser: Browser, page: Path) -> None:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.add_init_script("delete window.DecompressionStream")
    opened.goto(page.as_uri())
    opened.wait_for_selector("body[data-ready=failed]")
    assert "DecompressionStream" in opened.inner_text("[role=alert]")
    assert errors == []
    context.close()


def test_without_javascript_the_page_says_so(browser: Browser, page: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    assert "此页需要 JavaScript" in opened.inner_text("main")
    context.close()


@pytest.mark.parametrize("things", [0, 1, 3])
def test_graphs_with_nothing_one_thing_or_no_fact(browser: Browser, tmp_path: Path, things: int) -> None:
    entities = [Entity(f"e{n}", "r", ("School",), f"学校{n}") for n in range(things)]
    page = write_page(graph_of(tmp_path / "g", *entities), tmp_path / "p.html", PageOptions(language="en"))
    with reading(browser, page) as reader:
        assert reader.counts() == (things, 0, 0)
        assert reader.page.locator("#notice").is_visible() == (things == 0)
        if things:
            assert "No facts to show" in reader.choose("学校0"), "a name that is missing in English is the Chinese one"
        for view in ("list", "table", "numbers", "network"):
            reader.view(view)
