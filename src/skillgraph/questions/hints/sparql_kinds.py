"""The kinds of slip that are known in SPARQL, the surest first."""

from __future__ import annotations

from skillgraph.questions.hints import sparql, sparql_joint, sparql_values
from skillgraph.questions.hints.sparql_query import read_queries

__all__ = ["KINDS", "read_queries"]

KINDS = (
    sparql.late_names,
    sparql.graphs,
    sparql.unknown_words,
    sparql_values.literals,
    sparql_values.comparisons,
    sparql_values.other_names,
    sparql.wrong_class,
    sparql.no_such_fact,
    sparql.stands_apart,
    sparql_joint.too_much,
)
