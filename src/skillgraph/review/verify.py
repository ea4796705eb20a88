"""Holds the tables against the reports themselves: every offset, checksum, name, figure and time.

The reports are the reader's own copies. What this finds is a row altered, or made for another copy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from skillgraph.documents import media_type_of
from skillgraph.documents.evidence import source_of
from skillgraph.documents.plain_files import read_copy
from skillgraph.documents.source import SourceText
from skillgraph.language.names import clean_name, simplified
from skillgraph.model.derivation import is_name
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Evidence, Observation, Section, Statement, passage_checksum
from skillgraph.review.figures import Tables, Units, excerpt, figure_complaints, squeeze
from skillgraph.tables.checks import check
from skillgraph.tables.opening import decision_tables, default_loaders, open_loaders
from skillgraph.tables.sources import Source

#: How far behind the evidence the words of a time may stand.
_TIME_MARGIN = 200
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
_WIDE_BRACKETS = str.maketrans("()", "（）")
_QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'", "《": "》", "〈": "〉", "「": "」", "『": "』"}
_NO_QUOTES = str.maketrans(dict.fromkeys((*_QUOTES, *_QUOTES.values())))

_Complaint = tuple[str, str]


class Verification(msgspec.Struct):
    """What was wrong, and how much was looked at: passages, names compared with their passages, figures read."""

    problems: list[Problem]
    spans: int = 0
    names: int = 0
    figures: int = 0


def verify(documents: Path, loaders: Sequence[Path] | None = None) -> Verification:
    """Compares the tables of reports with the reader's own copies of them.

    Args:
        documents: the folder of the copies, each under the `file` of its source.toml.
        loaders: the loaders' folders; by default those that come with skillgraph. Reference loaders give names and
            units.

    Returns:
        Every difference with file, row and column, and counts of what was compared.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     result = verify(Path(folder))
        >>> [(problem.file, problem.column) for problem in result.problems]
        [('four-cities/source.toml', 'file')]
    """
    folders = default_loaders() if loaders is None else loaders
    opened, problems = open_loaders(folders)
    with check(opened, decisions=decision_tables(folders)) as sources:
        result = Verification([*problems, *sources.unread])
        names, units = _Names(sources), Units(entity for source in sources for _, entity in source.entities)
        for source in sources:
            if source.is_report:
                report = _read(source, documents, result.problems)
                if report is not None:
                    _Report(source, report, names, units, result).verify()
    return result


def _read(source: Source, folder: Path, problems: list[Problem]) -> SourceText | None:
    """The text of a report, or None if there is no copy that the offsets could belong to."""
    document = source.document

    def complain(column: str, message: str) -> None:
        problems.append(Problem(source.name_of("source.toml"), 0, column, message))

    if not document.file:
        complain("file", "missing: the name of the report's file")
        return None
    try:
        data = read_copy(document, folder)
        report = source_of(data, document)
    except DataError as error:
        complain("file", str(error))
        return None
    if report is None:
        if media_type_of(document.file) == "text/plain":
            found = hashlib.sha256(data).hexdigest()
            complain("sha256", f"{folder / document.file} has {found}; the offsets were made for {document.sha256}")
        else:
            complain(
                "sha256",
                f"{folder / document.file}: its text is another one than that of the tables. It is another version of "
                "the file (then `renew` moves the tables), or it was read by another version of skillgraph, which "
                "`converter` names (then that one verifies it; or extract it into a new folder)",
            )
    elif len(report.text) != document.characters:
        complain("characters", f"{document.characters}, but the text has {len(report.text)}")
    return report


class _Names:
    """The names and aliases of each entity: those that reference tables give, and all."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.of_references: dict[str, set[str]] = {}
        self.of_all: dict[str, set[str]] = {}
        for source in sources:
            for _, statement in source.statements():
                if is_name(statement):
                    # The statement's passage is its source; the table of names need not have it.
                    self.of_all.setdefault(statement.subject, set()).add(statement.text)
                    self.of_references.setdefault(statement.subject, set()).add(statement.text)
            for _, entity in source.entities:
                labels = (entity.name, *entity.aliases)
                self.of_all.setdefault(entity.id, set()).update(labels)
                if not source.is_report:
                    self.of_references.setdefault(entity.id, set()).update(labels)


