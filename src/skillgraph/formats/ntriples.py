"""RDF as N-Triples."""

from __future__ import annotations

from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import serialize
from skillgraph.graph import KnowledgeGraph
from skillgraph.rdf import Profile


def write(graph: KnowledgeGraph, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph's triples as N-Triples."""
    serialize(graph, file, profile, ox.RdfFormat.N_TRIPLES)
