"""What words are looked for in: the parts of what is said, each with all its forms and what of the vocabulary it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.language.names import simplified
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.model.terms import FIGURE
from skillgraph.questions.plain.words import looked_for

#: What is said between things.
Told = Statement | Observation


class Word(msgspec.Struct, frozen=True):
    """A word that is looked for.

    Attributes:
        text: as folded.
        sounds: what it spells by its sounds; empty for what stands somewhere as it is.
    """

    text: str
    sounds: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The classes, relations and modalities that it is a word for."""
        return looked_for().get(self.text, frozenset())

    def is_in(self, text: str) -> bool:
        """Whether a text has it, as it is spelled or as it sounds."""
        return any(holds(text, spelling) for spelling in (self.text, *self.sounds))


class Part(msgspec.Struct, frozen=True, eq=False):
    """A part of what is said: a thing, a relation, a time. It is like itself alone, so that it is quick to look up.

    Attributes:
        text: all its forms, folded.
        means: the relation, modality or amount that it is.
        classes: of the thing, with all above them.
    """

    text: str = ""
    means: str = ""
    classes: frozenset[str] = frozenset()

    def has(self, word: Word) -> bool:
        """Whether it has a word in it or is the relation, modality or amount that the word names."""
        return bool((self.text and word.is_in(self.text)) or (self.means and self.means in word.named))


class Parts:
    """The parts of what a graph says, those that are things made once each.

    Args:
        graph: that is searched.
    """

    def __init__(self, graph: GraphFolder) -> None:
        self.graph = graph
        self._things: dict[str, Part] = {}
        self._texts: dict[tuple[str, str], Part] = {}

    def thing(self, entity: Entity) -> Part:
        """A thing by all forms of its name, and its classes."""
        if entity.id not in self._things:
            self._things[entity.id] = Part(folded(" ".join(entity.forms)), "", classes_of(entity))
        return self._things[entity.id]

    def of(self, record: Told) -> Iterator[Part]:
        """What a statement or figure consists of: things, relation or indicator, time."""
        qualifiers = ontology().properties
        things = [record.subject, *(value for key, value in record.qualifiers if not qualifiers[key].takes_text)]
        if isinstance(record, Statement):
            yield _relation(record.predicate)
            things.append(record.object)
        else:
            things += [record.indicator, record.about]
            if record.value is not None:
                yield self._text(f"{record.value:f}{self.graph.entities[record.unit].name}", FIGURE)
        yield _modality(record.modality)
        yield from self._known(*things)
        if record.time:
            yield self._text(record.time)

    def counted(self, figure: Observation) -> Iterator[Part]:
        """The indicator of a figure, and what it counts."""
        yield from self._known(figure.indicator, figure.about)

    def around(self, record: Told) -> Iterator[Part]:
        """What the section is about that says something."""
        section = self.graph.sections.get(record.said_in)
        if section:
            yield from self._known(section.about)

    def _known(self, *ids: str) -> Iterator[Part]:
        for id in ids:
            if id in self._things:
                yield self._things[id]
            elif id in self.graph.entities:
                yield self.thing(self.graph.entities[id])

    def _text(self, text: str, means: str = "") -> Part:
        if (text, means) not in self._texts:
            self._texts[text, means] = Part(folded(text), means)
        return self._texts[text, means]


@cache
def _relation(name: str) -> Part:
    relation = ontology().properties[name]
    return Part(folded(f"{relation.label_zh} {relation.label_en}"), name)


@cache
def _modality(name: str) -> Part:
    return Part(means=f"modality/{name}")


def classes_of(record: Entity) -> frozenset[str]:
    """The classes of a thing with all above them, and what it is if it is a kind or envisaged."""
    return _with_above((*record.classes, *record.derived), record.existence)


@cache
def _with_above(classes: tuple[str, ...], existence: str) -> frozenset[str]:
    return frozenset(ontology().all_classes(classes, existence))


def holds(text: str, word: str) -> bool:
    """Whether a text has a word in it as it stands; 2所 is not in 22所, though 2024 is in 202405, a date."""
    if not (word[0].isdecimal() or word[-1].isdecimal()):
        return word in text
    before = r"(?<!\d)" if word[0].isdecimal() else ""
    after = r"(?!\d)" if word[-1].isdecimal() and not text.isdecimal() else ""
    return re.search(before + re.escape(word) + after, text) is not None


def folded(text: str) -> str:
    """A text as all its spellings come out: width, case, traditional characters, without marks and quotes."""
    return simplified(unicodedata.normalize("NFKC", text).casefold().translate(_KEPT))


class _Kept(dict[int, int | None]):
    """What each character comes out as: marks as nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("P") else code
        return self[code]


_KEPT = _Kept()
