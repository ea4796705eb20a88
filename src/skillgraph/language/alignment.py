"""Where the passages of a text stand in another version of it: corrected, with more in it, or in another format.

Texts are compared by their characters without white space, full-width forms folded: lines of a PDF file break elsewhere
than those of a text file. Long stretches that stand once in each text are found first, wherever they were moved to;
what lies between two of them is compared in order. Time and memory grow with the length of the texts, not its square.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

import msgspec

from skillgraph.language.passages import common_form

#: How many characters a stretch has that is looked for in the whole text, and between two stretches.
_LONG, _SHORT = 16, 6
#: So many characters of one gap times those of the other are compared one by one.
_PRODUCT = 250_000
#: A passage of fewer characters is the same only if so many are the same with those around it, or, if it has as many as
#: a short stretch, it stands once in each text.
_SURE = 12
#: How far around a passage is searched whose characters were not all found in one place.
_AROUND = 200


class Found(msgspec.Struct, frozen=True):
    """Where a passage stands in the new text, in its own offsets; `same` if its words are the same there."""

    start: int
    end: int
    same: bool


class _Keyed:
    """The characters of a text that count, and where each of them stands in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        keys = {ord(c): _key(c) for c in set(text)}
        self.keys = text.translate(keys)
        counts = {chr(c) for c, key in keys.items() if key is not None}
        self.offsets = array("i", (at for at, c in enumerate(text) if c in counts))

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The keys that stand between two offsets."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)


def _key(character: str) -> str | None:
    """What of a character is compared; nothing of white space and of what nobody sees."""
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
        return None
    return common_form(character)


