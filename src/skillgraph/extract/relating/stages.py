"""Two stages: each pair by itself, then each fact beside its rivals and siblings in sentence and document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class FirstStage(msgspec.Struct, frozen=True):
    """Whether two mentions are related at all, how, and in what modality.

    Args:
        pair: one class, that there is a relation.
        predicate: a class for each predicate with `>` (the first mention is the subject) or `<`.
        modality: a class each.
        near: classes of `predicate` that count as one, as a matrix of 0 and 1.
        types: the classes of things, in the order of their numbers.
    """

    pair: Linear
    predicate: Linear
    modality: Linear
    near: npt.NDArray[np.int8]
    types: tuple[str, ...]

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


def fits(predicate: str, subject: str, object_: str) -> bool:
    """Whether the ontology lets a predicate stand between two classes.

    Example:
        >>> fits("won", "School", "Honour"), fits("won", "School", "City")
        (True, False)
    """
    return predicate in _stated_of(subject) and predicate in _stated_with(object_)


@cache
def _stated_of(class_: str) -> frozenset[str]:
    """The predicates that the ontology lets a class be the subject of."""
    return frozenset(p for p in ontology().relations if ontology().can_be_subject(p, [class_]))


@cache
def _stated_with(class_: str) -> frozenset[str]:
    """The predicates that the ontology lets a class be the object of."""
    return frozenset(p for p in ontology().relations if ontology().can_be_object(p, [class_]))


def readings(scored: Scored) -> tuple[list[Reading], Floats]:
    """The likeliest readings of each pair, and what the second stage sees of them."""
    classes = scored.stage.predicate.classes
    found: list[Reading] = []
    if not scored.pairs:
        return found, np.zeros((0, 0))
    allowed = np.array([_fitting(p.first.type, p.second.type, classes) for p in scored.pairs])
    mass = np.where(allowed, scored.mass, 0.0)
    order = np.argsort(-(mass + 1e-6 * np.where(allowed, scored.each, 0.0)), axis=1, kind="stable")
    modal = scored.stage.modality.classes
    modalities = [modal[m] for m in scored.modal.argmax(axis=1).tolist()]
    # The likeliest, and the likeliest of those that don't count as one with it.
    first = order[:, 0]
    apart = (np.take_along_axis(mass, order, 1) > 0) & ~np.take_along_axis(scored.stage.near.T[first] > 0, order, 1)
    second = order[np.arange(len(order)), apart.argmax(axis=1)]
    there = np.stack([mass.max(axis=1) > 0, apart.any(axis=1)], axis=1)
    of, ranks = np.nonzero(there)
    what, best = np.stack([first, second], axis=1)[there], first[of]
    for n, c, rank in zip(of.tolist(), what.tolist(), ranks.tolist(), strict=True):
        name = classes[c]
        found.append(Reading(scored.pairs[n], name[:-1], name[-1] == "<", modalities[n], rank))
    beside = _Beside(scored, mass)
    numbers = {name: float(n) for n, name in reversed(list(enumerate(scored.stage.types)))}
    types = [[numbers.get(learned_class(m.type), -1.0) for m in (p.first, p.second)] for p in scored.pairs]
    common = np.column_stack(
        [beside.of_pairs(), scored.modal[:, modal.index("actual")], scored.each.max(axis=1), scored.outline, types]
    )
    likely = mass[of, what]
    ahead = np.array([name[-1] == ">" for name in classes])
    rows = [
        common[of], likely, scored.each[of, what], scored.likely[of] * likely, ranks, what, ahead[what],
        mass[of, best] - likely, beside.of_readings(of, what),
    ]  # fmt: skip
    return found, np.column_stack(rows)


@cache
def _fitting(first: str, second: str, classes: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which predicates and directions the ontology allows between two classes."""
    return np.array([fits(c[:-1], first, second) if c[-1] == ">" else fits(c[:-1], second, first) for c in classes])


class _Beside:
    """What the other pairs of a sentence, and the same pair elsewhere, score."""

    def __init__(self, scored: Scored, mass: Floats) -> None:
        self.scored = scored
        #: The pair's own score in front, then each predicate's.
        self.layers = np.concatenate([scored.likely[:, None], scored.likely[:, None] * mass], axis=1)
        by_sentence: dict[int, list[int]] = {}
        elsewhere: dict[frozenset[str], list[int]] = {}
        for n, pair in enumerate(scored.pairs):
            by_sentence.setdefault(pair.sentence, []).append(n)
            elsewhere.setdefault(pair.ends, []).append(n)
        n, k = self.layers.shape
        #: For the first and the second end: the best and the mean of its other pairs, of all and of those like this.
        self.best = np.zeros((4, n, k))
        self.total = np.zeros((4, n, k))
        self.number = np.zeros((4, n))
        self.rank = np.zeros(n)
        self.size = np.zeros(n)
        for rows in by_sentence.values():
            self._sentence(np.array(rows))
        self.mean = self.total / np.maximum(self.number, 1)[:, :, None]
        self.again = np.zeros((n, k))
        self.times = np.zeros(n)
        for same in elsewhere.values():
            for one in same if len(same) > 1 else ():
                self.again[one] = self.layers[[m for m in same if m != one]].max(axis=0)
                self.times[one] = len(same) - 1

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
        every = np.arange(len(rows))
        self._compare(rows, table, there, ((0, a, every), (1, b, every)))
        for kind in range(len(kinds)):
            like = of == kind
            ends = ((2, a, np.flatnonzero(like[b])), (3, b, np.flatnonzero(like[a])))
            self._compare(rows, table[:, like], there[:, like], ends)
        likely = self.scored.likely[rows]
        self.rank[rows] = (likely[None, :] > likely[:, None]).sum(axis=1)
        self.size[rows] = len(rows)

    def _compare(
        self, rows: npt.NDArray[np.int64], table: Floats, there: Floats,
        ends: Iterable[tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]],
    ) -> None:  # fmt: skip
        """Each pair beside the others of one end, among some things; `ends` says where it goes, whose, which pairs."""
        ordered = np.sort(table, axis=1)
        total, number = ordered.sum(axis=1), there.sum(axis=1)
        for where, mine, chosen in ends:
            if len(chosen):
                at, mates = rows[chosen], mine[chosen]
                own, top = self.layers[at], ordered[mates, -1]
                second = ordered[mates, -2] if ordered.shape[1] > 1 else np.zeros_like(top)
                self.best[where, at] = np.where(own >= top, second, top)
                self.total[where, at] = total[mates] - own
                self.number[where, at] = number[mates] - 1

    def of_pairs(self) -> Floats:
        """Each pair beside the others."""
        return np.column_stack([
            self.scored.likely, self.best[:, :, 0].T, self.total[:, :, 0].T, self.mean[:, :, 0].T, self.number.T,
            self.rank, self.size, self.again[:, 0], self.times,
        ])  # fmt: skip

    def of_readings(self, of: npt.NDArray[np.intp], what: npt.NDArray[np.intp]) -> Floats:
        """Readings, by pair and predicate, beside the same predicate of the other pairs."""
        layer = what + 1
        return np.column_stack([self.best[:, of, layer].T, self.mean[:, of, layer].T, self.again[of, layer]])
