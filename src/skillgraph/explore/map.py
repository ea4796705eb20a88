"""The map of a page: where its places are, and the land around them, cut from what explorer/map_tables.py made.

There is no border on it: coasts and points only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from skillgraph.explore.schema import PlaceMap
from skillgraph.graph.view import Chosen
from skillgraph.model.ontology import ontology
from skillgraph.model.terms import PLACE

_HERE = Path(__file__).parent / "map"
#: Fewer places are no map.
FEWEST = 3
#: The map's middle: the Atlantic is its rim, so that China is not.
_MIDDLE = 105
#: Degrees around the outermost places.
_MARGIN = 6
#: Coordinates are whole numbers: so many are a degree.
SCALE = 20

Line = list[tuple[float, float]]


def place_map(chosen: Chosen, relations: Sequence[str]) -> PlaceMap | None:
    """The map of a view's places; nothing where fewer than `FEWEST` are known.

    Args:
        chosen: what the page shows.
        relations: the relations in the page's order.

    Example:
        >>> import skillgraph
        >>> from skillgraph.graph.view import View, choose
        >>> found = place_map(choose(skillgraph.load(), View()), ["locatedIn"])
        >>> len(found.things) > 10, found.address
        (True, [0])
    """
    places = ontology().below(PLACE)
    known, unknown = {}, []
    for number, entity in enumerate(chosen.entities):
        if entity.existence != "individual" or places.isdisjoint(entity.classes):
            continue
        point = next(filter(None, (_point(*pair) for pair in entity.identifiers)), None)
        if point:
            known[number] = point
        else:
            unknown.append(number)
    if len(known) < FEWEST:
        return None
    east = [_eastward(x) for x, _ in known.values()]
    north = [y for _, y in known.values()]
    return PlaceMap(
        things=[*known],
        x=[round(x * SCALE) for x in east],
        y=[round(y * SCALE) for y in north],
        land=_land(_box(east, north)),
        address=[n for n, name in enumerate(relations) if name in ontology().marked("address")],
        unknown=unknown,
    )


@cache
def _points() -> dict[tuple[str, str], tuple[float, float]]:
    rows = (line.split("\t") for line in (_HERE / "points.tsv").read_text("utf-8").splitlines())
    return {(scheme, code): (float(x), float(y)) for scheme, code, x, y in rows}


def _point(scheme: str, code: str) -> tuple[float, float] | None:
    """Where a code is; a county is where its prefecture is, or its province."""
    points = _points()
    codes = [code, code[:4] + "00", code[:2] + "0000"] if len(code) == 6 and code.isdigit() else [code]
    return next((points[scheme, c] for c in codes if (scheme, c) in points), None)


def _eastward(x: float) -> float:
    """A longitude in a map that begins half the world west of its middle."""
    return (x - _MIDDLE + 180) % 360 + _MIDDLE - 180


def _box(east: list[float], north: list[float]) -> tuple[float, float, float, float]:
    """What the map shows: all places with a margin, neither a strip nor a column."""
    west, south, right, top = min(east) - _MARGIN, min(north) - _MARGIN, max(east) + _MARGIN, max(north) + _MARGIN
    lacking = max(0.7 * (right - west) - (top - south), 0) / 2
    missing = max((top - south) - (right - west), 0) / 2
    return west - missing, max(south - lacking, -58), right + missing, min(top + lacking, 84)


def _land(box: tuple[float, float, float, float]) -> list[list[int]]:
    """The rings of land within a box: the first point, then the steps from one to the next."""
    west, south, east, north = box
    found = []
    for ring in json.loads((_HERE / "land.json").read_text("utf-8")):
        for turn in (-360, 0, 360):
            line = [(x + turn, y) for x, y in zip(ring[::2], ring[1::2], strict=True)]
            for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
                line = _cut(line, axis, limit, sign)
            points = [(round(x * SCALE), round(y * SCALE)) for x, y in line]
            points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
            if len(points) > 2:
                steps = [(x - px, y - py) for (px, py), (x, y) in pairwise(points)]
                found.append([value for pair in (points[0], *steps) for value in pair])
    return found


def _cut(line: Line, axis: int, limit: float, sign: int) -> Line:
    """The part of a ring on one side of a line, after Sutherland and Hodgman."""
    kept: Line = []
    for n, b in enumerate(line):
        a = line[n - 1]
        inside = [(point[axis] - limit) * sign >= 0 for point in (a, b)]
        if inside[0] != inside[1]:
            part = (limit - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
        if inside[1]:
            kept.append(b)
    return kept
