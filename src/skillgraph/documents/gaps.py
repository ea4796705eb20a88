"""Gaps that part what stands beside them: columns of a list drawn with spaces, and the dateline of a piece of news."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A line without marks of sentences or of fields (来源：某报　作者：某某).
_LINE = re.compile(r"^[^\r\n，。；：！？,;:!?]+$", re.MULTILINE)
#: A gap between ideographs that is wider than one space.
_GAP = re.compile(
    r"(?<=[\u3007\u4e00-\u9fff\U00020000-\U000323af)）”》])(?:[ \xa0]{2,}|[ \xa0]*[\t\u3000][ \xa0\t\u3000]*)"
    r"(?=[\u3007\u4e00-\u9fff\U00020000-\U000323af“《])"
)
#: Where a piece of news says who sent it from where: 本报雅加达电, 本网讯.
_DATELINE = re.compile(
    r"^[ \xa0\u3000]*[^\r\n，。,;；]{0,24}[讯訊电電](?=[ \xa0\u3000]+[\u4e00-\u9fff\U00020000-\U000323af“《])",
    re.MULTILINE,
)
#: The longest surname; what stands alone behind it is the given name.
_SURNAME = 2


def parting_gaps(text: str) -> Iterator[int]:
    r"""Where a gap is as good as a comma, in no order.

    In lists of people and their posts, wide gaps are; one that pads a short name to the width of the others is not. In
    news, the one behind who sent it from where (本报雅加达电).

    Example:
        >>> sorted(parting_gaps("李卫东\u3000嘉禾学院教师\n赵  磊  远山公司技师\n通\u3000知\n本网讯 嘉禾学院成立。"))
        [3, 15, 31]
    """
    for dateline in _DATELINE.finditer(text):
        yield dateline.end()
    for line in _LINE.finditer(text):
        former = line.start()
        gaps = list(_GAP.finditer(text, *line.span()))
        ends = [*(gap.start() for gap in gaps[1:]), line.end()]
        for gap, end in zip(gaps, ends, strict=False):
            if gap.start() - former > _SURNAME or end - gap.end() > 1:
                yield gap.start()
                former = gap.end()
