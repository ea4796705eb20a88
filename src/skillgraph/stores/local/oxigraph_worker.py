"""The process in which Oxigraph answers one query after the other: JSON lines in, a JSON line and a body out."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from skillgraph.model.ontology import PREFIXES, ontology
from skillgraph.stores.sparql.keywords import keywords

#: Bytes that the engine may use, its answer included.
MEMORY = 4 * 2**30


class Stores:
    """The store of a built graph, and what each source says, which few queries ask.

    On disk the store has each triple once. Twice, with the graphs of the sources, it would take three times as long to
    write and to copy, so these are made in memory from the records, for the first query that asks for them.

    Args:
        folder: the store's own folder, in that of the built graph.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.parent
        self._store = ox.Store.read_only(str(folder))

    def answer(self, query: str) -> tuple[str, bytes]:
        """Media type and body of the answer to a query.

        Raises:
            SyntaxError: the query has a mistake.
        """
        words = keywords(query)
        if not words & {"GRAPH", "FROM"}:
            results = self._store.query(query, prefixes=PREFIXES)
        elif "FROM" in words:
            results = self._with_sources[0].query(query, prefixes=PREFIXES)
        else:
            store, sources = self._with_sources
            results = store.query(query, prefixes=PREFIXES, named_graphs=[*sources])
        if isinstance(results, ox.QueryTriples):
            format: Any = ox.RdfFormat.N_TRIPLES
        else:
            format = ox.QueryResultsFormat.JSON
        return format.media_type, results.serialize(format=format) or b""

    @cached_property
    def _with_sources(self) -> tuple[ox.Store, list[ox.NamedNode]]:
        """All triples in the default graph and in that of a push, those of each source in its own; and the sources."""
        from skillgraph.graph.folder import GraphFolder
        from skillgraph.mapping.rdf import document_iri, quads
        from skillgraph.stores.sparql.server import MERGED

        graph, store = GraphFolder(self._folder), ox.Store()
        seen: dict[str, set[str]] = {}
        said = [quad for record in graph.records() for quad in quads(record, "provenance", seen)]
        store.bulk_extend(said)
        for name in (ox.DefaultGraph(), MERGED):
            store.bulk_extend([ox.Quad(q.subject, q.predicate, q.object, name) for q in said])
            store.bulk_load(path=str(ontology().path), format=ox.RdfFormat.TURTLE, to_graph=name)
        return store, [document_iri(source) for source in graph.documents]


def _limit_memory() -> None:
    """Ends this process, and not the machine, if a query sorts or collects without end; Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> None:
    """Serves queries until standard input ends, which the end of the parent brings about too."""
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    try:
        stores = Stores(Path(sys.argv[1]))
    except Exception as error:  # a store that is not whole, or not ours to read, raises many kinds
        sys.stdin.buffer.readline()
        _reply({"error": True}, f"the graph's store can't be opened: {error}".encode())
        return
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    while True:
        line = requests.get()
        head: dict[str, Any] = {"error": False}
        try:
            head["media_type"], body = stores.answer(json.loads(line))
        except Exception as error:  # whatever a query does, the next one is answered
            head["error"] = True
            body = str(error).encode()
        _reply(head, body)


def _reply(head: dict[str, Any], body: bytes) -> None:
    head["length"] = len(body)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _read(requests: queue.SimpleQueue[bytes]) -> None:
    """Takes requests beside the query that runs, to end with the parent even in the middle of a long one."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
