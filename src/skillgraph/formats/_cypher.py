"""Values as literals of Cypher, for the one place where they stand in a query: scripts, which take no parameters."""

from __future__ import annotations

import math
import re

from skillgraph.mapping.propertygraph import Property

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
#: Besides what ends a text or begins an escape: all that an editor, a terminal or a mail program could swallow,
#: reorder or take for a line end.
_SPECIAL = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]")


def literal(value: Property | None) -> str:
    r"""A property's value as Cypher writes it.

    Args:
        value: text, whole number, number, truth value, list of text, or None for none.

    Example:
        >>> print(literal("it's C:\\u0027\n"), literal(["a", ""]), literal(1e35), literal(True))
        'it\'s C:\\u0027\n' ['a', ''] 1e35 true
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + _SPECIAL.sub(_escape, value) + "'"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return "Infinity" if value > 0 else "-Infinity"
    # Cypher knows no plus sign in an exponent.
    return repr(value).replace("+", "")


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"
