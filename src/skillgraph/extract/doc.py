"""A document as extraction works on it: sentences with words, and the mentions of things that were found in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.part_names import Part
from skillgraph.extract.records import Span
from skillgraph.language.passages import Passage, passages, sentences
from skillgraph.language.times import Time, counts_from_1912, times
from skillgraph.language.tokens import Word, words
from skillgraph.model.records import Modality


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, or a cell of a table.

    `text` is folded as passages are; offsets of `words` count from its beginning. `start` is where it begins in its
    passage.
    """

    index: int
    passage: Passage
    start: int
    text: str
    words: tuple[Word, ...]

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Where a part of the sentence stands in the document."""
        return self.passage.span(self.start + start, self.start + (len(self.text) if end is None else end))

    def written(self, text: str, start: int, end: int) -> str:
        """A part of the sentence in the document's own characters, without breaks of lines and marks of notes.

        Args:
            text: of the document.
            start: of the part, in the sentence.
            end: of the part.
        """
        offsets = self.passage.offsets[self.start + start : self.start + end]
        return "".join(" " if text[at].isspace() else text[at] for at in offsets)

    def within(self, span: Span) -> tuple[int, int] | None:
        """Where in the sentence a span of the document stands, if all of it does."""
        offsets = self.passage.offsets[self.start : self.start + len(self.text)]
        inside = [i for i, at in enumerate(offsets) if span[0] <= at < span[1]]
        if not inside or (inside[0] == 0 and span[0] < offsets[0]) or span[1] > offsets[-1] + 1:
            return None
        return inside[0], inside[-1] + 1


class Mention(msgspec.Struct, frozen=True):
    """Where a sentence speaks of an entity, [start, end) in the sentence's text.

    `text` is what the document writes there (not folded). A `name` names the entity, a `ref` refers to it (该校, 全市),
    a `kind` speaks of a kind of thing (学生). `score` is how sure it is, from 0 to 1.
    """

    sentence: int
    start: int
    end: int
    text: str
    entity: str
    type: str
    score: float = 1.0
    kind: Literal["name", "ref", "kind"] = "name"


class Fact(msgspec.Struct, frozen=True):
    """What a sentence states of two entities, in its clauses [start, end).

    `score` is how likely all of it is right, `by` are the voices that say so.
    """

    subject: str
    predicate: str
    object: str
    modality: Modality
    sentence: int
    start: int
    end: int
    score: float
    by: tuple[str, ...]
    time: Time | None = None


class Doc(msgspec.Struct, frozen=True, dict=True):
    """A document: its sentences in order, and what was found. Mentions stand in the order of the text.

    `parts` are those that the sentences stand in; `inner` are places whose names stand only within longer ones.
    """

    source: SourceText
    sentences: tuple[Sentence, ...]
    parts: tuple[Part, ...]
    mentions: tuple[Mention, ...] = ()
    inner: tuple[Mention, ...] = ()

    @cached_property
    def by_sentence(self) -> list[list[Mention]]:
        """The mentions in each sentence."""
        found: list[list[Mention]] = [[] for _ in self.sentences]
        for mention in self.mentions:
            found[mention.sentence].append(mention)
        return found

    @cached_property
    def republic(self) -> bool:
        """Whether the document counts years from 1912."""
        return any(counts_from_1912(sentence.text) for sentence in self.sentences)

    def times(self, sentence: Sentence, text: str) -> list[Time]:
        """The times of a sentence, those of the Republic in the document's own words.

        Args:
            sentence: one of the document's.
            text: the sentence's, as it is or with its names masked.
        """
        if not self.republic:
            return list(times(text))
        read, said = self.source.text, times(text, republic=True)
        return [msgspec.structs.replace(t, text=sentence.written(read, t.start, t.end)) for t in said]

    @cached_property
    def _begins(self) -> list[int]:
        return [sentence.span()[0] for sentence in self.sentences]

    def span(self, mention: Mention) -> Span:
        """Where a mention stands in the document."""
        return self.sentences[mention.sentence].span(mention.start, mention.end)

    def located(self, span: Span) -> tuple[Sentence, int, int] | None:
        """The sentence that a span of the document stands in, and where in it; None if no sentence holds all of it."""
        if not self.sentences:
            return None
        sentence = self.sentences[max(0, bisect_right(self._begins, span[0]) - 1)]
        at = sentence.within(span)
        return None if at is None else (sentence, *at)


def read_doc(source: SourceText) -> Doc:
    """The sentences and words of a document, without mentions.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> doc = read_doc(read_bytes("嘉禾学院在青岛。學校新建。".encode(), "a.txt", "text/plain"))
        >>> [s.text for s in doc.sentences], doc.sentences[1].span()
        (['嘉禾学院在青岛。', '学校新建。'], (8, 13))
    """
    parts = [(passage, start, passage.text[start:end]) for passage, start, end in _parts(source)]
    found = words([text for _, _, text in parts])
    rows = enumerate(zip(parts, found, strict=True))
    read = tuple(Sentence(n, *part, tuple(its_words)) for n, (part, its_words) in rows)
    return Doc(source, read, (Part(),) * len(read))


def _parts(source: SourceText) -> Iterator[tuple[Passage, int, int]]:
    for passage in passages(source):
        if passage.block.table >= 0:
            yield passage, 0, len(passage.text)
        else:
            yield from ((passage, start, end) for start, end in sentences(passage))
