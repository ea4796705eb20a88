"""Records to either projection and back: nothing is lost, whatever the names and figures are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from record_strategies import SLOW, as_triples, by_id, graph_of_records, graphs
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.mapping.fields import DOCUMENT, OBSERVATION, SECTION, STATEMENT
from skillgraph.mapping.ontology_graph import term_elements, term_triples
from skillgraph.mapping.propertygraph import Node, Relationship, elements, entity_of, record_of
from skillgraph.mapping.rdf import quads
from skillgraph.mapping.rdf_records import records
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Record


def store_of(found: Sequence[Record], named: bool) -> ox.Store:
    store = ox.Store()
    by_source: dict[str, set[str]] = {}
    if named:
        store.extend(quad for record in found for quad in quads(record, "provenance", by_source))
    else:
        store.extend(ox.Quad(*triple) for triple in as_triples(found))
    return store


def through_property_graph(found: Iterable[Record]) -> Iterator[Record]:
    """The records that the elements of others hold, read without a database."""
    all_elements = [element for record in found for element in elements(record)]
    nodes = {e.id: e for e in all_elements if isinstance(e, Node)}
    links: dict[str, list[Relationship]] = {id: [] for id in nodes}
    reports = {e.id for e in nodes.values() if e.properties.get("kind") == "report"}
    for element in all_elements:
        if isinstance(element, Relationship):
            links[element.start].append(element)
    for node in nodes.values():
        properties: dict[str, Any] = {"id": node.id, **node.properties}
        ends = [(link.type, link.end) for link in links[node.id]]
        if "Document" in node.labels:
            yield record_of(DOCUMENT, properties)
        elif "Entity" in node.labels:
            said = [nodes[link.end].properties for link in links[node.id] if link.type == "DESCRIBED_AS"]
            yield entity_of(node.labels, properties, said, reports)
        elif "Section" in node.labels:
            yield record_of(SECTION, properties, ends)
        elif "Statement" in node.labels:
            yield record_of(STATEMENT, properties, ends)
        elif "Figure" in node.labels:
            yield record_of(OBSERVATION, properties, ends)


@given(graphs())
def test_the_property_graph_gives_the_records_back(found: list[Record]) -> None:
    assert by_id(through_property_graph(found)) == by_id(found)


@given(graphs())
def test_rdf_to_property_graph_to_rdf_loses_no_triple(found: list[Record]) -> None:
    wanted = as_triples(found)
    from_rdf = list(records(store_of(found, named=False)))
    assert as_triples(from_rdf) == wanted
    assert as_triples(through_property_graph(from_rdf)) == wanted


@given(graphs())
def test_named_graphs_keep_what_each_source_says(found: list[Record]) -> None:
    store = store_of(found, named=True)
    back = list(records(store))
    assert by_id(back) == by_id(found)
    assert set(store_of(back, named=True)) == set(store)
    parts = {r.id: [p.source for p in r.descriptions] for r in found if isinstance(r, Entity)}
    assert {r.id: [p.source for p in r.descriptions] for r in back if isinstance(r, Entity)} == parts


@given(graphs())
@settings(max_examples=settings().max_examples // 4)
def test_files_of_rdf_are_read_back(found: list[Record]) -> None:
    wanted = as_triples(found)
    for format in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD):
        data = ox.serialize(wanted, format=format)
        assert data is not None
        store = ox.Store()
        store.load(data, format=format)
        assert as_triples(records(store)) == wanted


def test_the_reports_graph_survives_both_ways(graph: KnowledgeGraph) -> None:
    found = list(graph.records())
    assert by_id(through_property_graph(found)) == by_id(found)
    file = io.BytesIO()
    export(graph, "trig", file)
    store = ox.Store()
    store.load(file.getvalue(), format=ox.RdfFormat.TRIG)
    back = list(records(store))
    assert as_triples(back) == as_triples(found)
    assert as_triples(through_property_graph(back)) == as_triples(found)


def test_the_vocabulary_survives_the_property_graph() -> None:
    found = list(term_elements())
    nodes = {e.id: e.properties for e in found if isinstance(e, Node)}
    links = [
        (e.start, str(e.properties["predicate"]), e.end, e.properties) for e in found if isinstance(e, Relationship)
    ]
    assert len({e.id for e in found}) == len(found)
    back, wanted = ox.Dataset(), ox.Dataset()
    for dataset, some in ((back, term_triples(nodes, links)), (wanted, ontology().triples())):
        for triple in some:
            dataset.add(ox.Quad(*triple))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert back == wanted


def test_no_two_properties_have_the_same_type_or_name() -> None:
    names = [*ontology().properties, "object"]
    assert len({relationship_type(name) for name in names}) == len(names)
    metadata = {"id", "source", "modality", "basis", "status", "time", "start", "end", "evidence"}
    assert not metadata & set(ontology().qualifiers)


@pytest.mark.parametrize("folder", ["nodes.jsonl", "relationships.jsonl"])
def test_ids_of_the_built_property_graph_are_unique(built: Path, folder: str) -> None:
    import json

    ids = [json.loads(line)["id"] for line in (built / folder).read_text("utf-8").split("\n") if line]
    assert len(set(ids)) == len(ids)


@given(graphs())
@settings(suppress_health_check=SLOW)
def test_a_built_folder_has_the_turtle_that_is_exported(
    tmp_path_factory: pytest.TempPathFactory, found: list[Record]
) -> None:
    graph = graph_of_records(found, tmp_path_factory.mktemp("graph") / "build")
    for profile in ("facts", "provenance"):
        file = io.BytesIO()
        export(graph, "turtle", file, profile=profile)
        assert (graph.folder / f"{profile}.ttl").read_bytes() == file.getvalue()
