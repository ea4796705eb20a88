"""pyoxigraph: its own bulk load of N-Triples into a store on disk, the engine that `build` fills.

python oxigraph_load.py INPUT OUTPUT
"""

from __future__ import annotations

import sys

from pyoxigraph import RdfFormat, Store


def main(source: str, target: str) -> None:
    """Loads the file."""
    store = Store(target)
    store.bulk_load(path=source, format=RdfFormat.N_TRIPLES)
    store.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
