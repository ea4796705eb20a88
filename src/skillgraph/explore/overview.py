"""The overview that a page opens on: the central things of a graph and what ties them, with room for every name."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

import numpy as np

from skillgraph.explore.communities import components
from skillgraph.explore.layout import positions
from skillgraph.explore.schema import Overview
from skillgraph.graph.view import Chosen
from skillgraph.model.ontology import ontology

#: How many things an overview has at most; where the window has no room for so many names, fewer.
MOST = 60
_LEAST, _FEWER = 24, 4
#: How many of them the others are chosen around.
_HUBS = 8
#: A thing is central where it has at least this share of the facts of the best connected one.
_CENTRAL = 0.4
#: How many letters of a name the page shows.
_SHOWN = 16
#: The window that names have room in, without its rim: what most screens leave for the picture.
_WINDOW = (1000, 660)


def overview(
    chosen: Chosen, points: Sequence[tuple[int, int]], degrees: Sequence[int], first: Sequence[int]
) -> Overview:
    """The overview of a view, within the bounds of its whole picture so that one camera fits both.

    Args:
        chosen: what the page shows.
        points: where its things stand in the whole picture.
        degrees: how many facts each stands in.
        first: the things that belong to it whatever ties them, the most important first.

    Example:
        >>> from skillgraph.model.records import Entity
        >>> few = Chosen({}, [Entity("a", "r", ("City",), "甲")], [], [], {}, {}, {}, [], {})
        >>> overview(few, [(0, 0)], [0], []).things
        []
    """
    if len(chosen.entities) <= MOST:
        return Overview([], [], [])
    numbers = {e.id: n for n, e in enumerate(chosen.entities)}
    where = ontology().marked("address")
    facts = [s for s in chosen.statements if s.is_fact and s.object]
    pairs = [(numbers[s.subject], numbers[s.object]) for s in facts]
    # That all lie in one country ties nothing.
    ties = [pair for pair, s in zip(pairs, facts, strict=True) if s.predicate not in where]
    if not ties:
        return Overview([], [], [])
    things = central([e.existence == "individual" for e in chosen.entities], ties, first)
    least = max(_LEAST, len(first) + _FEWER)
    while (found := _laid_out(chosen, things, pairs, points, degrees))[1] < 1 and len(things) > least:
        things = things[:-_FEWER]
    return found[0]


def _laid_out(
    chosen: Chosen,
    things: list[int],
    facts: Iterable[tuple[int, int]],
    points: Sequence[tuple[int, int]],
    degrees: Sequence[int],
) -> tuple[Overview, float]:
    """Places for some things, and how much room the window has for each pixel that they need."""
    kept = {thing: place for place, thing in enumerate(things)}
    ties = [(kept[a], kept[b]) for a, b in facts if a in kept and b in kept]
    # What has no tie to the rest is laid out as if it had one: parts side by side would need more room.
    parts = components(len(things), np.array(ties, dtype=np.int64).reshape(-1, 2))
    ties += [(0, first) for first in np.unique(parts, return_index=True)[1].tolist() if first]
    dots = [_dot(degrees[thing]) for thing in things]
    boxes = [_box(chosen.entities[thing].name, dot) for thing, dot in zip(things, dots, strict=True)]
    # A name stands to the right of its dot: the dot is at the left end of the box that both need.
    placed = [(x - w / 2 + dot, y) for (x, y), (w, _), dot in zip(positions(ties, boxes), boxes, dots, strict=True)]
    x, y, room = _within(placed, boxes, dots, points)
    return Overview(things, x, y), room


def central(named: Sequence[bool], facts: Iterable[tuple[int, int]], first: Sequence[int] = ()) -> list[int]:
    """The central things, then those that tie them, then each one's best connected neighbours in turn.

    Args:
        named: for each thing whether it is one thing, and no kind of things; kinds come last.
        facts: pairs of things; directions make no difference.
        first: what is central before all others and never left out.

    Example:
        >>> central([True] * 5, [(0, 1), (0, 2), (3, 2), (3, 4), (0, 4)])
        [0, 2, 3, 4, 1]
    """
    near: list[set[int]] = [set() for _ in named]
    for a, b in facts:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    weight = {n: (not named[n], -len(near[n]), n) for n in range(len(named))}
    ranked = sorted((n for n in weight if near[n]), key=weight.__getitem__)
    least = len(near[ranked[0]]) * _CENTRAL if ranked else 0
    hubs = list(dict.fromkeys((*first, *(n for n in ranked if len(near[n]) >= least))))[: max(_HUBS, len(first))]
    shared = {n: len(near[n] & set(hubs)) for n in ranked}
    ties = sorted((n for n in ranked if shared[n] > 1), key=lambda n: (-shared[n], weight[n]))
    around = [sorted(near[hub], key=weight.__getitem__) for hub in hubs]
    in_turn = (n for row in zip_longest(*around) for n in row if n is not None)
    return list(dict.fromkeys((*hubs, *ties[: MOST // 3], *in_turn, *ranked)))[:MOST]


def _dot(degree: int) -> float:
    """The radius of a dot, as the page draws it."""
    return 3 + min(1.6 * math.sqrt(degree), 15)


def _box(name: str, dot: float) -> tuple[float, float]:
    """The room that a dot and its name need on the screen, the name in the page's size of letters."""
    letters = 12 + min(dot / 4, 4)
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in name[:_SHOWN])
    return 2 * dot + wide * letters + 14, max(2 * dot, 1.3 * letters) + 4


def _within(
    placed: Sequence[tuple[float, float]],
    boxes: Sequence[tuple[float, float]],
    dots: Sequence[float],
    points: Sequence[tuple[int, int]],
) -> tuple[list[int], list[int], float]:
    """Places in the bounds of the whole picture, which fill the window, and by how much they had to grow for that."""
    lefts = [x - dot for (x, _), dot in zip(placed, dots, strict=True)]
    rights = [left + w for left, (w, _) in zip(lefts, boxes, strict=True)]
    columns, rows = _range([*lefts, *rights]), _range([y for _, y in placed])
    whole = _range([x for x, _ in points]), _range([y for _, y in points])
    # How large the page draws the whole picture in the window, and how much the overview grows to fill it.
    shown = min(_WINDOW[0] / (whole[0][1] or 1), _WINDOW[1] / (whole[1][1] or 1))
    grown = min(_WINDOW[0] / (columns[1] or 1), _WINDOW[1] / (rows[1] or 1))
    scale = grown / shown
    return (
        [round(whole[0][0] + (x - columns[0]) * scale) for x, _ in placed],
        [round(whole[1][0] + (y - rows[0]) * scale) for _, y in placed],
        grown,
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    """The middle of some numbers, and from the least to the greatest how far it is."""
    low, high = min(values), max(values)
    return (low + high) / 2, high - low
