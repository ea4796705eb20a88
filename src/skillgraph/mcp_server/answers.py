"""What the tools answer: each statement and figure with its kind, modality, bound and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from skillgraph.api.description import sentence
from skillgraph.documents.evidence import passages, read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import DataError
from skillgraph.model.records import Entity, Evidence, Observation, Record, Section, Statement, plain_decimal
from skillgraph.model.terms import FACT, OBSERVATION


@dataclass(frozen=True)
class Place:
    """A passage: where it stands in a document, in code points, and its words where the reports are at hand."""

    document: str
    start: int
    end: int
    section: str = ""
    text: str | None = None


@dataclass(frozen=True)
class Said:
    """A statement or figure. Only where `is_fact` is true may it be told as a fact; a bound is part of its value."""

    id: str
    says: str
    is_fact: bool
    kind: str
    modality: str
    subject: str
    relation: str
    evidence: list[Place]
    object: str = ""
    bound: str = ""
    value: str = ""
    unit: str = ""
    time: str = ""
    remarks: str = ""
    qualifiers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """What holds the words: a thing, a section, or what is said, then with all that belongs to it."""

    id: str
    kind: str
    name: str
    name_en: str = ""
    found: str = ""
    status: str = ""
    said: Said | None = None


@dataclass(frozen=True)
class Found:
    """The first hits, and how many there are; `notes` say where these hold only some of the words."""

    total: int
    hits: list[Hit]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Described:
    """A thing or section with what is said of it; or a statement or figure, alone in `said`."""

    id: str
    name: str
    kind: str
    total: int
    said: list[Said]
    name_en: str = ""
    aliases: list[str] = field(default_factory=list)
    evidence: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Several:
    """Statements and figures, and how many there are."""

    total: int
    said: list[Said]


@dataclass(frozen=True)
class Passages:
    """Where something is said."""

    id: str
    passages: list[Place]


@dataclass(frozen=True)
class Compared:
    """Figures of one indicator; those of several cities compare only where no reason is told why not."""

    indicator: str
    figures: list[Said]
    reason: str = ""


@dataclass(frozen=True)
class Cities:
    """Indicators that compare, those that don't and why, and how many are of one city alone."""

    compared: list[Compared]
    not_compared: list[Compared]
    of_one_city: int


@dataclass(frozen=True)
class Table:
    """Rows of a query. `said` holds the statements and figures that they name; `notes` what to look at."""

    columns: list[str]
    rows: list[list[Any]]
    total: int
    said: list[Said]
    notes: list[str] = field(default_factory=list)


def as_json(answer: Any) -> dict[str, Any]:
    """An answer as JSON has it; of its parts, what says nothing is left out.

    Example:
        >>> as_json(Passages("r/1", [Place("r", 0, 2)]))
        {'id': 'r/1', 'passages': [{'document': 'r', 'start': 0, 'end': 2}]}
    """
    return {part.name: _short(getattr(answer, part.name)) for part in fields(answer)}


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(part) for part in value]
    if not is_dataclass(value):
        return value
    told = {}
    for part in fields(value):
        inner = getattr(value, part.name)
        is_open = part.default is not MISSING or part.default_factory is not MISSING
        if inner or not is_open:
            told[part.name] = _short(inner)
    return told


class Teller:
    """Makes answers of records.

    Args:
        graph: that holds them.
        documents: the folder of the reports, for the words of passages.
    """

    def __init__(self, graph: GraphFolder, documents: Path | None) -> None:
        self._graph, self._documents = graph, documents

    def said(self, record: Statement | Observation) -> Said:
        """A statement or figure with all that belongs to it."""
        says, remarks = sentence(self._graph, record)
        if isinstance(record, Observation):
            own = (record.indicator, record.about, _value(record), record.unit)
        else:
            own = (record.predicate, record.object or record.text, "", "")
        relation, object, value, unit = own
        return Said(
            id=record.id,
            says=says,
            is_fact=record.class_name in (FACT, OBSERVATION),
            kind=record.class_name,
            modality=record.modality,
            bound=record.bound if isinstance(record, Observation) else "",
            remarks=remarks,
            time=" – ".join(filter(None, (record.start, record.end))),
            subject=record.subject,
            relation=relation,
            object=object,
            value=value,
            unit=unit,
            qualifiers={name: self._name(value) for name, value in record.qualifiers},
            evidence=self.places(record),
        )

    def places(self, record: Record) -> list[Place]:
        """Where a record stands."""
        section = record.said_in if isinstance(record, Statement | Observation) else ""
        heading = self._graph.sections[section].heading if section in self._graph.sections else ""
        return [self._place(evidence, heading) for evidence in passages(record)]

    def records(self, ids: Iterable[str]) -> dict[str, Entity | Section | Statement | Observation]:
        """The records of some ids, as far as there are any."""
        wanted = set(ids)
        kinds = (Entity, Section, Statement, Observation)
        return {r.id: r for r in self._graph.records() if r.id in wanted and isinstance(r, kinds)} if wanted else {}

    def _name(self, id: str) -> str:
        entity = self._graph.entities.get(id)
        return f"{entity.name} ({id})" if entity else id

    def _place(self, evidence: Evidence, heading: str) -> Place:
        text = None
        # Where a copy is not there, or another text, the place is told alone.
        with suppress(DataError):
            text = read_passage(self._graph.documents[evidence.document], evidence, self._documents).text
        return Place(evidence.document, evidence.start, evidence.end, heading, text)


def _value(figure: Observation) -> str:
    ends = [plain_decimal(value) for value in (figure.value, figure.value_max) if value is not None]
    return "–".join(ends)
