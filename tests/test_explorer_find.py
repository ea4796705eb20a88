from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, write_page
from skillgraph.explore.page import PageOptions
from skillgraph.model.records import Entity, Evidence, Statement


@pytest.mark.parametrize(
    ("typed", "kind", "first"),
    [
        ("青岛 老挝", "facts", "青岛市 合作 老挝琅勃拉邦职业技术学院"),
        ("老挝青岛", "facts", "青岛市 合作 老挝琅勃拉邦职业技术学院"),
        ("职业 学院", "things", "老挝琅勃拉邦职业技术学院"),
        ("luang prabang college", "things", "老挝琅勃拉邦职业技术学院"),
        ("lw", "things", "老挝"),
        ("老撾", "things", "老挝"),
        ("國際勞工組織", "things", "国际劳工组织"),
        ("chief technicians Zibo", "things", "淄博市首席技师"),
        ("4.91万", "figures", "技工院校在校生数 49,100 人"),
        ("４９，１００", "figures", "技工院校在校生数 49,100 人"),
        ("配额制 人数", "figures", "配额制选拔人数 3 人"),
        ("农民工 简报", "things", "国务院农民工工作领导小组简报(乡村振兴专刊)"),
    ],
)
def test_words_find_what_they_mean(browser: Browser, page: Path, typed: str, kind: str, first: str) -> None:
    with reading(browser, page) as reader:
        found = reader.found(typed)
        assert next(iter(found)) == kind
        assert found[kind][0] == first


def test_hits_are_marked_and_worked_by_keys(reader: Reader) -> None:
    reader.found("青岛 老挝")
    assert reader.page.locator("#hits [role=option]").first.locator("mark").all_inner_texts() == ["青岛", "老挝"]
    assert reader.page.inner_text("#found").startswith("找到 ")
    for _ in range(4):
        reader.page.press("#query", "ArrowDown")
    active = reader.page.get_attribute("#query", "aria-activedescendant")
    assert "全部" in reader.page.inner_text(f"#{active}")
    reader.page.press("#query", "Enter")
    assert len(reader.found("青岛 老挝")["facts"]) < 11, "typing anew shows a few again"
    for _ in range(4):
        reader.page.press("#query", "ArrowDown")
    reader.page.press("#query", "Enter")
    assert reader.page.locator("#hits [data-kind=facts]").count() == 11
    reader.page.press("#query", "ArrowDown")
    reader.page.press("#query", "Enter")
    assert "老挝" in reader.panel()


