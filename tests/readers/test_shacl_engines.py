"""ontology/shapes.ttl in the SHACL engines that people have: all find the same, in the graph and in damaged copies."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH, XSD, Literal, URIRef
from rdflib.term import Node

import fetched
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.home import home
from skillgraph.model.ontology import BASE, SG

SHAPES = home() / "ontology" / "shapes.ttl"
Triple = tuple[Node, Node, Node]
Result = tuple[str, ...]


def removed(triple: Triple, other: Triple) -> list[Triple]:
    return []


def doubled(triple: Triple, other: Triple) -> list[Triple]:
    """A second value: that of another node."""
    return [triple, (*triple[:2], other[2])]


def swapped(triple: Triple, other: Triple) -> list[Triple]:
    return [(*triple[:2], other[2])]


def misspelt(triple: Triple, other: Triple) -> list[Triple]:
    """A literal of another language or datatype; a code that no list has."""
    s, p, o = triple
    if isinstance(o, Literal):
        return [(s, p, Literal(o, lang="fr") if o.language else Literal(str(o) + " x", datatype=XSD.token))]
    return [(s, p, URIRef(f"{o}-x"))]


def pointed_at_nothing(triple: Triple, other: Triple) -> list[Triple]:
    return [(*triple[:2], URIRef(BASE + "entity/nothing"))]


def called_otherwise(triple: Triple, other: Triple) -> list[Triple]:
    """Another property, or another class."""
    s, p, o = triple
    return [(s, p, URIRef(SG + "School"))] if p == RDF.type else [(s, other[1], o)]


DAMAGES: tuple[Callable[[Triple, Triple], list[Triple]], ...] = (
    removed, doubled, swapped, misspelt, pointed_at_nothing, called_otherwise,
)  # fmt: skip
COPIES = ("first", "second")


@pytest.fixture(scope="module")
def copies(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The whole graph with the code lists, and copies of it in which some triples of each property are damaged."""
    folder = tmp_path_factory.mktemp("copies")
    whole = graph.to_rdflib()
    about: dict[Node, list[Triple]] = {}
    for triple in sorted(whole):
        about.setdefault(triple[1], []).append(triple)
    whole.parse(home() / "ontology" / "skills.ttl")
    paths = {"whole": folder / "whole.nt"}
    whole.serialize(paths["whole"], format="nt", encoding="utf-8")
    for name in COPIES:
        choose = random.Random(name)
        damaged = rdflib.Graph() + whole
        for triples in about.values():
            for triple in choose.sample(triples, min(12, len(triples))):
                damage = choose.choice(DAMAGES)
                others = about[choose.choice([*about])] if damage is called_otherwise else triples
                damaged.remove(triple)
                for new in damage(triple, choose.choice(others)):
                    damaged.add(new)
        paths[name] = folder / f"{name}.nt"
        damaged.serialize(paths[name], format="nt", encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def pyshacl_results(shacl: None, copies: dict[str, Path]) -> dict[str, Counter[Result]]:
    """What pySHACL finds, which `skillgraph validate` runs."""
    import pyshacl

    shapes = rdflib.Graph().parse(SHAPES)
    found = {}
    for name, path in copies.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            _, report, _ = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=shapes, inplace=True)
        assert isinstance(report, rdflib.Graph)
        found[name] = results(report)
    return found


def results(report: rdflib.Graph) -> Counter[Result]:
    """Node, shape, kind of constraint, value and message of each result."""
    parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.value, SH.resultMessage)
    for node in report.subjects(SH.sourceConstraintComponent, SH.UniqueLangConstraintComponent):
        # Jena gives a value here, where the recommendation has none.
        report.remove((node, SH.value, None))
    nodes = report.subjects(RDF.type, SH.ValidationResult)
    return Counter(tuple(str(report.value(node, part) or "") for part in parts) for node in nodes)


def test_the_graph_is_as_it_should_be_and_damage_is_seen(pyshacl_results: dict[str, Counter[Result]]) -> None:
    assert not pyshacl_results["whole"]
    assert all(pyshacl_results[name].total() > 100 for name in COPIES)
    # Shapes that never complain would agree too.
    broken = {result[1] for name in COPIES for result in pyshacl_results[name]}
    assert len(broken) > 30


@pytest.mark.parametrize("engine", ["jena", "topbraid"])
def test_an_engine_finds_the_same(
    maven: None, engine: str, copies: dict[str, Path], pyshacl_results: dict[str, Counter[Result]], tmp_path: Path
) -> None:
    fetched.java(engine, "Shacl.java", tmp_path, SHAPES, *copies.values())
    for name, path in copies.items():
        assert results(rdflib.Graph().parse(tmp_path / path.name)) == pyshacl_results[name], name
