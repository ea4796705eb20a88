"""What the page says of figures: which compare, by the rule of analyses; charts; tables and what is saved of them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.data import PageData
from skillgraph.explore.schema import Details, Names
from skillgraph.graph.view import View, choose
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Record, Statement


def details_of(graph: KnowledgeGraph) -> Details:
    data = PageData(choose(graph, View()))
    data.picture(Names("图", "Graph"))
    return data.details()


def ids(details: Details, numbers: list[int]) -> set[str]:
    return {details.figures.id[n] for n in numbers}


def assert_same_as_analysis(graph: KnowledgeGraph) -> None:
    """That page and `compare_cities` compare, refuse and leave alone the same figures of cities."""
    compare_cities = pytest.importorskip("skillgraph.analysis").compare_cities
    expected, details = compare_cities(graph), details_of(graph)
    rows = [row for row in details.compared.rows if details.compared.kinds[row.kind].name == "City"]
    compared = [ids(details, row.figures) for row in rows if not row.reasons.zh]
    assert {frozenset(row) for row in compared} == {
        frozenset(group) for _, group in expected.figures.groupby("indicator_id").id
    }
    refused = {details.scales[row.indicator].zh: row.reasons for row in rows if row.reasons.zh}
    assert sorted(refused) == sorted(expected.not_compared.indicator)
    cities = {id for id, e in graph.entities.items() if "City" in e.classes and e.existence == "individual"}
    subjects = {o.id: o.subject for o in graph.observations()}
    assert {id for id in ids(details, details.compared.single) if subjects[id] in cities} == set(expected.single.id)


def test_the_page_compares_what_the_analysis_compares(graph: KnowledgeGraph) -> None:
    assert_same_as_analysis(graph)


_CITIES = ("jinan", "qingdao", "zibo")
_FIGURE = st.fixed_dictionaries(
    {
        "subject": st.sampled_from((*_CITIES, "school", "other-school", "kind")),
        "indicator": st.sampled_from(("students", "prizes")),
        "unit": st.sampled_from(("unit-ren", "unit-ming", "unit-renci")),
        "about": st.sampled_from(("", "kind")),
        "bound": st.sampled_from(("exact", "moreThan", "approximately")),
        "modality": st.sampled_from(("actual", "actual", "planned", "rule")),
        "kind": st.sampled_from(("measure", "measure", "rank")),
        "status": st.sampled_from(("reviewed", "extracted", "rejected")),
        "value": st.sampled_from((None, Decimal(0), Decimal("1.5"), Decimal(20000))),
        "start": st.sampled_from(("", "", "2023", "2024")),
        "qualifiers": st.sampled_from(((), (), (("per", "年"),), (("scope", "𬭎"), ("per", "年")))),
    }
)


@given(st.lists(_FIGURE, max_size=12))
def test_whatever_the_units_qualifiers_and_times(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    classes = {"school": "TechnicalSchool", "other-school": "University", **dict.fromkeys(_CITIES, "City")}
    records: list[Record] = [Entity(id, "r", (name,), id) for id, name in classes.items()]
    records.append(Entity("kind", "r", ("City",), "各市", existence="kind"))
    records += [Entity(id, "r", ("Indicator",), id) for id in ("students", "prizes")]
    records += [Entity(id, "r", ("Unit",), id) for id in ("unit-ren", "unit-ming", "unit-renci")]
    records.append(Statement("r/base", "r", "unit-ming", "baseUnit", "unit-ren"))
    figures = [Observation(f"r/{n}", "r", time=row["start"], end=row["start"], **row) for n, row in enumerate(rows)]
    graph = graph_of(tmp_path_factory.mktemp("figures") / "g", *records, *figures)
    assert_same_as_analysis(graph)
    details = details_of(graph)
    placed = [n for row in details.compared.rows for n in row.figures] + details.compared.single
    assert sorted(placed) == [n for n, o in enumerate(figures) if o.class_name == "Observation"]
    for row in details.compared.rows:
        told = {details.compared.definition[n] for n in row.figures}
        assert (len(told) == 1) or row.reasons.zh
        assert len({figures[n].subject for n in row.figures}) > 1
        assert "kind" not in {figures[n].subject for n in row.figures}


def test_schools_of_every_sort_compare_with_schools_and_the_reason_is_said_in_both_languages(tmp_path: Path) -> None:
    schools = [Entity("a", "r", ("TechnicalSchool",), "甲"), Entity("b", "r", ("University",), "乙")]
    scales = [Entity("i", "r", ("Indicator",), "数"), Entity("u", "r", ("Unit",), "人", "person")]
    scales += [Entity("v", "r", ("Unit",), "人次", "visit")]
    figures = [Observation("r/a", "r", "a", "i", "u", Decimal(1)), Observation("r/b", "r", "b", "i", "v", Decimal(2))]
    figures += [Observation("r/c", "r", "a", "j", "u", Decimal(1), qualifiers=(("per", "年"),))]
    figures += [Observation("r/d", "r", "b", "j", "u", Decimal(1))]
    compared = details_of(graph_of(tmp_path / "g", *schools, *scales, *figures)).compared
    assert [kind.zh for kind in compared.kinds] == [ontology().label("School", "zh")]
    assert [row.reasons for row in compared.rows] == [
        Names("单位不同：人 / 人次", "unit differs: person / visit"),
        Names("计算周期不同：每年 / 未注明", "period counted differs: year / not said"),
    ]


def test_what_a_figure_is_per_is_said_once(tmp_path: Path) -> None:
    scales = [Entity("u", "r", ("Unit",), "元", "yuan"), Entity("v", "r", ("Unit",), "元/月", "yuan per month")]
    said = [("u", "月"), ("u", "每月"), ("v", "月"), ("v", "人")]
    figures = [
        Observation(f"r/{n}", "r", "a", "i", unit, Decimal(500), qualifiers=(("per", per),))
        for n, (unit, per) in enumerate(said)
    ]
    city, indicator = Entity("a", "r", ("City",), "甲市"), Entity("i", "r", ("Indicator",), "津贴")
    details = details_of(graph_of(tmp_path / "g", city, indicator, *scales, *figures))
    month, person = Names("月", "month"), Names("人", "person")
    per = {details.figures.id[int(n)]: names for n, names in details.compared.per.items()}
    assert per == {"r/0": month, "r/1": month, "r/3": person}


@pytest.fixture(scope="module")
def page(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(graph, tmp_path_factory.mktemp("page") / "p.html")


def compared_names(reader: Reader) -> list[str]:
    """The indicators that the view shows as comparable, in tables and charts."""
    tables = reader.page.locator("#view-numbers .matrix tbody th > bdi").all_inner_texts()
    charts = reader.page.locator("#view-numbers figcaption").all_inner_texts()
    assert sorted(tables) == sorted(name.split(" · ")[0] for name in charts)
    return tables


def test_what_was_refused_is_never_shown_as_comparable(browser: Browser, page: Path, graph: KnowledgeGraph) -> None:
    compare_cities = pytest.importorskip("skillgraph.analysis").compare_cities
    comparison = compare_cities(graph)
    with reading(browser, page, "#view=numbers") as reader:
        assert sorted(compared_names(reader)) == sorted(set(comparison.figures.indicator))
        refused = reader.page.locator("#view-numbers .refused")
        assert "市级技术能手称号获得人数" in refused.inner_text()
        assert "范围不同：选手 / 未注明" in refused.inner_text()
        assert "每年 超过 100" in refused.inner_text()
        for junk in ("届次", "批次", "13+34", "次序"):
            assert junk not in reader.page.inner_text("#view-numbers")
        for filter in ("modality=planned", "city=jinan&city=qingdao", "since=2020&undated=no", "status=reviewed"):
            reader.page.evaluate("(hash) => { location.hash = hash; }", f"view=numbers&{filter}")
            assert set(compared_names(reader)) <= set(comparison.figures.indicator)


def test_a_bar_leads_to_its_figure_and_is_said_in_words(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#view=numbers") as reader:
        bars = reader.page.locator("figure", has_text="技工院校在校生数").locator(".bar-row")
        assert bars.all_inner_texts() == ["青岛市 · 目前\n49,100 人", "枣庄市 · 目前\n超过 20,000 人"]
        assert bars.nth(0).locator(".bar-exact").count() == 1
        assert bars.nth(1).locator(".bar-more, .bar-arrow").count() == 2
        exact, more = (bars.nth(n).locator("rect").bounding_box() for n in (0, 1))
        assert exact is not None
        assert more is not None
        assert more["width"] == pytest.approx(exact["width"] * 20_000 / 49_100, abs=1)
        bars.nth(1).locator(".bar-line").click()
        assert "超过 20,000 人" in reader.panel()
        assert reader.page.locator("#panel .bar-row").count() == 2


#: Names that a spreadsheet would run, count or take for a date, and what XML or a cell can't hold.
HOSTILE = (
    "=1+1", "+86", "-2", "@SUM(A1)", "\t=2", "007", "1-2", "2024-05", "1e5", "TRUE", "#N/A", "'甲", "长𬭎𠮷",
    "一\n二\r\n三", "a\x01b", "_x0041_", "]]><&amp;", " 两边 ", "12345678901234567890", "=cmd|'/c calc'!A1",
)  # fmt: skip
LONGEST = "长" * 40_000


def saved(reader: Reader, kind: str) -> bytes:
    with reader.page.expect_download() as download:
        reader.page.click(f"main [data-key={kind}]:visible")
    return Path(download.value.path()).read_bytes()


def test_the_menu_saves_the_facts_shown_under_the_page_s_title(browser: Browser, page: Path) -> None:
    with reading(browser, page) as reader:
        reader.page.click("[data-key=export]")
        with reader.page.expect_download() as download:
            reader.page.click("[data-key=export-factsCsv]")
        assert download.value.suggested_filename == "济南、青岛、淄博、枣庄技能人才工作经验 事实与计划.csv"
        rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline="")))
        assert len(rows) == 1 + reader.counts()[1]


def cells_of(data: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """The cells of a sheet as the standard says they are read: text, number or date, and the value."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        root = etree.fromstring(file.read(f"xl/worksheets/sheet{sheet}.xml"))
    columns = len(root.findall(f"{main}cols/{main}col"))
    rows = []
    for row in root.iter(f"{main}row"):
        cells = [("", "")] * columns
        for cell in row:
            assert cell.find(f"{main}f") is None
            text = cell.find(f"{main}is/{main}t")
            column = ord(cell.get("r", "")[0]) - ord("A")
            if text is not None:
                value = re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text.text or "")
                cells[column] = ("text", value)
            else:
                kind = "date" if cell.get("s") == "2" else "number"
                cells[column] = (kind, cell.findtext(f"{main}v", ""))
        rows.append(cells)
    return rows


