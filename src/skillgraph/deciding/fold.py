"""What follows from the events of all journals: the last word on each cell, what is undone, where reviewers differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from skillgraph.deciding.events import Event
from skillgraph.deciding.fields import row_of

Row = tuple[str, str]


class Said(msgspec.Struct, frozen=True):
    """What an event says of a cell."""

    was: str
    now: str
    event: Event
    served: bool = False


class Conflict(msgspec.Struct, frozen=True):
    """Two events of which the later one, that stands, did not know the earlier one and says something else."""

    row: Row
    first: Event
    second: Event
    columns: tuple[str, ...]


class Fold:
    """The events of all journals, in one order.

    Of two events on one cell the later counts. Who decided without having seen what another person decided before, and
    decided otherwise, makes a conflict, until somebody decides on the row again.

    Args:
        journals: the events of each journal in its order; an event that stands in two counts once.
        text: which text of the report is reviewed. What was decided on another one stands in the tables, as `renew` has
            taken them along, and is history here.
    """

    def __init__(self, journals: Mapping[str, Iterable[Event]], text: str) -> None:
        self.text = text
        self.places: dict[str, tuple[str, int]] = {}
        found: dict[str, Event] = {}
        for name, events in journals.items():
            for number, event in enumerate(events):
                found.setdefault(event.event, event)
                self.places.setdefault(event.event, (name, number))
        self.events = sorted(found.values(), key=lambda e: e.order)
        self.by_id = found
        self.undone = {event.undoes for event in self.events if event.undoes}
        self.cells: dict[Row, dict[str, list[Said]]] = {}
        self.of_item: dict[str, list[Event]] = {}
        self.conflicts: list[Conflict] = []
        self._clash: dict[Row, Conflict] = {}
        for event in self.events:
            if event.text == text:
                self._take(event)
        self.conflicts = list(self._clash.values())

    def is_active(self, event: Event) -> bool:
        """Whether an event counts: it is neither undone nor an undoing, and about the text that is reviewed."""
        return not event.undoes and event.event not in self.undone and event.text == self.text

    def last(self, item: str) -> Event | None:
        """The last event on an item that counts."""
        return next((event for event in reversed(self.of_item.get(item, ())) if self.is_active(event)), None)

    def undoable(self, by: str) -> Event | None:
        """The last event of a person that is not undone."""
        return next((e for e in reversed(self.events) if e.by == by and self.is_active(e)), None)

    def _take(self, event: Event) -> None:
        for item in event.items:
            self.of_item.setdefault(item, []).append(event)
            settled = self._clash.get(row_of(item))
            if settled is not None and not event.undoes and self._knew_both(event, settled):
                del self._clash[row_of(item)]
        for change in event.rows:
            row = change.table, change.id
            columns = self.cells.setdefault(row, {})
            clash = self._clash.get(row)
            taken_back = clash is not None and event.undoes in (clash.first.event, clash.second.event)
            if clash is not None and (taken_back or self._knew_both(event, clash)):
                del self._clash[row]
            clashing: dict[str, Event] = {}
            for column, (was, now) in change.cells().items():
                traces = columns.setdefault(column, [])
                if clash is not None and taken_back and column in clash.columns:
                    # What the other one said stands: as if this side had said nothing.
                    other = clash.second if event.undoes == clash.first.event else clash.first
                    now = next(t.now for t in reversed(traces) if t.event is other)
                elif traces and (last := traces[-1]).now not in (was, now) and not self._knew(event, last.event):
                    clashing[column] = last.event
                traces.append(Said(was, now, event, change.served))
            if clashing:
                first = max(clashing.values(), key=lambda e: e.order)
                self._clash[row] = Conflict(row, first, event, tuple(clashing))

    def _knew_both(self, event: Event, clash: Conflict) -> bool:
        return self._knew(event, clash.first) and self._knew(event, clash.second)

    def _knew(self, event: Event, earlier: Event) -> bool:
        name, number = self.places[earlier.event]
        return event.by == earlier.by or number < event.seen.get(name, 0)
