"""The triples of a graph on disk, a file for each named graph, so that each can be sent as one stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from skillgraph.mapping.rdf import document_iri, quads, triples
from skillgraph.model.ontology import XSD
from skillgraph.model.records import Document, Record

#: Triples that wait in memory, and passages that are remembered as written; a passage may stand in a file twice.
_WAITING = 20_000
_REMEMBERED = 200_000
#: Within a text, a quotation mark has a backslash before it.
_WHOLE_DECIMAL = re.compile(rb'"(-?\d+)"(\^\^<%b> \.\n)' % re.escape(XSD + "decimal").encode())


class GraphSpool:
    """Takes records and keeps their triples in a folder, N-Triples by named graph.

    Args:
        folder: an empty one.

    Example:
        >>> from skillgraph.model.records import Entity
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     spool = GraphSpool(Path(folder))
        ...     spool.fill([Entity("laos", "countries", ("Country",), "老挝")])
        ...     [graph.value for graph in spool.graphs]
        1
        ['https://w3id.org/skillgraph/document/countries']
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[ox.NamedNode, list[ox.Triple]] = {}
        self._count = 0
        self._seen: dict[str, set[str]] = {}
        self.graphs: dict[ox.NamedNode, Path] = {}
        #: By graph, what is said of its document, as N-Triples; it stands in no file.
        self.heads: dict[ox.NamedNode, bytes] = {}

    def fill(self, records: Iterable[Record]) -> int:
        """Takes records; gives their number."""
        count = 0
        for record in records:
            count += 1
            if isinstance(record, Document):
                self.heads[document_iri(record.id)] = n_triples(triples(record, "provenance"))
                continue
            for quad in quads(record, "provenance", self._seen):
                assert isinstance(quad.graph_name, ox.NamedNode)
                self._add(quad.triple, quad.graph_name)
        self._write()
        return count

    def add(self, found: Iterable[ox.Triple], graph: ox.NamedNode) -> None:
        """Takes triples of a named graph."""
        for triple in found:
            self._add(triple, graph)
        self._write()

    def _add(self, triple: ox.Triple, graph: ox.NamedNode) -> None:
        self._waiting.setdefault(graph, []).append(triple)
        self._count += 1
        if self._count >= _WAITING:
            self._write()

    def _write(self) -> None:
        for graph, waiting in self._waiting.items():
            with self._path(graph).open("ab") as file:
                file.write(n_triples(waiting))
        self._waiting.clear()
        self._count = 0
        if sum(map(len, self._seen.values())) > _REMEMBERED:
            self._seen.clear()

    def _path(self, graph: ox.NamedNode) -> Path:
        return self.graphs.setdefault(graph, self._folder / f"{len(self.graphs)}.nt")

    @contextmanager
    def open(self, graph: ox.NamedNode) -> Iterator[IO[bytes]]:
        """The file of a named graph, empty if nothing was added to it."""
        path = self._path(graph)
        path.touch()
        with path.open("rb") as file:
            yield file

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.graphs.values())


def n_triples(found: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples, whole decimals with a point.

    Of `22`, TDB2 (the storage of Fuseki) gives back `22.0`, which it takes for another term: such a triple could not be
    deleted.

    Example:
        >>> number = ox.Literal("22", datatype=ox.NamedNode(XSD + "decimal"))
        >>> n_triples([ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), number)]).decode()
        '<x:a> <x:b> "22.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .\\n'
    """
    text: bytes = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    return _WHOLE_DECIMAL.sub(rb'"\1.0"\2', text)
