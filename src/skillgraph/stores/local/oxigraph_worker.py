"""The process in which Oxigraph answers one query after the other: JSON lines in, a JSON line and a body out."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import Any

import pyoxigraph as ox

from skillgraph.model.ontology import PREFIXES

#: Bytes that the engine may use, its answer included.
MEMORY = 4 * 2**30


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
        store = ox.Store.read_only(sys.argv[1])
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
            head["media_type"], body = answer(store, json.loads(line))
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
