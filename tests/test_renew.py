"""A new version of a report takes its reviewed tables along: what stands is kept, what does not is listed."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from command_line import skillgraph
from document_files import docx, paragraph
from shelf import ROWS, decide, shelf
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.home import home
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.review.renew import Renewal, renew
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.loader import COLUMNS
from skillgraph.tables.opening import named_loaders
from skillgraph.writing.exchange import exchange
from small_report import TEXT, read_table, set_cell, span, write_small_report, write_table
from told import REFERENCES

TABLES = ("entities.csv", "statements.csv", "observations.csv")


@pytest.fixture
def loaders(tmp_path: Path) -> list[Path]:
    return write_small_report(tmp_path)


def renewed(loaders: list[Path], text: str | bytes, name: str = "new.txt", issued: str = "") -> Renewal:
    """The small report's tables moved to another text."""
    folder = loaders[0].parent
    (folder / "later").mkdir(exist_ok=True)
    (folder / "later" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return renew(loaders[0], folder / "later" / name, folder / "documents", issued=issued)


def doubts(result: Renewal) -> set[tuple[str, str, str]]:
    return {(d.id, d.column, d.reason) for d in result.doubts}


def complaints(loaders: list[Path]) -> list[str]:
    """What `verify` says of rows that are no proposals."""
    found = verify(loaders[0].parent / "later", loaders).problems
    of_proposals = {
        (f"small/{table}", n) for table in TABLES for n, row in enumerate(read_table(loaders[0] / table), 2)
        if row["status"] == "extracted"
    }  # fmt: skip
    return [str(p) for p in found if (p.file, p.row) not in of_proposals]


def statuses(loaders: list[Path]) -> dict[str, str]:
    return {row["id"]: row["status"] for table in TABLES for row in read_table(loaders[0] / table)}


def graph(loaders: list[Path], name: str) -> list[object]:
    """The records of a graph without places in texts and what documents are called."""
    folder = loaders[0].parent / name
    build(loaders, folder)
    found: list[object] = []
    for record in GraphFolder(folder).records():
        if isinstance(record, Entity):
            found.append((record.id, record.classes, record.name, record.forms, record.status, len(record.mentions)))
        elif isinstance(record, Statement):
            found.append((record.id, record.subject, record.predicate, record.object, record.text, record.status))
        elif isinstance(record, Observation):
            found.append((record.id, record.value, record.unit, record.part_of, record.status))
    return found


def test_the_same_text_changes_no_byte(loaders: list[Path]) -> None:
    before = {path.name: path.read_bytes() for path in loaders[0].iterdir()}
    for text in (TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT):
        result = renewed(loaders, text, "small.txt")
        assert (result.doubts, result.counts["statements.csv"].kept) == ([], 4)
        assert {path.name: path.read_bytes() for path in loaders[0].iterdir()} == before
    assert sorted(p.name for p in loaders[0].parent.iterdir()) == ["documents", "later", "small", "terms"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("海滨市现有", "𬭎业公司见于舊報告,共３次。\n\n海滨市现有"),
        "# 通知\r\n\r\n" + TEXT.replace("\n", "\r\n"),
        TEXT.replace("焊接\n中心", "焊接中心")
        .replace("在校生", "在校\n生")
        .replace("每人补贴", "每\u3000人补\u200b贴"),
        TEXT.replace("海滨市现有12所", "海滨市现有１２所").replace(",在校生", "，在校生"),
        TEXT + "\n## 山城市\n\n山城市有3所技工学校。\n",
    ],
    ids=["before", "line-ends", "broken-lines", "full-width", "behind"],
)
def test_what_stands_elsewhere_is_kept(loaders: list[Path], text: str) -> None:
    before = graph(loaders, "before")
    result = renewed(loaders, text)
    assert result.doubts == []
    assert sum(count.kept + count.moved for count in result.counts.values()) == 18
    assert verify(loaders[0].parent / "later", loaders).problems == []
    assert graph(loaders, "after") == before


