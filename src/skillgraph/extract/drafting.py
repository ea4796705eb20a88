"""The rows of a draft: names first, then relations and figures between the names that are confirmed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.answers import Answers
from skillgraph.extract.groups import relations
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.mentions import bare
from skillgraph.extract.own_rows import OwnRows, is_of, told_apart, waiting
from skillgraph.extract.protocol import Extractor, held_to_the_rules
from skillgraph.extract.records import Extraction, FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.extract.review import Question, Sheet, place
from skillgraph.extract.rows import (
    Row,
    figure_id,
    forms_of,
    indicator_id,
    kind_id,
    relation_id,
    rows_of,
    statement_key,
    when_said,
    words_in,
)
from skillgraph.extract.sections import write_sections
from skillgraph.extract.twins import twins
from skillgraph.language.names import clean_name
from skillgraph.language.passages import fold
from skillgraph.language.quantities import SHARE
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import TAKEN, Entity, Evidence, Observation, Statement, Status
from skillgraph.model.terms import ENTITY, INDICATOR, RELATED_TO, UNIT
from skillgraph.tables.asking import Language, asked
from skillgraph.tables.loader import NEEDED, rewrite, row_of
from skillgraph.tables.review_sheet import serves

_INDICATORS = ontology().below(INDICATOR)
#: What an extractor may say the wrong way round.
_EITHER_WAY = relations("either_way")
KIND = ontology().existence_classes["kind"]
_MONEY = {
    "月": "unit-yuan-per-month", "年": "unit-yuan-per-year", "人": "unit-yuan-per-person", "生": "unit-yuan-per-person"
}  # fmt: skip


class Draft(msgspec.Struct):
    """What a draft added and kept by table, and of what nobody has decided on: questions, names, relations."""

    added: dict[str, int]
    kept: dict[str, int]
    questions: int
    open_names: int
    asserted: int
    doubtful: int


class Drafter:
    """Turns what was found into rows, next to those that are there.

    Args:
        source: the document.
        folder: of the loader.
        known: loaders and built graphs whose entities to link to.
        accept: how sure a row must be to be taken unread; None takes none.
        language: of the sheet.
        answered: passages without a row on which people decided elsewhere.

    Raises:
        DataError: a table has mistakes.
    """

    def __init__(
        self, source: SourceText, folder: Path, known: list[Path], accept: float | None, language: Language = "en",
        answered: Collection[Span] = (),
    ) -> None:  # fmt: skip
        self.source = source
        self.folder = folder
        self.accept = accept
        self.language: Language = language
        self.answers = Answers(folder, answered)
        self.scores: dict[tuple[str, str], float | None] = {}
        self.asserted: set[str] = set()
        self.id = folder.resolve().name
        self.questions: list[Question] = []
        problems: list[Problem] = []
        self.before = rows_of(folder, problems)
        if problems:
            raise DataError("\n".join(map(str, problems[:20])))
        others = [path for path in known if path.resolve() != folder.resolve()]
        self.known = KnownEntities(others, self.id)
        if taken := self.known.by_id.get(self.id):
            raise UsageError(f"{folder}: {self.id} is the id of {taken.name}; call the folder of the report otherwise")
        self.units = {
            name: e.id for e in self.known.by_id.values() if UNIT in e.classes for name in (e.name, *e.aliases)
        }
        self.ids: dict[str, str] = {}
        self.confirmed: set[str] = set()
        self.kinds: dict[str, FoundEntity] = {}
        self.added: dict[str, list[Row]] = {table: [] for table in NEEDED}

    def draft(self, found: Extraction, extractor: Extractor) -> Draft:
        """Adds what is new to the tables and writes the review sheet.

        Names come first. Relations and figures are proposed from the names that are confirmed: reviewed, accepted, or
        known from elsewhere; who confirms more runs this again.

        Args:
            found: what the extractor found in the document.
            extractor: where it can relate given names, it is asked to relate the confirmed ones.
        """
        self._names(found)
        self._ask_twins()
        confirmed = self._confirmed()
        relate = getattr(extractor, "relate", None)
        said = found if relate is None else held_to_the_rules(relate(self.source, confirmed), self.source)
        self.confirmed = {entity.id for entity in confirmed}
        found_as, of_found = self.ids, self.ids if relate is None else {}
        self.ids = {**of_found, **{id_: id_ for id_ in self.confirmed}}
        self.kinds = {e.id: e for e in said.entities if e.type == KIND}
        self._envisage(said)
        self._statements(said)
        self._observations(said, () if relate is None else waiting(found, self._rows("entities.csv"), found_as))
        for doubt in self.answers.open(found.doubts, (row for table in NEEDED for row in self._rows(table))):
            self._ask("", "", doubt.reason, doubt.span)
        for table in NEEDED:
            self._write_table(table)
        write_sections(self.folder, self.source, self.id, self._rows("entities.csv"))
        self._write_sheet()
        kept = {table: len(records) for table, records in self.before.items()}
        open_relations = [r.id in self.asserted for r in self._rows("statements.csv") if r.status == "extracted"]
        return Draft(
            {t: len(records) for t, records in self.added.items()}, kept,
            sum(bool(q.id) or not self.answers.said(q.span, q.question) for q in self.questions),
            self._open_names(),
            sum(open_relations), len(open_relations) - sum(open_relations),
        )  # fmt: skip

    def _open_names(self) -> int:
        """How many names nobody has decided on."""
        return sum(e.status == "extracted" and not serves(e) for e in self._entities())

    def _rows(self, table: str) -> list[Row]:
        return [*self.before[table], *self.added[table]]

    def _entities(self) -> list[Entity]:
        return [e for e in self._rows("entities.csv") if isinstance(e, Entity)]

    def _write_sheet(self) -> None:
        names = {e.id: e.name for e in self.known.by_id.values()} | told_apart(self._entities(), self.source)
        rows = (r for table in NEEDED for r in self._rows(table) if r.status == "extracted")
        proposals = [r for r in rows if not (isinstance(r, Entity) and serves(r))]
        sheet = Sheet(self.id, self.source.text, names, self.scores, self.asserted, self.language)
        sheet.write(self.folder, proposals, self.questions, self.answers.said)

    def _status(self, score: float | None) -> Status:
        """Whether a row is taken unread; one that nobody scored is never."""
        return "accepted" if self.accept is not None and score is not None and score >= self.accept else "extracted"

    def _ask(self, table: str, id_: str, question: str, span: Span) -> None:
        self.questions.append(Question(table, id_, question, span))

    def _evidence(self, span: Span) -> Evidence:
        return Evidence.of(self.id, self.source.text, *span)

    # entities

    def _names(self, found: Extraction) -> None:
        self.rows = OwnRows(self.id, self._entities(), found.entities)
        for entity in found.entities:
            if entity.type == KIND:
                continue
            row = self.rows.of(entity)
            if row is None:
                row = self._entity(entity)
                if self.rows.add(row):
                    self.added["entities.csv"].append(row)
            elif row.status == "extracted":
                self._ask_known(row.id, entity, self.known.link(entity)[1])
            self._scored("entities.csv", row.id, entity.score)
            self.ids[entity.id] = row.id

    def _ask_known(self, id_: str, entity: FoundEntity, question: str) -> None:
        if question and entity.mentions and not self.answers.is_told(id_, question):
            self._ask("entities.csv", id_, question, entity.mentions[0])

    def _ask_twins(self) -> None:
        """Asks where two rows may be one thing, as long as one of them is undecided."""
        for pair in twins([e for e in self._entities() if e.status != "rejected" and e.mentions]):
            undecided = next((e for e in pair if e.status == "extracted"), None)
            if undecided is not None and not self.answers.is_judged(pair[0].id, pair[1].id):
                other = pair[0] if undecided is pair[1] else pair[1]
                self._ask("entities.csv", undecided.id, asked("twin", name=other.name, id=other.id), place(undecided))

    def _scored(self, table: str, id: str, score: float | None) -> None:
        self.scores[table, id.removeprefix(f"{self.id}/")] = score

    def _confirmed(self) -> tuple[FoundEntity, ...]:
        """The names that relations may be read from, with the places where the document has them.

        Those that were taken unread are as sure as they were when they were found.
        """
        return tuple(
            FoundEntity(
                e.id, e.name, e.classes[0], e.aliases,
                tuple((m.start, m.end) for m in e.mentions if m.document == self.id),
                by=("reviewer",), score=self.scores.get(("entities.csv", e.id), 1.0) if e.status == "accepted" else 1.0,
            )
            for e in self._entities()
            if e.status in TAKEN and not serves(e)
        )  # fmt: skip

    def _envisage(self, said: Extraction) -> None:
        """What is only planned or explored is envisaged: nothing says that it is there."""
        founded = [r for r in said.relations if r.predicate in ontology().marked("founding")]
        planned = {self.ids.get(r.object) for r in founded if r.modality in ("planned", "exploratory")}
        planned -= {self.ids.get(r.object) for r in founded if r.modality == "actual"}
        self.added["entities.csv"] = [
            msgspec.structs.replace(row, existence="envisaged")
            if isinstance(row, Entity) and row.id in planned and row.status == "extracted"
            else row
            for row in self.added["entities.csv"]
        ]

    def _entity(self, entity: FoundEntity) -> Entity:
        linked, question = self.known.link(entity)
        mentions = tuple(self._evidence(span) for span in entity.mentions)
        forms = forms_of(entity, self.source.text)
        if linked is not None:
            aliases = tuple(form for form in forms if form != linked.name)
            return Entity(
                linked.id, self.id, linked.classes, linked.name, linked.name_en, linked.existence, aliases,
                status=linked.status, mentions=mentions,
            )  # fmt: skip
        id_ = self.rows.new_id(entity, self.known.names_a_place(bare(fold(entity.name))))
        self._ask_known(id_, entity, question)
        name = entity.name if entity.name in forms or not forms else forms[0]
        return Entity(
            id_, self.id, (entity.type,), name, "", "individual", tuple(form for form in forms if form != name),
            status="extracted" if question else self._status(entity.score), mentions=mentions,
        )  # fmt: skip

    # statements

    def _statements(self, said: Extraction) -> None:
        seen = {statement_key(s) for s in self.before["statements.csv"] if isinstance(s, Statement)}
        ids = {s.id for s in self.before["statements.csv"]}
        for relation in sorted(said.relations, key=lambda r: (-(r.score or 0), r.evidence, r.subject, r.predicate)):
            row = self._statement(relation)
            if row is not None:
                self._scored("statements.csv", row.id, relation.score)
                self.asserted |= {row.id} if relation.asserted else set()
            if row is not None and statement_key(row) not in seen and row.id not in ids:
                seen.add(statement_key(row))
                ids.add(row.id)
                self.added["statements.csv"].append(row)

    def _statement(self, r: FoundRelation) -> Statement | None:
        subject, object_ = (self._end(end, r.score) for end in (r.subject, r.object))
        if subject == object_ or not {subject, object_} <= self.confirmed:
            return None
        fitted = self._fitted(r.predicate, subject, object_)
        if fitted is None:
            said = f"{subject} {r.predicate} {object_}"
            self._ask("statements.csv", "", asked("unfit", relation=said), r.evidence)
            return None
        subject, predicate, object_ = fitted
        row = Statement(
            "", self.id, subject, predicate, object_, "", r.modality, r.basis, self._status(r.score),
            *when_said(r), evidence=(self._evidence(r.evidence),),
        )  # fmt: skip
        return msgspec.structs.replace(row, id=f"{self.id}/{relation_id(row)}")

    def _end(self, id_: str, score: float | None) -> str:
        """The row that a relation or figure is of; a kind of thing gets one where it is needed."""
        kind = self.kinds.get(id_)
        if kind is None:
            return self.ids.get(id_, "")
        name = bare(fold(kind.name))
        rows = (e for e in self._entities() if e.existence == "kind")
        row = next((e for e in rows if name in {bare(fold(n)) for n in (e.name, *e.aliases)}), None)
        if row is None:
            row = Entity(
                kind_id(name, self.id), self.id, (kind.kind_of or ENTITY,), kind.name, "", "kind",
                status=self._status(score), mentions=tuple(map(self._evidence, kind.mentions)),
            )  # fmt: skip
            self.added["entities.csv"].append(row)
        if row.status == "rejected":
            return ""
        self.confirmed.add(row.id)
        return row.id

    def _classes(self, id_: str) -> set[str]:
        entity = self._thing(id_)
        return ontology().all_classes(entity.classes, entity.existence)

    def _thing(self, id_: str) -> Entity:
        return next(e for e in self._entities() if e.id == id_)

    def _fitted(self, predicate: str, subject: str, object_: str) -> tuple[str, str, str] | None:
        """The relation with a predicate whose domain and range it has: its own, turned round, or `relatedTo`."""
        for name, s, o in (
            (predicate, subject, object_),
            (predicate, object_, subject),
            (RELATED_TO, subject, object_),
        ):
            fits = ontology().can_be_subject(name, self._classes(s)) and ontology().can_be_object(
                name, self._classes(o)
            )
            if fits and (s == subject or predicate in _EITHER_WAY):
                return s, name, o
        return None

    # figures

    def _observations(self, said: Extraction, later: Collection[Span]) -> None:
        there = [o for o in self.before["observations.csv"] if isinstance(o, Observation)]
        spans = {(o.figure.start, o.figure.end): o for o in there if o.figure}
        dimensions: set[tuple[str, ...]] = {(o.subject, o.indicator, o.time, o.start, o.modality) for o in there}
        rows: dict[Span, str] = {}
        for statistic in said.statistics:
            rows[statistic.span] = figure_id(statistic.span, statistic.indicator)
            known = spans.get(statistic.span)
            if known is None or is_of(known, statistic, self.ids, self.kinds):
                self._scored("observations.csv", rows[statistic.span], statistic.score)
            if known is not None or statistic.span in later:
                continue
            row = self._observation(statistic, rows)
            if row is None:
                continue
            key = (row.subject, row.indicator, row.time, row.start, row.modality)
            if key in dimensions:
                name = self._thing(row.subject).name
                question = asked("second", indicator=statistic.indicator, name=name)
                self._ask("observations.csv", "", question, statistic.span)
                continue
            dimensions.add(key)
            self.added["observations.csv"].append(row)

    def _observation(self, s: FoundStatistic, rows: dict[Span, str]) -> Observation | None:
        subject = self._end(s.subject or "", s.score)
        if not subject or not s.indicator:
            # While names are undecided, most figures have no owner yet, which a person need not be asked about.
            if not self._open_names():
                self._ask("observations.csv", "", asked("whose" if s.indicator else "what"), s.span)
            return None
        falls = s.value_max is not None and s.value is not None and s.value_max <= s.value
        if subject not in self.confirmed or falls:
            return None
        id_ = rows[s.span]
        unit = (s.unit == "元" and _MONEY.get(s.per)) or self.units.get(s.unit, "unit-none")
        if unit == "unit-none" and s.unit and s.unit != SHARE:
            self._ask("observations.csv", id_, asked("unit", unit=repr(s.unit)), s.span)
        added = {o.id for o in self.added["observations.csv"]}
        whole = rows.get(s.part_of, "") if s.part_of else ""
        part_of = f"{self.id}/{whole}" if f"{self.id}/{whole}" in added else ""
        bound = "exact" if s.value_max is not None else s.bound
        return Observation(
            f"{self.id}/{id_}", self.id, subject, self._indicator(s), unit, s.value, s.value_max, "", bound, part_of,
            s.modality, self._status(s.score), *when_said(s), figure=self._evidence(s.span),
            evidence=(self._evidence(s.evidence),),
        )  # fmt: skip

    def _indicator(self, s: FoundStatistic) -> str:
        """The indicator of that name, or a new one, whose mention is where its words stand."""
        name = s.indicator
        for entity in self.known.by_name.get(bare(fold(name)), ()):
            if not _INDICATORS.isdisjoint(entity.classes):
                return entity.id
        id_ = indicator_id(bare(fold(name)))
        if all(e.id != id_ for e in self._entities()):
            text = self.source.text
            span = words_in(text, name, s.named_at or s.evidence) or words_in(text, name, s.span)
            span = span or s.named_at or s.span
            raw = clean_name(text[slice(*span)])
            aliases = (raw,) if fold(raw) == name and raw != name and "\n" not in raw else ()
            self.added["entities.csv"].append(
                Entity(
                    id_, self.id, (INDICATOR,), name if fold(raw) == name else raw, "", "individual", aliases,
                    status=self._status(s.score), mentions=(self._evidence(span),),
                )
            )  # fmt: skip
        return id_

    # files

    def _write_table(self, table: str) -> None:
        added = sorted(self.added[table], key=lambda r: (place(r), r.id))
        if not added and (self.folder / table).exists():
            return
        rewrite(self.folder, table, map(row_of, (*self.before[table], *added)))
