"""What people judged to be one thing is made one: which id, name and classes stay, and what its records then say."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

import msgspec

from skillgraph.model.canonical import canonical
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Known, Problem, unknown
from skillgraph.model.records import BY_REVIEW, Document, Entity, Observation, Section, Statement
from skillgraph.resolve.decisions import Decision
from skillgraph.resolve.judgements import Judgements

R = TypeVar("R", bound=Section | Statement | Observation)

#: The fields of records that hold ids of entities.
_REFERRING: dict[type, tuple[str, ...]] = {
    Section: ("about", "signed_by"),
    Statement: ("subject", "object"),
    Observation: ("subject", "indicator", "unit", "about"),
}
#: How many unknown ids a warning lists.
_SHOWN = 5


class _Added(msgspec.Struct):
    """What decisions add to a row."""

    merged_from: list[str] = []
    identifiers: list[tuple[str, str]] = []


class _Thing(msgspec.Struct):
    """What is said together of one thing, and what is added to each row, by its source and its former id."""

    name: str
    name_en: str
    classes: tuple[str, ...]
    added: dict[tuple[str, str], _Added]


class Merging:
    """The decisions applied to the rows of some sources.

    Args:
        decisions: in the order of their tables.
        rows: of entities, those of reference tables first; rejected ones left out.
        references: the sources that are reference tables.

    Attributes:
        judgements: what follows from the decisions.
        things: the ids that stay of things which the decisions change.
        problems: decisions that can't be carried out.
        warnings: what a person should look at; a clash, after which nothing of its cluster is merged, and ids that no
            table has: the source of these may have been left out on purpose.

    Example:
        >>> rows = [Entity("a", "r", ("School",), "甲学院"), Entity("b", "s", ("School",), "甲职业学院")]
        >>> merging = Merging([Decision("a", "b", "same")], rows, ())
        >>> part = merging.part(rows[1])
        >>> part.id, part.name, part.aliases, part.merged_from
        ('a', '甲学院', ('甲职业学院',), ('b',))
        >>> merging.record(Statement("s/1", "s", "b", "partnersWith", "gfm")).subject
        'a'
    """

    def __init__(self, decisions: Sequence[Decision], rows: Iterable[Entity], references: Collection[str]) -> None:
        rows = [*rows] if decisions else []
        self.judgements = Judgements.of(decisions, {row.id for row in rows if row.source in references})
        self.problems = list(_unknown_schemes(decisions))
        self.warnings = [*self.judgements.clashes, *_unknown_ids(decisions, rows)]
        self._changed: dict[str, set[str]] = {}
        described: dict[str, list[Entity]] = {}
        for row in rows:
            if len(self.judgements.members(row.id)) > 1 or self.judgements.identifiers_of(row.id):
                described.setdefault(self.canonical(row.id), []).append(row)
        self._things = {id: self._thing(id, found, references) for id, found in described.items()}
        self.things = frozenset(self._things)

    def canonical(self, id: str) -> str:
        """The id that stays, of this one and those that are the same."""
        return self.judgements.canonical(id)

    def part(self, row: Entity) -> Entity:
        """What a row says of the one thing: with its id, name and classes; the row's own name is an alias."""
        thing = self._things.get(self.canonical(row.id))
        if thing is None:
            return row
        aliases = dict.fromkeys(name for name in (row.name, *row.aliases) if name != thing.name)
        english = thing.name_en if row.name_en else ""
        aliases_en = dict.fromkeys(name for name in (row.name_en, *row.aliases_en) if name and name != thing.name_en)
        added = thing.added.get((row.source, row.id), _Added())
        part = msgspec.structs.replace(
            row, id=self.canonical(row.id), name=thing.name, name_en=english, classes=thing.classes,
            aliases=tuple(aliases), aliases_en=tuple(aliases_en),
            merged_from=tuple(sorted({*row.merged_from, *added.merged_from})),
            identifiers=tuple(dict.fromkeys((*row.identifiers, *added.identifiers))),
        )  # fmt: skip
        if part != row:
            self._changed.setdefault(row.source, set()).add(_spelt(part))
        return part

    def record(self, record: R) -> R:
        """A record that refers to things by the ids that stay."""
        if not self._things:
            return record
        changes: dict[str, object] = {}
        for field in _REFERRING[type(record)]:
            if (id := getattr(record, field)) != (new := self.canonical(id)):
                changes[field] = new
        if not isinstance(record, Section) and record.qualifiers:
            qualifiers = tuple(self._qualifier(*pair) for pair in record.qualifiers)
            if qualifiers != record.qualifiers:
                changes["qualifiers"] = qualifiers
        if not changes:
            return record
        found = msgspec.structs.replace(record, **changes)
        self._changed.setdefault(record.source, set()).add(_spelt(found))
        return found

    def document(self, document: Document) -> Document:
        """A source, in a version of its own where decisions change what it says."""
        if document.id not in self._changed:
            return document
        changed = "\n".join((document.tables_sha256, *sorted(self._changed[document.id])))
        return msgspec.structs.replace(document, tables_sha256=hashlib.sha256(changed.encode()).hexdigest())

    def _qualifier(self, name: str, value: str) -> tuple[str, str]:
        property = ontology().properties.get(name)
        return (name, value) if property is None or property.takes_text else (name, self.canonical(value))

    def _thing(self, id: str, rows: list[Entity], references: Collection[str]) -> _Thing:
        self._check_kinds(rows)
        staying = [row for row in rows if row.id == id] or rows
        english = next((row.name_en for row in (*staying, *rows) if row.name_en), "")
        added = {(row.source, row.id): _Added([] if row.id == id else [row.id]) for row in rows}
        # What has no row is with the first report that names the thing: a report is always written anew as a whole.
        home = {row.id: row for row in reversed(rows)}
        first = next((row for row in rows if row.source not in references), rows[0])
        for member in self.judgements.members(id):
            row = home.get(member, first)
            here = added[row.source, row.id]
            here.identifiers += self.judgements.identifiers_of(member)
            if member not in home and member != id:
                here.merged_from.append(member)
        return _Thing(staying[0].name, english, _together(rows), added)

    def _check_kinds(self, rows: list[Entity]) -> None:
        """Notes a decision that makes one of two things which can't be one."""
        kinds: dict[tuple[str, tuple[str, ...]], Entity] = {}
        for row in rows:
            kinds.setdefault((row.existence, row.classes), row)
        for one, other in combinations(kinds.values(), 2):
            if one.existence == other.existence and _compatible(one.classes, other.classes):
                continue
            chain = self.judgements.chain(one.id, other.id)
            what = [f"{row.id} is a {'/'.join(row.classes)} ({row.existence})" for row in (one, other)]
            by = ", ".join(step.where for step in chain[1:])
            told = f"{' and '.join(what)}: nothing is both{f' (also by {by})' if by else ''}"
            self.problems.append(
                Problem(chain[0].file, chain[0].row, "decision", f"{told}; correct a class, or withdraw the decision")
            )
            return


