"""From the words of a question to its readings: which pattern they have, and whether the vocabulary admits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from skillgraph.model import terms
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.abroad import without_home
from skillgraph.questions.plain.admitting import (
    IN,
    are_foreign,
    are_places,
    are_several,
    are_wider_than_cities,
    asks_how_many,
    is_owned,
    links_of,
    narrowed,
    only,
    relation_of,
    spoken_for,
    things_of,
    widened,
    with_parts,
)
from skillgraph.questions.plain.loosely import read_loosely, read_nearly
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.patterns import Match, matches
from skillgraph.questions.plain.qualifying import Qualified, owned, qualified, shortened
from skillgraph.questions.plain.reading import Link, Reading, Shape, Things, common
from skillgraph.questions.plain.segments import Word
from skillgraph.questions.plain.words import Relation, group


def readings(sequences: Iterable[tuple[Word, ...]], names: Names) -> list[Reading]:
    """What a question may mean; nothing where no pattern or the vocabulary does not admit it.

    What has a pattern as it is comes before what has one without the owner of a thing, that before what has one with
    short names, and that before what has none and one meaning all the same.

    Args:
        sequences: of words, all of a question's in each of the ways that they can be taken.
        names: of the graph that is asked.
    """
    meant = [each for words in sequences for each in qualified(words, names)]
    rests = [(without_home(each.words, names), each) for each in meant]
    for read in (_read, _read_without_owner, _read_shortened, _read_loosely):
        found = [reading for rest, each in rests for reading in read(rest, each, names)]
        if found and not all(reading.counts for reading in found):
            return found
        # What a source counts comes before how many happen to be named.
        nearly = [reading for rest, each in rests for reading in _qualifying(read_nearly(rest, names), each, names)]
        if found or nearly:
            return nearly or found
    return []


def _read_without_owner(words: tuple[Word, ...], meant: Qualified, names: Names) -> Iterator[Reading]:
    for fewer in owned(words, names):
        yield from _read(fewer, meant, names)


def _read_shortened(words: tuple[Word, ...], meant: Qualified, names: Names) -> Iterator[Reading]:
    for fewer in shortened(words, names):
        yield from _read(fewer, meant, names)


def _read_loosely(words: tuple[Word, ...], meant: Qualified, names: Names) -> Iterator[Reading]:
    yield from _qualifying(read_loosely(words, names), meant, names)


def _read(words: tuple[Word, ...], meant: Qualified, names: Names) -> Iterator[Reading]:
    for match in matches(words):
        needs = {"plans": meant.modalities, "ranked": meant.rank, "most": meant.rank, "dated": meant.year}
        if not needs.get(match.shape, True):
            continue
        yield from _qualifying(_SHAPES[match.shape](match, names), meant, names)


def _qualifying(found: Iterable[Reading], meant: Qualified, names: Names) -> Iterator[Reading]:
    """Readings with what else was said of them."""
    for reading in found:
        if meant.rank and reading.shape != "figures":
            continue
        of_each = meant.both and are_several(reading.known, names) and reading.shape == "things"
        if of_each and (meant.modalities or reading.modalities):
            continue
        yield msgspec.structs.replace(
            reading,
            year=meant.year.removesuffix("-"),
            is_open=meant.year.endswith("-"),
            modalities=meant.modalities or reading.modalities,
            without=meant.without,
            rank=meant.rank,
            both=of_each or reading.both,
        )


def _related(match: Match, names: Names, mutual: bool = False) -> Iterator[Reading]:
    relation = relation_of(match.slots["r"])
    asked = things_of(match.slots[match.asks], names)
    known = things_of(match.slots["s" if match.asks == "o" else "o"], names)
    is_subject = match.asks == "s"
    relation = narrowed(relation, match.slots[match.asks], is_subject)
    if relation.form == "verb" and relation.predicates:
        links = tuple(links_of(relation, is_subject, asked, known, names, mutual))
        known, links = widened(asked, known, links, names)
        asked, known = spoken_for(asked, known, links, names)
        yield from _one(Reading("things", asked, known, links, asks_how_many(match), modalities=_counting(relation)))


def _held(match: Match, names: Names) -> Iterator[Reading]:
    """In what somebody takes part, or where something takes place."""
    asked, known = things_of(match.slots["o"], names), things_of(match.slots["s"], names)
    if not are_places(asked, names):
        yield from _related(match, names)
    elif known.ids and {*relation_of(match.slots["r"]).predicates} <= {*IN, *group("taking place")}:
        yield Reading("things", asked, known, tuple(Link(name, False) for name in IN))


def _mutual(match: Match, names: Names) -> Iterator[Reading]:
    yield from _related(match, names, mutual=True)


def _nouns(match: Match, names: Names) -> Iterator[Reading]:
    relation = relation_of(match.slots["n"])
    if relation.form not in ("subjects", "objects"):
        return
    asked, known = things_of(match.slots.get("q", ()), names), things_of(match.slots["x"], names)
    if "p" in match.slots:
        # 日本合作方 is Japan, or what is in it.
        place = things_of(match.slots["p"], names)
        if asked != Things() or not are_places(place, names):
            return
        asked = msgspec.structs.replace(place, within=True)
    is_subject = (relation.form == "subjects") != (match.shape == "belongs")
    links = tuple(links_of(relation, is_subject, asked, known, names))
    asked, known = spoken_for(asked, known, links, names)
    yield from _one(Reading("things", asked, known, links, asks_how_many(match), modalities=_counting(relation)))


def _have(match: Match, names: Names) -> Iterator[Reading]:
    """Who has it, or what one has: what lies in a place is the place's too."""
    asked_is_owner = match.asks == "s"
    asked = things_of(match.slots[match.asks], names)
    known = things_of(match.slots["o" if asked_is_owner else "s"], names)
    owner, owned = (asked, known) if asked_is_owner else (known, asked)
    if owned.class_name in group("elsewhere") and not owned.places:
        links = tuple(Link(terms.PARTNERS_WITH, direction) for direction in (True, False))
        yield Reading("things", *spoken_for(asked, known, links, names), links, asks_how_many(match))
        return
    if not is_owned(owned, names):
        return
    if asked_is_owner and are_wider_than_cities(asked.class_name):
        return
    has = [Link(group("having")[0], asked_is_owner)]
    if are_places(owner, names):
        has.append(Link(IN[0], not asked_is_owner))
        known = known if asked_is_owner else msgspec.structs.replace(known, within=True)
    yield Reading("things", asked, known, tuple(has), asks_how_many(match))


