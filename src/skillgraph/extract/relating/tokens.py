"""A sentence as a row of tokens in which every name counts as one, with the lists of like things that they form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from skillgraph.extract.doc import Mention, Sentence
from skillgraph.extract.relating.candidates import broad
from skillgraph.language.lexicon import Lexicon

#: What stands between the members of a list.
_LISTING = frozenset({"、", "和", "与", "及", "以及", "暨", "等", "“", "”", "《", "》", "/", " "})


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
        self.lists = self._lists()
        #: The words alone and by two, as features.
        self.words = [f"b:{t.text}" for t in self.tokens]
        self.pairs = [f"bb:{one.text}{other.text}" for one, other in pairwise(self.tokens)]
        self._kept: dict[tuple[str, int, int], list[str]] = {}
        self._at = {(t.start, t.end): i for i, t in enumerate(self.tokens) if t.mention is not None}

    def position(self, mention: Mention) -> int:
        """The token that a mention is, or stands in."""
        at = self._at.get((mention.start, mention.end))
        if at is None:
            at = next(i for i, t in enumerate(self.tokens) if t.start <= mention.start < t.end)
            self._at[mention.start, mention.end] = at
        return at

    def kept(self, what: str, start: int, end: int, make: Callable[[], list[str]]) -> list[str]:
        """The features of a part of the row, made once."""
        key = what, start, end
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

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
