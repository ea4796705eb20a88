"""A reading that a question may have, with what answers it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from skillgraph.model.records import Observation
from skillgraph.questions.likely.around import is_symmetric
from skillgraph.questions.likely.spotting import Spot
from skillgraph.questions.plain.reading import Link, Reading


class Supposed(msgspec.Struct, frozen=True):
    """A reading that the graph has an answer to, and how it came about.

    Attributes:
        reading: of the question.
        used: the words for the things in it.
        class_spot: the word for the class that is asked for.
        others: ids of the things that answer it, and texts.
        figures: that answer it.
    """

    reading: Reading
    used: tuple[Spot, ...]
    class_spot: Spot | None = None
    others: frozenset[str] = frozenset()
    figures: tuple[Observation, ...] = ()

    @property
    def answer(self) -> tuple[object, ...]:
        """What tells readings apart that have the same answer."""
        reading = self.reading
        is_told = reading.shape in ("truth", "times") or (reading.rank and not self.figures)
        said = (reading.asked, reading.known, reading.links) if is_told else ()
        return (reading.shape, reading.counts, reading.rank, self.others, frozenset(f.id for f in self.figures), said)


def links_of(predicates: Iterable[str], is_subject: bool) -> tuple[Link, ...]:
    """Relations as links, where what is asked for is their subject, or not; symmetric ones both ways."""
    found: set[Link] = set()
    for each in predicates:
        name, direction = each.removeprefix("^"), is_subject != each.startswith("^")
        found |= {Link(name, way) for way in ((True, False) if is_symmetric(name) else (direction,))}
    return tuple(sorted(found))
