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


def told_by(word: str, place: tuple[int, int], entities: Sequence[Antecedent]) -> Iterator[list[str]]:
    """For each entity what speaks for and against it as the meaning of a word that stands at a place.

    Args:
        word: the referring word.
        place: the sentence and where in it the word stands.
        entities: all of the document, in the order in which they are first named.
    """
    tail = _POINTING.sub("", word)
    pointing = word[: len(word) - len(tail)] or "bare"
    kinds = [coarse_of(e.type) or e.type for e in entities]
    last = [max((p for p in e.places if p < place), default=None) for e in entities]
    by_kind: dict[str, list[int]] = {}
    for n, kind in enumerate(kinds):
        by_kind.setdefault(kind, []).append(n)
    most = {kind: max(len(entities[n].places) for n in same) for kind, same in by_kind.items()}
    for of, kind, before in zip(entities, kinds, last, strict=True):
        same = by_kind[kind]
        ends = bool(tail) and of.name.endswith(tail)
        opening = min(of.places)[0] == 0
        told = [
            f"word {word} {kind}",
            f"word {word} {of.type}",
            f"tail {tail[-1:]} {kind}",
            f"pointing {pointing} {kind}",
            f"ends {ends} {pointing}",
            f"sign {bool(tail) and tail[-1] in of.name[-2:]}",
            f"alone {len(same) == 1}",
            f"first {entities[same[0]] is of} {pointing}",
            f"most {most[kind] == len(of.places)} {pointing}",
            f"opening {opening} {pointing}",
            f"opening {opening} {kind}",
        ]
        if before is None:
            yield [*told, f"later {pointing}"]
            continue
        distance = place[0] - before[0]
        since = [other is not None and other > before for other in last]
        nearer = sum(since[n] for n in same)
        yield [
            *told,
            f"distance {min(distance, 5)} {pointing}",
            f"distance {min(distance, 3)} {kind}",
            f"nearer {min(nearer, 3)} {pointing}",
            f"nearer {min(nearer, 3)} {ends}",
            f"between {min(sum(since), 4)}",
        ]


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
        for entity, told in zip(entities, told_by(word, place, entities), strict=True):
            total = sum(self.weights.get(f, 0.0) for f in (*told, "always"))
            chance = 1 / (1 + exp(-total))
            if best is None or chance > best[1]:
                best = entity, chance
        return best if best is not None and best[1] >= self.least else None