def _inside(match: Match, names: Names) -> Iterator[Reading]:
    asked, known = things_of(match.slots["q"], names), things_of(match.slots["p"], names)
    if known.ids and are_places(known, names) and asked.class_name and not asked.places:
        links = [Link(IN[1] if ontology().is_a(asked.class_name, terms.PLACE) else IN[0], True)]
        known = msgspec.structs.replace(known, within=True)
        yield Reading("things", asked, known, tuple(links), asks_how_many(match))


def _class(match: Match, names: Names) -> Iterator[Reading]:
    """All of a class; of a class in a place, what the place has."""
    asked, words = things_of(match.slots["q"], names), match.slots["q"]
    if asked.class_name and not asked.places:
        yield Reading("class", asked, counts=asks_how_many(match))
    elif asked.class_name and are_places(Things(asked.places), names):
        are_here = asked.class_name in group("elsewhere") and are_foreign(asked.places, names)
        if are_here or only(words, "G") or ontology().is_a(asked.class_name, terms.PLACE):
            slots = {"q": only(words, "k"), "p": only(words, "e")}
            yield from _inside(Match("inside", "q", slots, match.words), names)
        else:
            slots = {"o": only(words, "k"), "s": only(words, "e")}
            yield from _have(Match("have", "o", slots, match.words), names)


