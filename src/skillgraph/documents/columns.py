"""Lists in columns that a text draws with wide gaps: names, and beside them posts or bodies."""

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
#: The longest surname; what stands alone behind it is the given name.
_SURNAME = 2


def column_gaps(text: str) -> Iterator[int]:
    r"""Where a wide gap parts the columns of a line, as in lists of people and their posts: it is as good as a comma.

    A gap that pads a short name to the width of the others parts nothing.

    Example:
        >>> list(column_gaps("李卫东\u3000嘉禾学院教师\n赵  磊  远山公司技师\n通\u3000\u3000知"))
        [3, 15]
    """
    for line in _LINE.finditer(text):
        former = line.start()
        gaps = list(_GAP.finditer(text, *line.span()))
        ends = [*(gap.start() for gap in gaps[1:]), line.end()]
        for gap, end in zip(gaps, ends, strict=False):
            if gap.start() - former > _SURNAME or end - gap.end() > 1:
                yield gap.start()
                former = gap.end()
