"""The pictures of the front pages: the network page's first view, as a reader sees it, in English and in Chinese.

`python docs/pictures.py` takes them anew, of the graph of the carried reports; run it when the page looks different.
It wants Chromium, as the tests do, and a Chinese font.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

import skillgraph
from skillgraph.explore.page import Language, PageOptions

FOLDER = Path(__file__).parent
#: The picture in each language.
PICTURES: dict[Language, Path] = {"en": FOLDER / "network.png", "zh": FOLDER / "network.zh.png"}
_SIZE: ViewportSize = {"width": 1280, "height": 800}


def take(language: Language, picture: Path, chromium: str | None = None) -> None:
    """Opens the page of the carried reports in a language, and takes a picture of it.

    Args:
        language: that the page opens in.
        picture: where it goes.
        chromium: the browser's program; Playwright's own else.
    """
    with skillgraph.load() as graph, tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder, "page.html")
        graph.to_html(page, PageOptions(language=language))
        browser = playwright.chromium.launch(executable_path=chromium)
        # Light, and without what moves: the same picture each time.
        view = browser.new_page(viewport=_SIZE, color_scheme="light", reduced_motion="reduce")
        view.goto(page.as_uri())
        view.wait_for_timeout(2000)
        view.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    for language, picture in PICTURES.items():
        take(language, picture, next(iter(sys.argv[1:]), None))
