"""Brings tables up to what was decided: after a kill, a copy saved over them, another reviewer's journal.

A cell that holds what was there before a decision is behind and is written. A cell that holds something that no
decision ever saw was changed by hand, and stays. Nothing of either is lost: where a table was saved over what had been
decided, or differs from what somebody else decided, that is a question for people.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from skillgraph.deciding.events import ROW, THERE, Event
from skillgraph.deciding.fold import Fold, Said
from skillgraph.deciding.state import WORDS, Cells, State
from skillgraph.tables.review_sheet import place_of, said, serves_others


class Question(msgspec.Struct, frozen=True):
    """A table that does not say what was decided: what stands in it, and the event; `stands` is `table` or `event`."""

    table: str
    id: str
    cells: dict[str, str]
    event: str
    stands: str


def caught_up(state: State, fold: Fold, is_applied: Callable[[Event], bool]) -> tuple[State, list[Question]]:
    """The tables as they are to be, and what people are to be asked.

    Args:
        state: as it stands.
        fold: what was decided.
        is_applied: whether the tables had an event already.
    """
    after = state.copy()
    questions: list[Question] = []
    for (table, id), columns in fold.cells.items():
        last = columns[ROW][-1] if ROW in columns else None
        row = after.rows.get((table, id))
        if row is None:
            if last is not None and last.now == THERE and table in after.tables:
                # Whoever saved an older copy did not know of it.
                after.add(table, {column: traces[-1].now for column, traces in columns.items() if column})
                if is_applied(last.event):
                    questions.append(Question(table, id, {}, last.event.event, "event"))
            continue
        removal = last.event if last is not None and last.now != THERE else None
        if removal is not None and not is_applied(removal) and _is_as_it_was(row, columns, removal):
            after.remove(table, id)
            continue
        questions += _row(table, row, columns, removal, is_applied)
    questions += _take_sheet(after, fold, is_applied)
    promote(after)
    return after, questions


def _is_as_it_was(row: Cells, columns: dict[str, list[Said]], removal: Event) -> bool:
    return all(
        row.get(column, "") == traces[-1].was
        for column, traces in columns.items() if column and traces[-1].event is removal
    )  # fmt: skip


def _row(
    table: str, row: Cells, columns: dict[str, list[Said]], removal: Event | None, is_applied: Callable[[Event], bool]
) -> list[Question]:
    """Brings a row up to what was decided."""
    over: dict[str, dict[str, str]] = {}
    for column, traces in columns.items():
        last = traces[-1]
        # What was taken out and came anew is another row; a column that no table has was written by somebody else.
        if column not in row or last.event is removal or row.get(column, "") == last.now:
            continue
        there, was_applied = row.get(column, ""), is_applied(last.event)
        if any(there in (trace.was, trace.now) for trace in traces):
            row[column] = last.now
            # Where another's decision came late, the cell is behind, and nobody saved over anything.
            if all(is_applied(trace.event) for trace in traces) and not last.served:
                over.setdefault(last.event.event + " event", {})[column] = there
        elif not was_applied and not last.served:
            over.setdefault(last.event.event + " table", {})[column] = there
    return [Question(table, row["id"], cells, *key.split(" ")) for key, cells in over.items()]


def _take_sheet(state: State, fold: Fold, is_applied: Callable[[Event], bool]) -> list[Question]:
    """Takes what people wrote into the sheet, and writes there what was decided elsewhere."""
    questions = []
    for (table, id), asked in state.asked.items():
        row = state.rows.get((table, id))
        if row is None:
            continue
        traces = fold.cells.get((table, id), {}).get("status", [])
        wanted = said(asked["decision"])
        if not traces:
            row["status"] = wanted or row["status"]
            continue
        known = {status for trace in traces for status in (trace.was, trace.now)}
        if wanted is not None and wanted not in known and row["status"] == traces[-1].now:
            row["status"] = wanted
        # What nobody can read there is left for who wrote it.
        if wanted != row["status"] and (wanted or (row["status"] in WORDS and not asked["decision"].strip())):
            if wanted is not None and is_applied(traces[-1].event):
                questions.append(Question(table, id, {"status": wanted}, traces[-1].event.event, "event"))
            asked["decision"] = WORDS.get(row["status"], "")
    for row in state.sheet:
        if (place := place_of(row)) is not None:
            _take_answer(row, f"doubt/{place[0]}-{place[1]}", fold, is_applied)
    return questions


def _take_answer(row: Cells, name: str, fold: Fold, is_applied: Callable[[Event], bool]) -> None:
    """Writes into the sheet what was decided on a passage that gave no row; a decision that stands there stays."""
    events, last = fold.of_item.get(name), fold.last(name)
    if last is not None and last.do == "reject":
        row["decision"] = row["decision"].strip() or WORDS["rejected"]
    elif events and not is_applied(events[-1]) and any(event.do == "reject" for event in events):
        # It was undone, or opened again; what else stands there is a person's own.
        row["decision"] = "" if said(row["decision"]) == "rejected" else row["decision"]


def promote(state: State) -> None:
    """Accepts what serves a reviewed row, as `take_decisions` does: an indicator, a unit, a kind of thing."""
    wanted = needed(state)
    for row in state.tables["entities.csv"]:
        if row["status"] == "extracted" and row["id"] in wanted and serves_others(row):
            row["status"] = "reviewed"


def needed(state: State) -> set[str]:
    """The ids that reviewed rows refer to."""
    return {
        row.get(column, "")
        for rows in state.tables.values() for row in rows if row.get("status") == "reviewed"
        for column in ("subject", "object", "indicator", "about")
    }  # fmt: skip
