"""Control characters in what others wrote: they are shown, and nothing obeys them."""

from __future__ import annotations

from functools import cache
from unicodedata import category


def shown(text: str) -> str:
    r"""A text whose control characters a terminal shows instead of obeying; line ends and tabs stay.

    Those that turn the direction of what follows are among them, and those that nobody sees.

    Example:
        >>> print(shown("甲\x1b[2J\u202e乙\n丙"))
        甲\u001b[2J\u202e乙
        丙
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


@cache
def _shown(character: str) -> str:
    if character in "\n\t\u200c\u200d" or category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    # As JSON escapes them, so that it stays JSON.
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
