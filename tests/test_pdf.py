"""PDF as printers write it: turned pages, watermarks, raised marks, tables over pages, fonts that tell nothing."""

from __future__ import annotations

import random
import zlib
from itertools import groupby
from pathlib import Path

import msgspec
import pytest

from document_files import pdf, print_to_pdf, ruled, shown
from skillgraph.documents import read_bytes
from skillgraph.documents.source import Block, SourceText
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError

LINES = [
    "嘉禾市技能人才工作",
    "　　全市共有技工院校9所，在校生2.4",
    "万人，每年新增教师六十名。",
    "　　嘉禾学院与金竹集团共建实训基地。",
]
TEXTS = [
    "嘉禾市技能人才工作",
    "全市共有技工院校9所,在校生2.4万人,每年新增教师六十名。",
    "嘉禾学院与金竹集团共建实训基地。",
]
COLUMNS: list[float] = [60, 200, 300]


def read(data: bytes) -> SourceText:
    return read_bytes(data, "a.pdf", "application/pdf")


def texts(source: SourceText) -> list[str]:
    return [p.text for p in passages(source)]


def cells(source: SourceText) -> list[tuple[int, int, int, str]]:
    return [(b.table, b.row, b.column, source.text[b.start : b.end]) for b in source.blocks if b.kind == "cell"]


def page(angle: int) -> str:
    """The lines at an angle, the first at the top as one who reads them sees it."""
    places = {0: (60, 780, 0, -18), 90: (60, 60, 18, 0), 180: (535, 60, 0, 18), 270: (535, 780, -18, 0)}
    x, y, dx, dy = places[angle]
    return "".join(shown(line, x + n * dx, y + n * dy, angle=angle) for n, line in enumerate(LINES))


def rows_of(rows: list[list[str]], top: float = 800) -> str:
    """A ruled table of two columns."""
    inner = "".join(
        shown(text, COLUMNS[n] + 5, top - 20 * number - 15)
        for number, row in enumerate(rows)
        for n, text in enumerate(row)
    )
    return ruled(COLUMNS, [top - 20 * number for number in range(len(rows) + 1)]) + inner


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_text_is_read_whichever_way_it_and_its_page_are_turned(angle: int, rotate: int) -> None:
    source = read(pdf(page(angle), rotate=rotate))
    assert texts(source) == TEXTS
    assert source.notes == ()


@pytest.mark.parametrize(("angle", "rotate"), [(0, 0), (90, 90), (180, 180), (270, 270)])
def test_boxes_are_those_of_the_page_as_it_is_shown(angle: int, rotate: int) -> None:
    source = read(pdf(page(angle), rotate=rotate))
    [shown_page] = source.pages
    assert (shown_page.width, shown_page.height) == ((595, 842) if rotate % 180 == 0 else (842, 595))
    [(_, (left, bottom, right, top))] = source.where(0, 4)
    assert 58 < left < 64
    assert 100 < right < 112
    assert shown_page.height - 70 < bottom < top < shown_page.height - 45


def test_a_short_line_between_gaps_is_a_heading() -> None:
    lines = [
        ("甲校与乙厂建成基地。", 700),
        ("合作办学", 664),
        ("乙校与甲校合作，", 628),
        ("设立学院", 610),
        ("两所。", 592),
    ]
    source = read(pdf("".join(shown(text, 60, y) for text, y in lines)))
    assert [b.kind for b in source.blocks][:2] == ["paragraph", "heading"]
    assert "heading" not in [b.kind for b in source.blocks][2:]


def test_a_watermark_is_left_out_and_told() -> None:
    across = shown("内部资料注意保存", 100, 400, size=60, angle=45)
    for content in (page(0) + across, across + page(0)):
        source = read(pdf(content))
        assert texts(source) == TEXTS
        assert source.notes == ("text that stands askew, as watermarks do, left out: page 1",)


