"""What a person did to a report under review, as its journal keeps it: who, when, and each cell before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from skillgraph.resolve.decisions import Judgement

#: Stands for the row itself among its columns: whether it is there.
ROW = ""
THERE = "there"


class RowChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed in a row of a table: some of its cells before and after; None where there was, or is, no row.

    `served` marks what was not decided on itself, but came along with the rows that it serves, as an indicator does.
    """

    table: str
    id: str
    was: dict[str, str] | None
    now: dict[str, str] | None
    served: bool = False

    def cells(self) -> dict[str, tuple[str, str]]:
        """Each column with its value before and after.

        Example:
            >>> RowChange("entities.csv", "a", None, {"name": "甲"}).cells()
            {'': ('', 'there'), 'name': ('', '甲')}
        """
        was, now = self.was or {}, self.now or {}
        found = {column: (was.get(column, ""), now.get(column, "")) for column in {**was, **now}}
        if (self.was is None) != (self.now is None):
            found = {ROW: ("" if self.was is None else THERE, "" if self.now is None else THERE), **found}
        return found

    def turned(self) -> RowChange:
        """What takes it back."""
        return RowChange(self.table, self.id, self.now, self.was, self.served)


class PairChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was judged of two ids, before and after, and on which day; None where nobody had judged."""

    left: str
    right: str
    was: Judgement | None
    now: Judgement
    date: str


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision, with all that it changed.

    Args:
        event: its id, which who decides makes, so that one that is sent twice is one.
        at: when, in UTC; no earlier than what who decided had seen.
        by: who.
        do: accept, reject, reopen, edit, add, skip, same, different, unsure, undo.
        items: what it is about, as `name/enterprise-b12a7dca`.
        ms: for how many milliseconds the person looked at it.
        note: the person's.
        undoes: the event that it takes back.
        rows: of tables that changed.
        pairs: that were judged.
        seen: how many events of each journal were known then.
        text: which text of the report the offsets in it are of: the beginning of its checksum.
    """

    event: str
    at: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    by: str
    do: str
    items: tuple[str, ...] = ()
    ms: int = 0
    note: str = ""
    undoes: str = ""
    rows: tuple[RowChange, ...] = ()
    pairs: tuple[PairChange, ...] = ()
    seen: dict[str, int] = {}
    text: str = ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Where it stands among the events of all journals."""
        return self.at, self.by, self.event


def changed(table: str, id: str, before: Mapping[str, str], after: Mapping[str, str]) -> RowChange | None:
    """What is to be changed in a row so that it is as wanted; None if nothing.

    Example:
        >>> changed("entities.csv", "a", {"id": "a", "status": "extracted"}, {"id": "a", "status": "reviewed"})
        RowChange(table='entities.csv', id='a', was={'status': 'extracted'}, now={'status': 'reviewed'}, served=False)
    """
    columns = [column for column in after if before.get(column, "") != after[column]]
    if not columns:
        return None
    return RowChange(table, id, {c: before.get(c, "") for c in columns}, {c: after[c] for c in columns})


def joined(changes: Iterable[RowChange]) -> tuple[RowChange, ...]:
    """Changes one after the other as one a row; what ends as it began is left out.

    Example:
        >>> one = RowChange("entities.csv", "a", {"status": "extracted"}, {"status": "reviewed"})
        >>> joined([one, one.turned()])
        ()
    """
    found: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        key = change.table, change.id
        first = found.get(key)
        if first is None:
            found[key] = change
            continue
        was = None if first.was is None else {**(change.was or {}), **first.was}
        now = None if change.now is None else {**(first.now or {}), **change.now}
        found[key] = RowChange(change.table, change.id, was, now, first.served and change.served)
    return tuple(change for change in found.values() if (change.was or {}) != (change.now or {}))
