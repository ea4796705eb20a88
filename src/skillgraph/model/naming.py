"""How ids are spelt, which of them can be names of files, and how Neo4j spells what the ontology names."""

from __future__ import annotations

import re
from functools import cache

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
#: What Windows keeps for devices, whatever follows a dot or blanks.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:[.:]|$)", re.IGNORECASE)
#: What Windows forbids in names, or takes away from their end.
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]|[. ]$')
#: Characters of an id: file systems take names of 255 bytes, and sites add an ending.
_LONGEST = 200


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
    return is_id(text) and not is_device(text)


def is_device(name: str) -> bool:
    """Whether Windows takes the name of a file for a device: a console, a printer, a port.

    Example:
        >>> is_device("con"), is_device("NUL.csv"), is_device("com1 .txt"), is_device("conference")
        (True, True, True, False)
    """
    return _DEVICE.match(name) is not None


def is_file_name(name: str) -> bool:
    """Whether a file or folder can be called so on Linux, macOS and Windows alike.

    Example:
        >>> is_file_name("四城.v2"), is_file_name("a:b"), is_file_name("a."), is_file_name("aux"), is_file_name("..")
        (True, False, False, False, False)
    """
    return bool(name) and not _FORBIDDEN.search(name) and not is_device(name)
