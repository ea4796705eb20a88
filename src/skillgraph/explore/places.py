"""Where the things of a picture stand and how large they are, whether a page or a program draws it."""

from __future__ import annotations

from collections import Counter
from math import inf

import msgspec

from skillgraph.explore.layout import SHARED, label_box, positions
from skillgraph.graph.cities import nearest_cities, reported_cities
from skillgraph.graph.view import Chosen

#: So many facts away a thing is still said to belong to a city: over more, all of many reports would belong to a few.
_NEAR = 2


class Places(msgspec.Struct, frozen=True):
    """For each entity of a view, in its order: the nearest cities (positions in `cities`) that few facts lead to, how
    many facts it stands in, and the point where it stands, y downwards. `cities` are positions among the entities."""

    cities: list[int]
    near: list[tuple[int, ...]]
    degrees: list[int]
    points: list[tuple[int, int]]


def places(chosen: Chosen) -> Places:
    """The places of a view's entities: each city's things together, what several share between them.

    Example:
        >>> import skillgraph
        >>> from skillgraph.graph.view import View, choose
        >>> found = places(choose(skillgraph.load(), View()))
        >>> len(found.cities), len(set(found.points)) == len(found.points)
        (4, True)
    """
    numbers = {e.id: n for n, e in enumerate(chosen.entities)}
    pairs, facts = [], []
    for s in chosen.statements:
        if s.object:
            pairs.append((numbers[s.subject], numbers[s.object]))
            if s.is_fact:
                facts.append(pairs[-1])
    cities = [numbers[c] for c in reported_cities(chosen.entities, chosen.statements, chosen.figures)]

    def near(within: float) -> list[tuple[int, ...]]:
        by_fact = nearest_cities(len(numbers), cities, facts, within)
        # What no fact leads to may still be planned somewhere.
        by_plan = nearest_cities(len(numbers), cities, pairs, within)
        return [fact or plan for fact, plan in zip(by_fact, by_plan, strict=True)]

    counts = Counter(node for pair in facts for node in pair)
    degrees = [counts[node] for node in range(len(numbers))]
    boxes = [label_box(e.name, degree) for e, degree in zip(chosen.entities, degrees, strict=True)]
    groups = [cities_of[0] if len(cities_of) == 1 else SHARED if cities_of else None for cities_of in near(inf)]
    return Places(cities, near(_NEAR), degrees, positions(pairs, boxes, groups))
