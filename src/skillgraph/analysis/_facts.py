"""The network that measures are taken of: one tie for two things, however many facts are between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats.networkx_graph import node_attributes
from skillgraph.graph.cities import reported_cities
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity
from skillgraph.model.terms import CONTAINED_IN

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.int64]


class Ties(msgspec.Struct, frozen=True):
    """Entities that facts tie to others, each at its number; pairs of such numbers, an array of shape (ties, 2); how
    many facts are between each pair."""

    entities: list[Entity]
    pairs: Numbers
    facts: Numbers

    @property
    def numbers(self) -> dict[str, int]:
        """Each entity's number, by its id."""
        return {entity.id: number for number, entity in enumerate(self.entities)}

    def degrees(self) -> Numbers:
        """How many others each entity is tied to."""
        return np.bincount(self.pairs.ravel(), minlength=len(self.entities))

    def named(self, numbers: Iterable[int], **columns: Iterable[Any]) -> pd.DataFrame:
        """A DataFrame of some entities: id, names and class, then the columns given."""
        import pandas as pd

        chosen = [self.entities[n] for n in numbers]
        about = [node_attributes(entity) for entity in chosen]
        table: dict[str, list[Any]] = {"id": [entity.id for entity in chosen]}
        table |= {k: [row[k] for row in about] for k in ("name", "name_en", "class_zh", "class_en")}
        return pd.DataFrame({**table, **{name: list(values) for name, values in columns.items()}})


def ties(graph: KnowledgeGraph) -> Ties:
    """Entities, and a tie between any two that a fact is about, with the number of these facts.

    Directions are left out: a fact and its inverse would be the same tie. Entities with no tie are left out, and so
    are facts of a thing about itself, and that a place lies in another: it would tie all cities of a province.

    Args:
        graph: a built graph.
    """
    scales = ontology().marked("scale")
    known = {e.id for e in graph.entities.values() if scales.isdisjoint(e.classes)}
    numbers: dict[str, int] = {}
    facts: Counter[tuple[int, int]] = Counter()
    for s in graph.statements():
        if s.is_fact and s.subject != s.object and s.predicate != CONTAINED_IN and {s.subject, s.object} <= known:
            one, other = (numbers.setdefault(id, len(numbers)) for id in (s.subject, s.object))
            facts[min(one, other), max(one, other)] += 1
    return Ties(
        [graph.entities[id] for id in numbers],
        np.array(list(facts), dtype=np.int64).reshape(-1, 2),
        np.array(list(facts.values()), dtype=np.int64),
    )


def cities_of(graph: GraphFolder) -> list[str]:
    """The ids of the cities that the reports are about."""
    return reported_cities(graph.entities.values(), graph.statements(), graph.observations())
