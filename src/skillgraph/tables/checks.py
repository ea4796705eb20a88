"""Reads sources and holds them to the tables' own rules across rows and loaders: what a single cell can't show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from skillgraph.language.names import name_key, slip_in
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Known, Problem, unknown
from skillgraph.model.records import Entity, Observation, Section, Statement
from skillgraph.resolve.decisions import read_decisions
from skillgraph.tables.called import Called
from skillgraph.tables.loader import Loader
from skillgraph.tables.names import Names
from skillgraph.tables.sources import Source, Sources


def check(
    loaders: Iterable[Loader], with_extracted: bool = False, key: Callable[[str], str] = name_key,
    decisions: Iterable[Path] = (),
) -> Sources:  # fmt: skip
    """Reads some loaders, each table once, and notes all that is wrong with them; without a problem they may be built.

    Args:
        loaders: the sources.
        with_extracted: whether rows that nobody reviewed shall be part of the graph.
        key: what two names share that nothing tells apart.
        decisions: the tables of what is the same, which are applied.

    Example:
        >>> from skillgraph.tables.opening import default_loaders, open_loader
        >>> with check(map(open_loader, default_loaders())) as sources:
        ...     sources.problems
        []
    """
    unread: list[Problem] = []
    sources = Sources(loaders, with_extracted, [d for path in decisions for d in read_decisions(path, unread)])
    sources.add_unread(unread)
    names = Names(key)
    ids = {source.document.id for source in sources}
    for source in sources:
        check_names(source, names, ids, sources)
    sources.judge()
    for source in sources:
        check_rows(source, names, sources)
    if not sources.unread:
        sources.problems += _never_told(sources)
    return sources


def check_names(source: Source, names: Names, ids: Collection[str], sources: Sources) -> None:
    """Reads the sections and entities of a source, and holds them to those that were read before.

    Args:
        source: one of `sources`.
        names: what was named before; what this source names is added.
        ids: of the sources, which no entity may have.
        sources: gets the problems.
    """
    _read_sections(source, sources)
    _check_entities(source, names, ids, sources)


def check_rows(source: Source, names: Names, sources: Sources) -> None:
    """Reads the statements and figures of a source, and holds its rows to what all sources name.

    Args:
        source: one of `sources`, whose names are known.
        names: whatever its rows refer to.
        sources: gets the problems.
    """
    _check_former(source, names, sources)
    _check_sections(source, names, sources)
    statements: dict[str, int] = {}
    _check_statements(source, names, statements, sources)
    _check_observations(source, names, statements, sources)


def row_complaints(record: Entity | Section | Statement | Observation, names: Names) -> list[tuple[str, str]]:
    """What is wrong with one row of a report, other than beside its other rows: column and message of each.

    Args:
        record: the row.
        names: what it may refer to.
    """
    match record:
        case Entity():
            return [*_entity_complaints(record, True), *_name_complaints(record)]
        case Statement():
            return list(_statement_complaints(record, True, names))
        case Observation():
            return list(_observation_complaints(record, True, names))
    return list(_section_complaints(record, [], names))


def _never_told(sources: Sources) -> Iterator[Problem]:
    """Rows that restate what no row says."""
    for table, kind in (("statements.csv", Source.statements), ("observations.csv", Source.observations)):
        restating = [(source, row, r) for source in sources for row, r in kind(source) if r.restates]
        wanted = {record.restates for _, _, record in restating}
        if not wanted:
            continue
        told = {r.id for source in sources for _, r in kind(source) if r.id in wanted and not r.restates}
        for source, row, record in restating:
            if record.restates not in told:
                yield never_told(source.name_of(table), table, row, record.restates)


def never_told(name: str, table: str, row: int, restates: str) -> Problem:
    """The problem of a row that restates what no row says.

    Args:
        name: how messages call its table.
        table: the file's own name.
        row: its number.
        restates: the id that no row has.

    Example:
        >>> print(never_told("r/statements.csv", "statements.csv", 2, "r/9"))
        r/statements.csv, row 2, column restates: 'r/9' is no row of statements.csv that says it first
    """
    return Problem(name, row, "restates", f"{restates!r} is no row of {table} that says it first")


def _read_sections(source: Source, sources: Sources) -> None:
    unread: list[Problem] = []
    for _, section in source.read_sections(unread):
        sources.note_section(section)
    sources.add_unread(unread)


def _check_former(source: Source, names: Names, sources: Sources) -> None:
    """An id that a thing once had is nobody's now."""
    table = source.name_of("entities.csv")
    for row, entity in source.former:
        for id in filter(names.entities.get, entity.merged_from):
            message = f"{id!r} is an id of its own in {names.origin(id)}; what is the same stands in decisions.csv"
            sources.problems.append(Problem(table, row, "merged_from", message))


def _check_sections(source: Source, names: Names, sources: Sources) -> None:
    table, seen = source.name_of("sections.csv"), dict[str, int]()
    for row, section in source.sections:
        complaints = list(_section_complaints(section, [s for _, s in source.sections], names))
        if seen.setdefault(section.id, row) != row:
            complaints.append(("id", f"stands twice; first in row {seen[section.id]}"))
        sources.problems += [Problem(table, row, column, message) for column, message in complaints]


