"""What a query must look like for a Virtuoso 7 to answer it rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from skillgraph.model.ontology import XSD

_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
        (?P<type>@[\w-]+|\s*\^\^\s*(?:<[^<>\s]*>|[\w.-]*:[\w.-]*))?
    |(?P<skip>\s+|\#[^\r\n]*)
    |(?P<other><[^<>"{}|^`\\\s]*>|<<|>>|(?:\w[\w.-]*)?:(?:\\.|%[0-9A-Fa-f]{2}|[\w:.-])*|\\.)
    |[?$](?P<variable>\w+)
    |(?P<compares>[<>]=?)
    |\w+|.""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"PREFIX\s+([\w.-]*:)\s*<([^<>\s]*)>", re.IGNORECASE)
#: The types by whose order its index goes wrongly.
_ORDERED = (XSD + "date", XSD + "string")


class _Token(NamedTuple):
    """A token that is neither space nor comment."""

    start: int
    end: int
    variable: str
    compares: bool
    is_value: bool


def with_values_compared(query: str) -> str:
    """A query in which no date or text of the graph is compared with one of the query by an index.

    Where `?date <= "2022-12-31"^^xsd:date` is the only limit, a Virtuoso 7 looks it up in its index over objects, which
    does not have dates and texts in their order: it finds none of them, or others. What is computed it compares itself,
    and `COALESCE(?date)` is always what `?date` is.

    Args:
        query: with its prefixes declared.

    Example:
        >>> with_values_compared('SELECT * { ?s ?p ?o FILTER("a" < ?o && ?o < 1) }')
        'SELECT * { ?s ?p ?o FILTER("a" < COALESCE(?o) && ?o < 1) }'
    """
    tokens = list(_tokens(query))
    pairs = [pair for at, token in enumerate(tokens) if token.compares for pair in _beside(tokens, at)]
    given = _given(query) if any(other.variable for _, other in pairs) else frozenset()
    pieces, done = [], 0
    for variable in sorted({one for one, other in pairs if other.is_value or other.variable in given}):
        pieces += [query[done : variable.start], f"COALESCE(?{variable.variable})"]
        done = variable.end
    return "".join(pieces) + query[done:]


def _tokens(query: str) -> Iterator[_Token]:
    prefixes = dict(_PREFIX.findall(query))
    for m in _TOKEN.finditer(query):
        if not m["skip"]:
            is_value = bool(m["string"]) and _type(m["type"] or "", prefixes) in _ORDERED
            yield _Token(*m.span(), m["variable"] or "", bool(m["compares"]), is_value)


def _type(written: str, prefixes: dict[str, str]) -> str:
    """The type of a literal by what stands behind it; empty for one with a language."""
    name = written.strip().removeprefix("^^").strip()
    if name.startswith("<"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return prefixes.get(prefix + colon, "") + local if colon else "" if name else XSD + "string"


def _beside(tokens: list[_Token], at: int) -> Iterator[tuple[_Token, _Token]]:
    """What stands on both sides of a comparison: each variable with what it is compared with."""
    if 0 < at < len(tokens) - 1:
        left, right = tokens[at - 1], tokens[at + 1]
        for one, other in ((left, right), (right, left)):
            if one.variable:
                yield one, other


def _given(query: str) -> frozenset[str]:
    """The variables that VALUES or BIND give a date or a text; of a query that rdflib does not parse, none is known."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(query)).algebra
    except Exception:  # Whatever it is that rdflib can't read, the server may.
        return frozenset()
    return frozenset(_bound(algebra))


def _bound(node: Any) -> Iterator[str]:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.term import Literal, Variable

    def is_value(term: Any) -> bool:
        return isinstance(term, Literal) and not term.language and str(term.datatype or _ORDERED[1]) in _ORDERED

    if isinstance(node, CompValue) and node.name == "Extend" and is_value(node.expr):
        yield str(node.var)
    if isinstance(node, dict):
        for name, part in node.items():
            if isinstance(name, Variable) and is_value(part):
                yield str(name)
            yield from _bound(part)
    elif isinstance(node, list | tuple | set):
        for part in node:
            yield from _bound(part)
