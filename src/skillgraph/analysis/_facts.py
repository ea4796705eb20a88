"""The network that measures are taken of: one tie for two things, however many facts are between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import networkx as nx

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats.networkx_graph import to_networkx
from skillgraph.graph.cities import reported_cities
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.terms import CONTAINED_IN

if TYPE_CHECKING:
    import pandas as pd


def ties(graph: KnowledgeGraph) -> nx.Graph[str]:
    """Entities, and a tie between any two that a fact is about, weighted by the number of these facts.

    Directions are left out: a fact and its inverse would be the same tie. Entities with no tie are left out, and so
    are facts of a thing about itself, and that a place lies in another: it would tie all cities of a province.

    Args:
        graph: a built graph.
    """
    facts = to_networkx(graph)
    network: nx.Graph[str] = nx.Graph()
    for start, end, fact in facts.edges(data=True):
        if start != end and fact["predicate"] != CONTAINED_IN:
            weight = network.edges[start, end]["weight"] + 1 if network.has_edge(start, end) else 1
            network.add_edge(start, end, weight=weight)
    network.add_nodes_from((id, data) for id, data in facts.nodes(data=True) if id in network)
    return network


def cities_of(graph: GraphFolder) -> list[str]:
    """The ids of the cities that the reports are about."""
    return reported_cities(graph.entities.values(), graph.statements(), graph.observations())


def named(network: nx.Graph[str], ids: Iterable[str], **columns: Iterable[Any]) -> pd.DataFrame:
    """A DataFrame of entities: id, names and class, then the columns given."""
    import pandas as pd

    nodes = list(ids)
    about = ("name", "name_en", "class_zh", "class_en")
    table: dict[str, list[Any]] = {"id": nodes, **{k: [network.nodes[n][k] for n in nodes] for k in about}}
    return pd.DataFrame({**table, **{name: list(values) for name, values in columns.items()}})
