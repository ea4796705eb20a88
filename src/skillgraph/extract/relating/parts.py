"""Features of the parts of a pair of mentions, as numbers: many pairs have the same parts, which are made once."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from skillgraph.extract.relating.tokens import COMMAS, Row

#: How many tokens between two mentions are looked at, from either end.
_REACH = 8
#: How many characters beside a mention, and tokens beside its list, are looked at.
_BESIDE = 3
#: Features that tell modality too, by their first characters.
_OF_MODALITY = ("w-", "w+", "b:", "ga:", "gb:", "v1:", "vl:", "v-:", "v+", "a:", "ca", "cb")


class Numbers(dict[str, int]):
    """The numbers of features."""

    def __missing__(self, name: str) -> int:
        self[name] = zlib.crc32(name.encode())
        return self[name]

    def of(self, names: Iterable[str]) -> list[int]:
        """The numbers of names."""
        return [self[name] for name in names]


class Part(NamedTuple):
    """Features of a part of a pair, each once: all of them, and those that tell modality."""

    all: list[int]
    modal: list[int]


class RowParts:
    """What stands between and beside the mentions of a sentence."""

    def __init__(self, row: Row, numbers: Numbers) -> None:
        self.row, self.numbers = row, numbers
        texts = [t.text for t in row.tokens]
        self._words = numbers.of(f"b:{text}" for text in texts)
        self._pairs = numbers.of(f"bb:{one}{other}" for one, other in pairwise(texts))
        self._left, self._right, self._verbs, self._whole = (
            cache(lambda *of, make=make: _of(numbers, make(row, *of))) for make in (_left, _right, _verbs, _whole)
        )
        self._kept: dict[int, tuple[Part, str]] = {}

    def of_said(self, j: int, reasons: tuple[str, ...]) -> tuple[Part, Part]:
        """What a mention looks like whose other end doesn't stand in the sentence."""
        if j not in self._kept:
            row = self.row
            low, high = row.lists[j]
            size, clause = min(low, _BESIDE), row.clause(j)
            rest = [*_opens(row, 0, size), *_closes(row, low, size), *_after(row, j, high + 1), *_opening(row, clause)]
            parts = [self._between(0, j), *self._gap(0, low), _of(self.numbers, rest)]
            both = (list(chain.from_iterable(lists)) for lists in zip(*parts, strict=True))
            self._kept[j] = Part(*both), row.acts(j)
        kept, acts = self._kept[j]
        return kept, _said(acts, reasons)

    def of_two(self, i: int, j: int) -> list[Part]:
        """What two mentions look like that stand in the sentence."""
        row = self.row
        (first, last), (first2, last2) = row.lists[i], row.lists[j]
        listed = first == first2
        low, high = (i + 1, j) if listed else (last + 1, first2)
        size = max(0, min(high - low, _BESIDE))
        near = min(row.tokens[j].start - row.tokens[i].end, _BESIDE)
        at, to = row.places[i], row.places[j]
        broad, kinds = row.broad[at + 1 : to], row.kinds[at + 1 : to]
        commas, semicolons = row.commas(i + 1, j), row.semicolons(i + 1, j)
        many = min(last - first, 12) if listed and i != j else 0
        return [
            self._between(i + 1, j),
            *self._gap(low, high),
            self._left(i, listed, size, near),
            self._right(j, listed, size, near),
            _distance(min(len(broad), 6), min(max(0, j - i - 1), 15), min(commas, 4), semicolons > 0),
            _likes(
                min(broad.count(row.broad[at]), 3), min(broad.count(row.broad[to]), 3),
                min(kinds.count(row.kinds[at]), 2), min(kinds.count(row.kinds[to]), 2),
            ),
            _lists(many, i > first, last > i, j > first2, last2 > j),
            _order(min(at, 4), min(len(row.named) - 1 - to, 4), i == 0),
        ]  # fmt: skip

    def _between(self, start: int, end: int) -> Part:
        """The words between, one by one and by two, and all of them where they are few."""
        words, pairs = self._words, self._pairs
        if end - start > 2 * _REACH:
            left, right = start + _REACH, end - _REACH
            words = words[start:left] + words[right:end]
            pairs = pairs[start : left - 1] + pairs[right : end - 1]
            pairs.append(self.numbers[f"bb:{self.row.tokens[left - 1].text}{self.row.tokens[right].text}"])
        else:
            words, pairs = words[start:end], pairs[start : max(start, end - 1)]
        words = list(dict.fromkeys(words))
        found = words + list(dict.fromkeys(pairs))
        if end - start <= 6:
            found.append(self.numbers["p:" + " ".join(t.text for t in self.row.tokens[start:end])])
        return Part(found, words)

    def _gap(self, start: int, end: int) -> list[Part]:
        """What is listed, and all, between the list that the first mention is in and that of the second."""
        verbs = self.row.verbs
        low, high = bisect_left(verbs, start), bisect_left(verbs, end)
        found = [self._verbs(low, max(low, high))]
        return [*found, self._whole(start, max(start, end))] if end - start <= 6 else found


