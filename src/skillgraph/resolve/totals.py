"""Figures that are parts of another one, against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from skillgraph.model.bounds import admitted
from skillgraph.model.records import Observation
from skillgraph.resolve.findings import Finding, Judged, Preference, Said, Verdict


class Totals:
    """Totals with their parts, and what comes out.

    A part that is greater than its total contradicts it. Parts that are greater together are doubtful only: a person
    may be counted in two of them. Parts that are less together are no finding, since nobody says that they are all.

    Args:
        base: by unit, the unit in which its values compare.
        preference: which side is preferred.
        judged: what people judged.
    """

    def __init__(self, base: Mapping[str, str], preference: Preference, judged: Judged) -> None:
        self._base, self._preference, self._judged = base, preference, judged
        self._parts: dict[str, list[Observation]] = {}
        self._totals: dict[str, Observation] = {}

    def add(self, figure: Observation) -> None:
        """Takes a figure that is part of another, or has parts."""
        self._totals[figure.id] = figure
        if figure.part_of:
            self._parts.setdefault(figure.part_of, []).append(figure)

    def findings(self) -> Iterator[Finding]:
        """What comes out, a total after the other."""
        for id, parts in self._parts.items():
            total = self._totals.get(id)
            if total is not None and total.status != "rejected":
                yield from self._against(total, [part for part in parts if self._compares(part, total)])

    def _compares(self, part: Observation, total: Observation) -> bool:
        units = {self._base.get(o.unit, o.unit) for o in (part, total)}
        counted = part.status != "rejected" and part.rank != "deprecated" and not part.restates
        return counted and part.modality == total.modality and len(units) == 1

    def _against(self, total: Observation, parts: list[Observation]) -> Iterator[Finding]:
        most = admitted(total).highest
        if most is None or not parts:
            return
        least = [admitted(part).lowest or Decimal(0) for part in parts]
        greater = [part for part, low in zip(parts, least, strict=True) if low > most]
        for part in greater:
            yield self._finding(total, [part], "differ", "a part is greater than its total")
        if not greater:
            if sum(least) > most:
                yield self._finding(total, parts, "doubtful", "the parts are greater than their total")
            else:
                yield self._finding(total, parts, "agree", "")

    def _finding(self, total: Observation, parts: list[Observation], verdict: Verdict, reason: str) -> Finding:
        sides: tuple[Said, ...] = (total, *parts)
        about = (total.subject, total.indicator)
        if verdict == "agree":
            return Finding("total", verdict, reason, about, sides)
        if total.rank == "deprecated":
            return Finding("total", "settled", "ranked by a reviewer", about, sides)
        notes = [self._judged.note(total, part) for part in parts]
        if None not in notes:
            verdict, reason = "settled", "; ".join(dict.fromkeys(filter(None, notes))) or "judged"
        preferred, because = self._preference.of(sides, lambda some: len(some) == len(sides))
        return Finding("total", verdict, reason, about, sides, preferred, because)
