"""The rows that a draft's tables have, how new ones are called, and where the words of a name stand."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from skillgraph.extract.mentions import unquoted
from skillgraph.extract.records import FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.language.names import clean_name
from skillgraph.language.passages import fold
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.tables.loader import TableLoader

Row = Entity | Statement | Observation


def rows_of(folder: Path, problems: list[Problem]) -> dict[str, list[Row]]:
    """The rows that are in the tables of a loader's folder; none where a table is missing."""
    loader = TableLoader(folder)
    readers: dict[str, Callable[[list[Problem]], Iterator[tuple[int, Row]]]] = {
        "entities.csv": loader.entities,
        "statements.csv": loader.statements,
        "observations.csv": loader.observations,
    }
    return {
        table: [record for _, record in read(problems)] if (folder / table).exists() else []
        for table, read in readers.items()
    }


def words_in(text: str, words: str, span: Span) -> Span | None:
    """Where some words stand in a part of a document, which may break lines inside them."""
    piece = text[slice(*span)]
    folded = [fold(c) for c in piece]
    kept = [i for i, c in enumerate(folded) if c]
    at = "".join(folded).find(words)
    if at < 0 or any(len(c) > 1 for c in folded):
        return None
    return span[0] + kept[at], span[0] + kept[at + len(words) - 1] + 1


def forms_of(entity: FoundEntity, text: str) -> list[str]:
    """What a text calls a thing, the usual form first: without line breaks, and without marks around the whole of it.

    Nor is anything left in it that nobody sees, or a radical that looks like an ideograph.
    """
    texts = [clean_name(text[slice(*m)]) for m in entity.mentions]
    counted = Counter(unquoted("".join(found.split())) for found in texts)
    spaced = {unquoted(" ".join(found.split())) for found in texts}
    if entity.name in spaced and entity.name not in counted:
        counted[entity.name] = len(entity.mentions)
    parted = {"".join(form.split()) for form in spaced if " " in form}
    return [form for form, _ in counted.most_common() if form == entity.name or form not in parted]


def when_said(r: Statement | FoundRelation | FoundStatistic) -> tuple[str, str, str]:
    """The words of a time, its beginning and its end, where the words mean an interval."""
    return (r.time, r.start, r.end) if r.start or r.end else ("", "", "")


def statement_key(s: Statement) -> tuple[str, ...]:
    """What makes two statements the same: one that holds in both directions is the same in either."""
    ends = [s.subject, s.object]
    known = ontology().relations.get(s.predicate)
    return (*(sorted(ends) if known is not None and known.symmetric else ends), s.predicate, s.modality, s.start, s.end)


def name_id(type_: str, name: str, source: str, says_place: bool, before: int = 0) -> str:
    """The id of a thing by its name: two schools of one name are two, unless the name says its place.

    Args:
        type_: its class.
        name: as names are compared.
        source: the report.
        says_place: whether the name says where it is, and so is the same in every report.
        before: how many things of its class are called so earlier in the report.
    """
    own = (() if says_place else (source,)) + ((str(before),) if before else ())
    return f"{slug(type_)}-{digest(name, *own)}"


def relation_id(s: Statement) -> str:
    """The id of a statement's row, by what it states."""
    return f"r-{digest(s.subject, s.predicate, s.object or s.text, s.modality, *when_said(s))}"


def figure_id(span: Span, indicator: str) -> str:
    """The id of a figure's row, by where it stands and what it counts."""
    return f"f-{digest(str(span), indicator)}"


def kind_id(name: str, source: str) -> str:
    """The id of a kind of thing in a report, by its name as names are compared."""
    return f"kind-{digest(name, source)}"


def indicator_id(name: str) -> str:
    """The id of an indicator that no table knows, by its name as names are compared."""
    return f"ind-{digest(name)}"


def slug(type_: str) -> str:
    """The name of a class as part of an id."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type_).lower()


def digest(*parts: str) -> str:
    """What tells one id from another, from what it stands for."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]
