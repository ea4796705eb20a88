"""The kinds of slip that are known in Cypher, the surest first."""

from __future__ import annotations

from skillgraph.questions.hints import cypher, cypher_joint, cypher_values
from skillgraph.questions.hints.cypher_query import read_queries

__all__ = ["KINDS", "read_queries"]

KINDS = (
    cypher.unknown_words,
    cypher.unknown_properties,
    cypher_values.values,
    cypher.no_such_fact,
    cypher.stands_apart,
    cypher_joint.too_much,
)
