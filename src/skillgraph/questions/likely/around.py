"""What a graph says around each of its things, kept in memory to be tried quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation, Statement
from skillgraph.questions.likely.spotting import pieces
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.reading import Link
from skillgraph.questions.plain.text import is_spaced


class Said(NamedTuple):
    """One end of a statement, seen from the other; texts stand for themselves."""

    other: str
    modality: str
    year: str


class Around:
    """The statements and figures of each thing, and what lies in each place.

    Args:
        graph: that is asked.
        names: of the graph.
    """

    def __init__(self, graph: GraphFolder, names: Names) -> None:
        self.names = names
        self._said: dict[str, dict[tuple[str, bool], list[Said]]] = defaultdict(lambda: defaultdict(list))
        self.figures: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
        self.between: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in graph.records():
            if not isinstance(record, Statement | Observation) or not record.stands:
                continue
            if isinstance(record, Observation):
                for whose in {record.subject, record.about} - {""}:
                    self.figures[whose][record.indicator].append(record)
                continue
            end = record.object or record.text
            self._said[record.subject][record.predicate, False].append(Said(end, record.modality, record.start[:4]))
            if record.object:
                said = Said(record.subject, record.modality, record.start[:4])
                self._said[record.object][record.predicate, True].append(said)
                self.between[record.subject, record.object].add(record.predicate)
        self._inside: dict[str, set[str]] = defaultdict(set)
        for id in names.entities:
            for place in names.around(id):
                self._inside[place].add(id)
        self._having: dict[str, int] = defaultdict(int)
        for entity in names.entities.values():
            for piece in frozenset[str]().union(*map(pieces, entity.forms)):
                self._having[piece] += 1

    def weight(self, found: Iterable[str]) -> float:
        """How much pieces of words tell: the rarer in names, the more."""
        return sum(log(1 + len(self.names.entities) / (1 + self._having.get(piece, 0))) for piece in found)

    def likeness(self, indicator: str, words: frozenset[str], is_chinese: bool) -> float:
        """How much of an indicator's name in a language some pieces of words have, from 0 to 1."""
        forms = (pieces(form) for form in self.names.entities[indicator].forms if is_spaced(form[0]) != is_chinese)
        return max((self.weight(form & words) / (self.weight(form) or 1) for form in forms), default=0.0)

    def under(self, ids: Iterable[str]) -> frozenset[str]:
        """Things, and what lies in them."""
        named = tuple(ids)
        return frozenset(named).union(*(self._inside.get(id, ()) for id in named))

    def links(self, ids: Iterable[str]) -> set[tuple[str, bool]]:
        """The relations around things, and whether the other end is their subject."""
        return {link for id in ids for link in self._said.get(id, ())}

    def others(
        self, ids: Iterable[str], links: Sequence[Link], modalities: Iterable[str] = ("actual",), year: str = ""
    ) -> frozenset[str]:
        """The other ends of relations around things."""
        return frozenset(
            said.other
            for id in ids
            for link in links
            for said in self._said.get(id, {}).get((link.predicate, link.is_subject), ())
            if said.modality in modalities and year in ("", said.year)
        )

    def modalities(self, ids: Iterable[str], links: Sequence[Link]) -> set[str]:
        """The modalities of what is said by relations around things."""
        ways = [(link.predicate, link.is_subject) for link in links]
        return {said.modality for id in ids for way in ways for said in self._said.get(id, {}).get(way, ())}

    def of_class(self, ids: Iterable[str], name: str) -> frozenset[str]:
        """Those of some things that are of a class."""
        return frozenset(id for id in ids if id in self.names.entities and name in self.names.classes(id))

    def there_are(self, name: str) -> frozenset[str]:
        """All of a class, general terms too, without what is only planned."""
        entities = self.names.entities
        return frozenset(id for id in self.of_class(entities, name) if entities[id].existence != "envisaged")

    def measured(self, ids: Iterable[str], modalities: Sequence[str], year: str) -> dict[str, list[Observation]]:
        """The figures of things by indicator."""
        found: dict[str, list[Observation]] = {}
        for id in ids:
            for indicator, figures in self.figures.get(id, {}).items():
                kept = [f for f in figures if f.modality in modalities and year in ("", f.start[:4], f.end[:4])]
                if kept:
                    found.setdefault(indicator, []).extend(kept)
        return found


@cache
def is_symmetric(predicate: str) -> bool:
    """Whether a relation goes both ways."""
    return ontology().properties[predicate].symmetric
