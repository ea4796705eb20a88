from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from page_reader import graph_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli import skillgraph
from skillgraph.explore.data import PageData
from skillgraph.explore.forces import covered
from skillgraph.explore.layout import SHARED, positions
from skillgraph.explore.schema import Details, Names, Picture
from skillgraph.graph.cities import nearest_cities
from skillgraph.graph.view import Chosen, View, choose
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.records import Document, Entity, Evidence, Observation, Section, Statement


def data_of(chosen: Chosen, documents: Path | None = None) -> tuple[Picture, Details]:
    data = PageData(chosen, documents)
    return data.picture(Names("图", "Graph")), data.details()


def ids(chosen: Chosen) -> set[str]:
    return {e.id for e in chosen.entities}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A school and two firms: a dated fact, an undated one, a plan, a rejected one, and a figure."""
    classes = {"school": "TechnicalSchool", "firm": "Enterprise", "other": "Enterprise", "alone": "Policy"}
    entities = [Entity(id, "r", (name,), id) for id, name in classes.items()]
    rows: list[dict[str, Any]] = [
        {"id": "r/dated", "subject": "school", "object": "firm", "start": "2019", "end": "2021-06"},
        {"id": "r/undated", "subject": "firm", "object": "other"},
        {"id": "r/plan", "subject": "school", "object": "other", "modality": "planned", "start": "2030"},
        {"id": "r/no", "subject": "other", "object": "school", "status": "rejected"},
    ]
    statements = [Statement(source="r", predicate="partnersWith", **row) for row in rows]
    figure = Observation("r/figure", "r", "school", "ind", "unit", modality="planned")
    scales = [Entity("ind", "r", ("Indicator",), "数"), Entity("unit", "r", ("Unit",), "人")]
    return graph_of(tmp_path_factory.mktemp("small") / "g", *entities, *scales, *statements, figure)


@pytest.mark.parametrize(
    ("view", "things", "facts"),
    [
        (View(), {"school", "firm", "other", "alone"}, {"dated", "undated", "plan", "no"}),
        (View(modalities=("planned",)), {"school", "other"}, {"plan"}),
        (View(statuses=("rejected",)), {"school", "other"}, {"no"}),
        (View(classes=("School",)), {"school"}, set()),
        (View(classes=("School", "Enterprise")), {"school", "firm", "other"}, {"dated", "undated", "plan", "no"}),
        (View(since="2022"), {"school", "firm", "other"}, {"undated", "plan", "no"}),
        (View(since="2021-06", until="2029"), {"school", "firm", "other"}, {"dated", "undated", "no"}),
        (View(until="2018-12"), {"school", "firm", "other"}, {"undated", "no"}),
        (View(around="school"), {"school", "firm"}, {"dated"}),
        (View(around="school", steps=2), {"school", "firm", "other"}, {"dated", "undated", "plan", "no"}),
        (View(around="school", modalities=("planned",)), {"school", "other"}, {"plan"}),
        (View(around="school", steps=0), {"school"}, set()),
        (View(things=("firm", "other")), {"firm", "other"}, {"undated"}),
    ],
)
def test_a_view_leaves_what_it_says(small: KnowledgeGraph, view: View, things: set[str], facts: set[str]) -> None:
    chosen = choose(small, view)
    assert ids(chosen) == things
    assert {s.id.removeprefix("r/") for s in chosen.statements} == facts


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (View(modalities=("planed",)), "unknown modality 'planed'; did you mean 'planned'?"),
        (View(statuses=("x",)), "unknown status 'x'"),
        (View(classes=("Schol",)), "did you mean 'School'?"),
        (View(around="shool"), "unknown thing 'shool'; did you mean 'school'?"),
        (View(sources=("q",)), "unknown source 'q'"),
        (View(since="2021", until="2020-05"), "the time ends"),
        (View(since="2020-13"), "'2020-13' is no date"),
        (View(until="June"), "'June' is no date"),
    ],
)
def test_what_is_not_there_is_named(small: KnowledgeGraph, view: View, message: str) -> None:
    with pytest.raises(UsageError) as error:
        choose(small, view)
    assert message in str(error.value)


def test_a_name_in_the_place_of_an_id_leads_to_it(graph: KnowledgeGraph) -> None:
    for name in ("青岛市", "青岛"):
        with pytest.raises(UsageError, match=f"the id of {name} is qingdao"):
            choose(graph, View(around=name))


def test_what_a_page_holds_is_what_its_schema_says(graph: KnowledgeGraph) -> None:
    picture, details = data_of(choose(graph, View()))
    assert msgspec.json.decode(msgspec.json.encode(picture), type=Picture) == picture
    assert msgspec.json.decode(msgspec.json.encode(details), type=Details) == details


def test_what_a_record_names_beyond_the_view_keeps_its_name(tmp_path: Path) -> None:
    entities = [Entity("a", "r", ("City",), "甲"), Entity("b", "r", ("School",), "乙", "B")]
    statement = Statement("r/s", "r", "a", "aim", text="目标", qualifiers=(("with", "b"), ("role", "共建")))
    chosen = choose(graph_of(tmp_path / "g", *entities, statement), View(classes=("City",)))
    _, details = data_of(chosen)
    [_, pairs] = details.qualifiers
    assert [value for _, value in pairs] == [-1, "共建"]
    assert details.others == [("乙", "B")]


def test_a_copy_that_differs_is_refused(tmp_path: Path) -> None:
    text = "甲与乙合作。"
    evidence = (Evidence.of("r", text, 0, 4),)
    entity = Entity("a", "r", ("City",), "甲", mentions=evidence)
    graph = graph_of(tmp_path / "g", entity, text=text)
    chosen = choose(graph, View())
    _, details = data_of(chosen, tmp_path / "g")
    assert [row.text for row in details.texts.values()] == [text]
    assert (details.spans.section, details.sections) == ([-1], [])
    (tmp_path / "r.txt").write_text("别的", encoding="utf-8")
    with pytest.raises(DataError, match="sha256"):
        data_of(choose(graph, View()), tmp_path)


def test_reference_tables_have_no_passages(tmp_path: Path) -> None:
    evidence = (Evidence("t", 0, 3, ""),)
    rows = (Document("t", "表", "Table", kind="reference"), Entity("a", "t", ("City",), "甲", mentions=evidence))
    _, details = data_of(choose(graph_of(tmp_path / "g", *rows), View()), tmp_path)
    assert details.texts == {}


def test_a_passage_has_the_heading_of_the_innermost_section_in_both_languages(tmp_path: Path) -> None:
    text = "概况\n成效\n甲与乙合作。\n丙。"
    entity = Entity("a", "r", ("City",), "甲", mentions=(Evidence.of("r", text, 6, 10), Evidence.of("r", text, 13, 15)))
    outer = Section("r/h1", "r", "概况", "Overview", span=Evidence.of("r", text, 0, 15))
    inner = Section("r/h2", "r", "成效", "Results", level=2, span=Evidence.of("r", text, 3, 12))
    graph = graph_of(tmp_path / "g", entity, outer, inner, text=text)
    for folder in (None, tmp_path / "g"):
        _, details = data_of(choose(graph, View()), folder)
        assert [details.sections[n] for n in details.spans.section] == [
            ("概况 › 成效", "Overview › Results"),
            ("概况", "Overview"),
        ]


def test_without_sections_in_the_graph_the_copy_says_the_heading(tmp_path: Path) -> None:
    text = "## 成效\n甲与乙合作。"
    entity = Entity("a", "r", ("City",), "甲", mentions=(Evidence.of("r", text, 6, 10),))
    _, details = data_of(choose(graph_of(tmp_path / "g", entity, text=text), View()), tmp_path / "g")
    assert (details.sections, details.spans.section) == ([("成效", "成效")], [0])


def boxes_overlap(places: list[tuple[int, int]], boxes: list[tuple[float, float]]) -> int:
    pairs = ((i, j) for i in range(len(places)) for j in range(i))
    return sum(
        abs(places[i][0] - places[j][0]) < (boxes[i][0] + boxes[j][0]) / 2 - 2
        and abs(places[i][1] - places[j][1]) < (boxes[i][1] + boxes[j][1]) / 2 - 2
        for i, j in pairs
    )


@given(
    st.integers(2, 14).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20),
            st.lists(st.sampled_from([None, SHARED, 0, 1, 2]), min_size=n, max_size=n),
        )
    )
)
def test_no_box_stands_on_another_whatever_the_groups(
    drawn: tuple[int, list[tuple[int, int]], list[int | None]],
) -> None:
    count, edges, groups = drawn
    boxes = [(80.0 + 10 * n, 40.0) for n in range(count)]
    places = positions(edges, boxes, groups)
    assert places == positions(edges, boxes, groups)
    assert boxes_overlap(places, boxes) == 0


def test_the_cities_stand_apart(graph: KnowledgeGraph) -> None:
    picture, _ = data_of(choose(graph, View()))
    sets = [picture.city_sets[n] for n in picture.city_set]
    assert [picture.names[n] for n in picture.cities] == ["济南市", "青岛市", "淄博市", "枣庄市"]
    areas = []
    for city in range(4):
        inside = [n for n, numbers in enumerate(sets) if numbers == (city,)]
        xs, ys = [picture.x[n] for n in inside], [picture.y[n] for n in inside]
        assert len(inside) > 20
        areas.append((min(xs), max(xs), min(ys), max(ys)))
    for i, (left, right, top, bottom) in enumerate(areas):
        for other in areas[:i]:
            assert right < other[0] or other[1] < left or bottom < other[2] or other[3] < top


def test_communities_of_a_large_network_stand_together(patience: None) -> None:
    network = nx.planted_partition_graph(30, 50, 0.3, 0.0005, seed=2)
    boxes = [(60.0, 30.0)] * len(network)
    places = positions(network.edges(), boxes)
    near = far = 0.0
    for a in range(0, 1500, 7):
        for b in range(a % 50, 1500, 50):
            distance = abs(places[a][0] - places[b][0]) + abs(places[a][1] - places[b][1])
            if a // 50 == b // 50:
                near += distance / (1500 // 50 / 30)
            else:
                far += distance / 29
    assert near < far / 3
    assert boxes_overlap(places[:400], boxes[:400]) == 0


def test_the_nearest_city_is_the_one_that_fewest_facts_lead_to() -> None:
    assert nearest_cities(4, [], [(0, 1)]) == [(), (), (), ()]
    assert nearest_cities(4, [0, 1], [(0, 2), (1, 2), (2, 3)]) == [(0,), (1,), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["html", "-o", "{tmp}/no/such/page.html"], 2, "can't be written (No such file or directory)"),
        (["html", "-o", "{tmp}/file/page.html"], 2, "can't be written (Not a directory)"),
        (["html", "-o", "{tmp}"], 2, "is a folder; name a file"),
        (["html", "--steps", "2"], 2, "name it with --around"),
        (["html", "--documents", "{tmp}/none"], 2, "no such folder"),
        (["html", "--from", "SELECT (1 AS ?x) {}"], 2, "names no entity"),
        (["turtle", "--title", "x"], 2, "turtle has no --title; html has it"),
    ],
)
def test_wrong_use_is_one_clear_line(
    built: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    result = CliRunner().invoke(skillgraph, ["export", *given, "--graph", str(built)])
    assert result.exception is not None
    assert getattr(result.exception, "exit_code", result.exit_code) == code
    assert message in str(result.exception) + result.output
    assert "\n" not in str(result.exception)


def test_a_page_goes_to_standard_output(built: Path) -> None:
    result = CliRunner().invoke(skillgraph, ["export", "html", "--around", "laos", "--graph", str(built)])
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"<!DOCTYPE html>")


def test_what_reports_are_about_is_in_the_overview_however_little_is_said_of_it(tmp_path: Path) -> None:
    cities = [Entity(f"c{n}", "r", ("City",), f"第{n}市") for n in range(12)]
    schools = [Entity(f"s{n}", "r", ("School",), f"第{n}所很长很长很长的名字的学校") for n in range(90)]
    ties = [Statement(f"r/t{n}", "r", "c0", "partnersWith", f"s{n}") for n in range(90)]
    sections = [Statement(f"r/a{n}", "r", "s0", "partnersWith", f"c{n}") for n in range(1, 11)]
    told = [Observation(f"r/o{n}", "r", f"c{n}", "i", "u", Decimal(n)) for n in range(12)]
    records = [*cities, *schools, Entity("i", "r", ("Indicator",), "数"), Entity("u", "r", ("Unit",), "人")]
    picture, _ = data_of(choose(graph_of(tmp_path / "g", *records, *ties, *sections, *told), View()))
    assert len(picture.cities) == 12
    assert set(picture.cities) < set(picture.overview.things)


def test_things_that_no_fact_ties_make_no_overview(tmp_path: Path) -> None:
    things = [Entity(f"e{n}", "r", ("Enterprise",), f"企业{n}") for n in range(100)]
    picture, _ = data_of(choose(graph_of(tmp_path / "g", *things), View()))
    assert picture.overview.things == []


def test_the_lead_names_a_publisher_in_english_where_somebody_says_how(tmp_path: Path) -> None:
    def lead(name: str, publisher: str, *bodies: Entity) -> Names:
        report = Document("r", "报告", "Report", publisher=publisher, issued="2024")
        thing = Entity("a", "r", ("City",), "甲市")
        return data_of(choose(graph_of(tmp_path / name, report, thing, *bodies), View()))[0].sentence

    office = Entity("o", "r", ("GovernmentBody",), "甲市人社局", "HR Bureau of Jia", aliases=("人社局",))
    assert lead("known", "人社局", office).en.startswith("What “Report” by HR Bureau of Jia (2024) says: ")
    assert lead("latin", "Ministère").en.startswith("What “Report” by Ministère (2024) says: ")
    unknown = lead("unknown", "人社局")
    assert unknown.en.startswith("What “Report” (2024) says: ")
    assert unknown.zh.startswith("本页汇集人社局《报告》（2024）所写的内容，")


@pytest.mark.parametrize("count", [2, 100, 129, 400])
def test_labels_that_cover_each_other_are_found_however_many_there_are(count: int) -> None:
    draw = np.random.default_rng(count)
    size = draw.uniform(10, 60, (count, 2)) * np.where(draw.random(count) < 0.1, 20, 1)[:, None]
    points = draw.uniform(0, 30 * count**0.5, (count, 2))
    one, other, overlap = covered(points, size)
    found = {frozenset(pair): tuple(by) for *pair, by in zip(one.tolist(), other.tolist(), overlap, strict=True)}
    for a in range(count):
        for b in range(a):
            by = (size[a] + size[b]) / 2 - abs(points[a] - points[b])
            assert found.pop(frozenset((a, b)), None) == (tuple(by) if (by > 0).all() else None)
    assert not found
