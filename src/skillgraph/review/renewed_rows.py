"""Rows of a loader's tables whose passages are moved to a new version of their text: each stays, or says why not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from skillgraph.documents.source import Block, SourceText
from skillgraph.language.alignment import Alignment, Found
from skillgraph.language.numerals import read_numbers
from skillgraph.language.passages import folded
from skillgraph.mapping.fields import ENTITY, OBSERVATION, SECTION
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Evidence, passage_checksum, plain_decimal
from skillgraph.tables.cells import Cells, cell

GONE, CHANGED, UNKNOWN = "gone", "changed", "not what the old text has there"


class Doubt(msgspec.Struct, frozen=True):
    """A passage for which a row is to be looked at again.

    `passage` is where it stood, `now` where what is left of it stands; `number` and `new_number` are those of a figure
    whose number changed, as the words of the two texts say them. `file` and `row` are filled in when all is written.
    """

    id: str
    column: str
    reason: str
    passage: str = ""
    now: str = ""
    number: str = ""
    new_number: str = ""
    file: str = ""
    row: int = 0

    def __str__(self) -> str:
        words = f"{self.passage} {self.reason}" if self.passage else self.reason
        words += f", now {self.now}" if self.now else ""
        words += f"; the number was {self.number or 'none'} and is {self.new_number or 'none'}" if self._differs else ""
        return str(Problem(self.file, self.row, self.column, f"{self.id}: {words}"))

    @property
    def _differs(self) -> bool:
        return self.number != self.new_number


class Mover:
    """Moves the passages of rows from one version of a text to another.

    Args:
        source: the id of the loader.
        old: the text that the rows were made from.
        new: the other version.
    """

    def __init__(self, source: str, old: SourceText, new: SourceText) -> None:
        self._source = source
        self._old, self._new = old, new
        self._alignment = Alignment(old.text, new.text)
        self._headings = [b for b in old.blocks if b.kind == "heading"]
        self._new_headings = [b for b in new.blocks if b.kind == "heading"]
        self.lost = 0

    def moved(self, table: str, cells: dict[str, str]) -> list[Doubt]:
        """Moves the passages of a row of entities, statements or figures in its cells; what it has doubts about.

        Raises:
            DataError: a cell holds no passage.
        """
        reader = Cells(cells, self._source, table, 0)
        if table == ENTITY.file:
            doubts = self._mentions(cells, reader.spans("mentions"))
        else:
            figure = reader.span("figure") if table == OBSERVATION.file else None
            doubts = self._evidence(cells, reader.spans("evidence"), figure)
        if reader.problems:
            raise DataError(f"{table}, {cells['id']}: {reader.problems[0].message}")
        return doubts

    def _mentions(self, cells: dict[str, str], spans: tuple[Evidence, ...]) -> list[Doubt]:
        """A name stays where some of its places do; those that are gone are left out."""
        looked_up = [(span, *self._look_up(span, sure=False)) for span in spans]
        same = [found for _, found, reason in looked_up if found and not reason]
        if same:
            places = tuple(dict.fromkeys(map(self._of, same)))
            cells["mentions"] = cell(places)
            self.lost += len(spans) - len(places)
            return []
        if changed := [found for _, found, _ in looked_up if found]:
            cells["mentions"] = cell(tuple(dict.fromkeys(map(self._of, changed))))
        return [self._doubt(cells, "mentions", *looked) for looked in looked_up]

    def _evidence(self, cells: dict[str, str], spans: tuple[Evidence, ...], figure: Evidence | None) -> list[Doubt]:
        looked_up = [(span, *self._look_up(span)) for span in spans]
        doubts = [self._doubt(cells, "evidence", *looked) for looked in looked_up if looked[2]]
        passages = tuple(self._of(found) if found else span for span, found, _ in looked_up)
        if figure is not None:
            at = next((n for n, e in enumerate(spans) if e.start <= figure.start and figure.end <= e.end), -1)
            moved = self._figure(figure, looked_up[at][:2] if at >= 0 else (figure, None))
            if moved is None:
                return doubts or [self._doubt(cells, "figure", figure, None, GONE)]
            numbers = {
                "number": _number(self._old.text, spans[at], figure),
                "new_number": _number(self._new.text, passages[at], moved),
            }
            if len(set(numbers.values())) > 1:
                doubts.append(
                    msgspec.structs.replace(
                        self._doubt(cells, "figure", figure, Found(moved.start, moved.end, same=False), CHANGED),
                        **numbers,
                    )
                )
            cells["figure"] = cell(moved)
        cells["evidence"] = cell(tuple(dict.fromkeys(passages)))
        return doubts

    def _figure(self, figure: Evidence, around: tuple[Evidence, Found | None]) -> Evidence | None:
        """Where a number, or what it was changed into, stands in the passage that holds it; None for nowhere."""
        span, passage = around
        if passage is None:
            return None
        place = figure.start, figure.end
        if passage.same:
            return self._of(self._alignment.inside((span.start, span.end), passage, place))
        for found in (self._alignment.find(*place, sure=False), self._alignment.changed(*place, share=0)):
            if found and passage.start <= found.start and found.end <= passage.end:
                return self._of(found)
        return None

    def section(self, cells: dict[str, str], others: Iterable[Evidence]) -> tuple[bool, list[Doubt]]:
        """Moves a section, which may have more in it or less; whether any of it is left, and doubts.

        Args:
            cells: of its row.
            others: the passages of all sections of the table.
        """
        reader = Cells(cells, self._source, SECTION.file, 0)
        span = reader.span("span")
        if reader.problems:
            raise DataError(f"{SECTION.file}, {cells['id']}: {reader.problems[0].message}")
        if span is None or not self._is_there(span):
            return True, [Doubt(cells["id"], "span", UNKNOWN, _place(span))]
        heading = self._heading_of(span, cells["heading"])
        found = self._alignment.find(*heading, sure=False)
        reason = "" if found and found.same else CHANGED if found else GONE
        if found is None:
            found = self._alignment.changed(span.start, span.end)
            if found is None:
                return False, [Doubt(cells["id"], "span", GONE, _place(span))]
        end = self._end(span, found.start, {other.start for other in others})
        moved = Evidence.of(self._source, self._new.text, found.start, max(end, found.end))
        cells["span"] = cell(moved)
        return True, [Doubt(cells["id"], "heading", reason, _place(span), _place(moved))] if reason else []

    def again(self, span: Evidence) -> Evidence:
        """A passage of the new text with the checksum of what stands there."""
        return Evidence.of(self._source, self._new.text, span.start, span.end)

    def _heading_of(self, span: Evidence, heading: str) -> tuple[int, int]:
        """Where the heading of a section stands, with which its passage begins."""
        wanted = len("".join(heading.split()))
        end = span.start
        while wanted and end < span.end:
            wanted -= not self._old.text[end].isspace()
            end += 1
        return span.start, end

    def _end(self, span: Evidence, start: int, begins: set[int]) -> int:
        """Where a section ends that begins at `start`: before the next that is not below it."""
        text = self._old.text
        behind = span.end + len(text[span.end :]) - len(text[span.end :].lstrip())
        own = self._heading_at(span.start)
        ended = self._alignment.ended(span.end)
        if behind < len(text) and behind not in begins and not self._heading_at(behind):
            return ended
        end = self._alignment.goes_on(behind)
        if end <= start:  # the next one was moved away
            end = len(self._new.text)
        stops = [
            b.start
            for b in self._new_headings
            if max(ended, start + 1) <= b.start and b.level <= (own.level if own else b.level)
        ]
        end = min([end, *(self._marked(stop) for stop in stops)])
        return start + len(self._new.text[start:end].rstrip("# \t\r\n\f\u3000"))

    def _heading_at(self, offset: int) -> Block | None:
        """The heading of the old text that stands at an offset, or begins there with its marks."""
        text = self._old.text
        return next((b for b in self._headings if offset < b.end and not text[offset : b.start].strip("# \t")), None)

    def _marked(self, heading: int) -> int:
        """Where the line of a heading begins, with its marks."""
        return self._new.text.rfind("\n", 0, heading) + 1

    def _look_up(self, span: Evidence, sure: bool = True) -> tuple[Found | None, str]:
        """Where a passage stands, and why the row is to be looked at if it is not there as it was."""
        if not self._is_there(span):
            return None, UNKNOWN
        found = self._alignment.find(span.start, span.end, sure)
        return found, ("" if found.same else CHANGED) if found else GONE

    def _is_there(self, span: Evidence) -> bool:
        """Whether the old text has the passage."""
        passage = self._old.text[span.start : span.end]
        return span.end <= len(self._old.text) and span.checksum in ("", passage_checksum(passage))

    def _of(self, found: Found) -> Evidence:
        return Evidence.of(self._source, self._new.text, found.start, found.end)

    def _doubt(self, cells: dict[str, str], column: str, span: Evidence, found: Found | None, reason: str) -> Doubt:
        return Doubt(cells["id"], column, reason, _place(span), _place(found))


def clipped(spans: list[tuple[Evidence, Evidence]]) -> list[Evidence]:
    """Sections, as they were and as they are, so that each still ends in those that it lay in, and before any other.

    Example:
        >>> of = lambda start, end: Evidence("r", start, end, "")
        >>> [e.end for e in clipped([(of(0, 9), of(0, 9)), (of(2, 9), of(2, 12)), (of(10, 12), of(5, 12))])]
        [5, 5, 12]
    """
    found = []
    for old, new in spans:
        around = (n.end for o, n in spans if o.start <= old.start and old.end <= o.end and n.start <= new.start < n.end)
        found.append(msgspec.structs.replace(new, end=min(new.end, *around)))
    # Of two that would overlap, since one was moved into the other, the first ends where the other begins.
    for n, span in enumerate(found):
        crossing = [other.start for other in found if span.start < other.start < span.end < other.end]
        found[n] = msgspec.structs.replace(span, end=min([span.end, *crossing]))
    return found


def _place(span: Evidence | Found | None) -> str:
    return f"{span.start}-{span.end}" if span else ""


def _number(text: str, around: Evidence, figure: Evidence) -> str:
    """The number that the words of a figure say; nothing where they say no certain one."""
    passage, offsets = folded(text, around.start, around.end, simplified=False)
    start, end = bisect_left(offsets, figure.start), bisect_left(offsets, figure.end)
    numbers = (n for n in read_numbers(passage) if n.start < end and start < n.end)
    return " ".join("-".join(plain_decimal(v) for v in (n.value, n.value_max) if v is not None) for n in numbers)
