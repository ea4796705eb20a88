"""Which sources state a fact, and how often: what several passages say alike, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.dates import days
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Statement

COLUMNS = ("subject", "relation", "object", "stated", "sources", "ids")
#: A row as `COLUMNS` has it.
_Row = tuple[str, str, str, int, list[str], list[str]]
#: Subject, relation, and object or text.
_Key = tuple[str, str, str]


def agreement(graph: GraphFolder, sources: int = 1) -> Rows:
    """Facts that are stated more than once; `KnowledgeGraph.agreement` says the rest."""
    alike: dict[_Key, list[Statement]] = {}
    for statement in graph.statements():
        if statement.modality == "actual" and statement.status != "rejected":
            alike.setdefault(_key(statement), []).append(statement)
    found = [row for said in alike.values() if len(said) > 1 for row in _row(graph, said)]
    found = [row for row in found if len(row[4]) >= sources]
    found.sort(key=lambda row: (-len(row[4]), -row[3], row[0], row[2]))
    return Rows(COLUMNS, [tuple(row) for row in found])


def _key(s: Statement) -> _Key:
    """What a statement says, whichever end a relation without direction is told from."""
    ends = (s.subject, s.object or s.text)
    if s.object and ontology().properties[s.predicate].symmetric:
        ends = (min(ends), max(ends))
    return (ends[0], s.predicate, ends[1])


def _row(graph: GraphFolder, said: Sequence[Statement]) -> Iterator[_Row]:
    """The row of what is said of one time at least twice; the same of another time is another fact."""
    together = [s for s in said if any(s is not other and _may_be_at_once(s, other) for other in said)]
    if together:
        sources = sorted({s.source for s in together})
        # Of a relation without direction, it reads as the first source has it.
        first = together[0]
        ends = (first.subject, first.object or first.text)
        subject, object = (graph.entities[id].name if id in graph.entities else id for id in ends)
        yield subject, first.predicate, object, len(together), sources, [s.id for s in together]


def _may_be_at_once(one: Statement, other: Statement) -> bool:
    """Whether two periods overlap, or a missing date leaves it open."""
    a, b = days(one.start, one.end), days(other.start, other.end)
    first, last = "startDate", "endDate"
    return a.get(first, "") <= b.get(last, "9999") and b.get(first, "") <= a.get(last, "9999")
