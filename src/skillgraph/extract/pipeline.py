"""From a document to what it says: passages, sentences, names, entities, relations, statistics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from skillgraph.documents.source import SourceText
from skillgraph.extract.clauses import present_year
from skillgraph.extract.doc import Sentence as DocSentence
from skillgraph.extract.doubts import doubts
from skillgraph.extract.entities import Entry
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ACTORS, CITIES, COUNTRIES, GOVERNMENTS, ORGANIZATIONS, PLACES
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.naming.finder import Models
from skillgraph.extract.predicates import Linked, name_relations
from skillgraph.extract.records import (
    Doubt,
    Extraction,
    FoundDocument,
    FoundRelation,
    FoundStatistic,
    Span,
)
from skillgraph.extract.relations import Reader
from skillgraph.extract.sentence import Acting, Sentence
from skillgraph.extract.statistics import Context, statistics
from skillgraph.extract.tables import Cell, read_table
from skillgraph.extract.terms import load_terms
from skillgraph.language.passages import Passage
from skillgraph.language.quantities import Quantity, quantities
from skillgraph.language.times import Time, times
from skillgraph.model.records import Basis, Modality

#: Kinds of quantities that are figures; the others are ranks, codes and thresholds.
FIGURES = frozenset({"measure", "money", "rate", "multiple"})
_BYLINE = re.compile(r"^[(]?[^,。;]{4,30}[)]?$")
#: Headings of what is to come, and of what is due to whom; the latter where the document lays down rules.
_TO_COME = re.compile(r"目标|规划|展望|下一步|打算|[下来明]年")
_LAID_DOWN = re.compile(r"标准|补贴|补助|奖励|资助|条件|对象|程序|要求|监督|管理|保障|附则")
_LAYS_DOWN = re.compile(r"(?:通知|办法|方案|细则|条例|规定|意见|措施|政策)(?:[(][^()]*[)])?》?(?:的通知)?$")
#: The year of which another paragraph spoke last.
_SAME_YEAR = re.compile(r"当年|同年|同期|该年")
_SEVERAL = re.compile(r"(?<![一二三四五六七八九十])[与和及、]")
#: How many entities back a word may refer.
_REMEMBERED = 12
#: Whom the sentences of a paragraph go on to speak of, once one has named them as its subject.
_TOPICS = classes("topics")
#: What a section can be about besides an actor.
_THEMES = classes("themes")
_POLICIES = classes("policies")


class RuleExtractor:
    """The rules of skillgraph as an extractor.

    Args:
        terms: a folder with term lists of one's own.
        models: the weights for names; those that come with skillgraph by default.
    """

    name = "rules"

    def __init__(self, terms: Path | None = None, models: Models | None = None) -> None:
        self.terms = load_terms(terms)
        self.models = models

    def extract(self, source: SourceText) -> Extraction:
        """What a document says."""
        return _Document(source, self).extraction()


class _Document:
    """One document while it is read."""

    def __init__(self, source: SourceText, extractor: RuleExtractor) -> None:
        self.source = source
        self.terms = extractor.terms
        self.named = read_names(source, extractor.terms, extractor.models)
        self.entities = self.named.entities
        self.relations: list[FoundRelation] = []
        self.statistics: list[FoundStatistic] = []
        self.doubts: list[Doubt] = []
        self.recent: list[Entry] = []
        self.document_topic: Entry | None = None
        self.section_topic: Entry | None = None
        self.topic: Entry | None = None
        self.theme: Entry | None = None
        self.after_heading = False
        self.headings: dict[int, str] = {}
        self.lays_down = False
        self.caption = ""
        self.spoken: Time | None = None
        self.present = max((present_year(s.passage.text) for s in self.named.doc.sentences), default=0)

    def extraction(self) -> Extraction:
        for table, group in groupby(self.named.doc.sentences, key=lambda s: s.passage.block.table):
            if table >= 0:
                self._table(list(group))
            else:
                for _, sentences in groupby(group, key=lambda s: s.passage.index):
                    self._passage(list(sentences))
        document = FoundDocument(
            self.source.file, self._title(), self.source.media_type, self.source.sha256, self.source.text_sha256,
            len(self.source.text), self.source.encoding, self.source.converter,
        )  # fmt: skip
        entities = self.entities.found(self.source.text)
        return Extraction(document, entities, tuple(self.relations), tuple(self.statistics), tuple(self.doubts))

    def _title(self) -> str:
        if self.source.title:
            return self.source.title
        first = next((b for b in self.source.blocks if b.kind == "heading"), None)
        first = first or (self.source.blocks[0] if self.source.blocks else None)
        return self.source.text[first.start : first.end].strip()[:120] if first else ""

    def _passage(self, sentences: Sequence[DocSentence]) -> None:
        spoken: Time | None = None
        self.topic = self.section_topic
        passage = sentences[0].passage
        for sentence in sentences:
            if _SAME_YEAR.match(sentence.text):
                spoken = spoken or self.spoken
            spoken = self._sentence(sentence, spoken)
            self.spoken = spoken or self.spoken
        self.after_heading = passage.block.kind == "heading"
        self.caption = passage.text
        if passage.index == 0:
            self.lays_down = bool(_LAYS_DOWN.search(passage.text))
        if self.after_heading:
            self.headings[passage.index] = passage.text

    def _expected(self, passage: Passage) -> Modality:
        """What holds by the headings above a passage: 总体目标 are planned, a notice's 补贴标准 rules."""
        above = [self.headings[index] for index in passage.headings]
        if above and _TO_COME.search(above[-1]) and not _SEVERAL.search(above[-1]):
            return "planned"
        return "rule" if above and self.lays_down and _LAID_DOWN.search(above[-1]) else "actual"

    def _sentence(self, read: DocSentence, spoken: Time | None) -> Time | None:
        passage, start, text, tagged = read.passage, read.start, read.text, read.words
        end = start + len(text)
        links = self.named.links[read.index]
        names = [x.mention for x in links if x.mention.kind == "name"]
        found_times = [
            t for t in times(text)
            if not any(m.start <= t.start and t.end <= m.end and m.type not in _POLICIES for m in names)
        ]  # fmt: skip
        kinds = [
            m for m in self.named.kinds[read.index] if not any(t.start < m.end and m.start < t.end for t in found_times)
        ]
        mentions = [*(x.mention for x in links if x.mention.kind != "coref"), *kinds]
        self._seen(links)
        self._names_say(passage, start, links)
        if passage.block.kind == "heading" or _is_byline(text):
            self._head(passage, text, links)
            return spoken
        self._open(text, links)
        self.topic = self.topic or self.section_topic
        sentence = Sentence(
            text,
            list(tagged),
            links,
            kinds,
            found_times,
            self.topic,
            self.theme,
            self.recent[::-1],
            self.terms,
            self._expected(passage),
            self.present,
        )
        reader = Reader(sentence)
        for relation in reader.relations():
            span = passage.span(start + relation.start, start + relation.end)
            whole = passage.span(start, end)
            self._say(
                relation.subject, relation.predicate, relation.object, relation.modality, relation.time, span, whole
            )
        taken = [(m.start, m.end) for m in mentions if m.kind == "name"]
        figures = quantities(text, self.terms.counters, taken, found_times)
        for low, high, reason in doubts(text, tagged, mentions, found_times, figures):
            span = passage.span(start + low, start + high)
            self.doubts.append(Doubt(text[low:high], reason, span))
        self._statistics(passage, start, text, figures, links, reader.acting, found_times, spoken)
        said = next((a.actor for a in reader.acting if a.here), None)
        if said is not None and said.type in _TOPICS:
            self.topic = said
            of_body = self.section_topic is not None and self.section_topic.type in ORGANIZATIONS
            if start == 0 and self.after_heading and of_body and reader.acting[0].here:
                self.section_topic = said
        leading = next((t for t in found_times if t.start <= 2 and (t.begin or t.until)), None)
        return leading or spoken

    # entities

    def _seen(self, links: Sequence[Linked]) -> None:
        for x in links:
            if x.mention.kind == "name" or (x.mention.kind == "nested" and x.mention.type in ORGANIZATIONS):
                self._remember(x.entry)

    def _remember(self, entry: Entry) -> None:
        if entry in self.recent:
            self.recent.remove(entry)
        self.recent.append(entry)
        del self.recent[:-_REMEMBERED]

    def _names_say(self, passage: Passage, start: int, links: Sequence[Linked]) -> None:
        for x in links:
            if x.mention.kind != "name":
                continue
            inside = [
                y
                for y in links
                if y.mention.kind == "nested" and x.mention.start <= y.mention.start and y.mention.end <= x.mention.end
            ]
            span = passage.span(start + x.mention.start, start + x.mention.end)
            for subject, predicate, object_ in name_relations(x, inside):
                self._say(subject, predicate, object_, "actual", None, span, span, "name")

    # tables

    def _table(self, group: Sequence[DocSentence]) -> None:
        cells = []
        for cell in group:
            links = self.named.links[cell.index]
            self._names_say(cell.passage, 0, links)
            cells.append(Cell(cell.passage, tuple(links)))
        relations, figures = read_table(cells, self.section_topic, self.terms.counters, self.caption)
        for r in relations:
            span = r.cells[0].passage.block.start, r.cells[-1].passage.block.end
            self._say(r.subject, r.predicate, r.object, r.modality, r.time, span, span)
        for f in figures:
            at = f.cell.passage.span(0, len(f.cell.passage.text))
            self.statistics.append(
                FoundStatistic(
                    _id(f.subject), f.indicator, f.value, None, f.unit, f.bound,
                    f.time.text if f.time else "", f.time.begin if f.time else "", f.time.until if f.time else "",
                    f.modality, "measure", "", at, (f.row[0].passage.block.start, f.row[-1].passage.block.end), None,
                    (f.title.passage.block.start, f.title.passage.block.end),
                )
            )  # fmt: skip

    def _say(
        self, subject: Entry, predicate: str, object_: Entry, modality: Modality, when: Time | None,
        span: Span, sentence: Span, basis: Basis = "stated",
    ) -> None:  # fmt: skip
        if not (subject.named and object_.named):
            return
        time = (when.text, when.begin, when.until) if when else ("", "", "")
        self.relations.append(FoundRelation(subject.id, predicate, object_.id, modality, basis, *time, span, sentence))

    # whose section it is

    def _head(self, passage: Passage, text: str, links: Sequence[Linked]) -> None:
        """A heading or byline that names an actor says whose section follows; what else it names is the theme."""
        theme = next((x.entry for x in links if x.mention.kind == "name" and x.entry.type in _THEMES), None)
        if theme is not None or (passage.block.kind == "heading" and _new_part(passage, text, links)):
            self.theme = theme
        for x in links:
            if (
                x.mention.kind == "name"
                and x.entry.type in CITIES
                and x.mention.end - x.mention.start == len(text.strip())
            ):
                self.section_topic = x.entry
                self.recent.clear()
                self._remember(x.entry)
                return
        for x in links:
            if x.mention.kind == "name" and x.entry.type in GOVERNMENTS and _is_byline(text):
                place = next(
                    (y.entry for y in links if y.mention.kind == "nested" and y.entry.type in CITIES),
                    None,
                )
                self.section_topic = place or self.section_topic or x.entry
                return
        actor = next((x.entry for x in links if x.mention.kind != "coref" and x.entry.type in ORGANIZATIONS), None)
        first = next((x for x in links if x.entry is actor), None)
        begins = first is not None and first.mention.start == 0
        if actor is not None and (self.section_topic is None or passage.block.level <= 1 or begins):
            self.section_topic = actor
        if self.section_topic is None:
            opening = (x.entry for x in links if x.mention.start == 0 and x.entry.type in CITIES)
            self.section_topic = next(opening, None)

    def _open(self, text: str, links: Sequence[Linked]) -> None:
        """Before any heading said so, the first actor that a sentence begins with is what the document is about."""
        if self.section_topic is None:
            first = next(
                (x for x in links if x.mention.kind == "name" and x.entry.type in ACTORS - COUNTRIES),
                None,
            )
            if first is not None and first.mention.start <= 16:
                self.section_topic = first.entry

    # figures

    def _statistics(
        self, passage: Passage, start: int, text: str, figures: Sequence[Quantity], links: Sequence[Linked],
        acting: Sequence[Acting],
        found_times: Sequence[Time], spoken: Time | None,
    ) -> None:  # fmt: skip
        counted = [q for q in figures if q.kind in FIGURES]
        known = [q for q in counted if q.value is not None]
        context = Context(acting, found_times, spoken, self.topic, self.theme)
        for s in statistics(text, known, links, context):
            figure = s.quantity
            whole = s.part_of
            self.statistics.append(
                FoundStatistic(
                    _id(s.subject), s.indicator, figure.value, figure.value_max, figure.unit,
                    figure.bound, s.time.text if s.time else "", s.time.begin if s.time else "",
                    s.time.until if s.time else "", s.modality, figure.kind, figure.per,
                    passage.span(start + figure.start, start + figure.end),
                    passage.span(start + s.clause.start, start + s.clause.end),
                    passage.span(start + whole.start, start + whole.end) if whole else None,
                )
            )  # fmt: skip


def _id(entry: Entry | None) -> str | None:
    return entry.id if entry is not None and entry.named else None


def _is_byline(text: str) -> bool:
    """(某市某局): who wrote the section."""
    return text.startswith("(") and text.endswith(")") and bool(_BYLINE.match(text))


def _new_part(passage: Passage, text: str, links: Sequence[Linked]) -> bool:
    """Whether a heading begins a part of its own: the first level, or a place and nothing else."""
    if passage.block.level <= 1:
        return True
    return any(x.entry.type in PLACES and x.mention.end - x.mention.start == len(text.strip()) for x in links)
