"""Documents with what they state, as relations and owners of figures are learned from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec
import numpy as np

from skillgraph.documents import read_document
from skillgraph.extract.doc import Doc, Mention, read_doc
from skillgraph.extract.headings import parts
from skillgraph.extract.mentions import PLACES, bare
from skillgraph.extract.naming.document import Named
from skillgraph.extract.records import Span
from skillgraph.extract.relating.candidates import Pair, pairs
from skillgraph.extract.relating.features import PairReader, Ragged
from skillgraph.extract.relating.owners import Candidate, Figure, OwnerReader, with_kinds
from skillgraph.extract.terms import load_terms
from skillgraph.language.quantities import quantities
from skillgraph.review.agreement import agreement
from skillgraph.review.annotated import AnnotatedFigure, AnnotatedRelation, AnnotatedText, Thing

#: What annotators write for a thing of which the ontology has other words.
_BOTH = "partnersWith"
_OURS = {"follows": "guidedBy"}


def right_names(text: AnnotatedText) -> Doc:
    """A document with the names that a person marked in it."""
    if text.file is None:
        raise ValueError(f"{text.name}: an annotation without its document")
    doc = read_doc(read_document(text.file))

    def marked(thing: Thing, span: Span, kind: Literal["name", "ref"] = "name") -> Iterator[Mention]:
        if (at := doc.located(span)) is not None:
            sentence, start, end = at
            written, its = doc.source.text[slice(*span)], kind if thing.named else "kind"
            yield Mention(sentence.index, start, end, written, thing.id, thing.classes[0], 1.0, its)

    things = {thing.id: thing for thing in text.things}
    found = [
        mention
        for m in text.mentions()
        for mention in marked(things[m.thing], (m.start, m.end), "ref" if m.form == "reference" else "name")
    ]
    found.sort(key=lambda m: (m.sentence, m.start, -m.end))
    inner = tuple(m for thing in text.things for span in thing.nested for m in marked(thing, span))
    doc = msgspec.structs.replace(doc, mentions=tuple(found), inner=inner)
    named = ([m for m in row if m.kind != "kind" and m.type in PLACES] for row in doc.by_sentence)
    places = ([(m.start, m.end, things[m.entity].name) for m in row] for row in named)
    return msgspec.structs.replace(doc, parts=parts(doc.sentences, places))


class Example:
    """A document with its pairs, and what a person says of each.

    Args:
        text: with what the person says.
        doc: with names, right or found.
        things: which of the text's things each entity of the document is.
    """

    def __init__(self, text: AnnotatedText, doc: Doc, things: Mapping[str, str]) -> None:
        self.text = text
        self.doc = doc
        self.things = things
        self.reader = PairReader(doc, load_terms().verbs)
        self.pairs = list(pairs(doc, self.reader.spoken))

    @cached_property
    def features(self) -> Ragged:
        """Of each pair."""
        return self.reader.features(self.pairs)

    @cached_property
    def modal_features(self) -> Ragged:
        """Of each pair that is related."""
        return self.reader.modal_features([self.pairs[i] for i in self.related])

    @cached_property
    def rows(self) -> list[list[AnnotatedRelation]]:
        """What the sentence of each pair states of its ends."""
        return [self.said(pair) for pair in self.pairs]

    @cached_property
    def related(self) -> list[int]:
        """The pairs of which their sentence states something."""
        return [i for i, rows in enumerate(self.rows) if rows]

    @cached_property
    def is_related(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each pair, whether its sentence states something of it."""
        return np.array([bool(rows) for rows in self.rows])

    def ends(self, pair: Pair) -> frozenset[str]:
        """The things that a pair's entities are."""
        return frozenset(self.things.get(e, "") for e in pair.ends)

    def said(self, pair: Pair, *, anywhere: bool = False) -> list[AnnotatedRelation]:
        """What is stated of a pair, in its sentence or anywhere."""
        ends = self.ends(pair)
        if "" in ends:
            return []
        low, high = self.doc.sentences[pair.sentence].span()
        return [
            r for r in self.text.relations
            if any(ends == {s, r.object} for s in r.subjects) and r.modality != "negated"
            and (anywhere or (low < r.sentence[1] and r.sentence[0] < high))
        ]  # fmt: skip

    def labels(self, i: int) -> dict[str, float]:
        """What a person would call a pair, with its direction, weighted where several words are as good."""
        first = self.things[self.pairs[i].first.entity]
        found: dict[str, float] = {}
        for row in self.rows[i]:
            for name, subjects in readings_of(row):
                ahead = first in subjects or name in agreement().both_ways
                key = name + (">" if ahead else "<")
                found[key] = max(found.get(key, 0.0), 1 / len(row.predicates))
        return found

    def is_right(self, pair: Pair, predicate: str, turned: bool, modality: str) -> bool:
        """Whether a fact is stated, with predicate, direction and modality."""
        first = self.things.get((pair.second if turned else pair.first).entity, "")
        for row in self.said(pair) or self.said(pair, anywhere=True):
            for name, subject in readings_of(row):
                same = agreement().same_predicate(predicate, name)
                if row.modality == modality and same and (name == _BOTH or first in subject):
                    return True
        return False


