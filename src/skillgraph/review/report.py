"""A score as tables for people, and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from skillgraph.review.calibration import acceptance, calibration
from skillgraph.review.verdicts import Part, Score, total
from skillgraph.review.voices import voices

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def share(value: float | None) -> str:
    """A share with three digits, or a dash.

    Example:
        >>> share(0.5), share(None)
        ('0.500', '-')
    """
    return "-" if value is None else f"{value:.3f}"


def texts_table(scores: Sequence[Score]) -> Table:
    """A row for each text: F1 of each part, whose the right figures are, and what is false of 100 asserted facts."""
    columns = ("text", "names", "pairs", "facts", "core", "figures", "whose", "false of 100", "facts annotated")
    rows: list[tuple[str, ...]] = []
    for score in scores:
        parts = score.parts
        rows.append(
            (
                score.text, *(share(parts[p].f1 if p in parts else None) for p in columns[1:6]),
                share(parts["figures"].share("whose")), false_of_100(parts["asserted"]), str(parts["asserted"].gold),
            )
        )  # fmt: skip
    return columns, rows


def false_of_100(part: Part) -> str:
    """How many of 100 rows are wrong."""
    return f"{100 * (1 - part.precision):.0f}" if part.rows else "-"


def parts_table(parts: dict[str, Part]) -> Table:
    """A row for each part: what was said, what was found, and in what the right ones agree."""
    columns = ("", "precision", "recall", "F1", "right", "rows", "annotated", "false of 100", "of the right ones")
    rows: list[tuple[str, ...]] = []
    for name, part in parts.items():
        agree = ", ".join(f"{what} {share(part.share(what))}" for what in part.agree)
        rates = (share(part.precision), share(part.recall), share(part.f1))
        counts = (str(part.right), str(part.rows), str(part.gold))
        rows.append((name, *rates, *counts, false_of_100(part), agree))
    return columns, rows


def calibration_table(scores: Sequence[Score]) -> Table:
    """A row for each band of scores: how many rows, their share of the part's, their mean score, and what is right."""
    columns = ("", "score", "rows", "of all", "mean score", "right")
    rows: list[tuple[str, ...]] = []
    bands = calibration(v for s in scores for v in s.verdicts)
    for band in bands:
        every = sum(other.rows for other in bands if other.part == band.part)
        span = "none: asserted" if band.low is None else f"{band.low:.1f} to {band.high:.1f}"
        rows.append(
            (band.part, span, str(band.rows), share(band.rows / every), share(band.mean), share(band.precision))
        )
    return columns, rows


def voices_table(scores: Sequence[Score]) -> Table:
    """A row for each voice and part."""
    columns = (
        "", "voice", "texts", "with a right one", "yield", "right", "precision", "right alone", "overlap", "conflict",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for v in voices(scores):
        counts = (v.part, v.voice, str(v.texts), str(v.right_texts), str(v.rows), str(v.right))
        shares = (share(v.overlap / v.rows), share(v.conflict / v.rows))
        rows.append((*counts, share(v.precision), str(v.alone), *shares))
    return columns, rows


def accepted_line(scores: Sequence[Score]) -> str:
    """What a reviewer would accept as it stands, in a sentence."""
    found = acceptance(v for s in scores for v in s.verdicts)
    if not found:
        return "There are no rows for a reviewer"
    *parts, whole = found
    each = ", ".join(f"{a.part} {a.accepted} of {a.rows}" for a in parts)
    of_100 = f"{100 * whole.accepted / whole.rows:.0f} of 100"
    return f"A reviewer would accept as they stand {whole.accepted} of {whole.rows} rows, {of_100}: {each}"


def false_line(scores: Sequence[Score]) -> str:
    """What is wrong with the false facts, in a sentence."""
    causes = Counter(v.why for s in scores for v in s.verdicts if v.why)
    each = ", ".join(f"{count} {cause}" for cause, count in causes.most_common())
    return f"Of {causes.total()} false facts {each}" if causes else "No fact is false"


def plain(scores: Sequence[Score], rules: bool, misses: bool) -> dict[str, Any]:
    """All of a score as plain data, for JSON.

    Args:
        scores: one for each text.
        rules: whether to tell what each voice is worth, in all and on each text.
        misses: whether to list what was missed and what is wrong.
    """
    found: dict[str, Any] = {"all": _plain(scores, rules), "texts": {}}
    for score in scores:
        found["texts"][score.text] = text = _plain([score], rules)
        if misses:
            text["missed"] = score.missed
            text["wrong"] = {part: wrong(score, part) for part in score.missed}
    return found


def wrong(score: Score, part: str) -> list[str]:
    """The wrong rows of a part."""
    return [v.row + (f": {v.why}" if v.why else "") for v in score.verdicts if v.part == part and not v.right]


def _plain(scores: Sequence[Score], rules: bool) -> dict[str, Any]:
    verdicts = [v for s in scores for v in s.verdicts]
    found: dict[str, Any] = {
        "parts": _figures(total(s.parts for s in scores)),
        "false_facts": dict(Counter(v.why for v in verdicts if v.why).most_common()),
        "accepted": {a.part: {"accepted": a.accepted, "rows": a.rows} for a in acceptance(verdicts)},
        "calibration": [{**msgspec.to_builtins(b), "precision": b.precision} for b in calibration(verdicts)],
        "classes": _figures(total(s.classes for s in scores)),
        "predicates": _figures(total(s.predicates for s in scores)),
    }
    if rules:
        found["rules"] = [{**msgspec.to_builtins(v), "precision": v.precision} for v in voices(scores)]
    return found


def _figures(parts: dict[str, Part]) -> dict[str, Any]:
    return {name: part.figures() for name, part in parts.items()}
