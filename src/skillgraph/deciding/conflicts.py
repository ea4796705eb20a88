"""Where reviewers differ, or a table and reviewers: both sides of each, for people."""

from __future__ import annotations

from typing import Any

from skillgraph.deciding.events import Event
from skillgraph.deciding.fields import item
from skillgraph.deciding.report import Report


def conflicts(report: Report) -> list[dict[str, Any]]:
    """The open ones of a report."""
    found = []
    for conflict in report.fold.conflicts:
        sides = [_side(event, conflict.row, conflict.columns) for event in (conflict.first, conflict.second)]
        stands = conflict.second.event
        found.append(
            {"item": item(*conflict.row), "event": stands, "kind": "reviewers", "sides": sides, "stands": stands}
        )
    for q in report.questions:
        event = report.fold.by_id[q.event]
        columns = tuple(q.cells)
        table = {"by": "", "at": "", "event": "", "do": "table", "cells": q.cells}
        found.append(
            {
                "item": item(q.table, q.id), "event": q.event, "kind": "table",
                "sides": [_side(event, (q.table, q.id), columns), table],
                "stands": q.event if q.stands == "event" else "",
            }
        )  # fmt: skip
    return found


def _side(event: Event, row: tuple[str, str], columns: tuple[str, ...]) -> dict[str, Any]:
    cells = {
        column: now
        for change in event.rows if (change.table, change.id) == row
        for column, (_, now) in change.cells().items() if column in columns
    }  # fmt: skip
    return {"by": event.by, "at": event.at, "event": event.event, "do": event.do, "cells": cells}
