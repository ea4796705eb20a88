"""The command `extract` as users call it: files, folders, loaders, failures and restarts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from command_line import Ended, skillgraph
from document_files import docx, paragraph, table
from drafts import accept_all, rows
from skillgraph.documents import read_document
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.checks import check
from skillgraph.tables.opening import open_loader, reference_loaders

REPORT = (
    "# 柳州工匠学院合作办学\n\n柳州工匠职业技术学院(以下简称“柳工院”)与泰国春武里技术学院共建“中泰轨道学院”。"
    "2024年,学院招收留学生近800人,就业率96%以上。\n\n柳工院计划在老挝设立海外分校,拟投入3000万元。\n"
)


def run(*arguments: object, code: int = 0) -> Ended:
    ended = skillgraph("extract", *arguments, cwd=Path())
    assert ended.returncode == code, ended.stderr
    return ended


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_what_a_folder_has_in_other_formats_is_named(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "旧").mkdir(parents=True)
    report.rename(folder / report.name)
    (folder / "旧" / "报名表.XLS").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "notes.log").write_text("no document", encoding="utf-8")
    ended = run(folder, "-o", tmp_path / "found")
    assert "报名表.XLS: not read; open it in the program it is of and save it as .xlsx" in ended.stderr
    assert "notes.log" not in ended.stderr
    assert "save" in run(folder / "旧", code=2).stderr


def test_every_record_has_the_passage_that_states_it(report: Path) -> None:
    records = [json.loads(line) for line in run(report).stdout.splitlines()]
    names = {r["id"]: r["name"] for r in records if r["kind"] == "entity"}
    facts = {
        (names[r["subject"]], r["predicate"], names[r["object"]], r["modality"])
        for r in records
        if r["kind"] == "relation"
    }
    school = "柳州工匠职业技术学院"
    assert (school, "partnersWith", "泰国春武里技术学院", "actual") in facts
    assert (school, "jointlyEstablished", "中泰轨道学院", "actual") in facts
    figures = {(r["value"], r["unit"], r["bound"], r["modality"]) for r in records if r["kind"] == "statistic"}
    assert figures == {
        (800, "人", "lessThan", "actual"), (96, "%", "atLeast", "actual"), (30_000_000, "元", "exact", "planned"),
    }  # fmt: skip
    text = read_document(report).text
    for record in records:
        if record["kind"] == "entity":
            for start, end in record["mentions"]:
                assert text[start:end].strip("“”") in (record["name"], *record["aliases"]) or end - start == 1


def draft(report: Path, loader: Path) -> str:
    """Names, confirmed, and then what is proposed of them."""
    shown = run(report, "--loader", loader)
    assert "run this again" in shown.stderr
    accept_all(loader)
    return shown.stdout + run(report, "--loader", loader).stdout


def test_a_loader_s_draft_is_built_and_verified(report: Path, tmp_path: Path) -> None:
    loader = tmp_path / "my-report"
    shown = draft(report, loader)
    assert "review.csv" in shown
    sources = [*reference_loaders(), loader]
    with check(map(open_loader, sources)) as found:
        assert found.problems == []
    assert verify(tmp_path, sources).problems == []
    build(sources, tmp_path / "build")
    assert {row["status"] for row in rows(loader / "statements.csv")} == {"extracted"}
    places = [int(row["evidence"].split("-")[0]) for row in rows(loader / "statements.csv")]
    assert places == sorted(places)
    assert (loader / ".gitignore").read_text("utf-8") == "review.*\n"
    passages = [row["passage"] for row in rows(loader / "review.csv") if row["table"] == "statements.csv"]
    assert any("【" in passage and "柳州工匠职业技术学院" in passage for passage in passages)
    assert not any(
        "在老挝设立" in path.read_text("utf-8") for path in loader.glob("*.csv") if path.name != "review.csv"
    )


def test_a_second_run_keeps_every_decision_and_proposes_only_what_is_new(report: Path, tmp_path: Path) -> None:
    loader = tmp_path / "my-report"
    draft(report, loader)
    decided = rows(loader / "statements.csv")
    decided[0]["status"], decided[1]["status"] = "reviewed", "rejected"
    with (loader / "statements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, decided[0])
        writer.writeheader()
        writer.writerows(decided[:-1])
    entities = (loader / "entities.csv").read_bytes()
    run(report, "--loader", loader)
    assert rows(loader / "statements.csv") == decided
    assert (loader / "entities.csv").read_bytes() == entities
    listed = {row["id"] for row in rows(loader / "review.csv") if row["table"] == "statements.csv"}
    assert listed == {row["id"] for row in decided if row["status"] == "extracted"}


def test_known_entities_are_linked_and_doubtful_ones_asked(tmp_path: Path) -> None:
    text = "# 青岛\n\n青岛市去年与老挝琅勃拉邦职业技术学院签署备忘录。该市联合德国GFM教育有限公司培养学生30人。\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    run(tmp_path / "a.md", "--loader", tmp_path / "next-report")
    ids = {row["name"]: row["id"] for row in rows(tmp_path / "next-report" / "entities.csv")}
    assert ids["青岛市"] == "qingdao"
    assert ids["老挝琅勃拉邦职业技术学院"] == "laos-lpb-college"
    asked = [row for row in rows(tmp_path / "next-report" / "review.csv") if row["question"].startswith("is it")]
    assert [row["question"] for row in asked] == ["is it 德国GFM教育集团 (gfm)?"]


def test_a_word_file_s_draft_is_verified_against_its_text(tmp_path: Path) -> None:
    rows_ = [["学校", "合作方", "启动时间"], ["柳州工匠职业技术学院", "泰国春武里技术学院", "2021年"]]
    (tmp_path / "a.docx").write_bytes(docx(paragraph("合作办学情况", "1") + table(rows_)))
    loader = tmp_path / "word-report"
    draft(tmp_path / "a.docx", loader)
    assert verify(tmp_path, [*reference_loaders(), loader]).problems == []
    assert ("partnersWith", "2021") in {(row["predicate"], row["start"]) for row in rows(loader / "statements.csv")}


def test_another_document_is_refused(report: Path, tmp_path: Path) -> None:
    loader = tmp_path / "my-report"
    run(report, "--loader", loader)
    report.write_text(REPORT + "又一段。\n", encoding="utf-8")
    process = run(report, "--loader", loader, code=1)
    assert "of another document" in process.stderr
    assert process.stderr.count("\n") == 1


def test_a_folder_on_one_process_or_two_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    for number in range(9):
        (folder / "deep" / f"{number}.md").write_text(REPORT.replace("800", f"{number + 2}00"), encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "empty.txt").write_bytes(b"")
    for processes in (1, 2):
        process = run(folder, "-o", tmp_path / f"found{processes}", "--processes", processes, code=1)
        assert "bad.pdf: damaged, or no PDF" in process.stderr
        assert "empty.txt: the file is empty" in process.stderr
        assert process.stderr.endswith("2 of 11 documents failed; the others are done\n")
    one, two = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.jsonl")}
        for f in (tmp_path / "found1", tmp_path / "found2")
    )
    assert len(one) == 9
    assert one == two


def test_a_folder_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, found = tmp_path / "reports", tmp_path / "found"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.md").write_text(REPORT, encoding="utf-8")
    run(folder, "-o", found)
    (found / "1.md.jsonl").unlink()
    before = {path.name: path.stat().st_mtime_ns for path in found.iterdir()}
    assert "3 of 4 were done before" in run(folder, "-o", found).stderr
    after = {path.name: path.stat().st_mtime_ns for path in found.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"1.md.jsonl"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["."], "no documents in this folder; readable are .txt"),
        (["a.xyz"], "unknown ending '.xyz'"),
        (["a.md", "--extractor", "rule"], "did you mean 'rules'?"),
        (["a.md", "--terms", "."], "no term lists there"),
        (["a.md", "--loader", "Mein Bericht"], "a loader is called by lower-case letters"),
    ],
)
def test_wrong_use_is_one_clear_line(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    if arguments != ["."]:
        (tmp_path / "a.md").write_text(REPORT, encoding="utf-8")
        (tmp_path / "a.xyz").write_text(REPORT, encoding="utf-8")
    process = run(*arguments, code=1 if arguments == ["a.xyz"] else 2)
    assert says in process.stderr
    assert process.stderr.count("\n") == 1


def test_what_a_document_holds_that_is_not_read_is_told(tmp_path: Path) -> None:
    picture = '<w:p><w:r><w:drawing><x:pic xmlns:x="urn:x"/></w:drawing></w:r></w:p>'
    (tmp_path / "a.docx").write_bytes(docx(paragraph("柳州市有技工院校9所。") + picture))
    assert run(tmp_path / "a.docx").stderr == f"{tmp_path / 'a.docx'}: not read: 1 picture\n"
