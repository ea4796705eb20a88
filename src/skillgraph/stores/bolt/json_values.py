"""Values of the Bolt driver as Neo4j's Query API writes them in JSON, plain or with their types, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from skillgraph.model.errors import QueryError

_SRID_3D = (4979, 9157)


def plain_json(value: Any) -> Any:
    """A value as `application/json` has it: what JSON has no type for is text.

    Args:
        value: of a record.

    Example:
        >>> plain_json([1, {"a": None}, float("nan")])
        [1, {'a': None}, 'NaN']
    """
    kind, parts = _taken_apart(value)
    if kind == "Float":
        return value if abs(value) < float("inf") else parts
    if kind == "Integer":
        return value
    if kind in ("List", "Path"):
        return [plain_json(part) for part in parts]
    if kind == "Map":
        return {name: plain_json(part) for name, part in parts.items()}
    if kind == "Node":
        return {"elementId": parts[0], "labels": parts[1], "properties": _each(plain_json, value)}
    if kind == "Relationship":
        start, end = parts[1:3]
        ends = {"startNodeElementId": start, "endNodeElementId": end}
        return {"elementId": parts[0], **ends, "type": parts[3], "properties": _each(plain_json, value)}
    return parts


def typed_json(value: Any) -> dict[str, Any]:
    """A value as `application/vnd.neo4j.query` has it: with the name of its type, numbers as text.

    Args:
        value: of a record.

    Example:
        >>> typed_json([1, "青岛市"])["_value"]
        [{'$type': 'Integer', '_value': '1'}, {'$type': 'String', '_value': '青岛市'}]
    """
    kind, parts = _taken_apart(value)
    if kind in ("List", "Path"):
        parts = [typed_json(part) for part in parts]
    elif kind == "Map":
        parts = {name: typed_json(part) for name, part in parts.items()}
    elif kind == "Node":
        parts = {"_element_id": parts[0], "_labels": parts[1], "_properties": _each(typed_json, value)}
    elif kind == "Relationship":
        names = ("_element_id", "_start_node_element_id", "_end_node_element_id", "_type")
        parts = {**dict(zip(names, parts, strict=True)), "_properties": _each(typed_json, value)}
    return {"$type": kind, "_value": parts}


def _each(written: Callable[[Any], Any], entity: Any) -> dict[str, Any]:
    """The properties of a node or relationship."""
    return {str(name): written(value) for name, value in entity.items()}


def _taken_apart(value: Any) -> tuple[str, Any]:
    """The type of a value as the Query API calls it, and what it is made of, a simple one as it is written."""
    if value is None or isinstance(value, bool):
        return "Null" if value is None else "Boolean", value
    if isinstance(value, str):
        return "String", value
    if isinstance(value, int):
        return "Integer", str(value)
    if isinstance(value, float):
        return "Float", str(value).replace("nan", "NaN").replace("inf", "Infinity")
    if isinstance(value, dict):
        return "Map", {str(name): part for name, part in value.items()}
    if isinstance(value, list):
        return "List", value
    return _of_the_driver(value)


def _of_the_driver(value: Any) -> tuple[str, Any]:
    """The same of what only the driver has a type for."""
    from neo4j.graph import Node, Path, Relationship
    from neo4j.spatial import Point
    from neo4j.time import Date, DateTime, Duration, Time

    if isinstance(value, Node):
        return "Node", (value.element_id, sorted(value.labels))
    if isinstance(value, Relationship):
        ends = (end.element_id if end is not None else "" for end in value.nodes)
        return "Relationship", (value.element_id, *ends, value.type)
    if isinstance(value, Path):
        parts: list[Any] = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            parts += (relationship, node)
        return "Path", parts
    if isinstance(value, Point):
        z = " Z" if value.srid in _SRID_3D else ""
        return "Point", f"SRID={value.srid};POINT{z} ({' '.join(map(str, value))})"
    if isinstance(value, Duration):
        return "Duration", value.iso_format()
    if isinstance(value, DateTime):
        zone = getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None)
        if zone:
            return "ZonedDateTime", f"{value.iso_format()}[{zone}]"
        return "LocalDateTime" if value.tzinfo is None else "OffsetDateTime", value.iso_format()
    if isinstance(value, Date):
        return "Date", value.iso_format()
    if isinstance(value, Time):
        return "LocalTime" if value.tzinfo is None else "Time", value.iso_format()
    # The embedded database gives a list where others give a tuple or an array.
    return ("List", list(value)) if isinstance(value, tuple) else ("String", str(value))


def typed_parameter(value: Any) -> Any:
    """A parameter that was sent with its type, as the driver takes it.

    Args:
        value: `{"$type": ..., "_value": ...}`.

    Raises:
        QueryError: it has no type, one that is not known, or a value that is none of its type.

    Example:
        >>> typed_parameter({"$type": "List", "_value": [{"$type": "Integer", "_value": "7"}]})
        [7]
    """
    from neo4j.time import Date, DateTime, Time

    if not isinstance(value, dict) or value.keys() != {"$type", "_value"}:
        raise QueryError('a parameter of this content type is {"$type": ..., "_value": ...}')
    kind, inner = value["$type"], value["_value"]
    simple: dict[str, Callable[[Any], Any]] = {
        "Null": lambda _: None, "Boolean": bool, "String": str, "Integer": int, "Float": float,
        "Date": Date.from_iso_format, "Time": Time.from_iso_format, "LocalTime": Time.from_iso_format,
        "OffsetDateTime": DateTime.from_iso_format, "LocalDateTime": DateTime.from_iso_format,
    }  # fmt: skip
    if kind == "List" and isinstance(inner, list):
        return [typed_parameter(part) for part in inner]
    if kind == "Map" and isinstance(inner, dict):
        return {name: typed_parameter(part) for name, part in inner.items()}
    if kind not in simple:
        raise QueryError(f"a parameter is of type {', '.join(simple)}, List or Map, not {str(kind)[:80]}")
    try:
        return simple[kind](inner)
    except (TypeError, ValueError):
        raise QueryError(f"a parameter of type {kind} is not {str(inner)[:80]!r}") from None
