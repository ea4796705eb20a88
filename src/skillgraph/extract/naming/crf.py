"""A linear-chain CRF over characters, decoded with numpy: how likely each stretch of text is a name of each class.

Labels are O, and B and I of each class. Weights are pruned, rounded to 8 bits and kept by bucket (features.py).
"""

from __future__ import annotations

from collections.abc import Sequence
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

Floats = NDArray[np.float32]


class Stretch(msgspec.Struct, frozen=True):
    """[start, end) in the row of characters is a name of a class with a probability."""

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
        for row in buckets:
            found += self.rows[self.where[row]]
        return found

    def stretches(self, buckets: NDArray[np.int32], sentences: Sequence[tuple[int, int]]) -> list[Stretch]:
        """The likely names in sentences, each [start, end) of the row."""
        return _stretches(self.emissions(buckets), self.transitions, sentences)


def _stretches(scores: Floats, transitions: Floats, sentences: Sequence[tuple[int, int]]) -> list[Stretch]:
    found: list[Stretch] = []
    # Sentences of like length go through the chain together; the order of the batch changes nothing.
    order = sorted((s for s in sentences if s[1] > s[0]), key=lambda s: (s[1] - s[0], s[0]))
    for i in range(0, len(order), 16):
        batch = order[i : i + 16]
        longest = max(end - start for start, end in batch)
        padded = np.zeros((len(batch), longest, len(LABELS)), dtype=np.float32)
        for row, (start, end) in zip(padded, batch, strict=True):
            row[: end - start] = scores[start:end]
        lengths = np.array([end - start for start, end in batch])
        forward, backward, total = _chains(padded, lengths, transitions)
        for n, (start, end) in enumerate(batch):
            size = end - start
            found += _likely(padded[n, :size], forward[n, :size], backward[n, :size], total[n], transitions, start)
    return sorted(found, key=lambda s: (s.start, s.end, -s.score))


def _chains(scores: Floats, lengths: NDArray[np.int64], transitions: Floats) -> tuple[Floats, Floats, Floats]:
    """Logarithms of the forward and backward sums, and of the sum over all labellings, for a batch of sentences."""
    weights = np.exp(transitions)
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[:, 0] = scores[:, 0]
    for t in range(1, scores.shape[1]):
        peak = forward[:, t - 1].max(axis=1, keepdims=True)
        forward[:, t] = np.log(np.exp(forward[:, t - 1] - peak) @ weights + 1e-30) + peak + scores[:, t]
    for t in range(scores.shape[1] - 2, -1, -1):
        ahead = backward[:, t + 1] + scores[:, t + 1]
        peak = ahead.max(axis=1, keepdims=True)
        sums = np.log(np.exp(ahead - peak) @ weights.T + 1e-30) + peak
        backward[:, t] = np.where((t + 1 < lengths)[:, None], sums, 0)
    last = forward[np.arange(len(lengths)), lengths - 1]
    peak = last.max(axis=1)
    total = np.log(np.exp(last - peak[:, None]).sum(axis=1)) + peak
    return forward, backward, total


def _likely(
    scores: Floats, forward: Floats, backward: Floats, total: np.float32, transitions: Floats, offset: int
) -> list[Stretch]:
    """The stretches of one sentence: those whose beginning and whose end are likely enough."""
    size = len(scores)
    begins = np.exp(forward + backward - total)
    found = []
    after = np.concatenate([scores + backward, np.zeros((1, len(LABELS)), dtype=np.float32)])
    for number, name in enumerate(CLASSES):
        b, i = 1 + 2 * number, 2 + 2 * number
        # The sum over what may follow a last character: anything but the inside of the same name.
        follow = {}
        for label in (b, i):
            onward = after + transitions[label]
            onward[:, i] = -np.inf
            peak = onward.max(axis=1)
            follow[label] = np.log(np.exp(onward - peak[:, None]).sum(axis=1)) + peak
            follow[label][size] = 0
        inside = np.concatenate([[0], np.cumsum(scores[:, i], dtype=np.float64)])
        for start in np.nonzero(begins[:, b] > _BEGINS)[0]:
            stop = min(size, start + LONGEST)
            base = float(forward[start, b] - total)
            ends = np.arange(start + 1, stop + 1)
            steps = ends - start - 1
            chain = inside[ends] - inside[start + 1] + np.where(steps > 0, transitions[b, i] + (steps - 1) * transitions[i, i], 0)
            closing = np.where(steps > 0, follow[i][ends], follow[b][ends])
            chances = np.exp(base + chain + closing)
            for k in np.nonzero(chances > _STANDS)[0]:
                found.append(Stretch(int(start) + offset, int(ends[k]) + offset, name, min(1.0, float(chances[k]))))
    return found


def written(path: Path, weights: dict[tuple[int, str], float], transitions: dict[tuple[str, str], float], least: float) -> int:
    """Writes weights to a file, those of at least `least` in 8 bits, and returns its size."""
    label = {name: i for i, name in enumerate(LABELS)}
    kept = sorted((bucket, label[name], w) for (bucket, name), w in weights.items() if abs(w) >= least)
    buckets, counts = np.unique([k[0] for k in kept], return_counts=True)
    scale = max(abs(k[2]) for k in kept) / 127
    table = np.full((len(LABELS), len(LABELS)), -30.0, dtype=np.float32)
    for row, one in enumerate(LABELS):
        for column, other in enumerate(LABELS):
            if other[0] != "I" or one[1:] == other[1:]:
                table[row, column] = transitions.get((one, other), 0.0)
    np.savez_compressed(
        path, buckets=np.diff(buckets, prepend=0).astype(np.uint32), counts=counts.astype(np.uint8),
        labels=np.array([k[1] for k in kept], dtype=np.uint8),
        weights=np.round(np.array([k[2] for k in kept]) / scale).astype(np.int8),
        scale=np.float32(scale), transitions=table,
    )  # fmt: skip
    return path.stat().st_size
