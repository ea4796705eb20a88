"""The review sheet of a draft: each proposal in words with its passage, to be decided on, and what is asked."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from operator import itemgetter
from pathlib import Path

import msgspec

from skillgraph.documents.csv_rows import plain_cell
from skillgraph.extract.records import Span
from skillgraph.extract.rows import Row
from skillgraph.model.bounds import figure_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement
from skillgraph.review.annotated import sentence_around
from skillgraph.tables.asking import ASSERTED, DOUBTFUL, QUESTION, Language, in_language
from skillgraph.tables.loader import table_of
from skillgraph.tables.review_sheet import SHEET, SHEET_COLUMNS
from skillgraph.writing.files import whole_text, write_whole

#: The parts of a sheet, in their order.
PARTS = ("name", ASSERTED, "figure", DOUBTFUL)
_STOPS = "。！？!?；;\n"
#: How much of a sentence is shown on each side of a passage.
_AROUND = 80


class Question(msgspec.Struct, frozen=True):
    """What to ask about a row of a table, or about a passage that gave no row."""

    table: str
    id: str
    question: str
    span: Span


class Sheet:
    """What a review sheet shows.

    Args:
        source: the loader's id.
        text: of the document.
        names: what each id that rows refer to is called.
        scores: how sure the extractor is, by table and id.
        asserted: ids of the statements that it asserts; other statements it only proposes.
        language: of its parts and questions.
    """

    def __init__(
        self, source: str, text: str, names: Mapping[str, str], scores: Mapping[tuple[str, str], float | None],
        asserted: Set[str], language: Language = "en",
    ) -> None:  # fmt: skip
        self._source = source
        self._text = text
        self._names = names
        self._scores = scores
        self._asserted = asserted
        self._language: Language = language

    def write(
        self, folder: Path, proposals: Sequence[Row], questions: Sequence[Question], said: Callable[[Span, str], str]
    ) -> None:
        """Writes the sheet anew, and has git ignore it: the passages are other people's sentences.

        Names come first, then asserted relations, figures, and relations that are doubtful, in each the surest first;
        with a relation stand the others of its list. Questions without a row come last, of these the answered ones.

        Args:
            folder: of the loader.
            proposals: the rows that nobody has decided on.
            questions: about them, and about what gave no row.
            said: what was decided on a passage that gave no row, and a question about it.
        """
        with whole_text(folder / SHEET, "utf-8-sig", follow=False) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(SHEET_COLUMNS)
            writer.writerows(self._rows(proposals, questions, said))
        ignored = folder / ".gitignore"
        if not ignored.exists():
            # A workbook that it is saved as holds the same passages.
            write_whole(ignored, b"review.*\n")

    def _rows(
        self, proposals: Sequence[Row], questions: Sequence[Question], said: Callable[[Span, str], str]
    ) -> Iterator[tuple[str | int, ...]]:
        asked: dict[tuple[str, str], str] = {}
        for q in questions:
            key = q.table, q.id
            asked[key] = f"{asked[key]} {q.question}" if key in asked else q.question
        shown: set[tuple[str, str]] = set()
        ranked = [(table_of(r), self._own(r), r) for r in proposals]
        ranked.sort(key=lambda row: (self._part(row[2]), -(self._scores.get(row[:2]) or 0.0), place(row[2]), row[1]))
        lists = self._lists([r for _, _, r in ranked])
        first = {key: n for n, key in reversed(list(enumerate(lists)))}
        ranked = [row for _, row in sorted(zip((first[key] for key in lists), ranked, strict=True), key=itemgetter(0))]
        for table, own, record in ranked:
            shown.add((table, own))
            score = self._scores.get((table, own))
            sure = "" if score is None else f"{score:.2f}"
            span = place(record)
            question, words = asked.get((table, own), ""), plain_cell(self.words(record))
            part = self._told(PARTS[self._part(record)])
            yield "", part, sure, words, self._told(question), self._passage(span), table, own, *span
        part = self._told(QUESTION)
        answered = [("" if q.id else said(q.span, q.question), q) for q in questions]
        for answer, q in sorted(answered, key=lambda x: (bool(x[0]), x[1].span, x[1].table, x[1].id)):
            if not q.id or (q.table, q.id) not in shown:
                yield answer, part, "", "", self._told(q.question), self._passage(q.span), q.table, q.id, *q.span

    def _told(self, words: str) -> str:
        return in_language(words, self._language)

    def _lists(self, ranked: Sequence[Row]) -> list[Hashable]:
        """What each row shares with those that one sentence says of one thing in the same words; else its own id."""
        keys: list[tuple[Hashable, ...]] = []
        for r in ranked:
            if isinstance(r, Statement):
                same = self._part(r), sentence_around(self._text, place(r), _STOPS), r.predicate, r.modality
                keys.append(((*same, r.subject, ""), (*same, "", r.object)))
            else:
                keys.append((r.id,))
        often = Counter(key for both in keys for key in both)
        return [max(both, key=lambda key: often[key]) for both in keys]

    def _part(self, record: Row) -> int:
        """Which part of the sheet a proposal stands in."""
        if isinstance(record, Statement):
            return PARTS.index(ASSERTED if record.id in self._asserted else DOUBTFUL)
        return PARTS.index("name" if isinstance(record, Entity) else "figure")

    def _own(self, record: Row) -> str:
        return record.id.removeprefix(f"{self._source}/")

    def words(self, record: Row) -> str:
        """A row in words: what it would say if it were accepted."""
        if isinstance(record, Entity):
            classes = "、".join(f"{ontology().label(c, 'zh')} {c}" for c in record.classes)
            others = f"；又称 {'、'.join(record.aliases)}" if record.aliases else ""
            return f"{self._name(record.id)}（{classes}）{others}"
        remarks = [] if record.modality == "actual" else [ontology().codes("modality")[record.modality]]
        remark = "，".join((*remarks, *filter(None, [record.time])))
        after = f"（{remark}）" if remark else ""
        if isinstance(record, Statement):
            predicate = f"{ontology().label(record.predicate, 'zh')} {record.predicate}"
            return f"{self._name(record.subject)} —{predicate}→ {self._name(record.object) or record.text}{after}"
        figure = figure_text(record, self._name(record.unit))
        return f"{self._name(record.subject)} {self._name(record.indicator)}：{figure}{after}"

    def _name(self, id: str) -> str:
        return self._names.get(id, id)

    def _passage(self, span: Span) -> str:
        """A passage in its sentence, marked, on one line."""
        (start, end), (low, high) = span, sentence_around(self._text, span, _STOPS)
        low, high = max(low, start - _AROUND), min(high, end + _AROUND)
        marked = f"{self._text[low:start]}【{self._text[start:end]}】{self._text[end:high]}"
        return plain_cell(marked)


def place(record: Row) -> Span:
    """Where the first passage of a record stands."""
    evidence = record.mentions if isinstance(record, Entity) else record.evidence
    return (evidence[0].start, evidence[0].end) if evidence else (0, 0)
