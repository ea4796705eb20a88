"""Reads a figure again from its passage: does the row say the same number, bound and unit?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator

from skillgraph.documents.source import SourceText
from skillgraph.language.cells import BEFORE, CellFigure, Grid
from skillgraph.language.numerals import Number, read_numbers
from skillgraph.language.passages import Passage, folded, passages
from skillgraph.model.records import Entity, Observation, plain_decimal
from skillgraph.model.terms import UNIT

#: How much of a passage a message shows.
SHOWN = 20
_PURE_NUMBER = "unit-none"


class Units:
    """The words of units, as they stand behind a number.

    Args:
        entities: those of class Unit are taken.

    Example:
        >>> names = {"unit-ren": "人", "unit-renci": "人次"}
        >>> Units(Entity(id, "units", ("Unit",), name) for id, name in names.items()).read("人次以上")
        '人次'
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.meanings: dict[str, set[str]] = {}
        self.rates: dict[str, str] = {}
        for entity in entities:
            if UNIT in entity.classes and entity.id != _PURE_NUMBER:
                for name in (entity.name, *entity.aliases):
                    # 元/月 is written 每月500元: only the part before the stroke stands behind the number.
                    counted, _, rate = name.partition("/")
                    self.meanings.setdefault(counted, set()).add(entity.id)
                    self.rates[entity.id] = rate
        self.words = {word: word for word in self.meanings}
        self._longest_first = sorted(self.meanings, key=len, reverse=True)

    def read(self, text: str) -> str | None:
        """The longest unit that a text begins with."""
        return next((word for word in self._longest_first if text.startswith(word)), None)


def squeeze(text: str) -> str:
    """A text without white space: lines of a report break inside words and numbers.

    Example:
        >>> squeeze("竞赛工作体\\n\\n系")
        '竞赛工作体系'
    """
    return "".join(text.split())


def excerpt(text: str) -> str:
    """The beginning of a passage, for a message."""
    line = squeeze(text)
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def figure_complaints(
    observation: Observation, text: str, units: Units, tables: Tables | None = None
) -> tuple[bool, list[tuple[str, str]]]:
    """Compares a row with the passage of its figure.

    Args:
        observation: the row.
        text: of the document.
        units: what stands behind numbers.
        tables: those of the document, whose heads and captions say more of a number in a cell.

    Returns:
        Whether a number could be read, and column and message of what differs. Nothing is claimed of a passage
        without a certain number, as 多名.

    Example:
        >>> from skillgraph.model.records import Evidence
        >>> text = "学员近百名"
        >>> row = Observation("r/1", "r", "school", "ind", "unit-ming", bound="lessThan",
        ...     figure=Evidence.of("r", text, 2, 5), evidence=(Evidence.of("r", text, 0, 5),))
        >>> figure_complaints(row, text, Units([]))
        (True, [('value', "empty, but '近百名' is 100")])
    """
    figure = observation.figure
    assert figure is not None
    if tables is not None and (found := tables.figure(figure.start, figure.end, units)) is not None:
        return True, list(_cell_complaints(observation, found, text[figure.start : figure.end], units))
    passage, start, end = _context(observation, text)
    numbers = [n for n in read_numbers(passage) if n.start < end and start < n.end]
    if not numbers:
        return False, []
    words = passage[start:end]
    meant = [n for n in numbers if n.value == observation.value]
    if not meant:
        return True, [("value", _differs(observation, numbers, words))]
    readings = [list(_complaints(observation, n, passage, start, end, units)) for n in meant]
    return True, min(readings, key=len)


def _context(observation: Observation, text: str) -> tuple[str, int, int]:
    """The evidence around the figure as passages have it, and where the figure stands in it."""
    figure = observation.figure
    assert figure is not None
    around = next((e for e in observation.evidence if e.start <= figure.start and figure.end <= e.end), figure)
    passage, offsets = folded(text, around.start, around.end, simplified=False)
    return passage, bisect_left(offsets, figure.start), bisect_left(offsets, figure.end)


