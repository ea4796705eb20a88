"""What looks like a name and could not be classified: for a person to decide, never dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.mentions import Mention
from skillgraph.language.times import Time
from skillgraph.language.tokens import Word
from skillgraph.tables.asking import asked

#: Said of one number for all of its table's.
UNCLEAR = asked("table")
_QUOTED = re.compile(r"“([^“”]{2,30})”")
_NAMED = {
    "ORG": asked("body"),
    "PER": asked("person"),
}


def doubts(
    text: str, words: Sequence[Word], mentions: Sequence[Mention], times: Sequence[Time]
) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of what a sentence has that nobody classified.

    Args:
        text: the sentence.
        words: its words.
        mentions: the names and kinds found in it.
        times: its times.
    """
    taken = [*((m.start, m.end) for m in mentions), *((t.start, t.end) for t in times)]
    for match in _QUOTED.finditer(text):
        if _free(*match.span(), taken):
            taken.append(match.span())
            yield *match.span(), asked("quoted")
    for word in words:
        if word.tag in _NAMED and len(word.text) > 1 and _free(word.start, word.end, taken):
            yield word.start, word.end, _NAMED[word.tag]


def _free(start: int, end: int, busy: Sequence[tuple[int, int]]) -> bool:
    return not any(s < end and start < e for s, e in busy)
