"""A sentence as a row of tokens in which every name counts as one, with the lists of like things that they form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from skillgraph.extract.doc import Mention, Sentence
from skillgraph.extract.relating.candidates import broad, kind
from skillgraph.language.lexicon import Lexicon
from skillgraph.model.terms import ORGANIZATION, PERSON, PLACE

#: What stands between the members of a list.
_LISTING = frozenset({"、", "和", "与", "及", "以及", "暨", "等", "“", "”", "《", "》", "/", " "})
COMMAS = frozenset(",;:")
_ACTING = {ORGANIZATION, PERSON, PLACE}


class Token(msgspec.Struct, frozen=True):
    """A word outside of names, or a name; `verb` is the predicate that a listed verb states."""

    start: int
    end: int
    text: str
    mention: Mention | None = None
    verb: str = ""


class Row:
    """A sentence's tokens.

    Args:
        sentence: the sentence.
        mentions: what it names and refers to.
        verbs: the verbs that state relations, with their predicates.
    """

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention], verbs: Lexicon) -> None:
        self.text = sentence.text
        self.tokens = list(_tokens(sentence, mentions, verbs))
        self.named = [i for i, token in enumerate(self.tokens) if token.mention is not None]
        #: Which of `named` a token is.
        self.places = {at: n for n, at in enumerate(self.named)}
        self.lists = self._lists()
        types = [token.mention.type for token in self.tokens if token.mention is not None]
        #: The broad and the narrow classes of what `named` says.
        self.broad, self.kinds = [broad(t) for t in types], [kind(t) for t in types]
        #: Where verbs stand that state relations.
        self.verbs = [i for i, token in enumerate(self.tokens) if token.verb]
        self._commas = [i for i, token in enumerate(self.tokens) if token.text in COMMAS]
        self._semicolons = [i for i in self._commas if self.tokens[i].text == ";"]
        self._acting = [i for i, what in zip(self.named, self.broad, strict=True) if what in _ACTING]
        self._at = {(t.start, t.end): i for i, t in enumerate(self.tokens) if t.mention is not None}

    @cached_property
    def digits(self) -> list[int]:
        """Where tokens with digits stand."""
        return [i for i, token in enumerate(self.tokens) if any(map(str.isdigit, token.text))]

    @cached_property
    def general(self) -> list[int]:
        """Where kinds of things are spoken of."""
        return [i for i in self.named if (m := self.tokens[i].mention) is not None and m.kind == "kind"]

    def commas(self, start: int, end: int) -> int:
        """How many tokens of a part divide clauses."""
        return among(self._commas, start, end)

    def semicolons(self, start: int, end: int) -> int:
        """How many tokens of a part are semicolons."""
        return among(self._semicolons, start, end)

    def clause(self, i: int) -> int:
        """The token that the clause of a token begins with."""
        commas = bisect_left(self._commas, i)
        return self._commas[commas - 1] + 1 if commas else 0

    def acts(self, i: int) -> str:
        """Whether anybody who acts is named before a token, in the sentence and in its clause."""
        before = bisect_left(self._acting, i)
        return f"{before > 0:d}{before > 0 and self._acting[before - 1] >= self.clause(i):d}"

    def position(self, mention: Mention) -> int:
        """The token that a mention is, or stands in."""
        at = self._at.get((mention.start, mention.end))
        if at is None:
            at = next(i for i, t in enumerate(self.tokens) if t.start <= mention.start < t.end)
            self._at[mention.start, mention.end] = at
        return at

    def _lists(self) -> list[tuple[int, int]]:
        """For each token, the first and the last token of the list of like things that it belongs to."""
        spans = [(i, i) for i in range(len(self.tokens))]
        former: Mention | None = None
        start = 0
        for i, token in enumerate(self.tokens):
            if token.mention is not None:
                if former is None or broad(former.type) != broad(token.mention.type):
                    start = i
                spans[start : i + 1] = [(start, i)] * (i + 1 - start)
                former = token.mention
            elif token.text not in _LISTING:
                former = None
        return spans


def among(places: Sequence[int], start: int, end: int) -> int:
    """How many of some ascending places are in a part.

    Example:
        >>> among([1, 4, 7], 1, 7)
        2
    """
    return max(0, bisect_left(places, end) - bisect_left(places, start))


def _tokens(sentence: Sentence, mentions: Sequence[Mention], verbs: Lexicon) -> Iterator[Token]:
    outer: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not outer or mention.start >= outer[-1].end:
            outer.append(mention)
    stated: dict[int, str] = {}
    for start, end, predicate in verbs.find(sentence.text):
        stated.update(dict.fromkeys(range(start, end), str(predicate)))
    words = iter(sentence.words)
    word = next(words, None)
    at = 0
    ends: list[Mention | None] = [*outer, None]
    for named in ends:
        stop = named.start if named else len(sentence.text)
        while word is not None and word.start < stop:
            start, end = max(word.start, at), min(word.end, stop)
            if start < end:
                verb = next((stated[i] for i in range(start, end) if i in stated), "") if end - start > 1 else ""
                yield Token(start, end, sentence.text[start:end], None, verb)
            if word.end > stop:
                break
            word = next(words, None)
        if named is not None:
            yield Token(named.start, named.end, "<" + broad(named.type), named)
            at = named.end
            while word is not None and word.end <= at:
                word = next(words, None)
