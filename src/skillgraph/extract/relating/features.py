"""What a pair of mentions looks like, as features: classes, the words around and between, order, lists."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from skillgraph.extract.clauses import Clause, clauses, present_year
from skillgraph.extract.doc import Doc, Mention
from skillgraph.extract.headings import Headings
from skillgraph.extract.naming.classes import learned_class
from skillgraph.extract.relating.candidates import Pair, broad, kind
from skillgraph.extract.relating.spoken import Spoken
from skillgraph.extract.relating.tokens import Row, Token
from skillgraph.language.lexicon import Lexicon
from skillgraph.model.terms import ORGANIZATION

Ids = npt.NDArray[np.uint32]
_COMMAS = ",;:"
_REASONS = ("before-first", "before-last", "before-body", "event", "main", "headed", "signed", "titled", "most")
_ACTING = {ORGANIZATION, "Place", "Person"}
#: How many tokens between two mentions are looked at, from either end.
_REACH = 8
#: Features that modality is told by too, by their first characters.
_OF_MODALITY = ("w-", "w+", "b:", "ga:", "gb:", "v1:", "vl:", "v-:", "v+", "a:", "ca", "cb")
_MIX = np.uint64(0x9E3779B97F4A7C15)


def hashed(names: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Features as numbers."""
    return np.array([zlib.crc32(name.encode()) for name in names], np.uint64)


def crossed(features: npt.NDArray[np.uint64], with_: npt.NDArray[np.uint64] | int) -> Ids:
    """Each feature together with another, as the numbers that weights are kept under."""
    mixed = (features + np.uint64(1)) * _MIX ^ np.asarray(with_, np.uint64) * np.uint64(0xD6E8FEB86659FD93)
    return ((mixed * _MIX) >> np.uint64(32)).astype(np.uint32)


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
        self._rows: dict[int, Row] = {}
        self._clauses: dict[int, list[Clause]] = {}
        self._modal: dict[tuple[int, int], npt.NDArray[np.uint64]] = {}
        self._names: dict[tuple[int, ...], list[str]] = {}
        self._numbers = _Numbers()

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
        rows = [self._hashed(self.names(pair)) for pair in pairs]
        if not rows:
            return Ragged.of([])
        sizes = [len(row) for row in rows]
        base = np.concatenate(rows)
        ends = hashed(f"{broad(p.first.type)}>{broad(p.second.type)}" for p in pairs)
        narrow = hashed(f"{kind(p.first.type)}>{kind(p.second.type)}" for p in pairs)
        each = [crossed(base, 0), *(crossed(base, np.repeat(with_, sizes)) for with_ in (ends, narrow))]
        return Ragged(np.stack(each, axis=1).ravel(), 3 * np.cumsum([0, *sizes]))

    def modal_features(self, pairs: Sequence[Pair]) -> Ragged:
        """Features that tell whether what a pair says is so, planned, a rule ..."""
        rows = []
        for pair in pairs:
            own = [f for f in self.names(pair) if f.startswith(_OF_MODALITY)]
            around = self._around_clause(pair.sentence, pair.second.start)
            rows.append(crossed(np.concatenate([self._hashed(own), around]), 0))
        return Ragged.of(rows)

    def _around_clause(self, index: int, at: int) -> npt.NDArray[np.uint64]:
        """Words of the title, the sentence and the clause at a place, and what the clauses' cues say."""
        parts = self.clauses(index)
        own = next((n for n, c in enumerate(parts) if c.start <= at < c.end), -1)
        if (index, own) not in self._modal:
            words = self.doc.sentences[index].words
            names = [f"t:{w.text}" for w in self.doc.sentences[0].words] + [f"s:{w.text}" for w in words]
            names += [f"m:{c.modality}" for c in parts]
            if own >= 0:
                names += [f"c:{w.text}" for w in words if parts[own].start <= w.start < parts[own].end]
                names.append(f"o:{parts[own].modality}")
            self._modal[index, own] = self._hashed(list(dict.fromkeys(names)))
        return self._modal[index, own]

    def outline(self, pair: Pair) -> list[float]:
        """How a pair stands in its sentence, in numbers."""
        row = self.row(pair.sentence)
        j = row.position(pair.second)
        a, b = pair.first, pair.second
        i = -1 if pair.said else row.position(a)
        between = row.tokens[i + 1 : j]
        mentions = [t.mention for t in between if t.mention is not None]
        listed = i >= 0 and row.lists[i] == row.lists[j]
        before = sum(at < i for at in row.named)
        main = self.main[pair.sentence]
        return [
            len(mentions), len(between), _commas(between), any(t.text == ";" for t in between),
            sum(broad(m.type) == broad(a.type) for m in mentions),
            sum(broad(m.type) == broad(b.type) for m in mentions),
            before, len(row.named) - 1 - row.named.index(j), listed, len(pair.said),
            *(why in pair.said for why in _REASONS),
            a.entity == main, b.entity == main, a.entity in self.titled, b.entity in self.titled,
            a.kind == "ref", b.kind == "ref", pair.sentence == 0, a.score, b.score,
            self.count[a.entity], self.count[b.entity], len(row.tokens),
        ]  # fmt: skip

    def _hashed(self, names: Sequence[str]) -> npt.NDArray[np.uint64]:
        return np.array([self._numbers[name] for name in names], np.uint64)

    def names(self, pair: Pair) -> list[str]:
        """The features of a pair by name, each once."""
        a, b = pair.first, pair.second
        key = pair.sentence, a.sentence, a.start, a.end, b.start, b.end
        if key not in self._names:
            self._names[key] = list(dict.fromkeys(self._named(pair)))
        return self._names[key]

    def _named(self, pair: Pair) -> list[str]:
        row = self.row(pair.sentence)
        a, b = pair.first, pair.second
        j = row.position(b)
        first, second = learned_class(a.type), learned_class(b.type)
        found = [
            "", f"A{first}", f"B{second}", f"AB{first}>{second}", f"k{a.kind}{b.kind}",
            f"hA:{a.text[-2:]}", f"hB:{b.text[-2:]}", f"hA1:{a.text[-1:]}", f"hB1:{b.text[-1:]}",
        ]  # fmt: skip
        if pair.said:
            found += ["said", *(f"said:{why}" for why in pair.said)]
            found += _left_out(row, j, pair.said)
            found += _around(row, None, j)
        else:
            i = row.position(a)
            found += _around(row, i, j)
            found += _shape(row, i, j)
        for letter, entity in (("A", a.entity), ("B", b.entity)):
            found.append(f"n{letter}{min(self.count[entity], 4)}")
            if entity == self.main[pair.sentence]:
                found.append(f"main{letter}")
            if entity in self.titled:
                found.append(f"title{letter}")
        if pair.sentence == 0:
            found.append("intitle")
        return found


