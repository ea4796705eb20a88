"""Readings that ask what has no relation: those of a class of which no fact says it."""

from __future__ import annotations

from collections.abc import Iterator

from skillgraph.questions.likely.around import Around
from skillgraph.questions.likely.spotting import Named, Spot, Spotted
from skillgraph.questions.likely.supposed import Supposed, links_of
from skillgraph.questions.plain.reading import Link, Reading, Things

#: Things of a class that are looked through: nobody reads a list of more.
_OF_CLASS = 500


def lacking(named: list[Named], spotted: Spotted, around: Around) -> Iterator[Supposed]:
    """Those of a class, all or in a place, of which no fact has a relation: 哪些市还没有境外合作方.

    Args:
        named: what a question names.
        spotted: the words of the question.
        around: what the graph says.
    """
    if not spotted.is_denied:
        return
    known = list(_known(named, spotted, around))
    for asked, spot, used, of_it in _asked(named, spotted, around):
        there = {((predicate,), not is_subject) for predicate, is_subject in around.links(of_it)}
        said = {(r.predicates, is_subject) for _, r in spotted.relations for is_subject in (True, False)}
        for links in sorted({links_of(*way) for way in said or there}):
            turned = [Link(link.predicate, not link.is_subject) for link in links]
            ends = {id: around.others([id], turned) for id in of_it}
            for things, words, ids in known:
                if any(each.start < word.end and word.start < each.end for each in (spot, *used) for word in words):
                    continue
                rest = frozenset(id for id, found in ends.items() if not (found if ids is None else found & ids))
                if rest and rest != of_it:
                    yield Supposed(Reading("class", asked, things, links), (*used, *words) or (spot,), spot, rest)


def _asked(
    named: list[Named], spotted: Spotted, around: Around
) -> Iterator[tuple[Things, Spot, tuple[Spot, ...], frozenset[str]]]:
    """Single things of a class, all and in a place, with the words that say so."""
    for spot, name in spotted.classes:
        entities = around.names.entities
        of_it = frozenset(id for id in around.of_class(entities, name) if entities[id].existence == "individual")
        if len(of_it) <= _OF_CLASS:
            yield Things(class_name=name), spot, (), of_it
        for place in named:
            if not place.holds(spot) and all(map(around.names.is_place, place.ids)):
                there = of_it & around.under(place.ids) - {*place.ids}
                if len(there) <= _OF_CLASS:
                    yield Things(class_name=name, places=place.ids), spot, place.spots, there


def _known(
    named: list[Named], spotted: Spotted, around: Around
) -> Iterator[tuple[Things, tuple[Spot, ...], frozenset[str] | None]]:
    """What the relation may be to: anything, a thing that is named, or any of a class."""
    yield Things(), (), None
    for thing in named:
        yield Things(thing.ids), thing.spots, frozenset(thing.ids)
        if all(map(around.names.is_place, thing.ids)):
            yield Things(thing.ids, within=True), thing.spots, around.under(thing.ids)
    for spot, name in spotted.classes:
        yield Things(class_name=name), (spot,), around.there_are(name)
