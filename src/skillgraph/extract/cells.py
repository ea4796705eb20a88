"""Names in the cells of tables, which have no sentence around them but a column's title above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.extract.groups import columns
from skillgraph.extract.mentions import Mention
from skillgraph.extract.names import Names
from skillgraph.extract.terms import Terms

#: A cell's name, without what says that it is only planned, and without what ends a list.
_NAME = re.compile(r"(?:计划|拟|筹建|设立|建设|新建|共建|成立)*(?P<name>.*?)(?:等)?$", re.DOTALL)
#: What is a name in a column of names: a few words, and no sentence, figure, date or mark for "none".
_WORDS = re.compile(r"(?=.*[\u4e00-\U0003ffff]{2})[^,;:。!?|]{2,30}")
_NONE = re.compile(r"[0-9.,%~-]+.{0,2}|.*(?:[0-9]年|月|无|暂无|尚未|未定|待定|合计|总计|小计).*|其他|其它|同上")
#: What the title of a column makes of what no ending tells.
_TITLES = [(re.compile(f"(?:{title})(?:名称)?$"), type_) for title, type_ in columns().items()]


def cell_names(text: str, title: str, terms: Terms) -> list[Mention]:
    """The names of a cell in which no sentence tells them: by their endings, or else by the title of the column.

    Args:
        text: the cell, folded.
        title: of its column.
        terms: the lists.

    Example:
        >>> from skillgraph.extract.terms import load_terms
        >>> [(m.text, m.type) for m in cell_names("“双元制”模具班、海上云课堂", "合作项目", load_terms())]
        [('“双元制”模具班', 'Programme'), ('海上云课堂', 'Programme')]
    """
    whole = _NAME.match(text)
    assert whole is not None
    start, end = whole.span("name")
    boundaries = Names(text, [], terms)
    head = boundaries.head_ending(end, start + 2)
    if head is not None and end - start <= 40 and head.need != "quoted":
        return [Mention(start, end, text[start:end], head.type)]
    type_ = next((type_ for pattern, type_ in _TITLES if pattern.search(title)), None)
    return [Mention(*span, text[slice(*span)], type_) for span in _listed(text, start, end)] if type_ else []


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list of names."""
    for match in re.finditer(r"[^、\n]+", text[start:end]):
        if _WORDS.fullmatch(match[0]) and not _NONE.fullmatch(match[0]):
            yield start + match.start(), start + match.end()
