"""What may be a name in a sentence, from several voices, and what is to be seen of each such place.

Voices are the tagger, the rules, the lists of known names, LAC's words, quotation marks, and names that the tagger is
sure of elsewhere in the document. The ranker weighs what they say.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log

import msgspec
import numpy as np

from skillgraph.extract.doc import Sentence
from skillgraph.extract.forest import Floats
from skillgraph.extract.mentions import Mention, bare
from skillgraph.extract.names import QUOTE
from skillgraph.extract.naming.classes import CLASSES, REFERRING, coarse_of
from skillgraph.extract.naming.crf import LONGEST, Stretch
from skillgraph.extract.naming.nearby import Near, Others, held_in, occurrences
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.language.lexicon import Lexicon
from skillgraph.model.terms import ORGANIZATION, PERSON, PLACE

#: Who may say that something is a name, in the order in which they are named as the source.
VOICES = ("tagger", "rules", "list", "words", "quotes", "again", "joined")
#: LAC's tags of names.
_NAMING_TAGS = frozenset({"ORG", "LOC", "PER", "nz", "nw"})
#: From which score on the tagger's names are looked for in the rest of the document.
_SURE = 0.5
_LEAST = 2
#: How likely a beginning or an end must be for others to be tried with it.
_LIKELY = 0.2
#: What makes digits beside it a piece of a number.
_DIGITS_GO_ON, _DIGITS_BEFORE = re.compile(r"[,.]?\d| \d{3}(?!\d)"), re.compile(r"\d[,. ]?$")
#: What no name goes over.
_STOP = re.compile(r"[,。;:!?、]")
_TAGS = (
    "", "n", "nz", "nw", "nr", "ORG", "LOC", "PER", "TIME", "v", "vn", "vd", "a", "an", "ad", "d", "p", "c", "u", "m",
    "q", "r", "s", "f", "w", "xc",
)  # fmt: skip
_TAG_CODES = {tag: i for i, tag in enumerate(_TAGS)}
_TYPE_CODES = {name: i + 1 for i, name in enumerate(CLASSES)}
_NEEDS = {"": 0, "class": 1, "quoted": 2, "proper": 3, "created": 4, "name": 5}
_JOINING = "、和与及,"
_SIGNS = {c: i + 1 for i, c in enumerate("、,。;:()“”《》的和与及等为在是由将对把了·-—")}


class Candidate(msgspec.Struct):
    """A place that may be a name: [start, end) of a sentence, its coarse class, who says so; `score` once ranked."""

    sentence: int
    start: int
    end: int
    type: str
    by: tuple[str, ...]
    score: float = 0.0


class Found(msgspec.Struct):
    """The candidates of a document with what is seen of each, a row each."""

    candidates: list[Candidate]
    seen: Floats


def candidates(
    sentences: Sequence[Sentence],
    stretches: Sequence[Sequence[Stretch]],
    proposals: Sequence[Sequence[Mention]],
    terms: Terms,
) -> Found:
    """The candidates of a document.

    Args:
        sentences: those of the document.
        stretches: what the tagger finds likely in each, by the offsets of the sentence.
        proposals: what the rules find in each.
        terms: the lists.
    """
    sights = [
        _Sight(sentence, likely, proposed, terms)
        for sentence, likely, proposed in zip(sentences, stretches, proposals, strict=True)
    ]
    _look_again(sights)
    everywhere = _Everywhere(sights)
    found: list[Candidate] = []
    # As objects, the numbers of a text that is all names would take several times the memory.
    rows = array("d")
    for sight in sights:
        for (start, end), voices in sorted(sight.spans.items()):
            if _of_number(sight.text, start, end, terms):
                continue
            by = tuple(v for v in VOICES if v in voices)
            type_ = sight.type_of(start, end)
            found.append(Candidate(sight.sentence.index, start, end, type_, by))
            rows.extend(sight.seen(start, end, type_, voices))
            rows.extend(everywhere.seen(sight, start, end, type_))
    return Found(found, np.frombuffer(rows).reshape(len(found), -1) if found else np.zeros((0, 1)))


def _of_number(text: str, start: int, end: int, terms: Terms) -> bool:
    """Whether a place is a number or a piece of one, as 360 in 360人 and in 360,000."""
    if text[end - 1].isdecimal() and _DIGITS_GO_ON.match(text, end):
        return True
    if text[start].isdecimal() and _DIGITS_BEFORE.search(text, max(0, start - 2), start):
        return True
    counted = any(text[end : end + length] in terms.counters for length in (3, 2, 1))
    return counted and text[start:end].isdecimal()


def _odds(chance: float) -> float:
    chance = min(0.999, max(0.001, chance))
    return log(chance / (1 - chance))


class _Sight:
    """One sentence with what every voice says of it."""

    def __init__(
        self, sentence: Sentence, stretches: Sequence[Stretch], proposals: Sequence[Mention], terms: Terms
    ) -> None:
        self.sentence, self.text, self.words = sentence, sentence.text, sentence.words
        self.chances = _by_span(s for s in stretches if s.type != REFERRING)
        self.refers = {(s.start, s.end): s.score for s in stretches if s.type == REFERRING}
        self.mass = {span: sum(c.values()) for span, c in self.chances.items()}
        self.rules = {(m.start, m.end): m for m in proposals if m.kind == "name"}
        self.kinds = {(m.start, m.end) for m in proposals if m.kind == "class"}
        self.known = {(s, e): v for s, e, v in terms.known.find(self.text) if isinstance(v, Term)}
        self.heads: dict[int, Head] = {}
        for _, end, head in terms.heads.all(self.text):
            if isinstance(head, Head) and (end not in self.heads or len(head.form) > len(self.heads[end].form)):
                self.heads[end] = head
        self.first = {w.start: i for i, w in enumerate(self.words)}
        self.last = {w.end: i for i, w in enumerate(self.words)}
        self.quotes = [m.span() for m in QUOTE.finditer(self.text)]
        self.verbs = {(s, e) for s, e, _ in terms.verbs.find(self.text)}
        self.near_mass, self.near_rules, self.near_known = Near(self.mass), Near(self.rules), Near(self.known)
        self.near_verbs, self.near_quotes = Near(self.verbs), Near(self.quotes)
        self.head_ends = sorted(self.heads)
        self.spans: dict[tuple[int, int], set[str]] = defaultdict(set)
        self.begins: dict[int, float] = defaultdict(float)
        self.ends: dict[int, float] = defaultdict(float)
        for (start, end), mass in self.mass.items():
            self.begins[start] += mass
            self.ends[end] += mass
        self._gather()
        self._extend()
        block = sentence.passage.block
        self.title = float(sentence.passage.index == 0)
        self.heading = float(block.kind == "heading" or block.table >= 0)

    def _gather(self) -> None:
        for span in (*self.chances, *self.refers):
            self.spans[span].add("tagger")
        for span in self.rules:
            self.spans[span].add("rules")
        for span in self.known:
            self.spans[span].add("list")
        for word in self.words:
            if word.tag in _NAMING_TAGS and word.end - word.start >= _LEAST:
                self.spans[word.start, word.end].add("words")
        for start, end in self.quotes:
            self.spans[start + 1, end - 1].add("quotes")

    def _extend(self) -> None:
        """From where a name likely begins to the next heads, and to the ends of names that follow without a gap."""
        begins = {s for s, chance in self.begins.items() if chance >= _LIKELY} | {s for s, _ in self.rules}
        ends = (
            {e for e, chance in self.ends.items() if chance >= _LIKELY} | {e for _, e in self.rules} | set(self.heads)
        )
        ordered = sorted(ends & set(self.last))
        for start in begins:
            stop = start + LONGEST
            if mark := _STOP.search(self.text, start):
                stop = min(stop, mark.start())
            for end in ordered[bisect_left(ordered, start + _LEAST) : bisect_right(ordered, stop)]:
                self.spans[start, end].add("joined")

    def type_of(self, start: int, end: int) -> str:
        """The likeliest coarse class, by the tagger or else by the rules or lists."""
        if chances := self.chances.get((start, end)):
            return max(chances, key=lambda c: (chances[c], c))
        known = self.rules.get((start, end)) or self.known.get((start, end)) or self.heads.get(end)
        if known is not None and (coarse := coarse_of(known.type)):
            return coarse
        word = self.words[self.first[start]] if start in self.first else None
        return {"PER": PERSON, "LOC": PLACE}.get(word.tag if word else "", ORGANIZATION)

    def seen(self, start: int, end: int, type_: str, voices: Iterable[str]) -> list[float]:
        """What is seen of a place from its own sentence."""
        return [
            *self._likely(start, end),
            *self._listed(start, end),
            _TYPE_CODES[type_],
            *self._wording(start, end),
            *self._marks(start, end),
            len(self.text),
            start,
            self.title,
            self.heading,
            *(v in voices for v in VOICES),
        ]

    def _likely(self, start: int, end: int) -> list[float]:
        """What the tagger says of the place, and of those that overlap, hold or lie in it, or stand beside it."""
        span = start, end
        chances = sorted(self.chances.get(span, {}).values(), reverse=True)
        over = wider = inner = former = latter = head = tail = onward = earlier = 0.0
        for other in self.near_mass.around(start, end):
            mass = self.mass[other]
            if other[0] < end and start < other[1]:
                if other == span:
                    continue
                over = max(over, mass)
                if other[0] <= start and end <= other[1]:
                    wider = max(wider, mass)
                    onward = max(onward, mass) if other[0] == start else onward
                    earlier = max(earlier, mass) if other[1] == end else earlier
                elif start <= other[0] and other[1] <= end:
                    inner = max(inner, mass)
                    head = max(head, mass) if other[0] == start else head
                    tail = max(tail, mass) if other[1] == end else tail
            elif start - 2 < other[1] < start and self.text[start - 1] in _JOINING:
                former = max(former, mass)
            elif end < other[0] < end + 2 and self.text[end] in _JOINING:
                latter = max(latter, mass)
        return [
            _odds(sum(chances)), _odds(chances[0]) if chances else -7.0, chances[1] if len(chances) > 1 else 0.0,
            self.refers.get(span, 0.0), over, wider, inner, former, latter, self.begins.get(start, 0.0),
            self.ends.get(end, 0.0), head, tail, onward, earlier,
        ]  # fmt: skip

    def _listed(self, start: int, end: int) -> list[float]:
        """What rules and lists say of the place and of those around it."""
        span = start, end
        rule, known, head = self.rules.get(span), self.known.get(span), self.heads.get(end)
        ruled, listed = (
            [(s, e) for s, e in near.around(start, end) if s < end and start < e and (s, e) != span]
            for near in (self.near_rules, self.near_known)
        )
        return [
            _type_code(rule),
            span in self.kinds,
            any(s <= start and end <= e for s, e in ruled),
            any(start <= s and e <= end for s, e in ruled),
            bool(ruled),
            _type_code(known),
            any(s <= start and end <= e for s, e in listed),
            any(s == start and e < end for s, e in listed),
            _type_code(head),
            _NEEDS[head.need] if head else 0,
            end - start - len(head.form) if head else -1,
        ]

    def _wording(self, start: int, end: int) -> list[float]:
        """How the place lies to LAC's words, and which stand in it and around it."""
        first, last = self.first.get(start), self.last.get(end)
        return [
            first is not None,
            last is not None,
            last - first + 1 if first is not None and last is not None else 0,
            self._tag(first),
            self._tag(last),
            self._tag(self.last.get(start)),
            self._tag(self.first.get(end)),
            (start, end) in self.verbs,
            any(start <= s and e <= end for s, e in self.near_verbs.around(start, end)),
            max(0, bisect_left(self.head_ends, end) - bisect_right(self.head_ends, start)),
        ]

    def _marks(self, start: int, end: int) -> list[float]:
        """Length, letters, and the marks around the place."""
        text = self.text[start:end]
        quotes = self.near_quotes.around(start, end)
        return [
            end - start,
            _SIGNS.get(self.text[start - 1], 0) if start else 30,
            _SIGNS.get(self.text[end], 0) if end < len(self.text) else 30,
            any(s == start - 1 and e == end + 1 for s, e in quotes),
            any(s < start and end < e for s, e in quotes),
            any(start <= s and e <= end for s, e in quotes),
            sum(c.isascii() for c in text) / len(text),
            any(c.isdigit() for c in text),
        ]

    def _tag(self, index: int | None) -> float:
        return -1 if index is None else _TAG_CODES.get(self.words[index].tag, len(_TAGS))


