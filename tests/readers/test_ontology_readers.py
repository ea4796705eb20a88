"""ontology/skills.ttl in the tools of ontologists: ROBOT, the OWL API of Protégé with HermiT, and owlready2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF

import fetched
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.model.home import home
from skillgraph.model.ontology import BASE, SG

ONTOLOGY = home() / "ontology" / "skills.ttl"
#: ROBOT's rules for any ontology, less two that take a label in each language for two labels, and a definition for
#: missing that is not one of OBO's; and duplicate_label, since a code may be called as a class is.
RULES = (
    "annotation_whitespace", "deprecated_boolean_datatype", "deprecated_class_reference",
    "deprecated_property_reference", "duplicate_definition", "equivalent_pair", "illegal_use_of_built_in_vocabulary",
    "invalid_xref", "label_formatting", "label_whitespace", "missing_label", "missing_ontology_description",
    "missing_ontology_license", "missing_ontology_title", "multiple_equivalent_classes",
)  # fmt: skip


def robot(*arguments: object) -> str:
    return fetched.java("robot", "org.obolibrary.robot.CommandLineInterface", *arguments)


@pytest.fixture(scope="module")
def facts(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "facts.ttl"
    export(graph, "turtle", path, profile="facts")
    return path


def test_it_is_in_owl_2_dl(maven: None, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    robot("validate-profile", "--profile", "DL", "--input", ONTOLOGY, "--output", report)
    assert "in profile" in report.read_text("utf-8")


def test_it_is_consistent_with_the_facts_and_hermit_would_see_if_it_were_not(
    maven: None, facts: Path, tmp_path: Path
) -> None:
    # In one file, since what a property is stands in the ontology alone.
    both, output = tmp_path / "both.ttl", tmp_path / "reasoned.owl"
    both.write_text(ONTOLOGY.read_text("utf-8") + facts.read_text("utf-8"), encoding="utf-8")
    reason = ("reason", "--reasoner", "HermiT", "--input", both, "--output", output)
    robot(*reason)
    with both.open("a", encoding="utf-8") as file:
        file.write(f'<{BASE}figure/x> <{SG}value> "many" .\n')
    with pytest.raises(AssertionError, match="inconsistent"):
        robot(*reason)


def test_robot_has_nothing_to_report(maven: None, tmp_path: Path) -> None:
    queries = [(fetched.HERE / "robot" / name).as_uri() for name in ("definitions.rq", "labels.rq")]
    profile, report = tmp_path / "profile.txt", tmp_path / "report.tsv"
    profile.write_text("".join(f"ERROR\t{rule}\n" for rule in (*RULES, *queries)), encoding="utf-8")
    robot("report", "--profile", profile, "--input", ONTOLOGY, "--fail-on", "none", "--output", report)
    assert report.read_text("utf-8").splitlines()[1:] == []


def test_owlready2_loads_it_with_all_its_terms(maven: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    graph = rdflib.Graph().parse(ONTOLOGY)
    # It reads no Turtle.
    file = tmp_path_factory.mktemp("owl") / "skills.owl"
    graph.serialize(file, format="xml", encoding="utf-8")
    kinds = {
        "classes": OWL.Class, "object properties": OWL.ObjectProperty, "data properties": OWL.DatatypeProperty,
        "annotations": OWL.AnnotationProperty,
    }  # fmt: skip
    named = {term for term in graph.subjects(RDF.type) if isinstance(term, rdflib.URIRef)}
    terms = {kind: sum((term, RDF.type, iri) in graph for term in named) for kind, iri in kinds.items()}
    cache = tmp_path_factory.getbasetemp()
    found = json.loads(fetched.python("owlready2.txt", "owl_terms.py", file, cache=cache))
    assert found == {**terms, "impossible": []}
