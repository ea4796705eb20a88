"""Passages as Turtle: of one document they differ in numbers alone, so that the serializer is asked but once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count, islice

import pyoxigraph as ox

from skillgraph.graph.turtle import TurtleWriter, turtle, without_prefixes
from skillgraph.mapping.rdf_shared import TextMarks, say_passage
from skillgraph.model.records import Evidence


def passage_text(e: Evidence) -> str:
    r"""What is said of a passage itself, as the serializer writes it with the vocabulary's prefixes.

    Args:
        e: where it stands, in a document whose id RDF can hold.

    Example:
        >>> print(passage_text(Evidence("r", 1, 3, "6e12544f")), end="")
        document:r\#char\=1\,3 a oa:SpecificResource ;
                oa:hasSource document:r ;
                oa:hasSelector document:r\#position\=1\,3 ;
                sg:passageChecksum "6e12544f" .
        document:r\#position\=1\,3 a oa:TextPositionSelector ;
                oa:start 1 ;
                oa:end 3 .
    """
    checksum = e.checksum
    if checksum and not (checksum.isascii() and checksum.isalnum()):
        # Tables have eight hexadecimal digits, which need no escapes; other hands give anything.
        return _serialized(e)
    return _form(e.document, bool(checksum)) % {"start": e.start, "end": e.end, "sum": checksum}


def add_with_passages(writer: TurtleWriter, said: Iterable[ox.Triple], seen: TextMarks) -> None:
    """Writes the triples of a record, and before them the passages that were met in it for the first time.

    Args:
        writer: of the place that `seen` marks.
        said: by the record.
        seen: what its triples were made with.
    """
    writer.add_texts(map(passage_text, seen.passages))
    seen.passages.clear()
    writer.add(said)


@lru_cache(1000)
def _form(document: str, has_checksum: bool) -> str:
    """The text of a document's passages, with places for what differs."""
    start, end, checksum = map(str, islice(_strange(document), 3))
    text = _serialized(Evidence(document, int(start), int(end), checksum if has_checksum else "")).replace("%", "%%")
    return text.replace(start, "%(start)d").replace(end, "%(end)d").replace(checksum, "%(sum)s")


def _strange(document: str) -> Iterator[int]:
    """Numbers that are not in the name of a document."""
    return (n for n in count(87_654_321) if str(n) not in document)


def _serialized(e: Evidence) -> str:
    said: list[ox.Triple] = []
    say_passage(e, said)
    return without_prefixes(turtle(said)).decode()
