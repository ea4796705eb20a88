"""Throws damaged files at the reader of one format; prints what breaks it, hangs it or ends the process.

    python fuzz/documents.py docx --runs 100000 --seed 0

Whole files are made in memory and then changed: parts of a package by their elements and attributes, other files by
their bytes. A run may only give a text, whose blocks lie in it, or a SkillgraphError of one line. Everything else is a
defect; the seed that is printed makes its input again (`--seed SEED --runs 1`; `damaged(form, seed)` gives it), and it
belongs into a test.
"""

from __future__ import annotations

import random
import sys
from functools import cache, partial
from pathlib import Path

from damage import changed_bytes, changed_package
from runs import main

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from document_files import docx, docx_with_diagram, footnotes, paragraph, pdf, ruled, shown, table, xlsx  # noqa: E402
from skillgraph.documents import ENDINGS, read_bytes  # noqa: E402
from skillgraph.language.passages import passages  # noqa: E402
from skillgraph.model.errors import SkillgraphError  # noqa: E402

FORMS = ("txt", "md", "html", "docx", "xlsx", "pdf")
SENTENCE = "嘉禾市有技工院校9所，在校生2.4万人，与金竹集团共建实训基地。"
ROWS = [["学校", "在校生数（万人）"], ["甲校", "1.2"], ["乙校", "3"]]
MARKS = (
    '<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r></w:p>"
    "</w:sdtContent></w:sdt><w:p><w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
)
GRID = (
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    + table(ROWS)
    + "</w:tc></w:tr></w:tbl>"
)
PAGE = shown(SENTENCE, 60, 780) + shown("1", 200, 785, size=6) + shown("内部", 100, 300, size=50, angle=45)
PAGE += (
    ruled([60, 200, 300], [600, 620, 640])
    + shown("甲校", 70, 625)
    + shown("12", 210, 605)
    + shown("边", 20, 50, angle=90)
)
LOOSE = "".join(
    shown(text, 60 + 120 * column, 700 - 20 * row)
    for row, texts in enumerate([["学校", "人数", "占比"], ["甲校", "12", "40%"], ["乙校", "1 300", "60%"]])
    for column, text in enumerate(texts)
)


@cache
def files(form: str) -> list[bytes]:
    """Whole files of a format."""
    made = {
        "docx": lambda: [
            docx(paragraph(SENTENCE, "1") + table(ROWS) + MARKS + GRID, footnotes=footnotes(SENTENCE)),
            docx_with_diagram({"1": SENTENCE, "2": "乙校"}, [("0", "1", 0), ("1", "2", 0)], (0,)),
        ],
        "xlsx": lambda: [
            xlsx([["嘉禾市"], *ROWS, [None, (45536, 1)], [(0.5, 2), 7]], [["密"]], names=["院校", "底稿"], hidden=(1,),
                 codes=('yyyy"年"m"月"', "[>=1]0.0%;(0)"), extra='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>')
        ],
        "pdf": lambda: [pdf(PAGE, PAGE), pdf(PAGE, rotate=90), pdf(LOOSE, LOOSE)],
    }  # fmt: skip
    if form in made:
        return made[form]()
    texts = [p for folder in ("tests/registers", "examples/documents") for p in sorted((ROOT / folder).rglob("*.*"))]
    return [p.read_bytes() for p in texts if p.suffix == f".{form}"] or [SENTENCE.encode()]


def damaged(form: str, seed: int) -> bytes:
    """The input of a seed."""
    rng = random.Random(seed)
    data = rng.choice(files(form))
    packaged = form in ("docx", "xlsx") and rng.random() < 0.9
    return changed_package(data, rng) if packaged else changed_bytes(data, rng)


def check(form: str, data: bytes) -> None:
    """Reads a file and looks at what comes out."""
    try:
        source = read_bytes(data, "fuzz", ENDINGS[f".{form}"])
    except SkillgraphError as error:
        if "\n" in str(error):
            raise ValueError("a message of several lines") from error
        return
    for block in source.blocks:
        assert 0 <= block.start <= block.end <= len(source.text), block
    assert all(len(page.boxes) <= len(source.text) - page.start for page in source.pages)
    for passage in passages(source):
        assert len(passage.offsets) == len(passage.text)
        assert all(a < b for a, b in zip(passage.offsets, passage.offsets[1:], strict=False))


def document(form: str, seed: int) -> None:
    """Reads the file of a seed."""
    check(form, damaged(form, seed))


if __name__ == "__main__":
    main(__doc__, {form: partial(document, form) for form in FORMS}, slow=10)
