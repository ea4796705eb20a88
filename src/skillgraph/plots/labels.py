"""Where the names of a drawn network go: beside their dots, on no other dot and on no other name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

#: How high a line of a label is, and how wide the letters of scripts other than Chinese are, in sizes of the font.
_LINE, _NARROW = 1.25, 0.58
#: Between a dot and its name.
_GAP = 2.0


class Dot(msgspec.Struct, frozen=True):
    """A dot with its name: centre and radius in pixels, y downwards."""

    x: float
    y: float
    radius: float
    name: str


def place_labels(
    dots: Sequence[Dot], most: int, size: float, frame: tuple[float, float]
) -> dict[int, tuple[float, float]]:
    """The middles of the names that have room, by the dots' numbers.

    Each is tried above, below, right and left of its dot, those of the first dots first; one without room is left out.

    Args:
        dots: in the order in which they should be named.
        most: how many names to write.
        size: of the font, in pixels.
        frame: width and height of the picture, in pixels.

    Example:
        >>> dots = [Dot(50, 50, 5, "青岛市"), Dot(50, 30, 5, "海尔集团"), Dot(50, 44, 2, "芯恩")]
        >>> found = place_labels(dots, 3, 10, (100, 100))
        >>> found[0][1] > 50 > found[1][1]
        True
    """
    boxes = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots]
    found: dict[int, tuple[float, float]] = {}
    for number, dot in enumerate(dots):
        if len(found) == most:
            break
        width, height = text_width(dot.name) * size, _LINE * size
        for x, y in _beside(dot, width, height):
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]
            if inside and not any(_overlap(box, other) for n, other in enumerate(boxes) if n != number):
                boxes.append(box)
                found[number] = (x, y)
                break
    return found


def text_width(text: str) -> float:
    """How wide a text is in sizes of its font: Chinese characters are square.

    Example:
        >>> text_width("青岛"), text_width("ab")
        (2.0, 1.16)
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else _NARROW for c in text)


def _beside(dot: Dot, width: float, height: float) -> Iterable[tuple[float, float]]:
    away = dot.radius + _GAP
    yield dot.x, dot.y - away - height / 2
    yield dot.x, dot.y + away + height / 2
    yield dot.x + away + width / 2, dot.y
    yield dot.x - away - width / 2, dot.y


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
