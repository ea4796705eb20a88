"""The records as RDF and as a property graph, and back."""
