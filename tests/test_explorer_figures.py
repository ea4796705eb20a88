"""What the page says of figures: which compare, by the rule of analyses; charts; tables and what is saved of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
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
def test_whatever_the_units_qualifiers_and_times(tmp_path_factory: pytest.TempPathFactory, rows: list[dict]) -> None:  # type: ignore[type-arg]
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
        Names("计算周期不同：年 / 未注明", "period counted differs: 年 / not said"),
    ]


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
        assert "每年 多于 100" in refused.inner_text()
        for junk in ("届次", "批次", "13+34", "次序"):
            assert junk not in reader.page.inner_text("#view-numbers")
        for filter in ("modality=planned", "city=jinan&city=qingdao", "since=2020&undated=no", "status=reviewed"):
            reader.page.evaluate("(hash) => { location.hash = hash; }", f"view=numbers&{filter}")
            assert set(compared_names(reader)) <= set(comparison.figures.indicator)


def test_a_bar_leads_to_its_figure_and_is_said_in_words(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#view=numbers") as reader:
        bars = reader.page.locator("figure", has_text="技工院校在校生数").locator(".bar-row")
        assert bars.all_inner_texts() == ["青岛市 · 目前\n49,100 人", "枣庄市 · 目前\n多于 20,000 人"]
        assert bars.nth(0).locator(".bar-exact").count() == 1
        assert bars.nth(1).locator(".bar-more, .bar-arrow").count() == 2
        exact, more = (bars.nth(n).locator("rect").bounding_box() for n in (0, 1))
        assert exact is not None
        assert more is not None
        assert more["width"] == pytest.approx(exact["width"] * 20_000 / 49_100, abs=1)
        bars.nth(1).locator(".bar-line").click()
        assert "多于 20,000 人" in reader.panel()
        assert reader.page.locator("#panel .bar-row").count() == 2
