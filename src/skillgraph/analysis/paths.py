"""How two things are connected, and where that is said."""

from __future__ import annotations

from itertools import islice, pairwise
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from skillgraph.analysis._facts import ties
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents.evidence import read_passage
from skillgraph.formats.networkx_graph import to_networkx

if TYPE_CHECKING:
    import pandas as pd


_ABOUT = ("chain", "step", "subject", "predicate", "predicate_en", "object", "statement")
_PLACE = ("document", "from", "to", "passage")


def explanations(
    graph: KnowledgeGraph, start: str, end: str, *, most: int = 3, documents: Path | None = None
) -> pd.DataFrame:
    """The shortest chains of facts from one thing to another, each fact with the passage that states it.

    All shortest paths of the network without directions (breadth-first search, Moore 1959); those over what fewest
    things are tied to come first, because what everything is tied to explains little. The network page counts alike.

    Args:
        graph: a built graph.
        start: id of the one, as `laos-lpb-college`.
        end: id of the other.
        most: how many chains; there may be many of the same length.
        documents: the folder of the reader's own copies of the reports, for the words of the passages.

    Returns:
        A row for each passage of each fact: `chain` and `step` (from 1), `subject`, `predicate` and `object` (names;
        `predicate_en` too), `statement` (id), `document`, `from` and `to` (code points) and `passage` (None where
        there is no copy). No row where nothing connects the two.

    Raises:
        UsageError: an id is not in the graph.
        DataError: a copy is not the report that the offsets were made for.

    Example:
        >>> import skillgraph
        >>> table = explanations(skillgraph.load(), "laos-lpb-college", "gfm")
        >>> table[["subject", "predicate", "object"]].iloc[0].tolist()
        ['青岛市', '合作', '老挝琅勃拉邦职业技术学院']
    """
    import pandas as pd

    for id in (start, end):
        if id not in graph.entities:
            raise graph.no_such("entity", id)
    network, facts = ties(graph), to_networkx(graph)
    statements = {s.id: s for s in graph.statements()}
    rows: list[dict[str, Any]] = []
    for number, chain in enumerate(_chains(network, start, end, most), 1):
        for step, (one, other) in enumerate(pairwise(chain), 1):
            found: dict[str, dict[str, str]] = {}
            for ends in ((one, other), (other, one)):
                found |= {str(id): data for id, data in (facts.get_edge_data(*ends) or {}).items()}
            for id in sorted(found):
                fact = statements[id]
                about = {
                    "chain": number,
                    "step": step,
                    "subject": graph.entities[fact.subject].name,
                    "predicate": found[id]["label_zh"],
                    "predicate_en": found[id]["label_en"],
                    "object": graph.entities[fact.object].name,
                    "statement": id,
                }
                passages = [read_passage(graph.documents[e.document], e, documents) for e in fact.evidence]
                places: list[tuple[Any, ...]] = [(p.document, p.start, p.end, p.text) for p in passages]
                places = places or [(fact.source, None, None, None)]
                rows += [{**about, **dict(zip(_PLACE, place, strict=True))} for place in places]
    columns = [*_ABOUT, *_PLACE]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"from": "Int64", "to": "Int64"})


def _chains(network: nx.Graph[str], start: str, end: str, most: int) -> list[list[str]]:
    if start not in network or end not in network or not nx.has_path(network, start, end):
        return []
    chains: list[list[str]] = [list(map(str, c)) for c in islice(nx.all_shortest_paths(network, start, end), 10_000)]
    return sorted(chains, key=lambda chain: (prod(network.degree(id) for id in chain[1:-1]), chain))[:most]
