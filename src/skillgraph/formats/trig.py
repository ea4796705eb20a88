"""RDF as TriG: each source's triples in a named graph, the IRI of its document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import write_sorted
from skillgraph.graph import KnowledgeGraph
from skillgraph.model import Document
from skillgraph.rdf import Profile, document_iri, triples


def write(graph: KnowledgeGraph, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph's triples as TriG; an entity stands in the graph of the source that describes it."""
    write_sorted(_quads(graph, profile), file, ox.RdfFormat.TRIG)


def _quads(graph: KnowledgeGraph, profile: Profile) -> Iterator[ox.Quad]:
    seen: dict[str, set[str]] = {}
    for record in graph.records():
        source = record.id if isinstance(record, Document) else record.source
        for triple in triples(record, profile, seen.setdefault(source, set())):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, document_iri(source))
