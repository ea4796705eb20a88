"""Finds the names of a document: the voices' candidates, ranked, and the best of them that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np

from skillgraph.extract.doc import Sentence
from skillgraph.extract.mentions import Mention
from skillgraph.extract.naming.candidates import Candidate, candidates
from skillgraph.extract.naming.classes import REFERRING
from skillgraph.extract.naming.crf import Stretch, Tagger
from skillgraph.extract.naming.features import RULE_TEMPLATES, Table
from skillgraph.extract.naming.ranker import Trees
from skillgraph.extract.naming.resolve import resolve
from skillgraph.extract.naming.types import fine_type
from skillgraph.extract.terms import Terms

WEIGHTS = Path(__file__).parents[1] / "weights"
#: The least score with which a name may stand among the others of its sentence.
LEAST = 0.2
#: So many sentences go through the taggers at once, which bounds the memory that a long document takes.
_AT_ONCE = 400


class Name(msgspec.Struct, frozen=True):
    """A name in a sentence, [start, end): its class, how sure it is, and who says so."""

    start: int
    end: int
    type: str
    score: float
    by: str


class Models(msgspec.Struct, frozen=True):
    """The weights that names are found with."""

    tagger: Tagger
    alone: Tagger
    trees: Trees


@cache
def load_models() -> Models:
    """The weights that come with skillgraph."""
    return Models(
        Tagger.read(WEIGHTS / "names.npz"),
        Tagger.read(WEIGHTS / "names-alone.npz"),
        Trees.read(WEIGHTS / "names-rank.npz"),
    )


class Sighted(msgspec.Struct):
    """What the taggers find likely in each sentence; the second one knows nothing of the rules."""

    first: list[list[Stretch]]
    second: list[list[Stretch]]


def sighted(sentences: Sequence[Sentence], proposals: Sequence[Sequence[Mention]], terms: Terms, tagger: Tagger, alone: Tagger) -> Sighted:
    """What two taggers find likely in the sentences of a document."""
    found = Sighted([], [])
    for at in range(0, len(sentences), _AT_ONCE):
        part = slice(at, at + _AT_ONCE)
        table = Table(sentences[part], proposals[part], terms)
        buckets = table.buckets()
        rows = [(start, start + len(s.text)) for start, s in zip(table.starts, sentences[part], strict=True)]
        found.first += _apart(tagger.stretches(buckets, rows), table.starts)
        found.second += _apart(alone.stretches(np.delete(buckets, RULE_TEMPLATES, axis=0), rows), table.starts)
    return found


def _apart(stretches: Sequence[Stretch], starts: Sequence[int]) -> list[list[Stretch]]:
    """The stretches of each sentence, by its own offsets."""
    found: list[list[Stretch]] = [[] for _ in starts]
    for s in stretches:
        index = bisect_right(starts, s.start) - 1
        at = starts[index]
        found[index].append(Stretch(s.start - at, s.end - at, s.type, s.score))
    return found
