"""Plain Python for what the Bolt driver returns."""

from __future__ import annotations

import itertools
from typing import Any

from skillgraph.graph.results import Value


def plain_value(value: Any) -> Value:
    """Turn what the driver returns into plain Python.

    Args:
        value: One value of a record.

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
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    return _graph_value(value)


def _graph_value(value: Any) -> Value:
    """Turn a node, relationship or path into plain Python."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {**plain_properties(value), "labels": [*sorted(value.labels)]}
    if isinstance(value, Relationship):
        return {**plain_properties(value), "type": value.type}
    if isinstance(value, Path):
        turns = itertools.zip_longest(value.nodes, value.relationships)
        return [plain_value(part) for turn in turns for part in turn if part is not None]
    return str(value)


def plain_properties(entity: Any) -> dict[str, Value]:
    """Give the properties of a node or relationship as plain Python.

    Args:
        entity: Anything with `items()`.

    Returns:
        Its properties in the server's order.

    Example:
        >>> plain_properties({"id": "a", "credits": 2})
        {'id': 'a', 'credits': 2}
    """
    return {str(key): plain_value(item) for key, item in entity.items()}