def _section_complaints(section: Section, others: list[Section], names: Names) -> Iterable[tuple[str, str]]:
    structure = ontology().properties
    if section.about:
        yield from _fits(names, section.about, structure["about"].range, "about", "what a section is about")
    if section.signed_by:
        yield from _fits(names, section.signed_by, structure["signedBy"].range, "signed_by", "who signed a section")
    if (span := section.span) is None:
        yield "span", "no source: a section needs the span where it stands, its heading included"
        return
    for other in others:
        if (o := other.span) and span.start < o.start < span.end < o.end:
            yield "span", f"ends inside of section {other.id.partition('/')[2]}; of two sections one holds the other"


def _check_entities(source: Source, names: Names, ids: Collection[str], sources: Sources) -> None:
    table = source.name_of("entities.csv")
    unread: list[Problem] = []
    called = Called(names.key)
    for row, entity in source.read_entities(unread):
        sources.problems += [Problem(table, row, c, m) for c, m in _entity_complaints(entity, source.is_report)]
        if entity.status != "rejected":
            complaints = [*_name_complaints(entity), *called.twice(row, entity)]
            sources.problems += [Problem(table, row, c, m) for c, m in complaints]
        sources.note_entity(source, entity)
        if entity.id in ids:
            sources.problems.append(Problem(table, row, "id", f"{entity.id!r} is the id of a source; choose another"))
        if complaint := names.add(entity, table, row):
            sources.problems.append(Problem(table, row, *complaint))
    if unread:
        sources.add_unread(unread)
        names.add_unread(source)


def _entity_complaints(entity: Entity, is_report: bool) -> Iterable[tuple[str, str]]:
    known = ontology().entity_classes
    for name in entity.classes:
        if name not in known:
            yield "class", unknown("class", name, known)
    for language, _ in entity.other_names:
        if complaint := _language_complaint(language):
            yield "other_names", complaint
    for scheme, _ in entity.identifiers:
        if scheme not in ontology().datatypes:
            yield "identifiers", unknown("identifier", scheme, ontology().datatypes)
    if is_report and not entity.mentions:
        yield "mentions", "no source: an entity of a report needs the span where its name stands"


def _name_complaints(entity: Entity) -> Iterator[tuple[str, str]]:
    """Names with characters that nobody sees or that pass for others."""
    names = [("name", entity.name), ("name_en", entity.name_en)]
    names += [("aliases", n) for n in entity.aliases] + [("aliases_en", n) for n in entity.aliases_en]
    for column, name in names:
        if slip := slip_in(name):
            yield column, slip
        elif column.startswith("aliases") and not name:
            yield column, "an empty name; a | stands only between two names"
        elif column == "aliases" and (mark := next((c for c in "｜；" if c in name), "")):
            yield column, f"{name!r}: several names are separated by |, not by {mark}"
    for language, name in entity.other_names:
        if slip := slip_in(name, joiners=language != "zh"):
            yield "other_names", slip


def _language_complaint(tag: str) -> str:
    if tag in ("zh", "en"):
        return f"names in {tag!r} have columns of their own: {'aliases' if tag == 'zh' else 'aliases_en'}"
    try:
        known = ox.Literal("", language=tag).language
    except ValueError:
        return f"{tag!r} is no language tag of BCP 47, as lo or zh-hant"
    return "" if known == tag else f"{tag!r}: write the language tag in lower case, {known}"


def _check_statements(source: Source, names: Names, seen: dict[str, int], sources: Sources) -> None:
    table = source.name_of("statements.csv")
    unread: list[Problem] = []
    named = cache(lambda: {entity.id for _, entity in source.entities})
    for row, statement in source.read_statements(unread):
        sources.note(source, statement)
        sources.look_at(table, row, statement)
        complaints = [*_statement_complaints(statement, source.is_report, names), *_naming_complaints(statement, named)]
        sources.problems += [Problem(table, row, column, message) for column, message in complaints]
        if seen.setdefault(statement.id, row) != row:
            sources.problems.append(Problem(table, row, "id", f"stands twice; first in row {seen[statement.id]}"))
    sources.add_unread(unread)


def _statement_complaints(s: Statement, is_report: bool, names: Names) -> Iterable[tuple[str, str]]:
    relations = ontology().relations
    relation = relations.get(s.predicate)
    if relation is None:
        yield "predicate", unknown("property", s.predicate, relations)
    else:
        yield from _fits(names, s.subject, relation.domain, "subject", f"domain of {s.predicate}")
        if relation.takes_text:
            if not s.text or s.object:
                yield ("text" if not s.text else "object"), f"{s.predicate} takes text, in the column text alone"
        elif not s.object or s.text:
            yield ("object" if not s.object else "text"), f"{s.predicate} takes an entity, in the column object alone"
        else:
            yield from _fits(names, s.object, relation.range, "object", f"range of {s.predicate}")
    yield from _common_complaints(s, is_report, names)