def hostile_page(tmp_path: Path) -> Path:
    things = [Entity(f"e{n}", "r", ("Enterprise",), name) for n, name in enumerate((*HOSTILE, LONGEST))]
    scales = [Entity("i", "r", ("Indicator",), "=数"), Entity("u", "r", ("Unit",), "人")]
    values = [Decimal(7), Decimal("0.1"), Decimal("12345678901234567890.5"), Decimal(-3)]
    figures = [
        Observation(f"r/{n}", "r", f"e{n}", "i", "u", value, start="2024-05-31", end="2024-06", time="=时")
        for n, value in enumerate(values)
    ]
    return write_page(graph_of(tmp_path / "g", *things, *scales, *figures), tmp_path / "p.html")


def test_a_workbook_holds_every_value_as_it_is_and_no_formula(browser: Browser, tmp_path: Path) -> None:
    page = hostile_page(tmp_path)
    with reading(browser, page, "#view=table&table=things") as reader:
        things = cells_of(saved(reader, "xlsx"))
        reader.page.fill("[data-key=rows]", "𬭎")
        assert "1 行" in reader.page.inner_text(".saving")
        filtered = cells_of(saved(reader, "xlsx"))
    with reading(browser, page, "#view=table&table=figures") as reader:
        data = saved(reader, "xlsx")
        figures = cells_of(data)
    names = [row[0] for row in things[1:]]
    # Nobody's spreadsheet holds more in a cell.
    assert names == [*(("text", name) for name in HOSTILE), ("text", LONGEST[:32_766] + "…")]
    assert [row[0][1] for row in filtered] == ["名称", "长𬭎𠮷"]
    head = [value for _, value in figures[0]]
    by_name = [dict(zip(head, row, strict=True)) for row in figures[1:]]
    assert [row["数值"] for row in by_name] == [
        ("number", "7"), ("number", "0.1"), ("text", "12345678901234567890.5"), ("number", "-3")
    ]  # fmt: skip
    assert {(row["起"], row["止"], row["时间"]) for row in by_name} == {
        (("date", "45443"), ("text", "2024-06"), ("text", "=时"))
    }
    # LibreOffice is often there without Calc.
    if (soffice := shutil.which("soffice")) and shutil.which("localc"):
        assert read_by_libreoffice(soffice, data, tmp_path) == [
            ["2024-05-31" if cell == ("date", "45443") else cell[1] for cell in row] for row in figures
        ]


