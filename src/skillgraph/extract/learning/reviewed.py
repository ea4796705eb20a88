"""A loader that a person has reviewed, with its document, as an annotated text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from skillgraph.documents import read_again
from skillgraph.documents.plain_files import copy_path
from skillgraph.documents.source import SourceText
from skillgraph.extract.records import FoundEntity, inside_longer
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.review.annotated import AnnotatedFigure, AnnotatedRelation, AnnotatedText, Thing, sentence_around
from skillgraph.tables.build import raise_problems
from skillgraph.tables.opening import open_loader
from skillgraph.tables.review_sheet import serves


class Reviewed(msgspec.Struct, frozen=True):
    """A report with what a person says of it, and its names with the places where they stand."""

    text: AnnotatedText
    source: SourceText
    names: tuple[FoundEntity, ...]

    @property
    def relations(self) -> tuple[AnnotatedRelation, ...]:
        """What its sentences state, and not only a name."""
        return tuple(r for r in self.text.relations if r.basis == "stated")


def read_reviewed(folder: Path, documents: Path) -> Reviewed:
    """A loader's folder and its document.

    Args:
        folder: of a loader in whose tables nothing is undecided.
        documents: the folder with the document, under the `file` of its source.toml.

    Raises:
        UsageError: the document is missing or another one, the loader is of none, or holds what nobody has decided on.
        DataError: its tables have mistakes.
    """
    loader = open_loader(folder)
    problems: list[Problem] = []
    entities = [row for _, row in loader.entities(problems)]
    statements = [row for _, row in loader.statements(problems)]
    observations = [row for _, row in loader.observations(problems)]
    raise_problems(problems)
    document = loader.document
    deciding = (e for e in entities if not serves(e))
    rows: tuple[Entity | Statement | Observation, ...] = (*deciding, *statements, *observations)
    unread = sum(row.status not in ("reviewed", "rejected") for row in rows)
    if unread:
        raise UsageError(f"{folder}: {unread} rows that nobody has reviewed; decide on them in review.csv, then build")
    if document.kind != "report" or not document.file:
        raise UsageError(f"{folder}: a reference table; only reports have a text to learn from")
    path = copy_path(document, documents)
    if not path.is_file():
        raise UsageError(f"{path}: not there; put your copy of {document.title!r} into the folder of --documents")
    source = read_again(path, document.sha256)
    if source.text_sha256 != document.sha256:
        raise DataError(f"{path}: another version than the one that {folder.name} was made of")
    things = tuple(_things(entities, document.id))
    return Reviewed(_text(document.id, path, source, things, statements, observations), source, tuple(_names(things)))


def _things(entities: Iterable[Entity], document: str) -> Iterator[Thing]:
    """The things that the document names; what stands inside a longer name is nested."""
    rows = [
        (e, tuple((m.start, m.end) for m in e.mentions if m.document == document)) for e in entities
        if e.status == "reviewed" and ontology().marked("scale").isdisjoint(e.classes)
    ]  # fmt: skip
    inner = inside_longer(span for _, spans in rows for span in spans)
    for e, spans in rows:
        own = tuple(s for s in spans if s not in inner)
        nested = tuple(s for s in spans if s in inner)
        named = e.existence != "kind"
        mentions, besides = (own, nested) if own else (nested, ())
        yield Thing(e.id, e.name, e.classes, e.aliases, (), named, mentions, besides)


def _names(things: Iterable[Thing]) -> Iterator[FoundEntity]:
    for t in things:
        if t.named:
            spans = (*t.mentions, *t.nested)
            yield FoundEntity(t.id, t.name, t.classes[0], t.aliases, spans, by=("reviewer",), score=1.0)


def _text(
    name: str, path: Path, source: SourceText, things: Sequence[Thing], statements: Iterable[Statement],
    observations: Iterable[Observation],
) -> AnnotatedText:  # fmt: skip
    known = {t.id for t in things}
    relations = [
        AnnotatedRelation(
            (s.subject,), (s.predicate,), s.object, s.modality, (e.start, e.end),
            sentence_around(source.text, (e.start, e.end)), "name" if s.basis == "name" else "stated",
        )
        for s in statements if s.status == "reviewed" and {s.subject, s.object} <= known
        for e in s.evidence
    ]  # fmt: skip
    figures = [
        AnnotatedFigure(
            (o.figure.start, o.figure.end), _float(o.value), _float(o.value_max), "", o.bound, o.time or o.start,
            tuple(i for i in (o.subject, o.about) if i in known), "", o.modality,
        )
        for o in observations if o.status == "reviewed" and o.figure
    ]  # fmt: skip
    return AnnotatedText(
        name, tuple(things), tuple(relations), tuple(figures), file=path, text=source.text, sha256=source.sha256
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
