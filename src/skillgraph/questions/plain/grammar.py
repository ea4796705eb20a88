"""From the words of a question to its readings: which pattern they have, and whether the vocabulary admits it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.model import terms
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.abroad import without_home
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.patterns import Match, matches
from skillgraph.questions.plain.reading import Link, Reading, Shape, Things
from skillgraph.questions.plain.segments import Word
from skillgraph.questions.plain.text import fold
from skillgraph.questions.plain.words import Relation, group

_IN = (terms.LOCATED_IN, terms.CONTAINED_IN)


def readings(words: tuple[Word, ...], names: Names) -> Iterator[Reading]:
    """What words may mean together; none where no pattern or the vocabulary does not admit it.

    Args:
        words: all of a question's.
        names: of the graph that is asked.
    """
    times = {w.meaning.name for w in words if w.meaning.letter == "t"}
    modal = {w.meaning.ids for w in words if w.meaning.letter == "m"}
    if len(times) > 1 or len(modal) > 1:
        return
    rest = without_home(tuple(w for w in words if w.meaning.letter not in ("", "t", "m")), names)
    year, modalities = "".join(times), next(iter(modal), ())
    for match in matches(rest):
        if match.shape == "plans" and not modalities:
            continue
        for reading in _SHAPES[match.shape](match, names):
            yield msgspec.structs.replace(
                reading,
                year=year.removesuffix("-"),
                is_open=year.endswith("-"),
                modalities=modalities or reading.modalities,
            )


def _related(match: Match, names: Names, mutual: bool = False) -> Iterator[Reading]:
    relation = _relation(match.slots["r"])
    asked = _things(match.slots[match.asks], names)
    known = _things(match.slots["s" if match.asks == "o" else "o"], names)
    is_subject = match.asks == "s"
    relation = _narrowed(relation, match.slots[match.asks], is_subject)
    if relation.form == "verb" and relation.predicates:
        links = tuple(_links(relation, is_subject, asked, known, names, mutual))
        known, links = _widened(asked, known, links, names)
        asked, known = _spoken_for(asked, known, links, names)
        yield from _one(Reading("things", asked, known, links, _counts(match), modalities=_counting(relation)))


def _mutual(match: Match, names: Names) -> Iterator[Reading]:
    yield from _related(match, names, mutual=True)


def _nouns(match: Match, names: Names) -> Iterator[Reading]:
    relation = _relation(match.slots["n"])
    if relation.form not in ("subjects", "objects"):
        return
    asked, known = _things(match.slots.get("q", ()), names), _things(match.slots["x"], names)
    if "p" in match.slots:
        # 日本合作方 is Japan, or what is in it.
        place = _things(match.slots["p"], names)
        if asked != Things() or not _are_places(place, names):
            return
        asked = msgspec.structs.replace(place, within=True)
    is_subject = (relation.form == "subjects") != (match.shape == "belongs")
    links = tuple(_links(relation, is_subject, asked, known, names))
    asked, known = _spoken_for(asked, known, links, names)
    yield from _one(Reading("things", asked, known, links, _counts(match), modalities=_counting(relation)))


def _have(match: Match, names: Names) -> Iterator[Reading]:
    """Who has it, or what one has: what lies in a place is the place's too."""
    asked_is_owner = match.asks == "s"
    asked = _things(match.slots[match.asks], names)
    known = _things(match.slots["o" if asked_is_owner else "s"], names)
    owner, owned = (asked, known) if asked_is_owner else (known, asked)
    if owned.class_name in group("elsewhere") and not owned.places:
        links = tuple(Link(terms.PARTNERS_WITH, direction) for direction in (True, False))
        yield Reading("things", *_spoken_for(asked, known, links, names), links, _counts(match))
        return
    if not _is_owned(owned, names):
        return
    if asked_is_owner and _are_wider_than_cities(asked.class_name):
        return
    has = [Link(group("having")[0], asked_is_owner)]
    if _are_places(owner, names):
        has.append(Link(_IN[0], not asked_is_owner))
        known = known if asked_is_owner else msgspec.structs.replace(known, within=True)
    yield Reading("things", asked, known, tuple(has), _counts(match))


def _inside(match: Match, names: Names) -> Iterator[Reading]:
    asked, known = _things(match.slots["q"], names), _things(match.slots["p"], names)
    if known.ids and _are_places(known, names) and asked.class_name and not asked.places:
        links = [Link(_IN[1] if ontology().is_a(asked.class_name, terms.PLACE) else _IN[0], True)]
        known = msgspec.structs.replace(known, within=True)
        yield Reading("things", asked, known, tuple(links), _counts(match))


