"""The prefixes of a query."""

from __future__ import annotations

import re

from skillgraph.model.ontology import PREFIXES

#: What of a query is no syntax: texts, IRIs and comments.
SPARQL_TEXT = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|<[^<>\s]*>|#[^\n]*')


def undeclared_prefix(text: str) -> str:
    """The first prefix of a SPARQL query that nobody declared; empty if there is none.

    Example:
        >>> undeclared_prefix("SELECT ?x { ?x a foo:City ; sg:partnersWith ?y }")
        'foo'
    """
    bare = SPARQL_TEXT.sub(" ", text)
    declared = {*PREFIXES, *re.findall(r"\bPREFIX\s+([\w.-]*):", bare, re.IGNORECASE)}
    return next((p for p in re.findall(r"(?<![\w:?$-])([A-Za-z][\w.-]*):(?=[\w ])", bare) if p not in declared), "")
