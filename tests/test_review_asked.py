"""What a draft asks about and what it knows of other reports, as tables and in the page that reviews."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from drafts import decide, rows
from review_desk import desk
from reviewed import drafted, with_relations
from skillgraph.documents import read_document
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.review.verify import verify
from skillgraph.tables.opening import reference_loaders
from skillgraph.tables.review_sheet import SHEET, take_decisions

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

COLLEGE = "山海市技师学院"


def test_what_was_rejected_in_another_report_is_not_known_from_it(tmp_path: Path) -> None:
    text = "晨光职业学院成立。\n"
    first, second = drafted(tmp_path, "first", text), tmp_path / "second"
    decide(first, {row["id"]: "reject" for row in rows(first / SHEET)})
    take_decisions(first)
    (tmp_path / "second.txt").write_text(f"{text}又一段。\n", encoding="utf-8")
    write_draft(read_document(tmp_path / "second.txt"), RuleExtractor(), second, [*reference_loaders(), first])
    asked = {row["reads"]: row["question"] for row in rows(second / SHEET)}
    assert any(reads.startswith("晨光职业学院") for reads in asked)
    assert set(asked.values()) == {""}


def test_a_report_in_traditional_characters_verifies(tmp_path: Path) -> None:
    text = "青島市技師學院現有學員4200人、專任教師210人。\n"
    folder = with_relations(drafted(tmp_path, text=text))
    assert {"學員", "学员"} <= {name for row in rows(folder / "entities.csv") for name in (row["name"], row["aliases"])}
    assert not verify(tmp_path, [folder]).problems


def test_a_second_figure_is_asked_about_in_words_beside_the_whole_text(
    browser: Browser, tmp_path: Path, python: str
) -> None:
    text = (
        f"{COLLEGE}会议纪要\n\n（一）{COLLEGE}现有在校生4200人、专任教师210人。\n\n（二）{COLLEGE}现有在校生5100人。\n"
    )
    with desk(browser, with_relations(drafted(tmp_path, text=text))) as reviewer:
        reviewer.only("doubt")
        assert reviewer.reads() == "5100人"
        asked = reviewer.page.inner_text("#card p.doubt")
        assert asked.startswith(f"“{COLLEGE}”的“在校生”另有一个数值")
        assert reviewer.page.inner_text("#text").split() == text.split()
        reviewer.press("x")
        assert reviewer.said().endswith("5100人")