def _left_out(row: Row, j: int, said: Sequence[str]) -> list[str]:
    """Whether sentence and clause name anybody who acts before a mention, and how they begin."""
    start = next((k + 1 for k in range(j - 1, -1, -1) if row.tokens[k].text in _COMMAS), 0)
    acts = [k for k in row.named if k < j and broad(row.tokens[k].mention.type) in _ACTING]  # type: ignore[union-attr]
    state = f"{bool(acts):d}{any(k >= start for k in acts):d}"
    opening = row.tokens[0]
    found = [f"acts{state}", f"o0:{opening.text}", f"oc:{row.tokens[start].text}", f"o0v:{opening.verb}"]
    return found + [f"acts{state}:{why}" for why in said]


def _shape(row: Row, i: int, j: int) -> list[str]:
    """How far two mentions stand apart, and whether they are members of one list."""
    between = row.tokens[i + 1 : j]
    mentions = [t.mention for t in between if t.mention is not None]
    a, b = row.tokens[i].mention, row.tokens[j].mention
    assert a is not None
    assert b is not None
    at, to = row.named.index(i), row.named.index(j)
    found = [
        f"dm{min(len(mentions), 6)}", f"dt{min(len(between), 15)}", f"dc{min(_commas(between), 4)}",
        f"likeA{min(sum(broad(m.type) == broad(a.type) for m in mentions), 3)}",
        f"likeB{min(sum(broad(m.type) == broad(b.type) for m in mentions), 3)}",
        f"sameA{min(sum(kind(m.type) == kind(a.type) for m in mentions), 2)}",
        f"sameB{min(sum(kind(m.type) == kind(b.type) for m in mentions), 2)}",
        f"posA{min(at, 4)}", f"lastB{min(len(row.named) - 1 - to, 4)}",
    ]  # fmt: skip
    (first, last), (first2, last2) = row.lists[i], row.lists[j]
    if first == first2 and i != j:
        found += ["listed", f"listed{min(last - first, 12)}"]
    found += [f"listA{i > first:d}{last > i:d}", f"listB{j > first2:d}{last2 > j:d}"]
    if any(t.text == ";" for t in between):
        found.append("semicolon")
    if i == 0:
        found.append("opensA")
    return found


