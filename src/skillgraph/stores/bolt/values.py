"""Plain Python for what the Bolt driver returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skillgraph.graph.results import Value


def plain_value(value: Any, ids: Mapping[str, str] | None = None) -> Value:
    """Turn what the driver returns into plain Python.

    A node is `{"id", "labels", "properties"}` and a relationship `{"id", "type", "start", "end", "properties"}`, as in
    the files of a built graph; a path is `{"nodes", "relationships"}`, each in the order of the path.

    Args:
        value: One value of a record.
        ids: The `id` of nodes that the server names by their element id alone, as the ends of a relationship.

    Returns:
        The value without any type of the driver.

    Example:
        >>> plain_value([1, {"a": None}])
        [1, {'a': None}]
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for method in ("iso_format", "isoformat"):  # Asked first: a duration is a tuple too.
        if hasattr(value, method):
            return str(getattr(value, method)())
    if isinstance(value, list | tuple):
        return [plain_value(item, ids) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(item, ids) for key, item in value.items()}
    return _graph_value(value, ids or {})


def _graph_value(value: Any, ids: Mapping[str, str]) -> Value:
    """Turn a node, relationship or path into plain Python."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"id": _id(value, ids), "labels": [*sorted(value.labels)], "properties": plain_properties(value)}
    if isinstance(value, Relationship):
        return {
            "id": _id(value, ids),
            "type": value.type,
            "start": _id(value.start_node, ids),
            "end": _id(value.end_node, ids),
            "properties": plain_properties(value),
        }
    if isinstance(value, Path):
        return {
            "nodes": [plain_value(node, ids) for node in value.nodes],
            "relationships": [plain_value(relationship, ids) for relationship in value.relationships],
        }
    return str(value)


def _id(entity: Any, ids: Mapping[str, str]) -> str:
    """Give the `id` of a node or relationship; in a graph that has none, what the server calls it."""
    return str(entity.get("id") or ids.get(entity.element_id, entity.element_id))


def unnamed_ends(value: Any) -> Iterator[str]:
    """Give the element ids of the ends of relationships of which the server says nothing else.

    Args:
        value: One value of a record.

    Example:
        >>> list(unnamed_ends([1, {"a": None}]))
        []
    """
    from neo4j.graph import Relationship

    if isinstance(value, list | tuple):
        for item in value:
            yield from unnamed_ends(item)
    elif isinstance(value, dict):
        yield from unnamed_ends([*value.values()])
    elif isinstance(value, Relationship):
        yield from (end.element_id for end in value.nodes if end is not None and "id" not in end)


def plain_properties(entity: Any) -> dict[str, Value]:
    """Give the properties of a node or relationship as plain Python, without its `id`.

    Args:
        entity: Anything with `items()`.

    Returns:
        Its properties in the server's order.

    Example:
        >>> plain_properties({"id": "a", "credits": 2})
        {'credits': 2}
    """
    return {str(key): plain_value(item) for key, item in entity.items() if key != "id"}
