"""The login of a served graph in a browser: by an address, by the form, without script, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from other_site import other_site
from served import Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

TOKEN = "a-token-of-the-tests-0123456789"


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """A server with a token."""
    server = served(built, SKILLGRAPH_TOKEN=TOKEN)
    yield server
    server.end()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has not been here."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def come_in(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/login#{TOKEN}")
    page.wait_for_url(f"{server.url}/")


def test_the_token_leaves_the_address_before_anything_else(server: Served, page: Page) -> None:
    page.goto(f"{server.url}/login#{TOKEN}x")
    expect(page.locator("#wrong")).to_be_visible()
    assert page.url == f"{server.url}/login"
    assert page.evaluate("document.activeElement.id") == "token"
    page.locator("#token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")
    page.goto(f"{server.url}/login")
    assert page.url == f"{server.url}/"


def test_the_form_stands_where_something_was_asked_for_and_keeps_the_place(server: Served, page: Page) -> None:
    page.goto(f"{server.url}/#thing=qingdao")
    page.locator("#token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("Qingdao")
    assert page.url == f"{server.url}/#thing=qingdao"


def test_a_link_of_another_site_leads_there_whoever_is_in(server: Served, page: Page) -> None:
    """Browsers send no strict cookie with the first request by such a link."""
    come_in(page, server)
    with other_site(f'<a href="{server.url}/ask">ask</a>') as site:
        page.goto(site)
        page.locator("a").click()
        expect(page.locator("#ask")).to_be_attached()
    assert page.url == f"{server.url}/ask"


def test_it_needs_no_script(server: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/ask")
    page.locator("#token").fill(TOKEN + "x")
    page.locator("button").click()
    expect(page.locator("#wrong")).to_be_visible()
    page.locator("#token").fill(TOKEN)
    page.locator("button").click()
    expect(page).to_have_url(f"{server.url}/")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "says"), [("zh-CN", "此图谱需要令牌"), ("de-DE", "A graph that wants a token")])
def test_axe_finds_nothing_on_it(
    server: Served, browser: Browser, explorer_sources: Path, scheme: str, locale: str, says: str
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    context = browser.new_context(locale=locale, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.url}/login#no-such-token-0123456789")
    expect(page.locator("#wrong")).to_be_visible()
    assert page.locator("h1").inner_text() == says
    page.evaluate(f"{axe}; 0")
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
    assert found == []
    context.close()
