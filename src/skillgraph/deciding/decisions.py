"""One decision on a report: what a person wishes becomes changes of rows, and these an event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from skillgraph.deciding.catching_up import needed, promote
from skillgraph.deciding.editing import Editor
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.events import Event, RowChange, changed
from skillgraph.deciding.fields import TABLES, item
from skillgraph.deciding.fold import Fold
from skillgraph.deciding.state import State
from skillgraph.tables.review_sheet import serves_others

Key = tuple[str, str]


def apply(editor: Editor, do: str, kind: str, id: str, fields: Mapping[str, Any], with_uses: bool) -> str:
    """Does to a row what a person wishes.

    Args:
        editor: of a copy of the tables.
        do: accept, reject, reopen, edit or add.
        kind: of the item.
        id: of the row; nothing for one that is added.
        fields: to be corrected, or of what is added.
        with_uses: whether what needs a rejected name is rejected with it.

    Returns:
        The row's id.

    Raises:
        NotDone: it can't be done.
    """
    match do:
        case "add":
            return editor.add(kind, fields)["id"]
        case "accept":
            editor.accept(kind, id, fields)
        case "edit":
            editor.correct(kind, editor.row(kind, id), fields)
        case "reject" if kind == "name":
            editor.reject(id, with_uses)
        case "reject" | "reopen" if kind != "section":
            editor.row(kind, id)["status"] = "rejected" if do == "reject" else "extracted"
        case _:
            raise NotDone("bad", f"{do!r} can't be done to a {kind}")
    return id


def changes(before: State, after: State, fold: Fold, touched: Collection[Key]) -> tuple[RowChange, ...]:
    """What changed, with what comes along: indicators, units and kinds of things follow the rows that need them.

    Args:
        before: the tables as they stand.
        after: a changed copy.
        fold: of what was decided before.
        touched: the rows that were decided on themselves.
    """
    _demote(after, fold)
    promote(after)
    return tuple(_changes(before, after, touched))


def _changes(before: State, after: State, touched: Collection[Key]) -> Iterator[RowChange]:
    for (table, id), row in after.rows.items():
        old = before.rows.get((table, id))
        serves = table == "entities.csv" and serves_others(row) and (table, id) not in touched
        if old is None:
            yield RowChange(table, id, None, {c: v for c, v in row.items() if v}, serves)
        elif old is not row and (change := changed(table, id, old, row)) is not None:
            yield RowChange(table, id, change.was, change.now, serves)
    for table, id in before.rows.keys() - after.rows.keys():
        yield RowChange(table, id, {c: v for c, v in before.rows[table, id].items() if v}, None)


def _demote(state: State, fold: Fold) -> None:
    """Opens again what only came along with rows that need it no more."""
    wanted = needed(state)
    for (table, id), columns in fold.cells.items():
        row = state.rows.get((table, id))
        if row is None or table != "entities.csv" or row["status"] != "reviewed" or id in wanted:
            continue
        traces = columns.get("status", [])
        if traces and traces[-1].served and traces[-1].now == "reviewed" and serves_others(row):
            row["status"] = "extracted"


def undo(state: State, fold: Fold, event: Event) -> State:
    """The tables as they were before an event.

    Raises:
        NotDone: what it changed was changed again since.
    """
    after = state.copy()
    for change in event.rows:
        row = after.rows.get((change.table, change.id))
        now = change.now or {}
        if change.now is not None and row is None:
            raise _later(fold, event, change)
        if row is not None and any(row.get(column, "") != value for column, value in now.items()):
            if change.served:
                continue
            raise _later(fold, event, change)
        if change.was is None:
            if change.served and _is_referred_to(after, event, change.id):
                continue
            after.remove(change.table, change.id)
        elif row is None:
            after.add(change.table, change.was)
        else:
            row |= change.was
    for change in event.rows:
        if (
            change.was is None
            and (change.table, change.id) not in after.rows
            and _is_referred_to(after, event, change.id)
        ):
            raise _later(fold, event, change)
    return after


def _is_referred_to(state: State, event: Event, id: str) -> bool:
    """Whether rows that an event did not touch, and that count, refer to a thing."""
    own = {(change.table, change.id) for change in event.rows}
    return any(
        id in (row.get("subject"), row.get("object"), row.get("indicator"), row.get("about"))
        for (table, row_id), row in state.rows.items()
        if table != "entities.csv" and (table, row_id) not in own and row.get("status") != "rejected"
    )


def _later(fold: Fold, event: Event, change: RowChange) -> NotDone:
    traces = [t for column in fold.cells.get((change.table, change.id), {}).values() for t in column]
    since = [t.event for t in traces if t.event.order > event.order]
    last = max(since, key=lambda e: e.order).event if since else ""
    by = "a later decision" if last else "a change of the table"
    return NotDone("later", f"{item(change.table, change.id)} was changed since by {by}", later=last)


def table_of(kind: str) -> str:
    """The table of a kind of item.

    Raises:
        NotDone: it has none.
    """
    if kind not in TABLES:
        raise NotDone("bad", f"{kind!r} is none of {', '.join(TABLES)}")
    return TABLES[kind]
