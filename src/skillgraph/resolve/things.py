"""What is compared: each thing with all its names, classes, places, identifiers and neighbours, whatever says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from skillgraph.language.pinyin import spelled
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import CONTAINED_IN, ORGANIZATION
from skillgraph.resolve.forms import Form, FormReader, plain_form
from skillgraph.resolve.places import Places
from skillgraph.resolve.rules import rules

#: The fewest letters that initials say something by.
_INITIALS = 3
#: A neighbour of more things than this says nothing of any two of them: all schools of a city are in it.
_MOST_NEIGHBOURS = 30


class Thing(msgspec.Struct, gc=False):
    """One thing, as all sources together describe it.

    `forms` are its names taken apart, the main name first. `english` are English names as `plain_english` leaves them,
    `initials` what they begin with, `letters` all names in letters without spaces, and `spelled` how the Chinese ones
    are read. `named` are places that names begin with, `places` those where facts say that it is. `sources` are those
    that have a row of it.
    """

    id: str
    name: str
    classes: frozenset[str]
    existence: str
    forms: tuple[Form, ...]
    english: frozenset[str]
    sources: frozenset[str]
    identifiers: dict[str, str]
    initials: frozenset[str]
    letters: frozenset[str]
    spelled: frozenset[str]
    named: frozenset[str]
    places: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()

    @property
    def where(self) -> frozenset[str]:
        """Where it is, by its names, or by facts where these say nothing."""
        return self.named or self.places

    @property
    def is_place(self) -> bool:
        """Whether it is a place."""
        return not rules().places.isdisjoint(self.classes)

    @property
    def is_body(self) -> bool:
        """Whether it is an organization, or may be one."""
        return not self.classes or not ontology().below(ORGANIZATION).isdisjoint(self.classes)

    @property
    def is_local(self) -> bool:
        """Whether many things of its classes may bear one name; so of one whose class nobody said."""
        return not self.classes or not rules().local.isdisjoint(self.classes)


def things(
    entities: Iterable[Entity],
    statements: Sequence[Statement],
    places: Places,
    canonical: Callable[[str], str] = lambda id: id,
) -> dict[str, Thing]:
    """The things of some sources, by id; what has the same id, or is judged to be the same, is one.

    Args:
        entities: of all sources, those of reference tables first; rejected ones are passed over.
        statements: of all sources.
        places: those that names may begin with.
        canonical: the id that stands for those that are judged to be the same.
    """
    reader = FormReader(places)
    grouped: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.status != "rejected":
            grouped.setdefault(canonical(entity.id), []).append(entity)
    found = {id: thing(id, group, reader) for id, group in grouped.items()}
    _place(found, statements, places, canonical)
    return found


def thing(id: str, group: Sequence[Entity], reader: FormReader) -> Thing:
    """One thing, as some rows describe it.

    Args:
        id: that stands for all.
        group: the rows, at least one.
        reader: takes names apart.
    """
    first = group[0]
    names = dict.fromkeys(n for e in group for n in (e.name, *e.aliases, *(n for t, n in e.other_names if "zh" in t)))
    english = [plain_english(n) for e in group for n in (e.name_en, *e.aliases_en) if n]
    if is_place := not rules().places.isdisjoint(first.classes):
        names |= dict.fromkeys(filter(None, map(reader.places.without_kind, names)))
        forms = tuple(map(plain_form, names))
    else:
        forms = tuple(form for name in names for form in reader.forms(name))
    # How a place is read is its name in letters, of which others have the same.
    latin = () if is_place else (*english, *(form.key for form in forms if form.key.isascii()))
    return Thing(
        id,
        first.name,
        frozenset(c for e in group for c in e.classes),
        first.existence,
        forms,
        frozenset(english) - {""},
        frozenset(e.source for e in group),
        {scheme: value for e in reversed(group) for scheme, value in e.identifiers},
        frozenset(letters for n in latin if len(letters := "".join(w[0] for w in n.split())) >= _INITIALS),
        frozenset(letters for n in latin if len(letters := n.replace(" ", "")) >= _INITIALS),
        frozenset(() if is_place else (spelled(form.key) for form in forms if not form.key.isascii())),
        reader.places.innermost(place for form in forms for place in form.core.places),
    )


_LEFT_OUT = frozenset(("the", "of", "and", "for", "co", "ltd", "inc", "corp", "company", "limited"))


def plain_english(name: str) -> str:
    """An English name without articles, legal forms and marks.

    Example:
        >>> plain_english("The Bank of China, Ltd.") == plain_english("bank china")
        True
    """
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " ".join(word for word in words if word not in _LEFT_OUT)


def _place(
    found: dict[str, Thing], statements: Iterable[Statement], places: Places, canonical: Callable[[str], str]
) -> None:
    """Notes where each thing is, and what it has to do with."""
    addresses = ontology().marked("address")
    near: dict[str, set[str]] = {}
    where: dict[str, set[str]] = {}
    for s in statements:
        one, other = canonical(s.subject), canonical(s.object)
        if s.status == "rejected" or one not in found or other not in found:
            continue
        if s.predicate in addresses and found[other].is_place:
            where.setdefault(one, set()).update(_meant(found[other], places))
        elif s.predicate != CONTAINED_IN:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    for id, thing in found.items():
        around = (n for n in near.get(id, ()) if len(near[n]) <= _MOST_NEIGHBOURS and not found[n].is_place)
        thing.neighbours = frozenset(around)
        thing.places = places.innermost(where.get(id, ()))


def _meant(place: Thing, places: Places) -> Iterator[str]:
    """The ids that a place has in whatever source."""
    yield place.id
    for form in place.forms:
        yield from places.called(form.key)