def _naming_complaints(s: Statement, named: Callable[[], Collection[str]]) -> Iterable[tuple[str, str]]:
    """A name that a statement gives is one of its source's, which has a row for the thing: there it is an alias."""
    if s.predicate not in ontology().marked("naming"):
        return
    if slip := slip_in(s.text):
        yield "text", slip
    if s.subject not in named():
        yield "subject", f"{s.subject!r} has no row in entities.csv beside this table; what has a name here needs one"


def _check_observations(source: Source, names: Names, statements: dict[str, int], sources: Sources) -> None:
    table = source.name_of("observations.csv")
    unread: list[Problem] = []
    rows = list(source.read_observations(unread))
    sources.add_unread(unread)
    for row, column, message in _figure_complaints(rows, source, names, statements, all_read=not unread):
        sources.problems.append(Problem(table, row, column, message))
    for _, observation in rows:
        sources.note(source, observation)


def _figure_complaints(
    rows: list[tuple[int, Observation]], source: Source, names: Names, statements: dict[str, int], all_read: bool
) -> Iterator[tuple[int, str, str]]:
    ids: dict[str, int] = {}
    cells: dict[tuple[str, ...], int] = {}
    for row, observation in rows:
        if ids.setdefault(observation.id, row) != row:
            yield row, "id", f"stands twice; first in row {ids[observation.id]}"
        if observation.id in statements:
            yield row, "id", f"is row {statements[observation.id]} of statements.csv already"
        key = dimensions(observation)
        # What is told again is the same figure on purpose.
        if not observation.restates and cells.setdefault(key, row) != row:
            same = "same subject, indicator, time and modality (Data Cube IC-12)"
            yield row, "indicator", f"the same figure as row {cells[key]}: {same}"
    figures = Known(ids)
    for row, observation in rows:
        for column, message in _observation_complaints(observation, source.is_report, names):
            yield row, column, message
        if observation.part_of and observation.part_of not in ids and all_read:
            yield row, "part_of", unknown("figure", observation.part_of, figures)


def dimensions(o: Observation) -> tuple[str, ...]:
    """What no two figures of a report have in common (Data Cube IC-12)."""
    return (o.subject, o.indicator, o.start, o.end, o.time if not o.start + o.end else "", o.modality)


def _observation_complaints(o: Observation, is_report: bool, names: Names) -> Iterable[tuple[str, str]]:
    structure = ontology().properties
    yield from _fits(names, o.subject, structure["subject"].range, "subject", "subject of a figure")
    yield from _fits(names, o.indicator, structure["indicator"].range, "indicator", "indicator of a figure")
    yield from _fits(names, o.unit, structure["unit"].range, "unit", "unit of a figure")
    if o.about:
        yield from _fits(names, o.about, structure["about"].range, "about", "what a figure counts")
    yield from _bound_complaints(o)
    if is_report and o.figure is None:
        yield "figure", "no source: a figure of a report needs the span of its number"
    if o.figure and not any(e.start <= o.figure.start and o.figure.end <= e.end for e in o.evidence):
        yield "figure", "lies outside the evidence"
    yield from _common_complaints(o, is_report, names)


def _bound_complaints(o: Observation) -> Iterable[tuple[str, str]]:
    if o.value is None and o.bound != "moreThan":
        yield "value", "empty; only a vague number (多, 若干) with bound moreThan may leave it out"
    if o.value_max is not None:
        if o.value is None or o.value_max <= o.value:
            yield "value_max", "impossible: a range ends above its beginning"
        if o.bound not in ("exact", "approximately"):
            yield "bound", f"impossible: a range can't be {o.bound} as well"
    if o.value is not None and o.value <= 0 and o.bound == "lessThan" and o.unit != "unit-percent":
        yield "bound", "impossible: fewer than none"


def _common_complaints(s: Statement | Observation, is_report: bool, names: Names) -> Iterable[tuple[str, str]]:
    qualifiers = ontology().qualifiers
    for position, (key, value) in enumerate(s.qualifiers):
        if key in (k for k, _ in s.qualifiers[:position]):
            yield "qualifiers", f"{key} stands twice; one value a qualifier"
        if key not in qualifiers:
            yield "qualifiers", unknown("qualifier", key, qualifiers)
        elif not qualifiers[key].takes_text:
            yield from _fits(names, value, qualifiers[key].range, "qualifiers", f"range of {key}")
    if s.start and s.end and s.end < s.start[: len(s.end)]:
        yield "end", f"{s.end} is before {s.start}"
    if is_report and not s.evidence:
        yield "evidence", "no source: every fact needs the span of the passage that states it"


def _fits(names: Names, id: str, wanted: tuple[str, ...], column: str, what: str) -> Iterable[tuple[str, str]]:
    entity = names.entities.get(id)
    if entity is None:
        if id and names.lacks(id):
            yield column, unknown("entity", id, names.known)
        return
    if ontology().all_classes(entity.classes, entity.existence).isdisjoint(wanted):
        yield column, f"{id!r} is a {'/'.join(entity.classes)}, but the {what} is {' or '.join(wanted)}"
