"""Candidates for "the same": what a person is asked, and what a person should look at again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec

from skillgraph.resolve.blocks import pairs
from skillgraph.resolve.judgements import Judgements
from skillgraph.resolve.places import Places
from skillgraph.resolve.rules import rules
from skillgraph.resolve.things import Thing
from skillgraph.resolve.weighing import reasons, score

#: From which score on a person is asked.
ASKING = 0.5
#: After how many pairs `progress` is called again.
_STEP = 1000


class Candidate(msgspec.Struct, frozen=True):
    """Two things that may be one, the one whose id stays on the left.

    `score` says how sure that is, from 0 to 1, and `reasons` what speaks for and against it. `warning` names two that
    were judged different and that one of these is near to; `is_unsure` says that a person could not tell.
    """

    left: Thing
    right: Thing
    score: float
    reasons: tuple[str, ...]
    warning: str = ""
    is_unsure: bool = False

    def words(self, language: str) -> str:
        """The reasons in `zh` or `en`."""
        at = ("zh", "en").index(language)
        return ("；" if language == "zh" else "; ").join(rules().reasons[reason][at] for reason in self.reasons)


def candidates(
    things: Mapping[str, Thing],
    places: Places,
    judgements: Judgements,
    above: float = ASKING,
    *,
    unsure: bool = False,
    apart: Collection[str] = (),
    listed: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Candidate]:
    """What a person is to be asked, the surest first.

    Args:
        things: by id, what is judged to be the same being one already.
        places: those that names may begin with.
        judgements: what was decided; a pair that is judged is not asked again.
        above: the least score.
        unsure: whether pairs that a person could not tell are listed too, last.
        apart: reference tables, which know their own things apart.
        listed: the ids of a list of one's own; if there are any, only these are compared with the others.
        progress: called now and then with how many pairs are compared, and how many there are.
    """
    found: list[Candidate] = []
    tables, compared = frozenset(apart), list(pairs([things[id] for id in sorted(things)]))
    for done, (one, other) in enumerate(compared):
        if done % _STEP == 0:
            progress(done, len(compared))
        if tables >= one.sources | other.sources or (listed and (one.id in listed) == (other.id in listed)):
            continue
        decision = judgements.judged(one.id, other.id)
        is_unsure = decision is not None and decision.decision == "unsure"
        if decision is None or (is_unsure and unsure):
            told = reasons(one, other, places)
            if told and one.sources & other.sources:
                # Who gives two rows one alias (管理办法) tells them apart by their names.
                told = (*told, "told-apart" if "aliases" in told else "one-source")
            if told and score(told) >= above:
                left, right = sorted((one, other), key=lambda t: (t.id in listed, tables.isdisjoint(t.sources), t.id))
                found.append(Candidate(left, right, score(told), told, is_unsure=is_unsure))
    progress(len(compared), len(compared))
    warned = _warned(_told_apart(found, places, above), judgements)
    return sorted(warned, key=_order)


def _order(candidate: Candidate) -> tuple[Any, ...]:
    """Single things before kinds of things, of which a graph tells less; then the surest."""
    left, right = candidate.left, candidate.right
    return candidate.is_unsure, left.existence != "individual", -candidate.score, left.name, left.id, right.id


def _told_apart(found: list[Candidate], places: Places, above: float) -> list[Candidate]:
    """The candidates without those of a name that fits several things which are surely not one another."""
    others: dict[str, list[Candidate]] = {}
    for candidate in found:
        for id in (candidate.left.id, candidate.right.id):
            others.setdefault(id, []).append(candidate)
    kept = []
    for candidate in found:
        if _fits_several(candidate, others, places):
            told = (*candidate.reasons, "several")
            candidate = msgspec.structs.replace(candidate, reasons=told, score=score(told))
        if candidate.score >= above:
            kept.append(candidate)
    return kept


def _fits_several(candidate: Candidate, others: Mapping[str, list[Candidate]], places: Places) -> bool:
    """Whether one of two things is as near to a third that is surely not the second.

    It lies elsewhere, or the first is but a short form or a piece of the second's name and the two have nothing in
    common besides.
    """
    is_piece = not _PIECES.isdisjoint(candidate.reasons)
    for first, second in ((candidate.left, candidate.right), (candidate.right, candidate.left)):
        is_longer = is_piece and len(second.forms[0].key) > len(first.forms[0].key)
        near = {other.id for c in others[second.id] for other in (c.left, c.right)} if is_longer else ()
        for rival in others[first.id]:
            third = rival.right if rival.left.id == first.id else rival.left
            if third.id == second.id or rival.score < candidate.score - _NEAR:
                continue
            if places.compared(second.where, third.where) == "differs":
                return True
            if is_longer and third.id not in near and len(third.forms[0].key) > len(first.forms[0].key):
                return True
    return False


#: Two candidates of one thing are rivals if their scores are as near as that.
_NEAR = 0.1
_PIECES = frozenset(("short", "contained", "brand"))


def _warned(found: Iterable[Candidate], judgements: Judgements) -> Iterable[Candidate]:
    """The candidates, each with a warning where one thing is near to two that were judged different."""
    found = list(found)
    near: dict[str, list[Thing]] = {}
    for candidate in found:
        near.setdefault(candidate.left.id, []).append(candidate.right)
        near.setdefault(candidate.right.id, []).append(candidate.left)
    for candidate in found:
        warning = ""
        for thing, other in ((candidate.left, candidate.right), (candidate.right, candidate.left)):
            for third in near[thing.id]:
                decision = judgements.judged(other.id, third.id) if third.id != other.id else None
                if decision is not None and decision.decision == "different":
                    warning = (
                        f"{thing.name} is near to {third.name} too, which was judged to be another ({decision.where})"
                    )
        yield msgspec.structs.replace(candidate, warning=warning) if warning else candidate


def essential(found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates without those that follow from surer ones: what is the same as a third is the same.

    Of five rows that may be one thing, four are left to ask about, and not ten.

    Args:
        found: the surest first.
    """
    group: dict[str, str] = {}

    def first(id: str) -> str:
        while (above := group.get(id, id)) != id:
            group[id] = id = group.get(above, above)
        return id

    kept = []
    for candidate in found:
        left, right = first(candidate.left.id), first(candidate.right.id)
        if left != right or candidate.warning:
            kept.append(candidate)
            group[right] = left
    return kept
