"""Entities and facts as GraphML, for Gephi, yEd and networkx."""

from __future__ import annotations

from typing import IO

import networkx as nx

from skillgraph.formats._xml import xml_network
from skillgraph.graph import KnowledgeGraph


def write(graph: KnowledgeGraph, file: IO[bytes]) -> None:
    """Writes the facts as GraphML: names as `label`, the class's colour as `color`, edges by their statement's id."""
    # Not write_graphml, which takes lxml where it is installed: the bytes would depend on that.
    nx.write_graphml_xml(xml_network(graph), file, named_key_ids=True)
