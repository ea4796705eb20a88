"""From a document to what it says: names, relations between them, figures with their owners."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache, cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.doc import Sentence
from skillgraph.extract.doubts import UNCLEAR, doubts
from skillgraph.extract.entities import Entry, Linked, name_relations
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ORGANIZATIONS, Mention
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.naming.finder import Models, load_models
from skillgraph.extract.records import (
    OWN,
    Doubt,
    Extraction,
    FoundDocument,
    FoundEntity,
    FoundRelation,
    FoundStatistic,
    period,
)
from skillgraph.extract.relating.changes import changes
from skillgraph.extract.relating.linear import Linear
from skillgraph.extract.relating.owners import KIND, Figure, OwnerReader, owner, owners_weights, with_kinds
from skillgraph.extract.relating.relations import Weights, relations, relations_weights
from skillgraph.extract.relating.spoken import is_byline
from skillgraph.extract.row_facts import row_rules
from skillgraph.extract.statistics import statistics
from skillgraph.extract.tables import Around, read_table
from skillgraph.extract.terms import load_terms, mark_of
from skillgraph.language.cells import BEFORE
from skillgraph.language.quantities import Quantity, quantities
from skillgraph.language.times import Time, times
from skillgraph.model.errors import missing_extra

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

#: Kinds of quantities that are figures; the others are ranks, codes and thresholds.
FIGURES = frozenset({"measure", "money", "rate", "multiple"})
_POLICIES = classes("policies")
#: The number of a heading: no 2人 in "2 人才培养", whose gap passages don't have.
_NUMBERED = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){0,3})[ \t\u3000]+(?=[^\W\d])")
#: The year of which another paragraph spoke last.
_SAME_YEAR = re.compile(r"当年|同年|同期|该年")


class Learned(msgspec.Struct, frozen=True):
    """The weights of all steps; `mark` tells a person's own from those that come with skillgraph."""

    names: Models
    relations: Weights
    owners: Linear
    mark: str = ""


class RuleExtractor:
    """Names, relations and figures by skillgraph's own lists, rules and weights.

    Args:
        terms: folders with term lists of one's own.
        learned: other weights than those that come with skillgraph.
    """

    def __init__(self, *terms: Path, learned: Learned | None = None) -> None:
        self.terms = load_terms(*terms)
        self._learned = learned
        # Whoever reads a folder again with other weights or lists has other results.
        marks = (learned.mark if learned is not None else "", mark_of(*terms))
        self.name = "-".join(filter(None, (OWN, *marks)))

    @cached_property
    def learned(self) -> Learned:
        """The weights, read when a first document comes."""
        return self._learned or Learned(load_models(), relations_weights(), owners_weights())

    @property
    def line(self) -> float:
        """The default line: the score from which on a fact is asserted."""
        return self.learned.relations.asserted

    def extract(self, source: SourceText) -> Extraction:
        """What a document says."""
        with _one_thread():
            return _Document(source, self).extraction()

    def relate(self, source: SourceText, names: Sequence[FoundEntity]) -> Extraction:
        """What a document says of names that are confirmed, and of no others.

        Args:
            source: the document.
            names: with the spans where the document has them; their ids are kept.
        """
        with _one_thread():
            return _Document(source, self, names).extraction()


def _one_thread() -> AbstractContextManager[object]:
    """Keeps NumPy to one core: its matrices here are small, and threads for them cost more than they save."""
    limit: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> ThreadpoolController:
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        raise missing_extra("extraction", "chinese") from None
    return ThreadpoolController()