def _of(numbers: Numbers, names: Iterable[str]) -> Part:
    once = dict.fromkeys(names)
    return Part(numbers.of(once), numbers.of(name for name in once if name.startswith(_OF_MODALITY)))


def _fixed(*names: str) -> Part:
    return Part([zlib.crc32(name.encode()) for name in names], [])


@cache
def both(first: str, second: str, kind: str, other: str, titled: bool) -> Part:
    """The classes of two mentions, whether they are names, and whether they stand in the title."""
    return _fixed("", f"AB{first}>{second}", f"k{kind}{other}", *["intitle"] * titled)


def end(numbers: Numbers, letter: str, class_: str, tail: str, often: int, main: bool, titled: bool) -> Part:
    """One of two mentions by itself, `A` or `B`."""
    found = [f"{letter}{class_}", f"h{letter}:{tail}", f"h{letter}1:{tail[-1:]}", f"n{letter}{often}"]
    return _of(numbers, found + [f"main{letter}"] * main + [f"title{letter}"] * titled)


@cache
def _said(acts: str, reasons: tuple[str, ...]) -> Part:
    return _fixed("said", f"acts{acts}", *(f"{what}:{why}" for why in reasons for what in ("said", f"acts{acts}")))


@cache
def _distance(names: int, tokens: int, commas: int, semicolon: bool) -> Part:
    return _fixed(f"dm{names}", f"dt{tokens}", f"dc{commas}", *["semicolon"] * semicolon)


@cache
def _likes(broad: int, broad2: int, kind: int, kind2: int) -> Part:
    """How many between two mentions are like each of them."""
    return _fixed(f"likeA{broad}", f"likeB{broad2}", f"sameA{kind}", f"sameB{kind2}")


@cache
def _order(first: int, last: int, opens: bool) -> Part:
    return _fixed(f"posA{first}", f"lastB{last}", *["opensA"] * opens)


@cache
def _lists(together: int, before: bool, behind: bool, before2: bool, behind2: bool) -> Part:
    """Whether the ends stand in one list, and what of their lists stands on either side of them."""
    listed = ["listed", f"listed{together}"] if together else []
    return _fixed(*listed, f"listA{before:d}{behind:d}", f"listB{before2:d}{behind2:d}")


def _opening(row: Row, clause: int) -> list[str]:
    """How a sentence and one of its clauses begin."""
    first = row.tokens[0]
    return [f"o0:{first.text}", f"oc:{row.tokens[clause].text}", f"o0v:{first.verb}"]


def _left(row: Row, i: int, listed: bool, size: int, near: int) -> list[str]:
    """What stands beside the first mention or its list: before it, and up to the second one."""
    first, last = (i, i) if listed else row.lists[i]
    return [*_opens(row, last + 1, size), *_behind(row, i, near), *_before(row, first)]


def _right(row: Row, j: int, listed: bool, size: int, near: int) -> list[str]:
    """What stands beside the second mention or its list."""
    first, last = (j, j) if listed else row.lists[j]
    return [*_closes(row, first, size), *_ahead(row, j, near), *_after(row, j, last + 1)]


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
