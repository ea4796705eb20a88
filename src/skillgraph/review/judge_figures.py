"""Figures: which are right, and in how much of what they say."""

from __future__ import annotations

from skillgraph.review.agreement import alike, overlap, positions, same_number, same_year
from skillgraph.review.annotated import AnnotatedFigure
from skillgraph.review.answers import Figure
from skillgraph.review.judge_names import Linked
from skillgraph.review.verdicts import Part, Score, Verdict

#: Kinds of figures that are demanded; the others (ranks, thresholds, parts of structures) need not be found.
_DEMANDED = frozenset({"measure", "money", "rate"})


def judge_figures(linked: Linked, score: Score) -> None:
    """Adds the figures' part and verdicts, and what was missed."""
    figures = linked.text.figures
    demanded = [f for f in figures if f.kind in _DEMANDED and f.value is not None]
    aside = [*linked.text.optional, *(f.span for f in figures if f.kind not in _DEMANDED or f.value is None)]
    part = Part(gold=len(demanded), agree=dict.fromkeys(("unit", "time", "whose", "indicator", "modality"), 0))
    left = list(demanded)
    for figure in linked.answer.figures:
        if not linked.inside(figure.span):
            continue
        hit = next((g for g in left if _same_figure(figure, g)), None)
        if hit is None and any(overlap(span, figure.span) for span in aside):
            continue
        part.right += hit is not None
        part.wrong += hit is None
        agrees = _agreeing(linked, figure, hit) if hit is not None else {}
        for what, yes in agrees.items():
            part.agree[what] += yes
        if hit is not None:
            left = [g for g in left if g is not hit]
        says = (figure.value, figure.value_max, figure.unit, figure.bound, linked.thing_or_name(figure.subject))
        score.verdicts.append(
            Verdict(
                "figures", hit is not None, bool(agrees) and all(agrees.values()), False, figure.by, figure.score,
                frozenset(positions(figure.span)), says, _say(figure),
            )
        )  # fmt: skip
    part.found = part.right
    score.parts["figures"] = part
    score.missed["figures"] = [_say(g) for g in left]


def _same_figure(mine: Figure, wanted: AnnotatedFigure) -> bool:
    return (
        overlap(wanted.span, mine.span)
        and same_number(mine.value, wanted.value)
        and same_number(mine.value_max, wanted.value_max)
        and (mine.bound or "exact") == wanted.bound
    )


def _agreeing(linked: Linked, mine: Figure, wanted: AnnotatedFigure) -> dict[str, bool]:
    whose = linked.link.get(mine.subject) in wanted.subjects if wanted.subjects else mine.subject is None
    return {
        "unit": wanted.unit in (mine.unit or "", *mine.units),
        "time": same_year(mine.time or "", wanted.time),
        "whose": whose,
        "indicator": alike(mine.indicator or "", wanted.indicator),
        "modality": mine.modality == wanted.modality,
    }


def _say(figure: Figure | AnnotatedFigure) -> str:
    value = " to ".join(f"{number:.12g}" for number in (figure.value, figure.value_max) if number is not None)
    return f"{figure.indicator} = {figure.bound or 'exact'} {value} {figure.unit or ''} {list(figure.span)}"