class _Document:
    """One document while it is read."""

    def __init__(
        self, source: SourceText, extractor: RuleExtractor, given: Sequence[FoundEntity] | None = None
    ) -> None:
        self.source = source
        self.name = extractor.name
        self.terms = extractor.terms
        self.learned = extractor.learned
        self.named = read_names(source, extractor.terms, self.learned.names, given)
        self.entities = self.named.entities
        kinds = ((n, m.start, m.end) for n, row in enumerate(self.named.kinds) for m in row)
        self.doc = with_kinds(self.named.with_mentions(), kinds, self.terms)
        self.owners = OwnerReader(self.doc, self.terms)
        self.relations: list[FoundRelation] = []
        self.statistics: list[FoundStatistic] = []
        self.doubts: list[Doubt] = []
        self.caption = ""
        self.before: deque[str] = deque(maxlen=BEFORE)
        self.spoken: Time | None = None

    def extraction(self) -> Extraction:
        tables: dict[int, list[Sentence]] = {}
        for sentence in self.doc.sentences:
            tables.setdefault(sentence.passage.block.table, []).append(sentence)
        for table, group in groupby(self.doc.sentences, key=lambda s: s.passage.block.table):
            if table >= 0:
                # All of it at once: cells that hold sentences, which are read as such, may stand between its others.
                if cells := tables.pop(table, None):
                    self._table(cells)
            else:
                for _, sentences in groupby(group, key=lambda s: s.passage.index):
                    self._passage(list(sentences))
        self._relations()
        document = FoundDocument(
            self.source.file, self._title(), self.source.media_type, self.source.sha256, self.source.text_sha256,
            len(self.source.text), self.source.encoding, self.source.converter, self.name,
        )  # fmt: skip
        line = self.learned.relations.asserted
        stated = (
            msgspec.structs.replace(r, asserted=r.score is not None and r.score >= line)
            for r in sorted(self.relations, key=lambda r: r.sentence)
        )
        entities = self.entities.found(self.source.text)
        parts = tuple(dict.fromkeys(self.doc.parts))
        return Extraction(document, entities, tuple(stated), tuple(self.statistics), tuple(self.doubts), parts)

    def _title(self) -> str:
        if self.source.title:
            return self.source.title
        first = next((b for b in self.source.blocks if b.kind == "heading"), None)
        first = first or (self.source.blocks[0] if self.source.blocks else None)
        return self.source.text[first.start : first.end].strip()[:120] if first else ""

    def _passage(self, sentences: Sequence[Sentence]) -> None:
        spoken: Time | None = None
        for sentence in sentences:
            if _SAME_YEAR.match(sentence.text):
                spoken = spoken or self.spoken
            spoken = self._sentence(sentence, spoken)
            self.spoken = spoken or self.spoken
        self.caption = sentences[0].passage.text
        self.before.append(self.caption)

    def _sentence(self, sentence: Sentence, spoken: Time | None) -> Time | None:
        links = self.named.links[sentence.index]
        names = [x.mention for x in links if x.mention.kind == "name"]
        found_times = [
            t for t in self.doc.times(sentence, sentence.text)
            if not any(m.start <= t.start and t.end <= m.end and m.type not in _POLICIES for m in names)
        ]  # fmt: skip
        self._names_say(sentence, links)
        if is_byline(sentence.text):
            return spoken
        taken = [(m.start, m.end) for m in names]
        # What is a heading of plain text is a guess.
        is_heading = sentence.passage.block.kind == "heading" and self.source.media_type != "text/plain"
        if is_heading and (mark := _NUMBERED.match(self.source.text, sentence.span()[0])):
            taken.append((0, len(mark[1])))
        figures = quantities(sentence.text, self.terms.counters, taken, found_times)
        classes = [
            m for m in self.named.kinds[sentence.index]
            if not any(t.start < m.end and m.start < t.end for t in found_times)
        ]  # fmt: skip
        mentions = [*(x.mention for x in links if x.mention.kind != "coref"), *classes]
        for low, high, reason in doubts(sentence.text, list(sentence.words), mentions, found_times):
            self.doubts.append(Doubt(sentence.text[low:high], reason, sentence.span(low, high)))
        self.statistics += statistics(
            sentence, [q for q in figures if q.kind in FIGURES and q.value is not None], links,
            self.owners.pairs.clauses(sentence.index), found_times, spoken, partial(self._whose, sentence.index),
        )  # fmt: skip
        return next((t for t in found_times if t.start <= 2 and (t.begin or t.until)), None) or spoken

    # relations

    def _relations(self) -> None:
        changed = list(changes(self.doc))
        told = {(c.sentence, frozenset((c.subject, c.object))) for c in changed}
        learned = relations(self.doc, self.terms, self.learned.relations, self.owners.pairs)
        # Of two bodies of which one became the other, the weights know no better than that they have to do with it.
        for fact in [*changed, *(f for f in learned if (f.sentence, frozenset((f.subject, f.object))) not in told)]:
            sentence = self.doc.sentences[fact.sentence]
            self.relations.append(
                FoundRelation(
                    fact.subject, fact.predicate, fact.object, fact.modality, "stated", *period(fact.time),
                    sentence.span(fact.start, fact.end), sentence.span(), by=fact.by, score=fact.score,
                )
            )  # fmt: skip

    def _names_say(self, sentence: Sentence, links: Sequence[Linked]) -> None:
        for x in links:
            if x.mention.kind != "name":
                continue
            inside = [
                y
                for y in links
                if y.mention.kind == "nested" and x.mention.start <= y.mention.start and y.mention.end <= x.mention.end
            ]
            span = sentence.span(x.mention.start, x.mention.end)
            for subject, predicate, object_ in name_relations(x, inside):
                if subject.named and object_.named:
                    self.relations.append(
                        FoundRelation(
                            subject.id, predicate, object_.id, "actual", "name", *period(None), span, span,
                            by=("name",), score=round(x.mention.score, 3),
                        )
                    )  # fmt: skip

    # tables

    def _table(self, group: Sequence[Sentence]) -> None:
        cells = [(cell.passage, self.named.links[cell.index]) for cell in group]
        for cell, (_, links) in zip(group, cells, strict=True):
            self._names_say(cell, links)
        caption = self.caption
        if not any(t.begin or t.until for t in times(caption, self.doc.republic)):
            caption = f"{self._title()}\n{caption}"
        first = group[0].index
        around = Around(self._section(first), caption, tuple(self.before), self._members(first), self.doc.republic)
        rows, figures, unclear = read_table(cells, around, self.terms.counters)
        if unclear is not None:
            self.doubts.append(Doubt(unclear.text, UNCLEAR, unclear.span(0, len(unclear.text))))
        self.relations += rows
        self.statistics += figures

    def _section(self, index: int) -> Entry | None:
        """Whose section a table stands in that begins with this sentence: what rows that name nobody are about.

        What only the table itself names is not what all of it is about.
        """
        said = (x for row in self.named.links[:index] for x in row if x.mention.kind == "name")
        entries = {x.entry.id: x.entry for x in said}
        return next((entries.get(m.entity) for _, m in self.owners.pairs.spoken.sections.of(index)), None)

    def _members(self, index: int) -> Entry | None:
        """Whose members a table lists, as the text right above it says: 某联盟成员单位名单."""
        for sentence in reversed(self.doc.sentences[max(0, index - 3) : index]):
            for x in self.named.links[sentence.index]:
                behind = sentence.text[x.mention.end :].removeprefix("的")
                if x.entry.named and x.entry.type in ORGANIZATIONS and re.match(row_rules().member, behind):
                    return x.entry
        return None

    # figures

    def _whose(self, sentence: int, quantity: Quantity) -> tuple[str | None, float]:
        """Whose a figure is, and how sure that is; a kind of thing that has one becomes an entity."""
        figure = Figure(sentence, quantity.start, quantity.end, quantity.unit)
        found = owner(self.owners, figure, self.learned.owners)
        if found is None:
            return None, 0.0
        mention, score = found
        if mention.kind != "kind":
            return mention.entity, score
        said = Mention(mention.start, mention.end, mention.text, KIND, score=score, by=("lists",))
        entry = self.entities.add(said, self.doc.span(mention))
        return entry.id, score
