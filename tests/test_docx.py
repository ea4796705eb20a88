"""Word files as Word, WPS and others write them: nothing lost in silence, nothing read that is not shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from document_files import docx, docx_with_diagram, package, paragraph, relations, table
from skillgraph.documents import read_bytes
from skillgraph.documents.docx import MEDIA_TYPE
from skillgraph.documents.source import SourceText
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def body(inner: str, namespace: str = W) -> str:
    return f'<w:document xmlns:w="{namespace}"><w:body>{inner}</w:body></w:document>'


def read(data: bytes) -> SourceText:
    return read_bytes(data, "a.docx", MEDIA_TYPE)


def shown(source: SourceText) -> list[str]:
    return [p.text for p in passages(source)]


def cells(source: SourceText) -> list[tuple[int, int, int, str]]:
    return [(b.table, b.row, b.column, source.text[b.start : b.end]) for b in source.blocks if b.kind == "cell"]


@pytest.mark.parametrize("target", ["word/document2.xml", "/word/document2.xml", "./word/../word/Document2.XML"])
def test_the_main_part_is_the_one_that_the_package_names(target: str) -> None:
    made = {
        "_rels/.rels": relations(("officeDocument", target)),
        "word/document2.xml": body(paragraph("正文。")),
        "word/_rels/document2.xml.rels": relations(("endnotes", "notes/e.xml")),
        "word/notes/e.xml": f'<w:endnotes xmlns:w="{W}"><w:endnote>{paragraph("尾注。")}</w:endnote></w:endnotes>',
    }
    assert shown(read(package(made))) == ["正文。", "尾注。"]


def test_the_strict_form_of_the_standard_is_read() -> None:
    rows = table([["学校", "人数"], ["甲校", "7"]])
    source = read(package({"word/document.xml": body(paragraph("二零二四") + rows, STRICT)}))
    assert [text for *_, text in cells(source)] == ["学校", "人数", "甲校", "7"]


def test_hidden_and_struck_text_is_left_out_and_told() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="i"><w:basedOn w:val="h"/></w:style></w:styles>'
    )
    runs = [
        run("有"), run("99", "<w:vanish/>"), run("98", "<w:strike/>"), run("97", "<w:dstrike w:val='1'/>"),
        run("96", '<w:rStyle w:val="i"/>'), run("7", '<w:rStyle w:val="i"/><w:vanish w:val="0"/>'),
        run("所", '<w:strike w:val="false"/>'),
    ]  # fmt: skip
    source = read(package({"word/document.xml": body(p(*runs)), "word/styles.xml": styles}))
    assert source.text == "有7所\n"
    assert source.notes == ("left out: hidden or struck text (4 runs)",)


@pytest.mark.parametrize("name", ["document.xml", "word/document2.xml", "parts/a b.xml"])
def test_the_main_part_may_stand_anywhere(name: str) -> None:
    related = relations(("officeDocument", name.replace(" ", "%20")))
    assert read(package({"_rels/.rels": related, name: body(p(run("有学校7所。")))})).text == "有学校7所。\n"


@pytest.mark.parametrize(
    "up",
    [
        '<w:vertAlign w:val="superscript"/>', '<w:position w:val="10"/><w:sz w:val="12"/>',
        '<w:position w:val="4"/><w:sz w:val="12"/>',
    ],
)  # fmt: skip
def test_raised_marks_join_no_number(up: str) -> None:
    source = read(
        docx(p(run("有7"), run("1", up), run("所，2.15"), run("[", up), run("2", up), run("]", up), run("万人")))
    )
    assert shown(source) == ["有7所,2.15万人"]
    assert shown(read(docx(p(run("7所", up))))) == ["7所"]  # all of it is raised: a matter of layout


@pytest.mark.parametrize("down", ['<w:vertAlign w:val="subscript"/>', '<w:position w:val="-8"/>'])
def test_lowered_marks_join_no_number(down: str) -> None:
    source = read(docx(p(run("有7"), run("1", down), run("所，减CO"), run("2", down), run("排放"))))
    assert source.text == "有7₁所，减CO2排放\n"
    assert shown(source) == ["有7所,减CO2排放"]


WHITE = '<w:color w:val="FFFFFF"/>'
UNSEEN = "云溪学院有教师900人。"


@pytest.mark.parametrize(
    ("markup", "styles"),
    [
        (p(run(UNSEEN, WHITE)), ""),
        (p(run(UNSEEN, '<w:color w:val="fefefe" w:themeColor="background1"/>')), ""),
        (p(run(UNSEEN, '<w:color w:val="00AA66"/><w:shd w:val="clear" w:color="auto" w:fill="00AA66"/>')), ""),
        (p(run(UNSEEN, '<w:color w:val="000000"/><w:highlight w:val="black"/>')), ""),
        (p(run(UNSEEN, WHITE), properties='<w:shd w:val="clear" w:fill="FFFFFF"/>'), ""),
        (p(run(UNSEEN, '<w:rStyle w:val="x"/>')), "<w:color w:val='FFFFFF'/>"),
        (p(run(UNSEEN, '<w:rStyle w:val="x"/>')), "<w:vanish/>"),
        (p(run(UNSEEN), properties='<w:pStyle w:val="y"/>'), "<w:vanish/>"),
        (p(run(UNSEEN), properties='<w:pStyle w:val="y"/>'), "<w:color w:val='FFFFFF'/>"),
    ],
)
def test_text_that_a_style_or_its_colour_hides_is_left_out_and_told(markup: str, styles: str) -> None:
    named = f'<w:styles xmlns:w="{W}">' + "".join(
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{id}"/>{based}{rpr}</w:style>'
        for kind, id, based, rpr in (
            ("character", "base", "", f"<w:rPr>{styles}</w:rPr>"),
            ("character", "x", '<w:basedOn w:val="base"/>', ""),
            ("paragraph", "y", "", f"<w:rPr>{styles}</w:rPr>"),
        )
    ) + "</w:styles>"  # fmt: skip
    source = read(docx(p(run("嘉禾学院有教师300人。")) + markup, styles=named))
    assert (shown(source), "hidden or struck text" in "".join(source.notes)) == (["嘉禾学院有教师300人。"], True)


@pytest.mark.parametrize(
    "markup",
    [
        p(run(UNSEEN, WHITE + '<w:shd w:val="clear" w:fill="003366"/>')),
        p(run(UNSEEN, WHITE + '<w:highlight w:val="darkBlue"/>')),
        p(run(UNSEEN, WHITE), properties='<w:shd w:val="clear" w:color="auto" w:fill="003366"/>'),
        p(run(UNSEEN, WHITE), properties='<w:shd w:val="pct50" w:color="auto" w:fill="FFFFFF"/>'),
        p(run(UNSEEN, WHITE + "<w:outline/>")),
        p(run(UNSEEN, '<w:color w:val="auto"/>')),
        "<w:tbl><w:tr>" + 2 * f"<w:tc>{p(run(UNSEEN, WHITE))}</w:tc>" + "</w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc>{p(run(UNSEEN, WHITE))}</w:tc></w:tr></w:tbl>",
        p(run("。"), f"<w:r><w:pict><w:txbxContent>{p(run(UNSEEN, WHITE))}</w:txbxContent></w:pict></w:r>"),
    ],
)
def test_white_letters_on_another_ground_are_read(markup: str) -> None:
    source = read(docx(markup))
    assert (UNSEEN in source.text, source.notes) == (True, ())


def test_white_letters_on_the_white_ground_of_a_cell() -> None:
    cell = f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:tcPr>{p(run(UNSEEN, WHITE))}</w:tc>'
    assert UNSEEN not in read(docx(p(run("一。")) + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")).text


def test_letters_too_small_to_read_are_no_text() -> None:
    assert read(docx(p(run("有7"), run("99", '<w:sz w:val="2"/>'), run("所")))).text == "有7所\n"


def test_tracked_changes_read_as_accepted() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    gone = (
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph("删") + "</w:tc><w:tc>" + paragraph("1") + "</w:tc></w:tr>"
    )
    rows = table([["学校", "人数"], ["甲校", "7"]]).replace("</w:tbl>", gone + "</w:tbl>")
    changed = p(run("总量"), f"<w:ins>{run('一百')}</w:ins>", "<w:del><w:r><w:delText>二</w:delText></w:r></w:del>")
    source = read(docx(p(run("与国外"), properties=mark) + p(run("合作。")) + changed + rows))
    assert shown(source)[:2] == ["与国外合作。", "总量一百"]
    assert "删" not in source.text


def test_content_controls_may_stand_round_anything() -> None:
    def control(inner: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    number = control("<w:tc>" + paragraph("7") + "</w:tc>")
    row = f"<w:tr><w:tc>{control(paragraph('甲校'))}</w:tc>{number}</w:tr>"
    rows = table([["学校", "人数"]]).replace("</w:tbl>", control(control(row)) + "</w:tbl>")
    asks = control(paragraph("单击此处输入文字") + paragraph("再次"), "<w:showingPlcHdr/>")
    source = read(docx(control(paragraph("一段。")) + asks + rows))
    assert shown(source) == ["一段。", "学校", "人数", "甲校", "7"]


def test_paragraphs_of_a_cell_fuse_no_names() -> None:
    two = f"<w:tc>{paragraph('沧浪职业技术学院')}{paragraph('金竹集团')}</w:tc>"
    broken = f"<w:tc>{paragraph('沧浪市高级')}{paragraph('技工学校')}{paragraph('（本部）')}</w:tc>"
    source = read(docx(f"<w:tbl><w:tr>{two}{broken}</w:tr></w:tbl>"))
    assert shown(source) == ["沧浪职业技术学院。金竹集团", "沧浪市高级技工学校(本部)"]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = table([["专业", "人数"], ["焊接", "30"]])
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('甲校')}{inner}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    assert cells(read(docx(outer))) == [
        (0, 0, 0, "甲校"), (0, 0, 1, "乙"), (1, 0, 0, "专业"), (1, 0, 1, "人数"), (1, 1, 0, "焊接"), (1, 1, 1, "30"),
    ]  # fmt: skip


def test_a_frame_of_one_column_is_no_table() -> None:
    cell = f"<w:tc>{paragraph('一段。')}{paragraph('二段。')}</w:tc>"
    frame = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    source = read(docx(frame + paragraph("三段。")))
    assert [(b.kind, source.text[b.start : b.end]) for b in source.blocks] == [
        ("paragraph", "一段。"), ("paragraph", "二段。"), ("paragraph", "三段。"),
    ]  # fmt: skip


def test_merged_cells_and_shifted_rows_keep_their_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        f"<w:tr>{cell('学校')}{cell('人数', '<w:gridSpan w:val=~2~/>')}</w:tr>"
        f"<w:tr>{cell('甲校', '<w:vMerge w:val=~restart~/>')}{cell('7')}{cell('8')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('9')}{cell('10')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('11')}{cell('12')}</w:tr>"
    ).replace("~", '"')
    assert cells(read(docx(f"<w:tbl>{rows}</w:tbl>"))) == [
        (0, 0, 0, "学校"), (0, 0, 1, "人数"), (0, 1, 0, "甲校"), (0, 1, 1, "7"), (0, 1, 2, "8"),
        (0, 2, 0, "甲校"), (0, 2, 1, "9"), (0, 2, 2, "10"), (0, 3, 1, "11"), (0, 3, 2, "12"),
    ]  # fmt: skip


def test_a_text_box_breaks_no_sentence_and_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框中一句。')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    drawn = (
        f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shown(read(docx(p(run("学校与"), drawn, run("企业合作。"))))) == ["学校与企业合作。", "框中一句。"]


def test_formulas_are_numbers_too() -> None:
    def m(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('4')}</m:sup></m:sSup>"
    part = f"<m:f><m:num>{m('3')}</m:num><m:den>{m('4')}</m:den></m:f>"
    inner = f'<m:oMath xmlns:m="{MATH}">{m("3.5×")}{power}</m:oMath>'
    source = read(docx(p(run("面积"), inner, run("平方米，占"), f'<m:oMath xmlns:m="{MATH}">{part}</m:oMath>')))
    assert source.text == "面积3.5×10⁴平方米，占3/4\n"


def test_field_codes_readings_and_the_table_of_contents_are_no_text() -> None:
    def char(what: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{what}"/></w:r>'

    nested = char("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + char("begin") + char("separate") + run("旧")
    nested += char("end") + char("separate") + run("新") + char("end")
    ruby = f"<w:r><w:ruby><w:rt>{run('lú')}</w:rt><w:rubyBase>{run('泸')}</w:rubyBase></w:ruby></w:r>"
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="b"/></w:style></w:styles>'
    )
    inner = paragraph("一、概况 7", "t") + paragraph("概况", "c") + p(nested, ruby, run("州"))
    source = read(package({"word/document.xml": body(inner), "word/styles.xml": styles}))
    assert [(b.kind, b.level, source.text[b.start : b.end]) for b in source.blocks] == [
        ("furniture", 0, "一、概况 7"), ("heading", 2, "概况"), ("paragraph", 0, "新泸州"),
    ]  # fmt: skip


def test_what_stands_out_is_a_heading_without_a_style_too() -> None:
    bold, centred = "<w:b/>", '<w:jc w:val="center"/>'
    lines = [
        p(run("嘉禾市年度情况"), properties=centred), p(run("一、师资队伍")), p(run("教师", bold), run("培训", bold)),
        p(run("甲校", bold), run("有教师九人。")), p(run("共有教师九人。"), properties=centred), p(run("(1)设立基地")),
    ]  # fmt: skip
    source = read(docx("".join(lines)))
    assert [(b.kind, b.level) for b in source.blocks] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("paragraph", 0), ("paragraph", 0), ("item", 0),
    ]  # fmt: skip


def test_a_short_paragraph_between_empty_ones_is_a_heading() -> None:
    empty = "<w:p/>"
    lines = [
        paragraph("嘉禾市情况"),
        empty,
        paragraph("甲校建成。"),
        empty,
        paragraph("合作办学"),
        empty,
        paragraph("乙校"),
    ]
    source = read(docx("".join(lines)))
    assert [(b.kind, b.level) for b in source.blocks] == [
        ("heading", 1), ("paragraph", 0), ("heading", 3), ("paragraph", 0),
    ]  # fmt: skip


def test_what_can_t_be_read_is_named() -> None:
    inner = p(run("有"), "<w:r><w:object><o:OLEObject xmlns:o='urn:o'/></w:object></w:r>")
    inner += (
        "<w:r><w:drawing><c:chart xmlns:c='urn:c'/><x:pic xmlns:x='urn:x'/><x:pic xmlns:x='urn:x'/></w:drawing></w:r>"
    )
    inner = inner.replace("</w:p><w:r>", "<w:r>") + "</w:p><w:altChunk/>"
    assert read(docx(inner)).notes == (
        "not read: 1 chart, 1 embedded object, 1 inserted document, 2 pictures",
        "to have the inserted document read, open the file in Word and save it",
    )


def test_a_workbook_under_another_name_is_said_to_be_one() -> None:
    made = package({"_rels/.rels": relations(("officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<workbook/>"})
    with pytest.raises(DataError, match=r"no \.docx \(it holds a workbook\)"):
        read(made)


HEAD, TAIL = body("~").encode().split(b"~")
PARAGRAPH = b"<w:p><w:r><w:t>&%s;</w:t></w:r></w:p>"
LAUGHS = b"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip
LATE = b"<!--" + b"x" * 5000 + b"--><!DOCTYPE d [<!ENTITY a 'b'>]>"
CELLS = b"<w:tbl>" + (b"<w:tr>" + b"<w:tc/>" * 100 + b"</w:tr>") * 40_000 + b"</w:tbl>"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep": lambda: HEAD + b"<w:p>" * 200_000,
    "deep and closed": lambda: HEAD + b"<w:sdt>" * 100_000 + b"</w:sdt>" * 100_000 + TAIL,
    "entities": lambda: LAUGHS + HEAD + PARAGRAPH % b"j" + TAIL,
    "entity late": lambda: LATE + HEAD + PARAGRAPH % b"a" + TAIL,
    "utf-16 entities": lambda: (LATE + HEAD + PARAGRAPH % b"a" + TAIL).decode().encode("utf-16"),
    "one paragraph": lambda: HEAD + b"<w:p>" + b"<w:r/>" * 6_000_000 + b"</w:p>" + TAIL,
    "empty cells": lambda: HEAD + CELLS + TAIL,
    "attributes": lambda: HEAD + b"<w:p " + b" ".join(b'a%d=""' % n for n in range(2_000_000)) + b"/>" + TAIL,
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(attack: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", HOSTILE[attack]())
        archive.writestr("word/media/image1.bin", bytes(range(256)) * 2000, zipfile.ZIP_STORED)
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DataError) as error:
        read(file.getvalue())
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 250
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_sentences_in_cells_are_read_as_sentences_and_the_other_cells_by_rows() -> None:
    said = "嘉禾职业技术学院与金竹机械集团签订合作协议，每年培训学员1200人次。"
    rows = table(
        [["学校", "主要做法", "在校生数"], ["嘉禾职业技术学院", said, "3400"], ["临溪市技师学院", "无", "2100"]]
    )
    source = read(docx(rows))
    found = RuleExtractor().extract(source)
    names = {entity.id: entity.name for entity in found.entities}
    assert (("嘉禾职业技术学院", "partnersWith", "金竹机械集团")) in {
        (names[r.subject], r.predicate, names[r.object]) for r in found.relations if r.asserted
    }
    figures = {(names[s.subject or ""], str(s.value), source.text[slice(*s.span)]) for s in found.statistics}
    assert figures == {
        ("嘉禾职业技术学院", "1200", "1200人次"), ("嘉禾职业技术学院", "3400", "3400"),
        ("临溪市技师学院", "2100", "2100"),
    }  # fmt: skip


def test_diagrams_are_read_from_the_top_down_and_break_no_sentence() -> None:
    shapes = {"3": "乙学院𬭎设三系", "1": "组织机构", "2": "甲学院设两系", "4": "无主"}
    tree = [("1", "3", 1), ("1", "2", 0), ("0", "1", 0), ("2", "1", 0)]  # the last goes round in a circle
    source = read(docx_with_diagram(shapes, tree, (0, 0)))
    assert shown(source) == ["甲校有教师七十人。", "组织机构", "甲学院设两系", "乙学院𬭎设三系", "无主", "完。"]
    assert source.notes == ()


def test_a_diagram_whose_data_are_missing_is_told() -> None:
    source = read(docx_with_diagram({"1": "组织机构"}, [("0", "1", 0)], (7, 7)))
    assert shown(source) == ["甲校有教师七十人。", "完。"]
    assert source.notes == ("not read: 2 SmartArt diagrams",)
