"""Which words that are looked for each part has, found out once a part: a set of words is a number, a bit each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from skillgraph.language.names import halves
from skillgraph.questions.finding.parts import Part, Word


class Has(msgspec.Struct, frozen=True):
    """The words that a part has.

    Attributes:
        stands: that stand in it in whatever place: a number may be a part of another.
        own: that it has as they are, or means.
        classes: that name a class of it.
        near: those, and short forms of what it has: 海右大赛 of a name with 海右 and 大赛 in it.
    """

    stands: int
    own: int
    classes: int
    near: int


class Sought:
    """Words that are looked for.

    Args:
        words: all that are wanted.
    """

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.all = (1 << len(words)) - 1
        self._known: dict[Part, Has] = {}
        self._halves = [tuple(halves(word.text)) for word in words]
        self._met = 0

    @property
    def unmet(self) -> list[Word]:
        """The words that stood in nothing that was looked at so far."""
        return self.named(self.all & ~self._met)

    def of(self, part: Part) -> Has:
        """The words that a part has."""
        if part not in self._known:
            own = self._bits(part.has(word) for word in self.words)
            classes = self._bits(not part.classes.isdisjoint(word.named) for word in self.words)
            stands = self.standing((part.text,))
            self._known[part] = Has(stands, own, classes, own | classes | self.near((part.text,)))
        return self._known[part]

    def standing(self, texts: Iterable[str]) -> int:
        """The words that stand in some folded texts, in whatever place."""
        found = 0
        for text in texts:
            for bit, word in enumerate(self.words):
                if word.text in text or any(sound in text for sound in word.sounds):
                    found |= 1 << bit
        self._met |= found
        return found

    def inside(self, texts: Iterable[str]) -> int:
        """The words that some folded texts have, each as it is."""
        found = list(texts)
        return self._bits(any(word.is_in(text) for text in found) for word in self.words)

    def near(self, texts: Iterable[str]) -> int:
        """The words that some folded texts have, as they are or as short forms."""
        found = list(texts)
        return self.inside(found) | self._bits(
            any(half in text and other in text for half, other in both for text in found) for both in self._halves
        )

    def named(self, bits: int) -> list[Word]:
        """The words of a set."""
        return [word for bit, word in enumerate(self.words) if bits >> bit & 1]

    def _bits(self, each: Iterable[bool]) -> int:
        return sum(1 << bit for bit, has in enumerate(each) if has)
