"""What was met before, also where there is too much of it to hold."""

from __future__ import annotations

from array import array


class Marks:
    """A set of texts that keeps eight bytes of each, where millions of texts would not fit: their hash is their mark.

    Two texts of one mark are taken for one: of 4,000,000 texts some two are, once in two million builds.

    Example:
        >>> marks = Marks()
        >>> marks.met("a"), marks.met("a"), marks.met("b")
        (False, True, False)
        >>> "a" in marks, "c" in marks
        (True, False)
    """

    def __init__(self) -> None:
        self._count = 0
        self._slots = array("q")
        self._resize(1 << 12)

    def __contains__(self, text: str) -> bool:
        mark, slots, last = hash(text) or 1, self._slots, self._last
        at = mark & last
        while (there := slots[at]) and there != mark:
            at = at + 1 & last
        return there != 0

    def met(self, text: str) -> bool:
        """Whether a text was met before; from now on it was."""
        mark, slots, last = hash(text) or 1, self._slots, self._last
        at = mark & last
        while there := slots[at]:
            if there == mark:
                return True
            at = at + 1 & last
        slots[at] = mark
        self._count += 1
        if self._count > self._most:
            self._resize(2 * len(slots))
        return False

    def _resize(self, size: int) -> None:
        """A table in which each mark stands at the place that it says, or at the next one that is free."""
        former = self._slots
        slots = self._slots = array("q", bytes(8 * size))
        self._last, self._most = size - 1, size * 7 // 10
        for mark in filter(None, former):
            at = mark & self._last
            while slots[at]:
                at = at + 1 & self._last
            slots[at] = mark


#: What was met so far.
Seen = set[str] | Marks


def known(what: str, seen: Seen) -> bool:
    """Whether a text was met before; from now on it was.

    Example:
        >>> seen = set()
        >>> known("a", seen), known("a", seen)
        (False, True)
    """
    if isinstance(seen, Marks):
        return seen.met(what)
    is_known = what in seen
    seen.add(what)
    return is_known
