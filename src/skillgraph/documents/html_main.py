"""What of a page is its text: all but what is navigation, footer or a list of links that leads elsewhere.

No sentence is left out for the class of an element; what is left out is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, groupby

from skillgraph.documents.html_parts import Flow, Grid, GridCell, Piece
from skillgraph.documents.plain import line_kind, read_blocks
from skillgraph.documents.source import Block

#: An element that holds so much of a page's sentences is no navigation, whatever it is called: its end tag is missing.
_MAIN_SHARE = 0.4
#: What stands in <article> or <main> is the text if it has so much of the sentences.
_ARTICLE_SHARE = 0.5
#: A short text in an element whose class says that it is no text.
_SHORT = 60
#: The rest of a sentence on a line of its own is no longer than this.
_SHORT_REST = 10
_ENDS = ("。", "！", "？", "；", ".", "．")
_ELSEWHERE = re.compile(
    r"相关|推荐|热[点门]|最新|友情|快[速捷]|导航|栏目|更多|链接|[上下]一篇|排行|专题|站内|分享|关注|联系我们|新闻|公告|通知|动态|要闻|资讯|图片|视频"
    r"|下载|阅读|猜你"
)
#: Names of bodies: a list of these is what the page tells.
_BODY = re.compile(
    r"[^:：>|｜、，,]*(?:大学|学院|学校|中学|职校|技校|院校|公司|集团|企业|工厂|中心|基地|协会|学会|商会|联盟|联合会|委员会|研究[院所]|[^\W\d_]{2}[局厅院所馆]|工坊"
    r"|园区|医院|酒店|银行)(?:[（(][^()（）]*[)）])?$"
)


def choose(flow: Flow, unseen: Counter[str], keep: bool) -> tuple[list[Piece | Grid], dict[str, int]]:
    """What is read of a page, and how many characters are left out by why.

    Args:
        flow: the whole page.
        unseen: how many characters were not read already, by why.
        keep: whether all of it is read.
    """
    items = flow.items
    why: dict[int, str] = {} if keep else {**_elsewhere(items), **_marked(flow)}
    left_out: Counter[str] = Counter(unseen)
    kept: list[Piece | Grid] = []
    for index, item in enumerate(items):
        if index in why:
            left_out[why[index]] += item.weight
        elif isinstance(item, Piece):
            kept += _spread(item)
        else:
            kept.append(item)
    return kept, dict(left_out)


def told(left_out: dict[str, int], kept: int) -> tuple[str, ...]:
    """The note about what is left out, none if nothing is.

    Example:
        >>> told({"navigation": 120, "hidden": 30}, 850)
        ('left out 150 of 1,000 characters (15 %): 120 navigation, 30 hidden; --keep reads them',)
    """
    total = sum(left_out.values())
    if not total:
        return ()
    parts = ", ".join(f"{count:,} {why}" for why, count in left_out.items() if count)
    share = 100 * total / (total + kept)
    return (f"left out {total:,} of {total + kept:,} characters ({share:.0f} %): {parts}; --keep reads them",)


def _marked(flow: Flow) -> dict[int, str]:
    """The items of elements that are navigation or the like, with why."""
    prose = [0, *accumulate(item.weight * (isinstance(item, Piece) and item.is_prose) for item in flow.items)]
    weight = [0, *accumulate(item.weight for item in flow.items)]
    linked = [0, *accumulate(item.linked for item in flow.items)]
    facts = [0, *accumulate(_is_fact(item) for item in flow.items)]
    found: dict[int, str] = {}
    until = 0
    # The outermost first: what is in an element that is left out needs no look.
    for mark in sorted(flow.marks, key=lambda m: (m.first, -m.last)):
        if mark.first < until:
            continue
        said, all_of_it = prose[mark.last] - prose[mark.first], weight[mark.last] - weight[mark.first]
        links = linked[mark.last] - linked[mark.first]
        if mark.sure:
            is_furniture = said < _MAIN_SHARE * max(prose[-1], 1)
        else:
            few = not said and not facts[mark.last] - facts[mark.first]
            is_furniture = few and (links * 2 >= all_of_it or all_of_it <= _SHORT)
        if is_furniture:
            found |= dict.fromkeys(range(mark.first, mark.last), mark.why)
            until = mark.last
    return found


def _is_fact(item: Piece | Grid) -> bool:
    """Whether an item is text whatever is around it: a table, the title, the name of a body."""
    if isinstance(item, Grid):
        return not item.is_link
    return (item.kind == "heading" and item.level == 1) or (not item.is_link and bool(_BODY.fullmatch(item.text)))


def _elsewhere(items: list[Piece | Grid]) -> dict[int, str]:
    """The lists of links that lead away from the page, and their headings."""
    inside = sum(item.weight for item in items if isinstance(item, Piece) and item.is_prose and item.in_article)
    everywhere = sum(item.weight for item in items if isinstance(item, Piece) and item.is_prose)
    has_article = inside > _ARTICLE_SHARE * everywhere
    found: dict[int, str] = {}
    start = 0
    while start < len(items):
        end = start
        while end < len(items) and _leads(items[end]) and items[end].group == items[start].group:
            end += 1
        if end > start:
            outside = has_article and not any(isinstance(i, Piece) and i.in_article for i in items[start:end])
            before = items[start - 1] if start else None
            head = before if isinstance(before, Piece) and _introduces(before) else None
            if outside or not (_names(items[start:end]) or (head and not _ELSEWHERE.search(head.text))):
                first = start - 1 if head is not None and head.level != 1 else start
                found |= dict.fromkeys(range(first, end), "lists of links")
        start = max(end, start + 1)
    return found


def _leads(item: Piece | Grid) -> bool:
    return item.is_link and not (isinstance(item, Piece) and (item.is_prose or item.kind == "heading"))


def _introduces(piece: Piece) -> bool:
    return not piece.is_prose and (piece.kind == "heading" or piece.text.endswith(("：", ":")))


def _names(items: list[Piece | Grid]) -> bool:
    """Whether at least half of some links are names of bodies."""
    texts = [item.text for item in items if isinstance(item, Piece)]
    texts += [cell.text for item in items if isinstance(item, Grid) for row in item.rows for cell in row]
    return 2 * sum(bool(_BODY.fullmatch(text.strip())) for text in texts) >= len(texts)


def _spread(piece: Piece) -> list[Piece | Grid]:
    """A piece as plain text is read: lines that <br> ended as paragraphs, numbered ones as headings and items."""
    if piece.kind == "heading":
        return [Piece("heading", " ".join(piece.text.split()), piece.level)]
    if "\n" not in piece.text:
        kind, level = line_kind(piece.text) if piece.kind == "paragraph" else (piece.kind, 0)
        return [Piece(kind, piece.text, level)]
    return [found for _, group in groupby(read_blocks(piece.text), lambda b: b.table) for found in _read(piece, group)]


def _read(piece: Piece, blocks: Iterable[Block]) -> list[Piece | Grid]:
    """The pieces of some lines, or the table that they draw."""
    found: list[Piece | Grid] = []
    former: Piece | None = None
    rows: dict[int, list[GridCell]] = {}
    for block in blocks:
        text = piece.text[block.start : block.end]
        if block.kind == "cell":
            rows.setdefault(block.row, []).append(GridCell(block.column, text, 1))
        elif former is not None and _is_rest(former, block, text):
            former.text += f"\n{text}"
        else:
            former = Piece(piece.kind if piece.kind == "footnote" else block.kind, text, block.level)
            found.append(former)
    return [Grid(list(rows.values()))] if rows else found


def _is_rest(former: Piece, block: Block, text: str) -> bool:
    """Whether a short line ends the sentence that the line before it begins: 甲校与乙校 / 签订协议。"""
    unfinished = former.kind != "heading" and not former.text.endswith(_ENDS)
    return unfinished and block.kind == "paragraph" and len(text) <= _SHORT_REST and text.endswith(_ENDS)
