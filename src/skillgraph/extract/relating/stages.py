"""Two stages: each pair by itself, then each fact beside its rivals and siblings in sentence and document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from skillgraph.extract.naming.classes import learned_class
from skillgraph.extract.relating.candidates import Pair, broad
from skillgraph.extract.relating.features import PairReader
from skillgraph.extract.relating.linear import Floats, Linear, sigmoid
from skillgraph.model.ontology import ontology

#: Pairs below this are not looked at again.
_HOPELESS = 0.01
#: How many readings of a pair the second stage chooses from.
_READINGS = 2


class FirstStage:
    """Whether two mentions are related at all, how, and in what modality.

    Args:
        pair: one class, that there is a relation.
        predicate: a class for each predicate with `>` (the first mention is the subject) or `<`.
        modality: a class each.
        near: classes of `predicate` that count as one, as a matrix of 0 and 1.
        types: the classes of things, in the order of their numbers.
    """

    def __init__(
        self, pair: Linear, predicate: Linear, modality: Linear, near: npt.NDArray[np.int8], types: tuple[str, ...]
    ) -> None:
        self.pair = pair
        self.predicate = predicate
        self.modality = modality
        self.near = near
        self.types = types

    def scored(self, reader: PairReader, pairs: Sequence[Pair]) -> Scored:
        """The pairs of a document that are not hopeless, with their scores."""
        features = reader.features(pairs)
        likely = sigmoid(self.pair.scores(features)[:, 0])
        kept = np.flatnonzero(likely >= _HOPELESS)
        pairs = [pairs[int(i)] for i in kept]
        each = sigmoid(self.predicate.scores(features.take(kept)))
        each /= each.sum(axis=1, keepdims=True)
        modal = sigmoid(self.modality.scores(reader.modal_features(pairs)))
        modal /= modal.sum(axis=1, keepdims=True)
        outline = np.array([reader.outline(pair) for pair in pairs], float)
        return Scored(pairs, likely[kept], each, each @ self.near.T, modal, outline, self)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """To be stored."""
        found: dict[str, npt.NDArray[Any]] = {"near": self.near, "types": np.array(self.types)}
        for name in ("pair", "predicate", "modality"):
            found |= getattr(self, name).arrays(name)
        return found

    @classmethod
    def stored(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> FirstStage:
        """As `arrays` gave it."""
        pair, predicate, modality = (Linear.stored(name, arrays) for name in ("pair", "predicate", "modality"))
        return cls(pair, predicate, modality, arrays["near"], tuple(map(str, arrays["types"])))


class Scored(msgspec.Struct):
    """Pairs with the scores of the first stage: of being related, of each predicate, alone and with those near it."""

    pairs: list[Pair]
    likely: Any
    each: Any
    mass: Any
    modal: Any
    outline: Any
    stage: FirstStage


class Reading(msgspec.Struct, frozen=True):
    """One predicate, direction and modality of a pair; `rank` is 0 for the likeliest."""

    pair: Pair
    predicate: str
    turned: bool
    modality: str
    rank: int


@cache
def fits(predicate: str, subject: str, object_: str) -> bool:
    """Whether the ontology lets a predicate stand between two classes.

    Example:
        >>> fits("won", "School", "Honour"), fits("won", "School", "City")
        (True, False)
    """
    return ontology().can_be_subject(predicate, [subject]) and ontology().can_be_object(predicate, [object_])


def readings(scored: Scored, index: dict[str, list[int]] | None = None) -> tuple[list[Reading], Floats]:
    """The likeliest readings of each pair, and what the second stage sees of them."""
    classes = scored.stage.predicate.classes
    found: list[Reading] = []
    rows: list[Floats] = []
    if not scored.pairs:
        return found, np.zeros((0, 0))
    allowed = _allowed(scored.pairs, classes)
    mass = np.where(allowed, scored.mass, 0.0)
    order = np.argsort(-(mass + 1e-6 * np.where(allowed, scored.each, 0.0)), axis=1, kind="stable")
    beside = _Beside(scored, mass)
    modal = scored.stage.modality.classes
    actual = modal.index("actual")
    for n, pair in enumerate(scored.pairs):
        taken: list[int] = []
        common = [
            *beside.of_pair(n), scored.modal[n, actual], scored.each[n].max(), *scored.outline[n],
            *(float(scored.stage.types.index(t)) if t in scored.stage.types else -1.0
              for t in (learned_class(pair.first.type), learned_class(pair.second.type))),
        ]  # fmt: skip
        for c in order[n]:
            if mass[n, c] <= 0 or len(taken) == _READINGS:
                break
            if any(scored.stage.near[c, t] for t in taken):
                continue
            best = taken[0] if taken else c
            name = classes[c]
            found.append(Reading(pair, name[:-1], name[-1] == "<", modal[int(scored.modal[n].argmax())], len(taken)))
            rows.append(
                np.array([
                    *common, mass[n, c], scored.each[n, c], scored.likely[n] * mass[n, c], len(taken), c,
                    name[-1] == ">", mass[n, best] - mass[n, c], *beside.of_reading(n, int(c)),
                ], float)
            )  # fmt: skip
            taken.append(int(c))
    return found, np.array(rows)


def _allowed(pairs: Sequence[Pair], classes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """For each pair, which predicates and directions the ontology allows."""
    ends = [(p.first.type, p.second.type) for p in pairs]
    rows = {(a, b): [fits(c[:-1], a, b) if c[-1] == ">" else fits(c[:-1], b, a) for c in classes] for a, b in set(ends)}
    return np.array([rows[key] for key in ends], bool)


class _Beside:
    """What the other pairs of a sentence, and the same pair elsewhere, score."""

    def __init__(self, scored: Scored, mass: Floats) -> None:
        self.scored = scored
        self.joint = scored.likely[:, None] * mass
        #: The pair's own score in front, then each predicate's.
        self.layers = np.concatenate([scored.likely[:, None], self.joint], axis=1)
        self.by_sentence: dict[int, list[int]] = {}
        self.elsewhere: dict[frozenset[str], list[int]] = {}
        for n, pair in enumerate(scored.pairs):
            self.by_sentence.setdefault(pair.sentence, []).append(n)
            self.elsewhere.setdefault(pair.ends, []).append(n)
        n, k = self.layers.shape
        #: For the first and the second end: the best and the mean of its other pairs, of all and of those like this.
        self.best = np.zeros((4, n, k))
        self.total = np.zeros((4, n, k))
        self.number = np.zeros((4, n))
        self.rank = np.zeros(n)
        self.size = np.zeros(n)
        for rows in self.by_sentence.values():
            self._sentence(np.array(rows))

    def _sentence(self, rows: npt.NDArray[np.int64]) -> None:
        pairs = [self.scored.pairs[n] for n in rows]
        entities = {e: i for i, e in enumerate(dict.fromkeys(m.entity for p in pairs for m in (p.first, p.second)))}
        kinds: dict[str, int] = {}
        of = np.zeros(len(entities), int)
        for pair in pairs:
            for m in (pair.first, pair.second):
                of[entities[m.entity]] = kinds.setdefault(broad(m.type), len(kinds))
        a = np.array([entities[p.first.entity] for p in pairs])
        b = np.array([entities[p.second.entity] for p in pairs])
        size = len(entities)
        table = np.zeros((size, size, self.layers.shape[1]))
        there = np.zeros((size, size))
        table[a, b] = table[b, a] = self.layers[rows]
        there[a, b] = there[b, a] = 1
        groups = [np.ones(size, bool), *(of == kind for kind in range(len(kinds)))]
        for number, (mine, other, like) in enumerate(((a, b, False), (b, a, False), (a, b, True), (b, a, True))):
            for g, group in enumerate(groups):
                chosen = (of[other] == g - 1) if like else np.full(len(rows), g == 0)
                if not chosen.any():
                    continue
                at, mates = rows[chosen], mine[chosen]
                part = np.sort(table[:, group], axis=1)
                own = self.layers[at]
                top = part[mates, -1]
                second = part[mates, -2] if group.sum() > 1 else np.zeros_like(top)
                self.best[number, at] = np.where(own >= top, second, top)
                self.total[number, at] = part[mates].sum(axis=1) - own
                self.number[number, at] = there[:, group].sum(axis=1)[mates] - 1
        likely = self.scored.likely[rows]
        self.rank[rows] = (likely[None, :] > likely[:, None]).sum(axis=1)
        self.size[rows] = len(rows)

    def of_pair(self, n: int) -> list[float]:
        """A pair beside the others."""
        likely = float(self.scored.likely[n])
        rest = [float(self.scored.likely[m]) for m in self.elsewhere[self.scored.pairs[n].ends] if m != n]
        counts = np.maximum(self.number[:, n], 1)
        return [
            likely, *self.best[:, n, 0], *self.total[:, n, 0], *(self.total[:, n, 0] / counts), *self.number[:, n],
            float(self.rank[n]), float(self.size[n]), max(rest, default=0.0), float(len(rest)),
        ]  # fmt: skip

    def of_reading(self, n: int, c: int) -> list[float]:
        """A reading beside the same predicate of the other pairs."""
        rest = [float(self.joint[m, c]) for m in self.elsewhere[self.scored.pairs[n].ends] if m != n]
        counts = np.maximum(self.number[:, n], 1)
        return [*self.best[:, n, c + 1], *(self.total[:, n, c + 1] / counts), max(rest, default=0.0)]