def read_by_libreoffice(soffice: str, data: bytes, folder: Path) -> list[list[str]]:
    (folder / "saved.xlsx").write_bytes(data)
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", to_csv, "--outdir", str(folder), str(folder / "saved.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return list(csv.reader(io.StringIO((folder / "saved.csv").read_text("utf-8"), newline="")))


def test_the_comparison_is_saved_with_its_reasons(browser: Browser, page: Path, graph: KnowledgeGraph) -> None:
    with reading(browser, page, "#view=numbers") as reader:
        data = saved(reader, "xlsx")
        rows = list(csv.DictReader(io.StringIO(saved(reader, "csv").decode("utf-8-sig"), newline="")))
    compared, refused, single = (cells_of(data, sheet) for sheet in (1, 2, 3))
    assert [row["表格"] for row in rows] == ["可以对比"] * 6 + ["不可对比"] * 4 + ["只有一处报告"] * (len(single) - 1)
    assert [[value for _, value in row] for row in compared[1:]] == [list(row.values())[1:] for row in rows[:6]]
    assert all(row[-1][1] for row in refused[1:])
    enrolled = [row for row in rows if row["指标"] == "技工院校在校生数"]
    assert [(row["主体"], row["界限"], row["数值"], row["单位"]) for row in enrolled] == [
        ("青岛市", "", "49100", "人"), ("枣庄市", "超过", "20000", "人")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("#view=numbers&figure=four-cities/qd-enrolment", {}),
        ("#view=numbers&lang=en", {"color_scheme": "dark"}),
        ("#view=table&table=figures&modality=", {"color_scheme": "dark"}),
        ("#view=table", {"width": 390, "height": 844}),
    ],
)
def test_axe_finds_nothing_in_tables_and_charts(
    browser: Browser, page: Path, explorer_sources: Path, address: str, options: dict[str, Any]
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with reading(browser, page, address, **options) as reader:
        reader.page.evaluate("document.querySelectorAll('main details').forEach((box) => { box.open = true; })")
        reader.page.evaluate(f"{axe}; 0")
        found = reader.page.evaluate(
            """async () => (await axe.run({include: ["main", "#panel"]})).violations.map(
              (v) => [v.id, v.nodes.map((node) => node.html.slice(0, 200))])"""
        )
        assert found == []


def test_a_row_opens_by_the_keyboard_and_the_table_stays_where_it_was(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#view=table&table=figures") as reader:
        rows = reader.page.locator("#view-table tbody tr")
        rows.first.focus()
        for _ in range(40):
            reader.page.keyboard.press("ArrowDown")
        reader.page.keyboard.press("Enter")
        assert rows.nth(40).locator("th").inner_text() in reader.panel()
        assert rows.nth(40).get_attribute("aria-current") == "true"
        table, row = (part.bounding_box() for part in (reader.page.locator("#view-table .scroll"), rows.nth(40)))
        assert table is not None
        assert row is not None
        assert table["y"] < row["y"] < table["y"] + table["height"] - row["height"] + 1
        reader.page.keyboard.press("Escape")
        assert rows.nth(40).evaluate("(row) => row === document.activeElement")
        rows.nth(41).locator(".named button").click()
        assert reader.page.inner_text("#panel h2") == rows.nth(41).locator(".named").inner_text()
