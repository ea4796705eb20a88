"""Letters of a PDF page that nobody sees: white ones where the page is white, and such without any colour.

What a scan's text recognition lays below its picture has another way of not being drawn, and is read.
"""

from __future__ import annotations

import ctypes
from typing import Any

#: From how much of each colour on paper is white, and up to how much of it a letter has none.
_WHITE, _CLEAR = 250, 2
#: Pixels of a side: a page may say that it is 14,400 points wide.
_WIDEST = 2_000


def unseen(page: Any, text: Any) -> frozenset[int]:
    """The numbers of the characters that leave no mark on a page.

    Whether the page is white there is seen by drawing it, whatever its ground is made of; it is drawn only where there
    are white letters. A run of these is read where one of them is seen.

    Args:
        page: of PDFium.
        text: of that page.
    """
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    white, clear = list[int](), list[int]()
    for index in range(text.count_chars()):
        if not raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
            continue
        if red.value < _WHITE and alpha.value > _CLEAR:
            continue
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, index))
        if mode != raw.FPDF_TEXTRENDERMODE_FILL:
            continue
        if alpha.value <= _CLEAR:
            clear.append(index)
        elif min(green.value, blue.value) >= _WHITE:
            white.append(index)
    if white:
        drawn = _Drawn(page)
        for run in _runs(white):
            clear += run if all(drawn.is_white(text, index) for index in run) else ()
    return frozenset(clear)


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


class _Drawn:
    """A page as it is drawn in shades of grey, a pixel for a point as far as it is no poster."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._picture = page.render(scale=min(1.0, _WIDEST / max(page.get_size())), grayscale=True)
        self._pixels = bytes(self._picture.buffer)

    def is_white(self, text: Any, index: int) -> bool:
        """Whether the page is white wherever a character stands."""
        from pypdfium2 import raw

        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        size, x, y = (self._picture.width, self._picture.height), ctypes.c_int(), ctypes.c_int()
        places = []
        for across, up in ((left, bottom), (right, top)):
            raw.FPDF_PageToDevice(self._page, 0, 0, *size, 0, across, up, x, y)
            places.append((x.value, y.value))
        (x1, x2), (y1, y2) = (sorted(both) for both in zip(*places, strict=True))
        rows = range(max(y1, 0), min(y2 + 1, size[1]))
        starts = (row * self._picture.stride for row in rows)
        parts = (self._pixels[start + max(x1, 0) : start + min(x2 + 1, size[0])] for start in starts)
        return all(pixel >= _WHITE for part in parts for pixel in part)
