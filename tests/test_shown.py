"""What browsers, Word and Excel show of rarer elements is read, and what they don't show is not."""

from __future__ import annotations

import pytest

from document_files import docx, package, relations
from skillgraph.documents import read_bytes
from skillgraph.documents.docx import MEDIA_TYPE
from skillgraph.documents.source import SourceText


def page(markup: str) -> SourceText:
    return read_bytes(f'<meta charset="utf-8">{markup}'.encode(), "a.html", "text/html")


FRAME = "&lt;style&gt;p{color:red}&lt;/style&gt;&lt;p&gt;甲校有9所"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>约<math><mn>1.25</mn><mo>×</mo><msup><mn>10</mn><mn>4</mn></msup></math>人", "约1.25×10⁴人"),
        ("<p>有<math><msup><mn>7</mn><mrow><mo>[</mo><mn>1</mn><mo>]</mo></mrow></msup></math>所", "有7[1]所"),
        ("<p>占<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "占1/2"),
        ("<p>有<math><semantics><mn>9</mn><annotation>9</annotation></semantics></math>所", "有9所"),
        ("<p>正文<svg><title>图</title><style>a{}</style><text>甲校<tspan>9所</tspan></text></svg>", "正文\n甲校9所"),
        ("<svg><defs><text>99</text></defs><text><tspan x=1>甲</tspan><tspan x=1>乙</tspan></text></svg>", "甲\n乙"),
        ("<svg><foreignObject><p>甲校</p></foreignObject><desc>99</desc></svg>", "甲校"),
        ("<svg hidden><text>99</text></svg><p>甲校", "甲校"),
        (f"<p>正文</p><iframe srcdoc='{FRAME}'>99</iframe><p>末", "正文\n甲校有9所\n末"),
        ("<iframe srcdoc='&lt;iframe srcdoc=&quot;99&quot;&gt;&lt;/iframe&gt;甲'></iframe>", "甲"),
        ("<iframe hidden srcdoc='99'></iframe><iframe src=a>99</iframe><p>甲", "甲"),
        ("<table><tfoot><tr><td>计<td>17<tbody><tr><th>校<th>数<tr><td>甲<td>9</table>", "校\n数\n甲\n9\n计\n17"),
    ],
)
def test_a_page(markup: str, text: str) -> None:
    assert page(markup).text.strip() == text


def test_a_frame_does_not_change_which_elements_rules_hold_of() -> None:
    sheet = "<style>.a .x{display:none}</style>"
    frame = "<iframe srcdoc='<b>甲</b><b>乙</b>'></iframe>"
    assert page(f"{sheet}{frame}<div class=a><p class=x>丙<p>丁").text == "甲乙\n丁\n"


def test_a_cell_may_reach_to_the_end_of_its_table() -> None:
    source = page("<table><tr><th>市<th>校<th>数<tr><td rowspan=0>济南<td>甲<td>9<tr><td>乙<td>8</table>")
    cells = {(b.row, b.column): source.text[b.start : b.end] for b in source.blocks}
    assert (cells[2, 0], cells[2, 1]) == ("济南", "乙")


