"""The kinds of slip that are known in SPARQL, the surest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skillgraph.questions.hints import sparql, sparql_values
from skillgraph.questions.hints.sparql_query import Ask, read_query

KINDS = (
    sparql.unknown_words,
    sparql_values.literals,
    sparql_values.comparisons,
    sparql_values.other_names,
    sparql.graphs,
    sparql.wrong_class,
    sparql.no_such_fact,
)


def slips(text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> Iterator[str]:
    """What is odd about a query that found nothing.

    Args:
        text: the query.
        parameters: what was bound in it.
        empty: the columns with nothing in them; None where there is no row.
        ask: the store.
    """
    query = read_query(text, parameters, empty, ask)
    found = False
    for kind in KINDS if query else ():
        # What follows from one slip is not another one.
        if found:
            return
        for note in kind(query):
            found = True
            yield note
