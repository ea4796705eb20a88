"""What marks an item of a list in a text: a dot, a number, a number in brackets."""

from __future__ import annotations

import re

#: Signs that are marks of items without a space, too.
BULLETS = "•●▪◆◇■▲△▶►➢➤❖✓✔★☆"
#: Numbers that are one character.
NUMBERS = "①-⑳⑴-⒛❶-❿⓫-⓴⓵-⓾㈠-㈩㊀-㊉"
_IDEOGRAPH = "(?=[\u3400-\u9fff“《])"
_MARK = re.compile(
    rf"\s*(?:[-–*·○□]\s+|[{BULLETS}]\s*(?![{BULLETS}])|[(（]?[0-9０-９一二三四五六七八九十]{{1,3}}[)）]\s*"
    rf"|[0-9０-９]{{1,2}}[.．、]\s*(?![0-9０-９])|[{NUMBERS}]\s*|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ]{{1,2}}[.．、]\s*{_IDEOGRAPH}"
    rf"|[(（]?[A-Za-zＡ-Ｚａ-ｚ][)）]\s*{_IDEOGRAPH}|[A-Za-zＡ-Ｚａ-ｚ][.．]\s*{_IDEOGRAPH}"
    rf"|[一二三四五六七八九十]{{1,3}}、\s*(?![一二三四五六七八九十]){_IDEOGRAPH})(?=\S)"
)


def behind_mark(text: str) -> int:
    """How many characters the mark of an item takes, 0 where there is none.

    Example:
        >>> [behind_mark(text) for text in ("1. 学校设有八个系。", "（2）学校", "●学校", "A．学校", "2.4万人", "学校")]
        [3, 3, 1, 2, 0, 0]
    """
    found = _MARK.match(text)
    return found.end() if found else 0