def _cell_complaints(
    observation: Observation, found: CellFigure, words: str, units: Units
) -> Iterator[tuple[str, str]]:
    """What differs from the figure of a cell, whose unit may stand in a head or a caption."""
    measure, number = found.measure, found.number
    values = {found.value: found.value_max}
    if measure is not None and (not measure.known or observation.unit in units.meanings.get(measure.written, ())):
        # A scale without a unit that is known may not be one; and the unit of the row may be ten thousand people.
        values[number.value] = number.value_max
    if observation.value not in values:
        scale = f" in {measure.written}" if measure is not None and measure.scale > 1 else ""
        read = plain_decimal(found.value)
        said = "empty" if observation.value is None else plain_decimal(observation.value)
        yield "value", f"{said}, but {excerpt(words)!r}{scale} is {read}"
        return
    if observation.value_max != values[observation.value]:
        high = values[observation.value]
        expected = "no range" if high is None else f"a range up to {plain_decimal(high)}"
        yield "value_max", f"{excerpt(words)!r} is {expected}"
    if observation.bound != found.bound:
        yield "bound", f"{observation.bound}, but the words at {excerpt(words)!r} say {found.bound}"
    known = units.meanings.get(measure.unit, set()) if measure is not None and found.said else set()
    if known and observation.unit not in {*known, _PURE_NUMBER, *units.meanings.get(measure.written, ())}:  # type: ignore[union-attr]  # known is empty without one
        yield "unit", f"{observation.unit}, but {measure.unit!r} is what the table says: {' or '.join(sorted(known))}"  # type: ignore[union-attr]


class Tables:
    """The cells of a document's tables, to find the one that a figure stands in.

    Args:
        source: the document.
    """

    def __init__(self, source: SourceText) -> None:
        before: deque[str] = deque(maxlen=BEFORE)
        cells: dict[int, list[Passage]] = {}
        captions: dict[int, tuple[str, ...]] = {}
        for passage in passages(source, simplified=False) if any(b.table >= 0 for b in source.blocks) else ():
            table = passage.block.table
            if table < 0:
                before.append(passage.text)
            else:
                captions.setdefault(table, tuple(before))
                cells.setdefault(table, []).append(passage)
        self._places: list[tuple[int, int, Grid, dict[int, Passage], int]] = []
        for table, found in cells.items():
            grid = Grid(found, captions[table])
            self._places += (
                (p.block.start, p.block.end, grid, row, column) for row in grid.rows for column, p in row.items()
            )
        self._places.sort(key=lambda place: place[:2])

    def figure(self, start: int, end: int, units: Units) -> CellFigure | None:
        """The figure of the cell that a passage is part of; None outside of tables and where a cell says more."""
        at = bisect_right(self._places, start, key=lambda place: place[0]) - 1
        if at < 0 or end > self._places[at][1]:
            return None
        *_, grid, row, column = self._places[at]
        return grid.figure(row, column, units.words)


def _differs(observation: Observation, numbers: list[Number], figure: str) -> str:
    read = " or ".join(dict.fromkeys(plain_decimal(n.value) for n in numbers))
    if observation.value is None:
        return f"empty, but {excerpt(figure)!r} is {read}"
    return f"{plain_decimal(observation.value)}, but {excerpt(figure)!r} is {read}"


def _complaints(
    observation: Observation, number: Number, passage: str, start: int, end: int, units: Units
) -> Iterator[tuple[str, str]]:
    shown = excerpt(passage[number.start : end])
    if number.start < start - (passage[number.start] == "-") or end < number.end:
        yield "figure", f"{passage[start:end]!r} is only a part of the number {passage[number.start : number.end]!r}"
    if number.value_max != observation.value_max:
        expected = "no range" if number.value_max is None else f"a range up to {plain_decimal(number.value_max)}"
        yield "value_max", f"{shown!r} is {expected}"
    bound = number.bound or "exact"
    if bound != observation.bound:
        yield "bound", f"{observation.bound}, but the words at {shown!r} say {bound}"
    if observation.unit == _PURE_NUMBER:
        return
    word = "%" if number.percent else units.read(_behind(number, passage, end))
    if word and observation.unit not in units.meanings.get(word, ()):
        meant = " or ".join(sorted(units.meanings.get(word, ())))
        yield "unit", f"{observation.unit}, but {word!r} stands in {shown!r}: {meant}"
    elif (rate := units.rates.get(observation.unit, "")) not in passage:
        yield "unit", f"{observation.unit}, but {rate!r} does not stand in the evidence"


def _behind(number: Number, passage: str, end: int) -> str:
    """What stands between the number and the end of the figure, less 余 (10余家) or 级 (千亿级)."""
    rest = passage[number.end : end]
    if number.bound == "approximately":
        rest = rest.removeprefix("级")
    return rest.lstrip("余多几来")
