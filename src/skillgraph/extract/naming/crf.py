"""A linear-chain CRF over characters, decoded with numpy: how likely each stretch of text is a name of each class.

Labels are O, and B and I of each class. Weights are pruned, rounded to 8 bits and kept by bucket (features.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from skillgraph.extract.naming.classes import CLASSES
from skillgraph.extract.naming.features import BUCKETS

LABELS = ("O", *(f"{part}-{name}" for name in CLASSES for part in "BI"))
#: The longest name that is looked for.
LONGEST = 48
#: How likely the beginning of a name, and the whole of it, must be to become a candidate.
_BEGINS, _STANDS = 0.02, 0.02
#: So many sentences go through the chain together, and so many places with the gaps behind the shorter ones.
_TOGETHER, _MOST_PLACES = 64, 16_000
_TINY = 1e-300
#: The weight of a step that can't be: into the middle of a name from elsewhere.
_NEVER = -30.0

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]


class Stretch(msgspec.Struct, frozen=True):
    """[start, end) of a sentence is a name of a class with a probability."""

    start: int
    end: int
    type: str
    score: float


class Tagger:
    """The weights of a CRF.

    Args:
        buckets: those that have weights, in order.
        rows: the weights of each of them for the labels.
        transitions: the weights from label to label.
    """

    def __init__(self, buckets: NDArray[np.int32], rows: Floats, transitions: Floats) -> None:
        self.rows = np.vstack([np.zeros((1, len(LABELS)), dtype=np.float32), rows])
        self.where = np.zeros(BUCKETS, dtype=np.int32)
        self.where[buckets] = np.arange(1, len(buckets) + 1)
        self.transitions = transitions

    @classmethod
    def read(cls, path: Path) -> Tagger:
        """The weights of a file that training wrote."""
        with np.load(path) as file:
            buckets = np.cumsum(file["buckets"].astype(np.int64)).astype(np.int32)
            rows = np.zeros((len(buckets), len(LABELS)), dtype=np.float32)
            row = np.repeat(np.arange(len(buckets)), file["counts"])
            rows[row, file["labels"]] = file["weights"].astype(np.float32) * file["scale"]
            return cls(buckets, rows, file["transitions"])

    def emissions(self, buckets: NDArray[np.int32]) -> Floats:
        """The scores of every label at every place, from the buckets of a Table."""
        found = np.zeros((buckets.shape[1], len(LABELS)), dtype=np.float32)
        for row in self.where.take(buckets):
            found += self.rows.take(row, axis=0)
        return found

    def stretches(self, buckets: NDArray[np.int32], sentences: Sequence[tuple[int, int]]) -> list[list[Stretch]]:
        """The likely names in each sentence.

        Args:
            buckets: from a Table.
            sentences: where each is in the row, [start, end).
        """
        scores, weights = self.emissions(buckets), np.exp(self.transitions.astype(np.float64))
        found: dict[tuple[int, int], list[Stretch]] = {s: [] for s in sentences}
        # Sentences of like length go through the chain together; that changes nothing but the speed.
        order = sorted((s for s in sentences if s[1] > s[0]), key=lambda s: (s[1] - s[0], s[0]))
        for batch in _batches(order):
            lengths = np.array([end - start for start, end in batch])
            padded = np.zeros((lengths.max(), len(batch), len(LABELS)))
            for n, (start, end) in enumerate(batch):
                padded[: end - start, n] = scores[start:end]
            padded = np.exp(padded - padded.max(axis=2, keepdims=True))
            for n, first, end, number, chance in _Chain(padded, lengths, weights).likely():
                found[batch[n]].append(Stretch(first, end, CLASSES[number], min(1.0, chance)))
        return list(found.values())


def _batches(order: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """Sentences in ascending length, so many at a time that their sums take little memory however long they are."""
    start = 0
    for at, (low, high) in enumerate(order):
        if at > start and (at - start == _TOGETHER or (at - start + 1) * (high - low) > _MOST_PLACES):
            yield order[start:at]
            start = at
    if order:
        yield order[start:]


class _Chain:
    """The sums over all labellings of a batch of sentences, scaled at each place: places by sentences by labels.

    Args:
        scores: of the labels, not as logarithms; 1 behind the end of a sentence.
        lengths: of the sentences, ascending.
        weights: of the steps from label to label.
    """

    def __init__(self, scores: Sums, lengths: NDArray[np.int64], weights: Sums) -> None:
        self.weights, self.lengths = weights, lengths
        self.forward, self.backward = np.ones_like(scores), np.ones_like(scores)
        scale = np.ones((*scores.shape[:2], 1))
        for t, current in enumerate(self.forward):
            if t:
                np.matmul(self.forward[t - 1], weights, out=current)
                current *= scores[t]
            else:
                current[:] = scores[0]
            current /= np.add.reduce(current, axis=1, keepdims=True, out=scale[t])
        self.scores = scores / scale
        ended = np.searchsorted(lengths, np.arange(len(scores)), side="right").tolist()
        for t in range(len(scores) - 1, 0, -1):
            current = self.backward[t - 1]
            np.matmul(self.backward[t] * self.scores[t], weights.T, out=current)
            current[: ended[t]] = 1.0

    def likely(self) -> Iterator[tuple[int, int, int, int, float]]:
        """The stretches whose beginning and whose whole are likely enough: sentence, start, end, class and chance."""
        places, rows = np.arange(len(self.scores)), np.arange(len(self.lengths))
        begins = self.forward[..., 1::2] * self.backward[..., 1::2] > _BEGINS
        begins &= (places[:, None] < self.lengths)[..., None]
        n, number, start = np.nonzero(begins.transpose(1, 2, 0))
        inside = np.zeros((len(places) + 1, len(rows), len(CLASSES)))
        np.cumsum(np.log(self.scores[..., 2::2] + _TINY), axis=0, out=inside[1:])
        onward = np.log(self.weights.diagonal()[2::2] + _TINY)
        once, more = (self._closings(last) for last in (1, 2))
        steps = np.arange(1, LONGEST + 1)
        ends = np.minimum(start[:, None] + steps, len(places))
        of, its = n[:, None], number[:, None]
        chain = np.exp(inside[ends, of, its] - inside[start + 1, n, number][:, None] + (steps - 2) * onward[its])
        first = self.forward[start, n, 1 + 2 * number]
        chances = (first * self.weights[1 + 2 * number, 2 + 2 * number])[:, None] * chain * more[ends, of, its]
        chances[:, 0] = first * once[start + 1, n, number]
        chances[start[:, None] + steps > self.lengths[of]] = 0.0
        found, k = np.nonzero(chances > _STANDS)
        columns = n[found], start[found], ends[found, k], number[found], chances[found, k]
        return zip(*(column.tolist() for column in columns), strict=True)

    def _closings(self, last: int) -> Sums:
        """For each place and class what may stand there behind a name: anything but the inside of the same name.

        Args:
            last: 1 for names that end with their beginning, 2 for others.
        """
        weights = self.weights[last::2].copy()
        weights[:, 2::2][np.diag_indices(len(CLASSES))] = 0.0
        found = np.ones((len(self.scores) + 1, len(self.lengths), len(CLASSES)))
        np.matmul(self.scores * self.backward, weights.T, out=found[:-1])
        found[self.lengths, np.arange(len(self.lengths))] = 1.0
        return found


def written(path: Path, weights: dict[tuple[int, str], float], transitions: dict[tuple[str, str], float]) -> None:
    """Writes weights to a file, in 8 bits; what rounds to nothing is left out."""
    label = {name: i for i, name in enumerate(LABELS)}
    scale = max(map(abs, weights.values())) / 127
    rounded = ((bucket, label[name], round(weight / scale)) for (bucket, name), weight in weights.items())
    kept = np.array(sorted(row for row in rounded if row[2]))
    buckets, counts = np.unique(kept[:, 0], return_counts=True)
    table = np.full((len(LABELS), len(LABELS)), _NEVER, dtype=np.float32)
    for row, one in enumerate(LABELS):
        for column, other in enumerate(LABELS):
            if other[0] != "I" or one[1:] == other[1:]:
                table[row, column] = transitions.get((one, other), 0.0)
    np.savez_compressed(
        path, buckets=np.diff(buckets, prepend=0).astype(np.uint32), counts=counts.astype(np.uint8),
        labels=kept[:, 1].astype(np.uint8), weights=kept[:, 2].astype(np.int8), scale=np.float32(scale),
        transitions=table,
    )  # fmt: skip
