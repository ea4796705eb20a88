"""A browser for the tests of pages: Chromium with no network, which counts what a page asks for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

#: Chromium's own calls home are switched off, so that a request is a page's.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Run before a page: a browser that has no WebGL.
NO_WEBGL = """
const context = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.includes("webgl") ? null : context.call(this, kind, ...rest);
};
"""


def executable() -> Path | None:
    """The machine's Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return Path(path)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


@contextmanager
def launched(executable: Path) -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def until(page: Page, expression: str) -> None:
    """Waits for what an expression says; `wait_for_function` evaluates in the page, whose policy forbids it."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


class Visit:
    """A page opened from a file without network: the page, what it asked for beyond itself, what it complained of."""

    def __init__(
        self,
        browser: Browser,
        file: Path,
        width: int = 1400,
        height: int = 900,
        address: str = "",
        **options: Any,
    ) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        context.route("**/*", lambda route: self._decide(route, file.as_uri()))
        self.page: Page = context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri() + address)

    def _listen(self, message: ConsoleMessage) -> None:
        # Software WebGL complains of its own speed when a screenshot reads the picture.
        if message.type in ("error", "warning") and "GPU stall due to ReadPixels" not in message.text:
            self.complaints.append(message.text)

    def _decide(self, route: Route, own: str) -> None:
        if re.split("[?#]", route.request.url)[0] == own or route.request.url.startswith("blob:"):
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def close(self) -> None:
        """Closes the page and its context."""
        self.page.context.close()
