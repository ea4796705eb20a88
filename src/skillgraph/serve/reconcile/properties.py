"""The properties that tables are matched by and extended with, and their values: facts, unless plans are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from skillgraph.model.bounds import figure_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation
from skillgraph.model.terms import CITY
from skillgraph.serve.reconcile.known import Known

Value = dict[str, Any]
#: What a property is called that leads from the object of a relation that has no name for that, and that of figures.
_BACK, _FIGURE = "^", "figure:"
#: Properties that are no relations, with their labels.
_OWN = {
    "name": ("名称", "name"),
    "nameEn": ("英文名称", "English name"),
    "aliases": ("别名", "other names"),
    "class": ("类别", "class"),
    "city": ("所在城市", "city"),
    "founded": ("成立年份", "year of foundation"),
}
#: What is asked for only to find a thing, and what is had only of it.
_TO_FIND, _TO_HAVE = frozenset(("founded",)), frozenset(("class",))
#: Whole numbers up to here fit into what clients take them for.
_WHOLE = 2**31
ACTUAL = "actual"


class Property(msgspec.Struct, frozen=True):
    """A property: its id, its name in both languages, what its values are."""

    id: str
    name: str
    description: str = ""
    range: str = ""


@cache
def relations() -> dict[str, tuple[str, bool]]:
    """The relation behind each property that is one, and whether the thing is its subject."""
    found: dict[str, tuple[str, bool]] = {}
    for name, relation in ontology().relations.items():
        found[name] = name, True
        if not relation.takes_text and not relation.symmetric:
            found[relation.inverse or _BACK + name] = name, False
    return found


def described(known: Known, id: str) -> Property | None:
    """A property by its id, if there is one."""
    if id in _OWN:
        return Property(id, " ".join(_OWN[id]), range=CITY if id == "city" else "")
    if id in relations():
        name, forward = relations()[id]
        relation = ontology().relations[name]
        ends = (relation.range if forward else relation.domain) if not relation.takes_text else ()
        labels = f"{relation.label_zh} {relation.label_en}"
        shown = labels if forward else f"{labels} ← ({id})"
        return Property(id, shown, "", next((end for end in ends if end in ontology().classes), ""))
    if id in ontology().datatypes:
        return Property(id, ontology().label(id, "zh") + " " + ontology().label(id, "en"), "标识 identifier")
    if id.startswith(_FIGURE) and (indicator := known.entities.get(id.removeprefix(_FIGURE))) is not None:
        name = " ".join(filter(None, (indicator.name, indicator.name_en)))
        return Property(id, name, "数值，最新者在前 figures, the newest first")
    return None


def proposed(known: Known, type: str) -> list[Property]:
    """The properties of things of a class, those first that most have.

    Args:
        known: the graph.
        type: a class; nothing for all things.
    """
    if type not in known.counted and (not type or type in ontology().classes):
        known.counted[type] = Counter(name for id in known.of_class(type) for name in set(_of(known, id)))
    counts = known.counted.get(type, Counter())
    ordered = [id for id in _OWN if id not in _TO_FIND and counts[id]]
    ordered += [id for id, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if id not in _OWN]
    return [found for id in ordered if (found := described(known, id)) is not None]


def suggested(known: Known, words: str) -> list[Property]:
    """The properties whose id or name has some words in it, those that are used most first."""
    wanted = words.casefold()
    extra = (found for id in _TO_FIND if (found := described(known, id)) is not None)
    return [p for p in (*proposed(known, ""), *extra) if wanted in f"{p.id} {p.name}".casefold()]


def _of(known: Known, id: str) -> Iterator[str]:
    """The properties that a thing has, plans among them."""
    entity = known.entities[id]
    yield from ("name", "class")
    yield from (("nameEn",) if entity.name_en else ())
    yield from (("aliases",) if entity.aliases else ())
    yield from (("city",) if known.cities(id) else ())
    yield from (scheme for scheme, _ in entity.identifiers)
    for said in known.said.get(id, ()):
        relation = ontology().relations[said.property]
        yield said.property if said.forward else relation.inverse or _BACK + said.property
    yield from (_FIGURE + figure.indicator for figure in known.figures.get(id, ()) if not figure.about)


def values(known: Known, id: str, property: str, modality: str = ACTUAL, limit: int = 0) -> list[Value]:
    """The values of a property of a thing, each once.

    Args:
        known: the graph.
        id: of the thing; one that nothing has has no values.
        property: its id.
        modality: of the statements that are told; only facts else.
        limit: how many at most; 0 for all.
    """
    if (id := known.now(id)) not in known.entities:
        return []
    found: list[Value] = []
    for value in _values(known, id, property, modality):
        if value not in found:
            found.append(value)
    return found[:limit] if limit > 0 else found


def _values(known: Known, id: str, property: str, modality: str) -> Iterator[Value]:
    entity = known.entities[id]
    if property in relations():
        name, forward = relations()[property]
        told = (s for s in known.said.get(id, ()) if (s.property, s.forward, s.modality) == (name, forward, modality))
        yield from (_thing(known, s.object) if s.object else {"str": s.text} for s in told)
    elif property.startswith(_FIGURE):
        yield from _numbers(known, id, property.removeprefix(_FIGURE), modality)
    elif modality != ACTUAL:
        return
    elif property == "city":
        yield from (_thing(known, city) for city in known.cities(id))
    elif property == "class":
        yield from ({"str": ontology().label(name, "zh")} for name in entity.classes)
    else:
        texts: Iterable[str] = {
            "name": (entity.name,),
            "nameEn": filter(None, (entity.name_en,)),
            "aliases": (*entity.aliases, *entity.aliases_en),
            "founded": known.matcher.founded(id),
        }.get(property, (value for scheme, value in entity.identifiers if scheme == property))
        yield from ({"str": text} for text in texts)


def _thing(known: Known, id: str) -> Value:
    entity = known.entities.get(id)
    return {"id": id, "name": entity.name if entity is not None else id}


def _numbers(known: Known, id: str, indicator: str, modality: str) -> Iterator[Value]:
    """The figures of an indicator, the newest first: numbers, and words where the report gives only a bound."""
    told = [f for f in known.figures.get(id, ()) if f.indicator == indicator and f.modality == modality]
    for figure in sorted(told, key=lambda f: f.end or f.start, reverse=True):
        if not figure.about:
            yield _number(figure)


def _number(figure: Observation) -> Value:
    if figure.value is None or figure.value_max is not None or figure.bound != "exact":
        return {"str": figure_text(figure)}
    whole = figure.value == figure.value.to_integral_value() and abs(figure.value) < _WHOLE
    return {"int": int(figure.value)} if whole else {"float": float(figure.value)}
