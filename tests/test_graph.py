from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import skillgraph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.records import Entity

ROOT = Path(__file__).resolve().parents[1]


def test_both_engines_count_the_same_things(graph: KnowledgeGraph, embedded: None) -> None:
    for name in (
        "School",
        "Enterprise",
        "City",
        "Kind",
        "Envisaged",
        "ForeignPartner",
        "Observation",
        "Projection",
        "Norm",
    ):
        [(in_rdf,)] = graph.sparql(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a sg:{name} }}")
        [(in_property_graph,)] = graph.cypher(f"MATCH (x:{name}) RETURN count(x) AS n")
        assert in_rdf == in_property_graph, name
        assert in_rdf, name


def test_every_fact_is_one_relationship_with_its_evidence(graph: KnowledgeGraph, embedded: None) -> None:
    facts = {s.id: s for s in graph.statements() if s.is_fact}
    rows = graph.cypher(
        "MATCH (a)-[r]->(b) WHERE r.modality IS NOT NULL RETURN r.id, r.modality, r.evidence, r.source, a.id"
    )
    assert {row[0] for row in rows} == set(facts)
    for id, modality, evidence, source, subject in rows:
        fact = facts[str(id)]
        assert modality == "actual"
        assert subject == fact.subject
        assert bool(evidence) == (source == "four-cities")


def test_a_passage_is_read_from_the_readers_copy(graph: KnowledgeGraph, reports: Path, tmp_path: Path) -> None:
    [passage] = graph.evidence("four-cities/qd-enrolment", reports)
    assert passage.text is not None
    assert "4.91万人" in passage.text
    assert passage.section is not None
    [without] = graph.evidence("four-cities/qd-enrolment")
    assert (without.text, without.start) == (None, passage.start)
    assert len(graph.evidence("haier", reports)) >= 1
    with pytest.raises(UsageError, match="unknown entity, section, statement or figure"):
        graph.evidence("four-cities/qd-nothing")
    with pytest.raises(DataError, match=r"four-cities\.txt: No such file"):
        graph.evidence("four-cities/qd-enrolment", tmp_path)
    (tmp_path / "four-cities.txt").write_text("another text", encoding="utf-8")
    with pytest.raises(DataError, match="the offsets of four-cities were made for"):
        graph.evidence("four-cities/qd-enrolment", tmp_path)


def test_a_folder_that_is_no_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no graph in"):
        skillgraph.load(tmp_path)
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="build the graph again"):
        skillgraph.load(tmp_path)


def test_importing_is_light(python: str) -> None:
    """What only some commands need is not imported with the package."""
    code = "import sys, skillgraph; print({'rdflib', 'neo4j', 'pyvis', 'networkx', 'pandas'} & set(sys.modules))"
    assert subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_wheel_carries_the_graph(python: str, tmp_path: Path) -> None:
    """The wheel alone, outside the checkout, builds the reports' graph and answers."""
    command = [python, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "skillgraph/data/loaders/four-cities/statements.csv" in names
    assert not [n for n in names if n.endswith(".txt") and "loaders" in n]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    for arguments in (("build",), ("sparql", "q06")):
        process = subprocess.run(
            [python, "-m", "skillgraph", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
    assert "老挝琅勃拉邦职业技术学院" in process.stdout
    code = "import skillgraph; print(skillgraph.__file__)"
    where = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert where.stdout.startswith(str(tmp_path))


def test_what_a_damaged_folder_names_wrongly_is_one_line(built: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(built, tmp_path / "broken")
    whole = (built / "records.jsonl").read_text("utf-8")
    for wanted, other, complaint in (
        ('"classes":["Country"]', '"classes":["Contry"]', r"line \d+: entity '\w+' has no class 'Contry'"),
        ('"classes":["Country"]', '"classes":[]', "has no class at all"),
        ('"predicate":"partnersWith"', '"predicate":"partnerWith"', "statement .* has no relation 'partnerWith'"),
        ('"start":"20', '"start":"2', "has no date"),
        ('"value":"', '"value":"1E+999999999', "has no figure"),
        ('"id":"four-cities/qd-enrolment"', '"id":"four-cities/qd enrolment"', "qd enrolment' can't stand in RDF"),
        ('"subject":"qingdao"', '"subject":"qing"', "holds no entity 'qing'"),
        ('"document":"four-cities"', '"document":"four"', "holds no document 'four'"),
    ):
        assert wanted in whole
        (broken / "records.jsonl").write_text(whole.replace(wanted, other, 1), encoding="utf-8")
        with pytest.raises(DataError, match=complaint) as raised:
            read_in_every_way(skillgraph.load(broken), tmp_path)
        assert "\n" not in str(raised.value)
        assert "build the graph again" in str(raised.value)


def read_in_every_way(graph: KnowledgeGraph, place: Path) -> None:
    graph.to_networkx()
    export(graph, "turtle", place / "out.ttl")
    graph.find("青岛 技能")
    for record in graph.records():
        if isinstance(record, Entity):
            graph.evidence(record.id)
