"""The graphs of the sources, which few queries ask for: what each report says, by itself.

The store of a built graph has each triple once. With these it would take three times as long to write and to copy, so
they are made from the records when a query first asks for one: in memory, or once for many processes in a folder that
lasts as long as whoever wanted it.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from skillgraph.model.ontology import ontology
from skillgraph.stores.sparql.keywords import keywords
from skillgraph.writing.workshop import temporary_folder

if TYPE_CHECKING:
    import pyoxigraph as ox

_AT_A_TIME = 100_000
_GRAPH = re.compile(r"\bGRAPH\s*(?:<([^<>\s]*:[^<>\s]*)>)?", re.IGNORECASE)


def asks_for_graphs(query: str, names: Collection[str]) -> bool:
    """Whether a query asks for graphs of sources; if not, the store of the built graph has the same answer.

    Args:
        query: with `GRAPH` or `FROM`, or without.
        names: of the graphs that there are.

    Example:
        >>> asks_for_graphs("SELECT * { GRAPH ?g { ?s ?p ?o } }", ["https://a.example/g"])
        True
        >>> asks_for_graphs("SELECT * { GRAPH <https://a.example/h> { ?s ?p ?o } }", ["https://a.example/g"])
        False
    """
    words = keywords(query)
    if "FROM" in words or "GRAPH" not in words:
        return "FROM" in words
    return any(not name or name in names for name in _GRAPH.findall(query))


def fill(store: ox.Store, folder: Path) -> None:
    """Puts what each source says into a graph, and all of it with the vocabulary into that of a push.

    Args:
        store: an empty one.
        folder: of the built graph.
    """
    import pyoxigraph as ox

    from skillgraph.graph.folder import GraphFolder
    from skillgraph.mapping.rdf import quads
    from skillgraph.stores.sparql.server import MERGED

    def load() -> None:
        store.bulk_extend(waiting)
        store.bulk_extend([ox.Quad(q.subject, q.predicate, q.object, MERGED) for q in waiting])
        waiting.clear()

    seen: dict[str, set[str]] = {}
    waiting: list[ox.Quad] = []
    for record in GraphFolder(folder).records():
        waiting += quads(record, "provenance", seen)
        if len(waiting) >= _AT_A_TIME:
            load()
    load()
    store.bulk_load(path=str(ontology().path), format=ox.RdfFormat.TURTLE, to_graph=MERGED)


def main() -> None:
    """Makes a store in a folder of its own, says where it is, and removes it when standard input ends.

    That comes about by the end of the parent too, however it ends. The store is made by a process of its own, so that
    this one stays small.
    """
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    built, *store = map(Path, sys.argv[1:])
    if store:
        _write(built, store[0])
        return
    with temporary_folder() as folder:
        store_folder = folder / "sources"
        making = [sys.executable, "-m", "skillgraph.stores.local.sources", str(built), str(store_folder)]
        with subprocess.Popen(making, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as maker:
            ending = threading.Thread(target=_end, args=(maker,), daemon=True)
            ending.start()
        if maker.returncode == 0:
            print(store_folder, flush=True)
            ending.join()


def _write(built: Path, folder: Path) -> None:
    import pyoxigraph as ox

    store = ox.Store(str(folder))
    fill(store, built)
    store.flush()


def _end(maker: subprocess.Popen[bytes]) -> None:
    sys.stdin.read()
    maker.kill()


if __name__ == "__main__":
    main()
