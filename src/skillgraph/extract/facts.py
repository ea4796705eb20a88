"""A fact as extraction finds it."""

from __future__ import annotations

import msgspec

from skillgraph.language.times import Time
from skillgraph.model.records import Modality


class Fact(msgspec.Struct, frozen=True):
    """What a sentence states of two entities, in its clauses [start, end).

    `score` is how likely all of it is right, `by` are the voices that say so.
    """

    subject: str
    predicate: str
    object: str
    modality: Modality
    sentence: int
    start: int
    end: int
    score: float
    by: tuple[str, ...]
    time: Time | None = None
