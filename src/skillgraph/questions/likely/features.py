"""What speaks for and against a reading of a question, as numbers that weights are learned for."""

from __future__ import annotations

import re
from functools import cache
from math import log1p

from skillgraph.model import terms
from skillgraph.model.ontology import ontology
from skillgraph.questions.likely.around import Around, is_symmetric
from skillgraph.questions.likely.spotting import Spot, Spotted, pieces
from skillgraph.questions.likely.supposed import Supposed
from skillgraph.questions.plain.admitting import IN
from skillgraph.questions.plain.reading import Things
from skillgraph.questions.plain.text import is_spaced
from skillgraph.questions.plain.words import Relation, called, counters, group

_PASSIVE = {True: re.compile("被|由"), False: re.compile(r"\bby\b")}
#: Characters between a class and the word that asks for it.
_BESIDE = 2
_MONEY, _SHARE = (
    re.compile(r"钱|元|资金|\b(?:money|yuan|pay|paid|funding|subsidy)\b"),
    re.compile(r"百分|比例|%|percent"),
)


def features(spotted: Spotted, each: Supposed, around: Around) -> dict[str, float]:
    """The features of a reading, by name; those that are nothing are left out.

    Args:
        spotted: the words of the question.
        each: a reading.
        around: what the graph says.
    """
    found = {f"shape {each.reading.shape}": 1.0, "unknown": len(spotted.unknown) / len(spotted.text)}
    found["unknown, whether"] = found["unknown"] * (each.reading.shape == "truth")
    found["unknown, a name"] = spotted.has_unknown_name
    found |= _of_things(spotted, each, around)
    found |= _of_figures(spotted, each, around) if each.figures else _of_relation(spotted, each)
    if each.reading.shape in ("things", "class"):
        found |= _of_answer(spotted, each, around) | _of_class(spotted, each, around)
    return {name: value for name, value in found.items() if value}


def _of_things(spotted: Spotted, each: Supposed, around: Around) -> dict[str, float]:
    """How much of what is named is in the reading."""
    reading = each.reading
    spots = list(dict.fromkeys(spot for thing in spotted.named for spot in thing.spots))
    total = sum(around.weight(pieces(spot.text)) for spot in spots)
    used = sum(around.weight(pieces(spot.text)) for spot in each.used)
    ids = (*reading.known.ids, *reading.asked.ids)
    modalities = reading.modalities or ("actual",)
    return {
        "named, share": used / (total or 1),
        "named, unused": sum(spot not in each.used and spot.letters.isdisjoint("ijnrkM") for spot in spots),
        "named, short": any(spot.is_short for spot in each.used),
        "named, length": min(1.0, sum(len(spot.text) for spot in each.used) / len(spotted.text)),
        "named, several": len(each.used) > 1,
        "named, described": any(spot.letters.isdisjoint("e") for spot in each.used),
        "known, within": reading.known.within,
        "known, general": bool(ids) and all(map(around.names.is_kind, ids)),
        "known, both": reading.both,
        "known, any of two": len(reading.known.ids) > 1 and not reading.both,
        "year, unused": bool(spotted.year) and not reading.year,
        "plans, unused": bool(spotted.modalities) and reading.modalities != spotted.modalities,
        "plans, not asked for": not spotted.modalities and "actual" not in modalities,
        "rules": "rule" in modalities,
        "left out": bool(reading.without),
        "left out, unused": spotted.has("-=") and not reading.without,
        "denied": spotted.is_denied,
        "denied, lacking": spotted.is_denied and reading.shape == "class",
        "denied, left out": spotted.is_denied and bool(reading.without),
        "known, a class": bool(reading.known.class_name),
        "known, anything": reading.shape == "class" and reading.known == Things(),
        "most, unused": bool(spotted.rank) and not reading.rank,
        "most, by number": bool(reading.rank) and reading.shape == "things",
        "when": spotted.has("D") and reading.shape != "times",
        "whether": spotted.asks_whether and reading.shape != "truth",
    }


