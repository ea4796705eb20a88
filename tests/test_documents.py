"""Reading documents: the text, its structure, and what can't be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document_files import docx, footnotes, paragraph, print_to_pdf, table, xlsx
from skillgraph.documents import read_bytes, read_document
from skillgraph.documents.docx import MEDIA_TYPE
from skillgraph.documents.source import SourceText
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError, SkillgraphError, UsageError

HTML, PDF, TXT, MD = "text/html", "application/pdf", "text/plain", "text/markdown"
REPORT = "柳州市有技工院校9所,在校生2.6万人。全市与东盟国家合作办学。" * 4


def shown(source: SourceText) -> list[tuple[str, str]]:
    return [(b.kind, source.text[b.start : b.end]) for b in source.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"]
)
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    text = REPORT if encoding != "big5" else "臺灣的技術學院與企業合作辦學，培養學生三千人。" * 4
    source = read_bytes(text.encode(encoding), "a.txt", TXT)
    assert source.text == text
    assert source.encoding


def test_windows_line_ends_stay_and_lines_are_joined_for_analysis() -> None:
    text = "学校与企业共建实训基地,每年培养\r\n学生三百人。\r\n\r\n# 二级\r\n- 甲\r\n- 乙\r\n"
    source = read_bytes(text.encode(), "a.txt", TXT)
    assert source.text == text
    found = list(passages(source))
    assert [p.text for p in found] == ["学校与企业共建实训基地,每年培养学生三百人。", "二级", "甲", "乙"]
    start, end = found[0].span(12, 18)
    assert text[start:end] == "每年培养\r\n学生"


def test_a_page_break_inside_a_sentence_is_no_end_of_a_paragraph() -> None:
    text = "学校概况。\n\n学校坚持走产教融合的办学道路,依托行业开展\n\n各种形式的培训。\n\n下一段。"
    [_, broken, _] = passages(read_bytes(text.encode(), "a.txt", TXT))
    assert broken.text.endswith("开展各种形式的培训。")


@pytest.mark.parametrize("end", ["。张三摄", "，嘉禾学院供图", "，李四攝影", "，本报记者提供", "。 |"])
def test_what_stands_under_a_picture_is_no_part_of_the_next_sentence(end: str) -> None:
    text = f"校企协同。\n\n图为嘉禾学院学生在基地实训，与老师交流{end}\n\n各校与企业共建基地。\n\n下一段。"
    *_, former, last = passages(read_bytes(text.encode(), "a.txt", TXT))
    assert (former.text, last.text) == ("各校与企业共建基地。", "下一段。")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_title_with_a_comma_is_no_part_of_the_first_sentence(gap: str) -> None:
    lines = [
        "校企协同发力，共育技能人才",
        "来源：嘉禾日报，记者：甲乙",
        "嘉禾市有技工院校九所，在校生两万四千人，各校与企业共建实训基地，每年为本市和周边地区培养各类技能人才六千多名。",
        "改革培养模式，扩大办学规模",
        "各校与企业共建基地，每年培养学生六千名，其中五千名在本市的企业就业，另有一千名到周边地区的企业工作，两地的企业和学校都很满意。",
    ]
    source = read_bytes(gap.join(lines).encode(), "a.txt", TXT)
    starts = [source.text[b.start : b.start + 4] for b in source.blocks]
    assert starts[:3] == ["校企协同", "来源：嘉", "嘉禾市有"]
    assert starts[3:] == ["改革培养", "各校与企"]


@pytest.mark.parametrize(
    "title", ["——记全国技术能手、云岭技师学院教师罗建国", "一名普通焊工的三十年坚守，一座城市的记忆"]
)
def test_a_portrait_begins_with_its_person_and_not_with_the_title(title: str) -> None:
    text = f"{title}\n\n罗建国，1978年生，现任云岭技师学院教师。\n\n他获得全国技术能手称号。\n"
    found = [p.text for p in passages(read_bytes(text.encode(), "a.txt", TXT))]
    assert found[1] == "罗建国,1978年生,现任云岭技师学院教师。"


def test_columns_of_a_list_stay_apart_and_its_lines_too() -> None:
    text = (
        "关于表彰职业教育先进个人的决定\r\n\r\n各县（区）教育局，市直各职业院校：\r\n"
        "经研究，决定授予李卫东等4名同志“职业教育先进个人”称号，希望受到表彰的个人珍惜荣誉，再接再厉，为职业教育再立新功。\r\n"
        "李卫东  滨江职业技术学院机电系主任\r\n王丽娟（女）\u3000滨江市第二职业高级中学教师\r\n"
        "赵  𬭎\t长虹电子集团有限公司首席技师\r\n欧阳\u3000悦\u3000\u3000滨江市教育局职教科科长\r\n滨江市人民政府\r\n"
    )
    found = [p.text for p in passages(read_bytes(text.encode(), "a.txt", TXT))]
    assert found[3:7] == [
        "李卫东,滨江职业技术学院机电系主任", "王丽娟(女),滨江市第二职业高级中学教师",
        "赵𬭎,长虹电子集团有限公司首席技师", "欧阳悦,滨江市教育局职教科科长",
    ]  # fmt: skip


def test_rows_of_a_table_without_numbers_are_cells() -> None:
    rows = [
        "序号\t案例\t申报单位\t合作国家",
        "1\t铁道人才培养\t东江铁路学院\t老挝",
        "2\t焊接培训\t东江机电学院\t埃塞俄比亚",
    ]
    text = "东江省职业教育典型案例名单\n\n" + "\n".join(rows) + "\n"
    blocks = read_bytes(text.encode(), "a.txt", TXT).blocks
    cells = [text[b.start : b.end] for b in blocks if b.table == 0]
    assert cells == [cell for row in rows for cell in row.split("\t")]


def test_traditional_and_full_width_characters_are_folded_one_for_one() -> None:
    text = "臺灣技術學院有教師１２０人（雙師型）𬭎⼭"
    [passage] = passages(read_bytes(text.encode(), "a.txt", TXT))
    assert passage.text == "台湾技术学院有教师120人(双师型)𬭎山"
    assert passage.offsets == tuple(range(len(text)))


def test_half_an_emoji_and_right_to_left_marks_are_no_obstacle() -> None:
    text = "学校\u200f有\u202e教师12人\U0001f600。"
    [passage] = passages(read_bytes(text.encode(), "a.txt", TXT))
    assert passage.text == "学校有教师12人\U0001f600。"
    assert text[slice(*passage.span(2, 8))] == "有\u202e教师12人"


def test_markdown_has_headings_items_and_tables_in_place() -> None:
    text = "标题\n===\n\n一段。\n\n| 甲 | 乙\\|丙 |\n|:--|--:|\n|  | 丁 |\n\n```\n代码\n```\n- 项\n"
    source = read_bytes(text.encode(), "a.md", MD)
    assert [(b.kind, source.text[b.start : b.end], b.row, b.column) for b in source.blocks] == [
        ("heading", "标题", -1, -1), ("paragraph", "一段。", -1, -1), ("cell", "甲", 0, 0), ("cell", "乙|丙", 0, 1),
        ("cell", "", 1, 0), ("cell", "丁", 1, 1), ("item", "项", -1, -1),
    ]  # fmt: skip
    assert source.notes == ("left out 2 of 13 characters (15 %): 2 code; --keep reads them",)


def test_a_web_page_gives_its_article() -> None:
    page = f"""<!doctype html><html><head><meta charset="gb2312"><title>新闻_某校</title>
    <script>var 甲 = 1;</script></head>
    <body><div class="main-nav"><a href="/">首页</a></div><article><h1>新闻</h1><p>{REPORT}</p>
    <table><tr><th>学校</th><th>国家</th></tr><tr><td rowspan="2">甲校</td><td>老挝</td></tr>
    <tr><td>泰国</td></tr></table>
    <ul><li>一</li></ul></article><footer>版权所有</footer></body></html>"""
    source = read_bytes(page.encode("gb18030"), "a.html", HTML)
    assert source.encoding == "gb18030"
    assert source.title == "新闻"
    assert shown(source)[:2] == [("heading", "新闻"), ("paragraph", REPORT)]
    cells = [(b.row, b.column, source.text[b.start : b.end]) for b in source.blocks if b.kind == "cell"]
    assert cells == [(0, 0, "学校"), (0, 1, "国家"), (1, 0, "甲校"), (1, 1, "老挝"), (2, 0, "甲校"), (2, 1, "泰国")]
    assert "首页" not in source.text
    assert "版权" not in source.text
    assert "var" not in source.text


def test_a_word_file_keeps_insertions_tables_and_footnotes() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    tracked = (
        f"<w:p>{run.format('总量')}<w:ins>{run.format('一百')}</w:ins><w:del><w:r><w:delText>二十</w:delText></w:r></w:del>"
        f"{run.format('人')}</w:p>"
    )
    rows = table([["学校", "合作方"], ["甲校", "乙公司"]])
    source = read_bytes(
        docx(paragraph("概况", "1") + tracked + rows + paragraph("二", "a"), footnotes=footnotes("据统计。")),
        "a.docx",
        MEDIA_TYPE,
    )
    assert shown(source) == [
        ("heading", "概况"), ("paragraph", "总量一百人"), ("cell", "学校"), ("cell", "合作方"), ("cell", "甲校"),
        ("cell", "乙公司"), ("heading", "二"), ("footnote", "据统计。"),
    ]  # fmt: skip
    assert source.converter.startswith("skillgraph ")
    assert "lxml" in source.converter


@pytest.fixture(scope="module")
def printed(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> SourceText:
    lines = "".join(
        f"<p style='text-indent:2em'>{REPORT}第{n}段到此为止,共有学生{n}.85万人。</p>" for n in range(1, 16)
    )
    rows = "<tr><td>学校</td><td>国家</td></tr><tr><td>甲校</td><td>老挝</td></tr>"
    rows = f"<table border=1 style='border-collapse:collapse'>{rows}</table>"
    html = f"<meta charset=utf-8><style>body{{font-family:'Noto Serif CJK SC'}}</style><h1>年度报告</h1>{lines}{rows}"
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "report.pdf").write_bytes(print_to_pdf(html, folder, chromium))
    return read_document(folder / "report.pdf")


def test_a_pdf_gives_paragraphs_and_tables_without_headers(printed: SourceText) -> None:
    kinds = shown(printed)
    assert kinds[0] == ("heading", "年度报告")
    joined = [text.replace("\n", "") for kind, text in kinds if kind == "paragraph"]
    assert joined == [f"{REPORT}第{n}段到此为止,共有学生{n}.85万人。" for n in range(1, 16)]
    assert [text for kind, text in kinds if kind == "cell"] == ["学校", "国家", "甲校", "老挝"]
    assert "headers, footers and page numbers" in printed.notes[0]


def test_a_span_of_a_pdf_has_its_place_on_the_page(printed: SourceText) -> None:
    at = printed.text.index("第12段")
    [(page, (left, bottom, right, top))] = printed.where(at, at + 4)
    assert page == next(b.page for b in printed.blocks if b.start <= at < b.end) or page > 1
    assert 0 < right - left < 80
    assert 5 < top - bottom < 20


def test_a_table_of_figures_is_read_in_every_format(tmp_path: Path) -> None:
    rows = [["学校", "合作方"], ["甲校", "乙公司"]]
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"
    markdown = "|学校|合作方|\n|-|-|\n|甲校|乙公司|\n"
    for data, kind in ((docx(table(rows)), MEDIA_TYPE), (html.encode(), HTML), (markdown.encode(), MD)):
        source = read_bytes(data, "a", kind)
        assert [(b.row, b.column, source.text[b.start : b.end]) for b in source.blocks] == [
            (0, 0, "学校"), (0, 1, "合作方"), (1, 0, "甲校"), (1, 1, "乙公司"),
        ]  # fmt: skip


@pytest.mark.parametrize("kind", [HTML, MD, MEDIA_TYPE])
def test_sentences_in_cells_are_text_in_every_format(kind: str) -> None:
    rows = [
        ["单位", "主要做法"],
        ["嘉禾学院", "与云帆公司共建基地，培训120人。"],
        ["柳州市", "全市有技工院校9所。"],
    ]
    html = "<table>" + "".join(f"<tr>{''.join(f'<td>{c}' for c in r)}" for r in rows) + "</table>"
    markdown = "|单位|主要做法|\n|-|-|\n" + "".join(f"|{a}|{b}|\n" for a, b in rows[1:])
    data = {HTML: html.encode(), MD: markdown.encode(), MEDIA_TYPE: docx(table(rows))}[kind]
    source = read_bytes(data, "a", kind)
    assert [x for x in shown(source) if x[0] != "cell"] == [
        ("paragraph", "嘉禾学院与云帆公司共建基地，培训120人。"), ("heading", "柳州市"),
        ("paragraph", "全市有技工院校9所。"),
    ]  # fmt: skip
    assert [text for kind, text in shown(source) if kind == "cell"] == [
        "单位",
        "主要做法",
        "嘉禾学院",
        "",
        "柳州市",
        "",
    ]


WORD = docx(paragraph(REPORT))


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return file.getvalue()


def entities() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
    return file.getvalue()


SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", TXT, "empty"),
        (b" \n\n", TXT, "empty"),
        (bytes(range(256)) * 40, TXT, "not a text"),
        (b"\0" * 5000, TXT, "not a text"),
        (REPORT.encode() + REPORT.encode("gb18030"), TXT, "mixed encodings"),
        (b"\xff\xfea", TXT, "damaged utf-16"),
        (b"%PDF-1.7 nothing", PDF, "damaged, or no PDF"),
        (SCAN, PDF, "a scan without text"),
        (b"PK\x03\x04 nothing", MEDIA_TYPE, "damaged, or no .docx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, MEDIA_TYPE, "encrypted, or an old .doc"),
        (bomb(), MEDIA_TYPE, "unpacks to"),
        (entities(), MEDIA_TYPE, "declares entities"),
        (docx(""), MEDIA_TYPE, "no text"),
        (WORD.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xdb"), MEDIA_TYPE, "damaged, or no .docx"),
        (WORD[:60] + b"\xff" * 40 + WORD[100:], MEDIA_TYPE, "damaged at word/document.xml"),
        (docx("<w:p>")[:-30], MEDIA_TYPE, "damaged"),
        (b"<html><body><script>1</script></body></html>", HTML, "no text"),
        (b"<div>" * 5000, HTML, "no text"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_is_one_clear_line(data: bytes, kind: str, says: str) -> None:
    with pytest.raises(DataError) as error:
        read_bytes(data, "file", kind)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("file: ")


def test_a_text_that_is_too_large_is_refused_with_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(DataError, match=r"200,000,000 bytes; the limit is 60,000,000. Split the file"):
        read_document(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("kind", "piece", "says"),
    [
        (TXT, "甲\n", "400,001 lines; the limit is 400,000"),
        (HTML, "<pre>甲\n", "lines; the limit is 400,000|400,000 tags"),
        (HTML, "甲\n", "400,001 lines; the limit is 400,000"),
        (MD, "甲\n", "400,001 lines; the limit is 400,000"),
        (MD, "**甲** ", "marks and lines of Markdown; the limit is 300,000"),
    ],
)
def test_more_lines_and_marks_than_fit_in_memory_are_refused(kind: str, piece: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_bytes((piece * 400_001).encode(), "file", kind)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("年报.xls", ".xlsx"),
        ("REPORT.DOC", ".docx"),
        ("a.wps", ".docx"),
        ("a.et", ".xlsx"),
        ("a.pptx", ".pdf"),
        ("a.mht", ".html"),
    ],
)
def test_other_documents_are_refused_with_what_to_save_them_as(tmp_path: Path, name: str, form: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(UsageError) as error:
        read_document(path)
    assert (
        str(error.value) == f"{path}: {path.suffix} isn't read; open it in the program it is of and save it as {form}"
    )


@pytest.mark.parametrize(
    ("name", "data"), [("甲.XLSM", xlsx([["甲校", "七"]])), ("a.docm", docx(table([["甲校", "七"]])))]
)
def test_documents_with_macros_are_read_as_those_without(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_document(tmp_path / name).text == "甲校\n七\n"


def test_an_unknown_ending_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown ending '.xyz'; readable are .txt"):
        read_document(tmp_path / "a.xyz")
    with pytest.raises(UsageError, match="can't be read: No such file"):
        read_document(tmp_path / "a.txt")


@settings(max_examples=settings().max_examples * 3 // 2)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_no_bytes_make_a_reader_fail_otherwise(data: bytes) -> None:
    for kind in (TXT, MD, HTML, PDF, MEDIA_TYPE):
        try:
            source = read_bytes(data, "file", kind)
        except SkillgraphError:
            continue
        for block in source.blocks:
            assert 0 <= block.start <= block.end <= len(source.text)
        for passage in passages(source):
            assert all(a < b for a, b in zip(passage.offsets, passage.offsets[1:], strict=False))
