"""Measures of the network: who is central, who belongs together, who stands between the cities."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from skillgraph.analysis._distances import harmonic, paths_from
from skillgraph.analysis._facts import Ties, cities_of, ties
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.cities import nearest_cities

if TYPE_CHECKING:
    import pandas as pd

#: From so many entities on betweenness is summed on all cores, in another order each time, and rounded to digits that
#: no order changes: sums of 12,672 entities differ in the 15th digit.
_MANY, _DIGITS = 2000, 6
#: How often the groups are refined; more runs from the beginning cost more and give less.
_ROUNDS, _SEED = 8, 1


def centralities(graph: KnowledgeGraph) -> pd.DataFrame:
    """How central each entity is, the most central first.

    Args:
        graph: a built graph.

    Returns:
        A row for each entity that a fact ties to another: `id`, `name`, `name_en`, `class_zh`, `class_en`, and
        `facts`, the facts with another entity;
        `degree`, the entities it is tied to (Freeman 1978, doi:10.1016/0378-8733(78)90021-7);
        `betweenness`, the share of the shortest paths between other entities that lead through it, 0 to 1 (Freeman
        1977, doi:10.2307/3033543, by the algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249), to six digits
        where there are 2,000 entities and more;
        `harmonic`, the mean of 1/distance to all others, 0 to 1, which suits a network in several pieces (Marchiori
        and Latora 2000, doi:10.1016/S0378-4371(00)00311-3);
        `core`, the largest k for which it is in the k-core (Seidman 1983, doi:10.1016/0378-8733(83)90028-X).

    Example:
        >>> import skillgraph
        >>> table = centralities(skillgraph.load())
        >>> set(table.name[:4]) == {"济南市", "青岛市", "淄博市", "枣庄市"}
        True
    """
    import rustworkx as rx

    network = ties(graph)
    count = len(network.entities)
    drawn: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    drawn.add_nodes_from(range(count))
    drawn.add_edges_from_no_data([(one, other) for one, other in network.pairs.tolist()])
    between = rx.graph_betweenness_centrality(drawn, parallel_threshold=_MANY)
    # Its types say one number, and it is one for each node.
    core: Any = rx.core_number(drawn)
    facts = np.bincount(network.pairs.ravel(), np.repeat(network.facts, 2), count).astype(int)
    table = network.named(
        range(count),
        facts=facts.tolist(),
        degree=network.degrees().tolist(),
        betweenness=(between[n] if count < _MANY else float(f"{between[n]:.{_DIGITS}g}") for n in range(count)),
        harmonic=(harmonic(count, network.pairs) / max(count - 1, 1)).tolist(),
        core=(core[n] for n in range(count)),
    )
    return table.sort_values(["degree", "betweenness", "id"], ascending=[False, False, True], ignore_index=True)


def communities(graph: KnowledgeGraph, resolution: float = 1.0) -> pd.DataFrame:
    """Which entities belong together: groups with more ties inside than chance would give.

    The Leiden method (Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z), refined eight times from
    a fixed seed, ties weighted by their facts; every group is connected. It maximizes modularity, whose answer is not
    the only good one: small groups may be merged (Fortunato and Barthélemy 2007, doi:10.1073/pnas.0605965104), so look
    at several resolutions.

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
    ids = [entity.id for entity in network.entities]
    degrees = network.degrees().tolist()
    groups = sorted(_groups(network, resolution), key=lambda group: (-len(group), min(ids[n] for n in group)))
    rows = []
    for number, group in enumerate(groups, 1):
        head = max(group, key=lambda n: (degrees[n], ids[n]))
        rows += [(n, number, head, len(group)) for n in sorted(group, key=ids.__getitem__)]
    return network.named(
        (n for n, *_ in rows),
        community=(number for _, number, _, _ in rows),
        community_name=(network.entities[head].name for *_, head, _ in rows),
        size=(size for *_, size in rows),
    )


def _groups(network: Ties, resolution: float) -> list[list[int]]:
    from graspologic_native import leiden

    if not network.entities:
        return []
    edges = [
        (str(a), str(b), float(n)) for (a, b), n in zip(network.pairs.tolist(), network.facts.tolist(), strict=True)
    ]
    _, found = leiden(edges, resolution=resolution, iterations=_ROUNDS, seed=_SEED)
    groups: dict[int, list[int]] = {}
    for node, group in found.items():
        groups.setdefault(group, []).append(int(node))
    return list(groups.values())


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
    count, numbers = len(network.entities), network.numbers
    cities = [numbers[c] for c in cities_of(graph) if c in numbers]
    reach = {city: paths_from(city, count, network.pairs) for city in cities}
    shares, pairs = np.zeros(count), np.zeros(count, dtype=int)
    for one, other in combinations(cities, 2):
        (far, ways), (back, returns) = reach[one], reach[other]
        if far[other] > 0:
            on = (far >= 0) & (far + back == far[other])
            shares[on] += ways[on] * returns[on] / ways[other]
            pairs += on
    ties_of: dict[int, set[int]] = {}
    for a, b in network.pairs.tolist():
        ties_of.setdefault(a, set()).add(b)
        ties_of.setdefault(b, set()).add(a)
    nodes = [n for n in range(count) if shares[n] > 0 and n not in reach]
    table = network.named(
        nodes,
        brokerage=(shares[n] for n in nodes),
        pairs=(pairs[n] for n in nodes),
        cities=("、".join(network.entities[c].name for c in cities if c in ties_of[n]) for n in nodes),
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
    numbers = network.numbers
    cities = [numbers[c] for c in cities_of(graph) if c in numbers]
    near = nearest_cities(len(numbers), cities, map(tuple, network.pairs.tolist()))
    return {id: "、".join(network.entities[cities[c]].name for c in near[n]) for id, n in numbers.items() if near[n]}
