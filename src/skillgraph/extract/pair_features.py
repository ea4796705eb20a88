"""What a pair of mentions looks like, as names of features: classes, the words around and between, order, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from skillgraph.extract.candidates import Pair, broad, kind, main_entity
from skillgraph.extract.doc import Doc, Mention, Sentence
from skillgraph.extract.terms import Terms

#: What stands between the members of a list.
_LISTING = frozenset({"、", "和", "与", "及", "以及", "暨", "等", "“", "”", "《", "》", "/", " "})
_COMMAS = ",;:"
#: How many tokens between two mentions are looked at, from either end.
_REACH = 8
_MARK = "<"


class Token:
    """A word outside of names, or a mention; `verb` is the predicate that a listed verb states."""

    __slots__ = ("end", "mention", "start", "text", "verb")

    def __init__(self, start: int, end: int, text: str, mention: Mention | None = None, verb: str = "") -> None:
        self.start, self.end, self.text, self.mention, self.verb = start, end, text, mention, verb


class Read:
    """A sentence as a row of tokens, names as one each, with the lists that they form.

    Args:
        sentence: the sentence.
        mentions: all that stands in it.
        terms: for the verbs that state relations.
    """

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention], terms: Terms) -> None:
        self.sentence = sentence
        self.mentions = mentions
        self.tokens = list(_tokens(sentence, mentions, terms))
        self.at: dict[tuple[int, int], int] = {}
        for position, token in enumerate(self.tokens):
            if token.mention is not None:
                self.at[token.mention.start, token.mention.end] = position
        self.lists = self._lists()

    def position(self, mention: Mention) -> int:
        """The token that a mention is, or that it stands in."""
        at = self.at.get((mention.start, mention.end))
        if at is None:
            at = next(i for i, t in enumerate(self.tokens) if t.start <= mention.start < t.end)
            self.at[mention.start, mention.end] = at
        return at

    def _lists(self) -> list[tuple[int, int]]:
        """For each token, the first and last token of the list of like things that it belongs to."""
        spans = [(i, i) for i in range(len(self.tokens))]
        last: int | None = None
        start = 0
        for i, token in enumerate(self.tokens):
            if token.mention is not None:
                former = self.tokens[last].mention if last is not None else None
                if former is None or broad(former.type) != broad(token.mention.type):
                    start = i
                for j in range(start, i + 1):
                    spans[j] = (start, i)
                last = i
            elif token.text not in _LISTING:
                last = None
        return spans


def _tokens(sentence: Sentence, mentions: Sequence[Mention], terms: Terms) -> Iterator[Token]:
    outer: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not outer or mention.start >= outer[-1].end:
            outer.append(mention)
    verbs = {start: (end, str(value)) for start, end, value in terms.verbs.find(sentence.text)}
    words = iter(sentence.words)
    word = next(words, None)
    at = 0
    for mention in [*outer, None]:
        stop = mention.start if mention else len(sentence.text)
        while word is not None and word.start < stop:
            start, end = max(word.start, at), min(word.end, stop)
            if start < end:
                text = sentence.text[start:end]
                verb = next((v for s, (e, v) in verbs.items() if s < end and start < e), "") if len(text) > 1 else ""
                yield Token(start, end, text, None, verb)
            if word.end > stop:
                break
            word = next(words, None)
        if mention is not None:
            yield Token(mention.start, mention.end, _MARK + broad(mention.type), mention)
            at = mention.end
            while word is not None and word.end <= at:
                word = next(words, None)


class PairReader:
    """Gives the features of the pairs of one document."""

    def __init__(self, doc: Doc, terms: Terms) -> None:
        self.doc = doc
        self.terms = terms
        self.main = main_entity(doc)
        self.count = Counter(m.entity for m in doc.mentions)
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in doc.mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.read: dict[int, Read] = {}
        self.titled = {m.entity for m in self.by_sentence.get(0, ())}

    @cached_property
    def subject_words(self) -> list[str]:
        """What tells the register: the words of the title."""
        return [w.text for w in self.doc.sentences[0].words if len(w.text) > 1] if self.doc.sentences else []

    def sentence(self, index: int) -> Read:
        """A sentence as tokens, read once."""
        if index not in self.read:
            sentence = self.doc.sentences[index]
            self.read[index] = Read(sentence, self.by_sentence.get(index, ()), self.terms)
        return self.read[index]

    def features(self, pair: Pair) -> list[str]:
        """The features of a pair; those that begin with `=` hold for any classes, others are crossed with them."""
        read = self.sentence(pair.sentence)
        a, b = pair.first, pair.second
        j = read.position(b)
        plain: list[str] = []
        crossed: list[str] = []
        if pair.said:
            crossed += [f"said:{why}" for why in pair.said]
            crossed += _around(read, None, j)
            plain.append("said")
        else:
            i = read.position(a)
            crossed += _around(read, i, j)
            plain += _shape(read, i, j)
        crossed += self._place(pair)
        plain += [f"headA:{a.text[-2:]}", f"headB:{b.text[-2:]}", f"headA1:{a.text[-1:]}", f"headB1:{b.text[-1:]}"]
        ends = f"{broad(a.type)}>{broad(b.type)}"
        narrow = f"{kind(a.type)}>{kind(b.type)}"
        found = [
            ends, narrow, f"{a.type}>{b.type}", f"A{a.type}", f"B{b.type}", f"A{a.kind}{b.kind}",
            f"A{kind(a.type)}", f"B{kind(b.type)}",
            f"{ends}|{a.kind}{b.kind}",
        ]  # fmt: skip
        found += plain
        found += [f"{ends}|{f}" for f in plain]
        found += crossed
        found += [f"{ends}|{f}" for f in crossed]
        found += [f"{narrow}|{f}" for f in crossed if f[0] in "vpgs"]
        return found

    def _place(self, pair: Pair) -> list[str]:
        a, b = pair.first.entity, pair.second.entity
        found = []
        for letter, entity in (("A", a), ("B", b)):
            found.append(f"n{letter}{min(self.count[entity], 4)}")
            if entity == self.main:
                found.append(f"main{letter}")
            if entity in self.titled:
                found.append(f"title{letter}")
        if pair.sentence == 0:
            found.append("intitle")
        return found


def _shape(read: Read, i: int, j: int) -> list[str]:
    """How far two mentions stand apart, and whether they are members of one list."""
    between = read.tokens[i + 1 : j]
    mentions = [t.mention for t in between if t.mention is not None]
    a, b = read.tokens[i].mention, read.tokens[j].mention
    assert a is not None and b is not None
    commas = sum(t.text in _COMMAS for t in between)
    others = [k for k, t in enumerate(read.tokens) if t.mention is not None]
    found = [
        f"dm{min(len(mentions), 6)}", f"dt{min(len(between), 15)}", f"dc{min(commas, 4)}",
        f"likeA{min(sum(broad(m.type) == broad(a.type) for m in mentions), 3)}",
        f"likeB{min(sum(broad(m.type) == broad(b.type) for m in mentions), 3)}",
        f"sameA{min(sum(kind(m.type) == kind(a.type) for m in mentions), 2)}",
        f"sameB{min(sum(kind(m.type) == kind(b.type) for m in mentions), 2)}",
        f"posA{min(others.index(i), 4)}", f"lastB{min(len(others) - 1 - others.index(j), 4)}",
    ]  # fmt: skip
    (s, e), (s2, e2) = read.lists[i], read.lists[j]
    if s == s2 and i != j:
        found += ["listed", f"listed{min(e - s, 12)}"]
    found += [f"listA{i - s > 0:d}{e - i > 0:d}", f"listB{j - s2 > 0:d}{e2 - j > 0:d}"]
    if any(t.text == ";" for t in between):
        found.append("semicolon")
    if i == 0:
        found.append("opensA")
    return found


def _around(read: Read, i: int | None, j: int) -> list[str]:
    """The words before, between and after; from the start of the sentence where the first mention is not in it."""
    tokens = read.tokens
    first = read.lists[i] if i is not None else (-1, -1)
    second = read.lists[j]
    if first == second and i is not None:
        first, second = (i, i), (j, j)
    between = tokens[(i + 1 if i is not None else 0) : j]
    gap = tokens[first[1] + 1 : second[0]]
    texts = [t.text for t in between]
    near = texts if len(texts) <= 2 * _REACH else [*texts[:_REACH], *texts[-_REACH:]]
    found = [f"b:{t}" for t in dict.fromkeys(near)]
    found += [f"bb:{x}{y}" for x, y in zip(near, near[1:], strict=False)]
    if len(texts) <= 6:
        found.append("p:" + " ".join(texts))
    gaps = [t.verb and "V" + t.verb or t.text for t in gap]
    if len(gaps) <= 6:
        found.append("g:" + " ".join(gaps))
    found += [f"ga:{t.text}" for t in gap[:3]] + [f"gb:{t.text}" for t in gap[-3:]]
    found += ["ga2:" + "".join(t.text for t in gap[:2]), "gb2:" + "".join(t.text for t in gap[-2:])]
    verbs = [t for t in gap if t.verb]
    if verbs:
        found += [f"v1:{verbs[0].verb}", f"vl:{verbs[-1].verb}", f"vlw:{verbs[-1].text}"]
        found += [f"vb:{v}" for v in {t.verb for t in verbs}]
    else:
        found.append("v0")
    raw = read.sentence.text
    b = tokens[j]
    if i is not None:
        a = tokens[i]
        found += [f"ca{n}:{raw[a.end : min(a.end + n, b.start)]}" for n in (1, 2, 3)]
        found += [f"cb{n}:{raw[max(a.end, b.start - n) : b.start]}" for n in (1, 2, 3)]
        before = tokens[max(0, first[0] - 3) : first[0]]
        found += [f"w-{n}:{t.text}" for n, t in enumerate(reversed(before), 1)]
        found.append("w-12:" + "".join(t.text for t in before[-2:]))
        if (verb := next((t for t in reversed(tokens[: first[0]]) if t.verb), None)) is not None:
            found.append(f"v-:{verb.verb}")
    after = tokens[second[1] + 1 : second[1] + 4]
    found += [f"w+{n}:{t.text}" for n, t in enumerate(after, 1)]
    found.append("w+12:" + "".join(t.text for t in after[:2]))
    found += [f"c+{n}:{raw[b.end : b.end + n]}" for n in (1, 2)]
    rest = tokens[second[1] + 1 :]
    if (verb := next((t for t in rest if t.verb), None)) is not None:
        found += [f"v+:{verb.verb}", f"v+w:{verb.text}"]
    clause = next((k for k, t in enumerate(rest) if t.text in _COMMAS), len(rest))
    found += [f"a:{t.text}" for t in rest[: min(clause, _REACH)]]
    return found
