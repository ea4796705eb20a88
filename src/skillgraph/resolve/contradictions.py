"""What sources of a graph say differently: figures, facts and denials, dates, places, totals.

Nothing is changed and nothing is taken back: each finding names all that is said, and a person decides. The graph is
read twice, and only what shares its key with another record is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.derivation import World
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation, Statement
from skillgraph.model.terms import BASE_UNIT
from skillgraph.resolve.facts import Facts
from skillgraph.resolve.figures import Figures
from skillgraph.resolve.findings import KINDS, Finding, Judged, Kind, Preference, governing
from skillgraph.resolve.totals import Totals

#: What is looked for where nothing else is asked: what a plan came to is no contradiction.
USUAL: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "plan")


def findings(graph: GraphFolder, kinds: Collection[Kind] = USUAL, judged: Judged | None = None) -> Iterator[Finding]:
    """What came out of comparing the sources of a graph, what agrees too.

    Args:
        graph: a built graph.
        kinds: of findings.
        judged: what people judged of pairs of statements or figures.

    Example:
        >>> import skillgraph
        >>> {finding.verdict for finding in findings(skillgraph.load(), ["total"])}
        {'agree'}
    """
    walk = _Walk(graph, judged or Judged())
    found = (*walk.figures.findings("plan" in kinds), *walk.facts.findings(), *walk.totals.findings())
    return (finding for finding in found if finding.kind in kinds)


class _Walk:
    """Two walks over the records: what they are compared by, and those that have something to be compared with."""

    def __init__(self, graph: GraphFolder, judged: Judged) -> None:
        world, base, governs = World(), dict[str, str](), dict[str, set[str]]()
        documents, entities = graph.documents, graph.entities
        preference = Preference(documents, entities, governs, world.within)
        self.figures = Figures(documents, entities, base, preference, judged)
        self.facts = Facts(documents, entities, world.within, preference, judged)
        self.totals = Totals(base, preference, judged)
        keys, addresses = _Shared(), ontology().marked("address")
        totals: set[str] = set()
        for record in graph.records():
            if isinstance(record, Statement):
                if record.is_fact and record.predicate in addresses:
                    world.add_fact(record.subject, record.predicate, record.object)
                if record.is_fact and record.predicate == BASE_UNIT:
                    base[record.subject] = record.object
                if governing(record):
                    governs.setdefault(record.subject, set()).add(record.object)
                for key in self.facts.keys(record):
                    keys.add(key)
            elif isinstance(record, Observation):
                if figure_key := self.figures.key(record):
                    keys.add(figure_key)
                totals |= {record.part_of} if record.part_of else set()
        self._collect(graph, keys, totals)

    def _collect(self, graph: GraphFolder, keys: _Shared, totals: Collection[str]) -> None:
        for record in graph.records():
            if isinstance(record, Statement):
                for key in self.facts.keys(record):
                    if key in keys:
                        self.facts.add(key, record)
            elif isinstance(record, Observation):
                figure_key = self.figures.key(record)
                if figure_key and figure_key in keys:
                    self.figures.add(figure_key, record)
                if record.part_of or record.id in totals:
                    self.totals.add(record)


class _Shared:
    """Keys that came more than once, by their hashes: one too many costs a record, and a million take little room."""

    def __init__(self) -> None:
        self._once: set[int] = set()
        self._often: set[int] = set()

    def add(self, key: Hashable) -> None:
        number = hash(key)
        (self._often if number in self._once else self._once).add(number)

    def __contains__(self, key: Hashable) -> bool:
        return hash(key) in self._often
