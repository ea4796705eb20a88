"""What of a graph is shown: as of a date, modalities, statuses, sources, classes, a time, what is around one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from skillgraph.graph.dated import dated_folder
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.histories import Histories
from skillgraph.model.dates import is_date
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import unknown
from skillgraph.model.records import Document, Entity, Observation, Section, Statement
from skillgraph.model.terms import BASE_UNIT


class View(msgspec.Struct, frozen=True):
    """A choice from a graph; what is left empty excludes nothing.

    Classes include those below them. `since` and `until` are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; what has no date is
    kept, because nobody knows that it lies outside. `around` keeps what `steps` facts or fewer lead to.
    `things` keeps these entities alone, as a query's answer names them; ids may be those that things once had.
    `as_of` and `known_by` are dates too: `dated_records` says what they leave.
    """

    modalities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    around: str = ""
    steps: int = 1
    things: tuple[str, ...] | None = None
    as_of: str = ""
    known_by: str = ""


class Chosen(msgspec.Struct):
    """The records that a view leaves; `scales` are the units and indicators that figures name, `others` all
    entities, for what records name that the view leaves out, `sections` those of the documents. `periods` are the
    times of statements that another statement ends or begins, `base` the units in which others' values compare."""

    documents: dict[str, Document]
    entities: list[Entity]
    statements: list[Statement]
    figures: list[Observation]
    scales: dict[str, Entity]
    others: dict[str, Entity]
    sections: list[Section]
    periods: dict[str, tuple[str, str]]
    base: dict[str, str]


def choose(graph: GraphFolder, view: View) -> Chosen:
    """The part of a graph that a view shows, in the order of the records.

    Raises:
        UsageError: the view names what the graph or the vocabulary does not have.

    Example:
        >>> import skillgraph
        >>> chosen = choose(skillgraph.load(), View(around="laos-lpb-college"))
        >>> "qingdao" in {entity.id for entity in chosen.entities}
        True
    """
    if view.as_of or view.known_by:
        graph = GraphFolder(dated_folder(graph, view.as_of, view.known_by), graph.reading)
    view = _of_today(graph, view)
    _check(graph, view)
    histories = Histories(graph.statements, graph.documents)
    scales = {e.id: e for e in graph.entities.values() if not ontology().marked("scale").isdisjoint(e.classes)}
    things = {e.id: e for e in graph.entities.values() if e.id not in scales and _has_class(e, view.classes)}
    statements, figures, periods, base = [], [], {}, {}
    for record in graph.records():
        if isinstance(record, Statement):
            if record.predicate == BASE_UNIT and record.is_fact:
                base[record.subject] = record.object
            period = histories.period(record)
            if _is_wanted(record, view, period) and _stands_between(record, things):
                statements.append(record)
                if period != (record.start, record.end):
                    periods[record.id] = period
        elif (
            isinstance(record, Observation)
            and record.subject in things
            and _is_wanted(record, view, (record.start, record.end))
        ):
            figures.append(record)
    kept = set(things)
    if view.around:
        links = [s for s in statements if s.is_fact or view.modalities]
        kept &= _surroundings(view.around, view.steps, links)
    if view.things is not None:
        kept &= set(view.things)
    statements = [s for s in statements if s.subject in kept and (not s.object or s.object in kept)]
    figures = [o for o in figures if o.subject in kept]
    if view.modalities or view.statuses or view.sources or view.since or view.until:
        named = {id for s in statements for id in (s.subject, s.object)} | {o.subject for o in figures}
        kept &= named | {view.around} | set(view.things or ())
    return Chosen(
        graph.documents, [e for e in things.values() if e.id in kept], statements, figures, scales, graph.entities,
        list(graph.sections.values()), periods, base,
    )  # fmt: skip


def _of_today(graph: GraphFolder, view: View) -> View:
    """The view with the ids that things have now."""
    things = None if view.things is None else tuple(map(graph.canonical, view.things))
    return msgspec.structs.replace(view, around=graph.canonical(view.around), things=things)


def _check(graph: GraphFolder, view: View) -> None:
    known: tuple[tuple[str, Iterable[str], Sequence[str]], ...] = (
        ("modality", view.modalities, list(ontology().codes("modality"))),
        ("status", view.statuses, list(ontology().codes("status"))),
        ("source", view.sources, list(graph.documents)),
        ("class", view.classes, list(ontology().classes)),
    )
    for what, names, possible in known:
        for name in names:
            if name not in set(possible):
                raise UsageError(unknown(what, name, possible))
    for thing in filter(None, (view.around, *(view.things or ()))):
        if thing not in graph.entities:
            raise graph.no_such("thing", thing)
    if view.steps < 0:
        raise UsageError(f"{view.steps} steps: give 0 or more")
    for date in filter(None, (view.since, view.until)):
        if not is_date(date):
            raise UsageError(f"{date!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    if view.since and view.until and view.until[: len(view.since)] < view.since[: len(view.until)]:
        raise UsageError(f"the time ends ({view.until}) before it begins ({view.since})")


def _is_any(name: str, wanted: Iterable[str]) -> bool:
    return any(ontology().is_a(name, w) for w in wanted)


def _has_class(entity: Entity, classes: Sequence[str]) -> bool:
    return not classes or any(_is_any(c, classes) for c in shown_classes(entity))


def shown_classes(entity: Entity) -> tuple[str, ...]:
    """The classes a thing is shown under: a kind of school or an envisaged school is no school.

    Example:
        >>> shown_classes(Entity("s", "r", ("School",), "学校", existence="kind"))
        ('Kind',)
    """
    later = ontology().existence_classes.get(entity.existence)
    return (later,) if later else (*entity.classes, *entity.derived)


def _is_wanted(record: Statement | Observation, view: View, period: tuple[str, str]) -> bool:
    chosen = (
        (view.modalities, record.modality),
        (view.statuses, record.status),
        (view.sources, record.source),
    )
    return all(not wanted or value in wanted for wanted, value in chosen) and _is_within(period, view)


def _is_within(period: tuple[str, str], view: View) -> bool:
    started, ended = period
    start, end = started or ended, ended or started
    if not start:
        return True
    # Dates of different precision are compared by what both say: 2021-03 lies in 2021.
    not_before = not view.since or (bool(started) and not ended) or not _is_before(end, view.since)
    not_after = not view.until or not _is_before(view.until, start)
    return not_before and not_after


def _is_before(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _stands_between(statement: Statement, things: dict[str, Entity]) -> bool:
    return statement.subject in things and (not statement.object or statement.object in things)


def _surroundings(centre: str, steps: int, statements: Iterable[Statement]) -> set[str]:
    neighbours: dict[str, set[str]] = {}
    for s in statements:
        if s.object:
            neighbours.setdefault(s.subject, set()).add(s.object)
            neighbours.setdefault(s.object, set()).add(s.subject)
    found = layer = {centre}
    for _ in range(steps):
        layer = {other for node in layer for other in neighbours.get(node, ())} - found
        found = found | layer
    return found