class _Report:
    """One report with its text, while its tables are gone through."""

    def __init__(self, source: Source, report: SourceText, names: _Names, units: Units, result: Verification) -> None:
        self.source = source
        self.text = report.text
        self.tables = Tables(report)
        self.names = names
        self.units = units
        self.result = result

    def verify(self) -> None:
        for row, section in self.source.sections:
            self._report("sections.csv", row, self._section(section))
        for row, entity in self.source.entities:
            self._report("entities.csv", row, self._entity(entity))
        for row, statement in self.source.statements():
            self._report("statements.csv", row, self._statement(statement))
        for row, observation in self.source.observations():
            self._report("observations.csv", row, self._observation(observation))

    def _report(self, table: str, row: int, complaints: Iterable[_Complaint]) -> None:
        file = self.source.name_of(table)
        self.result.problems += [Problem(file, row, column, message) for column, message in complaints]

    def _section(self, section: Section) -> Iterator[_Complaint]:
        """The passage of a section begins with its heading."""
        if section.span is None:
            return
        wrong = list(self._spans("span", (section.span,)))
        yield from wrong
        passage = squeeze(self.text[section.span.start : section.span.end])
        if not wrong and not passage.startswith(squeeze(section.heading)):
            yield "heading", f"{section.heading!r}, but the section begins with {excerpt(passage[:40])!r}"

    def _entity(self, entity: Entity) -> Iterator[_Complaint]:
        wrong = list(self._spans("mentions", entity.mentions))
        yield from wrong
        if not wrong:
            yield from self._names(entity)

    def _statement(self, statement: Statement) -> Iterator[_Complaint]:
        wrong = list(self._spans("evidence", statement.evidence))
        yield from wrong
        passages = [squeeze(self.text[e.start : e.end]) for e in statement.evidence]
        if is_name(statement) and not wrong and not any(squeeze(statement.text) in passage for passage in passages):
            yield "text", f"{statement.text!r} is a name that stands nowhere in the evidence"
        yield from self._time(statement)

    def _observation(self, observation: Observation) -> Iterator[_Complaint]:
        yield from self._spans("evidence", observation.evidence)
        yield from self._time(observation)
        if observation.figure:
            wrong = list(self._spans("figure", (observation.figure,)))
            yield from wrong
            if not wrong:
                read, complaints = figure_complaints(observation, self.text, self.units, self.tables)
                self.result.figures += read
                yield from complaints

    def _spans(self, column: str, spans: Iterable[Evidence]) -> Iterator[_Complaint]:
        for span in spans:
            self.result.spans += 1
            passage = self.text[span.start : span.end]
            where = f"{span.start}-{span.end}"
            there = f"{excerpt(passage)!r} stands there: {where}#{passage_checksum(passage)}"
            if span.end > len(self.text):
                yield column, f"{where}: ends beyond the text, which has {len(self.text)} characters"
            elif not span.checksum:
                yield column, f"{where}: no checksum; {there}"
            elif span.checksum != passage_checksum(passage):
                yield column, f"{where}: another passage than #{span.checksum}; {there}"

    def _names(self, entity: Entity) -> Iterator[_Complaint]:
        """Passages that are none of the names, and names without a passage, unless a reference table gives them."""
        known = self.names.of_all[entity.id]
        strangers, attested = [], set()
        for mention in entity.mentions:
            self.result.names += 1
            found = _forms(self.text[mention.start : mention.end]) & known
            attested |= found
            if not found:
                strangers.append(mention)
        blamed = set()
        for mention in strangers:
            passage = self.text[mention.start : mention.end]
            column, label = _nearest(entity, attested, passage)
            blamed.add(label)
            yield column, f"{label!r}, but {excerpt(passage)!r} stands at {mention.start}-{mention.end}"
        told = attested | blamed | self.names.of_references.get(entity.id, set())
        # 學員 in the text attests 学员, which is the same name.
        otherwise = {simplified(name) for name in attested}
        for column, label in _labels(entity):
            if label not in told and label not in otherwise:
                yield column, f"{label!r} has no mention; {self._place_of(label)}"

    def _place_of(self, label: str) -> str:
        """Where a name stands, as a span to paste; lines may break inside it."""
        match = re.search(r"\s*".join(map(re.escape, squeeze(label))), self.text)
        if match is None:
            return "it stands nowhere in the text"
        return f"the first is {match.start()}-{match.end()}#{passage_checksum(match[0])}"

    def _time(self, record: Statement | Observation) -> Iterator[_Complaint]:
        if not record.time or not record.evidence:
            return
        until = max(e.end for e in record.evidence) + _TIME_MARGIN
        # 024年 stands in 2024年, but is no year of it.
        # Lines may break inside it; where one ends with a number, as cells do, the next one's year is whole.
        whole = (r"(?<!\d)" if record.time[0].isdecimal() else "") + r"\s*".join(map(re.escape, squeeze(record.time)))
        if not re.search(whole, self.text[:until]):
            yield "time", f"{record.time!r} stands nowhere before or shortly after the evidence"
        years = _YEAR.findall(record.time)
        given = [(column, date[:4]) for column, date in (("start", record.start), ("end", record.end)) if date]
        if years and not given:
            yield "start", f"empty, but the time is {record.time!r}"
        for column, year in given:
            if years and year not in years:
                yield column, f"{year}, but the time is {record.time!r}"


def _forms(passage: str) -> set[str]:
    """A passage as a name may be written: without line breaks, white space or quotation marks, with wide brackets.

    Example:
        >>> sorted(_forms("“技能\\n中国”"))
        ['“技能 中国”', '“技能中国”', '技能 中国', '技能中国']
        >>> "匠心杯大赛（乙组）" in _forms("“匠心杯”大赛(乙组)")
        True
    """
    forms = {passage.replace("\r\n", "\n").replace("\n", gap).strip() for gap in ("", " ")} | {squeeze(passage)}
    forms |= {clean_name(form) for form in forms}
    forms |= {_unquoted(form) for form in forms}
    forms |= {form.translate(_NO_QUOTES) for form in forms}
    return forms | {form.translate(_WIDE_BRACKETS) for form in forms}


def _unquoted(text: str) -> str:
    """A text without the quotation marks around the whole of it: 《甲》 becomes 甲, “甲”乙“丙” stays."""
    closing = _QUOTES.get(text[:1])
    inner = text[1:-1]
    if closing and len(text) > 2 and text.endswith(closing) and closing not in inner and text[0] not in inner:
        return inner
    return text


def _labels(entity: Entity) -> list[tuple[str, str]]:
    return [("name", entity.name), *(("aliases", alias) for alias in entity.aliases)]


def _nearest(entity: Entity, attested: set[str], passage: str) -> tuple[str, str]:
    """Which cell is to blame for a passage that is none of the names: the most similar name without a passage."""
    free = [(column, label) for column, label in _labels(entity) if label not in attested]
    if not free:
        return "name" if entity.name in entity.aliases else "mentions", entity.name
    wanted = squeeze(passage)
    return max(free, key=lambda pair: SequenceMatcher(None, pair[1], wanted).ratio())
