"""Where in a query a mistake is: the messages of engines, over the line that they are about."""

from __future__ import annotations

import re

#: Neo4j counts columns from 1 and adds the offset; ArcadeDB's parser counts them from 0.
_NEO4J = re.compile(r"\(line (\d+), column (\d+) \(offset")
_ARCADE = re.compile(r"line (\d+)(?:, column |:)(\d+)")
_NAMED = re.compile(r"(?:[Vv]ariable|[Ff]unction) [`'](\w+)[`'](?: not)?")


def pointed(text: str, message: str) -> str:
    """A message with the line of the Cypher query that it is about, and a mark below the place.

    Args:
        text: the query.
        message: of Neo4j or ArcadeDB, on one line.

    Returns:
        The message alone where it names no place.

    Example:
        >>> print(pointed("MATCH (c:City)\\nRETRUN c", "Unexpected input 'RETRUN' at line 2, column 0"))
        Unexpected input 'RETRUN' at line 2, column 0
        RETRUN c
        ^
    """
    place = _place(text, message)
    lines = text.split("\n")
    if place is None or not 0 < place[0] <= len(lines):
        return message
    line = lines[place[0] - 1].rstrip("\r")
    # A tab stays a tab, so that the mark stands below its place on a terminal.
    indent = "".join("\t" if c == "\t" else "\u3000" if ord(c) > 0x2E7F else " " for c in line[: place[1]])
    return f"{message}\n{line}\n{indent}^"


def _place(text: str, message: str) -> tuple[int, int] | None:
    if found := _NEO4J.search(message):
        return int(found[1]), int(found[2]) - 1
    if found := _ARCADE.search(message):
        return int(found[1]), int(found[2])
    if (found := _NAMED.search(message)) and (used := re.search(rf"\b{re.escape(found[1])}\b", text)):
        before = text[: used.start()]
        return before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    return None