def _class(match: Match, names: Names) -> Iterator[Reading]:
    """All of a class; of a class in a place, what the place has."""
    asked, words = _things(match.slots["q"], names), match.slots["q"]
    if asked.class_name and not asked.places:
        yield Reading("class", asked, counts=_counts(match))
    elif asked.class_name and _are_places(Things(asked.places), names):
        are_here = asked.class_name in group("elsewhere") and _are_foreign(asked.places, names)
        if are_here or _only(words, "G") or ontology().is_a(asked.class_name, terms.PLACE):
            slots = {"q": _only(words, "k"), "p": _only(words, "e")}
            yield from _inside(Match("inside", "q", slots, match.words), names)
        else:
            slots = {"o": _only(words, "k"), "s": _only(words, "e")}
            yield from _have(Match("have", "o", slots, match.words), names)


def _are_foreign(places: tuple[str, ...], names: Names) -> bool:
    return all(terms.COUNTRY in names.classes(id) for id in places)


def _lies(match: Match, names: Names) -> Iterator[Reading]:
    """In which country, province or city something lies."""
    asked, known = _things(match.slots["q"], names), _things(match.slots["x"], names)
    if known.ids and _are_places(asked, names) and not asked.places:
        known, links = _widened(asked, known, tuple(Link(name, False) for name in _IN), names)
        yield Reading("things", asked, known, links)


def _plans(match: Match, names: Names) -> Iterator[Reading]:
    """What somebody plans, whatever the relation."""
    known = _things(match.slots["x"], names)
    if known.ids:
        yield Reading("things", Things(), known, (Link("", False),))


def _between(match: Match, names: Names) -> Iterator[Reading]:
    subject, object = _things(match.slots["s"], names), _things(match.slots["o"], names)
    if subject.ids and object.ids:
        is_apart = not any(names.around(one).intersection(object.ids) for one in subject.ids) and not any(
            names.around(one).intersection(subject.ids) for one in object.ids
        )
        if is_apart:
            subject, object = _with_parts(subject, names), _with_parts(object, names)
        yield Reading("between", subject, object, (Link("", False), Link("", True)))


def _where(match: Match, names: Names) -> Iterator[Reading]:
    known = _things(match.slots["x"], names)
    if "r" in match.slots and not {*_relation(match.slots["r"]).predicates} <= {*_IN}:
        return
    if known.ids:
        yield Reading("things", Things(), known, tuple(Link(name, False) for name in _IN))


def _times(match: Match, names: Names) -> Iterator[Reading]:
    yield from _said(match, names, "times")


def _truth(match: Match, names: Names) -> Iterator[Reading]:
    yield from _said(match, names, "truth")


def _said(match: Match, names: Names, shape: Shape) -> Iterator[Reading]:
    verbs = match.slots.get("r") or match.slots.get("n")
    relation = _relation(verbs) if verbs else Relation(_IN, "verb")
    subject, object = _things(match.slots.get("s", ()), names), _things(match.slots.get("o", ()), names)
    if not verbs and not _are_places(object, names):
        return
    # 甲的乙 is 乙, where something is said of both.
    owners = _things(match.slots.get("p", ()), names).ids
    if owners and not (object.ids and all(names.are_related(one, other) for one in owners for other in object.ids)):
        return
    if relation.form == "objects":
        subject, object = object, subject
    links = tuple(link for link in _links(relation, True, subject, object, names))
    if subject == Things():
        # 甲和乙合作了吗 is not asked of both together with somebody else.
        links = tuple(link for link in links if not ontology().properties[link.predicate].symmetric)
    of_places = [link for link in links if link.predicate in _IN]
    if of_places and subject.ids and object.ids and (len(of_places) == len(links) or _are_places(object, names)):
        subject = msgspec.structs.replace(subject, above=True)
        links = tuple(Link(name, True) for name in _IN)
    subject, object = _spoken_for(subject, object, links, names)
    yield from _one(Reading(shape, subject, object, links))