def _of_figures(spotted: Spotted, each: Supposed, around: Around) -> dict[str, float]:
    """How an indicator is spoken of."""
    reading, entities = each.reading, around.names.entities
    rest = spotted.rest(each.used)
    forms = [form for id in reading.indicators for form in entities[id].forms]
    like = [around.likeness(id, rest, spotted.is_chinese) for id in reading.indicators]
    covered = rest & frozenset[str]().union(*map(pieces, forms))
    characters = {c for c in spotted.unknown if not is_spaced(c)}
    units = {entities[figure.unit].name for figure in each.figures if figure.unit in entities}
    counted = [spot.text for spot in spotted.spots if spot.of("cC")]
    fitting = [any(unit in counters().get(word, ()) for unit in units) for word in counted]
    money, share = (bool(asked.search(spotted.text)) for asked in (_MONEY, _SHARE))
    return {
        "indicator, like": max(like, default=0.0),
        "indicator, named": spotted.indicators.issuperset(reading.indicators),
        "indicator, covers": around.weight(covered) / (around.weight(rest) or 1),
        "indicator, characters": bool(characters & set("".join(forms))),
        "indicators, several": len(reading.indicators) > 1,
        "indicators, least like": min(like) if len(like) > 1 else 0.0,
        "indicators, in a row": len(reading.indicators) > 1 and spotted.has("AE"),
        "indicator, of a row": len(reading.indicators) == 1 and spotted.has("AE"),
        "figures, many": log1p(len(each.figures)),
        "figures, about": not any(figure.subject in reading.asked.ids for figure in each.figures),
        "figures, how many": spotted.has("MN"),
        "figures, which": spotted.has("W") and not spotted.has("MN"),
        "figures, who": spotted.has("H") and not reading.rank,
        "figures, where": spotted.has("L"),
        "figures, most": bool(reading.rank) and reading.rank == spotted.rank,
        "figures, most not asked": reading.rank not in ("", spotted.rank),
        "unit, fits": bool(counted) and any(fitting),
        "unit, other": bool(counted) and not any(fitting),
        "unit, money": money and any("元" in unit for unit in units),
        "unit, no money": money and not any("元" in unit for unit in units),
        "unit, share": share and any("%" in unit for unit in units),
        "unit, no share": share and not any("%" in unit for unit in units),
    }


def _of_relation(spotted: Spotted, each: Supposed) -> dict[str, float]:
    """How a relation is spoken of, and in which direction."""
    links = each.reading.links
    predicates = {link.predicate for link in links}
    spoken = [(spot, relation) for spot, relation in spotted.relations if spot not in each.used]
    named = [(spot, relation) for spot, relation in spoken if not predicates.isdisjoint(_predicates(relation))]
    others = [spot for spot, relation in spoken if predicates.isdisjoint(_predicates(relation))]
    words = frozenset[str]().union(*map(_words, predicates))
    characters = {c for c in spotted.unknown if not is_spaced(c)}
    found = {
        "relation, named": bool(named),
        "relation, as a whole": len(predicates) > 1 and any(predicates <= _predicates(r) for _, r in named),
        "relation, to a class": len(predicates) > 1 and not any(predicates <= _predicates(r) for _, r in named),
        "relation, another": bool(spoken) and not named,
        "relation, none": not spoken,
        "relations, unused": len({*others} - {spot for spot, _ in named}),
        "relation, like": min(1.0, len(words & spotted.rest(each.used)) / 2),
        "relation, characters": len(characters & _characters(frozenset(predicates))) / (len(characters) or 1),
        **{f"is {predicate}": 1.0 for predicate in predicates},
    }
    if named and each.reading.shape in ("things", "class"):
        found |= _direction(spotted, each, *named[0])
    return found


