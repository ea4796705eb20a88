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
    known = {*PREFIXES, *_declared(bare)}
    return next((p for p in re.findall(r"(?<![\w:?$-])([A-Za-z][\w.-]*):(?=[\w ])", bare) if p not in known), "")


def missing_declarations(text: str) -> str:
    """The declarations of the prefixes that a SPARQL query uses and does not declare, on one line; of ours alone.

    Several servers (RDF4J, GraphDB, Blazegraph) refuse a prefix that is declared twice.

    Example:
        >>> missing_declarations("PREFIX sg: <x:> SELECT * { ?x a sg:City, skos:Concept }")
        'PREFIX skos: <http://www.w3.org/2004/02/skos/core#> '
    """
    bare = SPARQL_TEXT.sub(" ", text)
    used = set(re.findall(r"([A-Za-z][\w.-]*):", bare)) - _declared(bare)
    return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items() if prefix in used)


def _declared(bare: str) -> set[str]:
    return set(re.findall(r"\bPREFIX\s+([\w.-]*):", bare, re.IGNORECASE))
