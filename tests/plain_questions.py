"""Questions in plain words, asked of a graph by tests."""

from __future__ import annotations

from collections import Counter

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows, cell_text
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain


def ask(plain: Plain, graph: KnowledgeGraph, question: str) -> Answer:
    """The answer of one graph."""
    return plain.answer(question, graph.sparql_store.query)


def bag(rows: Rows, columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """The rows of an answer as texts, in whatever order."""
    return Counter(tuple(cell_text(row[column]) for column in columns) for row in rows.to_dicts())
