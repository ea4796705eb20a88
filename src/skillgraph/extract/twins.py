"""Two rows of a draft that may be one thing: a short form and a long one, a name with a place and one without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import bare
from skillgraph.extract.relating.candidates import kind
from skillgraph.language.names import is_picked_out
from skillgraph.language.passages import fold
from skillgraph.model.records import Entity
from skillgraph.resolve.forms import is_of_each_place

#: Things that a document calls by several forms: others (王明, 济南, 技能人才) are told by their whole name.
_ABBREVIATED = classes("abbreviated")
#: The longest short form that picks characters out of a name, as 云职院 does.
_PICKED = 4
_SHORTEST = 3


def twins(rows: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """The pairs of rows that may be one thing, the shorter name first; a name that would fit several is none's form.

    Args:
        rows: of one document.

    Example:
        >>> names = "云岭市技师学院", "岭东技师学院", "云技院", "市技师学院"
        >>> found = twins([Entity(n, "d", ("TechnicalSchool",), n) for n in names])
        >>> [(short.name, long.name) for short, long in found]
        [('云技院', '云岭市技师学院'), ('市技师学院', '云岭市技师学院')]
    """
    told = [(e, bare(fold(e.name)), kind(e.classes[0])) for e in rows if not _ABBREVIATED.isdisjoint(e.classes)]
    for short, name, class_ in told:
        longer = [
            long for long, other, c in told
            if long is not short and c == class_ and _is_form(name, other) and not _in_each_place(short, long)
        ]  # fmt: skip
        if len(longer) == 1 and (bare(fold(longer[0].name)) != name or longer[0].id > short.id):
            yield short, longer[0]


def _in_each_place(one: Entity, other: Entity) -> bool:
    """Whether two rows have a name that each part of a report on several places has for its own: 市教育局, 实训中心."""
    return one.name == other.name and one.classes == other.classes and is_of_each_place(one.name)


def _is_form(short: str, long: str) -> bool:
    """Whether a name may be a form of a longer one: its end, or a few characters picked out of it in their order."""
    if len(short) < _SHORTEST or len(short) > len(long):
        return False
    if long.endswith(short):
        return True
    return len(short) <= _PICKED and short[-1] == long[-1] and is_picked_out(short, long)