@pytest.mark.parametrize("form", ["docx", "md"])
def test_another_format_of_the_same_words_keeps_all(loaders: list[Path], form: str) -> None:
    heading, prose = TEXT.removeprefix("## ").strip().split("\n\n")
    words = "".join(prose.split())
    markdown = f"## {heading}\n\n**{words[:9]}**{words[9:]}\n"
    data = docx(paragraph(heading, "Heading1") + paragraph(words)) if form == "docx" else markdown.encode()
    result = renewed(loaders, data, f"new.{form}")
    assert result.doubts == []
    assert verify(loaders[0].parent / "later", loaders).problems == []
    assert f'file = "new.{form}"' in (loaders[0] / "source.toml").read_text("utf-8")
    # And back again, from the file to the text.
    shutil.rmtree(loaders[0].parent / "documents")
    (loaders[0].parent / "later").rename(loaders[0].parent / "documents")
    assert renewed(loaders, TEXT, "small.txt").doubts == []
    assert "converter" not in (loaders[0] / "source.toml").read_text("utf-8")
    assert read_table(loaders[0] / "observations.csv")[0]["figure"] == span("12所")


def test_what_is_gone_is_a_proposal_again_and_no_row_is_lost(loaders: list[Path]) -> None:
    result = renewed(loaders, TEXT.replace("海滨技师学院与云山集团共建“焊接\n中心”,", ""))
    gone = {("haibin-college", "mentions", "gone"), ("yunshan", "mentions", "gone"), ("s1", "evidence", "gone"),
            ("s2", "evidence", "gone"), ("welding-centre", "mentions", "gone")}  # fmt: skip
    assert doubts(result) == gone
    assert {id for id, status in statuses(loaders).items() if status == "extracted"} == {id for id, *_ in gone}
    first = next(d for d in result.doubts if d.id == "s1")
    shared = span("海滨技师学院与云山集团共建“焊接\n中心”").partition("#")[0]
    assert (first.file, first.row, first.passage) == ("small/statements.csv", 2, shared)
    assert [len(read_table(loaders[0] / table)) for table in TABLES] == [6, 4, 8]
    assert complaints(loaders) == []
    ids = {entry[0] for entry in graph(loaders, "after")}  # type: ignore[index]
    assert "small/s3" in ids
    assert not {"small/s1", "small/s2", "yunshan"} & ids


def test_a_number_that_changed_is_told_with_both(loaders: list[Path]) -> None:
    result = renewed(loaders, TEXT.replace("近百名", "近三百名").replace("3.5万人", "36000人"))
    numbers = {d.id: (d.number, d.new_number) for d in result.doubts if d.column == "figure"}
    assert numbers == {"f3": ("100", "300"), "f2": ("35000", "36000")}
    # f1 states nothing of the students, but its passage does.
    assert {d.id for d in result.doubts} == {"f1", "f2", "f3"}
    assert "the number was 100 and is 300" in "\n".join(map(str, result.doubts))
    # The reviewed figure that was a part of it stands alone until somebody has looked at the whole.
    assert ("small/f4", 10, "unit-ming", "", "reviewed") in graph(loaders, "after")


def test_a_name_stays_while_one_of_its_places_does_and_each_of_its_forms(loaders: list[Path]) -> None:
    both = f"{span('海滨市')}|{TEXT.rindex('海滨市')}-{TEXT.rindex('海滨市') + 3}#{span('海滨市')[-8:]}"
    set_cell(loaders[0] / "entities.csv", 2, "mentions", both)
    result = renewed(loaders, TEXT.replace("## 海滨市\n\n", ""))
    assert (result.doubts, result.lost) == ([], 1)
    assert read_table(loaders[0] / "entities.csv")[0]["mentions"] == f"0-3#{span('海滨市')[-8:]}"


