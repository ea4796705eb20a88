"""Which city each thing belongs to, so that a picture can keep the cities apart and a reader can ask for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.model.terms import CITY


def reported_cities(
    entities: Iterable[Entity], statements: Iterable[Statement], figures: Iterable[Observation]
) -> list[str]:
    """The cities that a report says something of, in the order of their official codes; those without come after.

    Example:
        >>> cities = [Entity(id, "r", ("City",), id) for id in ("qingdao", "bonn")]
        >>> facts = [Statement("r/1", "r", "qingdao", "partnersWith", "bonn")]
        >>> reported_cities(cities, facts, [])
        ['qingdao']
    """
    # A city that does nothing but lie somewhere is an address, not a city that a report is about.
    addresses, cities = ontology().marked("address"), ontology().below(CITY)
    acting = {s.subject for s in statements if s.predicate not in addresses} | {f.subject for f in figures}
    found = [e for e in entities if e.id in acting and e.existence == "individual" and not cities.isdisjoint(e.classes)]
    return [e.id for e in sorted(found, key=lambda e: (not e.identifiers, e.identifiers, e.id))]


def nearest_cities(
    count: int, cities: Sequence[int], edges: Iterable[tuple[int, int]], within: float = inf
) -> list[tuple[int, ...]]:
    """For each of `count` nodes the cities that the fewest facts lead to; several where it is as near to each.

    Args:
        count: of nodes, which are numbered from 0.
        cities: the nodes that are cities.
        edges: pairs of nodes; directions make no difference.
        within: how many facts may lie between.

    Returns:
        For each node the positions in `cities`, ascending; nothing where no fact leads to a city.

    Example:
        >>> nearest_cities(5, [0, 4], [(0, 1), (1, 2), (2, 3), (3, 4)])
        [(0,), (0,), (0, 1), (1,), (1,)]
        >>> nearest_cities(5, [0, 4], [(0, 1), (1, 2), (2, 3), (3, 4)], within=1)
        [(0,), (0,), (), (1,), (1,)]
    """
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for start, end in edges:
        neighbours[start].append(end)
        neighbours[end].append(start)
    found: list[tuple[int, ...]] = [()] * count
    for number, city in enumerate(cities):
        found[city] = (number,)
    layer = set(cities)
    steps = 0
    while layer and steps < within:
        steps += 1
        reached: dict[int, set[int]] = {}
        for node in layer:
            for other in neighbours[node]:
                if not found[other]:
                    reached.setdefault(other, set()).update(found[node])
        for node, numbers in reached.items():
            found[node] = tuple(sorted(numbers))
        layer = set(reached)
    return found