def _partners(match: Match, names: Names) -> Iterator[Reading]:
    """Whether somebody has such partners at all, or such of a country."""
    relation = _relation(match.slots["n"])
    subject, object = _things(match.slots["s"], names), _things(match.slots.get("o", ()), names)
    if relation.predicates != (terms.PARTNERS_WITH,) or (object.ids and not _are_places(object, names)):
        return
    links = tuple(_links(relation, True, subject, object, names))
    subject, object = _spoken_for(subject, object, links, names)
    object = msgspec.structs.replace(object, within=bool(object.ids))
    yield from _one(Reading("truth", subject, object, links))


def _about(match: Match, names: Names) -> Iterator[Reading]:
    """What a thing is: all that is said of it."""
    known = _things(match.slots["x"], names)
    if known.ids and not _are_several(known, names):
        yield Reading("between", known, Things(), (Link("", False), Link("", True)))


def _compound(match: Match, names: Names) -> Iterator[Reading]:
    """Figures of an indicator whose name is that of a class with what is counted of it: 技工院校有多少在校生."""
    subject = _things(match.slots["s"], names)
    whose, counted = (match.slots[name][0].text for name in "yi")
    counter = next((w.text for w in match.words if w.meaning.letter in "cC"), "")
    found = {m.ids for form in (whose + counted, f"{whose}的{counted}") for m in names.of(form) if m.letter in "ij"}
    yield from (Reading("figures", subject, indicators=ids, counter=counter) for ids in sorted(found))


def _figures(match: Match, names: Names) -> Iterator[Reading]:
    """Figures of an indicator, or of one whose name is the verb with what is counted: 引进了多少家企业."""
    subject = _things(match.slots.get("s", ()), names)
    counter = next((w.text for w in match.words if w.meaning.letter in "cC"), "")
    verbs = [word for word in match.slots.get("r", ()) if _relation((word,)).form == "verb"]
    if "x" in match.slots:
        counted = match.slots["x"][0].text
        forms = [
            form for verb in verbs for form in (verb.text + counted, f"{verb.text}的{counted}", counted + verb.text)
        ]
        found = {m.ids for form in forms for m in names.of(form) if m.letter in "ij"}
        yield from (Reading("figures", subject, indicators=ids, counter=counter) for ids in sorted(found))
    elif verbs or "r" not in match.slots:
        earned = tuple(name for verb in verbs for name in _relation((verb,)).predicates)
        indicators = tuple(id for word in match.slots.get("i", ()) for id in word.meaning.ids)
        yield Reading("figures", subject, indicators=indicators, counter=counter, earned=earned)


_SHAPES = {
    "things": _related, "mutual": _mutual, "nouns": _nouns, "belongs": _nouns, "have": _have,
    "inside": _inside, "class": _class, "lies": _lies, "plans": _plans, "between": _between,
    "where": _where, "when": _times, "whether": _truth, "figures": _figures, "earned": _figures,
    "partners": _partners, "about": _about, "compound": _compound,
}  # fmt: skip


def _one(reading: Reading) -> Iterator[Reading]:
    """A reading whose relation the vocabulary admits."""
    if reading.links:
        yield reading


def _counting(relation: Relation) -> tuple[str, ...]:
    return ("actual", "rule") if relation.rules else ()


def _relation(words: tuple[Word, ...]) -> Relation:
    relation = words[0].meaning.relation
    assert relation is not None
    return relation


def _things(words: tuple[Word, ...], names: Names) -> Things:
    """What the words of a slot stand for: things, or a class, mostly with the place where they are."""
    ids = tuple(id for word in words if word.meaning.letter == "e" for id in word.meaning.ids)
    name = next((word.meaning.name for word in words if word.meaning.letter == "k"), "")
    # 新质工匠项目 is the project of that name.
    if ids and name and all(name in names.classes(id) for id in ids):
        return Things(ids)
    if any(word.meaning.letter == "Q" for word in words):
        return Things(bodies=True)
    if not name:
        return Things(ids)
    general = names.general(fold(" ".join(word.text for word in _only(words, "ek"))).text)
    return Things(class_name=name, places=ids, general=general)


def _narrowed(relation: Relation, words: tuple[Word, ...], is_subject: bool) -> Relation:
    """A relation as the noun that asks has it, if one does: 开设 哪些 专业."""
    form = "subjects" if is_subject else "objects"
    for noun in (_relation((word,)) for word in words if word.meaning.letter == "n"):
        left = tuple(name for name in relation.predicates if noun.form == form and name in noun.predicates)
        relation = msgspec.structs.replace(relation, predicates=left)
    return relation


def _only(words: tuple[Word, ...], letters: str) -> tuple[Word, ...]:
    return tuple(word for word in words if word.meaning.letter in letters)


