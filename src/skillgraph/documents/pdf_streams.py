"""What the streams of a PDF unpack to, looked at before PDFium takes memory for all of it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from skillgraph.model.errors import DataError

#: What a stream that is no picture may unpack to, a font, and all of them together.
MOST_UNPACKED, MOST_OF_FONT, MOST_TOGETHER = 16_000_000, 64_000_000, 500_000_000
#: What is much, and how many times its size a stream may then have.
MUCH, MOST_RATIO = 2_000_000, 100
_FONT = re.compile(rb"/Length1\b|/CIDFontType0C\b|/OpenType\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_LONGEST_DICTIONARY, _STEP, _MOST_TIMES = 2_000, 4_096, 4


def refuse_bombs(data: bytes, name: str) -> None:
    """Looks through the streams of a file.

    Pictures are left alone, since nothing reads them; so is what is encrypted or damaged, which PDFium refuses.

    Raises:
        DataError: a stream, or all of them, unpack to more than a page of text does.

    Example:
        >>> refuse_bombs(b"<</Filter/FlateDecode>>stream\\n" + zlib.compress(b" " * 3_000_000), "a.pdf")
        Traceback (most recent call last):
        skillgraph.model.errors.DataError: a.pdf: a stream unpacks to more than 2,000,000 bytes, over 100 times its size
    """
    together = 0
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - _LONGEST_DICTIONARY) : match.start()]
        dictionary = before[before.rfind(b"obj") + 3 :] if b"obj" in before else before
        times = len(_PACKED.findall(dictionary))
        if not times or b"/Image" in dictionary:
            continue
        most = MOST_OF_FONT if _FONT.search(dictionary) else MOST_UNPACKED
        together += _unpacked(data, match.end(), times, most, name)
        if together > MOST_TOGETHER:
            raise DataError(
                f"{name}: its streams unpack to more than {MOST_TOGETHER:,} bytes, the limit. Split the file"
            )


def _unpacked(data: bytes, start: int, times: int, most: int, name: str) -> int:
    """How many bytes a stream that is packed one or more times unpacks to, as far as it can be unpacked."""
    taken = size = 0

    def packed() -> Iterator[bytes]:
        nonlocal taken
        while start + taken < len(data):
            step = data[start + taken : start + taken + _STEP]
            taken += len(step)
            yield step

    pieces = packed()
    for _ in range(min(times, _MOST_TIMES)):
        pieces = _inflated(pieces)
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise DataError(f"{name}: a stream unpacks to more than {most:,} bytes, the limit")
        if size > MUCH and size > MOST_RATIO * taken:
            raise DataError(f"{name}: a stream unpacks to more than {MUCH:,} bytes, over {MOST_RATIO} times its size")
    return size


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    for piece in pieces:
        while piece and not inflate.eof:
            try:
                out = inflate.decompress(piece, 16 * _STEP)
            except zlib.error:
                return
            piece = inflate.unconsumed_tail
            yield out
        if inflate.eof:
            return
