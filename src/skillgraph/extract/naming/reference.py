"""What a referring word (该校, 全市, 大会) means: the entity whose place and class speak most for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp
from operator import itemgetter
from pathlib import Path

import msgspec

from skillgraph.extract.naming.classes import coarse_of

_POINTING = re.compile("^(?:本次|此次|本届|这次|这一|上述|[该本此我全这])")

#: How many mentions are looked at before a word, how many entities before and behind it may be meant.
_LOOKED_BACK, _MOST_BEFORE, _MOST_BEHIND = 3_000, 300, 100
#: Where an entity was last named, how many others were since, and how many of its kind.
_Seen = tuple[tuple[int, int], int, int]


class Antecedent(msgspec.Struct, frozen=True):
    """An entity as a referring word sees it: its name and class, and where it is named, (sentence, start) ascending."""

    entity: str
    name: str
    type: str
    places: tuple[tuple[int, int], ...]


class Antecedents:
    """The entities of a document as what a referring word may mean.

    Of a long document a word sees those that were named last before it, and some that are named next, so that a word
    costs the same however many there are.

    Args:
        entities: all of the document, in the order in which they are first named.
    """

    def __init__(self, entities: Sequence[Antecedent]) -> None:
        self.entities = entities
        self.kinds = [coarse_of(e.type) or e.type for e in entities]
        self.of_kind: dict[str, list[int]] = {}
        for n, kind in enumerate(self.kinds):
            self.of_kind.setdefault(kind, []).append(n)
        self.most = {k: max(len(entities[n].places) for n in same) for k, same in self.of_kind.items()}
        self._named = sorted((place, n) for n, e in enumerate(entities) for place in e.places)
        self._first = sorted((e.places[0], n) for n, e in enumerate(entities))

    def around(self, place: tuple[int, int]) -> list[tuple[int, _Seen | None]]:
        """The entities that a word at a place may mean, in order, each with how it was last named before."""
        seen: dict[int, _Seen] = {}
        nearer: Counter[str] = Counter()
        at = bisect_left(self._named, (place, -1))
        for before, n in reversed(self._named[max(0, at - _LOOKED_BACK) : at]):
            if n not in seen:
                seen[n] = before, len(seen), nearer[self.kinds[n]]
                nearer[self.kinds[n]] += 1
                if len(seen) == _MOST_BEFORE:
                    break
        at = bisect_left(self._first, (place, -1))
        return sorted([*seen.items(), *((n, None) for _, n in self._first[at : at + _MOST_BEHIND])], key=itemgetter(0))


def told_by(word: str, place: tuple[int, int], known: Antecedents) -> Iterator[tuple[Antecedent, list[str]]]:
    """Each entity that a word may mean, with what speaks for and against it.

    Args:
        word: the referring word.
        place: the sentence and where in it the word stands.
        known: the entities of the document.
    """
    tail = _POINTING.sub("", word)
    pointing = word[: len(word) - len(tail)] or "bare"
    for n, seen in known.around(place):
        of, kind = known.entities[n], known.kinds[n]
        same = known.of_kind[kind]
        ends = bool(tail) and of.name.endswith(tail)
        opening = of.places[0][0] == 0
        told = [
            f"word {word} {kind}",
            f"word {word} {of.type}",
            f"tail {tail[-1:]} {kind}",
            f"pointing {pointing} {kind}",
            f"ends {ends} {pointing}",
            f"sign {bool(tail) and tail[-1] in of.name[-2:]}",
            f"alone {len(same) == 1}",
            f"first {same[0] == n} {pointing}",
            f"most {known.most[kind] == len(of.places)} {pointing}",
            f"opening {opening} {pointing}",
            f"opening {opening} {kind}",
        ]
        if seen is None:
            yield of, [*told, f"later {pointing}"]
            continue
        before, between, nearer = seen
        distance = place[0] - before[0]
        yield (
            of,
            [
                *told,
                f"distance {min(distance, 5)} {pointing}",
                f"distance {min(distance, 3)} {kind}",
                f"nearer {min(nearer, 3)} {pointing}",
                f"nearer {min(nearer, 3)} {ends}",
                f"between {min(between, 4)}",
            ],
        )


class Linker(msgspec.Struct, frozen=True):
    """Weights of what speaks for an entity; `least` is how sure a link must be."""

    weights: dict[str, float]
    least: float

    @classmethod
    def read(cls, path: Path) -> Linker:
        """The weights of a file that training wrote."""
        return msgspec.json.decode(path.read_bytes(), type=cls)

    def meant(self, word: str, place: tuple[int, int], known: Antecedents) -> tuple[Antecedent, float] | None:
        """The entity that a word most likely means, and how sure that is; None if no entity is sure enough."""
        best: tuple[Antecedent, float] | None = None
        for entity, told in told_by(word, place, known):
            total = sum(self.weights.get(f, 0.0) for f in (*told, "always"))
            chance = 1 / (1 + exp(-total))
            if best is None or chance > best[1]:
                best = entity, chance
        return best if best is not None and best[1] >= self.least else None
