"""The process in which Oxigraph answers one query after the other: JSON lines in, a JSON line and a body out."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pyoxigraph as ox

from skillgraph.ontology import PREFIXES


def answer(store: ox.Store, query: str) -> tuple[str, bytes]:
    """Media type and body of the answer to a query.

    Raises:
        SyntaxError: the query has a mistake.
    """
    results = store.query(query, prefixes=PREFIXES)
    if isinstance(results, ox.QueryTriples):
        format: Any = ox.RdfFormat.N_TRIPLES
    else:
        format = ox.QueryResultsFormat.JSON
    return format.media_type, results.serialize(format=format) or b""


def main() -> None:
    """Serves queries until standard input ends."""
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = ox.Store.read_only(sys.argv[1])
    for line in sys.stdin.buffer:
        head: dict[str, Any] = {"error": False}
        try:
            head["media_type"], body = answer(store, json.loads(line))
        except Exception as error:  # whatever a query does, the next one is answered
            head["error"] = True
            body = str(error).encode()
        head["length"] = len(body)
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
