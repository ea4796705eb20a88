from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import FACTS, NAMES, NOT_FACTS, hostile_graph
from skillgraph.explore.colours import _COLOURS, colour
from skillgraph.formats import gexf, graphml
from skillgraph.formats._xml import xml_text
from skillgraph.graph import KnowledgeGraph
from skillgraph.ontology import ontology


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with hostile_graph(tmp_path_factory.mktemp("hostile")) as graph:
        yield graph


def written(format: ModuleType, graph: KnowledgeGraph) -> bytes:
    file = io.BytesIO()
    format.write(graph, file)
    return file.getvalue()


def read_graphml(data: bytes) -> nx.MultiDiGraph[str]:
    network = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    assert isinstance(network, nx.MultiDiGraph)
    return network


def read_gexf(data: bytes) -> nx.MultiDiGraph[str]:
    return nx.MultiDiGraph(nx.read_gexf(io.BytesIO(data)))


def said(attributes: dict[str, Any]) -> dict[str, str]:
    """What a file can keep of a node's or an edge's attributes."""
    return {name: xml_text(value) for name, value in attributes.items() if value}


def test_edges_are_the_facts_between_entities(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx()
    facts = {s.id: s for s in graph.statements() if s.is_fact and s.object}
    assert facts
    assert {key for _, _, key in network.edges(keys=True)} == set(facts)
    for subject, object, key, data in network.edges(keys=True, data=True):
        assert (subject, data["predicate"], object) == (facts[key].subject, facts[key].predicate, facts[key].object)
        assert data["label_zh"]
        assert data["label_en"]
        assert data["evidence"].count("; ") == max(len(facts[key].evidence) - 1, 0)


def test_nodes_are_all_entities_but_units_and_indicators(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx()
    expected = [e.id for e in graph.entities.values() if e.classes[0] not in ("Unit", "Indicator")]
    assert list(network) == expected
    assert nx.number_of_isolates(network) > 0
    assert {"Unit", "Indicator"}.isdisjoint(name for _, name in network.nodes(data="class_name"))


def test_what_is_no_fact_is_no_edge(hostile: KnowledgeGraph) -> None:
    network = hostile.to_networkx()
    keys = {key.removeprefix("hostile/") for _, _, key in network.edges(keys=True)}
    assert len(keys) == FACTS
    assert keys.isdisjoint({"planned", "explored", "denied", "rejected"})
    assert sum(not s.is_fact for s in hostile.statements()) == NOT_FACTS
    assert not network.has_edge("image", "rare")
    assert network.number_of_edges("image", "quotes") == 2


def test_kinds_and_envisaged_things_are_named_as_such(hostile: KnowledgeGraph) -> None:
    nodes = hostile.to_networkx().nodes
    assert nodes["schools"]["class_name"] == "Kind"
    assert nodes["future"]["class_name"] == "Envisaged"
    assert nodes["alone"] == {
        "name": "孤立政策", "name_en": "", "class_name": "Policy", "class_zh": "政策", "class_en": "policy",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["graph", "hostile"])
def test_graphml_read_back_is_the_network(name: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(name)
    network, read = graph.to_networkx(), read_graphml(written(graphml, graph))
    assert list(read) == list(network)
    for id, data in network.nodes(data=True):
        colours = {"label": xml_text(data["name"]), "color": colour(data["class_name"])}
        assert dict(read.nodes[id]) == {**said(data), **colours}
    for subject, object, key, data in network.edges(keys=True, data=True):
        found = {k: v for k, v in read.edges[subject, object, key].items() if k != "id"}
        assert found == {**said(data), "label": data["label_zh"]}
    assert read.number_of_edges() == network.number_of_edges()


@pytest.mark.parametrize("name", ["graph", "hostile"])
def test_gexf_read_back_is_the_network(name: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(name)
    network, read = graph.to_networkx(), read_gexf(written(gexf, graph))
    assert list(read) == list(network)
    for id, data in network.nodes(data=True):
        found = dict(read.nodes[id])
        rgb = found.pop("viz")["color"]
        assert f"#{rgb['r']:02x}{rgb['g']:02x}{rgb['b']:02x}" == colour(data["class_name"])
        assert found == {**said(data), "label": xml_text(data["name"])}
    for subject, object, key, data in network.edges(keys=True, data=True):
        renamed = {{"start": "start_date", "end": "end_date"}.get(k, k): v for k, v in said(data).items()}
        assert read.edges[subject, object, key] == {**renamed, "label": data["label_zh"], "id": key}
    assert read.number_of_edges() == network.number_of_edges()
    assert read.graph["mode"] == "static"


@pytest.mark.parametrize(("format", "reader"), [(graphml, read_graphml), (gexf, read_gexf)])
def test_hostile_names_are_kept_as_far_as_xml_can(hostile: KnowledgeGraph, format: ModuleType, reader: Any) -> None:
    nodes = reader(written(format, hostile)).nodes
    for id in set(NAMES) - {"control"}:
        assert nodes[id]["name"] == NAMES[id]
    assert nodes["control"]["name"] == "青\ufffd岛\ufffd\ufffd\ufffd"


@given(st.text(st.characters(codec=None)))
def test_any_text_can_stand_in_xml(text: str) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node("n", name=xml_text(text))
    file = io.BytesIO()
    nx.write_graphml_xml(network, file)
    assert read_graphml(file.getvalue()).nodes["n"]["name"] == xml_text(text)


@pytest.mark.parametrize("format", ["graphml", "gexf", "html", "pyvis"])
def test_equal_graphs_give_equal_bytes_in_every_process(built: Path, format: str) -> None:
    code = f"""
import sys, skillgraph
from skillgraph.formats import {format}
{format}.write(skillgraph.load({str(built)!r}), sys.stdout.buffer)
"""

    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout

    first = run("1")
    assert first
    assert first == run("2")
    assert b"lastmodifieddate" not in first


def test_every_colour_is_of_a_class() -> None:
    assert set(_COLOURS) <= set(ontology().classes)
    assert all(colour(name).startswith("#") for name in ontology().entity_classes | {"Kind", "Envisaged"})
