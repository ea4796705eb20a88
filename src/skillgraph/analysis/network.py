"""Measures of the network: who is central, who belongs together, who stands between the cities."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from skillgraph.analysis._facts import cities_of, named, ties
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.cities import nearest_cities

if TYPE_CHECKING:
    import pandas as pd


def centralities(graph: KnowledgeGraph) -> pd.DataFrame:
    """How central each entity is, the most central first.

    Args:
        graph: a built graph.

    Returns:
        A row for each entity that a fact ties to another: `id`, `name`, `name_en`, `class_zh`, `class_en`, and
        `facts`, the facts with another entity;
        `degree`, the entities it is tied to (Freeman 1978, doi:10.1016/0378-8733(78)90021-7);
        `betweenness`, the share of the shortest paths between other entities that lead through it, 0 to 1 (Freeman
        1977, doi:10.2307/3033543, by the algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249);
        `harmonic`, the mean of 1/distance to all others, 0 to 1, which suits a network in several pieces (Marchiori
        and Latora 2000, doi:10.1016/S0378-4371(00)00311-3);
        `core`, the largest k for which it is in the k-core (Seidman 1983, doi:10.1016/0378-8733(83)90028-X).

    Example:
        >>> import skillgraph
        >>> table = centralities(skillgraph.load())
        >>> set(table.name[:4]) == {"济南市", "青岛市", "淄博市", "枣庄市"}
        True
    """
    network = ties(graph)
    nodes = list(network)
    between = nx.betweenness_centrality(network)
    harmonic = nx.harmonic_centrality(network)
    core = nx.core_number(network)
    others = max(len(nodes) - 1, 1)
    table = named(
        network,
        nodes,
        facts=(int(network.degree(n, weight="weight")) for n in nodes),
        degree=(int(network.degree(n)) for n in nodes),
        betweenness=(between[n] for n in nodes),
        harmonic=(harmonic[n] / others for n in nodes),
        core=(core[n] for n in nodes),
    )
    return table.sort_values(["degree", "betweenness", "id"], ascending=[False, False, True], ignore_index=True)


def communities(graph: KnowledgeGraph, resolution: float = 1.0) -> pd.DataFrame:
    """Which entities belong together: groups with more ties inside than chance would give.

    The Louvain method (Blondel and others 2008, doi:10.1088/1742-5468/2008/10/P10008) with a fixed seed, ties weighted
    by their facts. It maximizes modularity, whose answer is not the only good one: small groups may be merged
    (Fortunato and Barthélemy 2007, doi:10.1073/pnas.0605965104), so look at several resolutions.

    Args:
        graph: a built graph.
        resolution: above 1 for more and smaller groups, below 1 for fewer and larger ones.

    Returns:
        A row for each entity: `id`, names and class, `community` (numbered from 1, the largest first),
        `community_name` (that of its member with most ties) and `size`.

    Example:
        >>> import skillgraph
        >>> table = communities(skillgraph.load())
        >>> table.query("id == 'gfm'").community_name.item()
        '青岛市'
    """
    network = ties(graph)
    found = nx.community.louvain_communities(network, weight="weight", resolution=resolution, seed=1)
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    rows = [(id, number, group) for number, group in enumerate(groups, 1) for id in group]
    heads = {number: max(group, key=lambda n: (network.degree(n), n)) for _, number, group in rows}
    return named(
        network,
        (id for id, _, _ in rows),
        community=(number for _, number, _ in rows),
        community_name=(network.nodes[heads[number]]["name"] for _, number, _ in rows),
        size=(len(group) for _, _, group in rows),
    )


def brokers(graph: KnowledgeGraph) -> pd.DataFrame:
    """Who stands between the cities: entities on the shortest paths from one city to another, the first most.

    Betweenness of a subset of nodes (Brandes 2008, doi:10.1016/j.socnet.2007.11.001): of each pair of cities the
    share of shortest paths that lead through an entity, summed over the pairs. The cities themselves are left out.

    Args:
        graph: a built graph.

    Returns:
        A row for each such entity: `id`, names and class, `brokerage` (0 to the number of pairs of cities), `cities`
        (names of the cities it is directly tied to, joined with 、) and `pairs` (of cities that it lies between).

    Example:
        >>> import skillgraph
        >>> table = brokers(skillgraph.load())
        >>> bool((table.pairs >= 1).all()), "青岛市" in set(table.name)
        (True, False)
    """
    network = ties(graph)
    cities = [c for c in cities_of(graph) if c in network]
    shares = nx.betweenness_centrality_subset(network, cities, cities)
    reach = {city: nx.single_source_shortest_path_length(network, city) for city in cities}
    between: dict[str, int] = {}
    for one, other in combinations(cities, 2):
        if other in reach[one]:
            for n in network:
                if n in reach[one] and reach[one][n] + reach[other].get(n, len(network)) == reach[one][other]:
                    between[n] = between.get(n, 0) + 1
    nodes = [n for n in network if shares[n] > 0 and n not in cities]
    table = named(
        network,
        nodes,
        brokerage=(shares[n] for n in nodes),
        pairs=(between[n] for n in nodes),
        cities=("、".join(network.nodes[c]["name"] for c in cities if network.has_edge(n, c)) for n in nodes),
    )
    return table.sort_values(["brokerage", "id"], ascending=[False, True], ignore_index=True)


def city_of(graph: KnowledgeGraph) -> dict[str, str]:
    """The name of the city that the fewest facts lead to from each entity; several, joined, where it is a tie.

    Example:
        >>> import skillgraph
        >>> city_of(skillgraph.load())["gfm"]
        '青岛市'
    """
    network = ties(graph)
    nodes = {id: n for n, id in enumerate(network)}
    cities = [c for c in cities_of(graph) if c in nodes]
    near = nearest_cities(len(nodes), [nodes[c] for c in cities], [(nodes[a], nodes[b]) for a, b in network.edges()])
    return {id: "、".join(network.nodes[cities[c]]["name"] for c in near[n]) for id, n in nodes.items() if near[n]}
