"""The description of the data set counts what is in the graph, and says from what it was made."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, VOID

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.write import write_graph
from skillgraph.model.ontology import BASE, SG

DATASET = rdflib.URIRef(BASE + "dataset")


def description(graph: KnowledgeGraph) -> rdflib.Graph:
    file = io.BytesIO()
    export(graph, "void", file)
    return rdflib.Graph().parse(data=file.getvalue(), format="turtle")


def number(found: rdflib.Graph, subject: Any, predicate: Any) -> int:
    return int(str(found.value(subject, predicate)))


def triples(graph: KnowledgeGraph) -> set[ox.Triple]:
    file = io.BytesIO()
    export(graph, "ntriples", file)
    return {quad.triple for quad in ox.parse(file.getvalue(), ox.RdfFormat.N_TRIPLES)}


def test_the_counts_are_those_of_the_graph(graph: KnowledgeGraph) -> None:
    found, facts = description(graph), triples(graph)
    assert number(found, DATASET, VOID.triples) == len(facts)
    assert number(found, DATASET, VOID.distinctSubjects) == len({t.subject for t in facts})
    assert number(found, DATASET, VOID.properties) == len({t.predicate for t in facts})
    assert number(found, DATASET, VOID.entities) == graph.manifest.entities
    [part] = found.subjects(VOID.property, rdflib.URIRef(SG + "partnersWith"))
    direct = [t for t in facts if t.predicate.value == SG + "partnersWith"]
    assert number(found, part, VOID.triples) == len(direct) > 0
    [part] = found.subjects(VOID["class"], rdflib.URIRef(SG + "City"))
    assert number(found, part, VOID.entities) == 5


def test_it_says_from_what_it_was_made_and_where_it_is_offered(graph: KnowledgeGraph) -> None:
    found = description(graph)
    assert {DCAT.Dataset, VOID.Dataset, PROV.Entity} <= set(found.objects(DATASET, RDF.type))
    sources = {str(iri).rpartition("/")[2] for iri in found.objects(DATASET, PROV.wasDerivedFrom)}
    assert sources == set(graph.documents)
    languages = {getattr(title, "language", "") for title in found.objects(DATASET, DCTERMS.title)}
    assert languages == {"zh", "en"}
    assert len(set(found.objects(DATASET, DCAT.distribution))) == 4
    assert found.value(DATASET, DCTERMS.license)


def test_an_empty_graph_is_described_too(tmp_path: Path) -> None:
    write_graph([], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert number(description(graph), DATASET, VOID.triples) == 0
