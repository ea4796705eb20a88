"""The audit of a built graph before it is published: what must not go out, what is doubtful, and how much there is.

A finding has an id that stays the same from one audit to the next, so that what is new and what is gone can be told.
Levels: an `error` must not be published; a `doubt` is for a person to decide on; a `note` is worth knowing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from skillgraph.documents.evidence import source_of
from skillgraph.documents.plain_files import read_copy
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.dates import last_day
from skillgraph.model.errors import NOT_DECODED, DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Document, Entity, Evidence, Observation, Section, Statement, passage_checksum
from skillgraph.resolve.comparisons import COMPARISONS, read_comparisons
from skillgraph.resolve.contradictions import findings
from skillgraph.resolve.decisions import DECISIONS, latest, read_decisions
from skillgraph.resolve.findings import OPEN
from skillgraph.tables.review_sheet import serves

Level = Literal["error", "doubt", "note"]
LEVELS: tuple[Level, ...] = ("error", "doubt", "note")

#: Each rule: its level, and what it says of a graph.
RULES: dict[str, tuple[Level, str]] = {
    "undecided": ("error", "a proposal that nobody has decided on stands in the graph"),
    "no-passage": ("error", "what a report is said to state has no passage"),
    "outside": ("error", "a passage lies outside its document"),
    "other-text": ("error", "a passage has other words in your copy of the report than those that it was made for"),
    "no-copy": ("error", "there is no copy of the report that can be read, to compare its passages with"),
    "no-checksum": ("error", "a report without checksum or length: its passages can't be checked"),
    "long-text": ("error", "a text as long as a sentence: reports' own sentences must not be published"),
    "source": ("doubt", "a source does not say who published it, when, or under which licence"),
    "same-name": ("doubt", "things of one name and class have several ids; `skillgraph resolve` asks about them"),
    "contradiction": ("doubt", "sources say differently; `skillgraph contradictions` shows both sides"),
    "unsure": ("doubt", "a person was unsure whether two are the same thing"),
    "overdue": ("doubt", "a plan's time is over, and nothing says what came of it"),
    "accepted": ("doubt", "accepted for its score and read by nobody"),
    "alone": ("note", "things of which nothing is stated"),
    "unread": ("note", "a section of which nothing is in the graph"),
}
#: The longest text of a statement, in characters; names of themes and conditions are shorter.
LONGEST_TEXT = 60
#: How many ids a finding that stands for many lists.
_SHOWN = 5


class Finding(msgspec.Struct, frozen=True):
    """What an audit found: its id, level and rule, the source, what it is about, and more words where they help."""

    id: str
    level: Level
    rule: str
    source: str
    about: str
    detail: str = ""


class Coverage(msgspec.Struct, frozen=True):
    """How much of a report its passages cover, in characters, and its sections that hold a fact or figure."""

    source: str
    characters: int
    covered: int
    sections: int
    used_sections: int

    @property
    def share(self) -> float:
        """The covered part, from 0 to 1.

        Example:
            >>> Coverage("r", 200, 50, 0, 0).share
            0.25
        """
        return self.covered / self.characters if self.characters else 0.0


class Audit(msgspec.Struct, frozen=True):
    """An audit: the graph's version and date of the audit, counts by kind, what was found, how texts are covered.

    `counts` are by `source`, `class`, `status` and `modality`, each a name and a number. `checked` says how many
    passages were compared with copies of the reports.
    """

    version: str
    date: str
    counts: dict[str, dict[str, int]]
    findings: list[Finding]
    coverage: list[Coverage]
    checked: int = 0

    @property
    def may_be_published(self) -> bool:
        """Whether there is no error."""
        return all(finding.level != "error" for finding in self.findings)

    @classmethod
    def read(cls, path: Path) -> Audit:
        """An earlier audit, from the JSON that `skillgraph audit --format json` gives.

        Raises:
            DataError: it is no such file.
            UsageError: it can't be opened.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
        except NOT_DECODED as error:
            raise DataError(f"{path}: no audit ({error}); give the file of `skillgraph audit --format json`") from None


def audit(graph: GraphFolder, documents: Path | None = None, loaders: Path | None = None, today: str = "") -> Audit:
    """Goes through a built graph once, and through copies of its reports if a folder is given.

    Args:
        graph: what `build` wrote.
        documents: the folder of the reader's own copies of the reports, to compare each passage with; a report whose
            copy is missing there is an error.
        loaders: the folder of the loaders' folders, where `decisions.csv` and `comparisons.csv` say what people judged.
        today: the date by which plans are overdue; by default that of the day.

    Example:
        >>> import skillgraph
        >>> result = audit(GraphFolder(skillgraph.load().folder), today="2026-11-29")
        >>> result.may_be_published, result.counts["modality"]["actual"] > 600
        (True, True)
    """
    walk = _Walk(graph, documents, today or date.today().isoformat())
    for record in graph.records():
        if isinstance(record, Document):
            walk.document(record)
        elif isinstance(record, Entity):
            walk.entity(record)
        elif isinstance(record, Section):
            walk.section(record)
        else:
            walk.stated(record)
    walk.finish()
    walk.compare(graph, loaders)
    order = {level: place for place, level in enumerate(LEVELS)}
    findings = sorted(walk.findings, key=lambda f: (order[f.level], f.rule, f.source, f.about))
    counts = {kind: dict(sorted(counter.items())) for kind, counter in walk.counts.items()}
    return Audit(graph.manifest.version, walk.today, counts, findings, list(walk.coverage()), walk.checked)


