"""RDF as JSON-LD."""

from __future__ import annotations

from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import PROFILE
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import Profile
from skillgraph.mapping.serialization import serialize


def write(graph: GraphFolder, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph's triples as JSON-LD."""
    serialize(graph.records(), file, profile, ox.RdfFormat.JSON_LD)


FORMAT = Format(write=write, options=(PROFILE,))
