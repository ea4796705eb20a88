"""What a referring word (该校, 全市, 大会) means: the entity whose place and class speak most for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path

import msgspec

from skillgraph.extract.naming.classes import coarse_of

_POINTING = re.compile("^(?:本次|此次|本届|这次|这一|上述|[该本此我全这])")


class Antecedent(msgspec.Struct, frozen=True):
    """An entity as a referring word sees it: its name and class, and where it is named, (sentence, start) in order."""

    entity: str
    name: str
    type: str
    places: tuple[tuple[int, int], ...]


def told_by(word: str, place: tuple[int, int], of: Antecedent, others: Sequence[Antecedent]) -> Iterator[str]:
    """What speaks for and against an entity as the meaning of a word that stands at a place.

    Args:
        word: the referring word.
        place: the sentence and where in it the word stands.
        of: the entity.
        others: all entities of the document, in the order in which they are first named.
    """
    kind = coarse_of(of.type) or of.type
    tail = _POINTING.sub("", word)
    pointing = word[: len(word) - len(tail)] or "bare"
    yield f"word {word} {kind}"
    yield f"word {word} {of.type}"
    yield f"tail {tail[-1:]} {kind}"
    yield f"pointing {pointing} {kind}"
    ends = bool(tail) and of.name.endswith(tail)
    yield f"ends {ends} {pointing}"
    yield f"sign {bool(tail) and tail[-1] in of.name[-2:]}"
    same = [o for o in others if (coarse_of(o.type) or o.type) == kind]
    before = [p for p in of.places if p < place]
    yield f"alone {len(same) == 1}"
    yield f"first {same[0] is of} {pointing}"
    yield f"most {max(len(o.places) for o in same) == len(of.places)} {pointing}"
    yield f"opening {min(of.places)[0] == 0} {pointing}"
    yield f"opening {min(of.places)[0] == 0} {kind}"
    if not before:
        yield f"later {pointing}"
        return
    distance = place[0] - before[-1][0]
    yield f"distance {min(distance, 5)} {pointing}"
    yield f"distance {min(distance, 3)} {kind}"
    nearer = sum(any(before[-1] < p < place for p in o.places) for o in same if o is not of)
    yield f"nearer {min(nearer, 3)} {pointing}"
    yield f"nearer {min(nearer, 3)} {ends}"
    between = sum(any(before[-1] < p < place for p in o.places) for o in others if o is not of)
    yield f"between {min(between, 4)}"


class Linker:
    """Weights of what speaks for an entity; `least` is how sure a link must be."""

    def __init__(self, weights: dict[str, float], least: float) -> None:
        self.weights, self.least = weights, least

    @classmethod
    def read(cls, path: Path) -> Linker:
        """The weights of a file that training wrote."""
        table = json.loads(path.read_text("utf-8"))
        return cls(table["weights"], table["least"])

    def meant(
        self, word: str, place: tuple[int, int], entities: Sequence[Antecedent]
    ) -> tuple[Antecedent, float] | None:
        """The entity that a word most likely means, and how sure that is; None if no entity is sure enough."""
        best: tuple[Antecedent, float] | None = None
        for entity in entities:
            total = sum(self.weights.get(f, 0.0) for f in (*told_by(word, place, entity, entities), "always"))
            chance = 1 / (1 + exp(-total))
            if best is None or chance > best[1]:
                best = entity, chance
        return best if best is not None and best[1] >= self.least else None