class _Walk:
    """What is gathered on the way through the records."""

    def __init__(self, graph: GraphFolder, documents: Path | None, today: str) -> None:
        self.today = today
        self.findings: list[Finding] = []
        self.counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("source", "class", "status", "modality")}
        self.checked = 0
        self._folder = documents
        self._documents: dict[str, Document] = {}
        self._texts: dict[str, str | None] = {}
        self._covered: dict[str, bytearray] = {}
        self._sections: dict[str, Section] = {}
        self._used_sections: set[str] = set()
        self._names: dict[tuple[str, str], list[str]] = {}
        self._untold: dict[str, str] = {}
        self._apart: dict[str, tuple[object, ...]] = {}
        self._accepted: Counter[str] = Counter()
        self._scales = ontology().marked("scale")

    def found(self, rule: str, source: str, about: str, detail: str = "") -> None:
        """Notes a finding."""
        digest = hashlib.sha256(f"{rule}\0{source}\0{about}".encode()).hexdigest()[:8]
        self.findings.append(Finding(f"{rule}-{digest}", RULES[rule][0], rule, source, about, detail))

    def document(self, document: Document) -> None:
        """A source: what it says of itself."""
        self._documents[document.id] = document
        self.counts["source"][document.id] = 0
        missing = [field for field in ("publisher", "issued", "license") if not getattr(document, field)]
        if missing:
            self.found("source", document.id, document.id, f"says no {', no '.join(missing)}")
        if document.kind != "report":
            return
        if document.sha256 and document.characters:
            self._covered[document.id] = bytearray(document.characters)
        else:
            self.found("no-checksum", document.id, document.id)
        if self._folder is not None:
            self._texts[document.id] = self._read(document, self._folder)

    def _read(self, document: Document, folder: Path) -> str | None:
        path = folder / document.file
        try:
            source = source_of(read_copy(document, folder), document) if document.file else None
        except DataError as error:
            self.found("no-copy", document.id, document.id, str(error))
            return None
        if source is None:
            self.found("other-text", document.id, document.id, f"{path}: not the text that the offsets were made for")
        return source.text if source else None

    def entity(self, entity: Entity) -> None:
        """A thing: its classes, its name among others, its passages."""
        self.counts["source"][entity.source] += 1
        self.counts["class"].update(entity.classes)
        for part in entity.descriptions:
            self._status(part)
        for mention in entity.mentions:
            self._passage(entity.id, mention)
        if self._scales.isdisjoint(entity.classes):
            self._untold[entity.id] = entity.source
            if entity.existence == "individual":
                self._names.setdefault((entity.name, entity.classes[0]), []).append(entity.id)
                self._apart[entity.id] = (*entity.identifiers, entity.name_en) if entity.name_en else entity.identifiers

    def section(self, section: Section) -> None:
        """A section, which may have something in it."""
        self._sections[section.id] = section
        self._untold.pop(section.about, None)

    def stated(self, record: Statement | Observation) -> None:
        """A statement or figure: who decided on it, and where it stands."""
        self.counts["source"][record.source] += 1
        self.counts["modality"][record.modality] += 1
        self._status(record)
        self._used_sections.add(record.said_in)
        for id in (record.subject, record.object if isinstance(record, Statement) else record.about):
            self._untold.pop(id, None)
        for _, value in record.qualifiers:
            self._untold.pop(value, None)
        passages = record.evidence
        if isinstance(record, Observation) and record.figure:
            passages = (record.figure, *passages)
        is_report = self._documents[record.source].kind == "report"
        if is_report and not passages and not (isinstance(record, Statement) and record.basis == "name"):
            self.found("no-passage", record.source, record.id)
        for passage in passages:
            self._passage(record.id, passage)
        if isinstance(record, Statement) and len(record.text) > LONGEST_TEXT:
            self.found("long-text", record.source, record.id, f"{len(record.text)} characters")
        end = record.end or record.start
        if record.modality in ("planned", "exploratory") and end and last_day(end) < self.today:
            self.found("overdue", record.source, record.id, end)

    def _status(self, record: Entity | Statement | Observation) -> None:
        self.counts["status"][record.status] += 1
        # An indicator whose figures were all rejected is decided on with them.
        if record.status == "extracted" and not (isinstance(record, Entity) and serves(record)):
            self.found("undecided", record.source, record.id)
        elif record.status == "accepted":
            self._accepted[record.source] += 1

    def _passage(self, about: str, passage: Evidence) -> None:
        covered = self._covered.get(passage.document)
        if covered is None:
            return
        if passage.end > len(covered):
            self.found("outside", passage.document, about, f"{passage.start}-{passage.end} of {len(covered)}")
            return
        covered[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
        text = self._texts.get(passage.document)
        if text is not None:
            self.checked += 1
            if passage_checksum(text[passage.start : passage.end]) != passage.checksum:
                self.found("other-text", passage.document, about, f"{passage.start}-{passage.end}")

    def finish(self) -> None:
        """What follows from all records together."""
        for source, count in self._accepted.items():
            self.found("accepted", source, source, f"{count} rows")
        for (name, _), ids in self._names.items():
            # Two things that their codes or English names tell apart are two, whatever their name.
            apart = [self._apart[id] for id in ids]
            if len(ids) > 1 and not (all(apart) and len(set(apart)) == len(apart)):
                self.found("same-name", "", " ".join(ids), name)
        self._together("alone", self._untold)
        self._together("unread", {id: s.source for id, s in self._sections.items() if id not in self._used})

    @cached_property
    def _by_source(self) -> dict[str, list[Section]]:
        """The sections of each document."""
        found: dict[str, list[Section]] = {}
        for section in self._sections.values():
            found.setdefault(section.source, []).append(section)
        return found

    @cached_property
    def _used(self) -> set[str]:
        """The sections in which something stands, or in one inside them."""
        return {
            section.id
            for sections in self._by_source.values()
            for used in (section for section in sections if section.id in self._used_sections)
            for section in sections
            if section is used or _holds(section.span, used.span)
        }

    def compare(self, graph: GraphFolder, loaders: Path | None) -> None:
        """What sources say differently and nobody has judged, and what people could not decide."""
        judged = read_comparisons(loaders / COMPARISONS) if loaders and (loaders / COMPARISONS).is_file() else None
        for finding in findings(graph, judged=judged):
            if finding.verdict in OPEN:
                sources = dict.fromkeys(side.source for side in finding.sides)
                about = " ".join(side.id for side in finding.sides)
                rule = "contradiction"
                self.findings.append(
                    Finding(finding.id, RULES[rule][0], rule, " ".join(sources), about, finding.reason)
                )
        problems: list[Problem] = []
        for decision in latest(read_decisions(loaders / DECISIONS, problems)).values() if loaders else ():
            if decision.decision == "unsure":
                self.found("unsure", "", " ".join(decision.pair), decision.note)

    def _together(self, rule: str, sources: Mapping[str, str]) -> None:
        """A finding for each source, of all its records that a rule is about."""
        by_source: dict[str, list[str]] = {}
        for id, source in sources.items():
            by_source.setdefault(source, []).append(id)
        for source, ids in by_source.items():
            more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            self.found(rule, source, source, f"{' '.join(ids[:_SHOWN])}{more}")

    def coverage(self) -> Iterator[Coverage]:
        """How much of each report is covered."""
        for id, covered in self._covered.items():
            sections = self._by_source.get(id, [])
            used = sum(section.id in self._used for section in sections)
            yield Coverage(id, len(covered), sum(covered), len(sections), used)


def _holds(outer: Evidence | None, inner: Evidence | None) -> bool:
    """Whether one passage lies within another."""
    if outer is None or inner is None:
        return False
    return outer.document == inner.document and outer.start <= inner.start and inner.end <= outer.end


def changes(earlier: Audit, later: Audit) -> tuple[list[Finding], list[Finding], list[tuple[str, str, int, int]]]:
    """What is new since an earlier audit, what is gone, and each count that changed: kind, name, before, now.

    Example:
        >>> one = Audit("1", "2026-01-01", {"status": {"reviewed": 3}}, [], [])
        >>> two = Audit("1", "2026-02-01", {"status": {"reviewed": 5}}, [], [])
        >>> changes(one, two)[2]
        [('status', 'reviewed', 3, 5)]
    """
    before, now = ({f.id for f in a.findings} for a in (earlier, later))
    new = [f for f in later.findings if f.id not in before]
    gone = [f for f in earlier.findings if f.id not in now]
    differing = []
    for kind in dict.fromkeys((*earlier.counts, *later.counts)):
        was, is_now = earlier.counts.get(kind, {}), later.counts.get(kind, {})
        for name in dict.fromkeys((*was, *is_now)):
            if was.get(name, 0) != is_now.get(name, 0):
                differing.append((kind, name, was.get(name, 0), is_now.get(name, 0)))
    return new, gone, differing
