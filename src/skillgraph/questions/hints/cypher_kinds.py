"""The kinds of slip that are known in Cypher, the surest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skillgraph.questions.hints import cypher, cypher_values
from skillgraph.questions.hints.cypher_query import Ask, read_query

KINDS = (
    cypher.unknown_words,
    cypher.unknown_properties,
    cypher_values.values,
    cypher.no_such_fact,
)


def slips(text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> Iterator[str]:
    """What is odd about a query that found nothing.

    Args:
        text: the query.
        parameters: what was bound in it.
        empty: the columns with nothing in them; None where there is no row.
        ask: the store.
    """
    query = read_query(text, parameters, empty is None, ask)
    found = False
    for kind in KINDS:
        # What follows from one slip is not another one.
        if found:
            return
        for note in kind(query):
            found = True
            yield note
