"""From bytes to text: which encoding a file has, and what can't be text at all."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache

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
#: What mail programs wrote Chinese in with nothing but ASCII: its shape, and Python's name for it.
_SEVEN_BIT = (
    (re.compile(rb"~\{(?:[!-w][!-~])+~\}"), "hz"),
    (re.compile(rb"\+[A-Za-z0-9+/]{3,}"), "utf_7"),
    (re.compile(rb"\x1b\$[()]?[@-N]"), "iso2022_jp_2"),
)
#: What stands behind such a sign in its line, and how large a part of an ISO 2022 text that is at least.
_SHIFTED, _SHARE = re.compile(rb"\x1b\$[()]?[@-N][^\x1b\n]*|\x0e[^\x0f\n]*"), 0.1
#: How many ideographs make a text of such a file, and how large a part of any may be rare ones, but for so many.
_FEW, _RARE, _NAMES = 4, 0.25, 2
_IDEOGRAPH = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


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
    return _seven_bit(data, name) if text.isascii() else (text, "utf-8")


def _seven_bit(data: bytes, name: str) -> tuple[str, str]:
    """ASCII, or what is written with it and reads as Chinese; signs that only look like that stay what they are."""
    for shape, encoding in _SEVEN_BIT:
        if not shape.search(data):
            continue
        with suppress(UnicodeError):
            text = data.decode(encoding)
            text.encode("utf-8")  # UTF-7 may hold halves of characters
            if len(_IDEOGRAPH.findall(text)) >= _FEW and _chinese(text):
                return text, encoding
    if _SEVEN_BIT[-1][0].search(data) and sum(map(len, _SHIFTED.findall(data))) >= _SHARE * len(data):
        raise DataError(f"{name}: in an ISO 2022 encoding (escape sequences); save it as UTF-8")
    return data.decode("ascii"), "utf-8"


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
    """Whether most of what isn't ASCII is common ideographs or their punctuation.

    EUC-TW, EUC-KR and the like are no error as GB 18030, and come out as rare ideographs.
    """
    wide = [c for c in text if c > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    ideographs = _IDEOGRAPH.findall(text)
    rare = len(ideographs) - sum(map(is_common, ideographs))
    return bool(wide) and common >= 0.7 * len(wide) and rare <= _NAMES + _RARE * len(ideographs)


@lru_cache(maxsize=8192)
def is_common(character: str) -> bool:
    """Whether an ideograph is among the more frequent ones of GB 2312 or Big5.

    Example:
        >>> is_common("青"), is_common("臺"), is_common("鴊")
        (True, True, False)
    """
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
