"""A number is one value, however it is written, wherever its unit stands and whatever format the report has.

What extraction reads, `verify` finds right; a value that is another is never found right.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_files import Shown, docx, paragraph, pdf, table, typeset, xlsx
from skillgraph.documents import ENDINGS, read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.extract.records import FoundStatistic
from skillgraph.model.records import Entity, Evidence, Observation
from skillgraph.review.figures import Tables, Units, figure_complaints

SCHOOL = "云溪市高级技工学校"
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SPACES = (" ", "\u00a0", "\u2007", "\u2009", "\u202f", "\u3000")
MARKS = ("", "¹", "①", "[2]", "*", "(1)", "（注2）", "（1、2）", "*(1)", "（注：1）", "（见注1）", "(*)", "注1")
FORMATS = ("txt", "md", "html", "docx", "pdf")
#: And workbooks, whose cells are values.
WITH_SHEETS = (*FORMATS, "xlsx")
UNITS = Units(
    Entity(id, "units", ("Unit",), name)
    for id, name in {"unit-ren": "人", "unit-renci": "人次", "unit-yuan": "元", "unit-mu": "亩"}.items()
)
IDS = {"人": "unit-ren", "人次": "unit-renci", "元": "unit-yuan", "亩": "unit-mu"}


def powers(number: int) -> list[str]:
    """The forms of a number with a power of ten."""
    digits = str(number).rstrip("0")
    power = len(str(number)) - 1
    head = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
    return [
        f"{head}×10{str(power).translate(RAISED)}", f"{head}×10^{power}", f"{head}×10**{power}", f"{head}E{power}",
        f"{head}e+0{power}", f"{head}×10的{power}次方", f"{head}x10E{power}",
    ]  # fmt: skip


@st.composite
def written(draw: st.DrawFn, number: int, wide_space: bool = True) -> str:
    """A number in one of the forms that reports have, with the mark of a note or none."""
    spaces = SPACES if wide_space else SPACES[:-1]
    forms = [
        str(number), f"{number:,}", str(number).translate(WIDE), f"{number:,}".translate(WIDE), *powers(number),
        *(f"{number:,}".replace(",", space) for space in (*spaces, "'", "’")),
    ]  # fmt: skip
    form = draw(st.sampled_from(forms))
    # A raised 1 behind a raised power could be its second digit.
    return form + draw(st.sampled_from(MARKS).filter(lambda mark: mark != "¹" or form[-1] not in "⁴⁵⁶"))


@cache
def extractor() -> RuleExtractor:
    return RuleExtractor()


def document(form: str, lines: list[str], rows: list[list[str]]) -> SourceText:
    """A report in a format: lines, and then a table."""
    title = "云溪市技能人才"
    if form == "html":
        body = "".join(f"<p>{escape(line)}</p>" for line in lines)
        drawn = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
        data = f'<meta charset="utf-8"><h1>{title}</h1>{body}<table>{drawn}</table>'.encode()
    elif form == "pdf":
        data = pdf(typeset(title, lines, rows))
    elif form == "xlsx":
        alone = [[line] for line in lines]
        sheet: list[list[Shown]] = [[cell or None for cell in row] for row in [[title], *alone, [""], *rows]]
        data = xlsx(sheet)
    elif form == "docx":
        data = docx(paragraph(title, "1") + "".join(map(paragraph, lines)) + (table(rows) if rows else ""))
    elif form == "md":
        marked = [f"| {' | '.join(row)} |" for row in rows]
        rule = ["|" + "---|" * len(rows[0])] if rows else []
        data = "\n\n".join([f"# {title}", *lines, "\n".join([*marked[:1], *rule, *marked[1:]])]).encode()
    else:
        data = "\n\n".join([f"# {title}", *lines, "\n".join("\t".join(row) for row in rows)]).encode()
    return read_bytes(data, f"a.{form}", ENDINGS[f".{form}"])


def figures(source: SourceText) -> list[FoundStatistic]:
    return list(extractor().extract(source).statistics)


def complaints(source: SourceText, found: FoundStatistic, value: Decimal) -> list[str]:
    """What `verify` says of a row with a value at the place of a figure."""
    evidence = Evidence.of("r", source.text, *found.evidence)
    row = Observation(
        "r/1", "r", "school", "ind", IDS[found.unit], value, bound=found.bound,
        figure=Evidence.of("r", source.text, *found.span), evidence=(evidence,),
    )  # fmt: skip
    return [column for column, _ in figure_complaints(row, source.text, UNITS, Tables(source))[1]]


def agree(source: SourceText, expected: dict[Decimal, str]) -> None:
    """Extraction finds these values with their units and no others; `verify` agrees with it and with nothing else."""
    found = figures(source)
    assert {f.value: f.unit for f in found} == expected, source.text
    assert len(found) == len(expected)
    for f in found:
        assert f.value is not None
        assert complaints(source, f, f.value) == [], (source.text, f)
        for wrong in (f.value * 10_000, f.value / 10_000, f.value * 10 + 1, f.value / 10):
            assert complaints(source, f, wrong) == ["value"], (source.text, f, wrong)


@given(st.data(), st.integers(10_000, 999_999), st.sampled_from(FORMATS))
def test_numbers_in_sentences(data: st.DataObject, number: int, form: str) -> None:
    text = data.draw(written(number))
    agree(document(form, [f"{SCHOOL}有在校生{text}人，实训场地7亩。"], []), {Decimal(number): "人", Decimal(7): "亩"})


#: Where the unit of a table's figures stands: the head, and what stands above the table.
UNIT_PLACES = {
    "在校生数（{}）": "",
    "在校生数/{}": "",
    "在校生数（单位：{}）": "",
    "在校生（含五年制）（{}）": "",
    "在校生数【{}】": "",
    "在校生": "单位：{}",
    "在校生规模": "（单位：{}）",
    "在校生情况": "表1 在校生情况（{}）",
    "在校生总计": "计量单位:{}",
    "在校生数：{}": "",
    "在校生数［{}］": "",
    "在校生数｛单位：{}｝": "",
    "在校生数 {}": "",
    "在校生数（以{}计）": "",
}


@given(
    st.data(), st.integers(10_000, 999_999), st.sampled_from(sorted(UNIT_PLACES)), st.sampled_from(FORMATS),
    st.sampled_from([("人", 1), ("万人", 10_000), ("千人", 1000), ("万人次", 10_000), ("亿元", 10**8)]),
)  # fmt: skip
def test_numbers_in_tables(data: st.DataObject, number: int, place: str, form: str, unit: tuple[str, int]) -> None:
    word, scale = unit
    caption = [UNIT_PLACES[place].format(word)] if UNIT_PLACES[place] else []
    text = data.draw(written(number))
    rows = [["学校", place.format(word)], [SCHOOL, text], ["云溪技师学院", "1.20"], ["东山技工学校", "0.48"]]
    base = word.lstrip("万千亿")
    values = [Decimal(number) * scale, Decimal("1.20") * scale, Decimal("0.48") * scale]
    agree(document(form, caption, rows), dict.fromkeys(values, base))


@pytest.mark.parametrize(
    "head",
    [
        "在校生数：万人", "在校生数［万人］", "在校生数/万人", "在校生数 万人", "在校生数\n万人",
        "在校生数—万人",
        "在校生数（10⁴人）", "在校生数/10⁴人", "在校生数（×10^4人）", "在校生数（单位为万人）", 
        "在校生数：万人（含五年制）",
        "在校生数（万人",
    ],
)  # fmt: skip
def test_what_is_counted_is_called_without_its_unit(head: str) -> None:
    for form in ("html", "docx"):
        found = figures(document(form, [], [["学校", head], [SCHOOL, "1.2"], ["云溪技师学院", "0.4"]]))
        said = {(f.value, f.unit, f.indicator.removesuffix("(含五年制)")) for f in found}
        assert said == {(Decimal(v), "人", "在校生数") for v in (12_000, 4000)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("约1.2万人（含五年制）", 12_000),
        ("≥3500人", 3500),
        ("3500余人", 3500),
        ("1.2万", 12_000),
        ("3500人", 3500),
        ("1.2万人", 12_000),
        ("约3500人", 3500),
        ("3 500（人）", 3500),
    ],
)
def test_a_cell_that_says_its_own_unit_needs_no_head(form: str, cell: str, value: int) -> None:
    rows = [["学校", "在校生数（万人）"], [SCHOOL, cell], ["云溪技师学院", "2"], ["东山技工学校", "3"]]
    source = document(form, [], rows)
    found = [f for f in figures(source) if f.value not in (20_000, 30_000)]
    assert [(f.value, f.unit) for f in found] == [(Decimal(value), "人")]
    assert complaints(source, found[0], Decimal(value)) == []
    assert complaints(source, found[0], Decimal(value) * 10_000) == ["value"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("line", ["单位：万人", "（单位：万元）", "单位：人、万元", "单位:千元"])
def test_a_unit_alone_is_no_figure(form: str, line: str) -> None:
    assert figures(document(form, [f"{SCHOOL}与企业共建。", line], [])) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "line",
    [
        "单位：万人",
        "【单位：万人】",
        "〔单位：万人〕",
        "Unit: 万人",
        "(Units：万人)",
        "万人",
        "［万人］",
        "单位—万人",
        "以万人为单位",
        "单位：万人  2024年",
        "单位：万人、%",
    ],
)
def test_the_unit_above_a_table_is_read_however_it_stands(form: str, line: str) -> None:
    rows = [["学校", "在校生数"], [SCHOOL, "1.2"], ["云溪技师学院", "0.4"]]
    found = figures(document(form, [line], rows))
    assert [(f.value, f.unit) for f in found] == [(Decimal(12_000), "人"), (Decimal(4_000), "人")]


@pytest.mark.parametrize("form", WITH_SHEETS)
def test_heads_of_two_rows(form: str) -> None:
    rows = [
        ["学校", "在校生数（万人）", ""],
        ["", "2022年", "2023年"],
        [SCHOOL, "1.2", "1.5"],
        ["云溪技师学院", "0.4", "0.5"],
    ]
    source = document(form, [], rows)
    found = {(f.value, f.start, f.indicator) for f in figures(source)}
    assert found == {
        (Decimal(v), y, "在校生数") for v, y in ((12000, "2022"), (15000, "2023"), (4000, "2022"), (5000, "2023"))
    }
    assert all(complaints(source, f, f.value or Decimal()) == [] for f in figures(source))


@pytest.mark.parametrize("form", WITH_SHEETS)
@pytest.mark.parametrize("corner", ["above", "below"])
def test_groups_of_heads(form: str, corner: str) -> None:
    rows = [
        ["学校" if corner == "above" else "", "2023年", "", "2024年", ""],
        ["学校" if corner == "below" else "", "在校生数（万人）", "教师数", "在校生数（万人）", "教师数"],
        [SCHOOL, "1.2", "310", "1.5", "320"],
        ["云溪技师学院", "0.4", "110", "0.5", "120"],
    ]
    source = document(form, ["单位：人"], rows)
    agree(source, dict.fromkeys(map(Decimal, (12_000, 310, 15_000, 320, 4000, 110, 5000, 120)), "人"))
    assert {(int(f.value or 0), f.indicator) for f in figures(source) if f.start == "2024"} == {
        (15_000, "在校生数"), (320, "教师数"), (5000, "在校生数"), (120, "教师数"),
    }  # fmt: skip


@pytest.mark.parametrize("form", WITH_SHEETS)
@pytest.mark.parametrize("units", [("", "（万人）", "（人）"), ("", "万人", "人"), ("单位", "万人", "人")])
@pytest.mark.parametrize("heads", [("学校", "在校生", "教师"), ("项目", "2023年", "2024年")])
def test_a_row_of_units_below_the_heads(form: str, units: tuple[str, ...], heads: tuple[str, ...]) -> None:
    rows = [list(heads), list(units), [SCHOOL, "1.2", "310"], ["云溪技师学院", "0.4", "110"]]
    source = document(form, [], rows)
    agree(source, dict.fromkeys(map(Decimal, (12_000, 310, 4000, 110)), "人"))
    said = {(f.indicator, f.start) for f in figures(source)}
    if heads[0] == "学校":
        assert said == {("在校生", ""), ("教师", "")}
    else:
        assert {start for _, start in said} == {"2023", "2024"}


@pytest.mark.parametrize("form", WITH_SHEETS)
def test_heads_of_three_rows(form: str) -> None:
    rows = [
        ["学校", "2023年", "", "2024年", ""],
        ["", "学生", "教师", "学生", "教师"],
        ["", "在校生数（万人）", "教师人数", "在校生数（万人）", "教师人数"],
        [SCHOOL, "1.2", "310", "1.5", "320"],
        ["云溪技师学院", "0.4", "110", "0.5", "120"],
    ]
    source = document(form, [], rows)
    agree(source, dict.fromkeys(map(Decimal, (12_000, 310, 15_000, 320, 4000, 110, 5000, 120)), "人"))
    assert {f.value for f in figures(source) if f.start == "2024"} == {15_000, 320, 5000, 120}


@pytest.mark.parametrize("form", WITH_SHEETS)
def test_rows_side_by_side_are_rows_each(form: str) -> None:
    rows = [
        ["学校", "在校生数（万人）", "学校", "在校生数（万人）"],
        [SCHOOL, "1.2", "云溪技师学院", "0.4"],
        ["东山技工学校", "0.5", "西山技工学校", "0.6"],
    ]
    source = document(form, [], rows)
    agree(source, dict.fromkeys(map(Decimal, (12_000, 4000, 5000, 6000)), "人"))
    found = extractor().extract(source)
    names = {entity.id: entity.name for entity in found.entities}
    assert {(names[f.subject or ""], int(f.value or 0)) for f in found.statistics} == {
        (SCHOOL, 12_000), ("云溪技师学院", 4000), ("东山技工学校", 5000), ("西山技工学校", 6000),
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "first",
    [
        ["学校", "人数", "占比", "人数", "占比"],
        ["东山技工学校", "7", "5%", "8", "6%"],
        ["2021", "7人", "5%", "8人", "6%"],
    ],
)
def test_columns_that_nothing_tells_apart_have_no_figures(form: str, first: list[str]) -> None:
    rows = [first, [SCHOOL, "10", "5%", "12", "6%"], ["云溪技师学院", "20", "7%", "22", "8%"]]
    assert figures(document(form, [], rows)) == []


@pytest.mark.parametrize("form", WITH_SHEETS)
@pytest.mark.parametrize(
    "heads",
    [("2022—2023学年", "2023—2024学年"), ("2024年上半年", "2024年下半年"), ("1月", "2月"), ("20人以下", "20人以上")],
)
def test_heads_with_numbers_in_them_are_heads(form: str, heads: tuple[str, str]) -> None:
    rows = [["学校", *heads], [SCHOOL, "310人", "320人"], ["云溪技师学院", "110人", "120人"]]
    assert {f.value for f in figures(document(form, [], rows))} == {310, 320, 110, 120}


def test_merged_heads_and_captions_of_a_page() -> None:
    page = (
        "<h1>云溪市技能人才</h1><table><tr><td colspan=3>单位：万人</td></tr><tr><td rowspan=2>学校</td>"
        "<td colspan=2>学生</td></tr><tr><td>在校生数</td><td>毕业生数</td></tr>"
        f"<tr><td>{SCHOOL}</td><td>1.2</td><td>0.4</td></tr><tr><td>云溪技师学院</td><td>2.2</td><td>0.7</td></tr></table>"
    )
    source = read_bytes(page.encode(), "a.html", "text/html")
    agree(source, dict.fromkeys(map(Decimal, (12_000, 4000, 22_000, 7000)), "人"))


def test_a_row_of_names_is_no_head() -> None:
    rows = [["学校", "合作院校", ""], [SCHOOL, "老挝国立大学", "2019年"], ["云溪技师学院", "泰国正大大学", "2020年"]]
    relations = extractor().extract(document("md", [], rows)).relations
    assert len([r for r in relations if r.predicate == "partnersWith"]) == 2


def test_a_caption_of_several_units_says_nothing_of_a_column_that_fits_none() -> None:
    rows = [["学校", "学生人数", "经费投入", "图书"], [SCHOOL, "1.2", "300", "5"], ["云溪技师学院", "2", "400", "6"]]
    source = document("md", ["单位：万人、万元"], rows)
    money = {Decimal(3_000_000), Decimal(4_000_000)}
    assert {f.value for f in figures(source)} == {Decimal(12_000), Decimal(20_000)} | money


def test_a_part_of_a_number_is_never_right() -> None:
    source = document("txt", [f"{SCHOOL}有在校生1 200人。"], [])
    start = source.text.index("200")
    row = Observation(
        "r/1", "r", "school", "ind", "unit-ren", Decimal(200), figure=Evidence.of("r", source.text, start, start + 4),
        evidence=(Evidence.of("r", source.text, start - 6, start + 5),),
    )  # fmt: skip
    assert [c for c, _ in figure_complaints(row, source.text, UNITS, Tables(source))[1]] == ["value"]


@pytest.mark.parametrize(
    "mark", ["<sup>1</sup>", "<sup>[2]</sup>", "<sup>①</sup>", "<sup>a</sup>", "<sup>*</sup>", "<sup>1,2</sup>"]
)
@pytest.mark.parametrize(("number", "value"), [("12000", 12_000), ("1.2万", 12_000), ("1.2×10<sup>4</sup>", 12_000)])
def test_raised_marks_of_pages(mark: str, number: str, value: int) -> None:
    if "1</sup>" in mark and number.endswith("</sup>"):
        pytest.skip("10 with a raised 41 says nothing certain")
    page = (
        f"<h1>云溪市技能人才</h1><p>{SCHOOL}有在校生{number}{mark}人，实训场地7亩。</p><table><tr><td>学校</td>"
        f"<td>毕业生数（人）</td></tr><tr><td>{SCHOOL}</td><td>{number}{mark}</td></tr>"
        "<tr><td>云溪技师学院</td><td>300</td></tr></table>"
    )
    source = read_bytes(page.encode(), "a.html", "text/html")
    found = figures(source)
    assert sorted(f.value for f in found if f.value) == [7, 300, value, value], source.text
    assert all(complaints(source, f, f.value or Decimal()) == [] for f in found)
