"""rdflib-neo4j: a graph in Turtle, written to a Neo4j.

    NEO4J_USERNAME=... NEO4J_PASSWORD=... python rdflib_neo4j_load.py GRAPH bolt://...

In batches, as its documentation says; IRIs of the vocabulary lose their namespace, several values become a list.
"""

from __future__ import annotations

import os
import sys

from rdflib import Graph
from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig
from rdflib_neo4j.config.const import HANDLE_MULTIVAL_STRATEGY


def main(source: str, uri: str) -> None:
    """Loads the file."""
    access = {
        "uri": uri,
        "database": "neo4j",
        "user": os.environ["NEO4J_USERNAME"],
        "pwd": os.environ["NEO4J_PASSWORD"],
    }
    config = Neo4jStoreConfig(
        auth_data=access,
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
        handle_multival_strategy=HANDLE_MULTIVAL_STRATEGY.ARRAY,
        batching=True,
    )
    graph = Graph(store=Neo4jStore(config=config))
    graph.parse(source, format="ttl")
    graph.close(commit_pending_transaction=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