def _counts(match: Match) -> bool:
    return any(word.meaning.letter == "M" for word in match.words)


def _links(
    relation: Relation, is_subject: bool, asked: Things, known: Things, names: Names, mutual: bool = False
) -> Iterator[Link]:
    """The relations that a word may mean between such things, in the direction that the question has."""
    if not all(_may_lie(each, names) for each in (asked, known)):
        return
    if relation.narrow and (known if is_subject else asked).class_name:
        return
    for name in relation.predicates:
        predicate, is_first = name.removeprefix("^"), is_subject != name.startswith("^")
        is_symmetric = ontology().properties[predicate].symmetric
        # 甲与乙的合作方 may be those of both, or those of 乙 that 甲 works with.
        if (mutual and not is_symmetric) or (
            is_symmetric and (_are_several(asked, names) or _are_several(known, names))
        ):
            continue
        for direction in (True, False) if is_symmetric else (is_first,):
            subject, object = (asked, known) if direction else (known, asked)
            if _fits(subject, predicate, names, True) and _fits(object, predicate, names, False):
                yield Link(predicate, direction)


def _fits(things: Things, predicate: str, names: Names, is_subject: bool) -> bool:
    """Whether such things may stand at one end of a relation."""
    admits = ontology().can_be_subject if is_subject else ontology().can_be_object
    if things.ids:
        return all(admits(predicate, names.entities[id].classes) for id in things.ids)
    if not things.class_name:
        return True
    return any(admits(predicate, [name]) for name in ontology().below(things.class_name))


def _may_lie(things: Things, names: Names) -> bool:
    """Whether things of such a class lie in places, where places are said; 青岛的政策 are those of somebody else."""
    if not things.places:
        return True
    lineage = ontology().lineage(things.class_name)
    is_here = not set(lineage).isdisjoint(group("lying")) and set(lineage).isdisjoint(group("elsewhere"))
    is_there = things.class_name in group("elsewhere") and _are_foreign(things.places, names)
    return _are_places(Things(things.places), names) and (is_here or is_there)


def _are_several(things: Things, names: Names) -> bool:
    """Whether more than one thing is named; general terms of one name are one."""
    return len({names.entities[id].name for id in things.ids}) > 1


def _are_places(things: Things, names: Names) -> bool:
    if things.ids:
        return all(terms.PLACE in names.classes(id) for id in things.ids)
    return bool(things.class_name) and ontology().is_a(things.class_name, terms.PLACE)


def _are_wider_than_cities(name: str) -> bool:
    """Whether places of a class hold what is only said to lie in their cities."""
    if not name or ontology().is_a(name, terms.CITY):
        return False
    return ontology().is_a(name, terms.PLACE) or ontology().is_a(terms.CITY, name)


def _is_owned(things: Things, names: Names) -> bool:
    """Whether such things are had or housed by somebody, so that 有 says enough."""
    named = [names.classes(id) for id in things.ids]
    if things.class_name:
        named.append(frozenset(ontology().lineage(things.class_name)))
    return bool(named) and all(
        not classes.isdisjoint(group("had")) and classes.isdisjoint(group("elsewhere")) for classes in named
    )


def _widened(asked: Things, known: Things, links: tuple[Link, ...], names: Names) -> tuple[Things, tuple[Link, ...]]:
    """What lies in a city lies in its country."""
    lies = bool(links) and bool(known.ids) and all(link.predicate in _IN for link in links)
    if lies and all(link.is_subject for link in links):
        return msgspec.structs.replace(known, within=True), links
    if lies and _are_places(asked, names):
        return msgspec.structs.replace(known, above=True), tuple(Link(name, False) for name in _IN)
    return known, links


def _spoken_for(asked: Things, known: Things, links: tuple[Link, ...], names: Names) -> tuple[Things, Things]:
    """Both ends of a relation: a country stands for those in it where somebody works with it."""
    if links and all(link.predicate == terms.PARTNERS_WITH for link in links):
        return _with_parts(asked, names), _with_parts(known, names)
    return asked, known


def _with_parts(things: Things, names: Names) -> Things:
    """A country or province as it and what lies in it; countries that are asked for, by what lies in them."""
    if things.ids:
        is_wide = all(not names.classes(id).isdisjoint(group("wide")) for id in things.ids)
        return msgspec.structs.replace(things, within=is_wide)
    return msgspec.structs.replace(things, over=things.class_name in group("wide"))
