"""The facts of a document whose names are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np

from skillgraph.extract import groups
from skillgraph.extract.cues import Cue, as_cued, concerns, cues, masked
from skillgraph.extract.doc import Doc, Fact
from skillgraph.extract.forest import Forest
from skillgraph.extract.relating.candidates import Pair, pairs
from skillgraph.extract.relating.features import PairReader
from skillgraph.extract.relating.linear import sigmoid
from skillgraph.extract.relating.stages import FirstStage, Reading, readings
from skillgraph.extract.terms import Terms
from skillgraph.language.times import Time
from skillgraph.model.records import Modality

WEIGHTS = Path(__file__).parents[1] / "weights" / "relations.npz"
_VOICE = ("pairs",)
#: A second reading of the same pair is proposed where it is likelier than not.
_ALSO = 0.5
#: What once was so and is over when a text says 曾; what happened stays so.
_STATES = groups.relations("states")
_PERSONS = groups.classes("persons")


class Weights(msgspec.Struct, frozen=True):
    """What relations are found with.

    Args:
        first: scores pairs.
        related: from what the first stage sees, how likely a pair is related.
        right: and how likely a reading is right in all.
        found: how often readings of each such likelihood were right, where programs found the names: a row of
            likelihoods, a row of what came true.
        confirmed: the same where people had confirmed them.
        proposed: the least mean of both likelihoods for a fact to be proposed.
        asserted: the score above which at most 13 of 100 facts were false on pages that nothing was learned from.
    """

    first: FirstStage
    related: Forest
    right: Forest
    found: Any
    confirmed: Any
    proposed: float
    asserted: float

    def arrays(self) -> dict[str, Any]:
        """To be stored."""
        return {
            **self.first.arrays(), **self.related.arrays("related"), **self.right.arrays("right"),
            "found": self.found, "confirmed": self.confirmed,
            "proposed": np.float64(self.proposed), "asserted": np.float64(self.asserted),
        }  # fmt: skip

    @classmethod
    def stored(cls, arrays: Mapping[str, Any]) -> Weights:
        """As `arrays` gave it."""
        related, right = (Forest.stored(name, arrays) for name in ("related", "right"))
        proposed, asserted = (float(arrays[name]) for name in ("proposed", "asserted"))
        return cls(FirstStage.stored(arrays), related, right, arrays["found"], arrays["confirmed"], proposed, asserted)


@cache
def relations_weights() -> Weights:
    """The weights that come with skillgraph."""
    with np.load(WEIGHTS) as file:
        return Weights.stored(file)


def relations(doc: Doc, terms: Terms, weights: Weights | None = None, reader: PairReader | None = None) -> list[Fact]:
    """What a document states of the entities that it names, each fact once, in the order of the text.

    Args:
        doc: with mentions.
        terms: the term lists.
        weights: other weights than those that come with skillgraph.
        reader: of the document, where there is one.
    """
    known = weights or relations_weights()
    reader = reader or PairReader(doc, terms.verbs)
    scored = known.first.scored(reader, list(pairs(doc, reader.spoken)))
    found, rows = readings(scored)
    if not found:
        return []
    told: list[tuple[Pair, Fact]] = []
    related, right = (sigmoid(forest.sums(rows)) for forest in (known.related, known.right))
    for reading, likely, whole in zip(found, related, right, strict=True):
        if (whole < _ALSO) if reading.rank else (likely + whole) / 2 < known.proposed:
            continue
        chances = known.confirmed if is_confirmed(reading) else known.found
        fact = _fact(reader, reading, round(float(np.interp(tempered(reading, whole), *chances)), 3))
        if fact is not None:
            told.append((reading.pair, fact))
    # What a sentence with both names says has ended does not go on where another leaves one of them out.
    ended = {(pair.ends, f.predicate) for pair, f in told if not pair.said and f.time is not None and f.time.until_then}
    best: dict[tuple[str, str, str, Modality], Fact] = {}
    for pair, fact in told:
        key = fact.subject, fact.predicate, fact.object, fact.modality
        goes_on = not pair.said or (pair.ends, fact.predicate) not in ended
        if goes_on and (key not in best or best[key].score < fact.score):
            best[key] = fact
    return sorted(best.values(), key=lambda f: (f.sentence, f.start, f.end, f.subject, f.predicate, f.object))


def tempered(reading: Reading, likely: float) -> float:
    """The likelihood of a reading, less where its names are not sure."""
    return likely * math.sqrt(min(reading.pair.first.score, reading.pair.second.score))


def is_confirmed(reading: Reading) -> bool:
    """Whether both names of a reading are certain, as those are that a person confirmed."""
    return reading.pair.first.score == 1 and reading.pair.second.score == 1


def _fact(reader: PairReader, reading: Reading, score: float) -> Fact | None:
    """The fact that a reading gives; None where the sentence says that it is none."""
    pair = reading.pair
    row = reader.row(pair.sentence)
    text = masked(row.text, ((t.start, t.end) for t in row.tokens if t.mention is not None))
    first = -1 if pair.said else pair.first.start
    parts = reader.clauses(pair.sentence)
    low = next((c.start for c in parts if c.start <= max(first, 0) < c.end), 0)
    high = next((c.end for c in parts if c.start < pair.second.end <= c.end), len(text))
    when = next(
        (t for t in reversed(reader.doc.times(reader.doc.sentences[pair.sentence], text)) if t.start < high), None
    )
    ends = ((-1, -1) if pair.said else (pair.first.start, pair.first.end)), (pair.second.start, pair.second.end)
    person = not _PERSONS.isdisjoint((pair.first.type, pair.second.type))
    about = [c for c in cues(text) if concerns(c, text, *ends, person)]
    subject, object_ = pair.first, pair.second
    if reading.turned:
        subject, object_ = object_, subject
    if (held := _held(about, reading.predicate, cast(Modality, reading.modality), when)) is None:
        return None
    modality, when = held
    return Fact(
        subject.entity, reading.predicate, object_.entity, modality, pair.sentence, low, high, score, _VOICE, when
    )


def _held(
    about: list[Cue], predicate: str, modality: Modality, when: Time | None
) -> tuple[Modality, Time | None] | None:
    """Modality and time of a fact under cues; None where nothing is stated."""
    effects: set[str] = {cue.effect for cue in about}
    if "doubtful" in effects:
        return None
    if not effects.isdisjoint(("denied", "refused", "dropped")):
        return "negated", when
    if "ended" in effects or ("former" in effects and predicate in _STATES):
        if when is None or not (when.until or when.begin):
            return None if "former" in effects else ("negated", when)
        return modality, msgspec.structs.replace(when, begin="", until=when.until or when.begin, until_then=True)
    return as_cued(effects, modality), when
