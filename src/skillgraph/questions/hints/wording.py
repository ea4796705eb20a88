"""Pieces of sentences that notes in both languages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

#: A list of more characters than this is not shown.
_LONG = 200
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


def not_with(part: str, instead: Sequence[str]) -> Iterator[str]:
    """What is said of a part of a query without which all else of it is found: what would be found in its place.

    Example:
        >>> [*not_with("[:WON]", ["AWARDS"])], [*not_with("[:WON]", [])]
        (['all but `[:WON]` is found together; what is found has AWARDS there'], [])
    """
    if len(listed(instead)) > _LONG:
        yield f"all but `{part}` is found together; {len(instead)} others are there, as {instead[0]}"
    elif instead:
        yield f"all but `{part}` is found together; what is found has {listed(instead)} there"
