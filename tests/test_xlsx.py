"""Workbooks as documents: what their cells show, and what they hide is told."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_files import Shown, docx, xlsx
from skillgraph.documents import ENDINGS, read_bytes
from skillgraph.documents.number_format import shown
from skillgraph.documents.source import SourceText
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.language.passages import passages
from skillgraph.model.errors import DataError

SHEET = "xl/worksheets/sheet0.xml"
HEAD: list[Shown] = ["学校", "在校生数"]


def read(data: bytes) -> SourceText:
    return read_bytes(data, "a.xlsx", ENDINGS[".xlsx"])


def blocks(source: SourceText) -> list[tuple[str, int, int, int, str]]:
    return [(b.kind, b.table, b.row, b.column, source.text[b.start : b.end]) for b in source.blocks]


def test_sheets_are_headings_and_empty_rows_part_tables() -> None:
    rows: list[list[Shown]] = [
        ["嘉禾市院校情况"],
        ["单位：万人"],
        HEAD,
        ["甲校", 1.2],
        [],
        ["企业", "职工数"],
        ["乙厂", 5],
        ["注：年末数。"],
    ]
    assert blocks(read(xlsx(rows, names=["院校"]))) == [
        ("heading", -1, -1, -1, "院校"), ("paragraph", -1, -1, -1, "嘉禾市院校情况"),
        ("paragraph", -1, -1, -1, "单位：万人"),
        ("cell", 0, 0, 0, "学校"), ("cell", 0, 0, 1, "在校生数"), ("cell", 0, 1, 0, "甲校"), ("cell", 0, 1, 1, "1.2"),
        ("cell", 1, 0, 0, "企业"), ("cell", 1, 0, 1, "职工数"), ("cell", 1, 1, 0, "乙厂"), ("cell", 1, 1, 1, "5"),
        ("paragraph", -1, -1, -1, "注：年末数。"),
    ]  # fmt: skip


def test_figures_of_a_workbook_are_found_with_the_unit_above_them() -> None:
    source = read(
        xlsx([["2024年嘉禾市技工院校情况"], ["单位：万人"], HEAD, ["嘉禾市高级技工学校", (1.25, 1)]], codes=("0.00",))
    )
    [figure] = RuleExtractor().extract(source).statistics
    assert (str(figure.value), figure.unit, figure.indicator) == ("12500.00", "人", "在校生数")
    assert source.text[slice(*figure.evidence)].endswith("\n1.25")


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (12345.678, "#,##0.00", "12,345.68"), (0.5, "0%", "50%"), (0.12345, "0.0#%", "12.35%"), (7, "000", "007"),
        (1234567, "#,##0,", "1,235"), (12345, '0!.0,"万"', "1.2万"), (123456789, '0.00,,"百万"', "123.46百万"),
        (-3.5, "0.0;[Red](0.0)", "(3.5)"), (0, '0;-0;"无"', "无"),
        (5, '"共"0"所"', "共5所"), (0, "#", ""), (5, ";;;", ""),
        (0.1 + 0.2, "General", "0.3"), (1e21, "", "1" + "0" * 21),
        (15000, '[>=10000]0.0,"k";0', "15.0k"),
        (99, '[>=10000]0.0,"k";0', "99"),
        (3, '_ * #,##0_ ;_ * -#,##0_ ', "3"), (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (2.5, "# ?/?", "2.5"), (8, "G/通用格式", "8"),
        (45536, "yyyy-mm-dd", "2024年9月1日"), (45536, 'yyyy"年"m"月";@', "2024年9月"),
        (45536.5, "yyyy/m/d h:mm", "2024年9月1日 12:00"),
        (45536, "m月d日", "9月1日"), (0.25, "h:mm", "06:00"), (-1, "yyyy", "1899年"),
        (-1e9, "yyyy", "-1000000000"),
    ],
)  # fmt: skip
def test_numbers_are_what_the_cell_shows(number: float, code: str, text: str) -> None:
    assert shown(repr(number), code) == text


@given(st.floats(allow_nan=True), st.text("0#?.,%;\"'[]<>=yYmdhs_*\\!E+-/@年万 $General", max_size=30))
def test_no_format_makes_a_number_fail(number: float, code: str) -> None:
    assert isinstance(shown(repr(number), code), str)
    assert isinstance(shown(repr(number), code, since_1904=True, plain=True), str)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_plain_number_is_itself(number: object) -> None:
    assert float(shown(str(number), "#,##0.0000", plain=True)) == float(str(number))


def test_merged_cells_reach_down() -> None:
    rows: list[list[Shown]] = [HEAD, ["甲校", 1], [None, 2], ["乙校", 3]]
    assert [c[1:] for c in blocks(read(xlsx(rows, extra='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')))] == [
        (0, 0, 0, "学校"), (0, 0, 1, "在校生数"), (0, 1, 0, "甲校"), (0, 1, 1, "1"), (0, 2, 0, "甲校"), (0, 2, 1, "2"),
        (0, 3, 0, "乙校"), (0, 3, 1, "3"),
    ]  # fmt: skip


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(file, "w") as other:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert name != part or old in text
            other.writestr(name, text.replace(old, new) if name == part else text)
    return file.getvalue()


def test_what_is_hidden_or_not_computed_is_left_out_and_told() -> None:
    data = xlsx([HEAD, ["甲校", 1], ["乙校", 2], ["丙校", 3]], [["密", 1]], names=["院校", "底稿"], hidden=(1,))
    data = changed(data, SHEET, '<row r="3">', '<row r="3" hidden="1">')
    data = changed(data, SHEET, '<c s="0"><v>3</v>', "<c><f>SUM(B2)</f>")
    source = read(changed(data, SHEET, "</sheetData>", "</sheetData><drawing/>"))
    assert [c[-1] for c in blocks(source)] == ["院校", "学校", "在校生数", "甲校", "1", "丙校"]
    assert source.notes == (
        "hidden sheets left out: 底稿",
        "not read: 1 × formula without a value (open the file in a spreadsheet and save it), 1 × hidden row, "
        "1 × sheet with pictures, charts or text boxes",
    )


def test_kinds_of_cells_and_the_reading_of_ideographs() -> None:
    data = xlsx([["甲", 1, 2, 3, 4], ["乙", 1, 1, 1, 1]])
    reading = '<c t="inlineStr"><is><r><t>字</t></r><rPh><t>zì</t></rPh></is></c>'
    error = '<c t="e"><v>#DIV/0!</v></c><c r="H1" t="d"><v>2024-09-01</v></c>'
    for old, new in (
        ('<c s="0"><v>1</v></c><c s="0"><v>2</v></c>', '<c t="str"><v>文</v></c>' + reading),
        ('<c s="0"><v>3</v></c><c s="0"><v>4</v></c>', error),
    ):  # fmt: skip
        data = changed(data, SHEET, old, new)
    source = read(data)
    assert [c[3:] for c in blocks(source) if c[2] == 0] == [(0, "甲"), (1, "文"), (2, "字"), (7, "2024-09-01")]
    assert "cell with an error" in source.notes[0]


def test_the_strict_form_and_days_since_1904() -> None:
    data = xlsx([["校", "日"], ["甲", (44074, 1)]], codes=("yyyy/m/d",))
    data = changed(data, "xl/workbook.xml", "<sheets>", '<workbookPr date1904="1"/><sheets>')
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = changed(data, SHEET, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict)
    assert read(data).text == "校\n日\n甲\n2024年9月1日\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 nothing", "damaged, or no .xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "encrypted, or an old .xls;"),
        (xlsx([[]]), "no text"),
        (docx(""), "no .xlsx (it has no xl/workbook.xml)"),
        (changed(xlsx([HEAD]), SHEET, "<worksheet", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"), "declares entities"),
        (changed(xlsx([HEAD]), SHEET, "</row>", ""), f"damaged at {SHEET}"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_is_one_clear_line(data: bytes, says: str) -> None:
    with pytest.raises(DataError) as error:
        read(data)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_evidence_stands_in_the_text_that_is_made_again() -> None:
    data = xlsx([HEAD, ["嘉禾市高级技工学校", 1200]])
    first, second = read(data), read(data)
    assert first.text_sha256 == second.text_sha256
    assert [p.text for p in passages(first)] == ["学校", "在校生数", "嘉禾市高级技工学校", "1200"]
