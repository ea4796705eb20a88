"""Somebody at the page of `skillgraph serve` that asks, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from browser import until


class Asker:
    """The page in a browser, what it complained of, and what it asked of others than its server.

    Args:
        page: that shows it.
        url: of the server.
        address: after `/ask`.
    """

    def __init__(self, page: Page, url: str, address: str = "") -> None:
        self.page, self._url = page, url
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._see)
        page.goto(f"{url}/ask{address}")
        until(page, "document.body.dataset.ready === 'true'")

    def _listen(self, message: ConsoleMessage) -> None:
        # Chromium styles what is typed over a coloured selection, which the policy forbids and the editor undoes.
        is_typing = message.text.startswith("Applying inline style")
        if message.type in ("error", "warning") and not is_typing:
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((f"{self._url}/", "data:", "blob:")):
            self.strangers.append(request.url)

    def read_in(self, language: str) -> None:
        """Turns the page to `zh` or `en`, whatever the server's own language is."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator("[data-key=language]").click()

    def write(self, query: str, tongue: str = "sparql") -> None:
        """Puts a query into the editor in place of what stands there."""
        self.open_query()
        self.page.locator(f"[data-key={tongue}]").click()
        self.page.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(query)

    def ask(self, query: str, tongue: str = "sparql") -> None:
        """Asks a query and waits for what comes of it."""
        self.write(query, tongue)
        self.page.keyboard.press("Control+Enter")
        self.wait()

    def choose(self, question: str) -> None:
        """Chooses a recorded question by its name, and waits for the answer."""
        self.page.locator(f"[data-key=question-{question}]").click()
        self.wait()

    def wait(self) -> None:
        """Waits until nothing is asked any more."""
        done = "document.querySelector('[data-key=run]').dataset.does === 'run'"
        named = "document.querySelector('#answer').dataset.names !== 'coming'"
        for _ in range(6):  # a database that starts takes its time
            with suppress(AssertionError):
                return until(self.page, f"{done} && {named}")
        raise AssertionError(f"no answer came: {self.status()}")

    def open_query(self) -> None:
        """Unfolds the query, which is folded for who asked in plain words."""
        if self.is_folded():
            self.page.locator("[data-key=query]").click()

    def is_folded(self) -> bool:
        """Whether the query is folded."""
        return self.page.locator(".query").get_attribute("open") is None

    def query(self) -> str:
        """What stands in the editor."""
        self.open_query()
        return "\n".join(line.rstrip("\n") for line in self.page.locator(".cm-line").all_inner_texts())

    def columns(self) -> list[str]:
        """The columns of the answer."""
        return [text.rstrip(" ▲▼") for text in self.page.locator("#answer th").all_inner_texts()]

    def rows(self) -> list[list[str]]:
        """The rows of the answer."""
        read = "body => [...body.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
        rows: list[list[str]] = self.page.locator("#answer tbody").evaluate(read)
        return rows

    def view(self, name: str) -> None:
        """Shows the answer as `table`, `network` or `chart`."""
        self.page.locator(f"[data-key=view-{name}]").click()

    def status(self) -> str:
        """What the page says of the answer."""
        return self.page.locator("#status").inner_text()

    def trouble(self) -> str:
        """What the page says went wrong."""
        return self.page.locator("#trouble").inner_text()


@contextmanager
def asking(browser: Browser, url: str, address: str = "", width: int = 1400, **options: Any) -> Iterator[Asker]:
    """Somebody who has just opened the page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    try:
        yield Asker(context.new_page(), url, address)
    finally:
        context.close()