@pytest.mark.parametrize(
    ("asked", "kind", "first"),
    [
        ("青岛有哪些学校或机构跟德国那边合作？", "facts", "青岛市 合作 德国GFM教育集团"),
        ("赋能中心建成了吗", "facts", "青岛市 共建 海外高技能人才赋能中心"),
        ("青岛与老挝哪所学校合作", "facts", "青岛市 合作 老挝琅勃拉邦职业技术学院"),
        ("Which policies does the report cite, and who issued them?", "classes", "全部 17 个类别为“政策”的条目"),
        ("各市技工院校在校生人数", "figures", "技工院校在校生数 49,100 人"),
        ("淄博领军人才补贴多少钱", "facts", "淄博市 给予 柔性引进技能领军人才补贴"),
        ("淄博和枣庄有什么共同点", "questions", "枣庄市和淄博市有什么共同之处？"),
    ],
)
def test_a_whole_question_finds_what_it_asks_for(reader: Reader, asked: str, kind: str, first: str) -> None:
    found = reader.found(asked)
    assert next(of for of in found if of == kind or of != "questions") == kind
    assert found[kind][0] == first


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_what_is_marked_can_be_read(
    browser: Browser, page: Path, explorer_sources: Path, options: dict[str, Any]
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with reading(browser, page, **options) as reader:
        reader.found("青岛")
        reader.page.evaluate(f"{axe}; 0")
        found = reader.page.evaluate("async () => (await axe.run('#search')).violations.map((v) => v.id)")
        assert found == []


def test_a_ready_question_opens_its_view(reader: Reader) -> None:
    reader.choose("淄博和枣庄有什么共同点")
    assert reader.page.inner_text("#story").startswith("枣庄市和淄博市有什么共同之处？")


@pytest.mark.parametrize("typed", ["policy", "政策"])
def test_all_of_a_class_open_as_a_table(reader: Reader, typed: str) -> None:
    reader.choose(typed)
    assert len(reader.rows()) == 17


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_all_of_a_kind_are_shown_in_place(reader: Reader, by: str) -> None:
    page = reader.page
    reader.found("青岛 老挝")
    more = page.locator("#hits [data-all=facts]")
    if by == "mouse":
        more.scroll_into_view_if_needed()
        box = more.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        while page.get_attribute("#query", "aria-activedescendant") != more.get_attribute("id"):
            page.press("#query", "ArrowDown")
        page.press("#query", "Enter")
    assert page.locator("#hits").is_visible()
    assert page.locator("#hits [data-kind=facts]:visible").count() == 11
    assert more.count() == 0
    assert page.get_attribute("#query", "aria-expanded") == "true"


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_said_below_the_box_is_covered_by_nothing(browser: Browser, page: Path, width: int) -> None:
    with reading(browser, page, width=width, height=844) as reader:
        for typed in ("青岛 老挝", "青岛 枣庄 老挝 淄博 首席"):
            assert reader.found(typed)
            field, said, hits = (reader.page.locator(f"#{name}").bounding_box() for name in ("query", "found", "hits"))
            assert field is not None
            assert said is not None
            assert hits is not None
            assert said["height"] > 12
            assert field["y"] + field["height"] <= said["y"]
            assert said["y"] + said["height"] <= hits["y"]


def test_a_misspelled_word_comes_near_and_is_told(reader: Reader) -> None:
    assert reader.found("qingdoa")["things"][0] == "青岛市"
    assert "没有“qingdoa”" in reader.page.inner_text("#found")
    assert reader.found("喜马拉雅") == {}
    assert reader.page.inner_text("#found").replace("\n", "").startswith("没有找到。已查找")


def test_whether_the_centre_is_built_is_answered_by_one_choice(reader: Reader) -> None:
    told = reader.choose("赋能中心")
    assert "尚无已落实的内容，只有“探索”5 条" in told
    assert reader.page.locator("#panel .entry.plan").count() == 5
    reader.page.click("[data-key=reveal]")
    assert "尚无已落实" not in reader.panel()
    assert reader.page.locator("#panel .entry.plan").count() == 5


def test_what_is_hidden_beside_facts_is_a_click_away(reader: Reader) -> None:
    assert "被筛选隐藏" in reader.choose("山东惠才卡")
    before = reader.page.locator("#panel .entry").count()
    reader.page.click("[data-key=open-hidden]")
    assert reader.page.locator("#panel .entry").count() > before
    assert reader.page.locator("#panel .entry.plan").count() > 0


def test_what_was_rejected_is_found_last_and_marked(browser: Browser, tmp_path: Path) -> None:
    school, one, other = (
        Entity(id, "r", (of,), name)
        for id, of, name in (("s", "School", "海滨学院"), ("a", "Enterprise", "青山厂"), ("b", "Enterprise", "青江厂"))
    )
    told = (
        Statement("r/1", "r", "s", "partnersWith", "a", status="rejected"),
        Statement("r/2", "r", "s", "partnersWith", "b", status="reviewed"),
    )
    page = write_page(graph_of(tmp_path / "g", school, one, other, *told), tmp_path / "p.html")
    with reading(browser, page) as reader:
        assert reader.found("海滨学院 合作")["facts"] == ["海滨学院 合作 青江厂", "海滨学院 合作 青山厂"]
        hits = reader.page.locator("#hits [data-kind=facts]")
        assert [hits.nth(n).locator(".badge").all_inner_texts() for n in range(2)] == [[], ["已否定"]]


def test_a_sentence_of_a_carried_report_opens_there(browser: Browser, tmp_path: Path) -> None:
    text = "海滨学院有学生八百人。它与青山公司合作办学。另有一句闲话。"
    evidence = (Evidence.of("r", text, 11, 22),)
    school, firm = Entity("s", "r", ("School",), "海滨学院"), Entity("f", "r", ("Enterprise",), "青山公司")
    told = Statement("r/1", "r", "s", "partnersWith", "f", evidence=evidence)
    graph = graph_of(tmp_path / "g", school, firm, told, text=text)
    page = write_page(graph, tmp_path / "p.html", PageOptions(documents=tmp_path / "g"))
    with reading(browser, page) as reader:
        assert reader.found("办学 公司")["passages"] == ["它与青山公司合作办学。"]
        reader.page.click("#hits [data-kind=passages]")
        assert reader.page.locator("#view-read").is_visible()
        assert "read=r" in reader.page.evaluate("location.hash")
