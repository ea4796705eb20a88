"""What is scored: the records of an extraction in JSON Lines, or the tables of a loader, drafted or reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from skillgraph.model.errors import NOT_DECODED, DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Statement
from skillgraph.model.terms import UNIT
from skillgraph.review.agreement import Span
from skillgraph.review.annotated import AnnotatedText
from skillgraph.tables.build import raise_problems
from skillgraph.tables.loader import NEEDED
from skillgraph.tables.opening import open_loader, reference_loaders
from skillgraph.tables.review_sheet import doubtful_relations
from skillgraph.tables.scripted import SCRIPT


class Name(msgspec.Struct, tag_field="kind", tag="entity"):
    """A thing that an answer names, with the voices that found it and how sure they are."""

    id: str
    name: str
    type: str = ""
    mentions: tuple[Span, ...] = ()
    also: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    score: float | None = None


class Fact(msgspec.Struct, tag_field="kind", tag="relation"):
    """What an answer says of two of its things; what is not `asserted` is only proposed."""

    subject: str
    predicate: str
    object: str
    evidence: Span
    modality: str = "actual"
    basis: str = "stated"
    asserted: bool = True
    by: tuple[str, ...] = ()
    score: float | None = None


class Figure(msgspec.Struct, tag_field="kind", tag="statistic"):
    """A number that an answer gives; `units` are other names of its unit."""

    span: Span
    value: float | None
    subject: str | None = None
    indicator: str | None = None
    value_max: float | None = None
    unit: str | None = None
    bound: str | None = None
    time: str | None = None
    modality: str = "actual"
    units: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    score: float | None = None


class _Document(msgspec.Struct, tag_field="kind", tag="document"):
    file: str = ""
    sha256: str = ""
    text_sha256: str = ""


class Doubt(msgspec.Struct, tag_field="kind", tag="doubt"):
    """What an answer asks a person about."""

    text: str = ""
    reason: str = ""


class Answer(msgspec.Struct):
    """What was found in one document, which its checksums (of the file, of the text) tell from others."""

    origin: str = ""
    checksums: tuple[str, ...] = ()
    names: list[Name] = []
    facts: list[Fact] = []
    figures: list[Figure] = []
    doubts: list[Doubt] = []


_decoder = msgspec.json.Decoder(_Document | Name | Fact | Figure | Doubt)


def read_answers(path: Path) -> list[Answer]:
    """The answers in a JSON Lines file, a loader's folder, or a folder of such files and loaders.

    Raises:
        UsageError: it can't be read, or holds none.
        DataError: a line or row is no record; the message names it.
    """
    if not path.is_dir():
        return _read_lines(path)
    if (path / "source.toml").is_file():
        return [_read_loader(path)]
    loaders = [_read_loader(source.parent) for source in sorted(path.glob("*/source.toml"))]
    lines = [answer for file in sorted(path.rglob("*.jsonl")) for answer in _read_lines(file)]
    if not loaders and not lines:
        raise UsageError(
            f"{path}: no answers in this folder; it needs .jsonl files as `skillgraph extract` writes them"
        )
    return [*loaders, *lines]


def _read_lines(path: Path) -> list[Answer]:
    try:
        return read_answer_lines(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None


def read_answer_lines(content: bytes, origin: str) -> list[Answer]:
    """The answers in JSON Lines, one for each document.

    Args:
        content: the lines.
        origin: what messages call them.

    Raises:
        DataError: a line is no record; the message names it.

    Example:
        >>> read_answer_lines('{"kind": "entity", "id": "e1", "name": "甲市"}'.encode(), "a").pop().names[0].name
        '甲市'
    """
    answers: list[Answer] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = _decoder.decode(line)
        except NOT_DECODED as error:
            raise DataError(f"{origin}, line {number}: no record of an extraction: {error}") from None
        if isinstance(record, _Document):
            checksums = tuple(dict.fromkeys(filter(None, (record.sha256, record.text_sha256))))
            answers.append(Answer(origin, checksums))
        else:
            if not answers:
                answers.append(Answer(origin))
            _add(answers[-1], record)
    return answers


def _add(answer: Answer, record: Name | Fact | Figure | Doubt) -> None:
    if isinstance(record, Name):
        answer.names.append(record)
    elif isinstance(record, Fact):
        answer.facts.append(record)
    elif isinstance(record, Figure):
        answer.figures.append(record)
    else:
        answer.doubts.append(record)


def _read_loader(folder: Path) -> Answer:
    """The rows of a loader that nobody rejected."""
    missing = [table for table in NEEDED if not (folder / table).is_file()]
    if missing and not (folder / SCRIPT).is_file():
        raise UsageError(f"{folder}: lacks {', '.join(missing)}; a loader has source.toml and {', '.join(NEEDED)}")
    loader = open_loader(folder)
    problems: list[Problem] = []
    entities = {row.id: row for _, row in loader.entities(problems) if row.status != "rejected"}
    statements = [row for _, row in loader.statements(problems) if row.status != "rejected" and row.evidence]
    observations = [row for _, row in loader.observations(problems) if row.status != "rejected" and row.figure]
    raise_problems(problems)
    # Rows that only serve figures are no names of a text.
    names = [_name(row) for row in entities.values() if ontology().marked("scale").isdisjoint(row.classes)]
    doubtful = doubtful_relations(folder)
    facts = [
        msgspec.structs.replace(_fact(row), asserted=row.id.removeprefix(f"{row.source}/") not in doubtful)
        for row in statements
        if row.object
    ]
    figures = []
    for row in observations:
        assert row.figure is not None
        unit = _units().get(row.unit, ())
        indicator = entities[row.indicator].name if row.indicator in entities else row.indicator
        figures.append(
            Figure(
                (row.figure.start, row.figure.end), _float(row.value), row.subject, indicator, _float(row.value_max),
                unit[0] if unit else "", row.bound, row.time or row.start, row.modality, unit[1:],
            )
        )  # fmt: skip
    return Answer(str(folder), (loader.document.sha256,), names, facts, figures)


def _name(row: Entity) -> Name:
    # A kind of thing can be an end, but is no name that stands anywhere.
    mentions = () if row.existence == "kind" else tuple((m.start, m.end) for m in row.mentions)
    return Name(row.id, row.name, row.classes[0], mentions, row.classes[1:])


def _fact(row: Statement) -> Fact:
    first = row.evidence[0]
    return Fact(row.subject, row.predicate, row.object, (first.start, first.end), row.modality, row.basis)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _units() -> dict[str, tuple[str, ...]]:
    """The names of each unit by its id; that of no unit is empty."""
    units: dict[str, tuple[str, ...]] = {}
    for folder in reference_loaders():
        for _, row in open_loader(folder).entities([]):
            if UNIT in row.classes:
                units[row.id] = (row.name, *row.aliases)
    return {**units, "unit-none": ("",)}


def asserted(answer: Answer, above: float | None = None) -> Answer:
    """An answer without the facts that it only proposes.

    Args:
        answer: with all of them.
        above: another line than the answer's own: facts whose score is below are left out; none has no score.
    """

    def stands(fact: Fact) -> bool:
        return fact.asserted if above is None else fact.score is None or fact.score >= above

    return msgspec.structs.replace(answer, facts=[fact for fact in answer.facts if stands(fact)])


def matched(texts: Iterable[AnnotatedText], answers: list[Answer]) -> Iterator[tuple[AnnotatedText, Answer | None]]:
    """Each annotated text with the answer for its document, by checksum; None where there is none.

    Raises:
        DataError: two answers are for one document, or none of them is for any of the texts.
    """
    by_checksum: dict[str, Answer] = {}
    for answer in answers:
        for checksum in answer.checksums:
            if by_checksum.setdefault(checksum, answer) is not answer:
                raise DataError(
                    f"{answer.origin} and {by_checksum[checksum].origin} answer for one document; leave one"
                )
    alone = answers[0] if len(answers) == 1 else None
    pairs = []
    for text in texts:
        checksums = (text.sha256, hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest())
        of_any = alone if alone is not None and not (text.sha256 and alone.checksums) else None
        pairs.append((text, next((by_checksum[c] for c in checksums if c in by_checksum), of_any)))
    if not any(answer is not None for _, answer in pairs):
        raise DataError("no answer is for any of the texts: the documents, or their versions, are others")
    yield from pairs
