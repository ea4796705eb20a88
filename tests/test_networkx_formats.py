from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hostile import FACTS, NAMES, NOT_FACTS, hostile_graph
from page_reader import graph_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.places import places
from skillgraph.formats import gexf, graphml
from skillgraph.formats._xml import node_size, xml_text
from skillgraph.formats.gexf import first_day, last_day
from skillgraph.formats.graphml import graphml_id
from skillgraph.graph.view import View, choose
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with hostile_graph(tmp_path_factory.mktemp("hostile")) as graph:
        yield graph


def written(format: ModuleType, graph: KnowledgeGraph, layout: bool = True) -> bytes:
    file = io.BytesIO()
    format.write(graph, file, layout=layout)
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
    facts = {s.id: s for s in graph.statements() if s.is_fact and {s.subject, s.object} <= set(network)}
    assert facts
    assert {key for _, _, key in network.edges(keys=True)} == set(facts)
    for subject, object, key, data in network.edges(keys=True, data=True):
        assert (subject, data["predicate"], object) == (facts[key].subject, facts[key].predicate, facts[key].object)
        assert data["label_zh"]
        assert data["label_en"]
        assert data["evidence"].count("; ") == max(len(facts[key].evidence) - 1, 0)


def test_nodes_are_all_entities_but_units_and_indicators(graph: KnowledgeGraph) -> None:
    network = graph.to_networkx()
    scales = ontology().marked("scale")
    expected = [e.id for e in graph.entities.values() if scales.isdisjoint(e.classes)]
    assert list(network) == expected
    assert nx.number_of_isolates(network) > 0
    assert {"Unit", "Indicator", "StockIndicator"}.isdisjoint(name for _, name in network.nodes(data="class_name"))


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
    assert nodes["all-schools"]["class_name"] == "Kind"
    assert nodes["future"]["class_name"] == "Envisaged"
    assert nodes["alone"] == {
        "name": "孤立政策", "name_en": "", "class_name": "Policy", "class_zh": "政策", "class_en": "policy",
    }  # fmt: skip


def looks_of(graph: KnowledgeGraph) -> dict[str, dict[str, float]]:
    chosen = choose(graph, View())
    placed = places(chosen)
    rows = zip(chosen.entities, placed.points, placed.degrees, strict=True)
    return {e.id: {"x": x, "y": -y, "size": node_size(degree)} for e, (x, y), degree in rows}


def told_by_another(periods: dict[str, tuple[str, str]], id: str, edge: dict[str, str]) -> dict[str, str]:
    """The beginning and the end of a fact as far as another statement tells them."""
    period = periods.get(id, (edge["start"], edge["end"]))
    pairs = zip(("since", "over"), ("start", "end"), period, strict=True)
    return {name: date for name, own, date in pairs if date != edge[own]}


