"""Which things are compared at all: those that share a key, in blocks that stay small, so that it scales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skillgraph.language.pinyin import spelled
from skillgraph.resolve.forms import Form, Reading
from skillgraph.resolve.rules import rules
from skillgraph.resolve.things import Thing
from skillgraph.resolve.weighing import LONGEST, SHORTEST, is_short_for

#: Things of one key that are all compared with each other; of more, those of one place are, and neighbours by name.
_BLOCK, _WINDOW = 40, 8
#: Fewer characters that are left of a stem say nothing.
_DISTINCT = 2


def pairs(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """The pairs of things that may be one, each once, in the order of the things.

    Args:
        things: to be compared.
    """
    found: set[tuple[int, int]] = set()
    for block in _blocks(things):
        found.update(_within(block, things))
    for one, other in sorted(found):
        yield things[one], things[other]


def _blocks(things: Sequence[Thing]) -> Iterator[list[int]]:
    """The things of each key, and those that may be the short form of others with these."""
    by_key: dict[str, list[int]] = {}
    for number, thing in enumerate(things):
        for key in dict.fromkeys(keys(thing)):
            by_key.setdefault(key, []).append(number)
    yield from (block for block in by_key.values() if len(block) > 1)
    yield from _short_forms(things)


def keys(thing: Thing) -> Iterator[str]:
    """What a thing shares with what may be the same: spellings, stems with an ending or a place, readings, ids."""
    for form in thing.forms:
        yield f"name {form.key}"
        for number, reading in enumerate(form.readings):
            yield from _keys_of(reading, thing, is_core=number == 0)
    yield from (f"english {name}" for name in thing.english)
    yield from (f"letters {letters}" for letters in thing.initials | thing.letters | thing.spelled)
    yield from (f"id {scheme} {value}" for scheme, value in thing.identifiers.items())


def _keys_of(reading: Reading, thing: Thing, is_core: bool) -> Iterator[str]:
    for line in reading.ending.lines if reading.ending else ("",):
        yield from _keys_of_line(reading, thing, is_core, line)


def _keys_of_line(reading: Reading, thing: Thing, is_core: bool, line: str) -> Iterator[str]:
    if not reading.is_common:
        yield f"stem {reading.stem} {line}"
        distinct = rules().common.sub("", reading.stem)
        if is_core and len(distinct) >= _DISTINCT:
            yield f"distinct {distinct}"
            yield f"sound {spelled(reading.stem)} {line}"
    elif is_core:
        for place in reading.places | thing.places:
            yield f"common {reading.stem} {place} {line}"


def _within(block: list[int], things: Sequence[Thing]) -> Iterator[tuple[int, int]]:
    """The pairs of a block; of a large one, those of one place, and of many of one place those with similar names."""
    if len(block) <= _BLOCK:
        yield from ((a, b) for n, a in enumerate(block) for b in block[n + 1 :])
        return
    by_place: dict[str, list[int]] = {}
    for number in block:
        for place in _places(things[number]) or {""}:
            by_place.setdefault(place, []).append(number)
    for group in by_place.values():
        ordered = sorted(group, key=lambda n: (things[n].forms[0].key, n)) if len(group) > _BLOCK else group
        reach = _WINDOW if len(group) > _BLOCK else len(group)
        for n, a in enumerate(ordered):
            yield from ((min(a, b), max(a, b)) for b in ordered[n + 1 : n + 1 + reach])


def _places(thing: Thing) -> frozenset[str]:
    return thing.places.union(*(form.core.places for form in thing.forms))


def _short_forms(things: Sequence[Thing]) -> Iterator[list[int]]:
    """Each short name with a longer one that it may stand for."""
    short: dict[tuple[str, str], list[tuple[int, Form]]] = {}
    for number, thing in enumerate(things):
        for form in thing.forms:
            if SHORTEST <= len(form.key) <= LONGEST and form.key.endswith(rules().short_ends):
                short.setdefault((form.key[0], form.key[1]), []).append((number, form))
    if not short:
        return
    for number, thing in enumerate(things):
        if not thing.is_local:
            continue
        for form in thing.forms:
            for second in dict.fromkeys(form.key[1:]):
                for other, name in short.get((form.key[0], second), ())[:_BLOCK]:
                    if other != number and is_short_for(name, form):
                        yield sorted((number, other))