def test_a_form_of_a_name_that_is_gone_is_found(loaders: list[Path]) -> None:
    result = renewed(loaders, TEXT.replace("云山集团", "云山控股"))
    [found] = [d for d in result.doubts if d.id == "yunshan"]
    assert (found.column, "'云山集团' has no mention" in found.reason) == ("name", True)


def _with_sections(loaders: list[Path], *sections: tuple[str, str, int, str]) -> str:
    """A text of two chapters, and the table of its sections."""
    text = TEXT + "\n### 办学\n\n办学甲。\n\n## 山城市\n\n山城市也有学校。\n"
    rows = []
    for id, heading, level, end in sections:
        start = text.index(heading)
        stop = text.index(end) + len(end)
        rows.append({"id": id, "heading": heading, "level": str(level), "span": f"{start}-{stop}"})
    write_table(loaders[0] / "sections.csv", rows)
    return text


def test_sections_take_in_what_is_added_and_leave_what_is_gone(loaders: list[Path]) -> None:
    sections = (("h1", "海滨市", 2, "办学甲。"), ("h2", "办学", 3, "办学甲。"), ("h3", "山城市", 2, "也有学校。"))
    text = _with_sections(loaders, *sections)
    # As `extract` and people have them: the tables are of this text, checksums and all.
    renewed(loaders, TEXT, "small.txt")
    documents = loaders[0].parent / "documents"
    (documents / "whole.txt").write_bytes(text.encode())
    write_table(loaders[0] / "sections.csv", [])
    assert renew(loaders[0], documents / "whole.txt", documents).doubts == []
    _with_sections(
        loaders, ("h1", "海滨市", 2, "办学甲。"), ("h2", "办学", 3, "办学甲。"), ("h3", "山城市", 2, "也有学校。")
    )

    def passages(new: str) -> dict[str, str]:
        return {
            row["id"]: new[int(s[0]) : int(s[1])] for row in read_table(loaders[0] / "sections.csv")
            for s in [row["span"].partition("#")[0].split("-")]
        }  # fmt: skip

    more = text.replace("办学甲。", "办学甲。\n\n办学乙。\n\n#### 附\n\n附言。\n\n## 平原市\n\n平原市无校。")
    later = loaders[0].parent / "later" / "more.txt"
    later.write_bytes(more.encode())
    assert renew(loaders[0], later, documents).doubts == []
    found = passages(more)
    assert found["h2"] == "办学\n\n办学甲。\n\n办学乙。\n\n#### 附\n\n附言。"
    assert found["h1"].startswith("海滨市\n")
    assert found["h1"].endswith(found["h2"])
    assert found["h3"] == "山城市\n\n山城市也有学校。"
    assert verify(later.parent, loaders).problems == []

    less = more.replace("## 山城市\n\n山城市也有学校。\n", "")
    (later.parent / "less.txt").write_bytes(less.encode())
    [gone] = renew(loaders[0], later.parent / "less.txt", later.parent).doubts
    assert (gone.id, gone.column, gone.reason, gone.row) == ("h3", "span", "gone", 4)
    assert set(passages(less)) == {"h1", "h2"}
    build(loaders, loaders[0].parent / "graph")


