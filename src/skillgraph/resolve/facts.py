"""Statements of one fact side by side: denials, starts and ends, places, changes that go both ways round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from skillgraph.model.dates import first_day, last_day
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Statement
from skillgraph.resolve.findings import Finding, Judged, Kind, Preference, Said, Verdict
from skillgraph.resolve.times import Period, span_time

#: Subject, relation and object or text; the two in order where the relation holds in both directions or once.
Key = tuple[str, str, str]
#: 2021年以来 says since when a report counts, not when something began.
_SINCE = "以来"
#: What two statements say of each other, None where they agree: the verdict, and the reason.
_Rule = Callable[[Statement, Statement], tuple[Verdict, str] | None]


class Facts:
    """Groups of statements that compare, and what comes out.

    Args:
        documents: the sources.
        entities: the things, among them places.
        places: gives the places in which a place lies, however far up.
        preference: which side is preferred.
        judged: what people judged.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        entities: Mapping[str, Entity],
        places: Callable[[str], set[str]],
        preference: Preference,
        judged: Judged,
    ) -> None:
        self._documents, self._entities, self._places = documents, entities, places
        self._preference, self._judged = preference, judged
        marked = ontology().marked
        self._once, self._single, self._happened = marked("once"), marked("single"), marked("happened")
        self._paired = self._once | {name for name, p in ontology().relations.items() if p.symmetric}
        self._groups: dict[Key, list[Statement]] = {}

    def keys(self, statement: Statement) -> Iterator[Key]:
        """What a statement is compared by: nothing for one that says neither that something is so nor that it isn't."""
        if statement.status == "rejected" or statement.modality not in ("actual", "negated"):
            return
        subject, other = statement.subject, statement.object or statement.text
        if statement.predicate in self._paired and statement.object and other < subject:
            subject, other = other, subject
        yield subject, statement.predicate, other
        thing = self._entities[statement.subject]
        # A kind of things is where each of them is.
        if statement.predicate in self._single and statement.modality == "actual" and thing.existence == "individual":
            yield statement.subject, statement.predicate, ""

    def add(self, key: Key, statement: Statement) -> None:
        """Takes a statement into its group."""
        self._groups.setdefault(key, []).append(statement)

    def findings(self) -> Iterator[Finding]:
        """What comes out, a group after the other."""
        for (subject, predicate, other), group in self._groups.items():
            about = (subject, predicate, other)
            actual = [s for s in group if s.modality == "actual"]
            if not other:
                if len({s.object for s in actual}) > 1 and not self._can_have_several(actual):
                    yield from self._found("place", about[:2], actual, self._in_two_places)
                continue
            if len(actual) < len(group):
                yield from self._found("denial", about, group, self._denied)
            if predicate in self._once and len({s.subject for s in actual}) > 1:
                yield from self._found("order", about, actual, _both_ways)
            if len({s.start for s in actual if s.start}) > 1:
                yield from self._found("start", about, actual, self._starts_differ)
            if len({s.end for s in actual if s.end}) > 1:
                yield from self._found("end", about, actual, self._ends_differ)

    def _found(self, kind: Kind, about: tuple[str, ...], group: list[Statement], rule: _Rule) -> Iterator[Finding]:
        """The finding on a group, with the statements that contradict another one."""
        against: dict[tuple[str, str], tuple[Verdict, str]] = {}
        for one, other in combinations(group, 2):
            if found := rule(one, other):
                against[one.id, other.id] = found
        if not against:
            return
        ids = {id for pair in against for id in pair}
        sides = [s for s in group if s.id in ids]

        def clash(some: Sequence[Said]) -> bool:
            left = {s.id for s in some}
            return any(left.issuperset(pair) for pair in against)

        verdict, reason = max(against.values(), key=lambda found: found[0] == "differ")
        if settled := self._settled(sides, against, clash):
            verdict, reason = "settled", settled
        preferred, because = self._preference.of(sides, clash)
        ordered = sorted(sides, key=lambda s: (s.id not in preferred, s.modality, s.source, s.id))
        yield Finding(kind, verdict, reason, about, tuple(ordered), preferred, because)

    def _settled(
        self,
        sides: list[Statement],
        against: Mapping[tuple[str, str], tuple[Verdict, str]],
        clash: Callable[[Sequence[Said]], bool],
    ) -> str:
        """What a person said that leaves nothing to decide."""
        held = {s.id: s for s in sides if s.rank != "deprecated"}
        preferred = [s for s in sides if s.rank == "preferred"]
        if not clash([*held.values()]) or (preferred and not clash(preferred)):
            return "ranked by a reviewer"
        notes = [self._judged.note(held[a], held[b]) for a, b in against if a in held and b in held]
        if None in notes:
            return ""
        return "; ".join(dict.fromkeys(filter(None, notes))) or "judged"

    def _time(self, s: Statement) -> Period:
        return span_time(s, self._documents[s.source])

    def _at_one_time(self, one: Statement, other: Statement) -> Verdict | None:
        """`differ` where two are said of times that meet, `doubtful` where nobody says when."""
        mine, theirs = self._time(one), self._time(other)
        if not mine.overlaps(theirs):
            return None
        told = (mine.told and theirs.told) or one.source == other.source
        return "differ" if told else "doubtful"

    def _denied(self, one: Statement, other: Statement) -> tuple[Verdict, str] | None:
        if one.modality == other.modality:
            return None
        fact, denial = (one, other) if other.modality == "negated" else (other, one)
        # A denial of how or where something is done leaves open that it is done.
        if denial.qualifiers and sorted(denial.qualifiers) != sorted(fact.qualifiers):
            return None
        verdict = self._at_one_time(fact, denial)
        return verdict and (verdict, "" if verdict == "differ" else "perhaps not of one time")

    def _starts_differ(self, one: Statement, other: Statement) -> tuple[Verdict, str] | None:
        if one.predicate in self._happened:
            once = one.predicate in self._once and one.start and other.start
            apart = once and _of_one_kind(one, other) and not self._time(one).overlaps(self._time(other))
            return ("differ", "it happens once") if apart else None
        return self._dates_differ(one, other, _start)

    def _ends_differ(self, one: Statement, other: Statement) -> tuple[Verdict, str] | None:
        return None if one.predicate in self._happened else self._dates_differ(one, other, _end)

    def _dates_differ(
        self, one: Statement, other: Statement, date: Callable[[Statement], str]
    ) -> tuple[Verdict, str] | None:
        mine, theirs = date(one), date(other)
        if not mine or not theirs or mine.startswith(theirs) or theirs.startswith(mine):
            return None
        # What lasted at two times may have ended and begun anew.
        meets = _of_one_kind(one, other) and self._time(one).overlaps(self._time(other))
        return ("differ", "") if meets else None

    def _in_two_places(self, one: Statement, other: Statement) -> tuple[Verdict, str] | None:
        if one.object == other.object or not self._are_two(one.object, other.object):
            return None
        if not self._time(one).overlaps(self._time(other)):
            return None
        if one.basis != "stated" or other.basis != "stated":
            return "doubtful", "only a heading or a name says so"
        if not (self._places(one.object) and self._places(other.object)):
            return "doubtful", "one may lie in the other"
        return "differ", ""

    def _can_have_several(self, statements: list[Statement]) -> bool:
        """Whether a source says by itself that the thing is in several places, as a contest or a group is."""
        said: dict[str, str] = {}
        return any(self._are_two(said.setdefault(s.source, s.object), s.object) for s in statements)

    def _are_two(self, one: str, other: str) -> bool:
        """Whether two places lie in different cities, provinces or countries, of which a thing has one."""
        around, others = ({id, *self._places(id)} for id in (one, other))
        for name in self._single & ontology().classes.keys():
            mine, theirs = ({p for p in places if self._is_a(p, name)} for places in (around, others))
            if mine and theirs and mine.isdisjoint(theirs):
                return True
        return False

    def _is_a(self, id: str, name: str) -> bool:
        entity = self._entities.get(id)
        return entity is not None and not ontology().below(name).isdisjoint(entity.classes)


def _start(s: Statement) -> str:
    """The date on which a statement says that something began; of what is told of one period, nothing."""
    is_period = s.end and last_day(s.start) >= last_day(s.end)
    return "" if is_period or _SINCE in s.time else s.start


def _end(s: Statement) -> str:
    """The date on which a statement says that something ended."""
    is_period = s.start and first_day(s.end) <= first_day(s.start)
    return "" if is_period else s.end


def _of_one_kind(one: Statement, other: Statement) -> bool:
    return sorted(one.qualifiers) == sorted(other.qualifiers)


def _both_ways(one: Statement, other: Statement) -> tuple[Verdict, str] | None:
    return ("differ", "it happens in one direction") if one.subject != other.subject else None
