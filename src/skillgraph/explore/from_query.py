"""The things that a query's answer names, so that a page can show just these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from skillgraph.graph.results import Value
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE

if TYPE_CHECKING:
    from skillgraph.api.knowledge_graph import KnowledgeGraph

_SPARQL = re.compile(r"(?:\s|#[^\n]*\n)*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_IRIS = (BASE + "entity/", BASE + "statement/", BASE + "figure/")


def is_sparql(query: str) -> bool:
    """Whether a query is SPARQL and not Cypher: no Cypher query begins with one of SPARQL's words.

    Example:
        >>> is_sparql("# all\\nselect ?c { ?c a sg:City }"), is_sparql("MATCH (c:City) RETURN c")
        (True, False)
    """
    return _SPARQL.match(query) is not None


def things_of_query(graph: KnowledgeGraph, query: str, timeout: float = 30.0) -> tuple[str, ...]:
    """The ids of the entities in a query's answer, in the order of the graph.

    An entity counts whether the answer holds its node, its IRI or its id; a statement or figure stands for the
    entities that it is about. Where the answer holds none of these, names count too.

    Args:
        graph: what to ask.
        query: SPARQL or Cypher.
        timeout: seconds after which it is stopped.

    Raises:
        UsageError: the answer names none.
        QueryError: the query has a mistake, would write or takes too long.
    """
    rows = graph.sparql(query, timeout=timeout) if is_sparql(query) else graph.cypher(query, timeout=timeout)
    named = {_id(text) for row in rows for cell in row for text in _texts(cell)}
    found = {id for id in named if id in graph.entities}
    found |= {id for s in graph.statements() if s.id in named for id in (s.subject, s.object) if id}
    found |= {id for o in graph.observations() if o.id in named for id in (o.subject, o.about) if id}
    if not found:
        # Queries for people return names.
        found = {e.id for e in graph.entities.values() if named & ({e.name, e.name_en} - {""})}
    if not found:
        raise UsageError(
            "the query's answer names no entity: return nodes, IRIs, ids or names, as in `MATCH (c:City) RETURN c` "
            "or `SELECT ?c { ?c a sg:City }`"
        )
    return tuple(id for id in graph.entities if id in found)


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # A node is known by its id alone: its other properties may be equal to another's id by chance.
        yield from _texts(value["id"]) if "id" in value else _all(value.values())
    elif isinstance(value, list):
        yield from _all(value)


def _all(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


def _id(text: str) -> str:
    return next((text[len(prefix) :] for prefix in _IRIS if text.startswith(prefix)), text)
