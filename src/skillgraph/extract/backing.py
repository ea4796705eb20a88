"""Who stands behind what others do: 经某协会牵线, 在某局指导下, 受某部委托."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.predicates import Linked
from skillgraph.extract.roles import series

#: How a clause begins that says on whose account the next one happens.
_OPENING = re.compile(
    r"(?:近日|日前|随后|目前|[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)?,?(?:经|经由|在|受|应|由|得益于|获|获得)$"
)
#: What follows the body, and what it does for that which comes of it.
_KINDS = (
    (r"牵线|搭桥|引荐|推荐|撮合|协调|推动|促成|介绍|斡旋|对接|居中", "facilitated"),
    (r"批准|核准|同意|备案|审批|评审|批复|审定|审核", "approves"),
    (r"(?:指导|领导|统筹|组织|部署)(?:[和与及、][^,;。]{2,4})?下", "guides"),
    (r"支持|帮助|资助|援助|帮扶|扶持|赞助|委托|委派|指派|授权", "supports"),
)
_HOW = r"(?:的)?(?:大力|积极|全力|鼎力|具体|直接|业务|共同|正式|研究)?"
_FOLLOWING = tuple((re.compile(f"{_HOW}(?:{words})"), predicate) for words, predicate in _KINDS)

Backer = tuple[Entry, str]


def backers(text: str, clause: Clause, links: Sequence[Linked]) -> list[Backer]:
    """Who a clause names as those on whose account the next one happens, and what they do for what comes of it.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
    """
    found = series(text, links, lambda x: _OPENING.fullmatch(text, clause.start, x.mention.start))
    if not found:
        return []
    for pattern, predicate in _FOLLOWING:
        if pattern.match(text, found[-1].mention.end, clause.end):
            return [(x.entry, predicate) for x in found]
    return []