def _lies(match: Match, names: Names) -> Iterator[Reading]:
    """In which country, province or city something lies."""
    asked, known = things_of(match.slots["q"], names), things_of(match.slots["x"], names)
    if known.ids and are_places(asked, names) and not asked.places:
        known, links = widened(asked, known, tuple(Link(name, False) for name in IN), names)
        yield Reading("things", asked, known, links)


def _plans(match: Match, names: Names) -> Iterator[Reading]:
    """What somebody plans, whatever the relation."""
    known = things_of(match.slots["x"], names)
    if known.ids:
        yield Reading("things", Things(), known, (Link("", False),))


def _between(match: Match, names: Names) -> Iterator[Reading]:
    subject, object = things_of(match.slots["s"], names), things_of(match.slots["o"], names)
    if subject.ids and object.ids:
        is_apart = not any(names.around(one).intersection(object.ids) for one in subject.ids) and not any(
            names.around(one).intersection(subject.ids) for one in object.ids
        )
        if is_apart:
            subject, object = with_parts(subject, names), with_parts(object, names)
        links: tuple[Link, ...] = (Link("", False), Link("", True))
        if "r" in match.slots:
            named = relation_of(match.slots["r"])
            links = tuple(
                {*links_of(named, True, subject, object, names), *links_of(named, False, subject, object, names)}
            )
        yield from _one(Reading("between", subject, object, tuple(sorted(links))))


def _common(match: Match, names: Names) -> Iterator[Reading]:
    """What several things are all related to, whatever the relation."""
    yield common(Reading("between", things_of(match.slots["s"], names), things_of(match.slots["o"], names)))


def _where(match: Match, names: Names) -> Iterator[Reading]:
    known = things_of(match.slots["x"], names)
    if "r" in match.slots and not {*relation_of(match.slots["r"]).predicates} <= {*IN, *group("taking place")}:
        return
    if known.ids:
        yield Reading("things", Things(), known, tuple(Link(name, False) for name in IN))


def _times(match: Match, names: Names) -> Iterator[Reading]:
    yield from _said(match, names, "times")


def _truth(match: Match, names: Names) -> Iterator[Reading]:
    yield from _said(match, names, "truth")


def _said(match: Match, names: Names, shape: Shape) -> Iterator[Reading]:
    verbs = match.slots.get("r") or match.slots.get("n")
    relation = relation_of(verbs) if verbs else Relation(IN, "verb")
    subject, object = things_of(match.slots.get("s", ()), names), things_of(match.slots.get("o", ()), names)
    if not verbs and not are_places(object, names):
        return
    # 甲的乙 is 乙, where something is said of both.
    owners = things_of(match.slots.get("p", ()), names).ids
    if owners and not (object.ids and all(names.are_related(one, other) for one in owners for other in object.ids)):
        return
    if relation.form == "objects":
        subject, object = object, subject
    links = tuple(link for link in links_of(relation, True, subject, object, names))
    if subject == Things():
        # 甲和乙合作了吗 is not asked of both together with somebody else.
        links = tuple(link for link in links if not ontology().properties[link.predicate].symmetric)
    of_places = [link for link in links if link.predicate in IN]
    if of_places and subject.ids and object.ids and (len(of_places) == len(links) or are_places(object, names)):
        subject = msgspec.structs.replace(subject, above=True)
        links = tuple(Link(name, True) for name in IN)
    subject, object = spoken_for(subject, object, links, names)
    yield from _one(Reading(shape, subject, object, links))


def _partners(match: Match, names: Names) -> Iterator[Reading]:
    """Whether somebody has such partners at all, or such of a country."""
    relation = relation_of(match.slots["n"])
    subject, object = things_of(match.slots["s"], names), things_of(match.slots.get("o", ()), names)
    if relation.predicates != (terms.PARTNERS_WITH,) or (object.ids and not are_places(object, names)):
        return
    links = tuple(links_of(relation, True, subject, object, names))
    subject, object = spoken_for(subject, object, links, names)
    object = msgspec.structs.replace(object, within=bool(object.ids))
    yield from _one(Reading("truth", subject, object, links))


