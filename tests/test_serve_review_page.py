"""The page of `skillgraph serve --review`, worked in a browser on a real draft."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from browser import until
from drafts import rows
from review_desk import ReviewDesk, desk
from reviewed import TEXT, drafted
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders
from small_report import set_cell

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

COLLEGE, GROUP, PLATFORM = "山海市技师学院", "山海市海川集团有限公司", "匠心学院"


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


def test_a_report_is_reviewed_to_a_graph_by_one_hand(reviewer: ReviewDesk, tmp_path: Path) -> None:
    names = len([row for row in rows(reviewer.folder / "review.csv") if row["part"] == "name"])
    for _ in range(names):
        reviewer.press("a")
    assert "名称都已决定" in reviewer.reads()
    assert {row["status"] for row in reviewer.table("entities.csv") if row["existence"] != "kind"} >= {"reviewed"}
    reviewer.press("a")
    until(reviewer.page, "document.getElementById('said').textContent.startsWith('已提出')")
    assert "—" in reviewer.reads()
    reviewer.decide_all()
    assert reviewer.page.inner_text("#bar .progress").startswith("已定")
    decided = [*reviewer.table("statements.csv"), *reviewer.table("observations.csv")]
    assert len(decided) > 5
    assert {row["status"] for row in decided} == {"reviewed"}
    build([*reference_loaders(), reviewer.folder], tmp_path / "build")
    assert "partnersWith" in (tmp_path / "build" / "records.jsonl").read_text("utf-8")


def test_what_was_done_is_said_and_undone_also_what_was_put_aside(reviewer: ReviewDesk) -> None:
    first = reviewer.reads()
    assert reviewer.press("x") != first
    reviewer.says(f"已否决：{first}")
    second = reviewer.reads()
    assert reviewer.press("s") != second
    assert reviewer.press("z") == second
    reviewer.says(f"已撤销：{second}")
    assert reviewer.press("z") == first
    reviewer.saved()
    assert reviewer.press("z") == first
    reviewer.says("没有可撤销的。")
    assert {row["status"] for row in reviewer.table("entities.csv")} == {"extracted"}
    assert reviewer.press("d", "f") == first


def test_another_visit_undoes_what_an_earlier_one_decided(reviewer: ReviewDesk) -> None:
    first = reviewer.reads()
    reviewer.press("a")
    reviewer.saved()
    reviewer.open()
    assert reviewer.reads() != first
    reviewer.press("z")
    reviewer.page.get_by_role("heading", name=first).wait_for()


def test_a_digit_gives_a_name_its_class_and_accepts_it(reviewer: ReviewDesk) -> None:
    reviewer.go(PLATFORM)
    wanted = reviewer.page.inner_text("[data-key=digit-1]").lstrip("1 \n")
    reviewer.press("1")
    reviewer.says(f"已采纳：{PLATFORM}（{wanted}）")
    row = reviewer.name(PLATFORM)
    assert row["status"] == "reviewed"
    reviewer.press("z", "c")
    reviewer.write("pypt", "Enter")
    reviewer.says(f"已采纳：{PLATFORM}（培养平台）")
    assert reviewer.name(PLATFORM)["class"] == "TrainingPlatform"


def test_what_is_being_typed_outlives_an_answer_that_comes_late(reviewer: ReviewDesk) -> None:
    late: list[Route] = []
    reviewer.go(PLATFORM)
    reviewer.press("1")
    reviewer.saved()
    reviewer.page.route("**/undo", lambda route: late.append(route))
    reviewer.press("z", "c")
    reviewer.write("pypt")
    late[0].continue_()
    reviewer.saved()
    reviewer.press("Enter")
    reviewer.says(f"已采纳：{PLATFORM}（培养平台）")
    assert reviewer.name(PLATFORM)["class"] == "TrainingPlatform"


def test_the_boundary_moves_by_keys_by_buttons_and_by_dragging(reviewer: ReviewDesk) -> None:
    reviewer.go(GROUP)
    assert reviewer.press(*["ArrowLeft"] * 4).startswith("山海市海川集团（")
    assert reviewer.press("Escape").startswith(f"{GROUP}（")
    assert reviewer.press("Shift+ArrowDown", "Shift+ArrowDown").startswith("海川集团有限公司（")
    assert reviewer.press("Shift+ArrowUp", "Shift+ArrowUp").startswith(f"{GROUP}（")
    reviewer.page.click("[data-key=shrink]")
    assert reviewer.reads().startswith("山海市海川集团有限公（")
    reviewer.press("Escape")
    grip = reviewer.page.locator(".handle[data-side=end]").bounding_box()
    letter = reviewer.page.locator("mark.current").first.bounding_box()
    assert grip
    assert letter
    width = letter["width"] / len(GROUP)
    reviewer.page.mouse.move(grip["x"], grip["y"] + 8)
    reviewer.page.mouse.down()
    reviewer.page.mouse.move(grip["x"] - 4 * width, grip["y"] + 8, steps=6)
    reviewer.page.mouse.up()
    assert reviewer.reads().startswith("山海市海川集团（")
    reviewer.press("a")
    row = reviewer.name("山海市海川集团")
    start = TEXT.index("山海市海川集团")
    assert row["mentions"].startswith(f"{start}-{start + 7}#")


def test_a_missed_name_is_added_by_selecting_it_or_by_keys(reviewer: ReviewDesk) -> None:
    reviewer.go(PLATFORM)
    reviewer.select("毕业生")
    reviewer.page.get_by_role("heading", name="所选：“毕业生”").wait_for()
    reviewer.press("c")
    reviewer.write("人才", "Enter")
    assert reviewer.said().startswith("已添加：毕业生（")
    assert ("毕业生", "reviewed") in {(row["name"], row["status"]) for row in reviewer.table("entities.csv")}
    assert reviewer.press("n").startswith("所选：“")
    reviewer.press(".", ".", ",", "ArrowRight", "1")
    added = reviewer.said().removeprefix("已添加：").partition("（")[0]
    assert reviewer.name(added)["status"] == "reviewed"
    reviewer.press("z", "z")
    assert added not in {row["name"] for row in reviewer.table("entities.csv")}


def test_a_relation_is_corrected_by_keys_in_one_go(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.only("relation")
    reviewer.go(f"{GROUP} —给予→ {COLLEGE}")
    reviewer.press("v")
    assert reviewer.reads().startswith(f"{COLLEGE} —给予→ {GROUP}")
    reviewer.press("Escape", "e")
    hints = reviewer.page.locator("mark[data-hint]").evaluate_all(
        "(all) => all.map((mark) => [mark.dataset.hint, mark.textContent])"
    )
    letter = {name: hint for hint, name in hints}
    assert len({hint for hint, _ in hints}) > 3
    reviewer.press(letter[COLLEGE], letter[GROUP])
    assert reviewer.page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    reviewer.write("hz", "Enter", "2")
    reviewer.says(f"已采纳：{COLLEGE} —合作→ {GROUP}（计划，2026年）")
    row = next(row for row in reviewer.table("statements.csv") if row["modality"] == "planned")
    assert (row["predicate"], row["status"]) == ("partnersWith", "reviewed")


def test_a_digit_gives_a_relation_another_usual_predicate(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.only("relation")
    reviewer.go("—合作→")
    wanted = reviewer.page.inner_text("[data-key=digit-7]").lstrip("7 \n").removesuffix("（方向相反）")
    assert wanted != "合作"
    reviewer.press("7")
    assert reviewer.said().startswith("已采纳：")
    assert f"—{wanted}→" in reviewer.said()
    reviewed = [row for row in reviewer.table("statements.csv") if row["status"] == "reviewed"]
    assert len(reviewed) == 1
    assert reviewed[0]["predicate"] != "partnersWith"


def test_relations_are_offered_that_fit_their_ends(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.only("relation")
    reviewer.press("r")
    options = reviewer.page.locator("[role=option]")
    fit = options.evaluate_all("(all) => all.map((one) => !one.classList.contains('unfit'))")
    assert fit[0]
    assert fit == sorted(fit, reverse=True)
    reviewer.write("gongjian")
    assert options.first.inner_text().startswith("共建")
    reviewer.page.keyboard.press("ControlOrMeta+a")
    reviewer.write("located")
    assert options.first.inner_text().startswith("位于")
    reviewer.press("Escape")
    assert reviewer.page.locator("[role=option]").count() == 0


def test_a_relation_between_two_names_is_added(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.press("l")
    reviewer.press("/")
    reviewer.write("云帆", "Enter")
    reviewer.press("/")
    reviewer.write("山海市（", "Escape")
    assert reviewer.page.locator(".prompt").count() == 0
    reviewer.press("l", "/")
    reviewer.write("yf", "Enter", "/")
    reviewer.write("山海市", "Enter")
    reviewer.press("Enter")
    reviewer.write("wy", "Enter", "1")
    reviewer.says("已添加：山海市云帆职业学校 —位于→ 山海市")
    found = [row for row in reviewer.table("statements.csv") if row["predicate"] == "locatedIn"]
    assert [row["status"] for row in found] == ["reviewed"]


def test_the_members_of_a_list_are_added_in_one_go(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.press("l", "/")
    reviewer.write("匠心", "Enter", "/")
    reviewer.write("海川", "Enter", "/")
    reviewer.write("云帆", "Enter")
    reviewer.page.get_by_text("已选 山海市海川集团有限公司、山海市云帆职业学校").wait_for()
    reviewer.press("Enter")
    reviewer.write("hz", "Enter", "2")
    reviewer.says("已添加：匠心学院 —合作→ 山海市海川集团有限公司；匠心学院 —合作→ 山海市云帆职业学校")
    reviewed = [row for row in reviewer.table("statements.csv") if row["status"] == "reviewed"]
    added = [row for row in reviewed if row["modality"] == "planned"]
    assert len(added) == 2
    assert {row["predicate"] for row in added} == {"partnersWith"}


def test_a_figure_is_corrected_in_its_form(reviewer: ReviewDesk) -> None:
    reviewer.only("figure")
    reviewer.go("毕业生")
    reviewer.press("e")
    page = reviewer.page
    page.fill("#field-value", "780")
    page.select_option("#field-bound", "exact")
    page.click("#field-subject")
    reviewer.press("/")
    reviewer.write(COLLEGE, "Enter")
    page.fill("#field-time", "2023年")
    page.keyboard.press("Enter")
    assert "780" in reviewer.said()
    row = next(row for row in reviewer.table("observations.csv") if row["value"] == "780")
    assert (row["bound"], row["time"], row["start"], row["status"]) == ("exact", "2023年", "2023", "reviewed")
    assert row["subject"] == reviewer.name(COLLEGE)["id"]


def test_a_figure_says_what_stands_at_the_place_that_it_is_given(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.only("figure")
    reviewer.go("49,100")
    reviewer.select("近800名")
    reviewer.page.get_by_role("heading", name="所选：“近800名”").wait_for()
    reviewer.press("a")
    reviewer.page.get_by_role("heading", name="小于 800 名").wait_for()
    reviewer.press("a")
    values = [(row["value"], row["bound"]) for row in reviewer.table("observations.csv") if row["status"] == "reviewed"]
    assert values == [("800", "lessThan")]


def test_many_are_decided_at_once_and_taken_back_at_once(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    before = reviewer.table("statements.csv")
    reviewer.only("relation")
    reviewer.press("b")
    page = reviewer.page
    page.get_by_text(f"符合条件：{len(before)} 条").wait_for()
    page.get_by_label("含有文字").fill("给予")
    page.get_by_text("符合条件：1 条").wait_for()
    page.get_by_label("含有文字").fill("")
    page.get_by_text(f"符合条件：{len(before)} 条").wait_for()
    assert page.locator(".rows li").count() == len(before)
    page.click("[data-key=bulk-reject]")
    assert {row["status"] for row in reviewer.table("statements.csv")} == {"rejected"}
    reviewer.press("z")
    assert reviewer.table("statements.csv") == before


def test_the_queue_is_narrowed_to_such_as_this_one(reviewer: ReviewDesk) -> None:
    reviewer.relations()
    reviewer.only("relation")
    reviewer.go("—合作→")
    reviewer.press("g")
    assert "合作" in reviewer.said()
    seen = {reviewer.press("d") for _ in range(6)}
    assert len(seen) > 1
    assert all("—合作→" in one for one in seen)
    reviewer.press("g")
    assert any("—合作→" not in reviewer.press("d") for _ in range(8))


def test_nothing_is_lost_while_the_server_is_gone(browser: Browser, folder: Path, python: str) -> None:
    with desk(browser, folder) as reviewer:
        port = reviewer.server.port
        first = reviewer.reads()
        reviewer.server.end()
        reviewer.press("a", "a", "x")
        reviewer.page.locator("#notices .warn").wait_for()
        assert "3 条决定保存在此浏览器中" in reviewer.page.inner_text("#notices")
        server = type(reviewer.server)(
            "serve", "--review", folder, "--port", port, "--no-browser", cwd=folder.parent
        )  # fmt: skip
        try:
            reviewer.page.reload()
            reviewer.page.wait_for_selector("body[data-ready]")
            reviewer.saved()
            statuses = [row["status"] for row in rows(folder / "entities.csv")]
            assert (statuses.count("reviewed"), statuses.count("rejected")) == (2, 1)
            assert reviewer.reads() != first
            assert reviewer.page.locator("#notices .warn").count() == 0
        finally:
            server.end()


def test_a_row_that_changed_underneath_is_shown_as_it_is_now(reviewer: ReviewDesk) -> None:
    reviewer.complaints.clear()
    reviewer.go(PLATFORM)
    table = reviewer.folder / "entities.csv"
    place = [row["name"] for row in rows(table)].index(PLATFORM)
    set_cell(table, place + 2, "name", "匠心工匠学院")
    reviewer.press("x")
    reviewer.page.get_by_role("alert").wait_for()
    assert "这一行在别处改动过" in reviewer.page.inner_text("#notices")
    assert reviewer.reads().startswith("匠心工匠学院（")
    reviewer.page.click("[data-key=notice-close]")
    reviewer.press("a")
    assert reviewer.name("匠心工匠学院")["status"] == "reviewed"
    # The browser itself complains of a 409.
    reviewer.complaints[:] = [said for said in reviewer.complaints if "409" not in said]


def test_who_decided_otherwise_is_shown_and_decided_again(
    browser: Browser, folder: Path, tmp_path: Path, python: str
) -> None:
    other = tmp_path / "other" / "my-report"
    other.parent.mkdir()
    shutil.copy(tmp_path / "my-report.txt", other.parent)
    shutil.copytree(folder, other)
    with desk(browser, other, by="Wang") as second:
        second.go(PLATFORM)
        second.press("x")
        second.saved()
    with desk(browser, folder, by="李敏") as first:
        first.go(PLATFORM)
        first.press("a")
        first.saved()
        shutil.copy(other / "reviews" / "Wang.jsonl", folder / "reviews")
        first.open()
        first.page.click("[data-key=conflicts]")
        told = first.page.inner_text("dialog")
        assert "两人决定不同" in told
        assert "李敏：已采纳" in told
        assert "Wang：已否决" in told
        first.page.click("dialog button:has-text('去看')")
        assert first.reads().startswith(PLATFORM)
        first.press("x")
        assert first.name(PLATFORM)["status"] == "rejected"
        first.page.locator("[data-key=conflicts]").wait_for(state="detached")
