"""Which of several readings count as different ones, and which of them come first, and why."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from skillgraph.questions.plain.reading import Reading, Things


def preferred(found: Iterable[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings of a question, and those that are worth a look if there is one and the graph has nothing of it.

    A figure of a report comes before a count of what happens to be named; 开设哪些专业 asks for all that is offered, of
    whatever class it is; an indicator whose name has the verb comes before one that a fact ties to the verb.

    Args:
        found: all readings, some of them more than once.

    Example:
        >>> by_name = Reading("figures", Things(("zibo",)), indicators=("a",))
        >>> also_by_name = Reading("figures", Things(("zibo",)), indicators=("b",))
        >>> [reading.indicators for reading in preferred([by_name, also_by_name, by_name])[0]]
        [('a', 'b')]
    """
    each = _called_alike(dict.fromkeys(found))
    figures = [reading for reading in each if reading.shape == "figures"]
    if figures:
        each = [reading for reading in each if not reading.counts]
    wide = {*each} & {_of_any_class(reading) for reading in each if reading.asked.class_name}
    each = [reading for reading in each if reading in wide or _of_any_class(reading) not in wide]
    if any(not reading.earned for reading in figures):
        return [reading for reading in each if not reading.earned], [reading for reading in figures if reading.earned]
    return each, []


def _of_any_class(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, asked=Things())


def _called_alike(found: Iterable[Reading]) -> list[Reading]:
    """The readings, with those that differ in the indicator alone as one: their names fit the same words."""
    groups: dict[Reading, list[Reading]] = {}
    for reading in found:
        groups.setdefault(msgspec.structs.replace(reading, indicators=()), []).append(reading)
    return [
        msgspec.structs.replace(
            several[0],
            indicators=tuple(sorted({id for reading in several for id in reading.indicators})),
            alike=len(several) > 1,
        )
        if len(several) > 1
        else several[0]
        for several in groups.values()
    ]
