"""What the names of a graph may be in a question: things by each form of them, indicators by what they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from skillgraph.graph.folder import GraphFolder
from skillgraph.model import terms
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.questions.plain.shortened import Shortened
from skillgraph.questions.plain.text import fold, is_spaced
from skillgraph.questions.plain.words import SHORT, Meaning, demonyms, group, meanings

#: What an indicator's name adds to what it counts.
_COUNTED = re.compile(r"(?<=.)(?:数|总量|人数|数量|总数)$| in total$")
#: What stands before what an indicator counts in English, and where that ends.
_NUMBER = re.compile(r"^(?:the )?(?:total )?number of ")
_BEHIND = re.compile(r" (?:with|in|of|by|for|that|who|which|at|on|to|from|under|through|as|whose) ")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_QUOTED = re.compile(r'["“]([^"“”]{4,})["”]')
#: A longer stretch is looked up as no name.
LONGEST = 80


class Names:
    """The names of a graph's things and of the vocabulary, by how they are written in questions.

    Args:
        graph: that is asked.
    """

    def __init__(self, graph: GraphFolder) -> None:
        self.entities = graph.entities
        self.indicators = frozenset(record.indicator for record in graph.records() if isinstance(record, Observation))
        self._around: dict[str, set[str]] = {}
        self._measured: dict[str, set[str]] = {}
        self._beside: dict[str, set[str]] = {}
        #: How many statements and figures there are.
        self.said = 0
        for record in graph.records():
            self.said += isinstance(record, Statement | Observation)
            if isinstance(record, Observation):
                self._measured.setdefault(record.subject, set()).add(record.indicator)
            if isinstance(record, Statement) and record.object:
                self._beside.setdefault(record.subject, set()).add(record.object)
                if record.predicate in (terms.LOCATED_IN, terms.CONTAINED_IN):
                    self._around.setdefault(record.subject, set()).add(record.object)
        self._known: dict[str, dict[Meaning, None]] = {}
        self._general: dict[str, tuple[str, ...]] = {}
        self._levels: dict[str, tuple[str, ...]] = {}
        # Units, levels and indicators only serve figures: nobody asks after them.
        scales = ontology().marked("scale")
        general: dict[str, list[str]] = {}
        for entity in self.entities.values():
            if entity.id in self.indicators:
                for letter, form in _counted(entity):
                    self._add(form, Meaning(letter, ids=(entity.id,)))
                    for part in _parts(form):
                        self._add(part, Meaning("h"))
            elif entity.existence == "kind":
                for form in dict.fromkeys(fold(form).text for form in _forms(entity)):
                    general.setdefault(form, []).append(entity.id)
            elif group("level")[0] in entity.classes:
                self._levels[entity.id] = tuple(fold(form).text for form in entity.forms)
                for form in (*entity.forms, *_adjectives(entity)):
                    self._add(form, Meaning("l", ids=(entity.id,)))
            elif not scales & {*entity.classes}:
                for form in (*_forms(entity), *_sides(entity)):
                    self._add(form, Meaning("e", ids=(entity.id,)))
        countries = tuple(
            e.id for e in self.entities.values() if terms.COUNTRY in e.classes and e.existence == "individual"
        )
        for form in group("abroad"):
            self._add(form, Meaning("e", "abroad", countries))
        for form, ids in general.items():
            self._add_general(form, tuple(ids))
        for form, found in meanings().items():
            kept = {m: None for m in self._known.get(form, ()) if not self._is_called_as_its_class(m, found)}
            self._known[form] = {**kept, **dict.fromkeys(found)}

    def of(self, form: str) -> tuple[Meaning, ...]:
        """What a stretch of a folded question may be."""
        return tuple(self._known.get(form, ()))

    def short(self, form: str) -> tuple[Meaning, ...]:
        """What a stretch may be short for, where it is no name."""
        return tuple(Meaning("e", SHORT, ids=(id,)) for id in self._shortened.of(form))

    @cached_property
    def _shortened(self) -> Shortened:
        """Made for the first question with a word that is not known."""
        known: dict[str, tuple[list[str], frozenset[str]]] = {}
        for id, entity in self.entities.items():
            if entity.existence != "kind" and not ontology().marked("scale") & {*entity.classes}:
                words = _words_of(frozenset((*entity.classes, *entity.derived)))
                known[id] = [fold(form).text for form in entity.forms], words
        return Shortened(known, lambda form: form in meanings() or bool(self._known.get(form)))

    def levels(self) -> tuple[str, ...]:
        """The folded names of administrative levels, the longest first."""
        return tuple(sorted((form for forms in self._levels.values() for form in forms), key=len, reverse=True))

    def general(self, form: str) -> tuple[str, ...]:
        """The general terms that a report calls as a class, or as a class in a place: 学校, 德国机构."""
        return self._general.get(form, ())

    def measured(self, ids: Iterable[str], counted: str, texts: Iterable[str]) -> tuple[str, ...]:
        """The indicators that things have figures of, which count something and have other words, and no more.

        Args:
            ids: of the things.
            counted: what is counted, folded: the end of what the indicator counts.
            texts: words that its name has, folded.
        """
        found = set()
        for id in ids:
            own = [fold(form).text for form in self.entities[id].forms]
            for indicator in self._measured.get(id, ()):
                heads = [_head(form) for form in self.entities[indicator].forms]
                if any(head.endswith(counted) and _is_said(head, texts, own) for head in heads):
                    found.add(indicator)
        return tuple(sorted(found))

    def classes(self, id: str) -> frozenset[str]:
        """The classes of a thing, with those above them, and those that a general term or an envisaged thing is of."""
        entity = self.entities[id]
        named = (*entity.classes, *entity.derived)
        return frozenset(above for name in named for above in (name, *ontology().classes[name].ancestors))

    def is_place(self, id: str) -> bool:
        """Whether a thing is a place."""
        return terms.PLACE in self.classes(id)

    def is_kind(self, id: str) -> bool:
        """Whether an id is that of a general term."""
        return self.entities[id].existence == "kind"

    def finest(self, id: str) -> str:
        """The class that a general term or an envisaged thing is of, or the first class of another."""
        entity = self.entities[id]
        return next(iter((*entity.derived, *entity.classes)), "")

    def around(self, id: str) -> frozenset[str]:
        """The places that a thing lies in, whatever says so: the city, its province and country."""
        found: set[str] = set()
        reached = {id}
        while reached:
            reached = {place for each in reached for place in self._around.get(each, ())} - found
            found |= reached
        return frozenset(found)

    def are_related(self, one: str, other: str) -> bool:
        """Whether anything is said of two things together, whatever it is."""
        return other in self._beside.get(one, ()) or one in self._beside.get(other, ())

    def countries(self, id: str) -> frozenset[str]:
        """The countries that a thing is or lies in."""
        return frozenset(each for each in (id, *self.around(id)) if terms.COUNTRY in self.classes(each))

    def _add(self, form: str, meaning: Meaning) -> None:
        folded = fold(form).text
        # One character of Chinese is a part of many words: 中, 德.
        if len(folded) > 1 and len(folded) <= LONGEST:
            self._known.setdefault(folded, {})[meaning] = None

    def _add_general(self, form: str, ids: tuple[str, ...]) -> None:
        """A general term is the same whoever uses it; one that is a class, in a place or with a verb, is for all."""
        cuts = [(form[:n], form[n:]) for n in range(2, len(form))]
        if _is_class(form) or any(
            _is_class(end) and (self._is_place(head) or _is_relation(head)) for head, end in cuts
        ):
            self._general[form] = ids
        else:
            self._add(form, Meaning("e", ids=ids))

    def _is_called_as_its_class(self, meaning: Meaning, found: tuple[Meaning, ...]) -> bool:
        """Whether a thing has no name but that of its class, which stands for it too."""
        named = {each.name for each in found if each.letter == "k"}
        return meaning.letter == "e" and all(named & self.classes(id) for id in meaning.ids)

    def _is_place(self, form: str) -> bool:
        found = self._known.get(form.strip(), ())
        return any(self.is_place(id) for m in found if m.letter == "e" for id in m.ids)


def _parts(form: str) -> Iterator[str]:
    """What an indicator counts of a class of things: 在校生 of 技工院校在校生."""
    yield from (form[n:].removeprefix("的") for n in range(2, len(form) - 1) if _is_class(form[:n]))


def _is_class(form: str) -> bool:
    return any(meaning.letter == "k" for meaning in meanings().get(form.strip(), ()))


def _is_relation(form: str) -> bool:
    return any(meaning.letter == "r" for meaning in meanings().get(form.strip(), ()))


def _forms(entity: Entity) -> Iterator[str]:
    """The forms of a name, each also without what stands in brackets, what English has in quotes by
    itself, and a common noun as more than one."""
    for form in entity.forms:
        yield form
        if (quoted := _QUOTED.match(form)) and is_spaced(form[1]):
            yield quoted[1]
        if is_spaced(form[0]) and form.islower() and form.isascii() and not form.endswith(("s", ")")):
            yield f"{form}s"
        if (short := _BRACKETS.sub("", form).strip()) and short != form:
            yield short if not is_spaced(form[0]) else _BRACKETS.sub(" ", form).strip()


def _sides(entity: Entity) -> Iterator[str]:
    """What belongs to a country is called by it: 德方, German."""
    if terms.COUNTRY in entity.classes:
        yield from (f"{form}方" for form in entity.forms if len(form) == 1)
        yield from (word for form in entity.forms for word in demonyms().get(form, ()))


def _adjectives(entity: Entity) -> Iterator[str]:
    """What is of a level is called by it in English: provincial."""
    yield from (form.rpartition(" ")[0] for form in entity.forms if is_spaced(form[0]))


@cache
def _words_of(classes: frozenset[str]) -> frozenset[str]:
    """The words for some classes and those above them."""
    names = {above for name in classes for above in (name, *ontology().classes[name].ancestors)}
    return frozenset(w for w, found in meanings().items() if any(m.letter == "k" and m.name in names for m in found))


def _head(form: str) -> str:
    """The end of what an indicator counts: 国家 of 合作机构所在国家数, countries of countries with partners."""
    folded = fold(_COUNTED.sub("", form)).text
    return _BEHIND.split(_NUMBER.sub("", folded))[0] if is_spaced(folded[0]) else folded


def _is_said(head: str, texts: Iterable[str], own: Iterable[str]) -> bool:
    """Whether what an indicator counts has words in it, and beside them nothing but what its thing is called."""
    for text in texts:
        if text not in head:
            return False
        head = head.replace(text, " ", 1)
    return all(any(left in name for name in own) for left in head.split())


def _counted(entity: Entity) -> Iterator[tuple[str, str]]:
    """An indicator's names, and what they count: 技工院校数 is no other thing, 技工院校 may be schools."""
    for form in entity.forms:
        counted = _COUNTED.sub("", form)
        yield "j", counted
        if counted != form or not _is_class(fold(form).text):
            yield "i", form
