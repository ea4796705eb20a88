"""`python -m training.asking REPORT SHELF`: learns which reading of a question is the likeliest, from two built graphs.

A log-linear model over the readings of each question and *none of them*, by maximum likelihood with a quadratic prior;
the right ones are those whose answer is the right answer. Five folds over the questions say what to expect of others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.questions.likely.ranking import ANY, Readings, ranked
from skillgraph.questions.likely.supposed import Supposed
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.plain import Plain
from training.asked import Asked, is_right, read

#: Questions that are learned from; those in tests/plain/blind.tsv and tests/plain/strangers*.tsv are for measuring.
QUESTIONS = (Path("tests/plain/development.tsv"), Path("training/questions.tsv"))
WEIGHTS = Path("src/skillgraph/questions/likely/weights.tsv")
FOLDS, PRIOR = 5, 0.3
#: Questions that a feature must tell readings apart in.
_LEAST = 5
_LINES = (0.2, 0.3, 0.4, 0.5, 0.6)

Numbers = NDArray[np.float64]


class Example(NamedTuple):
    """A question with its readings, and which of them have the right answer."""

    asked: Asked
    tried: list[tuple[Supposed, dict[str, float]]]
    right: list[bool]


def main(folders: Sequence[str]) -> None:
    """Learns, prints what folds say, and writes the weights."""
    graphs = {name: KnowledgeGraph(Path(folder)) for name, folder in zip(("four", "shelf"), folders, strict=True)}
    examples = examples_of([asked for file in QUESTIONS for asked in read(file)], graphs)
    for graph in graphs.values():
        graph.close()
    folds = np.random.RandomState(0).permutation(len(examples)) % FOLDS
    of_fold = {fold: learn([e for e, f in zip(examples, folds, strict=True) if f != fold]) for fold in range(FOLDS)}
    for line in _LINES:
        counts = [_judged(e, of_fold[fold], line) for e, fold in zip(examples, folds, strict=True)]
        print(f"line {line}: {counts.count(True)} right, {counts.count(False)} wrong of {len(examples)}")
    rows = [f"{name}\t{weight:.3f}" for name, weight in sorted(learn(examples).items()) if abs(weight) >= 0.0005]
    head = f"# What speaks for a reading of a question, learned from {len(examples)} questions: feature, weight."
    WEIGHTS.write_text("\n".join((head, *rows, "")), encoding="utf-8")


def examples_of(questions: Sequence[Asked], graphs: dict[str, KnowledgeGraph]) -> list[Example]:
    """Questions with their readings, judged by the answers that the graphs give.

    Args:
        questions: with right answers.
        graphs: by the names that questions have for them.
    """
    readers = {name: Plain(graph) for name, graph in graphs.items()}
    readings = {name: Readings(graph, Names(graph)) for name, graph in graphs.items()}
    found = []
    for asked in questions:
        graph, plain = graphs[asked.graph], readers[asked.graph]
        right = asked.right(graph)
        tried, judged = [], []
        # Most readings of a question have the answer of another.
        verdicts: dict[tuple[object, ...], bool | None] = {}
        for supposed, features in readings[asked.graph].tried(asked.text):
            if supposed.answer not in verdicts:
                answer = plain.read(asked.text, supposed.reading, graph.sparql_store.query)
                verdicts[supposed.answer] = is_right(answer, right) if answer.status == "answered" else None
            if (verdict := verdicts[supposed.answer]) is not None:
                tried.append((supposed, features))
                judged.append(verdict)
        found.append(Example(asked, tried, judged))
    return found


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by feature.

    Args:
        examples: what is learned from.
    """
    having: dict[str, int] = {}
    for example in examples:
        for name in {name for _, features in example.tried for name in features}:
            having[name] = having.get(name, 0) + 1
    names = [*sorted(name for name, n in having.items() if n >= _LEAST), ANY]
    tables = [_table(example, names) for example in examples]
    rights = [np.array([not any(example.right), *example.right]) for example in examples]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = PRIOR * float(weights @ weights) / 2, PRIOR * weights
        for table, right in zip(tables, rights, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            meant = shares * right
            total -= float(np.log(meant.sum() + 1e-12))
            slope = slope + table.T @ (shares - meant / (meant.sum() + 1e-12))
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return dict(zip(names, map(float, found), strict=True))


def _table(example: Example, names: list[str]) -> Numbers:
    """Features of *none of them*, which has none, and of each reading."""
    rows = [[features.get(name, 0.0) for name in names[:-1]] + [1.0] for _, features in example.tried]
    return np.array([[0.0] * len(names), *rows])


def _judged(example: Example, learned: dict[str, float], line: float) -> bool | None:
    """Whether the likeliest reading is right; None if it is not likely enough."""
    found = ranked(example.tried, learned)
    if not found or found[0].likelihood < line:
        return None
    right = {supposed.reading for (supposed, _), good in zip(example.tried, example.right, strict=True) if good}
    return found[0].reading in right


if __name__ == "__main__":
    main(sys.argv[1:])
