"""The entities that a query's answer names, so that a page or a notebook can show just these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows, Value
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import BASE

_SPARQL = re.compile(r"(?:\s|#[^\n]*\n)*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_IRIS = (BASE + "entity/", BASE + "statement/", BASE + "figure/")


def is_sparql(query: str) -> bool:
    """Whether a query is SPARQL and not Cypher: no Cypher query begins with one of SPARQL's words.

    Example:
        >>> is_sparql("# all\\nselect ?c { ?c a sg:City }"), is_sparql("MATCH (c:City) RETURN c")
        (True, False)
    """
    return _SPARQL.match(query) is not None


def things_of(graph: GraphFolder, rows: Rows) -> tuple[str, ...]:
    """The ids of the entities that an answer names, in the order of the graph.

    An entity counts whether the answer holds its node, its IRI or its id; a statement or figure stands for the
    entities that it is about. Where the answer holds none of these, names count too, because queries for people return
    names.

    Args:
        graph: that was asked.
        rows: its answer.

    Raises:
        UsageError: the answer is empty, or names none.

    Example:
        >>> import skillgraph
        >>> graph = skillgraph.load()
        >>> things_of(graph, graph.sparql("CONSTRUCT WHERE { entity:gfm sg:locatedIn ?country }"))
        ('germany', 'gfm')
        >>> graph.close()
    """
    if not len(rows):
        raise UsageError("the query gave no rows: nothing in this graph is as it asks")
    named = {_id(text) for row in rows for cell in row for text in _texts(cell)}
    found = named & graph.entities.keys()
    if records := named - found:
        found |= {id for s in graph.statements() if s.id in records for id in (s.subject, s.object) if id}
        found |= {id for o in graph.observations() if o.id in records for id in (o.subject, o.about) if id}
    if not found:
        found = {e.id for e in graph.entities.values() if named & ({e.name, e.name_en} - {""})}
    if not found:
        raise UsageError(
            "the query's answer names no entity: return nodes, IRIs, ids or names, as in `MATCH (c:City) RETURN c` "
            "or `SELECT ?c { ?c a sg:City }`"
        )
    return tuple(id for id in graph.entities if id in found)


def is_graph(rows: Rows) -> bool:
    """Whether an answer is itself a graph: nodes, relationships and paths, or the triples of a CONSTRUCT.

    Example:
        >>> is_graph(Rows(("c",), [({"id": "jinan", "labels": ["City"]},)])), is_graph(Rows(("c",), [("jinan",)]))
        (True, False)
    """
    return rows.columns == ("subject", "predicate", "object") or any(_is_node(cell) for row in rows for cell in row)


def _is_node(value: Value) -> bool:
    if isinstance(value, dict):
        return ("id" in value and ("labels" in value or "type" in value)) or value.keys() == {"nodes", "relationships"}
    return isinstance(value, list) and any(map(_is_node, value))


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