def _spelt(record: Entity | Section | Statement | Observation) -> str:
    """A record as text that is the same whichever way it came."""
    return msgspec.json.encode(canonical(record)).decode()


def _compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether all classes of one side lie on a line with a class of the other, up or down."""
    is_a = ontology().is_a
    return any(
        all(any(is_a(x, y) or is_a(y, x) for y in there) for x in here) for here, there in ((one, other), (other, one))
    )


def _together(rows: Sequence[Entity]) -> tuple[str, ...]:
    """The classes of one thing: the most specific of what its rows say."""
    kinds = dict.fromkeys(row.classes for row in rows)
    return rows[0].classes if len(kinds) == 1 else ontology().most_specific({c for kind in kinds for c in kind})


def _unknown_schemes(decisions: Sequence[Decision]) -> Iterator[Problem]:
    """A problem for each identifier from outside that is of no scheme of the vocabulary."""
    known = ontology().datatypes
    for d in decisions:
        if d.identifier and d.identifier[0] not in known:
            message = f"{unknown('scheme', d.identifier[0], known)}; one of {', '.join(known)}"
            yield Problem(d.file, d.row, "right", message)


def _unknown_ids(decisions: Sequence[Decision], rows: Iterable[Entity]) -> Iterator[Problem]:
    """A warning for each table that names ids which no row has."""
    known = {row.id: row for row in rows}
    near = Known(known)
    unknown_ids: dict[str, dict[str, int]] = {}
    for d in decisions:
        for id in (d.left, *(() if d.identifier else (d.right,))):
            if id not in known and d.decision != "withdrawn":
                unknown_ids.setdefault(d.file, {}).setdefault(id, d.row)
    for file, ids in unknown_ids.items():
        told = ", ".join(unknown("id", id, near) for id in [*ids][:_SHOWN])
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        message = f"{told}{more}; no table of this build has a row for {'it' if len(ids) == 1 else 'them'}"
        yield Problem(file, next(iter(ids.values())), "", message)


def joined(parts: Iterable[Entity]) -> Entity:
    """A thing by what its sources say of it, put together where one source has several rows for it.

    Args:
        parts: at least one, those of a source together.
    """
    by_source: dict[str, Entity] = {}
    for part in parts:
        known = by_source.get(part.source)
        by_source[part.source] = _one_row(known, part) if known else part
    first, *others = by_source.values()
    for other in others:
        first = first.merged(other)
    return first


def _one_row(one: Entity, other: Entity) -> Entity:
    """Two rows of one source as one; it counts as decided on as soon as one of them is."""
    status = min(one.status, other.status, key=BY_REVIEW.index)
    both = msgspec.structs.replace(one.merged(other), parts=(), status=status)
    return msgspec.structs.replace(both, merged_from=tuple(sorted(both.merged_from)))