def readings_of(row: AnnotatedRelation) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The predicates of a row, each with what its subject may be."""
    for name in row.predicates:
        if name in agreement().turned:
            yield agreement().turned[name], (row.object,)
        else:
            yield _OURS.get(name, name), row.subjects


def things_of(text: AnnotatedText, doc: Doc, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which annotated thing each entity of a document is; those that are none are left out.

    Args:
        text: with the things.
        doc: with mentions.
        names: of the entities, by their ids; without them they are the text's own things.
    """
    named = [t for t in text.things if t.named]
    by_name = {bare(form): t.id for t in reversed(named) for form in (t.name, *t.aliases)}
    by_place = {span: t.id for t in named for span in (*t.mentions, *t.nested, *t.references)}
    votes: dict[str, list[str]] = {}
    for mention in doc.mentions:
        low, high = doc.span(mention)
        for span in ((low, high), (low - 1, high + 1), (low + 1, high - 1), (low - 1, high), (low, high + 1)):
            if span in by_place:
                votes.setdefault(mention.entity, []).append(by_place[span])
                break
    found = {}
    for id_, name in ({t.id: t.name for t in named} if names is None else names).items():
        if (thing := by_name.get(bare(name))) is not None:
            found[id_] = thing
        elif id_ in votes:
            found[id_] = max(sorted(set(votes[id_])), key=votes[id_].count)
    return found


class FigureExample:
    """A document with its figures, and whose a person says that they are.

    Args:
        text: with what the person says.
        doc: with names, right or found.
        things: which of the text's things each entity of the document is.
        classes: sentence, start and end of words for kinds.
    """

    def __init__(
        self, text: AnnotatedText, doc: Doc, things: Mapping[str, str], classes: Iterable[tuple[int, int, int]]
    ) -> None:
        self.text = text
        self.doc = with_kinds(doc, classes, load_terms())
        self.things = things
        self.kinds = {t.id: t for t in text.things if not t.named}
        self.reader = OwnerReader(self.doc, load_terms())
        self.figures = list(self._figures())
        self.candidates = [self.reader.candidates(figure) for figure, _ in self.figures]

    def _figures(self) -> Iterator[tuple[Figure, AnnotatedFigure]]:
        for sentence, here in zip(self.doc.sentences, self.doc.by_sentence, strict=True):
            taken = [(m.start, m.end) for m in here if m.kind == "name"]
            for q in quantities(sentence.text, load_terms().counters, taken):
                low, high = sentence.span(q.start, q.end)
                for said in self.text.figures:
                    if low < said.span[1] and said.span[0] < high and said.subjects:
                        yield Figure(sentence.index, q.start, q.end, q.unit), said
                        break

    def is_right(self, candidate: Candidate, said: AnnotatedFigure) -> bool:
        """Whether a candidate is whose a figure is."""
        m = candidate.mention
        if m.kind != "kind":
            return self.things.get(m.entity, "") in said.subjects
        place = self.doc.span(m)
        return any(m.text == kind or place in self.kinds[kind].mentions for kind in said.subjects if kind in self.kinds)


def found_examples(text: AnnotatedText, found: Named) -> tuple[Example, FigureExample]:
    """A document with the names that were found in it, as examples of relations and of figures' owners."""
    doc = found.with_mentions()
    names = {e.id: e.name for e in found.entities.found(doc.source.text)}
    things = things_of(text, doc, names)
    return Example(text, doc, things), FigureExample(text, doc, things, found.listed_kinds())
