"""Cypher over Bolt: Neo4j, asked, filled, read and emptied."""
