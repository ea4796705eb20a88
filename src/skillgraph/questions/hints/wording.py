"""Pieces of sentences that notes in both languages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: One statement of a modality, and several.
_STATEMENTS = {
    "planned": ("plan does", "plans do"),
    "exploratory": ("exploratory statement does", "exploratory statements do"),
    "rule": ("rule does", "rules do"),
    "supported": ("supported statement does", "supported statements do"),
    "negated": ("denial does", "denials do"),
}


def counted(by_modality: Mapping[str, int]) -> str:
    """How many statements that are no facts say something.

    Example:
        >>> counted({"rule": 5, "planned": 1})
        '5 rules do, 1 plan does'
    """
    return ", ".join(f"{n} {_STATEMENTS.get(m, (m, m))[n != 1]}" for m, n in by_modality.items())


def listed(words: Iterable[str]) -> str:
    """Words as a list with an `or`.

    Example:
        >>> listed(["a", "b", "c"])
        'a, b or c'
    """
    *most, last = [*words] or [""]
    return f"{', '.join(most)} or {last}" if most else last
