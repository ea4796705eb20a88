"""What of a Neo4j a query may use, by the plan that the server itself makes of it: what reads the graph.

A server calls some operations reading that end other people's transactions, plan everything anew, fetch addresses, or
tell of others' queries; what is not known here is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from skillgraph.model.errors import WriteRefused

#: Procedures that read the graph or say what is in it.
PROCEDURES = frozenset(
    {
        "db.info", "db.labels", "db.ping", "db.propertyKeys", "db.relationshipTypes", "db.schema.visualization",
        "db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.index.fulltext.listAvailableAnalyzers",
        "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships", "db.index.vector.queryNodes",
        "db.index.vector.queryRelationships",
    }
)  # fmt: skip
#: What SHOW may show: what is in the database, and what can be called there.
_SHOWN = frozenset({"ShowConstraints", "ShowFunctions", "ShowIndexes", "ShowProcedures"})
#: Where the functions of the language itself have two parts to their name; any other is an extension's.
_BUILT_IN = frozenset(
    {"coll", "date", "datetime", "db", "duration", "graph", "localdatetime", "localtime", "point", "time", "vector"}
)
_NOT_CODE = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n\r]*|/\*.*?\*/', re.DOTALL)
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_EXPLAINS = re.compile(r"\b(?:EXPLAIN|PROFILE)\b", re.IGNORECASE)
_CALLED = re.compile(r"(?<![\w.])(\w+(?:\s*\.\s*\w+)+)\s*\(")


def check_accepted(plan: dict[str, Any] | None, text: str) -> None:
    """Refuses a query that uses what is not known to read the graph alone.

    Args:
        plan: of the query, as EXPLAIN gives it.
        text: of the query.

    Raises:
        WriteRefused: it does; the message names what.

    Example:
        >>> check_accepted({"operatorType": "TerminateTransactions@neo4j"}, "TERMINATE TRANSACTIONS 'x'")
        Traceback (most recent call last):
        skillgraph.model.errors.WriteRefused: the query uses TerminateTransactions, which is not known to read the graph
        alone, and only reading the graph is allowed
    """
    for name in (*_unknown_operations(plan), *_unknown_functions(text)):
        raise WriteRefused(
            f"the query uses {name}, which is not known to read the graph alone, and only reading the graph is allowed"
        )


def may_explain(text: str) -> bool:
    """Whether a query may ask how it would be, or was, answered, behind whatever options.

    Example:
        >>> may_explain("CYPHER 25 PROFILE MATCH (n) RETURN n"), may_explain("MATCH (n) RETURN n")
        (True, False)
    """
    return _EXPLAINS.search(_unescaped(text)) is not None


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _unknown_operations(plan: dict[str, Any] | None) -> Iterator[str]:
    if plan is None:
        return
    operation = str(plan.get("operatorType", "")).partition("@")[0]
    if operation.startswith(("LoadCSV", "Terminate")) or (operation.startswith("Show") and operation not in _SHOWN):
        yield operation
    if "ProcedureCall" in operation:
        called = str(plan.get("args", {}).get("Details", "")).partition("(")[0].replace("`", "").strip()
        if called not in PROCEDURES:
            yield called or operation
    for child in plan.get("children", []):
        yield from _unknown_operations(child)


def _unknown_functions(text: str) -> Iterator[str]:
    """Functions of extensions, which plans do not always show; read in the text with and without its escapes."""
    for written in (text, _unescaped(text)):
        for match in _CALLED.finditer(_NOT_CODE.sub(" ", written).replace("`", "")):
            name = "".join(match[1].split())
            if name.partition(".")[0].lower() not in _BUILT_IN and name not in PROCEDURES:
                yield name