def code(text: str) -> str:
    """A field that shows what its code says."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return (
        f"{begin}<w:r><w:instrText>{text[:9]}</w:instrText></w:r><w:r><w:instrText>{text[9:]}</w:instrText></w:r>{end}"
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(lú),泸)', "泸州"),
        (r"eq \o\ac(○,3)", "③州"),
        (r"EQ \o\ac(□,优)", "优州"),
        (r"EQ \f(1,2)", "1/2州"),
        (r"EQ \o \al ( \s \up 9 (lú) , 泸 )", "泸州"),
        (r"EQ \o(" + " " * 20_000 + r"\b", "州"),
        (r'TC "99"', "州"),
        (r"EQ \b\bc\[(99)", "州"),
    ],
)
def test_a_field_of_a_document_shows_its_code(field: str, text: str) -> None:
    source = read_bytes(docx(f"<w:p>{code(field)}<w:r><w:t>州</w:t></w:r></w:p>"), "a.docx", MEDIA_TYPE)
    assert source.text.strip() == text
    assert any("formula" in note for note in source.notes) == (r"\b" in field)


def test_deleted_cells_and_linked_documents() -> None:
    rows = "<w:tr><w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>99</w:t></w:r></w:p></w:tc>{}{}</w:tr>"
    kept = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    body = (
        f"<w:tbl>{rows.format('<w:cellDel/>', kept, kept)}{rows.format('<w:cellDel/>', kept, kept)}</w:tbl><w:subDoc/>"
    )
    source = read_bytes(docx(body), "a.docx", MEDIA_TYPE)
    assert "99" not in source.text
    assert source.text.count("甲") == 4
    assert any("linked document" in note for note in source.notes)


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
#: Fonts: as usual, struck out, white, white; fills: none, dark, a gradient. Styles: usual, struck, white on each.
STYLES = (
    '<fonts><font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill>'
    '<fill><gradientFill degree="90"><stop position="0"/></gradientFill></fill></fills>'
    '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="2" fillId="1"/><xf fontId="2" fillId="2"/></cellXfs>'
    "<dxfs><dxf><font><strike/></font></dxf></dxfs>"
)


def workbook(rows: str, shared: str = "", before: str = "", after: str = "") -> bytes:
    """A workbook of one sheet."""
    kinds = ("worksheet", "sharedStrings", "styles")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<sheets><sheet name="表" r:id="r0"/></sheets>'
    return package(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(*((kind, f"{kind}.xml") for kind in kinds)),
            "xl/workbook.xml": f'<workbook {X} xmlns:r="{office}">{listed}</workbook>',
            "xl/worksheet.xml": f"<worksheet {X}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {X}>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet {X}>{STYLES}</styleSheet>",
        }
    )


def run(text: str, look: str = "") -> str:
    return f"<r><rPr>{look}</rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("7") + run("1", '<vertAlign val="superscript"/>') + run("所"), "7¹所"),
        (run("12500") + run("1", '<vertAlign val="subscript"/>') + run("人"), "12500₁人"),
        (run("99", "<strike/>") + run("9所", '<strike val="0"/>'), "9所"),
        ("<t>泸州</t><rPh><t>lu</t></rPh>", "泸州"),
    ],
)
def test_the_letters_of_a_cell(runs: str, text: str) -> None:
    rows = f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is>{runs}</is></c></row>'
    source = read_bytes(workbook(rows, f"<si>{runs}</si>"), "a.xlsx", SHEET)
    assert source.text == f"{text}\n{text}\n"


def test_cells_that_nobody_sees() -> None:
    cells = "".join(f'<c s="{style}"><v>{style + 1}</v></c>' for style in range(4))
    rows = f'<row>{cells}<c r="E1"><v>9</v></c></row><row ht="0" customHeight="1"><c><v>99</v></c></row>'
    source = read_bytes(workbook(rows, before='<cols><col min="5" max="5" width="0"/></cols>'), "a.xlsx", SHEET)
    assert source.text == "1\n4\n"
    [note] = source.notes
    assert note == "not read: 1 × cell in a hidden column, 1 × hidden row, 2 × struck out or white cell"


@pytest.mark.parametrize(
    ("after", "text"),
    [("", "4 5"), ('<tableParts count="1"/>', "3 4 5"), ('<conditionalFormatting sqref="A1"/>', "3 4 5")],
)
def test_white_cells_on_a_ground_are_seen(after: str, text: str) -> None:
    cells = "".join(f'<c s="{style}"><v>{style + 1}</v></c>' for style in range(1, 5))
    source = read_bytes(workbook(f"<row>{cells}</row>", after=after), "a.xlsx", SHEET)
    assert source.text.split() == text.split()
