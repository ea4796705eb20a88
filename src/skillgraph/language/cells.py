"""Figures in the cells of tables: the number in a cell with what head, caption and row say of it.

Extraction proposes figures by this reader and `verify` reads them again by it, so that 1.20 below 在校生数（万人）is
12000 人 for both.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from skillgraph.documents.text_heads import is_counted, is_head, is_unit, is_year
from skillgraph.language.measures import (
    IN_BRACKETS,
    Measure,
    bracketed,
    implied,
    known_unit,
    measure_of,
    of_caption,
    without_unit,
)  # fmt: skip
from skillgraph.language.numerals import Number, read_numbers
from skillgraph.language.passages import Passage
from skillgraph.model.records import Bound

_HAS_SCALE = re.compile(r"[十百千万萬亿億]")
_UNIT_CELL = re.compile(r"[(\[【〔]?(?:(?:计量|计价)?单位|(?:Unit|UNIT|unit)s?)\s*:")
_RATE = re.compile(r"率|占比|比例|比重|百分比")
_OF_UNITS = re.compile(r"(?:计量)?单位")
_MONEY = re.compile(r"(?:资金|经费|金额|收入|产值|工资|学费|投资|投入|补贴)额?$")
_OF_PEOPLE = {"人", "人次", "名", "位"}
_BEFORE = re.compile(r"(?:[约近超逾≥≤<>]|大约|不(?:少|低)于|不超过|至少|最[多高]|超过)?")
_AFTER = re.compile(
    r"[余多几]?(?P<unit>[^\d\s()]{0,4}?)(?:[余多]|及?以[上下]|左右)?(?:[(](?P<inner>[^\d()]{0,24})[)])?"
)
#: A head that begins with a year, as 2023—2024学年 or 2024年上半年.
_DATED = re.compile(r"(?:19|20)\d\d(?:[年学]|\s?[-—–~至/.]\s?\d)")
_REMARK = re.compile(r"(?<=\w)[(][^()0-9]{3,24}[)]$")
_SIGNS: dict[str, Bound] = {">": "moreThan", "<": "lessThan"}
_NOTE_ROWS = 3
#: Fewer titles on the left, and fewer that can be nothing else, could be a table with titles above.
_FEWEST_TURNED, _SURE_TURNED = 3, 2
#: Passages before a table that can be its caption, and how long one is at most if it says nothing of units.
BEFORE, _LONGEST_CAPTION = 2, 60


class CellFigure(msgspec.Struct, frozen=True):
    """The figure of a cell: its value (of a range the lower end), and the number as the cell has it.

    `measure` is what its unit is known by, None where nothing says it; `said` is true where it is written out. `title`
    is the head that says what is counted and `year` the year that a head gives.
    """

    value: Decimal
    value_max: Decimal | None
    bound: Bound
    number: Number
    measure: Measure | None
    said: bool
    title: Passage
    label: str
    year: str


class Grid:
    """The cells of one table by row and column, its heads told from its rows.

    Args:
        cells: in the order of the document.
        before: the texts that stand before the table, the nearest last.
    """

    def __init__(self, cells: Iterable[Passage], before: Sequence[str] = ()) -> None:
        rows: dict[int, dict[int, Passage]] = {}
        for cell in cells:
            rows.setdefault(cell.block.row, {})[cell.block.column] = cell
        ordered = [dict(sorted(rows[number].items())) for number in sorted(rows)]
        self.captions = [text for text in before if len(text) <= _LONGEST_CAPTION or "单位" in text]
        while len(ordered) > 1 and _is_caption(ordered[0], ordered[1:]):
            self.captions += [cell.text for cell in ordered.pop(0).values()]
        ordered = _turned(ordered)
        height = _head_rows(ordered)
        self._units = {cell.block.start for row in ordered[1:height] for cell in row.values() if is_unit(cell.text)}
        self.heads = _heads(ordered[:height])
        starts = _side_by_side(self.heads, ordered[height:])
        self.rows = [part for row in ordered[height:] for part in _parts(row, starts)]
        said = Counter((bisect(starts, c), self.title(c), self.year(c)) for c in self.heads)
        #: Columns whose heads say the same are told apart by what nobody read.
        self._unclear = {c for c in self.heads if said[bisect(starts, c), self.title(c), self.year(c)] > 1}
        self._unit_columns = [c for c in self.heads if _OF_UNITS.fullmatch(self.title(c))]

    def title(self, column: int) -> str:
        """What the heads of a column say, upper to lower, less a year where they say more; a unit in brackets."""
        units = [head.text for head in self.heads.get(column, ()) if head.block.start in self._units]
        return self._name(column) + "".join(u if IN_BRACKETS.fullmatch(u) else f"({u})" for u in units)

    def _name(self, column: int) -> str:
        """The title less what a row of units says."""
        heads = [head for head in self.heads.get(column, ()) if head.block.start not in self._units]
        texts = list(dict.fromkeys(head.text for head in heads))
        return "".join([t for t in texts if not is_year(t)] or texts[:1])

    def year(self, column: int) -> str:
        """The year that a head of the column is, or nothing."""
        return next((h.text for h in self.heads.get(column, ()) if is_year(h.text)), "")

    def head(self, column: int) -> Passage:
        """The head that says what is counted: the lowest that is no year, or the only one."""
        heads = [head for head in self.heads[column] if head.block.start not in self._units] or self.heads[column]
        return next((h for h in reversed(heads) if not is_year(h.text)), heads[-1])

    def unclear(self) -> Passage | None:
        """A number of which no head, or none that isn't others' as well, says what it is; None where all is clear."""
        for row in self.rows:
            for column, cell in row.items():
                known = column in self.heads and column not in self._unclear
                if not known and column != min(row) and cell_number(cell.text):
                    return cell
        return None

    def figure(self, row: Mapping[int, Passage], column: int, units: Mapping[str, str]) -> CellFigure | None:
        """The figure of a cell; None where it is no number, or nothing heads it.

        Args:
            row: of the cell.
            column: of the cell.
            units: what units are called, and what they are.
        """
        found = cell_number(row[column].text)
        if found is None or column not in self.heads or column in self._unclear:
            return None
        number, own = found
        title, year = self.title(column), self.year(column)
        first = row[min(row)]
        of_row = bool(year) and year == self._name(column) and column != min(row)
        label, head = (first.text, first) if of_row else (title, self.head(column))
        measure = known_unit(own, units) if own else Measure("%") if number.percent else None
        scaled = bool(_HAS_SCALE.search(row[column].text, number.start, number.end))
        said = measure is not None
        if measure is None:
            measure, said = self._measure(row, column, label, first.text, units)
        scale = 1 if scaled or (own and known_unit(own, units) is not None) else measure.scale if measure else 1
        value_max = None if number.value_max is None else number.value_max * scale
        bound: Bound = number.bound or "exact"
        return CellFigure(number.value * scale, value_max, bound, number, measure, said, head, label, year)

    def _measure(
        self, row: Mapping[int, Passage], column: int, label: str, first: str, units: Mapping[str, str]
    ) -> tuple[Measure | None, bool]:
        """The unit of a cell that has none of its own, and whether it is written out."""
        for unit_column in self._unit_columns:
            if unit_column in row and (found := known_unit(row[unit_column].text, units)):
                return found, True
        if found := measure_of(label, units) or measure_of(self.title(column), units):
            return self._with_unit(found, label, units), True
        if column != min(row) and (found := bracketed(first, units)) and found.known:
            return found, True
        if _RATE.search(label):
            return Measure("%"), False
        suggested = implied(label, units)
        for text in reversed(self.captions):
            # A share is called a rate, which this is not.
            said = [m for m in of_caption(text, units) if m.unit != "%"] or of_caption(text, units)
            if len(said) == 1 and _fit(suggested, said[0], label):
                if suggested and suggested.unit == "人次" and said[0].unit:
                    return msgspec.structs.replace(said[0], unit="人次"), True
                return self._with_unit(said[0], label, units), True
            if len(said) > 1:
                tells = suggested or _MONEY.search(label)
                fitting = [m for m in said if tells and _fit(suggested, m, label)]
                return (fitting[0], True) if len(fitting) == 1 else (Measure("", known=False), False)
        return suggested, False

    def _with_unit(self, measure: Measure, label: str, units: Mapping[str, str]) -> Measure:
        """A measure that is only a scale, as (万), with the unit that the title implies."""
        if measure.unit or not measure.known:
            return measure
        suggested = implied(IN_BRACKETS.sub("", without_unit(label, units)).strip(), units)
        return msgspec.structs.replace(measure, unit=suggested.unit) if suggested else measure


def cell_number(text: str) -> tuple[Number, str] | None:
    """The number that a cell is, and the unit that it has itself; None where it is none, or holds more than one.

    Example:
        >>> [(str(n.value), unit) for n, unit in filter(None, map(cell_number, ["1 200", "约3500人", "7所、8所"]))]
        [('1200', ''), ('3500', '人')]
    """
    # What a bracket adds in words, as 含五年制, has no number of its own.
    text = _REMARK.sub("", text)
    numbers = list(read_numbers(text))
    if len(numbers) != 1:
        return None
    number = numbers[0]
    after = _AFTER.fullmatch(text[number.end :].strip())
    digit = text[number.start : number.end].lstrip("-−－")[:1]
    if after is None or not digit.isdecimal() or not _BEFORE.fullmatch(text[: number.start].strip()):
        return None
    unit = after["unit"] or after["inner"] or ""
    if (sign := text[: number.start].strip()) in _SIGNS:
        number = msgspec.structs.replace(number, bound=_SIGNS[sign])
    if unit in ("%", "％"):
        return msgspec.structs.replace(number, percent=True), ""
    return number, unit


def _fit(implied: Measure | None, said: Measure, title: str) -> bool:
    """Whether a caption's unit can be that of a title which implies another: 人次 below 单位:万人, 资金 no 人次."""
    if implied is None and said.unit and _MONEY.search(title):
        return said.unit.endswith("元")
    return implied is None or not said.unit or said.unit == implied.unit or {said.unit, implied.unit} <= _OF_PEOPLE


