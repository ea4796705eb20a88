"""Makes files of the formats that reports come in, from nothing but text."""

from __future__ import annotations

import io
import math
import subprocess
import zipfile
from collections.abc import Mapping
from html import escape
from itertools import groupby
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = (
    f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="标题 2"/></w:style></w:styles>'
)


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose document.xml has this body; further parts by name, as footnotes=...."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    own = {"word/document.xml": document, "word/styles.xml": _STYLES}
    return package(own | {f"word/{name}.xml": xml for name, xml in parts.items()})


def package(parts: Mapping[str, str]) -> bytes:
    """An Office file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """The part that says which others a part goes with: their kinds and where they are."""
    inner = "".join(f'<Relationship Id="r{n}" Type="{_KINDS}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(targets))
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a .docx."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: list[list[str]]) -> str:
    """A table of a .docx."""
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


_DIAGRAM = (
    '<d:dataModel xmlns:d="urn:d" xmlns:a="urn:a"><d:ptLst><d:pt modelId="0" type="doc"/>{}'
    '<d:pt modelId="9" type="pres"><d:t><a:p><a:r><a:t>样式</a:t></a:r></a:p></d:t></d:pt></d:ptLst><d:cxnLst>{}'
    '<d:cxn type="presOf" srcId="1" destId="9"/></d:cxnLst></d:dataModel>'
)
_ANCHOR = '<w:r><w:drawing><d:relIds xmlns:d="urn:d" xmlns:r="urn:r" r:dm="r{}"/></w:drawing></w:r>'


def docx_with_diagram(shapes: Mapping[str, str], tree: list[tuple[str, str, int]], anchors: tuple[int, ...]) -> bytes:
    """A text in whose first sentence diagrams hang.

    Args:
        shapes: the texts of a diagram by id.
        tree: parent, child and place of each line between shapes; 0 is the root.
        anchors: which diagrams hang there; only 0 has data.
    """
    points = "".join(
        f'<d:pt modelId="{id}"><d:t><a:p><a:t>{text[:2]}</a:t><a:r><a:t>{text[2:]}</a:t></a:r></a:p></d:t></d:pt>'
        for id, text in shapes.items()
    )
    lines = "".join(f'<d:cxn srcId="{a}" destId="{b}" srcOrd="{n}"/>' for a, b, n in tree)
    sentence = [f"<w:r><w:t>{text}</w:t></w:r>" for text in ("甲校有教师", "七十人。")]
    body = f"<w:p>{sentence[0]}{''.join(map(_ANCHOR.format, anchors))}{sentence[1]}</w:p>{paragraph('完。')}"
    return package({
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(("diagramData", "diagrams/data1.xml")),
        "word/diagrams/data1.xml": _DIAGRAM.format(points, lines),
    })  # fmt: skip


def footnotes(text: str) -> str:
    """The footnotes part of a .docx, with the separator that Word always writes."""
    return (
        f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph(text)}</w:footnote></w:footnotes>'
    )


_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Shown = str | int | float | tuple[float, int] | None


def xlsx(
    *sheets: list[list[Shown]],
    names: list[str] | None = None,
    codes: tuple[str, ...] = (),
    hidden: tuple[int, ...] = (),
    extra: str = "",
) -> bytes:
    """A workbook of these rows.

    Args:
        sheets: rows of cells: texts, numbers, or a number and which of `codes` it is shown by, from 1.
        names: of the sheets.
        codes: formats of numbers.
        hidden: which sheets are hidden.
        extra: what stands behind the rows of each sheet.
    """
    names = names or [f"Sheet{n}" for n in range(1, len(sheets) + 1)]
    strings: list[str] = []

    def cell(content: Shown) -> str:
        if content is None:
            return "<c/>"
        if isinstance(content, str):
            strings.append(content)
            return f'<c t="s"><v>{len(strings) - 1}</v></c>'
        number, style = content if isinstance(content, tuple) else (content, 0)
        return f'<c s="{style}"><v>{number}</v></c>'

    parts = {"_rels/.rels": relations(("officeDocument", "xl/workbook.xml"))}
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(len(sheets))]
    parts["xl/_rels/workbook.xml.rels"] = relations(
        *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
    )
    states = [' state="hidden"' if n in hidden else "" for n in range(len(sheets))]
    listed = "".join(f'<sheet name="{name}" r:id="r{n}"{states[n]}/>' for n, name in enumerate(names))
    parts["xl/workbook.xml"] = f'<workbook {_X} xmlns:r="{_KINDS}"><sheets>{listed}</sheets></workbook>'
    for n, rows in enumerate(sheets):
        inner = "".join(f'<row r="{r}">{"".join(map(cell, row))}</row>' for r, row in enumerate(rows, 1))
        parts[f"xl/worksheets/sheet{n}.xml"] = f"<worksheet {_X}><sheetData>{inner}</sheetData>{extra}</worksheet>"
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f"<sst {_X}>{shared}</sst>"
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code)}"/>' for n, code in enumerate(codes))
    used = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    parts["xl/styles.xml"] = f"<styleSheet {_X}><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>"
    return package(parts)


def pdf(*pages: str, rotate: int = 0) -> bytes:
    """A PDF of A4 pages with these contents, as `shown` and `ruled` give them."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", font]
    for n, content in enumerate(pages):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {rotate}/Contents {5 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        ]
    body = "%PDF-1.5\n"
    places = []
    for n, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{n} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def shown(text: str, x: float, y: float, size: float = 12, angle: float = 0) -> str:
    """A line of a PDF that begins at a place and runs at an angle, anticlockwise in degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    hexed = text.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x} {y} Tm <{hexed}> Tj ET\n"


def ruled(columns: list[float], rows: list[float]) -> str:
    """The lines of a table in a PDF."""
    lines = [(columns[0], y, columns[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in columns]
    return "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in lines)


def typeset(title: str, lines: list[str], rows: list[list[str]]) -> str:
    """A page of a PDF: a title, lines and a ruled table, whose raised digits are small ones above the line."""
    y = 700.0
    page = shown(title, 60, 780, size=18)
    for line in lines:
        page += _with_raised(line, 60, y, 11)
        y -= 40
    if rows:
        columns = [60 + n * 480 / len(rows[0]) for n in range(len(rows[0]) + 1)]
        page += ruled(columns, [y - 30 * n for n in range(len(rows) + 1)])
        size = min(11, (columns[1] - columns[0] - 8) / max(len(cell) for row in rows for cell in row))
        for n, row in enumerate(rows):
            page += "".join(_with_raised(cell, columns[c] + 4, y - 30 * n - 20, size) for c, cell in enumerate(row))
    return page


_RAISED = {raised: str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def _with_raised(text: str, x: float, y: float, size: float) -> str:
    """A line of a PDF, its raised digits small and above it."""
    drawn = ""
    for up, group in groupby(text, _RAISED.__contains__):
        part = "".join(_RAISED.get(c, c) for c in group)
        height = size * 0.6 if up else size
        drawn += shown(part, x, y + size * 0.4 * up, height)
        x += height * len(part)
    return drawn


def print_to_pdf(html: str, folder: Path, chromium: Path) -> bytes:
    """A PDF as Chromium prints it."""
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    subprocess.run(
        [chromium, *options, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=120
    )
    return pdf.read_bytes()
