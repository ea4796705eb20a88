"""What words of a question stand for, and whether the vocabulary admits a relation between such things."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.model import terms
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.patterns import Match
from skillgraph.questions.plain.reading import Link, Things
from skillgraph.questions.plain.segments import Word
from skillgraph.questions.plain.text import fold
from skillgraph.questions.plain.words import Relation, group

#: Relations by which something lies in a place.
IN = (terms.LOCATED_IN, terms.CONTAINED_IN)


def relation_of(words: tuple[Word, ...]) -> Relation:
    """The relation that a word names."""
    relation = words[0].meaning.relation
    assert relation is not None
    return relation


def things_of(words: tuple[Word, ...], names: Names) -> Things:
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
    marked = next((word.meaning.ids for word in words if word.meaning.letter == "k"), ())
    kinds = tuple(id for id in marked if names.is_kind(id))
    levels = tuple(id for id in marked if not names.is_kind(id))
    general = names.general(fold(" ".join(word.text for word in only(words, "ek"))).text)
    return Things(class_name=name, places=ids, general=() if marked else general, levels=levels, kinds=kinds)


def narrowed(relation: Relation, words: tuple[Word, ...], is_subject: bool) -> Relation:
    """A relation as the noun that asks has it, if one does: 开设 哪些 专业."""
    form = "subjects" if is_subject else "objects"
    for noun in (relation_of((word,)) for word in words if word.meaning.letter == "n"):
        left = tuple(name for name in relation.predicates if noun.form == form and name in noun.predicates)
        relation = msgspec.structs.replace(relation, predicates=left)
    return relation


def only(words: tuple[Word, ...], letters: str) -> tuple[Word, ...]:
    """The words with one of some letters."""
    return tuple(word for word in words if word.meaning.letter in letters)


def asks_how_many(match: Match) -> bool:
    """Whether a question asks for a number."""
    return any(word.meaning.letter == "M" for word in match.words)


def links_of(
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
        if (mutual and not is_symmetric) or (is_symmetric and (are_several(asked, names) or are_several(known, names))):
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
    is_there = things.class_name in group("elsewhere") and are_foreign(things.places, names)
    return are_places(Things(things.places), names) and (is_here or is_there)


def are_several(things: Things, names: Names) -> bool:
    """Whether more than one thing is named; general terms of one name are one."""
    return len({names.entities[id].name for id in things.ids}) > 1


def are_places(things: Things, names: Names) -> bool:
    """Whether all of some things are places."""
    if things.ids:
        return all(map(names.is_place, things.ids))
    return bool(things.class_name) and ontology().is_a(things.class_name, terms.PLACE)


def are_wider_than_cities(name: str) -> bool:
    """Whether places of a class hold what is only said to lie in their cities."""
    if not name or ontology().is_a(name, terms.CITY):
        return False
    return ontology().is_a(name, terms.PLACE) or ontology().is_a(terms.CITY, name)


def is_owned(things: Things, names: Names) -> bool:
    """Whether such things are had or housed by somebody, so that 有 says enough."""
    named = [names.classes(id) for id in things.ids]
    if things.class_name:
        named.append(frozenset(ontology().lineage(things.class_name)))
    return bool(named) and all(
        not classes.isdisjoint(group("had")) and classes.isdisjoint(group("elsewhere")) for classes in named
    )


def widened(asked: Things, known: Things, links: tuple[Link, ...], names: Names) -> tuple[Things, tuple[Link, ...]]:
    """What lies in a city lies in its country."""
    lies = bool(links) and bool(known.ids) and all(link.predicate in IN for link in links)
    if lies and all(link.is_subject for link in links):
        return msgspec.structs.replace(known, within=True), links
    if lies and are_places(asked, names):
        return msgspec.structs.replace(known, above=True), tuple(Link(name, False) for name in IN)
    return known, links


def spoken_for(asked: Things, known: Things, links: tuple[Link, ...], names: Names) -> tuple[Things, Things]:
    """Both ends of a relation: a country stands for those in it where somebody works with it."""
    if links and all(link.predicate == terms.PARTNERS_WITH for link in links):
        return with_parts(asked, names), with_parts(known, names)
    return asked, known


def with_parts(things: Things, names: Names) -> Things:
    """A country or province as it and what lies in it; countries that are asked for, by what lies in them."""
    if things.ids:
        is_wide = all(not names.classes(id).isdisjoint(group("wide")) for id in things.ids)
        return msgspec.structs.replace(things, within=is_wide)
    return msgspec.structs.replace(things, over=things.class_name in group("wide"))


def are_foreign(places: tuple[str, ...], names: Names) -> bool:
    """Whether places are countries."""
    return all(terms.COUNTRY in names.classes(id) for id in places)
