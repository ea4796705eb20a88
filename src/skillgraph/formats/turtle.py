"""RDF as Turtle."""

from __future__ import annotations

from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import serialize
from skillgraph.graph import KnowledgeGraph
from skillgraph.rdf import Profile


def write(graph: KnowledgeGraph, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph's triples as Turtle."""
    serialize(graph, file, profile, ox.RdfFormat.TURTLE)
