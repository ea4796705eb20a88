"""What is spoken of before anything is said about it: 与某公司合办某专业一事,学校仍在探索; 共建中心的设想被搁置."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from skillgraph.extract.clauses import Clause
from skillgraph.model.records import Modality

_SPOKEN_OF = re.compile(
    r"(?:一事|事宜|的(?:设想|构想|想法|方案|计划|打算|提议|倡议|意向|谈判|磋商|合作|工作|项目|动议|提案|事项|安排))$"
)
_STOPPED = re.compile(
    r"搁置|搁浅|中止|终止|停滞|暂停|暂缓|取消|作罢|落空|未能(?:落地|实现|成行|推进|达成)|没有(?:下文|结果|达成)|无果|告吹|夭折|放弃|否决|流产"
)
_OPEN = re.compile(
    r"(?:仍|尚|还|正|正在|仍在|尚在|还在|目前|暂)[^,;。]{0,10}(?:探索|研究|论证|酝酿|洽谈|磋商|商谈|讨论|评估|谈判|接洽|考虑)|"
    r"(?:尚未|还未|仍未|还没有|尚无)[^,;。]{0,6}(?:敲定|确定|落实|达成|签约|定论|明确)"
)
_AHEAD = re.compile(r"(?:已|正|将)?(?:列入|纳入|写入)[^,;。]{0,12}(?:计划|规划|日程)|拟(?:于|在)|将(?:于|在)|有望|预计")


def spoken_of(text: str, clause: Clause) -> bool:
    """Whether a clause only names what the next one says something about.

    Args:
        text: the sentence.
        clause: one of its clauses.

    Example:
        >>> spoken_of("与甲合办专业一事,学校仍在探索", Clause(0, 8, "actual"))
        True
    """
    return bool(_SPOKEN_OF.search(text[clause.start : clause.end]))


def topics(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, with what is spoken of first told by what is said behind: `negated` where nothing came of it.

    Args:
        text: the sentence.
        clauses: its clauses, in order.

    Example:
        >>> said = [Clause(0, 8, "actual"), Clause(9, 15, "actual")]
        >>> [c.modality for c in topics("与甲合办专业一事,学校仍在探索", said)]
        ['exploratory', 'actual']
    """
    found = list(clauses)
    for index, clause in enumerate(clauses):
        if index + 1 == len(clauses) or not spoken_of(text, clause):
            continue
        behind = text[clauses[index + 1].start : clauses[index + 1].end]
        modality: Modality | None = None
        if _STOPPED.search(behind):
            modality = "negated"
        elif _OPEN.search(behind):
            modality = "exploratory"
        elif _AHEAD.search(behind):
            modality = "planned"
        if modality is not None:
            found[index] = msgspec.structs.replace(clause, modality=modality)
    return found
