"""Which points of a text are full stops: house styles end a sentence with ． or . in place of 。

A point is also part of decimals, of numbered items, of abbreviations, addresses and foreign names, and none of those
end anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.documents.items import BULLETS, NUMBERS

_POINT = re.compile(r"[.．﹒](?![.．﹒])(?<![.．﹒].)")
_GAP = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
_CLOSING = '”’"》〉」』)）]］】%％‰℃'
#: The number of an item: at the beginning of a line or a clause, or behind a gap.
_ITEM = re.compile(
    r"(?:\A|[\n。;；:：,，!！?？、.．]|\s)[ \t\u3000]*"
    r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊]|[(（]\w{1,3}[)）]|其[一二三四五])\Z"
)
_LABEL = re.compile(r"(?:表|图|注|第|附件|附表|附图|例|题|[章节条款])\s*[0-9０-９一二三四五六七八九十.．-]{0,4}\Z")
_NUMBERED = re.compile(r"(?<![0-9０-９.．])([0-9０-９]{1,2})[.．](?![0-9０-９])")
_COUNT = re.compile(r"[0-9０-９]+\Z")
_NUMERALS = "一二三四五六七八九十"
#: What foreign names are written with: 约翰.史密斯.
_SOUNDS = frozenset(
    "阿埃艾爱奥巴贝比彼宾波伯勃博布茨达戴丹德邓狄迪蒂杜顿厄恩尔法菲费弗夫盖冈戈哥格葛哈赫亨霍基吉贾杰卡凯坎柯科克肯库拉莱赖兰朗劳勒雷"
    "利莉丽伦罗洛鲁卢玛迈麦曼梅蒙米缪摩莫默姆穆纳娜奈尼涅诺努欧帕佩珀普乔切琴萨塞赛桑森莎珊圣斯丝塔泰坦汤特滕托瓦威韦维温沃乌希锡"
    "谢辛逊雅亚伊依尤泽扎詹珍兹佐马华史约翰路易治登盛加仑"
)
_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ&.．]+\Z")
_ABBREVIATED = frozenset({
    "no", "nos", "co", "ltd", "inc", "corp", "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "vs", "etc", "vol",
    "fig", "univ", "dept", "tel", "fax", "approx", "ed", "eds", "al", "dipl", "ing", "gen", "lt", "ave", "est",
    "min", "max", "art", "sec", "int", "intl", "assn", "bros", "ca", "cf", "ext",
})  # fmt: skip
#: What a sentence often ends with, in a text that ends others with 。: counters, last words of bodies and deeds.
_LAST = frozenset("人次名家所个项元位场期年月日了的等者院校司团会心地队赛区系业例成率度务才师生员局厅部亩米课")
#: How far back an open bracket or quotation mark is looked for.
_WITHIN = 80
_PAIRS = ("“”", "《》", "（）", "()", "「」", "〈〉")


def full_stops(text: str) -> set[int]:
    """Where the points stand that end a sentence.

    Args:
        text: a paragraph or more, with its line ends.

    Example:
        >>> full_stops("有技工院校7所，在校生2.15万人．学院与St. Gallen大学合作.")
        {17, 35}
        >>> full_stops("1．总则 乔治．华盛顿大学（www.example.cn）与No. 3学校，嘉禾Co., Ltd.合作")
        set()
    """
    points = [match.start() for match in _POINT.finditer(text)]
    if not points:
        return set()
    listed = {int(match[1]) for match in _NUMBERED.finditer(text)}
    sure = {at for at in points if _ends(text, at, listed, sure=True)}
    return sure | {at for at in points if at not in sure and _ends(text, at, listed, style=bool(sure))}


def ends_sentence(line: str) -> bool:
    """Whether a line, or a paragraph, ends with a point that is a full stop.

    Example:
        >>> ends_sentence("在校生2万人．"), ends_sentence("与嘉禾Co.")
        (True, False)
    """
    tail = line.rstrip()[-_WITHIN:]
    last = len(tail.rstrip('”’"」』')) - 1
    return tail[last : last + 1] in (".", "．", "﹒") and last in full_stops(tail)


def _ends(text: str, at: int, listed: set[int], sure: bool = False, style: bool = False) -> bool:
    """Whether the point at an offset ends a sentence.

    Args:
        text: the paragraph.
        at: where the point stands.
        listed: the numbers before points.
        sure: whether only what stands behind it counts: a gap, a line end, the end.
        style: whether other points are sure to end sentences.
    """
    before = text[max(0, at - 40) : at].rstrip(" \t\u3000")
    former = before[-1:]
    behind = _GAP.match(text, at + 1)
    assert behind is not None
    following = text[behind.end() : behind.end() + 8]
    gap = bool(behind[0]) or not following
    if not former or former in "\r\n" or _LABEL.search(before) or _ITEM.search(before):
        return False
    if former.isdigit():
        return gap == sure and _after_digit(before, following, text[at + 1 : at + 2], listed)
    if (former.isascii() and former.isalpha()) or "Ａ" <= former <= "ｚ":
        return gap == sure and _after_word(before, following)
    if not (_IDEOGRAPH.match(former) or former in _CLOSING) or _is_inside(text, at, following):
        return False
    if gap or sure:
        return gap and sure
    return _between(former, following, text[at] != ".", style)


def _after_digit(before: str, following: str, behind: str, listed: set[int]) -> bool:
    """7. or 2023. before a word, unless it is one of the numbers of a list; a digit behind it makes a decimal."""
    if following[:1].isdigit():
        return bool(re.match(r"(?:19|20)[0-9]{2}年", following)) and behind.isspace()
    if following and not (_IDEOGRAPH.match(following) or following[0] in "“《（("):
        return False
    digits = _COUNT.search(before)
    if digits is None or len(before) == len(digits[0]):
        return False
    number = int(digits[0])
    return listed.isdisjoint((number - 1, number + 1)) or len(digits[0]) > 2


def _after_word(before: str, following: str) -> bool:
    """TAFE. before Chinese or at the end, but neither Ltd. nor U.S. nor www.example.cn."""
    word = _WORD.search(before)
    if word is None or (following and not _IDEOGRAPH.match(following)):
        return False
    letters = word[0].lower()
    return len(letters) > 1 and letters not in _ABBREVIATED and "." not in letters and "．" not in letters


def _between(former: str, following: str, wide: bool, style: bool) -> bool:
    """Whether a point between two words, without any gap, is no part of a name: 十三.五, 乔治.华盛顿, 中国.青岛."""
    after = following[0]
    if after in '”’"':
        return True
    if not (_IDEOGRAPH.match(after) or after in "“《（(「〈" or after.isdigit() or after.isupper()):
        return False
    if (former in _NUMERALS and after in _NUMERALS) or (former in _SOUNDS and after in _SOUNDS):
        return False
    return style or former in _LAST or former in _CLOSING or (wide and former not in "国省市城")


def _is_inside(text: str, at: int, following: str) -> bool:
    """Whether a bracket or quotation mark is open at an offset, and does not close right behind it."""
    part = text[max(0, at - _WITHIN) : at]
    part = part[max(part.rfind(mark) for mark in "\n。!！?？") + 1 :]
    if following[:1] in ("”", "’", "」"):
        return False
    return any(part.count(pair[0]) > part.count(pair[1]) for pair in _PAIRS)


def list_ends(text: str) -> Iterator[int]:
    """Where lines end that are items of a list, though no full stop ends them: offsets of ； or of the line end.

    Example:
        >>> list(list_ends("（一）设立基地；\\n（二）培养师资；\\n完善机制，\\n（三）合作"))
        [7, 16]
        >>> list(list_ends("1.设立基地\\n2.培养师资"))
        [6]
    """
    for match in _LINE_END.finditer(text):
        yield match.start()


_LINE_END = re.compile(
    r"[;；](?=[ \t\u3000]*[\r\n])"
    r"|(?<![,，、;；:：。!！?？.．\s])[\r\n](?=\s*(?:[0-9０-９]{1,2}[.．、](?![0-9])|[(（][0-9一二三四五六七八九十]{1,2}[)）]"
    rf"|[一二三四五六七八九十]{{1,3}}[、.．]|[{NUMBERS}{BULLETS}]|[-—*] |\u3000\u3000|\xa0{4}))"
)