def _commas(tokens: Sequence[Token]) -> int:
    return sum(t.text in _COMMAS for t in tokens)


def _around(row: Row, i: int | None, j: int) -> list[str]:
    """The words before, between and after; from the start of the sentence where the first mention is not in it."""
    tokens = row.tokens
    first = row.lists[i] if i is not None else (-1, -1)
    second = row.lists[j]
    if first == second and i is not None:
        first, second = (i, i), (j, j)
    found = _between(row, i + 1 if i is not None else 0, j)
    found += row.kept("gap", first[1] + 1, second[0], lambda: _gap(tokens[first[1] + 1 : second[0]]))
    if i is not None:
        found += _beside(row.text, tokens[i], tokens[j])
        found += row.kept("before", 0, first[0], lambda: _before(tokens[: first[0]]))
    return found + row.kept("after", j, second[1], lambda: _after(row, tokens[j], tokens[second[1] + 1 :]))


def _between(row: Row, start: int, end: int) -> list[str]:
    """The words between, one by one and by two, and all of them where they are few."""
    found = row.words[start:end] + row.pairs[start : max(start, end - 1)]
    if end - start > 2 * _REACH:
        left, right = start + _REACH, end - _REACH
        found = row.words[start:left] + row.words[right:end] + row.pairs[start : left - 1] + row.pairs[right : end - 1]
        found.append(f"bb:{row.tokens[left - 1].text}{row.tokens[right].text}")
    if end - start <= 6:
        found.append("p:" + " ".join(t.text for t in row.tokens[start:end]))
    return found


def _gap(gap: Sequence[Token]) -> list[str]:
    """Between the list that the first mention is in and that of the second."""
    found = [f"ga:{t.text}" for t in gap[:3]] + [f"gb:{t.text}" for t in gap[-3:]]
    found += ["ga2:" + "".join(t.text for t in gap[:2]), "gb2:" + "".join(t.text for t in gap[-2:])]
    if len(gap) <= 6:
        found.append("g:" + " ".join("V" + t.verb if t.verb else t.text for t in gap))
    verbs = [t for t in gap if t.verb]
    if not verbs:
        return [*found, "v0"]
    found += [f"v1:{verbs[0].verb}", f"vl:{verbs[-1].verb}", f"vlw:{verbs[-1].text}"]
    return found + [f"vb:{t.verb}" for t in verbs]


def _beside(text: str, a: Token, b: Token) -> list[str]:
    found = [f"ca{n}:{text[a.end : min(a.end + n, b.start)]}" for n in (1, 2, 3)]
    return found + [f"cb{n}:{text[max(a.end, b.start - n) : b.start]}" for n in (1, 2, 3)]


def _before(before: Sequence[Token]) -> list[str]:
    found = [f"w-{n}:{t.text}" for n, t in enumerate(reversed(before[-3:]), 1)]
    found.append("w-12:" + "".join(t.text for t in before[-2:]))
    if (verb := next((t for t in reversed(before) if t.verb), None)) is not None:
        found.append(f"v-:{verb.verb}")
    return found


def _after(row: Row, b: Token, after: Sequence[Token]) -> list[str]:
    found = [f"w+{n}:{t.text}" for n, t in enumerate(after[:3], 1)]
    found.append("w+12:" + "".join(t.text for t in after[:2]))
    found += [f"c+{n}:{row.text[b.end : b.end + n]}" for n in (1, 2)]
    if (verb := next((t for t in after if t.verb), None)) is not None:
        found += [f"v+:{verb.verb}", f"v+w:{verb.text}"]
    clause = next((k for k, t in enumerate(after) if t.text in _COMMAS), len(after))
    return found + [f"a:{t.text}" for t in after[: min(clause, _REACH)]]
