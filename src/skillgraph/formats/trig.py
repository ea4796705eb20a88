"""RDF as TriG: each source's triples in a named graph, the IRI of its document."""

from __future__ import annotations

from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import PROFILE
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import Profile, quads
from skillgraph.mapping.serialization import write_sorted


def write(graph: GraphFolder, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph as TriG; what several sources say of a thing stands in the graph of each."""
    seen: dict[str, set[str]] = {}
    found = (quad for record in graph.records() for quad in quads(record, profile, seen))
    write_sorted(found, file, ox.RdfFormat.TRIG)


FORMAT = Format(write=write, options=(PROFILE,))
