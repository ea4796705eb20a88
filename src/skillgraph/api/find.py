"""Finding by words: over every form of a name, identifiers, headings, and passages where the reports are at hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from skillgraph.documents.evidence import read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.language.names import halves, simplified
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.model.terms import SECTION

COLUMNS = ("id", "kind", "name", "nameEn", "found", "status")
#: Ranks: the whole of a form, its beginning, all words in one form, the words in several; then headings, then what
#: is said between things that have a word each, then text.
_WHOLE, _BEGINNING, _INSIDE, _SCATTERED, _HEADING, _SAID, _TEXT = range(7)

#: So many are told where nothing holds all the words.
_NEAREST = 20


def find(graph: GraphFolder, words: str, documents: Path | None = None) -> Rows:
    """What holds all of some words; `KnowledgeGraph.find` says the rest."""
    wanted = _folded(words).split()
    if not wanted:
        raise UsageError("find: give a word, as 技师 or Qingdao")
    found = sorted(_matches(graph, wanted, documents))
    return Rows(COLUMNS, [row for _, _, row in found]) if found else _nearest(graph, wanted, documents)


def _nearest(graph: GraphFolder, wanted: list[str], documents: Path | None) -> Rows:
    """What holds the most of the words where nothing holds all, and a note that says so.

    A word that stands nowhere as it is may be a short form: 海右大赛 for a name with 海右 and 大赛 in it.
    """
    most, known, rows = 0, set[str](), list[tuple[int, tuple[Any, ...]]]()
    whole: list[tuple[int, tuple[Any, ...]]] = []
    for record in graph.records():
        if isinstance(record, Document):
            continue
        texts = [*map(_folded, filter(None, _searched(graph, record, documents)))]
        has = [word for word in wanted if any(_has(text, word) for text in texts)]
        known.update(has)
        weight = sum(map(len, has))
        if weight > most:
            most, rows = weight, []
        if has and weight == most:
            kind, name, english, status = _shown(graph, record)
            rows.append((len(name), (record.id, kind, name, english, " ".join(has), status)))
            if all(any(_holds(text, word) for text in texts) for word in wanted):
                whole.append(rows[-1])
    if whole:
        # As a figure, which has its value and unit in one part.
        return Rows(COLUMNS, [row for _, row in sorted(whole)])
    if not rows:
        return Rows(COLUMNS, [], ("nothing has any of these words",))
    unknown = [word for word in wanted if word not in known]
    found = [row for _, row in sorted(rows)][:_NEAREST]
    kept = list(dict.fromkeys(row[4] for row in found))
    note = f"nothing has all of these words as they are; here is what has {', '.join(kept)}"
    return Rows(COLUMNS, found, (note, *((f"nothing at all has {', '.join(unknown)}",) if unknown else ())))


def _has(text: str, word: str) -> bool:
    """Whether a text has a word in it, or both halves of one, as a long name has a short form."""
    return _holds(text, word) or any(half in text and other in text for half, other in halves(word))


def _holds(text: str, word: str) -> bool:
    """Whether a text has a word in it as it stands; 2所 is not in 22所, though 2024 is in 202405, a date."""
    if not (word[0].isdecimal() or word[-1].isdecimal()):
        return word in text
    before = r"(?<!\d)" if word[0].isdecimal() else ""
    after = r"(?!\d)" if word[-1].isdecimal() and not text.isdecimal() else ""
    return re.search(before + re.escape(word) + after, text) is not None


def _searched(
    graph: GraphFolder, record: Entity | Section | Statement | Observation, documents: Path | None
) -> Iterator[str]:
    """All texts of a record that words are looked for in."""
    if isinstance(record, Entity):
        yield from _forms(record)
        yield from (ontology().classes[name].label_zh for name in record.classes)
    elif isinstance(record, Section):
        yield from (record.heading, record.heading_en)
    else:
        yield from _texts(graph, record, documents)
        yield from _parts(graph, record)


def _matches(
    graph: GraphFolder, wanted: list[str], documents: Path | None
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """What matches, with its rank and the length of what matched: of two equal ones, the shorter says more."""
    for record in graph.records():
        if isinstance(record, Document):
            continue
        if isinstance(record, Entity):
            hit = _best(_forms(record), wanted)
        elif isinstance(record, Section):
            hit = _best((record.heading, record.heading_en), wanted)
            hit = hit and (_HEADING, hit[1])
        else:
            hit = _best(_texts(graph, record, documents), wanted)
            # Told of each, so that a damaged folder says what it names wrongly.
            name, _ = _said(graph, record)
            hit = (_TEXT, hit[1]) if hit else (_SAID, name) if _joins(_parts(graph, record), wanted) else None
        if hit:
            rank, form = hit
            kind, name, english, status = _shown(graph, record)
            yield rank, len(form), (record.id, kind, name, english, form, status)


def _forms(record: Entity) -> Iterator[str]:
    """What a thing is found by."""
    yield from (*record.forms, *(value for _, value in record.identifiers), record.id, *record.merged_from)


def _shown(graph: GraphFolder, record: Entity | Section | Statement | Observation) -> tuple[str, str, str, str]:
    """The kind, the name in both languages and the status of a record."""
    if isinstance(record, Section):
        return SECTION, record.heading, record.heading_en, ""
    status: str
    if isinstance(record, Entity):
        kind, name, english = record.classes[0], record.name, record.name_en
        status = "" if record.existence == "individual" else record.existence
    else:
        kind, (name, english) = record.class_name, _said(graph, record)
        status = "" if record.modality == "actual" else record.modality
    return kind, name, english, ", ".join(filter(None, (status, *_refused(record))))


def _refused(record: Entity | Section | Statement | Observation) -> Iterator[str]:
    """What a reviewer said against a record."""
    if not isinstance(record, Section) and record.status == "rejected":
        yield record.status
    if isinstance(record, Statement | Observation) and record.rank == "deprecated":
        yield record.rank


def _best(forms: Iterable[str], wanted: list[str]) -> tuple[int, str] | None:
    """The rank of the best of some forms, and that form; None where a word is in none of them."""
    folded = [(_folded(form), form) for form in forms if form]
    phrase = " ".join(wanted)
    ranked = [
        (_WHOLE if text == phrase else _BEGINNING if text.startswith(phrase) else _INSIDE, len(form), form)
        for text, form in folded
        if all(word in text for word in wanted)
    ]
    if ranked:
        rank, _, form = min(ranked)
        return rank, form
    used = [next((form for text, form in folded if word in text), "") for word in wanted]
    return (_SCATTERED, "; ".join(dict.fromkeys(used))) if all(used) else None


def _texts(graph: GraphFolder, record: Statement | Observation, documents: Path | None) -> Iterator[str]:
    """The words of the report that a statement or figure has with it, and its passages where these are at hand."""
    if isinstance(record, Statement):
        yield record.text
    if documents is not None:
        for evidence in record.evidence:
            yield read_passage(graph.documents[evidence.document], evidence, documents).text or ""


def _parts(graph: GraphFolder, record: Statement | Observation) -> Iterator[str]:
    """What a statement or figure consists of, each part with all its forms: things, relation or indicator, time."""
    things = [record.subject, *(value for key, value in record.qualifiers if not ontology().properties[key].takes_text)]
    if isinstance(record, Statement):
        relation = ontology().properties[record.predicate]
        yield f"{relation.label_zh} {relation.label_en}"
        things.append(record.object)
    else:
        things += [record.indicator, record.about]
        if record.value is not None:
            yield f"{record.value:f}{graph.entities[record.unit].name}"
    for id in things:
        if id in graph.entities:
            yield " ".join(graph.entities[id].forms)
    yield record.time


def _joins(parts: Iterable[str], wanted: list[str]) -> bool:
    """Whether several parts have the words together; what one of them has alone is found as itself."""
    if len(wanted) < 2:
        return False
    folded = [_folded(part) for part in parts]
    return all(any(_holds(text, word) for text in folded) for word in wanted) and not any(
        all(_holds(text, word) for word in wanted) for text in folded
    )


def _said(graph: GraphFolder, record: Statement | Observation) -> tuple[str, str]:
    """What a statement or a figure says, in a few words of both languages."""
    names = graph.entities
    subject = names[record.subject]
    if isinstance(record, Observation):
        indicator = names[record.indicator]
        return f"{subject.name} {indicator.name}", f"{subject.name_en} {indicator.name_en}".strip()
    relation = ontology().properties[record.predicate]
    value = names[record.object] if record.object else None
    return (
        " ".join((subject.name, relation.label_zh, value.name if value else record.text)),
        " ".join(filter(None, (subject.name_en, relation.label_en, value.name_en if value else ""))),
    )


def _folded(text: str) -> str:
    """A text as all its spellings come out: width, case, traditional characters, without marks and quotes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in plain if not unicodedata.category(c).startswith("P"))
    return simplified(kept)
