"""What a page shows of its things by colour and size in place of their classes and facts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from skillgraph.model.errors import UsageError

#: Twelve colours that stay apart for most colour-blind readers (Okabe and Ito 2008, and mixtures of these).
PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#8c6d31", "#6a51a3", "#1b7837", "#a50f15", "#41b6c4", "#7f7f7f",
)  # fmt: skip
#: The number of facts from which on a page draws no larger dot.
_LARGEST = 88


class Group(msgspec.Struct, frozen=True):
    """A group of things with its names in the legend and its colour as `#rrggbb`."""

    zh: str
    en: str
    colour: str


class Groups(msgspec.Struct, frozen=True):
    """Groups in the order of the legend; `members` has the group of entities by their ids, all others are `rest`.

    Where `marked`, the members are what a page is to show: it names them first and has them in its overview.

    Example:
        >>> groups = Groups((Group("沿海", "coast", "#0072b2"), Group("其余", "others", "#c9ced6")), {"qingdao": 0}, 1)
        >>> groups.of("qingdao"), groups.of("jinan")
        (0, 1)
    """

    groups: tuple[Group, ...]
    members: Mapping[str, int]
    rest: int
    marked: bool = False

    def of(self, id: str) -> int:
        """The number of an entity's group."""
        return self.members.get(id, self.rest)


def sizes(ids: Sequence[str], weights: Mapping[str, float]) -> list[float]:
    """What a page draws as the sizes of things, the largest as large as it draws anything.

    Raises:
        UsageError: a weight is no number from 0 on.

    Example:
        >>> sizes(["a", "b", "c"], {"a": 100, "c": 25})
        [88.0, 0.0, 22.0]
    """
    for id, weight in weights.items():
        if not 0 <= weight < math.inf:
            raise UsageError(f"size of {id!r} is {weight}; give a number from 0 on")
    largest = max(weights.values(), default=0) or 1
    return [round(_LARGEST * weights.get(id, 0) / largest, 2) for id in ids]