def test_a_level_watermark_is_left_out_and_a_large_title_is_not() -> None:
    level = shown("内部资料注意保存", 60, 555, size=50)
    said = [f"嘉禾学院第{n}年有在校生{n}300人，教师{n}10人。" for n in "二三四五六七八九十"]
    pages = ["".join(shown(text, 60, 600 - 40 * n) for n, text in enumerate(said[at : at + 3])) for at in (0, 3, 6)]
    title = shown("年度培训概况", 60, 700, size=24)
    source = read(pdf(title + pages[0] + level, pages[1] + level, level + pages[2]))
    assert texts(source) == ["年度培训概况", *(text.replace("，", ",") for text in said)]
    assert source.notes[0] == "3 lines in large letters at one place of the pages, as watermarks, left out"


def test_a_line_along_the_edge_comes_last_and_breaks_nothing() -> None:
    assert texts(read(pdf(page(0) + shown("嘉禾年鉴", 30, 300, angle=90)))) == [*TEXTS, "嘉禾年鉴"]


def test_raised_marks_join_no_number() -> None:
    line = shown("有学校7", 60, 700) + shown("1", 108, 705, size=6) + shown("所，2.15", 112, 700)
    line += shown("[2]", 172, 705, size=6) + shown("万人", 184, 700)
    source = read(pdf(line + shown("面积10", 60, 660) + shown("4", 108, 665, size=7) + shown("亩", 115, 660)))
    assert source.text == "有学校7¹所，2.15[2]万人\n面积10⁴亩\n"
    assert texts(source)[0] == "有学校7所,2.15万人"


def test_marks_that_the_font_says_are_large_join_no_number() -> None:
    for by, mark in ((5, "¹"), (-3, "₁")):
        line = shown("有学校", 60, 700, size=12) + shown("7", 96, 700, size=12) + shown("1", 108, 700 + by, size=11.5)
        source = read(pdf(line + shown("所，", 120, 700) + shown("9", 144, 707, size=1) + shown("共3项", 144, 700)))
        assert source.text == f"有学校7{mark}所，共3项\n"


@pytest.mark.parametrize(
    "style",
    [
        "td, th { padding: 2px 30px } table { border-block: 2px solid }",
        "td, th { padding: 2px 30px } tr:nth-child(even) { background: #ddd } table { border-collapse: collapse }",
        "td, th { border: 1px solid }",
    ],
)
def test_printed_tables_without_repeated_heads_go_on_over_pages(style: str, chromium: Path, tmp_path: Path) -> None:
    rows = [[f"嘉禾市第{n}技工学校", str(1000 + n), str(300 + n)] for n in range(11, 71)]
    body = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in rows)
    head = "<tr><th>学校<th colspan=2>学生<tr><th><th>在校生数<th>毕业生数"
    markup = f"<style>{style}</style><meta charset=utf-8><h1>概况</h1><table><tbody>{head}{body}</table>"
    found = cells(read(print_to_pdf(markup, tmp_path, chromium)))
    texts = {(row, column): text for _, row, column, text in found if text}
    assert {table for table, *_ in found} == {0}
    assert [texts[0, 1], texts[1, 1], texts[1, 2]] == ["学生", "在校生数", "毕业生数"]
    assert [[texts[n, 0], texts[n, 1], texts[n, 2]] for n in range(2, 62)] == rows


