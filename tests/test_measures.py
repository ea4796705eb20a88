"""Measures of the network are those of networkx, on the reports, on drawn networks, and on what has no ties."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_reader import graph_of
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.records import Entity, Statement

pytest.importorskip("pandas", reason="pandas comes with the extra notebook")

from skillgraph import analysis
from skillgraph.analysis._distances import harmonic, paths_from
from skillgraph.analysis._facts import cities_of

PARTNERS = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3), (0, 1)]


def tied(graph: KnowledgeGraph) -> nx.Graph[str]:
    """The network of ties, made from the property graph as networkx has it."""
    network: nx.Graph[str] = nx.Graph()
    for start, end, fact in graph.to_networkx().edges(data=True):
        if start != end and fact["predicate"] != "containedIn":
            weight = network.edges[start, end]["weight"] + 1 if network.has_edge(start, end) else 1
            network.add_edge(start, end, weight=weight)
    return network


def test_centralities_are_those_of_networkx(graph: KnowledgeGraph) -> None:
    network, table = tied(graph), analysis.centralities(graph).set_index("id")
    assert set(table.index) == set(network)
    harmonic_of = {n: value / (len(network) - 1) for n, value in nx.harmonic_centrality(network).items()}
    assert table.betweenness.to_dict() == pytest.approx(nx.betweenness_centrality(network), abs=1e-12)
    assert table.harmonic.to_dict() == pytest.approx(harmonic_of, abs=1e-12)
    assert table.core.to_dict() == nx.core_number(network)
    assert table.degree.to_dict() == dict(network.degree())
    assert table.facts.to_dict() == dict(network.degree(weight="weight"))


def test_brokers_are_those_of_networkx(graph: KnowledgeGraph) -> None:
    network, table = tied(graph), analysis.brokers(graph).set_index("id")
    cities = cities_of(graph)
    shares = nx.betweenness_centrality_subset(network, cities, cities)
    expected = {n: share for n, share in shares.items() if share > 0 and n not in cities}
    assert table.brokerage.to_dict() == pytest.approx(expected, abs=1e-12)
    reach = {city: nx.single_source_shortest_path_length(network, city) for city in cities}
    for id, pairs in table.pairs.items():
        assert pairs == sum(
            reach[a][id] + reach[b][id] == reach[a][b] for a, b in combinations(cities, 2) if id in reach[a]
        )


def test_communities_are_connected_and_as_good_as_louvain_s(graph: KnowledgeGraph) -> None:
    network = tied(graph)
    for resolution in (0.5, 1.0, 2.0):
        table = analysis.communities(graph, resolution)
        groups = [set(ids) for ids in table.groupby("community").id.agg(list)]
        assert set().union(*groups) == set(network)
        assert all(nx.is_connected(network.subgraph(group)) for group in groups)
        peer = nx.community.louvain_communities(network, resolution=resolution, seed=1)

        def modularity(found: list[set[str]], resolution: float = resolution) -> float:
            return float(nx.community.modularity(network, found, resolution=resolution))

        assert modularity(groups) >= modularity(peer) - 1e-9


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), min_size=1, max_size=90))
def test_distances_are_those_of_networkx(drawn: list[tuple[int, int]]) -> None:
    network: nx.Graph[int] = nx.Graph()
    # More nodes than one round of searches takes, most of them alone.
    network.add_nodes_from(range(600))
    network.add_edges_from((a, b + 500) for a, b in drawn)
    pairs = np.array(list(network.edges()))
    assert dict(enumerate(harmonic(600, pairs))) == pytest.approx(nx.harmonic_centrality(network))
    start = drawn[0][0]
    far, ways = paths_from(start, 600, pairs)
    expected = nx.single_source_shortest_path_length(network, start)
    assert {n: int(d) for n, d in enumerate(far) if d >= 0} == expected
    for end in expected:
        assert ways[end] == len(list(nx.all_shortest_paths(network, start, end)))


def of_partners(folder: Path, pairs: list[tuple[int, int]], count: int) -> KnowledgeGraph:
    entities = [Entity(f"e{n}", "r", ("Enterprise",), f"公司{n}") for n in range(count)]
    facts = [Statement(f"r/{n}", "r", f"e{a}", "partnersWith", f"e{b}") for n, (a, b) in enumerate(pairs)]
    return graph_of(folder, *entities, *facts)


def test_two_triangles_are_two_communities(tmp_path: Path) -> None:
    table = analysis.communities(of_partners(tmp_path / "g", PARTNERS, 6)).set_index("id")
    assert table.community.to_dict() == {"e0": 1, "e1": 1, "e2": 1, "e3": 2, "e4": 2, "e5": 2}
    assert set(table["size"]) == {3}


def test_betweenness_on_all_cores_is_right_and_the_same_each_time(tmp_path: Path) -> None:
    count = 2200
    chain = of_partners(tmp_path / "chain", [(n, n + 1) for n in range(count - 1)], count)
    between = analysis.centralities(chain).set_index("id").betweenness
    pairs = (count - 1) * (count - 2) / 2
    expected = {f"e{n}": n * (count - 1 - n) / pairs for n in range(count)}
    assert between.to_dict() == pytest.approx(expected, rel=1e-5)
    drawn = np.random.default_rng(1).integers(0, count, (2 * count, 2)).tolist()
    graph = of_partners(tmp_path / "drawn", [(a, b) for a, b in drawn if a != b], count)
    assert analysis.centralities(graph).equals(analysis.centralities(graph))


def test_what_has_no_ties_has_no_measures(tmp_path: Path) -> None:
    graph = of_partners(tmp_path / "g", [], 2)
    for measure in (analysis.centralities, analysis.communities, analysis.brokers):
        assert measure(graph).empty
    assert analysis.explanations(graph, "e0", "e1").empty


def test_a_chain_longer_than_a_stack_is_explained(tmp_path: Path) -> None:
    graph = of_partners(tmp_path / "g", [(n, n + 1) for n in range(1500)], 1501)
    table = analysis.explanations(graph, "e0", "e1500")
    assert table.step.tolist() == list(range(1, 1501))


def test_of_chains_without_number_the_least_tied_are_told(tmp_path: Path) -> None:
    # 2**40 shortest chains: a ladder whose steps can each be taken on either side.
    pairs = [(3 * n + a, 3 * n + b) for n in range(40) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))]
    table = analysis.explanations(of_partners(tmp_path / "g", pairs, 121), "e0", "e120", most=2)
    assert table.step.max() == 80
    assert set(table.chain) == {1, 2}
