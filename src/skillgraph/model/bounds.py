"""What a figure admits: the ends between which the number lies, so that figures of several reports can be compared.

A bound is part of what a report says: 近万 (`lessThan` 10000) and 9,800 say the same of one thing in different words.
The ends are a convention, the same in Python, RDF and the property graph:

| bound | words | lowest | highest |
|---|---|---|---|
| `exact` | 22所 | the value | the value |
| `exact`, from 10,000 on and with 00 at the end | 4.9万 | half of the last digit given below | half of it above |
| `moreThan`, `atLeast` | 余, 多, 超; 以上, 上百 | the value | |
| `lessThan`, `upTo` | 近; 最高, 以内 | | the value |
| `approximately` | 约, 左右 | a tenth below | a tenth above |

An end belongs to what is admitted, since nobody says 近万 of a number to tell that it is not 10,000: figures that only
touch do not contradict each other. Where there is no end, the words set none; what they usually mean is narrower, and
`usual` says so.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from skillgraph.model.records import Observation, plain_decimal

#: 万 and 亿, in which large numbers are given; the last digit of one that is given in them is no coarser.
_SCALES = (10**8, 10**4)
_SIGNS = {"exact": "", "moreThan": "> ", "lessThan": "< ", "atLeast": "≥ ", "upTo": "≤ ", "approximately": "≈ "}


class Interval(msgspec.Struct, frozen=True):
    """The numbers from `lowest` to `highest`, both among them; None where there is no end."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    def meets(self, other: Interval) -> bool:
        """Whether a number lies in both.

        Example:
            >>> Interval(Decimal(9000)).meets(Interval(highest=Decimal(10000)))
            True
            >>> Interval(Decimal(100)).meets(Interval(Decimal(60), Decimal(60)))
            False
        """
        return not (self.is_below(other) or other.is_below(self))

    def is_below(self, other: Interval) -> bool:
        """Whether all of its numbers are smaller than all of another."""
        return self.highest is not None and other.lowest is not None and self.highest < other.lowest


def admitted(figure: Observation) -> Interval:
    """The numbers that a figure admits, in its unit; all where it has no value (多名).

    Example:
        >>> def said(value, bound="exact"):
        ...     return admitted(Observation("r/1", "r", "a", "i", "u", Decimal(value), bound=bound))
        >>> said(22), said(10000, "lessThan").meets(said(9800)), said(49000).meets(said(49100))
        (Interval(lowest=Decimal('22'), highest=Decimal('22')), True, True)
    """
    low = figure.value
    high = low if figure.value_max is None else figure.value_max
    if low is None or high is None:
        return Interval()
    match figure.bound:
        case "moreThan" | "atLeast":
            return Interval(low, None)
        case "lessThan" | "upTo":
            return Interval(None, high)
        case "approximately":
            return Interval(low - abs(low) / 10, high + abs(high) / 10)
    return Interval(_rounded(low)[0], _rounded(high)[1])


def usual(figure: Observation) -> Interval:
    """The numbers that a figure's words usually mean: 余, 超 up to twice the number, 近 down to half of it.

    Example:
        >>> usual(Observation("r/1", "r", "a", "i", "u", Decimal(300), bound="moreThan"))
        Interval(lowest=Decimal('300'), highest=Decimal('600'))
    """
    value = figure.value
    if value is not None and value > 0 and figure.bound == "moreThan":
        return Interval(value, 2 * value)
    if value is not None and value > 0 and figure.bound == "lessThan":
        return Interval(value / 2, value)
    return admitted(figure)


def ends(figure: Observation) -> dict[str, Decimal]:
    """The ends of what a figure admits by the names that both projections give them; an open one has none.

    Example:
        >>> ends(Observation("r/1", "r", "a", "i", "u", Decimal(300), bound="moreThan"))
        {'lowest': Decimal('300')}
    """
    found = admitted(figure)
    return {name: end for name in ("lowest", "highest") if (end := getattr(found, name)) is not None}


def figure_text(figure: Observation, unit: str = "") -> str:
    """A figure as people write it, its bound as a sign: 近万名 is `< 10,000`; 多名 names no number and stays 多名.

    Example:
        >>> figure_text(Observation("r/1", "r", "a", "i", "u", Decimal(10000), bound="lessThan"), "名")
        '< 10,000 名'
        >>> figure_text(Observation("r/2", "r", "a", "i", "u", bound="moreThan"), "名")
        '多名'
    """
    if figure.value is None:
        return f"多{unit}"
    given = (v for v in (figure.value, figure.value_max) if v is not None)
    values = [f"{v:,f}" if v.as_tuple().exponent == 0 else plain_decimal(v) for v in given]
    return f"{_SIGNS[figure.bound]}{'–'.join(values)} {unit}".rstrip()


def _rounded(value: Decimal) -> tuple[Decimal, Decimal]:
    """The numbers between which those lie that are given as this one: 48,500 and 49,500 for 4.9万.

    A number from 10,000 on with 00 at the end was given in 万 or might as well have been. The digits of 1万 are coarser
    above than below: 9,400 would not be given so.
    """
    if abs(value) < _SCALES[-1] or value != value.to_integral_value():
        return value, value
    size = abs(int(value))
    if size % 100:
        return value, value
    scale = next(s for s in _SCALES if size >= s)
    last = 100
    while last < scale and not size % (last * 10):
        last *= 10
    inner, outer = size - last // (20 if size == last else 2), size + last // 2
    return (Decimal(inner), Decimal(outer)) if value > 0 else (Decimal(-outer), Decimal(-inner))
