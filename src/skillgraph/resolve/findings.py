"""What sources say differently: a finding with all its sides, and which side is to be preferred, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, get_args

import msgspec

from skillgraph.model.bounds import usual
from skillgraph.model.records import Document, Entity, Observation, Rank, Statement, passage_checksum
from skillgraph.model.terms import GOVERNMENT_OF

Said = Statement | Observation
#: What is compared: figures; a fact with its denial; the starts or ends of one fact; the places of a thing that can
#: have one; two changes, each the other way round; parts with their total; a plan with what came of it.
Kind = Literal["figure", "denial", "start", "end", "place", "order", "total", "plan"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: `differ`: not both can be so. `doubtful`: both can be so, and probably are not. `settled`: a person decided.
Verdict = Literal["differ", "doubtful", "settled", "agree", "restate"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: Verdicts of which a person should know.
OPEN: tuple[Verdict, ...] = ("differ", "doubtful")
#: Why a side is preferred: a reviewer ranked it, its publisher is what it is about or governs that, it is the latest.
Because = Literal["", "rank", "directness", "date"]
_RANKS: Mapping[Rank, int] = {"preferred": 1, "normal": 0, "deprecated": -1}


class Finding(msgspec.Struct, frozen=True):
    """Two or more statements or figures that were compared.

    Attributes:
        kind: what was compared.
        verdict: what came out.
        reason: why, in words.
        about: what the sides speak of, by its ids: subject, and relation or indicator.
        sides: the records, those that are preferred first.
        preferred: the ids of the sides that are to be preferred, which agree with each other; none where nothing tells
            them apart.
        because: why they are.
    """

    kind: Kind
    verdict: Verdict
    reason: str
    about: tuple[str, ...]
    sides: tuple[Said, ...]
    preferred: tuple[str, ...] = ()
    because: Because = ""

    @property
    def id(self) -> str:
        """The same for the same sides, in whatever order and build.

        Example:
            >>> a, b = (Statement(id, "r", "x", "has", "y") for id in ("r/a", "r/b"))
            >>> Finding("start", "differ", "", (), (a, b)).id == Finding("start", "agree", "", (), (b, a)).id
            True
        """
        return f"{self.kind}-{passage_checksum(' '.join(sorted(side.id for side in self.sides)))}"

    def opposed(self, side: Said) -> tuple[Said, ...]:
        """The sides that say something else than one of them does; some may agree with it."""
        return tuple(other for other in self.sides if other.id != side.id and self._is_otherwise(side, other))

    def _is_otherwise(self, one: Said, other: Said) -> bool:
        if isinstance(one, Observation) and isinstance(other, Observation):
            if self.kind == "total":
                return one.part_of == other.id or other.part_of == one.id
            return not usual(one).meets(usual(other))
        if self.kind == "denial":
            return one.modality != other.modality
        return _ends(one) != _ends(other)


def _ends(said: Said) -> tuple[str, ...]:
    """Of a statement, all that two on one fact can say differently."""
    return (said.subject, said.object if isinstance(said, Statement) else "", said.start, said.end)


class Judged:
    """What people judged of pairs of records: that they agree, or are different things and not to be compared.

    Args:
        notes: by the two ids of a pair, in order, what the person noted.
    """

    def __init__(self, notes: Mapping[tuple[str, str], str] | None = None) -> None:
        self.notes = notes or {}

    def note(self, one: Said, other: Said) -> str | None:
        """What was noted on a pair; None where nobody judged it."""
        return self.notes.get((min(one.id, other.id), max(one.id, other.id)))


class Preference:
    """Which of several sides is to be preferred: rank, then directness, then the later date of issue.

    Args:
        documents: the sources.
        entities: what publishers may be.
        governs: by the id of a body, the places that it governs.
        places: gives the places in which a thing lies, however far up.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        entities: Mapping[str, Entity],
        governs: Mapping[str, set[str]],
        places: Callable[[str], set[str]],
    ) -> None:
        self._documents, self._governs, self._places = documents, governs, places
        publishers = {d.publisher for d in documents.values() if d.publisher}
        self._bodies: dict[str, set[str]] = {}
        for entity in entities.values():
            for form in publishers.intersection(entity.forms):
                self._bodies.setdefault(form, set()).add(entity.id)

    def of(self, sides: Iterable[Said], clash: Callable[[Sequence[Said]], bool]) -> tuple[tuple[str, ...], Because]:
        """The ids of the preferred sides, and why they are.

        Args:
            sides: at least two.
            clash: whether any of them contradict each other.
        """
        left = list(sides)
        criteria: tuple[tuple[Because, Callable[[list[Said]], list[Said]]], ...] = (
            ("rank", _by_rank), ("directness", self._by_directness), ("date", self._by_date),
        )  # fmt: skip
        for because, choose in criteria:
            chosen = choose(left)
            if len(chosen) < len(left) and not clash(chosen):
                return tuple(sorted(side.id for side in chosen)), because
            left = chosen
        return (), ""

    def _by_directness(self, sides: list[Said]) -> list[Said]:
        return _highest(sides, self._directness)

    def _directness(self, side: Said) -> int:
        """2 where the publisher is what the record is about, 1 where it governs that or where that lies."""
        bodies = self._bodies.get(self._documents[side.source].publisher, set())
        if side.subject in bodies:
            return 2
        around = {side.subject, *self._places(side.subject)}
        return int(any(not around.isdisjoint(self._governs.get(body, ())) for body in bodies))

    def _by_date(self, sides: list[Said]) -> list[Said]:
        """The latest; those of a year and of a day in it are of one date, and without all dates nobody knows."""
        dates = [self._documents[side.source].issued for side in sides]
        if not all(dates):
            return sides
        latest = max(dates)
        return [s for s, date in zip(sides, dates, strict=True) if latest.startswith(date)]


def governing(statement: Statement) -> bool:
    """Whether a fact says what a body governs."""
    return statement.predicate == GOVERNMENT_OF and statement.is_fact


def _by_rank(sides: list[Said]) -> list[Said]:
    return _highest(sides, lambda side: _RANKS[side.rank])


def _highest(sides: list[Said], value: Callable[[Said], int]) -> list[Said]:
    highest = max(map(value, sides))
    return [side for side in sides if value(side) == highest]
