"""Views that are saved in a file: what the page copies is what `export html --views` reads; errors name the place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from page_reader import reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli import skillgraph
from skillgraph.explore.page import PageOptions
from skillgraph.explore.views import SavedView


@pytest.mark.parametrize(
    "address",
    [
        "#thing=qingdao",
        "#class=!School&class=!Honour&near=yes&modality=",
        "#class=TechnicalSchool&city=!qingdao&source=places&status=rejected",
        "#only=qingdao&only=gfm&show=all&at=0.4,0.5,0.25",
        "#path=zibo&path=zaozhuang&since=2020&undated=no",
        "#view=numbers&indicator=ind-national-master-studios",
        "#view=table&table=figures&figure=four-cities/qd-enrolment&relation=!attracted",
    ],
)
def test_what_copy_this_view_gives_is_a_view_of_the_file(
    browser: Browser, page: Path, graph: KnowledgeGraph, tmp_path: Path, address: str
) -> None:
    with reading(browser, page, address) as reader:
        reader.page.click("[data-key=export]")
        reader.page.click("[data-key=export-copyView]")
        entry = reader.page.input_value("[data-key=copy-entry]")
        link = reader.page.input_value("[data-key=copy-address]")
    file = tmp_path / "views.toml"
    file.write_text("questions = false\n" + entry, encoding="utf-8", newline="\r\n")
    assert tomllib.loads(file.read_text("utf-8"))["views"][0]["title"]
    saved = write_page(graph, tmp_path / "saved.html", PageOptions(views=file))
    with reading(browser, saved) as reader:
        assert reader.page.locator("#front .question").count() == 1
        reader.story("view1")
        reader.page.wait_for_timeout(400)
        now = parse_qsl(reader.page.evaluate("location.hash.slice(1)"), keep_blank_values=True)
        wanted = parse_qsl(link.partition("#")[2], keep_blank_values=True)
        assert sorted(pair for pair in now if pair[0] != "story") == sorted(wanted)


_HOSTILE = '<img src=x onerror=window.pwned=1>"\u202e𬭎'


def test_hostile_titles_are_text_and_json_is_read(browser: Browser, graph: KnowledgeGraph, tmp_path: Path) -> None:
    file = tmp_path / "views.json"
    escaped = _HOSTILE.replace('"', '\\"')
    file.write_text(
        f'{{"views": [{{"title": "{escaped}", "caption": "{escaped}", "thing": "jinan"}}]}}', encoding="utf-8"
    )
    page = write_page(graph, tmp_path / "p.html", PageOptions(views=file))
    with reading(browser, page) as reader:
        assert reader.page.locator("#front .question").first.evaluate("(b) => b.textContent") == _HOSTILE
        reader.story("view1")
        assert _HOSTILE in reader.page.locator("#story").evaluate("(b) => b.textContent")
        assert reader.page.inner_text("#panel h2") == "济南市"
        assert reader.page.locator("img").count() == 0
        assert reader.page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[views]]\ntitle = 'a'\nclas = ['School']", "view 1 ('a'): unknown key 'clas'"),
        ("[[views]]\nthing = 'jinan'", "view 1: no title; give title or title_en"),
        (
            "[[views]]\ntitle = 'a'\n[[views]]\ntitle = 'b'\nthing = 'jinna'",
            "view 2 ('b'), thing: unknown thing 'jinna'; did you mean 'jinan'",
        ),
        (
            "[[views]]\ntitle = 'a'\nonly = {class = ['Schol']}",
            "view 1 ('a'), only.class: unknown class 'Schol'; did you mean 'School'",
        ),
        ("[[views]]\ntitle = 'a'\nwithout = {klass = []}", "view 1 ('a'), without: unknown filter 'klass'"),
        ("[[views]]\ntitle = 'a'\nonly = {city = []}", "leave no city"),
        ("[[views]]\ntitle = 'a'\npath = ['jinan']", "view 1 ('a'), path: 1 things; give two"),
        ("[[views]]\ntitle = 'a'\nat = 'here'", "'here' is no place"),
        ("[[views]]\ntitle = 'a'\nsteps = 'two'", "view 1 ('a'): Expected `int`, got `str` - at `$.steps`"),
        ("title = 'a'", "no views; write [[views]] above each"),
        ("[[views]\n", "no TOML"),
    ],
)  # fmt: skip
def test_a_file_that_falls_short_is_one_clear_line(built: Path, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "v.toml"
    file.write_text(text, encoding="utf-8")
    arguments = ["export", "html", "--views", str(file), "-o", str(tmp_path / "p.html"), "--graph", str(built)]
    result = CliRunner().invoke(skillgraph, arguments)
    assert result.exit_code == 2 or result.exception
    assert message in str(result.exception) + result.output
    assert not (tmp_path / "p.html").exists()


def test_the_guides_name_every_key() -> None:
    docs = Path(__file__).resolve().parents[1] / "docs" / "howto"
    for name in ("views.md", "views.zh.md"):
        table = (docs / name).read_text("utf-8")
        assert [key for key in SavedView.__struct_fields__ if f"`{key}`" not in table] == []