HEAD = ["学校", "在校生数"]
BODY = [["甲校", "11"], ["乙校", "12"], ["丙校", "13"], ["丁校", "14"]]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_table_goes_on_over_pages(at: int, repeated: bool) -> None:
    rows = [HEAD, *BODY]
    second = ([HEAD] if repeated else []) + rows[at:]
    source = read(pdf(shown("名单", 60, 820) + rows_of(rows[:at]), rows_of(second) + shown("完。", 60, 600)))
    assert cells(source) == [(0, r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    assert [b.page for b in source.blocks if b.kind == "cell"] == [1] * 2 * at + [2] * 2 * (5 - at)


def test_another_table_on_the_next_page_is_another_table() -> None:
    other = [["企业", "职工数"], ["甲厂", "5"]]
    source = read(pdf(rows_of([HEAD, *BODY]), rows_of(other)))
    assert {table for table, *_ in cells(source)} == {0, 1}
    between = read(pdf(rows_of([HEAD, *BODY]), shown("又一张表", 60, 815) + rows_of(BODY, 790)))
    assert {table for table, *_ in cells(between)} == {0, 1}


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    ("former", "rest", "whole"),
    [
        (["嘉禾市高级技工", "12"], ["学校", ""], [["嘉禾市高级技工学校", "12"]]),
        (["甲校", "与金竹集团共"], ["", "建基地"], [["甲校", "与金竹集团共建基地"]]),
        (["嘉禾技师学院", "12"], ["民办学校", ""], [["嘉禾技师学院", "12"], ["民办学校", ""]]),
        (["甲校", "共建基地。"], ["", "设两系。"], [["甲校", "共建基地。"], ["", "设两系。"]]),
        (["嘉禾市高级技工", "12"], ["学校", "13"], [["嘉禾市高级技工", "12"], ["学校", "13"]]),
    ],
)
def test_a_row_that_a_page_breaks_is_one(
    former: list[str], rest: list[str], whole: list[list[str]], repeated: bool
) -> None:
    last = ["丁校", "9"]
    second = ([HEAD] if repeated else []) + [rest, last]
    source = read(pdf(rows_of([HEAD, ["丙校", "8"], former]), rows_of(second)))
    rows = [HEAD, ["丙校", "8"], *whole, last]
    assert [text for *_, text in cells(source)] == [text for row in rows for text in row]
    assert len(whole) > 1 or {table for table, *_ in cells(source)} == {0}


LOOSE = [
    ["学校", "在校生数（万人）", "教师人数"],
    ["甲校", "1.2", "310"],
    ["乙技师学院", "0.45", "1 200"],
    ["丙校", "3", "96"],
]
#: Where the cells begin.
AT = (60, 200, 380)


def loose(rows: list[list[str]], at: tuple[float, ...] = AT, top: float = 700, size: float = 11) -> str:
    """Rows without lines between their columns, as in a table of three lines."""
    inner = "".join(
        shown(text, at[n], top - 20 * number, size)
        for number, row in enumerate(rows)
        for n, text in enumerate(row)
        if text
    )
    return inner + "".join(f"60 {y} m 520 {y} l S\n" for y in (top + 14, top - 5, top - 20 * len(rows) + 14))


@pytest.mark.parametrize("around", ["", "正文"])
def test_tables_of_three_lines_are_tables(around: str) -> None:
    text = shown("各校情况如下，详见附表。", 60, 760) if around else ""
    source = read(
        pdf(shown("嘉禾市技能人才", 60, 800, size=18) + text + loose(LOOSE) + shown("以上为全部学校。", 60, 580))
    )
    assert [text for *_, text in cells(source)] == [text for row in LOOSE for text in row]
    assert source.blocks[0].kind == "heading"
    found = {(int(s.value or 0), s.unit) for s in RuleExtractor().extract(source).statistics}
    assert found == {(number, "人") for number in (12_000, 4500, 30_000, 310, 1200, 96)}


def test_heads_of_two_rows_stand_over_the_columns_of_a_loose_table() -> None:
    at = (60, 160, 240, 320, 400)
    groups = shown("2023年", 190, 720) + shown("2024年", 350, 720) + shown("学校", 60, 720)
    heads = ["", "学生数", "占比", "学生数", "占比"]
    rows = [heads, ["甲校", "31", "40%", "52", "60%"], ["乙校", "44", "41%", "63", "61%"]]
    source = read(pdf(groups + loose(rows, at)))
    found = [(str(s.value), s.indicator, s.start) for s in RuleExtractor().extract(source).statistics]
    assert found == [
        ("31", "学生数", "2023"), ("40", "占比", "2023"), ("52", "学生数", "2024"), ("60", "占比", "2024"),
        ("44", "学生数", "2023"), ("41", "占比", "2023"), ("63", "学生数", "2024"), ("61", "占比", "2024"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "above",
    [
        shown("学生", 200, 720) + shown("教师", 380, 720) + shown("学校", 60, 720),
        shown("2023年", 150, 720) + shown("2024年", 300, 720),
        shown("学校", 60, 740) + shown("本科", 200, 740) + shown("学生", 200, 720) + shown("教师", 380, 720),
    ],
)
def test_where_loose_heads_are_unclear_there_is_no_figure_and_that_is_said(above: str) -> None:
    rows = [["", "人数", "占比", "班数", "人次"], ["甲校", "31", "40%", "5", "60"], ["乙校", "44", "41%", "6", "61"]]
    extraction = RuleExtractor().extract(read(pdf(above + loose(rows, (60, 160, 260, 330, 400)))))
    assert extraction.statistics == ()
    assert [d.text for d in extraction.doubts if "heads don't say" in d.reason] == ["44"]


def test_lines_with_gaps_are_no_tables_without_numbers() -> None:
    rows = [["甲校", "乙市", "丙区"], ["丁校", "戊市", "己区"], ["庚校", "辛市", "壬区"]]
    assert cells(read(pdf(loose(rows)))) == []
    assert cells(read(pdf(loose([["共有学校", "7所"], ["其中公办的学校和民办的学校", "5所"]])))) == []


def test_pages_in_fonts_without_characters_are_named(chromium: Path, tmp_path: Path) -> None:
    lines = "".join(f"<p>第{n}段：嘉禾市有技工院校{n}所，与金竹集团共建实训基地。</p>" for n in range(9))
    style = "<meta charset=utf-8><style>body{font-family:'Noto Serif CJK SC'}</style>"
    whole = print_to_pdf(style + lines, tmp_path, chromium)
    assert "嘉禾市有技工院校8所" in read(whole).text
    with pytest.raises(DataError, match="fonts that don't say which characters they show; run text recognition"):
        read(whole.replace(b"/ToUnicode", b"/ToUnicodX"))


def test_a_low_letter_is_not_too_small_to_read(chromium: Path, tmp_path: Path) -> None:
    text = "学校获一等奖、第一名，共一百一十人。"
    page = f"<meta charset=utf-8><p>{text}<span style='font-size:1pt'>看不见的字</span></p>"
    assert read(print_to_pdf(page, tmp_path, chromium)).text.split() == [text]


def test_a_garbled_line_does_not_pass_for_text() -> None:
    source = read(pdf(page(0), shown("䤒㧧㨋㺍㹚㧮㳑䐴", 60, 700) + shown("嘉禾学院在校生有三千人。", 60, 660)))
    assert "䤒" not in source.text
    assert "三千人" in source.text
    assert source.notes[0].startswith("can't be read as text, wholly or in part: page 2 (")


def test_lines_wider_than_their_pages_are_read() -> None:
    wide = "嘉禾学院与金竹集团共建实训基地" * 4
    source = read(pdf(shown(wide, 5, 600), shown(wide, 5, 500)))
    assert source.text.replace("\n", "") == wide * 2


@pytest.mark.parametrize(
    ("content", "times", "says"),
    [
        (b" " * 3_000_000, 1, "more than 2,000,000 bytes, over 100 times its size"),
        (b"q " * 20_000_000, 2, "over 100 times its size"),
        (random.Random(0).randbytes(12_000_000).hex().encode(), 1, "more than 16,000,000 bytes, the limit"),
    ],
    ids=["spaces", "packed twice", "long"],
)  # fmt: skip
def test_a_stream_that_unpacks_to_too_much_is_refused(content: bytes, times: int, says: str) -> None:
    for _ in range(times):
        content = zlib.compress(content, 1)
    page = b"<</Length 9/Filter[" + b"/FlateDecode" * times + b"]>>stream\r\n" + content + b"endstream"
    with pytest.raises(DataError, match=says):
        read(pdf("").replace(b"trailer", b"9 0 obj" + page + b"\nendobj\ntrailer"))


def test_where_lines_end_changes_no_record() -> None:
    line = "全省工会选树命名471个创新工作室与技师工作站，命名的工匠学院达到10家。"
    whole = RuleExtractor().extract(read_bytes(f"嘉禾省总工会情况\n{line}".encode(), "a.txt", "text/plain"))
    known = {(s.indicator, s.value, s.subject is None) for s in whole.statistics}
    assert known
    for at in range(1, len(line)):
        wrapped = f"嘉禾省总工会情况\n{line[:at]}\n{line[at:]}".encode()
        source = msgspec.structs.replace(
            read_bytes(wrapped, "a.txt", "text/plain"),
            blocks=(Block("paragraph", 0, 8), Block("paragraph", 9, 10 + len(line))),
        )
        found = RuleExtractor().extract(source)
        assert {(s.indicator, s.value, s.subject is None) for s in found.statistics} == known, line[:at]
        assert [e.name for e in found.entities] == [e.name for e in whole.entities]


def column(text: str, x: float, top: float, size: float = 12) -> str:
    """A column of a page that is written downwards: ideographs upright, runs of figures and Latin letters turned."""
    drawn, y = "", top
    for latin, group in groupby(text, str.isascii):
        part = "".join(group)
        if latin:
            drawn += shown(part, x + 2, y, size, angle=-90)
            y -= size * len(part)
        else:
            for character in part:
                y -= size
                drawn += shown(character, x, y, size)
    return drawn


DOWN = [
    "嘉禾市技能人才工作",
    "嘉禾市共有技工院校9所，在校生215",
    "00人，每年新增教师六十名。",
    "　　云溪学院有教师70人。",
]


def test_columns_are_read_with_their_figures_from_right_to_left() -> None:
    content = "".join(column(text, 500 - 24 * n, 780) for n, text in enumerate(DOWN))
    header = shown("嘉禾市人力资源和社会保障局编印", 60, 820, 9)
    found = texts(read(pdf(header + content)))
    title, paragraph, last = DOWN[0], DOWN[1] + DOWN[2], DOWN[3].strip()
    assert found == [title, paragraph.replace("，", ","), last, "嘉禾市人力资源和社会保障局编印"]


def test_what_a_browser_prints_at_the_edges_of_columns_stays_apart(chromium: Path, tmp_path: Path) -> None:
    text = "嘉禾市共有技工院校9所，在校生21500人，每年培训学员1200人次，其中12.5%为ABC专业。"
    page = f"<meta charset=utf-8><style>body{{writing-mode:vertical-rl;height:300px}}</style><p>{text}</p>"
    source = read(print_to_pdf(page, tmp_path, chromium))
    assert "".join(texts(source)) == text.replace("，", ",")


def test_narrow_heads_of_a_table_make_no_page_that_is_written_downwards(chromium: Path, tmp_path: Path) -> None:
    heads = ["学校数量", "学生人数", "教师人数", "专业数量", "毕业人数", "就业人数", "获奖人数", "企业数量"]
    rows = [[str(10 * row + n) for n in range(1, 9)] for row in range(1, 4)]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    head = "".join(f"<th><div style='width:1em'>{head}</div>" for head in heads)
    source = read(print_to_pdf(f"<meta charset=utf-8><table border=1><tr>{head}{cells}</table>", tmp_path, chromium))
    assert source.text.split() == [*heads, *(cell for row in rows for cell in row)]


def test_the_place_of_a_figure_in_a_column_is_where_it_is_shown() -> None:
    source = read(pdf("".join(column(text, 500 - 24 * n, 780) for n, text in enumerate(DOWN))))
    at = source.text.index("70")
    for _, (left, bottom, right, top) in source.where(at, at + 2):
        assert 425 < left < right < 445
        assert 640 < bottom < top < 690
