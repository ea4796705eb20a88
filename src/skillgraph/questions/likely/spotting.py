"""The words of a question that are known, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from skillgraph.questions.plain import segments
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.text import fold, is_chinese
from skillgraph.questions.plain.words import SHORT, Meaning, Relation, unsaid

#: What a stretch costs that is only a short form of a name, in characters that stay unknown.
_SHORT = 0.3
#: Letters of words that say how a question is put, and nothing of what it asks.
_ASIDE = frozenset("UPOGABZFIJTEVYD")
#: How a question in English begins that is answered by yes or no.
_WHETHER = re.compile(r"(?:is|are|was|were|has|have|had|did|does|do|will|can)\b")
_DENIED = re.compile(r"没(?!有$)|不|未|\b(?:not|never|no|without)\b")
#: Words with a capital that do not begin a sentence; two characters and more that are not known.
_CAPITAL, _UNKNOWN = re.compile(r"(?<=[a-z,] )[A-Z]\w+"), re.compile(r"[^\x00-\x7f]{2,}")
_RUNS = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
#: Characters before a name in which it is denied.
_BEFORE = 6
_ENDINGS = ("ing", "ies", "ied", "ed", "es", "s", "d", "e")


class Spot:
    """A stretch of a question, and all that it may be.

    Attributes:
        start: of the stretch in the folded question.
        end: of the stretch.
        text: the stretch.
        meanings: what it may be.
    """

    def __init__(self, start: int, end: int, text: str, meanings: tuple[Meaning, ...]) -> None:
        self.start, self.end, self.text, self.meanings = start, end, text, meanings
        self.letters = frozenset(meaning.letter for meaning in meanings)
        self.is_short = any(meaning.name == SHORT for meaning in meanings)
        self.is_aside = all(letter in _ASIDE or not letter for letter in self.letters)

    def of(self, letters: str) -> list[Meaning]:
        """The meanings with one of some letters."""
        return [meaning for meaning in self.meanings if meaning.letter and meaning.letter in letters]

    def ids(self, letters: str) -> tuple[str, ...]:
        """The ids of meanings with one of some letters."""
        return tuple(id for meaning in self.of(letters) for id in meaning.ids)


class Named:
    """Things that a question names, or describes by their class and place, or by a relation to what it names.

    Attributes:
        spots: the words that do.
        ids: of the things.
    """

    def __init__(self, spots: tuple[Spot, ...], ids: tuple[str, ...]) -> None:
        self.spots, self.ids = spots, ids
        self.start = min(spot.start for spot in spots)

    def holds(self, spot: Spot) -> bool:
        """Whether a word is one of its own."""
        return any(spot.start < own.end and own.start < spot.end for own in self.spots)


class Spotted:
    """What is known of a question's words.

    Args:
        question: in Chinese or English.
        names: of the graph that is asked.
    """

    def __init__(self, question: str, names: Names) -> None:
        self.question, self.is_chinese = question, is_chinese(question)
        self.text, self.spots = _spots(question, names)
        self.modalities = next((m.ids for s in self.spots for m in s.of("m")), ())
        self.year = next((m.name for s in self.spots for m in s.of("t")), "")
        self.levels = tuple(dict.fromkeys(id for s in self.spots for id in s.ids("l")))
        self.rank = self._rank()
        self.named = [*self._named(names), *self._in_a_row()]
        self.classes = [(spot, meaning.name) for spot in self.spots for meaning in spot.of("k")]
        self.relations: list[tuple[Spot, Relation]] = [
            (spot, meaning.relation) for spot in self.spots for meaning in spot.of("rn") if meaning.relation
        ]
        self.indicators = frozenset(id for spot in self.spots for id in spot.ids("ij"))
        self.asks_whether = self.has("Y") if self.is_chinese else bool(_WHETHER.match(self.text))

    @cached_property
    def is_denied(self) -> bool:
        """Whether a word denies something, other than a question's last one."""
        return bool(_DENIED.search(self.text))

    def denies(self, thing: Named) -> bool:
        """Whether a word right before a thing denies it: 不是日本的."""
        return bool(_DENIED.search(self.text[max(0, thing.start - _BEFORE) : thing.start]))

    def _named(self, names: Names) -> Iterator[Named]:
        """What is named; abroad is where nothing else that is named lies."""
        meant = [(spot, meaning) for spot in self.spots for meaning in spot.of("e")]
        home = {
            c for _, meaning in meant if meaning.name != "abroad" for id in meaning.ids for c in names.countries(id)
        }
        for spot, meaning in meant:
            if ids := tuple(id for id in meaning.ids if meaning.name != "abroad" or id not in home):
                yield Named((spot,), ids)

    def _in_a_row(self) -> Iterator[Named]:
        """Things with *and* or *or* between them, as one."""
        for first, joint, second in zip(self.spots, self.spots[1:], self.spots[2:], strict=False):
            if "A" in joint.letters and {"e"} == first.letters == second.letters:
                yield Named((first, second), tuple(dict.fromkeys((*first.ids("e"), *second.ids("e")))))

    def _rank(self) -> str:
        """Whether the most or the fewest is asked for: 最多, 甲与乙比，哪边多."""
        if self.has("<>"):
            return "most" if self.has(">") else "fewest"
        if self.has("J"):
            return "most" if "多" in self.unknown else "fewest" if "少" in self.unknown else ""
        return ""

    def has(self, letters: str) -> bool:
        """Whether a word may be one of some letters."""
        return any(not spot.letters.isdisjoint(letters) for spot in self.spots)

    def asking(self) -> list[Spot]:
        """The words that ask: which, who, what, how many."""
        return [spot for spot in self.spots if not spot.letters.isdisjoint("WHQM")]

    @cached_property
    def unknown(self) -> str:
        """What no word covers, with spaces between."""
        return " ".join(self._left.split())

    @cached_property
    def has_unknown_name(self) -> bool:
        """Whether a word that is not known looks like a name: with a capital, or beside 与, 和, 的."""
        if not self.is_chinese:
            capital = {word.casefold() for word in _CAPITAL.findall(self.question)}
            return not capital.isdisjoint(self.unknown.split(" "))
        joining = [spot for spot in self.spots if not spot.letters.isdisjoint("AZO")]
        borders = {place for spot in joining for place in (spot.start, spot.end)}
        return any(not borders.isdisjoint(run.span()) for run in _UNKNOWN.finditer(self._left))

    @cached_property
    def _left(self) -> str:
        return self._without(self.spots)

    def rest(self, spots: tuple[Spot, ...]) -> frozenset[str]:
        """The pieces of what is left without some words and those that only say how the question is put."""
        return pieces(self._without([spot for spot in self.spots if spot in spots or spot.is_aside]))

    def _without(self, spots: Sequence[Spot]) -> str:
        left = list(self.text)
        for spot in spots:
            left[spot.start : spot.end] = " " * (spot.end - spot.start)
        return "".join(left)


def _spots(question: str, names: Names) -> tuple[str, tuple[Spot, ...]]:
    """The words that leave the fewest characters unknown, and of these the fewest."""
    folded = fold(question)
    text = folded.text
    found = segments.stretches(folded, lambda form: names.of(form) or names.short(form))
    best = segments.fewest(text, found, _cost)
    words = segments.chosen(found, best, _cost)
    return text, tuple(Spot(word.start, word.end, text[word.start : word.end], word.meanings) for word in words)


def _cost(stretch: segments.Stretch) -> float:
    return _SHORT * any(meaning.name == SHORT for meaning in stretch.meanings)


def pieces(text: str) -> frozenset[str]:
    """Stems of the words of languages with spaces, other than small ones; pairs of characters of others.

    Example:
        >>> sorted(pieces("Which partners of 青岛市"))
        ['partner', '岛市', '青岛']
    """
    found: set[str] = set()
    for run in _RUNS.findall(fold(text).text):
        if run.isascii():
            found |= {_stem(run)} if run not in unsaid() else set()
        else:
            found |= {run[at : at + 2] for at in range(len(run) - 1)} or {run}
    return frozenset(found)


def _stem(word: str) -> str:
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    return word.removesuffix(ending)
