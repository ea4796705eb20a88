"""The page that reviews, for everybody: keyboard, phone, input method, both languages; and hostile reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from review_desk import ReviewDesk, desk
from reviewed import TEXT, drafted

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

PLATFORM = "匠心学院"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A draft that nobody has decided on."""
    return drafted(tmp_path)


@pytest.fixture
def reviewer(browser: Browser, folder: Path, python: str) -> Iterator[ReviewDesk]:
    """Somebody who has just opened it."""
    with desk(browser, folder) as reviewer:
        yield reviewer
        assert reviewer.complaints == []
        assert all(url.startswith((reviewer.server.url, "data:")) for url in reviewer.requests)


def test_keys_rest_while_somebody_writes_or_composes(reviewer: ReviewDesk) -> None:
    first = reviewer.reads()
    for more in ("isComposing: true", "keyCode: 229", "ctrlKey: true", "metaKey: true"):
        reviewer.page.evaluate(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: 'a', bubbles: true, {more}}}))"
        )
    assert reviewer.reads() == first
    reviewer.press("e")
    reviewer.page.focus("#field-name_en")
    reviewer.page.keyboard.type("axes 1 ?")
    assert reviewer.page.input_value("#field-name_en") == "axes 1 ?"
    reviewer.press("Escape")
    assert reviewer.reads() == first
    assert {row["status"] for row in reviewer.table("entities.csv")} == {"extracted"}


def test_who_reviews_is_asked_once_and_recorded(browser: Browser, folder: Path, python: str) -> None:
    with desk(browser, folder, by="") as reviewer:
        reviewer.page.fill("#who", "../x")
        reviewer.page.keyboard.press("Enter")
        assert reviewer.page.locator("dialog").count() == 1
        reviewer.page.fill("#who", "王 小明")
        reviewer.page.keyboard.press("Enter")
        reviewer.page.wait_for_selector("body[data-ready]")
        reviewer.press("a")
        reviewer.saved()
        assert [path.name for path in (folder / "reviews").glob("*.jsonl")] == ["王 小明.jsonl"]
        reviewer.open()
        assert "王 小明" in reviewer.page.inner_text("#bar")


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing(
    browser: Browser, folder: Path, explorer_sources: Path, language: str, scheme: str, python: str
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(reviewer: ReviewDesk) -> object:
        return reviewer.page.evaluate(
            "async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))])"
        )

    with desk(browser, folder, language=language, color_scheme=scheme, bypass_csp=True) as reviewer:
        reviewer.page.evaluate(f"{axe}; 0")
        assert violations(reviewer) == []
        for keys in (["?"], ["n"], ["e"], ["c"], ["b"]):
            reviewer.press(*keys)
            assert violations(reviewer) == [], keys
            reviewer.press("Escape")
        reviewer.relations()
        for keys in ([], ["q"], ["r"], ["m"], ["x"]):
            reviewer.press(*keys)
            assert violations(reviewer) == [], keys
            reviewer.press("Escape")


def test_text_of_reports_is_text(browser: Browser, tmp_path: Path, python: str) -> None:
    hostile = TEXT.replace(PLATFORM, "<img src=x onerror=alert(1)>学院") + "</script><b>山海市</b>\n"
    with desk(browser, drafted(tmp_path, text=hostile)) as reviewer:
        assert "<img src=x onerror=alert(1)>" in reviewer.page.inner_text("#text")
        assert reviewer.page.locator("img, #text b, #card b").count() == 0
        policy = reviewer.page.request.get(f"{reviewer.server.url}/review").headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert reviewer.complaints == []


def test_a_phone_shows_text_and_card_and_takes_touch(browser: Browser, folder: Path, python: str) -> None:
    with desk(browser, folder, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True) as reviewer:
        page = reviewer.page
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for part in ("#text", "#card", "[data-key=act-accept]", "[data-key=act-reject]"):
            page.locator(part).wait_for()
            box = page.locator(part).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["y"] + min(box["height"], 40) <= 780
        first = reviewer.reads()
        page.tap("[data-key=act-accept]")
        reviewer.says(f"已采纳：{first}")
        page.tap("[data-key=act-undo]")
        reviewer.says(f"已撤销：{first}")
        assert reviewer.reads() == first
        reviewer.saved()
        mark, text = page.locator("mark.current").first.bounding_box(), page.locator("#text").bounding_box()
        assert mark
        assert text
        assert text["y"] <= mark["y"] <= text["y"] + text["height"]


def test_a_button_that_is_pressed_while_an_answer_comes_is_clicked(reviewer: ReviewDesk) -> None:
    late: list[Route] = []
    reviewer.go(PLATFORM)
    first = reviewer.reads()
    reviewer.page.route("**/decisions", lambda route: late.append(route))
    reviewer.press("a")
    reviewer.page.hover("[data-key=act-undo]")
    reviewer.page.mouse.down()
    with reviewer.page.expect_response("**/decisions"):
        late[0].continue_()
    reviewer.page.wait_for_load_state("networkidle")
    reviewer.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    reviewer.page.mouse.up()
    reviewer.says(f"已撤销：{first}")
    assert reviewer.name(PLATFORM)["status"] == "extracted"


def test_whoever_only_has_a_keyboard_reaches_everything(reviewer: ReviewDesk) -> None:
    reached = set()
    for _ in range(60):
        reviewer.page.keyboard.press("Tab")
        reached.add(reviewer.page.evaluate("document.activeElement.dataset.key || document.activeElement.id"))
    assert {"act-accept", "act-reject", "act-edit", "act-bulk", "kind-name", "order", "text"} <= reached
    reviewer.page.focus("[data-key=act-accept]")
    first = reviewer.reads()
    assert reviewer.press("Space") != first
    assert reviewer.page.evaluate("document.activeElement.dataset.key") == "act-accept"
    reviewer.says(f"已采纳：{first}")


def test_the_language_is_changed_and_kept(reviewer: ReviewDesk) -> None:
    reviewer.page.click("[data-key=language]")
    assert reviewer.page.inner_text("[data-key=act-accept]").startswith("Accept")
    reviewer.press("a")
    assert reviewer.said().startswith("Accepted")
    reviewer.saved()
