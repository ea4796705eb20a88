"""What a pair of mentions looks like, as features: classes, the words around and between, order, lists."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise, takewhile
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skillgraph.extract.clauses import Clause, clauses, present_year
from skillgraph.extract.doc import Doc, Mention
from skillgraph.extract.headings import Headings
from skillgraph.extract.naming.classes import learned_class
from skillgraph.extract.relating.candidates import Pair, broad, kind
from skillgraph.extract.relating.spoken import Spoken
from skillgraph.extract.relating.tokens import COMMAS, Row
from skillgraph.language.lexicon import Lexicon

Ids = npt.NDArray[np.uint32]
_REASONS = ("before-first", "before-last", "before-body", "event", "main", "headed", "signed", "titled", "most")
#: How many tokens between two mentions are looked at, from either end.
_REACH = 8
#: How many characters beside a mention are looked at.
_BESIDE = 3
#: Features that modality is told by too, by their first characters.
_OF_MODALITY = ("w-", "w+", "b:", "ga:", "gb:", "v1:", "vl:", "v-:", "v+", "a:", "ca", "cb")
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
        parts = [self.ids[self.starts[i] : self.starts[i + 1]] for i in rows]
        sizes = np.array([0, *(len(part) for part in parts)], np.int64)
        return Ragged(np.concatenate(parts) if parts else np.zeros(0, np.uint32), np.cumsum(sizes))

    @staticmethod
    def of(rows: Sequence[Ids]) -> Ragged:
        """Rows put together."""
        sizes = np.array([0, *(len(row) for row in rows)], np.int64)
        return Ragged(np.concatenate(rows) if rows else np.zeros(0, np.uint32), np.cumsum(sizes))


class _Numbers(dict[str, int]):
    """The numbers of features, which are the same for many pairs."""

    def __missing__(self, name: str) -> int:
        self[name] = zlib.crc32(name.encode())
        return self[name]

    def of(self, names: Iterable[str]) -> list[int]:
        """The numbers of names."""
        return [self[name] for name in names]


class _Part(NamedTuple):
    """Features of a part of a pair, each once: all of them, and those that tell modality."""

    all: list[int]
    modal: list[int]


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
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in doc.mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.titled = {m.entity for m in self.by_sentence.get(0, ())}
        self.headings = Headings(doc)
        self.present = max((present_year(s.text) for s in doc.sentences), default=0)
        self.numbers = _Numbers()
        self._rows: dict[int, Row] = {}
        self._clauses: dict[int, list[Clause]] = {}
        self._kept: dict[tuple[Any, ...], _Part] = {}
        self._pairs: dict[tuple[int, ...], list[_Part]] = {}
        self._around: dict[tuple[int, int], list[list[int]]] = {}

    def row(self, index: int) -> Row:
        """A sentence as tokens."""
        if index not in self._rows:
            named = [m for m in self.by_sentence.get(index, ()) if m.kind != "kind"]
            self._rows[index] = Row(self.doc.sentences[index], named, self.verbs)
        return self._rows[index]

    def clauses(self, index: int) -> list[Clause]:
        """The clauses of a sentence; none ends within a name."""
        if index not in self._clauses:
            quoted = [(m.start, m.end) for m in self.by_sentence.get(index, ()) if m.kind == "name"]
            text = self.doc.sentences[index].text
            expected = self.headings.expected(self.doc.sentences[index])
            self._clauses[index] = clauses(text, quoted, expected, self.present)
        return self._clauses[index]

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
        between = row.between(i, j)
        listed = i >= 0 and row.lists[i] == row.lists[j]
        main = self.main[pair.sentence]
        return [
            between.stop - between.start, max(0, j - i - 1), row.commas(i + 1, j), row.semicolons(i + 1, j) > 0,
            row.broad[between].count(broad(a.type)), row.broad[between].count(broad(b.type)),
            bisect_left(row.named, i), len(row.named) - 1 - row.named.index(j), listed, len(pair.said),
            *(why in pair.said for why in _REASONS),
            a.entity == main, b.entity == main, a.entity in self.titled, b.entity in self.titled,
            a.kind == "ref", b.kind == "ref", pair.sentence == 0, a.score, b.score,
            self.count[a.entity], self.count[b.entity], len(row.tokens),
        ]  # fmt: skip

    def _part(self, make: Callable[..., list[str]], *of: Any) -> _Part:
        """The features that a function makes of something, made once: many pairs have the same parts."""
        key = make, *of
        found = self._kept.get(key)
        if found is None:
            names = dict.fromkeys(make(*of))
            modal = [name for name in names if name.startswith(_OF_MODALITY)]
            found = self._kept[key] = _Part(self.numbers.of(names), self.numbers.of(modal))
        return found

    def _parts(self, pair: Pair) -> list[_Part]:
        """The features of a pair. No two parts have the same."""
        a, b = pair.first, pair.second
        key = pair.sentence, a.sentence, a.start, a.end, b.start, b.end
        if key not in self._pairs:
            row = self.row(pair.sentence)
            j = row.position(b)
            self._pairs[key] = [
                self._part(_both, learned_class(a.type), learned_class(b.type), a.kind, b.kind, pair.sentence == 0),
                self._end("A", a, pair.sentence),
                self._end("B", b, pair.sentence),
                *(self._of_said(row, j, pair.said) if pair.said else self._of_two(row, row.position(a), j)),
            ]
        return self._pairs[key]

    def _end(self, letter: str, m: Mention, sentence: int) -> _Part:
        often, main = min(self.count[m.entity], 4), m.entity == self.main[sentence]
        return self._part(_end, letter, learned_class(m.type), m.text[-2:], often, main, m.entity in self.titled)

    def _of_said(self, row: Row, j: int, said: Sequence[str]) -> Iterator[_Part]:
        """What a mention looks like whose other end doesn't stand in the sentence."""
        low, high = row.lists[j]
        acts = row.acts(j)
        yield self._part(_said, acts, said)
        yield self._part(_opening, row, row.clause(j))
        yield self._between(row, 0, j)
        yield from self._gap(row, 0, low)
        yield self._part(_after, row, j, high + 1)

    def _of_two(self, row: Row, i: int, j: int) -> Iterator[_Part]:
        """What two mentions look like that stand in the sentence."""
        (first, last), (first2, last2) = row.lists[i], row.lists[j]
        listed = first == first2
        low, high = (i, j) if listed else (last, first2)
        yield self._between(row, i + 1, j)
        yield from self._gap(row, low + 1, high)
        near = min(row.tokens[j].start - row.tokens[i].end, _BESIDE)
        yield self._part(_behind, row, i, near)
        yield self._part(_ahead, row, j, near)
        yield self._part(_before, row, i if listed else first)
        yield self._part(_after, row, j, (j if listed else last2) + 1)
        at, to = row.named.index(i), row.named.index(j)
        inner = row.between(i, j)
        yield self._part(
            _distance, min(inner.stop - inner.start, 6), min(max(0, j - i - 1), 15), min(row.commas(i + 1, j), 4),
            row.semicolons(i + 1, j) > 0,
        )  # fmt: skip
        yield self._part(_likes, *(min(row.broad[inner].count(row.broad[n]), 3) for n in (at, to)), "like")
        yield self._part(_likes, *(min(row.kinds[inner].count(row.kinds[n]), 2) for n in (at, to)), "same")
        yield self._part(_order, min(at, 4), min(len(row.named) - 1 - to, 4), i == 0)
        many = min(last - first, 12) if listed and i != j else 0
        yield self._part(_lists, many, i > first, last > i, j > first2, last2 > j)

    def _between(self, row: Row, start: int, end: int) -> _Part:
        """The words between, one by one and by two, and all of them where they are few."""
        key = "between", row, start, end
        if key not in self._kept:
            left, right = start + _REACH, end - _REACH
            words, pairs = self._numbered(row)
            if left < right:
                words = words[start:left] + words[right:end]
                pairs = pairs[start : left - 1] + pairs[right : end - 1]
                pairs.append(self.numbers[f"bb:{row.tokens[left - 1].text}{row.tokens[right].text}"])
            else:
                words, pairs = words[start:end], pairs[start : max(start, end - 1)]
            words = list(dict.fromkeys(words))
            found = words + list(dict.fromkeys(pairs))
            if end - start <= 6:
                found.append(self.numbers["p:" + " ".join(t.text for t in row.tokens[start:end])])
            self._kept[key] = _Part(found, words)
        return self._kept[key]

    def _numbered(self, row: Row) -> _Part:
        """The numbers of a row's words, alone and by two."""
        key = "words", row
        if key not in self._kept:
            texts = [t.text for t in row.tokens]
            of = self.numbers.of
            pairs = of(f"bb:{one}{other}" for one, other in pairwise(texts))
            self._kept[key] = _Part(of(f"b:{text}" for text in texts), pairs)
        return self._kept[key]

    def _gap(self, row: Row, start: int, end: int) -> Iterator[_Part]:
        """Between the list that the first mention is in and that of the second."""
        size = max(0, end - start)
        yield self._part(_opens, row, start, min(size, 3))
        yield self._part(_closes, row, end, min(size, 3))
        low, high = bisect_left(row.verbs, start), bisect_left(row.verbs, end)
        yield self._part(_verbs, row, low, max(low, high))
        if size <= 6:
            yield self._part(_whole, row, start, start + size)


