"""Finding by words: over every form of a name, identifiers, headings, and passages where the reports are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from skillgraph.documents.evidence import read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.language.pinyin import sounding
from skillgraph.model.bounds import figure_text
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.model.terms import SECTION
from skillgraph.questions.finding.cutting import pieces
from skillgraph.questions.finding.parts import Part, Parts, Told, Word, folded
from skillgraph.questions.finding.sought import Sought
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
    wanted = [Word(text) for text in dict.fromkeys(folded(words).split())]
    if not wanted:
        raise UsageError("find: give a word, as 技师 or Qingdao")
    parts, sought = Parts(graph), Sought(wanted)
    if found := sorted(_matches(parts, sought, documents)):
        return Rows(COLUMNS, [row for _, _, row in found])
    nowhere = {word.text for word in sought.unmet}
    wanted, notes = _heard(graph, wanted, nowhere)
    sought = _said_of(wanted)
    found = sorted(_matches(parts, sought, documents, wide=True))
    if not found:
        wanted, cut = _cut(parts, wanted, nowhere)
        notes += cut
        if cut:
            sought = _said_of(wanted)
            found = sorted(_matches(parts, sought, documents)) or sorted(_matches(parts, sought, documents, wide=True))
    rows = Rows(COLUMNS, [row for _, _, row in found]) if found else _nearest(parts, sought, documents)
    return Rows(COLUMNS, rows.rows, (*notes, *rows.notes))


def _said_of(words: list[Word]) -> Sought:
    """The words of a question that its answer may have too."""
    return Sought([word for word in words if word.text not in unsaid()] or words)


def _heard(graph: GraphFolder, wanted: list[Word], nowhere: set[str]) -> tuple[list[Word], list[str]]:
    """Words of which those in letters that stand nowhere have what they spell by sound, and a note for each."""
    letters = {text for text in nowhere if text.isascii() and text.isalpha() and len(text) >= _SHORTEST}
    letters -= looked_for().keys()
    forms = [form for e in graph.entities.values() for form in map(folded, e.forms)] if letters else []
    spelled = {text: {sounding(form, text) for form in forms if not form.isascii()} for text in letters}
    heard = {text: tuple(sorted(spelled[text] - {""})) for text in letters}
    notes = [f"{text} is read as {', '.join(heard[text])}" for text in sorted(heard) if heard[text]]
    return [Word(word.text, heard.get(word.text, ())) for word in wanted], notes


def _cut(parts: Parts, wanted: list[Word], nowhere: set[str]) -> tuple[list[Word], list[str]]:
    """Words of which those that stand nowhere, not even as short forms, are cut, and a note for each."""
    names = [parts.thing(entity).text for entity in parts.graph.entities.values()]
    phrases = [w for w in wanted if w.text in nowhere and not w.text.isascii() and not w.named]
    short = Sought(phrases)
    found = reduce(or_, map(short.near, ([name] for name in names)), 0)
    cut = {word.text: pieces(word.text, names) for word in short.named(short.all & ~found)}
    notes = [f"{text} is read as {', '.join(cut[text])}" for text in cut if cut[text]]
    return [
        Word(text) if word.text in cut else word for word in wanted for text in cut.get(word.text) or [word.text]
    ], notes


def _nearest(parts: Parts, sought: Sought, documents: Path | None) -> Rows:
    """What holds the most of the words where nothing holds all, and a note that says so.

    A word that stands nowhere as it is may be a short form: 海右大赛 for a name with 海右 and 大赛 in it.
    """
    most, known, rows = 0, 0, list[tuple[int, tuple[Any, ...]]]()
    whole: list[tuple[int, tuple[Any, ...]]] = []
    for record in parts.graph.records():
        if isinstance(record, Document):
            continue
        texts = [folded(text) for text in _beside(parts.graph, record, documents) if text]
        near = reduce(or_, (sought.of(part).near for part in _parts(parts, record)), sought.near(texts))
        known |= near
        has = sought.named(near)
        weight = sum(len(word.text) for word in has)
        if weight > most:
            most, rows = weight, []
        if has and weight == most:
            kind, name, english, status = _shown(parts.graph, record)
            length = len(_said(parts.graph, record)[0] if isinstance(record, Told) else name)
            rows.append((length, (record.id, kind, name, english, " ".join(w.text for w in has), status)))
            texts += [part.text for part in _parts(parts, record)]
            if sought.inside(texts) == sought.all:
                whole.append(rows[-1])
    if whole:
        # As a figure, which has its value and unit in one part.
        return Rows(COLUMNS, [row for _, row in sorted(whole)])
    if not rows:
        return Rows(COLUMNS, [], ("nothing has any of these words",))
    unknown = [word.text for word in sought.named(sought.all & ~known)]
    found = [row for _, row in sorted(rows)][:_NEAREST]
    kept = list(dict.fromkeys(row[4] for row in found))
    note = f"nothing has all of these words as they are; here is what has {', '.join(kept)}"
    return Rows(COLUMNS, found, (note, *((f"nothing at all has {', '.join(unknown)}",) if unknown else ())))


def _parts(parts: Parts, record: Entity | Section | Told) -> Iterator[Part]:
    """The parts of a record that others may have too."""
    if isinstance(record, Entity):
        yield parts.thing(record)
    elif not isinstance(record, Section):
        yield from parts.of(record)


def _beside(graph: GraphFolder, record: Entity | Section | Told, documents: Path | None) -> Iterator[str]:
    """What is written of a record alone, beside its parts."""
    if isinstance(record, Entity):
        yield from (*(value for _, value in record.identifiers), record.id, *record.merged_from)
    elif isinstance(record, Section):
        yield from (record.heading, record.heading_en)
    else:
        yield from _texts(graph, record, documents)


def _matches(
    parts: Parts, sought: Sought, documents: Path | None, wide: bool = False
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """What matches, with its rank and the length of what matched: of two equal ones, the shorter says more.

    Where it is wide, what stands in a section is about whatever the section is about.
    """
    for record in parts.graph.records():
        if isinstance(record, Document):
            continue
        beside = [text for text in _beside(parts.graph, record, documents) if text]
        stands = sought.standing(map(folded, beside))
        hit: tuple[int, str] | None = None
        if isinstance(record, Entity):
            has = sought.of(parts.thing(record))
            if has.stands | stands == sought.all:
                hit = _best((*record.forms, *beside), sought.words)
            elif has.stands | stands | has.classes == sought.all:
                hit = _OF_CLASS, record.name
        elif stands == sought.all:
            _, form = _best(beside, sought.words) or (0, "")
            hit = (_HEADING if isinstance(record, Section) else _TEXT, form)
        if not isinstance(record, Entity | Section):
            # Told of each, so that a damaged folder says what it names wrongly.
            name, _ = _said(parts.graph, record)
            rank = _joined(parts, record, sought, wide)
            hit = hit or ((rank, name) if rank else None)
        if hit:
            rank, form = hit
            kind, name, english, status = _shown(parts.graph, record)
            seen = form in (name, english) or rank in _AS_SHOWN
            yield rank, len(form), (record.id, kind, name, english, "" if seen else form, status)


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


def _texts(graph: GraphFolder, record: Statement | Observation, documents: Path | None) -> Iterator[str]:
    """The words of the report that a statement or figure has with it, and its passages where these are at hand."""
    if isinstance(record, Statement):
        yield record.text
    if documents is not None:
        for evidence in record.evidence:
            yield read_passage(graph.documents[evidence.document], evidence, documents).text or ""


def _joined(parts: Parts, record: Told, sought: Sought, wide: bool) -> int:
    """The rank of what is said if its parts have the words together, or 0.

    What one part has alone is found as itself; but a word for a relation finds what is said by it, and an indicator
    says little without its figures.
    """
    said = [sought.of(part) for part in parts.of(record)]
    one = len(sought.words) == 1
    if isinstance(record, Observation):
        counted = [sought.of(part) for part in parts.counted(record)]
        if any((has.own if one else has.own | has.classes) == sought.all for has in counted):
            return _SAID
    elif one and record.predicate in sought.words[0].named:
        return _SAID
    if one:
        return _SAID if f"modality/{record.modality}" in sought.words[0].named else 0
    around = [sought.of(part) for part in parts.around(record)] if wide else []
    own, classes = [has.own for has in said], [has.own | has.classes for has in said]
    wider = [*classes, *(has.own | has.classes for has in around)]
    for rank, among in ((_SAID, own), (_SAID_OF_CLASS, classes), (_AROUND, wider)):
        if sought.all in among:
            return 0
        if reduce(or_, among, 0) == sought.all:
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
