"""GEXF and GraphML opened by other people's programs: what each keeps of the network's nodes, facts and columns."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import fetched
from hostile import hostile_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.formats._xml import Facts, xml_text
from skillgraph.formats.graphml import graphml_id

#: What a program has for itself, or shows in another way than as a column.
OWN = {"id", "Id", "Label", "ID", "kind", "dated", "label"}
LOOKS = {"color", "size", "x", "y", "z", "r", "g", "b"}


class Network(NamedTuple):
    """What a program has read: nodes by id, and how often each edge."""

    nodes: dict[str, dict[str, str]]
    edges: Counter[tuple[str, str, tuple[tuple[str, str], ...]]]


def network(rows: Iterable[list[Any]]) -> Network:
    nodes: dict[str, dict[str, str]] = {}
    edges: Counter[tuple[str, str, tuple[tuple[str, str], ...]]] = Counter()
    for kind, *ends, values in rows:
        said = {k: v for k, v in values.items() if k not in OWN | LOOKS and isinstance(v, str)}
        if kind == "node":
            nodes[ends[0]] = said
        else:
            edges[ends[0], ends[1], tuple(sorted(said.items()))] += 1
    return Network(nodes, edges)


def read(lines: str) -> list[list[Any]]:
    return [json.loads(line) for line in lines.split("\n") if line]


def on_one_line(network: Network) -> Network:
    """Without what an XML parser that ends lines where XML 1.1 does makes of a line separator in a name."""
    nodes = {id: {k: re.sub("[\u2028\n]", " ", v) for k, v in node.items()} for id, node in network.nodes.items()}
    return Network(nodes, network.edges)


def written(graph: KnowledgeGraph, names: Mapping[str, str], ids: Any = str) -> Iterator[list[Any]]:
    """The network as the file has it."""
    facts = Facts(graph)
    for id, data in facts.nodes():
        yield ["node", ids(id), {k: xml_text(v) for k, v in data.items()}]
    for fact, data in facts.edges():
        yield ["edge", ids(fact.subject), ids(fact.object), {names.get(k, k): xml_text(v) for k, v in data.items()}]


@pytest.fixture(scope="module", params=["graph", "hostile"])
def any_graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The reports' graph, and that of names which try to be markup."""
    if request.param == "graph":
        yield request.getfixturevalue("graph")
    else:
        with hostile_graph(tmp_path_factory.mktemp("hostile")) as graph:
            yield graph


@pytest.fixture(scope="module")
def gexf(any_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gexf") / "graph.gexf"
    export(any_graph, "gexf", path, layout=True)
    return path


@pytest.fixture(scope="module")
def graphml(any_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graphml") / "graph.graphml"
    export(any_graph, "graphml", path, layout=True)
    return path


@pytest.fixture
def in_gexf(any_graph: KnowledgeGraph) -> Network:
    return network(written(any_graph, {"start": "start_date", "end": "end_date"}))


@pytest.fixture
def in_graphml(any_graph: KnowledgeGraph) -> Network:
    return network(written(any_graph, {}, graphml_id))


def test_gephi_keeps_every_fact_of_gexf(maven: None, gexf: Path, in_gexf: Network, any_graph: KnowledgeGraph) -> None:
    rows = read(fetched.java("gephi", "Read.java", gexf))
    assert network(rows) == in_gexf
    facts = Facts(any_graph)
    colours = {id: values["color"] for kind, id, *_, values in rows if kind == "node"}
    assert colours == {id: facts.look(id, node["class_name"])["color"] for id, node in facts.nodes()}
    assert {v["Label"] for kind, *_, v in rows if kind == "node"} == {xml_text(n["label"]) for _, n in facts.nodes()}
    dated = sum(any(e.get(name) for name in ("start", "end", "since", "over")) for _, e in facts.edges())
    assert sum("dated" in values for *_, values in rows) == dated > 0


def test_gephi_merges_parallel_edges_of_graphml_unless_told_not_to(
    maven: None, graphml: Path, in_graphml: Network
) -> None:
    whole = network(read(fetched.java("gephi", "Read.java", graphml, "unmerged")))
    assert whole == in_graphml
    merged = network(read(fetched.java("gephi", "Read.java", graphml)))
    assert merged.nodes == in_graphml.nodes
    assert merged.edges.total() == len({(start, end) for start, end, _ in in_graphml.edges}) < in_graphml.edges.total()


def test_jgrapht_takes_graphml_by_its_schema(maven: None, graphml: Path, in_graphml: Network) -> None:
    assert network(read(fetched.java("jgrapht", "Read.java", graphml))) == in_graphml


def test_gephi_lite_and_sigma_read_columns_by_their_names(
    npm_readers: Path, gexf: Path, graphml: Path, in_gexf: Network, in_graphml: Network
) -> None:
    for path, expected in ((gexf, in_gexf), (graphml, in_graphml)):
        rows = read(fetched.javascript("network.mjs", path))
        assert on_one_line(network(rows)) == on_one_line(expected)
        assert all({"x", "y", "size", "color"} <= set(values) for kind, *_, values in rows if kind == "node")


def test_igraph(python: str, graphml: Path, in_graphml: Network, tmp_path: Path) -> None:
    rows = read(fetched.python("igraph.txt", "igraph_read.py", graphml, cache=tmp_path))
    # igraph has a column for all or for none.
    said = [[*row[:-1], {name: value for name, value in row[-1].items() if value}] for row in rows]
    assert network(said) == in_graphml
