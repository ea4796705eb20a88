"""What marks an item of a list in a text: a dot, a number, a number in brackets."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\s*(?:[-*•●▪◆■□]\s+|[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）]\s*|[0-9]{1,2}[.．、]\s*(?![0-9])"
    r"|[①-⑳]\s*)(?=\S)"
)


def behind_mark(text: str) -> int:
    """How many characters the mark of an item takes, 0 where there is none.

    Example:
        >>> [behind_mark(text) for text in ("1. 学校设有八个系。", "（2）学校", "2.4万人", "学校")]
        [3, 3, 0, 0]
    """
    found = _MARK.match(text)
    return found.end() if found else 0
