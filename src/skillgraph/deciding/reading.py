"""What a passage that a person selects would be: a name with its places, or a figure with its number and time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from skillgraph.documents.source import SourceText
from skillgraph.extract.clauses import clauses
from skillgraph.extract.mentions import unquoted
from skillgraph.extract.terms import load_terms
from skillgraph.language.names import clean_name
from skillgraph.language.passages import Passage, fold, passages, sentences
from skillgraph.language.quantities import Quantity, quantities
from skillgraph.language.times import times
from skillgraph.model.dates import is_date
from skillgraph.model.records import plain_decimal
from skillgraph.review.annotated import sentence_around
from skillgraph.tables.quotations import places

Span = tuple[int, int]
_BREAK = re.compile(r"\s+")


class Reading:
    """A report's text, as far as a reviewer asks what stands in it.

    Args:
        source: the report.
        units: the ids of units by their names.
    """

    def __init__(self, source: SourceText, units: dict[str, str]) -> None:
        self.source, self.text = source, source.text
        self._units = units

    @cached_property
    def _sentences(self) -> list[tuple[Passage, int, int, Span]]:
        return [
            (passage, low, high, passage.span(low, high))
            for passage in passages(self.source) for low, high in sentences(passage)
        ]  # fmt: skip

    def sentence(self, span: Span) -> Span:
        """The sentence, or cell, around a passage."""
        found = [s for *_, s in self._sentences if s[0] < span[1] and span[0] < s[1]]
        return (min(found)[0], max(found)[1]) if found else sentence_around(self.text, span)

    def figure(self, span: Span) -> dict[str, Any] | None:
        """The figure in a passage, as fields of its row; None if there is none."""
        for passage, low, high, whole in self._sentences:
            if not (whole[0] < span[1] and span[0] < whole[1]):
                continue
            sentence = passage.text[low:high]
            for q in quantities(sentence, load_terms().counters):
                at = passage.span(low + q.start, low + q.end)
                if at[0] < span[1] and span[0] < at[1]:
                    return {**self._figure(sentence, q), "figure": list(at), "evidence": [list(whole)]}
        return None

    def _figure(self, sentence: str, q: Quantity) -> dict[str, Any]:
        clause = next((c for c in clauses(sentence) if c.start <= q.start < c.end), None)
        found = [t for t in times(sentence) if t.end <= q.start and (t.begin or t.until)]
        time = found[-1] if found else None
        return {
            "value": "" if q.value is None else plain_decimal(q.value),
            "value_max": "" if q.value_max is None else plain_decimal(q.value_max),
            "unit": self._units.get(q.unit, "unit-none"),
            "bound": "exact" if q.value_max is not None else q.bound,
            "modality": clause.modality if clause else "actual",
            "time": time.text if time else "", "start": time.begin if time else "", "end": time.until if time else "",
        }  # fmt: skip

    def places(self, words: str, taken: Iterable[Span]) -> list[Span]:
        """Where words stand in the text, other than in the passages of longer names."""
        longer = sorted(taken)
        return [
            (s, e) for s, e in places(words, self.text)
            if not any(low <= s and e <= high for low, high in longer)
        ]  # fmt: skip


def form(words: str) -> str:
    r"""What a name is called whose words stand so in a text: on one line, without marks around the whole of it.

    Example:
        >>> form("“匠心\n学院”"), form("Festo  AG")
        ('匠心学院', 'Festo AG')
    """
    joined = _BREAK.sub(lambda m: " " if _is_latin(words, m) else "", words.strip())
    return unquoted(clean_name(joined))


def _is_latin(words: str, gap: re.Match[str]) -> bool:
    stripped = words.strip()
    around = stripped[gap.start() - 1 : gap.start()] + stripped[gap.end() : gap.end() + 1]
    return around.isascii()


def interval(time: str) -> Iterator[str]:
    """The start and the end that a time in words means; both empty where it means none.

    Example:
        >>> tuple(interval("自2013年起")), tuple(interval("2024-05")), tuple(interval("近三年"))
        (('2013', ''), ('2024-05', '2024-05'), ('', ''))
    """
    found = next(times(fold(time)), None)
    if is_date(time):
        yield from (time, time)
    else:
        yield from (found.begin, found.until) if found else ("", "")
