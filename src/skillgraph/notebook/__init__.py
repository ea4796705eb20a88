"""What a notebook shows and understands: networks in a cell, rich displays, `%%sparql` and `%%cypher`."""

from skillgraph.notebook.network import Network

__all__ = ["Network"]