@pytest.mark.parametrize("name", ["graph", "hostile"])
def test_graphml_read_back_is_the_network(name: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(name)
    network, read, looks = graph.to_networkx(), read_graphml(written(graphml, graph)), looks_of(graph)
    periods = choose(graph, View()).periods
    assert list(read) == list(network)
    for id, data in network.nodes(data=True):
        found = dict(read.nodes[id])
        assert f"#{found.pop('r'):02x}{found.pop('g'):02x}{found.pop('b'):02x}" == found["color"]
        colours = {"label": xml_text(data["name"]), "color": ontology().colour(data["class_name"])}
        assert found == {**said(data), **colours, **looks[id]}
    for subject, object, key, data in network.edges(keys=True, data=True):
        found = {k: v for k, v in read.edges[subject, object, graphml_id(key)].items() if k != "id"}
        assert found == {**said(data), **told_by_another(periods, key, data), "label": data["label_zh"]}
    assert read.number_of_edges() == network.number_of_edges()


@pytest.mark.parametrize("name", ["graph", "hostile"])
def test_gexf_read_back_is_the_network(name: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(name)
    network, read, looks = graph.to_networkx(), read_gexf(written(gexf, graph)), looks_of(graph)
    periods = choose(graph, View()).periods
    assert list(read) == list(network)
    for id, data in network.nodes(data=True):
        found = dict(read.nodes[id])
        viz = found.pop("viz")
        rgb = viz["color"]
        assert f"#{rgb['r']:02x}{rgb['g']:02x}{rgb['b']:02x}" == ontology().colour(data["class_name"])
        assert {"x": viz["position"]["x"], "y": viz["position"]["y"], "size": viz["size"]} == looks[id]
        assert found == {**said(data), "label": xml_text(data["name"])}
    dated = 0
    for subject, object, key, data in network.edges(keys=True, data=True):
        renamed = {{"start": "start_date", "end": "end_date"}.get(k, k): v for k, v in said(data).items()}
        told = told_by_another(periods, key, data)
        dates = {"start": told.get("since", data["start"]), "end": told.get("over", data["end"])}
        days = {k: day(dates[k]) for k, day in (("start", first_day), ("end", last_day)) if dates[k]}
        found = dict(read.edges[subject, object, key])
        assert found.pop("kind", data["label_zh"]).startswith(data["label_zh"])
        assert found == {**renamed, **told, **days, "label": data["label_zh"], "id": key}
        dated += bool(days)
    assert read.number_of_edges() == network.number_of_edges()
    assert dated > 0
    assert read.graph["mode"] == "dynamic"


@pytest.mark.parametrize("name", ["graph", "hostile"])
def test_no_two_edges_of_a_kind_share_their_ends(name: str, request: pytest.FixtureRequest) -> None:
    """Gephi makes one edge of such, and one of its facts is lost."""
    graph = request.getfixturevalue(name)
    edges = [e.attrib for e in etree.fromstring(written(gexf, graph)).iter("{*}edge")]
    assert len({(e["source"], e["target"], e["kind"]) for e in edges}) == len(edges)
    assert len({(e["source"], e["target"]) for e in edges}) < len(edges)
    assert len({e["kind"] for e in edges}) < len(edges) / 2 or name == "hostile"


@pytest.mark.parametrize("format", [gexf, graphml])
def test_columns_have_ids_of_their_own_and_names(graph: KnowledgeGraph, format: ModuleType) -> None:
    """An id that stands twice breaks GraphML; one that is no number is shown as the name by graphology's reader."""
    document = etree.fromstring(written(format, graph))
    columns = [e.attrib for e in document.iter("{*}key", "{*}attribute")]
    names = {c.get("attr.name") or c["title"] for c in columns}
    assert {"name_en", "predicate", "basis"} <= names
    ids = [(c["id"], "" if format is graphml else e.getparent().get("class")) for e, c in zip(
        document.iter("{*}key", "{*}attribute"), columns, strict=True)]  # fmt: skip
    assert len(set(ids)) == len(ids)
    assert format is graphml or all(c["id"].isdigit() for c in columns)


@pytest.mark.parametrize(("format", "reader"), [(graphml, read_graphml), (gexf, read_gexf)])
def test_without_a_layout_all_but_the_places_is_there(graph: KnowledgeGraph, format: ModuleType, reader: Any) -> None:
    bare, placed = reader(written(format, graph, layout=False)), reader(written(format, graph))
    assert list(bare.edges(keys=True, data=True)) == list(placed.edges(keys=True, data=True))
    for id, data in placed.nodes(data=True):
        data.get("viz", {}).pop("position", None)
        assert bare.nodes[id] == {k: v for k, v in data.items() if k not in ("x", "y")}


def test_without_dates_a_graph_is_static(tmp_path: Path) -> None:
    entities = [Entity(id, "r", ("City",), id) for id in "ab"]
    graph = graph_of(tmp_path / "g", *entities, Statement("r/s", "r", "a", "partnersWith", "b"))
    assert read_gexf(written(gexf, graph)).graph["mode"] == "static"


@pytest.mark.parametrize("name", ["graph", "hostile"])
@pytest.mark.parametrize(("format", "schema"), [(gexf, "gexf-1.3.rng"), (graphml, "graphml.rng")])
def test_files_keep_to_the_formats_schema(
    name: str, format: ModuleType, schema: str, request: pytest.FixtureRequest
) -> None:
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / schema))
    document = etree.fromstring(written(format, request.getfixturevalue(name)), etree.XMLParser(huge_tree=True))
    assert rules.validate(document), rules.error_log


def test_the_schema_notices_what_is_wrong(graph: KnowledgeGraph) -> None:
    rules = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "gexf-1.3.rng"))
    text = written(gexf, graph)
    for right, wrong in ((b'start="2024-01-01"', b'start="2024"'), (b' r="', b' r="9'), (b"viz:size", b"viz:sise")):
        assert right in text
        assert not rules.validate(etree.fromstring(text.replace(right, wrong)))


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
def test_equal_graphs_give_equal_bytes_in_every_process(python: str, built: Path, format: str) -> None:
    code = f"""
import sys, skillgraph
from skillgraph.formats import {format}
{format}.write(skillgraph.load({str(built)!r}), sys.stdout.buffer)
"""

    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
        return subprocess.run([python, "-c", code], env=environment, capture_output=True, check=True).stdout

    first = run("1")
    assert first
    assert first == run("2")
    assert b"lastmodifieddate" not in first


def test_every_class_of_a_picture_has_a_colour() -> None:
    shown = ontology().entity_classes | set(ontology().existence_classes.values())
    assert all(re.fullmatch("#[0-9a-f]{6}", ontology().colour(name)) for name in shown)
