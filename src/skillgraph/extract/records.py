"""What an extraction gives: a document, entities, relations, statistics and what a person should look at.

The JSON Lines form is one object a line; `kind` says which. Spans are [start, end) in code points of the document.
`by` names the rules or voices that found a record, `score`, 0 to 1, how sure they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from skillgraph.extract.part_names import Part
from skillgraph.language.times import Time
from skillgraph.model.records import Basis, Bound, Modality

Span = tuple[int, int]
#: The name of the extractor that comes with skillgraph.
OWN = "rules"


def inside_longer(spans: Iterable[Span]) -> set[Span]:
    """Those of some spans that lie in another.

    Example:
        >>> inside_longer([(0, 4), (2, 4), (5, 7)])
        {(2, 4)}
    """
    inner: set[Span] = set()
    reach = -1
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if span[1] <= reach:
            inner.add(span)
        reach = max(reach, span[1])
    return inner


def period(when: Time | None) -> tuple[str, str, str]:
    """The words of a time, its beginning and its end, as records have them."""
    return (when.text, when.begin, when.until) if when else ("", "", "")


class FoundDocument(msgspec.Struct, frozen=True, tag_field="kind", tag="document"):
    """The document: its checksum, and for formats that aren't plain text that of the text that was taken out."""

    file: str
    title: str
    media_type: str
    sha256: str
    text_sha256: str
    characters: int
    encoding: str = ""
    converter: str = ""
    extractor: str = OWN


class FoundEntity(msgspec.Struct, frozen=True, tag_field="kind", tag="entity"):
    """A thing with a name; `known` is its id in a reference table or in the graph, where it has one.

    A kind of thing (学生, 我院) that a relation or figure needs has the type `Kind`; `kind_of` is the class of such
    things, where it is known.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    country: str = ""
    known: str = ""
    kind_of: str = ""
    by: tuple[str, ...] = ()
    score: float | None = None


class FoundRelation(msgspec.Struct, frozen=True, tag_field="kind", tag="relation"):
    """What a clause states of two entities; `sentence` is the sentence around the clause.

    What is not `asserted` is only proposed: less sure than the extractor's default line.
    """

    subject: str
    predicate: str
    object: str
    modality: Modality
    basis: Basis
    time: str
    start: str
    end: str
    evidence: Span
    sentence: Span
    asserted: bool = True
    by: tuple[str, ...] = ()
    score: float | None = None


class FoundStatistic(msgspec.Struct, frozen=True, tag_field="kind", tag="statistic"):
    """A figure; `part_of` is the span of the total that it is a part of, `named_at` where a column's title names it."""

    subject: str | None
    indicator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    bound: Bound
    time: str
    start: str
    end: str
    modality: Modality
    measure: str
    per: str
    span: Span
    evidence: Span
    part_of: Span | None = None
    named_at: Span | None = None
    by: tuple[str, ...] = ()
    score: float | None = None


class Doubt(msgspec.Struct, frozen=True, tag_field="kind", tag="doubt"):
    """What looks like a name or a figure and could not be classified, and why: for a person to decide."""

    text: str
    reason: str
    span: Span


class Extraction(msgspec.Struct, frozen=True):
    """All that was found in one document, in the order of the text; `parts` are those that it is read in."""

    document: FoundDocument
    entities: tuple[FoundEntity, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
    statistics: tuple[FoundStatistic, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    parts: tuple[Part, ...] = ()

    def jsonl(self) -> bytes:
        """The JSON Lines form, the same bytes for the same document."""
        records = (self.document, *self.entities, *self.relations, *self.statistics, *self.doubts)
        return b"".join(_line(record) + b"\n" for record in records)


def _line(record: Any) -> bytes:
    """A record in JSON, without voices and score where nobody says so."""
    line = _encoder.encode(record)
    for unsaid in (b',"score":null', b',"by":[]'):
        line = line[:-1].removesuffix(unsaid) + b"}"
    return line


_encoder = msgspec.json.Encoder(decimal_format="number")