def test_remarks_and_decisions_are_kept_and_the_sheet_is_not(loaders: list[Path]) -> None:
    rows = read_table(loaders[0] / "statements.csv")
    rows[2] |= {"status": "extracted"}
    with (loaders[0] / "statements.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS["statements.csv"], "备注"], restval="")
        writer.writeheader()
        writer.writerows({**row, "备注": f"看过 {row['id']}"} for row in rows)
    sheet = "decision,part,score,reads,question,passage,table,id,start,end\n是,,,,,,statements.csv,s3,,\n"
    (loaders[0] / "review.csv").write_text(sheet, encoding="utf-8")
    toml = loaders[0] / "source.toml"
    toml.write_text("# 我的报告\n" + toml.read_text("utf-8"), encoding="utf-8")
    assert renewed(loaders, "新版。\n" + TEXT, issued="2025-03").doubts == []
    rows = read_table(loaders[0] / "statements.csv")
    assert [row["备注"] for row in rows] == ["看过 s1", "看过 s2", "看过 s3", "看过 s4"]
    assert rows[2]["status"] == "reviewed"
    assert not (loaders[0] / "review.csv").exists()
    assert toml.read_text("utf-8").startswith("# 我的报告\nid = ")
    assert 'issued = "2025-03"' in toml.read_text("utf-8")


def test_decisions_hold_for_a_new_version(tmp_path: Path) -> None:
    loaders = shelf(tmp_path / "loaders")
    decide(tmp_path / "loaders", ROWS)
    told = (tmp_path / "loaders" / "y2024.txt").read_text("utf-8")
    later = tmp_path / "later"
    later.mkdir()
    (later / "y2024.txt").write_bytes(f"通報，共𬭎字號３份。\r\n{told}".encode())

    def merged(folder: Path) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        assert build([*REFERENCES, *loaders], folder, warn=lambda warning: pytest.fail(str(warning))) != []
        found = (r for r in GraphFolder(folder).records() if isinstance(r, Entity))
        return [(e.id, e.aliases, e.merged_from) for e in found]

    before = merged(tmp_path / "before")
    assert ("qd-long", "qd-trad") in {merged_from for _, _, merged_from in before}
    result = renew(loaders[1], later / "y2024.txt", tmp_path / "loaders")
    assert (result.doubts, [count.kept for count in result.counts.values()]) == ([], [0, 0, 0])
    assert merged(tmp_path / "after") == before


def test_what_a_person_rejected_stays_rejected(loaders: list[Path]) -> None:
    set_cell(loaders[0] / "statements.csv", 4, "status", "rejected")
    result = renewed(loaders, TEXT.replace("二期工程尚未动工,", ""))
    assert "s3" in {d.id for d in result.doubts}
    assert statuses(loaders)["s3"] == "rejected"
    # Once more, to a text that has the passage again: tables hold no words, so that nobody can know.
    set_cell(loaders[0] / "observations.csv", 9, "status", "reviewed")
    later = loaders[0].parent / "later"
    assert ("f8", "evidence", "not what the old text has there") in doubts(
        renew(loaders[0], loaders[0].parent / "documents" / "small.txt", later)
    )


def test_what_stops_it_leaves_the_old_tables(loaders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in loaders[0].iterdir()}

    def stop(new: Path, former: Path) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("skillgraph.writing.folders.exchange", stop)
        with pytest.raises(KeyboardInterrupt):
            renewed(loaders, "新版。\n" + TEXT)
    assert {path.name: path.read_bytes() for path in loaders[0].iterdir()} == before
    assert sorted(p.name for p in loaders[0].parent.iterdir()) == ["documents", "later", "small", "terms"]


def test_what_others_have_in_the_folder_stays(loaders: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what they write in the very moment in which the tables are replaced."""
    notes = loaders[0] / "notes" / "mine.txt"
    notes.parent.mkdir()
    notes.write_text("remember", encoding="utf-8")
    (loaders[0] / "link").symlink_to("notes/mine.txt")
    before = (loaders[0] / "source.toml").read_bytes()

    def write_before(new: Path, former: Path) -> bool:
        notes.write_text("remember this too", encoding="utf-8")
        return exchange(new, former)

    with monkeypatch.context() as patched:
        patched.setattr("skillgraph.writing.folders.exchange", write_before)
        with pytest.raises(UsageError, match=r"was changed while it was renewed, .*; nothing was replaced"):
            renewed(loaders, "新版。\n" + TEXT)
    assert (loaders[0] / "source.toml").read_bytes() == before
    renewed(loaders, "新版。\n" + TEXT)
    assert (loaders[0] / "source.toml").read_bytes() != before
    assert notes.read_text("utf-8") == "remember this too"
    assert (loaders[0] / "link").is_symlink()


def test_what_cannot_be_renewed_is_refused(loaders: list[Path], tmp_path: Path) -> None:
    documents, new = tmp_path / "documents", tmp_path / "new.txt"
    new.write_bytes(b"\n" + TEXT.encode())
    with pytest.raises(UsageError, match=r"called as its id: .*small"):
        renew(loaders[0], new, documents, tmp_path / "small-2025")
    with pytest.raises(UsageError, match="nothing is overwritten"):
        renew(loaders[0], new, documents, loaders[0])
    with pytest.raises(DataError, match=r"terms/source.toml: is of no report"):
        renew(loaders[1], new, documents)
    with pytest.raises(UsageError, match="--issued 2025年: no date"):
        renew(loaders[0], new, documents, issued="2025年")
    with pytest.raises(UsageError, match=r"no-such.txt: can't be read"):
        renew(loaders[0], tmp_path / "no-such.txt", documents)
    (documents / "small.txt").write_bytes(TEXT.replace("12", "13").encode())
    with pytest.raises(DataError, match="not the text that the tables were made from"):
        renew(loaders[0], new, documents)
    (documents / "small.txt").unlink()
    with pytest.raises(DataError, match="put your copy of '小报告' there"):
        renew(loaders[0], new, documents)


def test_the_command_lists_and_counts(loaders: list[Path]) -> None:
    folder = loaders[0].parent
    (folder / "new.txt").write_bytes(TEXT.replace("12所", "15所").encode())
    before = {path.name: path.read_bytes() for path in loaders[0].iterdir()}
    given = ("renew", loaders[0], folder / "new.txt", "--documents", folder / "documents")
    told = skillgraph(*given, "-o", folder / "later" / "small", "--format", "json", cwd=folder)
    assert told.returncode == 1
    figure = next(row for row in json.loads(told.stdout) if row["column"] == "figure")
    assert (figure["id"], figure["row"], figure["number"], figure["new_number"]) == ("f1", 2, "12", "15")
    assert "observations.csv: 6 kept as they were, 0 moved, 2 to look at again" in told.stderr
    assert {path.name: path.read_bytes() for path in loaders[0].iterdir()} == before
    rows = list(csv.DictReader(io.StringIO(skillgraph(*given, "--format", "csv", cwd=folder).stdout)))
    assert [row["id"] for row in rows] == ["f1", "f1", "f2"]
    assert (loaders[0] / "observations.csv").read_bytes() == (folder / "later/small/observations.csv").read_bytes()
    assert skillgraph("renew", loaders[0], folder / "new.txt", "--documents", folder, cwd=folder).returncode == 0


def test_the_report_on_four_cities_with_a_new_paragraph(reports: Path, tmp_path: Path) -> None:
    text = (reports / "four-cities.txt").read_text("utf-8")
    loader = home() / "loaders" / "four-cities"
    passages = [
        tuple(map(int, place.partition("#")[0].split("-"))) for table in TABLES for row in read_table(loader / table)
        for place in row.get("evidence", row.get("mentions", "")).split("|")
    ]  # fmt: skip
    between = [
        at + 1 for at, (one, other) in enumerate(pairwise(text))
        if one == other == "\n" and not any(start <= at < end for start, end in passages)
    ]  # fmt: skip
    for seed in range(3):
        place = random.Random(seed).choice(between)
        new = text[:place] + "\n另有𬭎業集團，2025年新建３個中心。\n" + text[place:]
        later = tmp_path / str(seed)
        later.mkdir()
        (later / "four-cities.txt").write_bytes(new.encode())
        result = renew(loader, later / "four-cities.txt", reports, later / "four-cities")
        assert result.doubts == []
        assert sum(count.moved for count in result.counts.values()) > 0
        assert verify(later, named_loaders([later / "four-cities"])).problems == []
