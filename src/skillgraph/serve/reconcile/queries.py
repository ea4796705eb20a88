"""Reconciliation queries as the API has them, and their candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from skillgraph.model.ontology import ontology
from skillgraph.model.terms import ENTITY
from skillgraph.resolve.matching import Match, Wanted
from skillgraph.resolve.rules import rules
from skillgraph.serve.reconcile.known import Known, label
from skillgraph.serve.reconcile.properties import relations

#: Characters of a name; what is longer is no name. Candidates of one query where it says nothing, and at most.
_LONGEST, _CANDIDATES, _MOST = 200, 5, 100
#: Properties that say where a thing is.
_WHERE = frozenset(("city", "place"))
Values = str | float | bool | dict[str, Any] | None | list[str | float | bool | dict[str, Any] | None]


class PropertyValue(msgspec.Struct, frozen=True):
    """What a row says beside its name: the id of a property, and a value or several."""

    pid: str
    v: Values = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The values as texts; of things that were matched before, their ids."""
        given = self.v if isinstance(self.v, list) else [self.v]
        texts = (str(v.get("id") or v.get("name") or "") if isinstance(v, dict) else _text(v) for v in given)
        return tuple(text.strip()[:_LONGEST] for text in texts if text.strip())


class Query(msgspec.Struct, frozen=True):
    """One query of a batch."""

    query: str = ""
    type: str | list[str] | None = None
    limit: float | None = None
    properties: list[PropertyValue] | None = None
    type_strict: Literal["any", "should", "all"] | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are asked for, without that of everything."""
        given = [self.type] if isinstance(self.type, str) else self.type or []
        return tuple(name for name in given if name and name != ENTITY)


def answer(known: Known, query: Query) -> dict[str, Any]:
    """The candidates of a query, the surest first.

    Args:
        known: the graph.
        query: what is looked for.
    """
    limit = int(query.limit) if query.limit is not None and 1 <= query.limit <= _MOST else _CANDIDATES
    name = query.query.strip()
    if len(name) > _LONGEST:
        return {"result": []}
    matches = known.matcher.matches(_wanted(known, name, query))
    fitting = (match for match in matches if _fits(known, match, query))
    return {"result": [_candidate(known, match) for _, match in zip(range(limit), fitting, strict=False)]}


def _wanted(known: Known, name: str, query: Query) -> Wanted:
    """What a query asks for; values of properties that nobody knows say nothing."""
    names: list[str] = []
    places: set[str] = set()
    near: set[str] = set()
    identifiers: dict[str, str] = {}
    founded = ""
    addresses = ontology().marked("address")
    for given in query.properties or ():
        texts = given.texts
        relation, _ = relations().get(given.pid, ("", True))
        if given.pid in _WHERE or relation in addresses:
            places.update(place for text in texts for place in _places(known, text))
        elif relation:
            near.update(thing for text in texts for thing in _things(known, text))
        elif given.pid in ontology().datatypes:
            identifiers |= dict.fromkeys([given.pid], texts[0]) if texts else {}
        elif given.pid in ("name", "nameEn", "aliases"):
            names += texts
        elif given.pid == "founded":
            founded = next(_years(texts), "")
    classes = tuple(name for name in query.types if name in ontology().classes)
    if not name and names:
        name, *names = names
    return Wanted(known.now(name), classes, tuple(names), frozenset(places), frozenset(near), identifiers, founded)


def _places(known: Known, text: str) -> frozenset[str]:
    return frozenset((text,)) if text in known.entities else known.matcher.places.named(text)


def _things(known: Known, text: str) -> frozenset[str]:
    return frozenset((text,)) if text in known.entities else known.matcher.called(text)


def _years(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if text[:4].isdecimal() and len(text) >= 4:
            yield text[:4]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _fits(known: Known, match: Match, query: Query) -> bool:
    """Whether a candidate is of the types that are asked for, unless these are but a wish."""
    if not query.types or query.type_strict == "should":
        return True
    of = set(known.classes(match.thing.id))
    return of.issuperset(query.types) if query.type_strict == "all" else not of.isdisjoint(query.types)


def _candidate(known: Known, match: Match) -> dict[str, Any]:
    id = match.thing.id
    weights = rules().weights
    return {
        "id": id,
        "name": known.entities[id].name,
        "description": known.description(id),
        "type": [type_of(name) for name in known.classes(id)],
        "score": round(100 * match.score, 1),
        "match": match.certain,
        "features": [{"id": reason, "value": weights[reason]} for reason in match.reasons],
    }


def type_of(name: str) -> dict[str, str]:
    """A class as the API names types."""
    return {"id": name, "name": label(name)}
