"""The likeliest readings of a question, by weights that were learned from questions with right answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from math import exp
from typing import NamedTuple

from skillgraph.graph.folder import GraphFolder
from skillgraph.questions.likely.around import Around
from skillgraph.questions.likely.features import features
from skillgraph.questions.likely.spotting import Spotted
from skillgraph.questions.likely.supposed import Supposed
from skillgraph.questions.likely.supposing import supposed
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.reading import Reading
from skillgraph.questions.plain.words import cells

#: The feature that all readings have, and *none of them* has not.
ANY = "any"


class Likely(NamedTuple):
    """A reading, and how likely its answer is the right one, from 0 to 1."""

    reading: Reading
    likelihood: float


class Readings:
    """Finds what a question may ask, where no pattern has it word for word.

    Every reading around the things that a question names is tried, and what speaks for and against each is weighed by a
    log-linear model over the readings of a question and *none of them* (as in Berant and Liang, Semantic Parsing via
    Paraphrasing, 2014, without their paraphrases); `python -m training.asking` learns the weights.

    Args:
        graph: that is asked.
        names: of the graph.
    """

    def __init__(self, graph: GraphFolder, names: Names) -> None:
        self._graph, self._names = graph, names

    @cached_property
    def _around(self) -> Around:
        """Made for the first question that needs it: it reads all records."""
        return Around(self._graph, self._names)

    def tried(self, question: str) -> list[tuple[Supposed, dict[str, float]]]:
        """All readings of a question that the graph has an answer to, each with its features."""
        spotted = Spotted(question, self._names)
        return [(each, features(spotted, each, self._around)) for each in supposed(spotted, self._around)]

    def ranked(self, question: str) -> list[Likely]:
        """The readings of a question, the likeliest first; of those with the same answer, one.

        Args:
            question: in Chinese or English.
        """
        return ranked(self.tried(question), weights())


def ranked(tried: Iterable[tuple[Supposed, dict[str, float]]], learned: Mapping[str, float]) -> list[Likely]:
    """Readings by what weights say of their features, the likeliest first; of those with the same answer, one.

    Args:
        tried: readings with their features.
        learned: weights by feature.
    """
    scored = [(each, sum(value * learned.get(name, 0.0) for name, value in of.items())) for each, of in tried]
    by_score = sorted(((score + learned.get(ANY, 0.0), each) for each, score in scored), key=lambda one: -one[0])
    top = max(0.0, by_score[0][0]) if by_score else 0.0
    total = exp(-top) + sum(exp(score - top) for score, _ in by_score)
    best: dict[tuple[object, ...], Reading] = {}
    likelihood: dict[tuple[object, ...], float] = {}
    for score, each in by_score:
        best.setdefault(each.answer, each.reading)
        likelihood[each.answer] = likelihood.get(each.answer, 0.0) + exp(score - top) / total
    found = [Likely(best[answer], share) for answer, share in likelihood.items()]
    return sorted(found, key=lambda one: -one.likelihood)


@cache
def weights() -> dict[str, float]:
    """The learned weights, by feature.

    Example:
        >>> weights()["relation, named"] > 0 > weights()["relation, another"]
        True
    """
    text = files("skillgraph.questions.likely").joinpath("weights.tsv").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in cells(text)}