def _both(first: str, second: str, kind: str, other: str, titled: bool) -> list[str]:
    return ["", f"AB{first}>{second}", f"k{kind}{other}", *(["intitle"] if titled else [])]


def _end(letter: str, class_: str, tail: str, often: int, main: bool, titled: bool) -> list[str]:
    found = [f"{letter}{class_}", f"h{letter}:{tail}", f"h{letter}1:{tail[-1:]}", f"n{letter}{often}"]
    return found + [f"main{letter}"] * main + [f"title{letter}"] * titled


def _said(acts: str, said: Sequence[str]) -> list[str]:
    return ["said", f"acts{acts}", *(name for why in said for name in (f"said:{why}", f"acts{acts}:{why}"))]


def _opening(row: Row, clause: int) -> list[str]:
    """How a sentence and one of its clauses begin."""
    first = row.tokens[0]
    return [f"o0:{first.text}", f"oc:{row.tokens[clause].text}", f"o0v:{first.verb}"]


def _distance(names: int, tokens: int, commas: int, semicolon: bool) -> list[str]:
    return [f"dm{names}", f"dt{tokens}", f"dc{commas}", *(["semicolon"] if semicolon else [])]


def _likes(first: int, second: int, how: str) -> list[str]:
    return [f"{how}A{first}", f"{how}B{second}"]


