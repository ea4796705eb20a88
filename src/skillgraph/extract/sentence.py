"""A sentence with what was found in it, and what its reading gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import Mention
from skillgraph.extract.predicates import Linked
from skillgraph.language.times import Time
from skillgraph.language.tokens import Word
from skillgraph.model.records import Basis, Modality

if TYPE_CHECKING:
    from skillgraph.extract.terms import Terms


class Relation(msgspec.Struct, frozen=True):
    """A relation of a sentence: entities, clause [start, end) in the sentence, modality and time."""

    subject: Entry
    predicate: str
    object: Entry
    modality: Modality
    start: int
    end: int
    basis: Basis = "stated"
    time: Time | None = None


class Acting(msgspec.Struct, frozen=True):
    """Who acts in a clause; `explicit` if the sentence says so, `here` if the clause itself does."""

    clause: Clause
    actor: Entry | None
    explicit: bool
    here: bool


class Sentence(msgspec.Struct, frozen=True):
    """A sentence with all that was found in it; offsets are those of its own text."""

    text: str
    words: Sequence[Word]
    links: Sequence[Linked]
    classes: Sequence[Mention]
    times: Sequence[Time]
    topic: Entry | None
    theme: Entry | None
    recent: Sequence[Entry]
    terms: Terms
    expected: Modality = "actual"
    present: int = 0


def unique(found: Sequence[Relation]) -> list[Relation]:
    """The relations without those that say the same in the same clause."""
    seen: set[tuple[str, str, str, int]] = set()
    kept = []
    for relation in found:
        key = (relation.subject.id, relation.predicate, relation.object.id, relation.start)
        if key not in seen:
            seen.add(key)
            kept.append(relation)
    return kept
