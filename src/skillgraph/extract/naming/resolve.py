"""The best set of names that do not overlap: the one whose scores, each above what silence is worth, sum highest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from skillgraph.extract.naming.candidates import Candidate


def resolve(candidates: Sequence[Candidate], least: float) -> list[Candidate]:
    """The candidates of one sentence that stay, in the order of the text.

    Example:
        >>> one, two = Candidate(0, 0, 4, "School", ("rules",), 0.9), Candidate(0, 2, 6, "Event", ("tagger",), 0.5)
        >>> [c.start for c in resolve([one, two, Candidate(0, 4, 6, "Event", ("tagger",), 0.3)], 0.2)]
        [0, 4]
    """
    ordered = sorted((c for c in candidates if c.score >= least), key=lambda c: (c.end, c.start))
    ends = [c.end for c in ordered]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for i, candidate in enumerate(ordered):
        before = best[bisect_right(ends, candidate.start, 0, i)]
        taken = before[0] + candidate.score - least / 2, (*before[1], i)
        best.append(max(best[i], taken, key=lambda b: b[0]))
    return [ordered[i] for i in best[-1][1]]
