"""What to type in the place of something that no parser takes: their own messages are lists of what they expected."""

from __future__ import annotations

import re

from skillgraph.stores.sparql.prefixes import SPARQL_TEXT

#: What Chinese input methods write for the punctuation of the languages; quotation marks come in pairs.
_FULL_WIDTH = dict(
    zip(
        "（）；，：。？｛｝【】［］《》＜＞＝＊＋－／｜＆！＠＃＄％＂＇“”‘’、\u3000",
        "();,:.?{}[][]<><>=*+-/|&!@#$%\"'\"\"'', ",
        strict=True,
    )
)
_CYPHER_TEXT = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`[^`]*`|//[^\n]*|/\*.*?\*/', re.DOTALL)
_SPARQL_START = re.compile(r"\s*(SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE)\b", re.IGNORECASE)
_CYPHER_START = re.compile(r"\s*(OPTIONAL\s+MATCH|MATCH|RETURN|UNWIND|CALL|EXPLAIN|PROFILE)\b", re.IGNORECASE)
#: Which Cypher a query is in, and other options, before its first word.
_OPTIONS = r"\s*(?:CYPHER(?:\s+\d[\d.]*)?(?:\s+\w+\s*=\s*\w+)*\s+)?"
_PLAN_START = re.compile(rf"{_OPTIONS}(EXPLAIN|PROFILE)\b", re.IGNORECASE)
_SERVER_START = re.compile(
    rf"{_OPTIONS}(SHOW\s+(?:(?:ALL|CURRENT|DEFAULT|HOME|POPULATED|SUPPORTED)\s+)?"
    r"(?:ALIAS(?:ES)?|AUTH|DATABASES?|PRIVILEGES?|ROLES?|SERVERS?|SETTINGS?|TRANSACTIONS?|USERS?))\b",
    re.IGNORECASE,
)
_AGGREGATE = re.compile(r"\b(COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)


def without_semicolon(text: str) -> str:
    """A query without the semicolon that ends it in other tools.

    Example:
        >>> without_semicolon("RETURN 1;\\n")
        'RETURN 1'
    """
    stripped = text.rstrip()
    return stripped[:-1] if stripped.endswith(";") else text


def sparql_slip(text: str) -> str:
    """What to type in a SPARQL query that was not accepted; empty if no known slip is in it.

    Example:
        >>> sparql_slip("SELECT ?x { ?x a sg:City ；}")
        'the query has full-width ； in it: type ;'
        >>> sparql_slip("SELECT ?c (COUNT(?p) AS ?n) { ?c sg:partnersWith ?p }")
        'beside COUNT, ?c has to be grouped by: add GROUP BY ?c after the last }'
    """
    bare = SPARQL_TEXT.sub(" ", text)
    if found := _full_width(bare):
        return found
    if match := _CYPHER_START.match(bare):
        return f"{match[1].upper()} is Cypher: ask it with `skillgraph cypher`, %%cypher or graph.cypher()"
    if re.search(r"\btext:\w+|\bbif:contains\b", bare):
        return 'there is no index of text here: write ?x sg:anyName ?name FILTER(CONTAINS(?name, "..."))'
    return _ungrouped(bare)


def cypher_slip(text: str) -> str:
    """What to type in a Cypher query that was not accepted; empty if no known slip is in it.

    Example:
        >>> cypher_slip("SELECT ?x { ?x a sg:City }")
        'SELECT is SPARQL: ask it with `skillgraph sparql`, %%sparql or graph.sparql()'
    """
    bare = _CYPHER_TEXT.sub(" ", text)
    if found := _full_width(bare):
        return found
    if match := _SPARQL_START.match(bare):
        return f"{match[1].upper()} is SPARQL: ask it with `skillgraph sparql`, %%sparql or graph.sparql()"
    if "db.index.fulltext" in bare:
        return "there is no index of text here: write MATCH (x:Entity) WHERE x.anyName CONTAINS '...'"
    return ""


def asks_no_graph(text: str) -> str:
    """Why a query is refused that asks for a database's plan, or about the server; empty if it is none.

    Example:
        >>> asks_no_graph("CYPHER 25 PROFILE MATCH (n) RETURN n")
        'PROFILE shows how a database would work and gives no answer: leave the word out'
        >>> asks_no_graph("show databases")
        'SHOW DATABASES asks about the server and not the graph: ask it in Neo4j Browser or cypher-shell'
    """
    bare = _CYPHER_TEXT.sub(" ", text)
    if match := _PLAN_START.match(bare):
        return f"{match[1].upper()} shows how a database would work and gives no answer: leave the word out"
    if match := _SERVER_START.match(bare):
        shown = " ".join(match[1].upper().split())
        return f"{shown} asks about the server and not the graph: ask it in Neo4j Browser or cypher-shell"
    return ""


def _full_width(bare: str) -> str:
    found = [c for c in dict.fromkeys(bare) if c in _FULL_WIDTH]
    if not found:
        return ""
    shown = ["a space" if _FULL_WIDTH[c] == " " else _FULL_WIDTH[c] for c in found]
    written = ["a wide space" if c == "\u3000" else c for c in found]
    return f"the query has full-width {' '.join(written)} in it: type {' '.join(shown)}"


def _ungrouped(bare: str) -> str:
    """The variables that stand beside an aggregate without being grouped by."""
    select = re.search(r"\bSELECT\b(.*?)(?:\bWHERE\b|\{)", bare, re.IGNORECASE | re.DOTALL)
    aggregate = _AGGREGATE.search(select[1]) if select else None
    if not select or not aggregate:
        return ""
    outside = select[1]
    while outside != (shorter := re.sub(r"\([^()]*\)", " ", outside)):
        outside = shorter
    grouped = re.search(r"\bGROUP\s+BY\b(.*)", bare, re.IGNORECASE | re.DOTALL)
    names = [v for v in dict.fromkeys(re.findall(r"\?\w+", outside)) if not grouped or v not in grouped[1]]
    if not names:
        return ""
    verb = "has" if len(names) == 1 else "have"
    how = f"add {' '.join(names)} to GROUP BY" if grouped else f"add GROUP BY {' '.join(names)} after the last }}"
    return f"beside {aggregate[1].upper()}, {' and '.join(names)} {verb} to be grouped by: {how}"