class Alignment:
    r"""Two versions of a text, and where what stands in the old one stands in the new one.

    Args:
        old: the text that offsets were made for.
        new: the other version.

    Example:
        >>> old = "## 海滨市\n\n现有12所技工\n学校，学生三万人。"
        >>> new = "海滨市概况\n\n海滨市现有15所技工学校，学生三万人。"
        >>> alignment = Alignment(old, new)
        >>> [alignment.find(*span) for span in ((13, 25), (8, 25))]
        [Found(start=15, end=26, same=True), Found(start=10, end=26, same=False)]
        >>> Alignment(old, "甲乙丙").find(13, 25) is None
        True
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = _Keyed(old), _Keyed(new)
        self._to = _aligned(self.old.keys, self.new.keys)

    def find(self, start: int, end: int, sure: bool = True) -> Found | None:
        """Where the passage `old[start:end]` stands in the new text.

        Args:
            start: of the passage.
            end: of the passage.
            sure: whether a short passage, as a number in a cell, must be known by what stands around it. A name is
                itself wherever it stands.

        Returns:
            The place of the same words; else the place of what they were changed into, at least half of which is
            theirs; None for what is gone.
        """
        i, j = self.old.range(start, end)
        at = self._place(i, j, sure) if i < j else -1
        if at >= 0:
            return Found(*self._span(start, end, at), same=True)
        return self.changed(start, end)

    def changed(self, start: int, end: int, share: float = 0.5) -> Found | None:
        """Where the words stand that a passage was changed into.

        Args:
            start: of the passage.
            end: of the passage.
            share: how much of the passage they have to have in common with it.
        """
        i, j = self.old.range(start, end)
        images, n = self._to[i:j], j - i
        known = [image for image in images if image >= 0]
        if not n or len(known) < share * n:
            return None
        before = self._image(i - 1) + 1 if not i or self._image(i - 1) >= 0 else -1
        behind = self._image(j) if j < len(self._to) else len(self.new.keys)
        low, high = (known[0], known[-1] + 1) if known else (before, behind)
        # What stands between neighbours that stayed belongs to the passage, unless much was put in there.
        if images[0] < 0 <= before and 0 <= low - before <= n:
            low = before
        if images[-1] < 0 <= behind and 0 <= behind - high <= n:
            high = behind
        if not (0 <= low < high and high - low <= 3 * n + _SURE):
            return None
        return Found(self.new.offsets[low], self.new.offsets[high - 1] + 1, same=False)

    def inside(self, outer: tuple[int, int], found: Found, inner: tuple[int, int]) -> Found:
        """Where a part of a passage stands that was found as it was.

        Args:
            outer: the passage in the old text.
            found: where it stands now.
            inner: the part in the old text.
        """
        at = self.new.range(found.start, found.end)[0] + self.old.range(*inner)[0] - self.old.range(*outer)[0]
        return Found(*self._span(*inner, at), same=True)

    def goes_on(self, offset: int) -> int:
        """Where the new text goes on with what stands from an offset of the old one on; its end, where nothing does."""
        i = bisect_left(self.old.offsets, offset)
        image = next((self._to[at] for at in range(i, len(self._to)) if self._to[at] >= 0), -1)
        return self.new.offsets[image] if image >= 0 else len(self.new.text)

    def ended(self, offset: int) -> int:
        """Where what stood last before an offset of the old text ends in the new one; 0 where nothing is left."""
        i = bisect_left(self.old.offsets, offset)
        image = next((self._to[at] for at in range(i - 1, -1, -1) if self._to[at] >= 0), -1)
        return self.new.offsets[image] + 1 if image >= 0 else 0

    def _image(self, i: int) -> int:
        return self._to[i] if 0 <= i < len(self._to) else -1

    def _span(self, start: int, end: int, at: int) -> tuple[int, int]:
        """Where a passage stands in the new text; white space at its ends belongs to it if it is there as well."""
        i, j = self.old.range(start, end)
        low, high = self.new.offsets[at], self.new.offsets[at + j - i - 1] + 1
        wide = max(0, low - (self.old.offsets[i] - start)), high + end - self.old.offsets[j - 1] - 1
        return wide if self.new.text[slice(*wide)] == self.old.text[start:end] else (low, high)

    def _place(self, i: int, j: int, sure: bool) -> int:
        """Where the keys of a passage stand in those of the new text; -1 if that is not certain."""
        keys, n = self.old.keys[i:j], j - i
        first = self._to[i]
        if first >= 0 and self._to[i:j] == array("i", range(first, first + n)):
            if not sure or n >= _SURE or self._run(i, j) >= _SURE or self._is_once(keys):
                return first
            return -1
        near = self._near(i, j, keys)
        if near >= 0 and (not sure or n >= _SURE):
            return near
        return self.new.keys.find(keys) if self._is_once(keys) else -1

    def _run(self, i: int, j: int) -> int:
        """How many characters around a passage, itself included, stand together in the new text as in the old one."""
        while self._image(i - 1) >= 0 and self._to[i - 1] + 1 == self._to[i] and j - i < _SURE:
            i -= 1
        while self._image(j) >= 0 and self._to[j - 1] + 1 == self._to[j] and j - i < _SURE:
            j += 1
        return j - i

    def _is_once(self, keys: str) -> bool:
        """Whether some words, and not just a number, stand once in each text."""
        if len(keys) < _SHORT:
            return False
        return all(
            text.find(keys, text.find(keys) + 1) < 0 <= text.find(keys) for text in (self.old.keys, self.new.keys)
        )

    def _near(self, i: int, j: int, keys: str) -> int:
        """The place next to where its characters, or its neighbours, went."""
        around = [image for image in self._to[max(0, i - 1) : j + 1] if image >= 0]
        if not around:
            return -1
        middle = around[len(around) // 2]
        low, high = max(0, middle - _AROUND - len(keys)), middle + _AROUND + len(keys)
        places = []
        at = self.new.keys.find(keys, low, high)
        while at >= 0:
            places.append(at)
            at = self.new.keys.find(keys, at + 1, high)
        return min(places, key=lambda place: abs(place - (middle - len(keys) // 2)), default=-1)


def _aligned(a: str, b: str) -> array[int]:
    """For each character of a text its place in another one, -1 for none."""
    to = array("i", [-1]) * len(a)
    taken = bytearray(len(b))

    def join(i: int, j: int, n: int) -> None:
        to[i : i + n] = array("i", range(j, j + n))
        taken[j : j + n] = b"\1" * n

    start = _alike(a, 0, len(a), b, 0, len(b))
    join(0, 0, start)
    end = _alike_before(a, start, len(a), b, start, len(b))
    join(len(a) - end, len(b) - end, end)
    last = start
    for i, j in _anchors(a, start, len(a) - end, b, start, len(b) - end, _LONG, _LONG):
        if i < last or taken[j]:
            continue
        forward = _alike(a, i, len(a) - end, b, j, len(b) - end)
        blocked = taken.find(1, j, j + forward)
        forward = forward if blocked < 0 else blocked - j
        back = _alike_before(a, last, i, b, start, j)
        back = min(back, j - 1 - taken.rfind(1, j - back, j)) if taken.find(1, j - back, j) >= 0 else back
        join(i - back, j - back, forward + back)
        last = i + forward
    for low, high in _gaps(to):
        left, right = (to[low - 1] + 1 if low else 0), (to[high] if high < len(a) else len(b))
        reach = 4 * (high - low) + 1_000
        if left <= right and taken.find(1, left, right) < 0:
            parts = [(low, high, left, right)]
        else:  # a neighbour was moved: what belongs to the one stands behind it, or before the other
            stop = taken.find(1, left, left + reach)
            begin = taken.rfind(1, max(0, right - reach), right) + 1
            parts = [(low, high, left, stop if stop >= 0 else min(len(b), left + reach)), (low, high, begin, right)]
        for a0, a1, b0, b1 in parts:
            while a0 < a1 and to[a0] >= 0:
                a0 += 1
            if taken.find(1, b0, b1) < 0:
                for i, j, n in _in_order(a, a0, a1, b, b0, b1):
                    join(i, j, n)
    return to


def _gaps(to: array[int]) -> list[tuple[int, int]]:
    """The stretches that stand nowhere yet."""
    found = []
    low = -1
    for at, image in enumerate(to):
        if image < 0 and low < 0:
            low = at
        elif image >= 0 and low >= 0:
            found.append((low, at))
            low = -1
    return [*found, (low, len(to))] if low >= 0 else found


def _in_order(a: str, a0: int, a1: int, b: str, b0: int, b1: int) -> Iterator[tuple[int, int, int]]:
    """What two stretches have in common, in one order; what is long and has nothing of its own is left alone."""
    waiting = [(a0, a1, b0, b1)]
    while waiting:
        a0, a1, b0, b1 = waiting.pop()
        if n := _alike(a, a0, a1, b, b0, b1):
            yield a0, b0, n
            a0, b0 = a0 + n, b0 + n
        if n := _alike_before(a, a0, a1, b, b0, b1):
            yield a1 - n, b1 - n, n
            a1, b1 = a1 - n, b1 - n
        if a0 == a1 or b0 == b1:
            continue
        if (a1 - a0) * (b1 - b0) <= _PRODUCT:
            for m in SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False).get_matching_blocks():
                if m.size:
                    yield a0 + m.a, b0 + m.b, m.size
            continue
        anchors = _rising(_anchors(a, a0, a1, b, b0, b1, _SHORT, 1))
        for i, j in anchors:
            if i >= a0 and j >= b0:
                n = _alike(a, i, a1, b, j, b1)
                yield i, j, n
                waiting.append((a0, i, b0, j))
                a0, b0 = i + n, j + n
        if anchors:
            waiting.append((a0, a1, b0, b1))


def _anchors(a: str, a0: int, a1: int, b: str, b0: int, b1: int, length: int, step: int) -> list[tuple[int, int]]:
    """Where stretches of some length begin that stand once in either text; of the first, one in so many is tried."""
    tried = {a[i : i + length]: i for i in range(a0, a1 - length + 1, step)}
    for i in range(a0, a1 - length + 1):
        if (at := tried.get(stretch := a[i : i + length])) is not None and at != i:
            del tried[stretch]
    there: dict[str, int] = {}
    for j in range(b0, b1 - length + 1):
        stretch = b[j : j + length]
        if stretch in tried:
            there[stretch] = -1 if stretch in there else j
    return [(i, j) for stretch, i in tried.items() if (j := there.get(stretch, -1)) >= 0]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of some pairs, by their first, whose second rises as well."""
    ends: list[int] = []
    last: list[int] = []
    former: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        former.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        last[at : at + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = former[number]
    return found[::-1]


def _alike(a: str, a0: int, a1: int, b: str, b0: int, b1: int) -> int:
    """How many characters two stretches begin with in common."""
    return _in_common(min(a1 - a0, b1 - b0), lambda n, end: a[a0 + n : a0 + end] == b[b0 + n : b0 + end])


def _alike_before(a: str, a0: int, a1: int, b: str, b0: int, b1: int) -> int:
    """How many characters two stretches end with in common."""
    return _in_common(min(a1 - a0, b1 - b0), lambda n, end: a[a1 - end : a1 - n] == b[b1 - end : b1 - n])


def _in_common(limit: int, are_equal: Callable[[int, int], bool]) -> int:
    """How far two stretches are equal: in steps that double, and halve where they differ.

    Args:
        limit: how far at most.
        are_equal: whether they are from one distance to another.
    """
    n, step = 0, 64
    while n < limit:
        size = min(step, limit - n)
        if are_equal(n, n + size):
            n, step = n + size, step * 2
        elif size == 1:
            break
        else:
            step = max(1, size // 2)
            limit = n + size
    return n
