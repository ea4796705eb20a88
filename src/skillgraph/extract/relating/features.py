"""What a pair of mentions looks like, as features: classes, the words around and between, order, lists."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from skillgraph.extract.clauses import Clause, clauses, present_year
from skillgraph.extract.doc import Doc, Mention
from skillgraph.extract.headings import Headings
from skillgraph.extract.naming.classes import learned_class
from skillgraph.extract.relating.candidates import Pair, broad, kind
from skillgraph.extract.relating.parts import Numbers, Part, RowParts, both, end
from skillgraph.extract.relating.spoken import Spoken
from skillgraph.extract.relating.tokens import Row
from skillgraph.language.lexicon import Lexicon
from skillgraph.model.terms import ORGANIZATION, PERSON

Ids = npt.NDArray[np.uint32]
_REASONS = ("before-first", "before-last", "before-body", "event", "main", "headed", "signed", "titled", "most")
_MIX, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


def with_each(rows: Sequence[Sequence[list[int]]], others: Sequence[Sequence[int]]) -> Ragged:
    """The features of rows, each together with every other of its row, as the numbers that weights are kept under.

    Args:
        rows: the numbers of each row's features, in parts.
        others: each with a number for every row.
    """
    sizes = np.array([sum(map(len, parts)) for parts in rows], np.int64)
    every = chain.from_iterable(chain.from_iterable(rows))
    mixed = (np.fromiter(every, np.uint64, int(sizes.sum())) + np.uint64(1)) * _MIX
    ids = np.empty((len(mixed), len(others)), np.uint32)
    for n, other in enumerate(others):
        both = mixed ^ np.repeat(np.array(other, np.uint64) * _OTHER, sizes)
        both *= _MIX
        both >>= np.uint64(32)
        ids[:, n] = both
    return Ragged(ids.ravel(), len(others) * np.concatenate([[0], np.cumsum(sizes)]))


class Ragged:
    """Features of many rows: `ids[starts[i]:starts[i + 1]]` are those of row i."""

    def __init__(self, ids: Ids, starts: npt.NDArray[np.int64]) -> None:
        self.ids = ids
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> Ragged:
        """Some of the rows."""
        return Ragged.of([self.ids[self.starts[i] : self.starts[i + 1]] for i in rows])

    @staticmethod
    def of(rows: Sequence[Ids]) -> Ragged:
        """Rows put together."""
        sizes = np.array([0, *(len(row) for row in rows)], np.int64)
        return Ragged(np.concatenate(rows) if rows else np.zeros(0, np.uint32), np.cumsum(sizes))


class PairReader:
    """Gives the features of the pairs of one document.

    Args:
        doc: the document.
        verbs: those that state relations, with their predicates.
    """

    def __init__(self, doc: Doc, verbs: Lexicon) -> None:
        self.doc = doc
        self.verbs = verbs
        self.spoken = Spoken(doc)
        subjects = (self.spoken.sections.subject(s.index) for s in doc.sentences)
        self.main = [m.entity if m is not None else "" for m in subjects]
        self.count = Counter(m.entity for m in doc.mentions)
        self.titled = {m.entity for here in doc.by_sentence[:1] for m in here}
        self.headings = Headings(doc)
        self.present = max((present_year(s.text) for s in doc.sentences), default=0)
        self.numbers = Numbers()
        #: By the number of a sentence: its tokens, its clauses, what stands between and beside its mentions.
        self.row, self.clauses = cache(self._row), cache(self._clauses)
        self._row_parts = cache(lambda index: RowParts(self.row(index), self.numbers))
        self._ends: dict[tuple[str, int, int], Part] = {}
        self._pairs: dict[tuple[int, int, int], list[Part]] = {}
        self._around: dict[tuple[int, int], list[list[int]]] = {}

    def _row(self, index: int) -> Row:
        return Row(self.doc.sentences[index], self.spoken.named[index], self.verbs)

    def _clauses(self, index: int) -> list[Clause]:
        """None ends within a name."""
        names = [m for m in self.doc.by_sentence[index] if m.kind == "name"]
        quoted, bodies = ([(m.start, m.end) for m in some] for some in (names, filter(_is_body, names)))
        sentence = self.doc.sentences[index]
        return clauses(sentence.text, quoted, self.headings.expected(sentence), self.present, bodies)

    def features(self, pairs: Sequence[Pair]) -> Ragged:
        """Features of pairs: each alone, and together with the broad and the narrow classes of both ends."""
        rows = [[part.all for part in self._parts(pair)] for pair in pairs]
        ends = self.numbers.of(f"{broad(p.first.type)}>{broad(p.second.type)}" for p in pairs)
        narrow = self.numbers.of(f"{kind(p.first.type)}>{kind(p.second.type)}" for p in pairs)
        return with_each(rows, ([0] * len(rows), ends, narrow))

    def modal_features(self, pairs: Sequence[Pair]) -> Ragged:
        """Features that tell whether what a pair says is so, planned, a rule ..."""
        rows = [
            [*(part.modal for part in self._parts(pair)), *self._around_clause(pair.sentence, pair.second.start)]
            for pair in pairs
        ]
        return with_each(rows, ([0] * len(rows),))

    def _around_clause(self, index: int, at: int) -> list[list[int]]:
        """Words of the title, the sentence and the clause at a place, and what the clauses' cues say."""
        parts = self.clauses(index)
        own = next((n for n, c in enumerate(parts) if c.start <= at < c.end), -1)
        if (index, own) not in self._around:
            words = self.doc.sentences[index].words
            names = [f"s:{w.text}" for w in words] + [f"m:{c.modality}" for c in parts]
            if own >= 0:
                names += [f"c:{w.text}" for w in words if parts[own].start <= w.start < parts[own].end]
                names.append(f"o:{parts[own].modality}")
            self._around[index, own] = [self._title, self.numbers.of(dict.fromkeys(names))]
        return self._around[index, own]

    @cached_property
    def _title(self) -> list[int]:
        return self.numbers.of(dict.fromkeys(f"t:{w.text}" for w in self.doc.sentences[0].words))

    def outline(self, pair: Pair) -> list[float]:
        """How a pair stands in its sentence, in numbers."""
        row = self.row(pair.sentence)
        j = row.position(pair.second)
        a, b = pair.first, pair.second
        i = -1 if pair.said else row.position(a)
        to = row.places[j]
        between = slice(bisect_left(row.named, i + 1), to)
        listed = i >= 0 and row.lists[i] == row.lists[j]
        main = self.main[pair.sentence]
        return [
            max(0, to - between.start), max(0, j - i - 1), row.commas(i + 1, j), row.semicolons(i + 1, j) > 0,
            row.broad[between].count(broad(a.type)), row.broad[between].count(broad(b.type)),
            bisect_left(row.named, i), len(row.named) - 1 - to, listed, len(pair.said),
            *_told(pair.said),
            a.entity == main, b.entity == main, a.entity in self.titled, b.entity in self.titled,
            a.kind == "ref", b.kind == "ref", pair.sentence == 0, a.score, b.score,
            self.count[a.entity], self.count[b.entity], len(row.tokens),
        ]  # fmt: skip

    def _parts(self, pair: Pair) -> list[Part]:
        """The features of a pair. No two parts have the same."""
        a, b, index = pair.first, pair.second, pair.sentence
        key = index, id(a), id(b)
        found = self._pairs.get(key)
        if found is None:
            parts = self._row_parts(index)
            j = parts.row.position(b)
            found = self._pairs[key] = [
                both(learned_class(a.type), learned_class(b.type), a.kind, b.kind, index == 0),
                self._end("A", a, index),
                self._end("B", b, index),
                *(parts.of_said(j, pair.said) if pair.said else parts.of_two(parts.row.position(a), j)),
            ]
        return found

    def _end(self, letter: str, m: Mention, sentence: int) -> Part:
        key = letter, sentence, id(m)
        if key not in self._ends:
            often, main = min(self.count[m.entity], 4), m.entity == self.main[sentence]
            titled = m.entity in self.titled
            self._ends[key] = end(self.numbers, letter, learned_class(m.type), m.text[-2:], often, main, titled)
        return self._ends[key]


def _is_body(name: Mention) -> bool:
    return broad(name.type) in (ORGANIZATION, PERSON)


@cache
def _told(said: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple(why in said for why in _REASONS)
