"""Patterns of several names with several verbs: 甲主办、乙承办的某大赛, 入选甲与乙共建的某项目, 参与某部“某库”建设.

Each appends what it says to `said`, and returns what the reading of the clause goes on with.
"""

from __future__ import annotations

from collections.abc import Sequence

from skillgraph.extract.clauses import Clause, Trigger
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import ACTORS, ORGANIZATIONS, PLACES
from skillgraph.extract.neighbours import Said
from skillgraph.extract.predicates import Linked, fitting
from skillgraph.extract.roles import JOINERS

_BODIES = ORGANIZATIONS | {"TrainingPlatform"}
#: What several bodies do for one thing, each its own.
_HOSTING = frozenset(
    {"主办", "承办", "协办", "指导", "支持", "牵头", "发起", "主导", "搭台", "实施", "资助", "冠名", "赞助"}
)
_GIVEN = frozenset({"Honour", "Qualification", "Policy", "TalentCategory", "Benefit"})
_HELD = frozenset({"Competition", "Event", "Programme", "Alliance", "TrainingPlatform"})


def hosts(
    text: str, clause: Clause, verbs: Sequence[Trigger], links: Sequence[Linked], said: list[Said]
) -> list[Trigger]:
    """甲主办、乙承办的某大赛: each does its own, and the thing is what 的 leads to, or what 由 follows."""
    found: list[tuple[Trigger, list[Entry]]] = []
    for verb in verbs:
        before = [x for x in links if x.mention.end == verb.start and x.entry.type in _BODIES]
        if not before or verb.text not in _HOSTING:
            continue
        doers, at = [before[0].entry], before[0].mention.start
        for x in reversed([x for x in links if x.mention.end < at]):
            joined = JOINERS.match(text[x.mention.end : at]) and "、" in text[x.mention.end : at]
            if joined and x.entry.type in ORGANIZATIONS:
                doers.append(x.entry)
                at = x.mention.start
        found.append((verb, doers))
    if len(found) < 2:
        return []
    end, start = found[-1][0].end, found[0][0].start
    thing = next((x for x in links if x.mention.start >= end and x.entry.type not in PLACES | ORGANIZATIONS), None)
    if text[end : end + 1] != "的" or thing is None:
        thing = next((x for x in reversed(links) if x.mention.end <= start and x.entry.type in _HELD), None)
    for verb, doers in found if thing is not None else ():
        assert thing is not None
        for doer in doers:
            said.append((doer, verb.predicate, thing.entry, clause))
    return [verb for verb, _ in found]


def relatives(
    text: str, clause: Clause, verbs: Sequence[Trigger], links: Sequence[Linked], said: list[Said]
) -> tuple[list[Trigger], list[Linked]]:
    """甲评选的“某称号”: what a relative clause says of the name behind it; the verbs and doers that are used up."""
    used: list[Trigger] = []
    doers: list[Linked] = []
    for verb in verbs:
        doer = next((x for x in links if x.mention.end == verb.start and x.entry.type in ORGANIZATIONS), None)
        thing = next((x for x in links if x.mention.start == verb.end + 1), None)
        if doer is None or thing is None or text[verb.end] != "的" or thing.entry.type not in _GIVEN:
            continue
        predicate = fitting(verb.predicate, thing.entry)
        if predicate is not None:
            said.append((doer.entry, predicate, thing.entry, clause))
            used.append(verb)
            doers.append(doer)
    return used, doers


def joint_project(
    text: str, clause: Clause, verb: Trigger, following: Trigger, links: Sequence[Linked], said: list[Said]
) -> list[Linked]:
    """入选甲与乙共建的某项目: 甲 and 乙 established it, and it is what the first verb is about."""
    between = [x for x in links if verb.end <= x.mention.start and x.mention.end <= following.start]
    after = [x for x in links if x.mention.start >= following.end and x.entry.type not in ACTORS]
    if following.predicate != "jointlyEstablished" or verb.predicate not in (
        "selectedFor",
        "participatesIn",
        "implements",
    ):
        return []
    if len(between) < 2 or not after or not all(x.entry.type in ORGANIZATIONS for x in between):
        return []
    if between[0].mention.start > verb.end + 1:
        return []
    for x in between:
        said.append((x.entry, "jointlyEstablished", after[0].entry, clause))
        if x is not between[0]:
            said.append((between[0].entry, "partnersWith", x.entry, clause))
    return after[:1]


def owners(text: str, clause: Clause, objects: Sequence[Linked], said: list[Said]) -> list[Linked]:
    """参与某部“某库”建设: the bodies directly before a thing lead it and are no objects themselves."""
    kept: list[Linked] = []
    for index, x in enumerate(objects):
        at, owned = x.mention.end, None
        for y in objects[index + 1 :]:
            if y.entry.type not in ACTORS:
                owned = y if text[at : y.mention.start] == "" else None
                break
            if not JOINERS.match(text[at : y.mention.start]):
                break
            at = y.mention.end
        if owned is not None and x.entry.type in ("GovernmentBody", "InternationalOrganization", "Organization"):
            said.append((x.entry, "leads", owned.entry, clause))
        elif owned is not None and owned.entry.type == "TrainingModel":
            said.append((owned.entry, "relatedTo", x.entry, clause))
        else:
            kept.append(x)
    return kept
