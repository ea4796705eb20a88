"""What predicates go with which classes, and what a name alone says of the thing that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes, instead, objects, relations
from skillgraph.extract.mentions import FIELDS, GOVERNMENTS, PLACES, Mention
from skillgraph.model.terms import (
    ALIGNED_WITH,
    COVERS_FIELD,
    EDITION_OF,
    GOVERNMENT_OF,
    INVOLVES,
    LOCATED_IN,
    ORIGINATES_FROM,
    RELATED_TO,
)


class Linked(msgspec.Struct, frozen=True):
    """A mention of the sentence and the entity that it means."""

    mention: Mention
    entry: Entry


_OBJECTS = objects()
_INSTEAD = instead()
_OF_FIELDS = relations("of_fields")
_OF_PLACES = relations("of_places")
_COMPETITIONS = classes("competitions")
_SKILLED = classes("skilled")
_OF_TWO_COUNTRIES = classes("of_two_countries")
_LOCATED = classes("located")
_BROUGHT = classes("brought")
_INTERNATIONAL = classes("international")
_POLICIES = classes("policies")
_WITHOUT_THEME = classes("without_theme")


def fitting(predicate: str, thing: Entry) -> str | None:
    """The predicate that a verb has with this object, or None if it makes no sense."""
    type_ = thing.type
    for stated, types, other in _INSTEAD:
        if predicate in stated and type_ in types:
            return other
    if (type_ in FIELDS and predicate not in _OF_FIELDS) or (type_ in PLACES and predicate not in _OF_PLACES):
        return None
    allowed = _OBJECTS.get(predicate)
    return predicate if allowed is None or type_ in allowed else None


def name_relations(outer: Linked, nested: Sequence[Linked]) -> Iterator[tuple[Entry, str, Entry]]:
    """What a name alone says: the country of a college, the city of a bureau, the skill of a competition."""
    type_ = outer.entry.type
    for x in nested:
        inner = x.entry
        if inner is outer.entry:
            continue
        if inner.type in PLACES:
            pair = x.mention.text != x.entry.name and len(x.mention.text) == 1
            if type_ in GOVERNMENTS and x.mention.start == outer.mention.start:
                yield outer.entry, GOVERNMENT_OF, inner
            elif pair and inner.known == "china":
                continue
            elif pair and type_ in _OF_TWO_COUNTRIES:
                yield outer.entry, INVOLVES, inner
            elif type_ in _LOCATED:
                yield outer.entry, LOCATED_IN, inner
            elif type_ in _BROUGHT:
                yield outer.entry, ORIGINATES_FROM, inner
        elif inner.type in FIELDS and type_ in _SKILLED:
            yield outer.entry, COVERS_FIELD, inner
        elif inner.type in _COMPETITIONS and type_ in _COMPETITIONS:
            yield outer.entry, EDITION_OF if re.match(r"[0-9]{4}年|第", outer.mention.text) else RELATED_TO, inner
        elif inner.type in _INTERNATIONAL and type_ not in _WITHOUT_THEME:
            yield outer.entry, INVOLVES, inner
        elif inner.type in _POLICIES and type_ not in _WITHOUT_THEME:
            yield outer.entry, ALIGNED_WITH, inner