def _order(first: int, last: int, opens: bool) -> list[str]:
    return [f"posA{first}", f"lastB{last}", *(["opensA"] if opens else [])]


def _lists(together: int, before: bool, behind: bool, before2: bool, behind2: bool) -> list[str]:
    """Whether the ends stand in one list, and what of their lists stands on either side of them."""
    found = ["listed", f"listed{together}"] if together else []
    return [*found, f"listA{before:d}{behind:d}", f"listB{before2:d}{behind2:d}"]


def _opens(row: Row, start: int, size: int) -> list[str]:
    texts = [t.text for t in row.tokens[start : start + size]]
    return [*(f"ga:{text}" for text in texts), "ga2:" + "".join(texts[:2])]


def _closes(row: Row, end: int, size: int) -> list[str]:
    texts = [t.text for t in row.tokens[end - size : end]]
    return [*(f"gb:{text}" for text in texts), "gb2:" + "".join(texts[-2:])]


def _whole(row: Row, start: int, end: int) -> list[str]:
    return ["g:" + " ".join("V" + t.verb if t.verb else t.text for t in row.tokens[start:end])]


def _verbs(row: Row, low: int, high: int) -> list[str]:
    """The listed verbs of a part."""
    verbs = [row.tokens[i] for i in row.verbs[low:high]]
    if not verbs:
        return ["v0"]
    found = [f"v1:{verbs[0].verb}", f"vl:{verbs[-1].verb}", f"vlw:{verbs[-1].text}"]
    return found + [f"vb:{t.verb}" for t in verbs]


def _behind(row: Row, i: int, near: int) -> list[str]:
    at = row.tokens[i].end
    return [f"ca{n}:{row.text[at : at + min(n, near)]}" for n in range(1, _BESIDE + 1)]


def _ahead(row: Row, j: int, near: int) -> list[str]:
    at = row.tokens[j].start
    return [f"cb{n}:{row.text[at - min(n, near) : at]}" for n in range(1, _BESIDE + 1)]


def _before(row: Row, end: int) -> list[str]:
    before = row.tokens[max(0, end - 3) : end]
    found = [f"w-{n}:{t.text}" for n, t in enumerate(reversed(before), 1)]
    found.append("w-12:" + "".join(t.text for t in before[-2:]))
    if (verb := bisect_left(row.verbs, end)) > 0:
        found.append(f"v-:{row.tokens[row.verbs[verb - 1]].verb}")
    return found


def _after(row: Row, j: int, start: int) -> list[str]:
    end, after = row.tokens[j].end, row.tokens[start : start + _REACH]
    found = [f"w+{n}:{t.text}" for n, t in enumerate(after[:3], 1)]
    found.append("w+12:" + "".join(t.text for t in after[:2]))
    found += [f"c+{n}:{row.text[end : end + n]}" for n in (1, 2)]
    if (next_ := bisect_left(row.verbs, start)) < len(row.verbs):
        verb = row.tokens[row.verbs[next_]]
        found += [f"v+:{verb.verb}", f"v+w:{verb.text}"]
    return found + [f"a:{t.text}" for t in takewhile(lambda t: t.text not in COMMAS, after)]
