"""Which variables of a query can be nothing but true or false: some servers answer with 1 and 0 in their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from skillgraph.model.ontology import XSD

#: What rdflib's algebra calls expressions that are true or false.
_TRUTHS = frozenset((
    "UnaryNot", "Builtin_EXISTS", "Builtin_NOTEXISTS", "Builtin_BOUND", "Builtin_CONTAINS", "Builtin_STRSTARTS",
    "Builtin_STRENDS", "Builtin_REGEX", "Builtin_LANGMATCHES", "Builtin_sameTerm", "Builtin_isIRI", "Builtin_isURI",
    "Builtin_isBLANK", "Builtin_isLITERAL", "Builtin_isNUMERIC",
))  # fmt: skip
_INTEGER, _BOOLEAN = XSD + "integer", XSD + "boolean"
_WORDS = {"0": "false", "1": "true"}


def with_truths(query: str, body: bytes) -> bytes:
    """An answer with true and false where a server keeps them as numbers, as a Virtuoso 7 does.

    Args:
        query: with its prefixes declared.
        body: SPARQL Results JSON.

    Raises:
        UnicodeDecodeError: the answer is none, as are other errors of a decoder.
    """
    if _INTEGER.encode() not in body or not (names := truth_variables(query)):
        return body
    answer = msgspec.json.decode(body)
    for row in answer["results"]["bindings"]:
        for name in names & row.keys():
            cell = row[name]
            if cell.get("datatype") == _INTEGER and cell["value"] in _WORDS:
                row[name] = {"type": "literal", "datatype": _BOOLEAN, "value": _WORDS[cell["value"]]}
    return msgspec.json.encode(answer)


def truth_variables(query: str) -> frozenset[str]:
    """The variables that every BIND of a query makes true or false, and nothing else binds.

    Args:
        query: with its prefixes declared; of one that rdflib does not parse, none is known.

    Example:
        >>> sorted(truth_variables("SELECT * { ?s ?p ?o BIND(?o > 1 AS ?more) BIND(1 AS ?one) BIND(?more AS ?same) }"))
        ['more', 'same']
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(query)).algebra
    except Exception:  # Whatever it is that rdflib can't read, the server has read it.
        return frozenset()
    bound: dict[str, list[Any]] = {}
    for name, expression in _bindings(algebra):
        bound.setdefault(name, []).append(expression)
    return frozenset(name for name in bound if _all_truths(bound, name, frozenset()))


def _bindings(node: Any) -> Iterator[tuple[str, Any]]:
    """What binds each variable: the expression of a BIND or SELECT, or None for a pattern or data."""
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Variable

    if isinstance(node, CompValue):
        if node.name == "Extend":
            yield str(node.var), node.expr
            yield from _bindings(node.p)
            return
        for name, part in node.items():
            # Those that are only shown, compared or sorted by are bound elsewhere.
            if name not in ("PV", "_vars", "expr", "var", "A"):
                yield from _bindings(part)
    elif isinstance(node, Variable):
        yield str(node), None
    elif isinstance(node, dict):
        yield from _bindings([*node.keys(), *node.values()])
    elif isinstance(node, list | tuple | set):
        for part in node:
            yield from _bindings(part)


def _all_truths(bound: dict[str, list[Any]], name: str, above: frozenset[str]) -> bool:
    found = bound.get(name, [None])
    return name not in above and all(_is_truth(bound, expression, above | {name}) for expression in found)


def _is_truth(bound: dict[str, list[Any]], expression: Any, above: frozenset[str]) -> bool:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Literal, Variable

    if isinstance(expression, Literal):
        return bool(str(expression.datatype) == _BOOLEAN)
    if isinstance(expression, Variable):
        return _all_truths(bound, str(expression), above)
    if not isinstance(expression, CompValue):
        return False
    if expression.name == "RelationalExpression":
        return expression.op is not None or _is_truth(bound, expression.expr, above)
    if expression.name in ("ConditionalAndExpression", "ConditionalOrExpression"):
        return expression.other is not None or _is_truth(bound, expression.expr, above)
    if expression.name == "Builtin_IF":
        return all(_is_truth(bound, part, above) for part in (expression.arg2, expression.arg3))
    if expression.name == "Builtin_COALESCE":
        return all(_is_truth(bound, part, above) for part in expression.arg)
    return expression.name in _TRUTHS
