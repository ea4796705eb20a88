"""The recorded questions that are nearest to one that has no answer here."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from math import log

from skillgraph.questions.plain.text import fold, is_chinese
from skillgraph.questions.recorded import Question, find_questions

_SHOWN = 3


def nearest(question: str) -> list[Question]:
    """Three recorded questions that share most with a question, the rarer what they share, the nearer.

    Example:
        >>> [found.name for found in nearest("老挝的学校与青岛")][0]
        'q06'
    """
    asked = _pieces(question)
    weights, known = _recorded(is_chinese(question))

    def weight(pieces: frozenset[str]) -> float:
        return sum(weights.get(piece, 0.0) for piece in pieces)

    def likeness(pieces: frozenset[str]) -> float:
        return 2 * weight(asked & pieces) / ((weight(asked) + weight(pieces)) or 1)

    ranked = sorted(known, key=lambda each: (-likeness(each[1]), each[0].name))
    return [found for found, _ in ranked[:_SHOWN]]


@cache
def _recorded(chinese: bool) -> tuple[dict[str, float], list[tuple[Question, frozenset[str]]]]:
    known = [(q, _pieces(q.text_zh if chinese else q.text_en)) for q in find_questions()]
    counts = Counter(piece for _, pieces in known for piece in pieces)
    return {piece: log(1 + len(known) / n) for piece, n in counts.items()}, known


def _pieces(text: str) -> frozenset[str]:
    """Words of languages that have spaces, pairs of characters of others."""
    folded = fold(text).text
    pairs = {a + b for a, b in pairwise(folded) if not (a + b).isascii()}
    return frozenset(pairs | {word for word in folded.split(" ") if word.isascii()})
