"""What stands near a place, and how often forms stand in a document, at a cost that grows with the text's length alone.

A line may have ten thousand names: to compare each with each takes hours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

Place = tuple[int, int]

#: Forms that are longer, which few are, are looked for one by one.
_LONGEST_FORM = 60
#: From how many occurrences on the chances of a form are added up once, and not for each without its own.
_MANY = 200


class Near:
    """Places of a sentence, to be asked for those around another.

    Example:
        >>> Near([(0, 2), (5, 7), (90, 95)]).around(6, 8)
        [(0, 2), (5, 7)]
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = sorted(places)
        self._starts = [start for start, _ in self._places]
        self._longest = max((end - start for start, end in self._places), default=0)

    def around(self, start: int, end: int) -> list[Place]:
        """Those that overlap [start, end) or stand beside it, and perhaps more."""
        low = bisect_left(self._starts, start - self._longest - 1)
        return self._places[low : bisect_right(self._starts, end + 1)]


class Others:
    """The chances of a form where it stands, of which those of one place are to be left out.

    Args:
        found: chance, sentence and offset of each occurrence.
    """

    def __init__(self, found: Sequence[tuple[float, int, int]]) -> None:
        self._found = found
        if len(found) > _MANY:
            self._ranked = sorted(found, reverse=True)
            self._sum = sum(chance for chance, *_ in found)
            self._own: dict[Place, list[float]] = defaultdict(list)
            for chance, *place in found:
                self._own[place[0], place[1]].append(chance)

    def than(self, here: Place) -> tuple[float, float, int]:
        """The best and the average chance elsewhere, -1 without one, and how many there are."""
        if len(self._found) > _MANY:
            own = self._own[here]
            count = len(self._found) - len(own)
            best = next((chance for chance, *place in self._ranked if tuple(place) != here), -1.0)
            return best, (self._sum - sum(own)) / count if count else -1.0, count
        others = [chance for chance, *place in self._found if tuple(place) != here]
        return max(others, default=-1.0), sum(others) / len(others) if others else -1.0, len(others)


def held_in(forms: Collection[str], likely: Collection[str], least: int) -> tuple[dict[str, int], dict[str, int]]:
    """For each form, how many likely ones hold it, and how many of them it holds.

    Args:
        forms: all of them.
        likely: those that count.
        least: the shortest form that is looked for.

    Example:
        >>> held_in(["青岛", "青岛港", "港"], ["青岛", "青岛港"], 2)
        ({'青岛': 1, '青岛港': 0, '港': 0}, {'青岛': 0, '青岛港': 1, '港': 0})
    """
    longer, shorter = dict.fromkeys(forms, 0), dict.fromkeys(forms, 0)
    wanted = set(likely)
    for other in likely:
        for part in _parts(other, forms):
            if part in longer and len(part) >= least:
                longer[part] += 1
    for form in forms:
        shorter[form] = sum(part in wanted for part in _parts(form, likely))
    return longer, shorter


def _parts(text: str, among: Collection[str]) -> Iterable[str]:
    """The parts of a text that can be among some forms, each once and without the text itself."""
    if len(text) > _LONGEST_FORM:
        return {form for form in among if form in text and form != text}
    ends = range(1, len(text) + 1)
    return {text[start:end] for end in ends for start in range(end)} - {text}


def occurrences(forms: Collection[str], text: str) -> Mapping[str, int]:
    """How often each form stands in a text, without overlaps.

    Example:
        >>> occurrences(["港", "青岛港", "港港"], "青岛港港港港")
        {'港': 4, '青岛港': 1, '港港': 2}
    """
    counts = {f: text.count(f) if not 0 < len(f) <= _LONGEST_FORM else 0 for f in forms}
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        if 0 < len(form) <= _LONGEST_FORM:
            lengths[form[0]].add(len(form))
    free: dict[str, int] = {}
    for start, first in enumerate(text):
        for length in lengths.get(first, ()):
            form = text[start : start + length]
            if form in counts and len(form) == length and free.get(form, 0) <= start:
                counts[form] += 1
                free[form] = start + length
    return counts
