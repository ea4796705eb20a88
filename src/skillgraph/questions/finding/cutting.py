"""A phrase without spaces as words that a graph or the vocabulary knows: 青岛合作的企业 as 青岛, 合作, 企业."""

from __future__ import annotations

import re
from collections.abc import Iterable

from skillgraph.questions.plain.segments import is_border
from skillgraph.questions.plain.words import looked_for, unsaid

#: What a word of each sort costs: two that are known are better than a longer part of some name, that than three.
_KNOWN, _PART, _UNKNOWN = 10, 21, 100
_YEAR = re.compile(r"(?:19|20)\d\d年?")
#: Characters of a part of a name, and of a phrase that is cut.
_SHORTEST, _LONGEST = 2, 80


def pieces(phrase: str, names: Iterable[str]) -> list[str]:
    """The fewest words that a phrase consists of, without those that say nothing; none where nothing in it is known.

    Args:
        phrase: folded.
        names: of things, folded, those of one with spaces between.

    Example:
        >>> pieces("青岛有哪些合作企业", ["青岛市 青岛 qingdao"]), pieces("西门子", ["青岛市"])
        (['青岛', '合作', '企业'], [])
    """
    if len(phrase) > _LONGEST:
        return []
    whole, parts = _in_names(phrase, names)
    end = len(phrase)
    # From each place on: the cost, and where the first word ends.
    best: list[tuple[int, int]] = [(0, end)] * (end + 1)
    for place in reversed(range(end)):
        ways = [(_UNKNOWN + best[place + 1][0], -place - 1)]
        for stop in range(place + 1, end + 1):
            text = phrase[place:stop]
            if is_border(phrase, place) and is_border(phrase, stop) and (cost := _cost(text, whole, parts)):
                ways.append((cost + best[stop][0], -stop))
        cost, stop = min(ways)
        best[place] = cost, -stop
    return _words(phrase, best, whole, parts)


def _in_names(phrase: str, names: Iterable[str]) -> tuple[set[str], set[str]]:
    """The names that a phrase has in it, and what it has of others."""
    pairs = {phrase[at : at + _SHORTEST] for at in range(len(phrase) - 1)}
    if not pairs:
        return set(), set()
    touches = re.compile("|".join(map(re.escape, sorted(pairs))))
    whole, parts = set[str](), set[str]()
    for text in names:
        if not touches.search(text):
            continue
        whole.update(form for form in text.split(" ") if form and form in phrase)
        for start in range(len(phrase) - 1):
            stop = start + _SHORTEST
            while stop <= len(phrase) and phrase[start:stop] in text:
                parts.add(phrase[start:stop])
                stop += 1
    return whole, parts


def _cost(text: str, whole: set[str], parts: set[str]) -> int:
    """What a word costs, or 0 if it is none."""
    if text in whole or text in looked_for() or text in unsaid() or _YEAR.fullmatch(text):
        return _KNOWN
    return _PART if text in parts else 0


def _words(phrase: str, best: list[tuple[int, int]], whole: set[str], parts: set[str]) -> list[str]:
    """The words of the cheapest way, characters that are in none put together."""
    found: list[tuple[str, bool]] = []
    place = 0
    while place < len(phrase):
        stop = best[place][1]
        text = phrase[place:stop]
        known = bool(_cost(text, whole, parts))
        if found and not known and not found[-1][1]:
            found[-1] = found[-1][0] + text, False
        else:
            found.append((text, known))
        place = stop
    said = list(dict.fromkeys(text for text, _ in found if text not in unsaid()))
    return said if len(found) > 1 and any(known for text, known in found if text in said) else []
