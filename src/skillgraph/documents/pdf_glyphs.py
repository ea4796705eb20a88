"""The characters of a PDF page and their boxes."""

from __future__ import annotations

Box = tuple[float, float, float, float]


class Glyph:
    """A character, its box (left, bottom, right, top) in points, if it has a glyph, and the height of its font."""

    __slots__ = ("box", "character", "size")

    def __init__(self, character: str, box: Box | None, size: float) -> None:
        self.character = character
        self.box = box
        self.size = size
