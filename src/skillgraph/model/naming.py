"""How ids are spelt, and how Neo4j spells what the ontology names."""

from __future__ import annotations

import re
from functools import cache

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
#: Characters of an id: file systems take names of 255 bytes, and sites add an ending.
_LONGEST = 200
#: What Windows takes for a device, whatever folder it is in.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@cache
def relationship_type(name: str) -> str:
    """The type of a relationship for a property of the ontology, as Neo4j spells types.

    Example:
        >>> relationship_type("partnersWith")
        'PARTNERS_WITH'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def is_id(text: str) -> bool:
    """Whether a text can be the id of a row.

    Example:
        >>> is_id("qingdao-hrss"), is_id("Qingdao")
        (True, False)
    """
    return len(text) <= _LONGEST and _ID.fullmatch(text) is not None


def is_source_id(text: str) -> bool:
    """Whether a text can be the id of a source, which a folder is called by.

    Example:
        >>> is_source_id("four-cities"), is_source_id("my report"), is_source_id("con")
        (True, False, False)
    """
    return is_id(text) and text not in _DEVICES
