"""What a thing is said to be: 某学院是某市人民政府举办的公办高职院校, 该中心系甲与乙共建的实训基地."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skillgraph.extract.clauses import Clause, Trigger
from skillgraph.extract.entities import Entry
from skillgraph.extract.mentions import ACTORS, FIELDS, PLACES, SCHOOLS
from skillgraph.extract.neighbours import Said
from skillgraph.extract.predicates import Linked, fitting
from skillgraph.extract.roles import JOINERS

_COPULA = re.compile(
    r"[”)]*(?:\([^()]*\))?(?:也|还|均|都|同时|既|正|乃)*(?:系|是|为|属|属于|作为|即)(?:一[所家个座项]|首[个家批所])?(?:由|经)?$"
)
#: Filing with a body (甲批准、乙备案的) is no approval by it.
_DESCRIBES = re.compile(r"(?:、[^,;。、]{2,16}备案)?的")
#: 甲与乙, 甲会同乙: they do it together.
_AND = re.compile(r"与|和|同|及|会同|联合|携手|以及")
_HOW = re.compile(r"(?:[0-9]{4}年)?(?:共同|联合|合作|合力|携手|牵头|直接|统一|正式|联手|于[0-9]{4}年|在[0-9]{4}年)?")
#: Who runs a school: 某市人民政府举办的高职院校.
_RUN = frozenset({"举办", "主办", "兴办", "主管", "直属", "管理", "开办", "所属"})


def identities(
    text: str, clause: Clause, verbs: Sequence[Trigger], links: Sequence[Linked], subjects: Sequence[Entry]
) -> tuple[list[Trigger], list[Linked], list[Said]]:
    """The verbs and names that are used up by saying what a thing is, and what they say of it.

    Args:
        text: the sentence.
        clause: one of its clauses.
        verbs: the verbs in it that state relations.
        links: the names in it.
        subjects: whom the clauses before speak of.
    """
    for verb in verbs:
        closing = _DESCRIBES.match(text, verb.end)
        if closing is None:
            continue
        chain = _chain(text, verb, verbs, links)
        doers = [x for _, found in chain for x in found]
        if not doers:
            continue
        named = any(closing.end() <= x.mention.start <= closing.end() + 1 for x in links)
        before = [x for x in links if x.mention.end <= doers[0].mention.start]
        thing = before[-1].entry if before else subjects[-1] if subjects else None
        start = before[-1].mention.end if before else clause.start
        if thing is None or named or not _COPULA.fullmatch(text, start, doers[0].mention.start):
            continue
        said: list[Said] = []
        for done, by in chain:
            predicate = _predicate(done, thing)
            said += [(x.entry, predicate, thing, clause) for x in by if predicate is not None]
            if predicate == "jointlyEstablished":
                said += [(by[0].entry, "partnersWith", x.entry, clause) for x in by[1:]]
        if not said:
            continue
        return [v for v in verbs if doers[0].mention.start <= v.start <= verb.start], doers, said
    return [], [], []


def _chain(
    text: str, last: Trigger, verbs: Sequence[Trigger], links: Sequence[Linked]
) -> list[tuple[Trigger, list[Linked]]]:
    """甲批准、乙备案的: each verb with those who do it, in the order of the text."""
    doers = _doers(text, last, links)
    found = [(last, doers)] if doers else []
    for verb in reversed(verbs):
        if found and text[verb.end : found[0][1][0].mention.start] in ("、", "和", "并由", "、由"):
            doers = _doers(text, verb, links)
            if not doers:
                break
            found.insert(0, (verb, doers))
    return found


def _doers(text: str, verb: Trigger, links: Sequence[Linked]) -> list[Linked]:
    """The bodies directly before a verb: 甲、乙与丙共同."""
    found: list[Linked] = []
    for x in reversed(links):
        if x.mention.end > verb.start or x.entry.type not in ACTORS | {"TrainingPlatform"}:
            continue
        if not found:
            if not _HOW.fullmatch(text, x.mention.end, verb.start):
                return []
        else:
            between = text[x.mention.end : found[0].mention.start]
            if not (JOINERS.match(between) and between) and not _AND.fullmatch(between):
                break
        found.insert(0, x)
    return found


def _predicate(verb: Trigger, thing: Entry) -> str | None:
    """What a verb says of the thing that it describes."""
    if thing.type in FIELDS | PLACES:
        return None
    if verb.text in _RUN and thing.type in SCHOOLS:
        return "manages"
    return fitting(verb.predicate, thing)
