"""What the RDF formats share: the graph's triples, streamed to pyoxigraph's serializers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from skillgraph.mapping.rdf import Profile, triples
from skillgraph.model.ontology import PREFIXES
from skillgraph.model.records import Record


def all_triples(records: Iterable[Record], profile: Profile) -> Iterator[ox.Triple]:
    """Every triple of a profile, in the order of the records."""
    seen: set[str] = set()
    for record in records:
        yield from triples(record, profile, seen)


class _SortedHeader:
    """A file that sorts the prefixes at its head: pyoxigraph writes them in an order that differs between runs."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._head = b""
        self.is_sorted = False

    def write(self, data: bytes) -> int:
        """Takes what the serializer writes."""
        if self.is_sorted:
            return self._file.write(data)
        self._head += data
        lines = self._head.splitlines(keepends=True)
        if len(lines) > 1 and not lines[-2].startswith(b"@prefix"):
            self.close()
        return len(data)

    def flush(self) -> None:
        """The serializer flushes at the end of its document."""

    def close(self) -> None:
        """Writes what was held back."""
        prefixes = [line for line in self._head.splitlines(keepends=True) if line.startswith(b"@prefix")]
        rest = self._head[sum(map(len, prefixes)) :]
        self._file.write(b"".join(sorted(prefixes)) + rest)
        self._head, self.is_sorted = b"", True


def serialize(records: Iterable[Record], file: IO[bytes], profile: Profile, format: ox.RdfFormat) -> None:
    """Writes a profile in a format of triples."""
    write_sorted(all_triples(records, profile), file, format)


def write_sorted(triples: Iterator[ox.Triple] | Iterator[ox.Quad], file: IO[bytes], format: ox.RdfFormat) -> None:
    """Serializes with the vocabulary's prefixes so that equal graphs give equal bytes."""
    if format not in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        # N-Triples has no prefixes, and those of JSON-LD's context come in an order that differs between runs.
        ox.serialize(triples, file, format)
        return
    head = _SortedHeader(file)
    ox.serialize(triples, cast(IO[bytes], head), format, prefixes=PREFIXES)
    if not head.is_sorted:
        head.close()
