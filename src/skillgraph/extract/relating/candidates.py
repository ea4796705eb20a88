"""Which two mentions a sentence may relate: those that stand in it, and what earlier sentences spoke of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from skillgraph.extract.doc import Doc, Mention, Sentence
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import CITIES, GOVERNMENTS, PLACES, bare
from skillgraph.extract.naming.classes import learned_class
from skillgraph.model.ontology import ontology
from skillgraph.model.terms import ORGANIZATION

_BODIES = classes("bodies")
_EVENTS = classes("events")
_ABOUT = _BODIES | _EVENTS | PLACES
_GENERAL = classes("general")
_BYLINE = re.compile(r"[(][^,。;]{2,28}[)]$")
#: How far, in sentences, what a sentence before spoke of may be its left-out subject.
_BEFORE = 2


class Pair(msgspec.Struct, frozen=True):
    """Two mentions of different entities that a sentence may relate, `first` before `second`.

    Where `said` is not empty, `first` doesn't stand in the sentence: it may be what the sentence leaves out, and `said`
    tells why (`before`: the sentence before spoke of it, `main`: most of the document does ...).
    """

    sentence: int
    first: Mention
    second: Mention
    said: tuple[str, ...] = ()

    @property
    def ends(self) -> frozenset[str]:
        """The two entities, in no order."""
        return frozenset((self.first.entity, self.second.entity))


@cache
def broad(type_: str) -> str:
    """A class as features see it first: any body is an Organization, any other thing what stands highest above it.

    Example:
        >>> broad("TechnicalSchool"), broad("City"), broad("Honour")
        ('Organization', 'Place', 'Honour')
    """
    return ORGANIZATION if type_ in _BODIES else kind(type_)


@cache
def kind(type_: str) -> str:
    """A class as features see it second: the highest class above it that is not any body and not any thing.

    Example:
        >>> kind("TechnicalSchool"), kind("City")
        ('School', 'Place')
    """
    type_ = learned_class(type_)
    if type_ not in ontology().classes:
        return type_
    line = [c for c in ontology().lineage(type_) if c not in _GENERAL]
    return line[-1] if line else type_


def subjects(doc: Doc) -> list[Mention | None]:
    """For each sentence the thing that its section is about, as headings and bylines say.

    Where none does, it is what the document names most, and the earliest of those.
    """
    about = [m for m in doc.mentions if m.kind != "kind" and m.type in _ABOUT]
    counted: Counter[str] = Counter()
    for mention in about:
        counted[mention.entity] += (3 if mention.sentence == 0 else 1) * (1 if mention.type in PLACES else 2)
    most = max(counted, key=lambda e: counted[e]) if counted else ""
    current = next((m for m in about if m.entity == most), None)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in about:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    cities = [m for m in about if m.type in CITIES]
    found = []
    for sentence in doc.sentences:
        current = _headed(sentence, by_sentence.get(sentence.index, ()), cities) or current
        found.append(current)
    return found


def _headed(sentence: Sentence, here: Sequence[Mention], cities: Sequence[Mention]) -> Mention | None:
    """Whose section begins: a heading that is the name of a city, or a byline with the city of its bureau."""
    byline = is_byline(sentence.text)
    if not byline and sentence.passage.block.kind != "heading":
        return None
    whole = len(sentence.text.strip())
    alone = next((m for m in here if m.type in CITIES and m.end - m.start == whole), None)
    if alone is not None or not byline:
        return alone
    body = next((m for m in here if m.type in GOVERNMENTS), None)
    return next((m for m in cities if body is not None and body.text.startswith(m.text)), body)


def is_byline(text: str) -> bool:
    """Whether a line says who wrote a section.

    Example:
        >>> is_byline("(嘉禾市教育局)"), is_byline("嘉禾市教育局")
        (True, False)
    """
    return bool(_BYLINE.match(text))


class Spoken:
    """What earlier sentences of a document spoke of, which a sentence may leave out."""

    def __init__(self, doc: Doc) -> None:
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in doc.mentions:
            if mention.kind != "kind":
                self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self._subjects = subjects(doc)
        self._events: list[Mention | None] = []
        event: Mention | None = None
        for sentence in doc.sentences:
            self._events.append(event)
            here = self.by_sentence.get(sentence.index, ())
            event = next((m for m in reversed(here) if m.type in _EVENTS), event)

    def before(self, index: int) -> Iterator[tuple[str, Mention]]:
        """What a sentence may leave out, with why."""
        back = 0
        for earlier in range(index - 1, -1, -1):
            mentions = self.by_sentence.get(earlier, [])
            if not mentions:
                continue
            back += 1
            bodies = [m for m in mentions if m.type in _BODIES]
            if back == 1:
                yield "before-first", mentions[0]
                yield "before-last", mentions[-1]
                yield from (("before-body", m) for m in bodies[:1])
            else:
                yield from (("earlier-body", m) for m in bodies[:1])
            if back == _BEFORE:
                break
        if (event := self._events[index]) is not None:
            yield "event", event
        if (main := self._subjects[index]) is not None:
            yield "main", main


def pairs(doc: Doc) -> Iterator[Pair]:
    """The pairs of a document, by sentence; cells of tables, which are read by rows, are left out."""
    spoken = Spoken(doc)
    for sentence in doc.sentences:
        if sentence.passage.block.table < 0 and (here := spoken.by_sentence.get(sentence.index, [])):
            yield from _inside(sentence, here)
            yield from _left_out(sentence, here, spoken.before(sentence.index))


def _inside(sentence: Sentence, here: list[Mention]) -> Iterator[Pair]:
    """The nearest mentions of each two entities in a sentence."""
    nearest: dict[frozenset[str], tuple[int, Mention, Mention]] = {}
    for i, first in enumerate(here):
        for second in here[i + 1 :]:
            if first.entity == second.entity or bare(first.text) == bare(second.text):
                continue
            key = frozenset((first.entity, second.entity))
            gap = second.start - first.end
            if key not in nearest or gap < nearest[key][0]:
                nearest[key] = gap, first, second
    for _, first, second in nearest.values():
        yield Pair(sentence.index, first, second)


def _left_out(sentence: Sentence, here: list[Mention], spoken: Iterable[tuple[str, Mention]]) -> Iterator[Pair]:
    named = {m.entity for m in here}
    reasons: dict[str, tuple[Mention, list[str]]] = {}
    for why, mention in spoken:
        if mention.entity not in named:
            reasons.setdefault(mention.entity, (mention, []))[1].append(why)
    firsts = {m.entity: m for m in reversed(here)}
    for mention, told in reasons.values():
        for second in firsts.values():
            yield Pair(sentence.index, mention, second, tuple(told))
