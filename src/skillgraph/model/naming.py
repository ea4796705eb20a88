"""How Neo4j spells what the ontology names."""

from __future__ import annotations

import re


def relationship_type(name: str) -> str:
    """The type of a relationship for a property of the ontology, as Neo4j spells types.

    Example:
        >>> relationship_type("partnersWith")
        'PARTNERS_WITH'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
