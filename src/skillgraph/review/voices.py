"""What each rule or voice of an extractor is worth: yield, precision, overlap and conflict, as for labelling functions.

A voice is what a row's `by` names. Rows of an answer that names none are counted under one name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import msgspec

from skillgraph.review.verdicts import ROWS, Score, Verdict

NOT_SAID = "(not said)"


class Voice(msgspec.Struct):
    """What one voice said of one part, in one text or several.

    Args:
        part: one of `ROWS`.
        voice: its name.
        rows: what it found, right or wrong.
        right: how many of these are right.
        alone: how many of the right ones no other voice found: what would be lost without it.
        overlap: rows that another voice found too.
        conflict: rows of which another voice says something else: another name that ends at the same place, another
            fact of the same pair in the same words, another reading of the same number.
        texts: in how many texts it found anything.
        right_texts: in how many it found anything right.
    """

    part: str
    voice: str
    rows: int = 0
    right: int = 0
    alone: int = 0
    overlap: int = 0
    conflict: int = 0
    texts: int = 0
    right_texts: int = 0

    @property
    def precision(self) -> float:
        """The share of its rows that is right."""
        return self.right / self.rows if self.rows else 0.0


def voices(scores: Iterable[Score]) -> list[Voice]:
    """What each voice is worth over some texts, by part, what yields most first.

    Example:
        >>> from skillgraph.review.verdicts import Verdict
        >>> rows = [Verdict("names", True, True, False, ("lac", "list"), None, frozenset(), "", "")]
        >>> [(voice.voice, voice.right, voice.alone, voice.overlap) for voice in voices([Score("a", verdicts=rows)])]
        [('lac', 1, 0, 1), ('list', 1, 0, 1)]
    """
    found: dict[tuple[str, str], Voice] = {}
    for score in scores:
        for key, voice in _voices_of(score.verdicts).items():
            whole = found.setdefault(key, Voice(*key))
            for field in ("rows", "right", "alone", "overlap", "conflict"):
                setattr(whole, field, getattr(whole, field) + getattr(voice, field))
            whole.texts += 1
            whole.right_texts += voice.right > 0
    return sorted(found.values(), key=lambda v: (ROWS.index(v.part), -v.right, -v.rows, v.voice))


def _voices_of(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], Voice]:
    found: dict[tuple[str, str], Voice] = {}
    near = _Neighbours(verdicts)
    for verdict in verdicts:
        same, other = near.of(verdict)
        for name in _by(verdict):
            voice = found.setdefault((verdict.part, name), Voice(verdict.part, name))
            shared = any(v != name for v in (*_by(verdict), *(v for w in same for v in _by(w))))
            voice.rows += 1
            voice.right += verdict.right
            voice.alone += verdict.right and not shared
            voice.overlap += shared
            voice.conflict += any(name not in _by(w) for w in other)
    return found


def _by(verdict: Verdict) -> tuple[str, ...]:
    return verdict.by or (NOT_SAID,)


class _Neighbours:
    """The rows that speak of the same as a row: those that say the same, and those that say something else."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = verdicts
        self.places: dict[tuple[str, Hashable], list[int]] = {}
        for number, verdict in enumerate(verdicts):
            for place in verdict.about:
                self.places.setdefault((verdict.part, place), []).append(number)

    def of(self, verdict: Verdict) -> tuple[list[Verdict], list[Verdict]]:
        numbers = {n for place in verdict.about for n in self.places[verdict.part, place]}
        others = [self.verdicts[n] for n in sorted(numbers) if self.verdicts[n] is not verdict]
        return [w for w in others if w.says == verdict.says], [w for w in others if w.says != verdict.says]
