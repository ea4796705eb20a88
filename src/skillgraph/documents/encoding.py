"""From bytes to text: which encoding a file has, and what can't be text at all."""

from __future__ import annotations

import codecs

from skillgraph.model.errors import DataError, missing_extra

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What a text of this language may be in; Big5 before GB18030, which accepts nearly every byte.
_CANDIDATES = ["utf_8", "utf_16_le", "utf_16_be", "gb18030", "big5", "big5hkscs"]
_SAMPLE = 200_000


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was in.

    Args:
        data: the whole file.
        name: of the file, for messages.

    Raises:
        DataError: the file is empty, no text, or in an encoding that can't be told.

    Example:
        >>> decode("青岛".encode("gb18030") * 40, "a.txt")[1]
        'gb18030'
        >>> decode(b"\\xef\\xbb\\xbf" + "青岛".encode(), "a.txt")
        ('青岛', 'utf-8 with a byte order mark')
    """
    if not data:
        raise DataError(f"{name}: the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name), f"{encoding} with a byte order mark"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, name, error)
    if "\0" in text:
        wide = _wide(data)
        if wide:
            return _strict(data, wide, name), wide
        if text.count("\0") > len(text) // 100 + 3:
            raise DataError(f"{name}: not a text (it has NUL bytes)")
    return text, "utf-8"


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: its ASCII characters leave a zero on one side only."""
    even, odd = data[0:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    if len(data) % 2 or max(even, odd) < 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    try:
        return encoding if _chinese(data[:_SAMPLE].decode(encoding)) else ""
    except UnicodeDecodeError:
        return ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: damaged {encoding} at byte {error.start}; save it as UTF-8") from None
    if not text.strip():
        raise DataError(f"{name}: the file is empty")
    return text


def _guess(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str]:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        raise missing_extra(f"{name}: not UTF-8; another encoding", "documents") from None
    if wide := _wide(data):
        return _strict(data, wide, name), wide
    good = len(data[: error.start].decode("utf-8", "ignore").encode("ascii", "ignore")) < error.start
    if good and error.start > 30:
        raise DataError(
            f"{name}: mixed encodings: UTF-8 up to byte {error.start}, something else there; save it as UTF-8"
        )
    control = sum(byte < 9 or 13 < byte < 32 for byte in data[:_SAMPLE])
    best = None if control > len(data[:_SAMPLE]) // 50 else from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    if best is None or not _chinese(str(best)):
        raise DataError(f"{name}: not a text, or in an encoding that can't be told; save it as UTF-8")
    return _strict(data, best.encoding, name), best.encoding


def _chinese(text: str) -> bool:
    """Whether most of what isn't ASCII is common ideographs or their punctuation."""
    wide = [c for c in text if c > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    return bool(wide) and common >= 0.7 * len(wide)
