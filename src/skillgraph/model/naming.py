"""How ids are spelt, and how Neo4j spells what the ontology names."""

from __future__ import annotations

import re
from functools import cache

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@cache
def relationship_type(name: str) -> str:
    """The type of a relationship for a property of the ontology, as Neo4j spells types.

    Example:
        >>> relationship_type("partnersWith")
        'PARTNERS_WITH'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def is_id(text: str) -> bool:
    """Whether a text can be the id of a row or a source.

    Example:
        >>> is_id("qingdao-hrss"), is_id("Qingdao")
        (True, False)
    """
    return _ID.fullmatch(text) is not None
