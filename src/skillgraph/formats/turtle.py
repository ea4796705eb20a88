"""RDF as Turtle."""

from __future__ import annotations

from typing import IO

import pyoxigraph as ox

from skillgraph.formats._rdf import PROFILE
from skillgraph.formats.format import Format
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.passages import add_with_passages
from skillgraph.graph.turtle import TurtleWriter
from skillgraph.mapping.rdf import Profile, triples
from skillgraph.mapping.rdf_shared import TextMarks
from skillgraph.mapping.serialization import serialize


def write(graph: GraphFolder, file: IO[bytes], profile: Profile = "provenance") -> None:
    """Writes the graph's triples as Turtle, in the order in which they stand in a built folder."""
    if profile == "facts":
        serialize(graph.records(), file, profile, ox.RdfFormat.TURTLE)
        return
    writer, seen = TurtleWriter(file), TextMarks()
    for record in graph.records():
        add_with_passages(writer, triples(record, profile, seen), seen)
    writer.close()


FORMAT = Format(write=write, options=(PROFILE,))
