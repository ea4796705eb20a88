"""The keywords of a SPARQL query, told apart from texts, IRIs, comments, names and variables that look like them."""

from __future__ import annotations

import re

from skillgraph.model.errors import QueryError

#: A bare word is a keyword wherever it stands; all that may hold words otherwise comes before it. A comment ends at
#: either end of line, and a string may hold one where it has three quotes.
_TOKEN = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'
        |<[^<>"{}|^`\\\s]*>
        |\#[^\r\n]*
        |[?$@]\w+(?:-\w+)*
        |(?P<prefix>(?:\w[\w.-]*)?):(?:\\.|%[0-9A-Fa-f]{2}|[\w:.-])*
        |(?P<word>[A-Za-z]+)
        |\\.""",
    re.VERBOSE | re.DOTALL,
)
#: Oxigraph's parser wants nothing between a keyword and what follows: SERVICESILENT, and SERVICEex:x { where a prefix
#: ex: is declared.
_SERVICE = re.compile("service", re.IGNORECASE)
_BEGINS_GROUP = re.compile(r"(?:\s|#[^\r\n]*)*\{")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def keywords(text: str) -> frozenset[str]:
    """The keywords of a query, in capitals.

    Example:
        >>> sorted(keywords("select ?graph { ?graph ex:service 'FROM' } # SERVICE"))
        ['SELECT']
    """
    return frozenset(m["word"].upper() for m in _TOKEN.finditer(text) if m["word"])


def check_service(text: str) -> None:
    """Refuses a query that makes the engine ask another server, which whoever runs it has to allow.

    What a text holds besides is the engine's to say: where it is ours, its process has no network.

    Raises:
        QueryError: it does.

    Example:
        >>> check_service("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        skillgraph.model.errors.QueryError: SERVICE makes the engine send requests to another server: ...
    """
    # The standard lets any character be written as its number, keywords too.
    plain = _ESCAPE.sub(_character, text)
    if _holds_service(text) or _holds_service(plain):
        raise QueryError(
            "SERVICE makes the engine send requests to another server: allow it with --allow-service, "
            "in Python with allow_service=True"
        )


def _holds_service(text: str) -> bool:
    return any(
        _SERVICE.search(m["word"] or "") or (_SERVICE.match(m["prefix"] or "") and _BEGINS_GROUP.match(text, m.end()))
        for m in _TOKEN.finditer(text)
    )


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else " "
