"""What differs between two built graphs, record by record and field by field.

Records are known by their ids, which stay from build to build as rows of tables keep theirs. Of the first graph only a
checksum of each record is kept, and the records themselves only where they differ, so that memory grows with the
difference.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.records import (
    Document,
    Entity,
    Evidence,
    Observation,
    Record,
    Section,
    Statement,
    plain_decimal,
)

What = Literal["added", "gone", "changed", "merged"]
Kind = Literal["source", "thing", "section", "statement", "figure"]

_KINDS: dict[type[Record], Kind] = {
    Document: "source", Entity: "thing", Section: "section", Statement: "statement", Observation: "figure",
}  # fmt: skip
_Key = tuple[Kind, str]
#: What each source says of a thing stands in its other fields too.
_NOT_COMPARED = frozenset({"parts"})


class Change(msgspec.Struct, frozen=True):
    """A record that differs.

    Attributes:
        what: `added`, `gone`, `changed`, or `merged`: a thing that a decision made one with another.
        kind: of what: a source, thing, section, statement or figure.
        id: its id.
        source: the source that says it.
        reads: what it says, for people; of what changed, what it says now.
        fields: of what changed, each field with its value before and now; of what was merged, the id that it has now.
    """

    what: What
    kind: Kind
    id: str
    source: str
    reads: str
    fields: tuple[tuple[str, str, str], ...] = ()


class Diff(msgspec.Struct, frozen=True):
    """The changes from one graph to another, by kind, in the order of their records; printed, they are a table."""

    changes: list[Change]

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __repr__(self) -> str:
        return repr(self.rows)

    @property
    def rows(self) -> Rows:
        """A row for each record that was added, merged or is gone, and for each field that changed."""
        rows: list[tuple[Any, ...]] = []
        for c in self.changes:
            rows += [(c.what, c.kind, c.id, c.source, c.reads, *field) for field in c.fields or [("", "", "")]]
        return Rows(("change", "kind", "id", "source", "reads", "field", "before", "now"), rows)

    @property
    def counts(self) -> dict[tuple[Kind, What], int]:
        """How many of each kind were added, changed, merged or are gone."""
        return dict(Counter((c.kind, c.what) for c in self.changes))


def diff(before: GraphFolder, now: GraphFolder) -> Diff:
    """Compares two built graphs.

    Args:
        before: the older one.
        now: the newer one.

    Example:
        >>> import skillgraph
        >>> graph = GraphFolder(skillgraph.load().folder)
        >>> len(diff(graph, graph))
        0
    """
    marks = {_key(record): _mark(record) for record in before.records()}
    merged = {old: e.id for e in now.entities.values() for old in e.merged_from}
    names = {id: e.name for id, e in now.entities.items()}
    added: dict[_Key, Record] = {}
    changed: dict[_Key, Record] = {}
    for record in now.records():
        key = _key(record)
        mark = marks.pop(key, None)
        if mark is None:
            added[key] = record
        elif mark != _mark(record):
            changed[key] = record
    found: list[Change] = []
    old_names = names | {id: e.name for id, e in before.entities.items()}
    for record in before.records():
        key = _key(record)
        if key in marks:
            found.append(_gone(record, old_names, merged))
        elif key in changed:
            found.append(_changed(record, changed[key], old_names))
    found += [_change("added", record, names) for record in added.values()]
    order = {kind: place for place, kind in enumerate(_KINDS.values())}
    return Diff(sorted(found, key=lambda change: order[change.kind]))


def _key(record: Record) -> _Key:
    return _KINDS[type(record)], record.id


def _mark(record: Record) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(_fields(record)), digest_size=12).digest()


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in _NOT_COMPARED}


def _change(what: What, record: Record, names: Mapping[str, str]) -> Change:
    kind, id = _key(record)
    source = record.id if isinstance(record, Document) else record.source
    return Change(what, kind, id, source, _reads(record, names))


def _gone(record: Record, names: Mapping[str, str], merged: Mapping[str, str]) -> Change:
    gone = _change("gone", record, names)
    if isinstance(record, Entity) and record.id in merged:
        return msgspec.structs.replace(gone, what="merged", fields=(("id", record.id, merged[record.id]),))
    return gone


def _changed(record: Record, later: Record, names: Mapping[str, str]) -> Change:
    old, new = _fields(record), _fields(later)
    fields = tuple((name, _text(old[name]), _text(new[name])) for name in old if old[name] != new[name])
    return msgspec.structs.replace(_change("changed", later, names), fields=fields)


def _reads(record: Record, names: Mapping[str, str]) -> str:
    """What a record says, with the names of things in place of their ids."""
    if isinstance(record, Document):
        return record.title
    if isinstance(record, Entity):
        return record.name
    if isinstance(record, Section):
        return record.heading
    told = "" if record.modality == "actual" else f" ({record.modality})"
    if isinstance(record, Statement):
        end = names.get(record.object, record.object) or record.text
        return f"{names.get(record.subject, record.subject)} {record.predicate} {end}{told}"
    words = (record.subject, record.indicator, _number(record), record.unit)
    return " ".join(names.get(word, word) for word in words if word) + told


def _number(figure: Observation) -> str:
    bound = "" if figure.bound == "exact" else f"{figure.bound} "
    return bound + " to ".join(plain_decimal(v) for v in (figure.value, figure.value_max) if v is not None)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, Evidence):
        return f"{value.document}:{value.start}-{value.end}#{value.checksum}"
    if isinstance(value, tuple):
        return " | ".join(_pair(item) for item in value)
    return str(value)


def _pair(item: object) -> str:
    return "=".join(map(_text, item)) if isinstance(item, tuple) else _text(item)


def lines(changes: Iterable[Change]) -> Iterator[str]:
    """Changes for a terminal: `+` added, `-` gone, `~` changed with a line for each field, `>` merged.

    Example:
        >>> list(lines([Change("changed", "thing", "gfm", "r", "GFM", (("name", "G", "GFM"),))]))
        ['~ thing gfm: GFM', '    name: G -> GFM']
    """
    signs: dict[What, str] = {"added": "+", "gone": "-", "changed": "~", "merged": ">"}
    for change in changes:
        yield f"{signs[change.what]} {change.kind} {change.id}: {change.reads}"
        for name, before, now in change.fields:
            yield f"    {name}: {before or '(nothing)'} -> {now or '(nothing)'}"
