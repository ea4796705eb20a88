"""Whose a figure is: what the sentence names, refers to, speaks of as a kind, or leaves out, scored by weights."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path

import msgspec
import numpy as np

from skillgraph.extract.doc import Doc, Mention
from skillgraph.extract.relating.candidates import broad, kind
from skillgraph.extract.relating.features import PairReader, Ragged, with_each
from skillgraph.extract.relating.linear import Linear, sigmoid
from skillgraph.extract.relating.tokens import COMMAS, Row, among
from skillgraph.extract.terms import Terms
from skillgraph.model.ontology import ontology

WEIGHTS = Path(__file__).parents[1] / "weights" / "figures.npz"
_REACH = 4
KIND = ontology().existence_classes["kind"]


class Figure(msgspec.Struct, frozen=True):
    """A figure, [start, end) in a sentence, with its unit."""

    sentence: int
    start: int
    end: int
    unit: str


class Candidate(msgspec.Struct, frozen=True):
    """A mention whose entity may be the owner of a figure; `said` tells why, where it doesn't stand in the sentence."""

    mention: Mention
    said: tuple[str, ...] = ()


def with_kinds(doc: Doc, classes: Iterable[tuple[int, int, int]], terms: Terms) -> Doc:
    """A document with mentions of kinds: listed words, and others of which it is known that they are one.

    Args:
        doc: with names.
        classes: sentence, start and end of words for kinds.
        terms: the lists.
    """
    listed: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for index, start, end in classes:
        listed[index].add((start, end))
    found: list[Mention] = []
    for sentence, here in zip(doc.sentences, doc.by_sentence, strict=True):
        kept = [m for m in here if m.kind != "kind"]
        spans = listed[sentence.index].union((s, e) for s, e, _ in terms.kinds.find(sentence.text))
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if not any(start < m.end and m.start < end for m in kept):
                text = sentence.written(doc.source.text, start, end)
                kept.append(Mention(sentence.index, start, end, text, "kind:" + text, KIND, 1.0, "kind"))
        found += sorted(kept, key=lambda m: (m.start, -m.end))
    return msgspec.structs.replace(doc, mentions=tuple(found))