def _direction(spotted: Spotted, each: Supposed, spot: Spot, relation: Relation) -> dict[str, float]:
    links = each.reading.links
    is_subject = all(link.is_subject for link in links)
    if relation.form != "verb":
        fits = any((relation.form == "subjects") == link.is_subject for link in links)
        return {"noun, fits": fits, "noun, other": not fits}
    if any(is_symmetric(link.predicate) for link in links):
        return {}
    asking = spotted.asking()
    order = (
        "zh" if spotted.is_chinese else "en",
        "named verb" if each.used[0].start < spot.start else "verb named",
        "asked verb" if asking and asking[0].start < spot.start else "verb asked",
        "subject" if is_subject else "object",
    )
    is_passive = bool(_PASSIVE[spotted.is_chinese].search(spotted.text))
    found = {", ".join(order): 1.0, ", ".join((*order, "passive" if is_passive else "active")): 1.0}
    if spotted.has("H"):
        found[f"who, {order[-1]}"] = 1.0
    return found


def _of_answer(spotted: Spotted, each: Supposed, around: Around) -> dict[str, float]:
    """What those are that answer: persons to *who*, places to *where*."""
    of = {name: len(around.of_class(each.others, name)) / len(each.others) for name in _ANSWERS}
    actors, persons, places = (of[name] for name in _ANSWERS)
    who, units, where = (spotted.has(letter) for letter in "HQL")
    links = each.reading.links
    return {
        "answers": log1p(len(each.others)),
        "who, actors": who * actors, "who, others": who * (1 - actors), "who, persons": who * persons,
        "units, actors": units * actors, "units, others": units * (1 - actors),
        "where, places": where * places, "where, others": where * (1 - places),
        "places, not asked for": places * (not where and not each.class_spot),
        "lies": all(link.predicate in IN for link in links),
        "lies there": all(link.predicate in IN and link.is_subject for link in links),
        "counting": each.reading.counts,
        "how many, not counted": spotted.has("MN") and not each.reading.counts,
        "asked, named": bool(each.reading.asked.ids),
        "asked, in a place": bool(each.reading.asked.places),
        "asked, at a level": bool(each.reading.asked.levels),
        "level, unused": bool(spotted.levels) and not each.reading.asked.levels,
    }  # fmt: skip


def _of_class(spotted: Spotted, each: Supposed, around: Around) -> dict[str, float]:
    """Whether the answer is of the class that is asked for, and whether the word for it stands where one asks."""
    classes = [(spot, name) for spot, name in spotted.classes if spot not in each.used]
    near = {spot for spot, _ in classes if any(_is_beside(spot, asking) for asking in spotted.asking())}
    if each.class_spot:
        return {
            "class, asked": each.class_spot in near,
            "class, elsewhere": each.class_spot not in near,
            "class, others": len(classes) > 1,
        }
    fitting = [around.of_class(each.others, name) for _, name in classes]
    fits = bool(classes) and frozenset[str]().union(*fitting) == each.others
    return {
        "class, asked and unused": bool(near),
        "class, unused": bool(classes) and not near,
        "class, fits": fits,
        "class, does not fit": bool(classes) and not fits,
    }


def _is_beside(spot: Spot, asking: Spot) -> bool:
    return -1 <= spot.start - asking.end <= _BESIDE or 0 <= asking.start - spot.end <= _BESIDE


_ANSWERS = (group("bodies")[0], group("people")[0], terms.PLACE)


def _predicates(relation: Relation) -> frozenset[str]:
    return frozenset(name.removeprefix("^") for name in relation.predicates)


@cache
def _called(predicate: str) -> tuple[str, ...]:
    return (ontology().label(predicate, "zh"), ontology().label(predicate, "en"), *called().get(predicate, ()))


@cache
def _words(predicate: str) -> frozenset[str]:
    """The pieces of what a relation is called."""
    return frozenset[str]().union(*map(pieces, _called(predicate)))


@cache
def _characters(predicates: frozenset[str]) -> frozenset[str]:
    return frozenset(c for name in predicates for word in _called(name) for c in word if not is_spaced(c))
