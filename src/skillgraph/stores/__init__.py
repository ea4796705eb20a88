"""The query engines: SPARQL (Oxigraph, remote endpoints) and Cypher (any Bolt server, ArcadeDB in process)."""
