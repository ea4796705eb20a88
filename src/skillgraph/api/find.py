"""Finding by words: over every form of a name, identifiers, headings, and passages where the reports are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from skillgraph.api.parts import Parts, Told, Word, classes_of, folded
from skillgraph.documents.evidence import read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.language.names import halves
from skillgraph.language.pinyin import sounding
from skillgraph.model.bounds import figure_text
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.model.terms import SECTION
from skillgraph.questions.plain.words import looked_for, unsaid

COLUMNS = ("id", "kind", "name", "nameEn", "found", "status")
#: Ranks: the whole of a form, its beginning, all words in one form, the words in several; then headings, then things of
#: a class that is named, what is said between things and relations that have a word each, of things of such a class, of
#: whatever the section is about, then text.
_WHOLE, _BEGINNING, _INSIDE, _SCATTERED, _HEADING, _OF_CLASS, _SAID, _SAID_OF_CLASS, _AROUND, _TEXT = range(10)
#: Those at which what is found is what is shown.
_AS_SHOWN = (_OF_CLASS, _SAID, _SAID_OF_CLASS, _AROUND)

#: So many are told where nothing holds all the words.
_NEAREST = 20
#: Letters that are no sounds of Chinese: an initial alone.
_SHORTEST = 2


def find(graph: GraphFolder, words: str, documents: Path | None = None) -> Rows:
    """What holds all of some words; `KnowledgeGraph.find` says the rest."""
    wanted = [Word(text) for text in folded(words).split()]
    if not wanted:
        raise UsageError("find: give a word, as 技师 or Qingdao")
    parts = Parts(graph)
    if found := sorted(_matches(parts, wanted, documents)):
        return Rows(COLUMNS, [row for _, _, row in found])
    heard, notes = _heard(parts, wanted, documents)
    asked = [word for word in heard if word.text not in unsaid()] or heard
    found = sorted(_matches(parts, asked, documents, wide=True))
    rows = Rows(COLUMNS, [row for _, _, row in found]) if found else _nearest(parts, asked, documents)
    return Rows(COLUMNS, rows.rows, (*notes, *rows.notes))


def _heard(parts: Parts, wanted: list[Word], documents: Path | None) -> tuple[list[Word], list[str]]:
    """Words of which those in letters that stand nowhere have what they spell by sound, and a note for each."""
    letters = {w.text for w in wanted if w.text.isascii() and w.text.isalpha() and len(w.text) >= _SHORTEST}
    letters -= looked_for().keys()
    spelled: dict[str, set[str]] = {text: set() for text in letters}
    for record in parts.graph.records():
        if not letters:
            break
        if not isinstance(record, Document):
            texts = [*_searched(parts, record, documents)]
            letters -= {word for word in letters if any(word in text for text in texts)}
        if isinstance(record, Entity):
            for form in map(folded, record.forms):
                for word in letters:
                    spelled[word].add("" if form.isascii() else sounding(form, word))
    heard = {word: tuple(sorted(spelled[word] - {""})) for word in letters}
    notes = [f"{word} is read as {', '.join(heard[word])}" for word in sorted(heard) if heard[word]]
    return [Word(word.text, heard.get(word.text, ())) for word in wanted], notes


def _nearest(parts: Parts, wanted: list[Word], documents: Path | None) -> Rows:
    """What holds the most of the words where nothing holds all, and a note that says so.

    A word that stands nowhere as it is may be a short form: 海右大赛 for a name with 海右 and 大赛 in it.
    """
    most, known, rows = 0, set[str](), list[tuple[int, tuple[Any, ...]]]()
    whole: list[tuple[int, tuple[Any, ...]]] = []
    for record in parts.graph.records():
        if isinstance(record, Document):
            continue
        texts = [*filter(None, _searched(parts, record, documents))]
        names = parts.names(record)
        has = [word for word in wanted if names & word.named or any(_has(text, word) for text in texts)]
        known.update(word.text for word in has)
        weight = sum(len(word.text) for word in has)
        if weight > most:
            most, rows = weight, []
        if has and weight == most:
            kind, name, english, status = _shown(parts.graph, record)
            length = len(_said(parts.graph, record)[0] if isinstance(record, Told) else name)
            rows.append((length, (record.id, kind, name, english, " ".join(w.text for w in has), status)))
            if all(any(word.is_in(text) for text in texts) for word in wanted):
                whole.append(rows[-1])
    if whole:
        # As a figure, which has its value and unit in one part.
        return Rows(COLUMNS, [row for _, row in sorted(whole)])
    if not rows:
        return Rows(COLUMNS, [], ("nothing has any of these words",))
    unknown = [word.text for word in wanted if word.text not in known]
    found = [row for _, row in sorted(rows)][:_NEAREST]
    kept = list(dict.fromkeys(row[4] for row in found))
    note = f"nothing has all of these words as they are; here is what has {', '.join(kept)}"
    return Rows(COLUMNS, found, (note, *((f"nothing at all has {', '.join(unknown)}",) if unknown else ())))


def _has(text: str, word: Word) -> bool:
    """Whether a text has a word in it, or both halves of one, as a long name has a short form."""
    return word.is_in(text) or any(half in text and other in text for half, other in halves(word.text))


def _searched(parts: Parts, record: Entity | Section | Told, documents: Path | None) -> Iterator[str]:
    """All texts of a record that words are looked for in, folded."""
    if isinstance(record, Entity):
        yield from map(folded, _forms(record))
        yield from (ontology().classes[name].label_zh for name in record.classes)
    elif isinstance(record, Section):
        yield from (folded(record.heading), folded(record.heading_en))
    else:
        yield from (folded(text) for text in _texts(parts.graph, record, documents) if text)
        yield from (part.text for part in parts.of(record))


def _matches(
    parts: Parts, wanted: list[Word], documents: Path | None, wide: bool = False
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """What matches, with its rank and the length of what matched: of two equal ones, the shorter says more.

    Where it is wide, what stands in a section is about whatever the section is about.
    """
    for record in parts.graph.records():
        if isinstance(record, Document):
            continue
        if isinstance(record, Entity):
            hit = _best(_forms(record), wanted) or _of_class(record, wanted)
        elif isinstance(record, Section):
            hit = _best((record.heading, record.heading_en), wanted)
            hit = hit and (_HEADING, hit[1])
        else:
            hit = _best(_texts(parts.graph, record, documents), wanted)
            # Told of each, so that a damaged folder says what it names wrongly.
            name, _ = _said(parts.graph, record)
            hit = (_TEXT, hit[1]) if hit else (rank, name) if (rank := _joined(parts, record, wanted, wide)) else None
        if hit:
            rank, form = hit
            kind, name, english, status = _shown(parts.graph, record)
            seen = form in (name, english) or rank in _AS_SHOWN
            yield rank, len(form), (record.id, kind, name, english, "" if seen else form, status)


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
        if isinstance(record, Observation):
            value = figure_text(record, graph.entities[record.unit].name)
            name, english = f"{name} {value}", f"{english} {value}"
        status = "" if record.modality == "actual" else record.modality
    return kind, name, english, ", ".join(filter(None, (status, *_refused(record))))


def _refused(record: Entity | Section | Statement | Observation) -> Iterator[str]:
    """What a reviewer said against a record."""
    if not isinstance(record, Section) and record.status == "rejected":
        yield record.status
    if isinstance(record, Statement | Observation) and record.rank == "deprecated":
        yield record.rank


def _best(forms: Iterable[str], wanted: list[Word]) -> tuple[int, str] | None:
    """The rank of the best of some forms, and that form; None where a word is in none of them."""
    spelled = [(folded(form), form) for form in forms if form]
    phrase = " ".join(word.text for word in wanted)
    ranked = [
        (_WHOLE if text == phrase else _BEGINNING if text.startswith(phrase) else _INSIDE, len(form), form)
        for text, form in spelled
        if all(_stands(text, word) for word in wanted)
    ]
    if ranked:
        rank, _, form = min(ranked)
        return rank, form
    used = [next((form for text, form in spelled if _stands(text, word)), "") for word in wanted]
    return (_SCATTERED, "; ".join(dict.fromkeys(used))) if all(used) else None


def _stands(text: str, word: Word) -> bool:
    """Whether a name has a word in it, in whatever place: a number of an identifier may be given in part."""
    return any(spelling in text for spelling in (word.text, *word.sounds))


def _of_class(record: Entity, wanted: list[Word]) -> tuple[int, str] | None:
    """Whether a thing has in its name what words do not say of its class."""
    if not any(word.named for word in wanted):
        return None
    classes, forms = classes_of(record), [*map(folded, _forms(record))]
    if all(not classes.isdisjoint(w.named) or any(_stands(form, w) for form in forms) for w in wanted):
        return _OF_CLASS, record.name
    return None


def _texts(graph: GraphFolder, record: Statement | Observation, documents: Path | None) -> Iterator[str]:
    """The words of the report that a statement or figure has with it, and its passages where these are at hand."""
    if isinstance(record, Statement):
        yield record.text
    if documents is not None:
        for evidence in record.evidence:
            yield read_passage(graph.documents[evidence.document], evidence, documents).text or ""


def _joined(parts: Parts, record: Told, wanted: list[Word], wide: bool) -> int:
    """The rank of what is said if its parts have the words together, or 0.

    What one part has alone is found as itself; but a word for a relation finds what is said by it, and an indicator
    says little without its figures.
    """
    one = len(wanted) == 1
    if isinstance(record, Observation):
        if any(all(part.has(word, by_class=not one) for word in wanted) for part in parts.counted(record)):
            return _SAID
    elif one and record.predicate in wanted[0].named:
        return _SAID
    if one:
        return _SAID if f"modality/{record.modality}" in wanted[0].named else 0
    said = [*parts.of(record)]
    wider = [*said, *parts.around(record)] if wide else said
    for rank, among, by_class in ((_SAID, said, False), (_SAID_OF_CLASS, said, True), (_AROUND, wider, True)):
        if any(all(part.has(word, by_class) for word in wanted) for part in among):
            return 0
        if all(any(part.has(word, by_class) for part in among) for word in wanted):
            return rank
    return 0


def _said(graph: GraphFolder, record: Statement | Observation) -> tuple[str, str]:
    """What a statement or a figure says, in a few words of both languages."""
    names = graph.entities
    subject = names[record.subject]
    if isinstance(record, Observation):
        indicator = names[record.indicator]
        return f"{subject.name} {indicator.name}", f"{subject.name_en} {indicator.name_en}".strip()
    relation = ontology().properties[record.predicate]
    other = names[record.object] if record.object else None
    return (
        " ".join((subject.name, relation.label_zh, other.name if other else record.text)),
        " ".join(filter(None, (subject.name_en, relation.label_en, other.name_en if other else ""))),
    )