def _type_code(what: Mention | Term | Head | None) -> int:
    return _TYPE_CODES.get(coarse_of(what.type), 0) if what is not None else 0


def _by_span(stretches: Iterable[Stretch]) -> dict[tuple[int, int], dict[str, float]]:
    found: dict[tuple[int, int], dict[str, float]] = {}
    for s in stretches:
        found.setdefault((s.start, s.end), {})[s.type] = s.score
    return found


def _look_again(sights: Sequence[_Sight]) -> None:
    """Names that the tagger is sure of are candidates wherever the document has them."""
    sure = {s.text[a:b]: True for s in sights for (a, b), p in s.mass.items() if p >= _SURE and b - a >= _LEAST}
    names = Lexicon(dict(sure))
    for sight in sights:
        for start, end, _ in names.all(sight.text):
            sight.spans[start, end].add("again")


class _Everywhere:
    """What the rest of the document says of a form, and how much there is of a class."""

    def __init__(self, sights: Sequence[_Sight]) -> None:
        self.best: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
        self.ruled: dict[str, int] = defaultdict(int)
        self.classes: dict[str, float] = defaultdict(float)
        for sight in sights:
            for start, end in sight.spans:
                chance = sight.mass.get((start, end), 0.0)
                self.best[bare(sight.text[start:end])].append((chance, sight.sentence.index, start))
            for start, end in sight.rules:
                self.ruled[bare(sight.text[start:end])] += 1
            for chances in sight.chances.values():
                for name, chance in chances.items():
                    self.classes[name] += chance
        likely = [form for form, found in self.best.items() if len(form) >= _LEAST and max(found)[0] >= _SURE]
        self.longer, self.shorter = held_in(self.best, likely, _LEAST)
        self.whole = "\n".join(s.text for s in sights)
        self.size = len(sights)
        self._counts = occurrences(self.best, self.whole)
        self._others = {form: Others(found) for form, found in self.best.items()}

    def seen(self, sight: _Sight, start: int, end: int, type_: str) -> list[float]:
        """Elsewhere: how likely at best and on average, how often, in how many longer names; how usual the class is."""
        form = bare(sight.text[start:end])
        here = sight.sentence.index, start
        return [
            *self._others[form].than(here),
            self._counts[form],
            self.longer[form],
            self.shorter[form],
            self.ruled[form],
            here[0] / self.size,
            self.classes[type_],
            self.classes[type_] / len(self.whole) * 1000,
        ]