class OwnerReader:
    """Gives candidates for figures, and their features.

    Args:
        doc: the document, with names and kinds.
        terms: the lists.
    """

    def __init__(self, doc: Doc, terms: Terms) -> None:
        self.doc = doc
        self.pairs = PairReader(doc, terms.verbs)
        #: A sentence as tokens, kinds as one each too, by its number.
        self.row = cache(lambda index: Row(doc.sentences[index], doc.by_sentence[index], terms.verbs))

    def candidates(self, figure: Figure) -> list[Candidate]:
        """Whose a figure may be; the nearest mention of each entity, one before the figure sooner than one behind."""
        here = [m for m in self.doc.by_sentence[figure.sentence] if m.end <= figure.start or figure.end <= m.start]
        nearest: dict[str, Mention] = {}
        for m in sorted(here, key=lambda m: _gap(m, figure)):
            nearest.setdefault(m.entity, m)
        left_out = self.pairs.spoken.left_out(figure.sentence, nearest)
        return [*map(Candidate, nearest.values()), *(Candidate(m, why) for m, why in left_out)]

    def features(self, figure: Figure, candidates: Sequence[Candidate]) -> Ragged:
        """Features of candidates, alone and together with the class of each."""
        row = self.row(figure.sentence)
        at = next((i for i, t in enumerate(row.tokens) if t.end > figure.start), len(row.tokens) - 1)
        last = next((i for i, t in enumerate(row.tokens) if t.end >= figure.end), at)
        common = _common(row, figure, at, last)
        of = self.pairs.numbers.of
        around = of(common)
        rows = [[of(dict.fromkeys(self._names(row, figure, c, at, last, candidates))), around] for c in candidates]
        wide, narrow = of(broad(c.mention.type) for c in candidates), of(map(_narrow, candidates))
        return with_each(rows, ([0] * len(rows), wide, narrow))

    def _names(
        self, row: Row, figure: Figure, c: Candidate, at: int, last: int, candidates: Sequence[Candidate]
    ) -> list[str]:
        m = c.mention
        found = ["", f"t:{m.type}", f"k:{m.kind}", f"h:{m.text[-2:]}", f"h1:{m.text[-1:]}"]
        if m.entity == self.pairs.main[figure.sentence]:
            found.append("main")
        if m.entity in self.pairs.titled:
            found.append("titled")
        found.append(f"n{min(self.pairs.count[m.entity], 4)}")
        if c.said:
            alone = any(not o.said and o.mention.kind != "kind" for o in candidates)
            earlier = any(not o.said and o.mention.kind != "kind" and o.mention.end <= figure.start for o in candidates)
            found += [f"said:{why}" for why in c.said] + [f"said:{why}:{earlier:d}" for why in c.said]
            found += [f"alone{alone:d}", f"earlier{earlier:d}", f"o0:{row.tokens[0].text}"]
            return found
        i = row.position(m)
        side, start, end = ("<", i + 1, at) if i < at else (">", last + 1, i)
        tokens, size = row.tokens, max(0, end - start)
        low, high = bisect_left(row.named, start), bisect_left(row.named, end)
        found += [
            f"{side}", f"{side}d{min(size, 12)}", f"{side}c{min(row.commas(start, end), 3)}",
            f"{side}m{min(max(0, high - low), 4)}", f"{side}l{min(row.broad[low:high].count(broad(m.type)), 3)}",
            f"{side}k{among(row.general, start, end)}", f"{side}f{min(among(row.digits, start, end), 4)}",
        ]  # fmt: skip
        reach = min(size, _REACH)
        found += [f"{side}a:{t.text}" for t in tokens[start : start + reach]]
        found += [f"{side}z:{t.text}" for t in tokens[end - reach : end]]
        if size <= _REACH:
            found.append(f"{side}p:" + " ".join(t.text for t in tokens[start : start + size]))
        if i:
            found.append(f"{side}w-:{row.tokens[i - 1].text}")
        if i == 0 or row.tokens[i - 1].text in COMMAS:
            found.append(f"{side}opens")
        verbs = row.verbs[bisect_left(row.verbs, start) : bisect_left(row.verbs, end)]
        found += [f"{side}v:{tokens[at].verb}" for at in verbs]
        if i == row.named[0]:
            found.append(f"{side}first")
        return found


def _narrow(c: Candidate) -> str:
    return f"{kind(c.mention.type)}{c.mention.text if c.mention.kind == 'kind' else ''}|"


def _common(row: Row, figure: Figure, at: int, last: int) -> list[str]:
    """What stands around a figure whoever owns it."""
    before = [t.text for t in row.tokens[max(0, at - 2) : at]]
    after = [t.text for t in row.tokens[last + 1 : last + 4]]
    around = [f"x{n}:{t}" for n, t in enumerate(reversed(before))] + [f"y{n}:{t}" for n, t in enumerate(after)]
    return [f"u:{figure.unit}", *around]


def _gap(m: Mention, figure: Figure) -> int:
    return figure.start - m.end if m.end <= figure.start else 2 * (m.start - figure.end) + 6


@cache
def owners_weights() -> Linear:
    """The weights that come with skillgraph."""
    with np.load(WEIGHTS) as file:
        return stored(file)


#: Weights as they were stored.
stored = partial(Linear.stored, "owner")


def owner(reader: OwnerReader, figure: Figure, weights: Linear) -> tuple[Mention, float] | None:
    """Whose a figure is, and how likely; None where nobody could be."""
    candidates = reader.candidates(figure)
    if not candidates:
        return None
    scores = weights.scores(reader.features(figure, candidates))[:, 0]
    chances = np.exp(scores - scores.max())
    best = int(scores.argmax())
    return candidates[best].mention, round(float(sigmoid(scores)[best] * chances[best] / chances.sum()) ** 0.5, 3)
