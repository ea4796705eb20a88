"""Figures of one indicator, subject and time side by side, by the ends of their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from skillgraph.model.bounds import Interval, admitted, usual
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation
from skillgraph.resolve.findings import Finding, Judged, Kind, Preference, Said, Verdict
from skillgraph.resolve.times import Period, may_meet, span_time, state_time

#: Subject, indicator, base unit and qualifiers: what figures that compare have in common, besides what they are about.
Key = tuple[str, str, str, tuple[tuple[str, str], ...]]
#: Figures that are told as such or set as a norm, or that are planned, compare with their like.
_COMPARED = ("actual", "rule", "planned")
_Bucket = tuple[Period, list[Observation]]


class Figures:
    """Groups of figures that compare, and what comes out.

    Args:
        documents: the sources.
        entities: among them the indicators, of which the ontology says whether they count a state.
        base: by unit, the unit in which its values compare.
        preference: which side is preferred.
        judged: what people judged.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        entities: Mapping[str, Entity],
        base: Mapping[str, str],
        preference: Preference,
        judged: Judged,
    ) -> None:
        self._documents, self._base, self._preference, self._judged = documents, base, preference, judged
        states = ontology().marked("state")
        self._states = {id for id, e in entities.items() if not states.isdisjoint(e.classes)}
        self._groups: dict[Key, list[Observation]] = {}

    def key(self, figure: Observation) -> Key | None:
        """What a figure is compared by; None for one that is not compared: no measure, rejected, or only wished for."""
        if figure.kind != "measure" or figure.status == "rejected" or figure.modality not in _COMPARED:
            return None
        unit = self._base.get(figure.unit, figure.unit)
        return figure.subject, figure.indicator, unit, tuple(sorted(figure.qualifiers))

    def add(self, key: Key, figure: Observation) -> None:
        """Takes a figure into its group."""
        self._groups.setdefault(key, []).append(figure)

    def findings(self, plans: bool) -> Iterator[Finding]:
        """What comes out, a group after the other.

        Args:
            plans: whether plans are held against what came of them.
        """
        for (subject, indicator, _, qualifiers), group in self._groups.items():
            about = (subject, indicator, *(value for _, value in qualifiers))
            for same in _by_what_they_count(group):
                for modality in _COMPARED:
                    found = [o for o in same if o.modality == modality]
                    if len(found) > 1:
                        yield from self._compared(found, about)
                if plans:
                    yield from self._plans(same, about)

    def _compared(self, figures: list[Observation], about: tuple[str, ...]) -> Iterator[Finding]:
        buckets = self._by_time(figures)
        for _, bucket in buckets:
            if len(bucket) > 1:
                yield self._finding("figure", bucket, about)
        for one, other in self._meeting(buckets):
            between = [*one, *other]
            if _clash(between) and not (_clash(one) or _clash(other)):
                yield self._finding("figure", between, about, one_time=False)

    def _plans(self, figures: list[Observation], about: tuple[str, ...]) -> Iterator[Finding]:
        planned, actual = ([o for o in figures if o.modality == modality] for modality in ("planned", "actual"))
        times = {period: bucket for period, bucket in self._by_time(actual) if period.told}
        for period, bucket in self._by_time(planned) if times else ():
            if period in times:
                yield self._finding("plan", [*bucket, *times[period]], about)

    def _by_time(self, figures: Iterable[Observation]) -> list[_Bucket]:
        """Figures of one time together; a time that nobody tells is one in each report."""
        found: dict[tuple[str, str, str], _Bucket] = {}
        for o in figures:
            state = o.indicator in self._states
            period = (state_time if state else span_time)(o, self._documents[o.source])
            first = "" if state and period.told else period.first
            key = (first, period.last, "" if period.told else o.source)
            found.setdefault(key, (period, []))[1].append(o)
        return list(found.values())

    def _meeting(self, buckets: list[_Bucket]) -> Iterator[tuple[list[Observation], list[Observation]]]:
        """Pairs of times that meet without being one."""
        ordered = sorted(buckets, key=lambda bucket: bucket[0])
        for n, (period, bucket) in enumerate(ordered):
            for later, other in ordered[n + 1 :]:
                if later.first > period.last:
                    break
                state = bucket[0].indicator in self._states
                if may_meet(period, later, state=state):
                    yield bucket, other

    def _finding(self, kind: Kind, sides: list[Observation], about: tuple[str, ...], one_time: bool = True) -> Finding:
        verdict, reason = self._verdict(sides, one_time)
        # A plan is not wrong because something else came of it.
        asked = verdict not in ("agree", "restate") and kind != "plan"
        preferred, because = self._preference.of(sides, _clash) if asked else ((), "")
        ordered = sorted(sides, key=lambda o: (o.id not in preferred, o.source, o.id))
        return Finding(kind, verdict, reason, about, tuple(ordered), preferred, because)

    def _verdict(self, sides: list[Observation], one_time: bool) -> tuple[Verdict, str]:
        ends = [admitted(o) for o in sides]
        excluding: tuple[Verdict, str] = ("differ", "") if one_time else ("doubtful", "perhaps not of one time")
        straining: tuple[Verdict, str] = ("doubtful", "the words usually mean less")
        for clash, found in ((_clash, excluding), (_strain, straining)):
            if clash(sides):
                settled = self._settled(sides, clash)
                return ("settled", settled) if settled else found
        alike = len(set(ends)) == 1 and len({o.bound for o in sides}) == 1
        return ("restate", "") if alike else ("agree", "")

    def _settled(self, sides: Sequence[Observation], clash: Callable[[Sequence[Said]], bool]) -> str:
        """What a person said that leaves nothing to decide."""
        held = [o for o in sides if o.rank != "deprecated"]
        preferred = [o for o in sides if o.rank == "preferred"]
        if not clash(held) or (preferred and not clash(preferred)):
            return "ranked by a reviewer"
        notes = []
        for n, one in enumerate(held):
            for other in held[:n]:
                if clash((one, other)):
                    if (note := self._judged.note(one, other)) is None:
                        return ""
                    notes.append(note)
        return "; ".join(dict.fromkeys(filter(None, notes))) or "judged"


def _by_what_they_count(group: list[Observation]) -> Iterable[list[Observation]]:
    """Figures that count the same things; one that does not say which counts those of all others, if they are one."""
    named = {o.about for o in group if o.about}
    if len(named) <= 1:
        return [group]
    found: dict[str, list[Observation]] = {}
    for o in group:
        found.setdefault(o.about, []).append(o)
    return found.values()


def _clash(sides: Sequence[Said]) -> bool:
    return _apart([admitted(o) for o in sides if isinstance(o, Observation)])


def _strain(sides: Sequence[Said]) -> bool:
    return _apart([usual(o) for o in sides if isinstance(o, Observation)])


def _apart(intervals: Sequence[Interval]) -> bool:
    """Whether any two of some intervals have no number in common: the highest beginning lies behind the first end."""
    lowest = max((i.lowest for i in intervals if i.lowest is not None), default=None)
    highest = min((i.highest for i in intervals if i.highest is not None), default=None)
    return lowest is not None and highest is not None and highest < lowest
