"""Binding the parameters of a SPARQL query with VALUES, which every engine and endpoint knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.model.errors import QueryError
from skillgraph.model.ontology import XSD
from skillgraph.stores.slips import without_semicolon

#: The tokens of SPARQL 1.1 that matter here; what is skipped may hold braces, variables or words that are none.
_TOKEN = re.compile(
    r"""(?P<skip>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
        |<[^<>"{}|^`\\\s]*>|\\.|\#[^\n]*)
    |[?$](?P<variable>\w+)
    |(?<![\w:.-])(?P<word>CONSTRUCT|WHERE|VALUES)(?![\w:.-])
    |(?P<open>\{)|(?P<close>\})""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class _Group(msgspec.Struct):
    """A pair of braces: where it opens, whether patterns stand in it, and the variables at its own level."""

    start: int
    is_pattern: bool
    variables: set[str]


def bind(text: str, parameters: Mapping[str, Any]) -> str:
    """A query with its parameters bound, wherever in its groups they stand: in filters, unions, subqueries.

    A semicolon at the end goes.

    Each group `{ ... }` that uses a parameter, and the outermost one, begins with VALUES for it. The values are RDF
    terms, serialized with their escapes, so no value can end its literal.

    Args:
        text: a SPARQL query.
        parameters: values by the names of variables; see `sparql_term`.

    Raises:
        QueryError: the query has no such variable or no place to bind it, or a value is no RDF term.

    Example:
        >>> bind("SELECT ?x { ?x rdfs:label ?name }", {"name": 'a"b'})
        'SELECT ?x { VALUES (?name) { ("a\\\\"b") } ?x rdfs:label ?name }'
    """
    text = without_semicolon(text)
    if not parameters:
        return text
    terms = {name: str(sparql_term(value)) for name, value in parameters.items()}
    variables = {m["variable"] for m in _TOKEN.finditer(text) if m["variable"]}
    for name in terms:
        if name not in variables:
            known = ", ".join(f"?{v}" for v in sorted(variables)) or "none"
            raise QueryError(f"the query has no variable ?{name} to bind; it has {known}")
    patterns = [group for group in _groups(text) if group.is_pattern]
    if not patterns:
        raise QueryError("the query has no group { ... } to bind parameters in; write CONSTRUCT { ... } WHERE { ... }")
    pieces, done = [], 0
    for group in patterns:
        names = [name for name in terms if group is patterns[0] or name in group.variables]
        if names:
            head = " ".join(f"?{name}" for name in names)
            row = " ".join(terms[name] for name in names)
            pieces.append(f"{text[done : group.start]} VALUES ({head}) {{ ({row}) }}")
            done = group.start
    return "".join(pieces) + text[done:]


def _groups(text: str) -> Iterator[_Group]:
    """The pairs of braces in the order in which they open; templates and the data of VALUES are no patterns."""
    found: list[_Group] = []
    open_groups: list[_Group] = []
    # The word that says what the next brace opens; CONSTRUCT WHERE { ... } is a template and pattern in one.
    word = ""
    for token in _TOKEN.finditer(text):
        if token["word"]:
            word = (
                "CONSTRUCT WHERE" if (word, token["word"].upper()) == ("CONSTRUCT", "WHERE") else token["word"].upper()
            )
        elif token["open"]:
            found.append(_Group(token.end(), word in ("", "WHERE"), set()))
            open_groups.append(found[-1])
            word = ""
        elif token["close"] and open_groups:
            open_groups.pop()
        elif token["variable"] and open_groups:
            open_groups[-1].variables.add(token["variable"])
    yield from found


def sparql_term(value: Any) -> ox.NamedNode | ox.Literal:
    """A parameter's value as an RDF term; text as `<...>` is an IRI, `"..."@zh` a tagged literal.

    Raises:
        QueryError: the value is no RDF term.

    Example:
        >>> str(sparql_term("<https://example.org/a>")), str(sparql_term("青岛")), str(sparql_term(7))
        ('<https://example.org/a>', '"青岛"', '"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    """
    try:
        if isinstance(value, Decimal):
            return ox.Literal(format(value, "f"), datatype=ox.NamedNode(XSD + "decimal"))
        if isinstance(value, int) and not isinstance(value, bool):
            return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
        if isinstance(value, bool | float):
            return ox.Literal(value)
        if not isinstance(value, str):
            raise QueryError(f"parameter {value!r} is no RDF term: give text, a number, true, false or <IRI>")
        if value.startswith("<") and value.endswith(">"):
            return ox.NamedNode(value[1:-1])
        text, at, language = value.rpartition('"@')
        if at and text.startswith('"'):
            return ox.Literal(text[1:], language=language)
    except ValueError as error:
        raise QueryError(f"parameter {value!r} is no RDF term: {error}") from None
    return ox.Literal(value)