def _kind(match: Match, names: Names) -> Iterator[Reading]:
    """What a thing of some class is an instance of."""
    asked, known = things_of(match.slots["q"], names), things_of(match.slots["x"], names)
    if known.ids and not are_several(known, names) and asked.class_name and not asked.places:
        yield Reading("things", Things(), known, tuple(Link(name, False) for name in group("kinds")))


def _being(match: Match, names: Names) -> Iterator[Reading]:
    """Which things of a class are of some kind, or bear some title: 哪些学校是示范学校."""
    asked, known = things_of(match.slots["q"], names), things_of(match.slots["x"], names)
    if asked.class_name and known.ids and not are_places(known, names):
        relation = Relation(group("being"), "verb")
        yield from _one(Reading("things", asked, known, tuple(links_of(relation, True, asked, known, names))))


def _about(match: Match, names: Names) -> Iterator[Reading]:
    """What a thing is: all that is said of it."""
    known = things_of(match.slots["x"], names)
    if known.ids and not are_several(known, names):
        yield Reading("between", known, Things(), (Link("", False), Link("", True)))


def _compound(match: Match, names: Names) -> Iterator[Reading]:
    """Figures of an indicator whose name is that of a class with what is counted of it: 技工院校有多少在校生."""
    subject = things_of(match.slots["s"], names)
    whose, counted = (match.slots[name][0].text for name in "yi")
    counter = next((w.text for w in match.words if w.meaning.letter in "cC"), "")
    found = {m.ids for form in (whose + counted, f"{whose}的{counted}") for m in names.of(form) if m.letter in "ij"}
    yield from (Reading("figures", subject, indicators=ids, counter=counter) for ids in sorted(found))


def _figures(match: Match, names: Names) -> Iterator[Reading]:
    """Figures of an indicator, or of one whose name is the verb with what is counted: 引进了多少家企业."""
    subject = things_of(match.slots.get("s", ()), names)
    counter = next((w.text for w in match.words if w.meaning.letter in "cC"), "")
    verbs = [word for word in match.slots.get("r", ()) if relation_of((word,)).form == "verb"]
    if "x" in match.slots:
        counted = match.slots["x"][0].text
        forms = [
            form for verb in verbs for form in (verb.text + counted, f"{verb.text}的{counted}", counted + verb.text)
        ]
        found = {m.ids for form in forms for m in names.of(form) if m.letter in "ij"}
        yield from (Reading("figures", subject, indicators=ids, counter=counter) for ids in sorted(found))
    elif verbs or "r" not in match.slots:
        earned = tuple(name for verb in verbs for name in relation_of((verb,)).predicates)
        indicators = tuple(id for word in match.slots.get("i", ()) for id in word.meaning.ids)
        yield Reading("figures", subject, indicators=indicators, counter=counter, earned=earned)


_SHAPES = {
    "things": _related, "mutual": _mutual, "nouns": _nouns, "belongs": _nouns, "have": _have,
    "inside": _inside, "class": _class, "lies": _lies, "plans": _plans, "between": _between,
    "where": _where, "when": _times, "whether": _truth, "figures": _figures, "earned": _figures,
    "partners": _partners, "about": _about, "compound": _compound, "common": _common, "kind": _kind,
    "ranked": _figures, "most": _compound, "dated": _figures, "held": _held, "being": _being,
}  # fmt: skip


def _one(reading: Reading) -> Iterator[Reading]:
    """A reading whose relation the vocabulary admits."""
    if reading.links:
        yield reading


def _counting(relation: Relation) -> tuple[str, ...]:
    return ("actual", "rule") if relation.rules else ()
