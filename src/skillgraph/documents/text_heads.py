"""Heads of two rows above numbers that a plain text draws as a table: over which column each stands, if that is clear.

Bars and tabs count columns. Spaces don't, so there the same titles have to come again under each group, as 人数 占比
under 2023年 and under 2024年, or each title has to stand over one column.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

Span = tuple[int, int]
Cells = dict[int, Span]

_YEAR = re.compile(r"(?:(?:19|20)\d\d年?|1[0-4]\d年|民[国國]\d{1,3}年?|(?:[89]\d|1[0-4]\d)[学學]年)(?:度|底|末)?")
_COUNTED = re.compile(r"数|人次|规模|占比|比例|率|金额|投入|经费|面积|合计|总计|学生|学员|人$|[(（].{1,4}[)）]$")
_UNIT = re.compile(
    r"[(（\[【〔][^\d()（）\[\]]{1,8}[)）\]】〕]|[十百千万亿萬億]{0,2}(?:人次?|[名位家所个項项门種种套台元件篇间張张册场次%％亩]|"
    r"平方米|学时|小时|班次)|[百千万亿萬億]"
)
#: What the column of names is called.
_CORNER = re.compile(
    r"学校|学院|院校|院系|系[别部]|单位|地[区市]|城市|区县|[市县区州省]|项目|名称|类[别型]|年[度份]|专业|工种|企业|指标|部门|机构|序号|班级|层次"
)
#: What may stand before the word that says what a column holds, and that word; 技术 and 职业 are parts of names.
_BEFORE = re.compile(
    r"合作|协作|共建|联合|外方|中方|我方|对方|本[国地]|境[内外]|[国海][内外]|外国|所[在属]|参[赛训展加与]|培[养训]|推荐|选[送派]|"
    r"工作|就业|依托|建设|承[建办担]|主[办管要]|协办|完成|申报|获[奖得]|入选|认定|授予|评选|立项|牵头|对接|开设|招[生聘]|签[约署]|"
    r"项目|基地|平台|企业|学校|[院高]校|机构|单位|专业|岗位|活动|成果|作品|竞赛|[比大]赛|指导|带头|领办|负责|设立|成立|启动|开[始办]|"
    r"结束|建[成立]|运行|当前|具体|涉及|服务|成员|任职|现任|推广|集训|办学|教学|交流|研究|开发|荣誉|奖励|培训"
)
_NOUN = re.compile(
    r"序号|编号|姓名|性别|[选教]手|[学教]员|单位|学校|学院|[院高]校|院系|企业|公司|机构|部门|国[家别]|地[区址点市]|城市|省份|[市县]区|"
    r"所在[地国省市]|[伙同]伴|[外对]方|合作方|时间|年[份度限]|日期|届次|项目|专业|工种|[岗]位|职[务称业位]|奖项|等[级次]|[级类]别|类型|层次|"
    r"荣誉|称号|备注|说明|内容|形式|方式|状态|进展|领域|方向|产业|行业|成果|作品|成绩|名次|课程|培训班|班[级次]|基地|平台|中心|工作室|团队|赛[项事]|"
    r"人数|数量|规模|金额|面积|负责人|联系人|带头人|领办人|主持人|完成人|教师|教练|学历|学[制费]|性质|对象|代表|年龄|民族|政治面貌|代码|周期|学时|要求|名称|标题|题目"
)
_TAIL = re.compile(r"(?:名称|全称|名单|情况)?(?:[(（][^()（）]{1,10}[)）])?")
_LONGEST = 20
#: Two rows of heads, and the first below them.
_TWO_AND_BELOW = 3


def is_year(word: str) -> bool:
    """Whether a title is a year.

    Example:
        >>> is_year("2023年"), is_year("人数")
        (True, False)
    """
    return _YEAR.fullmatch(word) is not None


def is_unit(word: str) -> bool:
    """Whether a title says only in which unit the figures below it are.

    Example:
        >>> is_unit("万人"), is_unit("(亿元)"), is_unit("人数")
        (True, True, False)
    """
    return _UNIT.fullmatch(word) is not None


def is_counted(word: str) -> bool:
    """Whether a title says what is counted, or in which unit.

    Example:
        >>> is_counted("毕业生数"), is_counted("%"), is_counted("合作院校")
        (True, True, False)
    """
    return _COUNTED.search(word) is not None or is_unit(word)


def may_be_heads(text: str, row: Sequence[Span]) -> bool:
    """Whether the cells of a line can be titles: short, and no numbers but years.

    Example:
        >>> may_be_heads("2023年", [(0, 5)]), may_be_heads("310人", [(0, 4)])
        (True, False)
    """
    words = [text[start:end] for start, end in row]
    return all(len(w) <= _LONGEST and (is_year(w) or not any(map(str.isdecimal, w))) for w in words)


def is_head(word: str) -> bool:
    """Whether words can only head a column: 合作院校, 所在国家; and nothing in it, as 海山学院 and 越南 could be.

    Example:
        >>> [is_head(word) for word in ("合作院校名称", "所在国", "面积（平方米）", "海山学院", "技术学院", "越南")]
        [True, True, True, False, False, False]
    """
    at = 0
    while at < len(word):
        if (noun := _NOUN.match(word, at)) and _TAIL.fullmatch(word, noun.end()):
            return True
        if (before := _BEFORE.match(word, at)) is None:
            return False
        at = before.end()
    return False


def placed(text: str, lines: Sequence[Span], rows: Sequence[Sequence[Span]]) -> list[Cells]:
    """The cells of two or three rows of heads by column; nothing where it isn't clear over which columns they stand.

    Args:
        text: of the document.
        lines: those of the heads, and the first below them.
        rows: the cells of these lines.

    Example:
        >>> text = "学院  2023年  2024年\\n人数  占比  人数  占比\\n一系  7  2%  8  3%"
        >>> upper, lower = [(0, 2), (4, 9), (11, 16)], [(17, 19), (21, 23), (25, 27), (29, 31)]
        >>> below = [(32, 34), (36, 37), (39, 41), (43, 44), (46, 48)]
        >>> placed(text, [(0, 16), (17, 31), (32, 48)], [upper, lower, below])
        [{0: (0, 2), 1: (4, 9), 3: (11, 16)}, {1: (17, 19), 2: (21, 23), 3: (25, 27), 4: (29, 31)}]
    """
    found = _by_marks(text, lines, rows)
    if not (found and _sound(text, *found[-2:])):
        found = _by_order(text, rows[0], rows[1], len(rows[2])) if len(rows) == _TWO_AND_BELOW else []
    return found if found and _sound(text, *found[-2:]) else []


def _by_marks(text: str, lines: Sequence[Span], rows: Sequence[Sequence[Span]]) -> list[Cells]:
    """Where bars or single tabs part the same fields in all lines."""
    columns = len(rows[-1])
    edged = text[slice(*lines[-1])].lstrip()[:1] in "|｜"
    found = []
    for line, row in zip(lines, rows, strict=True):
        bars = [n for n in range(*line) if text[n] in "|｜"]
        marks = bars or [n for n in range(*line) if text[n] == "\t"]
        fields = len(marks) + 1 - (edged and bool(bars))
        # A bar at the end parts nothing; empty fields at the end may be left out.
        closed = bool(bars) and bars[-1] >= row[-1][1] and fields == columns + 1
        empty = any(not text[a + 1 : b].strip() for a, b in zip(marks[edged:], marks[edged + 1 :], strict=False))
        if not (fields == columns or closed or (1 < fields < columns and empty)):
            return []
        found.append({bisect(marks, cell[0]) - (edged and bool(bars)): cell for cell in row})
    return found[:-1] if list(found[-1]) == list(range(columns)) else []


def _by_order(text: str, upper: Sequence[Span], lower: Sequence[Span], columns: int) -> list[Cells]:
    """Where the number of titles leaves one way to place them."""
    missing = columns - len(lower)
    labels = lower if missing else lower[1:]
    words = [text[start:end] for start, end in labels]
    if len(upper) == columns:
        return [dict(enumerate(upper)), dict(enumerate(lower, missing))] if missing in (0, 1) else []
    years = [is_year(text[start:end]) for start, end in upper]
    if missing <= 1:
        # Besides the groups, the column that the rows are called in may have its head in the upper row.
        groups = [missing == 0 or years[0], *[True] * (len(upper) - 1)]
    else:
        groups = years if len(upper) - sum(years) == missing else [False]
    if sum(groups) == 1 and missing == 1 and not (len(labels) % len(upper) or _CORNER.match(text, *upper[0])):
        return []  # each of the upper ones could be over some of the lower ones
    each, rest = divmod(len(labels), sum(groups) or 1)
    if not any(groups) or rest or words != words[:each] * sum(groups):
        return []
    above, below = Cells(), Cells() if missing else {0: lower[0]}
    column = int(groups[0])
    for cell, grouped in zip(upper, groups, strict=True):
        above[column] = cell
        if grouped:
            below |= dict(enumerate(labels[:each], column))
            labels = labels[each:]
        column += each if grouped else 1
    return [above, below]


def _sound(text: str, upper: Cells, lower: Cells) -> bool:
    """Whether each title has one place: under a group that reaches over it alone, or under a title of its own."""
    starts = sorted(column for column in upper if column)
    labels = {column: text[start:end] for column, (start, end) in lower.items() if column}
    groups = {column: bisect(starts, column) for column in labels}
    if not labels or not all(groups.values()) or len({(groups[c], w) for c, w in labels.items()}) < len(labels):
        return False
    reaching = {starts[group - 1] for column, group in groups.items() if column not in upper}
    if reaching and (0 in lower) + (0 in upper) < 2 and all(c in reaching for c in labels if c in upper):
        return True
    return all(map(is_counted, labels.values())) and (len(labels) > 1 or all(map(is_unit, labels.values())))
