"""What answers are compared with: annotated texts, or gold files in JSON, which hold offsets instead of strings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.model.errors import NOT_DECODED, DataError, UsageError
from skillgraph.model.records import Bound, Modality
from skillgraph.review.agreement import Span
from skillgraph.review.annotated import AnnotatedFigure, AnnotatedRelation, AnnotatedText, Thing, read_corpus


class _Entity(msgspec.Struct):
    id: str
    name: str
    type: str
    also: tuple[str, ...] = ()
    secondary_type: str = ""
    aliases: tuple[str, ...] = ()
    specificity: str = "named"
    mentions: tuple[Span, ...] = ()
    nested: tuple[Span, ...] = ()
    coref: tuple[Span, ...] = ()


class _Relation(msgspec.Struct):
    subject: str
    predicate: str
    object: str
    evidence: Span
    sentence: Span | None = None
    modality: Modality = "actual"
    basis: str = "stated"
    object_type: str = "entity"
    alt_subjects: tuple[str, ...] = ()
    alt_predicates: tuple[str, ...] = ()


class _Figure(msgspec.Struct):
    span: Span
    bound: Bound
    indicator: str
    subject: str | None = None
    about: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    time: str | None = None
    modality: Modality = "actual"
    kind: str = "measure"


class _Optional(msgspec.Struct):
    span: Span


class _Gold(msgspec.Struct):
    entities: tuple[_Entity, ...]
    relations: tuple[_Relation, ...]
    statistics: tuple[_Figure, ...]
    optional_numbers: tuple[_Optional, ...] = ()
    sha256: str = ""
    range: Span | None = None
    predicates: str = "own"


def read_gold(paths: Iterable[Path]) -> list[AnnotatedText]:
    """The annotated texts of some files (`.toml`, or `.json` for gold files) and folders of annotations.

    Raises:
        UsageError: one can't be read.
        DataError: one is no annotation, or says what its text doesn't.
    """
    texts = [text for path in paths for text in ([_read_json(path)] if path.suffix == ".json" else read_corpus(path))]
    names = [text.name for text in texts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"several annotations are called {', '.join(twice)}; score their folders one at a time")
    return texts


def _read_json(path: Path) -> AnnotatedText:
    try:
        return gold_text(msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf")), path.name)
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    except NOT_DECODED as error:
        raise DataError(f"{path}: no gold file; it needs entities, relations and statistics: {error}") from None


def gold_text(gold: dict[str, Any], name: str) -> AnnotatedText:
    """The annotated text that a gold file describes.

    Args:
        gold: what the file holds.
        name: what it is called in a score.

    Raises:
        msgspec.ValidationError: it is no gold file.

    Example:
        >>> gold_text({"entities": [], "relations": [], "statistics": []}, "a").predicates
        'own'
    """
    found = msgspec.convert(gold, _Gold)
    things = tuple(
        Thing(
            e.id, e.name, tuple(filter(None, (e.type, *e.also, e.secondary_type))), e.aliases, (),
            e.specificity == "named", e.mentions, e.nested, e.coref,
        )
        for e in found.entities
    )  # fmt: skip
    relations = tuple(
        AnnotatedRelation(
            (r.subject, *r.alt_subjects), (r.predicate, *r.alt_predicates), r.object, r.modality, r.evidence,
            r.sentence or r.evidence, r.basis,
        )
        for r in found.relations if r.object_type == "entity"
    )  # fmt: skip
    figures = tuple(
        AnnotatedFigure(
            f.span, f.value, f.value_max, f.unit or "", f.bound, f.time or "",
            tuple(dict.fromkeys(filter(None, (f.subject, f.about)))) if f.subject else (), f.indicator, f.modality,
            f.kind,
        )
        for f in found.statistics
    )  # fmt: skip
    return AnnotatedText(
        name, things, relations, figures, tuple(o.span for o in found.optional_numbers), sha256=found.sha256,
        part=found.range, predicates="ontology" if found.predicates == "ontology" else "own",
    )  # fmt: skip
