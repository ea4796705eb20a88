"""Turtle that is written piece by piece, so that one walk over the records can feed several files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import IO

import pyoxigraph as ox

from skillgraph.mapping.serialization import write_sorted

#: How many triples are written at once.
_PIECE = 10_000
_PREFIXES = re.compile(rb"\A(?:@prefix [^\n]*\n)*")


class TurtleWriter:
    r"""Writes triples as they come; the file is the one that the serializer would write of all of them at once.

    Args:
        file: where it goes.
        taken: called with each piece, which is Turtle by itself.

    Example:
        >>> file, node = io.BytesIO(), ox.NamedNode("http://example.org/a")
        >>> writer = TurtleWriter(file)
        >>> writer.add([ox.Triple(node, node, ox.Literal("1")), ox.Triple(node, node, ox.Literal("2"))])
        >>> writer.close()
        >>> file.getvalue().splitlines()[-1]
        b'<http://example.org/a> <http://example.org/a> "1" , "2" .'
    """

    def __init__(self, file: IO[bytes], taken: Callable[[bytes], None] = lambda piece: None) -> None:
        self._file, self._taken = file, taken
        self._waiting: list[ox.Triple] = []
        self._texts: list[str] = []
        self._begun = False

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Takes some triples."""
        self._waiting += triples
        if len(self._waiting) >= _PIECE:
            # What is said of one subject stands together, so a piece ends where the subject changes.
            last = self._waiting[-1].subject
            end = len(self._waiting)
            while end and self._waiting[end - 1].subject == last:
                end -= 1
            if end:
                self._write(end)

    def add_texts(self, texts: Iterable[str]) -> None:
        """Takes descriptions that are Turtle already, with these prefixes; they stand behind triples that wait."""
        self._texts += texts

    def close(self) -> None:
        """Writes what waits; the file stays open."""
        if self._waiting or self._texts or not self._begun:
            self._write(len(self._waiting))

    def _write(self, end: int) -> None:
        piece = turtle(self._waiting[:end]) + "".join(self._texts).encode()
        self._taken(piece)
        del self._waiting[:end]
        self._texts.clear()
        if self._begun:
            # Every piece begins with the same prefixes, which stand once.
            piece = without_prefixes(piece)
        self._begun = True
        self._file.write(piece)


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Turtle of some triples, by itself."""
    file = io.BytesIO()
    write_sorted(iter(triples), file, ox.RdfFormat.TURTLE)
    return file.getvalue()


def without_prefixes(piece: bytes) -> bytes:
    r"""Turtle without the prefixes at its head.

    Example:
        >>> without_prefixes(b"@prefix a: <http://example.org/> .\na:b a a:C .\n")
        b'a:b a a:C .\n'
    """
    return _PREFIXES.sub(b"", piece)
