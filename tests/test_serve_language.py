"""In which language the pages of `skillgraph serve` open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import until
from reviewed import drafted
from served import Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

NO_LOCALE = {"LANGUAGE": "", "LC_ALL": "C", "LC_MESSAGES": "", "LANG": ""}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def untold(built: Path, python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that nobody told a language, with a draft under review."""
    draft = drafted(tmp_path_factory.mktemp("draft"))
    server = served(built, "--review", draft, "--reviewer", "甲", **NO_LOCALE)
    yield server
    server.end()


def language(browser: Browser, url: str, locale: str) -> str:
    """The language in which a page opens for a browser of somebody's language, as it says and shows it."""
    context = browser.new_context(locale=locale)
    try:
        page = context.new_page()
        page.goto(url)
        until(page, "document.querySelectorAll('button').length > 3")
        # Both at one moment: the page may be about to change its language.
        both = "[document.documentElement.lang, document.querySelector('h1').innerText]"
        if not url.endswith("/review"):
            until(page, f"(([lang, title]) => (lang === 'zh') === /\\p{{Script=Han}}/u.test(title))({both})")
        said, heading = map(str, page.evaluate(both))
        # The page that reviews has the title of the report there, which has one language.
        assert url.endswith("/review") or bool(HAN.search(heading)) == (said == "zh"), heading
        return said
    finally:
        context.close()


@pytest.mark.parametrize("path", ["/", "/ask", "/review"])
def test_pages_of_a_server_that_was_told_no_language_follow_the_browser(
    browser: Browser, untold: Served, path: str
) -> None:
    found = {locale: language(browser, untold.url + path, locale) for locale in ("zh-CN", "zh-TW", "en-GB", "de-DE")}
    assert found == {"zh-CN": "zh", "zh-TW": "zh", "en-GB": "en", "de-DE": "en"}


def test_the_address_of_the_network_page_beats_the_browser(browser: Browser, untold: Served) -> None:
    assert language(browser, f"{untold.url}/#lang=en", "zh-CN") == "en"


@pytest.mark.parametrize(
    ("words", "environment", "wanted"),
    [
        (["--lang", "en"], NO_LOCALE, "en"),
        ([], {**NO_LOCALE, "LC_ALL": "en_US.UTF-8"}, "en"),
        ([], {**NO_LOCALE, "LC_ALL": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_a_server_that_was_told_a_language_keeps_to_it(
    browser: Browser, built: Path, python: str, words: list[str], environment: dict[str, str], wanted: str
) -> None:
    server = served(built, *words, **environment)
    other = "zh-CN" if wanted == "en" else "en-GB"
    try:
        assert [language(browser, server.url + path, other) for path in ("/", "/ask")] == [wanted, wanted]
    finally:
        server.end()
