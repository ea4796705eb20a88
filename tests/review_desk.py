"""Somebody who reviews a report in a browser, for tests: keys, the card, what was said, and the tables afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from browser import until
from drafts import rows
from reviewed import reviewing
from served import Served

_SAVED = "['均已保存', 'All saved'].includes(document.getElementById('saved').textContent)"


class ReviewDesk:
    """A page that reviews a draft, and the server behind it.

    Args:
        browser: in which it is opened.
        server: that serves it.
        folder: of the draft.
        by: who reviews.
        language: of the page.
        options: of the browser's context.
    """

    def __init__(
        self, browser: Browser, server: Served, folder: Path, by: str = "李敏", language: str = "zh", **options: Any
    ) -> None:
        self.server, self.folder = server, folder
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.add_init_script(
            f"if ('{by}') localStorage.setItem('skillgraph-reviewer', '{by}'); "
            f"localStorage.setItem('skillgraph-language', '{language}')"
        )
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.open("body[data-ready]" if by else "dialog[open]")

    def open(self, ready: str = "body[data-ready]") -> None:
        """Opens the page, again too."""
        self.page.goto(f"{self.server.url}/review")
        self.page.wait_for_selector(ready, timeout=60_000)

    def press(self, *keys: str) -> str:
        """Presses keys one after the other; what the card says then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.reads()

    def write(self, words: str, *keys: str) -> str:
        """Writes into the field that has the focus, then presses keys."""
        self.page.keyboard.insert_text(words)
        return self.press(*keys)

    def select(self, words: str) -> None:
        """Selects some words of the text, as a mouse does."""
        self.page.locator("#text").evaluate(
            """(text, words) => {
              const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
              let whole = "";
              while (walker.nextNode()) {
                nodes.push([whole.length, walker.currentNode]);
                whole += walker.currentNode.data;
              }
              const start = whole.indexOf(words), end = start + words.length;
              if (start < 0) throw new Error(words);
              // What is marked parts the text into nodes.
              const first = nodes.findLast(([at]) => at <= start), last = nodes.findLast(([at]) => at < end);
              getSelection().setBaseAndExtent(first[1], start - first[0], last[1], end - last[0]);
            }""",
            words,
        )

    def reads(self) -> str:
        """The proposal in words."""
        return self.page.inner_text("#reads")

    def said(self) -> str:
        """What was done last."""
        return self.page.inner_text("#said")

    def says(self, words: str) -> None:
        """Waits until it is told that this was done last."""
        self.page.locator("#said", has_text=re.compile(f"^{re.escape(words)}$")).wait_for(state="attached")

    def saved(self) -> None:
        """Waits until the server has all."""
        until(self.page, _SAVED)

    def go(self, words: str) -> None:
        """Goes on from proposal to proposal to the one that reads so."""
        for _ in range(50):
            if words in self.reads():
                return
            self.press("d")
        raise AssertionError(f"no proposal reads {words}")

    def only(self, kind: str) -> None:
        """Leaves proposals of one kind in the queue."""
        self.page.click(f"[data-key=kind-{kind}]")

    def decide_all(self, key: str = "a") -> int:
        """Decides on all that is open in the same way; how many these were."""
        count = 0
        while not self.page.locator(".ending").count():
            self.press(key)
            count += 1
            assert count < 100
        self.saved()
        return count

    def relations(self) -> None:
        """Accepts all names and has relations and figures proposed of them."""
        self.only("name")
        self.decide_all()
        self.press("a")
        until(self.page, "/^(已提出|Proposed)/.test(document.getElementById('said').textContent)")

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a table, once the server has all."""
        self.saved()
        return rows(self.folder / name)

    def name(self, name: str) -> dict[str, str]:
        """The row of a name."""
        found = [row for row in self.table("entities.csv") if row["name"] == name]
        assert found, name
        return found[0]

    def close(self) -> None:
        """Closes the page."""
        self.page.context.close()


@contextmanager
def desk(browser: Browser, folder: Path, **options: Any) -> Iterator[ReviewDesk]:
    """A page that reviews a draft, with a server of its own."""
    server = reviewing(folder)
    try:
        reviewer = ReviewDesk(browser, server, folder, **options)
        try:
            yield reviewer
        finally:
            reviewer.close()
    finally:
        server.end()
