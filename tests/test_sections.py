"""Sections, restatements, ranks and kinds of numbers, from the tables to both projections."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import TEXT, edit, small_loader, span, write_table
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import DataError
from skillgraph.model.ontology import SG
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders

OUTER = {"id": "all", "heading": "甲市", "level": "1", "about": "city-a", "span": span(TEXT[3:].rstrip())}
INNER = {"id": "plans", "heading": "2031年", "level": "2", "span": span("2031年，计划与丁中心合作。")}


def built(folder: Path, tmp_path: Path) -> KnowledgeGraph:
    build([*reference_loaders(), folder], tmp_path / "build")
    return KnowledgeGraph(tmp_path / "build")


def city(folder: Path) -> str:
    """The id of the city of the small report."""
    rows = (line.split(",") for line in (folder / "entities.csv").read_text("utf-8").splitlines())
    return next(row[0] for row in rows if row[1] == "City")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = small_loader(tmp_path)
    write_table(folder, "sections.csv", [{**OUTER, "about": city(folder)}, INNER])
    return folder


def test_what_is_said_is_said_in_the_innermost_section(folder: Path, tmp_path: Path) -> None:
    with built(folder, tmp_path) as graph:
        said_in = {s.id: s.said_in for s in graph.statements() if s.source == "small"}
        assert said_in == {"small/s1": "small/all", "small/s2": "small/plans"}
        assert graph.sections["small/all"].about in graph.entities
        query = "SELECT ?heading { statement:small\\/s2 sg:saidIn/rdfs:label ?heading }"
        assert graph.sparql(query).rows == [("2031年",)]


def test_a_section_begins_with_its_heading(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    assert not [p for p in verify(tmp_path, [folder]).problems if "sections.csv" in p.file]
    edit(folder / "sections.csv", "plans,2031年", "plans,2032年")
    [problem] = [p for p in verify(tmp_path, [folder]).problems if "sections.csv" in p.file]
    assert (problem.row, problem.column) == (3, "heading")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("span", "10-20", "of two sections one holds the other"),
        ("level", "0", "whole number from 1"),
        ("level", "9" * 5000, "whole number from 1"),
        ("about", "nobody", "unknown entity 'nobody'"),
        ("span", "", "needs the span where it stands"),
    ],
)
def test_a_wrong_section_is_refused_with_row_and_column(
    folder: Path, tmp_path: Path, column: str, value: str, message: str
) -> None:
    write_table(folder, "sections.csv", [{**OUTER, "span": "3-15", "about": ""}, {**INNER, column: value}])
    with pytest.raises(DataError, match=message):
        built(folder, tmp_path)


def test_what_restates_nothing_is_refused_and_a_restatement_is_no_fact(folder: Path, tmp_path: Path) -> None:
    table = folder / "statements.csv"
    lines = table.read_text("utf-8").splitlines()
    again = lines[1].replace("s1,", "s3,", 1)
    table.write_text("\n".join([*lines, f"{again.rpartition(',')[0]},s1"]), encoding="utf-8")
    with built(folder, tmp_path) as graph:
        assert [s.id for s in graph.statements() if s.is_fact and s.source == "small"] == ["small/s1"]
        assert graph.sparql("SELECT (COUNT(*) AS ?n) { ?f a sg:Fact ; sg:source document:small }").rows == [(1,)]
    edit(table, f"{again.rpartition(',')[0]},s1", f"{again.rpartition(',')[0]},s9")
    with pytest.raises(DataError, match=r"no row of statements\.csv that says it first"):
        built(folder, tmp_path)


def test_what_is_deprecated_stays_and_is_no_fact(folder: Path, tmp_path: Path, embedded: None) -> None:
    for table in ("statements.csv", "observations.csv"):
        head, *rows = (folder / table).read_text("utf-8").splitlines()
        place = head.split(",").index("rank")
        ranked = [",".join("deprecated" if n == place else c for n, c in enumerate(row.split(","))) for row in rows]
        (folder / table).write_text("\n".join([head, *ranked]), encoding="utf-8")
    with built(folder, tmp_path) as graph:
        assert {s.rank for s in graph.statements() if s.source == "small"} == {"deprecated"}
        assert not any(s.is_fact for s in graph.statements() if s.source == "small")
        assert graph.sparql("ASK { entity:school-h sg:partnersWith ?x }").rows == [(False,)]
        assert graph.cypher("MATCH ({id: 'school-h'})-[:PARTNERS_WITH]-() RETURN count(*) AS n").rows == [(0,)]
        types = graph.sparql("SELECT ?t { ?f sg:rank rank:deprecated ; sg:value ?v ; a ?t }").rows
        assert sorted(types) == [("http://purl.org/linked-data/cube#Observation",), (f"{SG}Figure",)]
        labels = "MATCH (f:Figure {rank: 'deprecated'}) UNWIND labels(f) AS label RETURN label"
        assert sorted(graph.cypher(labels).rows) == [("Figure",), ("Skillgraph",)]
    edit(folder / "statements.csv", "deprecated", "worse")
    with pytest.raises(DataError, match="unknown rank 'worse'"):
        built(folder, tmp_path)


def test_one_name_is_one_set_in_both_languages(graph: KnowledgeGraph, embedded: None) -> None:
    for name in ("Statement", "Fact", "Figure", "Observation", "Norm", "NominalNumber", "Restatement", "Section"):
        sparql = graph.sparql(f"SELECT (COUNT(?x) AS ?n) {{ ?x a sg:{name} }}").rows
        assert graph.cypher(f"MATCH (x:{name}) RETURN count(x) AS n").rows == sparql, name
    evidence = graph.sparql(
        "SELECT ?e { ?f a sg:Fact ; sg:modality ?m ; sg:evidence ?e FILTER(?m != modality:actual) }"
    )
    assert evidence.rows == []


def test_paths_run_over_facts_and_figures_divide(graph: KnowledgeGraph, embedded: None) -> None:
    path = (
        "MATCH p = shortestPath((a {id: 'cctv'})-[*]-(b {id: 'haier'})) UNWIND nodes(p) AS n RETURN labels(n) AS labels"
    )
    labels = [row[0] for row in graph.cypher(path)]
    assert len(labels) > 2
    assert all("Entity" in found for found in labels if isinstance(found, list))
    share = "MATCH (part:Observation)-[:PART_OF_FIGURE]->(whole) RETURN part.value / whole.value AS share"
    assert all(isinstance(row[0], float) and 0 < row[0] < 1 for row in graph.cypher(share))
