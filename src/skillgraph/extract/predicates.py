"""What a name alone says of the thing that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import GOVERNMENTS, Mention
from skillgraph.model.terms import GOVERNMENT_OF, INVOLVES, LOCATED_IN, ORIGINATES_FROM


class Linked(msgspec.Struct, frozen=True):
    """A mention of the sentence and the entity that it means."""

    mention: Mention
    entry: Entry


_OF_TWO_COUNTRIES = classes("of_two_countries")
_LOCATED = classes("located")
_BROUGHT = classes("brought")


def name_relations(outer: Linked, nested: Sequence[Linked]) -> Iterator[tuple[Entry, str, Entry]]:
    """What a name says by the places in it: the country of a college, the city of a bureau."""
    type_ = outer.entry.type
    for x in nested:
        inner = x.entry
        if inner is outer.entry:
            continue
        if type_ in GOVERNMENTS and x.mention.start == outer.mention.start:
            yield outer.entry, GOVERNMENT_OF, inner
        elif len(x.mention.text) == 1 and type_ in _OF_TWO_COUNTRIES:
            yield outer.entry, INVOLVES, inner
        elif type_ in _LOCATED:
            yield outer.entry, LOCATED_IN, inner
        elif type_ in _BROUGHT:
            yield outer.entry, ORIGINATES_FROM, inner
