"""The engines that run beside the program: Oxigraph for SPARQL, ArcadeDB for Cypher."""
