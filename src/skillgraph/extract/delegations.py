"""Who goes to whom: 选派教师赴某学院研修, 派专家到某校授课, 某校长率团访问某学院, 接待某代表团."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.clauses import Clause
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import ACTORS, ORGANIZATIONS
from skillgraph.extract.neighbours import Said
from skillgraph.extract.predicates import Linked
from skillgraph.extract.roles import series

_GOING = re.compile(
    r"(?:选派|派出|派遣|派|组织|安排|选送|遴选|输送|委派|资助)[^,;。]{1,24}?(?:赴|到|去|前往|走进|进入|至|远赴)$|"
    r"(?:学生|教师|学员|师生|团队|干部|骨干|职工|毕业生|[名批人])(?:先后|分批|分别)?(?:赴|到|前往|远赴)$"
)
_TO_LEARN = re.compile(r"[^,;。]{0,12}?(?:研修|学习|培训|访学|进修|深造|留学|跟岗|跟班|轮训|取经|游学|研学|攻读|集训)")
_TO_TEACH = re.compile(r"[^,;。]{0,12}?(?:支教|任教|援教|执教|授课|讲学|送教|指导|支援|挂职|驻点|教学|帮扶)")
_TO_WORK = re.compile(r"[^,;。]{0,12}?(?:实习|实训|就业|顶岗|实践|锻炼|工作|交流|考察|参访|访问|见习)")
_ENDS = ((_TO_LEARN, "learnsFrom"), (_TO_TEACH, "contributesTo"), (_TO_WORK, "relatedTo"))


def sent(
    text: str, clause: Clause, links: Sequence[Linked], subjects: Sequence[Entry]
) -> Iterator[tuple[Linked, Said]]:
    """选派教师赴某学院研修: to whom people are sent, and what that makes of the two.

    Args:
        text: the sentence.
        clause: one of its clauses.
        links: the names in it.
        subjects: who acts in it.
    """
    goals = series(text, links, lambda x: _GOING.search(text[clause.start : x.mention.start]))
    for x in goals:
        predicate = next((p for what, p in _ENDS if what.match(text, goals[-1].mention.end, clause.end)), None)
        if predicate is None or x.entry.type not in ORGANIZATIONS:
            continue
        for subject in subjects:
            if subject.type in ACTORS and subject is not x.entry:
                yield x, (subject, predicate, x.entry, clause)
