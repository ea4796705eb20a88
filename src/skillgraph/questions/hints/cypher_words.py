"""The words that a property graph of ours has: labels, types, and which node or relationship has which property."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from skillgraph.mapping.fields import DOCUMENT, ENTITY, OBSERVATION, SECTION, STATEMENT, Table
from skillgraph.mapping.propertygraph import DESCRIBED_AS, DESCRIPTION_LABEL, ROOT_LABEL
from skillgraph.model import terms
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology

#: Labels and types of records that the vocabulary does not name; types between its own terms are looked for.
OTHER_LABELS = (ROOT_LABEL, "Text", "Term", DESCRIPTION_LABEL)
OTHER_TYPES = ("OBJECT", DESCRIBED_AS)
#: What stands in the place of a table's name in a sentence.
_TABLES: dict[str, Table[Any]] = {
    terms.ENTITY: ENTITY,
    terms.STATEMENT: STATEMENT,
    terms.FIGURE: OBSERVATION,
    terms.SECTION: SECTION,
    terms.DOCUMENT: DOCUMENT,
}


@cache
def properties() -> dict[str, frozenset[str]]:
    """The properties that nodes may have, by a label that all of a kind share; `relationship` stands for facts."""
    found = {label: {"id", *_of_table(table)} for label, table in _TABLES.items()}
    found[terms.ENTITY] |= {"name", "anyName", "ofClass", "sources"}
    for dated in (terms.STATEMENT, terms.FIGURE):
        found[dated] |= {"startDate", "endDate"}
    found[terms.FIGURE] |= {"lowest", "highest"}
    found["Text"] = {"id", "text", "language"}
    found[DESCRIPTION_LABEL] = {*found[terms.ENTITY], "source"}
    found["Term"] = {
        "id", "name", "nameEn", "definition", "definitionEn", "title", "titleEn", "version", "relationshipType",
        *ontology().annotations,
    }  # fmt: skip
    qualifiers = set(ontology().qualifiers)
    found["relationship"] = {*found[terms.STATEMENT] - {"predicate", "text"}, *qualifiers, "position", "role"}
    return {label: frozenset(names) for label, names in found.items()}


def _of_table(table: Table[Any]) -> set[str]:
    names: set[str] = set()
    for field in table.properties:
        if field.kind == "coded":
            names |= set(ontology().datatypes)
        elif field.kind == "qualifier":
            names |= {name for name, p in ontology().qualifiers.items() if p.takes_text}
        elif field.kind == "tagged":
            names |= {field.graph, f"{field.graph[:-1]}Languages"}
        else:
            names |= {field.graph, *([f"{field.graph}Decimal"] if field.kind == "decimal" else [])}
    return names


def kind_of(labels: Collection[str]) -> str:
    """The label that all nodes of a kind share, of some that a pattern has; empty where it has none that tells.

    Example:
        >>> kind_of(["City"]), kind_of(["Fact"]), kind_of(["Norm"]), kind_of(["Skillgraph"])
        ('Entity', 'Statement', 'Figure', '')
    """
    for label in labels:
        lineage = ontology().lineage(label) if label in ontology().classes else (label,)
        for kind in properties():
            if kind in lineage:
                return kind
    return ""


def relation_of(type: str) -> str:
    """The property of the ontology that a type stands for; empty if there is none.

    Example:
        >>> relation_of("PARTNERS_WITH"), relation_of("FOO")
        ('partnersWith', '')
    """
    return next((name for name in ontology().properties if relationship_type(name) == type), "")


def camel(type: str) -> str:
    """A type as properties are spelt.

    Example:
        >>> camel("SAID_IN")
        'saidIn'
    """
    first, *rest = type.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