def _is_caption(row: Mapping[int, Passage], below: Sequence[Mapping[int, Passage]]) -> bool:
    """Whether a first row is no head but a caption inside the table: one cell over all columns, or 单位:人."""
    if max(len(r) for r in below[:_NOTE_ROWS]) < 2:
        return False
    passages = {cell.block.start for cell in row.values()}
    return (len(passages) == 1 and min(row) <= min(below[0])) or (
        len(passages) < len(below[0]) and any(_UNIT_CELL.match(cell.text) for cell in row.values())
    )


def _turned(rows: list[dict[int, Passage]]) -> list[dict[int, Passage]]:
    """The rows; of a table with titles on the left of what they head (学校名称 | 甲校) the one row that it is."""
    cells = [list({cell.block.start: cell for cell in row.values()}.values()) for row in rows]
    titles = [cell for row in cells for cell in row[::2]]
    values = [cell for row in cells for cell in row[1::2]]
    sure = [is_head(cell.text) for cell in titles]
    if len(titles) != len(values) or len(titles) < _FEWEST_TURNED or sum(sure) < _SURE_TURNED:
        return rows
    if not all(s or is_counted(cell.text) for s, cell in zip(sure, titles, strict=True)):
        return rows
    if any(is_head(cell.text) or is_year(cell.text) for cell in values[: len(cells[0]) // 2]):
        return rows
    return [dict(enumerate(titles)), dict(enumerate(values))]


def _head_rows(rows: Sequence[Mapping[int, Passage]]) -> int:
    """How many rows at the top are heads: more than one where one reaches over several or has its unit below."""
    height = 1
    while height + 1 < len(rows) and _goes_on(*rows[height - 1 : height + 2]):
        height += 1
    return min(height, len(rows))


def _goes_on(above: Mapping[int, Passage], row: Mapping[int, Passage], below: Mapping[int, Passage]) -> bool:
    fresh = {c: cell for c, cell in row.items() if c not in above or above[c].block.start != cell.block.start}
    texts = [cell.text for cell in fresh.values()]
    if any(cell_number(text) and not is_year(text) for text in texts):
        return False
    label = min(below)
    values = {c: cell.text for c, cell in fresh.items() if c > label}
    numbers = [c in below and cell_number(below[c].text) is not None for c in values]
    if any(numbers) and ((_is_units(fresh) and values) or (len(values) > 1 and all(map(is_counted, values.values())))):
        return True
    columns = sorted(above)
    # The heads that reach over a column without one.
    reaching = {columns[bisect(columns, c) - 1] for c in fresh if c not in above and c > columns[0]}
    if not reaching or (columns[0] in fresh and columns[0] <= label):
        return False
    if any(c in above and c not in reaching for c in fresh):
        return False
    # What stands below an empty corner is a head only if it says what is counted, or numbers are all that is below it.
    return min(row) >= columns[0] or any(map(is_counted, texts)) or all(numbers)


def _is_units(row: Mapping[int, Passage]) -> bool:
    """Whether a row says only in which units the figures below are, and that it does."""
    texts = [cell.text for cell in row.values()]
    if _OF_UNITS.fullmatch(texts[0]) or texts[0] in "—–-/":
        texts = texts[1:]
    return bool(texts) and all(map(is_unit, texts))


def _heads(rows: Sequence[Mapping[int, Passage]]) -> dict[int, tuple[Passage, ...]]:
    """The heads of each column, upper to lower; a head without one beside it reaches over the columns to its right."""
    if not rows:
        return {}
    found: dict[int, tuple[Passage, ...]] = {}
    ordered = [sorted(row) for row in rows]
    for column in sorted(set().union(*rows)):
        heads = []
        for row, columns in zip(rows, ordered, strict=True):
            if column in row:
                heads.append(row[column])
            elif row is not rows[-1] and column > columns[0]:
                heads.append(row[columns[bisect(columns, column) - 1]])
        found[column] = tuple({head.block.start: head for head in heads}.values())
    # A number heads nothing: there the first row is one like those below it.
    named = {column: heads for column, heads in found.items() if not _is_figure(heads[-1].text)}
    return named if len(named) > 1 or len(named) == len(found) else {}


def _side_by_side(heads: Mapping[int, Sequence[Passage]], rows: Sequence[Mapping[int, Passage]]) -> list[int]:
    """Where the second and further parts of a table begin whose rows stand side by side under the same heads.

    Each part begins with what its row is called by: another name in each, and never a number.
    """
    columns = sorted(heads)
    said = [tuple(head.text for head in heads[column]) for column in columns]
    width = next((n for n in range(2, len(said) // 2 + 1) if said == said[:n] * (len(said) // n)), 0)
    starts = columns[::width] if width else []
    for row in rows:
        names = [row[column].text for column in starts if column in row and row[column].text]
        if len(set(names)) < len(names) or any(cell_number(name) for name in names):
            return []
    return starts[1:]


def _parts(row: Mapping[int, Passage], starts: Sequence[int]) -> list[dict[int, Passage]]:
    """The parts of a row that stand side by side, those left out that nothing is in."""
    parts: list[dict[int, Passage]] = [{} for _ in range(len(starts) + 1)]
    for column, cell in row.items():
        parts[bisect(starts, column)][column] = cell
    return [part for part in parts if part]


def _is_figure(text: str) -> bool:
    """Whether a head is a number with a unit or none, which heads nothing; 1月 and 2024年上半年 do."""
    found = None if _DATED.match(text) else cell_number(text)
    return found is not None and found[0].bound is None and (not found[1] or is_unit(found[1]))
