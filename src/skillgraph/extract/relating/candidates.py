"""Which two mentions a sentence may relate: those that stand in it, and what earlier sentences spoke of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from skillgraph.extract.doc import Doc, Mention
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import bare
from skillgraph.extract.naming.classes import learned_class
from skillgraph.extract.relating.spoken import Spoken
from skillgraph.model.ontology import ontology
from skillgraph.model.terms import ORGANIZATION

_BODIES = classes("bodies")
_GENERAL = classes("general")


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


def pairs(doc: Doc, spoken: Spoken) -> Iterator[Pair]:
    """The pairs of a document, by sentence; cells of tables, which are read by rows, are left out."""
    for sentence, here in zip(doc.sentences, spoken.named, strict=True):
        if sentence.passage.block.table < 0 and here:
            yield from _inside(sentence.index, here)
            firsts = {m.entity: m for m in reversed(here)}
            for mention, said in spoken.left_out(sentence.index, firsts):
                yield from (Pair(sentence.index, mention, second, said) for second in firsts.values())


def _inside(sentence: int, here: list[Mention]) -> Iterator[Pair]:
    """The nearest mentions of each two entities in a sentence."""
    nearest: dict[tuple[str, str], tuple[int, Mention, Mention]] = {}
    forms = [bare(m.text) for m in here]
    for i, first in enumerate(here):
        for second, form in zip(here[i + 1 :], forms[i + 1 :], strict=True):
            if first.entity == second.entity or forms[i] == form:
                continue
            key = min(first.entity, second.entity), max(first.entity, second.entity)
            gap = second.start - first.end
            if key not in nearest or gap < nearest[key][0]:
                nearest[key] = gap, first, second
    for _, first, second in nearest.values():
        yield Pair(sentence, first, second)
