"""How two things are connected, and where that is said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skillgraph.analysis._distances import paths_from
from skillgraph.analysis._facts import Ties, ties
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents.evidence import read_passage
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Statement

if TYPE_CHECKING:
    import pandas as pd


_ABOUT = ("chain", "step", "subject", "predicate", "predicate_en", "object", "statement")
_PLACE = ("document", "from", "to", "passage")
#: So many of the shortest chains are looked at; what lies between two things of one kind may be without end.
_CHAINS = 10_000


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
    chains = _chains(ties(graph), start, end, most)
    steps = {frozenset(step): dict[str, Statement]() for chain in chains for step in pairwise(chain)}
    for s in graph.statements():
        if s.is_fact and (told := steps.get(frozenset((s.subject, s.object)))) is not None:
            told[s.id] = s
    rows: list[dict[str, Any]] = []
    for number, chain in enumerate(chains, 1):
        for step, pair in enumerate(pairwise(chain), 1):
            for id, fact in sorted(steps[frozenset(pair)].items()):
                about = {
                    "chain": number,
                    "step": step,
                    "subject": graph.entities[fact.subject].name,
                    "predicate": ontology().label(fact.predicate, "zh"),
                    "predicate_en": ontology().label(fact.predicate, "en"),
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


def _chains(network: Ties, start: str, end: str, most: int) -> list[list[str]]:
    numbers, degrees = network.numbers, network.degrees().tolist()
    if start not in numbers or end not in numbers:
        return []
    far = paths_from(numbers[end], len(numbers), network.pairs)[0]
    # From each thing to those that are one step nearer to the end.
    nearer: dict[int, list[int]] = {}
    for one, other in (*network.pairs.tolist(), *network.pairs[:, ::-1].tolist()):
        if far[one] == far[other] + 1 > 0:
            nearer.setdefault(one, []).append(other)

    def onward() -> Iterator[list[int]]:
        begun = [[numbers[start]]]
        while begun:
            chain = begun.pop()
            if far[chain[-1]] == 0:
                yield chain
            begun += [[*chain, other] for other in nearer.get(chain[-1], ())]

    chains = list(islice(onward(), _CHAINS))
    named = [(prod(degrees[n] for n in chain[1:-1]), [network.entities[n].id for n in chain]) for chain in chains]
    return [chain for _, chain in sorted(named)[:most]]
