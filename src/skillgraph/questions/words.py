"""What queries are written with, beside classes and properties: keywords, and the words of the property graph alone."""

from __future__ import annotations

from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.model.terms import DOCUMENT

#: Keywords of SPARQL that people write by hand.
SPARQL_WORDS = (
    "SELECT", "DISTINCT", "WHERE", "FILTER", "OPTIONAL", "UNION", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET",
    "CONSTRUCT", "DESCRIBE", "ASK", "BIND", "VALUES", "PREFIX", "MINUS", "EXISTS", "COUNT", "SUM", "AVG", "MIN", "MAX",
    "LANG", "STR", "CONTAINS", "REGEX", "BOUND",
)  # fmt: skip
#: Likewise of Cypher.
CYPHER_WORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "DISTINCT", "ORDER BY", "LIMIT", "SKIP", "WITH", "UNWIND", "COLLECT",
    "COUNT", "CONTAINS", "STARTS WITH", "ENDS WITH", "EXISTS", "UNION",
)  # fmt: skip
#: Properties of nodes and relationships that no table of the vocabulary names.
KEYS = (
    "id", "name", "nameEn", "aliases", "aliasesEn", "modality", "basis", "status", "source", "evidence", "time",
    "start", "end", "predicate", "value", "valueDecimal", "valueMax", "bound", "text", "mentions", "ofClass", "title",
    "titleEn",
)  # fmt: skip
#: Labels of nodes that are no classes.
OWN_LABELS = ("Text", "Term", DOCUMENT)
#: Relationships of nodes that stand for statements and figures.
_OWN_TYPES = ("SUBJECT", "OBJECT", "INDICATOR", "UNIT", "ABOUT")


def relationship_types() -> dict[str, str]:
    """The types of relationships, each with the property that it stands for.

    Example:
        >>> relationship_types()["PARTNERS_WITH"]
        'partnersWith'
    """
    told = (*ontology().relations, *ontology().qualifiers)
    return {**{relationship_type(name): name for name in told}, **{type: type.lower() for type in _OWN_TYPES}}
