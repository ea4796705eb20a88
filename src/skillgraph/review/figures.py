"""Reads a figure again from its passage: does the row say the same number, bound and unit?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillgraph.language.numerals import Number, read_numbers
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


def figure_complaints(observation: Observation, text: str, units: Units) -> tuple[bool, list[tuple[str, str]]]:
    """Compares a row with the passage of its figure.

    Args:
        observation: the row.
        text: of the document.
        units: what stands behind numbers.

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
    passage, start, end = _context(observation, text)
    numbers = list(read_numbers(passage, start, end))
    if not numbers:
        return False, []
    figure = passage[start:end]
    meant = [n for n in numbers if n.value == observation.value]
    if not meant:
        return True, [("value", _differs(observation, numbers, figure))]
    readings = [list(_complaints(observation, n, passage, end, units)) for n in meant]
    return True, min(readings, key=len)


def _context(observation: Observation, text: str) -> tuple[str, int, int]:
    """The evidence around the figure and the figure's offsets in it, all without white space."""
    figure = observation.figure
    assert figure is not None
    around = next((e for e in observation.evidence if e.start <= figure.start and figure.end <= e.end), figure)
    before = squeeze(text[around.start : figure.start])
    inside = squeeze(text[figure.start : figure.end])
    return before + inside + squeeze(text[figure.end : around.end]), len(before), len(before) + len(inside)


def _differs(observation: Observation, numbers: list[Number], figure: str) -> str:
    read = " or ".join(dict.fromkeys(plain_decimal(n.value) for n in numbers))
    if observation.value is None:
        return f"empty, but {excerpt(figure)!r} is {read}"
    return f"{plain_decimal(observation.value)}, but {excerpt(figure)!r} is {read}"


def _complaints(
    observation: Observation, number: Number, passage: str, end: int, units: Units
) -> Iterator[tuple[str, str]]:
    shown = excerpt(passage[number.start : end])
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
