"""What follows from decisions: which ids are one thing, which are judged to be two, and where these clash."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator

from skillgraph.model.problems import Problem
from skillgraph.resolve.decisions import UNDATED, Decision, latest

_Pair = tuple[str, str]


class Judgements:
    """The decisions that count, and the clusters that they make.

    Of the decisions on one pair the latest counts: by its date, and on one day, or without a date, by its place. What
    is the same as a third is the same, so that ids joined by "same" are one cluster. A chain of "same" that joins two
    which are judged different is a clash: its cluster stays apart, until a person withdraws one of the rows.

    Attributes:
        clashes: a problem for each pair that is judged different and joined by a chain, with all rows of the chain.

    Example:
        >>> judgements = Judgements.of([
        ...     Decision("qd-college", "qd-tech", "same"),
        ...     Decision("qd-tech", "qd-jishi", "same"),
        ...     Decision("qd-jishi", "zb-tech", "different"),
        ... ])
        >>> judgements.canonical("qd-jishi"), judgements.members("qd-tech")
        ('qd-college', ('qd-college', 'qd-jishi', 'qd-tech'))
        >>> judgements.judged("zb-tech", "qd-college").decision
        'different'
    """

    def __init__(self, counting: Iterable[Decision], references: Collection[str]) -> None:
        self._same: dict[str, dict[str, Decision]] = {}
        self._identifiers: dict[str, list[_Pair]] = {}
        others = []
        for d in counting:
            if d.decision == "same" and d.identifier:
                self._identifiers.setdefault(d.left, []).append(d.identifier)
            elif d.decision == "same":
                self._same.setdefault(d.left, {})[d.right] = d
                self._same.setdefault(d.right, {})[d.left] = d
            if d.decision != "same" or d.identifier:
                others.append(d)
        components = list(self._components())
        self.clashes, apart = self._clashes(components, [d for d in others if d.decision == "different"])
        self._members: dict[str, tuple[str, ...]] = {}
        for number, cluster in enumerate(components):
            if number not in apart:
                first = self._staying(cluster, references)
                self._members.update(dict.fromkeys(cluster, (first, *sorted(cluster - {first}))))
        # What says more comes later, and counts.
        others.sort(key=lambda d: d.decision == "different")
        self._between = {_pair(*map(self.canonical, d.pair)): d for d in others if d.decision != "withdrawn"}

    @classmethod
    def of(cls, decisions: Iterable[Decision], references: Collection[str] = ()) -> Judgements:
        """The judgements that some decisions make.

        Args:
            decisions: in the order of their tables.
            references: ids of reference tables, which stay before any other.
        """
        counting = latest(decisions)
        return cls((counting[pair] for pair in sorted(counting)), frozenset(references))

    def canonical(self, id: str) -> str:
        """The id that stays of those that are the same as this one; the id itself where nothing is.

        It is that of a reference table; else the one that stands left in the earliest decision on the cluster and
        right in none; on one day, the first by alphabet.
        """
        return self.members(id)[0]

    def members(self, id: str) -> tuple[str, ...]:
        """All ids that are the same as this one, itself among them: the one that stays, then the others by alphabet."""
        return self._members.get(id, (id,))

    @property
    def clusters(self) -> list[tuple[str, ...]]:
        """The members of each cluster, as `members` gives them."""
        return sorted(set(self._members.values()))

    def identifiers(self, id: str) -> tuple[_Pair, ...]:
        """The identifiers from outside, as scheme and value, that were given to this id or what is the same."""
        return tuple(dict.fromkeys(pair for member in self.members(id) for pair in self.identifiers_of(member)))

    def identifiers_of(self, id: str) -> tuple[_Pair, ...]:
        """The identifiers that were given to this very id."""
        return tuple(self._identifiers.get(id, ()))

    def judged(self, one: str, other: str) -> Decision | None:
        """What was decided on two ids, or an id and an identifier, or on others that are the same as these.

        Returns:
            The decision itself: "same" within a cluster, otherwise "different" before "unsure"; None where nobody
            decided, or the decision was withdrawn. Of a longer chain of "same" it is the first.
        """
        if self.canonical(one) == self.canonical(other):
            return next(iter(self.chain(one, other)), None)
        between = self._between.get(_pair(self.canonical(one), self.canonical(other)))
        return between or self._same.get(one, {}).get(other)

    def chain(self, one: str, other: str) -> list[Decision]:
        """The shortest way from one id to another by decisions that say "same"; none where there is no way."""
        came_by: dict[str, tuple[str, Decision] | None] = {one: None}
        waiting = deque([one])
        while waiting and other not in came_by:
            id = waiting.popleft()
            for near, decision in sorted(self._same.get(id, {}).items()):
                if near not in came_by:
                    came_by[near] = (id, decision)
                    waiting.append(near)
        found = []
        step = came_by.get(other)
        while step:
            found.append(step[1])
            step = came_by[step[0]]
        return found[::-1]

    def _components(self) -> Iterator[set[str]]:
        seen: set[str] = set()
        for id in self._same:
            if id in seen:
                continue
            cluster, waiting = {id}, [id]
            while waiting:
                new = self._same[waiting.pop()].keys() - cluster
                cluster |= new
                waiting += new
            seen |= cluster
            yield cluster

    def _clashes(self, components: list[set[str]], different: list[Decision]) -> tuple[list[Problem], set[int]]:
        """A problem for each two of a component that are judged different, and the components' numbers."""
        numbers = {id: number for number, component in enumerate(components) for id in component}
        problems, apart = [], set()
        for d in different:
            if d.left not in numbers or numbers[d.left] != numbers.get(d.right):
                continue
            apart.add(number := numbers[d.left])
            chain = "; ".join(f"{step.left} = {step.right} ({step.where})" for step in self.chain(*d.pair))
            told = f"{d.left} and {d.right} are judged different, but a chain of same joins them: {chain}"
            what = f"{told}; none of {', '.join(sorted(components[number]))} is merged until a row is withdrawn"
            problems.append(Problem(d.file, d.row, "decision", what))
        return problems, apart

    def _staying(self, cluster: set[str], references: Collection[str]) -> str:
        """Which id of a cluster stays."""
        decisions = [d for id in cluster for d in self._same[id].values()]
        right = {d.right for d in decisions}
        earliest: dict[str, str] = {}
        for d in decisions:
            earliest[d.left] = min(earliest.get(d.left, UNDATED), d.date or UNDATED)
        possible = cluster.intersection(references) or cluster
        return min(possible, key=lambda id: (id in right, earliest.get(id, UNDATED), id))


def _pair(one: str, other: str) -> _Pair:
    return (one, other) if one < other else (other, one)
